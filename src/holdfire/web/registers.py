"""Read-only access to the register, whole and as others may see it, and to the registers "as known on" some moment.

The register file is opened read-only and re-opened when an investigation has replaced it; requests get cursors of one
connection, so twenty readers share one page cache. Nothing here writes.
"""

import os
import secrets
import shutil
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfire.model.case import Case, open_case
from holdfire.model.errors import NotCovered
from holdfire.model.register import open_register, seal_off
from holdfire.model.spans import naive_utc

from .access import View

if TYPE_CHECKING:
    import duckdb


class Registers:
    """The registers of one case, whole and as published. Thread-safe."""

    def __init__(self, case_root: Path) -> None:
        self.root = case_root
        self.case: Case = open_case(case_root)
        self._lock = threading.Lock()
        self._open: dict[tuple[Path, View], tuple[str, ExitStack, duckdb.DuckDBPyConnection]] = {}
        self._kept: dict[tuple[str, View], dict[str, Any]] = {}

    def stamp(self, known_by: datetime | None = None) -> str:
        """Changes whenever the register's file does: part of every page's ETag and cache key."""
        path = self.path(known_by)
        state = path.stat() if path.exists() else None
        return f"{path.name}-{state.st_mtime_ns}-{state.st_size}" if state else f"{path.name}-none"

    def path(self, known_by: datetime | None) -> Path:
        if known_by is None:
            return self.case.register_path
        label = naive_utc(known_by).strftime("%Y-%m-%dT%H%MZ")
        return self.root / f"register-as-known-{label}.duckdb"

    def cursor(self, known_by: datetime | None = None, *, view: View) -> "duckdb.DuckDBPyConnection":
        """A cursor of its own for one request.

        view    published and joint are copies that report.publication makes
        raises  NotCovered where that register has not been built
        """
        path, stamp = self.path(known_by), self.stamp(known_by)
        with self._lock:
            held = self._open.get((path, view))
            if held is None or held[0] != stamp:
                if not path.exists():
                    raise NotCovered(
                        f"{path.name} has not been built yet: run `holdfire investigate {self.root}`"
                    )
                if held is not None:
                    held[1].close()
                if known_by is None:
                    self.case = open_case(self.root)
                held = (stamp, *self._opened(path, view))
                self._open[path, view] = held
                self._kept = {
                    key: value for key, value in self._kept.items() if key[1] != view or key[0] == stamp
                }
            return held[2].cursor()

    def _opened(self, path: Path, view: View) -> "tuple[ExitStack, duckdb.DuckDBPyConnection]":
        from holdfire.report.publication import public_register

        from .words import prepare

        stack = ExitStack()
        if view != "whole":
            with _own_name(path) as name, closing(open_register(name, read_only=True)) as whole:
                until = _undelayed(whole, self.case) if view == "joint" else None
                db = stack.enter_context(public_register(whole, self.case, published_at=until)).db
            prepare(db)
        else:
            with _own_name(path) as name:
                db = open_register(name, read_only=True)
            stack.callback(db.close)
        db.execute(
            "set threads = 1"
        )  # each request runs in a thread of its own; one query must not hold both cores
        seal_off(db)
        return stack, db

    def kept(self, known_by: datetime | None, *, view: View) -> dict[str, Any]:
        """Answers that hold as long as this state of the register is served."""
        with self._lock:
            return self._kept.setdefault((self.stamp(known_by), view), {})

    def warm(self) -> None:
        """Make the published copy now rather than when the first reader comes; nothing where no register is built."""
        if self.case.register_path.exists():
            self.cursor(view="published").close()

    def close(self) -> None:
        with self._lock:
            for _stamp, stack, _db in self._open.values():
                stack.close()
            self._open.clear()


def _undelayed(whole: "duckdb.DuckDBPyConnection", case: Case) -> datetime | None:
    """A moment of publication so late that the mandate's delay keeps nothing back; None for an empty register."""
    newest = whole.execute("select max(greatest(known_at, occurred_latest)) from incident").fetchone()
    newest_statement = whole.execute(
        "select max(greatest(known_at, occurred_latest, published_at)) from statement"
    ).fetchone()
    found = [row[0] for row in (newest, newest_statement) if row and row[0]]
    return max(found) + timedelta(hours=case.mandate.publication.delay_hours, days=2) if found else None


@contextmanager
def _own_name(path: Path) -> Iterator[Path]:
    """A name of its own for the register as it is now, gone when the block ends.

    DuckDB shares one instance, with its settings, among all that open one path in a process; the sealed-off reader and
    the maker of the published copy must not share, nor may a register be taken for the one that replaced it.
    """
    name = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        try:
            os.link(path, name)
        except OSError:  # a file system without hard links
            shutil.copyfile(path, name)
        yield name
    finally:
        name.unlink(missing_ok=True)
