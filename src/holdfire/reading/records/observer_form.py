"""The observer's form: position, time, what was heard or seen, bearing and range. It accuses only where it names a party."""

from holdfire.model.kinds import Kind

from ..statement import SectorTuple, Statement
from .fields import (
    calibre_of,
    new_statement,
    point_of,
    quote_words,
    set_casualties,
    set_count,
    set_days,
    set_point,
    set_time,
)
from .kinds import kind_of
from .row import Row

OBSERVATION_KINDS = {
    "burst": Kind.SMALL_ARMS,
    "shot": Kind.SMALL_ARMS,
    "explosion": Kind.EXPLOSION_UNDETERMINED,
    "projectile": Kind.OTHER,
    "muzzle_flash": Kind.OTHER,
    "illumination_flare": Kind.OTHER,
    "tracer": Kind.SMALL_ARMS,
    "calm": Kind.CALM,
}
USUAL_HALF_WIDTH_DEG = 22.5
"""Of a bearing whose width is not stated: half of one of the eight winds."""


def observer_form(row: Row) -> list[Statement]:
    """One row is one observation."""
    observation = row.text("observation").lower().replace(" ", "_")
    named = row.text("kind")
    kind = kind_of(named) if named else str(OBSERVATION_KINDS.get(observation, Kind.OTHER))
    if kind is None:
        row.refuse(f"kind: found {named!r}, expected one of {', '.join(Kind)}")
    statement = new_statement(row, kind or str(Kind.OTHER), "record.observer_form")
    statement.speaker = row.text("speaker", "observer", "institution") or None
    statement.speaker_party = row.text("speaker_party", "party") or row.context.source_party or "OSCE"
    statement.accused_party = row.text("accused_party") or None
    statement.observation = observation or None
    statement.means = row.text("means") or None
    statement.description = row.text("description") or None
    statement.modality = row.text("modality") or "asserted"
    statement.negated = row.text("negated").lower() in ("true", "yes", "1")
    set_days(statement, row, "event_date", "date", "date_start")
    end = row.days("date_end")
    if end is not None:
        statement.date_end = end[1]
    set_time(statement, row, row.text("event_time_local", "time"))
    set_count(statement, row, row.text("count_unit", "unit"), "count", hedge=row.text("hedge"))
    radius = row.decimal(0, 2_000_000, "precision_m", "place_precision_m") or 5_000.0
    at = point_of(row)
    statement.sector = sector_of(row)
    if statement.sector is not None:
        latitude, longitude = row.degrees(90, "observer_lat", "lat"), row.degrees(180, "observer_lon", "lon")
        if latitude is not None and longitude is not None:
            statement.observer = (latitude, longitude)
    role = "hit" if statement.sector is None else "observer_at"
    set_point(statement, row, at, radius, row.text("place_name", "place"), row.text("place_id"), role)
    statement.weapon = row.text("weapon") or None
    statement.calibre_mm = calibre_of(row.text("weapon"))
    quote_words(statement, row, row.text("words"))
    set_casualties(
        statement, row.whole("killed"), row.whole("wounded"), row.text("casualty_party") or "UNSPEC"
    )
    return [statement]


def sector_of(row: Row) -> SectorTuple | None:
    """The bearing with its half width, and the range; a range that is not stated reaches to 10 km."""
    bearing = row.decimal(0, 360, "bearing_deg")
    if bearing is None:
        return None
    low = row.decimal(0, 1000, "range_low_km") or 0.0
    high = row.decimal(0, 1000, "range_high_km") or max(low, 10.0)
    half = row.decimal(0, 180, "half_width_deg", "bearing_half_width_deg") or USUAL_HALF_WIDTH_DEG
    return bearing % 360.0, half, low, high
