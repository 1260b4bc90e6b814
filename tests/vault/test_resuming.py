"""A log that stopped itself goes on by a person's logged decision, and never with a second root of a size."""

import shutil

import pytest

from holdfire.model.errors import BadProof, Misuse
from holdfire.vault.cosigning import merge, refuse_if_behind, request_for
from holdfire.vault.resuming import resume, why_halted
from holdfire.vault.roster import enrol
from holdfire.vault.tiles import tile_path
from holdfire.vault.vault import open_vault
from holdfire.vault.withdrawal import erase
from holdfire.vault.witness import make_witness

from .conftest import NOON, holdfire

NOW = 1_600_000_000


@pytest.fixture
def party(tmp_path):
    made = make_witness(tmp_path / "party", "party.example/w", lambda n: b"w" * n)
    yield made
    made.close()


@pytest.fixture
def opened():
    vaults = []

    def again(path):
        vaults.append(open_vault(path))
        return vaults[-1]

    yield again
    for vault in vaults:
        vault.close()


def put_back(make_vault, party, opened, meanwhile=lambda vault: None):
    """(the vault as its backup has it, a party's copy of the published folder that went on after the backup was made)."""
    vault = make_vault(count=2, cosigners=("A",))
    enrol(vault, "B", [key.vkey for key in party.verifiers], by="mission", at=NOON)
    party.trust(vault.policy.logs[0].vkey)
    vault.close()
    shutil.copytree(vault.path, vault.path.parent / "backup")
    live = opened(vault.path)
    live.seal(b"sealed after the backup", record={}, by="mission", at=NOON)
    live.commit()
    meanwhile(live)
    merge(live, party.add_checkpoint(request_for(live, 0), NOW).body)
    shutil.copytree(live.path / "log", live.path.parent / "copy")
    return opened(vault.path.parent / "backup"), live.path.parent / "copy"


def test_a_backup_goes_on_from_a_partys_copy_with_its_own_entries_after_it(make_vault, party, opened):
    backup, copy = put_back(make_vault, party, opened)
    size = backup.checkpoint().size
    mine = backup.seal(b"sealed in the backup", record={"note": "mine"}, by="mission", at=NOON)
    backup.flush()  # durable, and acknowledged: it must not be lost
    with pytest.raises(BadProof):
        refuse_if_behind(backup, party.latest(backup.origin), "party B")
    with pytest.raises(BadProof, match="holdfire log CASE resume"):
        backup.commit()
    done = resume(backup, by="mission", at=NOON, reason="a backup was put back", copy=copy)
    assert (done.adopted, done.appended) == (2, 2)
    entries = list(backup.entries())
    assert entries[done.index].entry["pub"]["reason"] == "a backup was put back"
    assert (
        entries[size].body is None
    )  # its disclosures went with the disk that failed: that is seen, not hidden
    own = [entry for entry in entries if entry.kind == "exhibit" and entry.subject == mine.exhibit_id]
    assert [entry.body["note"] for entry in own] == ["mine"]
    assert backup.blob(mine.sha256) == b"sealed in the backup"
    lost = [fault.item for fault in backup.check()]
    assert len(lost) == 1
    assert lost[0].startswith("blobs/")
    assert not backup.seal(b"sealed after the backup", record={}, by="mission", at=NOON).is_new
    backup.commit()
    assert backup.check() == []
    assert why_halted(backup) is None
    seen = party.add_checkpoint(request_for(backup, size + 2), NOW + 1)
    assert seen.status == 200  # the party's own witness accepts it as a log that only grew


def test_a_backup_alone_does_not_go_on(make_vault, party, opened):
    backup, copy = put_back(make_vault, party, opened)
    with pytest.raises(BadProof) as halted:
        refuse_if_behind(backup, party.latest(backup.origin), "party B")
    before = backup.signed().note
    with pytest.raises(BadProof, match="was seen by a witness") as refused:
        resume(backup, by="mission", at=NOON, reason="try")
    theirs = party.latest(backup.origin).decode()
    assert theirs in str(refused.value)
    assert before.decode() in str(refused.value)
    assert backup.signed().note == before
    assert why_halted(backup) == str(halted.value)
    with pytest.raises(Misuse, match="reason"):
        resume(backup, by="mission", at=NOON, reason=" ", copy=copy)


def test_a_log_that_has_signed_two_roots_of_one_size_has_no_way_on(make_vault, party, opened):
    backup, copy = put_back(make_vault, party, opened)
    backup.seal(b"another history", record={}, by="mission", at=NOON)
    backup.commit()  # no witness was asked: it has no address
    with pytest.raises(BadProof, match="another tree of this size"):
        refuse_if_behind(backup, party.latest(backup.origin), "party B")
    ours = backup.signed().note.decode()
    for source in (None, copy):
        with pytest.raises(BadProof, match="two roots of one size") as refused:
            resume(backup, by="mission", at=NOON, reason="try", copy=source)
        assert party.latest(backup.origin).decode() in str(refused.value)
        assert ours.splitlines()[2] in str(refused.value)
    backup.append("review", {"what": "note"}, by="mission", at=NOON)
    with pytest.raises(BadProof, match="halted"):
        backup.commit()


def test_a_copy_that_contradicts_what_was_meant_to_be_signed_is_refused(make_vault, party, opened):
    backup, copy = put_back(make_vault, party, opened)
    backup.halt("a person said stop")
    backup.state.begin()
    backup.state.add_intent(backup.checkpoint().size + 1, b"\x01" * 32)
    backup.state.commit()
    with pytest.raises(BadProof, match="contradicts what was signed") as refused:
        resume(backup, by="mission", at=NOON, reason="try", copy=copy)
    assert (copy / "checkpoint").read_text() in str(refused.value)


