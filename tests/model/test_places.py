import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfire.model.places import WINDS_16, Point, Sector, bearing_deg, bearing_of, destination, distance_m

LATS, LONS = st.floats(-80, 80), st.floats(-179, 179)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("N", (0.0, 22.5)),
        ("north-east", (45.0, 22.5)),
        ("north east", (45.0, 22.5)),
        ("NNE", (22.5, 11.25)),
        ("north-north-east", (22.5, 11.25)),
        ("southerly", (180.0, 22.5)),
        ("west-south-westerly", (247.5, 11.25)),
        ("north-western", (315.0, 22.5)),
    ],
)
def test_compass_words_give_bearing_and_half_width(words: str, expected: tuple[float, float]) -> None:
    assert bearing_of(words) == expected


@pytest.mark.parametrize("words", ["", "up", "north-south", "NEN", "east of"])
def test_a_word_that_is_no_wind_is_refused(words: str) -> None:
    with pytest.raises(KeyError):
        bearing_of(words)


def test_the_sixteen_winds_cover_the_circle_without_overlap() -> None:
    edges = sorted((bearing_of(w)[0] - 11.25) % 360 for w in WINDS_16)
    assert all(math.isclose(b - a, 22.5) for a, b in itertools.pairwise(edges))


def test_distance_agrees_with_the_ellipsoid_within_a_third_of_a_percent() -> None:
    from pyproj import Geod

    _, _, expected = Geod(ellps="WGS84").inv(45.62838, 40.99249, 45.48838, 40.90534)
    assert distance_m(40.99249, 45.62838, 40.90534, 45.48838) == pytest.approx(expected, rel=0.0034)


@given(LATS, LONS, st.floats(0, 359.99), st.floats(1.0, 200_000.0))
def test_going_out_and_measuring_back_agree(lat: float, lon: float, bearing: float, metres: float) -> None:
    there = destination(lat, lon, bearing, metres)
    assert distance_m(lat, lon, *there) == pytest.approx(metres, rel=1e-6, abs=0.01)
    turn = (bearing_deg(lat, lon, *there) - bearing + 180) % 360 - 180
    assert abs(turn) < 0.1 + 3000 / metres * 0.01


def test_a_sector_stays_a_sector_and_its_point_covers_it() -> None:
    sector = Sector(Point(48.0, 37.8, 100), 45.0, 22.5, 4, 9)
    centre = sector.as_point()
    for bearing in (22.5, 45.0, 67.5):
        for km in (4, 9):
            corner = destination(48.0, 37.8, bearing, km * 1000)
            assert distance_m(centre.lat, centre.lon, *corner) <= centre.radius_m * 1.25


@pytest.mark.parametrize(
    "wrong",
    [
        {"bearing_deg": 360.0},
        {"half_width_deg": 0.0},
        {"range_low_km": 5.0, "range_high_km": 4.0},
        {"range_low_km": -1.0},
    ],
)
def test_an_impossible_sector_is_refused(wrong: dict[str, float]) -> None:
    values = {"bearing_deg": 45.0, "half_width_deg": 22.5, "range_low_km": 4.0, "range_high_km": 9.0} | wrong
    with pytest.raises(ValueError, match="found"):
        Sector(Point(48.0, 37.8, 0.0), **values)


def test_a_place_off_the_earth_is_refused() -> None:
    with pytest.raises(ValueError, match="not a place on earth"):
        Point(91, 0, 1)
