"""What day and clock time does a cell state? ISO, day and month by number in a known order, month by name, Excel's count.

"03/04/2020" is the third of April or the fourth of March. The order is what the header says, else what the other days of
the same file settle ("18/04/2020" has only one reading), else what the source or a person states, else what the format's own
documentation fixes; where none of these settles it, the day is refused and not guessed. Pure.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from holdfire.model.kinds import DayOrder

EXCEL_EPOCH = date(1899, 12, 30)
"""Day 0 of Excel's 1900 date system, counted so that its leap-year fault of February 1900 does not matter later."""
_MONTHS = {name: n for n, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
)}  # fmt: skip
_SERIAL = re.compile(r"(\d{5})(\.\d+)?")
_CLOCK = re.compile(
    r"[T ,]\s*(?P<h>\d{1,2}):(?P<m>\d{2})(?::\d{2}(?:[.,]\d+)?)?\s*(?P<half>[AaPp])?(?:\.?[Mm]\.?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?$"
)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_STROKES = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_POINTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s\-.]+([A-Za-z]{3,9})\.?[\s\-.,]+(\d{4})")
_MONTH_DAY = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")


class NoDay(ValueError):
    """The words are no day; the message says what was expected."""


@dataclass(frozen=True)
class Moment:
    """`clock` is local "HH:MM", None where none is stated or where it is of another zone that cannot be turned.

    utc_clock  what was stated, where it is UTC and the local zone is not known
    """

    day: date
    clock: str | None = None
    utc_clock: str | None = None


def order_of(texts: Iterable[str]) -> DayOrder | None:
    """The one order in which every day by number of a file is a day; None where the file settles nothing or contradicts itself."""
    seen: set[DayOrder] = set()
    for text in texts:
        hit = _STROKES.match(text.strip())
        if hit and int(hit[1]) > 12 >= int(hit[2]):
            seen.add("dmy")
        elif hit and int(hit[2]) > 12 >= int(hit[1]):
            seen.add("mdy")
    return seen.pop() if len(seen) == 1 else None


def read_moment(
    text: str, order: DayOrder | None = None, zone: tzinfo | None = None, usual: DayOrder | None = None
) -> Moment:
    """One day, with its clock time where it has one. A time of a stated zone is turned into `zone` where that is given.

    order   of days by number, as the header or the rest of the file settles it
    usual   the order that the format's documentation fixes; used for days written with two figures each ("04/07/2020"),
            for a spreadsheet that re-wrote the column in its own order drops the noughts
    raises  NoDay
    """
    words = text.strip()
    if serial := _SERIAL.fullmatch(words):
        minutes = round(float(f"0{serial[2] or '.0'}") * 1440)
        return Moment(
            EXCEL_EPOCH + timedelta(days=int(serial[1])), _clock(minutes) if serial[2] and minutes else None
        )
    clock = _CLOCK.search(words)
    day = _day(words[: clock.start()].strip() if clock else words, order, usual, text)
    if clock is None:
        return Moment(day)
    hour, minute = int(clock["h"]), int(clock["m"])
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"].lower() == "p" else 0)
    if hour > 23 or minute > 59:
        raise NoDay(f"found {text!r}, whose clock time is none")
    stated = clock["zone"]
    if stated is None:
        return Moment(day, f"{hour:02d}:{minute:02d}")
    if zone is not None:
        offset = "+0000" if stated[0] in "ZUG" else stated.replace(":", "")
        moment = datetime.strptime(f"{day} {hour:02d}:{minute:02d} {offset}", "%Y-%m-%d %H:%M %z")
        local = moment.astimezone(zone)
        return Moment(local.date(), local.strftime("%H:%M"))
    if stated[0] in "ZUG" or stated.replace(":", "") in ("+0000", "-0000"):
        return Moment(day, None, f"{hour:02d}:{minute:02d} UTC")
    return Moment(day, f"{hour:02d}:{minute:02d}")  # the device's own zone: local where it was written


def read_days(text: str, order: DayOrder | None = None, usual: DayOrder | None = None) -> tuple[date, date]:
    """A day or two: "2020-07-12", "2020-07-12/15", "12/07/2020 - 13/07/2020", "2020-07-12 to 2020-07-13". Raises NoDay."""
    words = text.strip()
    if short := re.fullmatch(r"(\d{4}-\d{2}-)(\d{2})/(\d{2})", words):
        words = f"{short[1]}{short[2]} to {short[1]}{short[3]}"
    parts = [
        part for part in re.split(r"\s+to\s+|\s+[-–]\s+|(?<=\d{4}-\d\d-\d\d)\s*/\s*(?=\d{4})", words) if part
    ]
    if not 1 <= len(parts) <= 2:
        raise NoDay(f"found {text!r}, expected a day like 2020-07-12")
    first, last = (read_moment(part, order, None, usual).day for part in (parts[0], parts[-1]))
    if last < first:
        raise NoDay(f"found {text!r}, which ends before it begins")
    return first, last


def _clock(minutes: int) -> str:
    return f"{min(minutes, 1439) // 60:02d}:{min(minutes, 1439) % 60:02d}"


def _day(words: str, order: DayOrder | None, usual: DayOrder | None, stated: str) -> date:
    expected = f"found {stated!r}, expected a day like 2020-07-12 or 12 July 2020"
    if hit := _YEAR_FIRST.fullmatch(words):
        year, month, day = int(hit[1]), int(hit[2]), int(hit[3])
    elif hit := _POINTS.fullmatch(words):  # with points the day stands first everywhere
        day, month, year = int(hit[1]), int(hit[2]), int(hit[3])
    elif hit := _STROKES.fullmatch(words):
        day, month, year = _by_order(hit, order or (usual if len(hit[1]) == len(hit[2]) == 2 else None))
    elif hit := _DAY_MONTH.fullmatch(words):
        day, month, year = int(hit[1]), _MONTHS.get(hit[2][:3].lower(), 0), int(hit[3])
    elif hit := _MONTH_DAY.fullmatch(words):
        day, month, year = int(hit[2]), _MONTHS.get(hit[1][:3].lower(), 0), int(hit[3])
    else:
        raise NoDay(expected)
    try:
        return date(year, month, day)
    except ValueError:
        raise NoDay(expected) from None


def _by_order(hit: re.Match[str], order: DayOrder | None) -> tuple[int, int, int]:
    """Day, month, year. A number above twelve is the day whatever the order; raises NoDay where nothing settles it."""
    first, second, year = int(hit[1]), int(hit[2]), int(hit[3])
    if first == second or first > 12:
        return first, second, year
    if second > 12:
        return second, first, year
    if order is None:
        raise NoDay(
            f"found {hit[0]!r}: day or month first? nothing in the file settles it; expected a day like 2020-07-12, "
            "or its order stated: in the column's name, as in 'date (dd/mm/yyyy)', or as the source's day_order"
        )
    return (first, second, year) if order == "dmy" else (second, first, year)
