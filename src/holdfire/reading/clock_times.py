"""Clock times, intervals and parts of the day as stated, in local time.

"Between 19:11 and 20:00", "from 1620 to 2105", "at 5:30 p.m.", "in the evening". Pure; no clock of ours.
"""

import re
from dataclasses import dataclass, replace

from .relative_days import DAY_AND_PART, Moment
from .sentence import Sentence


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
_HOUR_WORDS = frozenset(
    {
        "hrs",
        "hours",
        "hour",
        "h",
        "uhr",
        "часов",
        "час",
        "часа",
        "часу",
        "годині",
        "години",
        "годину",
        "год",
        "saat",
        "hrs.",
    }
)


_HALVES = {
    "утра": "am",
    "ночи": "am",
    "дня": "pm",
    "вечера": "pm",
    "ранку": "am",
    "ночі": "am",
    "вечора": "pm",
    "صباحا": "am",
    "مساء": "pm",
}


_ALSO_DAYS = frozenset({"дня"})
"""Words of a half of the day that are days too: "two days"."""


def _is_ordinal(sentence: Sentence, at: int) -> bool:
    """ "5-й", "10-ї": an ordinal's ending hangs on the number by a hyphen."""
    tokens = sentence.tokens
    if at + 1 >= len(tokens) or tokens[at + 1].kind != "word" or len(tokens[at + 1].text) > 3:
        return False
    return sentence.text[tokens[at].end : tokens[at + 1].start] in ("-", "‑", "‐")


def _hour_in_words(sentence: Sentence, at: int) -> tuple[str, int] | None:
    """ "الساعة الرابعة عصرا", "о сьомій годині вечора": the hour is a word, and a word of hours stands beside it."""
    word = next((m for m in sentence.of("hours") if m.first == at), None)
    if word is None:
        return _noon_or_midnight(sentence, at) or _hour_of_part(sentence, at)
    last, hour, minute = word.last, int(word.payload), 0
    marked = any(m.last == at - 1 for m in sentence.of("at_hour"))
    if last + 1 < len(sentence.tokens) and sentence.tokens[last + 1].key in _HOUR_WORDS:
        last, marked = last + 1, True
    half = next((m for m in sentence.of("half_hour") if m.first == last + 1), None)
    if half is not None:
        last, minute = half.last, 30
    part = next((m.payload for m in sentence.of("time") if 0 < m.first - last <= 1), "")
    if not marked and not (part and any(m.last == at - 1 for m in sentence.of("near_hour"))):
        return None
    behind = sentence.keys(last + 1, last + 1)
    late = part in ("evening", "afternoon") or (part == "night" and hour >= 8)
    if hour < 12 and (late or (behind and _HALVES.get(behind[0]) == "pm")):
        hour += 12
    return f"{hour:02d}:{minute:02d}", last


_SHARP = {"noon": "12:00", "midnight": "00:00"}


def _noon_or_midnight(sentence: Sentence, at: int) -> tuple[str, int] | None:
    """ "From noon", "shortly after midnight" are hours; "the noon briefing" and "two (in words) at noon" are none."""
    match = next((m for m in sentence.of("time") if m.first == at and m.payload in _SHARP), None)
    if match is None or any(m.first == match.last + 1 for m in sentence.of("held_at_hour")):
        return None
    if any(sentence.tokens[i].kind == "num" for i in range(max(0, at - 2), at)) or any(
        m.last in (at - 1, at - 2) for m in sentence.of("hours")
    ):
        return None  # the part of the day of an hour that is said before it
    before = [m for m in sentence.of("near_hour") if m.last == at - 1]
    if sentence.within(at - 1, at - 1, "after_some_time") and not any(m.first < m.last for m in before):
        return None  # "clashes went on after midnight" tells no hour, "shortly after midnight" does
    return _SHARP[str(match.payload)], match.last


def _hour_of_part(sentence: Sentence, at: int) -> tuple[str, int] | None:
    """ "At five in the morning", "until about 3 in the afternoon": a preposition of time before, a part of the day behind."""
    number = next((m for m in sentence.of("numbers") if m.first == at), None)
    text = sentence.tokens[at].text
    hour = int(number.payload) if number is not None else int(text) if re.fullmatch(r"\d{1,2}", text) else 0
    last = number.last if number is not None else at
    if not 1 <= hour <= 12 or not any(m.last == at - 1 for m in sentence.of("near_hour")):
        return None
    joint = next((m.last for m in sentence.of("hour_part") if m.first == last + 1), None)
    part = next((m for m in sentence.of("time") if joint is not None and m.first == joint + 1), None)
    if part is None or part.payload not in PARTS_OF_DAY:
        return None
    late = part.payload in ("afternoon", "evening") or (part.payload == "night" and hour >= 8)
    return f"{hour % 12 + 12 * late:02d}:00", last


