"""A refusal is itself evidence: it prints both signed checkpoints, and the proof that failed, where there are any."""

import base64

import pytest

from holdfire.model.errors import BadProof
from holdfire.vault.merkle import prove_consistency
from holdfire.vault.note import Signer, read_note
from holdfire.vault.policy import merged
from holdfire.vault.proof import check_proof
from holdfire.vault.proving import proof_of
from holdfire.vault.witness import make_witness, write_request

from .conftest import NOON
from .test_witness import LEAVES, LOG, NOW, OTHER, note_of

PATH = prove_consistency(LEAVES, 20, 30)
STRANGER = Signer("log.example/w", 0x01, b"X" * 32)


def encoded(path: list[bytes]) -> list[str]:
    return [base64.b64encode(node).decode() for node in path]


@pytest.mark.parametrize(
    ("offered", "path"),
    [
        (note_of(5), []),
        (note_of(20, OTHER), []),
        (note_of(30, OTHER), prove_consistency(OTHER, 20, 30)),
        (note_of(30), PATH[:-1]),
        (note_of(30), [*PATH, PATH[0]]),
        (note_of(30), []),
        (note_of(30), [bytes(32), *PATH[1:]]),
    ],
    ids=[
        "goes back",
        "split view",
        "another history",
        "proof too short",
        "proof too long",
        "no proof",
        "wrong hash",
    ],
)
def test_a_witness_prints_what_it_saw_what_was_offered_and_the_proof(tmp_path, offered, path):
    party = make_witness(tmp_path / "w", "party.example/w", lambda n: b"w" * n)
    party.trust(LOG.verifier.vkey)
    assert party.add_checkpoint(write_request(0, [], note_of(20)), NOW).status == 200
    answer = party.add_checkpoint(write_request(20, path, offered), NOW)
    assert answer.status in (400, 422)
    said = answer.body.decode()
    assert party.latest("log.example/w").decode() in said  # as it signed it
    assert offered.decode() in said
    for node in encoded(path):
        assert node in said
    party.close()


@pytest.mark.parametrize(
    ("offered", "word"),
    [
        (note_of(30, log=STRANGER), "no signature of a known key"),
        (note_of(30).replace(b"\n30\n", b"\n31\n"), "does not hold"),
        (note_of(30).replace(b"\n30\n", b"\n030\n"), "leading zeros"),
        (note_of(30)[:-3], "malformed note"),
    ],
    ids=["unknown key", "forged", "malformed checkpoint", "torn note"],
)
def test_a_note_that_does_not_hold_is_printed(tmp_path, offered, word):
    party = make_witness(tmp_path / "w", "party.example/w", lambda n: b"w" * n)
    party.trust(LOG.verifier.vkey)
    answer = party.add_checkpoint(write_request(0, [], offered), NOW)
    assert answer.status in (400, 403)
    assert word in answer.body.decode()
    for line in offered.decode().split("\n")[:3]:
        assert line in answer.body.decode()
    party.close()


def second_spelling(note: bytes) -> bytes:
    """The same signature in base64 that is not canonical: a bit of the padding set."""
    head, _, last = note.decode().rstrip("\n").rpartition(" ")
    assert last.endswith("=")
    place = -2 if last.endswith("==") is False else -3
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    changed = alphabet[alphabet.index(last[place]) + 1]
    return f"{head} {last[:place]}{changed}{last[place + 1 :]}\n".encode()


def test_base64_that_is_not_canonical_is_refused_with_the_whole_note():
    signer = next(s for n in range(20) if b"=" in (s := note_of(10 + n))[-5:])
    with pytest.raises(BadProof, match="not canonical") as refused:
        read_note(second_spelling(signer))
    assert second_spelling(signer).decode() in str(refused.value)


def test_two_checkpoints_of_one_size_are_both_printed():
    with pytest.raises(BadProof, match="two checkpoints of one size") as refused:
        merged(note_of(20), note_of(20, OTHER))
    assert note_of(20).decode() in str(refused.value)
    assert note_of(20, OTHER).decode() in str(refused.value)


def test_a_checkpoint_that_goes_back_prints_both(make_vault):
    vault = make_vault(count=2)
    old = (vault.log.folder / "checkpoint").read_bytes()
    vault.append("review", {"what": "note"}, by="mission", at=NOON)
    vault.commit()
    newer = vault.signed().at.text.decode()
    (vault.log.folder / "checkpoint").write_bytes(old)
    fault = next(fault for fault in vault.check() if fault.item == "log/checkpoint")
    assert newer in fault.why
    assert old.decode() in fault.why


@pytest.mark.parametrize("change", ["too short", "too long", "wrong"])
def test_a_proof_that_fails_is_printed_with_its_checkpoint(make_vault, change):
    vault = make_vault(count=3)
    lines = proof_of(vault, 2).decode().split("\n")
    first = next(n for n, line in enumerate(lines) if line.startswith("index ")) + 1
    if change == "too short":
        del lines[first]
    elif change == "too long":
        lines.insert(first, lines[first])
    else:
        lines[first] = base64.b64encode(bytes(32)).decode()
    altered = "\n".join(lines)
    with pytest.raises(BadProof) as refused:
        check_proof(altered.encode(), vault.policy)
    assert altered in str(refused.value)
    assert vault.signed().note.decode() in str(refused.value)
