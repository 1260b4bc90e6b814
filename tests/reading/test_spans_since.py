"""Spans told from an earlier day: since a truce, since then, the same week; days of a saying, of a bracket, of a dateline."""

from datetime import date

import pytest
from tests.reading.bulletins import lines_of

DAY = date(2024, 5, 20)  # a Monday


def days_of(text: str, number: int = -1, pack: str = "generic", source: str | None = None) -> tuple[str, str]:
    line = lines_of(text, pack, source, DAY)[number]
    return line["date_start"][5:], line["date_end"][5:]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        (
            "The rebels have counted 120 violations since the ceasefire took effect on 3 April.",
            "04-03",
            "05-20",
        ),
        (
            "The truce began on 3 April; since then 40 civilians have been killed by rebel fire.",
            "04-03",
            "05-20",
        ),
        ("Farms have come under rebel fire repeatedly since 13 May.", "05-13", "05-20"),
        ("Since 13 May the rebels have been shelling Batnoi village.", "05-13", "05-13"),
        ("No clashes were recorded on 12 May.", "05-12", "05-12"),
    ],
)
def test_what_runs_on_from_a_day(text: str, start: str, end: str) -> None:
    assert days_of(text) == (start, end)


def test_a_dateline_with_a_dash_is_no_day_of_the_event() -> None:
    text = "KYIV, 20 May 2024 - At about 20:15 on 18 May the mission heard five explosions near Zalizne."
    assert days_of(text, pack="eastern-ukraine", source="OSCE SMM") == ("05-18", "05-18")


def test_the_day_in_a_bracket_is_the_brackets_alone() -> None:
    text = "Between the evenings of 14 and 15 May the SMM recorded 60 explosions (about 110 in the previous 24 hours)."
    assert days_of(text, 0, "eastern-ukraine", "OSCE SMM") == ("05-14", "05-15")
