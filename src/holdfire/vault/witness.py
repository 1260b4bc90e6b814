"""Did that log only grow since I last saw it? C2SP tlog-witness: look, remember durably, then cosign.

A witness keeps the largest tree that it has seen of each log, under the log's own signature. It cosigns a larger one only
with a proof that nothing of the old was changed; what it saw is durable before it answers. Every refusal prints both
signed checkpoints and the proof that failed: the answer is evidence for whoever holds it.
"""

import hashlib
import sqlite3
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from holdfire.model.errors import BadProof, Misuse, Unreadable

from .checkpoint import Checkpoint, read_checkpoint_text
from .keys import make_cosigner_keys, read_keys, write_keys
from .merkle import Hash, check_consistency
from .note import Signer, Verifier, check_note, read_note, read_vkey, sign_note, strict_base64

MAX_BODY = 512 * 1024
"""Bytes of an add-checkpoint request that are read: 63 hashes and a hundred post-quantum signatures fit."""

SIZE_TYPE = "text/x.tlog.size"


@dataclass(frozen=True)
class Answer:
    """An HTTP answer, or the same as a file."""

    status: int
    body: bytes
    media_type: str = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Request:
    """An add-checkpoint body taken apart."""

    old: int
    path: tuple[Hash, ...]
    note: bytes


def write_request(old: int, path: Sequence[Hash], note: bytes) -> bytes:
    import base64

    lines = [f"old {old}", *(base64.b64encode(node).decode() for node in path)]
    return ("\n".join(lines) + "\n\n").encode() + note


def read_request(data: bytes) -> Request:
    """Raises BadProof for a body that is not `old <n>`, up to 63 hashes, a blank line and a note."""
    head, separator, note = data.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise BadProof("malformed request: its lines are not ASCII") from None
    number = lines[0].removeprefix("old ")
    if not separator or not lines[0].startswith("old ") or not (number.isascii() and number.isdecimal()):
        raise BadProof("malformed request: expected 'old <decimal>', hashes, a blank line, a checkpoint")
    if number != "0" and number.startswith("0"):
        raise BadProof(f"malformed request: old size {number!r} has a leading zero")
    if len(lines) - 1 > 63:
        raise BadProof(f"malformed request: {len(lines) - 1} hashes, expected at most 63")
    path = tuple(strict_base64(line, "malformed request: hash") for line in lines[1:])
    if any(len(node) != 32 for node in path):
        raise BadProof("malformed request: a hash does not have 32 bytes")
    return Request(int(number), path, note)


SCHEMA = """
create table if not exists log (origin text primary key, vkey text not null, size integer not null default 0, note blob);
"""


