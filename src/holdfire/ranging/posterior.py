"""Points of a sound's place and time as the record leaves them open: what an ellipse cannot show.

Near the net the ellipse holds; far outside it, or with few picks, the region is a bent or lopsided thing. Here points
are drawn round the estimate and weighed by the heavy-tailed likelihood itself (Student's t with strays, bearings, a
known place), then moved by what air and clocks leave open. Importance sampling with fixed numbers: deterministic.
"""

import numpy as np

from .kernels import World, air_at
from .numbers import Floats
from .solve import Located

POINTS = 128
PROPOSED = 512
WIDER = 1.6  # of the proposal's axes against the covariance's
TAIL = 4.0  # degrees of freedom of the proposal
STRAY = 0.015  # share of hits that are another arrival within the gate
GATE_S = 0.04


def region_points(found: Located, count: int = POINTS) -> Floats:
    """(E, count, 3) x, y in metres and t0 in seconds of equally likely points of each sound. Empty without sounds.

    The air's and clocks' covariance is included; points of two sounds are drawn apart, so their shared error is not
    seen between them: `Located.time_covariance` has it.
    """
    world = found.world
    points = np.zeros((len(found), count, 3))
    if world is None or found.shared is None or not len(found):
        return points
    g = np.random.default_rng(0)
    normal = g.standard_normal((PROPOSED, 3))
    scale = np.sqrt(g.chisquare(TAIL, PROPOSED) / TAIL)
    unit = normal / scale[:, None] * WIDER
    log_proposal = -0.5 * (TAIL + 3.0) * np.log1p(np.sum((unit / WIDER) ** 2, axis=1) / TAIL)
    moved = g.standard_normal((count, 3))
    at = (np.arange(count) + 0.5) / count
    shared = found.cov - found.shared.own
    for e in range(len(found)):
        root = np.linalg.cholesky(_held_positive(found.shared.own[e]))
        trial = np.array([found.x[e], found.y[e], found.t0[e] - found.since]) + unit @ root.T
        weight = log_likelihood(world, found, e, trial) - log_proposal
        weight = np.exp(weight - weight.max())
        share = np.cumsum(weight) / weight.sum()
        drawn = trial[np.minimum(np.searchsorted(share, at), PROPOSED - 1)]
        drift = moved @ np.linalg.cholesky(_held_positive(shared[e])).T
        points[e] = drawn + drift
        points[e, :, 2] += found.since
    return points


def log_likelihood(world: World, found: Located, e: int, trial: Floats) -> Floats:
    """(N,) log likelihood of the picks of sound e at each trial place and time (N, 3), air and clocks as estimated."""
    sensor = np.nonzero(found.world_hits[e] >= 0)[0]
    pick = found.world_hits[e, sensor]
    c, east, north = air_at(world, float(found.t0[e] - found.since))
    dx, dy = world.sx[sensor] - trial[:, 0:1], world.sy[sensor] - trial[:, 1:2]
    r = np.hypot(dx, dy) + 1e-3
    tau = r / (c + (dx * east + dy * north) / r)
    var = world.sigma[sensor] ** 2 + (world.path_fraction * tau) ** 2
    res = world.t[pick] - trial[:, 2:3] - tau
    density = (1.0 + res * res / var / world.nu) ** (-0.5 * (world.nu + 1.0)) * 0.39894 / np.sqrt(var)
    total = np.sum(np.log((1.0 - STRAY) * density + STRAY / (2.0 * GATE_S)), axis=1)
    bearing = world.bearing[pick]
    seen = np.isfinite(bearing)
    if seen.any():
        off = bearing[seen] - np.arctan2(-dx[:, seen], -dy[:, seen])
        off -= 2.0 * np.pi * np.round(off / (2.0 * np.pi))
        near = np.exp(-0.5 * (off / world.bearing_sigma) ** 2) / (2.5066 * world.bearing_sigma)
        total += np.sum(np.log(0.97 * near + 0.03 / (2.0 * np.pi)), axis=1)
    return np.asarray(total)


def _held_positive(cov: Floats) -> Floats:
    """The nearest matrix whose square root can be taken: m2 and s2, so the floor is in proportion to the diagonal."""
    scale = np.sqrt(np.maximum(np.diag(cov), 1e-12))
    values, axes = np.linalg.eigh(cov / np.outer(scale, scale))
    return np.asarray((axes * np.maximum(values, 1e-9)) @ axes.T * np.outer(scale, scale))
