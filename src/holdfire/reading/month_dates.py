"""The day or the days that stand beside the name of a month: "July 15", "from 12 to 18 May", "2020-ci il noyabrın 10-da".

The year is the one that is written, else the hint, else the one in which the day lies nearest before publication. A day that
never was is given back as its words. Pure.
"""

from datetime import date, timedelta

from .clock_times import FROM_SUFFIXES, is_clock
from .counts import digits
from .month_parts import month_without_day
from .relative_days import Moment
from .sentence import Sentence


def valid(year: int, month: int, day: int) -> date | None:
    """The day, or None where there never was one: 31 June."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


_RANGE = frozenset(
    {"-", "–", "—", "to", "and", "по", "до", "и", "і", "та", "və", "ve", "և", "إلى", "und", "bis", "au", "et"}
)
_DAY_SUFFIX = frozenset(
    {
        "st",
        "nd",
        "rd",
        "th",
        "si",
        "ci",
        "cu",
        "cü",
        "dan",
        "den",
        "da",
        "de",
        "ne",
        "na",
        "ın",
        "in",
        "го",
        "е",
        "ին",
        "ի",
        "ից",
        "er",
        "go",
        "of",
        "u",
        "i",
        "ը",
        "ն",
        "ում",
    }
)
_FROM_ENDINGS = tuple(sorted(FROM_SUFFIXES))
_DAY_JOINS = frozenset({"-", "–", "—", "to", "and", "vo", "ve", "եւ", "լույս", "մինչեւ"})


def _year_before(sentence: Sentence, first: int) -> tuple[int, int] | None:
    """(year, its token) where it stands before the month: "2020-ci il noyabrın 10-da", "2020 թվականի նոյեմբերի 10-ին"."""
    for m in sentence.of("year_word"):
        if m.last in (first - 1, first - 2) and sentence.signs(m.last + 1, first - 1) <= {"."}:
            for at in (m.first - 1, m.first - 2):
                value = (
                    digits(sentence.tokens[at].text)
                    if at >= 0 and sentence.tokens[at].kind == "num"
                    else None
                )
                if value is not None and 1900 <= value <= 2100:
                    return value, at
    return None


def _later_day(sentence: Sentence, day: int, at: int, opened: bool) -> tuple[int, int] | None:
    """ "On the 6th from the evening hours to the 7th": (the later day of the same month, its token). opened: "from" was said."""
    for i in range(at, min(at + 6, len(sentence.tokens) - 1)):
        token = sentence.tokens[i]
        if token.kind == "num" and not is_clock(sentence, i):
            value = digits(token.text)
            ends = sentence.tokens[i + 1].key in _DAY_SUFFIX
            return (value, i) if opened and ends and value is not None and day < value <= day + 3 else None
        if token.kind == "punct" or any(
            m.first == i for m in sentence.of("months", "fire", "violate", "party")
        ):
            return None
        opened = (
            opened or token.key in FROM_SUFFIXES or (len(token.key) > 5 and token.key.endswith(_FROM_ENDINGS))
        )
    return None


def around_month(
    sentence: Sentence, first: int, last: int, month: int, published: date | None, year_hint: int | None
) -> Moment | str | None:
    """The days that stand beside the month in tokens first..last, the words of a day that never was, or None without a day.

    published, year_hint  decide the year where none is written
    """
    tokens = sentence.tokens
    days: list[int] = []
    begin, end = first, last

    def number(i: int) -> int | None:
        if 0 <= i < len(tokens) and tokens[i].kind == "num":
            return digits(tokens[i].text)
        return None

    year: int | None = None
    i = last + 1
    if i < len(tokens) and tokens[i].text == ".":
        i += 1
    value = number(i)
    left = first - 1
    while left >= 0 and tokens[left].key in _DAY_SUFFIX and left > 0:
        left -= 1
    before = number(left)
    told = ordinal_day(sentence, first) if before is None else None
    if told is not None:
        before, left = told
    part = [
        m for m in sentence.of("time") if m.last == first - 1 and m.payload in _PARTS and m.last > m.first
    ]
    if part:  # "since the beginning of May 25 soldiers have died": the number counts them
        value = None
    month_first = (
        value is not None
        and 1 <= value <= 31
        and not (before is not None and 1 <= before <= 31 and not _other_month(sentence, left))
    )
    if month_first and value is not None:
        days.append(value)
        end = i
        i += 1
        opened = False
        while i < len(tokens) and tokens[i].key in _DAY_SUFFIX:
            opened = opened or tokens[i].key in FROM_SUFFIXES
            i += 1
        if opened and number(i) is not None:
            i -= 1  # "the 12th-from 18th": the ending joins them
        if (
            i + 1 < len(tokens)
            and (tokens[i].key in _DAY_JOINS or tokens[i].key in FROM_SUFFIXES)
            and number(i + 1) is not None
        ):
            second = number(i + 1)
            if (
                second is not None
                and days[0] < second <= 31
                and not is_clock(sentence, i + 1)
                and not is_month_at(sentence, i + 2)
            ):
                days.append(second)
                end = i + 1
                i += 2
        elif (later := _later_day(sentence, value, i, opened)) is not None:
            days.append(later[0])
            end = later[1]
        if i < len(tokens) and tokens[i].text == ",":
            i += 1
        maybe = number(i)
        if maybe is not None and 1900 <= maybe <= 2100:
            year, end = maybe, i
    elif before is not None and 1 <= before <= 31:
        days.append(before)
        begin = left
        if (
            left >= 2
            and (tokens[left - 1].key in _RANGE or _is_night_between(sentence, left))
            and (other := number(left - 2)) is not None
            and 1 <= other < before
        ):
            days.insert(0, other)
            begin = left - 2
        elif (opened_by := _earlier_day(sentence, before, left)) is not None:
            days.insert(0, opened_by[0])
            begin = opened_by[1]
        if value is not None and 1900 <= value <= 2100:
            year, end = value, i
    elif before is not None and before > 31 and before < 1900:
        return f"{before} {tokens[first].text}"
    elif value is not None and 1900 <= value <= 2100:
        begin_day = date(value, month, 1)
        return Moment(begin_day, month_end(begin_day), begin, i, "period")
    if not days:
        if value is None and published is not None:
            return month_without_day(sentence, first, last, month, published)
        if value is not None and 31 < value < 1900:
            return f"{tokens[first].text} {value}"
        return None
    if year is None and (stated_before := _year_before(sentence, first)) is not None:
        year, begin = stated_before
    chosen = year or year_hint
    if chosen is None and published is not None:
        chosen = published.year
        trial = valid(chosen, month, days[0])
        if trial is not None and (trial - published).days > 60:
            chosen -= 1
    if chosen is None:
        never = any(valid(2000, month, day) is None for day in days)  # not even in a leap year
        return sentence.says(begin, end) if never else None
    stated = [valid(chosen, month, day) for day in days]
    if any(day is None for day in stated):
        return sentence.says(begin, end)
    good = [day for day in stated if day is not None]
    return Moment(good[0], good[-1], begin, end, "stated")


_PARTS = frozenset({"month_start", "month_middle", "month_end", "first_half", "second_half"})


def _earlier_day(sentence: Sentence, day: int, at: int) -> tuple[int, int] | None:
    """ "Between the evening of 12 and the morning of 13 October": (the earlier day of the month, its token)."""
    tokens = sentence.tokens
    hours = {i for m in sentence.within(at - _STRETCH, at, "time") for i in range(m.first, m.last + 1)}
    joined = False
    for i in range(at - 1, max(-1, at - 1 - _STRETCH), -1):
        token = tokens[i]
        if token.kind == "num":
            value = digits(token.text)
            fits = joined and value is not None and 1 <= value < day and not is_clock(sentence, i)
            told = any(m.first - 1 <= i <= m.last + 2 for m in sentence.within(max(0, i - 4), i, "time"))
            return (value, i) if fits and told and value is not None else None
        joined = joined or (token.key in _RANGE and i not in hours)
        if (
            i not in hours
            and token.key not in _RANGE
            and token.key not in ("the", "of", "on", "early", "late")
        ):
            return None
    return None


_STRETCH = 7
"""Tokens from the first day of a stretch to the second: "12 and the morning of 13"."""


def _is_night_between(sentence: Sentence, at: int) -> bool:
    """ "В ночь с 3 на 4 мая": two days of one night; the word that joins them is the pack's."""
    night = [m for m in sentence.of("time") if m.payload == "night" and at - 8 <= m.first < at]
    return bool(night) and any(m.last == at - 1 for m in sentence.of("night_to"))


def ordinal_day(sentence: Sentence, month: int) -> tuple[int, int] | None:
    """(day, token) of "the tenth (of) March", in words before the month's first token."""
    for match in sentence.of("ordinals"):
        if match.last == month - 1 or (
            match.last == month - 2 and sentence.within(month - 1, month - 1, "from_origin")
        ):
            return int(match.payload), match.first
    return None


def _other_month(sentence: Sentence, at: int) -> bool:
    """The number before this month belongs to the month before it: "July 15, August 3"."""
    return any(m.last in (at - 1, at - 2) for m in sentence.of("months"))


def is_month_at(sentence: Sentence, at: int) -> bool:
    """Whether the name of a month begins at this token."""
    return any(m.first == at for m in sentence.of("months"))


def month_end(first: date) -> date:
    """The last day of the month that begins on `first`."""
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
