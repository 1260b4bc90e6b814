"""Values of a TOML file, read with every fault kept: where it stands, what was found, what was expected.

A reader asks for a number, a place, a direction, a ring, a date; what is wrong is noted and the reading goes on, so that a
person mends the file once. Nothing is guessed: what is assumed is a note.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from holdfire.model.places import bearing_of

from .plane import Plane, round_plane

DEFAULT_HALF_WIDTH_DEG = 22.5

KNOWN: dict[str, frozenset[str]] = {
    "case": frozenset(
        [
            "id",
            "title",
            "date",
            "day",
            "on",
            "parties",
            "standard",
            "threshold_percent",
            "set_by",
            "set_on",
            "grid_m",
            "notes",
            "note",
        ]
    ),
    "impact": frozenset(["group", "id", "lat", "lon", "name", "note", "notes", "place", "precision_m"]),
    "bearing": frozenset(["basis", "half_width_deg", "id", "impact", "note", "source", "to_origin_deg"]),
    "range": frozenset(["basis", "id", "impact", "max_m", "min_m", "note", "source", "weapon", "weight"]),
    "descent": frozenset(
        ["angle_deg", "band", "basis", "half_width_deg", "id", "impact", "note", "source", "weapon"]
    ),
    "acoustic": frozenset(
        [
            "basis",
            "bearing_deg",
            "cov_xx_m2",
            "cov_xy_m2",
            "cov_yy_m2",
            "half_width_deg",
            "id",
            "impact",
            "lat",
            "lon",
            "max_m",
            "min_m",
            "name",
            "note",
            "p",
            "p_real",
            "p_side",
            "polygon",
            "precision_m",
            "region",
            "sigma_m",
            "source",
        ]
    ),
    "standard": frozenset(["breach", "note", "set_by", "set_on", "standard", "threshold_percent"]),
    "observer": frozenset(
        [
            "basis",
            "bearing_deg",
            "half_width_deg",
            "id",
            "impact",
            "lat",
            "lon",
            "max_m",
            "min_m",
            "name",
            "note",
            "precision_m",
            "source",
        ]
    ),
    "camera": frozenset(
        [
            "basis",
            "bearing_deg",
            "half_width_deg",
            "id",
            "impact",
            "lat",
            "lon",
            "max_m",
            "min_m",
            "name",
            "note",
            "precision_m",
            "source",
        ]
    ),
    "flash_to_bang": frozenset(
        [
            "basis",
            "bearing_deg",
            "half_width_deg",
            "id",
            "impact",
            "lat",
            "lon",
            "name",
            "note",
            "precision_m",
            "seconds",
            "seconds_sigma",
            "source",
            "temperature_c",
        ]
    ),
    "shock": frozenset(
        [
            "basis",
            "bullet_speed_ms",
            "crack_from_deg",
            "crack_thump_s",
            "crack_thump_sigma_s",
            "half_width_deg",
            "id",
            "impact",
            "lat",
            "lon",
            "name",
            "note",
            "precision_m",
            "source",
            "temperature_c",
        ]
    ),
    "silence": frozenset(
        ["basis", "id", "impact", "lat", "lon", "name", "note", "p_within", "radius_m", "source"]
    ),
    "candidate": frozenset(
        ["id", "lat", "lon", "name", "note", "party", "precision_m", "radius_m", "source"]
    ),
    "territory": frozenset(
        [
            "asserted_by",
            "basis",
            "holes",
            "id",
            "kind",
            "note",
            "party",
            "polygon",
            "uncertainty_m",
            "valid_from",
            "valid_to",
        ]
    ),
    "statement": frozenset(
        [
            "about",
            "copy_of",
            "id",
            "impact",
            "negated",
            "accused_party",
            "note",
            "perceived",
            "reliability",
            "says",
            "source",
            "speaker",
            "speaker_party",
        ]
    ),
    "restriction": frozenset(["by", "category", "date", "id", "impact", "note", "notes", "place", "says"]),
}
"""The keys of each table; any other is listed as a note and left unused."""


@dataclass
class Values:
    """One file's faults and notes, and the plane on which its places are laid out."""

    name: str
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    plane: Plane = field(default_factory=lambda: Plane(0.0, 0.0))

    def fault(self, where: str, found: object, expected: str) -> None:
        shown = "nothing" if found is None else repr(found) if not isinstance(found, float) else f"{found:g}"
        self.problems.append(f"{self.name}, {where}: found {shown}, expected {expected}")

    def rows(self, values: dict[str, Any], table: str, *, told: bool = True) -> list[dict[str, Any]]:
        """The rows of a table; told: note their unknown keys and faults (once is enough)."""
        rows = values.get(table, [])
        if isinstance(rows, dict):
            rows = [rows]
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            if told:
                self.fault(table, type(rows).__name__, f"tables [[{table}]]")
            return []
        for row in rows if told else ():
            self.unknown(table, row)
        return rows

    def unknown(self, table: str, row: dict[str, Any]) -> None:
        for key in row:
            if key not in KNOWN[table]:
                self.notes.append(f"{table}.{key}: not a key that is known here; left unused")

    def number(
        self,
        where: str,
        row: dict[str, Any],
        key: str,
        low: float,
        high: float,
        default: float | None = None,
        needed: bool = True,
    ) -> float | None:
        value = row.get(key, default)
        if value is None:
            if needed:
                self.fault(f"{where}.{key}", None, f"a number from {low:g} to {high:g}")
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            self.fault(f"{where}.{key}", value, f"a number from {low:g} to {high:g}")
            return None
        if not low <= value <= high:
            self.fault(f"{where}.{key}", value, f"{low:g} to {high:g}")
            return None
        return float(value)

    def place(self, where: str, row: dict[str, Any]) -> tuple[float, float] | None:
        lat, lon = self.number(where, row, "lat", -90, 90), self.number(where, row, "lon", -180, 180)
        if lat is None or lon is None:
            return None
        east, north = self.plane.to_metres(lat, lon)
        return float(east), float(north)

    def plane_of(self, impacts: list[dict[str, Any]], values: dict[str, Any]) -> Plane:
        rows = impacts or [
            row
            for t in ("acoustic", "observer", "camera")
            for row in values.get(t, [])
            if isinstance(row, dict)
        ]
        points = [
            (float(row["lat"]), float(row["lon"]))
            for row in rows
            if all(isinstance(row.get(k), int | float) and abs(row[k]) <= 180 for k in ("lat", "lon"))
        ]
        if not points:
            return Plane(0.0, 0.0)
        base = points[0][1]
        lon = base + sum((p[1] - base + 180) % 360 - 180 for p in points) / len(points)
        return round_plane(sum(p[0] for p in points) / len(points), lon)

    def direction(self, where: str, row: dict[str, Any], key: str) -> tuple[float, float] | None:
        """(bearing, half width) from degrees or a compass word."""
        value = row.get(key)
        stated = row.get("half_width_deg")
        default = DEFAULT_HALF_WIDTH_DEG
        if isinstance(value, str):
            try:
                bearing, default = bearing_of(value)
            except KeyError:
                self.fault(f"{where}.{key}", value, "degrees from 0 to 360, or a compass word like NNE")
                return None
        else:
            number = self.number(where, row, key, 0, 360)
            if number is None:
                return None
            bearing = number % 360.0
            if stated is None:
                self.notes.append(f"{where}: no half_width_deg was given; {default:g} degrees were taken")
        half = self.number(
            where, {"half_width_deg": default if stated is None else stated}, "half_width_deg", 0.01, 180
        )
        return None if half is None else (bearing, half)

    def ids(self, rows: list[dict[str, Any]]) -> list[str]:
        ids = [str(row.get("id", "")).strip() for row in rows]
        for number, impact_id in enumerate(ids, 1):
            if not impact_id and len(rows) > 1:
                self.fault(f"impact {number}.id", None, "an id")
            if not impact_id:
                ids[number - 1] = f"impact-{number}"
            elif ids.index(impact_id) != number - 1:
                self.fault(f"impact {number}.id", impact_id, "an id that no other impact has")
        return ids

    def about(self, where: str, row: dict[str, Any], ids: Sequence[str], needed: bool) -> list[str]:
        """The impacts that a row speaks of."""
        stated = row.get("impact")
        if stated is None:
            if needed and len(ids) != 1:
                self.fault(
                    f"{where}.impact", None, f"the id of an impact: {', '.join(ids[:8]) or 'none is given'}"
                )
                return []
            return list(ids) if needed else [""]
        wanted = [str(s) for s in stated] if isinstance(stated, list) else [str(stated)]
        if wanted == ["all"] and "all" not in ids:
            return list(ids)
        for one in wanted:
            if one not in ids:
                self.fault(
                    f"{where}.impact", one, f"the id of an impact: {', '.join(ids[:8]) or 'none is given'}"
                )
        return [one for one in wanted if one in ids]

    def ring(self, where: str, coordinates: Any) -> tuple[tuple[float, float], ...] | None:
        """A ring of (lon, lat): closed or not, at least three places, not crossing itself."""
        import shapely

        try:
            ring = tuple((float(point[0]), float(point[1])) for point in coordinates)
        except (TypeError, ValueError, IndexError, KeyError):
            self.fault(
                where,
                coordinates if isinstance(coordinates, str) else type(coordinates).__name__,
                "a list of [lon, lat]",
            )
            return None
        if len(set(ring)) < 3:
            self.fault(where, f"{len(set(ring))} different places", "at least three [lon, lat]")
            return None
        outside = [p for p in ring if not (-180 <= p[0] <= 180 and -90 <= p[1] <= 90)]
        if outside:
            self.fault(where, list(outside[0]), "[lon, lat] within -180..180 and -90..90")
            return None
        if not shapely.Polygon(ring).is_valid:
            self.fault(where, "a line that crosses or touches itself", "a ring that encloses its ground once")
            return None
        return ring

    def date_of(self, where: str, row: dict[str, Any], key: str) -> date | None:
        value = row.get(key)
        if value is None or value == "":
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return datetime.fromisoformat(str(value)).date()
        except ValueError:
            self.fault(f"{where}.{key}", value, "a date like 2020-07-12")
            return None
