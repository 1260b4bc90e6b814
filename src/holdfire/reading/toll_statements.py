"""Casualty statements: a toll of a segment with its speaker, whom it accuses, its day and place.

Whose the losses are: toll_owners.py. Whom they are held against: toll_accused.py.
Firing that is named only as the cause of casualties is no statement of its own: causes.py.
"""

from dataclasses import replace

from .attribution import attribution_at, only_observes
from .frame_statements import is_from_across, new_statement
from .quoting import without_edges
from .statement import Statement
from .telling import Attribution, Scene
from .toll import CIV, UNSPEC, Toll
from .toll_accused import casualty_accused
from .toll_owners import is_of_both_sides, own_service, soldiers_hit, whose_losses
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
    """The token at which the losses of tokens low..high are told: their first word of loss, else low."""
    marks = [m.first for m in scene.sentence.of("killed", "wounded", "losses") if low <= m.first <= high]
    return marks[0] if marks else low


def _told_at(scene: Scene, toll: Toll) -> int:
    """The token at which it is asked who tells the toll: in "X put the number of its injured at nine" it is the number."""
    at = toll.first if not toll.none else toll.last
    verb = next((m for m in scene.sentence.of("say") if m.first < at <= m.last), None)
    return min(verb.last + 1, len(scene.sentence.tokens) - 1) if verb is not None else at


def toll_statement(scene: Scene, toll: Toll, low: int, high: int, grouped: list[Frame]) -> Statement | None:
    """The casualty statement of a toll told in tokens low..high; None where it is no news of losses, or nobody's.

    grouped  what else the segment tells to have happened
    """
    who = _teller(scene, toll, low, high)
    party = who.party
    if _is_no_news(scene, toll, party, low, high, grouped):
        return None
    lost = whose_losses(scene, toll, party, low, high, grouped)
    accused, rule = casualty_accused(scene, lost.victims, low, high, party, toll, grouped, who.event)
    theirs = soldiers_hit(scene, accused, party, low, high)
    if theirs is not None and lost.tells_of(UNSPEC):
        lost = lost.of(theirs, UNSPEC)
    quote_low, quote_high = without_edges(scene, low, high)
    statement = new_statement(scene, None, "casualty", quote_low, quote_high, who, party, who.words)
    statement.field_spans["kind"] = scene.sentence.span(toll.first, toll.last)
    statement.killed, statement.wounded = lost.killed or None, lost.wounded or None
    statement.modality, statement.negated, statement.hedge = who.modality, toll.none, toll.hedge
    statement.accused_party = scene.telling.sides.meant_by(accused, party, scene.sentence, scene.found)
    if rule.startswith("opponent") and only_observes(scene, who.words):
        statement.accused_party, rule = None, "none"
    if rule in ("actor", "agent") and _tells_of_its_own_deed(scene, statement, who):
        statement.speaker_party, statement.speaker = "MEDIA", None
    if rule.startswith("opponent") and scene.telling.is_observer:
        statement.accused_party = scene.telling.sides.rival_named(statement.accused_party, party)
    statement.rule = f"clause.casualty.{rule}"
    if _passes_on(scene, statement, who, toll, low, high):
        statement.modality = "reported"
    set_when(scene, statement, None, low, high)
    set_where(scene, statement, None, low, high)
    statement.confidence = 0.85 if statement.killed or statement.wounded else 0.7
    return statement


def _teller(scene: Scene, toll: Toll, low: int, high: int) -> Attribution:
    """Who tells the toll: whose words it stands in, or whose own losses it can only be."""
    sentence, telling = scene.sentence, scene.telling
    who = attribution_at(scene, _told_at(scene, toll))
    if _is_aside_of_fighting(scene, toll, who, low, high):
        who = replace(who, party="MEDIA", words=None)
    owner = own_service(scene, who.event, toll)
    if owner is not None:
        who = replace(who, party=owner)
    if not who.is_explicit and who.party == "MEDIA" and sentence.within(low, high, "its_own"):
        who = replace(who, party=telling.voices.current or "MEDIA")  # "three of its own soldiers"
    return who


def _is_aside_of_fighting(scene: Scene, toll: Toll, who: Attribution, low: int, high: int) -> bool:
    """ "The truce followed five days of fighting that killed 43": the outlet's, behind anybody's words."""
    telling = scene.telling
    if who.event is not None or who.is_explicit or telling.voices.default not in (None, "MEDIA"):
        return False
    if not scene.sentence.within(low, high, "clash", "hostilities"):
        return False
    theirs = (
        telling.voice_block == scene.sentence.block_seq
        and telling.pack.takes_sides(who.party)
        and any(m.party == who.party or m.what == "enemy" for m in scene.found if m.what != "pronoun")
    )
    one_voice = len(set(telling.voices.heard) - {"RES"}) == 1 and _is_one_side(scene, toll)
    return not theirs and not one_voice


def _is_no_news(
    scene: Scene, toll: Toll, party: str | None, low: int, high: int, grouped: list[Frame]
) -> bool:
    """Losses of a whole war, of nobody's number, told only as background, or that were to be prevented."""
    sentence = scene.sentence
    if party == "MEDIA" and sentence.has("background"):
        return True
    if any(m.first <= toll.first <= toll.last <= m.last for m in sentence.of("say") if m.last > m.first):
        return True  # "put its losses at": what they are stands behind
    if sum(v or 0 for v in toll.killed.values()) >= OF_A_WAR or _is_loss_beside(scene, toll, grouped):
        return True
    reach = 3 if sentence.within(toll.first, toll.last, "losses") else 0
    prevented = sentence.within(max(0, toll.first - 3), toll.last + reach, "not_event")
    if prevented and not sentence.within(prevented[0].last + 1, toll.first, "wounded_with"):
        return True  # "to prevent casualties"; but "was killed while preventing a raid"
    if toll.killed or toll.wounded or toll.none:
        return False
    if is_of_both_sides(scene, low, high):
        return True  # "both sides have suffered losses"
    return toll.victims is None and not sentence.within(low, high, "losses")


def _passes_on(scene: Scene, statement: Statement, who: Attribution, toll: Toll, low: int, high: int) -> bool:
    """The speaker gives the toll as others': "allegedly", "looks into reports that", "it was reported that"."""
    sentence, told = scene.sentence, not toll.none
    if sentence.within(low, high, "allegedly") and is_from_across(scene, statement, who):
        return True
    if told and sentence.within(low, toll.first, "followed_up") and scene.telling.is_observer:
        return True  # what it looks into it does not yet say itself
    return told and who.party == "MEDIA" and bool(sentence.within(low, high, "report_passive"))


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
