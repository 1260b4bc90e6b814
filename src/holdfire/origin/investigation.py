"""An investigation's TOML (format 6.4) -> impacts, stations, candidates, territory, words; every fault at once.

Unknown keys are listed as notes and left unused; wrong values are faults, each with where, what was found and what was
expected. Territory comes from [[territory]] tables or a GeoJSON file of the same. See docs/origin.md for every key.
"""

import json
import math
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from holdfire.model.errors import Problems, Unreadable
from holdfire.model.kinds import StandardOfProof
from holdfire.model.lines import Area
from holdfire.model.places import bearing_of

from .candidates import Candidate
from .evidence import Bearing, Impact, Reach, Station
from .plane import Plane, round_plane
from .verdict import Threshold
from .words import Word

DEFAULT_HALF_WIDTH_DEG = 22.5
DEFAULT_PRECISION_M = 100.0
DEFAULT_GRID_M = 1000.0

KNOWN = {
    "case": {
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
    },
    "impact": {"id", "lat", "lon", "precision_m", "name", "place", "note", "notes", "group"},
    "bearing": {"id", "impact", "to_origin_deg", "half_width_deg", "basis", "note", "source"},
    "range": {"id", "impact", "weapon", "min_m", "max_m", "weight", "basis", "note", "source"},
    "descent": {"id", "impact", "weapon", "angle_deg", "half_width_deg", "band", "basis", "note", "source"},
    "acoustic": {
        "id",
        "impact",
        "lat",
        "lon",
        "sigma_m",
        "precision_m",
        "cov_xx_m2",
        "cov_xy_m2",
        "cov_yy_m2",
        "polygon",
        "p",
        "p_real",
        "basis",
        "note",
        "source",
    },
    "observer": {
        "id",
        "impact",
        "name",
        "lat",
        "lon",
        "precision_m",
        "bearing_deg",
        "half_width_deg",
        "min_m",
        "max_m",
        "basis",
        "note",
        "source",
    },
    "camera": {
        "id",
        "impact",
        "name",
        "lat",
        "lon",
        "precision_m",
        "bearing_deg",
        "half_width_deg",
        "min_m",
        "max_m",
        "basis",
        "note",
        "source",
    },
    "flash_to_bang": {
        "id",
        "impact",
        "name",
        "lat",
        "lon",
        "precision_m",
        "seconds",
        "seconds_sigma",
        "temperature_c",
        "bearing_deg",
        "half_width_deg",
        "basis",
        "note",
        "source",
    },
    "shock": {
        "id",
        "impact",
        "name",
        "lat",
        "lon",
        "precision_m",
        "crack_from_deg",
        "half_width_deg",
        "bullet_speed_ms",
        "crack_thump_s",
        "crack_thump_sigma_s",
        "temperature_c",
        "basis",
        "note",
        "source",
    },
    "silence": {"id", "impact", "name", "lat", "lon", "radius_m", "p_within", "basis", "note", "source"},
    "candidate": {"name", "id", "lat", "lon", "radius_m", "precision_m", "party", "note", "source"},
    "territory": {
        "id",
        "party",
        "asserted_by",
        "valid_from",
        "valid_to",
        "polygon",
        "holes",
        "uncertainty_m",
        "kind",
        "basis",
        "note",
    },
    "statement": {
        "id",
        "impact",
        "says",
        "about",
        "speaker",
        "speaker_party",
        "source",
        "reliability",
        "perceived",
        "negated",
        "copy_of",
        "note",
    },
    "restriction": {"id", "impact", "says", "note", "notes", "by", "date", "place", "category"},
}
RELIABILITY = {"A": 0.95, "B": 0.85, "C": 0.7, "D": 0.55, "E": 0.5, "F": 0.5}


