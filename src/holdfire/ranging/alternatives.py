"""Other places that a sound's picks allow: the mirror image, the other root, the set with one pick exchanged.

For a sound of few picks every three of them are solved anew, each answer gathers what is free and is weighed as the
sound itself was. Those that stand elsewhere with comparable evidence are kept with their chance. Pure, deterministic.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from . import kernels
from .associate import GATES
from .numbers import Floats, Ints
from .solve import Located

COMPARABLE = 6.0  # nats below the chosen one at which an alternative is still kept
MOST_PICKS = 7  # a sound of more picks has no second place: its residuals have spoken
APART_SIGMAS2 = 13.8  # 99.9 % of two degrees of freedom: nearer is the same place
APART_M = 30.0


@dataclass(frozen=True)
class Alternative:
    """x, y metres; t0 s; cov (3, 3); hits (S,) places in Picks or -1; p its chance beside the chosen one and the others."""

    x: float
    y: float
    t0: float
    cov: Floats
    hits: Ints
    log_evidence: float
    p: float


def alternatives(found: Located) -> list[list[Alternative]]:
    """For each sound the other solutions that share picks with it, likeliest first; mostly none."""
    world = found.world
    kept: list[list[Alternative]] = [[] for _ in range(len(found))]
    if world is None:
        return kept
    taken = np.zeros(len(world.t), np.uint8)
    taken[found.world_hits[found.world_hits >= 0]] = 1
    for e in np.nonzero(found.n_picks <= MOST_PICKS)[0]:
        own = found.world_hits[e][found.world_hits[e] >= 0]
        taken[own] = 0
        kept[e] = _others(found, world, int(e), own, taken)
        taken[own] = 1
    return kept


def _others(found: Located, world: kernels.World, e: int, own: Ints, taken: Ints) -> list[Alternative]:
    log_prior = world.log_event_rate - world.log_area
    ll, none = np.empty(len(world.loud)), np.zeros(3)
    H, C = np.empty((3, 3)), np.empty((3, 3))

    def weighed(theta: Floats, hits: Ints) -> float:
        return float(
            kernels.refine(world, theta, C, none, log_prior, GATES, taken, 3, hits, H, ll)
        )  # moves theta, C and hits along

    theta = np.array([found.x[e], found.y[e], found.t0[e] - found.since])
    chosen = weighed(theta, found.world_hits[e].copy())
    solutions: list[tuple[float, Floats, Floats, Ints]] = []
    order = own[np.argsort(world.t[own], kind="stable")]
    c, east, north = kernels.air_at(world, float(world.t[order[0]]))
    for trial, hits in _starts(world, order, theta, c, (east, north)):
        score = weighed(trial, hits)
        if score < chosen - COMPARABLE or not np.isin(hits, own).any():
            continue
        if any(_same(trial, C, other, cov) for _, other, cov, _ in solutions):
            continue
        gap = trial[:2] - [found.x[e], found.y[e]]
        blur = C[:2, :2] + found.cov[e][:2, :2] + np.eye(2) * APART_M**2 / APART_SIGMAS2
        if float(gap @ np.linalg.solve(blur, gap)) < APART_SIGMAS2:
            continue
        solutions.append((score, trial.copy(), C.copy(), hits.copy()))
    if not solutions:
        return []
    top = max(chosen, *(score for score, *_ in solutions))
    mass = np.exp(chosen - top) + sum(np.exp(score - top) for score, *_ in solutions)
    solutions.sort(key=lambda one: (-one[0], one[1][0]))
    return [
        Alternative(
            float(theta[0]), float(theta[1]), float(theta[2]) + found.since, cov,
            np.where(hits >= 0, found.order[np.maximum(hits, 0)], -1), score - chosen, float(np.exp(score - top) / mass),
        )
        for score, theta, cov, hits in solutions
    ]  # fmt: skip


def _same(one: Floats, cov_one: Floats, two: Floats, cov_two: Floats) -> bool:
    gap = one[:2] - two[:2]
    blur = cov_one[:2, :2] + cov_two[:2, :2] + np.eye(2) * APART_M**2 / APART_SIGMAS2
    return bool(float(gap @ np.linalg.solve(blur, gap)) < APART_SIGMAS2)


def _starts(
    world: kernels.World, order: Ints, theta: Floats, c: float, wind: tuple[float, float]
) -> Iterator[tuple[Floats, Ints]]:
    """Places to start from, with the picks to start with: the mirror image across the sensors, both roots of each three."""
    sensor = world.sensor[order]
    x, y = world.sx[sensor], world.sy[sensor]
    middle = np.array([x.mean(), y.mean()])
    along = np.linalg.svd(np.column_stack([x, y]) - middle)[2][0]
    offset = theta[:2] - middle
    hits = np.full(len(world.sx), -1, np.int64)
    hits[sensor] = order
    yield np.array([*(middle + 2.0 * (offset @ along) * along - offset), theta[2]]), hits
    roots = np.empty((2, 3))
    for three in itertools.combinations(order, 3):
        at, t = world.sensor[list(three)], world.t[list(three)]
        drift = t - t[0]
        for root in range(
            kernels.solve_three(world.sx[at] - wind[0] * drift, world.sy[at] - wind[1] * drift, t, c, roots)
        ):
            q = roots[root, 2] - t[0]
            if -q * c > world.far_m:
                continue
            hits = np.full(len(world.sx), -1, np.int64)
            hits[at] = three
            yield np.array([roots[root, 0] + wind[0] * q, roots[root, 1] + wind[1] * q, roots[root, 2]]), hits
