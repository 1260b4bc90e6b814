"""A frame to a statement: kind by trigger and weapon, accused, modality, negation, count, confidence."""

from dataclasses import replace

from .accused import Blame, blame
from .attribution import attribution_at, only_observes, telling_is_neutral
from .denials import set_denial
from .frame_kinds import kind_of, weapon_of
from .monitoring import is_registered_by_mission
from .negations import is_negated
from .origin_side import side_of_origin
from .quoting import said_stretch, without_edges
from .sentence import Sentence
from .speaker_words import speaker_words
from .speech import ENEMY
from .statement import Statement
from .statement_counts import confidence_of, set_count, set_count_after, thrown_in_all
from .telling import Attribution, Scene
from .times import SINCE
from .trigger_kinds import Frame
from .when_where import set_when, set_where

_LOOKED_FOR = ("violation_unspecified", "artillery", "explosion_undetermined", "mortar")
"""Kinds of which "none was recorded" counts none."""
_CLAIM_REACH = 16  # tokens between "the report that" and what is reported


def frame_statement(scene: Scene, frame: Frame) -> Statement | None:
    """The statement of a frame: who says it, of whom, what, how often, when, where; None where it tells no event."""
    sentence, telling = scene.sentence, scene.telling
    main = max(frame.triggers, key=lambda t: (t.kind.rank, -t.first))
    warns = frame.has("threat") and bool(sentence.within(frame.first, frame.first, "say"))
    opens_with_verb = warns or frame.family == "weapons"  # "warned that it would", "saw three howitzers"
    who = attribution_at(scene, frame.last if opens_with_verb else frame.first)
    if frame.has("kept_truce") and _is_seen_to_hold(scene, who):
        return None
    if frame.family == "weapons" and not telling.pack.is_neutral(who.party):
        return None
    low, high = quote_tokens(scene, frame)
    weapon = weapon_of(scene, frame, low, high)
    kind = kind_of(scene, frame, main, weapon)
    if kind is None:
        scene.why = "a weapon or a use is named, but not what was done with it"
        return None
    counted = next((scene.counts[t.first] for t in frame.triggers if t.first in scene.counts), None)
    if counted is None and frame.family == "fire":
        in_all = thrown_in_all(scene, frame)
        counted = (in_all, False) if in_all is not None else None
    if (
        counted is None
        and frame.has("violation_n")
        and sentence.within(main.last + 1, main.last + 3, "trend")
    ):
        scene.why = "a number rose or fell, and is not told"
        return None
    negated = is_negated(scene, frame)
    party, words, modality = who.party, who.words, who.modality
    if negated and who.event is None and is_registered_by_mission(scene, frame):
        party, words = telling.monitoring, None
    of_nobody = kind == "ceasefire_agreed" or (frame.has("clash") and kind == "other")
    if of_nobody or _breaks_out(scene, frame):
        told_by_mission = telling.is_observer and not (
            telling.voices.is_gathered and kind == "ceasefire_agreed"
        )
        if not who.is_explicit and not told_by_mission and who.event is None:
            party, words = "MEDIA", None
        if kind == "ceasefire_agreed" and not telling.is_observer and _dates_the_rest(scene, frame):
            party, words = "MEDIA", None
        if kind == "ceasefire_agreed" and not telling.is_observer and _is_background(scene, frame, who):
            party, words, who = "MEDIA", None, replace(who, event=None)
        if (
            negated
            and of_nobody
            and not (frame.has("clash") and sentence.within(frame.low, frame.high, "perceive"))
        ):
            return None
    held = blame(sentence, frame, scene.found, scene.speech, party, telling.sides, who.event)
    statement = new_statement(scene, frame, kind, low, high, who, party, words)
    statement.modality, statement.negated = modality, negated
    statement.rule = f"clause.{main.category}.{held.rule}"
    told_of = accused_of(scene, frame, kind, held, party, who)
    statement.accused_party = telling.sides.meant_by(told_of, party, sentence, scene.found)
    if who.quoted_by is not None and telling.pack.are_opposed(party, who.quoted_by):
        statement.accused_party = telling.sides.meant_by(
            statement.accused_party, who.quoted_by, sentence, scene.found
        )
    if held.span is not None:
        statement.field_spans["accused_party"] = sentence.span(*held.span)
    set_modality(scene, statement, frame, who, held)
    set_denial(scene, statement, frame, held, main)
    if statement.kind != "denial" and _is_of_refuted_claim(scene, frame):
        return None
    looked_for = statement.kind in _LOOKED_FOR or frame.has("clash")
    if statement.negated and looked_for:
        statement.count = statement.count_low = statement.count_high = 0
    elif counted is not None and statement.kind != "denial":
        set_count(scene, statement, counted[0])
    elif frame.has("shootdown", "downed"):
        set_count_after(scene, statement, frame)
    set_when(scene, statement, frame)
    set_where(scene, statement, frame, low, high)
    if weapon is not None:
        statement.weapon, statement.calibre_mm = weapon.name, weapon.calibre_mm
        statement.field_spans["weapon"] = sentence.span(weapon.first, weapon.last)
    elif frame.has("shell", "under_shelling", "obstrel") and statement.kind == "artillery":
        statement.weapon = "shelling"
    statement.confidence = confidence_of(scene, statement, held, who, frame)
    return statement


