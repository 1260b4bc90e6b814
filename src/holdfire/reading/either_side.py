"""Which of two allied sides an unnamed body is: "the armed formations" near one side's city are that side's.

A mission that names neither side says "a member of the armed formations ... (15 km west of X)". A pack names such words
(phrases `of_either_side`) and the cities of each side (`cities_of_` and its id); the city named nearest, in this sentence
or the few before it, tells the side. Where no such city is named, nobody is meant. Pure.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .lexicon import Match
from .pack import Pack
from .pack_parts import PartyWord
from .sentence import Sentence

FURTHEST = 3
"""Sentences before it, of the same paragraph, in which the city may be named."""
_AT_POST = 3
"""Tokens from "checkpoints" to whose they are: a mission that is restricted at them accuses nobody."""


def with_sides_by_city(marked: Sequence[Sentence], pack: Pack) -> list[Sentence]:
    """The sentences, with such words marked as the side whose city is named beside them."""
    if not any(sentence.has("of_either_side") for sentence in marked):
        return list(marked)
    out: list[Sentence] = []
    for number, sentence in enumerate(marked):
        bodies = [
            m
            for m in sentence.of("of_either_side")
            if not any(p.first <= m.last and m.first <= p.last for p in sentence.of("party"))
            and not sentence.within(m.first - _AT_POST, m.first - 1, "post")
        ]
        side = _side_near(marked, number, pack) if bodies else None
        if side is not None:
            parties: list[Match[Any]] = [
                *sentence.of("party"),
                *(Match(m.first, m.last, PartyWord(side, "force")) for m in bodies),
            ]
            parties.sort(key=lambda m: m.first)
            sentence = replace(sentence, marks={**sentence.marks, "party": parties})
        out.append(sentence)
    return out


def _side_near(marked: Sequence[Sentence], number: int, pack: Pack) -> str | None:
    """The side of the one city of either that the nearest sentence names; two in one sentence tell nothing."""
    for sentence in reversed(marked[max(0, number - FURTHEST) : number + 1]):
        if sentence.block_seq != marked[number].block_seq:
            return None
        sides = {party for party in pack.parties if sentence.has(f"{CITIES}{party}")}
        if sides:
            return sides.pop() if len(sides) == 1 else None
    return None


CITIES = "cities_of_"
