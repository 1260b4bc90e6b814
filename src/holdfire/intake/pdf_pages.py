"""A PDF: text by page (pypdfium2), ruled tables cell by cell (pdfplumber's line strategy), its own date.

Only pages that draw enough rules are looked at for tables, which keeps long reports cheap. Words inside a table's frame
are cells and nothing else; a table that goes on over the page keeps its number and its header. Unruled tables stay text:
guessing columns was tried and read a third of the cells (docs/decisions/intake-formats.md).
"""

import io
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from holdfire.model.kinds import BlockRole

from .dates import moment_candidate, text_candidates
from .document import Block, DateCandidate, Document, TextBuilder, unreadable
from .language import guess_language
from .plain_text import paragraphs_of, roles_of

READER = "pdf_pages"
MAX_PAGES = 500
RULES_OF_A_TABLE = 6
"""Drawn paths that a page needs before a table is looked for."""


_Grid = list[list[tuple[str, bool]]]
"""Rows of (text, whether it stands in the cell above and covers this one); "" where a cell holds nothing."""


@dataclass
class _Table:
    number: int
    header: list[str]
    rows: int
    edges: tuple[float, float]
    page: int
    above: dict[int, Block | None] = field(default_factory=dict)


def read_pdf(data: bytes, media_type: str = "application/pdf") -> Document:
    """Pages in order, on each the text first and then its tables. Unreadable with a reason when nothing is to be read."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
        count = len(pdf)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            return unreadable(
                media_type, READER, "the PDF is locked with a password; ask its bringer for an open copy"
            )
        return unreadable(
            media_type, READER, f"the PDF is truncated or damaged ({error}); ask its bringer for it again"
        )
    notes: list[str] = (
        [] if b"%%EOF" in data[-2048:] else ["the file ends without %%EOF: it may be truncated"]
    )
    if count > MAX_PAGES:
        notes.append(f"{count} pages; the first {MAX_PAGES} were read")
    texts, ruled = [], []
    for number in range(min(count, MAX_PAGES)):
        try:
            page = pdf[number]
            texts.append(_lines(page.get_textpage().get_text_bounded()))
            ruled.append(_rules(page) >= RULES_OF_A_TABLE)
        except pypdfium2.PdfiumError as error:
            notes.append(f"page {number + 1} cannot be read ({error})")
            texts.append("")
            ruled.append(False)
    meta = pdf.get_metadata_dict()
    pdf.close()
    builder = TextBuilder()
    running = _running_lines(texts)
    tables = _tables_of(data, [i for i, is_ruled in enumerate(ruled) if is_ruled], notes)
    state: list[_Table] = []
    for number, text in enumerate(texts):
        outside, found = tables.get(number, (text, []))
        _add_text(builder, outside, number + 1, running, is_first=not builder.blocks)
        for rows, edges in found:
            _add_table(builder, state, rows, edges, number + 1)
    return _document(builder, media_type, meta, count, notes)


def _document(
    builder: TextBuilder, media_type: str, meta: dict[str, str], count: int, notes: list[str]
) -> Document:
    if not builder.blocks:
        pages = "1 page" if count == 1 else f"{count} pages"
        return unreadable(
            media_type,
            READER,
            f"no text on {pages}: a scan? Recognise its text elsewhere and take in both files",
        )
    text = builder.text
    speaking = [
        text[b.start : b.end] for b in builder.blocks if b.role in (BlockRole.HEADLINE, BlockRole.BODY)
    ]
    dates: list[DateCandidate] = text_candidates(speaking)
    for key in ("CreationDate", "ModDate"):
        if stamp := _pdf_date(meta.get(key, "")):
            dates.append(stamp)
    title = next((text[b.start : b.end] for b in builder.blocks if b.role is BlockRole.HEADLINE), None)
    return Document(
        media_type, text, tuple(builder.blocks), tuple(dates), title=title or meta.get("Title") or None,
        language=guess_language(" ".join(speaking) or text), status="partly_read" if notes else "read", reason="; ".join(notes) or None, reader=READER,
    )  # fmt: skip


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "-").replace("\x00", "")


def _rules(page: Any) -> int:
    import pypdfium2.raw as raw

    found = 0
    for _object in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3):
        found += 1
        if found >= RULES_OF_A_TABLE:
            break
    return found


def _tables_of(
    data: bytes, pages: list[int], notes: list[str]
) -> dict[int, tuple[str, list[tuple[_Grid, tuple[float, float]]]]]:
    """Page from 0 -> (text outside the tables, [(rows, (left, right))])."""
    if not pages:
        return {}
    import pdfplumber
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    found: dict[int, tuple[str, list[tuple[_Grid, tuple[float, float]]]]] = {}
    try:
        with pdfplumber.open(io.BytesIO(data), pages=[number + 1 for number in pages]) as pdf:
            for page in pdf.pages:
                tables = [
                    t
                    for t in page.find_tables()
                    if len(t.rows) >= 2 and max(len(r.cells) for r in t.rows) >= 2
                ]
                if not tables:
                    continue
                boxes = [t.bbox for t in tables]
                outside = page.filter(_outside(boxes))
                cells = [(_grid(table), (table.bbox[0], table.bbox[2])) for table in tables]
                found[page.page_number - 1] = (_lines(outside.extract_text() or ""), cells)
                page.close()
    except (
        PSException, PdfminerException, MalformedPDFException, ValueError, KeyError, TypeError, IndexError, AttributeError, AssertionError,
        OverflowError,
    ) as error:  # fmt: skip
        notes.append(f"tables could not be looked for ({type(error).__name__}: {error})")
    return found


def _outside(boxes: Sequence[tuple[float, float, float, float]]) -> Callable[[dict[str, Any]], bool]:
    return lambda item: not any(_inside(item, box) for box in boxes)


def _inside(item: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    across, down = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    return bool(box[0] <= across <= box[2] and box[1] <= down <= box[3])


def _running_lines(texts: list[str]) -> frozenset[str]:
    """First and last lines that come back, but for their digits, on at least three pages and half of all."""
    seen: Counter[str] = Counter()
    for text in texts:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        seen.update({_without_digits(line) for line in (*lines[:2], *lines[-2:])})
    return frozenset(line for line, count in seen.items() if count >= 3 and count * 2 >= len(texts))


def _without_digits(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip())


def _add_text(builder: TextBuilder, text: str, page: int, running: frozenset[str], is_first: bool) -> None:
    lines = text.splitlines()
    for line in lines:
        if _without_digits(line) in running:
            builder.add(line, BlockRole.BOILERPLATE, page=page)
    rest = "\n".join(line for line in lines if _without_digits(line) not in running)
    for block in roles_of(rest, paragraphs_of(rest)):
        role = BlockRole.BODY if block.role is BlockRole.HEADLINE and not is_first else block.role
        builder.add(_unwrap(rest[block.start : block.end]), role, page=page)


def _unwrap(words: str) -> str:
    """Lines of one paragraph to one line; a word broken at the line's end with a soft hyphen is whole again."""
    return " ".join(words.replace("\xad\n", "").replace("\xad", "").split())


