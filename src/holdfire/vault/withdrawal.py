"""What may be shown no more, not yet, or never again? Redaction, embargo, erasure; every proof holds through all three.

redaction  a field is held back from every proof, bundle and table from now on; the holder keeps it, for a court
embargo    an act is committed to now and shown from a stated day: nobody can say later that it was written afterwards
erasure    value, salt, key and bytes are destroyed; a tombstone says that, when, why and on whose order. The leaf keeps
           salted digests only, so nothing can be told from it any more. An exhibit that was not encrypted leaves its
           SHA-256: take personal data in with `encrypt`
Each is itself a public entry of the log, so that a withdrawal can never be silent.
"""

import json
import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from holdfire.model.errors import Misuse

from .entry import read_disclosure, stated

if TYPE_CHECKING:
    from .held import Held
    from .vault import Vault


def redact(vault: "Vault", index: int, fields: Sequence[str], *, by: str, at: datetime, reason: str) -> int:
    """Hold these fields of an entry back. Returns the redaction's own index. Raises Misuse for a field not held."""
    with vault.changing():
        held = vault.state.disclosures(index) or []
        chosen = _chosen(held, fields, index)
        said = {"what": "redacted", "entry": index, "fields": sorted(fields), "reason": reason}
        number = vault.append("redaction", said, by=by, at=at, subject=f"entry {index}")
        vault.state.hold_back(index, chosen, None)
        vault.state.replace_disclosures(index, [text for text in held if text not in chosen])
        vault.flush()
    vault.commit()
    return number


def embargo(
    vault: "Vault",
    kind: str,
    body: Mapping[str, Any],
    *,
    until: datetime,
    by: str,
    at: datetime,
    subject: str | None = None,
) -> int:
    """Commit to an act now, show it from `until` on. Returns the entry's index."""
    with vault.changing():
        index = vault.append(kind, body, by=by, at=at, subject=subject)
        held = vault.state.disclosures(index) or []
        if not held:
            raise Misuse(f"an entry of kind {kind} is public at once, so it can have no embargo")
        vault.append(
            "embargo",
            {"what": "until", "entry": index, "until": stated(until)},
            by=by,
            at=at,
            subject=f"entry {index}",
        )
        vault.state.hold_back(index, held, stated(until))
        vault.state.replace_disclosures(index, [])
        vault.flush()
    vault.commit()
    return index


def release(vault: "Vault", index: int, *, by: str, at: datetime) -> int:
    """Show what an embargo held back. Returns the release's index.

    raises  Misuse before the stated day, or where nothing is held back; a redaction is not undone by this
    """
    with vault.changing():
        found = vault.state.held_back(index)
        if found is None or found[1] is None:
            raise Misuse(f"entry {index} is under no embargo")
        disclosures, until = found
        if stated(at) < str(until):
            raise Misuse(f"entry {index} is under embargo until {until}, it is {stated(at)}")
        number = vault.append(
            "embargo", {"what": "released", "entry": index}, by=by, at=at, subject=f"entry {index}"
        )
        vault.state.drop_held_back(index)
        vault.state.put_disclosures(index, [*(vault.state.disclosures(index) or []), *disclosures])
        vault.flush()
    vault.commit()
    return number


def erase(
    vault: "Vault",
    *,
    by: str,
    at: datetime,
    reason: str,
    ordered_by: str,
    exhibit: str | None = None,
    index: int | None = None,
    fields: Sequence[str] | None = None,
) -> int:
    """Destroy an exhibit (bytes, key, every field of every entry about it), or an entry's fields. Returns the tombstone's index.

    exhibit  its SHA-256; index  an entry, with `fields` or all of them
    The tombstone and the plan are durable before anything is destroyed; a crash in between is completed at the next write.
    """
    with vault.changing():
        plan: dict[str, Any] = {"entries": {}, "blobs": [], "sha256": None}
        if exhibit is not None:
            row = vault.state.blob(exhibit)
            if row is None or row.is_erased:
                raise Misuse(f"{exhibit}: not sealed here, or erased before")
            plan["blobs"], plan["sha256"] = [row.stored], exhibit
            name = f"ex-{exhibit[:12]}"
            for entry in vault.entries():
                if name in (entry.subject, (entry.body or {}).get("exhibit_id")):
                    plan["entries"][str(entry.index)] = None
        elif index is not None:
            held = [
                *(vault.state.disclosures(index) or []),
                *((vault.state.held_back(index) or ([], None))[0]),
            ]
            plan["entries"][str(index)] = _chosen(held, fields, index) if fields is not None else None
        else:
            raise Misuse("erase what? an exhibit or an entry")
        said = {
            "what": "erased", "entries": sorted(map(int, plan["entries"])), "blobs": plan["blobs"], "reason": reason,
            "ordered_by": ordered_by, **({"fields": sorted(fields)} if fields else {}),
        }  # fmt: skip
        number = vault.append(
            "erasure",
            said,
            by=by,
            at=at,
            subject=f"ex-{exhibit[:12]}" if exhibit and _is_plain(vault, exhibit) else None,
        )
        vault.state.set_meta("erasing", json.dumps(plan).encode())
        vault.flush()
    vault.commit()  # carries the plan out first, under the lock
    return number


def finish_erasure(vault: "Held") -> None:
    """Destroy what the durable plan names, then forget the plan. May run again after a crash; holds no transaction."""
    raw = vault.state.meta("erasing")
    if raw is None:
        return
    plan = json.loads(raw)
    for stored in plan["blobs"]:
        path = vault.blobs.path(stored)
        if path.exists():
            with path.open(
                "r+b"
            ) as file:  # overwritten as well: a plain file system may not reuse the blocks for long
                left = path.stat().st_size
                while left > 0:
                    left -= file.write(bytes(min(left, 1 << 20)))
                file.flush()
                os.fsync(file.fileno())
            vault.disk.remove(path)
            vault.disk.sync_folder(path.parent)
    vault.state.begin()
    for number, chosen in plan["entries"].items():
        index = int(number)
        held_back = vault.state.held_back(index)
        if chosen is None:
            vault.state.replace_disclosures(index, [])
            vault.state.drop_held_back(index)
            continue
        vault.state.replace_disclosures(
            index, [text for text in vault.state.disclosures(index) or [] if text not in chosen]
        )
        if held_back is not None:
            vault.state.hold_back(index, [text for text in held_back[0] if text not in chosen], held_back[1])
    if plan["sha256"]:
        vault.state.forget_blob(plan["sha256"])
    vault.state.drop_meta("erasing")
    vault.state.commit()
    vault.state.scrub()


def _is_plain(vault: "Vault", sha256: str) -> bool:
    row = vault.state.blob(sha256)
    return row is not None and row.key is None


def _chosen(held: Sequence[str], fields: Sequence[str], index: int) -> list[str]:
    by_name = {read_disclosure(text)[0]: text for text in held}
    missing = [name for name in fields if name not in by_name]
    if missing or not fields:
        raise Misuse(
            f"entry {index}: no field {', '.join(missing) or '(none given)'} is held for it; held: {', '.join(by_name) or 'none'}"
        )
    return [by_name[name] for name in fields]
