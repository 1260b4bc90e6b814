"""Numbers in words and digits, with their hedge and range.

"over a hundred", "15-20", "three to five", "at least 8", "2,300", "twenty one", "двое", "іки". A number word outside
the grammar is no number. Bounds: "at least 8" is 8 and more; "up to 8" is 0 to 8; "about" sets neither.
"""

from dataclasses import dataclass

from .lexicon import opens_with_and
from .sentence import Sentence


@dataclass(frozen=True)
class Quantity:
    """A number at tokens first..last (with its hedge); high is the upper end of a stated range."""

    value: int
    first: int
    last: int
    low: int | None
    high: int | None
    hedge: str | None
    range_high: int | None = None
    is_article: bool = False


HEDGES = {
    "h_about": "about",
    "h_at_least": "at least",
    "h_more": "more than",
    "h_up_to": "up to",
    "h_less": "fewer than",
}
_SCALES = (100, 1000, 12)


def quantities(sentence: Sentence) -> list[Quantity]:
    """Every number of the sentence, articles included, in order. Dates and clock times are the caller's to leave out."""
    each_other = {i for m in sentence.of("each_other") for i in range(m.first, m.last + 1)}
    simple = [q for q in _simple(sentence) if q[1] not in each_other]  # "one another" counts nothing
    found: list[Quantity] = []
    at = 0
    while at < len(simple):
        value, first, last, is_article = simple[at]
        high: int | None = None
        if at + 1 < len(simple):
            next_value, next_first, next_last, next_article = simple[at + 1]
            between = [t.key for t in sentence.tokens[last + 1 : next_first]]
            words = sentence.tokens[last].kind == sentence.tokens[next_first].kind == "word"
            words = words and not opens_with_and(sentence.tokens[next_first].key)
            words = words and not any(m.first == next_first for m in sentence.of("dual"))
            if not between and words and not is_article and not next_article:
                at += 2  # "forty-twelve": two number words that make no number give none
                continue
            spans = between == ["and"] and sentence.within(first - 2, first - 1, "between")
            if (
                (spans or between in (["-"], ["–"], ["to"], ["or"], ["do"], ["до"], ["или"], ["—"]))
                and next_value > value
                and not is_article
                and not next_article
            ):
                high, last, at = next_value, next_last, at + 1
        hedge, opens = _hedge(sentence, first)
        low_bound, high_bound = _bounds(value, high, hedge)
        found.append(Quantity(value, opens, last, low_bound, high_bound, hedge, high, is_article))
        at += 1
    return found


def _bounds(value: int, high: int | None, hedge: str | None) -> tuple[int | None, int | None]:
    if high is not None:
        return value, high
    if hedge in ("at least", "more than"):
        return value, None
    if hedge in ("up to", "fewer than"):
        return 0, value
    if hedge == "about":
        return None, None
    return value, value


def _hedge(sentence: Sentence, first: int) -> tuple[str | None, int]:
    for category, name in HEDGES.items():
        for match in sentence.of(category):
            if match.last == first - 1:
                return name, match.first
    return None, first


def _simple(sentence: Sentence) -> list[tuple[int, int, int, bool]]:
    """(value, first, last, is_article): digits, number words, "a hundred", "twenty one"."""
    words = {match.first: match for match in sentence.of("numbers")}
    duals = {i for match in sentence.of("dual") for i in range(match.first, match.last + 1)}
    found: list[tuple[int, int, int, bool]] = []
    at = 0
    tokens = sentence.tokens
    while at < len(tokens):
        token = tokens[at]
        if token.kind == "num" and not _is_model_number(sentence, at) and not _is_ordinal(sentence, at):
            value = digits(token.text)
            if value is not None and any(m.first == at + 1 for m in sentence.of("weight")):
                at += 1
                continue  # "500-pound bombs"
            if value is not None:
                last = at
                scale = words.get(at + 1)
                if scale is not None and scale.payload in _SCALES:
                    value, last = value * int(scale.payload), scale.last
                found.append((value, at, last, False))
                at = last + 1
                continue
        if at in duals:
            last = at
            while last + 1 in duals or (last + 1 in words and int(words[last + 1].payload) == 2):
                last += 1  # "two drones", each word of it in the dual
            found.append((2, at, last, False))
            at = last + 1
            continue
        match = words.get(at)
        if match is None:
            at += 1
            continue
        value, last = int(match.payload), match.last
        is_article = last == at and sentence.is_word(at, "one")  # "bir nəfər" is one person
        if is_article and any(m.first == at for m in sentence.of("a_few")):
            at += 1  # "a number of", "մի քանի": how many is not said
            continue
        following = words.get(last + 1)
        while following is not None:
            if int(following.payload) in _SCALES and value < int(following.payload):
                value, is_article = value * int(following.payload), False
            elif any(value >= s and value % s == 0 and 0 < int(following.payload) < s for s in (100, 1000)):
                value += int(following.payload)  # "сто двадцать", "مئة وخمسون"
            elif (
                value >= 20
                and int(following.payload) < 10
                and value % 10 == 0
                and not sentence.is_word(following.first, "one")
            ):
                value += int(following.payload)
            else:
                break
            last = following.last
            following = words.get(last + 1)
        found.append((value, at, last, is_article))
        at = last + 1
    return found


def _is_model_number(sentence: Sentence, at: int) -> bool:
    """ "X-55", "BM-21", "Zolote-5", "position 68": part of a name."""
    start = sentence.tokens[at].start
    if any(m.last == at - 1 for m in sentence.of("numbered")):
        counts = sentence.within(at + 1, at + 3, "u_times", "u_cases", "shot_count", "explosion", "weapon")
        return not counts or bool(sentence.within(at + 1, at + 2, "perceive"))
    return start >= 2 and sentence.text[start - 1] in "-‐" and sentence.text[start - 2].isalpha()


def _is_ordinal(sentence: Sentence, at: int) -> bool:
    """ "19-го", "3-րդ": the ending behind the hyphen makes it the nineteenth, a day or a brigade, and no nineteen things."""
    end = next((m.last for m in sentence.of("ordinal_end") if m.first in (at + 1, at + 2)), None)
    if end is None:
        return False
    return sentence.text[sentence.tokens[at].end : sentence.tokens[end].start] in ("-", "‑", "‐")


def digits(text: str) -> int | None:
    """A whole number, thousands by comma, full stop or space; None for a decimal or a clock time."""
    plain = text.replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    plain = plain.replace("٬", ",").replace("٫", ".")
    if ":" in plain:
        return None
    for mark in (",", "."):
        if mark in plain:
            head, *groups = plain.split(mark)
            if all(len(group) == 3 for group in groups) and head:
                plain = head + "".join(groups)
            else:
                return None
    return int(plain) if plain.isdigit() and len(plain) <= 9 else None
