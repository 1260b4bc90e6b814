"""The Berkeley Protocol's six criteria and the chain of custody, each as a test (docs/vault.md lists them).

Criteria as the Protocol on Digital Open Source Investigations (2020) names them for preservation.
"""

import hashlib
import shutil
import zipfile
from datetime import timedelta

import pytest

from holdfire.model.errors import BadProof
from holdfire.vault.bundle import write_bundle
from holdfire.vault.proof import check_proof
from holdfire.vault.proving import proof_of
from holdfire.vault.vault import open_vault

from .conftest import NOON


@pytest.fixture
def kept(make_vault):
    vault = make_vault()
    record = {
        "source_id": "post-1",
        "url": "https://post.example/1",
        "media_type": "text/plain",
        "file_name": "1.txt",
    }
    sealed = vault.seal(b"Post 1 heard four shots.\n", record=record, by="mission", at=NOON)
    vault.commit()
    return vault, sealed


def test_authenticity_the_item_is_unchanged_since_it_was_sealed_or_that_is_seen(kept):
    vault, sealed = kept
    assert vault.blob(sealed.sha256) == b"Post 1 heard four shots.\n"
    vault.blob_path(sealed.sha256).write_bytes(b"Post 1 heard nine shots.\n")
    with pytest.raises(BadProof):
        vault.blob(sealed.sha256)
    assert vault.check()


def test_availability_the_item_can_be_had_again_from_the_vault_or_a_bundle(kept, tmp_path):
    vault, sealed = kept
    again = open_vault(vault.path)
    assert again.blob(sealed.sha256) == vault.blob(sealed.sha256)
    again.close()
    write_bundle(vault, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        (name,) = [name for name in archive.namelist() if name.startswith("data/exhibits/")]
        assert hashlib.sha256(archive.read(name)).hexdigest() == sealed.sha256


def test_identity_the_item_has_one_reference_that_names_its_bytes(kept):
    vault, sealed = kept
    assert sealed.exhibit_id == f"ex-{hashlib.sha256(vault.blob(sealed.sha256)).hexdigest()[:12]}"
    again = vault.seal(b"Post 1 heard four shots.\n", record={}, by="A", at=NOON)
    assert (again.exhibit_id, again.is_new) == (sealed.exhibit_id, False)


def test_persistence_the_item_outlives_the_software_and_the_folder_it_lay_in(kept, tmp_path):
    vault, sealed = kept
    vault.close()
    shutil.move(vault.path, tmp_path / "moved")
    moved = open_vault(tmp_path / "moved")
    assert moved.check() == []
    plain = (tmp_path / "moved" / "blobs" / sealed.sha256[:2] / sealed.sha256).read_bytes()
    assert plain == b"Post 1 heard four shots.\n"  # readable without any program of ours
    moved.close()


def test_renderability_the_item_leaves_with_a_name_that_programs_know(kept, tmp_path):
    vault, sealed = kept
    write_bundle(vault, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert f"data/exhibits/{sealed.exhibit_id}.txt" in archive.namelist()


def test_understandability_the_items_source_and_context_stay_with_it_and_are_proven_with_it(kept):
    vault, sealed = kept
    proven = check_proof(proof_of(vault, sealed.log_index, disclose=True), vault.policy)
    assert proven.body["url"] == "https://post.example/1"
    assert proven.body["source_id"] == "post-1"
    assert proven.entry["by"] == "mission"


def test_chain_of_custody_who_held_it_when_and_what_was_done_is_complete_and_ordered(kept):
    vault, sealed = kept
    for hours, action in [(1, "copied"), (2, "released")]:
        vault.custody(
            sealed.sha256, action=action, by="mission", at=NOON + timedelta(hours=hours), note="to the reader"
        )
    vault.commit()
    chain = [
        (entry.body["action"], entry.by, entry.at)
        for entry in vault.entries()
        if entry.kind == "custody" and entry.subject == sealed.exhibit_id
    ]
    assert chain == [
        ("acquired", "mission", NOON),
        ("copied", "mission", NOON + timedelta(hours=1)),
        ("released", "mission", NOON + timedelta(hours=2)),
    ]


def test_working_copies_are_apart_the_evidentiary_copy_is_never_written(kept, tmp_path):
    vault, sealed = kept
    evidentiary = vault.blob_path(sealed.sha256)
    before = evidentiary.stat()
    working = vault.working_copy(sealed.sha256, tmp_path / "work.txt", by="analyst", at=NOON)
    working.write_bytes(b"annotated")
    assert (evidentiary.stat().st_mtime_ns, evidentiary.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert vault.blob(sealed.sha256) == b"Post 1 heard four shots.\n"
    assert [entry.body for entry in vault.entries()][-1]["action"] == "copied"
