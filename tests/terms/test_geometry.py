"""Distances and zones against a slow, obvious twin on the sphere."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfire.model.lines import Area, LineVersion
from holdfire.model.places import distance_m
from holdfire.terms.geometry import Geometry
from holdfire.terms.truth import NO, NOT_KNOWN, YES

PATH = ((45.0, 40.0), (45.3, 40.1), (45.6, 40.0))


def line(uncertainty_m: float = 0.0, path: Any = PATH, name: str = "loc") -> LineVersion:
    return LineVersion(name, "line_of_contact", "example", None, None, uncertainty_m, (tuple(path),))


def square(uncertainty_m: float = 0.0) -> Area:
    ring = ((45.0, 40.0), (45.2, 40.0), (45.2, 40.2), (45.0, 40.2), (45.0, 40.0))
    return Area("z", "storage_site", None, "example", None, None, uncertainty_m, ((ring,),))


def at(lat: float, lon: float, radius_m: float = 0.0, **more: Any) -> Geometry:
    return Geometry(np.array([lat]), np.array([lon]), np.array([radius_m]), **more)


def slow_km(lat: float, lon: float) -> float:
    """The nearest of many points along the line, by great circles."""
    best = np.inf
    for (lon_a, lat_a), (lon_b, lat_b) in pairwise(PATH):
        for share in np.linspace(0, 1, 1500):
            best = min(
                best, distance_m(lat, lon, lat_a + share * (lat_b - lat_a), lon_a + share * (lon_b - lon_a))
            )
    return best / 1000


@pytest.mark.parametrize(
    ("lat", "lon"), [(40.05, 45.15), (40.2, 45.3), (39.9, 45.0), (40.3, 45.9), (40.1, 45.3)]
)
def test_the_distance_to_a_line_is_the_great_circles_within_a_percent(lat: float, lon: float) -> None:
    low, high = at(lat, lon, lines=(line(),)).distance_km("line_of_contact", 1)
    assert low[0] == high[0] == pytest.approx(slow_km(lat, lon), rel=0.01, abs=0.05)


@given(st.floats(39.8, 40.4), st.floats(44.8, 45.8), st.floats(0, 5000), st.floats(0, 5000))
def test_place_and_line_uncertainty_widen_the_interval_and_nothing_else(
    lat: float, lon: float, radius_m: float, uncertainty_m: float
) -> None:
    exact = at(lat, lon, lines=(line(),)).distance_km("loc", 1)[0][0]
    low, high = at(lat, lon, radius_m, lines=(line(uncertainty_m),)).distance_km("loc", 1)
    room = (radius_m + uncertainty_m) / 1000
    assert low[0] == pytest.approx(max(0.0, exact - room), abs=1e-6)
    assert high[0] == pytest.approx(exact + room, abs=1e-6)


def test_the_nearest_of_several_versions_counts() -> None:
    far = line(path=((47.0, 40.0), (47.5, 40.0)), name="far")
    both = at(40.2, 45.3, lines=(far, line())).distance_km("line_of_contact", 1)
    assert both[0] == at(40.2, 45.3, lines=(line(),)).distance_km("line_of_contact", 1)[0]


def test_without_a_line_or_a_place_the_distance_is_not_known() -> None:
    assert np.isnan(at(40.1, 45.1).distance_km("line_of_contact", 1)[0]).all()
    assert np.isnan(at(np.nan, np.nan, lines=(line(),)).distance_km("line_of_contact", 1)[0]).all()
    some = Geometry(np.array([40.1, np.nan]), np.array([45.1, np.nan]), np.zeros(2), lines=(line(),))
    low, _ = some.distance_km("loc", 2)
    assert np.isnan(low).tolist() == [False, True]


@pytest.mark.parametrize(
    ("lat", "lon", "radius_m", "uncertainty_m", "code"),
    [
        (40.1, 45.1, 0, 0, YES),
        (40.5, 45.1, 0, 0, NO),
        (40.1, 45.1, 50_000, 0, NOT_KNOWN),  # the place is wider than the zone
        (40.195, 45.1, 1000, 0, NOT_KNOWN),  # half a kilometre inside the edge, known to a kilometre
        (40.195, 45.1, 0, 1000, NOT_KNOWN),  # the edge itself is known to a kilometre
        (40.205, 45.1, 1000, 0, NOT_KNOWN),
        (40.22, 45.1, 1000, 1000, NO),
        (np.nan, np.nan, 0, 0, NOT_KNOWN),
    ],
)
def test_inside_a_zone_has_three_values(
    lat: float, lon: float, radius_m: float, uncertainty_m: float, code: int
) -> None:
    near = Geometry(
        np.array([lat, 40.1]),
        np.array([lon, 45.1]),
        np.array([radius_m, 0.0]),
        areas=(square(uncertainty_m),),
    )
    assert near.inside("storage_site", 2)[0] == code


def test_a_zone_that_no_case_file_has_holds_nothing() -> None:
    assert at(40.1, 45.1).inside("storage_site", 1).tolist() == [NO]


def test_one_incident_alone_has_the_answers_it_has_among_others() -> None:
    many = Geometry(
        np.array([40.1, 40.3]), np.array([45.1, 45.5]), np.zeros(2), lines=(line(),), areas=(square(),)
    )
    low, _ = many.distance_km("loc", 2)
    many.inside("z", 2)
    alone = many.one(1, 2)
    assert alone.distance_km("loc", 1)[0][0] == low[1]
    assert alone.inside("z", 1)[0] == many.inside("z", 2)[1]
