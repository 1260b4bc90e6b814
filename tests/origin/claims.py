# ruff: noqa: DTZ001 - the register holds naive UTC
"""A small register made from the shared claims, for stages that come before reading and linking in a test.

Rows are what a reader would give: speaker, accused, kind, time, place. Incidents are one per day, place and kind: enough
to exercise the stage, not the linker's work.
"""

import csv
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from holdfire.model.kinds import Kind
from holdfire.model.register import insert_rows, open_register

ZONE = ZoneInfo("Asia/Yerevan")
KINDS = {"position_change": "movement_of_equipment", "deployment": "movement_of_equipment", "fire": "damage"}


def register_from_claims(path: Path) -> Any:
    """An in-memory register with statement, report, incident, member and contradiction filled."""
    db = open_register(":memory:")
    with path.open(encoding="utf-8") as file:
        claims = list(csv.DictReader(file))
    statements = [row for claim in claims if (row := _statement(claim))]
    insert_rows(db, "statement", statements)
    insert_rows(db, "report", [_report(row) for row in statements])
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in statements:
        groups.setdefault((row["date_start"], row["places"], row["kind"]), []).append(row)
    incidents, members = [], []
    for number, rows in enumerate(groups.values()):
        day = rows[0]["date_start"]
        key = f"inc-{day}-{number:03d}"
        incidents.append(incident(key, rows))
        members += [
            {"incident_id": key, "report_id": r["statement_id"], "p_member": 0.9, "share": 1.0, "why": "test"}
            for r in rows
        ]
    insert_rows(db, "incident", incidents)
    insert_rows(db, "member", members)
    start = [row for row, claim in zip(statements, claims, strict=True) if claim["group"] == "start"]
    pairs = [
        (a, b)
        for a in start
        for b in start
        if a["statement_id"] < b["statement_id"] and a["accused_party"] != b["accused_party"]
    ]
    insert_rows(
        db,
        "contradiction",
        [
            {
                "contradiction_id": f"con-{n:03d}",
                "topic": "who_started",
                "left_id": a["statement_id"],
                "right_id": b["statement_id"],
                "says": "x",
            }
            for n, (a, b) in enumerate(pairs)
        ],
    )
    return db


def statement(statement_id: str, **fields: Any) -> dict[str, Any]:
    """One row of the statement table; fields not given are "not stated"."""
    low = fields.pop("earliest", datetime(2020, 7, 11, 20, 0))
    high = fields.pop("latest", datetime(2020, 7, 12, 20, 0))
    row = {
        "statement_id": statement_id,
        "exhibit_id": "ex-test",
        "quote": "q",
        "start_char": 0,
        "end_char": 1,
        "kind": "artillery",
        "via": [],
        "aggregate": False,
        "places": "[]",
        "occurred_earliest": low,
        "occurred_latest": high,
        "time_precision": "day",
        "modality": "asserted",
        "negated": False,
        "rule": "test",
        "confidence": 1.0,
        "machine_suggested": False,
        "field_spans": "{}",
        "known_at": datetime(2020, 7, 13),
        "source_id": "press-digest",
    }
    return {**row, **fields}


def incident(key: str, rows: list[dict[str, Any]], **fields: Any) -> dict[str, Any]:
    """One incident that spans its statements."""
    row = {
        "incident_id": key,
        "occurred_earliest": min(r["occurred_earliest"] for r in rows),
        "occurred_latest": max(r["occurred_latest"] for r in rows),
        "local_day": rows[0].get("date_start") or date(2020, 7, 12),
        "lat": rows[0].get("lat"),
        "lon": rows[0].get("lon"),
        "radius_m": rows[0].get("radius_m"),
        "place_label": "a place",
        "kind": rows[0]["kind"],
        "p_exists": 0.9,
        "n_statements": len(rows),
        "n_voices": 1,
        "n_detections": 0,
        "parties_speaking": sorted({r["speaker_party"] for r in rows if r.get("speaker_party")}),
        "status": "one_sided",
        "known_at": datetime(2020, 7, 13),
    }
    return {**row, **fields}


def _report(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "report_id": row["statement_id"],
        "source": row["speaker"] or row["source_id"],
        "source_kind": "ministry",
        "t_lo": 0,
        "t_hi": 0,
        "time_code": 0,
        "place_code": 0,
        "type_code": 0,
        "denial": False,
    }


def _statement(claim: dict[str, str]) -> dict[str, Any] | None:
    kind = KINDS.get(claim["kind"], claim["kind"])
    kind = kind if kind in set(Kind) else "other"
    first, *rest = claim["event_date"].split("/")
    day = date.fromisoformat(first)
    last = _last_day(day, rest[0]) if rest else day
    low, high, precision = (
        datetime(day.year, day.month, day.day),
        datetime(last.year, last.month, last.day) + timedelta(days=1),
        "day",
    )
    clock = claim["event_time_local"]
    if len(clock) == 5 and clock[2] == ":":
        low = high = datetime(day.year, day.month, day.day, int(clock[:2]), int(clock[3:]))
        precision = "exact"
    third = claim["claimant_party"] == "third"
    return statement(
        claim["id"],
        kind=kind,
        speaker=claim["claimant"],
        speaker_party=None if third else claim["claimant_party"],
        accused_party=claim["accused_party"] or None,
        earliest=_utc(low),
        latest=_utc(high),
        time_precision=precision,
        date_start=day,
        date_end=last,
        time_stated=clock or None,
        weapon=claim["weapon"] or None,
        lat=float(claim["lat"]),
        lon=float(claim["lon"]),
        radius_m=float(claim["place_precision_m"]),
        places=json.dumps([{"name": claim["place_id"], "role": "event"}]),
        aggregate=bool(claim["count"] and rest),
        negated=claim["kind"] == "denial",
    )


def _last_day(day: date, text: str) -> date:
    return date.fromisoformat(text) if len(text) == 10 else day.replace(day=int(text))


def _utc(local: datetime) -> datetime:
    return local.replace(tzinfo=ZONE).astimezone(UTC).replace(tzinfo=None)
