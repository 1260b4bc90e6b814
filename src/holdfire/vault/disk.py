"""Every write of the vault outside SQLite, in operations small enough to be recorded, reordered and torn by a test.

What each one promises after a power failure: `create` and `rename` nothing by themselves; `sync` the bytes of that file;
`sync_folder` the names in that folder; `sync_all` everything done so far on the vault's file system.
"""

import contextlib
import ctypes
import os
from collections.abc import Callable, Iterable
from pathlib import Path

CHUNK = 4 << 20
"""Bytes read or written at a time: a large file is never held in memory."""

START_WRITING = 2
"""SYNC_FILE_RANGE_WRITE: a hint to the kernel that promises nothing; `sync` does."""

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

    def create(self, path: Path, chunks: Iterable[bytes]) -> None:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
        try:
            for chunk in chunks:
                view = memoryview(chunk)
                while view:
                    view = view[os.write(descriptor, view) :]
        finally:
            os.close(descriptor)

    def copy(self, source: Path, target: Path, copied: Callable[[int], None]) -> None:
        """The kernel copies and begins to write out; `copied` hears how many bytes lie in `target` so far."""
        taken = os.open(source, os.O_RDONLY | os.O_CLOEXEC)
        try:
            given = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
            try:
                total = 0
                while count := os.sendfile(given, taken, None, CHUNK):
                    _libc.sync_file_range(given, ctypes.c_int64(total), ctypes.c_int64(count), START_WRITING)
                    total += count
                    copied(total)
            finally:
                os.close(given)
        finally:
            os.close(taken)

    def sync(self, path: Path) -> None:
        self._sync(path, os.O_RDONLY, os.fsync)

    def sync_folder(self, path: Path) -> None:
        self._sync(path, os.O_RDONLY | os.O_DIRECTORY, os.fsync)

    def sync_all(self, path: Path) -> None:
        """syncfs(2): one call for any number of files; Linux reports write errors through it since 5.8."""

        def syncfs(descriptor: int) -> None:
            if _libc.syncfs(descriptor) != 0:
                code = ctypes.get_errno()
                raise OSError(code, os.strerror(code), str(path))

        self._sync(path, os.O_RDONLY | os.O_DIRECTORY, syncfs)

    def _sync(self, path: Path, flags: int, how: "Callable[[int], None]") -> None:
        descriptor = os.open(path, flags | os.O_CLOEXEC)
        try:
            how(descriptor)
        finally:
            os.close(descriptor)

    def rename(self, source: Path, target: Path) -> None:
        os.replace(source, target)

    def remove(self, path: Path) -> None:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)

    def read(self, path: Path) -> bytes:
        return path.read_bytes()


FEW = 8
"""Up to so many files are synced one by one; more of them together by one `sync_all`."""


def place_all(disk: Disk, root: Path, moves: list[tuple[Path, Path]]) -> None:
    """Make files that were created at temporary places durable under their names: bytes first, then names."""
    if not moves:
        return
    for folder in {target.parent for _, target in moves}:
        disk.make_folder(folder, is_synced=len(moves) <= FEW)
    if len(moves) > FEW:
        disk.sync_all(root)
    else:
        for source, _ in moves:
            disk.sync(source)
    for source, target in moves:
        disk.rename(source, target)
    if len(moves) > FEW:
        disk.sync_all(root)
    else:
        for folder in sorted({target.parent for _, target in moves}):
            disk.sync_folder(folder)
