"""What convinces a stranger that an entry is in the log? One `.tlog-proof` file (C2SP tlog-proof).

    c2sp.org/tlog-proof@v1
    extra <base64>                   unauthenticated; ours: JSON {"entry": leaf text, "disclosures": [...]}
    index <decimal>
    <base64 hash> ...                the inclusion proof, leaf to root
                                     (blank line)
    <checkpoint note, verbatim>

`write_proof` and `check_proof` sit side by side; the leaf's hash is recomputed from the entry, never believed.
"""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from holdfire.model.errors import BadProof

from .entry import body_of, read_leaf
from .merkle import Hash, implied_root, leaf_hash
from .note import strict_base64
from .policy import Policy, Signed, check_checkpoint, require_official

HEADER = "c2sp.org/tlog-proof@v1"


def write_proof(
    index: int, path: Sequence[Hash], checkpoint: bytes, leaf: bytes, disclosures: Sequence[str] = ()
) -> bytes:
    """The file's bytes. `disclosures`: those that the reader of this proof may see."""
    extra = json.dumps(
        {"entry": leaf.decode(), "disclosures": list(disclosures)}, ensure_ascii=False, separators=(",", ":")
    )
    lines = [HEADER, f"extra {base64.b64encode(extra.encode()).decode()}", f"index {index}"]
    lines += [base64.b64encode(node).decode() for node in path]
    return ("\n".join(lines) + "\n\n").encode() + checkpoint


@dataclass(frozen=True)
class Proof:
    """A proof file taken apart; nothing verified yet."""

    index: int
    path: tuple[Hash, ...]
    checkpoint: bytes
    leaf: bytes | None
    disclosures: tuple[str, ...]


def read_proof(data: bytes) -> Proof:
    """Raises BadProof, printing the file's head, when it is malformed."""

    def bad(why: str) -> BadProof:
        return BadProof(f"malformed proof: {why}\n{data[:600].decode('utf-8', 'backslashreplace')}")

    head, separator, checkpoint = data.partition(b"\n\n")
    if not separator:
        raise bad("no blank line before the checkpoint")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise bad("its lines are not ASCII") from None
    if lines[0] != HEADER:
        raise bad(f"expected the first line {HEADER}")
    rest = lines[1:]
    leaf: bytes | None = None
    disclosures: tuple[str, ...] = ()
    if rest and rest[0].startswith("extra "):
        leaf, disclosures = _read_extra(
            strict_base64(rest[0].removeprefix("extra "), "malformed proof: extra")
        )
        rest = rest[1:]
    number = rest[0].removeprefix("index ") if rest and rest[0].startswith("index ") else ""
    if not (number.isascii() and number.isdecimal()) or (number != "0" and number.startswith("0")):
        raise bad("expected a line 'index <decimal>'")
    if len(rest) > 64:
        raise bad(f"{len(rest) - 1} hashes, expected at most 63")
    path = tuple(strict_base64(line, "malformed proof: hash") for line in rest[1:])
    if any(len(node) != 32 for node in path):
        raise bad("a hash does not have 32 bytes")
    return Proof(int(number), path, checkpoint, leaf, disclosures)


def _read_extra(data: bytes) -> tuple[bytes | None, tuple[str, ...]]:
    """Unauthenticated, and another log's may be anything: what is not ours is passed over."""
    try:
        value = json.loads(data)
    except ValueError:
        return None, ()
    if not isinstance(value, dict) or not isinstance(value.get("entry"), str):
        return None, ()
    held = value.get("disclosures")
    return value["entry"].encode(), tuple(str(item) for item in held) if isinstance(held, list) else ()


@dataclass(frozen=True)
class Proven:
    """An entry that a checked proof puts at a place in a signed log."""

    index: int
    entry: dict[str, Any]
    body: dict[str, Any] | None
    signed: Signed


def check_proof(
    data: bytes,
    policy: Policy,
    leaf: bytes | None = None,
    *,
    official: bool = True,
    checked: Signed | None = None,
) -> Proven:
    """The entry, if the proof holds under the policy.

    leaf      the entry's bytes; default: those in `extra`
    official  also ask for the policy's quorum
    checked   a checkpoint verified before under this policy: the same bytes are not verified again
    raises    BadProof naming what does not hold, with both roots and the checkpoint
    """
    proof = read_proof(data)
    is_same = checked is not None and checked.note == proof.checkpoint
    signed = checked if checked is not None and is_same else check_checkpoint(proof.checkpoint, policy)
    if official:
        require_official(signed, policy)
    entry = leaf if leaf is not None else proof.leaf
    if entry is None:
        raise BadProof("the proof does not carry its entry; expected it beside the proof")
    try:
        root = implied_root(leaf_hash(entry), proof.index, signed.at.size, proof.path)
    except BadProof as error:
        raise BadProof(f"{error}\nthe proof:\n{data.decode('utf-8', 'backslashreplace')}") from None
    if root != signed.at.root:
        raise BadProof(
            f"entry {proof.index} is not in this log: its hash {leaf_hash(entry).hex()} and the path give root {root.hex()}, "
            f"the checkpoint says {signed.at.root.hex()}\nthe proof:\n{data.decode('utf-8', 'backslashreplace')}"
        )
    parsed = read_leaf(entry, proof.index)
    return Proven(proof.index, parsed, body_of(parsed, proof.disclosures or None, proof.index), signed)
