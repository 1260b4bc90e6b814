"""When what earlier sentences tell happened, where a later one says it: "The incident took place at 11:20 on 1 October."

And a heading that repeats what the text below it tells with its day: the heading's statement has that day too. Only a day
that nothing stated is replaced; a stated one never.
"""

from collections.abc import Sequence
from datetime import date

from .clock_times import clocks
from .relative_days import Moment
from .saying_days import is_of_speech
from .sentence import Sentence
from .speech import CONTENT
from .statement import Statement
from .times import moments

FURTHEST = 3
"""Sentences before it that such a sentence may speak of."""
APART = 6
"""Words between "the incident" and "took place"."""


def date_afterwards(
    marked: Sequence[Sentence], statements: Sequence[Statement], published: date | None
) -> None:
    """Changes statements whose day is not stated. marked  the document's sentences in order"""
    for number, sentence in enumerate(marked):
        moment = _day_of_what_was_told(marked, number, published)
        if moment is None:
            continue
        since = marked[max(0, number - FURTHEST)].start
        for statement in statements:
            if since <= statement.start < sentence.start and _is_undated(statement):
                _date(statement, moment, sentence)
    _date_heading(marked, statements)


def _is_undated(statement: Statement) -> bool:
    return "date_start" not in statement.field_spans and statement.kind not in ("denial", "ceasefire_agreed")


def _day_of_what_was_told(marked: Sequence[Sentence], number: int, published: date | None) -> Moment | None:
    """The one day of a sentence that says when "the incident" happened."""
    sentence = marked[number]
    named = sentence.of("this_event")
    happened = [m for m in sentence.of("happened") if named and 0 < m.first - named[0].last <= APART]
    if number == 0 or not happened:
        return None
    inside = {i for m in named for i in range(m.first, m.last + 1)}
    if any(m.first not in inside for m in sentence.of(*CONTENT) if m.first < happened[0].first):
        return None
    stated = [
        m for m in moments(sentence, published)[0] if m.basis == "stated" and not is_of_speech(sentence, m)
    ]
    return stated[0] if len(stated) == 1 else None


def _date(statement: Statement, moment: Moment, sentence: Sentence) -> None:
    statement.date_start, statement.date_end = moment.start, moment.end
    statement.field_spans["date_start"] = sentence.span(moment.first, moment.last)
    times = [c for c in clocks(sentence, [moment]) if c.precision != "part_of_day"]
    if statement.time is None and len(times) == 1:
        only = times[0]
        statement.time, statement.time_low, statement.time_high = only.label, only.low, only.high
        statement.time_precision = only.precision
        statement.field_spans["time"] = sentence.span(only.first, only.last)


def _date_heading(marked: Sequence[Sentence], statements: Sequence[Statement]) -> None:
    """The first block's statements, from the first below of the same kind against the same party."""
    if not marked:
        return
    first = marked[0].block_seq
    for heading in statements:
        if heading.block_seq != first or not _is_undated(heading) or marked[0].end < heading.start:
            continue
        for below in statements:
            same = (below.kind, below.accused_party) == (heading.kind, heading.accused_party)
            if below.block_seq != first and same and below.date_start is not None:
                if "date_start" in below.field_spans:
                    heading.date_start, heading.date_end = below.date_start, below.date_end
                    heading.field_spans["date_start"] = below.field_spans["date_start"]
                break
