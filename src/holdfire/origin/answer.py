"""One question about an origin -> its answer: posterior, sides, verdict, what each piece of evidence adds, what was refused.

What the command prints and what the stage writes are both made from it. Pure; every order is fixed.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .evidence import Impact, Station
from .joint import Refusal
from .posterior import Posterior, Question, ask, posterior_of
from .sides import Sides, shares, sides_of
from .territory import Ground
from .verdict import Threshold, Verdict, judge
from .words import WeighedWord

Floats = NDArray[np.float64]

MAX_DECIBANS = 40.0
"""Nothing is certain: no single piece of evidence counts for more than ten thousand to one."""


@dataclass(frozen=True)
class Contribution:
    """`decibans` above 0 speaks for `about`; "none" where it speaks for no side."""

    evidence_id: str
    about: str
    decibans: float
    says: str


@dataclass(frozen=True)
class OriginAnswer:
    question: Question
    found: Posterior
    sides: Sides
    verdict: Verdict
    contributions: tuple[Contribution, ...]
    refused: tuple[Refusal, ...]


def answer(
    impacts: Sequence[Impact],
    stations: Sequence[Station],
    ground: Ground,
    threshold: Threshold,
    words: Sequence[WeighedWord] = (),
) -> OriginAnswer:
    """The posterior over places and sides of one origin, and what it rests on."""
    question = ask(impacts, stations)
    found = posterior_of(question)
    sides = sides_of(found, ground)
    said = {w.word.about: 0.0 for w in words}
    for word in words:
        said[word.word.about] += word.decibans
    if any(said.values()):
        sides = _with_words(sides, said)
    refused = [Refusal((w.word.evidence_id,), w.refused) for w in words if w.refused]
    if not question.has_direction and question.impacts:
        refused.append(
            Refusal(tuple(i.impact_id for i in question.impacts), "no bearing was established here")
        )
    contributions = [*contributions_of(found, sides, ground)]
    contributions += [
        Contribution(w.word.evidence_id, w.word.about, w.decibans, w.says) for w in words if not w.refused
    ]
    verdict = judge(found, sides, ground, threshold)
    return OriginAnswer(question, found, sides, verdict, tuple(contributions), tuple(refused))


def _with_words(sides: Sides, said: dict[str, float]) -> Sides:
    from .words import spoken_for

    views = [spoken_for(v, said) for v in (sides.p, *sides.by_weapon.values(), *sides.by_prior.values())]
    p = views[0]
    low = {k: min(spoken_for(sides.p, said)[k], *(v[k] for v in views)) for k in p}
    high = {k: max(v[k] for v in views) for k in p}
    by_asserter = {a: spoken_for(v, said) for a, v in sides.by_asserter.items()}
    return Sides(p, low, high, by_asserter, sides.by_weapon, sides.by_prior, sides.codes)


def contributions_of(found: Posterior, sides: Sides, ground: Ground) -> list[Contribution]:
    """What each piece of evidence adds to the odds of the sides, in the order given; they add up to the posterior odds.

    Begins with even odds and the reach alone, then each impact's bearings, then each station.
    """
    if not ground.is_stated or not found.is_possible or found.question.says_nothing:
        return []
    question, parties = found.question, ground.parties
    steps: list[tuple[str, str, Floats]] = [
        (_reach_ids(question), _reach_says(question), found.layers.reach.sum(axis=0))
    ]
    running = steps[0][2]
    for number, impact in enumerate(question.impacts):
        if impact.bearings:
            running = running * found.layers.bearing[number]
            named = ", ".join(f"{b.to_origin_deg:g} ± {b.half_width_deg:g} degrees" for b in impact.bearings)
            ids = ", ".join(b.evidence_id for b in impact.bearings)
            steps.append((ids, f"bearing to the origin from {impact.impact_id}: {named}", running))
    for row, station in enumerate(question.stations):
        running = running * found.layers.station[row]
        steps.append((station.evidence_id, station.says, running))
    before = dict.fromkeys(parties, 0.0)
    result = []
    for evidence_id, says, density in steps:
        odds = _odds_db(shares(density * found.area, sides.codes, parties), parties)
        change = {party: odds[party] - before[party] for party in parties}
        before = odds
        about = max(parties, key=lambda party: change[party], default="none")
        tied = sum(1 for party in parties if abs(change[party] - change.get(about, 0.0)) < 1e-9) > 1
        if not parties or tied or change[about] < 0.05:
            result.append(Contribution(evidence_id, "none", 0.0, says))
        else:
            result.append(Contribution(evidence_id, about, round(change[about], 2), says))
    return result


def _odds_db(p: dict[str, float], parties: Sequence[str]) -> dict[str, float]:
    """Odds of each party against the others, decibans; even where nothing tells them apart."""
    known = sum(sorted(p[party] for party in parties))
    result = {}
    for party in parties:
        others = sum(sorted(p[other] for other in parties if other != party))
        fair = 10 * math.log10(max(1, len(parties) - 1))  # even odds for one of several
        if known <= 0 or len(parties) < 2:
            result[party] = 0.0
        else:
            ratio = 10 * (math.log10(max(p[party], 1e-9)) - math.log10(max(others, 1e-9))) + fair
            result[party] = max(-MAX_DECIBANS, min(MAX_DECIBANS, ratio))
    return result


def _reach_ids(question: Question) -> str:
    ids = [r.evidence_id for i in question.impacts for r in i.reaches]
    return ", ".join(dict.fromkeys(ids)) or "reach-not-stated"


def _reach_says(question: Question) -> str:
    named = [f"{w.name} {w.low_m:.0f}-{w.high_m:.0f} m" for w in question.weapons]
    return "where the impact lies and what the weapon reaches: " + (", or ".join(named) or "not stated")


def rounded(p: dict[str, float]) -> dict[str, float]:
    return {key: round(value, 4) for key, value in p.items()}
