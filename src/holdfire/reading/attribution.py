"""Who speaks at a place of a sentence: the innermost verb of saying that governs it, else who spoke last, else the document.

An outer speaker who only quotes is `quoted_by`. A party that cannot be told is None.
"""

import re

from .people_met import is_person_met
from .speech import ENEMY, SpeechEvent
from .telling import Attribution, Scene
from .tokens import tokenise
from .unnamed_speakers import (
    accused_within,
    group_meant,
    has_unknown_owner,
    is_abbreviation,
    is_bare_name,
    is_of_who_spoke,
    is_office,
    keeper_within,
    mission_within,
    mourner_within,
    named_by_letters,
    rival_of,
    sits_in,
    subject_within,
)

_MINISTRY = re.compile(
    r"ministr|minist[eè]re|nazirli|минис|міністер|նախարար|وزار|\bMoD\b|\bDM\b", re.IGNORECASE
)


def attribution_at(scene: Scene, at: int) -> Attribution:
    """Who speaks at this token: the innermost event that governs it, else who spoke last, else the document's voice."""
    telling, voices = scene.telling, scene.telling.voices
    governing = [
        e
        for e in scene.speech
        if e.low <= at <= e.high and not (e.subject[0] <= at <= e.subject[1] and e.form != "accuse")
    ]
    before = sorted((e for e in governing if e.form in ("before", "accuse", "colon")), key=lambda e: e.low)
    others = [e for e in governing if e.form in ("after", "accord")]
    order = list(reversed(before)) + others
    via: list[str] = []
    chosen: SpeechEvent | None = None
    if any(e.party not in ("OWN", None, "MEDIA") for e in order):
        order = [e for e in order if e.party != "OWN"]  # "we have recorded ...", said X: X alone speaks
    for event in order:
        if event.party == "MEDIA" and not event.mutual:
            if event.words:
                via.append(event.words)
            continue
        if chosen is None:
            chosen = event
    nearer = [e for e in order if e.mutual and chosen is not None and chosen.at < e.at <= at]
    told_so = nearer and chosen is not None and scene.sentence.within(chosen.at, nearer[-1].at, "that")
    if nearer and chosen is not None and not chosen.mutual and not told_so:
        chosen = nearer[-1]  # "had called a truce, but ended it as both sides accused each other"
    if chosen is not None and chosen.mutual and _tells_of_truce(scene, at):
        return default_voice(scene, tuple(via))  # what the truce is that each accuses the other of breaking
    if chosen is None and telling.is_observer and scene.sentence.within(0, at, "media_reports"):
        return Attribution("MEDIA", None, None, tuple(via), "reported", None, True)
    if chosen is not None and chosen.party == ENEMY:
        teller = next((resolved(scene, e)[0] for e in order if e.party not in (ENEMY, "MEDIA", None)), None)
        rival = telling.sides.opponent(teller or voices.side or voices.default or voices.current)
        return Attribution(rival, chosen.words, teller or voices.side, tuple(via), "reported", chosen, True)
    if chosen is not None:
        party, words = resolved(scene, chosen)
        if (
            chosen.form == "accuse"
            and not chosen.mutual
            and party is not None
            and _is_accused(scene, chosen, party)
        ):
            party = rival_of(scene, party)  # nobody accuses itself: an office without an owner is the other's
        outer = [resolved(scene, e)[0] for e in order if e is not chosen and e.party not in ("MEDIA", None)]
        quoted_by = next((p for p in outer if p and p != party), None)
        told = telling.is_observer and telling.pack.takes_sides(party)
        modality = (
            "reported" if party == "RES" or told or chosen.mutual or quoted_by is not None else "asserted"
        )
        if (
            chosen.claims
            and voices.side
            and party not in (None, voices.side, "MEDIA")
            and not telling.pack.is_neutral(party)
        ):
            modality, quoted_by = "reported", quoted_by or voices.side
        elif telling.pack.takes_sides(party) and _is_of_media(scene, chosen):
            modality = "reported"  # "X-ian media wrote that ...": X's, and passed on
        elif chosen.is_noun and any(m.last < chosen.at for m in scene.sentence.of("deny")):
            modality = "reported"  # "X denied the report of Y that ...": told only as what is denied
        if _is_told_to_be_refuted(scene, chosen) and telling.pack.takes_sides(party):
            modality = "reported"
        if party == "BOTH":
            party, modality = "MEDIA", "reported"
        return Attribution(party, words, quoted_by, tuple(via), modality, chosen, True)
    if (
        scene.sentence.quoted
        and at < len(scene.sentence.quoted)
        and scene.sentence.quoted[at]
        and telling.quote_speaker
    ):
        party, words = telling.quote_speaker
        return Attribution(
            party, words, None, tuple(via), "reported" if party == "RES" else "asserted", None, True
        )
    return default_voice(scene, tuple(via))


