"""One sound from arrivals that are known to be its own: no association, several starts, air as a prior.

For a person who has picked the arrivals by hand, for the interview of a witness with four phones, and for the benches.
Heavy tails (nu = 3) because in towns a path round a roof is late by far more than a clock is.
"""

import itertools
from dataclasses import dataclass

import numpy as np

from holdfire.model.errors import NotCovered

from . import kernels
from .numbers import Floats
from .records import Picks, Sensors, Weather
from .shared_air import fit_shared
from .world import Belief, make_world, sort_picks


@dataclass(frozen=True)
class Place:
    """x, y metres; t0 s; cov (3, 3), air's prior included; residual (S,) s, NaN where no arrival was given."""

    x: float
    y: float
    t0: float
    cov: Floats
    residual: Floats


def locate_given(
    sensors: Sensors,
    arrival_s: Floats,
    weather: Weather,
    *,
    sigma_t: float = 0.008,
    path_fraction: float = 5e-4,
    nu: float = 3.0,
) -> Place:
    """arrival_s (S,) one arrival a sensor, NaN: none.

    raises  NotCovered: fewer than four arrivals, or sensors that fix no place
    """
    heard = np.nonzero(np.isfinite(arrival_s))[0]
    if len(heard) < 4:
        raise NotCovered(f"{len(heard)} arrivals: a place needs at least four")
    shift = float(np.min(arrival_s[heard])) - 60.0
    nan = np.full(len(heard), np.nan)
    picks = Picks(arrival_s[heard] - shift, heard, nan, nan, np.arange(len(heard)), len(heard))
    n = len(sensors)
    belief = Belief(
        sigma_t=sigma_t, path_fraction=path_fraction, nu=nu, clutter=np.full(n, 0.01), offset=np.zeros(n),
        offset_sigma=sensors.clock_sigma, air=np.array([[weather.sound_speed, *weather.wind]]),
    )  # fmt: skip
    world = make_world(sensors, sort_picks(sensors, picks), belief)
    hits = np.full(n, -1, np.int64)
    hits[world.sensor] = np.arange(len(heard))
    best = None
    H, C, roots = np.empty((3, 3)), np.empty((3, 3)), np.empty((2, 3))
    early = world.sensor[np.argsort(world.t)][:6]
    for three in itertools.combinations(early, 3):
        at = np.array(three)
        for root in range(
            kernels.solve_three(sensors.x[at], sensors.y[at], world.t[hits[at]], weather.sound_speed, roots)
        ):
            theta = roots[root].copy()
            if kernels.fit_hits(world, hits, theta, np.zeros(3), 25, H, C) == 0.0:
                continue
            z = _residual(world, theta, heard, hits) / np.sqrt(
                world.sigma[heard] ** 2 + (path_fraction * 2.0) ** 2
            )
            cost = float(np.sum(np.log1p(z * z / nu)))
            if best is None or cost < best[0] - 1e-9:
                best = (cost, theta.copy())
    if best is None:
        raise NotCovered(
            "these sensors fix no place: they stand too nearly on one line, or the times fit no sound"
        )
    theta = best[1][None].copy()
    clocks = np.maximum(sensors.clock_sigma, 1e-4)
    fit = fit_shared(world, theta, hits[None], np.zeros((1, 3)), weather, clocks, steps=4)
    residual = np.full(n, np.nan)
    residual[heard] = _residual(world._replace(air=fit.air), theta[0], heard, hits)
    return Place(
        float(theta[0, 0]), float(theta[0, 1]), float(theta[0, 2]) + shift, fit.covariances()[0], residual
    )


def _residual(world: kernels.World, theta: Floats, heard: Floats, hits: Floats) -> Floats:
    from .learn import travel_times

    tau, _ = travel_times(world, np.tile(theta, (len(heard), 1)), heard)
    return np.asarray(world.t[hits[heard]] - theta[2] - tau)
