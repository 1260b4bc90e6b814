"""What could a power failure leave? Records the vault's I/O, then makes the states that the promises of `Disk` allow.

After a crash a file's bytes are whole only if they were synced (`sync`, `sync_all`); else they may be gone or torn. A name
(a new file, a rename) is there only if its folder was synced; until then the old or the new may be seen, each name by
itself. SQLite's COMMIT with synchronous=FULL is taken as durable at once: that is its own, far better tested, promise.
"""

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from holdfire.vault.disk import Disk, Relay, StrPath
from holdfire.vault.vault import Vault

FULL, TORN, GONE = 2, 1, 0


@dataclass
class Op:
    kind: str  # folder, create, rename, remove, sync, sync_folder, sync_all, db, ack
    path: str = ""
    target: str = ""
    data: bytes = b""
    facts: dict = field(default_factory=dict)


class RecordingDisk(Disk):
    """The real disk, and a record of what was asked of it. `skip` plants a bug: such an operation is left out."""

    def __init__(self, root: Path, skip: Callable[[Op], bool] = lambda op: False) -> None:
        self.root = root
        self.ops: list[Op] = []
        self.skip = skip

    def _name(self, path: StrPath) -> str:
        return Path(path).relative_to(self.root).as_posix()

    def _note(self, op: Op) -> bool:
        """Whether to do it. A planted bug leaves a sync out of the record, as a program without that line would."""
        if self.skip(op):
            return False
        self.ops.append(op)
        return True

    def make_folder(self, path: Path, *, is_synced: bool = True) -> None:
        if path.is_dir():
            return
        self.make_folder(path.parent, is_synced=is_synced)
        path.mkdir(exist_ok=True)
        self._note(Op("folder", self._name(path)))
        if is_synced:
            self.sync_folder(path.parent)

    def create(self, path: StrPath, chunks: Iterable[bytes]) -> None:
        data = b"".join(chunks)
        Path(path).write_bytes(data)
        self._note(Op("create", self._name(path), data=data))

    def copy(self, source: Path, target: StrPath, relay: Relay) -> None:
        super().copy(source, target, relay)
        self._note(Op("create", self._name(target), data=Path(target).read_bytes()))

    def sync(self, path: StrPath) -> None:
        self._note(Op("sync", self._name(path)))

    def sync_folder(self, path: StrPath) -> None:
        self._note(Op("sync_folder", self._name(path)))

    def sync_all(self, path: StrPath) -> None:
        self._note(Op("sync_all"))

    def rename(self, source: StrPath, target: StrPath) -> None:
        super().rename(source, target)
        self._note(Op("rename", self._name(source), self._name(target)))

    def remove(self, path: StrPath) -> None:
        if Path(path).exists():
            super().remove(path)
            self._note(Op("remove", self._name(path)))


def record(vault: Vault, skip: Callable[[Op], bool] = lambda op: False) -> RecordingDisk:
    """Put a recording disk under an open vault; every SQLite commit is recorded with what it made durable."""
    disk = RecordingDisk(vault.path, skip)
    vault.disk = vault.blobs.disk = vault.log.disk = disk
    commit = vault.state.commit

    def recorded() -> None:
        commit()
        intents = dict(vault.state.db.execute("select size, root from intent").fetchall())
        rows = vault.state.db.execute("select stored from blob where erased = 0").fetchall()
        facts = {"intents": intents, "blobs": {row[0] for row in rows}, "sqlite": vault.state.db.serialize()}
        disk.ops.append(Op("db", facts=facts))

    vault.state.commit = recorded
    return disk


def ack(disk: RecordingDisk, vault: Vault) -> None:
    """The caller has been told that everything so far is kept, and this checkpoint published."""
    checkpoint = vault.checkpoint()
    disk.ops.append(Op("ack", facts={"size": checkpoint.size if checkpoint else 0}))


@dataclass
class Image:
    """Names and bytes that a crash left, and SQLite's last durable facts."""

    files: dict[str, bytes]
    db: dict
    acked_size: int


