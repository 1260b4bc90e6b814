"""Casualty statements: a toll of a segment with its speaker, whom it accuses, its day and place.

Firing that is named only as the cause of casualties is no statement of its own: causes.py.
"""

import itertools
from dataclasses import replace

from .accused import blame
from .attribution import attribution_at, only_observes, telling_is_neutral
from .frame_statements import is_blown_up, is_from_across, new_statement
from .quoting import without_edges
from .speech import SpeechEvent
from .statement import Statement
from .telling import Attribution, Scene
from .times import SINCE
from .toll import CIV, UNSPEC, Toll
from .trigger_kinds import Frame
from .when_where import set_when, set_where

OF_A_WAR = 2000
"""Dead in one number from which on a war is told, and no incident."""


def merged_into(scene: Scene, statement: Statement, toll: Toll, done: list[tuple[Statement, int]]) -> bool:
    """ "killed two civilians, which the morgue confirmed, and injured six": one statement with both numbers."""
    if (
        not done
        or done[-1][0].speaker_party != statement.speaker_party
        or statement.negated
        or done[-1][0].negated
    ):
        return False
    first, at = done[-1]
    if ";" in scene.sentence.signs(at, toll.first) and scene.sentence.within(at, toll.first, "when_clause"):
        return False  # "one was shot dead at noon; one more was wounded"
    if (
        first.killed
        and not first.wounded
        and statement.wounded
        and not statement.killed
        and set(statement.wounded) <= {UNSPEC, *first.killed}
    ):
        side = next(iter(first.killed))
        first.wounded = {side if k == UNSPEC else k: v for k, v in statement.wounded.items()}
        return True
    return False


def says_again(scene: Scene, statement: Statement, toll: Toll, done: list[tuple[Statement, int]]) -> bool:
    """ "A woman who had been hit; doctors said she was hurt on 6 March": the casualty told before, now with its day."""
    if not done or statement.negated or done[-1][0].negated:
        return False
    first, sentence = done[-1][0], scene.sentence
    again = any(
        m.what == "pronoun" and 0 < toll.first - m.core <= 4 and sentence.within(m.core, m.core, "one_person")
        for m in scene.found
    ) or any(
        toll.first == m.first and sentence.within(m.first, m.first, "pronoun")
        for m in sentence.of("one_person")
    )
    lost = [sum(v or 0 for v in (s.killed or s.wounded or {}).values()) for s in (first, statement)]
    if not again or lost[0] != 1 or lost[1] > 1 or bool(first.killed) != bool(statement.killed):
        return False
    if "date_start" in statement.field_spans and "date_start" not in first.field_spans:
        first.date_start, first.date_end = statement.date_start, statement.date_end
        first.field_spans["date_start"] = statement.field_spans["date_start"]
    return True


def casualty_anchor(scene: Scene, low: int, high: int) -> int:
    marks = [m.first for m in scene.sentence.of("killed", "wounded", "losses") if low <= m.first <= high]
    return marks[0] if marks else low


def _told_at(scene: Scene, toll: Toll) -> int:
    """The token at which it is asked who tells the toll: in "X put the number of its injured at nine" it is the number."""
    at = toll.first if not toll.none else toll.last
    verb = next((m for m in scene.sentence.of("say") if m.first < at <= m.last), None)
    return min(verb.last + 1, len(scene.sentence.tokens) - 1) if verb is not None else at


