"""Entries -> tiles, bundles, a signed checkpoint: in an order that no crash can turn into a lie.

    1 the entries are durable (SQLite) before this module sees them     4 the intent "size, root" is made durable
    2 bundles and tiles are written, synced, renamed, folders synced    5 only then is the checkpoint signed
    3 the right edge is read back and its root computed anew            6 the signed note replaces `checkpoint`

A crash anywhere leaves the old checkpoint or the new one, and whatever it promises is there; the next commit redoes the
rest. A size is never signed with a root other than its intent's. Step 3 is the answer to the bit flip that ended the CT
log Yeti 2022.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from holdfire.model.errors import BadProof

from .checkpoint import Checkpoint
from .disk import Disk, place_all
from .merkle import Frontier, Hash, leaf_hash, root_of
from .state import State
from .tiles import WIDTH, TileReader, bundle_bytes, fetch_from, peaks_of, tile_path, up_one


class LogFolder:
    """The published folder of one log: checkpoint, tile/, tile/entries/. One writer at a time, which holds the lock."""

    def __init__(self, folder: Path, temporary: Path, disk: Disk) -> None:
        self.folder = folder
        self.temporary = temporary
        self.disk = disk
        self.checkpoint_name = str(folder / "checkpoint")
        self.count = 0

    @property
    def checkpoint_path(self) -> Path:
        return self.folder / "checkpoint"

    def reader(self, size: int, cached: int = 1024) -> TileReader:
        return TileReader(fetch_from(self.folder), size, cached)

    def integrate(self, old: Checkpoint | None, entries: Iterator[tuple[int, bytes]]) -> tuple[int, Hash]:
        """Write what the entries from the old size on add, durably. Returns the new size and its root.

        raises  BadProof when the old tiles do not give the old checkpoint's root, or an entry's number is not its place
        """
        size = old.size if old else 0
        read = self.reader(size)
        frontier = Frontier(size, peaks_of(read))
        if old and frontier.root() != old.root:
            raise BadProof(
                f"the tiles of {size} entries give root {frontier.root().hex()}, the signed checkpoint says "
                f"{old.root.hex()}; nothing was signed\n{old.text.decode()}"
            )
        rows: list[list[Hash]] = [
            _edge(read, level) for level in range(_levels(size))
        ]  # each level's unfinished tile
        numbers = [(size >> (8 * level)) // WIDTH for level in range(_levels(size))]
        bundle = read.bundle(size // WIDTH) if size % WIDTH else []
        moves: list[tuple[Path, Path]] = []
        for index, leaf in entries:
            if index != frontier.size:
                raise BadProof(
                    f"entry {index} stands at place {frontier.size}: an entry is missing or twice; nothing was signed"
                )
            node = leaf_hash(leaf)
            frontier.append(node)
            bundle.append(leaf)
            if len(bundle) == WIDTH:
                moves.append(self._create("entries", index // WIDTH, bundle_bytes(bundle), WIDTH))
                bundle = []
            level = 0
            while True:
                if level == len(rows):
                    rows.append([])
                    numbers.append(0)
                rows[level].append(node)
                if len(rows[level]) < WIDTH:
                    break
                moves.append(self._create(level, numbers[level], b"".join(rows[level]), WIDTH))
                node = _top(rows[level])
                rows[level] = []
                numbers[level] += 1
                level += 1
        if bundle:
            moves.append(self._create("entries", frontier.size // WIDTH, bundle_bytes(bundle), len(bundle)))
        for level, row in enumerate(rows):
            if row:
                moves.append(self._create(level, numbers[level], b"".join(row), len(row)))
        place_all(self.disk, self.folder, moves)
        return frontier.size, frontier.root()

    def _create(self, level: int | str, number: int, data: bytes, width: int) -> tuple[Path, Path]:
        source = self.temporary / f"tile-{self.count}"
        self.count += 1
        self.disk.create(source, (data,))
        return source, self.folder / tile_path(level, number, width)

    def recompute(self, old_size: int, size: int) -> Hash:
        """The root of `size` from the files as they now lie, new entries hashed anew, every touched tile against those below.

        raises  BadProof naming the file that is not what it must be
        """
        read = self.reader(size, cached=16)
        for number in range(old_size // WIDTH, -(-size // WIDTH)):
            hashes = [leaf_hash(entry) for entry in read.bundle(number)]
            if hashes != read.tile(0, number):
                width = len(hashes)
                raise BadProof(
                    f"{tile_path(0, number, width)}: not the hashes of {tile_path('entries', number, width)}"
                )
        level, first, count = 1, old_size // WIDTH, size // WIDTH
        while count:
            for number in range(first // WIDTH, -(-count // WIDTH)):
                for place, node in enumerate(read.tile(level, number)):
                    child = number * WIDTH + place
                    if child >= first and node != _top(read.tile(level - 1, child)):
                        raise BadProof(
                            f"{tile_path(level, number)}: hash {place} is not the root of the tile below it"
                        )
            level, first, count = level + 1, first // WIDTH, count // WIDTH
        return root_of(read, 0, size)

    def drop_partials(self, old_size: int, size: int) -> None:
        """Remove partial tiles of tiles that are now full, as tlog-tiles allows; partials of the edge stay."""
        for level in range(_levels(old_size)):
            number, width = divmod(old_size >> (8 * level), WIDTH)
            if not width or (size >> (8 * level)) < (number + 1) * WIDTH:
                continue
            for name in (level, "entries") if level == 0 else (level,):
                folder = (self.folder / tile_path(name, number, 1)).parent
                if folder.is_dir():
                    for path in sorted(folder.iterdir()):
                        self.disk.remove(path)
                    folder.rmdir()

    def replace_checkpoint(self, note: bytes) -> None:
        source = self.temporary / f"checkpoint-{self.count}"
        self.count += 1
        self.disk.create(source, (note,))
        place_all(self.disk, self.folder, [(source, self.checkpoint_path)])


def publish(
    log: LogFolder, state: State, origin: str, old: Checkpoint | None, sign: Callable[[Checkpoint], bytes]
) -> tuple[Checkpoint, bytes]:
    """Steps 2 to 6 for everything that waits in `state`. The caller holds the lock; `state` has no open transaction.

    raises  BadProof when what was read back, or a former intent, has another root: nothing is signed then
    """
    start = old.size if old else 0
    size, root = log.integrate(old, state.pending(start))
    again = log.recompute(start, size)
    if again != root:
        raise BadProof(
            f"read back, the tiles of {size} entries give root {again.hex()}, expected {root.hex()}; nothing was signed"
        )
    new = Checkpoint(origin, size, root)
    record_intent(state, new)
    note = sign(new)
    log.replace_checkpoint(note)
    log.drop_partials(start, size)
    return new, note


def record_intent(state: State, new: Checkpoint) -> None:
    """Make "size, root" durable before it is signed. Raises BadProof when the size was meant for another root before."""
    known, last = state.intent(new.size), state.last_intent()
    if known is not None and known != new.root:
        raise BadProof(
            f"size {new.size} was to be signed with root {known.hex()} before, now {new.root.hex()}: signing both would be a "
            f"split view; nothing was signed\nbefore:\n{Checkpoint(new.origin, new.size, known).text.decode()}"
            f"now:\n{new.text.decode()}"
        )
    if last is not None and last[0] > new.size:
        raise BadProof(
            f"size {last[0]} was signed or meant to be before; {new.size} would go back; nothing was signed"
        )
    if known is None:
        state.begin()
        state.add_intent(new.size, new.root)
        state.commit()


def _levels(size: int) -> int:
    levels = 0
    while size:
        levels, size = levels + 1, size // WIDTH
    return levels


def _edge(read: TileReader, level: int) -> list[Hash]:
    count = read.size >> (8 * level)
    return list(read.tile(level, count // WIDTH)) if count % WIDTH else []


def _top(row: Sequence[Hash]) -> Hash:
    hashes = list(row)
    while len(hashes) > 1:
        hashes = up_one(hashes)
    return hashes[0]
