"""What `holdfire range` takes and gives, as files: every fault of every file at once; all tables of one run.

read_inputs  sensors, picks or recordings, weather, territory -> Inputs
write_all    the tables of format 6.2, each side's own answer, ranges, regions, a map and a page for a liaison officer
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from holdfire.model.errors import HoldfireError, Misuse, NotCovered, Problems
from holdfire.model.lines import Area, read_areas

from .answer import Answer, Row, answer, as_csv, moment, sides_of, write_answer
from .arrays import join_microphones
from .check import require_geometry
from .clocks import synchronised, usable
from .numbers import Floats
from .picture import map_svg
from .recordings import CrackRange, picks_of
from .records import Picks, Sensors, Weather
from .side_tables import (
    AGREEMENT_FIELDS,
    RANGE_FIELDS,
    agreement_rows,
    alone_fields,
    alone_rows,
    range_rows,
    sounds_geojson,
)
from .solve import Located
from .tables import TableProblems, read_picks, read_sensors, read_weather
from .two_sides import agreements, each_side_alone
from .waveform import is_recording, read_recordings
from .words import alternative_words, side_reason, summary, unresolved_words

PICK_FIELDS = (
    "t", "sensor", "bearing", "bearing_sigma", "amp", "low_share", "rise_s", "snr_db", "centre_hz", "recording",
)  # fmt: skip


@dataclass(frozen=True)
class Inputs:
    """stands: row of a microphone's pick -> row of the array's pick that it is part of; recorded: rows of picks.csv."""

    sensors: Sensors
    picks: Picks
    weather: Weather
    territory: list[Area]
    ranges: tuple[CrackRange, ...]
    stands: dict[int, int]
    recorded: list[Row]


@dataclass(frozen=True)
class Ranged:
    """Rows of every table, and the texts."""

    answer: Answer
    alone: list[Row]
    agreement: list[Row]
    ranges: list[Row]
    geojson: str
    map: str
    words: str
    alone_fields: tuple[str, ...]
    alternatives: list[Row]
    unresolved: list[Row]


def read_inputs(
    sensors: Path, picks: Path | None, recordings: Sequence[Path], weather: Path | None, lines: Path | None,
    progress: Callable[[int], None] | None = None,
) -> Inputs:  # fmt: skip
    """raises  Misuse: neither picks nor recordings, or both
    TableProblems: every fault of every file, together
    NotCovered: sensors that can locate nothing, with the file's name
    """
    if (picks is None) == (not recordings):
        raise Misuse("expected either --picks PICKS.csv or --recordings FILE [--recordings FILE ...]")
    problems: list[str] = []
    air, placed = Weather(), None
    territory: list[Area] = []
    try:
        air = read_weather(weather)
    except Problems as error:
        problems += error.problems
    try:
        territory = read_areas(lines) if lines is not None else []
    except HoldfireError as error:
        problems += error.problems if isinstance(error, Problems) else [str(error)]
    try:
        placed = read_sensors(sensors)
    except Problems as error:
        problems += error.problems
    heard: Picks | None = None
    ranges: list[CrackRange] = []
    recorded: list[Row] = []
    if placed is not None:
        try:
            if picks is not None:
                heard = read_picks(picks, placed, progress)
            else:
                heard, ranges, recorded = _recorded(recordings, placed, air)
        except Problems as error:
            problems += error.problems
    elif picks is not None:
        problems.append(f"{picks.name}: not checked, for the sensors file could not be read")
    if problems:
        raise TableProblems("what holdfire range was given", problems)
    assert placed is not None
    assert heard is not None
    try:
        require_geometry(usable(placed))
    except NotCovered as error:
        raise NotCovered(f"{sensors.name}: {error}") from error
    joined, stands = join_microphones(placed, heard, air)
    return Inputs(placed, synchronised(placed, joined), air, territory, tuple(ranges), stands, recorded)


def _recorded(
    paths: Sequence[Path], sensors: Sensors, weather: Weather
) -> tuple[Picks, list[CrackRange], list[Row]]:
    """Picks of all recordings together, in order of time; a row of `rows` is a row of the picks."""
    problems: list[str] = []
    notes: list[tuple[str, str]] = []
    found: list[tuple[str, Picks]] = []
    ranges: list[CrackRange] = []
    for path in paths:
        try:
            data = path.read_bytes()
            if not is_recording(data[:64], path.name):
                problems.append(f"{path.name}: no recording; expected WAV, FLAC, Ogg, miniSEED or SAC")
                continue
            picked = picks_of(read_recordings(data, path.name), sensors, path.name, notes, weather)
        except OSError as error:
            problems.append(f"{path.name}: {error.strerror or error}")
        except HoldfireError as error:
            problems.append(str(error))
        else:
            if picked is not None:
                found.append((path.name, picked.picks))
                ranges += picked.ranges
    if problems:
        raise TableProblems("recordings", problems)
    said = tuple(f"{name}: {note}" for name, note in notes)
    if not found:
        none = np.zeros(0)
        empty = np.zeros(0, np.int64)
        return (
            Picks(none, empty, none, none, empty, 0, 0.0, True, (*said, "no arrival in any recording")),
            ranges,
            [],
        )
    epoch = min(p.epoch for _, p in found)
    t = np.concatenate([p.t + (p.epoch - epoch) for _, p in found])
    order = np.argsort(t, kind="stable")

    def joined(key: str) -> Floats:
        return np.asarray(np.concatenate([getattr(p, key) for _, p in found])[order])

    of = np.repeat(np.arange(len(found)), [len(p) for _, p in found])[order]
    picks = Picks(
        t[order], joined("sensor").astype(np.int64), joined("bearing"), joined("amp"), np.arange(len(t)), len(t), epoch, True,
        said, joined("bearing_sigma"), joined("wave"),
    )  # fmt: skip
    rows = [_pick_row(picks, sensors, k, found[int(of[k])][0]) for k in range(len(picks))]
    return picks, ranges, rows


def _pick_row(picks: Picks, sensors: Sensors, k: int, recording: str) -> Row:
    assert picks.wave is not None
    assert picks.bearing_sigma is not None

    def known(value: float, digits: int) -> float | None:
        return round(float(value), digits) if np.isfinite(value) else None

    low, rise, snr, centre = picks.wave[k]
    return {
        "t": moment(picks, float(picks.t[k])), "sensor": sensors.names[picks.sensor[k]], "bearing": known(picks.bearing[k], 3),
        "bearing_sigma": known(picks.bearing_sigma[k], 3), "amp": known(picks.amp[k], 2), "low_share": known(low, 4),
        "rise_s": known(rise, 6), "snr_db": known(snr, 1), "centre_hz": known(centre, 1), "recording": recording,
    }  # fmt: skip


def ranged(given: Inputs, found: Located) -> Ranged:
    """All tables and texts of a located record."""
    sensors, picks = given.sensors, given.picks
    first = answer(found, sensors, picks, given.territory)
    sides = sides_of(found, sensors, given.territory)
    fields = first.event_fields
    if sides is not None:
        for e, row in enumerate(first.events):
            row["side_reason"] = side_reason(sides, e)
        fields = (*(f for f in fields if f != "side_reason"), "side_reason")
    for member, leader in given.stands.items():
        first.assignments[member] |= {key: first.assignments[leader][key] for key in ("event", "p")}
    alone = each_side_alone(found, sensors, picks, given.weather)
    pairs = agreements(alone)
    kinds = Counter(str(row["kind"]) for row in first.events)
    return Ranged(
        replace(first, event_fields=fields), alone_rows(alone, sensors, picks), agreement_rows(pairs),
        range_rows(given.ranges, sensors, picks), sounds_geojson(found, sensors, picks, first.events, alone),
        map_svg(found, sensors, territory=given.territory, alone=alone),
        summary(
            sensors, found.health, sides, alone, pairs, found.p_real,
            (*first.notes, *unresolved_words(len(first.unresolved)), *alternative_words(first.alternatives)), kinds,
        ),
        alone_fields(sensors), first.alternatives, first.unresolved,
    )  # fmt: skip


def write_all(done: Ranged, given: Inputs, directory: Path) -> None:
    """Write every file of a run; picks.csv only where they were picked here; ranges.csv, alternatives.csv and unresolved.csv
    only where there are some.
    """
    write_answer(done.answer, directory)
    texts = {
        "sides_alone.csv": as_csv(done.alone, done.alone_fields),
        "agreement.csv": as_csv(done.agreement, AGREEMENT_FIELDS),
        "sounds.geojson": done.geojson,
        "map.svg": done.map,
        "for_liaison.txt": done.words,
    }
    if given.recorded:
        texts["picks.csv"] = as_csv(given.recorded, PICK_FIELDS)
    for name, rows in (("alternatives", done.alternatives), ("unresolved", done.unresolved)):
        if rows:
            texts[f"{name}.csv"] = as_csv(rows, list(rows[0]))
    if done.ranges:
        texts["ranges.csv"] = as_csv(done.ranges, RANGE_FIELDS)
    for name, text in texts.items():
        (directory / name).write_text(text, encoding="utf-8")
