"""A workbook (XLSX): each sheet a table, each cell a block, each row a record; known datasets are recognised by header.

Values are the stored results, never formulas run here; a formula that was never calculated is an empty cell and counted.
Dates become ISO 8601. Merged cells hold their value in the first place, as the file stores it.
"""

import io
from datetime import date, datetime, time
from typing import Any

from holdfire.model.kinds import BlockRole

from .document import Document, Record, TextBuilder, unreadable
from .recognise import recognise
from .zip_archive import ZIP_FAULTS, refusal

READER = "workbook"
MAX_CELLS = 2_000_000


def read_workbook(data: bytes, media_type: str) -> Document:
    """Sheets in order. Cells of recognised datasets are records only; those of other tables are blocks as well."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    if why := refusal(data):
        return unreadable(media_type, READER, why)
    notes: list[str] = []
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = _rows_of(book, notes)
        book.close()
    except (InvalidFileException, KeyError, TypeError, AttributeError, SyntaxError, *ZIP_FAULTS) as error:
        return unreadable(media_type, READER, f"the workbook cannot be opened ({error})")
    builder = TextBuilder()
    records: list[Record] = []
    for number, rows in enumerate(sheets):
        _add_sheet(builder, records, number, rows)
    if not builder.blocks:
        return unreadable(media_type, READER, "no sheet holds a value")
    is_dataset = bool(records) and all(record.format != "table" for record in records)
    blocks = tuple(block for block in builder.blocks if not is_dataset or block.row_no == 0)
    return Document(
        media_type, builder.text, blocks, records=tuple(records), status="partly_read" if notes else "structured",
        reason="; ".join(notes) or None, reader=READER,
    )  # fmt: skip


def _rows_of(book: Any, notes: list[str]) -> list[list[list[str]]]:
    """Each sheet's rows as text, without empty rows and without empty cells at the end of a row."""
    sheets: list[list[list[str]]] = []
    left = MAX_CELLS
    for sheet in book.worksheets:
        rows: list[list[str]] = []
        for row in sheet.iter_rows(values_only=True):
            values = [_text(value) for value in row]
            while values and not values[-1]:
                values.pop()
            left -= len(values)
            if left < 0:
                notes.append(f"more than {MAX_CELLS:,} cells: the rest of sheet {sheet.title!r} was left out")
                break
            if values:
                rows.append(values)
        sheets.append(rows)
    return sheets


def _add_sheet(builder: TextBuilder, records: list[Record], number: int, rows: list[list[str]]) -> None:
    if not rows:
        return
    header = rows[0]
    width = max(map(len, rows))
    names: list[str] = []
    for i in range(width):
        name = header[i].strip() if i < len(header) and header[i].strip() else f"column_{i + 1}"
        names.append(name if name not in names else f"{name}_{i + 1}")
    format_name = recognise(header)
    for row_no, row in enumerate(rows):
        start = end = None
        for column, value in enumerate(row):
            separator = "\t" if start is not None else "\n"
            block = builder.add(
                value,
                BlockRole.TABLE_CELL,
                separator=separator,
                table_no=number,
                row_no=row_no,
                column_name=names[column],
            )
            if block is not None:
                start = block.start if start is None else start
                end = block.end
        if row_no and start is not None and end is not None:
            fields = {name: row[i] if i < len(row) else "" for i, name in enumerate(names)}
            records.append(Record(len(records), format_name, start, end, fields))


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
