"""Which private keys lie in this vault? The log's, and those of the cosigners that the operator itself speaks for.

A party's keys belong on the party's own machine (`holdfire witness keygen`); here lie the mission's. Only the worked
example holds every key, made from public bytes, so that anyone can rebuild it. Files under private/keys/, mode 0600.
"""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from .note import COSIGNED_ED25519, COSIGNED_ML_DSA_44, ED25519, Signer, make_signer, read_skey

COSIGNER_KINDS = (COSIGNED_ED25519, COSIGNED_ML_DSA_44)


def make_log_key(origin: str, entropy: Callable[[int], bytes]) -> Signer:
    return make_signer(origin, ED25519, entropy)


def make_cosigner_keys(origin: str, name: str, entropy: Callable[[int], bytes]) -> list[Signer]:
    """One key of each kind. The key's name is origin/name: the Ed25519 message does not name its signer, the key must."""
    return [make_signer(f"{origin}/{name}", kind, entropy) for kind in COSIGNER_KINDS]


def write_keys(folder: Path, name: str, signers: Sequence[Signer]) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{name}.skey"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(f"{signer.skey}\n" for signer in signers)
        file.flush()
        os.fsync(file.fileno())


def read_keys(path: Path) -> list[Signer]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [read_skey(line) for line in lines if line.strip() and not line.startswith("#")]


def ratchet(seed: bytes) -> "Ratchet":
    return Ratchet(seed)


class Ratchet:
    """Bytes from a state that only moves on: whoever holds the present state cannot make a former salt again."""

    def __init__(self, seed: bytes) -> None:
        self.state = seed

    def __call__(self, count: int) -> bytes:
        import hashlib

        out = b""
        while len(out) < count:
            out += hashlib.sha256(b"out" + self.state).digest()
            self.state = hashlib.sha256(b"next" + self.state).digest()
        return out[:count]
