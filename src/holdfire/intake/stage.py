"""log_entry, custody_event -> exhibit, text_layer, block, date_candidate, record_row: what the sealed bytes hold.

Rebuilt from the vault alone: the log says which exhibits there are, their record says how they came, the bytes say what
they hold. Bytes are parsed in a process of bounded memory and time (`worker`). An exhibit counts from its first custody
event on, so `run.known_by` decides which exhibits there are at all.
"""

import json
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from holdfire.model.case import Case
from holdfire.model.errors import HoldfireError
from holdfire.model.ids import row_id, sha256_hex
from holdfire.model.register import fetch_dicts, insert_rows
from holdfire.model.stage import Run, Stage

from .document import DateCandidate, Document, unreadable
from .split import MAX_BYTES
from .worker import Splitter

if TYPE_CHECKING:
    import duckdb

    from holdfire.vault.vault import Vault

TABLES = ("exhibit", "text_layer", "block", "date_candidate", "record_row")
PUBLISHED_BY = ("bringer", "meta", "issued_on", "dateline")
"""Which basis is believed first for the day of publication; "as of" and a file's own stamp are not publication."""

EXHIBITS = """
    with sealed as (
        select coalesce(subject_id, body->>'$.exhibit_id') as exhibit_id, log_index, entry, body
        from log_entry where kind = 'exhibit'
    ), acquired as (
        select exhibit_id, min(happened_at) as acquired_at from custody_event
        where action in ('acquired', 'acquired_again') group by exhibit_id
    )
    select sealed.*, acquired_at from sealed join acquired using (exhibit_id) order by log_index
"""


def run(db: "duckdb.DuckDBPyConnection", case: Case, run: Run) -> None:
    """Empty the five tables and fill them. An exhibit whose bytes are missing or erased has a row that says so."""
    from holdfire.vault.vault import exhibit_id_of, open_vault

    for table in TABLES:
        db.execute(f"delete from {table}")
    entries = fetch_dicts(db, EXHIBITS)
    known = [row for row in entries if run.known_by is None or row["acquired_at"] <= run.known_by]
    if not known:
        return
    rows: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES}
    with closing(open_vault(case.vault_dir)) as vault, Splitter() as splitter:
        plain = {exhibit_id_of(row.sha256): row.sha256 for row in vault.state.blobs()}
        for number, entry in enumerate(known):
            record = _json(entry["body"])
            name = record.get("file_name")
            run.progress(number, len(known), str(name or entry["exhibit_id"]))
            sha256, size, document = _split(vault, splitter, plain, entry, record)
            _fill(rows, case, entry, record, (sha256, size), document)
    for table in TABLES:
        insert_rows(db, table, rows[table])


def _split(
    vault: "Vault", splitter: Splitter, plain: dict[str, str], entry: dict[str, Any], record: dict[str, Any]
) -> tuple[str, int, Document]:
    """(digest of the bytes as acquired, their number, what they hold). Bytes that are not those sealed are not split.

    plain  digest by exhibit, as the vault keeps it: an encrypted exhibit's entry commits to its digest under a salt
    """
    item = (_json(entry["entry"]).get("obj") or [{}])[0]
    size = int(record.get("byte_count") or item.get("n") or 0)
    sha256 = str(item.get("d", "")).removeprefix("sha256:")
    name = record.get("file_name")
    try:
        if item.get("enc"):
            sha256 = plain.get(entry["exhibit_id"], sha256)
            return sha256, size, splitter.split_bytes(vault.blob(sha256), name)
        path = vault.blob_path(sha256)
        if size <= MAX_BYTES:
            vault.blob(sha256)  # raises BadProof where the bytes were altered
        return sha256, size, splitter.split_file(path, name)
    except (HoldfireError, OSError) as error:
        why = (error.strerror or "disk fault") if isinstance(error, OSError) else str(error)
        media_type = str(record.get("media_type") or "application/octet-stream")
        return sha256, size, unreadable(media_type, "none", f"the sealed bytes cannot be had ({why})")


def _fill(
    rows: dict[str, list[dict[str, Any]]],
    case: Case,
    entry: dict[str, Any],
    record: dict[str, Any],
    sealed: tuple[str, int],
    document: Document,
) -> None:
    exhibit_id = entry["exhibit_id"]
    dates = _placed(document.date_candidates, record.get("published_at"), case.mandate.zone)
    published, basis = _published(dates)
    rows["exhibit"].append(
        {
            "exhibit_id": exhibit_id, "sha256": sealed[0], "byte_count": sealed[1],
            "media_type": document.media_type, "file_name": record.get("file_name"), "source_id": record.get("source_id"),
            "url": record.get("url"), "title": document.title, "language": document.language, "published_at": published,
            "published_basis": basis, "acquired_at": entry["acquired_at"], "status": document.status, "reason": document.reason,
            "reader": document.reader, "log_index": entry["log_index"],
        }
    )  # fmt: skip
    rows["text_layer"].append(
        {"exhibit_id": exhibit_id, "body": document.text, "sha256": sha256_hex(document.text.encode())}
    )
    for seq, block in enumerate(document.blocks):
        rows["block"].append(
            {
                "block_id": row_id("bl", exhibit_id, seq), "exhibit_id": exhibit_id, "seq": seq, "role": str(block.role),
                "start_char": block.start, "end_char": block.end, "page": block.page, "table_no": block.table_no,
                "row_no": block.row_no, "column_name": block.column_name,
            }
        )  # fmt: skip
    rows["date_candidate"] += [{"exhibit_id": exhibit_id, **date} for date in dates]
    for item in document.records:
        rows["record_row"].append(
            {
                "exhibit_id": exhibit_id, "row_no": item.row_no, "format": item.format, "start_char": item.start,
                "end_char": item.end, "fields": json.dumps(item.fields, ensure_ascii=False),
            }
        )  # fmt: skip


def _placed(candidates: tuple[DateCandidate, ...], stated: Any, zone: ZoneInfo) -> list[dict[str, Any]]:
    """Candidates as UTC; those without a zone are in the mandate's. What the bringer says comes first."""
    placed: list[dict[str, Any]] = []
    if stated:
        moment = datetime.fromisoformat(str(stated)).astimezone(UTC).replace(tzinfo=None)
        placed.append({"stated": str(stated), "earliest": moment, "latest": moment, "basis": "bringer"})
    for candidate in candidates:
        ends = [candidate.earliest, candidate.latest]
        if not candidate.has_zone:
            try:
                ends = [end.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None) for end in ends]
            except OverflowError:
                continue
        placed.append(
            {"stated": candidate.stated, "earliest": ends[0], "latest": ends[1], "basis": candidate.basis}
        )
    return placed


def _published(dates: list[dict[str, Any]]) -> tuple[datetime | None, str | None]:
    """The moment of publication, of the first basis that states one. A day is its last second: a page of a day is known by its end."""
    for basis in PUBLISHED_BY:
        for date in dates:
            if date["basis"] == basis:
                return date["latest"], {"issued_on": "body"}.get(basis, basis)
    return None, None


def _json(value: Any) -> dict[str, Any]:
    found = json.loads(value) if isinstance(value, str) else value
    return found if isinstance(found, dict) else {}


STAGE = Stage(
    name="intake",
    version=1,
    reads=("log_entry", "custody_event"),
    files=("mandate.toml",),
    writes=TABLES,
    run=run,
)
