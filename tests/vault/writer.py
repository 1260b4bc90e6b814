"""A writer that another process may kill, starve or lie to: appends, seals and publishes, and says what was acknowledged.

Run as a program under strace; or `write` in a forked child. Each line `ACK <index> <sha256 or -> <published size>` is
written only after `commit` or `flush` returned.
"""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from holdfire.vault import blobs, disk
from holdfire.vault.vault import Vault

NOON = datetime(2020, 7, 12, 12, 0, tzinfo=UTC)


def say(descriptor: int, line: str) -> None:
    os.write(descriptor, f"{line}\n".encode())


def write(vault: Vault, descriptor: int, turns: int, name: str) -> None:
    for turn in range(turns):
        sealed = vault.seal(f"{name} turn {turn}\n".encode() * 40, record={"note": name}, by="m", at=NOON)
        index = vault.append("review", {"what": "note", "turn": turn, "name": name}, by="m", at=NOON)
        if turn % 2:
            vault.flush()
            say(descriptor, f"ACK {index} {sealed.sha256} 0")
        else:
            vault.commit()
            checkpoint = vault.checkpoint()
            say(descriptor, f"ACK {index} {sealed.sha256} {checkpoint.size if checkpoint else 0}")


def write_film(vault: Vault, descriptor: int, film: Path) -> None:
    """Seal a file by the way that the largest ones take: copied by one thread, hashed by another, not kept in memory."""
    disk.BULKY = blobs.LARGE
    sealed = vault.seal(film, record={}, by="m", at=NOON)
    index = vault.append("review", {"what": "film"}, by="m", at=NOON)
    vault.flush()
    say(descriptor, f"ACK {index} {sealed.sha256} 0")


def main() -> None:
    vault = Vault(Path(sys.argv[1]))
    vault.signed()
    vault.signers()
    os.stat("/holdfire-start-of-work") if os.path.exists("/holdfire-start-of-work") else None
    if sys.argv[2] == "film":
        write_film(vault, 1, Path(sys.argv[3]))
    else:
        write(vault, 1, int(sys.argv[2]), sys.argv[3])


if __name__ == "__main__":
    main()
