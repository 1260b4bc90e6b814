"""Losses that are denied: how far "no" reaches, and a denial beside a number."""

from .counts import Quantity
from .sentence import Sentence
from .toll import Marks


def denied_beside(
    sentence: Sentence, low: int, high: int, marks: Marks, numbers: list[Quantity]
) -> tuple[set[str], Marks]:
    """ "Nobody was killed, four were wounded", in either order: the kinds denied, and the marks that are left.

    Only where a comma parts them and what is left has a number: a denial reaches over a list ("no dead, no wounded").
    """
    for at in range(1, len(marks)):
        end, begin = marks[at - 1][0].last, marks[at][0].first
        cut = next((i for i in range(end + 1, begin) if sentence.tokens[i].text in (",", ";")), None)
        if cut is None:
            continue
        sides = ((low, cut - 1, marks[:at]), (cut + 1, high, marks[at:]))
        denied = [
            negated_at(sentence, first, last, part[0][0].first, part[-1][0].last) is not None
            for first, last, part in sides
        ]
        if denied[0] == denied[1]:
            continue
        first, last, left = sides[denied[0]]
        if any(first <= q.first and q.last <= last and not q.is_article for q in numbers):
            return {kind for _, kind in sides[denied[1]][2] if kind != "losses"}, left
    return set(), marks


def among(sentence: Sentence, at: int, first: int, last: int) -> bool:
    """ "no casualties among the civil population", in either order: the word of belonging stands beside the people."""
    return bool(sentence.within(at - 2, at + 3, "among")) and min(abs(at - first), abs(at - last)) <= 5


def negated_at(sentence: Sentence, low: int, high: int, first: int, last: int) -> int | None:
    """Token of the negation whose scope holds the casualty words."""
    stops = {"and", "but", "which", "that", "а", "но", ",", ";", "while", "until"}
    for match in sentence.negations():
        if not low <= match.first <= high:
            continue
        key = sentence.tokens[match.first].key
        if match.first <= first and last <= match.last and match.first < match.last:
            return match.first  # "لم يصب أحد": nobody and the loss are one phrase
        if match.last < first and first - match.last <= 8:
            between = sentence.keys(match.last + 1, first - 1)
            if sentence.within(match.last + 1, match.last + 1, "among"):
                between = [k for k in between if k != "and"]  # "nobody among soldiers and civilians was hurt"
            if not any(k in stops for k in between) or (key == "without" and "," not in between):
                if key == "any" and not any(
                    k in ("without", "not", "no", "causing")
                    for k in sentence.keys(match.first - 4, match.first - 1)
                ):
                    continue
                return match.first
        elif (
            match.first > last
            and match.first - last <= 3
            and key not in ("no", "not", "any", "without", "none")
        ):
            return match.first
    for match in sentence.of("no_post"):
        if match.first > high:
            continue
        parted = sentence.signs(last + 1, match.first - 1)
        if match.first > last and _behind_aside(sentence, last, match.first):
            return match.first
        if match.first > last and match.first - last <= (4 if parted else 8):
            return match.first
    return None


def _behind_aside(sentence: Sentence, last: int, at: int) -> bool:
    """ "Dead among the soldiers, as X says, there are none": who says it stands between two commas."""
    commas = [i for i in range(last + 1, at) if sentence.tokens[i].text == ","]
    if len(commas) != 2 or at - commas[1] > 3:
        return False
    return bool(sentence.within(commas[0] + 1, commas[1] - 1, "say", "accord"))