def _is_seen_to_hold(scene: Scene, who: Attribution) -> bool:
    """ "Both sides observe the ceasefire", told by a mission: how things stand, and nobody denies a thing."""
    pack = scene.telling.pack
    if not (scene.telling.is_observer or telling_is_neutral(scene, who.party)):
        return False
    return not any(
        m.what == "party" and m.stance == "plain" and not pack.is_neutral(m.party) for m in scene.found
    )


def _is_background(scene: Scene, frame: Frame, who: Attribution) -> bool:
    """ "..., which took effect in May", "It took effect in May; since then ..., X says": what the truce is, told by the outlet."""
    sentence = scene.sentence
    relative = sentence.within(frame.first - 3, frame.first - 1, "which_that")
    if relative and sentence.tokens[relative[0].first - 1].text == ",":
        return True
    after = who.event is not None and who.event.form == "after"
    return after and who.event is not None and ";" in sentence.signs(frame.last, who.event.at)


_SINCE_REACH = 4  # tokens between "since" and the truce: "since the latest ceasefire took effect"


def _dates_the_rest(scene: Scene, frame: Frame) -> bool:
    """ "Counted 1,000 violations since the truce took effect on 27 November": the truce is no part of what is claimed."""
    tokens = scene.sentence.tokens
    return any(tokens[i].key in SINCE for i in range(max(0, frame.first - _SINCE_REACH), frame.first))


def _breaks_out(scene: Scene, frame: Frame) -> bool:
    """ "Gunfire broke out in the village", in a text of nobody's own: the outlet tells it, and nobody is said to have fired."""
    nouns = all(t.kind.voice == "noun" for t in frame.triggers)
    sided = scene.telling.voices.default not in (None, "MEDIA")
    return nouns and not sided and bool(scene.sentence.within(frame.last + 1, frame.last + 3, "breaks_out"))


def new_statement(
    scene: Scene,
    frame: Frame | None,
    kind: str,
    low: int,
    high: int,
    who: Attribution,
    party: str | None,
    words: str | None,
) -> Statement:
    """A statement of tokens low..high with its quote, its speaker and how it was passed on; every other field is empty."""
    start, end = scene.sentence.span(*said_stretch(scene, low, high))
    if party not in (None, "MEDIA") and words is None and party == scene.telling.voices.current:
        words = scene.telling.voices.current_words
    words = speaker_words(scene, who.event, party, words)
    statement = Statement(scene.telling.doc, scene.sentence.text[start:end], start, end, kind, words, party)
    statement.block_seq = scene.sentence.block_seq
    statement.via = list(who.via)
    statement.quoted_by = who.quoted_by
    if who.event is not None:
        statement.field_spans["speaker"] = scene.sentence.span(*who.event.subject)
    if frame is not None:
        main = max(frame.triggers, key=lambda t: t.kind.rank)
        statement.field_spans["kind"] = scene.sentence.span(main.first, main.last)
    return statement


def quote_tokens(scene: Scene, frame: Frame) -> tuple[int, int]:
    """(first, last) token of the frame's quote: of several counts in a clause, each frame has its own part."""
    low, high = frame.low, frame.high
    alone = [t for t in frame.triggers if scene.counts.get(t.first, (None, False))[1]]
    if alone:
        q = scene.counts[alone[0].first][0]
        others = sorted(c[0].first for c in scene.counts.values() if low <= c[0].first <= high)
        earlier = [o for o in others if o < q.first]
        later = [o for o in others if o > q.first]
        if earlier:
            low = q.first
        if later and later[0] - 1 > frame.last:
            high = later[0] - 1
    low, high = without_edges(scene, low, high)
    return min(low, frame.first), max(high, frame.last)


def _is_begun(sentence: Sentence, frame: Frame) -> bool:
    """ "Provoked an exchange of fire", "started the fighting": one side began it."""
    return bool(sentence.within(frame.first - 3, frame.last, "began_it"))


