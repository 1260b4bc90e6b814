"""Small arrays: synthetic plane waves with noise, errors that are what they say, and what gives no bearing."""

import io

import numpy as np
import pytest

from holdfire.ranging import arrays
from holdfire.ranging.arrays import join_microphones, wave_across
from holdfire.ranging.recordings import picks_of
from holdfire.ranging.records import Weather
from holdfire.ranging.tables import TableProblems, picks_from, sensors_from
from holdfire.ranging.waveform import Recording, read_recordings

RATE, START = 4000.0, 1935468900.0
STILL = Weather(15.0, 1.0, 0.0, 0.0, 0.0, True)


def crossing(bearing, x, y, noise, seed, seconds=1.0, at=0.5):
    """Channels of a plane wave that passes the array's middle at `at` s."""
    g, t = np.random.default_rng(seed), np.arange(int(seconds * RATE)) / RATE
    towards = np.radians(bearing)
    channels = []
    for px, py in zip(x, y, strict=True):
        u = t - at + (px * np.sin(towards) + py * np.cos(towards)) / STILL.sound_speed
        pulse = np.where(
            u > 0, u / 0.002 * np.exp(1 - np.maximum(u, 0) / 0.002) * np.cos(2 * np.pi * 150 * u), 0.0
        )
        channels.append(pulse + g.normal(0, noise, len(t)))
    return channels


@pytest.mark.parametrize(("low", "high"), [(0.003, 0.03), (0.03, 0.12)])
def test_the_error_of_a_bearing_is_what_it_says(monkeypatch, low, high):
    monkeypatch.setattr(arrays, "SURVEY_M", 0.0)  # the microphones stand where they are said to
    z = []
    for seed in range(150):
        g = np.random.default_rng(1000 + seed)
        x, y = (
            np.array([0, 12, -6, -6.0]) + g.normal(0, 1, 4),
            np.array([0, 0, 10, -10.0]) + g.normal(0, 1, 4),
        )
        x, y = x - x.mean(), y - y.mean()
        bearing = g.uniform(0, 360)
        channels = crossing(bearing, x, y, np.exp(g.uniform(np.log(low), np.log(high))), seed)
        first = (
            0.5
            - (x[0] * np.sin(np.radians(bearing)) + y[0] * np.cos(np.radians(bearing))) / STILL.sound_speed
        )
        found = wave_across(channels, RATE, int(first * RATE) + int(g.integers(-3, 4)), x, y, STILL)
        z.append(((found.bearing - bearing + 180) % 360 - 180) / found.sigma)
        assert found.t == pytest.approx(0.5, abs=2e-3)
    assert 0.7 < np.std(z) < 1.2
    assert np.mean(np.abs(z) < 1.645) > 0.85


def test_the_wind_turns_the_front_and_is_taken_back():
    x, y = np.array([0.0, 10.0, -5.0, -5.0]), np.array([0.0, 0.0, 9.0, -9.0])
    cross = Weather(15.0, 1.0, 5.0, 0.0, 270.0, True)  # blows towards the east
    front = wave_across(crossing(0.0, x, y, 0.01, 1), RATE, 2000, x, y, STILL).bearing
    true = wave_across(crossing(0.0, x, y, 0.01, 1), RATE, 2000, x, y, cross).bearing
    assert (true - front + 180) % 360 - 180 == pytest.approx(
        -np.degrees(np.arctan(5.0 / cross.sound_speed)), abs=0.1
    )


@pytest.mark.parametrize(
    ("x", "y"), [([0.0, 5.0, 10.0], [0.0, 0.0, 0.0]), ([0.0, 5.0], [0.0, 3.0])]
)  # in a row; too few
def test_a_row_or_a_pair_gives_no_bearing(x, y):
    channels = crossing(40.0, x, y, 0.01, 1)
    assert np.isnan(wave_across(channels, RATE, 1990, np.array(x), np.array(y), STILL).bearing)


def test_noise_alone_gives_no_bearing():
    g = np.random.default_rng(0)
    channels = [g.normal(0, 1, 4000) for _ in range(4)]
    x, y = np.array([0.0, 10.0, -5.0, -5.0]), np.array([0.0, 0.0, 9.0, -9.0])
    assert np.isnan(wave_across(channels, RATE, 2000, x, y, STILL).bearing)


