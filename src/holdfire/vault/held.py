"""What does a vault hold? Everything that is read of it: the signed checkpoint, entries, sealed bytes, former heads.

Reading takes no lock and changes nothing. `Vault` in vault.py is this and the writing.
"""

import hashlib
import threading
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

from holdfire.model.errors import BadProof, Misuse, Unreadable

from .blobs import BlobStore
from .checkpoint import Checkpoint
from .disk import Disk
from .entry import LogEntry, body_of, moment_of, read_leaf
from .keys import read_keys
from .merkle import leaf_hash
from .note import Signer
from .policy import Policy, Signed, check_checkpoint, read_policy
from .publish import LogFolder
from .state import BlobRow, State
from .tiles import WIDTH


def exhibit_id_of(sha256: str) -> str:
    return f"ex-{sha256[:12]}"


class Held:
    """A vault as its readers see it."""

    def __init__(self, path: Path, disk: Disk | None = None) -> None:
        if not (path / "private" / "state.sqlite").is_file() or not (path / "log").is_dir():
            raise Unreadable(f"{path}: no vault there; expected one made by `holdfire init`")
        self.path = path
        self.disk = disk or Disk()
        self.state = State(path / "private" / "state.sqlite")
        self.origin = (self.state.meta("origin") or b"").decode()
        self.operator = (self.state.meta("operator") or b"mission").decode()
        self.blobs = BlobStore(path / "blobs", path / "tmp", self.disk)
        self.log = LogFolder(path / "log", path / "tmp", self.disk)
        self._guard = threading.RLock()
        self._signers: list[Signer] | None = None
        self._checked: tuple[bytes, bytes, Signed] | None = None

    @property
    def is_example(self) -> bool:
        """Whether keys and salts come from public bytes, as in the worked example."""
        return self.state.meta("ratchet") is not None

    @property
    def cosigner_names(self) -> list[str]:
        return [name for name in (self.state.meta("cosigners") or b"").decode().split("\n") if name]

    @property
    def policy(self) -> Policy:
        return read_policy(self.policy_bytes.decode("utf-8", "replace"))

    @property
    def policy_bytes(self) -> bytes:
        try:
            return (self.path / "log" / "policy.txt").read_bytes()
        except OSError as error:
            raise BadProof(f"log/policy.txt: not there ({error.strerror})") from None

    def signers(self) -> list[Signer]:
        """The log's key first, then the cosigners' that lie here, each name's Ed25519 before its ML-DSA."""
        if self._signers is None:
            folder = self.path / "private" / "keys"
            signers = read_keys(folder / "log.skey")
            for name in self.cosigner_names:
                if (folder / f"cosigner-{name}.skey").exists():
                    signers += read_keys(folder / f"cosigner-{name}.skey")
            self._signers = signers
        return self._signers

    def signed(self) -> Signed | None:
        """The published checkpoint with its signatures verified; None before the first commit."""
        try:
            data = self.disk.read(self.log.checkpoint_path)
        except FileNotFoundError:
            return None
        policy = self.policy_bytes
        if self._checked is None or self._checked[:2] != (data, policy):
            self._checked = data, policy, check_checkpoint(data, self.policy)
        return self._checked[2]

    def checkpoint(self) -> Checkpoint | None:
        signed = self.signed()
        return signed.at if signed else None

    def blob(self, sha256: str) -> bytes:
        """The sealed bytes, as acquired. Raises Misuse when not sealed here, BadProof when altered or erased."""
        row = self._row(sha256)
        if row.key is not None:
            from .sealing import decrypted

            return b"".join(decrypted(self.blobs.path(row.stored), row.key))
        data = self.blob_path(sha256).read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise BadProof(
                f"blobs/{sha256[:2]}/{sha256}: its bytes have the SHA-256 {hashlib.sha256(data).hexdigest()}"
            )
        return data

    def blob_path(self, sha256: str) -> Path:
        """Where the sealed bytes lie, to be read and never written. An encrypted exhibit has no such path: use `blob`."""
        row = self._row(sha256)
        if row.key is not None:
            raise Misuse(
                f"{exhibit_id_of(sha256)}: encrypted, so its file is not what was acquired; read it with `blob`"
            )
        path = self.blobs.staged_path(row.stored) or self.blobs.path(row.stored)
        if not path.is_file():
            raise BadProof(
                f"blobs/{row.stored[:2]}/{row.stored}: not there, though entry {row.log_index} seals it"
            )
        return path

    def _row(self, sha256: str) -> BlobRow:
        row = self.state.blob(sha256)
        if row is None:
            raise Misuse(f"{sha256}: not sealed here")
        if row.is_erased:
            raise BadProof(
                f"{exhibit_id_of(sha256)}: erased; its entry {row.log_index} and the tombstone remain"
            )
        return row

    def leaves(self) -> Iterator[tuple[int, bytes]]:
        """(index, leaf bytes) of every entry: published ones from their bundles, then those that wait."""
        checkpoint = self.checkpoint()
        size = checkpoint.size if checkpoint else 0
        read = self.log.reader(size)
        for number in range(-(-size // WIDTH)):
            for place, leaf in enumerate(read.bundle(number)):
                yield number * WIDTH + place, leaf
        yield from self.state.pending(size)

    def entries(self) -> Iterator[LogEntry]:
        """Every entry in order, with its body as far as it is held here."""
        disclosed = self.state.all_disclosures()
        at, held = next(disclosed, (-1, []))
        for index, leaf in self.leaves():
            while 0 <= at < index:
                at, held = next(disclosed, (-1, []))
            yield self._entry(index, leaf, held if at == index else None)

    def entry(self, index: int) -> LogEntry:
        """One entry. Raises Misuse when the log has none of that number."""
        return self._entry(index, self.leaf(index), self.state.disclosures(index))

    def leaf(self, index: int) -> bytes:
        checkpoint = self.checkpoint()
        size = checkpoint.size if checkpoint else 0
        if 0 <= index < size:
            return self.log.reader(size).entry(index)
        for _, leaf in self.state.pending(index, index + 1):
            return leaf
        raise Misuse(f"entry {index}: the log has {size}")

    def _entry(self, index: int, leaf: bytes, disclosures: list[str] | None) -> LogEntry:
        entry = read_leaf(leaf, index)
        body = body_of(entry, disclosures, index)
        return LogEntry(
            index, entry["kind"], leaf_hash(leaf).hex(), moment_of(entry).astimezone(UTC), entry["by"], entry.get("subject"),
            entry, body,
        )  # fmt: skip

    def heads(self) -> list[tuple[int, bytes]]:
        """(size, note) of every published checkpoint, oldest first, each with all the cosignatures it has."""
        heads = dict(self.state.heads())
        signed = self.signed()
        if signed is not None:
            heads[signed.at.size] = signed.note
        return sorted(heads.items())
