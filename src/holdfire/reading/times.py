"""When: dates, clock times and intervals as stated, in local time.

"In the night of July 15 to 16", "between 19:11 and 20:00", "from 2220 on August 11 to 0005 on August 12", "on Monday",
"over the past 24 hours", "Oktyabrın 18-də". A date is resolved against the day of publication; without one, a date
that lacks its year stays unknown. A date that never was (31 June) is no date. Pure; no clock.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from .counts import digits
from .sentence import Sentence


@dataclass(frozen=True)
class Moment:
    """One stated date or span of dates at tokens first..last."""

    start: date
    end: date
    first: int
    last: int
    basis: str  # stated, weekday, relative, period, year


@dataclass(frozen=True)
class Clock:
    """One stated clock time or interval, or a part of the day, local. label is as in format 6.1's `time`."""

    low: str
    high: str
    label: str
    first: int
    last: int
    precision: str  # exact, span, part_of_day
    as_of: bool = False


PARTS_OF_DAY = {"night": ("20:00", "08:00"), "morning": ("05:00", "12:00"), "afternoon": ("12:00", "18:00"), "evening": ("17:00", "23:59"),
                "midnight": ("00:00", "00:00"), "noon": ("12:00", "12:00")}  # fmt: skip
_DATED = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b|\b(\d{1,2})[./](\d{1,2})[./](\d{4})\b")


def valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def moments(
    sentence: Sentence, published: date | None, year_hint: int | None = None
) -> tuple[list[Moment], list[str]]:
    """Stated dates in order, and what looked like one and is none ("31 June")."""
    found: list[Moment] = []
    broken: list[str] = []
    taken: set[int] = set()
    numeric = sentence.text[sentence.start : sentence.end]
    for hit in _DATED.finditer(numeric):
        year, month, day = (int(hit[i]) for i in ((1, 2, 3) if hit[1] else (6, 5, 4)))
        first, last = _tokens_of(sentence, sentence.start + hit.start(), sentence.start + hit.end())
        on = valid(year, month, day)
        if on is None:
            broken.append(hit[0])
        else:
            found.append(Moment(on, on, first, last, "stated"))
            taken.update(range(first, last + 1))
    for match in sentence.of("months"):
        if match.first in taken or not _month_like(sentence, match.first):
            continue
        got = _around(sentence, match.first, match.last, int(match.payload), published, year_hint)
        if isinstance(got, str):
            broken.append(got)
        elif got is not None:
            if (
                found
                and got.first - 7 <= found[-1].last < got.first
                and _joins(sentence, found[-1].last + 1, got.first - 1)
            ):
                found[-1] = replace(found[-1], end=max(got.end, found[-1].start), last=got.last)
            else:
                found.append(got)
            taken.update(range(got.first, got.last + 1))
    found += _relative(sentence, published, found)
    if not found:
        found += _bare_year(sentence, taken)
    found.sort(key=lambda m: m.first)
    return found, broken


def _month_like(sentence: Sentence, at: int) -> bool:
    """ "may" and "march" are months only beside a number; "mar" and its like likewise."""
    return any(
        sentence.tokens[i].kind == "num"
        or sentence.tokens[i].key in ("of", "early", "late", "mid", "in", "since", "on")
        for i in (at - 1, at + 1, at - 2, at + 2)
        if 0 <= i < len(sentence.tokens)
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
    }
)


def _around(
    sentence: Sentence, first: int, last: int, month: int, published: date | None, year_hint: int | None
) -> Moment | str | None:
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
    month_first = (
        value is not None
        and 1 <= value <= 31
        and not (before is not None and 1 <= before <= 31 and not _other_month(sentence, left))
    )
    if month_first and value is not None:
        days.append(value)
        end = i
        i += 1
        while i < len(tokens) and tokens[i].key in _DAY_SUFFIX:
            i += 1
        if (
            i + 1 < len(tokens)
            and tokens[i].key in ("-", "–", "—", "to", "and", "vo", "ve")
            and number(i + 1) is not None
        ):
            second = number(i + 1)
            if (
                second is not None
                and days[0] < second <= 31
                and not _is_clock(sentence, i + 1)
                and not _month_at(sentence, i + 2)
            ):
                days.append(second)
                end = i + 1
                i += 2
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
            and tokens[left - 1].key in ("-", "–", "—", "to", "and")
            and (other := number(left - 2)) is not None
            and 1 <= other < before
        ):
            days.insert(0, other)
            begin = left - 2
        if value is not None and 1900 <= value <= 2100:
            year, end = value, i
    elif before is not None and before > 31 and before < 1900:
        return f"{before} {tokens[first].text}"
    elif value is not None and 1900 <= value <= 2100:
        begin_day = date(value, month, 1)
        return Moment(begin_day, _month_end(begin_day), begin, i, "period")
    if not days:
        if (
            value is None
            and first > 0
            and tokens[first - 1].key in ("in", "late", "early", "since", "mid")
            and published is not None
        ):
            begin_day = date(published.year - (month > published.month), month, 1)
            return Moment(begin_day, min(_month_end(begin_day), published), first, last, "period")
        if value is not None and 31 < value < 1900:
            return f"{tokens[first].text} {value}"
        return None
    chosen = year or year_hint
    if chosen is None and published is not None:
        chosen = published.year
        trial = valid(chosen, month, days[0])
        if trial is not None and (trial - published).days > 60:
            chosen -= 1
    if chosen is None:
        return None
    stated = [valid(chosen, month, day) for day in days]
    if any(day is None for day in stated):
        return sentence.says(begin, end)
    good = [day for day in stated if day is not None]
    return Moment(good[0], good[-1], begin, end, "stated")


