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


def test_a_number_in_an_adjective_counts_nothing() -> None:
    lines = lines_of(
        "Armenian forces launched a three-pronged attack near Tovuz.",
        "armenia-azerbaijan",
        None,
        date(2020, 7, 24),
    )
    assert [line["count"] for line in lines] == [None]
