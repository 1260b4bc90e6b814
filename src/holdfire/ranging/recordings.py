"""Recordings to picks: which exhibits are recordings, at which sensor, from when; what their waves say.

A recording names its sensor by station code (miniSEED, SAC) or by its file name: `<sensor>_<time with zone>.wav`. One
without a known sensor or without a time gives a note, not a guess. A small array's microphones are the channels of one
file named for the array, in the order of the sensors file, or traces named for the microphones: they give a bearing.
A bullet's crack before its muzzle's thump is no arrival: it is kept apart and gives a range.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from holdfire.model.case import Case
from holdfire.model.errors import HoldfireError
from holdfire.model.register import fetch_dicts

from .flash_to_bang import RangeInterval
from .records import Picks, Sensors, Weather

if TYPE_CHECKING:
    import duckdb

    from .arrays import PlaneWave
    from .kind import Wave
    from .onset import Onset
    from .waveform import Recording

TOGETHER_S = 1e-3  # traces of one array that start further apart than this are not cross-correlated


@dataclass(frozen=True)
class CrackRange:
    """A shock wave and its muzzle blast at one sensor. cracked_at: Unix seconds of the shock wave; sensor: index."""

    sensor: int
    cracked_at: float
    interval_s: float
    metres: RangeInterval


@dataclass(frozen=True)
class Picked:
    """Arrivals of a recording, and ranges from shock waves, whose own arrivals are not among the picks."""

    picks: Picks
    ranges: tuple[CrackRange, ...] = ()


SUFFIXES = (".wav", ".mseed", ".miniseed", ".msd", ".sac", ".flac", ".ogg")


def recorded_picks(
    db: "duckdb.DuckDBPyConnection",
    case: Case,
    sensors: Sensors,
    notes: list[tuple[str, str]],
    weather: Weather,
) -> Iterator[tuple[str, datetime, Picked]]:
    """(exhibit id, known at, what was picked) of each recording, by exhibit id."""
    from .waveform import is_recording, read_recordings

    rows = fetch_dicts(
        db,
        "select exhibit_id, sha256, file_name, media_type, acquired_at from exhibit order by exhibit_id",
    )
    likely = [
        r
        for r in rows
        if str(r["media_type"]).startswith("audio/") or str(r["file_name"] or "").lower().endswith(SUFFIXES)
    ]
    if not likely:
        return
    from holdfire.vault.vault import open_vault

    vault = open_vault(case.vault_dir)
    for row in likely:
        exhibit_id, name = str(row["exhibit_id"]), row["file_name"]
        try:
            data = vault.blob(str(row["sha256"]))
            if not is_recording(data[:64], name):
                continue
            picked = picks_of(read_recordings(data, name), sensors, exhibit_id, notes, weather)
        except HoldfireError as error:
            notes.append((exhibit_id, str(error)))
            continue
        if picked is not None:
            yield exhibit_id, row["acquired_at"], picked


def picks_of(
    recordings: "Sequence[Recording]", sensors: Sensors, exhibit_id: str, notes: list[tuple[str, str]],
    weather: Weather | None = None,
) -> Picked | None:  # fmt: skip
    """Onsets of all channels as one set of picks, or None with notes that say why."""
    from .crack import crack_and_thump
    from .onset import find_onsets

    air = weather or Weather()
    rows: list[
        tuple[float, int, float, float, float, Wave]
    ] = []  # t, sensor, bearing, its sigma, amplitude, wave
    ranges: list[CrackRange] = []
    for sensor, group in _by_sensor(recordings, sensors, exhibit_id, notes):
        first = group[0][0]
        if first.start is None:
            notes.append(
                (exhibit_id, "the recording states no start: expected a name like S03_20310504T061500Z.wav")
            )
            continue
        onsets = find_onsets(first.samples, first.rate_hz)
        pairs = crack_and_thump(onsets)
        ranges += [_crack_range(sensor, first.start, onsets[a], onsets[b], air) for a, b in pairs]
        cracks = {a for a, _ in pairs}
        for number, onset in enumerate(onsets):
            if number in cracks:
                continue
            wave = _across(group, sensors, sensor, onset, air)
            if len(group) > 1 and math.isnan(wave.bearing):
                notes.append(
                    (
                        exhibit_id,
                        f"{sensors.names[sensor]}: an arrival that no plane wave explains is left out",
                    )
                )
                continue
            t = first.start + (wave.t if len(group) > 1 else onset.t_s)
            rows.append((t, sensor, wave.bearing, wave.sigma, onset.amplitude_db, onset.wave))
    if ranges:
        notes.append(
            (
                exhibit_id,
                f"{len(ranges)} shock waves kept apart: they come from a bullet's path, not from its gun",
            )
        )
    if not rows:
        return None
    rows.sort(key=lambda row: row[:2])
    epoch = float(np.floor(rows[0][0]))
    at = np.array([row[:5] for row in rows])
    waves = np.array([[w.low_share, w.rise_s, w.snr_db, w.centre_hz] for w in (row[5] for row in rows)])
    picks = Picks(
        at[:, 0] - epoch, at[:, 1].astype(np.int64), at[:, 2], at[:, 4], np.arange(len(rows)), len(rows), epoch, True,
        bearing_sigma=at[:, 3], wave=waves,
    )  # fmt: skip
    return Picked(picks, tuple(ranges))


def _by_sensor(
    recordings: "Sequence[Recording]", sensors: Sensors, exhibit_id: str, notes: list[tuple[str, str]]
) -> "Iterator[tuple[int, list[tuple[Recording, int]]]]":
    """(sensor, [(channel, microphone or -1), ...]): one channel for a sensor, all microphones of an array together."""
    microphone = {m.name: n for n, m in enumerate(sensors.microphones)}
    arrays: dict[int, list[tuple[Recording, int]]] = {}
    for recording in recordings:
        if recording.station in microphone:
            number = microphone[recording.station]
            arrays.setdefault(sensors.microphones[number].sensor, []).append((recording, number))
        elif recording.station not in sensors.names:
            notes.append((exhibit_id, f"recording of {recording.station!r}: no such sensor in sensors.csv"))
        else:
            sensor = sensors.names.index(recording.station)
            of = [n for n, m in enumerate(sensors.microphones) if m.sensor == sensor]
            if not of:
                if recording.channel == 0:
                    yield sensor, [(recording, -1)]
            elif recording.channels != len(of):
                if recording.channel == 0:
                    text = f"{recording.channels} channels, but array {recording.station!r} has {len(of)} microphones in sensors.csv"
                    notes.append((exhibit_id, text))
            else:
                arrays.setdefault(sensor, []).append((recording, of[recording.channel]))
    for sensor, group in sorted(arrays.items()):
        starts = [r.start for r, _ in group if r.start is not None]
        if len(starts) == len(group) and starts and max(starts) - min(starts) > TOGETHER_S:
            notes.append(
                (exhibit_id, f"array {sensors.names[sensor]!r}: its channels do not start together; not used")
            )
        elif len(group) < 3 or len({r.rate_hz for r, _ in group}) > 1:
            text = f"array {sensors.names[sensor]!r}: {len(group)} channels in this file; expected three or more of one rate"
            notes.append((exhibit_id, text))
        else:
            yield sensor, group


def _across(
    group: "list[tuple[Recording, int]]", sensors: Sensors, sensor: int, onset: "Onset", weather: Weather
) -> "PlaneWave":
    from .arrays import NO_WAVE, wave_across

    if len(group) == 1:
        return NO_WAVE
    length = min(len(recording.samples) for recording, _ in group)
    mics = [sensors.microphones[number] for _, number in group]
    rate = group[0][0].rate_hz
    return wave_across(
        [recording.samples[:length] for recording, _ in group], rate, round(onset.t_s * rate),
        np.array([m.x for m in mics]) - sensors.x[sensor], np.array([m.y for m in mics]) - sensors.y[sensor], weather,
    )  # fmt: skip


def _crack_range(sensor: int, start: float, crack: "Onset", blast: "Onset", weather: Weather) -> CrackRange:
    from .crack import BULLET_SPEED_MS
    from .flash_to_bang import range_from_crack

    interval = blast.t_s - crack.t_s
    sigma = math.hypot(crack.sigma_s, blast.sigma_s)
    return CrackRange(
        sensor, start + crack.t_s, interval, range_from_crack(interval, sigma, BULLET_SPEED_MS, weather)
    )
