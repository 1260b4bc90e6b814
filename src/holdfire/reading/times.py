"""When: dates as stated, in local time. Days told by their distance: relative_days.py; clock times: clock_times.py.

"In the night of July 15 to 16", "from 2220 on August 11 to 0005 on August 12", "since 27 July", "Oktyabrın 18-də". A date
is resolved against the day of publication; without one, a date that lacks its year stays unknown. A date that never was
(31 June) is no date; "the 22 May Hospital" is a name. Pure; no clock.
"""

import re
from dataclasses import replace
from datetime import date

from .counts import digits
from .month_dates import around_month, is_month_at, month_end, ordinal_day, valid
from .relative_days import Anchors, Moment, is_named, joins, relative_days, with_night_before
from .sentence import Sentence

_DATED = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b|\b(\d{1,2}) ?[./] ?(\d{1,2}) ?[./] ?(\d{4})\b")


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
        got = around_month(sentence, match.first, match.last, int(match.payload), published, year_hint)
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
    if ordinal_day(sentence, at) is not None:
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
                last_day = month_end(date(year, number, 1))
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
    return hangs and not is_month_at(sentence, last + 1)


def _tokens_of(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    inside = [i for i, token in enumerate(sentence.tokens) if token.start < end and token.end > start]
    return (inside[0], inside[-1]) if inside else (0, 0)