def _is_of_evening(sentence: Sentence, last: int) -> bool:
    """ "At 10:40 in the evening": the half of the day stands behind the hour."""
    joint = next((m.last for m in sentence.of("hour_part") if m.first == last + 1), None)
    return joint is not None and any(
        m.first == joint + 1 and m.payload in ("afternoon", "evening") for m in sentence.of("time")
    )


def is_clock(sentence: Sentence, at: int) -> bool:
    """Whether a clock time begins at this token."""
    return _clock_at(sentence, at) is not None


def _clock_at(sentence: Sentence, at: int) -> tuple[str, int] | None:
    """(HH:MM, last token) of a clock time that begins at this token."""
    tokens = sentence.tokens
    token = tokens[at]
    if token.kind != "num":
        return _hour_in_words(sentence, at) or _number_of_hour(sentence, at)
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
    else:  # "6 утра", "7 часов вечера", "о 5-й годині ранку"
        behind = at + 1 + _is_ordinal(sentence, at)
        after = tokens[behind].key if behind < len(tokens) else ""
        is_hour = after in _HOUR_WORDS and not (behind + 1 < len(tokens) and tokens[behind + 1].kind == "num")
        if behind > at + 1 and is_hour:  # but "12-də saat 16:10" is a day and a time
            half, last = "ordinal", behind
        word = behind + 1 if after in _HOUR_WORDS and behind + 1 < len(tokens) else behind
        word += bool(sentence.within(word, word, "at_part"))  # "5:45 من مساء", of the evening
        said = _HALVES.get(tokens[word].key) if word < len(tokens) else None
        if said is not None:
            half, last = said, word
    text = token.text
    marked = re.fullmatch(r"(\d{1,2})[:.](\d{2})", text)
    if marked and (
        ":" in text
        or half
        or after in _HOUR_WORDS
        or _is_dotted_stretch(sentence, at)
        or _is_at_hour(sentence, at)
        or any(m.last == at - 1 and m.first < m.last for m in sentence.of("near_hour"))  # "at about 10.30"
    ):
        hour, minute = int(marked[1]), int(marked[2])
    elif re.fullmatch(r"\d{1,2}", text) and (
        half or _is_at_hour(sentence, at) or _opens_hour(sentence, at, after)
    ):
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
        return _hour_of_part(sentence, at)
    late = [m for m in sentence.of("time") if 0 < at - m.last <= 3 and m.payload in ("evening", "afternoon")]
    if not half and late and hour < 12 and re.fullmatch(r"\d{1,2}", text):
        hour += 12  # "in the evening at 9"
    if not half and hour < 12 and _is_of_evening(sentence, last):
        half = "pm"
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


_DOTTED = re.compile(r"\d{1,2}\.(\d{2})")


def _is_dotted_stretch(sentence: Sentence, at: int) -> bool:
    """ "From 23.20 to 05.10": two clock times written with stops, and no two days of a month ("from 11.01 to 12.01")."""
    tokens = sentence.tokens
    for one, other in ((at, at + 2), (at - 2, at)):
        if one < 0 or other >= len(tokens) or tokens[one + 1].key not in JOINS:
            continue
        pair = [_DOTTED.fullmatch(tokens[i].text) for i in (one, other)]
        if all(pair) and any(hit is not None and (int(hit[1]) > 12 or hit[1] == "00") for hit in pair):
            return True
    return False


def _number_of_hour(sentence: Sentence, at: int) -> tuple[str, int] | None:
    """ "Around seven in the evening", "в пять часов утра": a number in words, and the half of the day that it is of."""
    word = next((m for m in sentence.of("numbers") if m.first == at), None)
    if word is None or not 1 <= int(word.payload) <= 12:
        return None
    tokens, hour, last = sentence.tokens, int(word.payload), word.last
    is_hour = last + 1 < len(tokens) and tokens[last + 1].key in _HOUR_WORDS
    last += is_hour
    half = _HALVES.get(tokens[last + 1].key) if last + 1 < len(tokens) else None
    if half is None or (tokens[last + 1].key in _ALSO_DAYS and not is_hour):
        return None
    if half == "pm" and hour < 12:
        hour += 12
    return f"{hour % 24 if half == 'pm' else hour % 12:02d}:00", last + 1


def _is_at_hour(sentence: Sentence, at: int) -> bool:
    """ "الساعة 8.20", "saat 12.00": an hour's word stands before the number."""
    return any(m.last == at - 1 for m in sentence.of("at_hour"))


def _opens_hour(sentence: Sentence, at: int, after: str) -> bool:
    """ "В 18 часов", "с 18 до 20 часов": a preposition of hours before the number, the word of hours behind it or its fellow."""
    if not any(m.last == at - 1 for m in sentence.of("hour_preposition")):
        return False
    fellow = sentence.keys(at + 2, at + 3)
    joined = sentence.within(at + 1, at + 1, "hour_preposition") and len(fellow) == 2
    return after in _HOUR_WORDS or bool(joined and fellow[0].isdigit() and fellow[1] in _HOUR_WORDS)