def numbered(text):
    head, *lines = text.strip().splitlines()
    return [(n, dict(zip(head.split(","), row.split(","), strict=False))) for n, row in enumerate(lines, 2)]


TABLE = """sensor,x_km,y_km,array,party
S0,0,2,,A
M1,1.000,0,A1,B
M2,1.012,0,A1,B
M3,0.994,0.010,A1,B
M4,0.994,-0.010,A1,B"""


def test_an_array_is_one_sensor_at_the_middle_of_its_microphones():
    placed = sensors_from(numbered(TABLE), "s.csv")
    assert placed.names == ("S0", "A1")
    assert placed.x.tolist() == [0.0, 1000.0]
    assert placed.is_array.tolist() == [False, True]
    assert placed.party == ("A", "B")


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("a,0,0,A1,\nb,0.01,0,A1,", "2 microphones, expected at least three"),
        ("a,0,0,A1,\nb,0.01,0,A1,\nc,3,0,A1,", "from its middle"),
        ("a,0,0,A1,N\nb,0.01,0,A1,N\nc,0,0.01,A1,S", "more than one party"),
        ("A1,5,5,,\na,0,0,A1,\nb,0.01,0,A1,\nc,0,0.01,A1,", "same name"),
    ],
)
def test_a_wrongly_declared_array_is_refused(rows, says):
    with pytest.raises(TableProblems, match=says):
        sensors_from(numbered("sensor,x_km,y_km,array,party\n" + rows), "s.csv")


def test_picks_of_microphones_become_one_pick_with_a_bearing():
    placed = sensors_from(numbered(TABLE), "s.csv")
    towards = np.radians(70.0)
    lines = ["t,sensor", "9.0,S0", "20.0,M1"]
    for m in placed.microphones:
        along = (m.x - 1000.0) * np.sin(towards) + m.y * np.cos(towards)
        lines.append(f"{10.0 - along / STILL.sound_speed:.6f},{m.name}")
    picks, stands = join_microphones(placed, picks_from(numbered("\n".join(lines)), "p.csv", placed), STILL)
    assert len(picks) == 2  # a lone microphone's arrival is left out, and counted
    assert "1 arrivals at microphones" in picks.notes[-1]
    assert picks.bearing[1] == pytest.approx(70.0, abs=0.1)
    assert picks.t[1] == pytest.approx(10.0, abs=1e-4)
    assert len(stands) == 3


@pytest.mark.parametrize("kind", ["wav", "mseed"])
def test_a_recording_of_all_microphones_gives_a_pick_with_a_bearing(kind):
    placed = sensors_from(numbered(TABLE), "s.csv")
    x = np.array([m.x for m in placed.microphones]) - 1000.0
    y = np.array([m.y for m in placed.microphones])
    channels = [0.3 * c for c in crossing(205.0, x, y, 0.01, 3, seconds=3.0, at=1.5)]
    if kind == "wav":
        recordings = [Recording(c, RATE, START, "A1", k, 4) for k, c in enumerate(channels)]
    else:
        obspy = pytest.importorskip("obspy")
        stream = obspy.Stream(
            obspy.Trace(
                c.astype("float32"),
                {"sampling_rate": RATE, "station": m.name, "starttime": obspy.UTCDateTime(START)},
            )
            for c, m in zip(channels, placed.microphones, strict=True)
        )
        out = io.BytesIO()
        stream.write(out, format="MSEED")
        recordings = read_recordings(out.getvalue(), "a1.mseed")
    notes = []
    picked = picks_of(recordings, placed, "ex-1", notes, STILL)
    assert notes == []
    assert picked.picks.sensor.tolist() == [1]
    assert picked.picks.bearing[0] == pytest.approx(205.0, abs=1.0)
    assert 0.05 < picked.picks.bearing_sigma[0] < 2.0
    assert picked.picks.t[0] + picked.picks.epoch == pytest.approx(START + 1.5, abs=2e-3)


def test_a_file_with_another_number_of_channels_is_noted():
    placed = sensors_from(numbered(TABLE), "s.csv")
    notes = []
    picks_of(
        [Recording(np.zeros(8000), RATE, START, "A1", k, 2) for k in range(2)], placed, "ex-1", notes, STILL
    )
    assert "2 channels, but array 'A1' has 4 microphones" in notes[0][1]
