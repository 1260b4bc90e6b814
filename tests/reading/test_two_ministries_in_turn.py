"""News that lets two ministries speak in turn: who speaks, who is accused, numbers compared with an earlier week."""

from datetime import date
from typing import Any

import pytest

from .bulletins import Row, lines_of, row_of

DAY = date(2020, 7, 24)


def lines(
    text: str, pack: str = "armenia-azerbaijan", source: str | None = "Reuters"
) -> list[dict[str, Any]]:
    return lines_of(text, pack, source, DAY)


def rows(text: str, pack: str = "armenia-azerbaijan") -> list[Row]:
    return [row_of(line) for line in lines(text, pack)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # "while" without a comma: the second ministry speaks for itself, and is quoted by nobody
            "Azerbaijan's defence ministry said two of its soldiers were killed while Armenia's ministry said one of its"
            " soldiers was wounded.",
            [
                ("casualty", "AZE", "ARM", None, {"AZE": 2}, {}),
                ("casualty", "ARM", "AZE", None, {}, {"ARM": 1}),
            ],
        ),
        (  # the wounded of what both blame on each other are laid at nobody's door
            "Armenia and Azerbaijan blamed each other for a clash near Sotk in which three soldiers were wounded.",
            [("casualty", "MEDIA", None, None, {}, {"UNSPEC": 3})],
        ),
        (  # and so are the dead of both armies
            "Several Armenian and Azerbaijani soldiers were killed in clashes on the border, both countries said.",
            [("casualty", "MEDIA", None, None, {"UNSPEC": None}, {})],
        ),
        (  # a number to compare with is one of its own
            "Azerbaijani troops broke the truce 120 times in a week, up from 95 the week before, the Armenian defence"
            " ministry said.",
            [
                ("violation_unspecified", "ARM", "AZE", 120, {}, {}),
                ("violation_unspecified", "ARM", "AZE", 95, {}, {}),
            ],
        ),
        (  # but not the number of what was fired at
            "Armenian forces fired 20 shells against 3 posts on Monday, the Azerbaijani defence ministry said.",
            [("artillery", "AZE", "ARM", 20, {}, {})],
        ),
    ],
)
def test_two_ministries_speak_in_turn(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


def test_the_second_ministry_asserts_what_it_says() -> None:
    told = lines(
        "Azerbaijan's defence ministry said two of its soldiers were killed while Armenia's ministry said one of its"
        " soldiers was wounded."
    )
    assert [line["modality"] for line in told] == ["asserted", "asserted"]


def test_who_came_under_fire_did_not_fire() -> None:
    text = (
        "Four Ukrainian soldiers were wounded, a Kiev military spokesman said. The spokesman said government forces had come"
        " under attack from the rebels on 30 occasions."
    )
    assert rows(text, "eastern-ukraine")[-1][1:4] == ("UKR", "DPR", 30)


def test_the_ministry_that_denies_what_a_side_did_speaks_for_it() -> None:
    text = (
        "Azerbaijan's Defence Ministry reported that a serviceman was killed by Armenian fire. The ministry denied that"
        " Azerbaijan's army used artillery."
    )
    assert rows(text)[-1][:3] == ("denial", "AZE", "AZE")


@pytest.mark.parametrize(
    "text",
    [
        "Armenia would give a befitting response if the shelling went on, the Armenian defence ministry said.",
        '"Armenia will hit back," the Armenian defence ministry said.',
        "The Armenian defence ministry said it would answer any provocation.",
    ],
)
def test_an_answer_still_to_come_is_a_threat(text: str) -> None:
    told = lines(text)
    assert [(line["kind"], line["accused_party"], line["modality"]) for line in told] == [
        ("other", "ARM", "threatened")
    ]


def test_what_the_answer_hit_is_no_second_fire() -> None:
    text = "Pakistan Army troops responded effectively and targeted those Indian posts which initiated fire, ISPR said."
    assert [row[:3] for row in rows(text, "india-pakistan")] == [("small_arms", "PAK", "PAK")]


def test_a_cause_names_whose_fire_it_was() -> None:
    text = "Due to Indian Army's indiscriminate fire at two villages four civilians sustained injuries, ISPR said."
    assert rows(text, "india-pakistan") == [("casualty", "PAK", "IND", None, {}, {"CIV": 4})]


def test_since_an_air_strike_names_nobody_who_killed() -> None:
    text = "Ten civilians have been killed since India's air strike in February, the Indian Army said."
    assert [row[2] for row in rows(text, "india-pakistan")] == ["PAK"]


def test_an_old_truce_dates_nothing_told_behind_it() -> None:
    text = (
        "A ceasefire took effect on 27 November 2019. Azerbaijan's defence ministry said on Monday that Armenian forces had"
        " fired at its posts."
    )
    assert lines(text)[-1]["date_start"] != "2019-11-27"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # by whose count
            "By Yerevan's count Azerbaijani troops broke the truce 45 times in May.",
            [("violation_unspecified", "ARM", "AZE", 45, {}, {})],
        ),
        (  # both report, and each lays it at the other's door: one exchange of fire, of neither
            "Armenia and Azerbaijan have reported an exchange of gunfire near Sotk, each saying that the other side shot first.",
            [("small_arms", "MEDIA", None, None, {}, {})],
        ),
        (  # whose losses "it" puts at, and whose version it dismisses
            "Baku said its posts were shelled. Armenia's defence ministry said Azerbaijani commandos attacked its posts. It put"
            ' its losses at one dead and two wounded, and dismissed the version from Baku as "a lie".',
            [
                ("artillery", "AZE", "ARM", None, {}, {}),
                ("other", "ARM", "AZE", None, {}, {}),
                ("casualty", "ARM", "AZE", None, {"ARM": 1}, {"ARM": 2}),
                ("denial", "ARM", "ARM", None, {}, {}),
            ],
        ),
        (  # a truce told with who agreed to it is told, beside the fire that broke it
            "Shells hit Berd hours after Armenia and Azerbaijan had agreed to a ceasefire.",
            [("artillery", "MEDIA", None, None, {}, {}), ("ceasefire_agreed", "MEDIA", None, None, {}, {})],
        ),
        (  # an answer that was not given
            "The troops on the line refrained from a response, the Armenian defence ministry said.",
            [("denial", "ARM", "ARM", None, {}, {})],
        ),
    ],
)
def test_what_each_tells_is_its_own(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # how a killing is judged is no violation beside it
            "One man was killed by Israeli air strikes near Tyre, in a new breach of the truce, the Lebanese Health Ministry said.",
            [("casualty", "LBN", "ISR", None, {"CIV": 1}, {})],
        ),
        (
            "An Israeli drone carried out a strike on a van near Khiam, wounding two people.",
            [("uav", "MEDIA", "ISR", None, {}, {}), ("casualty", "MEDIA", "ISR", None, {}, {"CIV": 2})],
        ),
        (
            "The Lebanese army has counted 300 Israeli violations since the ceasefire took effect on 27 November.",
            [
                ("violation_unspecified", "LBN", "ISR", 300, {}, {}),
                ("ceasefire_agreed", "MEDIA", None, None, {}, {}),
            ],
        ),
        (
            "An Israeli aircraft was observed violating Lebanese airspace over Tyre.",
            [("incursion", "MEDIA", "ISR", None, {}, {})],
        ),
    ],
)
def test_news_of_the_blue_line(text: str, expected: list[Row]) -> None:
    assert sorted(map(str, rows(text, "lebanon-blue-line"))) == sorted(map(str, expected))


