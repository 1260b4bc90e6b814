"""How does a log go on that has stopped itself? By a person's logged decision, and never by signing a second root of a size.

A log stops when a witness has seen a larger tree (an old copy was put back), or when its tiles no longer give the root that
it signed. The way on is a copy of the published folder, from whoever has one, that contains everything this log ever
signed, meant to sign, and was seen to have signed. What only this vault holds beyond it is appended after it. Where no
such copy can be, because two roots of one size were signed, there is no way on: the message says both.
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfire.model.errors import BadProof, Misuse

from .check import Walked, check_log, folder_of
from .checkpoint import Checkpoint, read_checkpoint_text
from .disk import place_all
from .entry import read_disclosure, read_leaf
from .export import published_files
from .note import check_note, read_note
from .policy import Policy, Signed, check_checkpoint, merged, read_policy
from .state import BlobRow
from .tiles import TileReader, fetch_from

if TYPE_CHECKING:
    from .vault import Vault


@dataclass(frozen=True)
class Resumed:
    """What a resumption did. `adopted`: entries that came from the copy; `appended`: own ones put after them."""

    index: int
    size: int
    adopted: int
    appended: int
    mended: tuple[str, ...]


def why_halted(vault: "Vault") -> str | None:
    """The message of the refusal that halted this log; None where nothing did."""
    said = vault.state.meta("halted")
    return said.decode() if said is not None else None


def resume(vault: "Vault", *, by: str, at: datetime, reason: str, copy: Path | None = None) -> Resumed:
    """Go on after a halt, or after the published folder was damaged.

    copy    the log's published folder as somebody else has it; None: this vault's own, where it contains all by now
    reason  the person's words, logged with what was found: public
    raises  Misuse where the log has no reason to be resumed, BadProof where the copy does not contain all that was signed:
            then nothing is changed
    """
    if not reason.strip():
        raise Misuse("a resumption needs its reason, in the words of who decides it")
    source = copy if copy is not None else vault.log.folder
    halted, policy = why_halted(vault), vault.policy
    found = _checked(source, policy, _must_contain(vault, policy, vault.state.meta("halted by")))
    size = found.walked.size
    mended = [name for name in published_files(size) if _differs(source, vault.log.folder, name)]
    present = _present(vault, policy)
    last = vault.state.last_pending()
    known = min(present.at.size if present else 0, last + 1 if last is not None else 0)
    if halted is None and not mended and present is not None and known == present.at.size:
        raise Misuse(f"{vault.path}: this log is not halted and its files hold; there is nothing to resume")
    new_policy = _policy_of(vault, source, found)
    said: dict[str, Any] = {
        "what": "resumed",
        "reason": reason,
        "size": str(size),
        "copy_sha256": hashlib.sha256(fetch_from(source)("checkpoint")).hexdigest(),
        **({"halted_sha256": hashlib.sha256(halted.encode()).hexdigest()} if halted else {}),
    }
    vault.is_resuming = True
    try:
        with vault.changing():
            own = _own_beyond(vault, source, size)
            if copy is not None:
                _adopt(vault, source, size, present)
            _take_over(vault, source, known, size, own)
            if present is not None and present.at.size < size:
                vault.state.set_head(present.at.size, present.note)
            if vault.state.intent(size) is None:
                assert found.walked.signed is not None
                vault.state.add_intent(size, found.walked.signed.at.root)
            if new_policy is not None:
                _put_policy(vault, new_policy)
            for name in ("halted", "halted by"):
                vault.state.drop_meta(name)
            vault.look_again()
            index = vault.append("roster", said, by=by, at=at, subject=vault.origin)
            vault.flush()
    finally:
        vault.is_resuming = False
    for erasure in found.erasures:
        if int(erasure["at_entry"]) >= known:
            _erase_here_too(vault, erasure)
    vault.commit()
    return Resumed(index, size, max(0, size - known), len(own), tuple(mended))


def _present(vault: "Vault", policy: Policy) -> Signed | None:
    try:
        return check_checkpoint(fetch_from(vault.log.folder)("checkpoint"), policy)
    except BadProof:
        return None


def _must_contain(vault: "Vault", policy: Policy, seen: bytes | None) -> dict[int, tuple[bytes, str]]:
    """size -> (root, what says so): all that this log signed or meant to sign, and what the witness showed."""
    must = {size: (root, "was meant to be signed here") for size, root in vault.state.intents()}
    for size, note in vault.state.heads():
        must[size] = read_checkpoint_text(read_note(note).text).root, f"was signed here:\n{note.decode()}"
    present = _present(vault, policy)
    if present is not None:
        must[present.at.size] = present.at.root, f"is signed here:\n{present.note.decode()}"
    if seen is not None:
        check_note(read_note(seen), policy.logs)
        theirs = read_checkpoint_text(read_note(seen).text)
        words = f"was seen by a witness:\n{seen.decode()}"
        known = must.get(theirs.size)
        if known is not None and known[0] != theirs.root:
            raise BadProof(f"{NO_WAY_ON}\nsize {theirs.size} {known[1]}\nand another root of it {words}")
        must[theirs.size] = theirs.root, words
    return must


NO_WAY_ON = (
    "this log has signed two roots of one size, so no copy can contain both: it cannot go on. Begin a new log "
    "under a new origin, and give everyone this message: it is the proof"
)


@dataclass
class _Copy:
    """A copy that was checked, and what its entries say that this vault must know."""

    walked: Walked
    policy_sha256: str | None = None
    erasures: list[dict[str, Any]] = field(default_factory=list)

    def visit(self, index: int, leaf: bytes) -> None:
        entry = read_leaf(leaf, index)
        public = entry.get("pub") or {}
        if entry["kind"] == "policy" and "sha256" in public:
            self.policy_sha256 = str(public["sha256"])
        if entry["kind"] == "erasure":
            self.erasures.append({**public, "at_entry": index})


def _checked(source: Path, policy: Policy, must: dict[int, tuple[bytes, str]]) -> _Copy:
    found = _Copy(Walked())
    walked = found.walked = check_log(folder_of(source), policy, sizes=must, visit=found.visit)
    if walked.faults:
        raise BadProof(
            f"{source}: does not hold, so nothing was changed; a copy of the published folder from a party, a witness or "
            "a reader may (--from)\n" + "\n".join(f"  {fault}" for fault in walked.faults)
        )
    assert walked.signed is not None
    note = walked.signed.note.decode()
    for size, (root, words) in sorted(must.items()):
        if size > walked.size:
            raise BadProof(
                f"{source}: has {walked.size} entries, but size {size} {words}\nthe copy's checkpoint:\n{note}"
            )
        if walked.roots[size] != root:
            now = Checkpoint(policy.logs[0].name, size, walked.roots[size])
            raise BadProof(
                f"{source}: contradicts what was signed, so nothing was changed. Size {size}, root {root.hex()}, {words}\n"
                f"the copy's root of that size:\n{now.text.decode()}\nthe copy's checkpoint:\n{note}"
            )
    return found


def _policy_of(vault: "Vault", source: Path, found: _Copy) -> bytes | None:
    """The policy that the copy's log names last, where this vault has another. Raises BadProof where it is not to be had."""
    wanted = found.policy_sha256
    if wanted is None or hashlib.sha256(vault.policy_bytes).hexdigest() == wanted:
        return None
    try:
        text = fetch_from(source)("policy.txt")
    except BadProof:
        text = vault.state.meta(f"policy {wanted}") or b""
    if hashlib.sha256(text).hexdigest() != wanted:
        raise BadProof(f"{source}/policy.txt: not the policy that the log names last (SHA-256 {wanted})")
    return text


