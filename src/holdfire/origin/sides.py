"""A posterior over places, under asserted lines -> P(side), and how far it moves with what nobody knows.

Three things are varied, because no evidence settles them: whose line it is, which usual prior of distance is taken, and
which of the weapons left open it was. Pure; a party's share never depends on its name or on its place in a list.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .posterior import NEAREST_M, OTHER_PRIORS, Posterior, Weapon
from .territory import UNDETERMINED, Ground

Floats = NDArray[np.float64]

OPEN_WEAPON = 0.02
"""A weapon with less than this posterior probability no longer holds a verdict up."""


@dataclass(frozen=True)
class Sides:
    """P(side) on ground on which every asserter agrees, and its range.

    low, high  over the other priors of distance, and over each weapon that the evidence leaves open
    codes      (N,) the side of each node of the posterior: a place in the ground's parties, or UNDETERMINED
    """

    p: dict[str, float]
    low: dict[str, float]
    high: dict[str, float]
    by_asserter: dict[str, dict[str, float]]
    by_weapon: dict[str, dict[str, float]]
    by_prior: dict[str, dict[str, float]]
    codes: NDArray[np.int16]


def shares(mass: Floats, codes: NDArray[np.int16], parties: Sequence[str]) -> dict[str, float]:
    """Mass by side, and "undetermined": all of it where there is no mass."""
    total = float(mass.sum())
    if total <= 0:
        return {**dict.fromkeys(parties, 0.0), "undetermined": 1.0}
    result = {party: min(1.0, float(mass[codes == n].sum()) / total) for n, party in enumerate(parties)}
    result["undetermined"] = min(1.0, float(mass[codes == UNDETERMINED].sum()) / total)
    return result


def sides_of(found: Posterior, ground: Ground) -> Sides:
    """P(side) of an origin: agreed by all asserters, under each, and over what is not known."""
    parties, mass = ground.parties, found.of_place
    codes = np.full(mass.shape, UNDETERMINED, np.int16)
    under = dict.fromkeys(ground.by_asserter, codes)
    if ground.is_stated and found.is_possible and not found.question.says_nothing:
        live = mass > 1e-9 * mass.max()
        codes[live], told = ground.every_side(found.east[live], found.north[live])
        for asserter, code in told.items():
            under[asserter] = np.full(mass.shape, UNDETERMINED, np.int16)
            under[asserter][live] = code
    p = shares(mass, codes, parties)
    by_asserter = {asserter: shares(mass, code, parties) for asserter, code in under.items()}
    by_weapon: dict[str, dict[str, float]] = {}
    by_prior: dict[str, dict[str, float]] = {}
    views = [p]
    if found.is_possible:
        a_east, a_north = found.question.anchor
        far = np.maximum(np.hypot(found.east - a_east, found.north - a_north), NEAREST_M)
        for row, weapon in enumerate(found.question.weapons):
            if found.of_weapon[row] >= OPEN_WEAPON:
                by_weapon[weapon.name] = shares(found.mass[row], codes, parties)
                views.append(by_weapon[weapon.name])
                views += [
                    shares(found.mass[row] * far**exponent, codes, parties) for _, exponent in OTHER_PRIORS
                ]
        for name, exponent in OTHER_PRIORS:
            changed = np.zeros_like(mass)
            for row, weapon in enumerate(found.question.weapons):
                changed += found.mass[row] * far**exponent * _rescaled(weapon, exponent)
            by_prior[name] = shares(changed, codes, parties)
            views.append(by_prior[name])
    keys = [*parties, "undetermined"]
    low, high = {k: min(v[k] for v in views) for k in keys}, {k: max(v[k] for v in views) for k in keys}
    return Sides(p, low, high, by_asserter, by_weapon, by_prior, codes)


def _rescaled(weapon: Weapon, exponent: float) -> float:
    """So that each weapon keeps its prior weight under another prior of distance."""
    low, high = max(weapon.low_m, NEAREST_M), max(weapon.high_m, NEAREST_M + 1.0)
    if exponent == -1.0:
        return float((high - low) / np.log(high / low))
    return float((high - low) * (exponent + 1) / (high ** (exponent + 1) - low ** (exponent + 1)))
