"""A working day of a small vault, recorded; and what must hold of every state that a crash in it could leave."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from holdfire.investigate.new_case import example_entropy
from holdfire.model.errors import BadProof, HoldfireError
from holdfire.vault.checkpoint import read_checkpoint_text
from holdfire.vault.export import published_files
from holdfire.vault.note import read_note
from holdfire.vault.tiles import TileReader
from holdfire.vault.vault import Vault, create_vault

from .conftest import NOON
from .crash_disk import Image, Op, RecordingDisk, ack, record


def work(
    folder: Path, skip: Callable[[Op], bool] = lambda op: False
) -> tuple[RecordingDisk, dict[str, bytes], Vault]:
    """(the record, the files before it began, the vault): single seals, batches, flushes, a tile that fills, a large file."""
    vault = create_vault(
        folder / "vault", origin="holdfire.example/crash", cosigners=["A"], entropy=example_entropy("crash")
    )
    for number in range(121):  # 244 entries: the first tile fills during the record
        vault.seal(b"before %d" % number, record={}, by="m", at=NOON)
    vault.commit()
    start = {
        p.relative_to(vault.path).as_posix(): p.read_bytes() for p in vault.path.rglob("*") if p.is_file()
    }
    disk = record(vault, skip)
    vault.remember("recording", b"1")  # the first durable facts
    ack(disk, vault)
    for turn in range(14):
        at = NOON + timedelta(minutes=turn)
        if turn % 4 == 3:  # more than FEW files: one sync_all for all
            for number in range(11):
                vault.seal(b"batch %d %d" % (turn, number), record={}, by="m", at=at)
        elif turn == 6:
            large = folder / "large.bin"
            large.write_bytes(b"large" * 300_000)
            vault.seal(large, record={}, by="m", at=at)
        else:
            vault.seal(b"single %d" % turn, record={}, by="m", at=at)
        if turn % 3 == 1:
            vault.flush()
        else:
            vault.commit()
        ack(disk, vault)
    return disk, start, vault


@lru_cache(maxsize=64)
def _parsed(note: bytes) -> tuple[int, bytes] | None:
    try:
        at = read_checkpoint_text(read_note(note).text)
    except HoldfireError:
        return None
    return at.size, at.root


@lru_cache(maxsize=100_000)
def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def judge(image: Image) -> str | None:
    """The first promise that this state breaks; None when it keeps them all.

    The checkpoint is whole, no older than what was acknowledged, and of a root that was intended; every tile and bundle that
    it promises is there and gives that root; every blob that a durable entry seals is there, whole.
    """
    parsed = _parsed(image.files.get("log/checkpoint", b""))
    if parsed is None:
        return "the checkpoint is gone or torn"
    size, root = parsed
    if size < image.acked_size:
        return f"the checkpoint goes back from {image.acked_size} to {size}"
    if size in image.db["intents"] and image.db["intents"][size] != root:
        return f"checkpoint {size} has another root than was intended"
    fault = _log_fault(tuple((name, image.files.get(f"log/{name}")) for name in _promised(size)), size, root)
    if fault is not None:
        return fault
    for stored in image.db["blobs"]:
        data = image.files.get(f"blobs/{stored[:2]}/{stored}")
        if data is None or _digest(data) != stored:
            return f"blob {stored} of an acknowledged entry is gone or torn"
    return None


@lru_cache(maxsize=64)
def _promised(size: int) -> tuple[str, ...]:
    return tuple(published_files(size))


@lru_cache(maxsize=4096)
def _log_fault(files: tuple[tuple[str, bytes | None], ...], size: int, root: bytes) -> str | None:
    held = dict(files)
    missing = [name for name, data in files if data is None]
    if missing:
        # a partial tile may be served from the full one; this log's own reader says what it makes of it
        return f"{missing[0]} is promised by checkpoint {size} and gone"

    def fetch(path: str) -> bytes:
        if path not in held:
            raise BadProof(f"{path}: not there")
        return held[path] or b""

    read = TileReader(fetch, size)
    try:
        entries = [entry for number in range(-(-size // 256)) for entry in read.bundle(number)]
        leaves = [hashlib.sha256(b"\0" + entry).digest() for entry in entries]
        tiles = [node for number in range(-(-size // 256)) for node in read.tile(0, number)]
        if leaves != tiles:
            return f"the bundles of checkpoint {size} are not those of its tiles"
        if read.root() != root:
            return f"the tiles of checkpoint {size} give another root"
    except HoldfireError as error:
        return f"checkpoint {size}: {error}"
    return None
