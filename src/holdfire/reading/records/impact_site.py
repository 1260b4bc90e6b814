"""An impact site: one impact with its crater azimuths, each a sector from the crater towards the origin.

Columns of the shipped form, and of the flat form (one row, one crater) that stood before it.
"""

from holdfire.model.kinds import Kind

from ..bearings import hull
from ..statement import SectorTuple, Statement
from .fields import calibre_of, new_statement, set_clock, set_point, set_time
from .geopoints import geopoint
from .kinds import kind_of
from .row import Lacking, Row

USUAL_HALF_WIDTH_DEG = 15.0
"""Of an azimuth whose width the surveyor did not give."""
REACH_KM = 40.0
"""How far from a crater its origin may lie: no range is measured, and no gun of the forms' list fires farther."""
DECLINATION_DEG = 20.0
"""A magnetic azimuth is off by the local declination, which stays within this on inhabited land (World Magnetic Model 2020)."""


def is_impact(row: Row) -> bool:
    return row.has(
        "azimuth_to_origin_deg",
        "azimuth_half_width_deg",
        "crater_no",
        "impact_id",
        "impact_point",
        "impact_position",
    )


def impact_site(row: Row, azimuths: list[Row]) -> list[Statement]:
    """One impact; `azimuths` are the rows of its measurements, the row itself where the form is flat."""
    weapon = row.text("weapon")
    kind = kind_of(weapon) or next(
        (k for k in ("mortar", "artillery", "mlrs", "tank") if k in weapon.lower()), None
    )
    statement = new_statement(row, kind or str(Kind.EXPLOSION_UNDETERMINED), "record.kobo_impact_site")
    statement.speaker = row.text("observer", "team_code") or None
    statement.speaker_party = row.context.source_party or "OSCE"
    statement.observation, statement.means, statement.description = "explosion", "saw", "impact"
    _when(statement, row)
    point = geopoint(row, "impact_point", "impact_position", "location")
    if point is None:
        row.refuse("impact_position: no coordinates")
        raise Lacking("")
    radius = row.decimal(0, 100_000, "impact_precision_m") or point.accuracy_m or 10.0
    set_point(statement, row, point.at, radius, row.text("place_name", "observer_place", "observer_position"))
    statement.observer = point.at
    sectors = [sector for measured in azimuths if (sector := _sector(measured, row)) is not None]
    if sectors:
        statement.sector = hull(sectors) if len(sectors) > 1 else sectors[0]
        statement.sectors = sectors if len(sectors) > 1 else []
    statement.weapon = weapon if weapon and weapon != "unknown" else None
    statement.calibre_mm = row.decimal(0, 1000, "calibre_mm") or calibre_of(weapon)
    statement.count = statement.count_low = statement.count_high = 1
    statement.unit = "crater"
    for column, name in (("killed_civilian", "killed"), ("wounded_civilian", "wounded")):
        if (number := row.whole(column)) is not None:
            setattr(statement, name, {"CIV": number})
    return [statement]


def _sector(measured: Row, site: Row) -> SectorTuple | None:
    azimuth = measured.decimal(0, 360, "azimuth_to_origin_deg")
    half = measured.decimal(0, 180, "azimuth_half_width_deg") or USUAL_HALF_WIDTH_DEG
    for fault in measured.faults:
        site.refuse(fault)
    if azimuth is None:
        return None
    if measured.text("azimuth_north") == "magnetic":
        half = min(180.0, half + DECLINATION_DEG)
    return azimuth % 360.0, half, 0.0, REACH_KM


def _when(statement: Statement, row: Row) -> None:
    """When it hit, within the bounds that are stated; else no later than the inspection, whose day is what is known."""
    first, last = row.moment("impact_from"), row.moment("impact_to")
    if first is not None and last is not None:
        statement.date_start, statement.date_end = first.day, last.day
        if first.clock and last.clock:
            set_clock(statement, first.clock, last.clock)
            return
    else:
        known = first or last or row.moment("observed_on", "inspected_at", "event_date", "start")
        if known is not None:
            statement.date_start = statement.date_end = known.day
    set_time(statement, row, "")
