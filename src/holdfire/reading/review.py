"""Reviewers' decisions on readings: what is waiting, and what the log says was decided.

A decision is a log entry of kind "review" with body {"what": "statement", "action": "accept" | "correct" | "dismiss",
"row": statement or unread id, "exhibit": id, "quote": ..., "fields": {...}}. The stage applies them from table log_entry,
never from the vault, in the order of the log: the later decision on a row stands.
"""

import json
from typing import TYPE_CHECKING, Any

from holdfire.model.ids import row_id
from holdfire.model.kinds import Kind, Modality
from holdfire.model.register import fetch_dicts, insert_rows

if TYPE_CHECKING:
    import duckdb

ACTIONS = ("accept", "correct", "dismiss")
EDITABLE = (
    "speaker",
    "speaker_party",
    "accused_party",
    "kind",
    "count",
    "modality",
    "negated",
    "date_start",
    "date_end",
    "weapon",
    "quoted_by",
    "hedge",
    "unit",
    "aggregate",
)
"""Columns that a correction may set. Offsets and quotes are never edited: they are the document's."""


def faults(body: dict[str, Any]) -> list[str]:
    """What is wrong with a decision, before it is logged."""
    found: list[str] = []
    if body.get("action") not in ACTIONS:
        found.append(f"action: found {body.get('action')!r}, expected one of {', '.join(ACTIONS)}")
    fields = body.get("fields") or {}
    for key in fields:
        if key not in EDITABLE:
            found.append(f"fields, {key}: cannot be corrected; expected one of {', '.join(EDITABLE)}")
    if "kind" in fields and fields["kind"] not in set(Kind):
        found.append(f"fields, kind: found {fields['kind']!r}, expected one of {', '.join(Kind)}")
    if "modality" in fields and fields["modality"] not in set(Modality):
        found.append(f"fields, modality: found {fields['modality']!r}, expected one of {', '.join(Modality)}")
    if body.get("action") == "correct" and not fields:
        found.append("a correction needs at least one field")
    return found


def plain(body: dict[str, Any]) -> dict[str, Any]:
    """One shape for a decision, whichever door it came by: the web's form says `subject` and `decision`."""
    action = (
        body.get("action")
        or body.get("decision")
        or ("dismiss" if body.get("what") == "dismiss" else "accept")
    )
    return {**body, "row": body.get("row") or body.get("subject"), "action": action}


def waiting(db: "duckdb.DuckDBPyConnection") -> list[dict[str, Any]]:
    """Unread rows, then machine-suggested statements that nobody has reviewed, in order of exhibit and place."""
    rows = fetch_dicts(
        db,
        """
        select 'unread' as what, unread_id as id, exhibit_id, start_char, end_char, quote, reason from unread
        union all
        select 'machine_suggested', statement_id, exhibit_id, start_char, end_char, quote, 'suggested by ' || rule || ': ' || kind
        from statement where machine_suggested and reviewed_by is null
        order by what desc, exhibit_id, start_char, id
        """,
    )
    return rows


def apply_reviews(db: "duckdb.DuckDBPyConnection") -> None:
    """log_entry -> statement, unread: decisions applied in the order of the log."""
    entries = fetch_dicts(db, "select by_name, body from log_entry where kind = 'review' order by log_index")
    for entry in entries:
        body = json.loads(entry["body"]) if isinstance(entry["body"], str) else entry["body"]
        if not isinstance(body, dict) or body.get("what") not in ("statement", "dismiss"):
            continue
        body = plain(body)
        if not faults(body):
            _apply(db, body, entry["by_name"] or "")


def _apply(db: "duckdb.DuckDBPyConnection", body: dict[str, Any], by: str) -> None:
    row, action, fields = body.get("row"), body["action"], dict(body.get("fields") or {})
    if action == "dismiss":
        db.execute("delete from unread where unread_id = $id", {"id": row})
        db.execute("delete from statement where statement_id = $id", {"id": row})
        return
    waiting_row = fetch_dicts(db, "select * from unread where unread_id = $id", {"id": row})
    if waiting_row:
        _from_unread(db, waiting_row[0], fields, by)
        return
    assigned = {
        key: json.dumps(value) if isinstance(value, dict | list) else value for key, value in fields.items()
    }
    sets = ", ".join(
        [*(f'"{key}" = ${key}' for key in assigned), "reviewed_by = $by", "machine_suggested = false"]
    )
    db.execute(f"update statement set {sets} where statement_id = $id", {**assigned, "by": by, "id": row})


def _from_unread(
    db: "duckdb.DuckDBPyConnection", row: dict[str, Any], fields: dict[str, Any], by: str
) -> None:
    """A sentence that a person has read: a statement with the document's words and the person's fields."""
    if "kind" not in fields:
        return
    exhibit = fetch_dicts(
        db, "select source_id, published_at from exhibit where exhibit_id = $id", {"id": row["exhibit_id"]}
    )
    insert_rows(
        db,
        "statement",
        [
            {
                "statement_id": row_id("st", row["exhibit_id"], row["start_char"], row["end_char"], fields["kind"], "review"),
                "exhibit_id": row["exhibit_id"], "block_id": row["block_id"], "quote": row["quote"], "start_char": row["start_char"], "end_char": row["end_char"],
                "source_id": exhibit[0]["source_id"] if exhibit else None, "published_at": exhibit[0]["published_at"] if exhibit else None,
                "via": [], "places": "[]", "field_spans": "{}", "aggregate": False, "negated": False, "modality": "asserted", "time_precision": "not_stated",
                "machine_suggested": False, "rule": "review", "confidence": 1.0, "reviewed_by": by, "known_at": row["known_at"], **fields,
            }
        ],
    )  # fmt: skip
    db.execute("delete from unread where unread_id = $id", {"id": row["unread_id"]})
