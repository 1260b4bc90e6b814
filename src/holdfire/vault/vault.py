"""The vault: seals bytes, keeps their custody, writes the log and has it signed. The one door for all other rooms.

    vault/log/       checkpoint, policy.txt, tile/...: published as it is        vault/blobs/   sealed bytes, by SHA-256
    vault/private/   state.sqlite (disclosures, keys of blobs), keys/: never published          vault/tmp/     staging

`seal`, `custody` and `append` stage; `flush` makes them durable; `commit` flushes and publishes a signed checkpoint. A
writer holds the vault's lock from its first staged entry to the end of `flush` or `commit`; readers need none.
"""

import hashlib
import os
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfire.model.errors import BadProof, Misuse, Unreadable

from .blobs import read_small
from .checkpoint import Checkpoint
from .disk import Disk, place_all
from .entry import PUBLIC_KINDS, disclose, make_leaf, stated
from .held import exhibit_id_of
from .keys import make_cosigner_keys, make_log_key, read_keys, write_keys
from .note import ED25519, Verifier, make_signer, sign_note
from .policy import Signed, policy_text
from .provenance import HEAD, capture_facts
from .publish import publish
from .state import BlobRow, State
from .writing import Writer, refused

if TYPE_CHECKING:
    from .check import Fault


@dataclass(frozen=True)
class Sealed:
    """What sealing gave. `is_new` is False when the same bytes were sealed before: one exhibit, one more custody event."""

    sha256: str
    exhibit_id: str
    byte_count: int
    is_new: bool
    log_index: int


def create_vault(
    path: Path,
    *,
    origin: str,
    cosigners: Sequence[str] = (),
    entropy: Callable[[int], bytes] = os.urandom,
    operator: str = "mission",
) -> "Vault":
    """An empty vault with fresh keys.

    origin     the log's name for life: a schema-less URL without a trailing slash
    cosigners  who must sign for a checkpoint to be official. The operator's keys are made here; the others' are enrolled
               from what they make on their own machines (`holdfire log CASE roster --enrol`)
    entropy    given only by the worked example: then every cosigner's key and every salt come from it, all can be made
               again by anyone, and the vault says so
    raises     Misuse where a vault lies already
    """
    if path.exists() and any(path.iterdir()):
        raise Misuse(f"{path}: not empty, expected a new folder for the vault")
    is_example = entropy is not os.urandom
    disk = Disk()
    for name in ("log", "blobs", "private", "tmp"):
        disk.make_folder(path / name)
    os.chmod(path / "private", 0o700)
    log_key = make_log_key(origin, entropy)
    write_keys(path / "private" / "keys", "log", [log_key])
    write_keys(path / "private" / "keys", "bundle", [make_signer(f"{origin}/bundle", ED25519, entropy)])
    enrolled: dict[str, list[Verifier]] = {}
    for name in cosigners:
        if name == operator or is_example:
            signers = make_cosigner_keys(origin, name, entropy)
            write_keys(path / "private" / "keys", f"cosigner-{name}", signers)
            enrolled[name] = [signer.verifier for signer in signers]
    text = policy_text(log_key.verifier, enrolled, [name for name in cosigners if name not in enrolled])
    disk.create(path / "tmp" / "policy", (text.encode(),))
    place_all(disk, path, [(path / "tmp" / "policy", path / "log" / "policy.txt")])
    state = State(path / "private" / "state.sqlite")
    state.begin()
    state.set_meta("origin", origin.encode())
    state.set_meta("cosigners", "\n".join(cosigners).encode())
    state.set_meta("operator", operator.encode())
    if is_example:
        state.set_meta("ratchet", entropy(32))
    state.commit()
    state.close()
    disk.sync_all(path)
    return Vault(path)


def open_vault(path: Path) -> "Vault":
    """Raises Unreadable where there is no vault."""
    return Vault(path)


