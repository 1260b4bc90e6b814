"""block, record_row, exhibit, text_layer -> statement, unread: who says that who did what.

Every speaking block of every exhibit goes through the pack's grammar; every row of a structured source through its
format's reader. Times are turned from the case's zone into UTC intervals. A pure function of its tables, the mandate's
pack and zone, and the case's places and sources; two runs give the same rows.
"""

import json
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from holdfire.intake.document import Block, Document, Record
from holdfire.model.case import Case
from holdfire.model.ids import row_id
from holdfire.model.kinds import BlockRole
from holdfire.model.register import fetch_dicts, insert_rows
from holdfire.model.stage import Run, Stage

from .pack import Pack, load_pack
from .pack_parts import GazetteerPlace
from .read import read_document
from .records import RowContext, read_rows
from .review import apply_reviews
from .statement import ReadResult, Statement, Unread

if TYPE_CHECKING:
    import duckdb


def read_blocks(db: "duckdb.DuckDBPyConnection", case: Case, run: Run) -> None:
    """block, record_row -> statement, unread. Keys: statement_id and unread_id, from the exhibit and the words."""
    db.execute("delete from statement")
    db.execute("delete from unread")
    pack = case_pack(case)
    zone = ZoneInfo(case.mandate.time_zone)
    exhibits = fetch_dicts(
        db,
        """
        select e.exhibit_id, e.source_id, e.url, e.title, e.language, e.published_at, e.acquired_at, t.body
        from exhibit e join text_layer t using (exhibit_id)
        order by e.exhibit_id
        """,
    )
    blocks = _grouped(fetch_dicts(db, "select * from block order by exhibit_id, seq"))
    records = _grouped(fetch_dicts(db, "select * from record_row order by exhibit_id, row_no"))
    statements: list[dict[str, Any]] = []
    unread: list[dict[str, Any]] = []
    for number, exhibit in enumerate(exhibits):
        run.progress(number, len(exhibits), "reading")
        its_blocks = blocks.get(exhibit["exhibit_id"], [])
        result = _read_exhibit(exhibit, its_blocks, records.get(exhibit["exhibit_id"], []), case, pack, zone)
        block_ids = {block["seq"]: block["block_id"] for block in its_blocks}
        statements += [_row(s, exhibit, block_ids, pack, zone) for s in result.statements]
        unread += [_unread_row(u, exhibit, block_ids) for u in result.unread]
    insert_rows(db, "statement", _first_of("statement_id", statements))
    insert_rows(db, "unread", _first_of("unread_id", unread))
    apply_reviews(db)


def case_pack(case: Case) -> Pack:
    """The mandate's pack with the case's own places, whose names win over the pack's."""
    places = [
        GazetteerPlace(p.place_id, p.name, p.side, p.admin, p.lat, p.lon, p.precision_m, p.kind or "village")
        for p in sorted(case.places.values(), key=lambda p: p.place_id)
    ]
    names = [
        (name, p.place_id) for p in sorted(case.places.values(), key=lambda p: p.place_id) for name in p.names
    ]
    own = case.root / "packs" / f"{case.mandate.pack}.toml"
    return load_pack(own if own.exists() else case.mandate.pack, places, names)


def _grouped(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["exhibit_id"], []).append(row)
    return found


def _read_exhibit(
    exhibit: dict[str, Any],
    blocks: list[dict[str, Any]],
    records: list[dict[str, Any]],
    case: Case,
    pack: Pack,
    zone: ZoneInfo,
) -> ReadResult:
    source = case.sources.get(exhibit["source_id"] or "")
    published = (
        exhibit["published_at"].replace(tzinfo=UTC).astimezone(zone).date()
        if exhibit["published_at"]
        else None
    )
    structured = [
        Record(r["row_no"], r["format"], r["start_char"], r["end_char"], _fields(r["fields"]))
        for r in records
        if r["format"] != "table"
    ]
    result = ReadResult()
    if structured:
        body, party = exhibit["body"], source.party if source else None
        result = read_rows(
            structured,
            RowContext(
                exhibit["exhibit_id"],
                body,
                0,
                len(body),
                pack,
                party,
                zone,
                source.day_order if source else None,
            ),
        )
        if len(structured) == len(records):
            return result
    document = Document(
        "text/plain", exhibit["body"],
        tuple(Block(BlockRole(b["role"]), b["start_char"], b["end_char"], b["page"], b["table_no"], b["row_no"], b["column_name"]) for b in blocks),
        title=exhibit["title"], language=exhibit["language"],
    )  # fmt: skip
    named = " ".join(
        part
        for part in (
            exhibit["source_id"],
            source.institution if source else None,
            source.family if source else None,
            exhibit["url"],
        )
        if part
    )
    rest = read_document(
        document, pack, published=published, source=named or None, doc_id=exhibit["exhibit_id"]
    )
    return ReadResult([*result.statements, *rest.statements], [*result.unread, *rest.unread])


