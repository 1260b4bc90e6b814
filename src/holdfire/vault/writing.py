"""How does a writer hold the vault, and what does a crash of one leave? Lock, transaction, durable point, clearing up.

A writer holds an exclusive lock from its first staged entry to the end of `flush` or `commit`. What it staged is durable
after `flush`, or forgotten; what a stopped one left is cleared by the next. `Vault` says what is written.
"""

import contextlib
import fcntl
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from holdfire.model.errors import HoldfireError, Misuse, Unreadable

from .disk import Disk, place_all
from .held import Held
from .keys import Ratchet

LOCK_WAIT_S = 60.0


class Writer(Held):
    """A vault with the means of writing to it; safe for several threads."""

    def __init__(self, path: Path, disk: Disk | None = None) -> None:
        super().__init__(path, disk)
        self._lock: int | None = None
        self._next = 0
        self._latest: datetime | None = None
        self._entropy: Callable[[int], bytes] = os.urandom
        self._has_asked = False
        self._is_writing = False
        self._is_closed = False

    def _writing(self) -> "_Writing":
        return _Writing(self)

    @contextlib.contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the vault for a change of several steps; what a failure left staged is forgotten."""
        with self._guard:
            self._begin()
            try:
                yield
            except BaseException:
                self.abandon()
                raise

    def _begin(self) -> None:
        if self._lock is not None:
            return
        self._lock = _locked(self.path / "private" / "lock")
        try:
            self.state.begin()
            last = self.state.last_pending()
            checkpoint = self.checkpoint()
            self._next = max(checkpoint.size if checkpoint else 0, last + 1 if last is not None else 0)
            seed = self.state.meta("ratchet")
            self._entropy = Ratchet(seed) if seed is not None else os.urandom
            latest = self.state.meta("latest")
            self._latest = datetime.fromisoformat(latest.decode()) if latest else None
            self._clear_after_a_stopped_writer()
            self._put_policy_in_force()
            if self.state.meta("erasing") is not None:
                self._finish_erasure()
        except BaseException as error:
            self.abandon()
            if isinstance(error, OSError | sqlite3.Error):
                raise refused(self.path, error) from error
            raise

    def _clear_after_a_stopped_writer(self) -> None:
        """What a writer that was stopped left behind was never acknowledged: staged files, and blobs without an entry."""
        open_mark = self.path / "private" / "writing"
        for left in (self.path / "tmp").iterdir():
            self.disk.remove(left)
        if open_mark.exists():
            self.blobs.sweep(self.state.is_stored)
        else:
            self.disk.create(open_mark, ())
        self._is_writing = True

    def _finish_erasure(self) -> None:
        """Complete an erasure that a crash interrupted; the lock is held, the transaction is begun anew after it."""
        from .withdrawal import finish_erasure

        self.state.rollback()
        finish_erasure(self)
        self.state.begin()

    def flush(self) -> None:
        """The durable point: when this returns, everything staged survives a power failure. Publishes nothing."""
        with self._guard:
            if self._lock is None:
                return
            try:
                self._make_durable()
            except (OSError, sqlite3.Error) as error:
                raise refused(self.path, error) from error
            finally:
                self.abandon()

    def _make_durable(self) -> None:
        self.blobs.place(self.path)
        if isinstance(self._entropy, Ratchet):
            self.state.set_meta("ratchet", self._entropy.state)
        if self._latest is not None:
            self.state.set_meta("latest", self._latest.isoformat().encode())
        self.state.commit()

    def remember(self, key: str, value: bytes) -> None:
        with self._guard:
            self._begin()
            try:
                self.state.set_meta(key, value)
                self.state.commit()
            finally:
                self.abandon()

    def halt(self, why: str) -> None:
        """Sign nothing more until a person has looked: kept with the message that says why."""
        self.remember("halted", why.encode())

    def abandon(self) -> None:
        """Forget what is staged and not yet durable; give the lock back."""
        try:
            self.state.rollback()
            self.blobs.drop_staged()
            if self._is_writing:
                self.disk.remove(self.path / "private" / "writing")
                self._is_writing = False
        finally:
            if self._lock is not None:
                os.close(self._lock)
                self._lock = None

    def close(self) -> None:
        with self._guard:
            if not self._is_closed:
                self.abandon()
                self.state.close()
                self._is_closed = True

    def _put_policy_in_force(self) -> None:
        """The policy that the log names last, in its file: also after a crash between the two."""
        wanted = self.state.meta("policy in force")
        if wanted is not None and self.policy_bytes != wanted:
            self.disk.create(self.path / "tmp" / "policy", (wanted,))
            place_all(
                self.disk, self.path, [(self.path / "tmp" / "policy", self.path / "log" / "policy.txt")]
            )


class _Writing:
    """Holds the lock for a change; a failure in the middle of one forgets all that is staged."""

    def __init__(self, vault: Writer) -> None:
        self.vault = vault

    def __enter__(self) -> None:
        self.vault._begin()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if kind is not None and not issubclass(kind, HoldfireError):
            self.vault.abandon()  # what is staged may be half there: the caller hears that none of it was acknowledged
        if isinstance(error, OSError | sqlite3.Error):
            raise refused(self.vault.path, error) from error


def refused(path: Path, error: OSError | sqlite3.Error) -> Unreadable:
    return Unreadable(
        f"{path}: the disk refused ({error}); nothing of this was acknowledged, what was before is safe"
    )


def _locked(path: Path) -> int:
    """An exclusive lock, waited for. Raises Misuse when another writer keeps it for a minute."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    until = time.monotonic() + LOCK_WAIT_S
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                os.close(descriptor)
                raise Misuse(
                    f"{path.parent.parent}: another writer has held the vault for {LOCK_WAIT_S:.0f} s"
                ) from None
            time.sleep(0.002)
        except BaseException:
            os.close(descriptor)
            raise
        else:
            return descriptor
