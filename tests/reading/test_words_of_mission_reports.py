"""Turns of phrase of missions' daily and spot reports: parts, comparisons, what the mission was told, what its aircraft lost."""

from datetime import date

import pytest

from .bulletins import lines_of

PUBLISHED = date(2020, 7, 24)


def read(text: str) -> list[tuple[object, ...]]:
    lines = lines_of(text, "eastern-ukraine", "OSCE SMM", PUBLISHED)
    return [(s["kind"], s["speaker_party"], s["modality"], s["count"]) for s in lines]


def test_a_part_is_what_it_is_said_to_be() -> None:
    text = "In Luhansk region the SMM recorded 90 ceasefire violations, of which 12 were explosions."
    assert read(text)[1] == ("explosion_undetermined", "OSCE", "asserted", 12)


def test_a_number_in_brackets_of_another_day_is_a_second_count() -> None:
    text = "In Donetsk region the SMM recorded about 20 explosions (about 45 in the previous 24 hours)."
    assert [line[3] for line in read(text)] == [20, 45]


def test_fewer_here_and_more_there_are_two() -> None:
    text = "The SMM recorded fewer ceasefire violations in Donetsk region and more in Luhansk region."
    assert [line[0] for line in read(text)] == ["violation_unspecified", "violation_unspecified"]


def test_the_loss_of_a_signal_is_no_loss_of_life() -> None:
    text = "A UAV of the SMM experienced loss of its GPS signal near Avdiivka."
    assert [line[0] for line in read(text)] == ["movement_restriction"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was informed of shelling in Zolote.", ("artillery", "OSCE", "reported", None)),
        # a hospital that is hit says nothing, one that told something does
        (
            "Two hospitals told the SMM that four people had died.",
            ("casualty", "RES", "reported", None),
        ),
        (
            "The SMM was restricted at two checkpoints of the armed formations.",
            ("movement_restriction", "OSCE", "asserted", None),
        ),
        (
            'The Grad rockets came from an area controlled by the "DPR".',
            ("mlrs", "OSCE", "asserted", None),
        ),
        (
            "It confirmed that five civilians, a monitor among them, died.",
            ("casualty", "OSCE", "asserted", None),
        ),
    ],
)
def test_what_it_was_told_and_what_befell_it(text: str, expected: tuple[object, ...]) -> None:
    assert read(text) == [expected]


def test_it_is_the_mission_and_not_who_was_accused_last() -> None:
    text = "“DPR” members fired at a patrol. It was informed of shelling in Zolote."
    lines = lines_of(text, "eastern-ukraine", "OSCE SMM", PUBLISHED)
    assert [s["accused_party"] for s in lines] == ["DPR", None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the mission's own aircraft is none of anybody's; what the bursts were assessed as is no second fire
        (
            "While flying an SMM quadcopter near Zolote, the patrol heard three bursts of small-arms fire, which it assessed as aimed at the UAV.",
            [("small_arms", 3)],
        ),
        ("The owner said a shell had struck his house.", [("artillery", 1)]),
        (
            "The SMM camera recorded an undetermined explosion, followed by one explosion assessed as an outgoing mortar round.",
            [("explosion_undetermined", 1), ("mortar", 1)],
        ),
        (
            "The camera recorded 12 explosions and 30 projectiles, as well as two bursts.",
            [("explosion_undetermined", 12), ("other", 30), ("small_arms", 2)],
        ),
        (
            "The SMM recorded 34 ceasefire violations, most of which were assessed as a live-fire exercise.",
            [("violation_unspecified", 34)],
        ),
        ("The Head of Mission condemned this serious violation of the ceasefire.", []),
    ],
)
def test_one_thing_is_told_once(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(line[0], line[3]) for line in read(text)] == expected


def test_who_informed_the_mission_speaks() -> None:
    text = 'The SMM was informed by the "DPR" that two soldiers had been wounded.'
    assert [(line[0], line[1]) for line in read(text)] == [("casualty", "DPR")]


def test_both_of_which_one_is_unnamed_accuses_neither() -> None:
    text = "Both the Ukrainian Armed Forces and the armed formations violated the ceasefire."
    (line,) = lines_of(text, "eastern-ukraine", "OSCE SMM", PUBLISHED)
    assert line["accused_party"] is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The SMM saw fresh mortar impacts at the checkpoint.", ("mortar", "OSCE", "asserted", None)),
        ("It found the remnants of a Grad rocket.", ("mlrs", "OSCE", "asserted", None)),
        ("The SMM saw a white flare fired near Zolote.", ("other", "OSCE", "asserted", 1)),
        (
            "The Mission followed up on reports of a girl injured in Zolote.",
            ("casualty", "OSCE", "reported", None),
        ),
        (
            "Staff of the central hospital told the SMM that four people had died.",
            ("casualty", "RES", "reported", None),
        ),
        (
            "Soldiers of the Ukrainian Armed Forces threatened to shoot down an SMM UAV.",
            ("movement_restriction", "OSCE", "threatened", None),
        ),
        (
            "The SMM's operations in Luhansk region remained restricted.",
            ("movement_restriction", "OSCE", "asserted", None),
        ),
    ],
)
def test_traces_threats_and_what_it_looked_into(text: str, expected: tuple[object, ...]) -> None:
    assert read(text) == [expected]


def test_the_period_before_is_before_the_days_of_the_first_number() -> None:
    text = "Between the evenings of 26 and 27 May the SMM recorded 330 explosions, compared with 240 in the previous 24 hours."
    lines = lines_of(text, "eastern-ukraine", "OSCE SMM", date(2017, 5, 29))
    assert [(s["date_start"], s["date_end"]) for s in lines] == [
        ("2017-05-26", "2017-05-27"),
        ("2017-05-25", "2017-05-26"),
    ]


def test_shooting_that_was_reported_is_told_though_it_is_only_looked_into() -> None:
    text = "The SMM has looked into the shooting reported on Monday evening near Zolote."
    assert read(text) == [("small_arms", "OSCE", "reported", None)]
