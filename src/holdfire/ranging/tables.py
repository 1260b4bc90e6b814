"""Sensors, picks and weather as files: format 6.2 read with every fault reported at once.

sensors.csv  [sensor,] x_km,y_km or lat,lon [,is_array][,array][,clock][,clock_sigma_s][,party]
             no `sensor` column: numbered from 0; array: of which it is a microphone; clock: gps, ntp or none
picks.csv    t (seconds, or ISO with a zone), sensor (or a microphone, or an array) [,bearing deg][,bearing_sigma]
             [,amp dB][,low_share,rise_s,snr_db,centre_hz]                        further columns are left alone
weather.toml temperature_c, temperature_sigma_c, wind_ms, wind_sigma_ms, wind_from_deg

Nothing is guessed: what cannot be read is a Problem with its line, except what only widens (noted in Picks.notes).
"""

import csv
import math
import tomllib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from holdfire.model.errors import Problems

from .arrays import with_arrays
from .numbers import Floats
from .records import Picks, Plane, Sensors, Weather

SHOWN = 20  # problems printed; the rest are counted
FAR_KM = 200.0
CLOCKS = {
    "gps": 0.001,
    "ntp": 0.02,
    "none": 3600.0,
}  # declared state -> one sigma in seconds, where none is given
WAVE_COLUMNS = ("low_share", "rise_s", "snr_db", "centre_hz")


class TableProblems(Problems):
    """Faults of an input table: unreadable input, exit code 3."""

    exit_code = 3


def rows_of(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, row) of a UTF-8 CSV, one at a time; lines that start with # are skipped."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(line for line in file if not line.startswith("#"))
            for row in reader:
                yield (
                    reader.line_num,
                    {
                        k.strip(): (v or "").strip()
                        for k, v in row.items()
                        if isinstance(k, str) and isinstance(v, str | None)
                    },
                )
    except UnicodeDecodeError as error:
        raise TableProblems(
            path.name, [f"{path.name}: not UTF-8 at byte {error.start}; save it as UTF-8"]
        ) from error
    except OSError as error:
        raise TableProblems(path.name, [f"{path.name}: {error.strerror or error}"]) from error
    except csv.Error as error:
        raise TableProblems(path.name, [f"{path.name}: not a CSV table ({error})"]) from error


def _fail(name: str, problems: list[str]) -> None:
    if problems:
        more = [f"... and {len(problems) - SHOWN} more"] if len(problems) > SHOWN else []
        raise TableProblems(name, problems[:SHOWN] + more)


def read_sensors(path: Path) -> Sensors:
    return sensors_from(rows_of(path), path.name)


def sensors_from(rows: Iterable[tuple[int, Mapping[str, str]]], name: str) -> Sensors:
    """raises  TableProblems: no coordinates, a name twice, a number that is none, a sensor off the map"""
    problems: list[str] = []
    names: list[str] = []
    first, second, clock, party, arrays, array_of = [], [], [], [], [], []
    keys: tuple[str, str] | None = None
    for line, row in rows:
        if keys is None:
            keys = ("x_km", "y_km") if "x_km" in row and "y_km" in row else ("lat", "lon")
            if keys[0] not in row or keys[1] not in row:
                raise TableProblems(
                    name, [f"{name}, line 1: found columns {', '.join(row)}; expected x_km,y_km or lat,lon"]
                )
        label = row.get("sensor") or row.get("id") or ("" if "sensor" in row else str(len(names)))
        try:
            a, b = _number(row, keys[0]), _number(row, keys[1])
            if keys[0] == "lat" and not (-90 <= a <= 90 and -180 <= b <= 180):
                raise ValueError(f"lat, lon: found {a:g}, {b:g}, which is no place on earth")
            state = row.get("clock", "").lower() or "gps"
            if state not in CLOCKS:
                raise ValueError(f"clock: found {row['clock']!r}, expected one of {', '.join(CLOCKS)}")
            sigma = _number(row, "clock_sigma_s") if row.get("clock_sigma_s") else CLOCKS[state]
            if not 0 <= sigma <= 3600:
                raise ValueError(f"clock_sigma_s: found {sigma:g}, expected 0 to 3600")
        except ValueError as error:
            problems.append(f"{name}, line {line}: {error}")
            continue
        if not label:
            problems.append(f"{name}, line {line}: the sensor has no name")
        elif label in names:
            problems.append(f"{name}, line {line}: sensor {label!r} given twice")
        names.append(label)
        first.append(a)
        second.append(b)
        clock.append(sigma)
        party.append(row.get("party", ""))
        array_of.append(row.get("array", ""))
        arrays.append(row.get("is_array", "").lower() in ("1", "true", "yes"))
    if not names and not problems:
        problems.append(f"{name}: no sensors in it")
    _fail(name, problems)
    one, two = np.array(first), np.array(second)
    degrees = keys == ("lat", "lon")
    plane = Plane((float(np.median(one)), float(np.median(two))) if degrees else None)
    x, y = plane.to_metres(one, two)
    away = np.hypot(x - np.median(x), y - np.median(y)) / 1000.0
    off = [
        f"{name}: sensor {names[k]!r} lies {away[k]:.0f} km from the others' middle, expected within {FAR_KM:g} km"
        for k in np.nonzero(away > FAR_KM)[0]
    ]
    _fail(name, off)
    placed, wrong = with_arrays(
        Sensors(tuple(names), x, y, np.array(clock), tuple(party), np.array(arrays), plane), array_of
    )
    _fail(name, [f"{name}: {problem}" for problem in wrong])
    return placed


