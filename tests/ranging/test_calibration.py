"""Simulation-based calibration: the truth's rank in the posterior is uniform, its region holds 90 %."""

import numpy as np
import pytest
from line import line

from holdfire.ranging.records import Weather
from holdfire.ranging.solve import range_record


@pytest.mark.slow
def test_truth_ranks_uniformly_in_the_posterior_of_place_and_time():
    ranks, inside = [], []
    # All events of one record share its air, so their errors go together: it is records that count, not events.
    for seed in range(40):
        made = line(events=40, seed=100 + seed, span=1800.0)
        found = range_record(made.sensors, made.picks, Weather())
        for e in range(len(found)):
            owners = made.owner[found.hits[e][found.hits[e] >= 0]]
            if (
                len(owners) < 5
                or np.mean(owners == np.bincount(owners[owners >= 0], minlength=40).argmax()) < 0.9
            ):
                continue
            k = int(np.bincount(owners[owners >= 0]).argmax())
            error = np.array([found.x[e], found.y[e], found.t0[e]]) - made.truth[k]
            # each direction of the posterior's own axes is a standard Gaussian if the posterior is right
            scale = np.diag([1.0, 1.0, 340.0])
            z = np.linalg.solve(np.linalg.cholesky(scale @ found.cov[e] @ scale), scale @ error)
            ranks.append(z)
            inside.append(error[:2] @ np.linalg.solve(found.cov[e][:2, :2], error[:2]) < 4.605)
    z = np.array(ranks)
    assert len(z) > 1000
    assert np.all(np.abs(z.std(axis=0) - 1.0) < 0.12), z.std(axis=0)
    assert 0.86 <= np.mean(inside) <= 0.95
    for axis in range(3):
        uniform = 0.5 * (1.0 + np.vectorize(lambda v: __import__("math").erf(v / 2**0.5))(z[:, axis]))
        share = np.histogram(uniform, np.linspace(0, 1, 6))[0] / len(z)
        assert np.all(np.abs(share - 0.2) < 0.07), share


@pytest.mark.slow
def test_a_clock_late_by_half_a_second_is_named_and_its_sounds_stay_in_their_regions():
    named = 0
    for seed in range(6):
        made = line(events=30, seed=200 + seed, late={seed: 0.5})
        found = range_record(made.sensors, made.picks, Weather())
        named += [h.sensor for h in found.health if h.verdict == "faulty"] == [made.sensors.names[seed]]
    assert named == 6
