"""Every write of the vault outside SQLite, in operations small enough to be recorded, reordered and torn by a test.

What each one promises after a power failure: `create` and `rename` nothing by themselves; `sync` the bytes of that file;
`sync_folder` the names in that folder; `sync_all` everything done so far on the vault's file system.
"""

import contextlib
import ctypes
import errno
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

CHUNK = 4 << 20
"""Bytes read or written at a time: a large file is never held in memory."""

PIECE = 1 << 20
"""Bytes of a large file that are handed over at a time, small enough to stay in a processor's cache."""

PIECES = 4

StrPath = str | Path

START_WRITING = 2
"""SYNC_FILE_RANGE_WRITE: a hint to the kernel that promises nothing; `sync` does."""

DONT_CACHE = 0x80
"""RWF_DONTCACHE (Linux 6.14, ext4 6.16): write out at once and give the memory back, so that sealing a film does not push
everything else out of memory, nor wait for memory of its own size. A hint too."""

BULKY = 64 << 20
"""Files from here on are written with DONT_CACHE; smaller ones are soon read again."""

_libc = ctypes.CDLL(None, use_errno=True)


class Disk:
    """The real one. tests/vault/crash_disk.py records, and replays every state that a crash could leave."""

    def make_folder(self, path: Path, *, is_synced: bool = True) -> None:
        """The folder and its parents, each parent's entry durable; not synced where a `sync_all` follows anyway."""
        if path.is_dir():
            return
        self.make_folder(path.parent, is_synced=is_synced)
        with contextlib.suppress(FileExistsError):
            os.mkdir(path)
        if is_synced:
            self.sync_folder(path.parent)

    def create(self, path: StrPath, chunks: Iterable[bytes]) -> None:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
        try:
            for chunk in chunks:
                _write(descriptor, chunk)
        finally:
            os.close(descriptor)

    def copy(self, source: Path, target: StrPath, relay: "Relay") -> None:
        """Write the source's bytes, hand the very bytes that are written to `relay`, and begin to write out.

        raises  OSError; its `filename` is the source where that could not be read
        """
        taken = os.open(source, os.O_RDONLY | os.O_CLOEXEC)
        try:
            given = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
            try:
                write = _Outgoing(given, os.fstat(taken).st_size).write
                while True:
                    buffer = relay.take()
                    count = _read(taken, buffer, source)
                    if not count:
                        return
                    relay.hand_over(buffer, count)  # it is read there while it is written here
                    write(buffer[:count])
            finally:
                os.close(given)
        finally:
            os.close(taken)

    def sync(self, path: StrPath) -> None:
        self._sync(path, os.O_RDONLY, os.fsync)

    def sync_folder(self, path: StrPath) -> None:
        self._sync(path, os.O_RDONLY | os.O_DIRECTORY, os.fsync)

    def sync_all(self, path: StrPath) -> None:
        """syncfs(2): one call for any number of files; Linux reports write errors through it since 5.8."""

        def syncfs(descriptor: int) -> None:
            if _libc.syncfs(descriptor) != 0:
                code = ctypes.get_errno()
                raise OSError(code, os.strerror(code), str(path))

        self._sync(path, os.O_RDONLY | os.O_DIRECTORY, syncfs)

    def _sync(self, path: StrPath, flags: int, how: "Callable[[int], None]") -> None:
        descriptor = os.open(path, flags | os.O_CLOEXEC)
        try:
            how(descriptor)
        finally:
            os.close(descriptor)

    def rename(self, source: StrPath, target: StrPath) -> None:
        os.replace(source, target)

    def remove(self, path: StrPath) -> None:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)

    def read(self, path: Path) -> bytes:
        return path.read_bytes()


