"""Who speaks where the verb of saying ends its clause and what is said stands before it: "X [that Y had fired] reported".

In such a clause the party next to the verb is part of what is said; who says it opens the clause: its leftmost body, resident
or official, else its leftmost party. Pure: phrases in, a phrase out; speakers.py makes the event of it.
"""

from collections.abc import Sequence

from .sentence import Sentence

Option = tuple[int, int, str | None]
"""First token, last token and party of a phrase that can speak."""

_STOPS = frozenset({";", ":", '"', "”", "“", "»", "«", "."})
_AUTHORITY = ("body", "statement_word", "resident")


def is_last(sentence: Sentence, first: int) -> bool:
    """A verb of saying of a language in which what is said may stand before it."""
    return any(m.first == first for m in sentence.of("verb_last"))


def ends_clause(sentence: Sentence, first: int, last: int) -> bool:
    """A verb of a language that puts it last (`word_order = "verb-last"`), with nothing of its clause behind it."""
    if not is_last(sentence, first):
        return False
    if any(m.first == last + 2 for m in sentence.of("that")):
        return False  # "said, that ..."
    return last + 1 >= len(sentence.tokens) or sentence.tokens[last + 1].kind == "punct"


def clause_start(sentence: Sentence, verb: int) -> int:
    """Where the verb's clause begins: behind a stop, behind "that", or behind a comma that a finished clause stands before."""
    for at in range(verb - 1, -1, -1):
        if sentence.tokens[at].text in _STOPS:
            return at + 1
        closed = sentence.tokens[at].text == "," and any(
            m.last == at - 1 for m in sentence.of("finite", "say", "accuse", "deny")
        )
        if closed or any(m.last == at for m in sentence.of("that")):
            return at + 1 + (sentence.tokens[at + 1].text == ",")
    return 0


def subject_before_content(
    sentence: Sentence, options: Sequence[Option], verb: int, content: Sequence[str]
) -> Option | None:
    """The phrase that opens the clause of a verb with its matter before it; None where the matter stands elsewhere."""
    start = clause_start(sentence, verb)
    inside = [o for o in options if o[0] >= start and o[1] < verb]
    if not inside or not _between(sentence, max(o[1] for o in inside) + 1, verb - 1, content):
        return None  # a party right before the verb speaks itself, or nothing is told before the verb
    able = [o for o in inside if sentence.within(o[0], o[1], *_AUTHORITY)] or inside
    first = min(able, key=lambda o: (o[0], o[0] - o[1]))
    return first if first[0] - start <= _LEAD or sentence.within(first[0], first[1], *_AUTHORITY) else None


_LEAD = 8  # tokens: a day, an hour and a link may open the clause before its subject


def _between(sentence: Sentence, low: int, high: int, content: Sequence[str]) -> bool:
    return any(m.first <= high and low <= m.last for m in sentence.of(*content))
