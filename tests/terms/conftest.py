"""A register to count and judge on: rows made here, and, where ../shared lies beside the repository, its claims."""

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest

from holdfire.model.case import Case, open_case
from holdfire.model.register import insert_rows, open_register

EXAMPLE = Path(__file__).resolve().parents[2] / "src/holdfire/data/tavush_2020"
YEREVAN = ZoneInfo("Asia/Yerevan")
CLAIM_KINDS = {
    "fire": "violation_unspecified",
    "ceasefire_breach": "violation_unspecified",
    "ceasefire": "ceasefire_agreed",
}
KNOWN_KINDS = {
    "casualty", "artillery", "uav", "small_arms", "incursion", "damage", "denial", "calm", "mortar", "tank", "grenade_launcher",
}  # fmt: skip


def statement(statement_id: str, **more: Any) -> dict[str, Any]:
    """A statement of the register with everything that must not be null; the rest as given."""
    row = {
        "statement_id": statement_id, "exhibit_id": "ex-000000000000", "quote": f"(example) {statement_id}", "start_char": 0,
        "end_char": 1, "kind": "small_arms", "modality": "asserted", "negated": False, "rule": "example", "confidence": 1.0,
        "via": [], "places": "[]", "aggregate": False, "time_precision": "day", "machine_suggested": False, "field_spans": "{}",
        "known_at": datetime.fromisoformat("2020-08-01T00:00"),
    }  # fmt: skip
    return row | more


def incident(incident_id: str, **more: Any) -> dict[str, Any]:
    row = {
        "incident_id": incident_id, "occurred_earliest": datetime.fromisoformat("2020-07-14T06:00"), "occurred_latest": datetime.fromisoformat("2020-07-14T06:30"),
        "local_day": datetime.fromisoformat("2020-07-14T00:00").date(), "place_label": "Example", "kind": "artillery", "p_exists": 0.99, "n_statements": 1,
        "n_voices": 1, "n_detections": 0, "parties_speaking": [], "status": "single_voice", "known_at": datetime.fromisoformat("2020-08-01T00:00"),
    }  # fmt: skip
    return row | more


def member(incident_id: str, report_id: str, **more: Any) -> dict[str, Any]:
    return {
        "incident_id": incident_id,
        "report_id": report_id,
        "p_member": 0.9,
        "share": 1.0,
        "why": "example",
    } | more


def origin(incident_id: str, p_side: dict[str, float], verdict: str | None = None) -> dict[str, Any]:
    return {
        "incident_id": incident_id, "p_side": json.dumps(p_side), "verdict": verdict or max(p_side, key=lambda p: p_side[p]) if max(p_side.values()) >= 0.75 else "cannot_say", "reason": "example",
        "line_sensitivity": "[]",
    }  # fmt: skip


def log_row(
    index: int, kind: str, body: dict[str, Any], at: datetime, by: str, subject: str | None = None
) -> dict[str, Any]:
    return {
        "log_index": index, "kind": kind, "leaf_hash": f"{index:064x}", "logged_at": at, "by_name": by, "subject_id": subject,
        "entry": "{}", "body": json.dumps(body),
    }  # fmt: skip


@pytest.fixture(scope="session")
def make() -> SimpleNamespace:
    """Rows of the register: make.statement("s1", kind="mortar"), make.incident(...), and so on."""
    return SimpleNamespace(
        statement=statement, incident=incident, member=member, origin=origin, log_row=log_row, case=make_case
    )


@pytest.fixture
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = open_register(":memory:")
    yield connection
    connection.close()


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """The packaged case's people-written files, without its material, with a roster."""
    return make_case(tmp_path / "case")


