"""Truces in passing: brokered before, agreed, to begin, confirmed; and a truce that is broken, a violation. Our own sentences."""

from datetime import date

import pytest

from .bulletins import lines_of


def told(text: str) -> list[tuple[str, str | None]]:
    return [
        (line["kind"], line["date_start"])
        for line in lines_of(text, "armenia-azerbaijan", None, date(2020, 12, 24))
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Some 12,000 people were killed before Russia brokered a ceasefire in 1994.", "1994-01-01"),
        ("The latest cease-fire was agreed on 10 October.", "2020-10-10"),
        ("A humanitarian ceasefire would start on October 26.", "2020-10-26"),
        ("A renewed commitment to the ceasefire took effect on 22 December.", "2020-12-22"),
        ("Both sides confirmed their commitment to the ceasefire on 22 December.", "2020-12-22"),
        ("The sides agreed to cease fire on 9 November.", "2020-11-09"),
        ("The new ceasefire was to enter into force on 26 October.", "2020-10-26"),
        (
            "The war ended on 10 November, with a truce brokered by Moscow.",
            "2020-11-10",
        ),
        ("It ended on 10 November with a peace deal brokered by Moscow.", "2020-11-10"),
        ("A Moscow-brokered agreement on 10 November halted six weeks of fighting.", "2020-11-10"),
        ("On 28 June the generals agreed to fully observe the ceasefire.", "2020-06-28"),
    ],
)
def test_a_truce_is_told_in_many_ways(text: str, day: str) -> None:
    assert told(text) == [("ceasefire_agreed", day)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The cease-fire is violated every day, the ministry said.", "violation_unspecified"),
        ("Armenian units broke the truce after it took effect on 10 October.", "violation_unspecified"),
    ],
)
def test_a_broken_truce_is_a_violation(text: str, kind: str) -> None:
    assert [row[0] for row in told(text)] == [kind]


def test_who_keeps_it_denies() -> None:
    text = 'Its army was "strictly keeping" the cease-fire, the Armenian defence ministry said.'
    assert told(text) == [("denial", None)]
    assert told("Armenian units comply with the truce, the Armenian defence ministry said.") == [
        ("denial", None)
    ]


def test_a_number_in_an_adjective_counts_nothing() -> None:
    lines = lines_of(
        "Armenian forces launched a three-pronged attack near Tovuz.",
        "armenia-azerbaijan",
        None,
        date(2020, 7, 24),
    )
    assert [line["count"] for line in lines] == [None]
