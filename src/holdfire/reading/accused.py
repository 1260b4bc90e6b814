"""Who is said to have done it, and whom it hit: from the actor and target phrases around a trigger.

Explicit words first (actor before the verb, "by X", "from X positions"); then who is opposed to the target; then who is
opposed to the speaker ("the enemy", "our positions"). Observers and outlets accuse nobody that they do not name.
An actor that cannot be told is None: nothing is guessed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .acting import ACTING_HEADS, actor_of, is_charged, is_told_aside, perceives, watches
from .lexicon import opens_with_and
from .mention import Mention
from .nameless_actors import (
    acting_government,
    is_bare_army,
    is_bare_force,
    is_bare_group,
    is_of_speaker,
    says_of_itself,
    speaks_of_own,
    takes_responsibility,
)
from .one_of_two import is_one_of_both, is_one_of_either
from .sentence import Sentence
from .sides import Sides
from .speech import SpeechEvent
from .trigger_kinds import Frame
from .word_order import is_verb_first


@dataclass(frozen=True)
class Blame:
    """accused party, the target's party, how it was found (a rule's name), the tokens that say so."""

    accused: str | None
    target: str | None
    rule: str
    span: tuple[int, int] | None = None
    actor_is_speaker: bool = False


def blame(
    sentence: Sentence,
    frame: Frame,
    found: Sequence[Mention],
    speech: Sequence[SpeechEvent],
    speaker: str | None,
    sides: Sides,
    governing: SpeechEvent | None,
) -> Blame:
    """Whom the speaker holds to have done what the frame tells: who acts in it, else whose rival the speaker or the target is.

    found, speech  the sentence's mentions and what is said in it; governing  the saying that the frame stands under
    speaker        the party that tells it, None where it cannot be told
    """
    speaking = [
        e.subject
        for e in speech
        if e.form in ("before", "after", "accord", "accuse", "colon") and not _acts_and_says(frame, e)
    ]
    inside = [m for m in found if frame.low <= m.core <= frame.high and not _speaks(sentence, m, speaking)]
    inside = [m for m in inside if not _is_told(sentence, m, governing)]
    inside = [m for m in inside if not _is_of_subject(sentence, m, inside)]
    inside = [m for m in inside if not is_told_aside(sentence, frame, m)]
    hindered = frame.family == "restriction"  # who is hindered hinders nobody
    inside = [
        m
        for m in inside
        if not (watches(m, sides) and (hindered or perceives(sentence, m, frame.first)))
        and not (hindered and _sends_observers(sentence, m))
    ]
    repeller = _repeller(sentence, frame, inside)
    if repeller is not None:
        inside = [m for m in inside if m.core > repeller.core]
        if not any(m.what in ("party", "enemy") and m.head != "target" for m in inside):
            party = speaker if repeller.what == "own" else repeller.party
            return Blame(sides.opponent(party), party, "opponent_of_target")
    repelled = [
        m
        for m in sentence.of("repels")
        if frame.low <= m.first and 0 < frame.first - m.last <= _REPELLED_WITHIN
    ]
    if repelled:  # "its fighters had thwarted an attack": not theirs
        inside = [m for m in inside if m.core > repelled[-1].last or m.stance in ("agent", "origin")]
    actor = actor_of(sentence, frame, inside)
    target = _target(sentence, frame, [m for m in inside if m is not actor], speaker, sides)
    if actor is None:
        outside = [
            m
            for m in found
            if not frame.low <= m.core <= frame.high
            and not _speaks(sentence, m, speaking)
            and m.core < frame.first
            and not (m.what == "own" and governing is not None and m.core < governing.low)
            and not (_is_joined(sentence, frame) and governing is not None and m.core < governing.low)
        ]  # "X told our officers that": ours are not X's
        if not repelled and not _opens_with_subject(sentence, frame):
            actor = actor_of(
                sentence,
                frame,
                [m for m in outside if _goes_on_to(sentence, frame, m)],
            )
    if actor is not None and _objects_to(sentence, frame, actor):
        actor = None
    if actor is None:
        actor = acting_government(sentence, frame, inside)
    if actor is not None:
        party, rule = _meant(sentence, actor, speaker, sides)
        if sides.observed and not sides.pack.takes_sides(speaker) and _is_the_mission(sentence, actor):
            party, rule = None, "neutral"
        if (
            actor.what == "pronoun"
            and governing is not None
            and governing.form == "before"
            and (0 <= actor.core - governing.low <= 1 or is_of_speaker(sentence, actor, found, governing))
        ):
            party, rule = speaker, "own"  # "X said it had fired", "said its jets struck": X's own
        if actor.what == "pronoun" and party is None and not sides.pack.takes_sides(speaker):
            only = _only_one_who_acted(
                sentence, actor, [m for m in found if not _speaks(sentence, m, speaking)], sides
            )
            if only is not None:
                party, rule = only, "actor"
        if rule == "neutral" and is_charged(frame, actor, speaker, sides):
            return Blame(actor.party, target, "actor", (actor.first, actor.last))
        if party is not None and party == speaker and sides.pack.is_neutral(party):
            return Blame(None, target, "none")  # "the mission said two of its peacekeepers were hit"
        if is_one_of_both(sentence, actor) or is_one_of_either(sentence, actor, found):
            return Blame(None, target, "both", (actor.first, actor.last))
        if actor.what != "pronoun" or party is not None:
            own = party is not None and party == speaker
            if party is not None or actor.what in ("unknown", "both"):
                return Blame(party, target, rule, (actor.first, actor.last), own)
    if actor is None and not sides.pack.conflict_parties and is_bare_group(sentence, frame):
        return Blame(None, target, "unknown")  # "rebels shelled it", and which rebels is not said
    if actor is None and is_bare_army(sentence, frame) and speaks_of_own(speaker, sides, governing):
        return Blame(speaker, target, "own", None, True)
    if repelled and actor is None and sides.pack.takes_sides(speaker):
        return Blame(sides.opponent(speaker), target, "opponent_of_speaker")
    if actor is None and frame.family == "restriction":
        holder = _holder(sentence, frame, found, sides)
        if holder is not None:
            return Blame(holder.party, target, "origin", (holder.first, holder.last))
    if actor is None and not sides.pack.is_neutral(speaker) and says_of_itself(sentence, frame, governing):
        return Blame(speaker, target, "own", None, True)
    if actor is None and sides.pack.takes_sides(speaker) and is_bare_force(sentence, frame, governing):
        return Blame(speaker, target, "own", None, True)
    if (
        governing is not None
        and governing.form == "accuse"
        and (governing.accused is not None or governing.accused_at is not None)
    ):
        if (
            governing.accused is None
            and governing.accused_at is not None
            and not _is_definite(sentence, governing.accused_at[0])
        ):
            return Blame(None, target, "unknown", governing.accused_at)  # "accused armed groups of"
        accused = governing.accused or sides.opponent(speaker) or sides.only_opponent(speaker)
        return Blame(accused, target, "accused", governing.accused_at)
    if sides.observed and not sides.pack.takes_sides(speaker):
        return Blame(None, target, "none")
    if (
        governing is not None
        and takes_responsibility(sentence, governing)
        and sides.pack.takes_sides(speaker)
    ):
        return Blame(speaker, target, "own", None, True)
    if target is not None and sides.pack.takes_sides(speaker) and sides.opponent(target):
        rival = sides.opponent(target)
        if sides.pack.is_group(speaker) and sides.pack.are_opposed(speaker, target):
            rival = speaker  # "land around the post of X was hit with rockets", tells the group that fights X
        return Blame(rival if not (rival == speaker == target) else None, target, "opponent_of_target")
    if speaker is not None and sides.pack.takes_sides(speaker):
        return Blame(sides.opponent(speaker), target, "opponent_of_speaker")
    if (
        speaker in ("MEDIA", "RES")
        and frame.family == "fire"
        and not frame.has("clash")
        and (sides.one_sided or (_goes_on(speaker, sides) and not is_heard_of(sentence, frame)))
    ):  # who hears shooting says nothing of who shot; in a side's own bulletin residents are quoted against the other
        return Blame(sides.last_accused, target, "last_accused")
    return Blame(None, target, "none")


def _is_told(sentence: Sentence, m: Mention, governing: SpeechEvent | None) -> bool:
    """ "X told the mission (its name) that ...": whom X told acts in nothing that is told."""
    if governing is None or governing.form != "before" or m.core < governing.low:
        return False
    told = sentence.within(governing.at, governing.low - 1, "told_verb")
    if not told or sentence.within(governing.at, governing.low - 1, "that"):
        return False
    opened = sentence.within(governing.low, governing.high, "that")
    return bool(opened) and m.core < opened[0].first


def _only_one_who_acted(
    sentence: Sentence, actor: Mention, found: Sequence[Mention], sides: Sides
) -> str | None:
    """ "X broke the truce when they opened fire", told by nobody's side: X, where no other acted before."""
    if not sentence.within(actor.core - 1, actor.core - 1, "when_clause"):
        return None
    acted = {
        m.party
        for m in found
        if m.what == "party" and m.stance == "plain" and m.head in ACTING_HEADS and m.core < actor.core
        if sides.pack.takes_sides(m.party)
    }
    return next(iter(acted)) if len(acted) == 1 else None


