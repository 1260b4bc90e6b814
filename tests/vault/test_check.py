"""`holdfire verify`: after any alteration, removal, reordering or backdating the exact item is named."""

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from holdfire.model.errors import BadProof
from holdfire.vault.check import Published, check_log, folder_of
from holdfire.vault.tiles import bundle_bytes, split_bundle, tile_path, tiles_of
from holdfire.vault.vault import Vault, open_vault
from holdfire.vault.verify import verify_anything

from .conftest import NOON


def items(vault: Vault) -> list[str]:
    return [fault.item for fault in vault.check()]


def edit_bundle(vault: Vault, number: int, change: Callable[[list[bytes]], list[bytes]]) -> None:
    size = vault.checkpoint().size
    width = min(256, size - 256 * number)
    path = vault.log.folder / tile_path("entries", number, width)
    path.write_bytes(bundle_bytes(change(split_bundle(path.read_bytes(), "", width))))


def test_a_vault_that_nobody_touched_holds(make_vault):
    vault = make_vault(count=140)
    assert vault.check() == []
    assert verify_anything(vault.path).faults == []


def test_a_removed_exhibit_is_named(make_vault):
    vault = make_vault(count=3)
    row = sorted(vault.state.blobs(), key=lambda row: row.log_index)[1]
    vault.blobs.path(row.stored).unlink()
    faults = vault.check()
    assert [fault.item for fault in faults] == [f"blobs/{row.stored[:2]}/{row.stored}"]
    assert f"entry {row.log_index}" in faults[0].why


def test_an_added_file_is_named(make_vault):
    vault = make_vault(count=2)
    stranger = vault.blobs.folder / "ab" / ("ab" + "0" * 62)
    stranger.parent.mkdir(exist_ok=True)
    stranger.write_bytes(b"slipped in")
    (vault.log.folder / "tile" / "0" / "777").write_bytes(b"x")
    assert items(vault) == ["log/tile/0/777", f"blobs/ab/{stranger.name}"]


def test_an_altered_entry_is_named(make_vault):
    vault = make_vault(count=3)
    edit_bundle(
        vault, 0, lambda entries: [*entries[:2], entries[2].replace(b'"mission"', b'"nobody!"'), *entries[3:]]
    )
    assert "log/tile/entries/000.p/8" in items(vault)
    assert any("entry 2" in str(fault) for fault in vault.check())


def test_a_backdated_entry_is_named(make_vault):
    vault = make_vault(count=3)
    edit_bundle(
        vault,
        0,
        lambda entries: [*entries[:4], entries[4].replace(b"2020-07-12", b"2020-07-02"), *entries[5:]],
    )
    assert any("entry 4" in str(fault) for fault in vault.check())


def test_reordered_entries_are_named(make_vault):
    vault = make_vault(count=3)
    edit_bundle(vault, 0, lambda entries: [*entries[:2], entries[4], entries[3], entries[2], *entries[5:]])
    assert any("entry 2" in str(fault) for fault in vault.check())


def test_a_removed_entry_is_named(make_vault):
    vault = make_vault(count=3)
    edit_bundle(vault, 0, lambda entries: entries[:-1])
    assert any("tile/entries/000.p/8" in fault.item for fault in vault.check())


def test_a_history_rewritten_with_the_logs_own_key_contradicts_the_former_head(make_vault):
    """The operator has the log's key, rewrites everything consistently, and keeps its own former heads out of sight."""
    vault = make_vault(count=3)
    vault.append("review", {"what": "note"}, by="mission", at=NOON)
    vault.commit()
    rewritten = make_vault("rewritten")
    for number in range(5):
        rewritten.seal(b"another story %d" % number, record={}, by="mission", at=NOON)
    rewritten.commit()
    shutil.rmtree(vault.log.folder / "tile")
    for name in ("tile", "checkpoint"):
        source = rewritten.log.folder / name
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, vault.log.folder / name)
    faults = [fault for fault in vault.check() if fault.item.startswith("head")]
    assert [fault.item for fault in faults] == ["head 8"]
    assert "signed then:" in faults[0].why
    assert "the same size now:" in faults[0].why


def test_a_checkpoint_that_goes_back_is_named_with_both(make_vault):
    vault = make_vault(count=2)
    old = (vault.log.folder / "checkpoint").read_bytes()
    vault.append("review", {"what": "note"}, by="mission", at=NOON)
    vault.commit()
    (vault.log.folder / "checkpoint").write_bytes(old)
    fault = next(fault for fault in vault.check() if fault.item == "log/checkpoint")
    assert "goes back" in fault.why


def test_a_former_size_is_never_signed_with_another_root(make_vault):
    """Entries lost from the state (a restored copy), and the next ones take their places."""
    vault = make_vault(count=1)
    shutil.copytree(vault.path, vault.path.parent / "copy")
    vault.append("review", {"what": "one"}, by="mission", at=NOON)
    vault.commit()
    copy = open_vault(vault.path.parent / "copy")
    size, root = vault.state.last_intent()
    copy.state.add_intent(size, root)  # the intent is durable; what it was for is not
    copy.append("review", {"what": "another"}, by="mission", at=NOON)
    with pytest.raises(BadProof, match="split view") as refused:
        copy.commit()
    assert "before:" in str(refused.value)
    assert "now:" in str(refused.value)
    copy.close()