def test_an_army_without_a_name_tells_its_own_dead() -> None:
    text = "Fresh clashes have killed two Ukrainian soldiers, the military said."
    assert rows(text, "eastern-ukraine") == [("casualty", "UKR", "RUS", None, {"UKR": 2}, {})]


def test_banned_weapons_that_were_used_are_counted() -> None:
    text = (
        "Weapons banned by the agreements were used 20 times by the Ukrainian military, the DPR command said."
    )
    assert rows(text, "eastern-ukraine") == [("violation_unspecified", "DPR", "UKR", 20, {}, {})]


def test_what_a_reporter_heard_is_reported() -> None:
    told = lines("A Reuters reporter in Stepanakert heard three explosions.")
    assert [(line["speaker_party"], line["modality"]) for line in told] == [("MEDIA", "reported")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # who was killed in a shootout has not acted in it
            "A soldier of Azerbaijan was killed in a shootout on the line of contact, the country's Ministry of Defence reports.",
            [("casualty", "AZE", "ARM", None, {"AZE": 1}, {})],
        ),
        (  # a day between the verb of saying and its "that" leaves "it" the speaker
            "Baku said on Monday that it had shelled posts near Sotk.",
            [("artillery", "AZE", "AZE", None, {}, {})],
        ),
        (  # a killing told in an attack is one statement
            "The Armenian defence ministry said a soldier was shot dead in an overnight Azerbaijani commando attack on its posts.",
            [("casualty", "ARM", "AZE", None, {"ARM": 1}, {})],
        ),
    ],
)
def test_who_is_told_of(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # an office in a capital that opens the sentence
            "Indian officials said Pakistani soldiers fired first. In Islamabad, two security officials said Indian troops fired"
            " first.",
            [("small_arms", "IND", "PAK", None, {}, {}), ("small_arms", "PAK", "IND", None, {}, {})],
        ),
        (  # one shelling, and its weapon
            "A BSF jawan died when Pakistani troops shelled 15 border outposts with mortar bombs, the BSF said.",
            [("casualty", "IND", "PAK", None, {"IND": 1}, {}), ("mortar", "IND", "PAK", None, {}, {})],
        ),
        (
            "BSF troops in two sectors of the border killed one Pakistani Ranger, a BSF officer said.",
            [("casualty", "IND", "IND", None, {"PAK": 1}, {})],
        ),
    ],
)
def test_news_of_the_line_of_control(text: str, expected: list[Row]) -> None:
    assert sorted(map(str, rows(text, "india-pakistan"))) == sorted(map(str, expected))


