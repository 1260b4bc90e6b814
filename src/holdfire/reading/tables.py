"""An observer mission's table of ceasefire violations, row by row: position, place, means, number, observation, weapon, time.

Columns are known by their headers, in any order and in the words of several languages (`table_columns`). A table with fewer
than three known columns, or none of number and observation, is not such a table and is left alone. A row whose number or
time cannot be read is an unread row with its reason; the rows around it stand. Headings between rows, totals and a header
that a new page repeats are no rows; a line that only goes on with the cells above belongs to them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from holdfire.model.kinds import Kind

from .bearings import bearing_set, hull, offset_place
from .pack import Pack
from .places import placed
from .sentence import mark
from .statement import PlaceMention, SectorTuple, Statement, Unread
from .table_bearings import cell_bearings
from .table_columns import columns_of, hedge_of, is_cell, is_violation_table, key_of, meaning, plain
from .table_times import read_cell_time

HEADER_WITHIN = 6
"""Rows that a title and notes may take above the header."""
_FIRE = {
    "shot": (Kind.SMALL_ARMS, "shot"), "round": (Kind.SMALL_ARMS, "shot"), "burst": (Kind.SMALL_ARMS, "burst"), "explosion": (Kind.EXPLOSION_UNDETERMINED, "explosion"),
    "projectile": (Kind.OTHER, "projectile"), "muzzle_flash": (Kind.OTHER, "muzzle_flash"), "illumination_flare": (Kind.OTHER, "illumination_flare"), "tracer": (Kind.OTHER, "tracer"),
    "salvo": (Kind.MLRS, "explosion"),
}  # fmt: skip
_COUNT = re.compile(
    r"(?P<before>\D*?)\s*(?P<a>\d{1,3}(?:[,\u00a0 ]\d{3})+|\d+)(?:[.,]0+)?\s*(?:[-–]\s*(?P<b>\d+))?\s*(?P<after>[^\d\s]\D*)?"
)


@dataclass(frozen=True)
class Cell:
    """Words of one cell and where they stand in the text layer."""

    words: str
    start: int
    end: int


@dataclass(frozen=True)
class TableContext:
    doc: str
    text: str
    pack: Pack
    published: date | None
    period: tuple[date, date] | None
    speaker_party: str


def below_title(header: list[str], rows: list[list[Cell]]) -> tuple[list[str], list[list[Cell]]]:
    """The header and the rows under it. Where a title, a note or the names of groups stand above, a row below knows more columns."""
    best, at = (len(columns_of(header)) if is_violation_table(columns_of(header)) else 0), 0
    chosen = header
    for number, row in enumerate(rows[:HEADER_WITHIN], start=1):
        words = [cell.words for cell in row]
        columns = columns_of(words)
        if is_violation_table(columns) and len(columns) > best:
            best, at, chosen = len(columns), number, words
    return chosen, rows[at:]


def read_table(
    header: Sequence[str], rows: Sequence[Sequence[Cell]], context: TableContext
) -> tuple[list[Statement], list[Unread]]:
    """Statements of a table's rows. An empty position or place cell repeats the one above it (merged cells)."""
    columns = columns_of(header)
    if not is_violation_table(columns):
        return [], []
    statements: list[Statement] = []
    unread: list[Unread] = []
    above: dict[str, Cell] = {}
    for row in _whole_rows(header, rows, columns):
        cells = {name: row[place] for name, place in columns.items() if place < len(row)}
        filled = [cell for cell in row if cell.words.strip()]
        for name in ("position", "place", "when"):
            if name in cells and not cells[name].words.strip() and name in above:
                cells[name] = above[name]
            elif name in cells and cells[name].words.strip():
                above[name] = cells[name]
        start, end = min(c.start for c in filled), max(c.end for c in filled)
        got = _row(cells, start, end, context)
        if isinstance(got, Unread):
            unread.append(got)
        else:
            statements.append(got)
    return statements, unread