def _beginner(scene: Scene, frame: Frame) -> str | None:
    """ "Döyüşləri X ordusu başlayıb": where the verb stands last, the party right before "began" began it."""
    began = scene.sentence.within(frame.last + 1, frame.high, "began_it_behind")
    before = [m for m in scene.found if m.what == "party" and m.core > frame.last and m.stance == "plain"]
    return next((m.party for verb in began for m in before if m.last == verb.first - 1), None)


def accused_of(
    scene: Scene, frame: Frame, kind: str, held: Blame, party: str | None, who: Attribution
) -> str | None:
    """The party that the statement accuses, of whom `held` holds to have acted; None for what is told of both or of nobody."""
    if kind in ("ceasefire_agreed", "calm"):
        return None
    if who.event is not None and who.event.party == ENEMY and held.rule == "own":
        return who.quoted_by  # "the enemy's claim that our units fired": ours are the teller's
    words = scene.sentence.keys(frame.first, frame.last)
    begun = held.rule == "actor" and ("with" in words or _is_begun(scene.sentence, frame))
    acted = held.rule == "actor" and _acts_before_exchange(scene, frame)
    if any(w.startswith("exchang") for w in words) and not begun and not acted:
        return None
    if scene.sentence.within(frame.first - 4, frame.last, "exchange") and not begun and not acted:
        return None  # "X and Y exchange fire": of neither alone
    if who.event is not None and (who.event.mutual or (who.event.party == "BOTH" and held.rule != "agent")):
        return None
    if (
        all(t.category == "clash" for t in frame.triggers)
        and kind == "other"
        and held.rule != "agent"
        and not begun
    ):
        return _beginner(scene, frame)
    is_there = scene.sentence.within(frame.first - 3, frame.first - 1, "there_was")
    if is_there and held.rule == "actor" and all(t.kind.voice == "noun" for t in frame.triggers):
        return None  # "our troops met X's and there was shooting": of nobody
    guessed = held.rule in ("opponent_of_target", "opponent_of_speaker", "none")
    if guessed and frame.has("shootdown", "downed") and _by_unnamed_force(scene.sentence, frame):
        return party if scene.telling.pack.takes_sides(party) else None
    if frame.has("shootdown", "downed", "damaged") and _is_only_of_enemy(scene, frame, party):
        return party
    if frame.has("threat") and held.rule == "opponent_of_speaker" and scene.telling.pack.takes_sides(party):
        return party
    if held.rule == "opponent_of_speaker" and scene.telling.is_observer and _only_landed(scene, frame):
        return side_of_origin(scene, frame, told_by_side=True)
    if held.rule == "opponent_of_speaker" and scene.telling.is_observer:
        return rival_of_teller(scene, frame, held, party)
    if guessed and (scene.telling.pack.is_neutral(party) or only_observes(scene, who.words)):
        return side_of_origin(scene, frame)
    if frame.has("mine") and held.rule in ("opponent_of_speaker",) and not frame.has("fire"):
        return None if is_blown_up(scene.sentence, frame) else held.accused
    if frame.has("mine") and held.rule == "actor" and is_blown_up(scene.sentence, frame):
        return scene.telling.sides.opponent(held.accused)  # who was blown up laid no mine
    origin = held.rule == "origin" and scene.telling.pack.are_opposed(held.accused, party)
    if frame.has("return_fire") and (origin or held.rule not in ("actor", "agent", "own", "origin")):
        return party if not scene.telling.pack.is_neutral(party) else held.accused
    if frame.has("threat") and held.rule not in ("actor", "own"):
        return party
    return held.accused


def is_blown_up(sentence: Sentence, frame: Frame) -> bool:
    """ "Three soldiers were blown up by a tripwire": it is told whom the mine hit, and not who laid it."""
    return frame.has("mine") and any(sentence.within(t.first, t.last, "blown_up") for t in frame.triggers)


def _acts_before_exchange(scene: Scene, frame: Frame) -> bool:
    """ "X's troops resorted to shelling, and the exchange of fire went on": what X did first is X's."""
    main = min(frame.triggers, key=lambda t: t.first)
    words = scene.sentence.keys(main.first, main.last)
    active = main.category in ("fire", "shell", "violate", "attack")
    apart = scene.sentence.within(main.last + 1, frame.last, "and_word")
    return active and bool(apart) and not any(w.startswith("exchang") for w in words)


