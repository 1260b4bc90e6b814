"""Who signed this text? C2SP signed notes, and the two kinds of cosignature that go under a checkpoint.

    note     text, a blank line, then one line a signature:  U+2014 SP name SP base64(key id || signature)
    key id   SHA-256(name || 0x0A || type || public key)[:4]
    vkey     name "+" hex(key id) "+" base64(type || public key)

Types: 0x01 Ed25519 over the text; 0x04 Ed25519 and 0x06 ML-DSA-44 cosignatures with the cosigner's time. A signature of a
known key that fails condemns the whole note; one of an unknown key is passed over. Base64 is read strictly: one way only
to write each signature. Vectors of the specification: tests/vault/test_note.py.
"""

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from holdfire.model.errors import BadProof, Misuse

ED25519 = 0x01
COSIGNED_ED25519 = 0x04
COSIGNED_ML_DSA_44 = 0x06
ALGORITHMS = {
    ED25519: "Ed25519",
    COSIGNED_ED25519: "Ed25519 cosignature",
    COSIGNED_ML_DSA_44: "ML-DSA-44 cosignature",
}
PUBLIC_BYTES = {ED25519: 32, COSIGNED_ED25519: 32, COSIGNED_ML_DSA_44: 1312}
SIGNATURE_BYTES = {ED25519: 64, COSIGNED_ED25519: 8 + 64, COSIGNED_ML_DSA_44: 8 + 2420}

DASH = "— "
MAX_SIGNATURES = 100
MAX_NOTE_BYTES = 1_000_000


def strict_base64(text: str, what: str) -> bytes:
    """Padded RFC 4648 section 4 base64, in its one canonical spelling. Raises BadProof for any other."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadProof(f"{what}: {text[:80]!r} is not base64 ({error})") from None
    if base64.b64encode(data).decode() != text:
        raise BadProof(
            f"{what}: {text[:80]!r} is not canonical base64; expected {base64.b64encode(data).decode()[:80]!r}"
        )
    return data


def check_name(name: str) -> str:
    if not name or "+" in name or any(c.isspace() for c in name):
        raise Misuse(f"key name {name!r}: expected no space, no '+', and at least one character")
    return name


def key_id_of(name: str, kind: int, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


@dataclass(frozen=True)
class Verifier:
    """A public key under its name. `vkey` is how it is published."""

    name: str
    kind: int
    public: bytes

    @cached_property
    def key_id(self) -> bytes:
        return key_id_of(self.name, self.kind, self.public)

    @property
    def vkey(self) -> str:
        body = base64.b64encode(bytes([self.kind]) + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{body}"

    @property
    def is_cosigner(self) -> bool:
        return self.kind != ED25519

    @cached_property
    def _key(self) -> Any:
        if self.kind == COSIGNED_ML_DSA_44:
            from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

            return MLDSA44PublicKey.from_public_bytes(self.public)
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        return Ed25519PublicKey.from_public_bytes(self.public)

    def holds(self, text: bytes, signature: bytes) -> bool:
        """Whether this key made `signature` (without the key id) over `text`."""
        from cryptography.exceptions import InvalidSignature

        if len(signature) != SIGNATURE_BYTES[self.kind]:
            return False
        try:
            message, raw = signed_message(self, text, signature)
            self._key.verify(raw, message)
        except (InvalidSignature, BadProof):
            return False
        return True


def read_vkey(text: str) -> Verifier:
    """Raises Misuse for a malformed key, one of a kind that we do not verify, or one whose id does not belong to it."""
    parts = text.strip().split("+", 2)
    if len(parts) != 3:
        raise Misuse(f"key {text[:80]!r}: expected name+hex id+base64")
    name, hex_id, body = parts
    try:
        data = strict_base64(body, f"key {name}")
    except BadProof as error:
        raise Misuse(str(error)) from None
    kind, public = (data[0], data[1:]) if data else (0, b"")
    if PUBLIC_BYTES.get(kind) != len(public):
        raise Misuse(
            f"key {name}: type 0x{kind:02x} with {len(public)} bytes; expected 0x01 or 0x04 with 32, 0x06 with 1312"
        )
    key = Verifier(check_name(name), kind, public)
    if key.key_id.hex() != hex_id:
        raise Misuse(f"key {name}: id {hex_id!r} does not belong to it, expected {key.key_id.hex()}")
    return key


@dataclass(frozen=True)
class Signer:
    """A private key under its name. `skey` follows Go's x/mod: PRIVATE+KEY+name+id+base64(type || seed)."""

    name: str
    kind: int
    seed: bytes

    @cached_property
    def _key(self) -> Any:
        if self.kind == COSIGNED_ML_DSA_44:
            from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

            return MLDSA44PrivateKey.from_seed_bytes(self.seed)
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.seed)

    @cached_property
    def verifier(self) -> Verifier:
        return Verifier(self.name, self.kind, self._key.public_key().public_bytes_raw())

    @property
    def skey(self) -> str:
        body = base64.b64encode(bytes([self.kind]) + self.seed).decode()
        return f"PRIVATE+KEY+{self.name}+{self.verifier.key_id.hex()}+{body}"

    def line(self, text: bytes, time_s: int | None = None) -> str:
        """One signature line over `text`. Cosignatures need the cosigner's clock, POSIX seconds."""
        stamp = b""
        if self.kind != ED25519:
            if time_s is None or not 0 <= time_s < 2**63:
                raise Misuse(
                    f"{self.name}: a cosignature needs a time from 0 to 2^63 - 1 seconds, found {time_s}"
                )
            stamp = time_s.to_bytes(8, "big")
        message, _ = signed_message(
            self.verifier, text, stamp + bytes(SIGNATURE_BYTES[self.kind] - len(stamp))
        )
        raw = self.verifier.key_id + stamp + self._key.sign(message)
        return f"{DASH}{self.name} {base64.b64encode(raw).decode()}\n"


