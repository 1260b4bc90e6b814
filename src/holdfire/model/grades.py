"""Admiralty grades: the source's letter and this item's number, judged apart (STANAG 2511; field guide 5.3)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class SourceReliability(StrEnum):
    COMPLETELY = "A"
    USUALLY = "B"
    FAIRLY = "C"
    NOT_USUALLY = "D"
    UNRELIABLE = "E"
    CANNOT_BE_JUDGED = "F"


class ItemCredibility(StrEnum):
    CONFIRMED = "1"
    PROBABLY_TRUE = "2"
    POSSIBLY_TRUE = "3"
    DOUBTFUL = "4"
    IMPROBABLE = "5"
    CANNOT_BE_JUDGED = "6"


@dataclass(frozen=True)
class Grade:
    """Both halves, and who judged when: a grade without an author is not one."""

    source: SourceReliability
    item: ItemCredibility
    judged_by: str
    judged_on: date

    def __str__(self) -> str:
        return f"{self.source}{self.item}"


# ICD-203, the words for likelihood; (low, high, word), probabilities
LIKELIHOOD_WORDS = (
    (0.01, 0.05, "almost no chance"),
    (0.05, 0.20, "very unlikely"),
    (0.20, 0.45, "unlikely"),
    (0.45, 0.55, "roughly even chance"),
    (0.55, 0.80, "likely"),
    (0.80, 0.95, "very likely"),
    (0.95, 0.99, "almost certain"),
)


def percent(p: float) -> str:
    """A probability as people may read it: never 0 % or 100 %, which nobody can know."""
    if p < 0.01:
        return "under 1 %"
    if p > 0.99:
        return "over 99 %"
    return f"{100 * p:.0f} %"


def likelihood_word(p: float) -> str:
    """ICD-203's word for a probability. Below 1 % and above 99 % the outermost word is kept: nothing is certain."""
    if not 0 <= p <= 1:
        raise ValueError(f"a probability lies in 0..1, found {p}")
    for _low, high, word in LIKELIHOOD_WORDS:
        if p < high:
            return word
    return LIKELIHOOD_WORDS[-1][2]