class Witness:
    """One cosigner: its keys, the logs that it watches and what it last saw of each. Safe for several threads."""

    def __init__(self, folder: Path) -> None:
        if not (folder / "witness.skey").is_file():
            raise Unreadable(f"{folder}: no witness there; make one with `holdfire witness keygen`")
        self.folder = folder
        self.signers: list[Signer] = read_keys(folder / "witness.skey")
        self._guard = threading.Lock()
        self.db = sqlite3.connect(
            folder / "seen.sqlite", isolation_level=None, check_same_thread=False, timeout=30
        )
        self.db.execute("pragma synchronous = full")
        self.db.executescript(SCHEMA)

    def close(self) -> None:
        self.db.close()

    @property
    def verifiers(self) -> list[Verifier]:
        return [signer.verifier for signer in self.signers]

    def trust(self, vkey: str) -> None:
        """Watch the log of this key. Raises Misuse where its origin is watched under another key."""
        key = read_vkey(vkey)
        with self._guard:
            row = self.db.execute("select vkey from log where origin = ?", (key.name,)).fetchone()
            if row and row[0] != key.vkey:
                raise Misuse(
                    f"{key.name} is watched under another key, {row[0]}; a log's key does not change silently"
                )
            self.db.execute("insert or ignore into log (origin, vkey) values (?, ?)", (key.name, key.vkey))

    def latest(self, origin: str) -> bytes | None:
        """The largest checkpoint seen, with our cosignatures; None before the first."""
        row = self.db.execute("select note from log where origin = ?", (origin,)).fetchone()
        return bytes(row[0]) if row and row[0] is not None else None

    def latest_by_hash(self, hex_digest: str) -> bytes | None:
        for (origin,) in self.db.execute("select origin from log order by origin").fetchall():
            if hashlib.sha256(origin.encode()).hexdigest() == hex_digest:
                return self.latest(origin)
        return None

    def add_checkpoint(self, data: bytes, time_s: int) -> Answer:
        """The answer to an add-checkpoint request, status codes as in tlog-witness. 200 is our cosignature lines.

        time_s  our clock, POSIX seconds
        """
        try:
            request = read_request(data)
            note = read_note(request.note)
            new = read_checkpoint_text(note.text)
        except BadProof as error:
            return Answer(400, f"{error}\n".encode())
        with self._guard:
            self.db.execute("begin immediate")
            try:
                answer = self._judge(request, new, note.data, time_s)
                self.db.execute("commit" if answer.status == 200 else "rollback")
            except BaseException:
                self.db.execute("rollback")
                raise
        return answer

    def _judge(self, request: Request, new: Checkpoint, data: bytes, time_s: int) -> Answer:
        row = self.db.execute("select vkey, size, note from log where origin = ?", (new.origin,)).fetchone()
        if row is None:
            return Answer(404, f"log {new.origin!r} is not watched here\n".encode())
        note = read_note(data)
        try:
            check_note(note, [read_vkey(row[0])])
        except BadProof as error:
            return Answer(403, f"{error}\n".encode())
        seen_size, seen_note = int(row[1]), bytes(row[2]) if row[2] is not None else None
        if request.old > new.size:
            why = f"the checkpoint goes back: its size is {new.size}, the old size {request.old}"
            return Answer(400, evidence(why, seen_note, data, request.path).encode())
        if request.old != seen_size:
            return Answer(409, f"{seen_size}\n".encode(), SIZE_TYPE)
        failed = self._contradiction(request, new, seen_note)
        if failed is not None:
            return Answer(422, evidence(failed, seen_note, data, request.path).encode())
        lines = [signer.line(note.text, time_s) for signer in self.signers]
        cosigned = sign_note(
            note.text, [*(line.text for line in note.lines if not self._is_ours(line.name)), *lines]
        )
        self.db.execute(
            "update log set size = ?, note = ? where origin = ?", (new.size, cosigned, new.origin)
        )
        return Answer(200, "".join(lines).encode())

    def _is_ours(self, name: str) -> bool:
        return any(signer.name == name for signer in self.signers)

    def _contradiction(self, request: Request, new: Checkpoint, seen_note: bytes | None) -> str | None:
        if request.old == 0 or seen_note is None:
            return f"{len(request.path)} hashes from old size 0, expected none" if request.path else None
        seen = read_checkpoint_text(read_note(seen_note).text)
        try:
            check_consistency(seen.size, new.size, seen.root, new.root, request.path)
        except BadProof as error:
            return str(error)
        return None


def evidence(why: str, first: bytes | None, second: bytes, path: Sequence[Hash]) -> str:
    """Everything that a reader who has nothing else needs: both signed checkpoints, and the proof that fails."""
    import base64

    proof = "".join(f"  {base64.b64encode(node).decode()}\n" for node in path) or "  (empty)\n"
    shown = first.decode() if first is not None else "(none)\n"
    return f"{why}\nseen before:\n{shown}\noffered now:\n{second.decode()}\nthe consistency proof offered:\n{proof}"


def make_witness(folder: Path, name: str, entropy: Callable[[int], bytes]) -> Witness:
    """A new witness with a key of each kind. Its keys never leave the folder.

    name  the key's name: a schema-less URL of its own, like witness.ministry.example/holdfire
    """
    if (folder / "witness.skey").exists():
        raise Misuse(f"{folder}: holds a witness already")
    prefix, _, last = name.rpartition("/")
    if not prefix or not last:
        raise Misuse(f"witness name {name!r}: expected a schema-less URL like holdfire.example/case/A")
    write_keys(folder, "witness", make_cosigner_keys(prefix, last, entropy))
    return Witness(folder)