def _whole_rows(
    header: Sequence[str], rows: Sequence[Sequence[Cell]], columns: Mapping[str, int]
) -> list[list[Cell]]:
    """The rows that tell of something: without headings, totals and repeated headers, and with the lines that go on with them."""
    names = [key_of(words) for words in header]
    telling = [columns[name] for name in ("observation", "count", "time") if name in columns]
    out: list[list[Cell]] = []
    for row in rows:
        filled = [place for place, cell in enumerate(row) if cell.words.strip()]
        if not filled or [key_of(cell.words) for cell in row][: len(names)] == names[: len(row)]:
            continue
        if is_cell("total", row[filled[0]].words):
            continue
        if not any(place in filled for place in telling):
            goes_on = [
                place
                for place in filled
                if out and place < len(out[-1]) and _goes_on(out[-1][place], row[place])
            ]
            if goes_on == filled:
                for place in filled:
                    first, more = out[-1][place], row[place]
                    out[-1][place] = replace(first, words=f"{first.words}\n{more.words}", end=more.end)
                continue
            if len(filled) == 1:
                continue
        out.append(list(row))
    return out


def _goes_on(cell: Cell, below: Cell) -> bool:
    """The line below is the same cell's, wrapped: it begins small, or the one above breaks off."""
    first, more = cell.words.rstrip(), below.words.lstrip()
    return bool(first) and (more[:1].islower() or more[:1] in "(,;" or first[-1] in "-,/(")


def _row(cells: Mapping[str, Cell], start: int, end: int, context: TableContext) -> Statement | Unread:
    def words(name: str) -> str:
        return plain(cells[name].words) if name in cells else ""

    def refuse(reason: str) -> Unread:
        return Unread(context.doc, context.text[start:end], start, end, f"table row: {reason}")

    said = meaning("observation", cells["observation"].words) if "observation" in cells else None
    if said is None:
        return refuse(
            f"observation {words('observation')!r}, expected explosion, burst, shot, projectile and the like"
        )
    kind, item = _FIRE[said]
    statement = Statement(
        context.doc, context.text[start:end], start, end, str(kind), speaker_party=context.speaker_party
    )
    statement.rule, statement.confidence, statement.observation, statement.unit = (
        "table.violations",
        0.97,
        item,
        words("observation") or None,
    )
    faults = []
    if (
        "count" in cells
        and not is_cell("nothing", words("count"))
        and not _count(statement, cells["count"], words("count"))
    ):
        faults.append(f"number {words('count')!r}, expected digits, as in '8' or 'at least 8'")
    elif "count" not in cells and words("observation")[:1].isdigit():
        _count(statement, cells["observation"], words("observation"))
    statement.means = meaning("means", words("means"))
    statement.description = meaning("description", words("description")) or meaning(
        "description", words("observation")
    )
    if statement.description is None:
        statement.description = _flight(words("description"))
    weapon = words("weapon")
    if not is_cell("nothing", weapon):
        _weapon(statement, weapon, context.pack)
    if problem := _when(statement, words("when"), words("time"), words("until"), context):
        faults.append(problem)
    if faults:
        return refuse("; ".join(faults))
    _where(statement, cells, context)
    return statement


def _count(statement: Statement, cell: Cell, words: str) -> bool:
    """Whether the words are a number with its hedge, or a number of the thing observed ("36 explosions")."""
    hit = _COUNT.fullmatch(words)
    if hit is None:
        return False
    before, after = hit["before"].strip(" ("), (hit["after"] or "").strip(" .()")
    hedge = hedge_of(before) if before else "at least" if after == "+" else hedge_of(after) if after else None
    if (before and hedge is None) or (
        after and after not in ("+", "x", "х") and hedge is None and not meaning("observation", after)
    ):
        return False
    value = int(re.sub(r"\D", "", hit["a"]))
    statement.count, statement.hedge = value, hedge
    statement.count_low = None if hedge == "about" else 0 if hedge == "up to" else value
    statement.count_high = int(hit["b"]) if hit["b"] else value if hedge in (None, "up to") else None
    statement.field_spans["count"] = (cell.start, cell.end)
    return True


def _flight(words: str) -> str | None:
    """ "from west to east", "W to E", "N-S", "NE to SW" -> "NE_to_SW". Other words than two ways say nothing."""
    tokens = re.findall(r"[\w'-]+", words.lower())
    long = [way for token in tokens if len(token) > 3 for way in _ways(token)]
    ways = long if len(long) == 2 else [way for token in tokens for way in _ways(token)]
    return f"{ways[0]}_to_{ways[1]}" if len(ways) == 2 else None


