"""A mission's account in a side's outlet: whose "no violation was registered" is, and whose report a text passes on.

A ministry that reports a monitoring of the line by a mission says who registered nothing only now and then; it was the
mission. Only where the text names one mission and its monitoring, and the sentence neither a speaker nor another side. Pure.
"""

from collections.abc import Sequence

from .mention import Mention
from .pack import Pack
from .sentence import Sentence
from .speakers import events
from .telling import Scene, Telling
from .trigger_kinds import Frame

_REGISTERED = 6
"""Tokens between "no violation" and "was registered": "no violation of the ceasefire regime was registered"."""


def monitoring_party(
    marked: Sequence[Sentence], named: Sequence[Sequence[Mention]], pack: Pack
) -> str | None:
    """The one mission whose monitoring the text tells of; None where there is none, or more than one."""
    told = {
        m.party
        for sentence, found in zip(marked, named, strict=True)
        if sentence.has("monitoring")
        for m in found
        if m.what == "party" and m.party and pack.is_neutral(m.party)
    }
    return told.pop() if len(told) == 1 else None


_OPENING = 2
"""Sentences within which a text that passes on a mission's report names the mission as who says it."""


def mission_quoted(
    marked: Sequence[Sentence], named: Sequence[Sequence[Mention]], telling: Telling
) -> str | None:
    """The mission whose report a side's outlet passes on: it alone speaks, from the start, and nothing is "ours" or "the enemy's"."""
    pack = telling.pack
    if not any(m.party and pack.is_neutral(m.party) for found in named[:_OPENING] for m in found):
        return None
    if any(sentence.has("enemy", "own") for sentence in marked):
        return None
    spoken = [events(s, list(found), telling.voices) for s, found in zip(marked, named, strict=True)]
    parties = {e.party for said in spoken for e in said} - {"?", None, "RES", "MEDIA"}
    first = {e.party for said in spoken[:_OPENING] for e in said}
    for said, found in zip(spoken[:_OPENING], named, strict=False):
        if found and any(e.party == "?" and e.form == "after" for e in said):
            first.add(found[0].party)  # "observers of the mission came under fire, the organization said"
            parties.add(found[0].party)
    if len(parties) != 1 or not parties <= first:
        return None
    party = parties.pop()
    return party if pack.is_neutral(party) else None


def is_registered_by_mission(scene: Scene, frame: Frame) -> bool:
    """ "No violation was registered": a violation that nobody saw, and nobody is named who looked."""
    if scene.telling.monitoring is None or not frame.has("violation_n"):
        return False
    seen = scene.sentence.within(frame.first - _REGISTERED, frame.last + _REGISTERED, "is_seen")
    named = any(m.what in ("party", "own", "enemy") for m in scene.found)
    return bool(seen) and not named
