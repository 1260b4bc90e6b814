"""Sealed recordings to picks: which exhibits are recordings, at which sensor, from when.

A recording names its sensor by station code (miniSEED, SAC) or by its file name: `<sensor>_<ISO time>.wav`. A WAV
without a time in its name has no clock and gives a note, not a guess.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from holdfire.model.case import Case

from .records import Picks, Sensors

if TYPE_CHECKING:
    import duckdb


def recorded_picks(
    db: "duckdb.DuckDBPyConnection", case: Case, sensors: Sensors, notes: list[tuple[str, str]]
) -> Iterator[tuple[str, datetime, Picks]]:
    """(exhibit id, known at, picks) of each recording, by exhibit id."""
    yield from ()
