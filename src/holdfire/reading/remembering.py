"""What a sentence leaves behind for the next: who spoke, the day and the place, who was accused."""

from dataclasses import replace
from datetime import timedelta

from holdfire.model.kinds import FIRE_KINDS

from .attribution import resolved, telling_is_neutral
from .other_days import is_of_other_event
from .people_met import people_met
from .relative_days import Moment
from .saying_days import is_of_speech
from .sentence import Sentence
from .speech import SpeechEvent
from .statement import Statement
from .telling import Scene, Telling
from .toll import UNSPEC
from .unnamed_speakers import is_abbreviation, is_office, mission_within
from .when_where import is_own_perception


def _heard(scene: Scene, event: SpeechEvent) -> SpeechEvent:
    """An office without an owner is heard as the side it was read as; as nobody where that cannot be told."""
    mission = mission_within(scene, event) if event.party == "?" else None
    if mission is not None:
        return replace(event, party=mission)
    if event.party != "?" or not (is_office(scene, event) or is_abbreviation(scene, event)):
        return event
    party, _ = resolved(scene, event)
    if party in (None, "MEDIA"):
        scene.telling.voices.is_unknown = True
        return event
    return replace(event, party=party)


def _is_its_report(scene: Scene, event: SpeechEvent) -> bool:
    """ "The report reads", behind a mission's words: the mission's report, and no outlet that speaks now."""
    its = scene.sentence.within(*event.subject, "report_noun", "statement_noun")
    return bool(its) and telling_is_neutral(scene, scene.telling.voices.current)


def _is_mission_hit(scene: Scene) -> bool:
    """ "A patrol came under fire", "the mission's vehicle was fired at": its people or what is theirs, where fire is told."""
    sentence, pack = scene.sentence, scene.telling.pack
    if sentence.has("mission_people", "mission_patrol"):
        return True
    own = [m.last for m in scene.found if m.what == "party" and m.party and pack.is_neutral(m.party)]
    return any(
        sentence.within(0, fire.first, "mission_thing", "observer_word") or any(at < fire.first for at in own)
        for fire in sentence.of("under_fire")
    )


_LONG = timedelta(days=10)
"""A stretch from which on a period is told, and no day."""


def _is_outbreak(sentence: Sentence) -> bool:
    """ "Fighting had erupted on 27 September": the day on which all began, told as gone by, is not that of what is told next."""
    if not sentence.has("hostilities", "clash"):
        return False
    return any(sentence.within(m.first - 2, m.first - 1, "has_aux") for m in sentence.of("breaks_out"))


