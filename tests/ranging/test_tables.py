"""The readers of format 6.2: tables of cases, and refusals."""

import math

import pytest

from holdfire.ranging.tables import TableProblems, picks_from, read_weather, sensors_from, weather_from


def numbered(text: str):
    head, *lines = text.strip().splitlines()
    return [(n, dict(zip(head.split(","), line.split(","), strict=False))) for n, line in enumerate(lines, 2)]


PLACED = sensors_from(numbered("sensor,x_km,y_km\na,0,0\nb,1,0\nc,0,1\nd,2,2"), "sensors.csv")


def test_sensors_without_names_are_numbered_from_zero():
    found = sensors_from(numbered("x_km,y_km,is_array\n0,0,1\n1.5,0,0"), "s.csv")
    assert found.names == ("0", "1")
    assert found.x.tolist() == [0.0, 1500.0]
    assert found.is_array.tolist() == [True, False]


def test_degrees_and_their_plane_are_inverse():
    found = sensors_from(numbered("sensor,lat,lon\na,40.9,45.3\nb,41.0,45.4\nc,40.95,45.35"), "s.csv")
    lat, lon = found.plane.to_degrees(found.x, found.y)
    assert lat.tolist() == pytest.approx([40.9, 41.0, 40.95])
    assert lon.tolist() == pytest.approx([45.3, 45.4, 45.35])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("sensor,x_km,y_km\na,0,0\na,1,1", "given twice"),
        ("sensor,x_km,y_km\na,zero,0", "expected a number"),
        ("sensor,x_km,y_km\na,nan,0", "finite"),
        ("sensor,lat,lon\na,95,0", "no place on earth"),
        ("sensor,east,north\na,95,0", "expected x_km,y_km or lat,lon"),
        ("sensor,x_km,y_km\na,0,0\nb,1,0\nc,0,1\nd,900,0", "lies 900 km from"),  # a sensor outside the map
        ("sensor,x_km,y_km,clock_sigma_s\na,0,0,-1", "clock_sigma_s"),
    ],
)
def test_a_bad_sensors_table_is_refused_with_its_line(text, says):
    with pytest.raises(TableProblems, match=says):
        sensors_from(numbered(text), "sensors.csv")


def test_every_fault_is_reported_at_once():
    with pytest.raises(TableProblems) as caught:
        sensors_from(numbered("sensor,x_km,y_km\na,x,0\nb,0,y\na,1,1"), "s.csv")
    assert len(caught.value.problems) >= 2


def test_seconds_and_iso_times_are_read_and_missing_values_are_not_zero():
    found = picks_from(numbered("t,sensor,bearing,amp\n1.5,a,,\n2.5,b,nan,3\n3.5,c,190,-2"), "p.csv", PLACED)
    assert found.t.tolist() == [1.5, 2.5, 3.5]
    assert math.isnan(found.bearing[0])
    assert math.isnan(found.bearing[1])  # NaN bearings are no bearings
    assert found.amp[1:].tolist() == [3.0, -2.0]
    assert not found.is_utc
    utc = picks_from(
        numbered("t,sensor\n2031-05-04T10:00:00.25+04:00,a\n2031-05-04T06:00:01Z,b"), "p.csv", PLACED
    )
    assert utc.is_utc
    assert utc.t[1] - utc.t[0] == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("t,sensor\n1,zz", "1 rows of sensor 'zz'"),
        ("t,sensor\nsoon,a", "expected seconds or a time like"),
        ("t,sensor\ninf,a", "finite"),
        ("time,sensor\n1,a", "expected at least t,sensor"),
        ("t,sensor\n2031-05-04T06:00:00Z,a\n2031-05-04T06:00:01,b", "mixed zones"),
        ("t,sensor\n2031-05-04T06:00:00Z,a\n12.0,b", "mixed zones"),
    ],
)
def test_bad_picks_are_refused(text, says):
    with pytest.raises(TableProblems, match=says) as caught:
        picks_from(numbered(text), "picks.csv", PLACED)
    assert caught.value.exit_code == 3


def test_times_without_a_zone_are_taken_as_utc_and_that_is_said():
    found = picks_from(numbered("t,sensor\n2031-05-04T06:00:00,a"), "p.csv", PLACED)
    assert found.notes == ("times state no zone: taken as UTC",)


def test_duplicate_picks_are_left_out_and_counted():
    found = picks_from(numbered("t,sensor\n1.0,a\n1.0,a\n1.0,b\n1.00005,a"), "p.csv", PLACED)
    assert len(found) == 2
    assert found.rows == 4
    assert "2 duplicate picks" in found.notes[0]


def test_weather_without_a_file_is_wide():
    assert read_weather(None).wind_sigma_ms >= 3.0
    assert not read_weather(None).stated


def test_wind_blows_towards_the_opposite_of_where_it_comes_from():
    east, north = weather_from({"wind_ms": 4.0, "wind_from_deg": 270.0}, "w.toml").wind
    assert (east, north) == (pytest.approx(4.0), pytest.approx(0.0, abs=1e-9))


@pytest.mark.parametrize(
    "found", [{"temperature": 3}, {"wind_ms": -1}, {"wind_ms": "calm"}, {"temperature_c": float("nan")}]
)
def test_bad_weather_is_refused(found):
    with pytest.raises(TableProblems):
        weather_from(found, "weather.toml")
