"""Victims told by name alone: "Irum A and Ghulam B of the same village were injured" are two. Pure.

A name is two words in capitals or more, that no list of the pack knows as a party, a place or a day. Names count only where
they are the subject of what befell them: nothing else stands before the first, and no number of people does.
"""

from .sentence import Sentence

_LONGEST_LEAD = 4  # words that may stand before the first name: "as a result,"
_KNOWN = (
    "party",
    "months",
    "weekdays",
    "body",
    "force",
    "military",
    "weapon",
    "target",
    "observer_word",
)


def people_by_name(sentence: Sentence, low: int, high: int) -> tuple[int, int] | None:
    """(how many, first token of the first name) of the names that open tokens low..high; None where they open with none."""
    opens = (
        "preposition",
        "place_before",
        "from_cause",
        "to_target",
        "time",
    )  # "В Горловке погибли ...": no name
    known = {i for m in sentence.of(*_KNOWN, *opens) for i in range(m.first, m.last + 1)}
    placed = {i for m in sentence.of("place") for i in range(m.first, m.last + 1)}
    names: list[tuple[int, int]] = []
    at = low
    while at <= high:
        end = at
        while (
            end <= high
            and sentence.tokens[end].kind == "word"
            and sentence.tokens[end].is_capital
            and end not in known
        ):
            end += 1
        if end - at > 1 and not placed >= set(range(at, end)) and not _is_of_place(sentence, at):
            names.append((at, end - 1))
        at = max(end, at + 1)
    if not names or names[0][0] - low > _LONGEST_LEAD:
        return None
    lead = sentence.tokens[low : names[0][0]]
    if any(t.is_capital for t in lead[1:]) or (
        lead and lead[-1].kind == "word" and not _leads(sentence, low, names[0][0])
    ):
        return None
    return len(names), names[0][0]


def is_name(sentence: Sentence, first: int, last: int) -> bool:
    """What counts a person is the name itself, as people_by_name has it: a word in capitals with another behind it."""
    if first != last or first + 1 >= len(sentence.tokens):
        return False
    one, other = sentence.tokens[first], sentence.tokens[first + 1]
    ranked = sentence.within(first, first + 1, *_KNOWN, "numbers", "one_person", "civilian")
    return one.kind == other.kind == "word" and one.is_capital and other.is_capital and not ranked


def _leads(sentence: Sentence, low: int, at: int) -> bool:
    """Conjunctions and "that" before a name: "that A B was hurt"."""
    return all(
        sentence.tokens[i].kind != "word"
        or sentence.is_word(i, "conjunction")
        or sentence.within(i, i, "that")
        for i in range(low, at)
    )


def _is_of_place(sentence: Sentence, at: int) -> bool:
    """ "Of village Thandi Kassi", "in Azad Kashmir": where a person is from."""
    before = at - 1
    return before >= 0 and (
        sentence.is_word(before, "noun_of_place")
        or sentence.is_word(before, "before_place")
        or sentence.is_word(before, "within_place")
    )
