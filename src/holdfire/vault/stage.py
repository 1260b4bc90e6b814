"""vault/ -> log_entry, custody_event, checkpoint: what the log says, so that pages can join rows to sealed bytes.

Honours `Run.known_by`: an entry whose claimed time is later does not count. The vault, not these tables, is the evidence.
"""

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from holdfire.model.case import Case
from holdfire.model.ids import row_id
from holdfire.model.register import insert_rows
from holdfire.model.spans import naive_utc
from holdfire.model.stage import Run, Stage

from .tiers import heads_of
from .vault import Vault, open_vault

if TYPE_CHECKING:
    import duckdb


def fill(db: "duckdb.DuckDBPyConnection", case: Case, run: Run) -> None:
    """vault/ -> log_entry, custody_event, checkpoint."""
    for table in STAGE.writes:
        db.execute(f"delete from {table}")
    vault = open_vault(case.vault_dir)
    try:
        entries, custody = _entries(vault, run)
        insert_rows(db, "log_entry", entries)
        insert_rows(db, "custody_event", custody)
        insert_rows(db, "checkpoint", _checkpoints(vault, run))
    finally:
        vault.close()


def _entries(vault: Vault, run: Run) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    entries, custody = [], []
    for entry in vault.entries():
        at = naive_utc(entry.at)
        if run.known_by is not None and at > run.known_by:
            continue
        body = entry.body or {}
        subject = entry.subject or body.get("exhibit_id")
        entries.append(
            {
                "log_index": entry.index,
                "kind": entry.kind,
                "leaf_hash": entry.leaf_hash,
                "logged_at": at,
                "by_name": entry.by,
                "subject_id": subject,
                "entry": json.dumps(entry.entry, ensure_ascii=False, sort_keys=True),
                "body": None
                if entry.body is None
                else json.dumps(entry.body, ensure_ascii=False, sort_keys=True),
            }
        )
        if entry.kind == "custody" and subject is not None:
            custody.append(
                {
                    "custody_id": row_id("cu", entry.leaf_hash),
                    "exhibit_id": subject,
                    "happened_at": at,
                    "by_name": entry.by,
                    "action": body.get("action", "moved"),
                    "note": body.get("note"),
                    "log_index": entry.index,
                }
            )
    return entries, custody


def _checkpoints(vault: Vault, run: Run) -> list[dict[str, Any]]:
    rows = []
    for head in heads_of(vault):
        signed_at = (
            None if head.time_s is None else datetime.fromtimestamp(head.time_s, UTC).replace(tzinfo=None)
        )
        if run.known_by is not None and signed_at is not None and signed_at > run.known_by:
            continue
        rows.append(
            {
                "tree_size": head.at.size,
                "root": head.at.root_base64,
                "tier": head.tier,
                "cosigners": ",".join(head.signers),
                "signed_at": signed_at,
                "anchored_by": ",".join(head.anchors) or None,
            }
        )
    return rows


STAGE = Stage(
    name="vault",
    version=1,
    reads=(),
    files=(
        "vault/log/checkpoint",
        "vault/log/policy.txt",
        "vault/anchors/*/*",
        "vault/private/late-cosignatures",
    ),
    writes=("log_entry", "custody_event", "checkpoint"),
    run=fill,
)
