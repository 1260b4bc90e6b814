"""Whom a mission met: "he", "the officer there" of its report is of the side whose people or post it named just before.

A mission writes "shots fired from a position of X; the officer there said ...", "a member of Y fired; he told the patrol ...".
Nobody has spoken yet, and the speaker is not the mission itself. Where the sentence before names two sides, or people of
none, nothing is known. Pure.
"""

from .mention import Mention
from .sentence import Sentence
from .speech import SpeechEvent
from .telling import Scene


def people_met(scene: Scene) -> str | None:
    """The one side of this sentence whose people, post or act it names; RES where only civilians are; None: cannot be told."""
    sentence, pack = scene.sentence, scene.telling.pack
    named = [m for m in scene.found if m.what == "party" and m.party and pack.takes_sides(m.party)]
    named = [m for m in named if m.stance != "location" and not _is_told(sentence, m)]
    people = [m for m in named if sentence.within(m.first - 4, m.last + 2, "military", "member")]
    sides = {m.party for m in people or named}
    if len(sides) == 1:
        return sides.pop()
    if sentence.has("civilian", "resident") and not sides:
        return "RES"
    return None


def _is_told(sentence: Sentence, m: Mention) -> bool:
    """ "Informed the X side": whom the mission told it."""
    return any(0 < m.first - v.last <= 2 for v in sentence.of("told_verb"))


def is_person_met(scene: Scene, event: SpeechEvent) -> bool:
    """ "He", "the officer in charge there": one person or soldier whose side these words do not name."""
    low, high = event.subject
    sentence = scene.sentence
    if sentence.within(low, high, "observer_word"):
        return False
    person = [m for m in sentence.of("one_person") if m.first == low and sentence.within(low, low, "pronoun")]
    soldiers = sentence.within(low, high, "military")
    return bool(person) or (
        bool(soldiers) and not any(t.is_capital for t in sentence.tokens[low + 1 : high + 1])
    )
