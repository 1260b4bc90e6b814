"""Statements for tests: rows of `statement` made from a table of claims, as a reader would make them."""

import csv
import json
import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from holdfire.model.kinds import Kind
from holdfire.model.register import insert_rows

ZONE = ZoneInfo("Asia/Yerevan")
PART_OF_DAY = {
    "night": (21, 30), "morning": (5, 12), "afternoon": (12, 18), "evening": (18, 24), "early morning": (0, 7),
    "night-morning": (0, 12), "24h": (0, 24),
}  # fmt: skip
KINDS = {"fire": "damage", "ceasefire": "ceasefire_agreed", "deployment": "movement_of_equipment"}


def statement(**given: Any) -> dict[str, Any]:
    """A row of `statement` with what the table must have, and what is given."""
    row: dict[str, Any] = {
        "statement_id": "s", "exhibit_id": "ex-1", "quote": "", "start_char": 0, "end_char": 0, "kind": "artillery",
        "modality": "asserted", "rule": "test", "confidence": 1.0, "via": [], "aggregate": False, "negated": False,
        "machine_suggested": False, "places": "[]", "field_spans": "{}", "time_precision": "not_stated",
        "known_at": datetime.fromisoformat("2020-07-20"),
    }  # fmt: skip
    return {**row, **given}


def insert(db: duckdb.DuckDBPyConnection, rows: list[dict[str, Any]]) -> None:
    insert_rows(db, "statement", rows)


def local(day: date, hour: float) -> datetime:
    """Naive UTC of an hour of a local day."""
    return (datetime.combine(day, time(), ZONE) + timedelta(hours=hour)).astimezone(UTC).replace(tzinfo=None)


def _window(row: dict[str, str]) -> tuple[datetime, datetime, str, date, date]:
    stated = row["event_date"]
    first = date.fromisoformat(stated[:10])
    last = first
    if "/" in stated:
        end = stated.split("/")[1]
        last = date.fromisoformat(end) if len(end) == 10 else first.replace(day=int(end))
    words = row["event_time_local"].replace(" (report)", "")
    clock = re.fullmatch(r"(\d\d):(\d\d)", words)
    both = re.fullmatch(r"(\d\d):(\d\d)-(\d\d):(\d\d)", words)
    if both:
        a, b, c, d = map(int, both.groups())
        low, high = a + b / 60, c + d / 60
        return local(first, low), local(first, high if high > low else high + 24), "span", first, last
    if clock:
        hour = int(clock[1]) + int(clock[2]) / 60
        return local(first, hour), local(first, hour), "exact", first, last
    if words in PART_OF_DAY and first == last:
        low, high = PART_OF_DAY[words]
        return local(first, low), local(first, high), "part_of_day", first, last
    precision = "day" if first == last else "span"
    return local(first, 0), local(last, 24), precision, first, last


def statements_of_claims(path: Path) -> list[dict[str, Any]]:
    """Statements of every claim whose kind and place a reader would read."""
    rows = []
    with path.open(encoding="utf-8") as file:
        for claim in csv.DictReader(file):
            rows.append(_statement(claim))
    return rows


def _statement(claim: dict[str, str]) -> dict[str, Any]:
    low, high, precision, first, last = _window(claim)
    kind = KINDS.get(claim["kind"], claim["kind"])
    kind = kind if kind in set(Kind) else "other"
    radius = float(claim["place_precision_m"])
    place = {
        "name": claim["place_name"], "place_id": claim["place_id"], "role": "hit", "lat": float(claim["lat"]),
        "lon": float(claim["lon"]), "radius_m": radius, "span": [0, 0],
    }  # fmt: skip
    losses = {}
    for what in ("killed", "wounded"):
        if claim[what].isdigit() and claim["casualty_party"] not in ("", "both"):
            losses[what] = json.dumps({claim["casualty_party"]: int(claim[what])})
    speaker = claim["claimant_party"]
    return statement(
        statement_id=claim["id"], quote=claim["paraphrase"], speaker=claim["claimant"],
        speaker_party=None if speaker == "third" else speaker, source_id="claims-desk",
        accused_party=claim["accused_party"] or None, kind=kind,
        count=int(claim["count"]) if claim["count"].isdigit() else None, unit=claim["count_unit"] or None,
        aggregate=claim["count_unit"].startswith("violations"), places=json.dumps([place]), lat=place["lat"],
        lon=place["lon"], radius_m=radius, occurred_earliest=low, occurred_latest=high, time_precision=precision,
        date_start=first, date_end=last, weapon=claim["weapon"] or None, modality=claim["modality"],
        negated=claim["modality"] == "denied", known_at=datetime.combine(date.fromisoformat(claim["claim_date"]), time(20)),
        published_at=datetime.combine(date.fromisoformat(claim["claim_date"]), time(18)), **losses,
    )  # fmt: skip
