"""What intake finds in one file: a text layer, blocks that point into it, rows, and what dates it states.

The one invariant that every reader keeps: text[block.start:block.end] is exactly the block's text. `TextBuilder` is
how readers without a text of their own (HTML, PDF, workbooks) keep it; checked in tests/intake/test_offsets.py.
"""

from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from holdfire.model.kinds import BlockRole

Status = Literal["read", "partly_read", "unreadable", "structured"]


@dataclass(frozen=True)
class Block:
    """A stretch of the text layer with one role.

    start, end   Unicode characters of Document.text
    page         from 1, for paged documents
    table_no     from 0; row_no from 0, the header is row 0; column_name the header of the cell's column

    Blocks stand in reading order and do not overlap, but for one case: a cell merged over several rows is a block of
    each of them, with the same start and end.
    """

    role: BlockRole
    start: int
    end: int
    page: int | None = None
    table_no: int | None = None
    row_no: int | None = None
    column_name: str | None = None


@dataclass(frozen=True)
class DateCandidate:
    """A date that the document states of itself, as an interval, with where it stands.

    earliest, latest  naive local where the words give no zone (`has_zone` false), else naive UTC
    basis             meta, dateline, issued_on, as_of, file
    """

    stated: str
    earliest: datetime
    latest: datetime
    basis: str
    has_zone: bool = False


@dataclass(frozen=True)
class Record:
    """One row of a structured source, whole: every column as text. `start`, `end` are the row's text in the layer."""

    row_no: int
    format: str
    start: int
    end: int
    fields: dict[str, str]


@dataclass(frozen=True)
class Document:
    """One file, split. An unreadable one has empty text and a reason that a person can act on."""

    media_type: str
    text: str
    blocks: tuple[Block, ...] = ()
    date_candidates: tuple[DateCandidate, ...] = ()
    records: tuple[Record, ...] = ()
    title: str | None = None
    language: str | None = None
    status: Status = "read"
    reason: str | None = None
    reader: str = ""

    def block_text(self, block: Block) -> str:
        return self.text[block.start : block.end]


def unreadable(media_type: str, reader: str, reason: str) -> Document:
    return Document(media_type, "", status="unreadable", reason=reason, reader=reader)


@dataclass
class TextBuilder:
    """Builds a text layer and its blocks together, so that offsets cannot drift."""

    parts: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    length: int = 0

    def add(self, text: str, role: BlockRole, *, separator: str = "\n\n", **where: Any) -> Block | None:
        """Append a block, stripped; nothing for empty text. `separator` stands before it unless it is the first."""
        plain = text.strip()
        if not plain:
            return None
        if self.length:
            self.parts.append(separator)
            self.length += len(separator)
        block = Block(role, self.length, self.length + len(plain), **where)
        self.parts.append(plain)
        self.length += len(plain)
        self.blocks.append(block)
        return block

    def again(self, block: Block, row_no: int) -> None:
        """The same stretch of text as a cell of a lower row: a merged cell holds for every row that it covers."""
        self.blocks.append(replace(block, row_no=row_no))

    @property
    def text(self) -> str:
        return "".join(self.parts)


def to_json(document: Document) -> dict[str, Any]:
    """Plain JSON values, for the pipe between the parsing process and ours."""
    plain = asdict(document)
    for candidate in plain["date_candidates"]:
        candidate["earliest"] = candidate["earliest"].isoformat()
        candidate["latest"] = candidate["latest"].isoformat()
    return plain


def from_json(plain: dict[str, Any]) -> Document:
    """The inverse of to_json. It checks the invariant: a parser that was taken over cannot point outside its text.

    raises  ValueError for offsets outside the text or a role that is none
    """
    size = len(plain["text"])
    blocks = tuple(Block(**{**block, "role": BlockRole(block["role"])}) for block in plain["blocks"])
    records = tuple(Record(**record) for record in plain["records"])
    for start, end in [*((b.start, b.end) for b in blocks), *((r.start, r.end) for r in records)]:
        if not 0 <= start <= end <= size:
            raise ValueError(f"a span {start}..{end} lies outside a text of {size} characters")
    dates = tuple(
        DateCandidate(
            **{
                **candidate,
                "earliest": datetime.fromisoformat(candidate["earliest"]),
                "latest": datetime.fromisoformat(candidate["latest"]),
            }
        )
        for candidate in plain["date_candidates"]
    )
    return Document(**{**plain, "blocks": blocks, "records": records, "date_candidates": dates})
