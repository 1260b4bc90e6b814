"""Whom does a casualty statement accuse: the killer it names, the opponent of the victims or of the speaker, or nobody?

A scene, its toll and whose the losses are in (toll_owners.py), the accused party and the name of the rule out. Nothing
here changes the scene or the toll.
"""

import itertools

from .accused import blame
from .frame_statements import is_blown_up
from .speech import SpeechEvent
from .telling import Scene
from .times import SINCE
from .toll import CIV, UNSPEC, Toll
from .trigger_kinds import Frame


def casualty_accused(
    scene: Scene,
    victims: str | None,
    low: int,
    high: int,
    party: str | None,
    toll: Toll,
    grouped: list[Frame],
    governing: SpeechEvent | None,
) -> tuple[str | None, str]:
    """(accused party, rule) of a toll told in tokens low..high; the rule is the ending that docs/reading.md explains.

    victims    whose the losses are, None where nobody says it
    party      who tells the toll
    grouped    what else the segment tells to have happened: fire, a clash
    governing  the saying or accusing that the toll stands under
    returns    (None, "both"), (None, "unknown") or (None, "none") where no party is held to have killed
    """
    sides, pack = scene.telling.sides, scene.telling.pack
    agents = [
        m
        for m in scene.found
        if low <= m.core <= high
        and m.stance in ("agent", "origin")
        and m.what == "party"
        and m.party != victims
        and not pack.is_neutral(m.party)
        and (grouped or not toll.none)  # "on X's side nobody was hurt" names no one who fired
    ]
    if governing is not None and governing.form == "accuse" and governing.accused not in (None, victims):
        return governing.accused, "accused"
    if governing is not None and governing.mutual:
        return None, "both"  # "blamed each other for a clash in which three were wounded"
    by = any(
        m.what == "party" and m.stance == "agent" and 0 < m.first - toll.last <= _BY for m in scene.found
    )
    if not by and any(low <= m.core <= high and m.stance != "body" for m in scene.found if m.what == "both"):
        return None, "both"  # "killing dozens on both sides"
    killer = _killer(scene, victims, low, toll)
    if killer is None and governing is not None and _says_it_killed(scene, governing, toll, party):
        killer = party  # "X said it killed several soldiers"
    if killer is not None:
        return killer, "actor"
    if _is_of_both(scene, low, high, toll, neutral=party == "MEDIA"):
        return None, "both"  # "clashes between X and Y left 15 dead"
    if not agents and any(is_blown_up(scene.sentence, f) for f in grouped if low <= f.first <= high):
        return None, "unknown"
    if victims is not None and victims not in (CIV, UNSPEC) and not pack.is_neutral(victims):
        if pack.is_neutral(party) and party not in ("MEDIA", "RES"):
            if agents:
                return agents[0].party, "agent"
            did = _told_to_act(scene, low, high, party, toll, grouped)
            return (did, "actor") if did not in (None, victims) else (None, "none")
        if agents:
            return agents[0].party, "agent"
        if (
            len({k for k in (*toll.killed, *toll.wounded) if pack.takes_sides(k) and k not in (CIV, UNSPEC)})
            > 1
        ):
            return None, "both"  # the dead of both sides
        if party != victims and pack.takes_sides(party) and pack.are_opposed(party, victims):
            return party, "opponent_of_victims"
        return sides.opponent(victims), "opponent_of_victims"
    if agents:
        return agents[0].party, "agent"
    near = [f for f in grouped if f.family == "fire" and not _names_no_killer(scene, f, toll)]
    if scene.sentence.within(low, low, "cause_after"):
        near = [
            f for f in near if f.first > low
        ]  # "struck X after a bomb killed nine": not whoever struck then
    for frame in near:
        told = governing if governing is not None and governing.form == "before" else None
        held = blame(scene.sentence, frame, scene.found, scene.speech, party, sides, told)
        answers = held.accused == party and scene.sentence.within(frame.last + 1, toll.first, "after_word")
        if answers and frame.last < toll.first:
            continue  # "it struck the sources of fire after two civilians were killed"
        if held.rule == "actor" and _is_among_hurt(scene, frame, toll, held.span):
            continue
        if held.accused is not None and held.rule not in ("opponent_of_speaker", "last_accused", "none"):
            return held.accused, "actor"
    if sides.observed or (pack.is_neutral(party) and party not in ("MEDIA", "RES")):
        return None, "none"
    actors = [
        m
        for m in scene.found
        if low <= m.core <= high
        and m.stance == "plain"
        and m.what == "party"
        and m.head == "force"
        and m.party != victims
    ]
    if actors and not toll.none and _is_active_killing(scene, toll):
        return actors[0].party, "actor"
    if not pack.is_neutral(party):
        return sides.opponent(party), "opponent_of_speaker"
    told_alone = scene.sentence.within(low, high, "clash", "hostilities", "background", "truce")
    if (
        victims is not None
        and party == "MEDIA" == sides.last_accuser
        and sides.last_accused
        and not told_alone
    ):
        return sides.last_accused, "last_accused"
    return None, "none"


def _told_to_act(
    scene: Scene, low: int, high: int, party: str | None, toll: Toll, grouped: list[Frame]
) -> str | None:
    """ "X's soldiers fired tank shells, wounding three of Y", told by an observer: the X that it names."""
    for frame in grouped:
        if (
            frame.family not in ("fire", "return")
            or not low <= frame.first <= high
            or frame.first > toll.first
        ):
            continue
        held = blame(scene.sentence, frame, scene.found, scene.speech, party, scene.telling.sides, None)
        if held.accused is not None and held.rule in ("actor", "agent", "origin"):
            return held.accused
    return None


