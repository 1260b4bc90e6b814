"""The rows of one file to statements and `unread` rows: each by its format's reader, with what only the whole file tells.

Two things are of the file and not of the row: in which order it writes day and month, and which submission a repeat's row
belongs to. A format without a reader (a plain table) is not read here: its text is read as text.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from holdfire.intake.document import Record

from ..statement import ReadResult, Statement, Unread
from .acled import acled
from .atlos import atlos
from .auto_archiver import auto_archiver
from .claims import claims_csv
from .days import order_of
from .ged import ged
from .kobo import kobo_rows
from .observer_form import observer_form
from .row import Lacking, Row, RowContext
from .ushahidi import ushahidi

READERS: dict[str, Callable[[Row], list[Statement]]] = {
    "claims_csv": claims_csv,
    "observer_form": observer_form,
    "ged": ged,
    "acled": acled,
    "ushahidi": ushahidi,
    "atlos": atlos,
    "auto_archiver": auto_archiver,
}
_DAY_COLUMN = re.compile(r"date|day|time|observed|submission|created|updated|start|end|week", re.I)


def read_rows(rows: Sequence[Record], of_file: RowContext) -> ReadResult:
    """Statements and unread rows in the rows' order. `of_file` is the context of the file; its span is not used.

    What its day_order says, as its source or a person states it, holds where the file itself does not settle the order.
    """
    order = order_of(
        value for row in rows for name, value in row.fields.items() if value and _DAY_COLUMN.search(name)
    )
    order = order or of_file.day_order
    contexts = [replace(of_file, start=row.start, end=row.end, day_order=order) for row in rows]
    result = ReadResult()
    forms = [i for i, row in enumerate(rows) if row.format == "kobo" and not _is_tags(row.fields)]
    of_forms = kobo_rows([(dict(rows[i].fields), contexts[i]) for i in forms])
    read = dict(zip(forms, of_forms, strict=True))
    for i, source in enumerate(rows):
        if source.format in READERS and not _is_tags(source.fields):
            read[i] = _read(source, contexts[i])
    breaks = _line_breaks(of_file.text) if any(row.faults for row, _ in read.values()) else []
    for i, (row, statements) in sorted(read.items()):
        if row.faults:
            result.unread.append(_unread(rows[i], row, bisect_left(breaks, row.context.start) + 1))
        else:
            result.statements += statements
    return result


def read_record(
    format_name: str, fields: Mapping[str, str], context: RowContext
) -> tuple[list[Statement], list[Unread]]:
    """One row by itself."""
    result = read_rows([Record(0, format_name, context.start, context.end, dict(fields))], context)
    return result.statements, result.unread


def _read(source: Record, context: RowContext) -> tuple[Row, list[Statement]]:
    row = Row(source.fields, context)
    try:
        return row, READERS[source.format](row)
    except Lacking as lacking:
        row.refuse(str(lacking))
        return row, []


def _is_tags(fields: Mapping[str, str]) -> bool:
    """The row of HXL tags under a header ("#date+event", "#geo+lat") that humanitarian exports have: no record."""
    cells = [value.strip() for value in fields.values() if value and value.strip()]
    return bool(cells) and all(cell.startswith("#") for cell in cells)


def _line_breaks(text: str) -> list[int]:
    return [hit.start() for hit in re.finditer("\n", text)]


def _unread(source: Record, row: Row, line: int) -> Unread:
    """Where it stands, what is wrong, all of it."""
    at = row.context
    reason = f"{source.format} row {source.row_no + 1} (line {line}): {'; '.join(row.faults)}"
    return Unread(at.doc, at.text[at.start : at.end], at.start, at.end, reason)
