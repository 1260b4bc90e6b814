"""How do cosignatures come back under our checkpoint? Asked over HTTP, or carried as files; then checked and merged.

The log never takes a signature on trust: each line is verified before it is written, and a witness that has seen a larger
or another tree stops the log until a person resumes it (`resuming`), with both signed checkpoints as the message.
"""

import http.client
import urllib.error
import urllib.request
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from holdfire.model.errors import BadProof, Misuse, Unreadable

from .checkpoint import Checkpoint, read_checkpoint_text
from .merkle import prove_consistency
from .note import DASH, SignatureLine, check_note, read_note, sign_note, strict_base64
from .policy import Signed, check_checkpoint
from .witness import SIZE_TYPE, Answer, evidence, write_request

if TYPE_CHECKING:
    from .vault import Vault

Send = Callable[[str, bytes | None], Answer]
"""(address, body; None: GET) -> what came back."""

MAX_ANSWER = 1_000_000


def send_http(address: str, body: bytes | None, timeout_s: float = 10.0) -> Answer:
    """Raises Unreadable when the witness cannot be reached."""
    if not address.startswith(("http://", "https://")):
        raise Misuse(f"witness address {address!r}: expected http:// or https://")
    asked = urllib.request.Request(address, data=body, headers={"Content-Type": "text/plain; charset=utf-8"})
    try:
        with urllib.request.urlopen(asked, timeout=timeout_s) as reply:
            return Answer(reply.status, reply.read(MAX_ANSWER), reply.headers.get("Content-Type", ""))
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.read(MAX_ANSWER), error.headers.get("Content-Type", ""))
    except (OSError, http.client.HTTPException) as error:
        raise Unreadable(f"{address}: the witness cannot be reached ({error})") from error


def request_for(vault: "Vault", old: int) -> bytes:
    """The add-checkpoint body for a witness that last saw `old` entries."""
    signed = published(vault)
    if old > signed.at.size:
        raise BadProof(
            f"the witness has seen {old} entries, the log has {signed.at.size}: restored from an old copy?"
        )
    path = [] if old == 0 else prove_consistency(vault.log.reader(signed.at.size), old, signed.at.size)
    ours = read_note(signed.note)
    logs = {(key.name, key.key_id) for key in vault.policy.logs}
    plain = sign_note(ours.text, [line.text for line in ours.lines if (line.name, line.key_id) in logs])
    return write_request(old, path, plain)


def read_input(path: Path) -> bytes:
    """A file that somebody carried here. Raises Unreadable when it is not there or too large to be one of ours."""
    try:
        data = path.read_bytes() if path.stat().st_size <= MAX_ANSWER else b""
    except OSError as error:
        raise Unreadable(f"{path}: cannot be read ({error.strerror})") from error
    if not data:
        raise Unreadable(f"{path}: empty, or larger than {MAX_ANSWER} bytes")
    return data


def published(vault: "Vault") -> Signed:
    signed = vault.signed()
    if signed is None:
        raise Misuse(f"{vault.path}: nothing is published yet; `holdfire log CASE publish` first")
    return signed


def read_lines(data: bytes) -> list[SignatureLine]:
    """Signature lines as a witness sends them. Raises BadProof for anything else."""
    lines = []
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise BadProof("the witness's answer is not UTF-8") from None
    for line in text.splitlines():
        name, _, encoded = line.removeprefix(DASH).partition(" ")
        raw = strict_base64(encoded, f"cosignature of {name}") if line.startswith(DASH) and encoded else b""
        if len(raw) < 5:
            raise BadProof(f"the witness's answer holds {line[:100]!r}, expected signature lines")
        lines.append(SignatureLine(name, raw[:4], raw[4:]))
    return lines


