"""A patrol's report: what it perceived, each with its sector; that its watch was quiet; that its movement was restricted.

Columns of the shipped form, and of the flat form (one row, one observation) that stood before it.
"""

from holdfire.model.kinds import Kind
from holdfire.model.places import bearing_of

from ..statement import SectorTuple, Statement
from .fields import calibre_of, new_statement, set_clock, set_count, set_point, set_time
from .geopoints import GeoPoint, geopoint
from .kinds import kind_of, party_of
from .observer_form import OBSERVATION_KINDS, USUAL_HALF_WIDTH_DEG, sector_of
from .row import Lacking, Row

SHOOTING = frozenset({"explosion", "burst", "shot"})
"""Observations that the stated weapon makes a kind of; a flash or a flare stays what it is."""


def observation(row: Row) -> list[Statement]:
    """One thing heard or seen."""
    seen = row.text("observation").lower().replace(" ", "_")
    if not seen:
        raise Lacking("observation is empty")
    weapon = row.text("weapon")
    named = kind_of(weapon) if weapon and seen in SHOOTING else None
    statement = _statement(row, named or str(OBSERVATION_KINDS.get(seen, Kind.OTHER)), "record.kobo_patrol")
    statement.observation, statement.means = seen, row.text("means") or None
    statement.description = row.text("description") or None
    statement.weapon = weapon if weapon and weapon != "unknown" else None
    statement.calibre_mm = row.decimal(0, 1000, "calibre_mm") or calibre_of(weapon)
    hedge = row.text("hedge")
    set_count(
        statement, row, row.text("count_unit", "unit"), "count", hedge="" if hedge == "exact" else hedge
    )
    _when(statement, row, "observed_from", "observed_to")
    at = _position(row)
    statement.sector = sector_of(row) or _wind(row)
    if statement.sector is not None and at is not None:
        statement.observer = at.at
    _where(statement, row, at)
    return [statement]


def quiet_watch(row: Row) -> list[Statement]:
    """A watch in operation that perceived nothing: what makes silence evidence."""
    statement = _statement(row, Kind.CALM, "record.kobo_watch")
    statement.observation = "calm"
    _when(statement, row, "watch_from", "watch_to")
    _where(statement, row, _position(row))
    return [statement]


def restriction(row: Row) -> list[Statement]:
    """The patrol's movement was restricted. By whom stands in words, and is a party only where the pack knows them."""
    category = row.text("restriction_category")
    if category in ("", "none"):
        return []
    statement = _statement(row, Kind.MOVEMENT_RESTRICTION, "record.kobo_restriction")
    statement.description = " | ".join(p for p in (category, row.text("restriction_by")) if p)
    statement.accused_party = party_of(row.text("restriction_by"), row.context.pack)
    _when(statement, row, "watch_from", "watch_to")
    at = geopoint(row, "restriction_place") or _position(row)
    _where(statement, row, at)
    return [statement]


def _statement(row: Row, kind: str, rule: str) -> Statement:
    statement = new_statement(row, kind, rule)
    statement.speaker = row.text("speaker", "observer", "team_code", "institution") or None
    statement.speaker_party = row.text("speaker_party", "party") or row.context.source_party or "OSCE"
    return statement


def _position(row: Row) -> GeoPoint | None:
    """`observer_position` is a point in the shipped form, and a name ("Post 4") in the flat one."""
    questions = ("position_point", "location", "observer_position", "_geolocation")
    named = any(c.isalpha() for c in row.text("observer_position"))
    return geopoint(row, *(q for q in questions if not (named and q == "observer_position")))


def _where(statement: Statement, row: Row, at: GeoPoint | None) -> None:
    named = row.text("observer_place", "place_name")
    position = row.text("observer_position")
    if not named and any(c.isalpha() for c in position):
        named = position
    radius = (at.accuracy_m if at is not None else None) or 5_000.0
    role = "hit" if statement.sector is None else "observer_at"
    set_point(statement, row, at.at if at is not None else None, radius, named, role=role)


def _wind(row: Row) -> SectorTuple | None:
    """The sector that a direction's word covers; a range that is not stated reaches to 10 km."""
    word = row.text("direction")
    if not word:
        return None
    try:
        bearing, half = bearing_of(word)
    except KeyError:
        row.refuse(f"direction: found {word!r}, expected one of n, nne, ne and so on")
        return None
    low = row.decimal(0, 1000, "range_low_km") or 0.0
    return bearing, half or USUAL_HALF_WIDTH_DEG, low, row.decimal(0, 1000, "range_high_km") or max(low, 10.0)


def _when(statement: Statement, row: Row, first: str, last: str) -> None:
    """A day with clock times beside it, or two moments; else the day on which the form was begun."""
    day = row.days("observed_on", "event_date", "date")
    if day is not None:
        statement.date_start, statement.date_end = day
        times = "-".join(text for text in (row.text(first), row.text(last)) if text)
        set_time(statement, row, times or row.text("time"), first)
        return
    start = row.moment(first)
    end = row.moment(last) if row.text(last) else start
    if start is None or end is None:
        begun = row.moment("today", "start")
        if begun is None:
            row.refuse(f"{first}: empty, expected when it was, like 2020-07-12T07:55")
            return
        statement.date_start = statement.date_end = begun.day
        set_time(statement, row, "", first)
        return
    statement.date_start, statement.date_end = start.day, end.day
    if start.clock and end.clock:
        set_clock(statement, start.clock, end.clock)
    else:
        statement.time = start.utc_clock
        set_time(statement, row, "", first)
