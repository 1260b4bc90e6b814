"""A Word document (DOCX): paragraphs and tables of its main part. Text struck in tracked changes and margin comments are
left out, as a reader of the final text sees it; that there were any is said.

Parsed straight from its XML with entities and network off; bounded like any zip.
"""

import io
import zipfile
from typing import Any

from holdfire.model.kinds import BlockRole

from .dates import moment_candidate, text_candidates
from .document import DateCandidate, Document, TextBuilder, unreadable
from .language import guess_language
from .zip_archive import MAX_UNPACKED, ZIP_FAULTS, read_bounded, refusal

READER = "word_document"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CREATED = "{http://purl.org/dc/terms/}created"


def read_word(data: bytes, media_type: str) -> Document:
    """A title or first-level heading that opens the document is its headline; other paragraphs are body, cells cells."""
    if why := refusal(data):
        return unreadable(media_type, READER, why)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            main, core = _part(archive, "word/document.xml"), _part(archive, "docProps/core.xml")
    except (KeyError, *ZIP_FAULTS) as error:
        return unreadable(media_type, READER, f"the document cannot be opened ({error})")
    body = None if main is None else main.find(f"{W}body")
    if body is None:
        return unreadable(media_type, READER, "the document has no main part that is XML")
    builder = TextBuilder()
    _add_all(builder, body, [0])
    if not builder.blocks:
        return unreadable(media_type, READER, "the document holds no text")
    text = builder.text
    speaking = [
        text[b.start : b.end] for b in builder.blocks if b.role in (BlockRole.HEADLINE, BlockRole.BODY)
    ]
    dates: list[DateCandidate] = text_candidates(speaking)
    stamp = None if core is None else core.findtext(f".//{CREATED}")
    if stamp and (candidate := moment_candidate(stamp, "file")):
        dates.append(candidate)
    is_changed = next(main.iter(f"{W}del", f"{W}ins"), None) is not None
    reason = "holds tracked changes; read as if all were accepted" if is_changed else None
    return Document(
        media_type, text, tuple(builder.blocks), tuple(dates), title=speaking[0] if builder.blocks[0].role is BlockRole.HEADLINE else None,
        language=guess_language(" ".join(speaking) or text), status="partly_read" if reason else "read", reason=reason, reader=READER,
    )  # fmt: skip


def _part(archive: zipfile.ZipFile, name: str) -> Any:
    """A part's tree, or None where it is missing or no XML."""
    from lxml import etree

    try:
        data = read_bounded(archive, archive.getinfo(name), MAX_UNPACKED // 8)
    except KeyError:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        return None if data is None else etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None


def _add_all(builder: TextBuilder, parent: Any, tables: list[int]) -> None:
    for child in parent:
        if child.tag == f"{W}p":
            style = child.find(f"{W}pPr/{W}pStyle")
            name = "" if style is None else str(style.get(f"{W}val") or "").lower()
            opens = not builder.blocks and name in ("title", "heading1")
            builder.add(
                _words(child),
                BlockRole.HEADLINE if opens else BlockRole.QUOTE if "quote" in name else BlockRole.BODY,
            )
        elif child.tag == f"{W}tbl":
            _add_table(builder, child, tables[0])
            tables[0] += 1
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
            _add_all(builder, child, tables)


def _add_table(builder: TextBuilder, table: Any, number: int) -> None:
    """Cells with the header of their column; a cell that spans columns moves the next ones on."""
    header: dict[int, str] = {}
    for row_no, row in enumerate(table.iter(f"{W}tr")):
        column = 0
        for cell in row.iter(f"{W}tc"):
            words = " ".join(" ".join(_words(p) for p in cell.iter(f"{W}p")).split())
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            wide = str(span.get(f"{W}val") or "1") if span is not None else "1"
            if row_no == 0:
                header[column] = words
            separator = "\t" if column else "\n"
            builder.add(
                words,
                BlockRole.TABLE_CELL,
                separator=separator,
                table_no=number,
                row_no=row_no,
                column_name=header.get(column),
            )
            column += min(max(int(wide), 1), 100) if wide.isdigit() else 1


def _words(paragraph: Any) -> str:
    """The text of a paragraph as it stands: tabs and breaks as spaces, struck text left out (it is w:delText)."""
    parts = []
    for node in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br"):
        parts.append(node.text or "" if node.tag == f"{W}t" else " ")
    return " ".join("".join(parts).split())