def _is_told_to_be_refuted(scene: Scene, event: SpeechEvent) -> bool:
    """ "Denied the report of Y that X fired", "rejected Y's reports accusing X": what Y said, passed on by who denies it."""
    sentence, (low, high) = scene.sentence, event.subject
    named = event.is_noun or (
        event.form == "accuse"
        and sentence.within(high + 1, event.at - 1, "report_noun", "claim_noun", "statement_noun")
    )
    denied = sentence.within(0, min(low, event.at) - 1, "deny") or sentence.within(
        event.at, len(sentence.tokens), "false"
    )
    return bool(named and denied)


def _is_of_media(scene: Scene, event: SpeechEvent) -> bool:
    """ "X-ian media", "the press of X": no office of X, and what X's offices say may be another thing."""
    low, high = event.subject
    return bool(scene.sentence.within(low, high + 1, "national_media"))


def _tells_of_truce(scene: Scene, at: int) -> bool:
    return any(m.first <= at <= m.last for m in scene.sentence.of("truce"))


def _is_accused(scene: Scene, event: SpeechEvent, party: str) -> bool:
    """ "The foreign ministry accused X's armed groups of": X stands right behind the verb, and not before it."""
    if event.accused == party:
        return True
    named = [m for m in scene.found if m.what == "party" and m.party == party]
    before = any(m.core < event.at for m in named)
    behind = any(0 < m.core - event.at <= _ACCUSED_WITHIN for m in named)
    return behind and not before and event.accused is None and bool(event.words)


_ACCUSED_WITHIN = 3  # tokens from the verb of accusing to who is accused


_OF_SOMEBODY = re.compile(r"government|army|military|rebel|forces|militia|defen[cs]e|security source")


def telling_is_neutral(scene: Scene, party: str | None) -> bool:
    """An observer spoke last: the UN, a mission; not the outlet, not a resident."""
    return party not in (None, "MEDIA", "RES") and scene.telling.pack.is_neutral(party)


def only_observes(scene: Scene, words: str | None) -> bool:
    """ "The Russian peacekeepers", "monitors of the army": a state's people who watch, and accuse nobody they do not name."""
    if not words:
        return False
    marks = scene.telling.pack.lexicon.scan(tokenise(words, 0, len(words)))
    return bool(marks.get("observer_word"))


