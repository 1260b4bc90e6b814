"""From a reviewer's form to the body of a log entry of kind "review", in the words that the stages read.

join, split, lock   fusion.reviews: {"what", "reports": [id, id], "reason", "reviewer"}
dismiss, correct    reading.review: {"what": "statement", "action", "row", "exhibit", "start", "end", "quote", "fields", ...}
finding             terms.reviews:  {"what": "finding", "subject", "decision": an outcome or "agree", "reason", "reviewer"}
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from holdfire.model.errors import Misuse, Problems
from holdfire.model.kinds import Outcome
from holdfire.model.register import fetch_dicts
from holdfire.reading.review import faults

if TYPE_CHECKING:
    import duckdb

LINKS = ("join", "split", "lock")
READINGS = ("accept", "correct", "dismiss")
WHAT = (*LINKS, *READINGS, "finding")
FINDING_DECISIONS = ("agree", *sorted(set(Outcome) - {Outcome.DIVIDED}))


def body_of(
    db: "duckdb.DuckDBPyConnection",
    what: str,
    subject: str,
    *,
    other: str = "",
    decision: str = "",
    fields: Mapping[str, str] | None = None,
    reason: str,
    reviewer: str,
) -> dict[str, Any]:
    """Raises Misuse or Problems for a decision about nothing that is there, or that no stage would understand."""
    said: dict[str, Any] = {"subject": subject, "reason": reason, "reviewer": reviewer}
    if what in LINKS:
        reports = [subject, *([other] if other else [])]
        known = {
            row["id"]
            for row in fetch_dicts(
                db,
                """
                select statement_id as id from statement where list_contains($ids, statement_id)
                union all select event_id from sound_event where list_contains($ids, event_id) order by id
                """,
                {"ids": reports},
            )
        }
        missing = [r for r in reports if r not in known]
        if missing or (what != "lock" and len(set(reports)) < 2):
            named = ", ".join(missing) or "one report only"
            raise Misuse(f"{what}: found {named}, expected two reports of the register")
        return {"what": what, "reports": reports, "other": other, **said}
    if what in READINGS:
        return _reading(db, what, subject, fields or {}, said)
    if what == "finding":
        if decision not in FINDING_DECISIONS:
            raise Misuse(f"decision: found {decision!r}, expected one of {', '.join(FINDING_DECISIONS)}")
        if not fetch_dicts(db, "select 1 as found from finding where finding_id = $id", {"id": subject}):
            raise Misuse(f"{subject}: no such finding")
        return {"what": "finding", "decision": decision, **said}
    raise Misuse(f"what: found {what!r}, expected one of {', '.join(WHAT)}")


def _reading(
    db: "duckdb.DuckDBPyConnection",
    action: str,
    subject: str,
    fields: Mapping[str, str],
    said: dict[str, Any],
) -> dict[str, Any]:
    found = fetch_dicts(
        db,
        """
        select exhibit_id, start_char, end_char, quote, true as is_unread from unread where unread_id = $id
        union all select exhibit_id, start_char, end_char, quote, false from statement where statement_id = $id
        """,
        {"id": subject},
    )
    if not found:
        raise Misuse(f"{subject}: no such row")
    row = found[0]
    given = {key: value for key, value in fields.items() if value} if action == "correct" else {}
    body = {
        "what": "statement", "action": action, "row": subject, "exhibit": row["exhibit_id"], "start": row["start_char"],
        "end": row["end_char"], "quote": row["quote"], "fields": given, **said,
    }  # fmt: skip
    wrong = faults(body)
    if action == "correct" and row["is_unread"] and "kind" not in given:
        wrong.append("kind: found nothing, expected what the words tell of")
    if wrong:
        raise Problems("the decision", wrong)
    return body
