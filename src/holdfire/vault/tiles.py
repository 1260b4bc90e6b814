"""How does the tree lie on disk, as files that any web server can hand out?

C2SP tlog-tiles, height 8: `tile/<L>/<N>[.p/<W>]` holds up to 256 hashes, `tile/entries/<N>[.p/<W>]` up to 256 entries, each
behind its length in two bytes. Paths and bytes only; who writes them, and when, is `publish`'s affair.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from holdfire.model.errors import BadProof

from .merkle import Hash, join, leaf_hash, root_of

WIDTH = 256
"""Hashes of a full tile: height 8."""

MAX_ENTRY = 65_535
"""An entry's length is written in two bytes."""


def tile_path(level: int | str, number: int, width: int = WIDTH) -> str:
    """The path below the log's folder.

    >>> tile_path(0, 1234067, 3)
    'tile/0/x001/x234/067.p/3'
    >>> tile_path("entries", 0)
    'tile/entries/000'
    """
    groups = [f"{number % 1000:03d}"]
    while number >= 1000:
        number //= 1000
        groups.append(f"x{number % 1000:03d}")
    partial = "" if width == WIDTH else f".p/{width}"
    return f"tile/{level}/{'/'.join(reversed(groups))}{partial}"


def tiles_of(size: int) -> Iterator[tuple[int, int, int]]:
    """(level, number, width) of every hash tile of a log of `size` entries; no empty one."""
    level, count = 0, size
    while count:
        for number in range(count // WIDTH):
            yield level, number, WIDTH
        if count % WIDTH:
            yield level, count // WIDTH, count % WIDTH
        level, count = level + 1, count // WIDTH


def bundle_bytes(entries: Iterable[bytes]) -> bytes:
    parts = []
    for entry in entries:
        if len(entry) > MAX_ENTRY:
            raise ValueError(f"an entry of {len(entry)} bytes, expected at most {MAX_ENTRY}")
        parts.append(len(entry).to_bytes(2, "big"))
        parts.append(entry)
    return b"".join(parts)


def split_bundle(data: bytes, path: str, width: int) -> list[bytes]:
    """The entries of a bundle. Raises BadProof unless it holds exactly `width` of them and not a byte more."""
    entries, at, end = [], 0, len(data)
    while at + 2 <= end:
        stop = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if stop > end:
            break
        entries.append(data[at + 2 : stop])
        at = stop
    if at != end or len(entries) != width:
        raise BadProof(
            f"{path}: holds {len(entries)} whole entries and {end - at} bytes more, expected {width} entries"
        )
    return entries


def up_one(hashes: list[Hash]) -> list[Hash]:
    """One row of complete parents; an odd last hash has none yet."""
    sha = hashlib.sha256
    return [sha(b"\x01" + hashes[i] + hashes[i + 1]).digest() for i in range(0, len(hashes) - 1, 2)]


Fetch = Callable[[str], bytes]
"""path below the log's folder -> bytes; raises BadProof naming the path when it is not there."""


def fetch_from(folder: Path) -> Fetch:
    def fetch(path: str) -> bytes:
        try:
            return (folder / path).read_bytes()
        except OSError as error:
            raise BadProof(f"{path}: not there ({error.strerror}); the checkpoint promises it") from error

    return fetch


class TileReader:
    """Complete subtrees of a log of `size` entries, read from its tiles; up to `cached` tiles are kept with all their rows.

    A partial tile may be read from a wider one that has replaced it.
    """

    def __init__(self, fetch: Fetch, size: int, cached: int = 1024) -> None:
        self.fetch = fetch
        self.size = size
        self.rows = lru_cache(maxsize=cached)(self._rows)

    def tile(self, level: int, number: int) -> list[Hash]:
        """The hashes of one tile, as of `size`."""
        return self.rows(level, number)[0]

    def _rows(self, level: int, number: int) -> list[list[Hash]]:
        width = min(WIDTH, (self.size >> (8 * level)) - number * WIDTH)
        if width <= 0:
            raise BadProof(f"no tile {level}/{number} in a log of {self.size} entries")
        data = fetch_tile(self.fetch, level, number, width)
        row = [data[i : i + 32] for i in range(0, 32 * width, 32)]
        rows = [row]
        while len(row) > 1:
            row = up_one(row)
            rows.append(row)
        return rows

    def node(self, level: int, index: int) -> Hash:
        tile_level, above = divmod(level, 8)
        first = index << above  # the subtree's first hash in its tile's row 0
        try:
            return self.rows(tile_level, first >> 8)[above][(first & 255) >> above]
        except IndexError:
            raise BadProof(
                f"no complete subtree {index} of 2^{level} leaves in a log of {self.size} entries"
            ) from None

    def root(self) -> Hash:
        return root_of(self, 0, self.size)

    def entry(self, index: int) -> bytes:
        number, place = divmod(index, WIDTH)
        return self.bundle(number)[place]

    def bundle(self, number: int) -> list[bytes]:
        width = min(WIDTH, self.size - number * WIDTH)
        path = tile_path("entries", number, width)
        try:
            return split_bundle(self.fetch(path), path, width)
        except BadProof as error:
            if width == WIDTH:
                raise
            wider = tile_path("entries", number)
            try:
                return split_bundle(self.fetch(wider), wider, WIDTH)[:width]
            except BadProof:
                raise error from None  # no full one has replaced it: the fault is the partial one's


def fetch_tile(fetch: Fetch, level: int, number: int, width: int) -> bytes:
    """The tile's first `width` hashes. Raises BadProof for any other length than the path promises."""
    path, full = tile_path(level, number, width), width
    try:
        data = fetch(path)
    except BadProof:
        if width == WIDTH:
            raise
        path, full = tile_path(level, number), WIDTH
        data = fetch(path)
    if len(data) != 32 * full:
        raise BadProof(f"{path}: {len(data)} bytes, expected {full} hashes of 32")
    return data[: 32 * width]


def peaks_of(read: TileReader) -> list[Hash]:
    """The roots of the complete subtrees that make up the log, largest first: where a Frontier goes on from."""
    peaks, at = [], 0
    for level in range(read.size.bit_length() - 1, -1, -1):
        if read.size >> level & 1:
            peaks.append(read.node(level, at >> level))
            at += 1 << level
    return peaks


__all__ = ["MAX_ENTRY", "WIDTH", "Fetch", "TileReader", "bundle_bytes", "fetch_from", "fetch_tile", "join", "leaf_hash",
           "peaks_of", "split_bundle", "tile_path", "tiles_of", "up_one"]  # fmt: skip
