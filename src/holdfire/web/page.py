"""A page is an address, a query and a template; its data lie one suffix away (`.json`, and `.csv` where it has rows).

    /incidents/inc-2020-07-14-003        the page
    /incidents/inc-2020-07-14-003.json   what it shows

The query gets an `Ask` and returns a dict of plain values; the template sees nothing else.
"""

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from holdfire.model.case import Case
from holdfire.model.register import fetch_dicts
from holdfire.report.render import as_json as report_json
from holdfire.report.render import plain

from .accounts import Who

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Ask:
    """What a query may look at: a cursor of the register as known on some moment, the case, who asks, with what words.

    path    the address's variable parts; words: the query string
    """

    db: "duckdb.DuckDBPyConnection"
    case: Case
    who: Who
    path: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    known_by: datetime | None = None
    kept: dict[str, Any] = field(default_factory=dict)

    def once(self, name: str, sql: str) -> list[dict[str, Any]]:
        """Rows of a query that depends on nothing but the register: asked once for each state of it."""
        if name not in self.kept:
            self.kept[name] = fetch_dicts(self.db, sql)
        found: list[dict[str, Any]] = self.kept[name]
        return found

    def number(self, name: str, default: int, low: int, high: int) -> int:
        """A whole number of the query string, kept within bounds."""
        text = self.words.get(name, "")
        return max(low, min(high, int(text))) if text.lstrip("-").isdigit() and len(text) < 12 else default


@dataclass(frozen=True)
class Page:
    """path without suffix; `action` is what terms.roles is asked for; `rows` names the list that .csv gives.

    words   the words of the query string that it understands, beside `known`
    about   the path's variable that public responses are about, where readers may send them
    """

    path: str
    name: str
    template: str
    query: Callable[[Ask], dict[str, Any]]
    action: str = "read_public"
    rows: str | None = None
    words: tuple[str, ...] = ()
    about: str | None = None


class NotThere(Exception):
    """No such row: the page answers 404 and says what was looked for."""


def pages_of(total: int, per_page: int) -> int:
    """How many pages a list takes; an empty one takes one."""
    return max(1, -(-total // per_page))


def as_json(data: dict[str, Any]) -> bytes:
    """Keys that begin with an underscore are drawings, for the page alone."""
    shown = {key: value for key, value in data.items() if not key.startswith("_")}
    return report_json(shown)


def as_csv(rows: list[dict[str, Any]]) -> bytes:
    """RFC 4180, UTF-8, nested values as JSON. A cell that a spreadsheet would run as a formula gets a quote before it."""
    out = io.StringIO(newline="")
    if rows:
        writer = csv.DictWriter(out, fieldnames=list(rows[0]), extrasaction="ignore", lineterminator="\r\n")
        writer.writeheader()
        for row in rows:
            writer.writerow({key: _cell(value) for key, value in row.items()})
    return out.getvalue().encode("utf-8")


def _cell(value: Any) -> str:
    value = plain(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
