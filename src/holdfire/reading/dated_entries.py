"""Texts of several entries, each of which opens with its day: "22 August 2013. At about 16:40 ...", "23 August 2013. This morning ...".

What an entry tells was published on its day: "today" and "this morning" are of it, and what it does not date is of it too.
Pure; proof in tests/reading/test_dated_entries.py.
"""

from collections.abc import Sequence
from datetime import date

from .relative_days import Moment
from .sentence import Sentence
from .times import moments

_SIGNS = frozenset({".", ":", "-", "–", "—", "/", "|", ",", ";"})
"""Signs that part an entry's day from its text."""
_AT_HEAD = 3
"""Tokens before the month of a day that opens an entry: "Tuesday, 16 July"."""
FEWEST = 2
"""Entries of different days that a text has at least: a single dateline is the text's own."""


def entry_days(marked: Sequence[Sentence], published: date | None) -> dict[int, date]:
    """Block number -> the day that the block opens with; empty where the text is no list of dated entries."""
    found: dict[int, date] = {}
    seen: set[int] = set()
    for sentence in marked:
        if sentence.block_seq in seen:
            continue
        seen.add(sentence.block_seq)
        months = sentence.of("months")
        if not months or months[0].first > _AT_HEAD:
            continue
        day = _opening_day(sentence, moments(sentence, published)[0])
        if day is not None and (published is None or day <= published):
            found[sentence.block_seq] = day
    return found if len(set(found.values())) >= FEWEST else {}


def _opening_day(sentence: Sentence, told: Sequence[Moment]) -> date | None:
    """The day that stands alone at the sentence's head, but for a weekday before it and a sign behind it."""
    stated = [m for m in told if m.basis == "stated" and m.start == m.end]
    if not stated:
        return None
    first, last = stated[0].first, stated[0].last
    weekdays = {i for m in sentence.of("weekdays") for i in range(m.first, m.last + 1)}
    before = [i for i in range(first) if i not in weekdays and sentence.tokens[i].text not in _SIGNS]
    if before:
        return None
    behind = sentence.tokens[last + 1 : last + 2]
    if not behind:
        return stated[0].start
    end = behind[0].end if behind[0].kind == "punct" else behind[0].start
    between = sentence.text[sentence.tokens[last].end : end]
    sign = between.strip()
    stands_free = sign in (".", ":") or between != sign  # but "noyabrın 22-də", whose ending hangs on the day
    return stated[0].start if sign in _SIGNS - {","} and stands_free else None
