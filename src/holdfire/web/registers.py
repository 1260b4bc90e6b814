"""Read-only access to the register, whole and as others may see it, and to the registers "as known on" some moment.

The register file is opened read-only and re-opened when an investigation has replaced it; requests get cursors of one
connection, so twenty readers share one page cache. Nothing here writes.
"""

import logging
import os
import secrets
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import Future
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

GRACE_S = 0.5
"""How long the first reader after an investigation waits for its results; a small register is ready by then."""


class State:
    """One state of a register, open: what its file was, a connection, the case it was read with, answers that hold."""

    def __init__(
        self, stamp: str, case: Case, stack: ExitStack, db: "duckdb.DuckDBPyConnection", view: View
    ) -> None:
        self.stamp, self.case, self.view, self._stack, self._db = stamp, case, view, stack, db
        self.kept: dict[str, Any] = {}
        self._lock = threading.Lock()

    def cursor(self) -> "duckdb.DuckDBPyConnection":
        """Of its own for one request; it may be read to its end also after this state has been replaced."""
        with self._lock:
            return self._db.cursor()

    def close(self) -> None:
        self._stack.close()


class Registers:
    """The registers of one case, in each view. Thread-safe.

    When an investigation has replaced a register's file, its new state is made beside the old one, by a thread, and
    takes its place in one step: readers are answered from the old one until then.
    """

    def __init__(self, case_root: Path) -> None:
        self.root = case_root
        self.case: Case = open_case(case_root)
        self._lock = threading.Lock()
        self._open: dict[tuple[Path, View], State] = {}
        self._making: dict[tuple[Path, View], Future[State]] = {}

    def _stamp(self, path: Path) -> str:
        state = path.stat() if path.exists() else None
        return f"{path.name}-{state.st_mtime_ns}-{state.st_size}" if state else f"{path.name}-none"

    def path(self, known_by: datetime | None) -> Path:
        if known_by is None:
            return self.case.register_path
        label = naive_utc(known_by).strftime("%Y-%m-%dT%H%MZ")
        return self.root / f"register-as-known-{label}.duckdb"

    def state(self, known_by: datetime | None = None, *, view: View) -> State:
        """The newest state that is ready; where there is none yet, waits for the first.

        raises  NotCovered where that register has not been built
        """
        path = self.path(known_by)
        key, stamp = (path, view), self._stamp(path)
        with self._lock:
            held = self._open.get(key)
            if held is not None and held.stamp == stamp:
                return held
            if not path.exists():
                raise NotCovered(
                    f"{path.name} has not been built yet: run `holdfire investigate {self.root}`"
                )
            making = self._making.get(key)
            is_first = making is None
            if making is None:
                making = self._making[key] = Future()
                thread = threading.Thread(
                    target=self._make, args=(key, known_by is None, making), daemon=True
                )
                thread.start()
        if held is None:
            return making.result()
        try:
            return making.result(timeout=GRACE_S if is_first else 0)
        except TimeoutError:
            return held

    def cursor(self, known_by: datetime | None = None, *, view: View) -> "duckdb.DuckDBPyConnection":
        """A cursor of its own for one request: `state` says which."""
        return self.state(known_by, view=view).cursor()

    def _make(self, key: tuple[Path, View], is_newest: bool, making: "Future[State]") -> None:
        """Open a state and put it in the place of the old one, which lives as long as somebody still reads it."""
        path, view = key
        try:
            case, stamp = open_case(self.root), self._stamp(path)
            made = State(stamp, case, *self._opened(path, view, case), view)
        except BaseException as error:  # noqa: BLE001  whoever waits gets it
            with self._lock:
                del self._making[key]
            making.set_exception(error)
            return
        with self._lock:
            self._open[key] = made
            del self._making[key]
            if is_newest:
                self.case = case
        making.set_result(made)
        if view == "whole":
            _prepare(made)

    def _opened(self, path: Path, view: View, case: Case) -> "tuple[ExitStack, duckdb.DuckDBPyConnection]":
        from holdfire.report.publication import public_register
        from holdfire.report.unnamed import unnamed_register

        from .words import attach, prepare

        stack = ExitStack()
        with _own_name(path) as name:
            if view == "whole":
                db = open_register(name, read_only=True)
                stack.callback(db.close)
            else:
                with closing(open_register(name, read_only=True)) as whole:
                    if view == "mission":
                        db = stack.enter_context(unnamed_register(whole, case))
                    else:
                        until = _undelayed(whole, case) if view == "joint" else None
                        db = stack.enter_context(public_register(whole, case, published_at=until)).db
        attach(db)
        if view != "whole":
            prepare(db)
        # each request runs in a thread of its own; one query must not hold both cores
        db.execute("set threads = 1")
        seal_off(db)
        return stack, db

    def warm(self) -> None:
        """Make the published copy now rather than when the first reader comes; nothing where no register is built."""
        if self.case.register_path.exists():
            self.state(view="published")

    def settle(self) -> None:
        """Wait until nothing is being made."""
        for making in list(self._making.values()):
            making.exception()

    def close(self) -> None:
        self.settle()
        with self._lock:
            for state in self._open.values():
                state.close()
            self._open.clear()


def _prepare(state: State) -> None:
    """The word index of the mission's own register, beside its readers; until it is there, searches read every line."""
    from .words import prepare

    try:
        with closing(state.cursor()) as db:
            prepare(db)
    except Exception as error:  # noqa: BLE001  a register that was closed meanwhile, or one too odd for the index
        logging.getLogger(__name__).info("no word index: %s", error)


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
