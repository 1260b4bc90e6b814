"""Where do the sealed bytes lie? One file each, named for the SHA-256 of what is stored, never written twice.

Staged bytes become durable together: created under tmp/, then synced, renamed, and their folders synced. A large file is
streamed through the hash while it is copied. Encrypted blobs: see `sealing`.
"""

import errno
import hashlib
import mmap
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

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
        self.newest: str | None = None  # what the last call staged; None where those bytes were there already
        self.count = 0

    def path(self, stored: str) -> Path:
        return self.folder / stored[:2] / stored

    def stage(self, data: bytes | Path) -> tuple[str, int]:
        """(SHA-256 in hex, bytes). Nothing is durable, nor under its name, before `place`."""
        target = self.temporary / f"blob-{self.count}"
        self.count += 1
        self.newest = None
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
        self.newest = stored
        return stored, size

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

    def _copy(self, source: Path, target: Path) -> tuple[str, int]:
        """(SHA-256 of the copy, bytes). Copying, syncing and hashing a large file run side by side.

        It is the copy that is hashed, never the source: one that changes meanwhile cannot deceive.
        """
        try:
            is_large = source.stat().st_size >= LARGE
            if not is_large:
                self.disk.create(target, read_chunks(source))
                data = self.disk.read(target)
                return hashlib.sha256(data).hexdigest(), len(data)
            return self._copy_large(source, target)
        except OSError as error:
            self.disk.remove(target)
            if error.errno == errno.ENOSPC:
                raise
            raise Unreadable(f"{source}: cannot be read ({error.strerror})") from error

    def _copy_large(self, source: Path, target: Path) -> tuple[str, int]:
        progress: SimpleQueue[int] = SimpleQueue()
        digest, size = hashlib.sha256(), 0

        def copy() -> None:
            try:
                self.disk.copy(source, target, progress.put)
            finally:
                progress.put(-1)
            self.disk.sync(target)

        with ThreadPoolExecutor(1) as pool:
            copying = pool.submit(copy)
            end = progress.get()
            if end > 0:
                with target.open("rb") as file:
                    while end > 0:
                        with mmap.mmap(
                            file.fileno(), end - size, offset=size, access=mmap.ACCESS_READ
                        ) as view:
                            digest.update(view)
                        size = end
                        end = progress.get()
            copying.result()
        return digest.hexdigest(), size

    def stage_stored(self, chunks: Iterable[bytes]) -> tuple[str, int]:
        """As `stage`, for bytes made on the way (encryption)."""
        target = self.temporary / f"blob-{self.count}"
        self.count += 1
        counter = HashingChunks(chunks)
        self.disk.create(target, counter)
        stored = counter.digest.hexdigest()
        self.staged[stored] = target
        self.newest = stored
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