def _put_policy(vault: "Vault", text: bytes) -> None:
    """In force from `look_again` on; the cosigners are those that it names, in its order."""
    former = vault.policy_bytes
    vault.state.set_meta(f"policy {hashlib.sha256(former).hexdigest()}", former)
    vault.state.set_meta(f"policy {hashlib.sha256(text).hexdigest()}", text)
    vault.state.set_meta("policy in force", text)
    names = [witness.rpartition(".")[0] for witness in read_policy(text.decode()).witnesses]
    vault.state.set_meta("cosigners", "\n".join(dict.fromkeys(names)).encode())


def _erase_here_too(vault: "Vault", said: dict[str, Any]) -> None:
    """What was erased after the old copy was made came back with it: it is destroyed again, as its tombstone says."""
    fields, blobs = said.get("fields"), [str(name) for name in said.get("blobs", ())]
    chosen: dict[str, Any] = {str(index): None for index in said.get("entries", ())}
    if fields:
        for index in chosen:
            held = vault.state.disclosures(int(index)) or []
            chosen[index] = [text for text in held if read_disclosure(text)[0] in fields]
    sealed = [row.sha256 for row in vault.state.blobs() if row.stored in blobs]
    plan = {"entries": chosen, "blobs": blobs, "sha256": sealed[0] if sealed else None}
    vault.remember("erasing", json.dumps(plan).encode())
    with vault.changing():  # carries it out
        vault.abandon()


