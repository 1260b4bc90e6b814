"""What a mission saw: craters and how many, weapons where none may stand, its own aircraft, a spot report's heading."""

from datetime import date
from typing import Any

import pytest
from tests.reading.bulletins import lines_of


def observed(text: str) -> list[dict[str, Any]]:
    return lines_of(text, "eastern-ukraine", "OSCE SMM", date(2018, 5, 17))


def kinds(text: str) -> list[tuple[str, int | None]]:
    return [(s["kind"], s["count"]) for s in observed(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The SMM saw six fresh craters and assessed that mortar rounds (120mm) had caused them.", [("mortar", 6)]),
        ("The SMM counted 14 craters of Grad rockets and five of 152mm artillery rounds.", [("mlrs", 14), ("artillery", 5)]),
        ("It counted nine craters that looked as if rockets had made them, and three craters of 82mm mortar rounds.", [("mlrs", 9), ("mortar", 3)]),
        ("An SMM mini-UAV spotted 12 craters near Zolote, caused by 120mm mortar rounds.", [("mortar", 12)]),
        ("At the mill it saw two impacts and assessed that tank rounds had caused them.", [("tank", 2)]),
        ("The SMM saw four craters and heard artillery fire.", [("artillery", None)]),
    ],
)  # fmt: skip
def test_craters_count_the_fire_that_made_them(text: str, expected: list[tuple[str, int | None]]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Mission saw weapons in violation of withdrawal lines near Zolote.", [("other", None)]),
        ("The monitors saw 37 heavy weapons in violation of the agreements.", [("other", 37)]),
        ("An SMM UAV spotted four self-propelled howitzers near Kalynove.", [("other", 4)]),
        ("On earlier visits the SMM had seen six towed howitzers (D-30, 122mm) in violation of the withdrawal line.", [("other", 6)]),
        ("The SMM saw a 122-mm D-30 howitzer in Donetsk.", [("other", 1)]),
        ("The SMM saw a burnt tank.", []),
        ("The SMM noted that seven howitzers were missing from the site.", []),
        ("The SMM saw a tank firing two rounds to the west.", [("tank", 2)]),
        ("Observing a camouflaged tank, the SMM heard shots of small-arms fire.", [("small_arms", None)]),
    ],
)  # fmt: skip
def test_weapons_that_stand_where_none_may(text: str, expected: list[tuple[str, int | None]]) -> None:
    assert kinds(text) == expected


def test_weapons_that_a_side_says_it_saw_are_no_observation() -> None:
    text = "Ukraine said it had spotted two enemy tanks near the line."
    assert lines_of(text, "eastern-ukraine", None, date(2018, 5, 17)) == []


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Spot Report by the OSCE SMM: Gunfire close to a patrol near Zolote", "small_arms"),
        ("Spot report by the SMM, 3 June 2018: Explosion 200m from a patrol near Zolote", "explosion_undetermined"),
        ("OSCE SMM Spot Report 4/2018: Armed men threaten an SMM patrol near Zolote", "movement_restriction"),
    ],
)  # fmt: skip
def test_a_spot_report_tells_in_its_heading(heading: str, kind: str) -> None:
    told = observed(heading + "\nThe SMM left the area and returned to Kadiivka.")
    assert [(s["kind"], s["speaker_party"]) for s in told] == [(kind, "OSCE")]


def test_a_letterhead_without_an_event_tells_nothing() -> None:
    assert observed("Spot report by the SMM: situation near Zolote\nThe SMM returned to Kadiivka.") == []


@pytest.mark.parametrize(
    "text",
    [
        "An armed man seized the mini-UAV and the SMM left.",
        "The SMM lost connection to its mini-UAV near Zolote.",
        "The Mission's access stayed restricted in all three areas.",
        "Two men pointed their rifles at the SMM patrol.",
        "An armed man made it break off the flight.",
        "The local side failed to take the mission to the agreed point.",
        "Armed men held up an SMM convoy for six hours.",
    ],
)
def test_what_hinders_a_mission(text: str) -> None:
    assert [s["kind"] for s in observed(text)] == ["movement_restriction"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The SMM recorded 13 ceasefire violations in Donetsk region and two in Luhansk region.", [(13, "Donetsk region"), (2, "Luhansk region")]),
        ("The Mission recorded no ceasefire violations in Donetsk region and 63 in Luhansk region.", [(0, "Donetsk region"), (63, "Luhansk region")]),
        (
            "The SMM recorded four ceasefire violations in Donetsk region (compared with one in the previous reporting period) and three in Luhansk region (compared with none in the previous reporting period).",
            [(4, "Donetsk region"), (1, "Donetsk region"), (3, "Luhansk region"), (0, "Luhansk region")],
        ),
    ],
)  # fmt: skip
def test_each_number_has_its_region(text: str, expected: list[tuple[int, str]]) -> None:
    told = observed("Daily report based on information as of 19:30, 16 May 2018\n" + text)
    assert [(s["count"], s["places"][0]) for s in told] == expected