def merge(vault: "Vault", data: bytes, size: int | None = None) -> Signed:
    """Write a witness's signature lines under the checkpoint of `size` (default: the present one).

    raises  BadProof when a line fails, or is by no key of the policy
    """
    heads = dict(vault.heads())
    present = published(vault)
    wanted = present.at.size if size is None else size
    if wanted not in heads:
        raise Misuse(
            f"no checkpoint of size {wanted} was published; sizes: {', '.join(map(str, list(heads)[-8:]))}"
        )
    note = read_note(heads[wanted])
    new = read_lines(data)
    policy = vault.policy
    known = {(key.name, key.key_id) for key in policy.witnesses.values()}
    strangers = [line.name for line in new if (line.name, line.key_id) not in known]
    if strangers or not new:
        raise BadProof(
            f"cosignatures by {', '.join(strangers) or 'nobody'}, who is not in the policy; enrol the key first"
        )
    given = {(line.name, line.key_id) for line in new}
    kept = [line for line in note.lines if (line.name, line.key_id) not in given]
    merged = sign_note(note.text, [line.text for line in [*kept, *new]])
    check_note(read_note(merged), policy.keys)
    signed = check_checkpoint(merged, policy)
    vault.replace_head(signed)
    return signed


def _look(address: str, body: bytes | None) -> Answer:
    return send_http(
        address, body, timeout_s=3.0
    )  # asked before every first publication: nobody waits long for it


def seen_by(vault: "Vault", url: str, send: Send = _look) -> bytes | None:
    """The latest checkpoint that a witness at `url` shows of this log; None when it has none."""
    answer = send(f"{url.rstrip('/')}/{sha256(vault.origin.encode()).hexdigest()}/checkpoint", None)
    return answer.body if answer.status == 200 else None


def refuse_if_behind(vault: "Vault", seen: bytes, who: str) -> None:
    """Stop the log when a witness has seen a larger tree, or another of the same size: a copy was restored, or worse.

    The refusal is kept: until a person has looked, this vault signs nothing more.
    """
    policy = vault.policy
    theirs = read_checkpoint_text(read_note(seen).text)
    check_note(read_note(seen), policy.logs)  # our own signature: a stranger's word would stop nobody
    ours = vault.signed()
    size = ours.at.size if ours else 0
    same = ours is not None and theirs.size == size and theirs.root != ours.at.root
    if theirs.size > size or same:
        note = ours.note if ours else b"(nothing published here)\n"
        why = (
            "has seen another tree of this size"
            if same
            else f"has seen {theirs.size} entries, this vault has {size}"
        )
        message = evidence(f"{who} {why}; nothing more is signed here", seen, note, ())
        vault.halt(message, seen)
        raise BadProof(message)


def ask(vault: "Vault", url: str, send: Send = send_http) -> Signed:
    """One witness over HTTP: add-checkpoint, once more with its own size if it remembers another.

    raises  BadProof with the witness's words when it refuses, Unreadable when it cannot be reached
    """
    address = f"{url.rstrip('/')}/add-checkpoint"
    answer = send(address, request_for(vault, _remembered(vault, url)))
    if answer.status == 409 and answer.media_type.split(";")[0].strip() == SIZE_TYPE:
        number = answer.body.decode("ascii", "replace").strip()
        if not number.isdecimal():
            raise BadProof(f"{url}: answered 409 with {number[:80]!r}, expected its tree size")
        old = int(number)
        if old > published(vault).at.size:
            seen = seen_by(vault, url, send)
            if seen is not None:
                refuse_if_behind(vault, seen, url)
            raise BadProof(
                f"{url}: has seen {old} entries, this vault has {published(vault).at.size}; nothing was cosigned"
            )
        answer = send(address, request_for(vault, old))
    if answer.status != 200:
        raise BadProof(
            f"{url}: refused with status {answer.status}\n{answer.body.decode('utf-8', 'replace')}"
        )
    signed = merge(vault, answer.body)
    vault.remember(f"witness {url}", str(signed.at.size).encode())
    return signed


def _remembered(vault: "Vault", url: str) -> int:
    value = vault.state.meta(f"witness {url}")
    return min(int(value), published(vault).at.size) if value else 0


__all__ = [
    "Checkpoint",
    "ask",
    "merge",
    "published",
    "read_lines",
    "refuse_if_behind",
    "request_for",
    "seen_by",
    "send_http",
]