def make_case(root: Path) -> Case:
    root.mkdir()
    for name in ("mandate.toml", "sources.csv", "coverage.csv", "geography", "agreement"):
        source = EXAMPLE / name
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, root / name)
    mandate = (root / "mandate.toml").read_text(encoding="utf-8")
    people = [
        ("Chair One", "chair"),
        ("Reviewer One", "reviewer"),
        ("Reviewer Two", "reviewer"),
        ("Analyst One", "analyst"),
    ]
    roster = ", ".join(f'{{ name = "{name}", role = "{role}" }}' for name, role in people)
    (root / "mandate.toml").write_text(f"roster = [{roster}]\n{mandate}", encoding="utf-8")
    return open_case(root)


def days_of(text: str) -> tuple[datetime, datetime]:
    """2020-07-12, 2020-07-13/14 or 2020-07-12/2020-09-30 -> local first and last day."""
    first, _, last = text.partition("/")
    start = datetime.fromisoformat(first)
    end = datetime.fromisoformat(last if len(last) == 10 else first[:8] + last) if last else start
    return start, end


def claim_rows(path: Path) -> list[dict[str, Any]]:
    """shared/cases/tavush-2020/claims.csv -> statements, as a reader of that table would give them."""
    rows = []
    for claim in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        first, last = days_of(claim["event_date"])
        low, high = (
            first.replace(tzinfo=YEREVAN),
            last.replace(tzinfo=YEREVAN) + timedelta(days=1, seconds=-1),
        )
        clock = claim["event_time_local"]
        if len(clock) == 5 and clock[2] == ":":
            low = high = first.replace(hour=int(clock[:2]), minute=int(clock[3:]), tzinfo=YEREVAN)
        kind = CLAIM_KINDS.get(claim["kind"]) or (claim["kind"] if claim["kind"] in KNOWN_KINDS else "other")
        unit = claim["count_unit"] or None
        zone = ZoneInfo("UTC")
        rows.append(
            statement(
                claim["id"], kind=kind, speaker_party=claim["claimant_party"] if claim["claimant_party"] != "third" else None,
                accused_party=claim["accused_party"] or None, modality=claim["modality"], unit=unit.split(" (")[0] if unit else None,
                count=int(claim["count"]) if claim["count"].isdigit() else None,
                count_low=int(claim["count"]) if claim["count"].isdigit() and "(" in (unit or "") else None,
                hedge="over" if "(over" in (unit or "") else "about" if "(approx" in (unit or "") else None,
                places=json.dumps([{"place_id": claim["place_id"], "name": claim["place_name"]}]),
                occurred_earliest=low.astimezone(zone).replace(tzinfo=None), occurred_latest=high.astimezone(zone).replace(tzinfo=None),
                published_at=datetime.fromisoformat(claim["claim_date"]).replace(tzinfo=YEREVAN).astimezone(zone).replace(tzinfo=None),
                quote=claim["paraphrase"],
            )
        )  # fmt: skip
    return rows


@pytest.fixture
def claims(shared: Path, db: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """The claims of July 2020, each claim its own incident: what is there before anything is linked."""
    rows = claim_rows(shared / "cases/tavush-2020/claims.csv")
    insert_rows(db, "statement", rows)
    insert_rows(
        db,
        "incident",
        [
            incident(
                f"inc-{row['statement_id']}", kind=row["kind"], occurred_earliest=row["occurred_earliest"],
                occurred_latest=row["occurred_latest"], local_day=(row["occurred_earliest"] + timedelta(hours=4)).date(),
            )
            for row in rows
        ],
    )  # fmt: skip
    insert_rows(db, "member", [member(f"inc-{row['statement_id']}", row["statement_id"]) for row in rows])
    return db


@pytest.fixture
def fill(db: duckdb.DuckDBPyConnection) -> Callable[..., duckdb.DuckDBPyConnection]:
    """fill(statement=[...], incident=[...]) -> the register with these rows."""

    def put(**tables: list[dict[str, Any]]) -> duckdb.DuckDBPyConnection:
        for table, rows in tables.items():
            insert_rows(db, table, rows)
        return db

    return put