def resolved(scene: Scene, event: SpeechEvent) -> tuple[str | None, str | None]:
    """ "It said", "the ministry added": whoever spoke last, else the document's own voice.

    An office without an owner is not the side that it accuses: it is the other's, where the document has one.
    """
    within = _said_within(scene, event)
    if within is not None:
        return resolved(scene, within)
    party, words = _last_spoken(scene, event)
    if event.party == "?" and event.form == "accuse" and party is not None and party == event.accused:
        return rival_of(scene, party), words  # "it had accused X": whoever it was, it was not X
    keeper = keeper_within(scene, event)
    if keeper is not None and not telling_side(scene):
        return keeper, words
    telling = scene.telling
    if event.party == "?" and telling.is_observer and is_person_met(scene, event):
        here = telling.met_block == scene.sentence.block_seq
        nobody = telling.pack.is_neutral(party) and party != "RES"
        fits = telling.met != "RES" or not scene.sentence.within(*event.subject, "military")
        if here and telling.met and fits and (nobody or telling.met_since):
            return telling.met, words
    if event.party == "?" and party is not None and _accuses_itself(scene, event, party):
        return telling.voices.default, words
    if event.party != "?" or telling_side(scene):
        return party, words
    mission = mission_within(scene, event)
    if mission is not None:
        return mission, words
    unsaid = party == "BOTH" or not scene.telling.pack.takes_sides(
        party
    )  # no side spoke before, whose "its spokesman" may be
    outside = telling_is_neutral(scene, party) and any(scene.sentence.quoted[event.low : event.low + 2])
    if unsaid and event.form == "after" and not outside and is_of_who_spoke(scene, event):
        subject = subject_within(scene, event)
        if subject is not None:
            return subject, words  # "X struck Y, its spokesman said": X's
    if not is_office(scene, event):
        if is_abbreviation(scene, event):
            return named_by_letters(scene, event), words
        if is_bare_name(scene, event) and party is not None and accused_within(scene, event) == party:
            return None, words  # "Tamilnet reported that X had shelled Y", behind X's words
        return party, words
    seat = sits_in(scene, event)
    if seat is not None:
        return seat, words
    if has_unknown_owner(scene.sentence, event) and not is_of_who_spoke(scene, event):
        return None, words
    if (
        scene.telling.pack.is_group(party)
        and not scene.telling.pack.has_army(party)
        and not is_of_who_spoke(scene, event)
        and scene.sentence.within(*event.subject, "state_office")
    ):
        return (
            rival_of(scene, party) if party else None
        ), words  # "the army said" behind an armed group's words
    group = group_meant(scene, event, party)
    if group is not None:
        return group, words
    accused = accused_within(scene, event)
    if accused is not None and party in (None, "MEDIA", "RES", accused):
        return rival_of(scene, accused), words
    if party in (None, "MEDIA"):
        mourner = mourner_within(scene, event)
        officials = scene.sentence.within(event.subject[1], event.subject[1], "unnamed_office")
        return (mourner or ("MEDIA" if officials and event.form == "after" else None)), words
    return party, words


def _accuses_itself(scene: Scene, event: SpeechEvent, party: str) -> bool:
    """ "X broke the truce, says a report of the service", behind X's words, in a document of X's rival: the rival's service."""
    own, pack = scene.telling.voices.default, scene.telling.pack
    rival = own is not None and pack.takes_sides(own) and pack.are_opposed(own, party)
    return rival and is_office(scene, event) and accused_within(scene, event) == party


def _said_within(scene: Scene, event: SpeechEvent) -> SpeechEvent | None:
    """ "The ministry says it registered 66 violations": the pronoun that opens what an office says is that office."""
    low, high = event.subject
    if event.party != "?" or event.form != "before" or low != high:
        return None
    if not scene.sentence.within(low, high, "pronoun"):
        return None
    outer = [
        e
        for e in scene.speech
        if e.form == "before" and e.party == "?" and 0 <= low - e.low <= 1 and e.at < event.at
    ]
    return outer[-1] if outer and is_office(scene, outer[-1]) else None


def _last_spoken(scene: Scene, event: SpeechEvent) -> tuple[str | None, str | None]:
    if event.party not in ("?", "OWN"):
        return event.party, event.words or None
    voices = scene.telling.voices
    here = scene.telling.voice_block == scene.sentence.block_seq
    if scene.telling.is_observer and here and voices.current == "RES" and _is_people(scene, event):
        return "RES", event.words
    previous = [
        e
        for e in scene.speech
        if e.at < event.at
        and e.party not in ("?", "OWN", None, "MEDIA", ENEMY)
        and not (e.is_noun and event.form == "after")
    ]  # whose claim is passed on does not speak
    if event.form == "after" and voices.current is None and voices.default not in (None, "MEDIA"):
        return voices.default, event.words
    if voices.current is None and voices.ministry is not None and _MINISTRY.search(event.words):
        return voices.ministry, event.words
    if event.form == "after" and previous and previous[-1].form == "before":
        previous = []
    if previous:
        return previous[-1].party, event.words
    if (
        voices.is_unknown
        and event.subject[0] == event.subject[1]
        and scene.sentence.within(*event.subject, "people_word")
    ):
        return None, event.words  # "he added", behind a name whose side is not known
    namesake = _called_so(scene, event)
    if namesake is not None:
        return namesake, event.words
    lowered = event.words.lower()
    if telling_is_neutral(scene, voices.current) and _OF_SOMEBODY.search(lowered):
        return None, event.words  # "the government forces' spokesman" is not the observer who spoke last
    outlet_only = voices.current == "MEDIA" and voices.default not in (None, "MEDIA")
    if outlet_only:  # "Y reports, citing the ministry", then "the ministry said": the outlet only passed on
        return voices.default, event.words
    if voices.current in (None, "RES") or (
        "ministry" in lowered and voices.default and voices.current is None
    ):
        return (
            voices.default if voices.default != "MEDIA" else voices.current,
            event.words,
        )
    return voices.current, event.words


