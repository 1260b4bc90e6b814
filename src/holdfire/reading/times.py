"""When: dates as stated, in local time. Days told by their distance: relative_days.py; clock times: clock_times.py.

"In the night of July 15 to 16", "from 2220 on August 11 to 0005 on August 12", "since 27 July", "Oktyabrın 18-də". A date
is resolved against the day of publication; without one, a date that lacks its year stays unknown. A date that never was
(31 June) is no date; "the 22 May Hospital" is a name. Pure; no clock.
"""

import re
from dataclasses import replace
from datetime import date, timedelta

from .clock_times import FROM_SUFFIXES, is_clock
from .counts import digits
from .month_parts import month_without_day
from .relative_days import Anchors, Moment, is_named, joins, relative_days, with_night_before
from .sentence import Sentence

_DATED = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b|\b(\d{1,2}) ?[./] ?(\d{1,2}) ?[./] ?(\d{4})\b")


def valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def moments(
    sentence: Sentence,
    published: date | None,
    year_hint: int | None = None,
    told: date | None = None,
    said: date | None = None,
    counted_to: date | None = None,
) -> tuple[list[Moment], list[str]]:
    """Stated dates in order, and what looked like one and is none ("31 June").

    told  the day that the text told last: what "the previous day" is counted from
    said  the day on which these words were said, where the text gives it: what "today" is in them
    counted_to  the day on which the text's words were said, where it is not that of publication: what "the last two days" end on
    """
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
    named = {i for m in sentence.of("party") for i in range(m.first, m.last + 1)}  # "the March 23 Movement"
    for match in sentence.of("months"):
        if match.first in named:
            continue
        if is_named(sentence, match.first) or _is_half_of_name(sentence, match.last):
            continue
        if match.first - 2 in taken and sentence.tokens[match.first - 1].text == "/":
            continue  # the same month by its other name: "2 أبريل/ نيسان"
        if match.first in taken or not _month_like(sentence, match.first) or _names(sentence, match.last + 1):
            continue
        got = _around(sentence, match.first, match.last, int(match.payload), published, year_hint)
        if isinstance(got, str):
            broken.append(got)
        elif got is not None:
            if (
                found
                and got.first - _JOINED <= found[-1].last < got.first
                and joins(sentence, found[-1].last + 1, got.first - 1)
            ):
                found[-1] = replace(found[-1], end=max(got.end, found[-1].start), last=got.last)
            else:
                found.append(got)
            taken.update(range(got.first, got.last + 1))
    found += relative_days(sentence, Anchors(published, told, said, counted_to), found)
    if not found:
        found += _bare_year(sentence, taken, said or counted_to or published)
    up_to = said or counted_to or published
    found = [_since(sentence, with_night_before(sentence, m, published), up_to) for m in found]
    found.sort(key=lambda m: m.first)
    return _stretched(sentence, found), broken


def _stretched(sentence: Sentence, found: list[Moment]) -> list[Moment]:
    """ "From 18:00 on 22 September to 06:00 the next day": two days told in two ways are one stretch."""
    out: list[Moment] = []
    for moment in found:
        before = out[-1] if out else None
        if (
            before is not None
            and "relative" in (before.basis, moment.basis)
            and before.basis in _SINGLE
            and moment.basis in _SINGLE
            and before.start <= moment.end
            and sentence.tokens[before.last + 1].kind == "word"
            and joins(sentence, before.last + 1, moment.first - 1)
        ):
            out[-1] = replace(before, end=moment.end, last=moment.last)
        else:
            out.append(moment)
    return out


_SINGLE = frozenset({"stated", "weekday", "relative"})


_JOINED = 12
"""Tokens from the first day of a stretch to its last: "on September 22 until 5 a.m. on September 23"."""
SINCE = frozenset({"since", "с", "з", "від", "начиная", "منذ", "ومنذ", "seit", "depuis"})
_BEFORE_DAY = frozenset({"the", "of", "on", "early", "late", "morning", "night", "evening", "midnight"})
_OPEN_END = frozenset({"by", "to", "по", "до", "-", "and", "until", "till", "إلى"})


def _since(sentence: Sentence, moment: Moment, published: date | None) -> Moment:
    """ "Since (the morning of) 1 August" lasts until publication; in "с 7 по 13 августа" the end is stated."""
    at = moment.first - 1
    if moment.basis == "month" and sentence.tokens[moment.first].key in SINCE:
        at = moment.first  # "С начала мая": the word that opens the span is one with the month's beginning
    while at >= 0 and (sentence.tokens[at].key in _BEFORE_DAY or ":" in sentence.tokens[at].text):
        at -= 1
    if published is None or moment.end > published:
        return moment
    if at < 0:
        return moment if not sentence.has("up_to_now") else _up_to_now(sentence, moment, published)
    if _since_the_truce(sentence, at, moment.first):
        return replace(moment, end=published, basis="since")
    to_now = _up_to_now(sentence, moment, published)
    if to_now is not moment:
        return to_now
    after = sentence.keys(moment.last + 1, moment.last + 1)
    if sentence.tokens[at].key == "between":  # "between 27 July and the close of the period"
        return replace(moment, end=published, basis="since") if after == ["and"] else moment
    if sentence.tokens[at].key not in SINCE:
        return moment
    if moment.basis != "month" and (
        moment.start != moment.end or moment.basis not in ("stated", "weekday", "period")
    ):
        return moment
    if sentence.tokens[at].key != "since" and after and after[0] in _OPEN_END:
        return moment
    middle = moment.basis == "month" and moment.start.day == _MIDDLE[0]  # "since mid-May"
    start = moment.start.replace(day=_MIDDLE[1]) if middle else moment.start
    return replace(moment, start=start, end=published, basis="since")