def toll_statement(scene: Scene, toll: Toll, low: int, high: int, grouped: list[Frame]) -> Statement | None:
    who = attribution_at(scene, _told_at(scene, toll))
    sided = scene.telling.voices.default not in (None, "MEDIA")
    if (
        who.event is None
        and not who.is_explicit
        and not sided
        and not (
            scene.telling.voice_block == scene.sentence.block_seq
            and scene.telling.pack.takes_sides(who.party)
            and any(m.party == who.party or m.what == "enemy" for m in scene.found if m.what != "pronoun")
        )
        and not (len(set(scene.telling.voices.heard) - {"RES"}) == 1 and _is_one_side(scene, toll))
        and scene.sentence.within(low, high, "clash", "hostilities")
    ):
        who = replace(
            who, party="MEDIA", words=None
        )  # "the truce followed five days of fighting that killed 43"
    owner = _own_service(scene, who.event, toll)
    if owner is not None:
        who = replace(who, party=owner)
    if not who.is_explicit and who.party == "MEDIA" and scene.sentence.within(low, high, "its_own"):
        who = replace(who, party=scene.telling.voices.current or "MEDIA")  # "three of its own soldiers"
    party = who.party
    if party == "MEDIA" and scene.sentence.has("background"):
        return None
    if any(
        m.first <= toll.first <= toll.last <= m.last for m in scene.sentence.of("say") if m.last > m.first
    ):
        return None  # "put its losses at": what they are stands behind
    if sum(v or 0 for v in toll.killed.values()) >= OF_A_WAR:
        return None
    if _is_loss_beside(scene, toll, grouped):
        return None
    lost = scene.sentence.within(toll.first, toll.last, "losses")
    prevented = scene.sentence.within(max(0, toll.first - 3), toll.last + (3 if lost else 0), "not_event")
    if prevented and not scene.sentence.within(prevented[0].last + 1, toll.first, "wounded_with"):
        return None  # "to prevent casualties"; but "was killed while preventing a raid"
    both = any(low <= m.core <= high for m in scene.found if m.what == "both")
    if both and not toll.killed and not toll.wounded and not toll.none:
        return None  # "both sides have suffered losses"
    people = {m.first for m in scene.sentence.within(low, high, "people")}
    civilians = [m for m in scene.sentence.within(low, high, "civilian") if m.first not in people]
    if both and CIV in toll.killed and (not civilians or scene.sentence.within(low, high, "military")):
        toll.killed[UNSPEC] = toll.killed.pop(CIV)  # "17 people, mostly soldiers on both sides"
    if (
        not toll.killed
        and not toll.wounded
        and not toll.none
        and toll.victims is None
        and not scene.sentence.within(low, high, "losses")
    ):
        return None
    quote_low, quote_high = without_edges(scene, low, high)
    statement = new_statement(scene, None, "casualty", quote_low, quote_high, who, party, who.words)
    statement.field_spans["kind"] = scene.sentence.span(toll.first, toll.last)
    statement.modality, statement.negated = who.modality, toll.none
    victims = toll.victims
    enemy = scene.telling.sides.opponent(party)
    killed = {(enemy or UNSPEC) if k == "ENEMY" else k: v for k, v in toll.killed.items()}
    wounded = {(enemy or UNSPEC) if k == "ENEMY" else k: v for k, v in toll.wounded.items()}
    if victims == "ENEMY":
        victims = enemy
    unsaid = bool(scene.sentence.within(low, high, "caused_no", "report_passive"))
    if victims == UNSPEC and party and scene.telling.pack.takes_sides(party) and toll.none and not unsaid:
        victims = party
        killed = dict.fromkeys([party], 0) if killed else {}
        wounded = dict.fromkeys([party], 0) if wounded else {}
    if toll.none and victims in (CIV, UNSPEC, None) and _is_of_hit_mission(scene, party, low, high):
        victims = party
        killed = dict.fromkeys([party or UNSPEC], 0) if killed else {}
        wounded = dict.fromkeys([party or UNSPEC], 0) if wounded else {}
    if victims is None and enemy and _killed_by_own(scene, toll, party, grouped):
        victims = enemy
        killed = {enemy if k == UNSPEC else k: v for k, v in killed.items()}
        wounded = {enemy if k == UNSPEC else k: v for k, v in wounded.items()}
    half_named = victims == party and UNSPEC in (
        *killed,
        *wounded,
    )  # "killed one soldier and wounded another"
    if (
        (victims is None or half_named)
        and party
        and scene.telling.pack.takes_sides(party)
        and _may_be_own(scene, toll, low, high)
    ):
        victims = party
        killed = {party if k == UNSPEC else k: v for k, v in killed.items()}
        wounded = {party if k == UNSPEC else k: v for k, v in wounded.items()}
    if not _fought(scene, toll):
        killed, wounded = _as_people(scene, killed), _as_people(scene, wounded)
    told = _told_of_before(scene, toll, low, high)
    if told is not None and victims in (None, CIV, UNSPEC):
        victims = told
        killed = {told if k in (CIV, UNSPEC) else k: v for k, v in killed.items()}
        wounded = {told if k in (CIV, UNSPEC) else k: v for k, v in wounded.items()}
    if victims == party and toll.none and _were_civilians(scene, party, low, high):
        victims, killed, wounded = (
            CIV,
            dict.fromkeys([CIV] if killed else [], 0),
            dict.fromkeys([CIV] if wounded else [], 0),
        )
    mission = _mission_hurt(scene, toll)
    if mission is not None and victims in (None, CIV, UNSPEC):
        victims = mission
        killed = {mission if k in (CIV, UNSPEC) else k: v for k, v in killed.items()}
        wounded = {mission if k in (CIV, UNSPEC) else k: v for k, v in wounded.items()}
    own = _own_told(scene, toll, party, low, high)
    if own is not None and victims in (None, UNSPEC, *([CIV] if toll.none else [])):
        victims = own
        killed = {own if k in (CIV, UNSPEC) else k: v for k, v in killed.items()}
        wounded = {own if k in (CIV, UNSPEC) else k: v for k, v in wounded.items()}
    statement.killed, statement.wounded = killed or None, wounded or None
    statement.hedge = toll.hedge
    statement.accused_party, rule = casualty_accused(
        scene, victims, low, high, party, toll, grouped, who.event
    )
    theirs = _soldiers_hit(scene, statement.accused_party, party, low, high)
    if theirs is not None and UNSPEC in (*killed, *wounded):
        statement.killed = {theirs if k == UNSPEC else k: v for k, v in killed.items()} or None
        statement.wounded = {theirs if k == UNSPEC else k: v for k, v in wounded.items()} or None
    statement.accused_party = scene.telling.sides.meant_by(
        statement.accused_party, party, scene.sentence, scene.found
    )
    if rule.startswith("opponent") and only_observes(scene, who.words):
        statement.accused_party, rule = None, "none"
    if rule in ("actor", "agent") and _tells_of_its_own_deed(scene, statement, who):
        statement.speaker_party, statement.speaker = "MEDIA", None
    if rule.startswith("opponent") and scene.telling.is_observer:
        statement.accused_party = scene.telling.sides.rival_named(statement.accused_party, party)
    statement.rule = f"clause.casualty.{rule}"
    if scene.sentence.within(low, high, "allegedly") and is_from_across(scene, statement, who):
        statement.modality = "reported"
    if scene.sentence.within(low, toll.first, "followed_up") and scene.telling.is_observer and not toll.none:
        statement.modality = "reported"  # what it looks into it does not yet say itself
    if scene.sentence.within(low, high, "report_passive") and party == "MEDIA":
        statement.modality = "reported" if not toll.none else statement.modality
    set_when(scene, statement, None, low, high)
    set_where(scene, statement, None, low, high)
    statement.confidence = 0.85 if statement.killed or statement.wounded else 0.7
    return statement


