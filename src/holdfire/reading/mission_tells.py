"""Is a text, of which no source is named, a monitoring mission's own, and of which days is its report?

By its letterhead ("as of 19:30"), by a heading that names a mission and a report, or by a mission that hears, sees and says all
through it; never where a side's body speaks or "the enemy" is said. Sets what is found in the Telling, and nothing else.
"""

from datetime import timedelta

from .mention import Mention
from .pack import Pack
from .sentence import Sentence
from .speech import CONTENT
from .telling import Telling
from .times import moments
from .voice import LONGEST_HEAD


def tell_observer(marked: list[Sentence], named: list[list[Mention]], telling: Telling) -> None:
    """A letterhead "as of 19:30 ..." of a text in which a monitoring mission tells, or a mission that tells all through it.

    Neither where "the enemy" or "our" is said, nor where a side's body speaks.
    """
    pack = telling.pack
    headed = any(sentence.has("as_of") for sentence in marked[:2]) or _is_headed_by_mission(
        marked, named, pack
    )
    if not (headed or _narrates(marked, named, telling)) or any(s.has("enemy", "own") for s in marked):
        return
    if _sides_speak(marked, named, pack) >= _TOLD_OF_SEVERAL:
        return
    missions = [
        m.party
        for found in named[:5]
        for m in found
        if m.what == "party" and pack.is_neutral(m.party) and m.party
    ]
    speaks = any(sentence.has("say", "perceive", "observed_item", "explosion") for sentence in marked[:5])
    bodies = any(m.stance == "body" and pack.takes_sides(m.party) for found in named for m in found)
    if missions and speaks and not bodies:
        telling.is_observer = telling.sides.observed = telling.voices.observed = True
        telling.voices.default = missions[0]


def _sides_speak(marked: list[Sentence], named: list[list[Mention]], pack: Pack) -> int:
    """Sentences in which a side of the conflict speaks, and to nobody's mission: "the army said", not "the army informed the mission"."""
    told = 0
    for sentence, found in zip(marked, named, strict=True):
        parties = [m for m in found if m.what == "party"]
        if sentence.has("informs") or any(m.party and pack.is_neutral(m.party) for m in parties):
            continue
        sides = [m for m in parties if pack.takes_sides(m.party) and m.stance in ("plain", "body")]
        says = any(0 < v.first - m.last <= _TO_VERB for m in sides for v in sentence.of("say", "deny"))
        told += says or any(0 < m.first - a.last < _TO_VERB for m in sides for a in sentence.of("accord"))
    return told


_TO_VERB = 4  # tokens between a side's minister and "said": his name
_TOLD_OF_SEVERAL = 2
"""Sentences in which a side speaks for itself, from which on a text tells of several and is no mission's own."""


def _is_headed_by_mission(marked: list[Sentence], named: list[list[Mention]], pack: Pack) -> bool:
    """ "Daily report of the Special Monitoring Mission": a heading that names a mission and a report, and tells nothing."""
    if not marked or len(marked[0].tokens) > LONGEST_HEAD or marked[0].has(*CONTENT) or marked[0].has("say"):
        return False
    missions = any(m.what == "party" and m.party and pack.is_neutral(m.party) for m in named[0])
    return missions and marked[0].has("statement_word", "report_noun")


def set_period_as_of(marked: list[Sentence], telling: Telling) -> None:
    """ "По состоянию на 19:30 19 ноября": an observer's day ends there, in whatever language the letterhead is."""
    for sentence in marked[:3]:
        for match in sentence.of("as_of"):
            stated, _ = moments(sentence, telling.published)
            day = next((m.end for m in stated if m.first > match.last and m.basis == "stated"), None)
            if day is not None:
                telling.period = (day - timedelta(days=1), day)
                telling.previous_period = (day - timedelta(days=2), day - timedelta(days=1))
                return


def _narrates(marked: list[Sentence], named: list[list[Mention]], telling: Telling) -> bool:
    """Two sentences at least in which a mission itself hears, sees or says."""
    told = 0
    for number, (sentence, found) in enumerate(zip(marked, named, strict=True)):
        missions = [m for m in found if m.what == "party" and m.party and telling.pack.is_neutral(m.party)]
        heading = number == 0 and len(sentence.tokens) <= _SHORT and not sentence.has(*CONTENT)
        if missions and heading:
            told += 1  # "OSCE SMM Daily, 6 November 2019"
            continue
        hears = any(0 < m.first - v.last <= 2 for m in missions for v in sentence.of("say"))
        if hears:  # "medical staff told the mission"
            told += 1
            continue
        verbs = sentence.of("perceive", "say", "observed_item")
        told += any(
            m.stance in ("plain", "body") and m.form != "person" and 0 < v.first - m.last <= _NARRATING
            for m in missions
            for v in verbs
        )
    return told >= 2


_SHORT = 16
"""Tokens of a heading at most."""
_NARRATING = 4
"""Tokens between a mission and its verb at most: "SMM monitors heard", "a patrol of the mission in X heard"."""