def make_signer(name: str, kind: int, entropy: Callable[[int], bytes]) -> Signer:
    return Signer(check_name(name), kind, entropy(32))


def read_skey(text: str) -> Signer:
    parts = text.strip().split("+", 4)
    if len(parts) != 5 or parts[:2] != ["PRIVATE", "KEY"]:
        raise Misuse("private key: expected PRIVATE+KEY+name+hex id+base64")
    data = strict_base64(parts[4], f"private key {parts[2]}")
    if len(data) != 33 or data[0] not in PUBLIC_BYTES:
        raise Misuse(f"private key {parts[2]}: expected type 0x01, 0x04 or 0x06 and a seed of 32 bytes")
    signer = Signer(check_name(parts[2]), data[0], data[1:])
    if signer.verifier.key_id.hex() != parts[3]:
        raise Misuse(f"private key {parts[2]}: id {parts[3]!r} does not belong to it")
    return signer


def signed_message(key: Verifier, text: bytes, signature: bytes) -> tuple[bytes, bytes]:
    """(what is signed, the raw signature) for the key's kind. `signature` begins with the time for cosignatures."""
    if key.kind == ED25519:
        return text, signature
    time_s = int.from_bytes(signature[:8], "big")
    if time_s >= 2**63:
        raise BadProof(f"{key.name}: the cosignature's time {time_s} is beyond 2^63 - 1")
    if key.kind == COSIGNED_ED25519:
        return b"cosignature/v1\ntime %d\n" % time_s + text, signature[8:]
    from .checkpoint import read_checkpoint_text

    at = read_checkpoint_text(text)
    name, origin = key.name.encode(), at.origin.encode()
    if len(name) > 255 or len(origin) > 255:
        raise BadProof(f"{key.name}: name and origin may have 255 bytes at most under an ML-DSA cosignature")
    message = b"subtree/v1\n\0" + bytes([len(name)]) + name + signature[:8] + bytes([len(origin)]) + origin
    return message + (0).to_bytes(8, "big") + at.size.to_bytes(8, "big") + at.root, signature[8:]


