"""Months told without a day: "in August", "mid-May", "the first week of June", "by the end of September".

A part of a month is a span of days: its beginning is the 1st to the 10th, its middle the 11th to the 20th, its end the rest;
weeks are counted in sevens from the 1st. No day is later than publication. Which words say so is the packs' matter. Pure.
"""

from datetime import date, timedelta

from .relative_days import Moment
from .sentence import Sentence

_THIRDS = {
    "month_start": (1, 10),
    "month_middle": (11, 20),
    "month_end": (21, 31),
    "first_half": (1, 15),
    "second_half": (16, 31),
}
_WEEKS = {"first_week": 0, "second_week": 1, "third_week": 2}


def month_without_day(
    sentence: Sentence, first: int, last: int, month: int, published: date
) -> Moment | None:
    """first, last  tokens of the month's name, with no number of a day beside it. None where it tells no span."""
    words = [m for m in sentence.of("time") if first - 3 <= m.last < first]
    labels = {str(m.payload): m.first for m in words}
    is_also_a_word = any(m.first <= first <= m.last for m in sentence.of("also_a_word"))
    if is_also_a_word and not any(
        label in labels for label in ("in_month", *_THIRDS, *_WEEKS, "last_week_of")
    ):
        return None
    begin = date(published.year - (month > published.month), month, 1)
    end = (begin.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    begins_at = min((at for label, at in labels.items() if label != "in_month"), default=first)
    for label, (low, high) in _THIRDS.items():
        if label in labels:
            begin, end = begin.replace(day=low), min(end, begin + timedelta(days=high - 1))
    for label, number in _WEEKS.items():
        if label in labels:
            begin = begin + timedelta(days=7 * number)
            end = begin + timedelta(days=6)
    if "last_week_of" in labels:
        begin = end - timedelta(days=6)
    if begin > published:
        return None
    if sentence.within(
        begins_at - 2, begins_at - 1, "up_to_month"
    ):  # "till June this year": all that year so far
        begin = date(begin.year, 1, 1)
    return Moment(begin, min(end, published), begins_at, last, "month")
