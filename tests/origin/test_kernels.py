"""Likelihood kernels against the plain integral that each stands for."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from holdfire.model.places import bearing_deg, destination, distance_m
from holdfire.origin.kernels import (
    EDGE_SHARE,
    P_STRAY,
    SCALES,
    bearings_density,
    fix_density,
    off_deg,
    p_heard,
    sector_density,
    within_reach,
)
from holdfire.origin.plane import Plane


def slow_sector(off: float, half: float, sigma: float) -> float:
    """A bearing is uniform within its half width, then blurred: the convolution, summed."""
    errors = np.linspace(-half, half, 4001)
    return float(sum(np.mean(norm.pdf(off + turn - errors, scale=sigma)) for turn in (-360, 0, 360)))


@given(st.floats(-179, 179), st.floats(1, 90), st.floats(0.5, 30))
@settings(max_examples=60)
def test_a_sector_is_a_uniform_error_blurred(off: float, half: float, sigma: float) -> None:
    got = float(sector_density(np.array([off]), half, sigma)[0])
    assert got == pytest.approx(slow_sector(off, half, sigma), abs=2e-4)


def test_a_sector_is_a_density_over_the_circle() -> None:
    bearings = np.linspace(-180, 180, 36001)[:-1]
    for half, sigma in ((5.0, 1.0), (22.5, 6.0)):
        assert float(np.mean(sector_density(bearings, half, sigma)) * 360) == pytest.approx(1.0, abs=1e-4)


def slow_bearings(theta: float, sigma: float, stated: list[tuple[float, float]]) -> float:
    """One placing error for all bearings, integrated over by hand."""
    shift = np.linspace(-8 * sigma, 8 * sigma, 8001)
    product = norm.pdf(shift, scale=sigma)
    for centre, half in stated:
        off = off_deg(theta + shift, centre)
        density = np.full_like(off, P_STRAY / 360)
        for scale, p in SCALES:
            density += (1 - P_STRAY) * p * sector_density(off, scale * half, EDGE_SHARE * scale * half)
        product = product * density
    return float(np.trapezoid(product, shift))


@given(
    st.floats(0, 360),
    st.floats(0.3, 40),
    st.lists(st.tuples(st.floats(0, 359), st.floats(2, 45)), min_size=1, max_size=4),
)
@settings(max_examples=40)
def test_the_bearings_of_one_impact_share_its_placing_error(
    theta: float, sigma: float, stated: list[tuple[float, float]]
) -> None:
    got = float(bearings_density(np.array([theta % 360]), np.array([sigma]), stated)[0])
    assert got == pytest.approx(slow_bearings(theta, sigma, stated), rel=0.03)


def test_disagreement_does_not_average_away() -> None:
    bearings = np.arange(0.0, 360.0, 0.5)
    density = bearings_density(bearings, 0.1, [(320.0, 6.0), (40.0, 6.0)])
    assert density[bearings == 0.0] < 0.05 * density[bearings == 40.0]
    assert density[bearings == 40.0] == pytest.approx(density[bearings == 320.0], rel=1e-6)


def test_agreement_narrows_and_a_stated_direction_of_180_says_nothing() -> None:
    bearings = np.arange(0.0, 360.0, 0.5)
    one, two = (
        bearings_density(bearings, 0.1, [(20.0, 10.0)]),
        bearings_density(bearings, 0.1, [(20.0, 10.0), (30.0, 10.0)]),
    )
    assert (two / two.max() > 0.5).sum() < (one / one.max() > 0.5).sum()
    assert np.allclose(sector_density(bearings - 180, 180.0, 1.0), 1 / 360)


def test_reach_is_soft_by_its_weapon_and_by_the_impacts_place() -> None:
    at = np.array([100.0, 3000.0, 4000.0, 4500.0])
    sharp, coarse = within_reach(at, 500, 4000, 10), within_reach(at, 500, 4000, 1000)
    assert sharp[1] == pytest.approx(1.0, abs=1e-6)
    assert sharp[2] == pytest.approx(0.5, abs=0.01)
    assert sharp[3] < 1e-6 < coarse[3]
    assert sharp[0] < 0.01


def test_a_fix_that_may_be_of_another_event_never_excludes() -> None:
    far = fix_density(np.array([5000.0]), np.array([0.0]), (1e4, 0.0, 1e4), 0.9, 1e9)
    assert float(far[0]) == pytest.approx(0.1 / 1e9)


def test_hearing_falls_by_half_every_quarter_radius_beyond() -> None:
    assert p_heard(np.array([0.0, 2000.0, 2500.0, 4000.0]), 2000.0, 0.8) == pytest.approx(
        [0.8, 0.8, 0.4, 0.05]
    )


@given(st.floats(-70, 70), st.floats(-179, 179), st.floats(0, 360), st.floats(1, 60_000))
def test_the_plane_keeps_distance_and_bearing_from_its_centre(
    lat: float, lon: float, bearing: float, metres: float
) -> None:
    plane = Plane(lat, lon)
    there = destination(lat, lon, bearing, metres)
    east, north = plane.to_metres(*there)
    assert float(np.hypot(east, north)) == pytest.approx(distance_m(lat, lon, *there), rel=1e-6, abs=0.01)
    assert float(
        off_deg(np.degrees(np.arctan2(east, north)), bearing_deg(lat, lon, *there))
    ) == pytest.approx(0.0, abs=1e-3)
    back_lat, back_lon = plane.to_degrees(east, north)
    assert distance_m(float(back_lat), float(back_lon), *there) < 0.01