@dataclass(frozen=True)
class Investigation:
    """What the file holds, in metres on its own plane. `notes` say what was assumed or left unused."""

    case: dict[str, Any]
    day: date | None
    plane: Plane
    grid_m: float
    threshold: Threshold
    parties: tuple[str, ...]
    impacts: tuple[Impact, ...]
    stations: dict[str, tuple[Station, ...]]  # by impact id; "" speaks of every impact
    candidates: tuple[Candidate, ...]
    areas: tuple[Area, ...]
    words: dict[str, tuple[Word, ...]]  # by impact id; "" speaks of every impact
    restrictions: tuple[dict[str, str], ...]
    control: dict[str, Any]
    notes: tuple[str, ...] = ()


def read_investigation(path: Path, lines: Path | None = None) -> Investigation:
    """The investigation in a file, with territory from `lines` where given.

    raises  Unreadable when a file cannot be opened or is not TOML; Problems with every fault of both files
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"{path}: cannot be read ({error})") from error
    except tomllib.TOMLDecodeError as error:
        raise Unreadable(f"{path}: not TOML: {error}") from error
    reader = _Reader(path.name)
    if lines is not None:
        reader.read_lines(lines)
    return reader.read(values)


@dataclass
class _Reader:
    """Walks the tables, keeping every fault and note as it goes."""

    name: str
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    plane: Plane = field(default_factory=lambda: Plane(0.0, 0.0))

    def fault(self, where: str, found: object, expected: str) -> None:
        shown = "nothing" if found is None else repr(found) if not isinstance(found, float) else f"{found:g}"
        self.problems.append(f"{self.name}, {where}: found {shown}, expected {expected}")

    def read(self, values: dict[str, Any]) -> Investigation:
        known_tables = {*KNOWN, "control"}
        for key in values:
            if key not in known_tables:
                self.notes.append(f"{key}: not a table that is known here; left unused")
        case = values.get("case") or {}
        if not isinstance(case, dict):
            self.fault("case", case, "a table [case]")
            case = {}
        self._unknown("case", case)
        impact_rows = self._rows(values, "impact")
        self.plane = self._plane(impact_rows, values)
        self.areas += [
            a for n, row in enumerate(self._rows(values, "territory"), 1) if (a := self._territory(n, row))
        ]
        ids = self._ids(impact_rows)
        bearings = self._bearings(values, ids)
        reaches = self._reaches(values, ids)
        impacts = tuple(
            i
            for n, row in enumerate(impact_rows, 1)
            if (i := self._impact(n, row, ids[n - 1], bearings, reaches))
        )
        stations = self._stations(values, ids)
        candidates = tuple(
            c for n, row in enumerate(self._rows(values, "candidate"), 1) if (c := self._candidate(n, row))
        )
        words = self._words(values, ids)
        control = values.get("control") or {}
        if not isinstance(control, dict):
            self.fault("control", control, "a table [control]")
            control = {}
        restrictions = self._restrictions(values, case, control, impact_rows)
        day, threshold, grid = self._day(case), self._threshold(case), self._grid(case)
        parties = self._parties(case)
        if not impacts and not stations and not impact_rows:
            self.fault(
                "impact", None, "at least one [[impact]], or an [[acoustic]], [[observer]] or [[camera]]"
            )
        if self.problems:
            raise Problems(self.name, self.problems)
        return Investigation(
            case,
            day,
            self.plane,
            grid,
            threshold,
            parties,
            impacts,
            stations,
            candidates,
            tuple(self.areas),
            words,
            tuple(restrictions),
            control,
            tuple(dict.fromkeys(self.notes)),
        )

    # -- values ----------------------------------------------------------------------------------------------------

    def _rows(self, values: dict[str, Any], table: str) -> list[dict[str, Any]]:
        rows = values.get(table, [])
        if isinstance(rows, dict):
            rows = [rows]
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self.fault(table, type(rows).__name__, f"tables [[{table}]]")
            return []
        for row in rows:
            self._unknown(table, row)
        return rows

    def _unknown(self, table: str, row: dict[str, Any]) -> None:
        for key in row:
            if key not in KNOWN[table]:
                self.notes.append(f"{table}.{key}: not a key that is known here; left unused")

    def _number(
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

    def _place(self, where: str, row: dict[str, Any]) -> tuple[float, float] | None:
        lat, lon = self._number(where, row, "lat", -90, 90), self._number(where, row, "lon", -180, 180)
        if lat is None or lon is None:
            return None
        east, north = self.plane.to_metres(lat, lon)
        return float(east), float(north)

    def _plane(self, impacts: list[dict[str, Any]], values: dict[str, Any]) -> Plane:
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

    def _direction(self, where: str, row: dict[str, Any], key: str) -> tuple[float, float] | None:
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
            number = self._number(where, row, key, 0, 360)
            if number is None:
                return None
            bearing = number % 360.0
            if stated is None:
                self.notes.append(f"{where}: no half_width_deg was given; {default:g} degrees were taken")
        half = self._number(
            where, {"half_width_deg": default if stated is None else stated}, "half_width_deg", 0.01, 180
        )
        return None if half is None else (bearing, half)

    def _ids(self, rows: list[dict[str, Any]]) -> list[str]:
        ids = [str(row.get("id", "")).strip() for row in rows]
        for number, impact_id in enumerate(ids, 1):
            if not impact_id and len(rows) > 1:
                self.fault(f"impact {number}.id", None, "an id")
            if not impact_id:
                ids[number - 1] = f"impact-{number}"
            elif ids.index(impact_id) != number - 1:
                self.fault(f"impact {number}.id", impact_id, "an id that no other impact has")
        return ids

    def _about(self, where: str, row: dict[str, Any], ids: Sequence[str], needed: bool) -> list[str]:
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

    # -- tables ----------------------------------------------------------------------------------------------------

    def _bearings(self, values: dict[str, Any], ids: Sequence[str]) -> dict[str, list[Bearing]]:
        result: dict[str, list[Bearing]] = {}
        for number, row in enumerate(self._rows(values, "bearing"), 1):
            where = f"bearing {number}"
            about = self._about(where, row, ids, needed=True)
            direction = self._direction(where, row, "to_origin_deg")
            if direction:
                for impact_id in about:
                    result.setdefault(impact_id, []).append(
                        Bearing(
                            str(row.get("id", f"bearing-{number}")), *direction, str(row.get("basis", ""))
                        )
                    )
        return result

    def _reaches(self, values: dict[str, Any], ids: Sequence[str]) -> dict[str, list[Reach]]:
        result: dict[str, list[Reach]] = {}
        for number, row in enumerate(self._rows(values, "range"), 1):
            where = f"range {number}"
            about = self._about(where, row, ids, needed=True)
            low = self._number(where, row, "min_m", 0, 2e6, 0.0)
            high = self._number(where, row, "max_m", 1, 2e6)
            weight = self._number(where, row, "weight", 1e-6, 1e6, 1.0)
            if low is None or high is None or weight is None:
                continue
            if low >= high:
                self.fault(where, f"min_m {low:g}, max_m {high:g}", "min_m below max_m")
                continue
            for impact_id in about:
                reach = Reach(
                    str(row.get("id", f"range-{number}")),
                    str(row.get("weapon", "weapon not named")),
                    low,
                    high,
                    weight,
                    str(row.get("basis", "")),
                )
                result.setdefault(impact_id, []).append(reach)
        from .descent import bands_of

        for number, row in enumerate(self._rows(values, "descent"), 1):
            where = f"descent {number}"
            about = self._about(where, row, ids, needed=True)
            angle, half = (
                self._number(where, row, "angle_deg", 0, 90),
                self._number(where, row, "half_width_deg", 0.1, 45, 5.0),
            )
            if angle is None or half is None:
                continue
            table = self._firing_table(where, row)
            for impact_id in about:
                stated = result.get(impact_id, [])
                reaches = bands_of(
                    str(row.get("id", f"descent-{number}")),
                    str(row.get("weapon", "")),
                    angle,
                    half,
                    table,
                    stated,
                )
                if not table:
                    self.notes.append(
                        f"{where}: an angle of descent without firing-table bands gives no range; left unused"
                    )
                elif reaches:
                    result[impact_id] = reaches
                else:
                    self.fault(
                        where,
                        f"{angle:g} degrees",
                        "an angle that some band of the firing table, within the stated ranges, allows",
                    )
        return result

    def _firing_table(self, where: str, row: dict[str, Any]) -> list[tuple[str, float, float, float, float]]:
        table = []
        for number, band in enumerate(row.get("band") or [], 1):
            here = f"{where}.band {number}"
            if not isinstance(band, dict):
                self.fault(here, band, "a table {charge, angle_min_deg, angle_max_deg, min_m, max_m}")
                continue
            numbers = [
                self._number(here, band, key, low, high)
                for key, low, high in (
                    ("angle_min_deg", 0, 90),
                    ("angle_max_deg", 0, 90),
                    ("min_m", 0, 2e6),
                    ("max_m", 1, 2e6),
                )
            ]
            a_low, a_high, low, high = numbers
            if a_low is None or a_high is None or low is None or high is None:
                continue
            if a_low > a_high or low >= high:
                self.fault(
                    here, f"angles {a_low:g} to {a_high:g}, {low:g} to {high:g} m", "minimum below maximum"
                )
                continue
            table.append((str(band.get("charge", number)), a_low, a_high, low, high))
        return table

    def _impact(
        self,
        number: int,
        row: dict[str, Any],
        impact_id: str,
        bearings: dict[str, list[Bearing]],
        reaches: dict[str, list[Reach]],
    ) -> Impact | None:
        place = self._place(f"impact {number}", row)
        assumed = _written_precision_m(row.get("lat"), row.get("lon"))
        if "precision_m" not in row:
            self.notes.append(
                f"impact {impact_id}: no precision_m was given; {assumed:g} m were taken, as its coordinates are written"
            )
        precision = self._number(f"impact {number}", row, "precision_m", 0, 1e6, assumed)
        if place is None or precision is None:
            return None
        mine = tuple(bearings.get(impact_id, ()))
        if not mine:
            self.notes.append(
                f"impact {impact_id}: no bearing; its ring of reach is shown, which by itself tells no side"
            )
        return Impact(
            impact_id, *place, precision, mine, tuple(reaches.get(impact_id, ())), str(row.get("group", ""))
        )

    def _stations(self, values: dict[str, Any], ids: Sequence[str]) -> dict[str, tuple[Station, ...]]:
        from .stations import read_station

        result: dict[str, list[Station]] = {}
        for table in ("acoustic", "observer", "camera", "flash_to_bang", "shock", "silence"):
            for number, row in enumerate(self._rows(values, table), 1):
                where = f"{table} {number}"
                about = self._about(where, row, ids, needed=False)
                before = len(self.problems)
                station = read_station(
                    table, where, row, self._number, self._direction, self._place, self._ring, self.fault
                )
                if station is None:
                    if len(self.problems) == before:
                        self.notes.append(f"{where}: says nothing about a place; left unused")
                    continue
                for impact_id in about:
                    result.setdefault(impact_id, []).append(station)
        return {key: tuple(rows) for key, rows in result.items()}

    def _ring(self, where: str, coordinates: Any) -> tuple[tuple[float, float], ...] | None:
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

    def _candidate(self, number: int, row: dict[str, Any]) -> Candidate | None:
        where = f"candidate {number}"
        place = self._place(where, row)
        radius = self._number(where, row, "radius_m", 0, 1e5, float(row.get("precision_m", 0.0) or 0.0))
        name = str(row.get("name") or row.get("id") or f"candidate {number}")
        return None if place is None or radius is None else Candidate(name, *place, radius)

    def _territory(self, number: int, row: dict[str, Any]) -> Area | None:
        where = f"territory {number}"
        if not row.get("party"):
            self.fault(f"{where}.party", row.get("party"), "the id of the party that holds it")
        uncertainty = self._number(where, row, "uncertainty_m", 0, 1e6, 0.0)
        if "uncertainty_m" not in row:
            self.notes.append(f"{where}: no uncertainty_m was given; its line is taken as exact")
        polygon = row.get("polygon")
        if polygon is None:
            self.fault(f"{where}.polygon", None, "a list of [lon, lat]")
        nested = (
            isinstance(polygon, list)
            and polygon
            and isinstance(polygon[0], list)
            and polygon[0]
            and isinstance(polygon[0][0], list)
        )
        rings = (
            [self._ring(f"{where}.polygon", ring) for ring in (polygon if nested else [polygon])]
            if polygon is not None
            else []
        )
        rings += [self._ring(f"{where}.holes", ring) for ring in row.get("holes", [])]
        start, end = self._date(where, row, "valid_from"), self._date(where, row, "valid_to")
        if not row.get("party") or uncertainty is None or not rings or any(ring is None for ring in rings):
            return None
        asserter = str(row.get("asserted_by") or "not stated")
        complete = tuple(ring for ring in rings if ring is not None)
        return Area(
            str(row.get("id", f"territory-{number}")),
            str(row.get("kind", "control")),
            str(row["party"]),
            asserter,
            start,
            end,
            uncertainty,
            (complete,),
            str(row.get("basis", "")),
        )

    def read_lines(self, path: Path) -> None:
        """Territory from GeoJSON: Polygon and MultiPolygon features with party, asserted_by, valid_from, uncertainty_m."""
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise Unreadable(f"{path}: cannot be read ({error})") from error
        except ValueError as error:
            raise Unreadable(f"{path}: not JSON: {error}") from error
        own, self.name = self.name, path.name
        features = document.get("features") if isinstance(document, dict) else None
        if isinstance(document, dict) and document.get("type") == "Feature":
            features = [document]
        if not isinstance(features, list):
            self.fault(
                "type",
                document.get("type") if isinstance(document, dict) else type(document).__name__,
                "a FeatureCollection",
            )
            features = []
        for number, feature in enumerate(features, 1):
            geometry, properties = feature.get("geometry") or {}, feature.get("properties") or {}
            kind, coordinates = geometry.get("type"), geometry.get("coordinates")
            if kind in ("LineString", "MultiLineString"):
                self.notes.append(
                    f"{path.name}, feature {number}: a line without ground on either side; left unused"
                )
                continue
            if kind not in ("Polygon", "MultiPolygon"):
                self.fault(f"feature {number}.geometry.type", kind, "Polygon or MultiPolygon")
                continue
            for part in [coordinates] if kind == "Polygon" else coordinates or []:
                area = self._territory(number, {**properties, "polygon": part})
                if area:
                    self.areas.append(area)
        self.name = own

    def _words(self, values: dict[str, Any], ids: Sequence[str]) -> dict[str, tuple[Word, ...]]:
        result: dict[str, list[Word]] = {}
        for number, row in enumerate(self._rows(values, "statement"), 1):
            where = f"statement {number}"
            grade = row.get("reliability", "F")
            if grade in RELIABILITY:
                reliability: float | None = RELIABILITY[grade]
            else:
                reliability = self._number(where, row, "reliability", 0.5, 1.0)
            if not row.get("about"):
                self.fault(f"{where}.about", row.get("about"), "the id of the party said to have fired")
            if reliability is None or not row.get("about"):
                continue
            word_id = str(row.get("id", f"statement-{number}"))
            voice = str(row.get("copy_of") or row.get("source") or row.get("speaker") or word_id)
            word = Word(
                word_id,
                str(row["about"]),
                str(row["speaker_party"]) if row.get("speaker_party") else None,
                reliability,
                bool(row.get("perceived", False)),
                voice,
                bool(row.get("negated", False)),
            )
            for impact_id in self._about(where, row, ids, needed=False):
                result.setdefault(impact_id, []).append(word)
        return {key: tuple(rows) for key, rows in result.items()}

    # -- the case itself -------------------------------------------------------------------------------------------

    def _date(self, where: str, row: dict[str, Any], key: str) -> date | None:
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

    def _day(self, case: dict[str, Any]) -> date | None:
        for key in ("date", "day", "on"):
            if case.get(key) is not None:
                return self._date("case", case, key)
        return None

    def _grid(self, case: dict[str, Any]) -> float:
        return self._number("case", case, "grid_m", 1, 1e5, DEFAULT_GRID_M) or DEFAULT_GRID_M

    def _parties(self, case: dict[str, Any]) -> tuple[str, ...]:
        stated = case.get("parties", [])
        if not isinstance(stated, list):
            self.fault("case.parties", stated, "a list of ids")
            return ()
        return tuple(sorted({str(p.get("id") if isinstance(p, dict) else p) for p in stated}))

    def _threshold(self, case: dict[str, Any]) -> Threshold:
        default = Threshold()
        stated = case.get("standard")
        table = stated if isinstance(stated, dict) else {}
        name = (
            table.get("standard")
            or table.get("name")
            or (stated if isinstance(stated, str) else default.standard)
        )
        if name not in set(StandardOfProof):
            self.fault("case.standard", name, f"one of {', '.join(StandardOfProof)}")
        source = {**case, **table}
        percent = self._number("case", source, "threshold_percent", 50, 99.99, default.percent)
        stated_by: Any = source.get("set_by")
        if stated_by is None:
            stated_by = default.set_by if "threshold_percent" not in source else "the investigation's file"
        who = (stated_by,) if isinstance(stated_by, str) else tuple(str(w) for w in stated_by)
        return Threshold(str(name), percent or default.percent, who, self._date("case", source, "set_on"))

    def _restrictions(
        self,
        values: dict[str, Any],
        case: dict[str, Any],
        control: dict[str, Any],
        impacts: Iterable[dict[str, Any]],
    ) -> list[dict[str, str]]:
        """Access that was refused, delayed or made conditional: given as such, or said in a note."""
        found = []
        for row in self._rows(values, "restriction"):
            says = str(row.get("says") or row.get("note") or row.get("notes") or "access was restricted")
            found.append({"says": says, "impact": str(row.get("impact", "")), "basis": "restriction"})
        for table, row in [("control", control), ("case", case), *(("impact", i) for i in impacts)]:
            for text in _texts(row.get("notes")) + _texts(row.get("note")):
                if any(word in text.lower() for word in RESTRICTED):
                    found.append(
                        {
                            "says": text,
                            "impact": str(row.get("id", "")) if table == "impact" else "",
                            "basis": f"{table} note",
                        }
                    )
        return found


RESTRICTED = (
    "refus",
    "denied",
    "denial",
    "not allowed",
    "not permitted",
    "no access",
    "prevented",
    "turned back",
    "restrict",
    "not granted",
    "without access",
    "access was delayed",
    "barred",
)


def _texts(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(part) for part in value] if isinstance(value, list) else [str(value)]


def _written_precision_m(lat: Any, lon: Any) -> float:
    """What coordinates written to so many decimals leave open (one sigma, m): 45.1 is good to some 3 km, not to 100 m."""
    decimals = max(
        (len(repr(v).partition(".")[2]) if isinstance(v, float) else 0 for v in (lat, lon)), default=3
    )
    return max(DEFAULT_PRECISION_M, round(32_000.0 * 10.0**-decimals, -1))