def _is_only_of_enemy(scene: Scene, frame: Frame, party: str | None) -> bool:
    """ "The enemy's drone was brought down", "X's launcher was destroyed", told by X's opponent: that opponent did it."""
    passive = scene.sentence.within(frame.first - 4, frame.last, "passive_aux")
    if not passive or not scene.telling.pack.takes_sides(party):
        return False
    if any(
        m.stance == "agent" and m.form != "adjective"
        for m in scene.found
        if frame.low <= m.core <= frame.high
    ):
        return False
    within = [m for m in scene.found if frame.low <= m.core <= frame.high]
    hit = [m for m in within if m.stance not in ("agent", "body") or m.form == "adjective"]
    theirs = [
        m for m in hit if m.what == "enemy" or (m.party and scene.telling.pack.are_opposed(m.party, party))
    ]
    ours = [m for m in hit if m.what == "own" or (m.party is not None and m.party == party)]
    return bool(theirs) and not ours and theirs[0].core < frame.first


def _by_unnamed_force(sentence: Sentence, frame: Frame) -> bool:
    """ "Shot down by air defence units": by those of who tells it, where no side is named."""
    posts = {m.first for m in sentence.of("by_agent_post") if frame.low <= m.first <= frame.high}
    return any(m.last + 1 in posts for m in sentence.of("force"))


def _only_landed(scene: Scene, frame: Frame) -> bool:
    """ "Told the mission that a round had landed there": what came down, and nobody is said to have fired it."""
    landed = [t for t in frame.triggers if scene.sentence.within(t.first, t.last, "came_down")]
    return bool(landed) and frame.has("weapon_fire") and not frame.has("fire", "attack", "violate")


def rival_of_teller(scene: Scene, frame: Frame, held: Blame, party: str | None) -> str | None:
    """What a side tells a mission accuses the side from whose place it says the fire came, else the rival that the text names."""
    origin, telling = side_of_origin(scene, frame, told_by_side=True), scene.telling
    if origin is not None and telling.pack.are_opposed(origin, party):
        return origin
    return telling.sides.rival_named(held.accused, party)


def set_modality(scene: Scene, statement: Statement, frame: Frame, who: Attribution, held: Blame) -> None:
    """Writes whether the speaker asserts, reports, threatens or denies what the frame tells."""
    if scene.sentence.within(frame.low, frame.high, "allegedly") and is_from_across(scene, statement, who):
        statement.modality = "reported"
    if frame.has("threat"):
        statement.modality = "threatened"
    if statement.speaker_party == "MEDIA" and _is_heard_by_newsmen(scene, frame):
        statement.modality = "reported"
    passive = [m for m in scene.sentence.of("report_passive") if frame.low - 3 <= m.first <= frame.high]
    passive = [
        m for m in passive if m.first < frame.first or not _is_followed_up(scene.sentence, m.first, m.last)
    ]  # "saw damage from shelling and followed up on reports of casualties"
    if (
        passive
        and statement.speaker_party not in (None, "RES")
        and scene.telling.pack.is_neutral(statement.speaker_party)
    ):
        text = scene.sentence.keys(passive[0].first, passive[0].last)
        if "heard" not in text or statement.speaker_party == "MEDIA":
            statement.modality = "reported"


def _is_followed_up(sentence: Sentence, first: int, last: int) -> bool:
    return any(m.first <= last and first <= m.last for m in sentence.of("follow_up"))


def _is_heard_by_newsmen(scene: Scene, frame: Frame) -> bool:
    """ "A reporter in the town heard explosions": what the outlet's own people perceived is told as theirs."""
    heard = scene.sentence.within(frame.low, frame.first, "perceive")
    return bool(heard) and bool(scene.sentence.within(0, heard[0].first, "newsman"))


def is_from_across(scene: Scene, statement: Statement, who: Attribution) -> bool:
    """The words are one side's, in a document that is the other's."""
    side = scene.telling.voices.side
    party = statement.speaker_party
    if side is None:  # an outlet of neither side that says "allegedly" of what a side told
        return who.quoted_by is not None or (who.is_explicit and not scene.telling.pack.is_neutral(party))
    return who.quoted_by is not None or party not in (None, "MEDIA", side)


def _is_of_refuted_claim(scene: Scene, frame: Frame) -> bool:
    """ "The report that our units shelled X is untrue": nobody is named who says that they did; the denial is all there is."""
    sentence = scene.sentence
    judged = next((m for m in sentence.of("false") if m.first > frame.last), None)
    if judged is None or any(e.claims and e.low <= frame.first <= e.high for e in scene.speech):
        return False
    nouns = sentence.of("claim_noun", "report_noun")
    if any(
        m.last < frame.first
        and frame.first - m.last <= _CLAIM_REACH
        and sentence.within(m.last + 1, frame.first - 1, "that")
        for m in nouns
    ):
        return True
    return any(
        frame.last < m.first < judged.first and sentence.within(frame.last + 1, m.first - 1, "about")
        for m in nouns
    )