def _sends_observers(sentence: Sentence, m: Mention) -> bool:
    """ "A patrol of French and Finnish peacekeepers was stopped": who sent them hindered nobody."""
    near = sentence.within(m.first, m.last + _OBSERVERS_WITHIN, "observer_word")
    return m.what == "party" and bool(near) and not sentence.signs(m.last, near[0].first)


_OBSERVERS_WITHIN = 4
"""Tokens from a nation to its observers: "Irish and Polish military observers"."""


def _objects_to(sentence: Sentence, frame: Frame, actor: Mention) -> bool:
    """ "X summoned an envoy over the ceasefire violations": who objects to a deed has not done it."""
    nouns = all(t.kind.voice == "noun" for t in frame.triggers)
    return (
        nouns
        and actor.core < frame.first
        and bool(sentence.within(actor.last + 1, frame.first - 1, "objects_to"))
    )


def _is_definite(sentence: Sentence, at: int) -> bool:
    """ "The army", "the government's troops", "rebel forces": not "armed groups", of which there may be many."""
    return not sentence.within(at, at + 1, "some_groups")


_REPELLED_WITHIN = 6
"""Tokens between "repels" and the attack: "repelled several new and heavy attacks"."""


def _acts_and_says(frame: Frame, event: SpeechEvent) -> bool:
    """ "X struck Y and accused it of ...": X acts before it says, and what it did is none of its words."""
    last = event.subject[1]
    return (
        event.form in ("before", "accuse")
        and last < frame.first
        and frame.last < event.at
        and frame.last < event.low
    )


