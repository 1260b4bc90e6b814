"""Each side's own answer and how two agree: known truth, symmetry, refusals with reasons."""

from dataclasses import replace

import numpy as np
import pytest
from line import line

from holdfire.ranging.records import Weather
from holdfire.ranging.solve import range_record
from holdfire.ranging.two_sides import CANNOT, agreement, agreements, each_side_alone


@pytest.fixture(scope="module")
def made():
    return line(events=30, seed=301)


@pytest.fixture(scope="module")
def located(made):
    return range_record(made.sensors, made.picks, Weather())


@pytest.fixture(scope="module")
def alone(made, located):
    return each_side_alone(located, made.sensors, made.picks)


def test_each_party_has_a_row_for_each_sound_in_one_order(alone, located):
    assert [(row.event, row.party) for row in alone] == [
        (e, party) for e in range(len(located)) for party in ("north", "south")
    ]


def test_what_a_side_cannot_solve_has_a_reason_and_no_place(alone):
    unsolved = [row for row in alone if row.status == CANNOT]
    assert unsolved
    for row in unsolved:
        assert row.reason
        assert np.isnan(row.x)
        assert row.n_picks < 4 or "region" in row.reason or "row" in row.reason


def test_a_sides_own_region_holds_the_truth_as_often_as_it_says(made, alone):
    inside = []
    for seed in range(302, 308):
        other = line(events=30, seed=seed)
        found = range_record(other.sensors, other.picks, Weather())
        for row in each_side_alone(found, other.sensors, other.picks):
            near = np.hypot(*(other.truth[:, :2] - [found.x[row.event], found.y[row.event]]).T)
            if row.is_solved and near.min() < 100:
                gap = other.truth[int(np.argmin(near)), :2] - [row.x, row.y]
                inside.append(float(gap @ np.linalg.solve(row.cov, gap)) < 4.605)
    assert len(inside) > 200
    assert 0.86 <= np.mean(inside) <= 0.985


def test_two_right_sides_agree_and_their_names_do_not_matter(made, located, alone):
    pairs = [row for row in agreements(alone) if row.verdict != "cannot say"]
    assert np.mean([row.verdict == "agree" for row in pairs]) > 0.85
    assert all(row.overlap for row in pairs if row.p_agree > 0.5)
    other = {"north": "zulu", "south": "alpha"}
    renamed = replace(made.sensors, party=tuple(other[p] for p in made.sensors.party))
    again = [
        row
        for row in agreements(each_side_alone(located, renamed, made.picks))
        if row.verdict != "cannot say"
    ]
    assert [row.p_agree for row in again] == pytest.approx([row.p_agree for row in pairs], abs=1e-6)


def test_a_side_whose_sensors_stand_elsewhere_than_declared_disagrees(made):
    """All of one side's sensors are declared 150 m off: no clock explains it, and the two sides' answers part."""
    south = np.array([p == "south" for p in made.sensors.party])
    moved = replace(made.sensors, y=made.sensors.y + np.where(south, 150.0, 0.0))
    found = range_record(moved, made.picks, Weather(14.0, 1.0, 2.0, 0.5, 297.0, True))
    pairs = [
        row for row in agreements(each_side_alone(found, moved, made.picks)) if row.verdict != "cannot say"
    ]
    assert len(pairs) >= 5
    assert np.mean([row.verdict == "disagree" for row in pairs]) > 0.3


def test_a_side_that_cannot_be_solved_gives_no_agreement_but_its_reason(alone):
    row = next(row for row in agreements(alone) if row.verdict == "cannot say")
    assert "cannot be solved from" in row.reason
    assert np.isnan(row.p_agree)
    assert row.overlap is None


def test_one_party_alone_has_nothing_to_agree_with(made, located):
    same = replace(made.sensors, party=("north",) * len(made.sensors))
    assert each_side_alone(located, same, made.picks) == []
    assert agreement([]) == {}


def test_a_row_of_sensors_leaves_the_mirror_image_open(made):
    """North's sensors exactly in a row: what they alone say of a sound is two places, and both are told."""
    north = np.array([p == "north" for p in made.sensors.party])
    flat = replace(made.sensors, y=np.where(north, 1600.0, made.sensors.y))
    from line import WIND, C, travel

    g = np.random.default_rng(5)
    t, which = [], []
    for k in range(20):
        source = np.array([g.uniform(1000, 7000), 1600.0 + g.choice([-1, 1]) * g.uniform(400, 900), 40.0 * k])
        tau, r = travel(source, flat, C, WIND)
        for s in np.nonzero(r < 4500)[0]:
            t.append(source[2] + tau[s] + g.normal(0, 0.004))
            which.append(int(s))
    order = np.argsort(t)
    picks = replace(
        made.picks, t=np.array(t)[order], sensor=np.array(which)[order], bearing=np.full(len(t), np.nan),
        amp=np.full(len(t), np.nan), row=np.arange(len(t)), rows=len(t),
    )  # fmt: skip
    found = range_record(flat, picks, Weather())
    rows = [row for row in each_side_alone(found, flat, picks) if row.party == "north" and row.n_picks >= 4]
    assert len(rows) >= 10
    assert sum(row.status != "solved" for row in rows) >= 0.7 * len(rows)
    assert any("second place" in row.reason or "in a row" in row.reason for row in rows)
