"""When what earlier sentences tell happened, where a later one says it: "The incident took place at 11:20 on 1 October."

And a heading that repeats what the text below it tells with its day: the heading's statement has that day too. Only a day
that nothing stated is replaced; a stated one never.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from holdfire.model.kinds import FIRE_KINDS

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


DaysOf = Callable[[Sentence], list[Moment]]
"""The days that a sentence tells of events, and none of a saying."""


def _may_tell_a_day(sentence: Sentence) -> bool:
    return sentence.has("months", "weekdays", "time") or any(t.kind == "num" for t in sentence.tokens)


def date_afterwards(
    marked: Sequence[Sentence], statements: Sequence[Statement], published: date | None
) -> None:
    """Changes statements whose day is not stated. marked  the document's sentences in order"""
    known: dict[int, list[Moment]] = {}

    def days_of(sentence: Sentence) -> list[Moment]:
        if sentence.start not in known:
            told = moments(sentence, published)[0] if _may_tell_a_day(sentence) else []
            known[sentence.start] = [m for m in told if not is_of_speech(sentence, m)]
        return known[sentence.start]

    for number, sentence in enumerate(marked):
        if not _says_when_it_happened(marked, number):
            continue
        moment = _its_day(days_of(sentence))
        since = marked[max(0, number - FURTHEST)].start
        for statement in statements:
            if not since <= statement.start < sentence.start or statement.kind in _UNDATED:
                continue
            if moment is not None and _is_undated(statement):
                _date(statement, moment, sentence)
            elif moment is None and statement.block_seq == sentence.block_seq:
                _give_hour(statement, sentence, [])
    _date_impacts(marked, statements, days_of)
    _date_heading(marked, statements)
    if published is not None:
        _date_lead(marked, statements, days_of)


def _is_undated(statement: Statement) -> bool:
    return "date_start" not in statement.field_spans and statement.kind not in ("denial", "ceasefire_agreed")


def _says_when_it_happened(marked: Sequence[Sentence], number: int) -> bool:
    """A sentence that says when "the incident" happened, and tells nothing before."""
    sentence = marked[number]
    named = sentence.of("this_event")
    happened = [m for m in sentence.of("happened") if named and 0 < m.first - named[0].last <= APART]
    if number == 0 or not happened:
        return False
    inside = {i for m in named for i in range(m.first, m.last + 1)}
    return not any(m.first not in inside for m in sentence.of(*CONTENT) if m.first < happened[0].first)


def _its_day(days: Sequence[Moment]) -> Moment | None:
    stated = [m for m in days if m.basis == "stated"]
    return stated[0] if len(stated) == 1 else None


def _date(statement: Statement, moment: Moment, sentence: Sentence) -> None:
    statement.date_start, statement.date_end = moment.start, moment.end
    statement.field_spans["date_start"] = sentence.span(moment.first, moment.last)
    _give_hour(statement, sentence, [moment])


def _give_hour(statement: Statement, sentence: Sentence, told: list[Moment]) -> None:
    """The one hour of the sentence, for a statement that has none of its own, or only a part of the day."""
    times = [c for c in clocks(sentence, told) if c.precision != "part_of_day"]
    vague = statement.time is None or statement.time_precision == "part_of_day"
    if vague and len(times) == 1:
        only = times[0]
        statement.time, statement.time_low, statement.time_high = only.label, only.low, only.high
        statement.time_precision = only.precision
        statement.field_spans["time"] = sentence.span(only.first, only.last)


BEHIND_IMPACT = 2
"""Sentences behind what was found of an impact in which somebody may tell when it was."""


def _date_impacts(marked: Sequence[Sentence], statements: Sequence[Statement], days_of: DaysOf) -> None:
    """ "Saw a fresh crater. Residents said that the shelling had begun at 23:30 on 24 October": the crater is of that day and hour."""
    for number, sentence in enumerate(marked):
        if not sentence.has("crater", "left_craters") or days_of(sentence):
            continue
        found = [
            s
            for s in statements
            if sentence.start <= s.start < sentence.end and s.kind in FIRE_KINDS and _is_undated(s)
        ]
        for later in marked[number + 1 : number + 1 + BEHIND_IMPACT] if found else ():
            if later.block_seq != sentence.block_seq:
                break
            told = days_of(later)
            if len(told) != 1 or told[0].basis not in ("stated", "weekday") or not later.has("say", "accord"):
                continue
            if later.has("explosion", "shell", "under_shelling", "fire", "fire_n", "under_fire"):
                for statement in found:
                    if statement.date_end is None or told[0].start <= statement.date_end:
                        _date(statement, told[0], later)
                break


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
        if heading.date_start is None:
            _date_by_text(heading, first, statements)


