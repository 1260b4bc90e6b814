"""Who speaks where a language names only the place or the outfit: "in Baku they said", "according to Baku", "in the “DPR”".

Russian and Ukrainian put a verb of saying in the plural without a subject (`they_say`) and a place behind a preposition
(`speaks_in`): whoever sits there speaks. Where a case does what the preposition does, the word itself tells the seat
(`seat_case`). A city that is no party's metonym speaks for nobody. Pure.
"""

from collections.abc import Sequence

from .mention import Mention
from .sentence import Sentence

QUOTES = frozenset('"“”«»„')


def speaks_there(sentence: Sentence, m: Mention, verb: int | None) -> bool:
    """ "В Баку заявили", "заявили в «ДНР»": the party stands behind its preposition and the verb has no subject."""
    if verb is None or not any(says.first == verb for says in sentence.of("they_say")):
        return False
    if m.form == "capital" and sentence.within(m.first, m.last, "seat_case"):
        return True
    if m.stance != "location":
        return False
    before = m.first - 1
    while before > 0 and sentence.tokens[before].text in QUOTES:
        before -= 1
    return before >= 0 and bool(sentence.within(before, before, "speaks_in"))


def named_by(sentence: Sentence, found: Sequence[Mention], last: int) -> Mention | None:
    """ "По версии Баку", "за твердженням Єревана": the party right behind the words, whatever case it stands in."""
    for m in found:
        if m.what == "party" and m.stance != "body" and last < m.core <= last + 2:
            between = sentence.tokens[last + 1 : m.core]
            if all(t.text in QUOTES or t.kind == "word" for t in between):
                return m
    return None


def is_around_name(found: Sequence[Mention], at: int) -> bool:
    """The quotation mark at this token belongs to a party's name: «ДНР»."""
    return any(m.what == "party" and m.first - 1 <= at <= m.last + 1 for m in found)
