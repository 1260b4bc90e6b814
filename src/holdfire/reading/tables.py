"""An observer mission's table of ceasefire violations, row by row: position, place, means, number, observation, weapon, time.

Columns are known by their headers, in any order, in words or in the mission's own (table of 2015: "SMM position, location
of event, direction of fire"; later annexes: "No., Observation, Description, Weapon, Date, Time"). A table with fewer than
three known columns, or none of number and observation, is not such a table and is left alone. A row whose number or time
cannot be read is an unread row with its reason; the rows around it stand.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from holdfire.model.kinds import Kind

from .bearings import bearing_set, hull, offset_place
from .observer import MONTHS
from .pack import Pack
from .places import placed
from .sentence import mark
from .statement import PlaceMention, Statement, Unread
from .times import valid
from .tokens import fold

COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("position", re.compile(r"(?:smm |osce |mission |observer'?s? |monitors'? )*positions?(?: of .*)?|location of (?:smm|observer|the mission).*|observ\w+ (?:post|position)|позиция|позиція")),
    ("place", re.compile(r"(?:event |events? )?locations?(?: of (?:the )?events?)?|place|location of events?|distance.*|direction and distance|место|місце")),
    ("means", re.compile(r"means(?: of .*)?|how (?:observed|detected)|средство|засіб")),
    ("count", re.compile(r"(?:no|nr|n|number|count|qty|quantity|number of .*|количество|кількість|кол-во)\.?")),
    ("observation", re.compile(r"observations?|events?|type(?: of (?:event|violation))?|violations?|наблюдение|спостереження")),
    ("description", re.compile(r"descriptions?|remarks?|details?|direction(?: of fire)?|assessment|описание|опис")),
    ("weapon", re.compile(r"(?:suspected |type of )?weapons?(?: systems?| types?| used)?|calibre|caliber|оружие|вооружение|зброя")),
    ("when", re.compile(r"date[ ,/]*(?:and )?time.*|date|дата.*")),
    ("time", re.compile(r"(?:local )?times?(?: .*)?|время|час")),
)  # fmt: skip
_FIRE = {
    "shot": (Kind.SMALL_ARMS, "shot"), "burst": (Kind.SMALL_ARMS, "burst"), "explosion": (Kind.EXPLOSION_UNDETERMINED, "explosion"), "airburst": (Kind.EXPLOSION_UNDETERMINED, "explosion"),
    "impact": (Kind.EXPLOSION_UNDETERMINED, "explosion"), "outgoing": (Kind.EXPLOSION_UNDETERMINED, "explosion"),
    "projectile": (Kind.OTHER, "projectile"), "muzzle": (Kind.OTHER, "muzzle_flash"), "flare": (Kind.OTHER, "illumination_flare"), "tracer": (Kind.OTHER, "tracer"),
    "round": (Kind.SMALL_ARMS, "shot"), "salvo": (Kind.MLRS, "explosion"),
}  # fmt: skip
HEADER_WITHIN = 6
"""Rows that a title and notes may take above the header."""
_NOTHING = frozenset({"", "n/k", "nk", "n/a", "na", "-", "–", "unknown", "not known", "none"})
_TIME = re.compile(r"(\d{1,2})[:.h](\d{2})(?:\s*(?:hrs?)?\s*[-–]\s*(\d{1,2})[:.h](\d{2}))?")
_DAY = re.compile(r"(\d{1,2})[\s.\-/]*([A-Za-z]{3,9}|\d{1,2})(?:[\s.\-/,]*(\d{4}))?")
_MEANS = {
    "heard": "heard",
    "saw": "saw",
    "seen": "saw",
    "observed": "saw",
    "recorded": "recorded",
    "camera": "recorded",
    "spotted": "spotted",
    "uav": "spotted",
}


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


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """Column name -> its place. Of two "No." columns the one beside the observation is the count, the first a row number."""
    found: dict[str, list[int]] = {}
    for place, words in enumerate(header):
        plain = " ".join(fold(words).replace("\n", " ").split()).strip(" :*")
        for name, pattern in COLUMNS:
            if pattern.fullmatch(plain):
                found.setdefault(name, []).append(place)
                break
    out = {name: places[0] for name, places in found.items()}
    if len(found.get("count", ())) > 1:
        beside = found.get("observation", [len(header)])[0]
        out["count"] = min(found["count"], key=lambda p: (abs(p - beside), p))
    elif found.get("count") == [0] and "observation" in found and found["observation"][0] > 2:
        out.pop("count")
    return out


def is_violation_table(columns: Mapping[str, int]) -> bool:
    return (
        len(columns) >= 3
        and "observation" in columns
        and ("count" in columns or "when" in columns or "time" in columns)
    )


def below_title(header: list[str], rows: list[list[Cell]]) -> tuple[list[str], list[list[Cell]]]:
    """The header and the rows under it; where a title or a note stands above the header, the row that is one."""
    if not is_violation_table(columns_of(header)):
        for number, row in enumerate(rows[:HEADER_WITHIN]):
            words = [cell.words for cell in row]
            if is_violation_table(columns_of(words)):
                return words, rows[number + 1 :]
    return header, rows


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
    for row in rows:
        cells = {name: row[place] for name, place in columns.items() if place < len(row)}
        filled = [cell for cell in row if cell.words.strip()]
        if not filled:
            continue
        for name in ("position", "place", "when"):
            if name in cells and not cells[name].words.strip() and name in above:
                cells[name] = above[name]
            elif name in cells and cells[name].words.strip():
                above[name] = cells[name]
        start, end = min(c.start for c in filled), max(c.end for c in filled)
        got = _row(cells, start, end, context)
        if isinstance(got, Unread):
            unread.append(got)
        elif got is not None:
            statements.append(got)
    return statements, unread


def _row(cells: Mapping[str, Cell], start: int, end: int, context: TableContext) -> Statement | Unread | None:
    def words(name: str) -> str:
        return " ".join(cells[name].words.split()) if name in cells else ""

    def refuse(reason: str) -> Unread:
        return Unread(context.doc, context.text[start:end], start, end, f"table row: {reason}")

    observation = words("observation").lower()
    hit = next(((kind, item) for word, (kind, item) in _FIRE.items() if word in observation), None)
    if hit is None:
        return refuse(
            f"observation {words('observation')!r}, expected explosion, burst, shot, projectile and the like"
        )
    kind, item = hit
    statement = Statement(
        context.doc, context.text[start:end], start, end, str(kind), speaker_party=context.speaker_party
    )
    statement.rule, statement.confidence, statement.observation, statement.unit = (
        "table.violations",
        0.97,
        item,
        words("observation") or None,
    )
    counted = re.fullmatch(
        r"(?:(about|at least|over|more than|up to)\s*)?(\d[\d,]*)(?:\s*[-–]\s*(\d+))?\s*(\+)?",
        words("count").lower(),
    )
    if "count" in cells and counted is None and words("count").lower() not in _NOTHING:
        return refuse(f"number {words('count')!r}, expected digits, as in '8' or 'at least 8'")
    if counted is not None:
        value = int(counted[2].replace(",", ""))
        hedge = {"over": "more than"}.get(counted[1] or "", counted[1]) or (
            "at least" if counted[4] else None
        )
        statement.count, statement.hedge = value, hedge
        statement.count_low = None if hedge == "about" else 0 if hedge == "up to" else value
        statement.count_high = int(counted[3]) if counted[3] else value if hedge in (None, "up to") else None
        statement.field_spans["count"] = (cells["count"].start, cells["count"].end)
    means = words("means").lower()
    statement.means = next((value for key, value in _MEANS.items() if key in means), None)
    description = words("description").lower()
    statement.description = next(
        (
            d
            for d in ("impact", "outgoing", "incoming", "airburst", "undetermined")
            if d in description + " " + observation
        ),
        None,
    )
    flight = re.search(r"\b([nsew])[a-z-]*\s*(?:to|-|–|→)\s*([nsew])", description)
    if flight and statement.description is None:
        statement.description = f"{flight[1].upper()}_to_{flight[2].upper()}"
    weapon = words("weapon")
    if weapon.lower() not in _NOTHING:
        _weapon(statement, weapon, context.pack)
    problem = _when(statement, words("when"), words("time"), context)
    if problem:
        return refuse(problem)
    _where(statement, cells, context)
    return statement


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


def _when(statement: Statement, when: str, clock: str, context: TableContext) -> str | None:
    """Sets day and time; returns what is wrong with them."""
    both = f"{when} {clock}".strip()
    time = _TIME.search(clock or when)
    if time:
        low = f"{int(time[1]):02d}:{time[2]}"
        high = f"{int(time[3]):02d}:{time[4]}" if time[3] else low
        if int(time[1]) > 23 or int(time[2]) > 59 or (time[3] and (int(time[3]) > 24 or int(time[4]) > 59)):
            return f"time {clock or when!r}, which is none"
        statement.time_low, statement.time_high = low, high
        statement.time = low if low == high else f"{low}-{high}"
        statement.time_precision = "exact" if low == high else "span"
    left = _TIME.sub(" ", both)
    day = _DAY.search(left)
    if day:
        month = (
            int(day[2])
            if day[2].isdigit()
            else next((n for name, n in MONTHS.items() if name.startswith(day[2].lower()[:3])), 0)
        )
        year = (
            int(day[3])
            if day[3]
            else (
                context.period[1].year
                if context.period
                else context.published.year
                if context.published
                else 0
            )
        )
        stated = valid(year, month, int(day[1])) if year and month else None
        if stated is None and year and month:
            return f"a date that never was: {left.strip()!r}"
        statement.date_start = statement.date_end = stated
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
    sector = bearing_set(context.text, cell.start, cell.end) if cell is not None else None
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


def _places(cell: Cell | None, context: TableContext, role: str) -> list[PlaceMention]:
    if cell is None or not cell.words.strip():
        return []
    sentence, _ = mark(context.text, cell.start, cell.end, context.pack)
    found = placed(sentence, 0, len(sentence.tokens) - 1, set())
    return [
        PlaceMention(p.name, role, p.span, p.place_id, p.side, p.lat, p.lon, p.radius_m, p.is_region)
        for p in found
    ]
