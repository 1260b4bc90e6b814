"""log_entry, statement, coverage, case_step -> party_response, correction, restriction.

A party's reply is sealed and printed with equal rank, before and after publication; after its deadline it is called
late and never refused. Corrections are appended with their difference and edit nothing.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from holdfire.model.case import Case
from holdfire.model.ids import row_id
from holdfire.model.register import fetch_dicts, insert_rows

from .agreement import Agreement

if TYPE_CHECKING:
    import duckdb

CATEGORIES = ("denial", "delay", "conditional", "other_impediment")
ACCESS_CATEGORY = {"denied": "denial", "delayed": "delay"}


def write_responses(db: "duckdb.DuckDBPyConnection", agreements: Sequence[Agreement]) -> None:
    """log_entry, case_step -> party_response: every reply, with its deadline where a clock was running for it."""
    rows = []
    for row in _bodies(db, "reply"):
        body = json.loads(row["body"])
        party, about = body.get("party"), body.get("about_id") or row["subject_id"]
        if not party or not about:
            continue
        due = _due(db, str(about), row["logged_at"])
        rows.append(
            {
                "response_id": row_id("rsp", row["log_index"], party, about),
                "party": party,
                "about_id": about,
                "body": str(body.get("body") or ""),
                "received_at": row["logged_at"],
                "due_at": due,
                "is_late": due is not None and row["logged_at"] > due,
                "exhibit_id": body.get("exhibit_id"),
                "log_index": row["log_index"],
            }
        )
    insert_rows(db, "party_response", rows)


def _bodies(db: "duckdb.DuckDBPyConnection", kind: str) -> list[dict[str, Any]]:
    return fetch_dicts(
        db,
        """
        select log_index, logged_at, by_name, subject_id, body from log_entry
        where kind = $kind and body is not null and logged_at is not null order by log_index
        """,
        {"kind": kind},
    )


def _due(db: "duckdb.DuckDBPyConnection", about_id: str, received_at: datetime) -> datetime | None:
    """The latest clock for a comment that was started before the reply: of the complaint, or of one about this finding."""
    found = db.execute(
        """
        select max(due_at) from case_step
        where expects = 'party_comment' and is_counted and happened_at <= $at
          and (complaint_id = $about or json_extract_string(detail, '$.finding_id') = $about
               or json_extract_string(detail, '$.incident_id') = $about)
        """,
        {"about": about_id, "at": received_at},
    ).fetchone()
    return found[0] if found else None


def write_corrections(db: "duckdb.DuckDBPyConnection") -> None:
    """log_entry -> correction: what was said before, what is said now, field by field."""
    rows = []
    for row in _bodies(db, "correction"):
        body = json.loads(row["body"])
        about = body.get("about_id") or row["subject_id"]
        if not about:
            continue
        before, after = body.get("before"), body.get("after")
        rows.append(
            {
                "correction_id": row_id("cor", row["log_index"], about),
                "about_id": about,
                "happened_at": row["logged_at"],
                "by_name": row["by_name"] or "",
                "before_value": _json(before),
                "after_value": _json(after),
                "diff": _json(difference(before, after)),
                "reason": str(body.get("reason") or ""),
                "log_index": row["log_index"],
            }
        )
    insert_rows(db, "correction", rows)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def difference(before: Any, after: Any) -> list[dict[str, Any]]:
    """[{field, before, after}] for what differs; plain values are the one field "value"."""
    left = before if isinstance(before, dict) else {"value": before}
    right = after if isinstance(after, dict) else {"value": after}
    return [
        {"field": key, "before": left.get(key), "after": right.get(key)}
        for key in sorted({*left, *right})
        if left.get(key) != right.get(key)
    ]


def write_restrictions(db: "duckdb.DuckDBPyConnection", case: Case) -> None:
    """statement, coverage.csv, case_step -> restriction: who could not go or look where, first-class.

    A category that the source does not name is other_impediment: nothing is guessed from words.
    """
    rows = []
    for row in fetch_dicts(
        db,
        """
        select statement_id, quote, description, accused_party, occurred_earliest,
               coalesce(json_extract_string(places, '$[0].name'), json_extract_string(places, '$[0].place_id')) as place
        from statement where kind = 'movement_restriction' and modality in ('asserted', 'reported') and not negated
        order by statement_id
        """,
    ):
        category = row["description"] if row["description"] in CATEGORIES else "other_impediment"
        rows.append(
            _restriction(
                "statement", row["statement_id"], row["occurred_earliest"], row["place"], category, row["accused_party"], row["quote"]
            ) | {"statement_id": row["statement_id"]}
        )  # fmt: skip
    for interval in sorted(case.coverage, key=lambda c: c.coverage_id):
        if interval.status == "denied":
            at = interval.start.astimezone(case.mandate.zone)
            says = interval.note or f"{interval.position}: access denied from {at:%Y-%m-%d %H:%M %z}"
            from holdfire.model.spans import naive_utc

            rows.append(
                _restriction(
                    "coverage", interval.coverage_id, naive_utc(interval.start), interval.position, "denial", interval.party, says
                )
            )  # fmt: skip
    for row in fetch_dicts(
        db,
        """
        select complaint_id, seq, happened_at, reason, json_extract_string(detail, '$.answer') as answer,
               json_extract_string(detail, '$.by_party') as by_party, json_extract_string(detail, '$.place') as place
        from case_step where step = 'access' and is_counted order by complaint_id, seq
        """,
    ):
        if row["answer"] in ACCESS_CATEGORY:
            rows.append(
                _restriction(
                    "complaint", f"{row['complaint_id']}/{row['seq']}", row["happened_at"], row["place"],
                    ACCESS_CATEGORY[row["answer"]], row["by_party"], row["reason"],
                )
            )  # fmt: skip
    insert_rows(db, "restriction", rows)


def _restriction(
    basis: str, row: str, at: datetime | None, place: str | None, category: str, by: str | None, says: str
) -> dict[str, Any]:
    return {
        "restriction_id": row_id("rst", basis, row),
        "happened_at": at,
        "place": place,
        "category": category,
        "imposed_by": by,
        "says": says,
        "basis": basis,
    }