_TO_NOW = 3
"""Tokens from a day to "until now": "noyabrın 10-dan indiyədək"."""
_MIDDLE = (11, 15)
"""First day of a month's middle, and the day that "since the middle of May" counts from."""


def _up_to_now(sentence: Sentence, moment: Moment, published: date) -> Moment:
    """ "From 10 November until now": the end is the day on which it is told."""
    now = [m for m in sentence.of("up_to_now") if 0 < m.first - moment.last <= _TO_NOW]
    if not now or moment.basis not in ("stated", "month", "weekday"):
        return moment
    return replace(moment, end=published, last=now[0].last, basis="since")


def _since_the_truce(sentence: Sentence, at: int, first: int) -> bool:
    """ "Since the ceasefire took effect on 27 November": a total runs from that day to now."""
    opened = [i for i in range(max(0, first - _SINCE_REACH), at) if sentence.tokens[i].key in SINCE]
    if not opened or sentence.signs(opened[-1], first):
        return False
    return bool(sentence.within(opened[-1] + 1, first - 1, "truce", "truce_noun", "happened", "took_effect"))


_SINCE_REACH = 12
"""Tokens from "since" to the day of the truce that it counts from."""


def _month_like(sentence: Sentence, at: int) -> bool:
    """ "may" and "march" are months only beside a number or a preposition; "mar" and its like likewise."""
    if _ordinal(sentence, at) is not None:
        return True
    return not any(m.first <= at <= m.last for m in sentence.of("also_a_word")) or any(
        sentence.tokens[i].kind == "num"
        or sentence.tokens[i].key in ("of", "early", "late", "mid", "in", "since", "on", "until", "through")
        for i in (at - 1, at + 1, at - 2, at + 2)
        if 0 <= i < len(sentence.tokens)
    )


_NAMED_BY_DATE = frozenset(
    {
        "hospital",
        "brigade",
        "street",
        "square",
        "bridge",
        "university",
        "school",
        "road",
        "camp",
        "battalion",
        "division",
        "avenue",
        "regiment",
        "movement",
        "stadium",
    }
)


def _names(sentence: Sentence, at: int) -> bool:
    """ "The 22 May Hospital" is called after a date."""
    return (
        at < len(sentence.tokens)
        and sentence.tokens[at].is_capital
        and sentence.tokens[at].key in _NAMED_BY_DATE
    )


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


FROM_ENDINGS = tuple(sorted(FROM_SUFFIXES))
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
            opened or token.key in FROM_SUFFIXES or (len(token.key) > 5 and token.key.endswith(FROM_ENDINGS))
        )
    return None


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
    told = _ordinal(sentence, first) if before is None else None
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
                and not _month_at(sentence, i + 2)
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
        return Moment(begin_day, _month_end(begin_day), begin, i, "period")
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


def _ordinal(sentence: Sentence, month: int) -> tuple[int, int] | None:
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


def _month_at(sentence: Sentence, at: int) -> bool:
    return any(m.first == at for m in sentence.of("months"))


def _month_end(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _bare_year(sentence: Sentence, taken: set[int], published: date | None) -> list[Moment]:
    for at, token in enumerate(sentence.tokens):
        if (
            token.kind == "num"
            and at not in taken
            and len(token.text) == 4
            and token.text[:2] in ("19", "20")
            and not sentence.within(at - 3, at + 4, "born")
            and not any(m.first == at + 1 for m in sentence.of("age"))  # "1958 года рождения"
        ) and (
            any(0 < m.first - at <= 2 for m in sentence.of("year_word"))
            or sentence.tokens[at - 1].key
            in (
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
            )
        ):
            year = int(token.text)
            months = [m for m in sentence.of("time") if m.payload == "first_months" and m.last == at - 1]
            counted = [m for m in sentence.of("numbers") if months and months[0].first <= m.first <= at]
            plain = [t for t in sentence.tokens[months[0].first : at] if t.kind == "num"] if months else []
            number = int(counted[0].payload) if counted else (digits(plain[0].text) if plain else None)
            if months and number is not None and 1 <= number <= 12:  # "the first ten months of 2012"
                last_day = _month_end(date(year, number, 1))
                return [Moment(date(year, 1, 1), last_day, months[0].first, at, "period")]
            opens = next(
                (m.first for m in sentence.of("time") if m.payload == "month_start" and m.last == at - 1), at
            )
            if (
                published is not None
                and year <= published.year
                and sentence.keys(opens - 1, opens - 1) == ["since"]
            ):
                return [Moment(date(year, 1, 1), published, opens, at, "since")]
            return [Moment(date(year, 1, 1), date(year, 12, 31), at, at, "year")]
    return []


def _is_half_of_name(sentence: Sentence, last: int) -> bool:
    """ "Mai-Lao", a place: a capital hangs on the month's name by a hyphen."""
    tokens = sentence.tokens
    if last + 1 >= len(tokens) or tokens[last + 1].kind != "word" or not tokens[last + 1].is_capital:
        return False
    hangs = sentence.text[tokens[last].end : tokens[last + 1].start] in ("-", "‑")
    return hangs and not _month_at(sentence, last + 1)


def _tokens_of(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    inside = [i for i, token in enumerate(sentence.tokens) if token.start < end and token.end > start]
    return (inside[0], inside[-1]) if inside else (0, 0)
