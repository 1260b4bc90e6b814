"""Where a form's point stands in an export: one cell "lat lon altitude accuracy", four columns, or GeoJSON's coordinates."""

from dataclasses import dataclass

from . import numbers
from .fields import geojson_point
from .row import Row


@dataclass(frozen=True)
class GeoPoint:
    """Degrees; `accuracy_m` as the device gave it, None where it gave none."""

    lat: float
    lon: float
    accuracy_m: float | None = None

    @property
    def at(self) -> tuple[float, float]:
        return self.lat, self.lon


def geopoint(row: Row, *questions: str) -> GeoPoint | None:
    """The first of these questions that has a point; what is written there and is none is a fault."""
    for question in questions:
        words = row.text(question)
        if words and "null" not in words:
            return _of_cell(row, question, words)
        found = _of_columns(row, question)
        if found is not None:
            return found
    return None


def _of_cell(row: Row, question: str, words: str) -> GeoPoint | None:
    """ "40.9 45.5 800 5", "40.9, 45.5" or "[40.9, 45.5]"."""
    parts = numbers.bare(words).strip("[]").replace(", ", " ").replace(";", " ").split()
    if len(parts) == 1 and parts[0].count(",") == 1 and "." in parts[0]:
        parts = parts[0].split(",")
    try:
        if len(parts) < 2:
            raise numbers.NoNumber(
                f"found {words!r}, expected latitude and longitude like '40.905 45.488 820 5'"
            )
        accuracy = numbers.decimal(parts[3], 0, 100_000) if len(parts) > 3 else None
        return GeoPoint(numbers.degrees(parts[0], 90), numbers.degrees(parts[1], 180), accuracy or None)
    except numbers.NoNumber as error:
        row.refuse(f"{question}: {error}")
        return None


def _of_columns(row: Row, question: str) -> GeoPoint | None:
    """KoboToolbox writes _q_latitude, ODK q-Latitude and q-Accuracy, its OData interface q.coordinates as GeoJSON does."""
    for column in _ending(row, f"{question}_coordinates"):
        if row.text(column):
            at = geojson_point(row, column)
            width = row.decimal(0, 100_000, *_ending(row, f"{question}_properties_accuracy"))
            return GeoPoint(*at, width or None) if at is not None else None
    for lat, lon, accuracy in (
        (f"_{question}_latitude", f"_{question}_longitude", f"_{question}_precision"),
        (f"{question}_latitude", f"{question}_longitude", f"{question}_accuracy"),
    ):
        latitude, longitude = row.degrees(90, *_ending(row, lat)), row.degrees(180, *_ending(row, lon))
        if latitude is not None and longitude is not None:
            width = row.decimal(0, 100_000, *_ending(row, accuracy))
            return GeoPoint(latitude, longitude, width or None)
    return None


def _ending(row: Row, column: str) -> tuple[str, ...]:
    """The column, or one that ends in it behind the names of its groups ("site_impact_position_latitude")."""
    plain = column.lstrip("_")
    return (column, *(name for name in row.cells if name.endswith(f"_{plain}")))