def _fields(stored: str | dict[str, Any]) -> dict[str, str]:
    fields = json.loads(stored) if isinstance(stored, str) else stored
    return {name: "" if value is None else str(value) for name, value in fields.items()}


def occurred(statement: Statement, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """The statement's local days and clock times as an interval of naive UTC; None where no day is stated.

    A clock interval that ends before it begins passes midnight. A single minute is one minute wide.
    """
    if statement.date_start is None:
        return None
    last = statement.date_end or statement.date_start
    low, high = time(0, 0), None
    if statement.time_low:
        low = time.fromisoformat(statement.time_low)
        high = time.fromisoformat(statement.time_high or statement.time_low)
    start = datetime.combine(statement.date_start, low, zone)
    if high is None:
        end = datetime.combine(last + timedelta(days=1), time(0, 0), zone)
    else:
        day = last
        if statement.time_precision == "exact" and statement.date_start == last:
            day = statement.date_start
        end = datetime.combine(day, high, zone)
        if end < start or (end == start and low > high):
            end += timedelta(days=1)
        if end == start:
            end = start + timedelta(minutes=1)
    if end < start:
        end = start
    return start.astimezone(UTC).replace(tzinfo=None), end.astimezone(UTC).replace(tzinfo=None)


def _row(
    s: Statement, exhibit: dict[str, Any], block_ids: dict[int, str], pack: Pack, zone: ZoneInfo
) -> dict[str, Any]:
    when = occurred(s, zone)
    return {
        "statement_id": row_id("st", exhibit["exhibit_id"], s.start, s.end, s.kind, s.rule, s.count, s.accused_party, s.negated),
        "exhibit_id": exhibit["exhibit_id"], "block_id": block_ids.get(s.block_seq) if s.block_seq is not None else None,
        "quote": s.quote, "start_char": s.start, "end_char": s.end, "source_id": exhibit["source_id"],
        "speaker": s.speaker, "speaker_party": s.speaker_party, "via": s.via, "quoted_by": s.quoted_by, "accused_party": s.accused_party,
        "kind": s.kind, "observation": s.observation, "means": s.means, "description": s.description,
        "count": s.count, "count_low": s.count_low, "count_high": s.count_high, "hedge": s.hedge, "unit": s.unit, "aggregate": s.aggregate,
        "places": json.dumps([p.as_json() for p in s.places], ensure_ascii=False), "lat": s.lat, "lon": s.lon, "radius_m": s.radius_m,
        "sector_bearing_deg": s.sector[0] if s.sector else None, "sector_half_width_deg": s.sector[1] if s.sector else None,
        "sector_low_km": s.sector[2] if s.sector else None, "sector_high_km": s.sector[3] if s.sector else None,
        "observer_lat": s.observer[0] if s.observer else None, "observer_lon": s.observer[1] if s.observer else None,
        "occurred_earliest": when[0] if when else None, "occurred_latest": when[1] if when else None,
        "time_precision": s.time_precision if when else "not_stated", "date_start": s.date_start, "date_end": s.date_end, "time_stated": s.time,
        "weapon": s.weapon, "calibre_mm": s.calibre_mm,
        "killed": json.dumps(s.killed) if s.killed is not None else None, "wounded": json.dumps(s.wounded) if s.wounded is not None else None,
        "modality": s.modality, "negated": s.negated, "rule": s.rule, "pack": pack.name, "confidence": s.confidence,
        "machine_suggested": s.machine_suggested, "reviewed_by": s.reviewed_by,
        "field_spans": json.dumps({k: list(v) for k, v in sorted(s.field_spans.items())}),
        "published_at": exhibit["published_at"], "known_at": exhibit["acquired_at"],
    }  # fmt: skip


def _unread_row(u: Unread, exhibit: dict[str, Any], block_ids: dict[int, str]) -> dict[str, Any]:
    return {
        "unread_id": row_id("un", exhibit["exhibit_id"], u.start, u.end, u.reason), "exhibit_id": exhibit["exhibit_id"],
        "block_id": block_ids.get(u.block_seq) if u.block_seq is not None else None,
        "start_char": u.start, "end_char": u.end, "quote": u.quote, "reason": u.reason, "known_at": exhibit["acquired_at"],
    }  # fmt: skip


def _first_of(key: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    seen: dict[str, dict[str, Any]] = {}
    for row in rows:
        seen.setdefault(row[key], row)
    return [seen[name] for name in sorted(seen)]


STAGE = Stage(
    name="reading",
    version=2,
    reads=("block", "record_row", "exhibit", "text_layer", "log_entry"),
    files=("mandate.toml", "sources.csv", "geography/places.csv", "packs/*"),
    writes=("statement", "unread"),
    run=read_blocks,
)
