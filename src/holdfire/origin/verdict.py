"""P(side) -> a party, or "cannot say", under the standard that was set, with the true reason in one sentence.

A party is named only where its probability reaches the threshold, and still does under every usual prior of distance,
under each weapon that the evidence leaves open, and on ground on which every asserter's line agrees. Thresholds are
a policy: who set them, and when, is part of the answer. Words for likelihood are those of ICD-203; how sure the mission
is of its material is said in other sentences, never in the same one. Pure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from holdfire.model.grades import LIKELIHOOD_WORDS, likelihood_word
from holdfire.model.grades import percent as percent  # one way to write a probability
from holdfire.model.mandate import Mandate
from holdfire.model.places import WINDS_16

from .posterior import Posterior
from .sides import Sides
from .territory import POSSESSION, Ground

CANNOT_SAY = "cannot_say"


@dataclass(frozen=True)
class Threshold:
    """How sure the naming of a side must be: a setting, by somebody, on a day."""

    standard: str = "clear_and_convincing"
    percent: float = 80.0
    set_by: tuple[str, ...] = ("Holdfire's default; no party has set a standard for this case",)
    set_on: date | None = None

    def said(self) -> str:
        when = f" on {self.set_on.isoformat()}" if self.set_on else ""
        return (
            f"{self.standard.replace('_', ' ')} ({self.percent:g} %, set by {', '.join(self.set_by)}{when})"
        )


def threshold_of(mandate: Mandate, breach: str) -> Threshold | None:
    """The mandate's standard for a kind of statement, as the verdict uses it; None where none was set."""
    standard = mandate.standard_for(breach)
    if standard is None:
        return None
    return Threshold(
        str(standard.standard), standard.threshold_percent, tuple(standard.set_by), standard.set_on
    )


@dataclass(frozen=True)
class Verdict:
    """`side` is a party's id or CANNOT_SAY. `reason` is one sentence. `premises` are what the naming rests on."""

    side: str
    standard_met: str | None
    threshold: Threshold
    reason: str
    premises: tuple[str, ...] = ()


def judge(found: Posterior, sides: Sides, ground: Ground, threshold: Threshold) -> Verdict:
    """The verdict on one origin."""
    bar = threshold.percent / 100
    reaching = [party for party in ground.parties if sides.low[party] >= bar and sides.p[party] >= bar]
    if len(reaching) == 1:
        party = reaching[0]
        reason = (
            f"It is {likelihood_word(sides.p[party])} ({percent(sides.p[party])}) that the fire came from ground that "
            f"{party} held, and at least {percent(sides.low[party])} under each prior of distance and each weapon left open."
        )
        return Verdict(party, threshold.standard, threshold, reason, (POSSESSION,))
    return Verdict(CANNOT_SAY, None, threshold, _why_not(found, sides, ground, bar))