@dataclass(frozen=True)
class SignatureLine:
    """One line of a note as it stands; `time_s` is what a cosignature of a known key claims, None otherwise."""

    name: str
    key_id: bytes
    signature: bytes

    @property
    def text(self) -> str:
        return f"{DASH}{self.name} {base64.b64encode(self.key_id + self.signature).decode()}\n"

    def time_s(self) -> int:
        return int.from_bytes(self.signature[:8], "big")


@dataclass(frozen=True)
class Note:
    """A note taken apart, nothing verified yet. `text` ends in a newline."""

    text: bytes
    lines: tuple[SignatureLine, ...]

    @property
    def data(self) -> bytes:
        return self.text + b"\n" + "".join(line.text for line in self.lines).encode()


SHOWN = 64_000
"""Bytes of a malformed note that its refusal prints: a checkpoint with ten post-quantum cosignatures fits."""


def read_note(data: bytes) -> Note:
    """Raises BadProof, printing the note, when it is malformed."""

    def bad(why: str) -> BadProof:
        return BadProof(f"malformed note: {why}\n{data[:SHOWN].decode('utf-8', 'backslashreplace')}")

    if len(data) > MAX_NOTE_BYTES:
        raise bad(f"{len(data)} bytes, expected at most {MAX_NOTE_BYTES}")
    try:
        whole = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise bad(f"not UTF-8 at byte {error.start}") from None
    if any(ord(c) < 0x20 and c != "\n" for c in whole):
        raise bad("holds a control character")
    at = whole.rfind("\n\n")
    if at < 0 or not whole.endswith("\n"):
        raise bad("no blank line before the signatures, or no newline at the end")
    text, block = whole[: at + 1], whole[at + 2 :]
    lines = []
    for line in block.removesuffix("\n").split("\n"):
        name, _, encoded = line.removeprefix(DASH).partition(" ")
        if not line.startswith(DASH) or not name or "+" in name or any(c.isspace() for c in name):
            raise bad(f"signature line {line[:80]!r} is not '{DASH}name base64'")
        try:
            raw = strict_base64(encoded, f"signature of {name}")
        except BadProof as error:
            raise bad(str(error)) from None
        if len(raw) < 5:
            raise bad(f"signature of {name} has {len(raw)} bytes, expected a key id of 4 and a signature")
        lines.append(SignatureLine(name, raw[:4], raw[4:]))
    if len(lines) > MAX_SIGNATURES:
        raise bad(f"{len(lines)} signatures, expected at most {MAX_SIGNATURES}")
    return Note(text.encode(), tuple(lines))


def sign_note(text: bytes, lines: Iterable[str]) -> bytes:
    return text + b"\n" + "".join(lines).encode()


def check_note(note: Note, keys: Sequence[Verifier]) -> list[tuple[Verifier, SignatureLine]]:
    """The known keys that signed, in the order of the lines, each once.

    raises  BadProof, printing the note, when a known key's signature fails or no known key signed
    """
    known = {(key.name, key.key_id): key for key in keys}
    found: dict[tuple[str, bytes], tuple[Verifier, SignatureLine]] = {}
    for line in note.lines:
        key = known.get((line.name, line.key_id))
        if key is None:
            continue
        if not key.holds(note.text, line.signature):
            raise BadProof(
                f"the {ALGORITHMS[key.kind]} of {line.name} (key {line.key_id.hex()}) does not hold:\n{note.data.decode()}"
            )
        found.setdefault((line.name, line.key_id), (key, line))
    if not found:
        names = ", ".join(f"{key.name} ({key.key_id.hex()})" for key in keys) or "none"
        raise BadProof(f"no signature of a known key; known: {names}\n{note.data.decode()}")
    return list(found.values())
