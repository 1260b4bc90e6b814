"""The number of a statement, its unit, and how far a statement is to be trusted."""

from .accused import Blame
from .counting import COUNTED_NOUNS
from .counts import Quantity
from .sentence import Sentence
from .statement import Statement
from .telling import Attribution, Scene
from .trigger_kinds import Frame


def set_count(scene: Scene, statement: Statement, q: Quantity) -> None:
    """Writes a number with its bounds and hedge, and the unit that it counts."""
    statement.count = q.value
    statement.count_low = q.low
    statement.count_high = q.high
    statement.hedge = q.hedge
    statement.field_spans["count"] = scene.sentence.span(q.first, q.last)
    unit = next((u for u in scene.sentence.of("u_times", "u_cases") if q.last < u.first <= q.last + 2), None)
    after = q.last + 1
    if unit is not None:
        statement.unit = scene.sentence.says(unit.first, unit.last)
    elif after < len(scene.sentence.tokens) and scene.sentence.tokens[after].kind == "word":
        noun = next(
            (
                t
                for t in range(after, min(after + 5, len(scene.sentence.tokens)))
                if any(m.first <= t <= m.last for m in scene.sentence.of(*COUNTED_NOUNS))
            ),
            _noun_behind(scene.sentence, after),
        )
        statement.unit = scene.sentence.tokens[noun].text
    statement.aggregate = (statement.count or 0) > 1 and (
        statement.kind == "violation_unspecified" or unit is not None
    )


def thrown_in_all(scene: Scene, frame: Frame) -> Quantity | None:
    """ "Fired mortars near X, 19 mines in all": the number of what was thrown, told behind the fire."""
    sentence = scene.sentence
    for q in scene.numbers:
        noun = sentence.within(q.last + 1, q.last + 2, "thrown")
        told = noun and sentence.within(noun[0].last + 1, noun[0].last + 2, "in_all")
        if told and frame.last < q.first <= frame.high:
            return q
    return None


def _noun_behind(sentence: Sentence, at: int) -> int:
    """ "Two Azerbaijani combat UAVs": what is counted stands behind whose it is; else the word itself."""
    weapon = next((m for m in sentence.of("weapon") if at <= m.first <= at + 3), None)
    if weapon is not None and not sentence.signs(at, weapon.first):
        return weapon.last
    named = next((m for m in sentence.of("party") if m.first <= at <= m.last), None)
    behind = named.last + 1 if named is not None else at
    return behind if behind < len(sentence.tokens) and sentence.tokens[behind].kind == "word" else at


def set_count_after(scene: Scene, statement: Statement, frame: Frame) -> None:
    """Writes the number that stands right behind the frame, else before it, else the one aircraft of a singular."""
    near = [q for q in scene.numbers if frame.low <= q.first <= frame.high]
    chosen = next((q for q in near if q.first > frame.last and q.first - frame.last <= 2), None) or next(
        (q for q in reversed(near) if q.last < frame.first), None
    )
    if chosen is not None:
        set_count(scene, statement, chosen)
        return
    one = scene.sentence.of("one_aircraft")
    if one and not near and not statement.negated:  # "the drone was downed", in a language without articles
        statement.count = statement.count_low = statement.count_high = 1
        statement.unit = scene.sentence.says(one[-1].first, one[-1].last)
        statement.field_spans["count"] = scene.sentence.span(one[-1].first, one[-1].last)


def confidence_of(scene: Scene, statement: Statement, held: Blame, who: Attribution, frame: Frame) -> float:
    """From 0.3 to 0.95, by how the accused was found and the speaker named; no probability."""
    score = 0.6
    score += 0.15 if held.rule in ("actor", "agent", "origin", "accused", "enemy_of_speaker", "own") else 0.0
    score += 0.15 if who.is_explicit else 0.05
    score += 0.05 if statement.count is not None else 0.0
    score -= 0.15 if held.rule == "last_accused" else 0.0
    return max(0.3, min(0.95, score))
