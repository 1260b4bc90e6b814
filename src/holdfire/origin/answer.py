"""One question about an origin -> its answer as plain values: regions, sides, verdict, contributions, candidates.

What the command prints and what the stage writes are both made here. Places leave it only on the publication grid.
Pure; every order is fixed.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from .evidence import Impact, Station
from .joint import Refusal
from .plane import Plane
from .posterior import Posterior, Question, Sides, ask, layers_at, posterior_of, reach_fit, shares, sides_of
from .territory import Ground
from .verdict import Threshold, Verdict, judge
from .words import WeighedWord

Floats = NDArray[np.float64]

MAX_DECIBANS = 40.0
"""Nothing is certain: no single piece of evidence counts for more than ten thousand to one."""
KEPT_RATIO = 0.05
"""A candidate is kept unless the best place fits the evidence twenty times better."""


@dataclass(frozen=True)
class Candidate:
    name: str
    east_m: float
    north_m: float
    radius_m: float = 0.0


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
    if not ground.is_stated or not found.is_possible:
        return []
    question, parties = found.question, ground.parties
    steps: list[tuple[str, str, Floats]] = [
        (_reach_ids(question), _reach_says(question), found.layers.reach.sum(axis=0))
    ]
    running = steps[0][2]
    for impact in question.impacts:
        if impact.bearings:
            without = Question(
                (
                    Impact(
                        impact.impact_id, impact.east_m, impact.north_m, impact.precision_m, impact.bearings
                    ),
                ),
                (),
                (),
            )
            running = running * layers_at(without, found.east, found.north).bearing
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


def weigh_candidates(found: Posterior, candidates: Sequence[Candidate]) -> list[dict[str, Any]]:
    """Each candidate's fit, the best place's being 1; its probability, if it was one of those named; kept or not, and why."""
    if not candidates:
        return []
    rows: list[dict[str, Any]] = []
    fits: list[float] = []
    for candidate in candidates:
        east, north = _disc(candidate)
        joined = layers_at(found.question, east, north).joined()
        fits.append(float(joined.sum(axis=0).mean()) / found.evidence if found.is_possible else 0.0)
        fit, why = _fit(found, east, north)
        rows.append(
            {"name": candidate.name, "fit": round(min(fit, 1.0), 4), "kept": fit >= KEPT_RATIO, "reason": why}
        )
    total = sum(fits)
    for row, fit in zip(rows, fits, strict=True):
        row["p"] = round(fit / total, 4) if total > 0 else None
    return rows


def _disc(candidate: Candidate) -> tuple[Floats, Floats]:
    if candidate.radius_m <= 0:
        return np.array([candidate.east_m]), np.array([candidate.north_m])
    rings = np.concatenate([[0.0], np.repeat([0.5, 0.9], 8)]) * candidate.radius_m
    turns = np.concatenate([[0.0], np.tile(np.arange(8) * np.pi / 4, 2)])
    return candidate.east_m + rings * np.sin(turns), candidate.north_m + rings * np.cos(turns)


def _fit(found: Posterior, east: Floats, north: Floats) -> tuple[float, str]:
    """The weakest of a candidate's fits with reach, bearings and stations, each against the best place's.

    Reach is judged as within or without, never by how likely a distance is beforehand.
    """
    if not found.is_possible:
        return 0.0, "not kept: no place fits the evidence"
    layers, mesh = layers_at(found.question, east, north), found.layers
    parts = [
        (float(reach_fit(found.question, east, north).max()), "beyond or inside what the weapon reaches"),
        (_ratio(layers.bearing.max(), mesh.bearing.max()), "off the bearings"),
    ]
    parts += [
        (_ratio(layers.station[row].max(), mesh.station[row].max()), f"does not fit: {station.says}")
        for row, station in enumerate(found.question.stations)
    ]
    fit, why = min(parts, key=lambda part: part[0])
    if fit >= KEPT_RATIO:
        return (
            fit,
            "kept: within reach and near enough to the bearings, as precisely as they and the impact are known",
        )
    return fit, f"not kept: {why}"


def _ratio(value: float, best: float) -> float:
    return float(value / best) if best > 0 else 0.0


def region(found: Posterior, share: float, plane: Plane, grid_m: float) -> dict[str, Any] | None:
    """The smallest set of grid cells that holds `share` of the probability, as GeoJSON in degrees; None if impossible.

    Cells are of the publication grid or a multiple of it: no answer is finer than that.
    """
    if not found.is_possible:
        return None
    step, origin_e, origin_n, mass = _cells(found, grid_m)
    order = np.argsort(-mass, kind="stable")
    reached = int(np.searchsorted(np.cumsum(mass[order]), share * mass.sum() - 1e-12)) + 1
    chosen = order[:reached]
    chosen = chosen[mass[chosen] > 0]
    columns = math.isqrt(mass.size)
    rows_of, columns_of = chosen // columns, chosen % columns
    west, south = origin_e + columns_of * step, origin_n + rows_of * step
    cells = shapely.box(west, south, west + step, south + step)
    joined = shapely.coverage_union_all(cells)

    def to_lon_lat(points: Floats) -> Floats:
        lat, lon = plane.to_degrees(points[:, 0], points[:, 1])
        return np.column_stack([np.round(lon, 5), np.round(lat, 5)])

    geometry = shapely.transform(joined, to_lon_lat)
    return shapely.geometry.mapping(geometry)  # type: ignore[no-any-return]


def _cells(found: Posterior, grid_m: float) -> tuple[float, float, float, Floats]:
    """(cell size, west, south, mass of each cell row by row) of a square net over the places that matter."""
    mass = found.of_place
    live = mass > 1e-7 * mass.max()
    east, north, weight, area = found.east[live], found.north[live], mass[live], found.area[live]
    half = np.sqrt(area) / 3  # spread a node over its own cell, so that a coarse mesh leaves no holes
    shift = np.array([-1.0, 0.0, 1.0])
    d_east, d_north = (a.ravel() for a in np.meshgrid(shift, shift))
    east = (east[:, None] + half[:, None] * d_east).ravel()
    north = (north[:, None] + half[:, None] * d_north).ravel()
    weight = np.repeat(weight / 9, 9)
    extent = max(float(np.ptp(east)), float(np.ptp(north)), grid_m)
    step = grid_m
    while extent / step > 56:
        step *= 2
    origin_e, origin_n = math.floor(east.min() / step) * step, math.floor(north.min() / step) * step
    columns = int(extent // step) + 2
    cell = ((north - origin_n) // step).astype(int) * columns + ((east - origin_e) // step).astype(int)
    filled = np.bincount(cell, weights=weight, minlength=columns * columns)
    return step, float(origin_e), float(origin_n), np.asarray(filled, dtype=np.float64)


def rounded(p: dict[str, float]) -> dict[str, float]:
    return {key: round(value, 4) for key, value in p.items()}
