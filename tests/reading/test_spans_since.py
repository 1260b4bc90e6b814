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


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Pakistani forces carried out more than 240 ceasefire violations till April this year.", "01-01", "04-30"),
        ("Pakistani forces violated the ceasefire 90 times in the first three months of 2024.", "01-01", "03-31"),
        ("Pakistani forces violated the ceasefire 30 times within 48 hours.", "05-18", "05-20"),
        ("Pakistani forces violated the ceasefire 30 times since mid-April.", "04-15", "05-20"),
        ("After the incident of 3 April Pakistani forces violated the ceasefire again on 18 May.", "05-18", "05-18"),
        ("Pakistani forces shelled a village on 18 May. The decree takes effect on 1 June. They killed a boy.",
         "05-18", "05-18"),
        ("Pakistani forces attacked a town that the army had left in April.", "05-20", "05-20"),
    ],
)  # fmt: skip
def test_months_hours_and_days_that_are_of_something_else(text: str, start: str, end: str) -> None:
    assert days_of(text, pack="india-pakistan") == (start, end)


def test_a_page_of_a_later_day_tells_of_the_days_before_the_saying() -> None:
    text = "Pakistani forces violated the ceasefire 30 times in the past 24 hours, the army said in a statement on Saturday."
    assert days_of(text, pack="india-pakistan") == ("05-17", "05-18")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("The SMM recorded 60 explosions, compared with 30 in the previous reporting period.", "05-17", "05-18"),
        ("The SMM recorded 60 explosions, after eight in the previous reporting period.", "05-17", "05-18"),
        ("The SMM recorded 60 explosions, as opposed to 8 in the preceding reporting period.", "05-17", "05-18"),
        ("The SMM recorded 60 explosions. It had recorded 43 explosions there in the previous 24 hours.",
         "05-17", "05-18"),
    ],
)  # fmt: skip
def test_an_observers_period_before_its_own(text: str, start: str, end: str) -> None:
    head = "OSCE SMM Daily Report based on information as of 19:30, 19 May 2024.\n"
    assert days_of(head + text, -1, "eastern-ukraine", "OSCE SMM") == (start, end)


def test_the_day_of_a_truce_is_not_that_of_what_breaks_it() -> None:
    text = "Pakistani forces shelled a village despite a truce which came into force at midnight on Saturday."
    (act,) = [ln for ln in lines_of(text, "india-pakistan", None, DAY) if ln["kind"] == "artillery"]
    assert act["date_start"] == "2024-05-20"