def _date_by_text(heading: Statement, first: int, statements: Sequence[Statement]) -> None:
    """A heading that no statement below repeats word for word: the day of the first of its kind, else of the text's first."""
    dated = [
        s for s in statements if s.block_seq != first and s.date_start is not None and s.kind not in _UNDATED
    ]
    alike = [s for s in dated if s.kind == heading.kind] or dated
    if alike:
        heading.date_start, heading.date_end = alike[0].date_start, alike[0].date_end


LEAD = 2
"""Sentences at a text's beginning that sum up what those below tell; headings and datelines that tell nothing aside."""
BELOW = 6
"""Sentences below the lead that may give its day."""
DAYS_BEFORE = timedelta(days=7)
"""The day below is that of the lead where it is no earlier than this."""


def _date_lead(marked: Sequence[Sentence], statements: Sequence[Statement], days_of: DaysOf) -> None:
    """A lead that gives no day but that of its saying, or "the past day", has the day on which the text below tells the same."""
    leads = 0
    for number, sentence in enumerate(marked[: 3 * LEAD]):
        told = [s for s in statements if sentence.start <= s.start < sentence.end]
        if not told:
            continue
        stated = days_of(sentence)
        past_day = (
            len(stated) == 1 and stated[0].basis == "period" and (stated[0].end - stated[0].start).days == 1
        )
        if leads == LEAD or (stated and not past_day):
            return
        leads = LEAD if past_day else leads + 1
        below = _dated_below(marked, statements, number, days_of)
        for lead in told:
            day = _day_below(lead, below, past_day)
            if day is not None:
                for beside in told:
                    if beside.kind not in _UNDATED and (beside.date_start, beside.date_end) == (
                        lead.date_start,
                        lead.date_end,
                    ):
                        beside.date_start, beside.date_end = day
                break


_UNDATED = ("denial", "ceasefire_agreed")


def _day_below(lead: Statement, below: Sequence[Statement], past_day: bool) -> tuple[date, date] | None:
    """The days of the first statement below that tells what the lead tells; of a past day only one of its two."""
    for number, told in enumerate(below):
        if lead.date_start is None or told.date_start is None or told.date_end is None:
            continue
        if lead.kind in _UNDATED or not _is_told_again(lead, told, number == 0):
            continue
        if not timedelta(0) <= lead.date_start - told.date_start <= DAYS_BEFORE:
            return None
        if past_day and (told.date_end != lead.date_start or lead.count is None):
            return None
        return told.date_start, told.date_end
    return None


def _dated_below(
    marked: Sequence[Sentence], statements: Sequence[Statement], number: int, days_of: DaysOf
) -> list[Statement]:
    """Statements of the sentences behind that with `number`, whose day is stated."""
    found: list[Statement] = []
    for sentence in marked[number + 1 : number + 1 + BELOW]:
        here = [s for s in statements if sentence.start <= s.start < sentence.end]
        states = here and any(m.basis != "relative" for m in days_of(sentence))
        # "a day earlier" is told from the lead's own day
        found += [s for s in here if s.kind == "casualty" or (states and "date_start" in s.field_spans)]
    return found


def _is_told_again(lead: Statement, below: Statement, is_next: bool) -> bool:
    """The same act of the same side, or the same losses; losses also where the next dated act is their cause."""
    known = lead.accused_party is not None and lead.accused_party == below.accused_party
    if lead.kind == "casualty" and (lead.killed or lead.wounded):
        if below.kind == "casualty":
            wounded = not lead.wounded or lead.wounded == below.wounded
            return (
                known
                and wounded
                and lead.date_start != below.date_start
                and (lead.killed or {}) == (below.killed or {})
            )
        return known and is_next and below.count is None and lead.speaker_party == below.speaker_party
    if lead.count is not None:
        return known and lead.count == below.count
    next_fire = is_next and {lead.kind, below.kind} <= _FIRE and lead.speaker_party == below.speaker_party
    return known and (lead.kind == below.kind or next_fire)


_FIRE = frozenset(
    {
        "small_arms",
        "machine_gun",
        "sniper",
        "mortar",
        "artillery",
        "mlrs",
        "tank",
        "other",
        "violation_unspecified",
    }
)
"""Kinds of fire that a lead and the text below it may tell of one act: "shelled", and then "with mortars"."""
