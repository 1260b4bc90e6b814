"""How does a writer hold the vault, and what does a crash of one leave? Lock, transaction, durable point, clearing up.

A writer holds an exclusive lock from its first staged entry to the end of `flush` or `commit`. What it staged is durable
after `flush`, or forgotten; what a stopped one left is cleared by the next. `Vault` says what is written.
"""

import contextlib
import fcntl
import hashlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from holdfire.model.errors import BadProof, HoldfireError, Misuse, Unreadable

from .disk import Disk, place_all
from .held import Held
from .keys import Ratchet
from .policy import Signed, merged

LOCK_WAIT_S = 60.0

LOST = "part of what was staged was forgotten after an error; nothing since the last flush was acknowledged, do it again"


class Writer(Held):
    """A vault with the means of writing to it; safe for several threads."""

    def __init__(self, path: Path, disk: Disk | None = None) -> None:
        super().__init__(path, disk)
        self._lock: int | None = None
        self._lock_path = str(path / "private" / "lock")
        self._idle = b"-" + _boot_id()
        self._first = self._next = 0
        self._latest: datetime | None = None
        self._kept_latest: datetime | None = None
        self._entropy: Callable[[int], bytes] = os.urandom
        self._seen: object = None  # as of when `_next`, `_latest` and `_entropy` hold; None: look again
        self._has_asked = False
        self.is_resuming = False
        self._is_writing = False
        self._is_placing = False
        self._is_durable = False
        self._is_lost = False
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
        """Take the lock and begin a transaction; look at what is there, unless nothing has changed since this writer's last."""
        if self._lock is not None:
            return
        self._lock = _locked(self._lock_path)
        try:
            self.state.begin()
            if os.pread(self._lock, 64, 0) != self._idle:
                self._clear_after_a_stopped_writer()
            seen = self.state.version(), self._checkpoint_stat()
            if seen != self._seen:
                self._look()
                self._seen = seen
            self._first = self._next
        except BaseException as error:
            self.abandon()
            if isinstance(error, OSError | sqlite3.Error):
                raise refused(self.path, error) from error
            raise

    def _checkpoint_stat(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self.log.checkpoint_name)
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns

    def _look(self) -> None:
        last = self.state.last_pending()
        checkpoint = self.checkpoint()
        self._next = max(checkpoint.size if checkpoint else 0, last + 1 if last is not None else 0)
        if checkpoint is not None and not self.is_resuming and self._is_behind():
            raise BadProof(
                f"{self.path}: its private state knows {last + 1 if last is not None else 0} entries, its signed checkpoint has "
                f"{checkpoint.size}: an old copy of private/ was put back. Put back the right one, or let a person decide: "
                f"holdfire log CASE resume\n{checkpoint.text.decode()}"
            )
        seed = self.state.meta("ratchet")
        self._entropy = Ratchet(seed) if seed is not None else os.urandom
        latest = self.state.meta("latest")
        self._latest = self._kept_latest = datetime.fromisoformat(latest.decode()) if latest else None
        self._put_policy_in_force()
        if self.state.meta("erasing") is not None:
            self._finish_erasure()

    def _mark_open(self) -> None:
        """Say in the lock that files are being written: who finds that said, and nobody writing, clears up."""
        if not self._is_writing and self._lock is not None:
            os.pwrite(self._lock, b"w", 0)
            self._is_writing = True

    def _clear_after_a_stopped_writer(self) -> None:
        """What a writer that was stopped left behind was never acknowledged: staged files, and blobs without an entry.

        Once after each start of the machine as well: what was said in the lock may not have survived a power failure.
        """
        for left in [*(self.path / "tmp").iterdir(), self.path / "private" / "writing"]:
            self.disk.remove(left)  # private/writing is where earlier versions said it
        if not self._is_behind():
            self.blobs.sweep(self.state.is_stored)
        assert self._lock is not None
        os.ftruncate(self._lock, 0)
        os.pwrite(self._lock, self._idle, 0)

    def _is_behind(self) -> bool:
        """Whether the private state knows less than the signed log: an old copy of it was put back."""
        checkpoint, last = self.checkpoint(), self.state.last_pending()
        return checkpoint is not None and checkpoint.size > (last + 1 if last is not None else 0)

    def _finish_erasure(self) -> None:
        """Complete an erasure that a crash interrupted; the lock is held, the transaction is begun anew after it."""
        from .withdrawal import finish_erasure

        self.state.rollback()
        finish_erasure(self)
        self.state.begin()

    def flush(self) -> None:
        """The durable point: when this returns, everything staged survives a power failure. Publishes nothing."""
        with self._guard:
            self._refuse_if_lost()
            if self._lock is None:
                return
            try:
                self._make_durable()
            except (OSError, sqlite3.Error) as error:
                raise refused(self.path, error) from error
            finally:
                self.abandon()

    def _make_durable(self) -> None:
        self._is_placing = bool(self.blobs.staged)
        self.blobs.place(self.path, self.state.settle)
        has_new_facts = self.state.has_new_facts
        if isinstance(self._entropy, Ratchet):
            self.state.set_meta("ratchet", self._entropy.state)
        if self._latest is not None and self._latest != self._kept_latest:
            self.state.set_meta("latest", self._latest.isoformat().encode())
        self.state.commit()
        self._kept_latest = self._latest
        self._first = self._next
        self._is_placing = False
        self._is_durable = not has_new_facts

    def _refuse_if_lost(self) -> None:
        """A flush must not return as if all were well when an earlier failure has made the vault forget part of it."""
        if self._is_lost:
            self.abandon()
            raise Unreadable(f"{self.path}: {LOST}")

    def remember(self, key: str, value: bytes) -> None:
        with self._guard:
            self._begin()
            try:
                self.state.set_meta(key, value)
                self.state.commit()
            finally:
                self.abandon()

    def replace_head(self, signed: Signed) -> None:
        """Keep a published checkpoint with more cosignatures than before; its text is the same, byte for byte.

        What another process merged meanwhile stays. A former checkpoint's change is said in private/late-cosignatures, by
        which the investigation sees that its vault stage has something new to read.
        """
        with self._guard:
            self._begin()
            try:
                size, present = signed.at.size, self.signed()
                is_present = present is not None and present.at.size == size
                held = present.note if present and is_present else dict(self.state.heads()).get(size)
                note = signed.note if held is None else merged(held, signed.note)
                if is_present:
                    self.log.replace_checkpoint(note)
                else:
                    self._say_late(size, note)
                    self.state.set_head(size, note)
                    self.state.commit()
            except (OSError, sqlite3.Error) as error:
                raise refused(self.path, error) from error
            finally:
                self.abandon()

    def _say_late(self, size: int, note: bytes) -> None:
        path = self.path / "private" / "late-cosignatures"
        before = path.read_bytes() if path.exists() else b""
        line = f"{size} {hashlib.sha256(note).hexdigest()}\n".encode()
        self.disk.create(self.path / "tmp" / "late", (before, line))
        place_all(self.disk, self.path, [(self.path / "tmp" / "late", path)])

    def halt(self, why: str, seen: bytes | None = None) -> None:
        """Sign nothing more until a person has looked: kept with the message that says why, and the note that was seen."""
        if seen is not None:
            self.remember("halted by", seen)
        self.remember("halted", why.encode())

    def look_again(self) -> None:
        """After a change of what lies beneath, under the lock."""
        self._look()

    def abandon(self) -> None:
        """Forget what is staged and not yet durable; give the lock back."""
        try:
            if not self._is_durable:
                self._seen = None
            self.state.rollback()
            self.blobs.drop_staged()
            if self._is_writing and not self._is_placing and self._lock is not None:
                with contextlib.suppress(OSError):  # then the next writer clears up, and finds nothing
                    os.pwrite(self._lock, b"-", 0)
        finally:
            self._is_writing = self._is_placing = self._is_durable = self._is_lost = False
            if self._lock is not None:
                os.close(self._lock)
                self._lock = None

    def give_up(self) -> None:
        """Abandon in the middle of a caller's work: if entries were staged before, its next flush or commit says so."""
        had_more = self._next > self._first
        self.abandon()
        self._is_lost = had_more

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
    """Holds the lock for a change of one step, which undoes itself when it fails; what was staged before stays staged.

    Where that cannot be promised (SQLite has given the transaction up, or the program was interrupted) all is forgotten,
    and the next flush says so.
    """

    def __init__(self, vault: Writer) -> None:
        self.vault = vault

    def __enter__(self) -> None:
        self.vault._begin()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if kind is None:
            return
        undone = issubclass(kind, HoldfireError | OSError | sqlite3.Error)
        if not undone or not self.vault.state.is_whole:
            self.vault.give_up()
        if isinstance(error, OSError | sqlite3.Error):
            raise refused(self.vault.path, error) from error


def refused(path: Path, error: OSError | sqlite3.Error) -> Unreadable:
    return Unreadable(
        f"{path}: the disk refused ({error}); nothing of this was acknowledged, what was before is safe"
    )


def _boot_id() -> bytes:
    """Which start of this machine it is; empty where the system does not say."""
    try:
        with open("/proc/sys/kernel/random/boot_id", "rb") as file:
            return file.read(36)
    except OSError:
        return b""


def _locked(path: str) -> int:
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
                    f"{Path(path).parent.parent}: another writer has held the vault for {LOCK_WAIT_S:.0f} s"
                ) from None
            time.sleep(0.002)
        except BaseException:
            os.close(descriptor)
            raise
        else:
            return descriptor
