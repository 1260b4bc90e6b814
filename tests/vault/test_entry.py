"""Leaves and disclosures: canonical bytes, RFC 9901's own example, and what a leaf must not tell."""

import base64
import hashlib
import json
from datetime import UTC, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfire.model.errors import BadProof, Misuse
from holdfire.model.ids import canonical_json
from holdfire.vault.entry import (
    SD_STEP,
    _fast,
    body_of,
    disclose,
    disclosure_digest,
    make_disclosure,
    make_leaf,
    read_disclosure,
    read_leaf,
)
from holdfire.vault.keys import Ratchet

from .conftest import NOON

# RFC 9901's example of a disclosure and its digest
EXAMPLE = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"
EXAMPLE_DIGEST = "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
keys = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


def test_the_example_of_the_disclosure_standard_comes_out():
    assert disclosure_digest(EXAMPLE) == EXAMPLE_DIGEST
    assert read_disclosure(EXAMPLE) == ("family_name", "Möbius")


@given(values)
def test_the_fast_encoder_writes_what_rfc_8785_writes(value):
    assert _fast(value).encode() == canonical_json(value)


@given(st.dictionaries(keys.filter(bool), values, max_size=12))
def test_a_body_reads_back_from_its_disclosures(body):
    disclosures, digests = disclose(body, Ratchet(b"seed"))
    leaf = make_leaf("review", by="m", at=NOON, subject=None, digests=digests)
    assert body_of(read_leaf(leaf, 0), disclosures, 0) == body
    assert len(digests) % SD_STEP == 0


def test_a_leaf_does_not_tell_how_many_fields_it_has():
    def size(body: dict) -> int:
        return len(
            make_leaf("review", by="m", at=NOON, subject=None, digests=disclose(body, Ratchet(b"s"))[1])
        )

    assert size({"a": 1}) == size(dict.fromkeys("abcdefg", "x" * 100))


def test_a_field_that_the_leaf_does_not_commit_to_is_refused():
    disclosures, digests = disclose({"count": 4}, Ratchet(b"a"))
    forged, _ = disclose({"count": 5}, Ratchet(b"b"))
    entry = read_leaf(make_leaf("review", by="m", at=NOON, subject=None, digests=digests), 3)
    with pytest.raises(BadProof, match="entry 3: the field 'count'"):
        body_of(entry, forged, 3)
    assert body_of(entry, disclosures, 3) == {"count": 4}
    assert body_of(entry, None, 3) is None


def test_the_same_value_twice_has_two_digests():
    _, one = disclose({"village": "Movses"}, Ratchet(b"a"))
    _, two = disclose({"village": "Movses"}, Ratchet(b"b"))
    assert not set(one) & set(two)


@pytest.mark.parametrize(
    ("kind", "public", "said"),
    [
        ("gossip", None, "entry kind 'gossip'"),
        ("roster", {"p": 0.5}, "float 0.5"),
        ("roster", {"deep": [{"p": 1.5}]}, "float 1.5"),
        ("roster", {"long": "x" * 17_000}, "at most 16384"),
    ],
)
def test_what_the_log_does_not_take_is_refused(kind, public, said):
    with pytest.raises(Misuse, match=said):
        make_leaf(kind, by="m", at=NOON, subject=None, public=public)


def test_leaves_are_canonical_json():
    leaf = make_leaf(
        "exhibit", by="m", at=NOON, subject="ex-1", digests=["b", "a"], objects=[{"n": 1, "d": "sha256:00"}]
    )
    assert leaf == canonical_json(json.loads(leaf))
    public = make_leaf("roster", by="m", at=NOON, subject=None, public={"ключ": 1, "a": [True, None]})
    assert public == canonical_json(json.loads(public))


@given(
    text,
    st.none() | text,
    st.lists(st.text("AZaz09-_", min_size=43, max_size=43), max_size=3),
    st.none() | st.dictionaries(keys, values, max_size=3),
    st.lists(st.fixed_dictionaries({"d": text, "n": st.integers(0, 2**53 - 1)}), max_size=2),
    st.datetimes(
        NOON.replace(year=1900, tzinfo=None),
        NOON.replace(year=2200, tzinfo=None),
        timezones=st.just(UTC) | st.just(timezone(timedelta(hours=4))),
    ),
)
def test_a_leaf_is_what_the_slow_and_obvious_writer_writes(by, subject, digests, public, objects, at):
    slow = {"v": 1, "kind": "roster", "by": by, "at": at.astimezone(UTC).isoformat().replace("+00:00", "Z")}
    slow |= {"_sd": digests, "_sd_alg": "sha-256"} if digests else {}
    slow |= {"obj": objects} if objects else {}
    slow |= {"pub": public} if public is not None else {}
    slow |= {"subject": subject} if subject is not None else {}
    leaf = make_leaf("roster", by=by, at=at, subject=subject, digests=digests, public=public, objects=objects)
    assert leaf == canonical_json(slow)


@given(st.binary(min_size=16, max_size=16), text, values | st.floats(allow_nan=False, allow_infinity=False))
def test_a_disclosure_is_what_the_slow_and_obvious_writer_writes(salt, name, value):
    def b64(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    plain = json.dumps([b64(salt), name, value], ensure_ascii=False, separators=(",", ":"))
    made = make_disclosure(salt, name, value)
    assert made == b64(plain.encode())
    assert disclosure_digest(made) == b64(hashlib.sha256(made.encode()).digest())


def test_text_that_is_not_unicode_is_refused():
    with pytest.raises(Misuse, match="not Unicode"):
        make_leaf("review", by="\ud800", at=NOON, subject=None)
    with pytest.raises(Misuse, match="cannot be written"):
        make_disclosure(b"s" * 16, "note", "\ud800")


def test_a_former_salt_cannot_be_made_from_the_present_state():
    ratchet = Ratchet(b"seed")
    first = ratchet(16)
    assert Ratchet(ratchet.state)(16) != first
    assert Ratchet(b"seed")(16) == first