class Relay:
    """A few buffers that go round between who fills them (a thread of its own) and who empties them (the caller)."""

    def __init__(self) -> None:
        self._empty: SimpleQueue[memoryview | None] = SimpleQueue()
        self._full: SimpleQueue[tuple[memoryview, int] | None] = SimpleQueue()
        for _ in range(PIECES):
            self._empty.put(memoryview(bytearray(PIECE)))

    def take(self) -> memoryview:
        """An empty buffer, waited for. Raises InterruptedError when nobody empties any more."""
        buffer = self._empty.get()
        if buffer is None:
            raise InterruptedError("the copy was given up")
        return buffer

    def hand_over(self, buffer: memoryview, count: int) -> None:
        self._full.put((buffer, count))

    def end(self) -> None:
        """Said by who fills, also after an error."""
        self._full.put(None)

    def stop(self) -> None:
        """Said by who empties, also after an error: the other side does not wait for ever."""
        self._empty.put(None)

    def pieces(self) -> Iterator[memoryview]:
        """What was handed over, in order; each piece is overwritten after the next is asked for."""
        while (handed := self._full.get()) is not None:
            buffer, count = handed
            yield buffer[:count]
            self._empty.put(buffer)


def _read(descriptor: int, buffer: memoryview, source: Path) -> int:
    try:
        return os.readv(descriptor, [buffer])
    except OSError as error:
        error.filename = os.fspath(source)
        raise


def _write(descriptor: int, data: bytes | memoryview) -> None:
    written = os.write(descriptor, data)
    while written < len(data):
        data = memoryview(data)[written:]
        written = os.write(descriptor, data)


class _Outgoing:
    """A file being written from its start, whose bytes set out for the disk while more come."""

    def __init__(self, descriptor: int, expected: int) -> None:
        self.descriptor = descriptor
        self.total = 0
        self.begun = 0
        self.flags = DONT_CACHE if expected >= BULKY else 0

    def write(self, data: memoryview) -> None:
        while data:
            written = self._some(data)
            self.total += written
            data = data[written:]
        if not self.flags and self.total - self.begun >= CHUNK:
            begun, count = ctypes.c_int64(self.begun), ctypes.c_int64(self.total - self.begun)
            _libc.sync_file_range(self.descriptor, begun, count, START_WRITING)
            self.begun = self.total

    def _some(self, data: memoryview) -> int:
        if self.flags:
            try:
                return os.pwritev(self.descriptor, [data], self.total, self.flags)
            except OSError as error:
                if error.errno not in (errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS):
                    raise
                self.flags = 0  # an older kernel or another file system: without the hint
        return os.pwrite(self.descriptor, data, self.total)


FEW = 8
"""Up to so many files are synced one by one; more of them together by one `sync_all`."""

Moves = Sequence[tuple[StrPath, StrPath]]


def place_all(
    disk: Disk,
    root: Path,
    moves: Moves,
    *,
    synced: Iterable[StrPath] = (),
    meanwhile: Callable[[], None] | None = None,
) -> None:
    """Make files that were created at temporary places durable under their names: bytes first, then names.

    synced     sources that were synced before
    meanwhile  work of the caller that needs nothing of this; done while many bytes are written out
    """
    if not moves:
        return
    if len(moves) > FEW:
        with ThreadPoolExecutor(1) as pool:
            syncing = pool.submit(disk.sync_all, root)
            if meanwhile is not None:
                meanwhile()
            syncing.result()
        for source, target in moves:
            _rename(disk, source, target)
        disk.sync_all(root)
        return
    done = set(synced)
    for source, _ in moves:
        if source not in done:
            disk.sync(source)
    made: set[Path] = set()
    for source, target in moves:
        made |= _rename(disk, source, target)
    for folder in sorted({os.path.dirname(target) for _, target in moves}):
        disk.sync_folder(folder)
    for path in sorted(made, reverse=True):
        disk.sync_folder(path.parent)


def _rename(disk: Disk, source: StrPath, target: StrPath) -> set[Path]:
    """The folders that had to be made for it; their own names are not durable yet."""
    try:
        disk.rename(source, target)
    except FileNotFoundError:
        folder = Path(target).parent
        missing = {path for path in (folder, *folder.parents) if not path.exists()}
        disk.make_folder(folder, is_synced=False)
        disk.rename(source, target)
        return missing
    return set()