def _killer(scene: Scene, victims: str | None, low: int, toll: Toll) -> str | None:
    """ "X's soldiers killed three of Y", "X's fire killed two": the side before an active verb of killing."""
    sentence = scene.sentence
    verbs = [m for m in sentence.of("killed", "wounded") if toll.first <= m.first <= toll.last]
    if not verbs or not sentence.within(verbs[0].first, verbs[0].last, "kills"):
        return None
    at = verbs[0].first
    before = [
        m
        for m in scene.found
        if low <= m.core and m.last < at and m.what == "party" and m.stance in ("plain", "agent")
    ]
    hit = before and sentence.within(before[0].last + 1, at, "passive_aux", "under_fire")
    if (
        before
        and not hit
        and sentence.within(at - 1, at - 1, "and")
        and not sentence.signs(before[0].last, at)
    ):
        return _other_than(scene, before[0].party, victims)  # "X's forces took a hill and killed eight"
    if not before or at - before[-1].last > _KILLER_REACH or sentence.signs(before[-1].last, at):
        return None
    if sentence.within(before[-1].last + 1, at, "passive_aux", "say", "accuse", "no"):
        return None
    return _other_than(scene, before[-1].party, victims)


def _other_than(scene: Scene, party: str | None, victims: str | None) -> str | None:
    return party if scene.telling.pack.takes_sides(party) and party != victims else None


def _names_no_killer(scene: Scene, frame: Frame, toll: Toll) -> bool:
    """Fire that says since when, or that both exchanged, and by neither whose it was."""
    words = scene.sentence.keys(frame.first, frame.last)
    return any(w.startswith("exchang") for w in words) or _dates_only(scene, frame, toll)


def _is_among_hurt(scene: Scene, frame: Frame, toll: Toll, span: tuple[int, int] | None) -> bool:
    """ "Two men of X were among the wounded in mortar shelling": who stands before the loss is not who shelled."""
    nouns = all(t.kind.voice == "noun" for t in frame.triggers)
    return nouns and span is not None and span[1] <= toll.last and frame.first > toll.last


def _dates_only(scene: Scene, frame: Frame, toll: Toll) -> bool:
    """ "Ten have been killed since X's air strike in May": since when, and not by whom."""
    tokens = scene.sentence.tokens
    since = [i for i in range(toll.first, frame.first) if tokens[i].key in SINCE]
    return bool(since) and not scene.sentence.signs(since[-1], frame.first)


def _says_it_killed(scene: Scene, governing: SpeechEvent, toll: Toll, party: str | None) -> bool:
    """ "X said (that) it had killed ...": the pronoun that opens what is said is who says it."""
    verbs = [m for m in scene.sentence.of("killed", "wounded") if toll.first <= m.first <= toll.last + 1]
    if governing.form != "before" or not verbs or not scene.telling.pack.takes_sides(party):
        return False
    active = scene.sentence.within(verbs[0].first, verbs[0].last, "kills")
    opens = [
        m
        for m in scene.found
        if m.what == "pronoun"
        and not m.head
        and (
            0 <= m.core - governing.low <= 1
            or scene.sentence.within(m.core - 1, m.core - 1, "that")  # "said in a statement that it killed"
        )
    ]
    return bool(active and opens) and 0 < verbs[0].first - opens[0].core <= 2


_BY = 4
"""Tokens from "killed" to who did it: "killed by X's forces"."""


_KILLER_REACH = 8
"""Tokens between a side and its verb of killing: "X's artillery fire again killed"."""


_JOINED = 3
"""Tokens from one side's name to the other's: "X-ian and Y-ian troops"."""


def _is_of_both(scene: Scene, low: int, high: int, toll: Toll, *, neutral: bool) -> bool:
    """The dead of a clash that is told as of both, and of no side's deed; the dead of both armies, told together."""
    named = [m for m in scene.found if low <= m.core and m.what == "party" and m.stance == "plain"]
    before = [m for m in named if m.core < toll.last]
    for one, other in itertools.pairwise(named):
        joined = scene.sentence.within(one.last + 1, other.first - 1, "and_also", "and_word")
        adjectives = {one.form, other.form} == {"adjective"} and other.first - one.last <= _JOINED
        if (
            other in before
            and adjectives
            and joined
            and scene.telling.pack.are_opposed(one.party, other.party)
        ):
            return True
        clashed = [m for m in scene.sentence.of("clash") if 0 < m.first - other.last <= _JOINED]
        if joined and clashed and scene.telling.pack.are_opposed(one.party, other.party):
            return True  # "three died as X's forces and Y's clashed"
    clashes = [m for m in scene.sentence.of("clash") if low <= m.first < toll.first]
    if any(
        m.first > toll.last and m.first <= high and scene.sentence.within(m.last + 1, m.last + 2, "between")
        for m in scene.sentence.of("clash")
    ):
        return True  # "seven were killed in a shootout between X and Y"
    if not clashes:
        return False
    if scene.sentence.within(clashes[-1].first, toll.first, "between"):
        return True
    return neutral and not before and _is_active_killing(scene, toll)  # "clashes on the border killed dozens"


def _is_active_killing(scene: Scene, toll: Toll) -> bool:
    return scene.sentence.tokens[toll.first].key in (
        "killed",
        "wounded",
        "injured",
        "killing",
        "wounding",
        "injuring",
    )
