"""One row of a structured source: its cells by column, whichever name the export used, and all that is wrong with it.

A cell that cannot be read is noted and read on, so that one look at an `unread` row shows every fault of it at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo

from holdfire.intake.column_names import column_key, group_key, stated_day_order
from holdfire.model.kinds import DayOrder

from ..pack import Pack
from . import numbers
from .days import Moment, NoDay, read_days, read_moment


@dataclass(frozen=True)
class RowContext:
    """Where a row stands and how it is read.

    source_party  the party of the exhibit's source, where it is known
    zone          of the case; times of a stated zone are turned into it, None: they stay as stated
    day_order     of days by number, as the rest of the file settles it or its source states it
    """

    doc: str
    text: str
    start: int
    end: int
    pack: Pack
    source_party: str | None = None
    zone: tzinfo | None = None
    day_order: DayOrder | None = None


class Lacking(Exception):
    """The row cannot be a statement; the message says what it lacks."""


@dataclass
class Row:
    """Cells by `column_key`; a column under a group ("watch/count") is found by its last name as well.

    faults   what could not be read so far, each with its column, what was found and what was expected
    usual    the order of day and month that the format's documentation fixes
    """

    fields: Mapping[str, str]
    context: RowContext
    usual: DayOrder | None = None
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cells: dict[str, str] = {}
        self._orders: dict[str, DayOrder] = {}
        for key_of in (column_key, group_key):
            for name, value in self.fields.items():
                if not self.cells.get(key := key_of(name)):
                    self.cells[key] = (value or "").strip()
                if (order := stated_day_order(name)) is not None:
                    self._orders.setdefault(key, order)

    def text(self, *columns: str) -> str:
        """The first of these columns that has a value; empty where none has one."""
        return next((self.cells[c] for c in columns if self.cells.get(c)), "")

    def has(self, *columns: str) -> bool:
        return any(column in self.cells for column in columns)

    def whole(self, *columns: str) -> int | None:
        """A number that counts; None where the cell is empty or at fault."""
        column, words = self._first(columns)
        try:
            return numbers.whole(words) if words else None
        except numbers.NoNumber as error:
            self.refuse(f"{column}: {error}")
            return None

    def decimal(self, low: float, high: float, *columns: str) -> float | None:
        column, words = self._first(columns)
        try:
            return numbers.decimal(words, low, high) if words else None
        except numbers.NoNumber as error:
            self.refuse(f"{column}: {error}")
            return None

    def degrees(self, bound: float, *columns: str) -> float | None:
        """bound  90 for a latitude, 180 for a longitude"""
        column, words = self._first(columns)
        try:
            return numbers.degrees(words, bound) if words else None
        except numbers.NoNumber as error:
            self.refuse(f"{column}: {error}")
            return None

    def days(self, *columns: str) -> tuple[date, date] | None:
        """First and last day that the cell states."""
        column, words = self._first(columns)
        try:
            return read_days(words, self._order(column), self.usual) if words else None
        except NoDay as error:
            self.refuse(f"{column}: {error}")
            return None

    def moment(self, *columns: str) -> Moment | None:
        column, words = self._first(columns)
        try:
            return read_moment(words, self._order(column), self.context.zone, self.usual) if words else None
        except NoDay as error:
            self.refuse(f"{column}: {error}")
            return None

    def refuse(self, fault: str) -> None:
        """Note a fault that the reader found by itself."""
        if fault not in self.faults:
            self.faults.append(fault)

    def _order(self, column: str) -> DayOrder | None:
        return self._orders.get(column) or self.context.day_order

    def _first(self, columns: tuple[str, ...]) -> tuple[str, str]:
        return next(((c, self.cells[c]) for c in columns if self.cells.get(c)), (columns[0], ""))
