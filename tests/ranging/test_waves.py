"""Recordings: read, picked, described."""

import io
import wave
from datetime import UTC, datetime

import numpy as np
import pytest
from line import line
from test_stage import PACKAGED, START, degrees

from holdfire.model.case import Case, Sensor
from holdfire.model.errors import Unreadable
from holdfire.model.mandate import read_mandate
from holdfire.model.register import insert_rows, open_register
from holdfire.model.stage import Run
from holdfire.ranging.arrays import plane_wave
from holdfire.ranging.kind import Wave, kind_of_wave
from holdfire.ranging.onset import find_onsets, wave_of
from holdfire.ranging.recordings import picks_of
from holdfire.ranging.records import Weather
from holdfire.ranging.stage import STAGE
from holdfire.ranging.waveform import Recording, is_recording, read_recordings, start_in_name

RATE = 4000.0


def pulse(rate=RATE, low=False):
    t = np.arange(int(0.2 * rate)) / rate
    if low:
        return np.exp(-t / 0.06) * np.sin(2 * np.pi * 12.0 * t)
    return np.exp(-t / 0.004) * np.cos(2 * np.pi * 500.0 * t)


def record(at, seconds=6.0, noise=0.005, seed=0, gain=None, **kind):
    x = np.random.default_rng(seed).normal(0, noise, int(seconds * RATE))
    for n, when in enumerate(at):
        k = int(when * RATE)
        part = pulse(**kind) * (1.0 if gain is None else gain[n])
        x[k : k + len(part)] += part[: len(x) - k]
    return x


def wav_bytes(x, rate=RATE):
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(int(rate))
        file.writeframes((np.clip(x, -1, 1) * 32767).astype("<i2").tobytes())
    return out.getvalue()


def test_onsets_are_found_within_two_milliseconds():
    found = find_onsets(record([1.5, 2.75, 4.0]), RATE)
    assert [o.t_s for o in found] == pytest.approx([1.5, 2.75, 4.0], abs=0.002)


@pytest.mark.parametrize("x", [np.zeros(0), np.zeros(20000), np.full(20000, np.nan), np.ones(20000)])
def test_a_silent_or_broken_record_has_no_onsets(x):
    assert find_onsets(x, RATE) == []


def test_noise_alone_gives_hardly_any_onset():
    assert len(find_onsets(record([], seconds=30.0), RATE)) <= 1


def test_a_sharp_wave_is_a_shot_a_slow_deep_one_an_explosion_and_between_them_unknown():
    assert kind_of_wave(wave_of(pulse(), RATE, 40.0)) == "shot"
    assert kind_of_wave(wave_of(pulse(low=True), RATE, 40.0)) == "explosion"
    assert kind_of_wave(Wave(0.5, 0.004, 40.0)) == "unknown"
    assert kind_of_wave(Wave(0.1, 0.001, 5.0)) == "unknown"  # too near the noise


@pytest.mark.parametrize("bearing", [0.0, 47.0, 181.0, 300.0])
def test_a_small_array_gives_the_bearing_with_its_error(bearing):
    x, y = np.array([0.0, 10.0, 0.0, -8.0]), np.array([0.0, 0.0, 10.0, -6.0])
    towards = np.radians(bearing)
    t = -(x * np.sin(towards) + y * np.cos(towards)) / 340.0
    found = plane_wave(x, y, t, np.full(4, 1e-4), Weather(14.4, 1.0, 0.0, 0.5, 0.0, True))
    assert (found.bearing - bearing + 180) % 360 - 180 == pytest.approx(0.0, abs=0.01)
    assert found.t == pytest.approx(0.0, abs=1e-9)
    assert 0.05 < found.sigma < 1.0


def test_microphones_on_one_line_give_no_bearing():
    assert np.isnan(
        plane_wave(np.array([0.0, 1, 2]), np.zeros(3), np.zeros(3), np.full(3, 1e-4), Weather()).bearing
    )


def test_a_wav_is_read_with_its_start_and_station_from_its_name():
    data = wav_bytes(record([1.0]))
    assert is_recording(data[:64], None)
    (found,) = read_recordings(data, "S03_20310504T061500.500Z.wav")
    assert found.station == "S03"
    assert found.rate_hz == RATE
    assert found.start == start_in_name("x_20310504T101500.5+0400.wav")


def test_a_name_without_a_zone_gives_no_start():
    assert start_in_name("S03_20310504T061500.wav") is None


@pytest.mark.parametrize("data", [b"RIFF\x00\x00\x00\x00WAVEfmt broken", b"000001D \x00\x00broken"])
def test_broken_recordings_are_unreadable_not_empty(data):
    with pytest.raises(Unreadable):
        read_recordings(data, "x")


def test_miniseed_and_sac_name_their_station_and_start():
    obspy = pytest.importorskip("obspy")
    trace = obspy.Trace(
        record([1.0]).astype("float32"),
        {"sampling_rate": RATE, "station": "S05", "starttime": obspy.UTCDateTime(START)},
    )
    for kind in ("MSEED", "SAC"):
        out = io.BytesIO()
        trace.write(out, format=kind)
        (found,) = read_recordings(out.getvalue(), f"x.{kind.lower()}")
        assert found.station == "S05"
        assert found.start == pytest.approx(START, abs=1e-3)
        assert is_recording(out.getvalue()[:64], f"x.{kind.lower()}")


def test_a_recording_of_an_unknown_sensor_or_hour_is_noted_not_guessed():
    placed = line().sensors
    notes = []
    strange = read_recordings(wav_bytes(record([1.0])), "nobody_20310504T061500Z.wav")
    hourless = read_recordings(wav_bytes(record([1.0])), "S03.wav")
    assert picks_of([*strange, *hourless], placed, "ex-1", notes) is None
    assert "no such sensor" in notes[0][1]
    assert "states no start" in notes[1][1]