def _called_so(scene: Scene, event: SpeechEvent) -> str | None:
    """ "The ministry said", behind X's ministry and then Y's army: X, the one speaker that was called so, where the last was not."""
    voices, low_words = scene.telling.voices, event.words.casefold().split()
    if scene.telling.is_observer or event.party != "?" or len(low_words) < 2 or voices.current is None:
        return None
    noun = low_words[-1]
    owners = [
        party
        for party, calls in voices.called.items()
        if scene.telling.pack.takes_sides(party) and any(noun in call.casefold().split() for call in calls)
    ]
    return owners[0] if len(owners) == 1 and voices.current != owners[0] else None


def _is_people(scene: Scene, event: SpeechEvent) -> bool:
    """ "They", "he": the residents who spoke last, whom a mission's own "it" is not."""
    low, high = event.subject
    pronouns = scene.sentence.within(low, high, "pronoun")
    return low == high and bool(pronouns) and bool(scene.sentence.within(low, high, "people_word"))


def telling_side(scene: Scene) -> bool:
    """The document is one side's own: an office without an owner is that side's."""
    return scene.telling.voices.default not in (None, "MEDIA")


def default_voice(scene: Scene, via: tuple[str, ...]) -> Attribution:
    """Whose words stand under no verb of saying: the text's own voice, or who spoke last. via: the outlets that pass it on."""
    voices, telling = scene.telling.voices, scene.telling
    if telling.told_afterwards is not None:
        party, words = telling.told_afterwards
        return Attribution(party, words, None, via, "asserted", None, True)
    if voices.is_gathered and scene.sentence.has("goes_on") and not any(scene.sentence.quoted):
        return Attribution("MEDIA", None, None, via, "asserted", None, False)
    allied = set(voices.heard) - {"RES"}
    if (
        (
            len(allied) == 1
            and voices.current in allied
            and voices.default not in (None, "MEDIA", voices.current)
            and telling.pack.takes_sides(voices.default)
        )
        and voices.current != telling.sides.opponent(voices.default)
        and not telling.pack.are_opposed(voices.current, voices.default)
        and not telling.pack.is_neutral(voices.current)
    ):
        return Attribution(voices.current, voices.current_words, None, via, "asserted", None, False)
    if (
        allied == {voices.current}
        and telling.pack.are_opposed(voices.current, voices.default)
        and telling.voice_block == scene.sentence.block_seq
        and not voices.ministry
    ):  # an outlet of X tells in one paragraph what Y's ministry says
        return Attribution(voices.current, voices.current_words, None, via, "asserted", None, False)
    if voices.default not in (None, "MEDIA"):
        return Attribution(voices.default, None, None, via, "asserted", None, False)
    if telling.family == "narrative" and telling.voice_block != scene.sentence.block_seq:
        return Attribution("MEDIA", None, None, via, "asserted", None, False)
    if voices.is_unknown:
        return Attribution(None, None, None, via, "asserted", None, False)
    heard = set(voices.heard) - {"RES"}
    if len(heard) == 1 and voices.current in heard:
        return Attribution(voices.current, voices.current_words, None, via, "asserted", None, False)
    return Attribution("MEDIA", None, None, via, "asserted", None, False)
