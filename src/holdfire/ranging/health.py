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
BIN_S = 0.02


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

    Compared with Poisson: the peak must be one that chance gives less than once in 10 000 such searches.
    """
    n = len(sensors)
    offset, known = np.zeros(n), np.zeros(n, bool)
    sure = np.nonzero((found.n_hits >= 6) & (found.score > 12.0))[0]
    if len(sure) < 4:
        return offset, known
    theta, hits = found.theta[sure], found.hits[sure]
    for k in range(n):
        others = np.sum(np.delete(hits >= 0, k, axis=1), axis=1) >= 6
        index = np.full(len(sure), k)
        tau, r = travel_times(world, theta, index)
        reach = np.max(
            np.where(hits >= 0, np.hypot(world.sx - theta[:, 0:1], world.sy - theta[:, 1:2]), 0.0), axis=1
        )
        expect = others & (r < 0.9 * reach)
        predicted = theta[expect, 2] + tau[expect]
        times = world.t[world.start[k] : world.start[k + 1]]
        if len(predicted) < 4 or len(times) < 4:
            continue
        low, high = np.searchsorted(times, predicted - WIDEST_S), np.searchsorted(times, predicted + WIDEST_S)
        gaps = np.concatenate([times[a:b] - p for a, b, p in zip(low, high, predicted, strict=True)])
        edges = np.arange(-WIDEST_S, WIDEST_S + BIN_S / 2, BIN_S / 2)
        count = np.histogram(gaps, edges)[0]
        pair = count[:-1] + count[1:]
        at = int(np.argmax(pair))
        centre = edges[at + 1]
        background = max(len(gaps) * BIN_S / (2 * WIDEST_S), 0.05)
        here = int(np.sum(np.abs(gaps) <= BIN_S))
        if abs(centre) <= 2 * BIN_S or pair[at] < 4 or pair[at] < 3 * here or pair[at] < 0.3 * len(predicted):
            continue
        if _log_tail(int(pair[at]), background) + np.log(len(pair)) < np.log(1e-4):
            near = gaps[np.abs(gaps - centre) <= 1.5 * BIN_S]
            offset[k], known[k] = float(np.median(near)), True
    return offset, known


def _log_tail(k: int, mean: float) -> float:
    """Log of P(N >= k), N Poisson, bounded from above by a geometric series; 0 where k is not above the mean."""
    from math import lgamma, log

    if k <= mean + 1:
        return 0.0
    return k * log(mean) - mean - lgamma(k + 1) - log(1.0 - mean / (k + 1))


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
