"""A number of the reporting period before, told without its noun: "recorded 60 explosions, after nine in the previous period".

What the sentence tells of its own period keeps that period; only the number behind the comparing word is of the one before.
Pure.
"""

from .sentence import Sentence

_TO_PERIOD = 3  # tokens between a number and its period: "nine in the previous reporting period"


def of_period_before(sentence: Sentence, *words: str) -> list[tuple[int, int, int]]:
    """ "Recorded 60, after 9 in the previous reporting period": first and last token of each comparison by such words, its number.

    "After" compares only where the period before stands right behind the number, and no noun between them.
    """
    tokens = sentence.tokens
    found: list[tuple[int, int, int]] = []
    for match in sentence.of(*words):
        number = match.last + 1
        periods = [m for m in sentence.of("time") if m.payload == "previous_period"]
        near = [m for m in periods if number < m.first <= number + _TO_PERIOD]
        if near and tokens[number].kind in ("num", "word"):
            found.append((match.first, near[0].last, number))
    return found
