"""Numbers that repeat the item told before them, in an observer mission's sentence, with their own day and place.

"95 explosions against 520 on 30 August", "and 330 in Luhansk region", "fewer in X and more in Y". Each becomes a statement like
the one it repeats. A number that is a part of the one before ("26 to the east") is none. Pure.
"""

import re
from dataclasses import replace
from datetime import timedelta

from .clock_times import clocks
from .periods_before import of_period_before
from .places import placed
from .reporting_periods import SHORTEST_WEEK
from .sentence import Sentence
from .statement import Statement
from .telling import Telling
from .times import moments


def is_compared(sentence: Sentence, statement: Statement) -> bool:
    """ "Recorded fewer violations, including about 60 explosions": that there were fewer is said beside the explosions."""
    start = statement.field_spans.get("kind", (statement.start, 0))[0]
    at = next((i for i, t in enumerate(sentence.tokens) if t.start >= start), 0)
    return bool(sentence.within(at - 2, at, "comparing"))


def ellipses(sentence: Sentence, statements: list[Statement], telling: Telling) -> list[Statement]:
    """Numbers that repeat the item before them: "against 520 on 30 August", "and 330 in Luhansk region", "none in X"."""
    out: list[Statement] = []
    counted = [
        s
        for s in statements
        if s.kind in ("explosion_undetermined", "violation_unspecified", "small_arms", "other")
        and (s.kind != "other" or s.observation is not None or ".observed_item." in s.rule)
    ]
    counted = [s for s in counted if not s.negated] or counted
    if not counted:
        return out
    text = sentence.text
    whole = {sentence.tokens[first].start for first, _, _ in of_period_before(sentence, "compared_after")}
    for start, end, at in _numbers_alone(sentence):
        if any(
            s.field_spans.get("count", (0, 0))[0] <= at[0] < s.field_spans.get("count", (0, 0))[1]
            for s in statements
        ):
            continue
        in_brackets = text.rfind("(", sentence.start, start) > text.rfind(")", sentence.start, start)
        if in_brackets and re.search(r"\bfrom\b", text[start:end]):
            continue  # "34 projectiles (26 to the east, eight to the west)": parts of what was counted
        before = [s for s in counted if s.field_spans.get("kind", (s.start, s.end))[0] < start]
        if not before:
            continue
        number = text[at[0] : at[1]].lower()
        if number in _TRENDS:
            told = [s for s in before if s.count is None and is_compared(sentence, s)]
            if told:
                out.append(_trend(sentence, told[-1], start, end, telling))
                _leave_place(told[-1], start, end)
            continue
        model = ([s for s in before if s.count is not None] or before)[-1]
        if _is_of_other_period(text, start) and out and out[-1].start > model.start:
            model = out[-1]  # "and two in Luhansk region (compared with none the day before)"
        if start in whole:
            told = [s for s in before if not _is_part(sentence, s)]
            if not told:
                continue  # what the parts are of was not counted
            model = told[-1]
        value = _NUMBER_WORDS.get(number)
        if value is None and number.replace(",", "").isdigit():
            value = int(number.replace(",", ""))
        if value is None:
            continue
        twin = replace(
            model,
            quote=text[start:end],
            start=start,
            end=end,
            places=list(model.places),
            field_spans={
                "count": at,
                "kind": model.field_spans.get("kind", (model.start, model.end)),
            },
            rule="observer.ellipsis",
        )
        twin.count = twin.count_low = twin.count_high = value
        twin.hedge, twin.negated = None, False
        twin.negated = number in ("none", "no")
        if twin.negated:
            twin.count = twin.count_low = twin.count_high = 0
        retime(sentence, twin, telling)
        date_before(sentence, twin, model)
        replace_place(sentence, twin, start, end)
        if not _is_of_other_period(text, start):
            _leave_place(model, start, end)
        out.append(twin)
    return out


def _is_of_other_period(text: str, start: int) -> bool:
    """Does the clause at this character compare a number with another period's?"""
    return bool(re.match(r"(?:against|compared|versus|as on|than on)\b", text[start : start + 10]))


def _leave_place(model: Statement, start: int, end: int) -> None:
    """ "13 violations in X and two in Y": Y is the two's alone, where the first has a place of its own."""
    own = [p for p in model.places if not start <= p.span[0] < end]
    if own and len(own) < len(model.places):
        model.places = own


def _is_part(sentence: Sentence, statement: Statement) -> bool:
    """ "Including 40 explosions": a part of what was counted before it."""
    spans = [span[0] for name, span in statement.field_spans.items() if name in ("kind", "count")]
    start = min(spans, default=statement.start)
    at = next((i for i, t in enumerate(sentence.tokens) if t.start >= start), 0)
    return any(0 < at - match.last <= _TO_PART for match in sentence.of("part_of"))


_TO_PART = 3
"""Tokens from "including" to its number or its noun: "including more than 40 explosions"."""


