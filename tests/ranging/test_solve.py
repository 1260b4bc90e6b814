"""Known truth: simulate with declared parameters and recover them."""

import numpy as np
import pytest
from line import WIND, C, line

from holdfire.ranging.records import Weather
from holdfire.ranging.solve import range_record


@pytest.fixture(scope="module")
def solved():
    made = line()
    return made, range_record(made.sensors, made.picks, Weather())


def errors_m(made, found):
    pairs = []
    for e in range(len(found)):
        owners = made.owner[found.hits[e][found.hits[e] >= 0]]
        owners = owners[owners >= 0]
        if len(owners) >= 4:
            k = int(np.bincount(owners).argmax())
            pairs.append((k, e, np.hypot(found.x[e] - made.truth[k, 0], found.y[e] - made.truth[k, 1])))
    return pairs


def test_the_sounds_are_found_where_and_when_they_were(solved):
    made, found = solved
    pairs = errors_m(made, found)
    assert len({k for k, _, _ in pairs}) >= 28
    assert len(found) <= 32
    assert np.median([d for _, _, d in pairs]) < 5.0
    for k, e, _ in pairs:
        assert abs(found.t0[e] - made.truth[k, 2]) < 6 * np.sqrt(found.cov[e, 2, 2]) + 0.005


def test_the_air_is_learned_without_a_weather_file(solved):
    _, found = solved
    assert np.allclose(found.air.mean(axis=0), [C, *WIND], atol=0.4)


def test_a_pick_has_one_owner_and_a_sound_one_pick_a_sensor(solved):
    made, found = solved
    used = found.hits[found.hits >= 0]
    assert len(used) == len(set(used.tolist()))
    for e in range(len(found)):
        for s, pick in enumerate(found.hits[e]):
            if pick >= 0:
                assert made.picks.sensor[pick] == s
                assert found.event[pick] == e


def test_the_order_of_the_rows_does_not_matter(solved):
    made, found = solved
    turn = np.random.default_rng(5).permutation(len(made.picks))
    from dataclasses import replace

    shuffled = replace(
        made.picks,
        t=made.picks.t[turn],
        sensor=made.picks.sensor[turn],
        bearing=made.picks.bearing[turn],
        amp=made.picks.amp[turn],
    )
    again = range_record(made.sensors, shuffled, Weather())
    assert np.allclose(again.x, found.x)
    assert np.array_equal(again.event, found.event[turn])


def test_two_runs_give_the_same_rows(solved):
    made, found = solved
    again = range_record(made.sensors, made.picks, Weather())
    assert np.array_equal(again.x, found.x)
    assert np.array_equal(again.p, found.p)


def test_a_record_without_sounds_gives_an_empty_result():
    made = line(events=0, false_per_hour=60)
    found = range_record(made.sensors, made.picks, Weather())
    assert len(found) <= 1
    assert len(found.health) == len(made.sensors)