def _number(row: Mapping[str, str], key: str) -> float:
    try:
        value = float(row[key])
    except (KeyError, ValueError):
        raise ValueError(f"{key}: found {row.get(key, '')!r}, expected a number") from None
    if not math.isfinite(value):
        raise ValueError(f"{key}: found {row[key]!r}, expected a finite number")
    return value


def read_picks(path: Path, sensors: Sensors, progress: Callable[[int], None] | None = None) -> Picks:
    return picks_from(rows_of(path), path.name, sensors, progress)


def picks_from(
    rows: Iterable[tuple[int, Mapping[str, str]]],
    name: str,
    sensors: Sensors,
    progress: Callable[[int], None] | None = None,
) -> Picks:
    """Rows with a time and a known sensor. Duplicates (same sensor within 0.1 ms) are left out and noted.

    raises  TableProblems: unknown sensor, unreadable time, times with and without a zone in one file, no bearing that
            a compass has. A bearing or amplitude of NaN or nothing is "not stated", and counted where it was written.
    """
    number = {label: (k, -1) for k, label in enumerate(sensors.names)}
    number |= {m.name: (m.sensor, n) for n, m in enumerate(sensors.microphones)}
    t, bearing, amp, bearing_sigma = array("d"), array("d"), array("d"), array("d")
    wave = [array("d") for _ in WAVE_COLUMNS]
    sensor, row_no, microphone = array("q"), array("q"), array("q")
    problems: list[str] = []
    unknown: dict[str, list[int]] = {}
    blank = {"bearing": 0, "amp": 0}
    kinds: dict[str, int] = {}
    count = 0
    for line, row in rows:
        if count == 0 and ("t" not in row or "sensor" not in row):
            raise TableProblems(
                name, [f"{name}, line 1: found columns {', '.join(row)}; expected at least t,sensor"]
            )
        at = count
        count += 1
        if progress is not None and count % 50_000 == 0:
            progress(count)
        which = number.get(row["sensor"])
        if which is None:
            which = number.get(row["sensor"].removesuffix(".0"))
        if which is None:
            unknown.setdefault(row["sensor"], []).append(line)
            continue
        try:
            when, kind = _time(row["t"])
            towards = _stated(row, ("bearing", "bearing_deg"), blank, "bearing")
            if not math.isnan(towards) and not -360.0 <= towards <= 360.0:
                raise ValueError(
                    f"bearing: found {towards:g}, expected degrees from north, 0 to 360, or nothing"
                )
        except ValueError as error:
            problems.append(f"{name}, line {line}: {error}")
            continue
        kinds.setdefault(kind, line)
        t.append(when)
        sensor.append(which[0])
        microphone.append(which[1])
        bearing.append(towards)
        bearing_sigma.append(_maybe(row.get("bearing_sigma") or row.get("bearing_sigma_deg") or ""))
        amp.append(_stated(row, ("amp", "amp_db"), blank, "amp"))
        for column, key in zip(wave, WAVE_COLUMNS, strict=True):
            column.append(_maybe(row.get(key) or ""))
        row_no.append(at)
    for label, refused in sorted(unknown.items()):
        problems.append(
            f"{name}: {len(refused)} rows of sensor {label!r} (first in line {refused[0]}), which the sensors file does not have"
        )
    if len(kinds) > 1:
        found = "; ".join(f"{kind} (first in line {line})" for kind, line in kinds.items())
        problems.append(f"{name}: times in mixed zones: {found}; expected one kind throughout")
    _fail(name, problems)
    times = np.array(t)
    is_iso = bool(kinds) and "seconds" not in kinds
    epoch = float(np.floor(times.min())) if is_iso and len(times) else 0.0
    notes = ["times state no zone: taken as UTC"] if "without a zone" in kinds else []
    for what, found_none in blank.items():
        if found_none:
            notes.append(
                f"{found_none} rows state a{'n' * (what == 'amp')} {what} that is no number: taken as not stated"
            )
    keep, doubled = _without_twins(times, np.array(sensor) * 10_000 + np.array(microphone))
    if doubled:
        notes.append(f"{doubled} duplicate picks (same sensor, within 0.1 ms) left out")
    waves, sigmas = np.column_stack([np.array(column) for column in wave]), np.array(bearing_sigma)
    return Picks(
        times[keep] - epoch, np.array(sensor, dtype=np.int64)[keep], np.array(bearing)[keep], np.array(amp)[keep],
        np.array(row_no, dtype=np.int64)[keep], count, epoch, is_iso, tuple(notes),
        sigmas[keep] if np.isfinite(sigmas).any() else None, waves[keep] if np.isfinite(waves).any() else None,
        np.array(microphone, dtype=np.int64)[keep] if sensors.microphones else None,
    )  # fmt: skip