def _other_month(sentence: Sentence, at: int) -> bool:
    """The number before this month belongs to the month before it: "July 15, August 3"."""
    return any(m.last in (at - 1, at - 2) for m in sentence.of("months"))


def _month_at(sentence: Sentence, at: int) -> bool:
    return any(m.first == at for m in sentence.of("months"))


def _month_end(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


_BETWEEN = frozenset(
    {
        "to",
        "until",
        "till",
        "-",
        "–",
        "the",
        "morning",
        "evening",
        "night",
        "of",
        "midnight",
        "noon",
        "on",
        "early",
        "late",
        "afternoon",
        "по",
        "до",
        "and",
        "into",
    }
)


def _joins(sentence: Sentence, first: int, last: int) -> bool:
    """Two dates are one span where "to" stands between, with at most a part of the day or a clock time: "to 0005 on"."""
    between = sentence.tokens[first : last + 1]
    keys = [t.key for t in between if t.kind != "num" and t.key not in ("hrs", "hours", "am", "pm", ":")]
    joined = any(k in ("to", "until", "till", "-", "–", "по", "до") for k in keys)
    if keys == ["and"]:
        return any(t.key == "between" for t in sentence.tokens[max(0, first - 6) : first])
    return joined and len(between) <= 6 and all(k in _BETWEEN for k in keys)


def _relative(sentence: Sentence, published: date | None, stated: list[Moment]) -> list[Moment]:
    """Weekdays, today, yesterday, periods of 24 hours, a week, this year: only against a day of publication."""
    if published is None:
        return []
    found: list[Moment] = []
    tied = any(moment.basis == "stated" for moment in stated)
    for match in sentence.of("weekdays"):
        if tied and any(abs(m.first - match.last) <= 2 for m in stated):
            continue
        back = (published.weekday() - int(match.payload)) % 7
        day = published - timedelta(days=back)
        found.append(Moment(day, day, match.first, match.last, "weekday"))
    for match in sentence.of("time"):
        label = match.payload
        if label == "today":
            found.append(Moment(published, published, match.first, match.last, "relative"))
        elif label == "yesterday":
            day = published - timedelta(days=1)
            found.append(Moment(day, day, match.first, match.last, "relative"))
        elif label == "last_24h":
            anchors = [
                m.end for m in [*stated, *found] if m.basis in ("stated", "weekday") and m.start == m.end
            ]
            day = anchors[0] if anchors and anchors[0] <= published else published
            found.append(Moment(day - timedelta(days=1), day, match.first, match.last, "period"))
        elif label == "past_week" and not tied:
            found.append(Moment(published - timedelta(days=7), published, match.first, match.last, "period"))
        elif label == "this_year":
            found.append(Moment(date(published.year, 1, 1), published, match.first, match.last, "period"))
    return found


def _bare_year(sentence: Sentence, taken: set[int]) -> list[Moment]:
    for at, token in enumerate(sentence.tokens):
        if (
            token.kind == "num"
            and at not in taken
            and len(token.text) == 4
            and token.text[:2] in ("19", "20")
            and at > 0
        ) and sentence.tokens[at - 1].key in (
            "in",
            "since",
            "of",
            "the",
            "during",
            "в",
            "с",
            "from",
            "until",
            "after",
            "before",
        ):
            year = int(token.text)
            return [Moment(date(year, 1, 1), date(year, 12, 31), at, at, "year")]
    return []


def _tokens_of(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    inside = [i for i, token in enumerate(sentence.tokens) if token.start < end and token.end > start]
    return (inside[0], inside[-1]) if inside else (0, 0)


_HOUR_WORDS = frozenset(
    {"hrs", "hours", "hour", "h", "uhr", "часов", "час", "годині", "год", "saat", "радиус", "hrs."}
)
_AT_WORDS = frozenset(
    {
        "at",
        "from",
        "between",
        "around",
        "about",
        "since",
        "until",
        "till",
        "by",
        "saat",
        "в",
        "с",
        "около",
        "о",
        "з",
        "близько",
        "ժամը",
        "ժամի",
        "الساعه",
        "approximately",
        "of",
        "to",
        "and",
        "after",
        "before",
        "à",
        "um",
    }
)


def _is_clock(sentence: Sentence, at: int) -> bool:
    return _clock_at(sentence, at) is not None


def _clock_at(sentence: Sentence, at: int) -> tuple[str, int] | None:
    """(HH:MM, last token) of a clock time that begins at this token."""
    tokens = sentence.tokens
    token = tokens[at]
    if token.kind != "num":
        return None
    last = at
    after = tokens[at + 1].key if at + 1 < len(tokens) else ""
    half = ""
    if after in ("am", "pm"):
        half, last = after, at + 1
    elif (
        after in ("a", "p")
        and at + 2 < len(tokens)
        and tokens[at + 2].text == "."
        and at + 3 < len(tokens)
        and tokens[at + 3].key == "m"
    ):
        half, last = (
            after + "m",
            min(at + 4, len(tokens) - 1) if at + 4 < len(tokens) and tokens[at + 4].text == "." else at + 3,
        )
    elif after in ("noon",):
        half, last = "pm", at + 1
    text = token.text
    marked = re.fullmatch(r"(\d{1,2})[:.](\d{2})", text)
    if marked and (":" in text or half or after in _HOUR_WORDS):
        hour, minute = int(marked[1]), int(marked[2])
    elif re.fullmatch(r"\d{1,2}", text) and half:
        hour, minute = int(text), 0
    elif (
        re.fullmatch(r"\d{1,2}", text)
        and after == "h"
        and at + 2 < len(tokens)
        and re.fullmatch(r"\d{2}", tokens[at + 2].text)
    ):
        hour, minute, last = int(text), int(tokens[at + 2].text), at + 2
    elif (
        re.fullmatch(r"[0-2]\d[0-5]\d", text) and at > 0 and (after in _HOUR_WORDS or _military(sentence, at))
    ):
        hour, minute = int(text[:2]), int(text[2:])
    else:
        return None
    if half == "pm" and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    if hour == 24 and minute == 0:
        hour = 0
    if hour > 23 or minute > 59:
        return None
    if last + 1 < len(tokens) and tokens[last + 1].key in ("hrs", "hours", "uhr", "часов", "години"):
        last += 1
    return f"{hour:02d}:{minute:02d}", last


def _military(sentence: Sentence, at: int) -> bool:
    """ "from 2220 on August 11", "from 1620 to 2105": four digits after a time word, and no counted noun behind."""
    before = sentence.tokens[at - 1].key
    after = sentence.tokens[at + 1].key if at + 1 < len(sentence.tokens) else ""
    return before in ("from", "at", "between", "to", "since", "until", "around", "till") and after in (
        "to",
        "on",
        "and",
        "until",
        "till",
        "-",
        ",",
        "hours",
        "hrs",
        ".",
        "local",
        "in",
    )


def clocks(sentence: Sentence, dates: list[Moment]) -> list[Clock]:
    """Stated clock times and parts of the day, in order; two times joined by "to", "and" or a dash are one interval."""
    within_dates = {
        i
        for moment in dates
        for i in range(moment.first, moment.last + 1)
        if moment.basis == "stated" and sentence.tokens[i].kind == "num" and not _is_clock(sentence, i)
    }
    found: list[Clock] = []
    at = 0
    tokens = sentence.tokens
    while at < len(tokens):
        got = None if at in within_dates else _clock_at(sentence, at)
        if got is None:
            at += 1
            continue
        clock, last = got
        begin = at
        as_of = begin >= 2 and [t.key for t in tokens[begin - 2 : begin]] == ["as", "of"]
        joined = False
        if found and found[-1].precision == "exact":
            between = [
                t.key
                for i, t in enumerate(tokens[found[-1].last + 1 : begin], found[-1].last + 1)
                if i not in within_dates
            ]
            short = [
                k
                for k in between
                if k not in ("on", ",", "hrs", "hours", "dan", "den", "the", "local", "time")
                and not _month_key(sentence, k)
            ]
            if (
                short
                in (
                    ["to"],
                    ["-"],
                    ["–"],
                    ["and"],
                    ["until"],
                    ["till"],
                    ["до"],
                    ["по"],
                    ["և"],
                    ["եւ"],
                    ["իւ"],
                    ["—"],
                )
                and len(between) <= 8
            ):
                found[-1] = replace(
                    found[-1], high=clock, label=f"{found[-1].low}-{clock}", last=last, precision="span"
                )
                joined = True
        if not joined:
            found.append(Clock(clock, clock, clock, begin, last, "exact", as_of))
        at = last + 1
    for match in sentence.of("time"):
        if match.payload in PARTS_OF_DAY:
            low, high = PARTS_OF_DAY[match.payload]
            found.append(Clock(low, high, str(match.payload), match.first, match.last, "part_of_day"))
    found.sort(key=lambda c: c.first)
    return found


def _month_key(sentence: Sentence, key: str) -> bool:
    return any(sentence.tokens[m.first].key == key for m in sentence.of("months"))
