"""Missions in other people's pages: whose words they are, what they judge, what befalls them."""

from datetime import date
from typing import Any

import pytest
from tests.reading.bulletins import lines_of


def read(text: str, pack: str = "generic", source: str | None = None) -> list[dict[str, Any]]:
    return lines_of(text, pack, source, date(2018, 5, 17))


@pytest.mark.parametrize("source", ["Ukrinform", None])
def test_a_mission_whose_report_an_outlet_passes_on_speaks_to_its_end(source: str | None) -> None:
    text = (
        "Observers of the OSCE Mission came under fire near Zolote, the organization said on Thursday. "
        "A patrol was driving between two checkpoints. Several mortar rounds were fired from the east. "
        "Nobody was hurt."
    )
    told = read(text, "eastern-ukraine", source)
    assert {(s["speaker_party"], s["accused_party"]) for s in told} == {("OSCE", None)}


@pytest.mark.parametrize(
    ("pack", "source", "text"),
    [
        ("armenia-azerbaijan", "armradio", "The OSCE mission carried out a monitoring near Talish. No violation of the ceasefire was registered."),
        ("armenia-azerbaijan", None, "Миссия ОБСЕ провела мониторинг у Мартакерта. Нарушений режима прекращения огня не зафиксировано."),
    ],
)  # fmt: skip
def test_what_was_not_registered_was_not_by_the_mission(pack: str, source: str | None, text: str) -> None:
    (told,) = read(text, pack, source)
    assert (told["speaker_party"], told["count"], told["negated"]) == ("OSCE", 0, True)


@pytest.mark.parametrize(
    "text",
    [
        "Any attack on peacekeepers is a grave violation of the ceasefire, UNIFIL said.",
        "Attacks on or near peacekeepers are serious violations of the ceasefire, UNIFIL said.",
        "UNIFIL said it could not tell who was behind the attack.",
        "UNMISS is looking into the abduction of two women.",
        "Both parties are observing the ceasefire, UNMISS said.",
    ],
)
def test_a_principle_or_a_question_tells_no_event(text: str) -> None:
    assert read(text) == []


def test_who_sent_the_peacekeepers_that_were_stopped_hindered_nobody() -> None:
    text = "A patrol of Irish and Polish peacekeepers was denied freedom of movement in Ramyah, UNIFIL said."
    (told,) = read(text, "lebanon-blue-line")
    assert (told["kind"], told["accused_party"]) == ("movement_restriction", None)


@pytest.mark.parametrize(
    ("text", "hurt"),
    [
        ("Two patrol vehicles were hit by bullets.", []),
        ("Residents said that shells had fallen near the school.", []),
        ("One peacekeeper was hit by a bullet in Naqoura.", [1]),
        ("A peacekeeper was hit by a bullet in Naqoura.", [1]),
    ],
)
def test_things_are_hit_and_people_are_hurt(text: str, hurt: list[int]) -> None:
    tolls = [s for s in read(text, "lebanon-blue-line") if s["kind"] == "casualty"]
    assert [n for s in tolls for n in (s["wounded"] or {}).values()] == hurt


def test_a_truce_of_a_country_is_no_act_of_it() -> None:
    (told,) = read("UNMISS, which monitors South Sudan's ceasefire, recorded five violations.")
    assert (told["count"], told["accused_party"]) == (5, None)


def test_clashes_are_counted() -> None:
    (told,) = read("UNMISS recorded three armed skirmishes near Malakal.")
    assert (told["kind"], told["count"]) == ("other", 3)


def test_who_fired_is_told_afterwards() -> None:
    text = (
        'UNIFIL said its peacekeepers had come under fire near Ramyah. "A patrol reported 12 rounds of small-arms fire. '
        'Nobody was injured. The fire came from an Israeli army position," its statement reads.'
    )
    told = read(text, "lebanon-blue-line")
    assert {s["accused_party"] for s in told} == {"ISR"}
    assert [s["kind"] for s in told] == ["small_arms", "small_arms", "casualty", "small_arms"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two boys were killed by a landmine near Zolote.", [("casualty", None)]),
        ("A patrol heard a shot of small-arms fire.", [("small_arms", 1)]),
        ("A man let off a burst of automatic rifle fire.", [("small_arms", 1)]),
        ("A young man was shot and wounded near Zolote.", [("casualty", None)]),
        ("There were more ceasefire violations with casualties.", [("violation_unspecified", None)]),
    ],
)
def test_what_is_one_statement(text: str, expected: list[tuple[str, int | None]]) -> None:
    told = read(text, "eastern-ukraine", "OSCE SMM")
    assert [(s["kind"], s["count"]) for s in told] == expected


