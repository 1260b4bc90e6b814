"""Rebels of no name, and states that only broker a truce: who is a side of a conflict that no pack prepares."""

from datetime import date

import pytest

from .bulletins import Row, lines_of, row_of

DAY = date(2024, 5, 14)


def rows(text: str) -> list[Row]:
    return [row_of(line) for line in lines_of(text, "generic", None, DAY)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Rebels in Chad said that government troops had shelled their camp. The army denied it.",
            [("artillery", "REBELS", "TCD", None, {}, {}), ("denial", "TCD", "TCD", None, {}, {})],
        ),
        (  # whom they fight is no part of who they are
            "Chadian rebels attacked the town of Abeche on Monday, the government said.",
            [("other", "TCD", "REBELS", None, {}, {})],
        ),
        (  # a group that fights another state is none of them
            "Rebels in South Sudan said that the army had attacked Bor with the help of JEM fighters.",
            [("other", "REBELS", "SSD", None, {}, {})],
        ),
        (  # one that is named is
            "Congolese rebels shelled Goma on Monday. The M23 denied it.",
            [("artillery", "MEDIA", "M23", None, {}, {}), ("denial", "M23", "M23", None, {}, {})],
        ),
    ],
)
def test_rebels_of_no_name_are_one_party(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The RSF said the army had broken the truce brokered by the United States and Saudi Arabia and shelled Omdurman.",
            [("artillery", "RSF", "SAF", None, {}, {})],
        ),
        (
            "The M23 said that government forces had shelled Bunagana, near the border with Uganda.",
            [("artillery", "M23", "COD", None, {}, {})],
        ),
    ],
)
def test_who_only_brokers_or_borders_takes_no_side(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


def test_an_army_is_its_states_where_the_group_it_fights_is_not_named() -> None:
    assert rows("Sudanese planes bombed Labado, rebels said. The Sudanese army denied it.") == [
        ("air_strike", "REBELS", "SDN", None, {}, {}),
        ("denial", "SDN", "SDN", None, {}, {}),
    ]


def test_a_clock_time_may_end_a_sentence() -> None:
    told = "Soldiers of Chad fired ten mortar rounds at a village near Adre at 6 a.m. Two women were hurt."
    assert [row[0] for row in rows(told)] == ["mortar", "casualty"]
