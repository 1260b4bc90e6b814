"""Victims told by rank and name, or by their birth, without a number: "Sergeant A B and corporal C D" are two. Pure.

Names without a rank: named_victims.py.
"""

from typing import Any

from .lexicon import Match
from .sentence import Sentence


def people_by_birth(sentence: Sentence, low: int, high: int) -> tuple[int, int] | None:
    """ "Resident A, born in 1967, and B, born in 2015": as many as have a birth told."""
    births = sentence.within(low, high, "born")
    return (len(births), low) if len(births) > 1 else None


def named_people(sentence: Sentence, low: int, high: int) -> tuple[int, int] | None:
    """How many persons with a rank and a name stand there: "Sergeant A B and corporal C D", "soldiers A B and C D" are two."""
    ranks = [
        m
        for m in sentence.of("military", "people_plural")
        if low <= m.first
        and m.last <= high
        and m.last + 1 <= high
        and sentence.tokens[m.last + 1].is_capital
        and not any(p.first == m.last + 1 for p in sentence.of("party"))
    ]
    heads = [m for i, m in enumerate(ranks) if i == 0 or m.first > ranks[i - 1].last + 1]
    if heads:
        return sum(_names_behind(sentence, m) for m in heads), heads[0].first
    return None


def _names_behind(sentence: Sentence, head: Match[Any]) -> int:
    """How many names a plural has behind it; a singular has one."""
    tokens, at, names, in_name = sentence.tokens, head.last + 1, 0, False
    if not sentence.within(head.first, head.last, "people_plural"):
        return 1
    while at < len(tokens):
        if tokens[at].kind == "word" and tokens[at].is_capital:
            names += not in_name
            in_name = True
        elif in_name and (tokens[at].text in (",", ".") or sentence.within(at, at, "and")):
            in_name = tokens[at].text == "."
        elif in_name and tokens[at].text == "(":
            at = _bracket_end(sentence, at)  # "A B (born in 1992) and C D": what is told of the person
        else:
            break
        at += 1
    return max(1, names)


def _bracket_end(sentence: Sentence, at: int) -> int:
    """The token that closes the bracket opened at this one; the last of the sentence where none does."""
    closed = (i for i in range(at, len(sentence.tokens)) if sentence.tokens[i].text == ")")
    return next(closed, len(sentence.tokens) - 1)
