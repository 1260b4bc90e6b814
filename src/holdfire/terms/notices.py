"""Notices, replies to notices and announced exercises, as the log holds them: what procedural clauses ask for.

A log entry of kind case_step with the body {"step": "notification" | "notification_reply" | "exercise", "incident_id",
"party", "happened_at"}. The time is when the party gave it, not when the mission logged it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from holdfire.model.register import fetch_dicts

if TYPE_CHECKING:
    import duckdb

ACTS = {"notification": "notice", "notification_reply": "reply", "exercise": "exercise"}
"""Steps that are facts for clauses, and the name of the fact."""


@dataclass(frozen=True)
class Notice:
    """act: notice, reply, exercise; party: who gave it; at: seconds UTC."""

    act: str
    incident_id: str
    party: str
    at: float
    log_index: int


def notices_of_log(db: "duckdb.DuckDBPyConnection") -> Iterator[Notice]:
    """In the order of the log. An entry whose body is withheld says nothing."""
    rows = fetch_dicts(
        db,
        "select log_index, logged_at, body from log_entry where kind = 'case_step' and body is not null order by log_index",
    )
    for row in rows:
        body = json.loads(row["body"])
        act = ACTS.get(body.get("step"))
        if act is None or not body.get("incident_id") or not body.get("party"):
            continue
        stated = body.get("happened_at")
        moment = datetime.fromisoformat(stated) if stated else row["logged_at"]
        if moment is None:
            continue
        at = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
        yield Notice(act, str(body["incident_id"]), str(body["party"]), at, int(row["log_index"]))
