"""What an answer leaves open: too few arrivals, a second place, a region that is no ellipse, a picker that ran wild."""

from dataclasses import replace

import numpy as np
import pytest
from line import C, line, sensors, travel

from holdfire.model.errors import NotCovered
from holdfire.ranging.alternatives import alternatives
from holdfire.ranging.answer import answer
from holdfire.ranging.check import require_geometry
from holdfire.ranging.policy import LEAST_PICKS
from holdfire.ranging.posterior import region_points
from holdfire.ranging.records import Picks, Plane, Sensors, Weather
from holdfire.ranging.solve import CROWDED, THRONG, range_record, uncrowded


def as_picks(t, which, bearing=None):
    order = np.argsort(t)
    nan = np.full(len(t), np.nan)
    return Picks(
        np.array(t)[order],
        np.array(which)[order],
        nan if bearing is None else np.array(bearing)[order],
        nan,
        np.arange(len(t)),
        len(t),
    )


def weak_and_strong(bearing: bool):
    """Eight strong sounds that teach the air, and one that only its five nearest sensors hear."""
    placed, g = sensors(16, 3), np.random.default_rng(3)
    t, which, toward = [], [], []
    for e in range(9):
        source = np.array([1000.0 + 700.0 * e, (-1) ** e * 900.0, 100.0 * e])
        tau, r = travel(source, placed)
        for s in np.argsort(r)[: 5 if e == 8 else 12]:
            t.append(source[2] + tau[s] + g.normal(0, 0.003))
            which.append(int(s))
            back = np.degrees(np.arctan2(source[0] - placed.x[s], source[1] - placed.y[s]))
            toward.append(back + g.normal(0, 2.0) if bearing else np.nan)
    return placed, as_picks(t, which, toward)


def test_a_sound_of_five_arrivals_is_unresolved_until_a_bearing_agrees():
    placed, picks = weak_and_strong(bearing=False)
    found = range_record(placed, picks, Weather(8.0, 3.0, 2.2, 1.0, 297.0, True))
    assert len(found) == 8
    assert found.n_picks.min() >= LEAST_PICKS
    (left,) = found.unresolved
    assert len(left.picks) == 5
    assert np.all(found.event[list(left.picks)] == -1)
    assert "5 picks" in left.reason
    assert any("unresolved" in note for note in found.notes)
    rows = answer(found, placed, picks).unresolved
    assert [row["n_picks"] for row in rows] == [5]
    placed, picks = weak_and_strong(bearing=True)
    found = range_record(placed, picks, Weather(8.0, 3.0, 2.2, 1.0, 297.0, True))
    assert len(found) == 9
    assert not found.unresolved


def test_sensors_almost_in_a_row_leave_the_mirror_image_as_an_alternative():
    placed, g = sensors(16, 5), np.random.default_rng(5)
    y = g.normal(0, 2.0, 16)  # not straight enough to be refused, too straight to tell the sides apart
    placed = replace(placed, y=y, x=np.linspace(0, 8000, 16))
    t, which = [], []
    for e in range(6):
        source = np.array([1500.0 + 800.0 * e, 1500.0, 100.0 * e])
        tau, r = travel(source, placed, wind=(0.0, 0.0))
        for s in np.argsort(r)[:7]:
            t.append(source[2] + tau[s] + g.normal(0, 0.006))
            which.append(int(s))
    found = range_record(placed, as_picks(t, which), Weather(16.1, 0.5, 0.0, 0.1, 0.0, True))
    assert len(found) >= 5
    others = alternatives(found)
    across = [
        (e, one) for e, some in enumerate(others) for one in some if np.sign(one.y) != np.sign(found.y[e])
    ]
    assert len(across) >= 4
    for e, one in across:
        assert abs(one.x - found.x[e]) < 200.0
        assert 0.0 < one.p < 1.0
        assert set(one.hits[one.hits >= 0]) & set(found.hits[e][found.hits[e] >= 0])


