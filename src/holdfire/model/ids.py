"""Stable names for rows: the same content gets the same id on every machine and in every run.

Also the canonical JSON (RFC 8785) in which everything that is hashed is written.
"""

import hashlib
from typing import Any

import rfc8785


def canonical_json(value: Any) -> bytes:
    """RFC 8785 bytes of a JSON value. Floats are refused by the log's own rules, not here."""
    return rfc8785.dumps(value)


def sha256_hex(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def row_id(prefix: str, *parts: object) -> str:
    """`prefix-` and 12 hex digits of the SHA-256 of the parts' canonical JSON; None parts count as null.

    48 bits: among a million rows of one prefix two share an id with a probability of 0.2 %, and a table's primary
    key then refuses the second instead of merging them.
    """
    return f"{prefix}-{sha256_hex(canonical_json([None if p is None else str(p) for p in parts]))[:12]}"
