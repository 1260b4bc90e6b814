"""Whose deed it is where who did it has no name: a bare army or group, a government, the force of who speaks."""

from collections.abc import Sequence

from .mention import Mention
from .sentence import Sentence
from .sides import Sides
from .speech import SpeechEvent
from .trigger_kinds import Frame


def takes_responsibility(sentence: Sentence, governing: SpeechEvent) -> bool:
    """ "X claimed responsibility for launching": what X speaks of is X's."""
    return any(m.first <= governing.at <= m.last for m in sentence.of("responsible_for"))


def is_bare_group(sentence: Sentence, frame: Frame) -> bool:
    """ "Rebels shelled it": armed people of no name right before an active verb."""
    near = [m for m in sentence.of("group_side") if 0 < frame.first - m.last <= 3 and frame.low <= m.first]
    active = any(t.kind.voice == "active" for t in frame.triggers)
    return bool(near) and active and not sentence.signs(near[-1].last, frame.first)


def is_bare_army(sentence: Sentence, frame: Frame) -> bool:
    """ "The military then fired": no owner is named, and the verb is its own."""
    near = [m for m in sentence.of("state_side") if 0 < frame.first - m.last <= 2 and frame.low <= m.first]
    active = all(t.kind.voice in ("active", "noun") for t in frame.triggers)
    return bool(near) and active and not sentence.signs(near[-1].last, frame.first)


def speaks_of_own(speaker: str | None, sides: Sides, governing: SpeechEvent | None) -> bool:
    """A state that speaks of "the army" means its own, but where it accuses, or where a pack names the armies."""
    if sides.pack.conflict_parties:
        return False
    accuses = governing is not None and governing.form == "accuse"
    return sides.pack.has_army(speaker) and sides.pack.takes_sides(speaker) and not accuses


def acting_government(sentence: Sentence, frame: Frame, inside: Sequence[Mention]) -> Mention | None:
    """ "X's government violated the truce": a body right before a verb of its own that is none of saying."""
    if any(t.kind.voice != "active" for t in frame.triggers):
        return None
    near = [m for m in inside if m.stance == "body" and m.what == "party" and 0 < frame.first - m.last <= 3]
    return near[-1] if near and not sentence.signs(near[-1].last, frame.first) else None


def says_of_itself(sentence: Sentence, frame: Frame, governing: SpeechEvent | None) -> bool:
    """ "Announced that it fired", where one word is "that it" and the verb has no other subject."""
    if governing is None or governing.form != "before" or not 0 <= frame.first - governing.low <= 1:
        return False
    at = governing.low - 1
    is_it = any(m.first <= at <= m.last for m in sentence.of("that_it"))
    return (
        is_it
        and sentence.tokens[frame.first].kind == "word"
        and bool(sentence.within(frame.first, frame.last, "finite"))
    )


def is_bare_force(sentence: Sentence, frame: Frame, governing: SpeechEvent | None) -> bool:
    """ "X's military said the air force had struck": the force that opens what a side says, with no owner, is that side's."""
    if (
        governing is None
        or governing.form != "before"
        or any(t.kind.voice != "active" for t in frame.triggers)
    ):
        return False
    low = governing.low + (1 if sentence.within(governing.low, governing.low, "that") else 0)
    article = sentence.within(low, low, "definite")
    force = [m for m in sentence.of("force") if article and m.first == low + 1]
    bare = sentence.within(low, low, "bare_troops")  # "said soldiers near the base had opened fire"
    if bare and not sentence.signs(low, frame.first) & {",", ";"}:
        return True
    return (
        bool(force)
        and not sentence.within(force[0].first, force[0].last, "group_side")  # "said the rebels had fired"
        and 0 < frame.first - force[0].last <= 3
        and not sentence.signs(force[0].last, frame.first) & {","}
    )


def is_of_speaker(
    sentence: Sentence, actor: Mention, found: Sequence[Mention], governing: SpeechEvent
) -> bool:
    """ "X insists that none of its units fired": whose the units are is said last of X, as nobody is named between.

    "... and that it struck targets": behind a second "that", the speaker again.
    """
    again = sentence.tokens[actor.core].key in ("it", "they", "he", "she")
    if again and any(m.last == actor.core - 1 for m in sentence.of("that") if m.first > governing.low):
        return True
    possessive = actor.head in ("force", "military") and sentence.tokens[actor.core].key in ("its", "their")
    opened = sentence.within(governing.low, actor.core, "that")
    said_from = opened[0].first if opened else governing.low  # behind whom it was told to
    return possessive and not any(
        m.what in ("party", "enemy", "both", "unknown") and said_from <= m.core < actor.core for m in found
    )
