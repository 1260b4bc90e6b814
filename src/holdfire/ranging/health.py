"""Which sensor is wrong? Offsets from residual peaks, and each sensor judged by what the others say.

A clock that is wrong by half a second hides its picks from a tight time gate, so `find_offsets` looks where the other
sensors' sounds should have been heard and asks whether the misses pile up at one delay. `judge` then gives each sensor
a leave-one-out offset: the sounds are located without it, up to first order.
"""

from dataclasses import dataclass

import numpy as np

from .associate import Hypotheses
from .kernels import World
from .learn import residuals, travel_times
from .numbers import Array, Floats
from .records import Sensors
from .shared_air import Shared
from .world import Belief

WIDEST_S = 3.0
BIN_S = 0.03
FAULT_PRIOR = 0.01
MARGIN = 2.3
P_HEARD = (
    0.6  # that a sensor gives a pick of a sound well inside its reach; low, so that silence alone says little
)


@dataclass(frozen=True)
class Health:
    """One sensor. offset_s is late where positive; verdict ok, offset (small, corrected), faulty, silent."""

    sensor: str
    offset_s: float
    offset_sigma_s: float
    p_faulty: float
    verdict: str
    n_picks: int
    n_used: int


def find_offsets(world: World, found: Hypotheses, sensors: Sensors) -> tuple[Floats, Array]:
    """(offset (S,) s, known (S,) bool): delays at which a sensor's picks pile up against what other sensors say.

    For each delay: of N sounds that the sensor should have heard, m have a pick at that delay. The log likelihood ratio
    of "late by it" against chance, m log(p / mu) + (N - m) log((1 - p) / (1 - mu)), must beat the one of "on time" by
    the log of how many delays were tried, of how rare such a fault is, and a margin.
    """
    n = len(sensors)
    offset, known = np.zeros(n), np.zeros(n, bool)
    sure = np.nonzero((found.n_hits >= 5) & (found.score > 8.0))[0]
    if len(sure) < 3:
        return offset, known
    theta, hits = found.theta[sure], found.hits[sure]
    far = np.hypot(world.sx - theta[:, 0:1], world.sy - theta[:, 1:2])
    heard = hits >= 0
    bar = np.log(2.0 * WIDEST_S / BIN_S) + np.log(1.0 / FAULT_PRIOR) + MARGIN
    for k in range(n):
        others = np.delete(heard, k, axis=1)
        reach = np.max(np.where(others, np.delete(far, k, axis=1), 0.0), axis=1)
        expect = (others.sum(axis=1) >= 5) & (far[:, k] < 0.85 * reach)
        tau, _ = travel_times(world, theta[expect], np.full(int(expect.sum()), k))
        predicted = theta[expect, 2] + tau
        times = world.t[world.start[k] : world.start[k + 1]]
        if len(predicted) < 3 or len(times) < 3:
            continue
        low, high = np.searchsorted(times, predicted - WIDEST_S), np.searchsorted(times, predicted + WIDEST_S)
        gaps = [times[a:b] - p for a, b, p in zip(low, high, predicted, strict=True)]
        every = np.sort(np.concatenate(gaps))
        if len(every) < 3:
            continue
        mu = min(max(len(every) / len(predicted) * BIN_S / (2 * WIDEST_S), 1e-4), 0.4)

        def ratio(delay: float, gaps: list[Floats] = gaps, mu: float = mu) -> tuple[float, int]:
            m = sum(bool(len(g)) and bool(np.min(np.abs(g - delay)) <= BIN_S / 2) for g in gaps)
            return m * np.log(P_HEARD / mu) + (len(gaps) - m) * np.log((1 - P_HEARD) / (1 - mu)), m

        crowd = np.searchsorted(every, every + BIN_S / 2, "right") - np.searchsorted(every, every - BIN_S / 2)
        trials = every[np.argsort(-crowd, kind="stable")[:12]]
        best = max(trials, key=lambda delay: (ratio(float(delay))[0], -abs(delay)))
        value, m = ratio(float(best))
        if abs(best) > 1.5 * BIN_S and m >= 3 and value - max(ratio(0.0)[0], 0.0) > bar:
            near = every[np.abs(every - best) <= BIN_S]
            offset[k], known[k] = float(np.median(near)), True
    return offset, known


def judge(world: World, found: Hypotheses, sensors: Sensors, b: Belief, fit: Shared | None) -> list[Health]:
    """One row a sensor: what it is late by against all others, how sure that is, and a word for it."""
    n = len(sensors)
    count = np.diff(world.start)
    rows: list[Health] = []
    event, sensor, res, tau = residuals(world, found) if len(found) else (np.zeros(0, int),) * 4
    usable = found.n_hits[event] >= 6 if len(found) else np.zeros(0, bool)
    for k in range(n):
        mine = (sensor == k) & usable
        z = res[mine]
        total = float(b.offset[k]) + (float(fit.offset[k]) if fit is not None else 0.0)
        if len(z) < 3:
            verdict = "silent" if count[k] == 0 else "ok"
            rows.append(
                Health(
                    sensors.names[k],
                    total,
                    float(max(sensors.clock_sigma[k], 0.02)),
                    0.0,
                    verdict,
                    int(count[k]),
                    len(z),
                )
            )
            continue
        # leave-one-out: a residual is 1 - leverage of the error; leverage averages 3 of the hits
        keep = 1.0 - np.minimum(3.0 / found.n_hits[event[mine]], 0.6)
        left = float(np.median(z / keep))
        spread = 1.2533 * float(np.sqrt(b.sigma_t**2 + np.mean((b.path_fraction * tau[mine]) ** 2)))
        sigma = spread / np.sqrt(np.mean(keep)) / np.sqrt(len(z))
        late = total + left
        tolerance = max(3.0 * float(sensors.clock_sigma[k]), 0.01)
        p_faulty = _p_beyond(late, sigma, tolerance)
        verdict = "faulty" if p_faulty > 0.9 and abs(late) > 0.05 else "offset" if p_faulty > 0.9 else "ok"
        rows.append(Health(sensors.names[k], late, sigma, p_faulty, verdict, int(count[k]), len(z)))
    return rows


def _p_beyond(value: float, sigma: float, tolerance: float) -> float:
    """P(|true| > tolerance) for a Gaussian estimate."""
    from math import erfc, sqrt

    high = 0.5 * erfc((tolerance - value) / (sigma * sqrt(2.0)))
    low = 0.5 * erfc((tolerance + value) / (sigma * sqrt(2.0)))
    return min(1.0, high + low)
