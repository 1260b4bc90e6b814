"""A workbook (XLSX): each sheet a table, each cell a block, each row a record; known datasets are recognised by header.

Values are the stored results, never formulas run here; a formula that was never calculated is an empty cell and counted.
Dates become ISO 8601. Merged cells hold their value in the first place, as the file stores it.
"""

import io
import zipfile
from datetime import date, datetime, time
from typing import Any

from holdfire.model.kinds import BlockRole

from .document import Document, Record, TextBuilder, unreadable
from .recognise import recognise
from .zip_archive import refusal

READER = "workbook"
MAX_CELLS = 2_000_000


def read_workbook(data: bytes, media_type: str) -> Document:
    """Sheets in order. Cells of recognised datasets are records only; those of other tables are blocks as well."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        if why := refusal(data):
            return unreadable(media_type, READER, why)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        return unreadable(media_type, READER, f"the workbook cannot be opened ({error})")
    builder = TextBuilder()
    records: list[Record] = []
    notes: list[str] = []
    left = MAX_CELLS
    for number, sheet in enumerate(book.worksheets):
        rows = []
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
        _add_sheet(builder, records, number, rows)
    book.close()
    if not builder.blocks:
        return unreadable(media_type, READER, "no sheet holds a value")
    formats = {record.format for record in records}
    blocks = tuple(b for b in builder.blocks if formats != {_known(formats)} or b.row_no == 0)
    return Document(
        media_type, builder.text, blocks, records=tuple(records), status="partly_read" if notes else "structured",
        reason="; ".join(notes) or None, reader=READER,
    )  # fmt: skip


def _known(formats: set[str]) -> str:
    """The one recognised format of a workbook, or a word that is none."""
    return next(iter(formats)) if len(formats) == 1 and formats != {"table"} else "-"


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
