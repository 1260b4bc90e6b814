"""Sentences to lines, as the tests of bulletins compare them."""

from datetime import date
from typing import Any

from holdfire.intake.split import split
from holdfire.reading.pack import load_pack
from holdfire.reading.read import read_document

Row = tuple[str, str | None, str | None, int | None, dict[str, int], dict[str, int]]
"""kind, speaker, accused, count, killed, wounded"""


def lines_of(text: str, pack: str, source: str | None, published: date) -> list[dict[str, Any]]:
    """What is read of a text, as `holdfire read` writes it, with the details behind it."""
    document = split(text.encode(), "t.txt")
    result = read_document(document, load_pack(pack), published=published, source=source, doc_id="t")
    return [s.as_line() | s.details() for s in result.statements]


def row_of(line: dict[str, Any]) -> Row:
    return (
        line["kind"],
        line["speaker_party"],
        line["accused_party"],
        line["count"],
        line["killed"] or {},
        line["wounded"] or {},
    )