def _goes_on(speaker: str | None, sides: Sides) -> bool:
    """The outlet tells on of whom it told; residents tell of the one side that anybody has accused."""
    return sides.last_accuser == "MEDIA" if speaker == "MEDIA" else len(sides.accused) == 1


def is_heard_of(sentence: Sentence, frame: Frame) -> bool:
    """ "Gunfire was heard", "shooting broke out": a noise that somebody perceived, or that began, and nobody's act."""
    low, high = max(0, frame.low), frame.high
    return frame.has("burst") or bool(sentence.within(low, high, "perceive", "breaks_out", "report_passive"))


def _repeller(sentence: Sentence, frame: Frame, inside: Sequence[Mention]) -> Mention | None:
    """Who foiled what the frame tells: "the army [foiled] an attempt of the militia to break in" is the militia's attempt."""
    if frame.family != "incursion" and not frame.has("attack"):
        return None
    verb = [m for m in sentence.of("repels") if 0 < frame.first - m.last <= 4]
    if not verb:
        return None
    at = verb[-1]
    near = [
        m
        for m in inside
        if m.what in ("party", "own")
        and m.stance != "target"
        and (m.core < at.first or (m.first == at.last + 1 and is_verb_first(sentence, at.first)))
    ]
    return min(near, key=lambda m: abs(m.core - at.first), default=None)


def _is_joined(sentence: Sentence, frame: Frame) -> bool:
    """ "وقصفت": the verb goes on with who acted before it in what is said, and not with who says it."""
    return opens_with_and(sentence.tokens[frame.first].key)


def _is_of_subject(sentence: Sentence, m: Mention, inside: Sequence[Mention]) -> bool:
    """ "X fired from its own territory": "own" is of who acts in the clause, and not of who tells it."""
    reflexive = m.what == "own" and sentence.within(m.first, m.last, "reflexive")
    acting = ("plain", "agent")
    return bool(reflexive) and any(
        o.what in ("party", "enemy") and o.stance in acting and o.core < m.core for o in inside
    )


_BRACKETS = {"(", "[", ","}
_CLOSED = {")", "]", ","}