def remember(scene: Scene, statements: list[Statement]) -> None:
    """Writes into the scene's telling what this sentence leaves for the next: who spoke, the day, the place, whose loss."""
    sentence, telling, speech, stated = scene.sentence, scene.telling, scene.speech, scene.stated
    outer = [e for e in speech if e.form == "after"]
    for event in sorted(speech, key=lambda e: (e.form in ("after", "accord"), e.at)):
        if event.form == "before" and any(o.low <= event.at <= o.high for o in outer):
            continue  # "X wrote that ..., the ministry said": the ministry is who spoke
        if event.party == "MEDIA" and any(
            e.party not in (None, "?", "OWN", "MEDIA") and event.low <= e.at <= event.high for e in speech
        ):
            continue  # "reads a message of the ministry, the agency reports": the agency only passes on
        if event.party == "MEDIA" and _is_its_report(scene, event):
            continue
        if event.is_noun:
            continue  # "rejected the claim of Y that ...": Y does not speak here
        telling.voices.hear(_heard(scene, event))
        if event.party is None and event.words and event.form != "accuse":
            telling.voices.is_unknown = True  # "N. N., a reporter of X, said": nobody's side that can be told
        telling.voice_block = sentence.block_seq
    denials = [s for s in statements if s.kind == "denial" and s.speaker_party not in (None, "MEDIA", "RES")]
    if denials and not any(e.party == "?" or not e.is_noun for e in speech):
        telling.voices.current, telling.voices.current_words = denials[-1].speaker_party, denials[-1].speaker
        telling.voices.is_unknown = False
    dated = [
        m
        for m in stated
        if m.basis not in ("year", "since", "month", "aside", "eve") and not is_of_speech(sentence, m)
        if m.end - m.start < _LONG  # "two earlier truces this month" dates nothing that follows
        if not is_of_other_event(sentence, m, telling.published)
    ]
    totals = {
        m.start for m in stated if m.basis in ("since", "month", "eve")
    }  # "since Monday" dates a total, not what follows
    told = [
        s
        for s in statements
        if s.date_start is not None
        and "date_start" in s.field_spans
        and s.kind != "ceasefire_agreed"
        and s.date_start not in totals
    ]
    if telling.is_observer and dated and all(is_own_perception(sentence, s) for s in statements):
        telling.visit = dated[-1]
    if sentence.role == "headline" or _is_outbreak(sentence):
        pass
    elif told and told[-1].date_start is not None:
        telling.last_moment = Moment(
            told[-1].date_start, told[-1].date_end or told[-1].date_start, 0, 0, "told"
        )
        telling.moment_block = sentence.block_seq
    elif dated and not _only_of_a_truce(telling, statements, dated[-1]):
        happened = sentence.has("happened") and not statements  # "the shootings occurred on Wednesday"
        telling.last_moment = replace(dated[-1], basis="told") if happened else dated[-1]
    elif telling.last_moment is None and telling.published is not None and _tells_of_a_night(sentence):
        night = (telling.published - timedelta(days=1), telling.published)
        telling.last_moment = Moment(*night, 0, 0, "told")
        telling.moment_block, telling.told_night = sentence.block_seq, night
    counted_up = bool(statements) and statements[0].date_start in totals
    if telling.told_first is None and statements and sentence.role != "headline" and not counted_up:
        telling.told_first = (statements[0].date_start, statements[0].date_end)
    week = telling.last_moment
    if week is not None and timedelta(days=_WEEK[0]) <= week.end - week.start <= timedelta(days=_WEEK[1]):
        telling.told_week = (week.start, week.end)
    spans = [s for s in statements if s.date_start != s.date_end and "date_start" in s.field_spans]
    if spans and spans[-1].date_start and spans[-1].date_end:
        telling.told_span = (spans[-1].date_start, spans[-1].date_end)
    night_told = [s for s in told if s.time_precision == "part_of_day" and s.date_start != s.date_end]
    if night_told and night_told[-1].date_start and night_told[-1].date_end:
        telling.told_night = (night_told[-1].date_start, night_told[-1].date_end)
    if telling.is_observer:
        met = people_met(scene)
        if met is not None or telling.met_block != sentence.block_seq:
            telling.met, telling.met_block = met, sentence.block_seq
        spoken = any(e.party not in (None, "MEDIA") and not telling.pack.is_neutral(e.party) for e in speech)
        telling.met_since = not spoken and met is not None
    lost = [s for s in statements if s.kind == "casualty" and not s.negated]
    if lost:
        people = (lost[-1].killed or {}) | (lost[-1].wounded or {})
        alone = len(people) == 1 and next(iter(people.values())) == 1
        side = next(iter(people), None)
        telling.last_victim = side if alone and telling.pack.takes_sides(side) and side != UNSPEC else None
    at_civilians = sentence.has("civilian") and not sentence.has("military")
    if any(s.kind in FIRE_KINDS and not s.negated for s in statements):
        telling.civilians_hit = (sentence.end, sentence.block_seq) if at_civilians else None
    hours = [c for c in scene.times if c.precision == "exact" and not c.as_of]
    if hours:
        telling.last_clock = (hours[-1], sentence.block_seq)
    truces = [s.date_start for s in statements if s.kind == "ceasefire_agreed" and s.date_start is not None]
    telling.truce_told = (truces[-1], sentence.end) if truces else None
    if any(s.kind in FIRE_KINDS for s in statements) and _is_mission_hit(scene):
        telling.mission_hit = sentence.block_seq
    placed_ones = [s for s in statements if s.places]
    if placed_ones and not telling.is_observer:
        telling.last_places, telling.place_block = placed_ones[-1].places, sentence.block_seq
        telling.place_speaker = placed_ones[-1].speaker_party
    for statement in statements:
        if statement.kind == "denial" and telling.pack.takes_sides(statement.speaker_party):
            telling.voices.current = statement.speaker_party
            telling.voices.current_words = statement.speaker
        if (
            statement.accused_party
            and statement.kind not in ("denial", "ceasefire_agreed")
            and statement.modality != "denied"
            and not statement.rule.startswith("clause.return_fire")
        ) and statement.accused_party != statement.speaker_party:
            telling.sides.last_accused = statement.accused_party
            telling.sides.last_accuser = statement.speaker_party
            telling.sides.accused.add(statement.accused_party)


_WEEK = (5, 7)  # days between the first and the last of what a weekly bulletin covers


OLD_TRUCE = timedelta(days=7)


def _only_of_a_truce(telling: Telling, statements: list[Statement], moment: Moment) -> bool:
    """ "A truce has held there since 29 August", told as background of a later day: what follows is not of its day."""
    agreed = bool(statements) and all(s.kind == "ceasefire_agreed" for s in statements)
    return agreed and telling.last_moment is not None and telling.last_moment.start - moment.end > OLD_TRUCE


def _tells_of_a_night(sentence: Sentence) -> bool:
    """ "Traded blame on Tuesday for overnight clashes": nothing is stated yet, and what follows is of that night."""
    return sentence.has("overnight")