def test_three_sensors_and_sensors_in_one_row_are_refused():
    placed = sensors(16, 1)
    row = replace(placed, y=np.zeros(16))
    with pytest.raises(NotCovered, match="mirror image"):
        require_geometry(row)
    three = Sensors(
        ("a", "b", "c"),
        np.arange(3.0),
        np.zeros(3),
        np.full(3, 1e-3),
        ("",) * 3,
        np.zeros(3, bool),
        Plane(None),
    )
    with pytest.raises(NotCovered, match="at least four"):
        require_geometry(three)


def test_points_of_a_well_placed_sound_spread_as_its_covariance():
    made = line()
    found = range_record(made.sensors, made.picks, Weather())
    points = region_points(found)
    assert np.array_equal(points, region_points(found))
    inside = (found.x > 500) & (found.x < 7500) & (np.abs(found.y) < 1500)
    for e in np.nonzero(inside)[0]:
        spread = np.cov(points[e, :, :2].T)
        ratio = np.sqrt(np.trace(spread) / np.trace(found.cov[e][:2, :2]))
        assert 0.7 < ratio < 1.4
        assert np.hypot(*(points[e, :, :2].mean(axis=0) - [found.x[e], found.y[e]])) < 8.0


def test_clocks_wrong_by_seconds_make_no_sounds_rather_than_wrong_ones():
    made = line(events=30, false_per_hour=0.0)
    wrong = np.random.default_rng(2).uniform(-5.0, 5.0, len(made.sensors))
    picks = replace(made.picks, t=made.picks.t + 10.0 + wrong[made.picks.sensor])
    found = range_record(made.sensors, picks, Weather())
    assert len(found) <= 3  # thirty true sounds, whose arrivals agree on nothing


def test_the_same_picks_twice_make_the_same_sounds():
    made = line()
    once = range_record(made.sensors, made.picks, Weather())
    p = made.picks
    twice = Picks(
        np.repeat(p.t, 2),
        np.repeat(p.sensor, 2),
        np.repeat(p.bearing, 2),
        np.repeat(p.amp, 2),
        np.arange(2 * len(p)),
        2 * len(p),
    )
    again = range_record(made.sensors, twice, Weather())
    assert len(again) == len(once)
    assert np.median(np.abs(np.sort(again.t0) - np.sort(once.t0))) < 0.01


def test_of_a_crowded_minute_the_loudest_picks_are_looked_at():
    g = np.random.default_rng(0)
    t = np.concatenate([g.uniform(0, 60, 500), g.uniform(60, 600, 20)])
    amp = g.normal(0, 5, 520)
    picks = Picks(t, np.zeros(520, np.int64), np.full(520, np.nan), amp, np.arange(520), 520)
    keep = uncrowded(picks)
    minute = np.floor((t - t.min()) / 60.0)
    assert np.sum(minute[keep] == 0) == CROWDED
    first = np.nonzero(minute == 0)[0]
    assert set(keep[minute[keep] == 0]) == set(first[np.argsort(-amp[first])[:CROWDED]])
    assert np.sum(minute[keep] > 0) == np.sum(minute > 0)
    throng = replace(picks, t=t / 10.0)
    assert len(uncrowded(throng)) == THRONG


def test_a_crowd_of_clutter_at_one_sensor_is_told_and_loses_no_sound():
    made = line(events=20, false_per_hour=0.0)
    g = np.random.default_rng(1)
    extra = g.uniform(0, 1200, 3000)
    t = np.concatenate([made.picks.t, extra])
    which = np.concatenate([made.picks.sensor, np.zeros(3000, np.int64)])
    picks = as_picks(t, which)
    found = range_record(made.sensors, picks, Weather())
    assert any("left aside" in note for note in found.notes)
    assert len(found.event) == len(picks)
    assert len(found) >= 18
    assert abs(found.air.mean(axis=0)[0] - C) < 0.5
    for e in range(len(found)):
        for pick in found.hits[e][found.hits[e] >= 0]:
            assert found.event[pick] == e