def _ways(token: str) -> list[str]:
    """ "north-east" and "ne" are one way, "n-s" are two."""
    if re.fullmatch(r"[ns]{1,2}[ew]|[ew][ns][ew]", token):
        return [token.upper()]
    ways = [meaning("direction", part) for part in token.split("-") if part]
    letters = [way for way in ways if way]
    if len(letters) < len(ways):
        return []
    return (
        ["".join(letters)]
        if {*letters[:1]} <= {"N", "S"} and {*letters[1:]} <= {"E", "W"} and letters
        else letters
    )


def _weapon(statement: Statement, words: str, pack: Pack) -> None:
    from .weapons import weapon_in

    plain = re.sub(
        r"\bhmg\b",
        "heavy machine gun",
        re.sub(r"\bagl\b", "automatic grenade launcher", words, flags=re.I),
        flags=re.I,
    )
    sentence, _ = mark(plain, 0, len(plain), pack)
    got = weapon_in(sentence, 0, len(sentence.tokens))
    statement.weapon = got.name if got is not None else words
    if got is None or got.kind == "other" or statement.observation not in ("explosion", "burst", "shot"):
        return
    statement.kind, statement.calibre_mm = got.kind, got.calibre_mm


def _when(statement: Statement, when: str, clock: str, until: str, context: TableContext) -> str | None:
    """Sets day and time; returns what is wrong with them."""
    of_report = context.period[1] if context.period else context.published
    found = read_cell_time(when, clock, until, of_report.year if of_report else None)
    if found.problem:
        return found.problem
    if found.low and found.high:
        statement.time_low, statement.time_high = found.low, found.high
        statement.time = found.low if found.low == found.high else f"{found.low}-{found.high}"
        statement.time_precision = "exact" if found.low == found.high else "span"
    if found.first is not None:
        statement.date_start, statement.date_end = found.first, found.last
    elif context.period is not None:
        statement.date_start, statement.date_end = context.period
    elif context.published is not None:
        statement.date_start = statement.date_end = context.published
    if statement.time is None:
        statement.time_precision = (
            "not_stated"
            if statement.date_start is None
            else "day"
            if statement.date_start == statement.date_end
            else "span"
        )
    return None


def _where(statement: Statement, cells: Mapping[str, Cell], context: TableContext) -> None:
    """The observer's position as a place, the event's as a sector from it, or as a place of its own."""
    observers = _places(cells.get("position"), context, "observer_at")
    cell = cells.get("place")
    spots = _places(cell, context, "hit")
    statement.places = [
        *observers[:1],
        *[p for p in spots if p.name not in {o.name for o in observers[:1]}][:1],
    ]
    located = next((p for p in observers if p.lat is not None and p.lon is not None), None)
    sector = _sectors(cell, context) if cell is not None else None
    if sector is not None and located is not None and located.lat is not None and located.lon is not None:
        sectors, span = sector
        bearing, half, low, high = hull(sectors)
        statement.sectors = sectors if len(sectors) > 1 else []
        statement.sector, statement.observer = (bearing, half, low, high), (located.lat, located.lon)
        statement.field_spans["sector"] = span
        point = offset_place(located, bearing, half, low, high)
        if point is not None:
            statement.lat, statement.lon, statement.radius_m = point
        return
    chosen = next((p for p in [*spots, *observers] if p.lat is not None), None)
    if chosen is not None:
        statement.lat, statement.lon, statement.radius_m = chosen.lat, chosen.lon, chosen.radius_m


def _sectors(cell: Cell, context: TableContext) -> tuple[list[SectorTuple], tuple[int, int]] | None:
    """The cell's sectors, as a sentence says them or as a cell does."""
    found = bearing_set(context.text, cell.start, cell.end)
    if found is None and (ways := cell_bearings(cell.words)):
        return ways, (cell.start, cell.end)
    return found


def _places(cell: Cell | None, context: TableContext, role: str) -> list[PlaceMention]:
    if cell is None or not cell.words.strip():
        return []
    sentence, _ = mark(context.text, cell.start, cell.end, context.pack)
    found = placed(sentence, 0, len(sentence.tokens) - 1, set())
    return [
        PlaceMention(p.name, role, p.span, p.place_id, p.side, p.lat, p.lon, p.radius_m, p.is_region)
        for p in found
    ]