def _why_not(found: Posterior, sides: Sides, ground: Ground, bar: float) -> str:
    """The first true reason why no side is named, in the order in which a person would ask."""
    question = found.question
    if not found.is_possible:
        return "Standard not met: no place fits the weapon's reach and the other evidence together."
    if not question.has_direction:
        if not any(i.reaches for i in question.impacts):
            return "Standard not met: neither a bearing nor a range was established, so nothing speaks of a place of origin."
        return (
            "Standard not met: no bearing was established, and a weapon's reach alone does not tell a side."
        )
    direction = direction_of(found)
    towards = f"Direction {direction}; side not determined: " if direction else "Side not determined: "
    if not ground.is_stated and ground.passed_over:
        return (
            towards
            + "no line that was given holds on the day, and without one a place of origin has no side."
        )
    if not ground.is_stated:
        return towards + "no territory was given, and without it a place of origin has no side."
    party = max(ground.parties, key=lambda p: (sides.p[p], p))
    if sides.p["undetermined"] > 1 - bar:
        disagree = [
            a for a, p in sides.by_asserter.items() if p["undetermined"] < sides.p["undetermined"] - 0.05
        ]
        if len(sides.by_asserter) > 1 and disagree:
            return (
                towards
                + f"the lines of {', '.join(sides.by_asserter)} do not agree on where the fire may have come from."
            )
        if ground.uncertainty_m > 0:
            return towards + (
                f"the origin may lie within the line's own uncertainty of {ground.uncertainty_m:.0f} m, or outside all "
                f"ground that anybody claims ({percent(sides.p['undetermined'])} of the probability)."
            )
        return towards + "much of the probability lies outside all ground that anybody claims."
    if sides.p[party] < bar:
        return towards + (
            f"the possible places of origin lie on both sides of the line, and no side reaches {100 * bar:g} %"
            f"{_open_weapons(sides, question)}."
        )
    if not any(i.reaches for i in question.impacts):
        return (
            towards
            + "no range was established, and at some distances along the bearing the other side is as possible."
        )
    weapons = [name for name, p in sides.by_weapon.items() if p[party] < bar]
    if len(sides.by_weapon) > 1 and weapons:
        return (
            towards
            + f"the weapon is undecided, and with {' or '.join(weapons)} no side reaches {100 * bar:g} %."
        )
    return towards + (
        f"the weapon's reach spans the line and the distance itself was not established; the answer would rest on how "
        f"distances are weighed beforehand ({percent(sides.low[party])} to {percent(sides.high[party])})."
    )


def _open_weapons(sides: Sides, question: object) -> str:
    named = [name for name in sides.by_weapon if not name.startswith("not stated")]
    return f", with the weapon undecided between {' and '.join(named)}" if len(named) > 1 else ""


def direction_of(found: Posterior) -> str:
    """The compass words towards the likely origin from the impacts: "north-west", "north-east or south"; "" for none.

    Sectors of the 16 winds that hold at least a fifth of the probability, neighbours taken together.
    """
    import numpy as np

    if not found.is_possible or not found.question.has_direction or not found.question.impacts:
        return ""
    east, north = found.question.anchor
    bearing = np.degrees(np.arctan2(found.east - east, found.north - north)) % 360.0
    by_degree = np.bincount((bearing % 360.0).astype(int), weights=found.of_place, minlength=360)[:360]
    around = np.cumsum(np.concatenate([[0.0], by_degree[-11:], by_degree, by_degree[:11]]))
    smooth = around[23:] - around[:-23]  # within 11 degrees either side
    peaks: list[float] = []
    rest = smooth.copy()
    while len(peaks) < 2:
        top = int(np.argmax(rest))
        if rest[top] < 0.2:
            break
        near = [(top + k) % 360 for k in range(-22, 23)]
        weight = by_degree[near]
        peaks.append((top + float(np.average(np.arange(-22, 23), weights=weight))) % 360.0)
        rest[[(top + k) % 360 for k in range(-45, 46)]] = 0.0
    return " or ".join(sorted(compass_words(p) for p in peaks))


def compass_words(bearing_deg: float) -> str:
    """ "north-north-east" for the nearest of the sixteen winds."""
    letters = WINDS_16[int((bearing_deg + 11.25) // 22.5) % 16]
    words = {"N": "north", "S": "south", "E": "east", "W": "west"}
    return "-".join(words[letter] for letter in letters)


_LIKELIHOOD = re.compile(
    "|".join(sorted((re.escape(w) for *_, w in LIKELIHOOD_WORDS), key=len, reverse=True)) + r"|\bprobabl",
    re.I,
)
_CONFIDENCE = re.compile(
    r"\b(?:(?:low|moderate|high)\s+confidence|confiden(?:t|ce)|grade[ds]?\s+[A-F][1-6]?)\b", re.I
)


def mixed_sentences(texts: Sequence[str]) -> list[str]:
    """Sentences that join a likelihood with a confidence, which ICD-203 forbids. Our own texts give an empty list."""
    found = []
    for text in texts:
        for sentence in re.split(r"(?<=[.!?])\s+", text):
            if _LIKELIHOOD.search(sentence) and _CONFIDENCE.search(sentence):
                found.append(sentence)
    return found
