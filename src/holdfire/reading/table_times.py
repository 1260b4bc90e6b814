"""Day and clock time of a table's row: "7-Jun, 21:05", "07.06.2017 21:05-21:40", a spreadsheet's date, hours in two columns. Pure.

Days by number are read day first, as the missions write them, unless only the other order is a day. A day without a year is
of the report's. What is no day or no clock time is said, not mended.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from holdfire.intake.dates import months

from .month_dates import valid

EXCEL_EPOCH = date(1899, 12, 30)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ](?=\d\d:))?")
_NUMBERS = re.compile(r"(?<![\d:.])(\d{1,2})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})(?![\d:])")
_NAMED = re.compile(
    r"(?<![\d:.])(?:(\d{1,2})\s*(?:[-–]|to|and)\s*)?(\d{1,2})(?:st|nd|rd|th)?[\s.\-/]*([^\W\d_]{3,12})\.?(?:[\s.\-/,]*(\d{4})(?!\d|\s*(?:h|hrs?)\b))?",
    re.I,
)
_NAME_FIRST = re.compile(r"([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?![\d:])(?:,?\s*(\d{4}))?", re.I)
_SHORT = re.compile(r"(?<![\d:.])(\d{1,2})[/.](\d{1,2})(?![\d:.])")
_CLOCK = re.compile(
    r"(?<!\d)(\d{1,2})[:.h](\d{2})(?::\d{2})?(?!\d)(?:\s*([ap])\.?m\b)?|(?<!\d)(\d{2})(\d{2})\s*(?:hrs?|h)\b",
    re.I,
)
_SERIAL = re.compile(r"(\d{5})(\.\d+)?")
_PART_OF_DAY = re.compile(r"0?[.,]\d+")


@dataclass(frozen=True)
class CellTime:
    """first, last  days, None where none is stated;  low, high  "HH:MM", local;  problem  what is wrong, None for nothing"""

    first: date | None = None
    last: date | None = None
    low: str | None = None
    high: str | None = None
    problem: str | None = None


def read_cell_time(when: str, clock: str, until: str, year: int | None) -> CellTime:
    """when, clock, until  the words of the columns for the day, the time and its end; empty where there is none
    year  of the report, for days without one
    """
    day_words, clock_words = _unfold(when), " - ".join(_unfold(part) for part in (clock, until) if part)
    days: list[date] = []
    rest = []
    for words in (day_words, clock_words):
        left, problem = _take_days(words, days, year)
        if problem:
            return CellTime(problem=problem)
        rest.append(left)
    times: list[str] = []
    for hit in _CLOCK.finditer(" ".join(rest)):
        hour, minute = int(hit[1] or hit[4]), int(hit[2] or hit[5])
        if hit[3] and 1 <= hour <= 12:
            hour = hour % 12 + (12 if hit[3].lower() == "p" else 0)
        if hour > 24 or minute > 59 or (hour == 24 and minute):
            return CellTime(problem=f"time {clock or when!r}, which is none")
        times.append("23:59" if hour == 24 else f"{hour:02d}:{minute:02d}")
    first, last = (days[0], days[-1]) if days else (None, None)
    if first and last and last < first:
        return CellTime(problem=f"days {when!r}, which end before they begin")
    return CellTime(first, last, times[0] if times else None, times[-1] if times else None)


def _unfold(words: str) -> str:
    """A spreadsheet's count of days, or its part of one, as day and clock time."""
    plain = words.strip()
    if serial := _SERIAL.fullmatch(plain):
        day = EXCEL_EPOCH + timedelta(days=int(serial[1]))
        return f"{day.isoformat()} {_hours(serial[2])}" if serial[2] else day.isoformat()
    return _hours(plain) if _PART_OF_DAY.fullmatch(plain) else plain


def _hours(fraction: str) -> str:
    minutes = min(1439, round(float(f"0.{re.split('[.,]', fraction)[-1]}") * 1440))
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _take_days(words: str, days: list[date], year: int | None) -> tuple[str, str | None]:
    """Moves the days that the words state into `days`; what is left of the words, and what is wrong with them."""
    for pattern in (_ISO, _NUMBERS, _NAMED, _NAME_FIRST):
        hits = [hit for hit in pattern.finditer(words) if _month_of(pattern, hit)]
        for hit in hits:
            found = _days_of(pattern, hit, year)
            if found is None:
                return words, f"a date that never was: {hit[0].strip()!r}"
            days += found
            words = words.replace(hit[0], " " * len(hit[0]), 1)
        if hits:
            return words, None
    short = _SHORT.search(words)
    if short and ("/" in short[0] or ":" in words) and year:
        on = valid(year, int(short[2]), int(short[1]))
        if on is None:
            return words, f"a date that never was: {short[0]!r}"
        days.append(on)
        words = words.replace(short[0], " ", 1)
    return words, None


def _month_of(pattern: re.Pattern[str], hit: re.Match[str]) -> int | None:
    """The month's number; None for words that name none."""
    if pattern in (_ISO, _NUMBERS):
        return 1
    name = hit[3 if pattern is _NAMED else 1].lower()
    return months().get(name) or months().get(name[:3]) if len(name) >= 3 else None


def _days_of(pattern: re.Pattern[str], hit: re.Match[str], year: int | None) -> list[date] | None:
    """None for a date that never was; empty where no year is known."""
    if pattern is _ISO:
        on = valid(int(hit[1]), int(hit[2]), int(hit[3]))
        return [on] if on else None
    if pattern is _NUMBERS:
        stated = int(hit[4]) + (2000 if len(hit[4]) == 2 else 0)
        on = valid(stated, int(hit[3]), int(hit[1]))
        if on is None and hit[2] == "/":
            on = valid(stated, int(hit[1]), int(hit[3]))
        return [on] if on else None
    month = _month_of(pattern, hit) or 0
    stated_year = hit[4] if pattern is _NAMED else hit[3]
    in_year = int(stated_year) if stated_year else year
    if in_year is None:
        return []
    numbers = [hit[1], hit[2]] if pattern is _NAMED else [hit[2]]
    found = [valid(in_year, month, int(number)) for number in numbers if number]
    return None if None in found else [day for day in found if day is not None]
