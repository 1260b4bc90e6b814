"""Observer missions' daily and spot reports: counted items, sectors seen from a position.

"95 explosions against 520 on 30 August" and "330 in Luhansk region" are counts of the same item. An observer
accuses nobody whom it does not name; its sectors are kept as bearing and range with their widths (field guide 4.4).
"""

import re

from .bearings import bearing_set, hull, offset_place
from .clauses import read_sentence
from .ellipses import date_before, ellipses, is_compared, replace_place, retime
from .number_alone import COUNTED, repeated_number
from .places import placed
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
            retime(sentence, again, telling)
            date_before(sentence, again, telling.last_counted or again)
            replace_place(sentence, again, again.start, sentence.end)
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
            or is_compared(sentence, s)
            or _is_seen_itself(sentence, s)
        ]
    statements += ellipses(sentence, statements, telling)
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
