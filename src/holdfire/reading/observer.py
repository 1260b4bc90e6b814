"""Observer missions' daily and spot reports: counted items, sectors seen from a position.

"95 explosions against 520 on 30 August" and "330 in Luhansk region" are counts of the same item. An observer
accuses nobody whom it does not name; its sectors are kept as bearing and range with their widths (field guide 4.4).
"""

import re
from dataclasses import replace
from datetime import timedelta

from .bearings import bearing_set, hull, offset_place
from .clauses import read_sentence
from .number_alone import COUNTED, repeated_number
from .periods_before import of_period_before
from .places import placed
from .reporting_periods import SHORTEST_WEEK
from .sentence import Sentence
from .statement import Statement, Unread
from .telling import Telling
from .trigger_kinds import TRIGGERS
from .when_where import is_own_perception, point_of

_OUTGOING = {
    "outgoing": "outgoing",
    "incoming": "incoming",
    "impact": "impact",
    "impacts": "impact",
    "airburst": "airburst",
    "airbursts": "airburst",
    "undetermined": "undetermined",
}
_MEANS = {
    "heard": "heard",
    "saw": "saw",
    "observed": "saw",
    "recorded": "recorded",
    "spotted": "spotted",
    "told": "told",
    "noted": "saw",
    "registered": "recorded",
}
_ITEMS = {
    "explosion": "explosion",
    "burst": "burst",
    "shot": "shot",
    "projectile": "projectile",
    "muzzle": "muzzle_flash",
    "illumination": "illumination_flare",
    "tracer": "tracer",
    "airburst": "explosion",
}
_FLIGHT = re.compile(
    r"from (north|south|east|west)[\w-]* to (north|south|east|west)|(north|south|east|west) to (north|south|east|west)",
    re.IGNORECASE,
)


def read_observer_sentence(sentence: Sentence, telling: Telling) -> tuple[list[Statement], list[Unread]]:
    """The generic layer's reading, with what observers' sentences add: ellipses, means, items, sectors."""
    if _is_letterhead(sentence):
        return [], []
    statements, unread = read_sentence(sentence, telling)
    if not statements:
        again = repeated_number(sentence, telling.last_counted)
        if again is not None:
            _retime(sentence, again, again.end, telling)
            _of_period_before(sentence, again, telling.last_counted or again)
            _replace_place(sentence, again, again.start, sentence.end, telling)
            statements = [again]
    if not statements:
        _remember_place(sentence, telling)
    statements = [s for s in statements if not (s.kind == "other" and s.rule.startswith("clause.use"))]
    if any(s.kind == "explosion_undetermined" and s.count is not None for s in statements):
        statements = [
            s
            for s in statements
            if s.kind != "violation_unspecified"
            or s.count is not None
            or s.negated
            or _is_compared(sentence, s)
            or _is_seen_itself(sentence, s)
        ]
    statements += _ellipses(sentence, statements, telling)
    for statement in statements:
        _observed(sentence, statement)
        if (
            not statement.places
            and telling.last_places
            and (
                statement.block_seq == telling.place_block
                or (telling.period is None and is_own_perception(sentence, statement))
            )
            and statement.kind not in ("movement_restriction", "ceasefire_agreed")
        ):
            statement.places = telling.last_places
            statement.lat, statement.lon, statement.radius_m = telling.last_point or (None, None, None)
    placed_ones = [s for s in statements if s.places]
    if placed_ones:
        last = placed_ones[-1]
        telling.last_places, telling.place_block = last.places, last.block_seq
        telling.last_point = (
            (last.lat, last.lon, last.radius_m)
            if last.lat is not None and last.lon is not None and last.radius_m is not None
            else None
        )
    whole = [s for s in statements if s.kind in COUNTED and s.count is not None]
    telling.last_counted = whole[0] if whole else None
    _sector(sentence, statements)
    statements.sort(key=lambda s: (s.start, s.end, s.kind))
    if statements:
        unread = [u for u in unread if "never was" in u.reason]
    return statements, unread


def _remember_place(sentence: Sentence, telling: Telling) -> None:
    """ "The SMM travelled to Dolomitne", "is aware of an incident near Kvemo Chala": what follows is of that place."""
    if sentence.role == "headline":
        return
    blocked = {i for m in sentence.of("party", "months") for i in range(m.first, m.last + 1)}
    here = [p for p in placed(sentence, 0, len(sentence.tokens) - 1, blocked) if not p.is_region]
    if here:
        telling.last_places, telling.place_block = here[:1], sentence.block_seq
        telling.last_point = point_of(here[:1])


def _is_compared(sentence: Sentence, statement: Statement) -> bool:
    """ "Recorded fewer violations, including about 60 explosions": that there were fewer is said beside the explosions."""
    start = statement.field_spans.get("kind", (statement.start, 0))[0]
    at = next((i for i, t in enumerate(sentence.tokens) if t.start >= start), 0)
    return bool(sentence.within(at - 2, at, "comparing"))