def _differs(source: Path, folder: Path, name: str) -> bool:
    path = folder / name
    return not path.is_file() or path.read_bytes() != (source / name).read_bytes()


def _own_beyond(vault: "Vault", source: Path, size: int) -> list[tuple[bytes, list[str]]]:
    """(leaf, disclosures) of entries that are durable here and that the copy does not have, in their order."""
    read = TileReader(fetch_from(source), size)
    own = []
    for index, leaf in vault.state.pending(0):
        if index >= size or read.entry(index) != leaf:
            own.append((leaf, vault.state.disclosures(index) or []))
    return own


def _adopt(vault: "Vault", source: Path, size: int, present: Signed | None) -> None:
    """The copy's files become this log's: tiles first, the checkpoint last. A crash between leaves a halted log as before."""
    tmp, moves = vault.path / "tmp", []
    for number, name in enumerate(published_files(size)):
        if _differs(source, vault.log.folder, name):
            vault.disk.create(tmp / f"adopted-{number}", (fetch_from(source)(name),))
            moves.append((tmp / f"adopted-{number}", vault.log.folder / name))
    place_all(vault.disk, vault.path, moves)
    note = fetch_from(source)("checkpoint")
    vault.log.replace_checkpoint(
        merged(note, present.note) if present is not None and present.at.size == size else note
    )


def _take_over(
    vault: "Vault", source: Path, before: int, size: int, own: list[tuple[bytes, list[str]]]
) -> None:
    """The private state of the adopted log: its last entries wait no more, own ones follow, blobs are known again."""
    state, read = vault.state, TileReader(fetch_from(source), size)
    moved: dict[int, int] = {}
    for index, leaf in list(state.pending(0)):
        if index >= size or read.entry(index) != leaf:
            moved[index] = size + len(moved)
            state.replace_disclosures(index, [])
    state.drop_pending(2**62)
    if size and not own:
        state.add_entry(size - 1, read.entry(size - 1), [])  # it says how far this state has come
    for place, (leaf, disclosures) in enumerate(own):
        state.add_entry(size + place, leaf, disclosures)
    state.settle()
    for row in list(state.blobs()):
        if row.log_index in moved:
            state.move_blob(row.sha256, moved[row.log_index])
    for index in range(before, size):
        for item in read_leaf(read.entry(index), index).get("obj") or ():
            stored = str(item["d"]).removeprefix("sha256:")
            if item.get("enc") and not state.is_stored(stored):
                state.keep(stored)
            elif not item.get("enc") and state.blob(stored) is None:
                state.add_blob(BlobRow(stored, stored, int(item["n"]), None, index, None, False))
    state.settle()