def test_an_altered_copy_is_refused_with_its_faults(make_vault, party, opened):
    backup, copy = put_back(make_vault, party, opened)
    bundle = max((copy / "tile" / "entries").rglob("*.p/*"), key=lambda path: int(path.name))
    bundle.write_bytes(bundle.read_bytes().replace(b"mission", b"Mission", 1))
    backup.halt("a person said stop")
    with pytest.raises(BadProof, match="does not hold, so nothing was changed"):
        resume(backup, by="mission", at=NOON, reason="try", copy=copy)


def test_a_rotted_tile_is_mended_from_a_copy(make_vault, tmp_path):
    vault = make_vault(count=3)
    shutil.copytree(vault.log.folder, tmp_path / "copy")
    edge = vault.log.folder / tile_path(0, 0, vault.checkpoint().size)
    edge.write_bytes(bytes(len(edge.read_bytes())))
    vault.append("review", {"what": "note"}, by="mission", at=NOON)
    with pytest.raises(BadProof, match="nothing was signed"):
        vault.commit()
    with pytest.raises(BadProof, match="a copy of the published folder"):
        resume(vault, by="mission", at=NOON, reason="the disk rotted")
    done = resume(vault, by="mission", at=NOON, reason="the disk rotted", copy=tmp_path / "copy")
    assert [edge.relative_to(vault.log.folder).as_posix()] == list(done.mended)
    assert done.appended == 1  # the note that was durable and not yet published
    assert vault.check() == []
    with pytest.raises(Misuse, match="nothing to resume"):
        resume(vault, by="mission", at=NOON, reason="again")


def test_an_old_private_folder_beside_a_newer_log_writes_nothing_until_resumed(make_vault, opened):
    vault = make_vault(count=2)
    vault.close()
    shutil.copytree(vault.path / "private", vault.path.parent / "old-private")
    live = opened(vault.path)
    sealed = live.seal(b"newer", record={}, by="mission", at=NOON)
    live.commit()
    live.close()
    shutil.rmtree(vault.path / "private")
    shutil.move(vault.path.parent / "old-private", vault.path / "private")
    stale = opened(vault.path)
    with pytest.raises(BadProof, match="an old copy of private/"):
        stale.append("review", {"what": "note"}, by="mission", at=NOON)
    assert stale.blobs.path(sealed.sha256).is_file()  # not swept as if nobody had sealed it
    resume(stale, by="mission", at=NOON, reason="private/ was restored")
    assert stale.blob(sealed.sha256) == b"newer"
    assert stale.check() == []


def test_encrypted_bytes_whose_key_is_lost_are_kept_in_case_that_it_is_found(make_vault, opened):
    vault = make_vault(count=2)
    vault.close()
    shutil.copytree(vault.path / "private", vault.path.parent / "old-private")
    live = opened(vault.path)
    live.seal(b"under a key", record={}, by="mission", at=NOON, encrypt=True)
    stored = next(iter(live.blobs.staged))
    live.commit()
    live.close()
    shutil.rmtree(vault.path / "private")
    shutil.move(vault.path.parent / "old-private", vault.path / "private")
    stale = opened(vault.path)
    resume(stale, by="mission", at=NOON, reason="private/ was restored")
    (vault.path / "private" / "lock").write_bytes(b"w")  # a writer was stopped since
    stale.append("review", {"what": "note"}, by="mission", at=NOON)
    stale.commit()
    assert stale.blobs.path(stored).is_file()
    assert ["own table does not know" in fault.why for fault in stale.check()] == [True]


def test_what_was_erased_after_the_backup_does_not_come_back(make_vault, party, opened):
    first = {}

    def erase_one(live):
        first["sha256"] = min(live.state.blobs(), key=lambda row: row.log_index).sha256
        erase(live, by="mission", at=NOON, reason="asked", ordered_by="court", exhibit=first["sha256"])

    backup, copy = put_back(make_vault, party, opened, erase_one)
    assert backup.blobs.path(first["sha256"]).is_file()
    backup.halt("a person said stop")
    resume(backup, by="mission", at=NOON, reason="a backup was put back", copy=copy)
    assert not backup.blobs.path(first["sha256"]).exists()
    with pytest.raises(BadProof, match="erased"):
        backup.blob(first["sha256"])
    assert all("erased" not in fault.why for fault in backup.check())


def test_a_policy_that_changed_after_the_backup_is_in_force_again(make_vault, party, opened, tmp_path):
    third = make_witness(tmp_path / "third", "third.example/w", lambda n: b"t" * n)
    backup, copy = put_back(
        make_vault,
        party,
        opened,
        lambda live: enrol(live, "C", [key.vkey for key in third.verifiers], by="mission", at=NOON),
    )
    backup.halt("a person said stop")
    resume(backup, by="mission", at=NOON, reason="a backup was put back", copy=copy)
    assert backup.cosigner_names == ["A", "B", "C"]
    assert backup.policy_bytes == (copy / "policy.txt").read_bytes()
    third.close()


def test_the_command_says_why_and_goes_on_only_with_a_reason(make_vault, party, opened):
    backup, copy = put_back(make_vault, party, opened)
    backup.halt("a witness has seen more")
    path = backup.path
    backup.close()
    assert "a witness has seen more" in holdfire("log", path, "resume")
    assert "resumed at size" in holdfire("log", path, "resume", "--from", copy, "--reason", "backup put back")
    assert "not halted" in holdfire("log", path, "resume")
    holdfire("log", path, "resume", "--reason", "again", code=2)