def _tells_of_its_own_deed(scene: Scene, statement: Statement, who: Attribution) -> bool:
    """ "X's air strikes killed a civilian", told behind X's words and not as them: nobody tells this of itself by name."""
    named = any(m.what in ("own", "pronoun") for m in scene.found)
    return (
        who.event is None
        and not who.is_explicit
        and not named
        and scene.telling.voices.default in (None, "MEDIA")
        and statement.speaker_party == statement.accused_party
        and CIV in (statement.killed or statement.wounded or {})
    )


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


def _own_service(scene: Scene, event: SpeechEvent | None, toll: Toll) -> str | None:
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


_BEHIND = 3  # tokens behind the loss in which who was lost may be said to have fought


def _fought(scene: Scene, toll: Toll) -> bool:
    """ "Killed three X-ian fighters", not "three X-ians were killed by Y's soldiers": the lost are called armed."""
    agents = [m.first for m in scene.sentence.of("by_agent") if m.first > toll.first]
    until = min([toll.last + _BEHIND, *agents])
    return bool(scene.sentence.within(toll.first, until, "military", "fighters", "armed_group"))


def _as_people(scene: Scene, lost: dict[str, int | None]) -> dict[str, int | None]:
    """A people that has no army of its own loses civilians, where nobody says that they fought."""
    pack = scene.telling.pack
    peoples = {
        p
        for p in lost
        if p in pack.parties and not pack.has_army(p) and not pack.is_group(p) and not pack.is_neutral(p)
    }
    if pack.conflict_parties or len(peoples) != 1 or CIV in lost:
        return lost
    return {CIV if p in peoples else p: number for p, number in lost.items()}


def _soldiers_hit(scene: Scene, accused: str | None, party: str | None, low: int, high: int) -> str | None:
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
        people = sentence.within(low, high, "mission_people", "mission_patrol")
        if sentence.within(low, toll.last, "perceive"):
            return None  # "monitors found nobody injured": not of themselves
        hit = telling.hit_block is not None and sentence.block_seq - telling.hit_block in (0, 1)
        return party if toll.none and (people or hit) and not sentence.has("report_noun") else None
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


def _is_one_side(scene: Scene, toll: Toll) -> bool:
    """The dead of one side that the sentence names, of whom that side's body may be telling still."""
    named = (*toll.killed, *toll.wounded) or (toll.victims,)  # "the Armenians withdrew with big losses"
    sides = {k for k in named if k is not None and scene.telling.pack.takes_sides(k)}
    return len(sides) == 1 and not sides & {CIV, UNSPEC}


def _is_loss_beside(scene: Scene, toll: Toll, grouped: list[Frame]) -> bool:
    """ "Tried to attack and had to retreat, suffering casualties": of nobody's number, at the end of what is told."""
    aside = [m for m in scene.sentence.of("loss_aside") if m.first <= toll.first <= m.last]
    numbers = [v for v in (*toll.killed.values(), *toll.wounded.values()) if v is not None]
    if not aside or numbers or toll.none:
        return False
    return any(f.first < aside[0].first and f.family in ("fire", "incursion", "return") for f in grouped)


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
    if actors and not toll.none and is_active_killing(scene, toll):
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


def _is_of_hit_mission(scene: Scene, party: str | None, low: int, high: int) -> bool:
    """ "Nobody was injured", told by a mission whose patrol came under fire: nobody of its own."""
    if not scene.telling.is_mission_hit or not telling_is_neutral(scene, party):
        return False
    nobody = {m.first for m in scene.sentence.within(low, high, "nobody")}
    others = [m for m in scene.sentence.within(low, high, "civilian", "military") if m.first not in nobody]
    return not others


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
    return neutral and not before and is_active_killing(scene, toll)  # "clashes on the border killed dozens"


def is_active_killing(scene: Scene, toll: Toll) -> bool:
    return scene.sentence.tokens[toll.first].key in (
        "killed",
        "wounded",
        "injured",
        "killing",
        "wounding",
        "injuring",
    )
