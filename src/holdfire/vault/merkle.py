"""What root does a log of entries have, and what proves that an entry is in it or that a log only grew?

The tree of RFC 6962, section 2.1 (the same as RFC 9162, section 2.1). Provers read complete subtrees from a `NodeReader`
(tiles on disk, or a list in memory); checkers need only the hashes that they are given. Each prover has its checker
beneath it, in the same shape. Pure: no disk, no clock. Checked against the RFC's reference leaves, against 98 + 98
foreign cases and against the recursive definition in tests/vault/test_merkle.py.
"""

import hashlib
from collections.abc import Sequence
from typing import Protocol

from holdfire.model.errors import BadProof

Hash = bytes
"""32 bytes of SHA-256."""

EMPTY_ROOT: Hash = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> Hash:
    return hashlib.sha256(b"\x00" + entry).digest()


def join(left: Hash, right: Hash) -> Hash:
    return hashlib.sha256(b"\x01" + left + right).digest()


class NodeReader(Protocol):
    """Complete subtrees: node(level, index) covers leaves [index * 2**level, (index + 1) * 2**level)."""

    def node(self, level: int, index: int) -> Hash: ...


def split_point(size: int) -> int:
    """The largest power of two smaller than `size` (size >= 2)."""
    return 1 << ((size - 1).bit_length() - 1)


def root_of(read: NodeReader, start: int, end: int) -> Hash:
    """MTH(D[start:end]). `start` is a multiple of the largest power of two below end - start, as in the RFC's splits."""
    if start == end:
        return EMPTY_ROOT
    peaks = []
    at = start
    while at < end:  # cut from the left into the largest complete subtrees
        level = (end - at).bit_length() - 1
        if at:
            level = min(level, (at & -at).bit_length() - 1)
        peaks.append(read.node(level, at >> level))
        at += 1 << level
    root = peaks.pop()
    while peaks:
        root = join(peaks.pop(), root)
    return root


def prove_inclusion(read: NodeReader, index: int, size: int) -> list[Hash]:
    """Sibling hashes from the leaf up to the root: PATH(index, D[0:size]) of RFC 9162, section 2.1.3.1."""
    if not 0 <= index < size:
        raise BadProof(f"record {index} is not in a log of {size} records")
    path: list[Hash] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + split_point(end - start)
        if index < middle:
            path.append(root_of(read, middle, end))
            end = middle
        else:
            path.append(root_of(read, start, middle))
            start = middle
    path.reverse()
    return path


def implied_root(leaf: Hash, index: int, size: int, path: Sequence[Hash]) -> Hash:
    """The root of a log of `size` records in which record `index` hashes to `leaf`.

    path    sibling hashes from the leaf up to the root
    raises  BadProof if the path is too long or too short for that place in the tree

    The caller compares the result with a cosigned root. RFC 9162, section 2.1.3.2.
    """
    if not 0 <= index < size:
        raise BadProof(f"record {index} is not in a log of {size} records")
    node, at, last = leaf, index, size - 1
    for sibling in path:
        if last == 0:
            raise BadProof(f"path has {len(path)} hashes, too many for record {index} of {size}")
        if at % 2 or at == last:
            node = join(sibling, node)
            while at and at % 2 == 0:  # the right edge has no sibling here: rise to where it has
                at, last = at // 2, last // 2
        else:
            node = join(node, sibling)
        at, last = at // 2, last // 2
    if last:
        raise BadProof(f"path has {len(path)} hashes, too few for record {index} of {size}")
    return node


def prove_consistency(read: NodeReader, old: int, new: int) -> list[Hash]:
    """That the log of `old` records is a prefix of the log of `new`: PROOF(old, D[0:new]) of RFC 9162, section 2.1.4.1.

    old = 0 has no proof: every log extends the empty one, and a verifier that accepted it would accept any root.
    """
    if not 0 < old <= new:
        raise BadProof(f"no consistency proof from {old} to {new} records; expected 0 < old <= new")
    path: list[Hash] = []
    start, end, whole = 0, new, True
    while old != end:  # `old` counts from the log's start, so D[start:old] is what both logs share here
        middle = start + split_point(end - start)
        if old <= middle:
            path.append(root_of(read, middle, end))
            end = middle
        else:
            path.append(root_of(read, start, middle))
            start, whole = middle, False
    if not whole:
        path.append(root_of(read, start, end))
    path.reverse()
    return path


def check_consistency(old: int, new: int, old_root: Hash, new_root: Hash, path: Sequence[Hash]) -> None:
    """Nothing if the log of `new` records with `new_root` begins with the log of `old` records with `old_root`.

    raises  BadProof otherwise, and for old = 0, which proves nothing. RFC 9162, section 2.1.4.2.
    """
    if not 0 < old <= new:
        raise BadProof(f"no consistency proof from {old} to {new} records; expected 0 < old <= new")
    if old == new:
        if path:
            raise BadProof(f"path has {len(path)} hashes, expected none: both logs have {old} records")
        if old_root != new_root:
            raise BadProof(f"two roots for one log of {old} records: {old_root.hex()} and {new_root.hex()}")
        return
    hashes = list(path)
    if old & (old - 1) == 0:  # the old log is a complete subtree: its root is its own first hash
        hashes.insert(0, old_root)
    if not hashes:
        raise BadProof(f"the path from {old} to {new} records is empty")
    at, last = old - 1, new - 1
    while at % 2:
        at, last = at // 2, last // 2
    was = now = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            raise BadProof(f"path has {len(path)} hashes, too many from {old} to {new} records")
        if at % 2 or at == last:
            was, now = join(sibling, was), join(sibling, now)
            while at and at % 2 == 0:
                at, last = at // 2, last // 2
        else:
            now = join(now, sibling)
        at, last = at // 2, last // 2
    if last:
        raise BadProof(f"path has {len(path)} hashes, too few from {old} to {new} records")
    if was != old_root:
        raise BadProof(f"the path gives root {was.hex()} for {old} records, expected {old_root.hex()}")
    if now != new_root:
        raise BadProof(f"the path gives root {now.hex()} for {new} records, expected {new_root.hex()}")


class Frontier:
    """The right edge of a growing log: the roots of its complete subtrees, largest first. O(log n) memory."""

    def __init__(self, size: int = 0, peaks: Sequence[Hash] = ()) -> None:
        if len(peaks) != size.bit_count():
            raise ValueError(f"a log of {size} records has {size.bit_count()} peaks, found {len(peaks)}")
        self.size = size
        self.peaks = list(peaks)

    def append(self, leaf: Hash) -> None:
        node, size = leaf, self.size
        while size % 2:
            node = join(self.peaks.pop(), node)
            size //= 2
        self.peaks.append(node)
        self.size += 1

    def root(self) -> Hash:
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = join(peak, root)
        return root


class Leaves:
    """A NodeReader over leaf hashes in memory: the plain twin of tiles on disk."""

    def __init__(self, hashes: Sequence[Hash]) -> None:
        self.hashes = hashes

    def node(self, level: int, index: int) -> Hash:
        row = list(self.hashes[index << level : (index + 1) << level])
        if len(row) != 1 << level:
            raise BadProof(f"no complete subtree {index} of 2^{level} leaves among {len(self.hashes)}")
        while len(row) > 1:
            row = [join(row[i], row[i + 1]) for i in range(0, len(row), 2)]
        return row[0]
