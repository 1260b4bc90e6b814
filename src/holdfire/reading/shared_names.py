"""Whom a word means that two parties share: "the separatists" are of the one republic that the text names by its own name.

A pack gives such words to the party that most texts mean by them, and says with whom it shares them. Where the text names
both, or neither, they stay with the first. Pure.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .lexicon import Match
from .sentence import Sentence


def with_shared_names(marked: Sequence[Sentence]) -> list[Sentence]:
    """The sentences, with shared words marked as the one of their parties that the text names otherwise."""
    words = [m.payload for sentence in marked for m in sentence.of("party") if m.payload.shared_with]
    if not words:
        return list(marked)
    named = {
        m.payload.party for sentence in marked for m in sentence.of("party") if not m.payload.shared_with
    }

    def meant(match: Match[Any]) -> Match[Any]:
        word = match.payload
        others = [party for party in word.shared_with if party in named]
        if word.party in named or len(others) != 1:
            return match
        return Match(match.first, match.last, replace(word, party=others[0]))

    out: list[Sentence] = []
    for sentence in marked:
        if any(m.payload.shared_with for m in sentence.of("party")):
            sentence = replace(
                sentence, marks={**sentence.marks, "party": [meant(m) for m in sentence.of("party")]}
            )
        out.append(sentence)
    return out
