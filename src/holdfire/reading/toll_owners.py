"""Whose are the losses that a casualty statement tells of: the speaker's, the other side's, a mission's, civilians'?

Asked where the words of the toll name nobody, or only a people. A scene and its toll in, the losses with their owner out.
Nothing here changes the scene or the toll.
"""

from dataclasses import replace

from .speech import SpeechEvent
from .telling import Scene
from .toll import CIV, UNSPEC, Losses, Toll
from .trigger_kinds import Frame


def whose_losses(
    scene: Scene, toll: Toll, party: str | None, low: int, high: int, grouped: list[Frame]
) -> Losses:
    """The toll's numbers and whose they are, told by `party` in tokens low..high. The later rule knows better.

    grouped  what else the segment tells to have happened
    """
    sentence, pack = scene.sentence, scene.telling.pack
    sided = party if pack.takes_sides(party) else None
    enemy = scene.telling.sides.opponent(party)
    lost = Losses(toll.victims, toll.killed, toll.wounded).renamed(["ENEMY"], enemy or UNSPEC)
    if lost.victims == "ENEMY":
        lost = replace(lost, victims=enemy)
    if is_of_both_sides(scene, low, high) and CIV in lost.killed and _are_not_civilians(scene, low, high):
        lost = replace(lost, killed=Losses(None, lost.killed, {}).renamed([CIV], UNSPEC).killed)
    unsaid = sentence.within(low, high, "caused_no", "report_passive")
    if sided and lost.victims == UNSPEC and toll.none and not unsaid:
        lost = lost.none_of(sided)
    if enemy and lost.victims is None and _killed_by_own(scene, toll, party, grouped):
        lost = lost.of(enemy, UNSPEC)
    half_named = lost.victims == party and lost.tells_of(UNSPEC)  # "killed one soldier and wounded another"
    if sided and (lost.victims is None or half_named) and _may_be_own(scene, toll, low, high):
        lost = lost.of(sided, UNSPEC)
    if not _fought(scene, toll):
        lost = replace(lost, killed=_as_people(scene, lost.killed), wounded=_as_people(scene, lost.wounded))
    told = _told_of_before(scene, toll, low, high)
    if told is not None and lost.victims in (None, CIV, UNSPEC):
        lost = lost.of(told, CIV, UNSPEC)
    if toll.none and lost.victims == party and _were_civilians(scene, party, low, high):
        lost = lost.none_of(CIV)
    mission = _mission_hurt(scene, toll)
    if mission is not None and lost.victims in (None, CIV, UNSPEC):
        lost = lost.of(mission, CIV, UNSPEC)
    own = _own_told(scene, toll, party, low, high)
    if own is not None and lost.victims in (None, UNSPEC, *([CIV] if toll.none else [])):
        lost = lost.of(own, CIV, UNSPEC)
    return lost


def is_of_both_sides(scene: Scene, low: int, high: int) -> bool:
    """ "Seventeen people on both sides": the segment names the two sides together."""
    return any(low <= m.core <= high for m in scene.found if m.what == "both")


def _are_not_civilians(scene: Scene, low: int, high: int) -> bool:
    """ "17 people, mostly soldiers on both sides": only people, or soldiers too."""
    people = {m.first for m in scene.sentence.within(low, high, "people")}
    civilians = [m for m in scene.sentence.within(low, high, "civilian") if m.first not in people]
    return not civilians or bool(scene.sentence.within(low, high, "military"))


def _may_be_own(scene: Scene, toll: Toll, low: int, high: int) -> bool:
    """Soldiers without an owner are the speaker's, but those whom its own soldiers killed, and who are called rebels."""
    sentence = scene.sentence
    kills = [
        m for m in sentence.of("kills")
        if toll.first <= m.first and m.last < toll.last and not sentence.within(m.last + 1, m.last + 1, "to_target")
        and not sentence.within(m.first - 3, m.first - 1, "passive_aux")
    ]  # fmt: skip
    begin = kills[0].last + 1 if kills and sentence.within(low, kills[0].first - 1, "military") else low
    rebels = begin > low and sentence.within(begin, high, "group_side")
    return bool(sentence.within(begin, high, "military")) and not rebels


def _killed_by_own(scene: Scene, toll: Toll, party: str | None, grouped: list[Frame]) -> bool:
    """ "Our troops shelled the enemy's positions, killing four soldiers": whom the teller's own fire killed is not its own."""
    kills = [m for m in scene.sentence.of("killing") if toll.first <= m.first and m.last < toll.last]
    if not kills or scene.sentence.keys(kills[0].first - 1, kills[0].first - 1) == ["of"]:
        return False  # "accused of killing"
    if not scene.telling.pack.takes_sides(party):
        return False
    acting = [
        m
        for m in scene.found
        if m.core < kills[0].first and m.stance == "plain" and m.what in ("party", "own", "enemy")
    ]
    if acting:
        return acting[-1].what == "own" or acting[-1].party == party
    return any(f.has("return_fire") and f.last < kills[0].first for f in grouped)


def own_service(scene: Scene, event: SpeechEvent | None, toll: Toll) -> str | None:
    """ "One soldier of X was wounded, its press service said", behind Y's words: X's, which alone is named."""
    if event is None or event.form != "after" or event.party not in ("?", None) or toll.none:
        return None
    low, high = event.subject
    pronouns = [m for m in scene.found if m.what == "pronoun" and low <= m.core <= high and m.core == m.first]
    bodies = scene.sentence.within(low, high, "body", "statement_word")
    named = {m.party for m in scene.found if m.what == "party" and m.core < low and m.party}
    if not pronouns or not bodies or len(named) != 1 or toll.victims not in named:
        return None
    return toll.victims if scene.telling.pack.takes_sides(toll.victims) else None


