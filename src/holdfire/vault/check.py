"""Does everything that the vault holds still hold? Recomputes all of it and names each item that does not.

`check_log` needs the published folder and a policy and trusts nothing else; `check_vault` adds what only the holder has:
sealed bytes, disclosures, former heads and intents. Memory does not grow with the log.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfire.model.errors import BadProof, Misuse

from .anchors import check_anchors
from .checkpoint import Checkpoint, read_checkpoint_text
from .entry import disclosure_digest, read_leaf
from .merkle import Frontier, implied_root, leaf_hash, prove_inclusion
from .note import read_note
from .policy import Policy, Signed, check_checkpoint, require_official
from .tiles import WIDTH, Fetch, TileReader, fetch_from, tile_path, up_one

if TYPE_CHECKING:
    from .vault import Vault


@dataclass(frozen=True)
class Fault:
    """One thing that does not hold: the item (a file, an entry, an exhibit) and what is wrong with it."""

    item: str
    why: str

    def __str__(self) -> str:
        return self.why if self.why.startswith(self.item) else f"{self.item}: {self.why}"


@dataclass
class Walked:
    """What a walk over a log gave besides its faults."""

    size: int = 0
    signed: Signed | None = None
    faults: list[Fault] = field(default_factory=list)
    roots: dict[int, bytes] = field(default_factory=dict)


Visit = Callable[[int, bytes], None]


@dataclass(frozen=True)
class Published:
    """The files of a published log, wherever they lie: in a folder, in a bundle. `names` in any order."""

    fetch: Fetch
    names: Iterable[str]


def folder_of(path: Path) -> Published:
    names = (file.relative_to(path).as_posix() for file in path.rglob("*") if not file.is_dir())
    return Published(fetch_from(path), names)


def check_log(
    files: Published,
    policy: Policy,
    *,
    visit: Visit | None = None,
    sizes: Iterable[int] = (),
    official: bool = False,
    strangers: bool = True,
) -> Walked:
    """Every entry, tile and signature of a published log, recomputed.

    visit  called with (index, leaf) of each entry in order
    sizes  former sizes whose roots are wanted in `roots`
    official   ask for the policy's quorum; strangers  allow signatures by keys that the policy does not name
    """
    walked = Walked()
    try:
        signed = check_checkpoint(files.fetch("checkpoint"), policy)
    except BadProof as error:
        walked.faults.append(Fault("checkpoint", str(error)))
        return walked
    if official and not signed.is_official:
        try:
            require_official(signed, policy)
        except BadProof as error:
            walked.faults.append(Fault("checkpoint", str(error)))
    if not strangers:
        known = {(key.name, key.key_id) for key in policy.keys}
        for line in read_note(signed.note).lines:
            if (line.name, line.key_id) not in known:
                why = f"signed by {line.name} ({line.key_id.hex()}), whom the policy does not name\n{signed.note.decode()}"
                walked.faults.append(Fault("checkpoint", why))
    walked.size = signed.at.size
    walked.signed = signed
    _walk(files.fetch, signed, walked, visit, sorted(sizes))
    walked.faults += _unexpected(files.names, signed.at.size)
    return walked


def _walk(fetch: Fetch, signed: Signed, walked: Walked, visit: Visit | None, sizes: list[int]) -> None:
    """Bundles from left to right: each leaf hash against its tile, each full tile against the hash above it."""
    size = signed.at.size
    read = TileReader(fetch, size, cached=8)
    frontier = Frontier()
    rows: list[list[bytes]] = []
    wanted = [n for n in sizes if n <= size]
    sha, add = hashlib.sha256, walked.faults.append

    def compare(level: int, number: int, hashes: list[bytes]) -> None:
        """A tile against what lies below it. Which of the two is wrong, the signed root tells where the tiles reach it."""
        try:
            stated = read.tile(level, number)
            if stated == hashes:
                return
            place = next(i for i, (a, b) in enumerate(zip(stated, hashes, strict=True)) if a != b)
            tile = tile_path(level, number, len(hashes))
            below = number * WIDTH + place
            if level == 0 and _is_vouched_for(read, number, signed.at.root):
                add(
                    Fault(
                        tile_path("entries", number, len(hashes)),
                        f"entry {below} has not the hash that {tile} states and the root needs",
                    )
                )
            else:
                what = f"entry {below}" if level == 0 else tile_path(level - 1, below)
                add(Fault(tile, f"hash {place} is not that of {what}"))
        except BadProof as error:
            add(Fault(str(error).split(":", 1)[0], str(error)))

    def rise(level: int, node: bytes) -> None:
        if level == len(rows):
            rows.append([])
        rows[level].append(node)

    index = 0
    for number in range(-(-size // WIDTH)):
        try:
            entries = read.bundle(number)
        except BadProof as error:
            add(Fault(str(error).split(":", 1)[0], str(error)))
            return
        hashes = [sha(b"\x00" + entry).digest() for entry in entries]
        if visit is not None:
            for offset, entry in enumerate(entries):
                visit(index + offset, entry)
        compare(0, number, hashes)
        if wanted and wanted[0] <= index + len(hashes):
            for node in hashes:
                frontier.append(node)
                while wanted and wanted[0] <= frontier.size:
                    walked.roots[wanted.pop(0)] = frontier.root()
        elif len(hashes) == WIDTH:
            _append_full(frontier, hashes)
        else:
            for node in hashes:
                frontier.append(node)
        index += len(hashes)
        if len(hashes) == WIDTH:
            level, node = 1, _top(hashes)
            if not rows:
                rows.append([])  # level 0 is compared bundle by bundle
            rise(1, node)
            while len(rows[level]) == WIDTH:
                compare(level, ((index >> (8 * level)) - 1) // WIDTH, rows[level])
                node, rows[level] = _top(rows[level]), []
                level += 1
                rise(level, node)
    for level, row in enumerate(rows):
        if row:
            compare(level, (size >> (8 * level)) // WIDTH, row)
    if 0 in sizes:
        walked.roots[0] = Frontier().root()
    if frontier.root() != signed.at.root:
        here = Checkpoint(signed.at.origin, size, frontier.root())
        add(Fault("checkpoint", "the entries give another root than the signed one\nsigned:\n"
                  f"{signed.note.decode()}\nfrom the entries as they lie:\n{here.text.decode()}"))  # fmt: skip


def _is_vouched_for(read: TileReader, number: int, root: bytes) -> bool:
    """Whether the hash tiles give the signed root and this one of level 0 is the one that they give it with."""
    try:
        if read.root() != root:
            return False
        if (number + 1) * WIDTH > read.size:
            return True  # the unfinished tile is part of the root itself
        path, top = prove_inclusion(read, number * WIDTH, read.size), read.tile(0, number)[0]
        return implied_root(top, number * WIDTH, read.size, path) == root and _top(
            read.tile(0, number)
        ) == read.node(8, number)
    except BadProof:
        return False


def _top(hashes: list[bytes]) -> bytes:
    row = hashes
    while len(row) > 1:
        row = up_one(row)
    return row[0]


def _append_full(frontier: Frontier, hashes: list[bytes]) -> None:
    """256 leaves at once, where the frontier ends at a multiple of 256."""
    above = Frontier(frontier.size // WIDTH, frontier.peaks)
    above.append(_top(hashes))
    frontier.peaks, frontier.size = above.peaks, above.size * WIDTH


def _unexpected(names: Iterable[str], size: int) -> list[Fault]:
    """Files that no checkpoint of this size promises; partial tiles of former sizes may stay."""
    known = ("checkpoint", "policy.txt")
    strange = sorted(name for name in names if name not in known and not _is_tile_of(name, size))
    return [Fault(name, "does not belong to this log") for name in strange]


def _is_tile_of(name: str, size: int) -> bool:
    parts = name.split("/")
    if len(parts) < 3 or parts[0] != "tile":
        return False
    level = 0 if parts[1] == "entries" else int(parts[1]) if parts[1].isdecimal() else 99
    whole, _, width_text = name.partition(".p/")
    width = int(width_text) if width_text.isdecimal() else WIDTH
    digits = [part.removeprefix("x") for part in whole.split("/")[2:]]
    if not all(digit.isdecimal() for digit in digits):
        return False
    number = int("".join(digits))
    wanted = tile_path(parts[1] if parts[1] == "entries" else level, number, width)
    return wanted == name and number * WIDTH + width <= (size >> (8 * level))


def check_vault(vault: "Vault") -> list[Fault]:
    """Every fault of a vault: policy, log, former heads, intents, sealed bytes, disclosures. Empty when all holds."""
    try:
        policy = vault.policy
    except (BadProof, Misuse) as error:
        return [Fault("log/policy.txt", str(error))]
    seen = _Seen(vault)
    heads = dict(vault.state.heads())
    walked = check_log(folder_of(vault.log.folder), policy, visit=seen.visit, sizes=heads, strangers=False)
    faults = [Fault(f"log/{fault.item}", fault.why) for fault in walked.faults]
    if vault.state.last_intent() is None and [fault.item for fault in faults] == ["log/checkpoint"]:
        faults = []  # nothing was ever signed here: a new vault, or entries that wait for their first checkpoint
    for size, note in heads.items():
        faults += _head_faults(size, note, policy, walked)
    last = vault.state.last_intent()
    if last is not None and last[0] > walked.size and not any(f.item == "log/checkpoint" for f in faults):
        then = Checkpoint(vault.origin, *last).text.decode()
        now = vault.log.checkpoint_path.read_text(encoding="utf-8", errors="replace")
        why = f"goes back: it has size {walked.size}, and {last[0]} was signed before\nbefore:\n{then}\nnow:\n{now}"
        faults.append(Fault("log/checkpoint", why))
    for index, leaf in vault.state.pending(walked.size):
        seen.visit(index, leaf)
    if walked.signed is not None:
        heads[walked.size] = walked.signed.note
    return faults + seen.finish(heads)


def _head_faults(size: int, note: bytes, policy: Policy, walked: Walked) -> list[Fault]:
    item = f"head {size}"
    try:
        head = read_checkpoint_text(read_note(note).text)
    except BadProof as error:
        return [Fault(item, str(error))]
    if size > walked.size:
        return (
            [Fault(item, f"was published, the log now has {walked.size} entries\n{note.decode()}")]
            if walked.size
            else []
        )
    if size in walked.roots and walked.roots[size] != head.root:
        now = Checkpoint(head.origin, size, walked.roots[size])
        return [
            Fault(
                item,
                f"the log was changed after it was signed\nsigned then:\n{note.decode()}\nthe same size now:\n{now.text.decode()}",
            )
        ]
    return []


class _Seen:
    """What the entries say, gathered on the walk, compared with what is held at its end."""

    def __init__(self, vault: "Vault") -> None:
        self.vault = vault
        self.faults: list[Fault] = []
        self.held = vault.state.all_disclosures()
        self.at, self.disclosures = next(self.held, (-1, []))
        self.sealed: dict[str, int] = {}
        self.erased: set[str] = set()
        self.policy: dict[str, Any] | None = None
        self.held_back = dict(vault.state.all_held_back())
        self.anchored: dict[tuple[int, str], str] = {}

    def visit(self, index: int, leaf: bytes) -> None:
        try:
            entry = read_leaf(leaf, index)
        except BadProof as error:
            self.faults.append(Fault(f"entry {index}", str(error)))
            return
        while 0 <= self.at < index:
            self.at, self.disclosures = next(self.held, (-1, []))
        if self.at == index:
            committed = set(entry.get("_sd") or ())
            for place, disclosure in enumerate(self.disclosures):
                if disclosure_digest(disclosure) not in committed:
                    self.faults.append(
                        Fault(
                            f"entry {index}",
                            f"its field number {place}, as held here, is not the one committed to",
                        )
                    )
        for disclosure in self.held_back.get(index, ()):
            if disclosure_digest(disclosure) not in set(entry.get("_sd") or ()):
                self.faults.append(Fault(f"entry {index}", "a field held back here is not one committed to"))
        for item in entry.get("obj") or ():
            self.sealed[str(item["d"]).removeprefix("sha256:")] = index
        public = entry.get("pub") or {}
        if entry["kind"] == "erasure":
            self.erased.update(str(name) for name in public.get("blobs", ()))
        if entry["kind"] == "anchor" and public.get("what") == "anchored":
            self.anchored[int(public["size"]), str(public["authority"])] = str(public["sha256"])
        if entry["kind"] == "policy" and "sha256" in public:
            self.policy = public

    def finish(self, heads: dict[int, bytes]) -> list[Fault]:
        vault = self.vault
        if self.policy and hashlib.sha256(vault.policy_bytes).hexdigest() != self.policy["sha256"]:
            self.faults.append(
                Fault(
                    "log/policy.txt",
                    f"its bytes are not those that the log states (SHA-256 {self.policy['sha256']})",
                )
            )
        for stored, index in sorted(self.sealed.items(), key=lambda item: item[1]):
            if stored in self.erased:
                if vault.blobs.path(stored).exists():
                    self.faults.append(Fault(f"blobs/{stored[:2]}/{stored}", "was erased, and is there"))
                continue
            try:
                vault.blobs.check(stored)
            except BadProof as error:
                self.faults.append(
                    Fault(f"blobs/{stored[:2]}/{stored}", f"{error} (sealed by entry {index})")
                )
        for path in sorted(vault.blobs.folder.glob("*/*")):
            if path.name not in self.sealed:
                self.faults.append(
                    Fault(f"blobs/{path.parent.name}/{path.name}", "no entry of the log seals it")
                )
        checkpoints = {size: read_checkpoint_text(read_note(note).text) for size, note in heads.items()}
        self.faults += check_anchors(vault, checkpoints, self.anchored)
        rows = {row.stored: row for row in vault.state.blobs()}
        for stored, index in self.sealed.items():
            if stored not in rows and stored not in self.erased:
                self.faults.append(
                    Fault(f"entry {index}", f"seals {stored}, which the vault's own table does not know")
                )
        return self.faults


def faults_text(faults: list[Fault]) -> str:
    return "\n".join(f"  {fault}" for fault in faults)


def faults_json(faults: list[Fault]) -> str:
    return json.dumps([{"item": fault.item, "why": fault.why} for fault in faults], ensure_ascii=False)


__all__ = [
    "Fault",
    "Published",
    "Walked",
    "check_log",
    "folder_of",
    "check_vault",
    "faults_json",
    "faults_text",
    "leaf_hash",
]
