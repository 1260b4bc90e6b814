"""The compiled loops against slow, obvious twins."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from line import line, travel

from holdfire.ranging import kernels
from holdfire.ranging.associate import Hypotheses, pack
from holdfire.ranging.world import Belief, make_world, sort_picks

coordinate = st.floats(-5000, 5000)


@settings(max_examples=60)
@given(st.lists(st.tuples(coordinate, coordinate), min_size=4, max_size=4))
def test_three_arrivals_in_still_air_give_the_source_among_at_most_two(points):
    source, *three = [np.array(p) for p in points]
    x, y = np.array([p[0] for p in three]), np.array([p[1] for p in three])
    area = abs((x[1] - x[0]) * (y[2] - y[0]) - (x[2] - x[0]) * (y[1] - y[0]))
    r = np.hypot(x - source[0], y - source[1])
    if area < 1e5 or r.min() < 50:
        return
    out = np.empty((2, 3))
    count = kernels.solve_three(x, y, 100.0 + r / 340.0, 340.0, out)
    for k in range(count):  # whatever it returns does explain the arrivals
        assert np.allclose(
            np.hypot(x - out[k, 0], y - out[k, 1]),
            340.0 * (100.0 + r / 340.0 - out[k, 2]),
            atol=0.5,
            rtol=1e-3,
        )
    gaps = [np.hypot(*(out[k, :2] - source)) for k in range(count)]
    edge = abs(np.linalg.slogdet(np.column_stack([(x - source[0]) / r, (y - source[1]) / r, np.ones(3)]))[1])
    if edge < 3.0:  # well conditioned
        assert min(gaps, default=math.inf) < 1.0


@settings(max_examples=50)
@given(st.lists(st.floats(-3, 3), min_size=9, max_size=9))
def test_the_inverse_of_a_three_by_three_is_numpys(values):
    a = np.array(values).reshape(3, 3)
    a = a @ a.T + 0.1 * np.eye(3)
    out = np.empty((3, 3))
    assert kernels.invert3(a, out) > 0
    assert np.allclose(out, np.linalg.inv(a), rtol=1e-6, atol=1e-8)


def small_world(made):
    n = len(made.sensors)
    b = Belief(
        clutter=np.full(n, 0.01),
        offset=np.zeros(n),
        offset_sigma=np.zeros(n),
        air=np.array([[341.0, 2.0, -1.0]]),
        nu=30.0,
    )
    s = sort_picks(made.sensors, made.picks)
    return make_world(made.sensors, s, b), s


def test_the_nearest_pick_is_what_a_plain_search_finds():
    made = line(events=10, span=300.0, false_per_hour=600)
    w, _ = small_world(made)
    taken = np.zeros(len(w.t), np.uint8)
    taken[::5] = 1
    g = np.random.default_rng(0)
    for _ in range(300):
        s, when, gate = int(g.integers(len(w.sx))), float(g.uniform(0, 300)), float(g.uniform(0.01, 3))
        mine = [p for p in range(w.start[s], w.start[s + 1]) if abs(w.t[p] - when) <= gate and not taken[p]]
        plain = min(mine, key=lambda p: abs(w.t[p] - when), default=-1)
        assert kernels.nearest_pick(w, s, when, gate, taken) == plain


def test_the_fit_of_exact_arrivals_is_the_source():
    made = line(events=1, sigma=0.0, false_per_hour=0.0)
    w, _ = small_world(made)
    hits = np.full(len(w.sx), -1, np.int64)
    hits[w.sensor] = np.arange(len(w.t))
    theta = made.truth[0] + [300.0, -200.0, 0.5]
    H, C = np.empty((3, 3)), np.empty((3, 3))
    assert kernels.fit_hits(w, hits, theta, np.zeros(3), 20, H, C) > 0
    assert np.allclose(theta, made.truth[0], atol=[0.05, 0.05, 1e-4])


def test_its_covariance_is_that_of_a_numerical_jacobian():
    made = line(events=1, sigma=0.0, false_per_hour=0.0)
    w, _ = small_world(made)
    hits = np.full(len(w.sx), -1, np.int64)
    hits[w.sensor] = np.arange(len(w.t))
    theta = made.truth[0].copy()
    H, C = np.empty((3, 3)), np.empty((3, 3))
    kernels.fit_hits(w, hits, theta, np.zeros(3), 20, H, C)
    rows = []
    for s in w.sensor:
        row = []
        for step in np.diag([1.0, 1.0, 0.0]):
            high, low = (travel(theta + sign * step, made.sensors)[0][s] for sign in (1, -1))
            row.append((high - low) / 2)
        rows.append([row[0], row[1], 1.0])
    J = np.array(rows)
    tau = travel(theta, made.sensors)[0][w.sensor]
    var = (0.006**2 + (5e-4 * tau) ** 2) * 30 / 31  # weight of Student's t at no residual
    assert np.allclose(C, np.linalg.inv((J / var[:, None]).T @ J), rtol=0.02)


def test_the_packing_gives_each_pick_one_owner_and_prefers_the_better():
    made = line(events=3, false_per_hour=0.0, span=60.0)
    w, s = small_world(made)
    n = len(w.sx)
    rank = np.empty(len(made.picks), np.int64)
    rank[s.order] = np.arange(len(made.picks))
    hits = np.full((3, n), -1, np.int64)
    for k, owner in enumerate(made.owner):
        hits[owner, made.picks.sensor[k]] = rank[k]
    worse = hits.copy()
    worse[:, 0] = -1  # the same sounds with a pick less
    both = Hypotheses(
        np.tile(made.truth, (2, 1)), np.zeros((6, 3, 3)), np.array([50.0] * 3 + [40.0] * 3), np.concatenate([hits, worse]),
        np.zeros((6, 3)), np.full(6, -20.0),
    )  # fmt: skip
    taken = np.zeros(len(w.t), np.uint8)
    chosen = pack(w, both, 0.0, taken)
    assert len(chosen) == 3
    assert sorted(chosen.hits[chosen.hits >= 0].tolist()) == sorted(hits[hits >= 0].tolist())


def test_silence_of_a_sensor_that_should_have_heard_speaks_against_a_sound():
    made = line(events=1, false_per_hour=0.0)
    w, _ = small_world(made)
    n = len(w.sx)
    w = w._replace(alive=np.tile([-1e9, 1e9], (n, 1)))
    hits = np.full(n, -1, np.int64)
    hits[w.sensor] = np.arange(len(w.t))
    args = (
        made.truth[0],
        1e-3 * np.eye(3),
        np.zeros(3),
        -20.0,
        np.zeros(len(w.t), np.uint8),
        np.empty(len(w.loud)),
    )
    every = kernels.weigh(w, hits, *args)
    silent = hits.copy()
    nearest = int(
        np.argmin(np.where(hits >= 0, np.hypot(w.sx - made.truth[0, 0], w.sy - made.truth[0, 1]), np.inf))
    )
    silent[nearest] = -1
    without = w._replace(t=np.where(np.arange(len(w.t)) == hits[nearest], -1e6, w.t))
    assert kernels.weigh(without, silent, *args) < every - 3.0
