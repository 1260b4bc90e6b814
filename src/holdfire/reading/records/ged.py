"""UCDP GED, yearly and candidate: columns of version 1 to 25, as CSV, workbook or the interface's JSON.

side_a and side_b stand by convention (the state first, else by name), never by who fired: nobody is accused. Codes are
those of the GED codebook; a code that is not in it is refused.
"""

from datetime import timedelta

from holdfire.model.kinds import Kind

from ..statement import Statement
from .fields import new_statement, point_of, set_point
from .kinds import party_of
from .row import Lacking, Row

GED_WHERE_M = {1: 500.0, 2: 12_500.0, 3: 25_000.0, 4: 50_000.0, 5: 75_000.0, 6: 300_000.0, 7: 500_000.0}
"""UCDP GED where_prec: 1 exact, 2 within 25 km, 3 second-order, 4 first-order division, 5 a line or area, 6 country, 7 sea or air."""
GED_DATE_DAYS = {1: 0, 2: 6, 3: 7, 4: 31, 5: 365}
"""UCDP GED date_prec: 1 the day, 2 two to six days, 3 a week, 4 a month, 5 a year: widths; date_start and date_end hold them."""
GED_TYPES = {1: "state-based conflict", 2: "non-state conflict", 3: "one-sided violence"}
"""UCDP GED type_of_violence."""


def ged(row: Row) -> list[Statement]:
    """One event is one reported toll with its low, best and high estimate."""
    statement = new_statement(row, Kind.CASUALTY, "record.ged")
    statement.speaker, statement.speaker_party, statement.modality = "UCDP GED", "MEDIA", "reported"
    start, end = row.days("date_start"), row.days("date_end")
    if not row.text("date_start"):
        raise Lacking("date_start is empty")
    if start is not None:
        statement.date_start, statement.date_end = start[0], (end or start)[1]
        if statement.date_end < statement.date_start:
            row.refuse("date_end: before date_start")
        code = _code(row, GED_DATE_DAYS, "date_prec") or 1
        if (statement.date_end - statement.date_start).days < GED_DATE_DAYS[code] and code >= 3:
            statement.date_end = statement.date_start + timedelta(days=GED_DATE_DAYS[code])
        statement.time_precision = "day" if statement.date_start == statement.date_end else "span"
    where = _code(row, GED_WHERE_M, "where_prec") or 6
    name = row.text("where_coordinates", "where_coor", "where_description", "where_desc", "adm_2", "adm_1")
    set_point(statement, row, point_of(row), GED_WHERE_M[where], name, role="about")
    _tolls(statement, row)
    sides = [row.text("side_a"), row.text("side_b")]
    violence = _code(row, GED_TYPES, "type_of_violence", "type_of_vi")
    said = [GED_TYPES[violence] if violence else "", *sides]
    statement.description = " | ".join(part for part in said if part) or None
    statement.aggregate = (
        row.text("event_clarity", "event_clar") == "2"
    )  # coded from a sum over several events
    statement.via = [row.text("source_office")] if row.text("source_office") else []
    return [statement]


def _tolls(statement: Statement, row: Row) -> None:
    toll: dict[str, int | None] = {}
    for column, key in (
        ("deaths_a", _side(row, "side_a")), ("deaths_b", _side(row, "side_b")),
        ("deaths_civilians", "CIV"), ("deaths_unknown", "UNSPEC"),
    ):  # fmt: skip
        value = row.whole(
            column, {"deaths_civilians": "deaths_civ", "deaths_unknown": "deaths_unk"}.get(column, column)
        )
        if value:
            toll[key] = (toll.get(key) or 0) + value
    best, low, high = (row.whole(name, f"{name}_est") for name in ("best", "low", "high"))
    statement.killed = toll or ({"UNSPEC": best} if best is not None else None)
    statement.count, statement.count_low, statement.count_high, statement.unit = best, low, high, "deaths"


def _side(row: Row, column: str) -> str:
    return party_of(row.text(column), row.context.pack) or row.text(column) or "UNSPEC"


def _code(row: Row, known: dict[int, float] | dict[int, int] | dict[int, str], *columns: str) -> int | None:
    """A code of the codebook; None where the cell is empty or no such code, which is a fault."""
    code = row.whole(*columns)
    if code is not None and code not in known:
        row.refuse(f"{columns[0]}: found {code}, expected {min(known)} to {max(known)}")
        return None
    return code