class Machine:
    """The file system between two crashes: what is durable, and what is not yet."""

    def __init__(self, start: dict[str, bytes]) -> None:
        self.inodes: list[list] = []  # [bytes, is synced]
        self.durable: dict[str, int] = {}  # name -> inode
        self.now: dict[str, int] = {}
        self.changed: list[
            tuple[str, int | None, str]
        ] = []  # (name, inode or None, folder): names not yet durable
        for name, data in start.items():
            self.inodes.append([data, True])
            self.durable[name] = self.now[name] = len(self.inodes) - 1
        self.db: dict = {}
        self.acked = 0

    def apply(self, op: Op) -> None:
        match op.kind:
            case "create":
                self.inodes.append([op.data, False])
                self.now[op.path] = len(self.inodes) - 1
                self._rename_pending(op.path, len(self.inodes) - 1)
            case "rename":
                inode = self.now.pop(op.path)
                self.now[op.target] = inode
                self._rename_pending(op.target, inode)
                self._rename_pending(op.path, None)
            case "remove":
                self.now.pop(op.path, None)
                self._rename_pending(op.path, None)
            case "sync":
                self.inodes[self.now[op.path]][1] = True
            case "sync_folder":
                self._names_durable(lambda folder: folder == op.path)
            case "sync_all":
                for inode in self.inodes:
                    inode[1] = True
                self._names_durable(lambda folder: True)
            case "db":
                self.db = op.facts
            case "ack":
                self.acked = op.facts["size"]

    def _rename_pending(self, name: str, inode: int | None) -> None:
        folder = name.rpartition("/")[0] or "."
        self.changed.append((name, inode, folder))

    def _names_durable(self, is_synced: Callable[[str], bool]) -> None:
        kept = []
        for name, inode, folder in self.changed:
            if not is_synced(folder):
                kept.append((name, inode, folder))
            elif inode is None:
                self.durable.pop(name, None)
            else:
                self.durable[name] = inode
        self.changed = kept

    def images(self, rng: random.Random, at_most: int) -> Iterator[Image]:
        """States that a crash now could leave: all of few, else none, all, each alone, each missing, and random ones."""
        names = [change for change in self.changed if not change[0].startswith("tmp/")]
        torn = sorted({inode for _, inode, _ in names if inode is not None and not self.inodes[inode][1]})
        torn += sorted(
            {i for n, i in self.durable.items() if not self.inodes[i][1] and not n.startswith("tmp/")}
            - set(torn)
        )
        count = len(names)
        choices: list[int]
        if count <= 5:
            choices = list(range(1 << count))
        else:
            whole = (1 << count) - 1
            choices = [0, whole, *(1 << i for i in range(count)), *(whole ^ (1 << i) for i in range(count))]
            choices += [rng.getrandbits(count) for _ in range(at_most)]
        made = 0
        for mask in choices:
            files = dict(self.durable)
            for place, (name, inode, _) in enumerate(names):
                if mask >> place & 1:
                    if inode is None:
                        files.pop(name, None)
                    else:
                        files[name] = inode
            for states in self._contents(torn, rng):
                if made >= at_most:
                    return
                made += 1
                yield Image(
                    {
                        name: self._bytes(inode, states)
                        for name, inode in files.items()
                        if not name.startswith("tmp/")
                    },
                    self.db,
                    self.acked,
                )

    def _contents(self, torn: list[int], rng: random.Random) -> Iterator[dict[int, int]]:
        if not torn:
            yield {}
            return
        for state in (FULL, TORN, GONE):
            yield dict.fromkeys(torn, state)
        if len(torn) > 1:
            for _ in range(4):
                yield {inode: rng.choice((FULL, TORN, GONE)) for inode in torn}

    def _bytes(self, inode: int, states: dict[int, int]) -> bytes:
        data = self.inodes[inode][0]
        state = states.get(inode, FULL)
        return data if state == FULL else data[: len(data) // 2] if state == TORN else b""


@dataclass
class Enumerated:
    states: int = 0
    violations: list[str] = field(default_factory=list)
    kept: list[Image] = field(default_factory=list)


def enumerate_crashes(
    ops: list[Op],
    start: dict[str, bytes],
    judge: Callable[[Image], str | None],
    *,
    seed: int,
    at_most: int,
    keep: int = 0,
) -> Enumerated:
    """A crash after every operation, up to `at_most` states each. `keep` images are handed back for a real recovery."""
    machine, rng, found = Machine(start), random.Random(seed), Enumerated()
    for number, op in enumerate(ops):
        machine.apply(op)
        if not machine.db:
            continue
        for image in machine.images(rng, at_most):
            found.states += 1
            fault = judge(image)
            if fault is not None:
                found.violations.append(f"after operation {number} ({op.kind} {op.path}): {fault}")
            if keep and rng.random() < keep / 40_000:
                found.kept.append(image)
    return found
