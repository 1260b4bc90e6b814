"""What the vault promises to the other rooms."""

import errno
import os
from datetime import timedelta

import pytest

from holdfire.model.errors import BadProof, Misuse, Unreadable
from holdfire.vault import disk
from holdfire.vault.vault import create_vault, open_vault
from holdfire.vault.writing import _boot_id

from .conftest import NOON


def test_the_same_bytes_again_are_one_exhibit_and_one_more_custody_event(make_vault):
    vault = make_vault()
    first = vault.seal(b"one shot", record={"source_id": "a"}, by="mission", at=NOON)
    second = vault.seal(b"one shot", record={"source_id": "b"}, by="mission", at=NOON + timedelta(hours=1))
    vault.commit()
    assert (first.is_new, second.is_new) == (True, False)
    assert first.sha256 == second.sha256
    assert first.exhibit_id == f"ex-{first.sha256[:12]}"
    kinds = [(entry.kind, (entry.body or {}).get("action")) for entry in vault.entries()]
    assert kinds[2:] == [("exhibit", None), ("custody", "acquired"), ("custody", "acquired_again")]


def test_a_log_opens_with_its_roster_and_policy(make_vault):
    entries = list(make_vault(count=1).entries())
    assert [entry.kind for entry in entries[:2]] == ["roster", "policy"]
    assert [c["name"] for c in entries[0].body["cosigners"]] == ["A", "B", "mission"]


def test_what_was_taken_in_comes_back_byte_for_byte_and_record_by_record(make_vault):
    vault = make_vault()
    sealed = vault.seal(
        b"\x00\xff text", record={"url": "https://x.example", "note": None}, by="mission", at=NOON
    )
    vault.commit()
    again = open_vault(vault.path)
    assert again.blob(sealed.sha256) == b"\x00\xff text"
    assert again.blob_path(sealed.sha256).read_bytes() == b"\x00\xff text"
    entry = next(e for e in again.entries() if e.kind == "exhibit")
    assert entry.body == {
        "exhibit_id": sealed.exhibit_id,
        "sha256": sealed.sha256,
        "byte_count": 7,
        "url": "https://x.example",
    }
    again.close()


def test_names_of_sources_and_files_are_not_in_the_published_folder(make_vault):
    vault = make_vault(count=5)
    published = b"".join(p.read_bytes() for p in vault.log.folder.rglob("*") if p.is_file())
    assert b"note-3.txt" not in published
    assert b"post-1" not in published


def test_two_vaults_from_the_same_example_bytes_are_the_same(make_vault):
    one, two = make_vault("one", count=3), make_vault("two", count=3)
    assert one.checkpoint() == two.checkpoint()
    assert [e.leaf_hash for e in one.entries()] == [e.leaf_hash for e in two.entries()]


def test_what_is_staged_but_not_flushed_is_gone_when_the_writer_goes(make_vault):
    vault = make_vault(count=1)
    size = vault.checkpoint().size
    vault.append("review", {"what": "join"}, by="mission", at=NOON)
    vault.abandon()
    assert len(list(vault.entries())) == size


def test_a_flushed_entry_waits_for_the_next_checkpoint(make_vault):
    vault = make_vault(count=1)
    index = vault.append("review", {"what": "join"}, by="mission", at=NOON)
    vault.flush()
    again = open_vault(vault.path)
    assert again.checkpoint().size == index
    assert list(again.entries())[-1].body == {"what": "join"}
    again.commit()
    assert again.checkpoint().size == index + 1
    assert again.check() == []
    again.close()


def test_a_time_without_a_zone_is_refused(make_vault):
    vault = make_vault()
    with pytest.raises(Misuse, match="no zone"):
        vault.append("review", {"what": "join"}, by="mission", at=NOON.replace(tzinfo=None))


def test_custody_of_bytes_never_sealed_is_refused(make_vault):
    with pytest.raises(Misuse, match="not sealed here"):
        make_vault().custody("0" * 64, action="copied", by="mission", at=NOON)


def test_an_altered_blob_is_never_handed_out(make_vault):
    vault = make_vault(count=1)
    row = next(vault.state.blobs())
    path = vault.blobs.path(row.stored)
    path.write_bytes(path.read_bytes().replace(b"0", b"9"))
    with pytest.raises(BadProof, match=row.stored):
        vault.blob(row.sha256)
    assert [fault.item for fault in vault.check()] == [f"blobs/{row.stored[:2]}/{row.stored}"]


def test_a_refused_exhibit_takes_nothing_with_it_and_leaves_nothing(make_vault, tmp_path):
    vault = make_vault()
    first = vault.seal(b"first", record={}, by="mission", at=NOON)
    with pytest.raises(Unreadable, match="cannot be read"):
        vault.seal(tmp_path / "not there", record={}, by="mission", at=NOON)
    with pytest.raises(Misuse, match="field when: datetime"):
        vault.seal(b"second", record={"when": NOON}, by="mission", at=NOON)
    vault.commit()
    assert vault.blob(first.sha256) == b"first"
    assert len(list(vault.entries())) == 4
    assert vault.check() == []


def test_an_encrypted_exhibit_taken_in_again_is_not_stored_twice(make_vault):
    vault = make_vault()
    for _ in range(2):
        vault.seal(b"named", record={}, by="mission", at=NOON, encrypt=True)
    vault.commit()
    vault.seal(b"named", record={}, by="mission", at=NOON, encrypt=True)
    vault.commit()
    assert len([path for path in vault.blobs.folder.glob("*/*") if path.is_file()]) == 1
    assert vault.check() == []


