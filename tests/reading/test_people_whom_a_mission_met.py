"""Officers and soldiers whom a mission met speak for the side that it named just before; harm tells of fire."""

from datetime import date

import pytest

from .bulletins import lines_of

PUBLISHED = date(2020, 7, 24)


def told(text: str, pack: str = "eastern-ukraine", source: str = "OSCE SMM") -> list[tuple[object, ...]]:
    lines = lines_of(text, pack, source, PUBLISHED)
    return [(s["kind"], s["speaker_party"], s["accused_party"]) for s in lines]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        (
            "The SMM heard five shots fired from a Ukrainian Armed Forces position. The officer there said that his men had not fired.",
            ("denial", "UKR", "UKR"),
        ),
        (
            'An armed member of the "DPR" fired two shots in the air. He told the SMM that they had shot at a drone.',
            ("small_arms", "DPR", "DPR"),
        ),
        (
            "The SMM saw a man with a bandaged arm in Avdiivka. He said that a shell had landed in his yard.",
            ("artillery", "RES", None),
        ),
        # two sides are named: whose officer it was cannot be told
        (
            'The SMM saw Ukrainian soldiers and, across the road, members of the "DPR". The officer said that there had been shelling.',
            ("artillery", "OSCE", None),
        ),
        # the mission's own people are nobody's soldiers
        (
            "Ukrainian soldiers left the post. The peacekeepers reported bursts of gunfire.",
            ("small_arms", "OSCE", None),
        ),
    ],
)
def test_whose_the_officer_is(text: str, last: tuple[object, ...]) -> None:
    assert told(text)[-1] == last


def test_what_a_side_says_of_fire_from_a_place_accuses_who_holds_it() -> None:
    text = "A Ukrainian officer told the SMM that the shelling had come from Horlivka."
    assert told(text) == [("artillery", "UKR", "DPR")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Shelling injured a man near Zolote.", "artillery"),
        ("The SMM followed up on reports of civilians hurt by small-arms fire in Zaitseve.", "small_arms"),
        # fire that goes back to what was told before, and the dead
        ("The shelling had injured a man near Zolote.", "casualty"),
        ("Two men were killed by shelling near Zolote.", "casualty"),
    ],
)
def test_fire_that_is_told_by_its_harm(text: str, kind: str) -> None:
    assert [line[0] for line in told(text)] == [kind]


def test_an_explosion_assessed_as_an_airburst_is_one() -> None:
    text = "The SMM heard an explosion assessed as an airburst 50m to the north-west."
    assert [line[0] for line in told(text)] == ["explosion_undetermined"]


def test_each_has_the_clock_time_told_before_it() -> None:
    text = "At 12:53 the SMM heard one undetermined explosion and at 13:22 three undetermined explosions."
    lines = lines_of(text, "eastern-ukraine", "OSCE SMM", PUBLISHED)
    assert [s["time"] for s in lines] == ["12:53", "13:22"]


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        ("The SLMM condemns the attack on a Sri Lankan Navy vessel.", None),
        ("The air strikes which the Sri Lankan government carried out broke the agreement.", "LKA"),
        (
            "The ceasefire between Israel and Syria was maintained despite a number of violations.",
            None,
        ),
        ("On 22 June fire from the Bravo side hit the fence.", "SYR"),
    ],
)
def test_who_did_it_in_a_missions_statement(text: str, accused: str | None) -> None:
    assert {line[2] for line in told(text, "generic", "SLMM")} == {accused}


@pytest.mark.parametrize(
    ("text", "last"),
    [
        (
            "Residents of Horlivka, one of them a teacher, told the SMM that shells had struck on 26 May.",
            ("artillery", "RES", None),
        ),
        (
            "Residents of Popasna told the SMM that the town had been shelled. They said that rockets had been fired.",
            ("mlrs", "RES", None),
        ),
        # a direction is nobody's place
        (
            "Residents told the SMM that rockets had been fired from south-east of Popasna.",
            ("mlrs", "RES", None),
        ),
        ("The SMM heard sniper shots near Zolote.", ("sniper", "OSCE", None)),
        # a side charges the mission itself
        (
            "A Ukrainian officer said that the SMM had fired at a post.",
            ("small_arms", "UKR", "OSCE"),
        ),
    ],
)
def test_who_told_it_and_whom_it_charges(text: str, last: tuple[object, ...]) -> None:
    assert told(text)[-1] == last


def test_a_representative_reached_by_telephone_denies_for_the_movement() -> None:
    text = "A NAS representative, reached by telephone, said the movement had carried out no ambush."
    assert told(text, "generic", "CTSAMVM") == [("denial", "NAS", "NAS")]
