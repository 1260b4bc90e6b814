"""A sensor's leave-one-out offset is to first order; against the slow way, which truly locates every sound without it."""

import numpy as np
from line import line

from holdfire.ranging.learn import travel_times
from holdfire.ranging.records import Weather
from holdfire.ranging.shared_air import fit_shared
from holdfire.ranging.solve import clock_prior, range_record


def test_the_first_order_offset_is_that_of_a_true_refit_without_the_sensor():
    made = line(late={4: 0.012})
    found = range_record(made.sensors, made.picks, Weather())
    gaps, sigmas = [], []
    for k in range(len(made.sensors)):
        hits = found.world_hits.copy()
        mine = hits[:, k].copy()
        hits[:, k] = -1
        rows = np.nonzero((mine >= 0) & (np.sum(hits >= 0, axis=1) >= 5))[0]
        theta = np.column_stack([found.x, found.y, found.t0 - found.since])
        world = found.world
        fit = fit_shared(
            world, theta, hits, np.zeros((len(theta), 3)), Weather(), clock_prior(made.sensors), 4
        )
        tau, _ = travel_times(world._replace(air=fit.air), theta[rows], np.full(len(rows), k))
        refitted = float(np.median(world.t[mine[rows]] - theta[rows, 2] - tau))
        gaps.append(_left(found, k) - refitted)
        sigmas.append(found.health[k].offset_sigma_s)
    gaps, sigmas = np.array(gaps), np.array(sigmas)
    assert np.median(np.abs(gaps)) < 0.5 * np.median(sigmas)
    assert np.max(np.abs(gaps)) < 2.5 * np.max(sigmas)
    assert found.health[4].offset_s > 0.006


def _left(found, k):
    """What `judge` adds to the offsets already taken off: its median of residuals over one less their leverage."""
    event = np.nonzero((found.world_hits[:, k] >= 0) & (found.n_picks >= 6))[0]
    theta = np.column_stack([found.x, found.y, found.t0 - found.since])[event]
    tau, _ = travel_times(found.world, theta, np.full(len(event), k))
    res = found.world.t[found.world_hits[event, k]] - theta[:, 2] - tau
    return float(np.median(res / (1.0 - np.minimum(3.0 / found.n_picks[event], 0.6))))