_BEHIND = 3  # tokens behind the loss in which who was lost may be said to have _fought


def _fought(scene: Scene, toll: Toll) -> bool:
    """ "Killed three X-ian fighters", not "three X-ians were killed by Y's soldiers": the lost are called armed."""
    agents = [m.first for m in scene.sentence.of("by_agent") if m.first > toll.first]
    until = min([toll.last + _BEHIND, *agents])
    return bool(scene.sentence.within(toll.first, until, "military", "fighters", "armed_group"))


def _as_people(scene: Scene, lost: dict[str, int | None]) -> dict[str, int | None]:
    """A people that has no army of its own loses civilians, where nobody says that they _fought."""
    pack = scene.telling.pack
    peoples = {
        p
        for p in lost
        if p in pack.parties and not pack.has_army(p) and not pack.is_group(p) and not pack.is_neutral(p)
    }
    if pack.conflict_parties or len(peoples) != 1 or CIV in lost:
        return lost
    return {CIV if p in peoples else p: number for p, number in lost.items()}


def soldiers_hit(scene: Scene, accused: str | None, party: str | None, low: int, high: int) -> str | None:
    """ "X's troops broke the truce, killing one soldier", told by the outlet: a soldier of the one side that X fights."""
    pack = scene.telling.pack
    known = pack.parties.get(accused or "")
    if party != "MEDIA" or known is None or len(known.opponents) != 1 or not pack.takes_sides(accused):
        return None
    own = {i for m in scene.found if m.party == accused for i in range(m.first, m.last + 2)}
    soldiers = [m for m in scene.sentence.within(low, high, "military") if m.first not in own]
    civilians = scene.sentence.within(low, high, "civilian")
    return known.opponents[0] if soldiers and not civilians else None


_MISSION_REACH = 2  # tokens between a mission's people and what became of them: "one peacekeeper was hurt"


def _mission_hurt(scene: Scene, toll: Toll) -> str | None:
    """ "One peacekeeper was hurt", whoever tells it: of the one mission that the text names."""
    sentence = scene.sentence
    people = sentence.within(toll.first, toll.last + _MISSION_REACH, "mission_people")
    if not people or sentence.within(toll.first, toll.last + _MISSION_REACH, "civilian_as_such"):
        return None
    named = scene.telling.sides.missions
    return next(iter(named)) if len(named) == 1 else None


def _were_civilians(scene: Scene, party: str | None, low: int, high: int) -> bool:
    """ "Farmers came under fire. Nobody was injured": of those farmers, where the speaker names nobody."""
    hit, sentence = scene.telling.civilians_hit, scene.sentence
    if hit is None or sentence.block_seq != hit[1] or not 0 <= sentence.start - hit[0] <= _NEXT_SENTENCE:
        return False
    if sentence.within(low, high, "military", "force", "losses", "among"):
        return False
    return not any(low <= m.core <= high for m in scene.found if m.party == party or m.what == "own")


_NEXT_SENTENCE = 2
"""Characters between the end of a sentence and the beginning of the next."""


_TOLD_OF = 3  # tokens between a verb of saying and the number of the dead: "reported three dead"


def _own_told(scene: Scene, toll: Toll, party: str | None, low: int, high: int) -> str | None:
    """Whose the losses are that a speaker tells of and names nobody's: its own.

    "X reported three dead and one wounded"; "nobody was hurt", of a mission whose patrol has come under fire.
    """
    sentence, telling = scene.sentence, scene.telling
    if party in (None, "MEDIA", "RES") or sentence.within(low, high, "civilian_as_such"):
        return None
    if telling.pack.is_neutral(party):
        return party if toll.none and _is_of_mission(scene, toll, low, high) else None
    said = [m for m in sentence.of("say") if 0 < toll.first - m.last <= _TOLD_OF]
    if toll.none or not said or sentence.within(low, high, "civilian"):
        return None
    between = any(m.core > said[-1].last for m in scene.found if m.core <= toll.last)
    opened = sentence.within(said[-1].last + 1, toll.first - 1, "that")
    return party if telling.pack.takes_sides(party) and not between and not opened else None


def _told_of_before(scene: Scene, toll: Toll, low: int, high: int) -> str | None:
    """ "A soldier of X was hit. He died", "Name Surname was killed": the one soldier told of before, and his side."""
    told, sentence = scene.telling.last_victim, scene.sentence
    people = [v for v in (*toll.killed.values(), *toll.wounded.values()) if v is not None]
    if told is None or people != [1] or toll.none or sentence.within(low, toll.last, "civilian", "own"):
        return None
    person = sentence.within(low, toll.last, "he_she")
    named = [
        i
        for i in range(low + 1, toll.last + 1)
        if sentence.tokens[i].is_capital and sentence.tokens[i - 1].is_capital
    ]
    return told if person or named else None


def _is_of_mission(scene: Scene, toll: Toll, low: int, high: int) -> bool:
    """ "Its patrol came under fire. Nobody was injured": nobody of its own; not "monitors found nobody injured"."""
    sentence, hit = scene.sentence, scene.telling.mission_hit
    if sentence.within(low, toll.last, "perceive") or sentence.has("report_noun"):
        return False
    people = sentence.within(low, high, "mission_people", "mission_patrol")
    return bool(people) or (hit is not None and sentence.block_seq - hit <= _ITS_INCIDENT)


_ITS_INCIDENT = 3  # paragraphs in which the fire at a mission's people goes on being told