class Vault(Writer):
    """An open vault; safe for several threads. Two writers, even in one process, wait for one another."""

    def seal(
        self, data: bytes | Path, *, record: Mapping[str, Any], by: str, at: datetime, encrypt: bool = False
    ) -> Sealed:
        """Keep the bytes as acquired, and log that: an exhibit entry the first time, a custody entry every time.

        record   source_id, url, file_name, media_type, published_at, note, ...: JSON values; off the log, committed to
        at       the acquisition time that is claimed
        encrypt  store under a key of its own (AES-256-GCM), so that erasing the key erases every copy; the leaf then
                 commits to the plain bytes' digest under a salt
        """
        stated(at)
        with self._guard, self._writing():
            self._mark_open()
            self.blobs.newest = None
            if encrypt:
                from .sealing import stage_encrypted

                sha256, size, row = stage_encrypted(self.blobs, data, os.urandom)
            else:
                held = data if isinstance(data, bytes) else read_small(data)
                if held is not None:
                    sha256, size = hashlib.sha256(held).hexdigest(), len(held)
                    data = held
                else:
                    assert isinstance(data, Path)
                    sha256, size = self.blobs.stage_file(data)
                row = BlobRow(sha256, sha256, size, None, 0, None, False)
            with self.state.lock:
                before = self.state.mark(), self._next, self._latest
                try:
                    return self._seal(data, sha256, size, row, record, by, at)
                except BaseException:
                    mark, self._next, self._latest = before
                    self.state.back_to(mark)
                    self.blobs.unstage_newest()
                    raise

    def _seal(
        self,
        data: bytes | Path,
        sha256: str,
        size: int,
        row: BlobRow,
        record: Mapping[str, Any],
        by: str,
        at: datetime,
    ) -> Sealed:
        """The entries of one exhibit; bytes in memory are staged here, when they turn out to be new."""
        exhibit = exhibit_id_of(sha256)
        is_in_memory = row.key is None and isinstance(data, bytes)
        known = self.state.blob(sha256)
        if known is not None and not known.is_erased:
            self._keep_again(known, data if is_in_memory else None)
            hidden = known.key is not None
            index = self._add_custody("acquired_again", _kept(record), exhibit, hidden, by=by, at=at)
            return Sealed(sha256, exhibit, size, False, index)
        if known is not None:
            raise Misuse(
                f"{exhibit}: was erased at entry {known.log_index} and after; taking it in again needs a new decision"
            )
        if is_in_memory:
            assert isinstance(data, bytes)
            self.blobs.stage(sha256, data)
        stored_object: dict[str, Any] = {"d": f"sha256:{row.stored}", "n": row.byte_count}
        body: dict[str, Any] = {
            "exhibit_id": exhibit,
            "sha256": sha256,
            "byte_count": size,
            **_kept(record),
        }
        subject: str | None = exhibit
        if row.key is not None:
            from .sealing import salted_digest

            body["pd_salt"] = (row.pd_salt or b"").hex()
            stored_object |= {"enc": True, "pd": salted_digest(row.pd_salt or b"", sha256)}
            subject = None
        index = self._add("exhibit", body, by=by, at=at, subject=subject, objects=[stored_object])
        self.state.add_blob(BlobRow(row.sha256, row.stored, size, row.key, index, row.pd_salt, False))
        note = {"note": str(record["note"])} if record.get("note") else {}
        self._add_custody("acquired", note, exhibit, subject is None, by=by, at=at)
        facts = self._capture_facts(row, record, data[:HEAD] if isinstance(data, bytes) else None)
        if facts is not None:
            self._add("provenance", {"exhibit_id": exhibit, **facts}, by=by, at=at, subject=subject)
        return Sealed(sha256, exhibit, size, True, index)

    def _keep_again(self, known: BlobRow, data: bytes | Path | None) -> None:
        """Bytes that are sealed already need not be kept twice; a plain exhibit's that are gone from the disk are put back."""
        if known.key is None and self.blobs.is_missing(known.stored):
            if isinstance(data, bytes):
                self.blobs.stage(known.stored, data)
        else:
            self.blobs.unstage_newest()

    def _capture_facts(
        self, row: BlobRow, record: Mapping[str, Any], head: bytes | None
    ) -> dict[str, Any] | None:
        """What new bytes say of their own capture (WACZ, WARC, C2PA); an encrypted exhibit is not looked into."""
        path = self.blobs.staged_path(row.stored) if row.key is None else None
        return capture_facts(path, str(record.get("file_name") or ""), head) if path is not None else None

    def custody(self, sha256: str, *, action: str, by: str, at: datetime, note: str = "") -> int:
        """Log that sealed bytes were copied, released, moved. Returns the log index. Raises Misuse for bytes not sealed."""
        with self._guard, self._writing():
            row = self.state.blob(sha256)
            if row is None:
                raise Misuse(f"{sha256}: not sealed here, so it has no custody")
            body = {"note": note} if note else {}
            return self._add_custody(action, body, exhibit_id_of(sha256), row.key is not None, by=by, at=at)

    def working_copy(self, sha256: str, target: Path, *, by: str, at: datetime, note: str = "") -> Path:
        """Write a copy to work on, outside the vault, and log that; the evidentiary copy is never handed out to be written.

        raises  Misuse where `target` is there already
        """
        if target.exists():
            raise Misuse(f"{target}: is there already, expected a new file for the working copy")
        target.write_bytes(self.blob(sha256))
        self.custody(sha256, action="copied", by=by, at=at, note=note)
        self.commit()
        return target

    def _add_custody(
        self, action: str, body: Mapping[str, Any], exhibit: str, is_hidden: bool, *, by: str, at: datetime
    ) -> int:
        """The action is open, the exhibit too unless it is encrypted: its id would tell 48 bits of what it is."""
        subject = None if is_hidden else exhibit
        hidden = {"exhibit_id": exhibit} if is_hidden else {}
        return self._add(
            "custody", {**hidden, **body}, by=by, at=at, subject=subject, public={"action": action}
        )

    def append(
        self, kind: str, body: Mapping[str, Any], *, by: str, at: datetime, subject: str | None = None
    ) -> int:
        """Log an act. The body stays off the log, committed to field by field; see PUBLIC_KINDS for the exceptions.

        Returns the entry's index. Nothing is durable before `flush` or `commit`.
        """
        with self._guard, self._writing():
            return self._add(kind, body, by=by, at=at, subject=subject)

    def _add(
        self,
        kind: str,
        body: Mapping[str, Any],
        *,
        by: str,
        at: datetime,
        subject: str | None,
        objects: Sequence[Mapping[str, Any]] = (),
        public: Mapping[str, Any] | None = None,
    ) -> int:
        if self._next == 0 and body.get("what") != "opened":
            self._log_opening(at)
        disclosures: list[str] = []
        if kind in PUBLIC_KINDS:
            leaf = make_leaf(kind, by=by, at=at, subject=subject, public=body, objects=objects)
        else:
            disclosures, digests = disclose(body, self._entropy)
            leaf = make_leaf(
                kind, by=by, at=at, subject=subject, digests=digests, public=public, objects=objects
            )
        index = self._next
        self.state.add_entry(index, leaf, disclosures)
        self._next += 1
        if self._latest is None or at > self._latest:
            self._latest = at
        return index

    def _log_opening(self, at: datetime) -> None:
        """The first entries of every log: who signs, and under which policy."""
        from .roster import opening_roster, policy_statement

        bundle_key = read_keys(self.path / "private" / "keys" / "bundle.skey")[0].verifier
        self._add(
            "roster",
            opening_roster(self.policy, self.cosigner_names, bundle_key),
            by=self.operator,
            at=at,
            subject=self.origin,
        )
        self._add("policy", policy_statement(self.policy_bytes), by=self.operator, at=at, subject=self.origin)

    def commit(self, at: datetime | None = None) -> None:
        """Group commit: make durable, write tiles, read the right edge back, sign, publish. Nothing new: nothing done.

        at  the clock of the cosigners whose keys lie here; the example uses its last entry's time, else the clock
        """
        with self._guard:
            self._refuse_if_lost()
            self._begin()
            try:
                self._make_durable()
                old = self.signed()
                if old is None or self._next > old.at.size:
                    self._mark_open()
                    self._publish(old, at)
            except (OSError, sqlite3.Error) as error:
                raise refused(self.path, error) from error
            finally:
                self.abandon()

    def _publish(self, old: Signed | None, at: datetime | None) -> None:
        halted = self.state.meta("halted")
        if halted is not None:
            raise BadProof(
                f"{self.path}: this log is halted; the way on is holdfire log CASE resume\n{halted.decode()}"
            )
        self._ask_witnesses()
        if old is not None:
            self.state.begin()
            self.state.drop_pending(old.at.size)
            self.state.set_head(old.at.size, old.note)
            self.state.commit()
        moment = at or (self._latest if self.is_example else None)
        time_s = int(moment.timestamp()) if moment else int(time.time())

        def sign(new: Checkpoint) -> bytes:
            named = {key.vkey for key in self.policy.keys}  # a retired key signs nothing more
            lines = [
                signer.line(new.text, time_s) for signer in self.signers() if signer.verifier.vkey in named
            ]
            return sign_note(new.text, lines)

        publish(self.log, self.state, self.origin, old.at if old else None, sign)

    def _ask_witnesses(self) -> None:
        """Once per opened vault: does any witness show a larger tree than ours? One that cannot be reached says nothing."""
        if self._has_asked:
            return
        from .cosigning import refuse_if_behind, seen_by

        for url in sorted(set(self.policy.urls.values())):
            try:
                seen = seen_by(self, url)
            except Unreadable:
                continue
            if seen is not None:
                refuse_if_behind(self, seen, url)
        self._has_asked = True

    def set_policy(
        self, text: str, public: Mapping[str, Any], cosigners: Sequence[str], *, by: str, at: datetime
    ) -> int:
        """Log a change of the roster, put its policy in force and publish. Returns the roster entry's index.

        The former policy is kept: the checkpoints of its time are judged by it.
        """
        from .roster import policy_statement

        data = text.encode()
        statement = policy_statement(data)
        with self._guard:
            index = self.append("roster", public, by=by, at=at, subject=self.origin)
            self.append("policy", statement, by=by, at=at, subject=self.origin)
            former = self.policy_bytes
            self.state.set_meta(f"policy {policy_statement(former)['sha256']}", former)
            self.state.set_meta(f"policy {statement['sha256']}", data)
            self.state.set_meta("policy in force", data)
            self.state.set_meta("cosigners", "\n".join(cosigners).encode())
            self.flush()
            self.commit()
        return index

    def check(self) -> "list[Fault]":
        """Recompute everything that this vault holds; every fault, each naming its item. None is good."""
        from .check import check_vault

        return check_vault(self)


def _kept(record: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if value is not None}


__all__ = ["Sealed", "Vault", "create_vault", "exhibit_id_of", "open_vault"]