def _time(text: str) -> tuple[float, str]:
    """(seconds, kind): a plain number, or an ISO moment as seconds since 1970 UTC."""
    try:
        value = float(text)
    except ValueError:
        pass
    else:
        if not math.isfinite(value):
            raise ValueError(f"t: found {text!r}, expected a finite number of seconds")
        return value, "seconds"
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"t: found {text!r}, expected seconds or a time like 2020-07-14T05:12:09.125Z"
        ) from None
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC).timestamp(), "without a zone"
    return moment.timestamp(), "with a zone"


def _stated(row: Mapping[str, str], keys: tuple[str, str], blank: dict[str, int], what: str) -> float:
    """The number of the first of two columns that has a cell, NaN where that is none; which is counted in `blank`."""
    text = row.get(keys[0]) or row.get(keys[1]) or ""
    value = _maybe(text)
    if text and math.isnan(value):
        blank[what] += 1
    return value


def _maybe(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan


def _without_twins(t: Floats, sensor: Floats) -> tuple[Floats, int]:
    order = np.lexsort((t, sensor))
    twin = np.zeros(len(t), bool)
    if len(t) > 1:
        same = (np.diff(sensor[order]) == 0) & (np.diff(t[order]) < 1e-4)
        twin[order[1:][same]] = True
    return np.nonzero(~twin)[0], int(twin.sum())


WEATHER_KEYS = {
    "temperature_c": (-60.0, 60.0),
    "temperature_sigma_c": (0.0, 60.0),
    "wind_ms": (0.0, 60.0),
    "wind_sigma_ms": (0.0, 60.0),
    "wind_from_deg": (-360.0, 360.0),
}


def read_weather(path: Path | None) -> Weather:
    """raises  TableProblems: unknown key, not a number, out of range. None: a wide guess"""
    if path is None:
        return Weather()
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TableProblems(path.name, [f"{path.name}: not readable as TOML ({error})"]) from error
    return weather_from(found, path.name)


def weather_from(found: Mapping[str, object], name: str) -> Weather:
    problems: list[str] = []
    values: dict[str, float] = {}
    for key, value in found.items():
        if key not in WEATHER_KEYS:
            problems.append(f"{name}, {key}: unknown, expected {', '.join(WEATHER_KEYS)}")
        elif isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            problems.append(f"{name}, {key}: found {value!r}, expected a number")
        elif not WEATHER_KEYS[key][0] <= value <= WEATHER_KEYS[key][1]:
            low, high = WEATHER_KEYS[key]
            problems.append(f"{name}, {key}: found {value:g}, expected {low:g} to {high:g}")
        else:
            values[key] = float(value)
    _fail(name, problems)
    wide = Weather()
    return Weather(
        values.get("temperature_c", wide.temperature_c),
        values.get("temperature_sigma_c", 2.0 if "temperature_c" in values else wide.temperature_sigma_c),
        values.get("wind_ms", 0.0),
        values.get("wind_sigma_ms", 1.5 if "wind_ms" in values else wide.wind_sigma_ms),
        values.get("wind_from_deg", 0.0),
        True,
    )
