"""Redaction, embargo and erasure: what is shown, what is destroyed, and that every proof still holds."""

import sqlite3
from datetime import timedelta

import pytest

from holdfire.model.errors import BadProof, Misuse
from holdfire.vault.proof import check_proof
from holdfire.vault.proving import proof_of
from holdfire.vault.vault import Vault, open_vault
from holdfire.vault.withdrawal import embargo, erase, redact, release

from .conftest import NOON

NAME = "Anahit from the third house"


def bytes_on_disk(vault: Vault) -> bytes:
    return b"".join(path.read_bytes() for path in vault.path.rglob("*") if path.is_file())


def test_a_redacted_field_is_shown_no_more_and_kept(make_vault):
    vault = make_vault(count=1)
    index = redact(vault, 2, ["url"], by="mission", at=NOON, reason="leads to a resident")
    assert "url" not in vault.entry(2).body
    assert vault.entry(2).body["file_name"] == "note-0.txt"
    assert vault.entry(index).body == {
        "what": "redacted",
        "entry": 2,
        "fields": ["url"],
        "reason": "leads to a resident",
    }
    assert "url" not in check_proof(proof_of(vault, 2, disclose=True), vault.policy).body
    assert vault.state.held_back(2) is not None
    assert vault.check() == []
    with pytest.raises(Misuse, match="no field url"):
        redact(vault, 2, ["url"], by="mission", at=NOON, reason="again")


def test_an_embargo_commits_now_and_shows_from_its_day(make_vault):
    vault = make_vault(count=1)
    until = NOON + timedelta(days=3)
    index = embargo(vault, "finding", {"side": "not yet said"}, until=until, by="mission", at=NOON)
    leaf = vault.leaf(index)
    assert vault.entry(index).body is None
    with pytest.raises(Misuse, match="under embargo until 2020-07-15"):
        release(vault, index, by="mission", at=until - timedelta(seconds=1))
    release(vault, index, by="mission", at=until)
    assert vault.entry(index).body == {"side": "not yet said"}
    assert vault.leaf(index) == leaf  # nothing was written afterwards
    assert vault.check() == []
    with pytest.raises(Misuse, match="under no embargo"):
        release(vault, index, by="mission", at=until)


def test_what_is_public_at_once_can_have_no_embargo(make_vault):
    vault = make_vault(count=1)
    size = vault.checkpoint().size
    with pytest.raises(Misuse, match="public at once"):
        embargo(vault, "roster", {"what": "x"}, until=NOON, by="mission", at=NOON)
    vault.commit()
    assert vault.checkpoint().size == size  # nothing of the refused change was kept


@pytest.mark.parametrize("encrypt", [False, True])
def test_an_erased_exhibit_leaves_no_byte_of_value_salt_or_key(make_vault, encrypt):
    vault = make_vault(count=2)
    content = f"{NAME} saw the flash. ".encode() * 50
    sealed = vault.seal(content, record={"speaker": NAME}, by="mission", at=NOON, encrypt=encrypt)
    vault.commit()
    row = vault.state.blob(sealed.sha256)
    secrets = [text.encode() for text in vault.state.disclosures(sealed.log_index)]
    secrets += [row.key] if row.key else [content[:200]]
    stored = vault.blobs.path(row.stored).read_bytes()[-400:]
    assert all(secret in bytes_on_disk(vault) for secret in secrets)
    index = erase(
        vault, exhibit=sealed.sha256, by="mission", at=NOON, reason="she asked", ordered_by="data officer"
    )
    left = bytes_on_disk(vault)
    assert not [secret for secret in [*secrets, stored] if secret in left]
    assert vault.entry(index).body["ordered_by"] == "data officer"
    assert vault.entry(sealed.log_index).body is None
    with pytest.raises((BadProof, Misuse), match=r"erased|not sealed"):
        vault.blob(sealed.sha256)
    assert vault.check() == []
    assert (
        check_proof(proof_of(vault, sealed.log_index), vault.policy).index == sealed.log_index
    )  # still proven
    if encrypt:
        assert sealed.sha256.encode() not in left  # nor can the bytes be recognised by their digest
    else:
        with pytest.raises(Misuse, match="was erased"):
            vault.seal(content, record={}, by="mission", at=NOON)