def orphan_in(vault):
    orphan = vault.blobs.path("ab" + "0" * 62)
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"never acknowledged")
    return orphan


@pytest.mark.parametrize(
    "lock",
    [b"w" + _boot_id(), b"-another-start-of-the-machine", b""],
    ids=["killed", "power failure", "torn"],
)
def test_what_a_stopped_writer_placed_without_an_entry_is_swept_away(make_vault, lock):
    vault = make_vault(count=1)
    orphan = orphan_in(vault)
    (vault.path / "private" / "lock").write_bytes(lock)
    vault.append("review", {"what": "note"}, by="mission", at=NOON)
    vault.commit()
    assert not orphan.exists()
    assert vault.check() == []
    assert (vault.path / "private" / "lock").read_bytes() == b"-" + _boot_id()


def test_no_writer_sweeps_after_another_that_ended_well(make_vault):
    vault = make_vault(count=1)
    orphan = orphan_in(vault)
    vault.seal(b"one more", record={}, by="mission", at=NOON)
    vault.flush()
    assert orphan.exists()
    assert [fault.item for fault in vault.check()] == [f"blobs/ab/{orphan.name}"]


def test_a_seal_that_fails_half_way_leaves_nothing_of_itself_and_all_before_it(make_vault, monkeypatch):
    vault = make_vault(count=1)
    size = len(list(vault.entries()))
    before = vault.seal(b"before", record={}, by="mission", at=NOON)

    def fails(*_args):
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr("holdfire.vault.vault.capture_facts", fails)  # after the exhibit's entry and custody
        with pytest.raises(Unreadable, match="Input/output error"):
            vault.seal(b"fails", record={}, by="mission", at=NOON)
    after = vault.seal(b"after", record={}, by="mission", at=NOON)
    vault.commit()
    assert [entry.subject for entry in list(vault.entries())[size:]] == [before.exhibit_id] * 2 + [
        after.exhibit_id
    ] * 2
    assert vault.blob(before.sha256) == b"before"
    assert vault.check() == []
    assert not list((vault.path / "tmp").iterdir())


def test_a_flush_after_part_of_the_group_was_forgotten_says_so(make_vault):
    vault = make_vault(count=1)
    vault.seal(b"before", record={}, by="mission", at=NOON)

    class Interrupting(dict):
        def items(self):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        vault.append("review", Interrupting(a=1), by="mission", at=NOON)
    with pytest.raises(Unreadable, match="do it again"):
        vault.flush()
    vault.seal(b"before", record={}, by="mission", at=NOON)
    vault.commit()
    assert vault.check() == []


def test_a_transaction_that_the_database_gave_up_is_never_acknowledged(make_vault):
    vault = make_vault(count=1)
    vault.seal(b"before", record={}, by="mission", at=NOON)
    vault.state.db.execute("rollback")  # as SQLite does by itself on a full disk
    with pytest.raises(Unreadable, match="nothing of this was acknowledged"):
        vault.flush()
    assert vault.seal(b"before", record={}, by="mission", at=NOON).is_new
    vault.commit()
    assert vault.check() == []


def test_bytes_that_are_gone_from_the_disk_come_back_when_the_same_are_acquired_again(make_vault):
    vault = make_vault(count=1)
    sealed = vault.seal(b"lost and found", record={}, by="mission", at=NOON)
    vault.commit()
    vault.blobs.path(sealed.sha256).unlink()
    assert [fault.item for fault in vault.check()] == [f"blobs/{sealed.sha256[:2]}/{sealed.sha256}"]
    assert not vault.seal(b"lost and found", record={}, by="mission", at=NOON).is_new
    vault.commit()
    assert vault.blob(sealed.sha256) == b"lost and found"
    assert vault.check() == []


def test_a_bulky_file_is_sealed_also_where_the_system_knows_no_uncached_writes(tmp_path, monkeypatch):
    film = tmp_path / "film.bin"
    film.write_bytes(os.urandom(3_500_000))
    monkeypatch.setattr(disk, "BULKY", 1 << 20)
    asked = []

    def refuse(_descriptor: int, _buffers: list[memoryview], _offset: int, flags: int) -> int:
        asked.append(flags)
        raise OSError(errno.EOPNOTSUPP, "no such flag")

    monkeypatch.setattr(os, "pwritev", refuse)
    vault = create_vault(tmp_path / "vault", origin="holdfire.example/film")
    sealed = vault.seal(film, record={}, by="m", at=NOON)
    vault.commit()
    assert asked == [disk.DONT_CACHE]
    assert vault.blob(sealed.sha256) == film.read_bytes()
    assert vault.check() == []
    vault.close()


def test_a_write_that_takes_only_part_of_a_piece_goes_on_with_the_rest(tmp_path, monkeypatch):
    film = tmp_path / "film.bin"
    film.write_bytes(os.urandom(3_500_000))
    monkeypatch.setattr(disk, "BULKY", 1 << 20)
    whole = os.pwritev

    def some(descriptor: int, buffers: list[memoryview], offset: int, flags: int) -> int:
        return whole(descriptor, [buffers[0][:300_001]], offset, 0)

    monkeypatch.setattr(os, "pwritev", some)
    vault = create_vault(tmp_path / "vault", origin="holdfire.example/film")
    sealed = vault.seal(film, record={}, by="m", at=NOON)
    vault.commit()
    assert vault.blob(sealed.sha256) == film.read_bytes()
    vault.close()
