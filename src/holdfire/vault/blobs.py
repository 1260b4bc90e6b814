"""Where do the sealed bytes lie? One file each, named for the SHA-256 of what is stored, never written twice.

Staged bytes become durable together: created under tmp/, then synced, renamed, and their folders synced. A large file is
hashed while it is copied. Encrypted blobs: see `sealing`.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from holdfire.model.errors import BadProof, Unreadable

from .disk import CHUNK, Disk, Moves, Relay, place_all

LARGE = 1 << 20
"""Smaller files are read into memory; from here on copying and hashing run side by side."""


def read_chunks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb", buffering=0) as file:
            while chunk := file.read(CHUNK):
                yield chunk
    except OSError as error:
        raise Unreadable(f"{path}: cannot be read ({error.strerror})") from error


def read_small(path: Path) -> bytes | None:
    """The whole of a file that is not large; None for a large one. Raises Unreadable."""
    try:
        return path.read_bytes() if path.stat().st_size < LARGE else None
    except OSError as error:
        raise Unreadable(f"{path}: cannot be read ({error.strerror})") from error


class BlobStore:
    """The files under blobs/. Knows bytes, not exhibits."""

    def __init__(self, folder: Path, temporary: Path, disk: Disk) -> None:
        self.folder = folder
        self.temporary = temporary
        self.disk = disk
        self.staged: dict[str, str] = {}
        self.synced: set[str] = set()
        self.newest: str | None = None  # what the last call staged
        self.count = 0
        self._prefix = f"{temporary}{os.sep}blob-"
        self._folder = f"{folder}{os.sep}"

    def path(self, stored: str) -> Path:
        return self.folder / stored[:2] / stored

    def staged_path(self, stored: str) -> Path | None:
        """Where bytes lie that are staged and not yet placed."""
        target = self.staged.get(stored)
        return Path(target) if target is not None else None

    def _next_target(self) -> str:
        self.newest = None
        self.count += 1
        return f"{self._prefix}{self.count}"

    def stage(self, stored: str, data: bytes) -> None:
        """Bytes whose SHA-256 is `stored`. Nothing is durable, nor under its name, before `place`."""
        target = self._next_target()
        self.disk.create(target, (data,))
        self.staged[stored] = target
        self.newest = stored

    def stage_file(self, source: Path) -> tuple[str, int]:
        """(SHA-256 of what was written, bytes) of a large file. Copying, syncing and hashing run side by side.

        What is hashed are the bytes handed to the disk, read once: a source that changes meanwhile cannot deceive.
        """
        target = self._next_target()
        try:
            stored, size = self._copy(source, target)
        except OSError as error:
            self.disk.remove(target)
            if error.filename == os.fspath(source):
                raise Unreadable(f"{source}: cannot be read ({error.strerror})") from error
            raise
        if stored in self.staged:
            self.disk.remove(target)
            return stored, size
        self.staged[stored] = target
        self.synced.add(target)
        self.newest = stored
        return stored, size

    def is_missing(self, stored: str) -> bool:
        """Whether bytes are neither staged by an earlier call nor under their name."""
        return (stored not in self.staged or stored == self.newest) and not self.path(stored).is_file()

    def unstage_newest(self) -> None:
        """Forget what the last call staged, because nothing came of it."""
        if self.newest is not None:
            self.disk.remove(self.staged.pop(self.newest))
            self.newest = None

    def sweep(self, known: Callable[[str], bool]) -> None:
        """Remove files that no entry seals: a writer that was stopped had placed them, and acknowledged nothing."""
        for path in sorted(self.folder.glob("*/*")):
            if not known(path.name):
                self.disk.remove(path)

    def _copy(self, source: Path, target: str) -> tuple[str, int]:
        relay, digest, size = Relay(), hashlib.sha256(), 0

        def copy() -> None:
            try:
                self.disk.copy(source, target, relay)
            finally:
                relay.end()
            self.disk.sync(target)

        with ThreadPoolExecutor(1) as pool:
            copying = pool.submit(copy)
            try:
                for piece in relay.pieces():
                    digest.update(piece)
                    size += len(piece)
            finally:
                relay.stop()
            copying.result()
        return digest.hexdigest(), size

    def stage_stored(self, chunks: Iterable[bytes]) -> tuple[str, int]:
        """As `stage`, for bytes made on the way (encryption)."""
        target = self._next_target()
        counter = HashingChunks(chunks)
        self.disk.create(target, counter)
        stored = counter.digest.hexdigest()
        self.staged[stored] = target
        self.newest = stored
        return stored, counter.size

    def place(self, root: Path, meanwhile: Callable[[], None] | None = None) -> None:
        """Make everything staged durable under its name. `meanwhile`: see `place_all`."""
        folder = self._folder
        moves: Moves = [(source, f"{folder}{name[:2]}/{name}") for name, source in self.staged.items()]
        place_all(self.disk, root, moves, synced=self.synced, meanwhile=meanwhile)
        self.staged.clear()
        self.synced.clear()
        self.newest = None

    def drop_staged(self) -> None:
        for source in self.staged.values():
            self.disk.remove(source)
        self.staged.clear()
        self.synced.clear()
        self.newest = None

    def check(self, stored: str) -> int:
        """Recompute; the byte count. Raises BadProof naming the blob when it is not there or another."""
        path = self.path(stored)
        if not path.is_file():
            raise BadProof(f"blobs/{stored[:2]}/{stored}: not there")
        digest, size = hashlib.sha256(), 0
        for chunk in read_chunks(path):
            digest.update(chunk)
            size += len(chunk)
        if digest.hexdigest() != stored:
            raise BadProof(f"blobs/{stored[:2]}/{stored}: its bytes have the SHA-256 {digest.hexdigest()}")
        return size


class HashingChunks:
    """Chunks on their way, hashed and counted."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self.chunks = chunks
        self.digest = hashlib.sha256()
        self.size = 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self.chunks:
            self.digest.update(chunk)
            self.size += len(chunk)
            yield chunk