def test_an_erased_field_is_gone_and_its_neighbours_stay(make_vault):
    vault = make_vault(count=1)
    index = vault.append("reply", {"party": "A", "signed_by": NAME}, by="A", at=NOON)
    vault.commit()
    secret = vault.state.disclosures(index)[1].encode()
    erase(vault, index=index, fields=["signed_by"], by="mission", at=NOON, reason="r", ordered_by="o")
    assert secret not in bytes_on_disk(vault)
    assert vault.entry(index).body == {"party": "A"}
    assert vault.check() == []


def test_an_erasure_reaches_what_a_redaction_held_back(make_vault):
    vault = make_vault(count=1)
    redact(vault, 2, ["url"], by="mission", at=NOON, reason="r")
    secret = vault.state.held_back(2)[0][0].encode()
    erase(vault, index=2, by="mission", at=NOON, reason="r", ordered_by="o")
    assert secret not in bytes_on_disk(vault)
    assert vault.entry(2).body is None


def test_an_erasure_that_a_crash_interrupted_is_completed_at_the_next_write(make_vault, monkeypatch):
    vault = make_vault(count=1)
    sealed = vault.seal(NAME.encode() * 30, record={"speaker": NAME}, by="mission", at=NOON, encrypt=True)
    vault.commit()
    secret = vault.state.blob(sealed.sha256).key
    with monkeypatch.context() as patched:
        patched.setattr("holdfire.vault.withdrawal.finish_erasure", lambda vault: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            erase(vault, exhibit=sealed.sha256, by="mission", at=NOON, reason="r", ordered_by="o")
    assert secret in bytes_on_disk(vault)
    vault.close()
    again = open_vault(vault.path)
    again.append("review", {"what": "note"}, by="mission", at=NOON)
    again.commit()
    assert secret not in bytes_on_disk(again)
    assert again.check() == []
    again.close()


def test_an_encrypted_exhibit_reads_back_and_its_leaf_tells_nothing_of_it(make_vault):
    vault = make_vault()
    content = bytes(range(256)) * 9000  # more than two chunks
    sealed = vault.seal(content, record={"file_name": "film.mp4"}, by="mission", at=NOON, encrypt=True)
    vault.commit()
    assert vault.blob(sealed.sha256) == content
    published = b"".join(path.read_bytes() for path in vault.log.folder.rglob("*") if path.is_file())
    assert sealed.sha256.encode() not in published
    assert sealed.exhibit_id.encode() not in published
    with pytest.raises(Misuse, match="encrypted"):
        vault.blob_path(sealed.sha256)
    assert vault.check() == []


@pytest.mark.parametrize("damage", ["flip", "cut", "swap"])
def test_a_damaged_encrypted_file_never_decrypts(make_vault, damage):
    vault = make_vault()
    sealed = vault.seal(bytes(range(256)) * 9000, record={}, by="mission", at=NOON, encrypt=True)
    vault.commit()
    path = vault.blobs.path(vault.state.blob(sealed.sha256).stored)
    data = bytearray(path.read_bytes())
    chunk = (1 << 20) + 16
    if damage == "flip":
        data[100_000] ^= 1
    elif damage == "cut":
        del data[12 + chunk :]
    else:
        data[12 : 12 + chunk], data[12 + chunk : 12 + 2 * chunk] = (
            data[12 + chunk : 12 + 2 * chunk],
            data[12 : 12 + chunk],
        )
    path.write_bytes(data)
    with pytest.raises(BadProof, match="does not hold under its key"):
        vault.blob(sealed.sha256)


def test_the_state_file_is_still_a_sound_database_after_an_erasure(make_vault):
    vault = make_vault(count=3)
    erase(vault, index=2, by="mission", at=NOON, reason="r", ordered_by="o")
    vault.close()
    db = sqlite3.connect(vault.path / "private" / "state.sqlite")
    assert db.execute("pragma integrity_check").fetchone() == ("ok",)
    db.close()
