"""Values separated by commas, semicolons, tabs or bars: every row whole, every cell at its place in the file's own text.

A row becomes a record; the format is recognised by its header (`recognise`), which may stand below a title. An unknown
table also becomes cells, so that it can be read as a table of a report. RFC 4180 quoting. The separator is what a first
line "sep=;" says, else the one by which the header is recognised, else the one that the header uses most.
"""

import re
from collections.abc import Iterator

from holdfire.model.kinds import BlockRole

from .decode import decode
from .document import Block, Document, Record, Status
from .recognise import HEADER_WITHIN, find_header

READER = "csv_table"
MAX_CELL_BLOCKS = 200_000
HEAD = 65_536
"""Characters in which the header is looked for."""
SAID = re.compile(r'\s*"?sep=([,;\t|])"?[ \t]*(?:\r\n|\n|\r)', re.I)
"""Excel's own first line."""
QUOTED = re.compile(r'"(?:[^"]|"")*"')
SIGNS = {",": ",", ";": ";", "\t": "\t", "|": r"\|"}
CELL = {
    separator: re.compile(
        rf'(?:[ ]*"(?P<quoted>(?:[^"]|"")*)"[ ]*|(?P<plain>[^{separator}\r\n]*))(?P<end>{separator}|\r\n|\n|\r|\Z)'
    )
    for separator in (",", ";", "\t", r"\|")
}


def read_csv(data: bytes, media_type: str = "text/csv") -> Document:
    """Records and, for a table of no known format, cells. Every faulty row is named in the reason, all together."""
    decoded = decode(data)
    text = decoded.text
    said = SAID.match(text)
    start = said.end() if said else 0
    separator = SIGNS[said[1]] if said else _separator(text)
    rows = [row for row in cells_of(text, separator, start) if any(text[s:e].strip() for s, e in row)]
    if not rows:
        return Document(media_type, text, status="unreadable", reason="the table has no row", reader=READER)
    top, format_name = find_header(_values(text, rows[:HEADER_WITHIN]))
    rows = rows[top:]  # a title above the header stays in the text
    header = [_value(text, cell) for cell in rows[0]]
    problems = [decoded.note] if decoded.note else []
    if len(rows) == 1:
        problems.append("only a header, no row")
    names = _unique(header, max(map(len, rows)))
    records, ragged = [], []
    for number, row in enumerate(rows[1:]):
        if len(row) != len(header):
            ragged.append(top + number + 2)
        fields = {
            name: _value(text, row[i]) if i < len(row) else ""
            for i, name in enumerate(names[: max(len(header), len(row))])
        }
        records.append(
            Record(
                number,
                format_name,
                row[0][0] - _quote(text, row[0]),
                row[-1][1] + _quote(text, row[-1]),
                fields,
            )
        )
    if ragged:
        shown = ", ".join(map(str, ragged[:8])) + (" ..." if len(ragged) > 8 else "")
        problems.append(
            f"row {shown}: expected {len(header)} cells as in the header; extra cells are kept as column_N, missing ones are empty"
        )
    blocks = _cell_blocks(text, rows, names) if format_name == "table" else []
    status: Status = "partly_read" if problems else "structured"
    return Document(media_type, text, tuple(blocks), records=tuple(records), status=status, reason="; ".join(problems) or None, reader=READER)  # fmt: skip


def _separator(text: str) -> str:
    """Signs within quotes do not count, for a quoted title may hold any of them."""
    head = text[:HEAD]
    for separator in CELL:
        rows = [row for row, _ in zip(cells_of(head, separator), range(HEADER_WITHIN), strict=False)]
        if find_header(_values(head, [row for row in rows if row]))[1] != "table":
            return separator
    lines = QUOTED.sub("", head).splitlines()
    first = next((line for line in lines if any(sign in line for sign in SIGNS)), "")
    return SIGNS[max(SIGNS, key=first.count)]


def _values(text: str, rows: list[list[tuple[int, int]]]) -> list[list[str]]:
    return [[_value(text, cell) for cell in row] for row in rows]


def cells_of(text: str, separator: str = ",", start: int = 0) -> Iterator[list[tuple[int, int]]]:
    """Rows of (start, end) of each cell's content, quotes left out. A quote that never closes is read as plain text."""
    pattern = CELL[separator]
    row: list[tuple[int, int]] = []
    at, size = start, len(text)
    while at < size:
        hit = pattern.match(text, at)
        if (
            hit is None
        ):  # a quote in the middle of a cell, or one that never closes: to the next separator or line
            stop = re.compile(rf"(?:{separator}|\r\n|\n|\r|\Z)").search(text, at)
            assert stop is not None
            row.append((at, stop.start()))
            end, at = stop[0], stop.end()
        else:
            row.append(hit.span("quoted") if hit["quoted"] is not None else hit.span("plain"))
            end, at = hit["end"], hit.end()
        if end in ("\r\n", "\n", "\r", ""):
            yield row
            row = []
            if end == "":
                return
    if row:
        yield [*row, (size, size)]


def _quote(text: str, cell: tuple[int, int]) -> int:
    return int(cell[0] > 0 and text[cell[0] - 1 : cell[0]] == '"' and text[cell[1] : cell[1] + 1] == '"')


def _value(text: str, cell: tuple[int, int]) -> str:
    words = text[cell[0] : cell[1]]
    return words.replace('""', '"') if _quote(text, cell) else words


def _unique(header: list[str], width: int) -> list[str]:
    names: list[str] = []
    for i in range(width):
        name = header[i].strip() if i < len(header) and header[i].strip() else f"column_{i + 1}"
        names.append(name if name not in names else f"{name}_{i + 1}")
    return names


def _cell_blocks(text: str, rows: list[list[tuple[int, int]]], names: list[str]) -> list[Block]:
    blocks: list[Block] = []
    for row_no, row in enumerate(rows):
        for column, (start, end) in enumerate(row):
            words = text[start:end]
            if plain := words.strip():
                at = start + words.index(plain)
                blocks.append(
                    Block(BlockRole.TABLE_CELL, at, at + len(plain), None, 0, row_no, names[column])
                )
        if len(blocks) > MAX_CELL_BLOCKS:
            break
    return blocks
