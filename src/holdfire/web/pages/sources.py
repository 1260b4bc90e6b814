"""Sources and exhibits: what each source said, how often it could be checked, and the sealed document behind a row."""

from typing import Any

from holdfire.model.register import fetch_dicts
from holdfire.report.spans import cut

from ..access import may
from ..page import Ask, NotThere, Page, pages_of


def source_list(ask: Ask) -> dict[str, Any]:
    """Every source of sources.csv with its statements and learned reliability. Protected sources are counted, not named."""
    said = fetch_dicts(
        ask.db,
        "select source_id, count(*) as statements from statement group by source_id order by source_id",
    )
    exhibits = fetch_dicts(
        ask.db, "select source_id, count(*) as exhibits from exhibit group by source_id order by source_id"
    )
    learned = {
        row["source_id"]: row
        for row in fetch_dicts(ask.db, "select * from source_reliability order by source_id")
    }
    n_said = {row["source_id"]: row["statements"] for row in said}
    n_exhibits = {row["source_id"]: row["exhibits"] for row in exhibits}
    shown, hidden = [], 0
    for source in sorted(ask.case.sources.values(), key=lambda s: s.source_id):
        if source.protected and not may(ask.case, ask.who, "read_protected"):
            hidden += 1
            continue
        reliability = learned.get(source.source_id)
        shown.append(
            {
                "source_id": source.source_id,
                "institution": source.institution,
                "party": source.party,
                "kind": str(source.kind),
                "grade": str(source.reliability),
                "statements": n_said.get(source.source_id, 0),
                "exhibits": n_exhibits.get(source.source_id, 0),
                "n_checked": reliability["n_checked"] if reliability else 0,
                "reliability": reliability["reliability"] if reliability else None,
                "low_90": reliability["low_90"] if reliability else None,
                "high_90": reliability["high_90"] if reliability else None,
            }
        )
    return {"sources": shown, "hidden": hidden}


def one_source(ask: Ask) -> dict[str, Any]:
    source = ask.case.sources.get(ask.path["source_id"])
    if source is None or (source.protected and not may(ask.case, ask.who, "read_protected")):
        raise NotThere(f"no source {ask.path['source_id']}")
    key = {"id": source.source_id}
    page = ask.number("page", 1, 1, 100_000)
    total = fetch_dicts(ask.db, "select count(*) as n from statement where source_id = $id", key)[0]["n"]
    statements = fetch_dicts(
        ask.db,
        f"""
        select s.*, m.incident_id from statement s left join member m on m.report_id = s.statement_id
        where s.source_id = $id order by s.known_at, s.statement_id, m.incident_id limit 50 offset {(page - 1) * 50}
        """,
        key,
    )
    listed = next(row for row in source_list(ask)["sources"] if row["source_id"] == source.source_id)
    exhibits = fetch_dicts(
        ask.db,
        """
        select exhibit_id, title, published_at, acquired_at, media_type, status from exhibit
        where source_id = $id order by acquired_at, exhibit_id limit 200
        """,
        key,
    )
    return {
        "source": listed,
        "statements": statements,
        "exhibits": exhibits,
        "total": total,
        "page": page,
        "pages": pages_of(total, 50),
    }


def exhibit_list(ask: Ask) -> dict[str, Any]:
    page = ask.number("page", 1, 1, 100_000)
    total = fetch_dicts(ask.db, "select count(*) as n from exhibit")[0]["n"]
    found = fetch_dicts(
        ask.db,
        f"""
        select e.exhibit_id, e.title, e.file_name, e.source_id, e.media_type, e.byte_count, e.published_at, e.acquired_at, e.status,
               e.reason, e.sha256, e.log_index
        from exhibit e order by e.acquired_at desc, e.exhibit_id limit 50 offset {(page - 1) * 50}
        """,
    )
    return {"exhibits": found, "total": total, "page": page, "pages": pages_of(total, 50)}


def one_exhibit(ask: Ask) -> dict[str, Any]:
    """The text layer with its blocks' roles and the statements read from it; custody; the digest that seals it."""
    key = {"id": ask.path["exhibit_id"]}
    found = fetch_dicts(ask.db, "select * from exhibit where exhibit_id = $id", key)
    if not found:
        raise NotThere(f"no exhibit {key['id']}")
    text = fetch_dicts(ask.db, "select body from text_layer where exhibit_id = $id", key)
    blocks = fetch_dicts(
        ask.db,
        """
        select role, start_char, end_char, page, table_no, row_no, column_name from block
        where exhibit_id = $id order by seq
        """,
        key,
    )
    statements = fetch_dicts(
        ask.db, "select * from statement where exhibit_id = $id order by start_char, statement_id", key
    )
    return {
        "exhibit": found[0],
        "pieces": _pieces(text[0]["body"] if text else "", blocks, statements),
        "blocks": blocks,
        "statements": statements,
        "unread": fetch_dicts(
            ask.db, "select * from unread where exhibit_id = $id order by start_char, unread_id", key
        ),
        "custody": fetch_dicts(
            ask.db, "select * from custody_event where exhibit_id = $id order by happened_at, custody_id", key
        ),
        "dates": fetch_dicts(
            ask.db,
            "select * exclude (exhibit_id) from date_candidate where exhibit_id = $id order by all",
            key,
        ),
    }


def _pieces(
    body: str, blocks: list[dict[str, Any]], statements: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The text cut at every edge of a block and a statement: what a page marks, and where its anchors stand."""
    spans = [(f"role {b['role']}", b["start_char"], b["end_char"]) for b in blocks]
    spans += [(s["statement_id"], s["start_char"], s["end_char"]) for s in statements]
    pieces, at = [], 0
    for piece in cut(body, spans):
        roles = [name.removeprefix("role ") for name in piece.covers if name.startswith("role ")]
        pieces.append(
            {
                "text": piece.text,
                "start": at,
                "role": roles[-1] if roles else "between",
                "statements": [name for name in piece.covers if not name.startswith("role ")],
                "begins": [name for name in piece.opens if not name.startswith("role ")],
            }
        )
        at += len(piece.text)
    return pieces


PAGES = (
    Page("/sources", "sources", "sources.html", source_list, rows="sources"),
    Page("/sources/{source_id}", "source", "source.html", one_source, rows="statements", words=("page",)),
    Page("/exhibits", "exhibits", "exhibits.html", exhibit_list, rows="exhibits", words=("page",)),
    Page("/exhibits/{exhibit_id}", "exhibit", "exhibit.html", one_exhibit, rows="statements"),
)
