"""What every published column means: read from the schemas that the code itself runs, so it cannot go stale.

In: the schema.sql texts. Out: tables with their columns, types and comments, and the codebook as Markdown.
"""

import re
from dataclasses import dataclass
from functools import cache

from holdfire.model.register import STAGES, schema_of

TABLE = re.compile(r"create table if not exists (\w+) \((?P<rest>[^\n]*)\n(?P<body>.*?)^\);", re.S | re.M)
COLUMN = re.compile(
    r"^\s{4}(?P<name>\w+)\s+(?P<type>[a-z]+(?:\[\])?)(?P<rule>[^\n-]*(?:-(?!-)[^\n-]*)*)(?:--\s*(?P<says>.*))?$"
)
NOT_COLUMNS = frozenset({"primary", "unique", "foreign", "check"})
FRICTIONLESS = {"text": "string", "integer": "integer", "bigint": "integer", "double": "number", "boolean": "boolean",
                "timestamp": "datetime", "date": "date", "json": "string", "text[]": "string"}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """type is the schema's; is_required says that it is never empty."""

    name: str
    type: str
    says: str
    is_required: bool


@dataclass(frozen=True)
class Table:
    name: str
    says: str
    room: str
    columns: tuple[Column, ...]


@cache
def tables() -> dict[str, Table]:
    """Every table of every room's schema, by name."""
    found: dict[str, Table] = {}
    for room in STAGES:
        for match in TABLE.finditer(schema_of(room)):
            says = match["rest"].partition("--")[2].strip()
            found[match[1]] = Table(match[1], says, room, tuple(_columns(match["body"])))
    return found


def _columns(body: str) -> list[Column]:
    found: list[Column] = []
    for line in body.splitlines():
        match = COLUMN.match(line)
        if match and match["name"] not in NOT_COLUMNS:
            required = "not null" in match["rule"] or "primary key" in match["rule"]
            found.append(Column(match["name"], match["type"], (match["says"] or "").strip(), required))
    return found


def codebook_markdown(names: list[str], notes: dict[str, str]) -> str:
    """The codebook of the tables in `names`; `notes` says what publication did to each."""
    lines = [
        "# Codebook",
        "",
        "Made from the schemas that Holdfire runs. Times are UTC. An empty cell means that nothing was stated, which is",
        "neither none nor zero. Places are coarsened and everything is delayed as the mandate says (see datapackage.json).",
        "In CSV a text cell that a spreadsheet would run as a formula has an apostrophe before it; Parquet has it as it is.",
        "",
    ]
    for name in names:
        table = tables()[name]
        lines += [f"## {name}", ""]
        lines += [f"{part[0].upper()}{part[1:]}." for part in (table.says, notes.get(name, "")) if part]
        lines += ["", "| column | type | meaning |", "|---|---|---|"]
        for column in table.columns:
            meaning = (column.says or "").replace("|", "\\|")
            lines.append(
                f"| {column.name} | {column.type}{'' if not column.is_required else ', never empty'} | {meaning} |"
            )
        lines.append("")
    return "\n".join(lines)
