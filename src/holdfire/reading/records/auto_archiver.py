"""Bellingcat's auto-archiver: its sheet (column names of versions since 2021) and the table that its CSV database writes.

A link that is not archived yet, or whose page gave no words, tells nothing and is refused with the archiver's own status.
"""

import re

from ..statement import Statement
from .fields import point_of
from .posts import post, set_posted, set_spot
from .row import Lacking, Row

RADIUS_M = 2_000.0
_UPLOADED = ("upload_timestamp", "timestamp", "upload_date", "_timestamp")


def auto_archiver(row: Row) -> list[Statement]:
    """One archived page, by its title and text."""
    if row.text("metadata").startswith("{"):
        _unfold(row)
    words = (
        row.text("upload_title", "title"),
        row.text("text_content", "textual_content", "content", "text", "description"),
    )
    if not any(words):
        status = row.text("archive_status", "status") or "not archived yet"
        raise Lacking(f"neither a title nor text (archive status: {status})")
    statement = post(row, words, row.text("category", "type"), "auto-archiver", "record.auto_archiver")
    set_posted(statement, row, row.moment(*_UPLOADED))
    at = point_of(row, ("latitude", "lat"), ("longitude", "lon", "lng"))
    set_spot(statement, row, at, RADIUS_M, row.text("location", "place"))
    statement.via = [link] if (link := row.text("link", "url", "_url")) else []
    return [statement]


def _unfold(row: Row) -> None:
    """The CSV database writes a dictionary of Python into one cell: its words, address and time become cells."""
    cell = row.text("metadata")
    for name in ("title", "content", "url"):
        hit = re.search(rf"'{name}':\s*(?:'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\")", cell)
        if hit:
            row.cells.setdefault(f"_{name}" if name == "url" else name, hit[1] or hit[2] or "")
    moment = re.search(
        r"'timestamp':\s*(?:datetime\.datetime\((\d+), (\d+), (\d+)|'(\d{4})-(\d\d)-(\d\d))", cell
    )
    if moment:
        year, month, day = (int(part) for part in moment.groups() if part is not None)
        row.cells.setdefault("_timestamp", f"{year:04d}-{month:02d}-{day:02d}")