def test_sealed_recordings_of_both_sides_become_located_sounds(tmp_path):
    from holdfire.vault.vault import create_vault

    made = line(events=6, span=40.0, false_per_hour=0.0, sigma=0.0)
    lat, lon = degrees(made.sensors.x, made.sensors.y)
    placed = {
        n: Sensor(n, float(lat[k]), float(lon[k]), 0.0, 0.001, made.sensors.party[k])
        for k, n in enumerate(made.sensors.names)
    }
    case = Case(tmp_path, read_mandate(PACKAGED / "mandate.toml"), {}, sensors=placed)
    vault = create_vault(case.vault_dir, origin="example.org/ranging-test")
    db = open_register(":memory:")
    now = datetime(2031, 5, 5, tzinfo=UTC)
    for k, name in enumerate(made.sensors.names):
        mine = made.picks.sensor == k
        r = np.hypot(*(made.truth[made.owner[mine], :2] - [made.sensors.x[k], made.sensors.y[k]]).T)
        heard = (made.picks.t[mine] + 1.0).tolist()
        data = wav_bytes(record(heard, seconds=60.0, seed=k, noise=0.001, gain=200.0 / r))
        file_name = f"{name}_20310504T055959Z.wav"
        sealed = vault.seal(data, record={"file_name": file_name}, by="mission", at=now)
        row = {
            "exhibit_id": sealed.exhibit_id, "sha256": sealed.sha256, "byte_count": len(data), "media_type": "audio/wav",
            "file_name": file_name, "acquired_at": now.replace(tzinfo=None), "status": "unreadable", "reader": "test",
        }  # fmt: skip
        insert_rows(db, "exhibit", [row])
    vault.commit()
    STAGE.run(db, case, Run())
    found = db.execute("select lat, lon, n_picks, fired_at from sound_event order by fired_at").fetchall()
    assert 5 <= len(found) <= 7
    true_lat, true_lon = degrees(made.truth[:, 0], made.truth[:, 1])
    for event_lat, event_lon, _, _ in found:
        assert np.min(np.hypot((true_lat - event_lat) * 111e3, (true_lon - event_lon) * 84e3)) < 25.0
    assert db.execute("select count(distinct exhibit_id) from detection").fetchone()[0] >= 10
    assert db.execute("select distinct kind from sound_event").fetchall() == [
        ("shot",)
    ]  # by what their waves say
    assert db.execute("select count(*) from detection where kind is null or snr_db is null").fetchone() == (
        0,
    )


def crack_then_thump(rate, at, interval, seed=0):
    """An N-shaped shock wave of 0.4 ms, then a muzzle blast around 150 Hz; our own shapes."""
    g, t = np.random.default_rng(seed), np.arange(int(4 * rate)) / rate
    x = g.normal(0, 0.002, len(t))
    u = t - at
    x += np.where((u >= 0) & (u < 0.0004), 0.7 * (1.0 - u / 0.0002), 0.0)
    u = t - at - interval
    return x + np.where(u > 0, 0.4 * np.exp(-np.maximum(u, 0) / 0.008) * np.sin(2 * np.pi * 150 * u), 0.0)


@pytest.mark.parametrize("interval", [0.12, 0.3, 0.55])
def test_a_crack_before_its_thump_gives_a_range_and_is_no_arrival(interval):
    rate = 16_000.0
    placed, notes = line().sensors, []
    picked = picks_of(
        [Recording(crack_then_thump(rate, 1.5, interval), rate, START, "S03")], placed, "ex-1", notes
    )
    assert len(picked.picks) == 1
    assert picked.picks.t[0] + picked.picks.epoch == pytest.approx(START + 1.5 + interval, abs=0.003)
    (found,) = picked.ranges
    assert found.interval_s == pytest.approx(interval, abs=0.003)
    c = Weather().sound_speed
    for speed in (500.0, 700.0, 900.0):  # whatever the bullet, its range is in the interval
        assert found.metres.low_m < interval / (1 / c - 1 / speed) < found.metres.high_m
    assert "1 shock waves kept apart" in notes[0][1]


def test_two_like_sounds_are_no_crack_and_thump():
    x = record([1.5, 1.9], seconds=4.0)
    picked = picks_of([Recording(x, RATE, START, "S03")], line().sensors, "ex-1", [])
    assert len(picked.picks) == 2
    assert picked.ranges == ()


def test_the_nearest_waves_vote_and_a_tie_is_unknown():
    from dataclasses import replace

    from holdfire.ranging.kind import kinds_of
    from holdfire.ranging.solve import range_record

    made = line(events=6, false_per_hour=0.0)
    found = range_record(made.sensors, made.picks, Weather())
    shot, blast = [0.05, 0.0005, 30.0, 400.0], [0.95, 0.02, 30.0, 20.0]
    of = np.arange(len(made.picks))[:, None]
    for waves, words in (
        (np.tile(shot, (len(of), 1)), {"shot"}),
        (np.tile(blast, (len(of), 1)), {"explosion"}),
        (np.full((len(of), 4), np.nan), {"unknown"}),
        (
            np.where(np.isin(made.picks.sensor, range(0, 16, 2))[:, None], shot, [0.5, 0.004, 30.0, 90.0]),
            {"shot"},
        ),
    ):
        assert set(kinds_of(found, replace(made.picks, wave=waves))) == words
    even = np.where(made.picks.sensor[:, None] < 8, shot, blast)  # the two sides' sensors say different words
    assert "unknown" in kinds_of(found, replace(made.picks, wave=even))