def test_a_tile_that_rotted_stops_the_next_signature(make_vault):
    vault = make_vault(count=20)
    path = vault.log.folder / "tile" / "0" / "000.p" / "42"
    path.write_bytes(path.read_bytes()[:-1] + b"\x00")
    vault.append("review", {"what": "note"}, by="mission", at=NOON)
    with pytest.raises(BadProof, match="nothing was signed"):
        vault.commit()


def test_a_disclosure_that_was_altered_is_named(make_vault):
    vault = make_vault(count=2)
    index, held = next(vault.state.all_disclosures())
    vault.state.replace_disclosures(index, [*held[:-1], held[-1][:-4] + "AAAA"])
    assert items(vault) == [f"entry {index}"]


def is_flip_found(files: dict[str, bytes], name: str, bit: int, policy) -> bool:
    data = bytearray(files[name])
    data[bit // 8] ^= 1 << bit % 8
    changed = {**files, name: bytes(data)}

    def fetch(path: str) -> bytes:
        if path not in changed:
            raise BadProof(f"{path}: not there")
        return changed[path]

    return bool(check_log(Published(fetch, changed), policy, official=True).faults)


def test_no_flipped_bit_of_what_is_published_passes(make_vault):
    vault = make_vault(count=150)
    folder = vault.log.folder
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    files = {name: (folder / name).read_bytes() for name in sorted(names) if name != "policy.txt"}
    source = random.Random(1)
    for number in range(250):
        name = "checkpoint" if number % 3 == 0 else source.choice(sorted(files))
        bit = source.randrange(8 * len(files[name]))
        assert is_flip_found(files, name, bit, vault.policy), f"bit {bit} of {name}"


def test_one_flipped_byte_of_any_file_of_the_vault_is_named(make_vault):
    vault = make_vault(count=4)
    published = sorted(
        path for folder in ("log", "blobs") for path in (vault.path / folder).rglob("*") if path.is_file()
    )
    for path in published:
        whole = path.read_bytes()
        place = len(whole) // 2
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x01]) + whole[place + 1 :])
        named = [fault.item for fault in verify_anything(vault.path).faults]
        assert path.relative_to(vault.path).as_posix() in named, path
        path.write_bytes(whole)
    assert verify_anything(vault.path).faults == []


def test_a_log_folder_is_checked_under_a_policy_of_the_readers_own(make_vault, tmp_path):
    vault = make_vault(count=3)
    mine = tmp_path / "policy.txt"
    mine.write_bytes(vault.policy_bytes)
    assert verify_anything(vault.log.folder, mine).faults == []
    lines = [line for line in vault.signed().note.decode().splitlines(keepends=True) if "/B " not in line]
    (vault.log.folder / "checkpoint").write_text("".join(lines))
    (fault,) = verify_anything(vault.log.folder, mine).faults
    assert fault.item == "checkpoint"
    assert "missing B" in fault.why


def test_the_answer_as_json_names_the_items(make_vault):
    vault = make_vault(count=1)
    (vault.log.folder / "checkpoint").unlink()
    said = json.loads(verify_anything(vault.log.folder).json())
    assert said["holds"] is False
    assert said["faults"][0]["item"] == "checkpoint"


@pytest.mark.parametrize(
    ("size", "expected"),
    [(0, []), (1, ["tile/0/000.p/1"]), (256, ["tile/0/000", "tile/1/000.p/1"]), (257, ["tile/0/000", "tile/0/001.p/1", "tile/1/000.p/1"])],
)  # fmt: skip
def test_a_log_of_each_size_has_these_tiles(size, expected):
    assert [tile_path(*tile) for tile in tiles_of(size)] == expected


def test_seventy_thousand_entries_have_the_tiles_that_the_specification_counts():
    tiles = list(tiles_of(70_000))
    assert sum(level == 0 and width == 256 for level, _, width in tiles) == 273
    assert [(level, width) for level, _, width in tiles if width < 256] == [(0, 112), (1, 17), (2, 1)]


def test_a_number_is_written_in_groups_of_three():
    assert tile_path(0, 1234067) == "tile/0/x001/x234/067"
    assert tile_path("entries", 999, 5) == "tile/entries/999.p/5"


def test_partial_tiles_of_former_checkpoints_stay_until_the_full_one_is_there(make_vault):
    vault = make_vault(count=1)
    for number in range(3):
        vault.append("review", {"n": number}, by="mission", at=NOON)
        vault.commit()
    folder = vault.log.folder / "tile" / "0" / "000.p"
    assert sorted(int(path.name) for path in folder.iterdir()) == [4, 5, 6, 7]
    for number in range(260):
        vault.append("review", {"n": number}, by="mission", at=NOON)
    vault.commit()
    assert not folder.exists()
    assert check_log(folder_of(vault.log.folder), vault.policy).faults == []
    assert isinstance(vault.path, Path)
