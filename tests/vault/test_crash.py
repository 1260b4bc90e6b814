"""A crash at any moment loses nothing that was acknowledged and makes no checkpoint lie."""

import random
from pathlib import Path

import pytest

from holdfire.vault.vault import open_vault

from .conftest import NOON
from .crash_disk import Image, Op, enumerate_crashes
from .crash_work import judge, work

BUGS = {
    "blobs are not synced": lambda op: op.kind == "sync" and op.path.startswith("tmp/blob"),
    "folders of blobs are not synced": lambda op: op.kind == "sync_folder" and op.path.startswith("blobs"),
    "tiles are not synced": lambda op: op.kind == "sync" and op.path.startswith("tmp/tile"),
    "folders of tiles are not synced": lambda op: op.kind == "sync_folder" and op.path.startswith("log/tile"),
    "the checkpoint is not synced": lambda op: op.kind == "sync" and op.path.startswith("tmp/checkpoint"),
    "the log's folder is not synced": lambda op: op.kind == "sync_folder" and op.path == "log",
    "nothing is synced at once": lambda op: op.kind == "sync_all",
}


def test_no_state_after_a_crash_breaks_a_promise(tmp_path):
    disk, start, vault = work(tmp_path)
    found = enumerate_crashes(disk.ops, start, judge, seed=1, at_most=60)
    vault.close()
    assert found.violations == []
    assert found.states > 2_000


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_ordering_bug_is_found(tmp_path, bug):
    disk, start, vault = work(tmp_path, BUGS[bug])
    found = enumerate_crashes(disk.ops, start, judge, seed=2, at_most=25)
    vault.close()
    assert found.violations


def test_a_checkpoint_published_before_its_tiles_is_found(tmp_path):
    disk, start, vault = work(tmp_path)
    vault.close()
    ops = list(disk.ops)
    places = [i for i, op in enumerate(ops) if op.kind == "rename" and op.target == "log/checkpoint"]
    for place in places:  # each checkpoint is created, synced and renamed before the tiles of its turn
        first = max(i for i in range(place) if ops[i].kind == "ack") + 1
        moved = [op for op in ops[first : place + 1] if op.path.startswith("tmp/checkpoint")]
        rest = [op for op in ops[first : place + 1] if not op.path.startswith("tmp/checkpoint")]
        early = next((i for i, op in enumerate(rest) if op.path.startswith("tmp/tile")), 0)
        ops[first : place + 1] = [*rest[:early], *moved, *rest[early:]]
    assert enumerate_crashes(ops, start, judge, seed=3, at_most=25).violations


def recover(folder: Path, image: Image, start: dict[str, bytes]) -> None:
    """Lay the image out as files, with SQLite's durable bytes, and go on working."""
    for name, data in {
        **{n: d for n, d in start.items() if n.startswith("private/keys")},
        **image.files,
    }.items():
        if not name.startswith("private/state"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
    (folder / "tmp").mkdir(exist_ok=True)
    (folder / "private" / "state.sqlite").write_bytes(image.db["sqlite"])
    (folder / "private" / "lock").write_bytes(b"-the start of the machine before the power failed")
    vault = open_vault(folder)
    before = len(list(vault.entries()))
    vault.seal(b"after the crash", record={}, by="m", at=NOON)
    vault.commit()
    assert vault.check() == []  # a blob whose entry was never acknowledged is cleared away as well
    assert len(list(vault.entries())) == before + 2
    vault.close()


def test_the_vault_goes_on_from_what_a_crash_left(tmp_path):
    disk, start, vault = work(tmp_path)
    found = enumerate_crashes(disk.ops, start, judge, seed=4, at_most=40, keep=400)
    vault.close()
    chosen = random.Random(4).sample(found.kept, min(6, len(found.kept)))
    assert chosen
    for number, image in enumerate(chosen):
        recover(tmp_path / f"image-{number}", image, start)


@pytest.mark.slow
def test_a_hundred_thousand_crash_states_break_no_promise(tmp_path):
    disk, start, vault = work(tmp_path)
    found = enumerate_crashes(disk.ops, start, judge, seed=5, at_most=1_300, keep=60)
    vault.close()
    assert found.violations == []
    assert found.states >= 100_000
    print(f"{found.states} crash states, none breaks a promise")
    for number, image in enumerate(random.Random(5).sample(found.kept, min(60, len(found.kept)))):
        recover(tmp_path / f"image-{number}", image, start)


@pytest.mark.slow
@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_bug_breaks_many_states(tmp_path, bug):
    disk, start, vault = work(tmp_path, BUGS[bug])
    found = enumerate_crashes(disk.ops, start, judge, seed=6, at_most=200)
    vault.close()
    print(f"{bug}: {len(found.violations)} of {found.states} states")
    assert found.violations
    assert isinstance(disk.ops[0], Op)
