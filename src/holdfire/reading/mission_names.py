"""Which mission "the mission" is: the one named last, else whose document it is.

A pack calls "the Mission" one party, as most reports come from one. A text of the UN or of the African Union says "the
mission" of its own. Pure.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .lexicon import Match
from .pack import Pack
from .pack_parts import PartyWord
from .sentence import Sentence

OBSERVERS = frozenset({"osce", "un"})
"""Families of the source registry whose documents watch both sides and accuse nobody that they do not name."""


def with_missions_named(marked: Sequence[Sentence], pack: Pack, default: str | None) -> list[Sentence]:
    """The sentences, with "the mission" marked as the mission that the text named before it.

    default  whose document it is, where that is known
    """
    missions = {rule.party for rule in pack.sources if rule.family in OBSERVERS}
    last = default if default in missions else None
    out: list[Sentence] = []
    for sentence in marked:
        parties: list[Match[Any]] = []
        for match in sentence.of("party"):
            is_bare = any(m.first == match.first and m.last == match.last for m in sentence.of("the_mission"))
            if is_bare and last is not None and match.payload.party in missions:
                match = Match(match.first, match.last, PartyWord(last, match.payload.form))
            elif match.payload.party in missions and not is_bare:
                last = match.payload.party
            parties.append(match)
        changed = parties != sentence.of("party")
        out.append(replace(sentence, marks={**sentence.marks, "party": parties}) if changed else sentence)
    return out