def test_what_the_media_report_is_not_the_missions() -> None:
    text = "The monitors could not check media reports that two medics had been killed near Zolote."
    (told,) = read(text, "eastern-ukraine", "OSCE SMM")
    assert (told["speaker_party"], told["modality"], told["killed"]) == ("MEDIA", "reported", {"CIV": 2})


def test_its_soldiers_are_the_speakers_whoever_it_told() -> None:
    text = "The Israel Defense Forces (IDF) told UNDOF that its soldiers had crossed the line."
    (told,) = read(text, "lebanon-blue-line")
    assert (told["kind"], told["speaker_party"], told["accused_party"]) == ("incursion", "ISR", "ISR")


def test_tanks_that_enter_a_zone_fire_nothing() -> None:
    text = (
        "On 8 November a tank and two bulldozers of the IDF entered the demilitarized zone and left at once."
    )
    (told,) = read(text, "lebanon-blue-line", "UNIFIL")
    assert (told["kind"], told["count"]) == ("incursion", None)


def test_peacekeepers_of_a_nation_are_the_missions() -> None:
    text = "UNIFIL said that two rockets had struck its headquarters, injuring four Italian peacekeepers."
    tolls = [s for s in read(text, "lebanon-blue-line") if s["kind"] == "casualty"]
    assert [s["wounded"] for s in tolls] == [{"UN": 4}]


def test_drones_that_cross_a_line_are_drones() -> None:
    (told,) = read("UNDOF saw two unmanned aerial vehicles crossing the ceasefire line.", "generic", "UNDOF")
    assert (told["kind"], told["count"]) == ("uav", 2)


def test_name_and_office_behind_a_quotation_speak() -> None:
    text = '"During the monitoring we heard shooting," Andrzej Kasprzyk, personal representative of the OSCE chairman-in-office, told reporters.'
    (told,) = read(text, "armenia-azerbaijan", "Trend")
    assert (told["speaker_party"], told["accused_party"]) == ("OSCE", None)


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        ("A member of the armed formations denied the SMM passage near Zolote, Luhansk region.", "LPR"),
        ("A patrol came to a checkpoint (15km west of Donetsk). A member of the armed formations did not allow it to pass.", "DPR"),
        ("A member of the armed formations denied the SMM passage near Sofiivka.", None),
        ("The SMM was restricted at checkpoints of the armed formations in Donetsk region.", None),
    ],
)  # fmt: skip
def test_the_armed_formations_are_of_the_city_beside_them(text: str, accused: str | None) -> None:
    (told,) = read(text, "eastern-ukraine", "OSCE SMM")
    assert (told["kind"], told["accused_party"]) == ("movement_restriction", accused)


def test_aircraft_that_are_not_its_own() -> None:
    (told,) = read("The SMM saw four UAVs that were not its own near Zolote.", "eastern-ukraine", "OSCE SMM")
    assert (told["kind"], told["count"]) == ("uav", 4)


@pytest.mark.parametrize(
    "text",
    [
        "UNMISS said it was not clear which side had carried out the attack.",
        '"We strongly condemn the attack," UNMISS said.',
        "Any attack on a site of displaced people is a direct assault, UNMISS said.",
        "The peacekeepers could not return fire, UNMISS said.",
    ],
)
def test_what_is_only_judged_or_could_not_be(text: str) -> None:
    assert read(text) == []


def test_its_statement_is_the_missions_whoever_its_words_name() -> None:
    text = (
        "A camp near Malakal was attacked on Wednesday, UNMISS said. "
        '"Members of the SPLM-IO opened fire on displaced people," its statement reads.'
    )
    assert {s["speaker_party"] for s in read(text)} == {"UN"}