def test_breaches_and_the_shells_of_them_are_two_counts() -> None:
    text = "Ukrainian troops committed 30 ceasefire violations, launching 200 shells onto the territory, the DPR command said."
    assert [row[3] for row in rows(text, "eastern-ukraine")] == [30, 200]


def test_the_group_is_no_state() -> None:
    text = (
        "Hezbollah said one of its fighters was killed. The Israeli army said it struck a post. Two fighters died on Monday,"
        " the group said."
    )
    assert rows(text, "lebanon-blue-line")[-1][1:3] == ("HEZ", "ISR")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # killed in an exchange of fire with the others, as a side tells it
            "A boy and a man were killed in an exchange of fire with Indian troops, Pakistan's army said.",
            [("casualty", "PAK", "IND", None, {"CIV": 2}, {})],
        ),
        (  # who is among the hurt has not shelled
            "Two Pakistani soldiers were among four people hurt in mortar shelling, Pakistan's army said.",
            [("casualty", "PAK", "IND", None, {}, {"PAK": 2})],
        ),
        (  # both traded fire, and it killed
            "Pakistani and Indian border guards traded artillery fire on Friday, killing two people.",
            [("artillery", "MEDIA", None, None, {}, {}), ("casualty", "MEDIA", None, None, {"CIV": 2}, {})],
        ),
    ],
)
def test_losses_on_the_line_of_control(text: str, expected: list[Row]) -> None:
    told = rows(text, "india-pakistan")
    assert [row[:3] for row in told] == [row[:3] for row in expected]


def test_an_answer_and_what_it_answers_are_two() -> None:
    text = "The Israeli army said it responded with artillery fire after a rocket was fired from Lebanon."
    assert [row[:3] for row in rows(text, "lebanon-blue-line")] == [
        ("artillery", "ISR", "ISR"),
        ("mlrs", "ISR", "LBN"),
    ]


def test_shelling_on_the_part_of_a_side_is_its_own() -> None:
    text = "As a result of shelling on the Ukrainian part one civilian died, the DPR command said."
    assert [row[1:3] for row in rows(text, "eastern-ukraine")] == [("DPR", "UKR")]


def test_the_air_force_is_of_the_side_that_tells_of_it() -> None:
    text = "The Israeli military said the air force struck a launcher near the border."
    assert [row[1:3] for row in rows(text, "lebanon-blue-line")] == [("ISR", "ISR")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # who goes on shooting; whose the separatists are in this pack
            "Ukraine's military accused separatists of continuing to shoot at government forces.",
            [("small_arms", "UKR", "DPR", None, {}, {})],
        ),
        (
            "The Ukrainian military said 40 separatist fighters had been killed by Ukrainian fire.",
            [("casualty", "UKR", "UKR", None, {"DPR": 40}, {})],
        ),
        (  # fire that stopped is no fire
            "The Ukrainian military said its forces had come under fire 10 times but shooting had stopped by 3 am.",
            [("small_arms", "UKR", "RUS", 10, {}, {})],
        ),
    ],
)
def test_news_of_the_contact_line(text: str, expected: list[Row]) -> None:
    assert rows(text, "eastern-ukraine") == expected


def test_a_drone_that_drops_a_grenade_is_the_weapon_for_a_mission_too() -> None:
    text = "UNIFIL said an Israeli drone dropped a grenade near one of its patrols."
    assert [row[:3] for row in rows(text, "lebanon-blue-line")] == [("uav", "UN", "ISR")]
