"""The days that an observer mission's report covers, told by its letterhead.

"Based on information as of 19:30, 23 June 2021" makes the period 22 to 23 June; "between the evenings of 2 and 4 October" and
"from 3 to 9 May" name both ends.
"""

import re
from datetime import date, timedelta

from .month_dates import valid

MONTHS = {
    name: number
    for number, name in enumerate(
        (
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ),
        1,
    )
}
_AS_OF = re.compile(
    r"(?:as (?:of|at)|until|till|up to|by)\s+(?:(?P<clock>\d{1,2}[:.]?\d{2})\s*(?:hrs|hours|h|local time)?)?[\s,]*(?:\([^)]*\))?[\s,]*(?:on\s+)?"
    r"(?:(?P<day>\d{1,2}) (?P<month>[a-z]+)|(?P<month2>[a-z]+) (?P<day2>\d{1,2}))(?:,? (?P<year>\d{4}))?",
    re.IGNORECASE,
)
CUT = "19:30"  # where a report names a day but no hour; the hour of the OSCE's reports in Ukraine
_ISSUED = re.compile(r"(?:issued (?:on|by)[^\n]{0,80}?|on )(\d{1,2}) (\w+) (\d{4})", re.IGNORECASE)


def reporting_period(opening: str, published: date | None) -> tuple[date, date] | None:
    """(first day, last day): 19:30 of the day before to 19:30 of the "as of" day; without one, the day before the issue."""
    for hit in _AS_OF.finditer(opening):
        last = _day_of(hit, published)
        if last is not None:
            return _evening_before(opening, last) or last - timedelta(days=1), last
    stated = stated_period(opening, published)
    if stated is not None:
        return stated
    dated = _ISSUED.search(opening)
    issued = published
    if dated and dated[2].lower() in MONTHS:
        issued = valid(int(dated[3]), MONTHS[dated[2].lower()], int(dated[1])) or published
    is_daily = any(word in opening.lower() for word in ("report", "update", "summary"))
    if issued is None or not is_daily or "spot report" in opening.lower():
        return None  # a spot report is of one visit, and says its day
    last = issued - timedelta(days=1)
    return last - timedelta(days=1), last


_EVENINGS = re.compile(
    r"between the evenings? of (\d{1,2})(?: ([a-z]+))? and (\d{1,2}) ([a-z]+)", re.IGNORECASE
)
LONGEST_REPORT_DAYS = 7
SHORTEST_WEEK = 5
"""Days of a report from which on the one before it is as long as it is; a weekend's follows one of a day."""


def _evening_before(opening: str, last: date) -> date | None:
    """ "Between the evenings of 12 and 14 November": the report of a weekend begins on the first of them.

    Where it tells its days one by one ("of 12 and 13 November", "of 13 and 14 November"), on the first of the first.
    """
    begun: list[date] = []
    for hit in _EVENINGS.finditer(opening):
        month, first_month = MONTHS.get(hit[4].lower()), MONTHS.get((hit[2] or hit[4]).lower())
        if month is None or first_month is None:
            continue
        end = valid(last.year - (month > last.month), month, int(hit[3]))
        first = valid(last.year - (first_month > last.month), first_month, int(hit[1]))
        if end is not None and first is not None and first < end <= last:
            begun.append(first)
    near = [first for first in begun if (last - first).days <= LONGEST_REPORT_DAYS]
    return min(near, default=None)


_FROM_TO = re.compile(
    r"(?:period|from|between|covering)\s+(?:from\s+)?(\d{1,2})(?: ([a-z]+))?(?:,? (\d{4}))?\s*(?:to|until|till|and|-|–)\s*"
    r"(\d{1,2}) ([a-z]+)(?:,? (\d{4}))?",
    re.IGNORECASE,
)
LONGEST_PERIOD_DAYS = 200
"""A mission's report covers a week, a month, a quarter or half a year."""


def stated_period(opening: str, published: date | None) -> tuple[date, date] | None:
    """ "For the period from 21 August to 20 November 2019": the days that a mission's report covers, before its issue."""
    for hit in _FROM_TO.finditer(opening):
        last_month, first_month = hit[5].lower(), (hit[2] or hit[5]).lower()
        if last_month not in MONTHS or first_month not in MONTHS:
            continue
        last_year = int(hit[6]) if hit[6] else (published.year if published else 0)
        last = valid(last_year, MONTHS[last_month], int(hit[4])) if last_year else None
        first_year = int(hit[3]) if hit[3] else last_year - (MONTHS[first_month] > MONTHS[last_month])
        first = valid(first_year, MONTHS[first_month], int(hit[1])) if last_year else None
        if first is None or last is None or not 0 < (last - first).days <= LONGEST_PERIOD_DAYS:
            continue
        if published is None or last <= published:
            return first, last
    return None


def _day_of(hit: re.Match[str], published: date | None) -> date | None:
    month = MONTHS.get((hit["month"] or hit["month2"]).lower())
    year = int(hit["year"]) if hit["year"] else (published.year if published else 0)
    return valid(year, month, int(hit["day"] or hit["day2"])) if month and year else None


def reporting_cut(opening: str) -> str:
    """The hour at which the reporting period ends, HH:MM: "as of 19:30, 18 November"."""
    for hit in _AS_OF.finditer(opening):
        if hit["clock"] and (hit["month"] or hit["month2"]).lower() in MONTHS:
            digits = re.sub(r"\D", "", hit["clock"]).zfill(4)
            return f"{digits[:2]}:{digits[2:]}"
    return CUT
