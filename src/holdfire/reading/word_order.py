"""Where a language puts the subject: before its verb, or, as Arabic does, behind it and a noun before what it belongs to.

A language file says `word_order = "verb-first"`; its verbs, deeds and heads are then marked as `verb_first` and `head_first`.
"The shelling of the X forces", "shelled the X artillery the village of Y": who stands behind the word did it, unless the word
takes its object there (`object_behind`: "the targeting of X"). Pure.
"""

from collections.abc import Sequence

from .mention import Mention
from .sentence import Sentence

FURTHEST = 4
"""Tokens between a verb and its subject at most: "launched in the early hours of Tuesday the X forces"."""
FURTHEST_FROM_NOUN = 2
"""Tokens between a deed's noun and whose it is: "shelling (with artillery) (heavy) of X"."""


def is_verb_first(sentence: Sentence, at: int) -> bool:
    """The verb or deed at this token has its subject behind it."""
    return any(m.first == at for m in sentence.of("verb_first")) and not sentence.within(
        at, at, "object_behind"
    )


def subject_behind(
    sentence: Sentence, first: int, last: int, named: Sequence[Mention], *, is_noun: bool
) -> Mention | None:
    """The mention that did what the words at tokens first..last say, where the language puts it behind them."""
    if not is_verb_first(sentence, first):
        return _doer_before_object(sentence, first, last, named)
    before = [m for m in named if m.stance == "plain" and first - 2 <= m.last < first]
    if before and not sentence.signs(before[-1].last, first) and not is_noun:
        return None  # the subject is put first here: "X shelled ..."
    reach = FURTHEST_FROM_NOUN if is_noun else FURTHEST
    behind = [m for m in named if m.core > first and m.first - last - 1 <= reach]
    nearest = min(behind, key=lambda m: m.first, default=None)
    if nearest is None or nearest.stance not in ("plain", "location") or nearest.head == "target":
        return None
    if sentence.signs(last, nearest.first):
        return None
    return nearest


_OBJECT = "ل"  # the particle that may stand before the object behind its doer: "استهداف الجيش للبلدة"
_DOER_REACH = 2


def _doer_before_object(
    sentence: Sentence, first: int, last: int, named: Sequence[Mention]
) -> Mention | None:
    """ "The targeting of the army of the town": behind a noun that takes its object, a second object says the first did it."""
    if not any(m.first == first for m in sentence.of("verb_first")):
        return None
    behind = [m for m in named if 0 < m.first - last <= _DOER_REACH and m.head != "target"]
    nearest = min(behind, key=lambda m: m.first, default=None)
    if nearest is None or nearest.stance not in ("plain", "location") or sentence.signs(last, nearest.first):
        return None
    at = nearest.last + 1
    has_object = at < len(sentence.tokens) and sentence.tokens[at].key.startswith(_OBJECT)
    return nearest if has_object and sentence.within(at, at, "target", "civilian", "military") else None