def _is_seen_itself(sentence: Sentence, statement: Statement) -> bool:
    """ "Recorded many violations, including 550 explosions": the violations are what was recorded, and of no stated number."""
    start = statement.field_spans.get("kind", (statement.start, 0))[0]
    at = next((i for i, t in enumerate(sentence.tokens) if t.start >= start), 0)
    seen = sentence.within(at - _SEEN_ITSELF, at - 1, "perceive")
    return bool(seen) and bool(sentence.within(seen[-1].last + 1, at - 1, "many"))


_SEEN_ITSELF = 4
"""Tokens from "recorded" to the violations: "recorded a great many violations"."""


_LETTERHEAD = re.compile(
    r"^(?:latest from|osce special monitoring mission|osce smm spot report|daily report|based on information|spot report|summary\b)",
    re.IGNORECASE,
)


LONGEST_HEADING = 4
"""Tokens of a paragraph's heading: "Ceasefire violations", "Conflict-related civilian casualties"."""


def _is_letterhead(sentence: Sentence) -> bool:
    short = len(sentence.tokens) <= LONGEST_HEADING and all(t.kind == "word" for t in sentence.tokens)
    if short and not sentence.has("no", "perceive", "say"):
        return True
    return (
        bool(_LETTERHEAD.match(sentence.words))
        and not re.search(r"recorded|heard|saw|observed", sentence.words)
        and not tells_in_letterhead(sentence)
    )


def tells_in_letterhead(sentence: Sentence) -> bool:
    """ "Spot report of the mission, 30 May: Explosion near X": what stands behind the colon is told, and is no letterhead."""
    colon = next((t for t in sentence.tokens if t.text == ":"), None)
    return (
        colon is not None
        and bool(_LETTERHEAD.match(sentence.words))
        and any(m.first > sentence.tokens.index(colon) for c in TRIGGERS for m in sentence.of(c))
    )


def _ellipses(sentence: Sentence, statements: list[Statement], telling: Telling) -> list[Statement]:
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
            told = [s for s in before if s.count is None and _is_compared(sentence, s)]
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
        _retime(sentence, twin, end, telling)
        _of_period_before(sentence, twin, model)
        _replace_place(sentence, twin, start, end, telling)
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
    _replace_place(sentence, twin, start, end, telling)
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


def _of_period_before(sentence: Sentence, twin: Statement, model: Statement) -> None:
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


def _retime(sentence: Sentence, twin: Statement, at: int, telling: Telling) -> None:
    from .clock_times import clocks
    from .times import moments

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


def _replace_place(sentence: Sentence, twin: Statement, start: int, end: int, telling: Telling) -> None:
    first = next((i for i, t in enumerate(sentence.tokens) if t.start >= start), 0)
    last = max((i for i, t in enumerate(sentence.tokens) if t.end <= end), default=first)
    own = placed(sentence, first, last, set())
    if own:
        twin.places = own
        point = next(((p.lat, p.lon, p.radius_m) for p in own if p.lat is not None), None)
        if point is not None:
            twin.lat, twin.lon, twin.radius_m = point


def _observed(sentence: Sentence, statement: Statement) -> None:
    words = [t.key for t in sentence.tokens if t.start < statement.end]
    means = [w for w in words if w in _MEANS]
    if means and statement.speaker_party not in ("RES", "MEDIA"):
        statement.means = _MEANS[means[-1]]
    inside = statement.quote.lower()
    for word, item in _ITEMS.items():
        if word in inside:
            statement.observation = item
            break
    for word, description in _OUTGOING.items():
        if re.search(rf"\b{word}\b", inside):
            statement.description = description
            break
    flight = _FLIGHT.search(statement.quote)
    if flight:
        a, b = (flight[1], flight[2]) if flight[1] else (flight[3], flight[4])
        statement.description = f"{a[0].upper()}_to_{b[0].upper()}"


def _sector(sentence: Sentence, statements: list[Statement]) -> None:
    """ "30 explosions 4-9km north-east of its position": the sector belongs to the statement, its place is the observer's."""
    for statement in statements:
        got = bearing_set(sentence.text, statement.start, sentence.end)
        if got is None:
            continue
        sectors, span = got
        bearing, half, low, high = hull(sectors)
        after = sentence.text[span[1] : span[1] + 25].lower()
        observers = [p for p in statement.places if p.lat is not None and not p.is_region]
        if not observers:
            continue
        statement.sector = (bearing, half, low, high)
        statement.sectors = sectors if len(sectors) > 1 else []
        statement.observer = (observers[0].lat or 0.0, observers[0].lon or 0.0)
        point = offset_place(observers[0], bearing, half, low, high)
        if point is not None and "position" in after:
            statement.radius_m = max(statement.radius_m or 0.0, high * 1000.0)