def _military(sentence: Sentence, at: int) -> bool:
    """ "from 2220 on August 11", "from 1620 to 2105": four digits after a time word, and no counted noun behind."""
    before = sentence.tokens[at - 1].key
    after = sentence.tokens[at + 1].key if at + 1 < len(sentence.tokens) else ""
    if sentence.tokens[at].text[:2] in ("19", "20") and after in (".", ",", "in") and before != "at":
        return False  # "since 2014."
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


JOINS = frozenset({"to", "-", "–", "—", "and", "until", "till", "до", "по", "եւ", "մինչեւ", "və"})
"""Words that make one stretch of two clock times."""
TO_SUFFIXES = frozenset({"dek", "dak"})
"""Endings behind a number that end a stretch: "22:40-dan səhər 05:15-dək"."""
FROM_SUFFIXES = frozenset({"dan", "den", "ից"})
"""Endings behind a number that begin a stretch: "22:15-dən 03:50-dək"."""
SUFFIXES = frozenset(
    {
        *FROM_SUFFIXES,
        "u",
        "i",
        "si",
        "cu",
        "ci",
        "ի",
        "ին",
        "ը",
        "ն",
        "սկսած",
        "՝",
        "etibaren",
        "saat",
        "ժամը",
        "ժամ",
    }
)
"""Endings and hour words that may stand between the two ends of a stretch."""


def _is_elsewhere(sentence: Sentence, first: int, last: int) -> bool:
    """ "At 23:40 (22:40 Moscow time)": the same moment by another place's clock, in brackets behind the first."""
    tokens = sentence.tokens
    return (
        0 < first <= last < len(tokens) - 2
        and tokens[first - 1].text == "("
        and tokens[last + 1].is_capital
        and bool(sentence.within(last + 2, last + 2, "clock_of"))
    )


def clocks(sentence: Sentence, dates: list[Moment]) -> list[Clock]:
    """Stated clock times and parts of the day, in order; two times joined by "to", "and" or a dash are one interval."""
    within_dates = {
        i
        for moment in dates
        for i in range(moment.first, moment.last + 1)
        if moment.basis == "stated" and sentence.tokens[i].kind == "num" and not is_clock(sentence, i)
    }
    found: list[Clock] = []
    at = 0
    tokens = sentence.tokens
    in_words = {m.first for m in sentence.of("hours", "time", "numbers")}
    while at < len(tokens):
        may_tell = at not in within_dates and (tokens[at].kind == "num" or at in in_words)
        got = _clock_at(sentence, at) if may_tell else None
        if got is None:
            at += 1
            continue
        clock, last = got
        begin = at
        if found and _is_elsewhere(sentence, begin, last):
            at = last + 1
            continue
        as_of = begin >= 2 and [t.key for t in tokens[begin - 2 : begin]] == ["as", "of"]
        joined = False
        if found and found[-1].precision == "exact":
            between = [
                t.key
                for i, t in enumerate(tokens[found[-1].last + 1 : begin], found[-1].last + 1)
                if i not in within_dates
            ]
            inside = range(found[-1].last + 1, begin)
            parts = {
                tokens[i].key
                for m in sentence.within(found[-1].last + 1, begin - 1, "time")
                if m.payload in PARTS_OF_DAY
                for i in range(m.first, m.last + 1)
                if i in inside
            }
            short = [
                k
                for k in between
                if k not in parts
                if not (k.isdigit() and len(k) <= 2 and FROM_SUFFIXES & set(between))
                and k not in ("on", "in", ",", "hrs", "hours", "the", "local", "time", *SUFFIXES)
                and not _month_key(sentence, k)
            ]
            joins = short[0] in JOINS if len(short) == 1 else not short and bool(FROM_SUFFIXES & set(between))
            to = last + 1 < len(tokens) and tokens[last + 1].key in TO_SUFFIXES
            joins = joins or (to and len(short) <= 1 and bool(FROM_SUFFIXES & set(between)))
            if joins and len(between) <= 8:
                found[-1] = replace(
                    found[-1], high=clock, label=f"{found[-1].low}-{clock}", last=last, precision="span"
                )
                joined = True
        if not joined:
            found.append(Clock(clock, clock, clock, begin, last, "exact", as_of))
        at = last + 1
    for match in sentence.of("time"):
        part = DAY_AND_PART.get(str(match.payload), ("", str(match.payload)))[1]
        if part in PARTS_OF_DAY and not any(c.first == match.first for c in found):
            low, high = PARTS_OF_DAY[part]
            found.append(Clock(low, high, part, match.first, match.last, "part_of_day"))
    found.sort(key=lambda c: c.first)
    return found


def _month_key(sentence: Sentence, key: str) -> bool:
    return any(sentence.tokens[m.first].key == key for m in sentence.of("months"))
