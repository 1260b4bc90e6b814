"""What does the log say of one act? A leaf of commitments in canonical JSON, and the disclosures that it commits to.

A leaf is RFC 8785 JSON without floats: kind, claimed time, submitter, subject, and for every field of the body a salted
digest in the manner of SD-JWT (RFC 9901). A disclosure is base64url(JSON [salt, name, value]) and stays off the log, so a
field can be shown alone, withheld under embargo, or erased, and every proof still holds. Decoy digests fill `_sd` up to a
multiple of eight, so that a leaf does not tell how many fields it has.
"""

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Any

from holdfire.model.errors import BadProof, Misuse
from holdfire.model.ids import canonical_json

KINDS = (
    "exhibit", "custody", "statement_batch", "finding", "correction", "reply", "redaction", "erasure", "roster", "policy",
    "access", "case_step", "review", "embargo", "anchor", "provenance",
)  # fmt: skip
PUBLIC_KINDS = frozenset({"roster", "policy", "redaction", "erasure", "anchor"})
"""Kinds whose body holds no personal data and is needed by every verifier: written into the leaf itself, under `pub`."""

MAX_LEAF = 16_384
"""Our own bound; the format's is 65,535."""

SD_STEP = 8

_fast = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode
"""Equal to RFC 8785 for ASCII keys, strings and integers below 2^53 (a property test says so), and ten times faster."""

_plain = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


_text = encode_basestring
"""A JSON string as RFC 8785 spells it (a property test says so)."""

_URL_SAFE = bytes.maketrans(b"+/", b"-_")


def base64url(data: bytes) -> str:
    return binascii.b2a_base64(data, newline=False).translate(_URL_SAFE, b"=").decode("ascii")


def from_base64url(text: str) -> bytes:
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise BadProof(f"{text[:60]!r} is not base64url ({error})") from None
    if base64url(data) != text:
        raise BadProof(f"{text[:60]!r} is not canonical base64url")
    return data


def stated(moment: datetime) -> str:
    """RFC 3339 in UTC. Raises Misuse for a time without a zone.

    >>> stated(datetime(2020, 7, 12, 12, 30, tzinfo=UTC))
    '2020-07-12T12:30:00Z'
    """
    if moment.tzinfo is None:
        raise Misuse(f"time {moment.isoformat()} has no zone, expected an aware one")
    utc = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return utc.isoformat()[:-6] + "Z"


def make_disclosure(salt: bytes, name: str, value: Any) -> str:
    try:
        written = _text(value) if type(value) is str else str(value) if type(value) is int else _plain(value)
        return base64url(f'["{base64url(salt)}",{_text(name)},{written}]'.encode())
    except (TypeError, ValueError) as error:
        raise Misuse(f"field {name}: {type(value).__name__} cannot be written as JSON ({error})") from None


def disclosure_digest(disclosure: str) -> str:
    return base64url(sha256(disclosure.encode("ascii")).digest())


def read_disclosure(disclosure: str) -> tuple[str, Any]:
    """(name, value). Raises BadProof when it is not base64url of a JSON array of salt, name and value."""
    try:
        parts = json.loads(from_base64url(disclosure))
    except ValueError as error:
        raise BadProof(f"disclosure {disclosure[:60]!r} is not JSON ({error})") from None
    if not isinstance(parts, list) or len(parts) != 3 or not isinstance(parts[1], str):
        raise BadProof(f"disclosure {disclosure[:60]!r}: expected [salt, name, value]")
    return parts[1], parts[2]


def disclose(body: Mapping[str, Any], entropy: Callable[[int], bytes]) -> tuple[list[str], list[str]]:
    """(disclosures in the body's order, digests for `_sd`: sorted, with decoys)."""
    decoys = -len(body) % SD_STEP
    drawn = entropy(16 * len(body) + 32 * decoys)
    disclosures = [
        make_disclosure(drawn[16 * place : 16 * place + 16], name, value)
        for place, (name, value) in enumerate(body.items())
    ]
    digests = [disclosure_digest(disclosure) for disclosure in disclosures]
    digests += [base64url(drawn[at : at + 32]) for at in range(16 * len(body), len(drawn), 32)]
    return disclosures, sorted(digests)


