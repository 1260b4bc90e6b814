"""Where do the sealed bytes lie? One file each, named for the SHA-256 of what is stored, never written twice.

Staged bytes become durable together: created under tmp/, then synced, renamed, and their folders synced. A large file is
streamed through the hash while it is copied. Encrypted blobs: see `sealing`.
"""

import errno
import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from holdfire.model.errors import BadProof, Unreadable

from .disk import CHUNK, Disk, place_all

LARGE = 1 << 20
"""From here on a file is synced in a second thread while it is hashed."""


def read_chunks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb", buffering=0) as file:
            while chunk := file.read(CHUNK):
                yield chunk
    except OSError as error:
        raise Unreadable(f"{path}: cannot be read ({error.strerror})") from error


class BlobStore:
    """The files under blobs/. Knows bytes, not exhibits."""

    def __init__(self, folder: Path, temporary: Path, disk: Disk) -> None:
        self.folder = folder
        self.temporary = temporary
        self.disk = disk
        self.staged: dict[str, Path] = {}
        self.count = 0

    def path(self, stored: str) -> Path:
        return self.folder / stored[:2] / stored

    def stage(self, data: bytes | Path) -> tuple[str, int]:
        """(SHA-256 in hex, bytes). Nothing is durable, nor under its name, before `place`."""
        target = self.temporary / f"blob-{self.count}"
        self.count += 1
        if isinstance(data, bytes):
            stored, size = hashlib.sha256(data).hexdigest(), len(data)
            if stored in self.staged or self.path(stored).exists():
                return stored, size
            self.disk.create(target, (data,))
        else:
            stored, size = self._copy(data, target)
            if stored in self.staged or self.path(stored).exists():
                self.disk.remove(target)
                return stored, size
        self.staged[stored] = target
        return stored, size

    def _copy(self, source: Path, target: Path) -> tuple[str, int]:
        """Copy, then hash the copy; a large one is synced in a second thread meanwhile."""
        try:
            is_large = source.stat().st_size >= LARGE
            self.disk.copy(source, target)
        except OSError as error:
            self.disk.remove(target)
            if error.errno == errno.ENOSPC:
                raise
            raise Unreadable(f"{source}: cannot be read ({error.strerror})") from error
        with ThreadPoolExecutor(1) as pool:
            synced = pool.submit(self.disk.sync, target) if is_large else None
            counter = HashingChunks(read_chunks(target))
            for _ in counter:
                pass
            if synced:
                synced.result()
        return counter.digest.hexdigest(), counter.size

    def stage_stored(self, chunks: Iterable[bytes]) -> tuple[str, int]:
        """As `stage`, for bytes made on the way (encryption)."""
        target = self.temporary / f"blob-{self.count}"
        self.count += 1
        counter = HashingChunks(chunks)
        self.disk.create(target, counter)
        stored = counter.digest.hexdigest()
        self.staged[stored] = target
        return stored, counter.size

    def place(self, root: Path) -> None:
        """Make everything staged durable under its name."""
        moves = [(source, self.path(stored)) for stored, source in self.staged.items()]
        place_all(self.disk, root, moves)
        self.staged.clear()

    def drop_staged(self) -> None:
        for source in self.staged.values():
            self.disk.remove(source)
        self.staged.clear()

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
