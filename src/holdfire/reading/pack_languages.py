"""The language files as entries of a lexicon: each word under its category, and under what its language's word order asks."""

from collections.abc import Iterable, Mapping
from typing import Any

from .place_names import CaseEndings, endings_table
from .tokens import fold

_VERBS_AND_DEEDS = (
    "say", "accuse", "deny", "fire", "shell", "attack", "violate", "violation_n", "weapon_fire", "incursion", "restriction", "return_fire", "threat",
    "kept_truce", "uav", "shot_count", "launched", "fire_n", "mine", "movement",
)  # fmt: skip
_HEADS = ("body", "target", "force", "military", "civilian")


_SUBJECT_MAY_FOLLOW = frozenset({"fire", "violate", "use", "launched"})
"""Verbs that take their object behind a preposition or with them: a bare party behind one is its subject."""
_HIT_MAY_FOLLOW = frozenset({"under_fire", "under_shelling"})
"""Phrases behind which a bare name is what was hit."""
_VERBS_OF_SAYING = frozenset({"say", "accuse", "deny"})


def language_entries(files: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, str, Any]]:
    """A language whose `word_order` is "verb-first" has its verbs and heads marked a second time, as word_order.py asks.

    One whose verb may stand last ("verb-last") has its verbs of saying marked, as verb_final.py asks. One in which the order
    is free ("free") has them marked too, and the verbs behind which a subject may stand, as accused.py asks.
    """
    for raw in files:
        is_verb_first = raw.get("word_order") == "verb-first"
        is_verb_last = raw.get("word_order") == "verb-last"
        is_free = raw.get("word_order") == "free"
        for category, phrases in raw.get("phrases", {}).items():
            for phrase in phrases:
                yield category, phrase, phrase
                if is_verb_first and category in _VERBS_AND_DEEDS:
                    yield "verb_first", phrase, phrase
                if is_verb_first and category in ("killed", "wounded"):
                    yield "loss_first", phrase, phrase
                if is_verb_first and category in _HEADS:
                    yield "head_first", phrase, phrase
                if (is_verb_last or is_free) and category in _VERBS_OF_SAYING:
                    yield "verb_last", phrase, phrase
                if is_verb_last and category in _VERBS_AND_DEEDS:
                    yield "deed_last", phrase, phrase
                if is_free and category in _HIT_MAY_FOLLOW:
                    yield "hit_follows", phrase, phrase
                if is_free and category in _SUBJECT_MAY_FOLLOW:
                    yield "subject_follows", phrase, phrase
        for table in ("numbers", "months", "weekdays", "ordinals", "hours"):
            for word, value in raw.get(table, {}).items():
                yield table, word, value
        for label, phrases in raw.get("times", {}).items():
            for phrase in phrases:
                yield "time", phrase, label
        for label, phrases in raw.get("weapons", {}).items():
            for phrase in phrases:
                yield "weapon", phrase, label


def one_word(files: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """Words that a language writes with a hyphen or as one ("cease-fire"): first half -> second half -> the key of the whole."""
    found: dict[str, dict[str, str]] = {}
    for raw in files:
        for word in raw.get("one_word", ()):
            first, _, second = word.partition("-")
            found.setdefault(fold(first), {})[fold(second)] = fold(first + second)
    return found


def case_endings(files: Iterable[Mapping[str, Any]]) -> tuple[CaseEndings, ...]:
    """Of each language that declines its place names: the letters that tell it, its endings (place_names.py)."""
    return tuple(
        CaseEndings(
            str(raw["letters"]),
            endings_table(raw.get("place_endings", {}).items()),
            endings_table(raw.get("known_place_endings", {}).items()),
        )
        for raw in files
        if "letters" in raw
    )
