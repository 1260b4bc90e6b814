"""Who fired, where a mission says it only afterwards: "The fire came from a position of X both times."

What it told just before of the same fire names nobody; the later sentence does. Where it says of what the fire was, it is
what was told before. Only a mission's own account, and only what names nobody yet. Pure but for the statements it completes.
"""

from collections.abc import Sequence

from holdfire.model.kinds import FIRE_KINDS

from .pack import Pack
from .sentence import Sentence
from .statement import Statement

FURTHEST = 4
"""Sentences before it whose fire "the fire" is."""
_LIGHT = frozenset({"small_arms", "machine_gun", "sniper"})


def name_origin_afterwards(marked: Sequence[Sentence], statements: Sequence[Statement], pack: Pack) -> None:
    """Changes statements: the accused of fire told before, the kind of "the fire" itself."""
    for number, sentence in enumerate(marked):
        if number == 0 or not sentence.has("fire_came"):
            continue
        told = [s for s in statements if sentence.start <= s.start < sentence.end and s.kind in FIRE_KINDS]
        since = marked[max(0, number - FURTHEST)].start
        before = [s for s in statements if since <= s.start < sentence.start]
        for origin in told:
            own = [
                s for s in before if s.speaker_party == origin.speaker_party and s.modality == origin.modality
            ]
            fire = [s for s in own if s.kind in FIRE_KINDS and not s.negated]
            if not fire or not pack.is_neutral(origin.speaker_party):
                continue
            if all(s.kind in _LIGHT for s in fire) and ".obstrel." in origin.rule:
                origin.kind, origin.weapon = "small_arms", None
            if origin.accused_party is None:
                continue
            for statement in own:
                hurt_none = statement.kind == "casualty" and statement.negated
                if statement.accused_party is None and (statement in fire or hurt_none):
                    statement.accused_party = origin.accused_party
                    span = origin.field_spans.get("accused_party")
                    if span is not None:
                        statement.field_spans["accused_party"] = span
