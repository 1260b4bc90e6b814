"""Sealed recordings to picks: which exhibits are recordings, at which sensor, from when.

A recording names its sensor by station code (miniSEED, SAC) or by its file name: `<sensor>_<time with zone>.wav`. One
without a known sensor or without a time gives a note, not a guess.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from holdfire.model.case import Case
from holdfire.model.errors import HoldfireError
from holdfire.model.register import fetch_dicts

from .records import Picks, Sensors

if TYPE_CHECKING:
    import duckdb

    from .waveform import Recording

SUFFIXES = (".wav", ".mseed", ".miniseed", ".msd", ".sac", ".flac", ".ogg")


def recorded_picks(
    db: "duckdb.DuckDBPyConnection", case: Case, sensors: Sensors, notes: list[tuple[str, str]]
) -> Iterator[tuple[str, datetime, Picks]]:
    """(exhibit id, known at, picks) of each recording, by exhibit id."""
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
            picks = picks_of(read_recordings(data, name), sensors, exhibit_id, notes)
        except HoldfireError as error:
            notes.append((exhibit_id, str(error)))
            continue
        if picks is not None:
            yield exhibit_id, row["acquired_at"], picks


def picks_of(
    recordings: "Sequence[Recording]", sensors: Sensors, exhibit_id: str, notes: list[tuple[str, str]]
) -> Picks | None:
    """Onsets of all channels as one set of picks, or None with notes that say why."""
    from .onset import find_onsets

    t: list[float] = []
    sensor: list[int] = []
    amp: list[float] = []
    for recording in recordings:
        if recording.station not in sensors.names:
            notes.append((exhibit_id, f"recording of {recording.station!r}: no such sensor in sensors.csv"))
            continue
        if recording.start is None:
            notes.append(
                (exhibit_id, "the recording states no start: expected a name like S03_20310504T061500Z.wav")
            )
            continue
        for onset in find_onsets(recording.samples, recording.rate_hz):
            t.append(recording.start + onset.t_s)
            sensor.append(sensors.names.index(recording.station))
            amp.append(onset.amplitude_db)
    if not t:
        return None
    order = np.argsort(t, kind="stable")
    epoch = float(np.floor(min(t)))
    times = np.array(t)[order] - epoch
    return Picks(
        times,
        np.array(sensor)[order],
        np.full(len(t), np.nan),
        np.array(amp)[order],
        np.arange(len(t)),
        len(t),
        epoch,
        True,
    )
