"""What a stage of the investigation is: named tables and case files in, named tables out.

Every room that works on evidence has a `stage.py` with one `STAGE` of this type. `investigate` runs them in order and
skips one whose inputs (tables, files, settings, code version) have the digest they had when it last ran.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from .case import Case

if TYPE_CHECKING:
    import duckdb


def _quiet(done: int, total: int, what: str) -> None:
    """Nobody is watching."""


@dataclass(frozen=True)
class Run:
    """What one run is asked for.

    known_by  only what the mission had acquired by then (UTC) counts: "as known on"; None: everything
    progress  progress(done, total, what) for a person who waits
    """

    known_by: datetime | None = None
    progress: Callable[[int, int, str], None] = field(default=_quiet, compare=False)


@dataclass(frozen=True)
class Stage:
    """One stage.

    version  raise it when the same inputs would give other rows
    reads    tables of earlier stages
    files    glob patterns in the case folder that it depends on
    writes   its own tables, which it empties before it fills them
    run      (db, case, run) -> None; a pure function of the tables and files named here
    """

    name: str
    version: int
    reads: tuple[str, ...]
    files: tuple[str, ...]
    writes: tuple[str, ...]
    run: "Callable[[duckdb.DuckDBPyConnection, Case, Run], None]"
