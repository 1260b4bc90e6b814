"""What people say as evidence of a side: weighed by interest, by reliability, and once for each voice.

A party's word against its own interest counts. Its accusation of the other side is not by itself evidence of origin. A
third party counts by its reliability, and more where it says what it perceived than where it judges. Copies are one voice.
Weights are log likelihood ratios in decibans (ten decibans: ten to one). Pure.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

AGAINST_INTEREST_DB = 7.0
"""A party says that its own forces fired: about five to one. A setting, alike for both; see docs/decisions."""
JUDGED_SHARE = 0.25
"""A third party that judges, without saying what it perceived, weighs a quarter of one that does."""


@dataclass(frozen=True)
class Word:
    """One voice's say about a side of origin.

    about        the party said to have fired
    speaker      the speaking party's id; None for a third party
    reliability  0.5 to 1, that what this source says of such things is right
    perceived    it says what it heard, saw or recorded, not only what it thinks
    says         what it is, where it is no speech: an instrument's probability of a side
    """

    evidence_id: str
    about: str
    speaker: str | None
    reliability: float
    perceived: bool
    voice: str
    negated: bool = False
    says: str = ""


@dataclass(frozen=True)
class WeighedWord:
    word: Word
    decibans: float
    says: str
    refused: str = ""


def weigh(word: Word, parties: Sequence[str]) -> WeighedWord:
    """The weight of one voice for `word.about` having fired; 0 with a reason where it is no evidence of origin."""
    if word.about not in parties:
        return WeighedWord(word, 0.0, "", f"{word.about} is no party to the case")
    if word.speaker in parties:
        if word.speaker != word.about:
            what = "clears" if word.negated else "accuses"
            return WeighedWord(
                word,
                0.0,
                "",
                f"{word.speaker} {what} {word.about}: a party's word about the other is by itself no evidence of origin",
            )
        if word.negated:
            return WeighedWord(
                word,
                0.0,
                "",
                f"{word.speaker} denies that its own forces fired: in its interest, so no evidence of origin",
            )
        return WeighedWord(
            word, AGAINST_INTEREST_DB, f"{word.speaker} says against its interest that its own forces fired"
        )
    odds = math.log10(max(0.5, min(0.95, word.reliability)) / (1 - max(0.5, min(0.95, word.reliability))))
    decibans = 10 * odds * (1.0 if word.perceived else JUDGED_SHARE) * (-1 if word.negated else 1)
    if word.says:
        return WeighedWord(word, decibans, word.says)
    manner = "reports what it perceived" if word.perceived else "gives its judgement"
    return WeighedWord(
        word,
        decibans,
        f"a third party {manner}: the fire {'was not' if word.negated else 'was'} {word.about}'s",
    )


def weigh_all(words: Iterable[Word], parties: Sequence[str]) -> list[WeighedWord]:
    """Each voice once for each party it speaks of: its copies are refused, by id and with the reason."""
    heard: set[tuple[str, str]] = set()
    result = []
    for word in sorted(words, key=lambda w: w.evidence_id):
        weighed = weigh(word, parties)
        key = (word.voice, word.about)
        if not weighed.refused and key in heard:
            weighed = WeighedWord(
                word, 0.0, "", "a copy of a voice that was counted already: copies are one voice"
            )
        elif not weighed.refused:
            heard.add(key)
        result.append(weighed)
    return result


def spoken_for(p_side: dict[str, float], decibans: dict[str, float]) -> dict[str, float]:
    """P(side) after words.

    decibans  by party, summed over voices
    A place that is known keeps its side: words shift odds between sides. Where nothing is known of the place, words
    move (LR - 1) / (LR + 1) of what is undetermined towards the party they speak of: none of it for even odds.
    """
    parties = [p for p in p_side if p != "undetermined"]
    if not any(decibans.get(p) for p in parties):
        return dict(p_side)
    factors = {
        p: 10 ** (decibans.get(p, 0.0) / 20)
        / 10 ** (sum(decibans.get(q, 0.0) for q in parties if q != p) / 20)
        for p in parties
    }
    known = {p: p_side[p] * factors[p] for p in parties}
    rest = p_side["undetermined"]
    total = sum(sorted(known.values())) + rest
    result = {p: known[p] / total for p in parties}
    left = rest / total
    best = max(parties, key=lambda p: factors[p])
    ratio = factors[best] ** 2
    moved = left * (ratio - 1) / (ratio + 1) * (1 - sum(sorted(result.values()))) if ratio > 1 else 0.0
    result[best] += moved
    result["undetermined"] = left - moved
    return result
