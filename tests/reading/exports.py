"""Files in the columns of other people's exports, for tests. The rows are our own: invented events in the right columns."""

import csv
import io
from collections.abc import Mapping, Sequence

from openpyxl import Workbook

from holdfire.intake.split import split
from holdfire.reading.files import read_split
from holdfire.reading.pack import load_pack
from holdfire.reading.statement import ReadResult, Statement


def csv_file(rows: Sequence[Mapping[str, object]], separator: str = ",") -> str:
    """The columns are those of the first row."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def workbook(**sheets: Sequence[Sequence[object]]) -> bytes:
    """Each sheet as its rows, the header first."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: str | bytes, name: str = "export.csv", pack: str = "armenia-azerbaijan") -> ReadResult:
    """As `holdfire read` does it, every quote checked against the text layer."""
    document = split(data.encode() if isinstance(data, str) else data, name)
    result = read_split(document, load_pack(pack), published=None, source=None, doc_id="d")
    for statement in result.statements:
        assert document.text[statement.start : statement.end] == statement.quote
    for row in result.unread:
        assert document.text[row.start : row.end] == row.quote
    return result


def only(result: ReadResult) -> Statement:
    assert not result.unread, [row.reason for row in result.unread]
    assert len(result.statements) == 1
    return result.statements[0]