def make_leaf(
    kind: str,
    *,
    by: str,
    at: datetime,
    subject: str | None,
    digests: Sequence[str] = (),
    public: Mapping[str, Any] | None = None,
    objects: Sequence[Mapping[str, Any]] = (),
) -> bytes:
    """The bytes of one entry.

    objects  sealed bytes that it is about: {"d": "sha256:<hex of the stored bytes>", "n": byte count, ["enc", "pd"]}
    raises   Misuse for an unknown kind, a time without a zone, a float, or a leaf of more than 16 KiB
    """
    if kind not in KINDS:
        raise Misuse(f"entry kind {kind!r}: expected one of {', '.join(KINDS)}")
    parts = []  # in the order of RFC 8785: by the code units of their names
    if digests:
        parts.append('"_sd":["' + '","'.join(digests) + '"],"_sd_alg":"sha-256"')
    parts.append(f'"at":"{stated(at)}","by":{_text(by)},"kind":"{kind}"')
    if objects:
        parts.append(f'"obj":{_fast(list(objects))}')
    if public is not None:
        parts.append(f'"pub":{_written(public, kind)}')
    if subject is not None:
        parts.append(f'"subject":{_text(subject)}')
    try:
        leaf = ("{" + ",".join(parts) + ',"v":1}').encode()
    except UnicodeEncodeError as error:
        raise Misuse(f"an entry of kind {kind} holds text that is not Unicode ({error})") from None
    if len(leaf) > MAX_LEAF:
        raise Misuse(
            f"an entry of kind {kind} has {len(leaf)} bytes, expected at most {MAX_LEAF}: log a digest of it instead"
        )
    return leaf


def _written(public: Mapping[str, Any], kind: str) -> str:
    _refuse_floats(public, kind)
    if all(key.isascii() and type(value) in (str, bool) for key, value in public.items()):
        return _fast(public)
    return canonical_json(public).decode()


def _refuse_floats(value: Any, where: str) -> None:
    if isinstance(value, float):
        raise Misuse(
            f"{where}: found the float {value!r}; the log holds integers and text, which have one spelling"
        )
    if isinstance(value, Mapping):
        for key, item in value.items():
            _refuse_floats(item, f"{where}.{key}")
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item, where)


def read_leaf(leaf: bytes, index: int) -> dict[str, Any]:
    """Raises BadProof, naming the entry, when it is not a JSON object with a kind, a time and a submitter."""
    try:
        entry = json.loads(leaf)
    except ValueError as error:
        raise BadProof(f"entry {index} is not JSON ({error}): {leaf[:200]!r}") from None
    if not isinstance(entry, dict) or not all(
        isinstance(entry.get(key), str) for key in ("kind", "at", "by")
    ):
        raise BadProof(f"entry {index} lacks kind, at or by: {leaf[:200]!r}")
    return entry


def moment_of(entry: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(str(entry["at"]).replace("Z", "+00:00"))


def body_of(entry: Mapping[str, Any], disclosures: Iterable[str] | None, index: int) -> dict[str, Any] | None:
    """What the entry commits to, as far as this holder has it; None: withheld or erased.

    raises  BadProof when a disclosure is not one that the leaf commits to
    """
    body: dict[str, Any] = dict(entry.get("pub") or {})
    committed = set(entry.get("_sd") or ())
    for disclosure in disclosures or ():
        if disclosure_digest(disclosure) not in committed:
            name = read_disclosure(disclosure)[0]
            raise BadProof(f"entry {index}: the field {name!r} held for it is not the one that it commits to")
        name, value = read_disclosure(disclosure)
        body[name] = value
    return body if body or "pub" in entry or disclosures is not None else None


@dataclass(frozen=True)
class LogEntry:
    """One entry as its holder sees it. `leaf_hash` is hex; `body` is None where it is withheld or erased."""

    index: int
    kind: str
    leaf_hash: str
    at: datetime
    by: str
    subject: str | None
    entry: dict[str, Any]
    body: dict[str, Any] | None
