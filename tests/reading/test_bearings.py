"""Bearings and distances: all of a set are kept, and one sector holds them. Twin: a scan of every whole degree."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfire.reading.bearings import bearing_set, hull


@pytest.mark.parametrize(
    ("text", "bearings", "low", "high"),
    [
        ("30 bursts 3-5km south, south-east and south-west", [180.0, 135.0, 225.0], 3.0, 5.0),
        ("12 explosions 4-8km NW, NNW and west", [315.0, 337.5, 270.0], 4.0, 8.0),
        ("an explosion 2km north", [0.0], 1.5, 2.5),
        ("an impact 500m to the east", [90.0], 0.45, 0.55),
        # where a place lies is no bearing of what was heard there
        ("in Avdiivka (17km north of Donetsk) heard shots 3-5km east", [90.0], 3.0, 5.0),
    ],
)
def test_every_bearing_of_a_phrase_is_kept(text: str, bearings: list[float], low: float, high: float) -> None:
    got = bearing_set(text, 0, len(text))
    assert got is not None
    assert [s[0] for s in got[0]] == bearings
    assert got[0][0][2:] == pytest.approx((low, high))


def test_a_distance_without_a_bearing_is_no_sector() -> None:
    text = "200 metres from the school"
    assert bearing_set(text, 0, len(text)) is None


def inside(degree: float, bearing: float, half: float) -> bool:
    return abs((degree - bearing + 180.0) % 360.0 - 180.0) <= half + 1e-9


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 15), min_size=1, max_size=5))
def test_the_hull_holds_every_arc_and_begins_and_ends_at_one(winds: list[int]) -> None:
    sectors = [(w * 22.5, 11.25 if w % 2 else 22.5, 1.0, 2.0) for w in winds]
    bearing, half, _, _ = hull(sectors)
    covered = [d for d in range(360) if any(inside(d, s[0], s[1]) for s in sectors)]
    assert all(inside(d, bearing, half) for d in covered)
    gaps = [d for d in range(360) if d not in covered]
    widest, run = 0, 0
    for d in gaps * 2 if gaps and len(gaps) < 360 else []:
        run = run + 1 if (d - 1) % 360 in gaps else 1
        widest = max(widest, min(run, len(gaps)))
    assert 2 * half <= 360.0 - widest + 2.0 + 1e-6 or math.isclose(half, 180.0)
