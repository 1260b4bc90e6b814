"""Atlos: incidents of a project, as its CSV export (slug, inserted_at, description, ...) or its interface (attr_description) gives them.

The export keeps a spreadsheet from computing with an apostrophe before "-71.2"; the number is read without it.
"""

from ..statement import Statement
from .fields import geojson_point, point_of
from .numbers import NoNumber, degrees
from .posts import post, set_happened, set_spot
from .row import Lacking, Row

PRECISION_M = {"exact": 10.0, "vicinity": 100.0, "locality": 1_000.0}
"""Atlos geolocation_resolution: 10 m, the same complex or field (100 m), the same village or quarter (1 km)."""
USUAL_M = 2_000.0
DECEPTIVE = "deceptive or misleading"
"""Atlos's own mark for material that is a hoax or otherwise deceptive."""


def atlos(row: Row) -> list[Statement]:
    """One incident; none where the investigators marked its material as deceptive."""
    if DECEPTIVE in row.text("attr_sensitive", "sensitive", "sensitivity").lower():
        raise Lacking("its own desk marked it deceptive or misleading; it is kept and not read as a report")
    words = (row.text("attr_description", "description"), row.text("attr_more_info", "more_info"))
    category = row.text("attr_type", "type", "attr_equipment", "equipment", "incident_type")
    statement = post(row, words, category, "Atlos", "record.atlos")
    set_happened(statement, row, row.moment("attr_date", "date"))
    resolution = row.text("attr_geolocation_resolution", "geolocation_resolution", "precision").lower()
    radius = PRECISION_M.get(resolution, USUAL_M)
    name = row.text("attr_general_location", "general_location", "location", "attr_location", "place")
    set_spot(statement, row, _point(row), radius, name)
    statement.via = [row.cells[c] for c in sorted(row.cells) if c.startswith("source_") and row.cells[c]]
    return [statement]


def _point(row: Row) -> tuple[float, float] | None:
    """Two columns, one cell "40.9, 45.5", or GeoJSON's coordinates, longitude first."""
    pair = row.text("attr_geolocation", "geolocation", "coordinates").strip("[]()")
    if parts := [part for part in pair.replace(",", " ").split() if part]:
        try:
            return degrees(parts[0], 90), degrees(parts[-1], 180)
        except NoNumber as error:
            row.refuse(f"geolocation: {error}")
            return None
    if row.text("attr_geolocation_coordinates"):
        return geojson_point(row, "attr_geolocation_coordinates")
    return point_of(row, ("latitude", "attr_latitude", "lat"), ("longitude", "attr_longitude", "lon"))
