"""Named places that somebody suspects: which does the evidence keep, which does it exclude, and why?

A candidate is excluded only by what excludes it: out of reach, or so far off the bearings, as precisely as they and the
impact's own coordinates are known, that the best place fits KEPT_RATIO times better. Coarse coordinates exclude little.
Candidates never change the posterior: they are questions put to it. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .posterior import Layers, Posterior, layers_at, reach_fit

Floats = NDArray[np.float64]

KEPT_RATIO = 0.05
"""A candidate is kept unless the best place fits the evidence twenty times better."""


@dataclass(frozen=True)
class Candidate:
    """A place in metres on the investigation's plane; radius_m where it is an area, such as a base."""

    name: str
    east_m: float
    north_m: float
    radius_m: float = 0.0


def weigh_candidates(found: Posterior, candidates: Sequence[Candidate]) -> list[dict[str, Any]]:
    """For each candidate: fit (the best place's being 1), kept or not and why, and p.

    p is its probability if the origin was one of those named; None where none of them is possible.
    """
    if not candidates:
        return []
    discs = [_disc(candidate) for candidate in candidates]
    east, north = np.concatenate([d[0] for d in discs]), np.concatenate([d[1] for d in discs])
    owner = np.repeat(np.arange(len(discs)), [d[0].size for d in discs])
    layers = layers_at(found.question, east, north)
    density = layers.joined().sum(axis=0)
    reach = reach_fit(found.question, east, north)
    rows: list[dict[str, Any]] = []
    means = [float(density[owner == n].mean()) if found.is_possible else 0.0 for n in range(len(discs))]
    for n, candidate in enumerate(candidates):
        fit, why = _fit(found, layers, reach, owner == n)
        p = round(means[n] / sum(means), 4) if sum(means) > 0 else None
        rows.append(
            {
                "name": candidate.name,
                "kept": fit >= KEPT_RATIO,
                "p": p,
                "fit": round(min(fit, 1.0), 4),
                "reason": why,
            }
        )
    return rows


def _disc(candidate: Candidate) -> tuple[Floats, Floats]:
    """The candidate's place, or seventeen places over its area."""
    if candidate.radius_m <= 0:
        return np.array([candidate.east_m]), np.array([candidate.north_m])
    rings = np.concatenate([[0.0], np.repeat([0.5, 0.9], 8)]) * candidate.radius_m
    turns = np.concatenate([[0.0], np.tile(np.arange(8) * np.pi / 4, 2)])
    return candidate.east_m + rings * np.sin(turns), candidate.north_m + rings * np.cos(turns)


def _fit(found: Posterior, layers: Layers, reach: Floats, mine: NDArray[np.bool_]) -> tuple[float, str]:
    """The weakest of a candidate's fits with reach, bearings and stations, each against the best place's.

    Reach is judged as within or without, never by how likely a distance is beforehand.
    """
    if not found.is_possible:
        return 0.0, "not kept: no place fits the evidence"
    mesh = found.layers
    parts = [(float(reach[mine].max()), "beyond or inside what the weapon reaches")]
    for row, impact in enumerate(found.question.impacts):
        if impact.bearings:
            parts.append(
                (
                    _ratio(layers.bearing[row][mine].max(), mesh.bearing[row].max()),
                    f"off the bearings at {impact.impact_id}",
                )
            )
    for row, station in enumerate(found.question.stations):
        parts.append(
            (
                _ratio(layers.station[row][mine].max(), mesh.station[row].max()),
                f"does not fit: {station.says}",
            )
        )
    fit, why = min(parts, key=lambda part: part[0])
    if fit >= KEPT_RATIO:
        return (
            fit,
            "kept: within reach and near enough to the bearings, as precisely as they and the impact are known",
        )
    return fit, f"not kept: {why}"


def _ratio(value: float, best: float) -> float:
    return float(value / best) if best > 0 else 0.0
