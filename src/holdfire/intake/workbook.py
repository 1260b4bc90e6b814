"""A workbook (XLSX): each sheet a table, each cell a block, each row a record; known datasets are recognised by header.

Values are the stored results, never formulas run here; a formula that was never calculated is an empty cell and counted.
Dates become ISO 8601. A cell merged over rows holds for each of them. Rows above a known header are notes.
"""

import io
import re
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from holdfire.model.kinds import BlockRole

from .document import Block, Document, Record, TextBuilder, unreadable
from .recognise import find_header
from .zip_archive import ZIP_FAULTS, refusal

READER = "workbook"
MAX_CELLS = 2_000_000
MAX_MERGED = 10_000
MERGED = re.compile(rb'<mergeCell\s+ref="([A-Z]{1,3}\d+:[A-Z]{1,3}\d+)"')


def read_workbook(data: bytes, media_type: str) -> Document:
    """Sheets in order. Cells of recognised datasets are records only; those of other tables are blocks as well."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    if why := refusal(data):
        return unreadable(media_type, READER, why)
    notes: list[str] = []
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = _sheets_of(book, notes)
        book.close()
    except (InvalidFileException, KeyError, TypeError, AttributeError, SyntaxError, *ZIP_FAULTS) as error:
        return unreadable(media_type, READER, f"the workbook cannot be opened ({error})")
    builder = TextBuilder()
    records: list[Record] = []
    datasets = [_add_sheet(builder, records, number, sheet) for number, sheet in enumerate(sheets)]
    if not builder.blocks:
        return unreadable(media_type, READER, "no sheet holds a value")
    of_datasets = {number for number, is_dataset in enumerate(datasets) if is_dataset}
    blocks = tuple(b for b in builder.blocks if b.table_no not in of_datasets or b.row_no == 0)
    return Document(
        media_type, builder.text, blocks, records=tuple(records), status="partly_read" if notes else "structured",
        reason="; ".join(notes) or None, reader=READER,
    )  # fmt: skip


@dataclass
class _Sheet:
    """Rows with a value, each with its number in the sheet (from 1); `merged` is (first row, last row, column from 0)."""

    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    merged: list[tuple[int, int, int]] = field(default_factory=list)

    def held_by(self) -> dict[tuple[int, int], tuple[int, int]]:
        """(row, column) of every cell that is merged with others below or above -> (first row, column) of the whole."""
        last_row = self.rows[-1][0] if self.rows else 0
        return {
            (row, column): (first, column)
            for first, last, column in self.merged[:MAX_MERGED]
            for row in range(first, min(last, last_row) + 1)
        }


def _sheets_of(book: Any, notes: list[str]) -> list[_Sheet]:
    """Each sheet's rows as text, without empty rows and without empty cells at the end of a row."""
    sheets: list[_Sheet] = []
    left = MAX_CELLS
    for sheet in book.worksheets:
        found = _Sheet(merged=_merged(book, sheet))
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
            values = [_text(value) for value in row]
            while values and not values[-1]:
                values.pop()
            left -= len(values)
            if left < 0:
                notes.append(f"more than {MAX_CELLS:,} cells: the rest of sheet {sheet.title!r} was left out")
                break
            if values:
                found.rows.append((number, values))
        sheets.append(found)
    return sheets


def _merged(book: Any, sheet: Any) -> list[tuple[int, int, int]]:
    """Cells merged over several rows. Reading row by row does not show them, so they are looked up in the sheet's XML."""
    from openpyxl.utils.cell import range_boundaries

    try:
        xml = book._archive.read(sheet._worksheet_path)
    except (AttributeError, KeyError, *ZIP_FAULTS):
        return []
    found: list[tuple[int, int, int]] = []
    for hit in MERGED.finditer(xml, max(0, xml.rfind(b"<mergeCells"))):
        column, first, _, last = range_boundaries(hit[1].decode("ascii"))
        if column and first and last and last > first:
            found.append((first, last, column - 1))
    return found


def _add_sheet(builder: TextBuilder, records: list[Record], number: int, sheet: _Sheet) -> bool:
    """Whether the sheet is a known dataset. A cell merged over rows is a block of each, and a cell of each record."""
    rows = [values for _, values in sheet.rows]
    if not rows:
        return False
    top, format_name = find_header(rows)
    header = rows[top]
    width = max(map(len, rows))
    names: list[str] = []
    for i in range(width):
        name = header[i].strip() if i < len(header) and header[i].strip() else f"column_{i + 1}"
        names.append(name if name not in names else f"{name}_{i + 1}")
    held_by = sheet.held_by()
    held: dict[tuple[int, int], tuple[Block, str]] = {}
    for row_no, (row_number, row) in enumerate(sheet.rows):
        start = end = None
        fields = {name: row[i] if i < len(row) else "" for i, name in enumerate(names)}
        for column in range(width):
            value = row[column] if column < len(row) else ""
            separator = "\t" if start is not None else "\n"
            merged = held_by.get((row_number, column))
            if not value and merged in held:
                block, fields[names[column]] = held[merged]
                builder.again(block, max(0, row_no - top))
                continue
            added = builder.add(
                value,
                BlockRole.TABLE_CELL if row_no >= top else BlockRole.NOTE,
                separator=separator,
                table_no=number,
                row_no=max(0, row_no - top),
                column_name=names[column],
            )
            if added is not None:
                start = added.start if start is None else start
                end = added.end
                if merged is not None:
                    held[merged] = added, value
        if row_no > top and start is not None and end is not None:
            records.append(Record(len(records), format_name, start, end, fields))
    return format_name != "table"


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value).replace("\x00", "\ufffd")