def _numbers_alone(sentence: Sentence) -> list[tuple[int, int, tuple[int, int]]]:
    """Where a number without a noun repeats the item before it: start and end of its clause, the span of the number."""
    out: list[tuple[int, int, tuple[int, int]]] = []
    for hit in _ELLIPSIS.finditer(sentence.text, sentence.start, sentence.end):
        name = next(group for group in ("n", "n2", "n3", "n4") if hit[group])
        out.append((hit.start(), hit.end(), hit.span(name)))
    told = {at for _, _, at in out}
    for first, last, number in of_period_before(sentence, "compared_after", "compared_to"):
        start, end = sentence.span(first, last)
        if (at := sentence.span(number, number)) not in told:
            out.append((start, end, at))
    return sorted(out)


_TRENDS = frozenset({"more", "fewer"})


def _trend(sentence: Sentence, model: Statement, start: int, end: int, telling: Telling) -> Statement:
    """ "Fewer violations in X and more in Y": of the same kind and days, in another place."""
    twin = replace(
        model,
        quote=sentence.text[start:end],
        start=start,
        end=end,
        places=list(model.places),
        field_spans={"kind": model.field_spans.get("kind", (model.start, model.end))},
        rule="observer.ellipsis",
    )
    replace_place(sentence, twin, start, end)
    return twin


_NUMBER_WORDS = {
    "none": 0,
    "no": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
}
_ELLIPSIS = re.compile(
    r"(?:against|compared (?:with|to)|versus)\s+(?:about\s+)?(?P<n>\d[\d,]*|"
    + "|".join(_NUMBER_WORDS)
    + r")(?=\s+(?:on|in|the|during)\b)[^.;,)]{0,40}"
    r"|(?:,\s*|\band\s+)(?P<n2>\d[\d,]*|more|fewer|"
    + "|".join(_NUMBER_WORDS)
    + r")(?=\s+(?:more\b|in\s+[A-Z]|from\s+(?:north|south|east|west)))[^.;,()]{0,60}"
    r"|(?:against|compared (?:with|to)|as on|than on)\s+(?:on\s+)?\d{1,2}\s+[A-Z][a-z]+\s+"
    r"\((?:about\s+|around\s+|some\s+|over\s+)?(?P<n4>\d[\d,]*)\)"
    r"|\((?:about\s+|around\s+|some\s+|over\s+)?(?P<n3>\d[\d,]*)(?=\s+(?:in|during|on|the)\b)[^.;,)]{0,60}\)?",
)


def date_before(sentence: Sentence, twin: Statement, model: Statement) -> None:
    """ "330 explosions, compared with 240 in the previous 24 hours": as many days, before those of the first number."""
    first = next((i for i, t in enumerate(sentence.tokens) if t.start >= twin.start), 0)
    last = max((i for i, t in enumerate(sentence.tokens) if t.end <= twin.end), default=first)
    if not sentence.within(first, last, "preceding") or model.date_start is None or model.date_end is None:
        return
    back = model.date_end - model.date_start or timedelta(days=1)
    if timedelta(days=1) < back < timedelta(days=SHORTEST_WEEK):
        back = timedelta(days=1)  # a weekend's report follows one of a day
        twin.date_start, twin.date_end = model.date_start - back, model.date_start
        return
    twin.date_start, twin.date_end = model.date_start - back, model.date_end - back


_PERIOD_BEFORE = frozenset({"previous_period", "previous_day", "past_hours", "last_24h"})
"""Labels of "compared with 30 in the previous reporting period", "the day before": as long as what is told, and before it."""


def retime(sentence: Sentence, twin: Statement, telling: Telling) -> None:
    """Gives the twin the days and the hour told in its own words, or the period before its model's."""
    stated, _ = moments(sentence, telling.published, telling.year_hint)
    near = [m for m in stated if twin.start <= sentence.tokens[m.first].start < twin.end + 2]
    earlier = [
        m
        for m in sentence.of("time")
        if m.payload in _PERIOD_BEFORE and twin.start <= sentence.tokens[m.first].start < twin.end + 2
    ]
    if earlier and twin.date_start is not None and twin.date_end is not None:
        back = timedelta(days=max(1, (twin.date_end - twin.date_start).days))
        twin.date_start, twin.date_end = twin.date_start - back, twin.date_end - back
    elif near:
        twin.date_start, twin.date_end = near[0].start, near[0].end
    own = [c for c in clocks(sentence, stated) if twin.start <= sentence.tokens[c.first].start < twin.end + 2]
    if own:
        twin.time, twin.time_low, twin.time_high = own[0].label, own[0].low, own[0].high


def replace_place(sentence: Sentence, twin: Statement, start: int, end: int) -> None:
    """Gives the twin the places named in characters start..end; it keeps its model's where none is."""
    first = next((i for i, t in enumerate(sentence.tokens) if t.start >= start), 0)
    last = max((i for i, t in enumerate(sentence.tokens) if t.end <= end), default=first)
    own = placed(sentence, first, last, set())
    if own:
        twin.places = own
        point = next(((p.lat, p.lon, p.radius_m) for p in own if p.lat is not None), None)
        if point is not None:
            twin.lat, twin.lon, twin.radius_m = point