def _speaks(sentence: Sentence, m: Mention, speaking: Sequence[tuple[int, int]]) -> bool:
    """The mention is the speaker's phrase, or the same in brackets behind it: "Government of National Accord (GNA)"."""
    return any(
        low <= m.core <= high
        or (m.form == "group" and 0 < low - m.last <= 2 and sentence.signs(m.last, low) & _BRACKETS)
        or (
            m.form == "group"
            and 0 < m.first - high <= 2
            and sentence.signs(high, m.first) & _BRACKETS
            and sentence.signs(m.last + 1, m.last + 1)
            & _CLOSED  # "according to the army, X attacked" is no aside
        )
        for low, high in speaking
    )


def _opens_with_subject(sentence: Sentence, frame: Frame) -> bool:
    """The segment has a subject of its own that is no party ("shelling", "a shell"): an earlier actor is not borrowed."""
    return frame.has("under_fire", "under_shelling", "violated_passive", "explosion", "clash")


def _goes_on_to(sentence: Sentence, frame: Frame, m: Mention) -> bool:
    """Who acts in an earlier part of the sentence; whose deed it was ("by X") only where "and" goes straight on."""
    if m.stance == "agent":
        return _is_joined(sentence, frame) and not sentence.signs(m.last, frame.first)
    return m.stance == "plain" and _same_reach(sentence, frame, m)


def _same_reach(sentence: Sentence, frame: Frame, m: Mention) -> bool:
    return ";" not in sentence.signs(m.last, frame.first)


def _is_the_mission(sentence: Sentence, actor: Mention) -> bool:
    """ "It was informed of shelling": in a mission's own words "it" is the mission."""
    return actor.what == "pronoun" and sentence.tokens[actor.core].key == "it"


def _holder(sentence: Sentence, frame: Frame, found: Sequence[Mention], sides: Sides) -> Mention | None:
    """Who hindered a mission, where it was stopped "at a checkpoint of X" or turned back "by the police of X"."""
    for m in found:
        if m.what != "party" or not sides.pack.takes_sides(m.party) or m.last < frame.first:
            continue
        at_post = sentence.within(m.first - 3, m.last + 2, "post") and not sentence.signs(frame.last, m.first)
        by = m.stance == "body" and any(
            0 < m.first - b.last <= 2 for b in sentence.of("by_agent") if b.first > frame.first
        )
        if at_post or by:
            return m
    return None


def _meant(sentence: Sentence, actor: Mention, speaker: str | None, sides: Sides) -> tuple[str | None, str]:
    if actor.what == "party":
        if actor.party is not None and sides.pack.is_neutral(actor.party):
            return None, "neutral"
        return actor.party, {"agent": "agent", "origin": "origin", "plain": "actor", "target": "actor"}.get(
            actor.stance, "actor"
        )
    if actor.what == "enemy":
        of_outlet = sides.opponent(sides.outlet_side) if speaker == "MEDIA" else None
        return sides.opponent(speaker) or of_outlet, "enemy_of_speaker"
    if actor.what == "own":
        return speaker, "own"
    if actor.what == "pronoun" and sentence.within(0, actor.core, "in_return"):
        return (speaker if sides.pack.takes_sides(speaker) else sides.opponent(sides.last_accused)), "own"
    if actor.what == "pronoun":
        if sides.last_accused == speaker and sides.pack.takes_sides(speaker):
            return sides.opponent(speaker), "pronoun"  # "they bomb our positions": nobody accuses itself
        return sides.last_accused, "pronoun"
    return None, actor.what


def _target(
    sentence: Sentence, frame: Frame, inside: Sequence[Mention], speaker: str | None, sides: Sides
) -> str | None:
    targets = [m for m in inside if m.stance == "target" and m.what in ("party", "own")]
    if frame.has("under_fire", "under_shelling"):  # "X's troops came under fire on the Y border": X's are hit
        hit = [
            m
            for m in inside
            if m.what in ("party", "own")
            and m.stance in ("plain", "target")
            and m.head
            and m.core < frame.first
        ]
        targets = hit[-1:] or targets
    if not targets and (
        frame.has("shootdown", "downed") or any(t.kind.voice == "passive" for t in frame.triggers)
    ):
        targets = [
            m for m in inside if m.stance == "plain" and m.core < frame.first and m.what in ("party", "own")
        ]
    if not targets:
        targets = [
            m for m in inside if m.stance == "plain" and m.core > frame.last and m.what in ("party", "own")
        ]
    if not targets:
        return None
    chosen = min(targets, key=lambda m: abs(m.core - frame.first))
    return speaker if chosen.what == "own" else chosen.party
