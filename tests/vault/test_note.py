"""Signed notes and cosignatures: the specification's own examples, strict reading, and refusals that print the note."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfire.model.errors import BadProof, Misuse
from holdfire.vault.checkpoint import Checkpoint, read_checkpoint_text
from holdfire.vault.merkle import EMPTY_ROOT
from holdfire.vault.note import (
    COSIGNED_ED25519,
    COSIGNED_ML_DSA_44,
    ED25519,
    SIGNATURE_BYTES,
    Signer,
    check_note,
    read_note,
    read_skey,
    read_vkey,
    sign_note,
)

# c2sp.org/signed-note, its example key and signature
SPEC_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SPEC_SIGNATURE = (
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM="
)
SPEC_NOTE = f"This is an example message.\n\n— example.com/foo {SPEC_SIGNATURE}\n".encode()
# c2sp.org/tlog-cosignature, its example line
COSIGNATURE = (
    "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA=="
)

TEXT = Checkpoint("log.example/a", 7, bytes(range(32))).text


def signer(kind: int, name: str = "log.example/a", seed: int = 1) -> Signer:
    return Signer(name, kind, bytes([seed]) * 32)


def test_the_example_of_the_signed_note_specification_holds():
    note = read_note(SPEC_NOTE)
    assert [key.name for key, _ in check_note(note, [read_vkey(SPEC_KEY)])] == ["example.com/foo"]


def test_the_example_cosignature_takes_apart_as_the_specification_says():
    raw = base64.b64decode(COSIGNATURE)
    assert len(raw) == 4 + SIGNATURE_BYTES[COSIGNED_ED25519] == 76
    assert raw[:4].hex() == "8d66cf3f"
    assert int.from_bytes(raw[4:12], "big") == 1679315147


def test_a_note_comes_back_byte_for_byte():
    note = read_note(SPEC_NOTE)
    assert note.data == SPEC_NOTE


@pytest.mark.parametrize("kind", [ED25519, COSIGNED_ED25519, COSIGNED_ML_DSA_44])
def test_what_each_kind_of_key_signs_holds_and_any_other_text_does_not(kind):
    key = signer(kind)
    note = read_note(sign_note(TEXT, [key.line(TEXT, 1679315147)]))
    ((found, line),) = check_note(note, [key.verifier])
    assert found == key.verifier
    assert len(line.signature) == SIGNATURE_BYTES[kind]
    other = TEXT.replace(b"7", b"8", 1)
    with pytest.raises(BadProof, match="does not hold"):
        check_note(read_note(sign_note(other, [line.text])), [key.verifier])


def test_an_ml_dsa_cosignature_is_bound_to_its_signers_name():
    line = signer(COSIGNED_ML_DSA_44, "a.example/w").line(TEXT, 5)
    stolen = signer(COSIGNED_ML_DSA_44, "b.example/w").verifier
    raw = base64.b64decode(line.split()[2])
    assert not stolen.holds(TEXT, raw[4:])


@pytest.mark.parametrize("kind", [COSIGNED_ED25519, COSIGNED_ML_DSA_44])
def test_a_cosignatures_time_is_part_of_what_is_signed(kind):
    key = signer(kind)
    raw = base64.b64decode(key.line(TEXT, 1000).split()[2])
    assert key.verifier.holds(TEXT, raw[4:])
    assert not key.verifier.holds(TEXT, (1001).to_bytes(8, "big") + raw[12:])


def test_an_unknown_key_is_passed_over_and_no_known_key_is_refused():
    key, stranger = signer(ED25519), signer(ED25519, "other.example/x", 2)
    both = read_note(sign_note(TEXT, [stranger.line(TEXT), key.line(TEXT)]))
    assert [found.name for found, _ in check_note(both, [key.verifier])] == ["log.example/a"]
    with pytest.raises(BadProof, match="no signature of a known key"):
        check_note(both, [signer(ED25519, "third.example/y", 3).verifier])


def test_a_failing_signature_of_a_known_key_condemns_the_whole_note():
    good, other = signer(ED25519), signer(ED25519, "log.example/b", 2)
    bad_line = other.line(b"another text\n")
    with pytest.raises(BadProof, match=r"log\.example/b") as refused:
        check_note(read_note(sign_note(TEXT, [good.line(TEXT), bad_line])), [good.verifier, other.verifier])
    assert TEXT.decode() in str(refused.value)  # the error shows the evidence


@pytest.mark.parametrize(
    "data",
    [
        b"no blank line\n",
        b"text\n\n",
        b"text\n\n- dash.example AAAAAAAA\n",  # a hyphen is no U+2014
        "text\n\n— two words AAAAAAAA\n".encode(),
        "text\n\n— plus+name AAAAAAAA\n".encode(),
        "text\n\n— short.example AAAA\n".encode(),  # a key id of 3 bytes
        "text\n\n— bad.example AAAAAAAA===\n".encode(),
        "text\twith a tab\n\n— a.example AAAAAAAA\n".encode(),
        b"\xff\xfe\n\n",
        "text\n\n— a.example AAAAAAAA".encode(),  # no newline at the end
        b"x" * 1_000_001,
    ],
)
def test_a_malformed_note_is_refused(data):
    with pytest.raises(BadProof, match="malformed note"):
        read_note(data)


def test_a_second_spelling_of_the_same_signature_is_refused():
    raw = base64.b64encode(bytes(67)).decode()  # one byte over a multiple of three: trailing bits are free
    loose = raw[:-3] + "B" + raw[-2:]
    assert base64.b64decode(loose) == base64.b64decode(raw)
    with pytest.raises(BadProof, match="canonical"):
        read_note(f"text\n\n— a.example {loose}\n".encode())


def test_a_hundred_signatures_are_read_and_more_are_refused():
    line = f"— a.example {SPEC_SIGNATURE}\n"
    assert len(read_note(b"text\n\n" + (line * 100).encode()).lines) == 100
    with pytest.raises(BadProof, match="101 signatures"):
        read_note(b"text\n\n" + (line * 101).encode())


@pytest.mark.parametrize("kind", [ED25519, COSIGNED_ED25519, COSIGNED_ML_DSA_44])
def test_keys_read_back_from_how_they_are_written(kind):
    key = signer(kind)
    assert read_vkey(key.verifier.vkey) == key.verifier
    assert read_skey(key.skey) == key


@pytest.mark.parametrize(
    ("vkey", "said"),
    [
        ("example.com/foo", "name\\+hex id"),
        (SPEC_KEY.replace("530d903a", "530d903b"), "does not belong"),
        (SPEC_KEY[:-1] + "x", "base64|does not belong"),
        ("example.com/foo+530d903a+" + base64.b64encode(b"\x02" + bytes(32)).decode(), "type 0x02"),
        ("bad name+00000000+" + base64.b64encode(b"\x01" + bytes(32)).decode(), "no space"),
    ],
)
def test_a_malformed_key_is_refused(vkey, said):
    with pytest.raises(Misuse, match=said):
        read_vkey(vkey)


@pytest.mark.parametrize(
    "text",
    [
        "a.example\n7\n",
        "a.example\n07\n" + base64.b64encode(bytes(32)).decode() + "\n",
        "a.example\n-1\n" + base64.b64encode(bytes(32)).decode() + "\n",
        "a.example\n٧\n" + base64.b64encode(bytes(32)).decode() + "\n",  # a digit, but not ASCII
        "a.example\n7\n" + base64.b64encode(bytes(31)).decode() + "\n",
        "a.example\n7\nnot base64\n",
        "a.example\n0\n" + base64.b64encode(bytes(32)).decode() + "\n",  # size 0 has one root only
        "\n7\n" + base64.b64encode(bytes(32)).decode() + "\n",
        f"a.example\n{2**63}\n" + base64.b64encode(bytes(32)).decode() + "\n",
    ],
)
def test_a_malformed_checkpoint_is_refused(text):
    with pytest.raises(BadProof, match="malformed checkpoint"):
        read_checkpoint_text(text.encode())


@given(st.integers(1, 2**62), st.binary(min_size=32, max_size=32))
def test_a_checkpoint_reads_back_from_its_text(size, root):
    at = Checkpoint("log.example/a", size, root)
    assert read_checkpoint_text(at.text) == at
    assert read_checkpoint_text(Checkpoint("log.example/a", 0, EMPTY_ROOT).text).size == 0