def test_what_flew_back_is_counted_too() -> None:
    text = "The camera recorded 16 projectiles from west to east and six from east to west."
    assert kinds(text) == [("other", 16), ("other", 6)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The SMM heard several bursts of heavy-machine-gun fire and outgoing mortar fire.", [("machine_gun", None), ("mortar", None)]),
        ("The SMM faced four freedom-of-movement restrictions.", [("movement_restriction", 4)]),
        ("It recorded twice as many explosions on 3 May (over 140) as on 2 May (60).", [("explosion_undetermined", 140), ("explosion_undetermined", 60)]),
        ("The SMM heard 42 explosions, including 30 assessed as anti-aircraft cannon rounds.", [("explosion_undetermined", 42)]),
        ("It heard over 700 explosions, half of which were caused by mortars.", [("explosion_undetermined", 700)]),
        ("The SMM observed intensive fighting near Zolote.", [("other", None)]),
        ("The SMM saw several damaged buildings.", []),
        ("The SMM condemned the denial of freedom of movement.", []),
    ],
)  # fmt: skip
def test_what_is_heard_and_counted(text: str, expected: list[tuple[str, int | None]]) -> None:
    assert kinds(text) == expected


def test_what_it_saw_is_no_report_that_it_followed_up() -> None:
    seen, followed = observed(
        "The SMM saw damage caused by shelling in Zolote and followed up on reports of civilian casualties."
    )
    assert [(s["kind"], s["modality"]) for s in (seen, followed)] == [
        ("artillery", "asserted"),
        ("casualty", "reported"),
    ]


def test_a_surgeon_tells_of_patients() -> None:
    (told,) = observed(
        "The chief surgeon of the hospital told the SMM that a woman had been brought in with bullet wounds."
    )
    assert (told["speaker_party"], told["wounded"]) == ("RES", {"CIV": 1})


def test_a_number_alone_repeats_what_was_counted() -> None:
    text = (
        "Daily report based on information as of 19:30, 16 May 2018\n"
        "The SMM recorded 240 ceasefire violations in Donetsk region, 41 explosions among them. "
        "It had recorded 72 there in the previous reporting period."
    )
    told = [(s["kind"], s["count"], s["date_end"]) for s in observed(text)]
    assert told == [
        ("violation_unspecified", 240, "2018-05-16"),
        ("explosion_undetermined", 41, "2018-05-16"),
        ("violation_unspecified", 72, "2018-05-15"),
    ]


@pytest.mark.parametrize(
    ("text", "killed", "wounded"),
    [
        ("The SMM confirmed about 150 civilian casualties, 29 of them fatal.", {"CIV": 29}, {}),
        ("An SMM patrol came under fire near Zolote. No one was injured.", {}, {"OSCE": 0}),
        ("Residents of Zolote said that nobody had been hurt.", {}, {"CIV": 0}),
    ],
)
def test_whose_losses(text: str, killed: dict[str, int], wounded: dict[str, int]) -> None:
    (toll,) = [s for s in observed(text) if s["kind"] == "casualty"]
    assert (toll["killed"] or {}, toll["wounded"] or {}) == (killed, wounded)


def test_many_violations_are_told_beside_their_explosions() -> None:
    text = "The SMM recorded many ceasefire violations in Luhansk region, including over 550 explosions."
    assert sorted(kinds(text), key=str) == [("explosion_undetermined", 550), ("violation_unspecified", None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The camera recorded 34 projectiles in flight (26 from west to east, eight from east to west).", [("other", 34)]),
        ("The observers heard about 240 artillery and mortar explosions.", [("artillery", 240)]),
        ("The SMM also saw 55 weapons placed in breach of the Minsk agreements.", [("other", 55)]),
    ],
)  # fmt: skip
def test_parts_and_weapons_of_what_is_counted(text: str, expected: list[tuple[str, int | None]]) -> None:
    assert kinds(text) == expected
