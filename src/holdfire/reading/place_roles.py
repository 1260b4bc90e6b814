"""The part that a place plays in a sentence: hit, firing from, observer at, about; and what is a street and no place."""

from .sentence import Sentence


def is_street(sentence: Sentence, first: int, last: int) -> bool:
    """ "Myru Street", "улица Мира": an address within a place, and none itself."""
    return any(m.first in (last, last + 1) or m.last in (first - 1, first) for m in sentence.of("street"))


def word_behind(sentence: Sentence, last: int) -> str:
    """The folded word behind this token; empty at the sentence's end."""
    return sentence.tokens[last + 1].key if last + 1 < len(sentence.tokens) else ""


def role_at(sentence: Sentence, first: int) -> str:
    """firing_from after "from" or "stationed in", else hit where a preposition of direction stands before, else about.

    The preposition may stand before a list: "from X and Y villages". An observer's own position is observer_at.
    """
    for at in range(first - 1, max(-1, first - 26), -1):
        token = sentence.tokens[at]
        if sentence.is_word(at, "stationed"):
            return "firing_from"
        if token.text in (";",) or any(
            m.first == at
            for m in sentence.of("fire", "shell", "under_fire", "attack", "violate", "under_shelling")
        ):
            return "hit"
        if sentence.is_word(at, "aimed_at"):
            return "hit"
        if sentence.is_word(at, "observing"):
            return "observer_at"
    if any(m.first > first for m in sentence.of("under_fire", "under_shelling")):
        return "hit"
    observing = any(sentence.is_word(at, "observing") for at in range(first))
    return "observer_at" if observing else "about"


def is_hit(sentence: Sentence, first: int) -> bool:
    """ "Обстріляли Шебекіне", "під вогнем перебували Вовчанськ": the bare name behind the verb is what was hit."""
    if any(m.last == first - 1 for m in sentence.of("hit_follows")):
        return True
    if any(m.last == first - 1 for m in sentence.of("fired_at")) and _stands_alone(sentence, first):
        return sentence.has("fire", "obstrel", "shot_count", "weapon_fire", "fire_n", "use")
    return any(m.last == first - 1 for m in sentence.of("obstrel")) and any(
        m.last == first - 1 for m in sentence.of("finite")
    )


def _stands_alone(sentence: Sentence, at: int) -> bool:
    """ "По Голубовскому", but not "по Минским соглашениям": a name, and no adjective of what stands behind it."""
    if at + 1 >= len(sentence.tokens) or sentence.tokens[at + 1].kind != "word":
        return True
    joined = ("and_also", "and_word", "preposition", "from_origin", "to_target", "use", "numbers")
    acts = ("fire", "obstrel", "fire_n", "weapon_fire", "h_about", "h_at_least", "h_more")
    return any(m.first == at + 1 for m in sentence.of(*joined, *acts))
