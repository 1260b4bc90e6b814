"""Proofs made from the tiles as they lie on disk."""

import base64
from collections.abc import Sequence
from typing import TYPE_CHECKING

from holdfire.model.errors import Misuse

from .cosigning import published
from .entry import read_disclosure
from .merkle import prove_consistency, prove_inclusion
from .proof import write_proof

if TYPE_CHECKING:
    from .vault import Vault


def proof_of(
    vault: "Vault", index: int, *, disclose: bool = False, fields: Sequence[str] | None = None
) -> bytes:
    """An entry's .tlog-proof under the latest checkpoint.

    disclose  show every field that is held; fields: only these. Raises Misuse for a field that is not held.
    """
    signed = published(vault)
    if not 0 <= index < signed.at.size:
        raise Misuse(f"entry {index}: the published log has {signed.at.size} entries, from 0")
    read = vault.log.reader(signed.at.size)
    held = (vault.state.disclosures(index) or []) if disclose or fields else []
    if fields:
        by_name = {read_disclosure(text)[0]: text for text in held}
        missing = [name for name in fields if name not in by_name]
        if missing:
            raise Misuse(
                f"entry {index}: no field {', '.join(missing)} is held for it; held: {', '.join(by_name) or 'none'}"
            )
        held = [by_name[name] for name in fields]
    return write_proof(
        index, prove_inclusion(read, index, signed.at.size), signed.note, read.entry(index), held
    )


def consistency_text(vault: "Vault", old: int) -> bytes:
    """The consistency proof from `old` entries to the latest checkpoint: one base64 hash a line."""
    size = published(vault).at.size
    path = prove_consistency(vault.log.reader(size), old, size)
    return "".join(f"{base64.b64encode(node).decode()}\n" for node in path).encode()
