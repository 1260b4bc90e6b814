"""Where do the sealed bytes lie? One file each, named for the SHA-256 of what is stored, never written twice.

Staged bytes become durable together: created under tmp/, then synced, renamed, and their folders synced. A large file is
streamed through the hash while it is copied. Encrypted blobs: see `sealing`.
"""

import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from holdfire.model.errors import BadProof, Unreadable

from .disk import CHUNK, Disk, place_all

LARGE = 1 << 20
"""From here on hashing runs in a second thread beside the writing."""


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
            counter = HashingChunks(
                read_chunks(data), data.stat().st_size >= LARGE if data.is_file() else False
            )
            self.disk.create(target, counter)
            stored, size = counter.hexdigest(), counter.size
            if stored in self.staged or self.path(stored).exists():
                self.disk.remove(target)
                return stored, size
        self.staged[stored] = target
        return stored, size

    def stage_stored(self, chunks: Iterable[bytes]) -> tuple[str, int]:
        """As `stage`, for bytes made on the way (encryption)."""
        target = self.temporary / f"blob-{self.count}"
        self.count += 1
        counter = HashingChunks(chunks, False)
        self.disk.create(target, counter)
        stored = counter.hexdigest()
        self.staged[stored] = target
        return stored, counter.size

    def place(self, root: Path) -> None:
        """Make everything staged durable under its name."""
        moves = [(source, self.path(stored)) for stored, source in self.staged.items()]
        for folder in {target.parent for _, target in moves}:
            self.disk.make_folder(folder)
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
    """Chunks on their way to disk, hashed and counted; a large file's in a second thread, since SHA-256 frees the lock."""

    def __init__(self, chunks: Iterable[bytes], beside: bool) -> None:
        self.chunks = chunks
        self.beside = beside
        self.digest = hashlib.sha256()
        self.size = 0

    def __iter__(self) -> Iterator[bytes]:
        if not self.beside:
            for chunk in self.chunks:
                self.digest.update(chunk)
                self.size += len(chunk)
                yield chunk
            return
        with ThreadPoolExecutor(1) as pool:
            running: Future[Any] | None = None
            for chunk in self.chunks:
                if running:
                    running.result()
                running = pool.submit(self.digest.update, chunk)
                self.size += len(chunk)
                yield chunk
            if running:
                running.result()

    def hexdigest(self) -> str:
        return self.digest.hexdigest()