def _add_table(
    builder: TextBuilder,
    state: list[_Table],
    rows: _Grid,
    edges: tuple[float, float],
    page: int,
) -> None:
    """One row a line. A cell merged over several rows is a block of each. A first row of one cell is the table's title."""
    first = [cell for cell, _is_above in rows[0]]
    last = state[-1] if state else None
    goes_on = last is not None and last.page == page - 1 and len(last.header) == len(first)
    goes_on = (
        goes_on and last is not None and max(abs(last.edges[0] - edges[0]), abs(last.edges[1] - edges[1])) < 3
    )
    if goes_on and last is not None:
        table = last
        table.page, table.edges = page, edges
    else:
        if len(rows) > 1 and len(first) > 2 and sum(bool(cell) for cell in first) == 1:
            builder.add(next(cell for cell in first if cell), BlockRole.CAPTION, page=page)
            rows = rows[1:]
            first = [cell for cell, _is_above in rows[0]]
        table = _Table(len(state), first, 0, edges, page)
        state.append(table)
    for row in rows:
        is_repeated = table.rows > 0 and [cell for cell, _is_above in row] == table.header
        starts_line = True
        for column, (cell, is_above) in enumerate(row):
            above = table.above.get(column)
            if is_above and above is not None:
                builder.again(above, table.rows)
            elif cell:
                role = BlockRole.BOILERPLATE if is_repeated else BlockRole.TABLE_CELL
                where = {"page": page, "table_no": table.number, "row_no": 0 if is_repeated else table.rows}
                name = table.header[column] if column < len(table.header) else None
                block = builder.add(
                    cell, role, separator="\n" if starts_line else "\t", column_name=name, **where
                )
                starts_line = False
                if not is_repeated:
                    table.above[column] = block
        table.rows += not is_repeated


def _grid(table: Any) -> _Grid:
    """pdfplumber's table with vertically merged cells counted in: it gives None for the places that they cover."""
    words = [["" if cell is None else " ".join(cell.split()) for cell in row] for row in table.extract()]
    places = [row.cells for row in table.rows]
    width = max(map(len, places))
    lefts = [next((row[c][0] for row in places if c < len(row) and row[c]), None) for c in range(width)]
    grid: _Grid = []
    for r, row in enumerate(places):
        top = min((cell[1] for cell in row if cell), default=None)
        line: list[tuple[str, bool]] = []
        for c, cell in enumerate(row):
            covered = (
                cell is None
                and top is not None
                and any(box[0] == lefts[c] and box[1] < top < box[3] for box in table.cells)
            )
            line.append((words[r][c], covered))
        grid.append(line)
    return grid


def _pdf_date(stated: str) -> DateCandidate | None:
    """D:20200713100000+04'00' as a candidate of basis "file"."""
    hit = re.match(r"D?:?(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:(Z)|([+-]\d{2})'?(\d{2})?)?", stated)
    if hit is None:
        return None
    zone = "+00:00" if hit[7] else f"{hit[8]}:{hit[9] or '00'}" if hit[8] else ""
    return moment_candidate(f"{hit[1]}-{hit[2]}-{hit[3]}T{hit[4]}:{hit[5]}:{hit[6] or '00'}{zone}", "file")
