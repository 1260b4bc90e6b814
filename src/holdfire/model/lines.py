"""Lines, zones and territories: geometry that somebody asserts, for a time, with an uncertainty in metres.

A border, line of contact or zone is never edited in place: a change is a new version. Files are GeoJSON with the
properties id, kind, asserted_by, valid_from, valid_to, uncertainty_m (and party for territory).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from .errors import Problems

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class LineVersion:
    """One party's (or a derived) line for a time. `paths` are sequences of (lon, lat), degrees, WGS 84."""

    line_id: str
    kind: str
    asserted_by: str
    valid_from: date | None
    valid_to: date | None
    uncertainty_m: float
    paths: tuple[Ring, ...]
    basis: str = ""

    def holds_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )


@dataclass(frozen=True)
class Area:
    """A zone or a territory: `party` holds or is bound in it (None for a zone of nobody). Rings are (lon, lat).

    Each polygon is (outer ring, holes...).
    """

    area_id: str
    kind: str
    party: str | None
    asserted_by: str
    valid_from: date | None
    valid_to: date | None
    uncertainty_m: float
    polygons: tuple[tuple[Ring, ...], ...]
    basis: str = ""

    def holds_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )


def read_lines(path: Path) -> list[LineVersion]:
    """LineString and MultiLineString features. Raises Problems with every fault of the file."""
    return [
        LineVersion(paths=tuple(_ring(part) for part in parts), **_line_names(common))
        for parts, _properties, common in _checked(path, "LineString")
    ]


def read_areas(path: Path) -> list[Area]:
    """Polygon and MultiPolygon features. Raises Problems with every fault of the file."""
    return [
        Area(
            polygons=tuple(tuple(_ring(ring) for ring in polygon) for polygon in parts),
            party=properties.get("party"),
            **common,
        )
        for parts, properties, common in _checked(path, "Polygon")
    ]


def _checked(path: Path, shape: str) -> list[tuple[list[Any], dict[str, Any], dict[str, Any]]]:
    """(parts, properties, common values) of each feature of a shape, single or Multi; every fault of the file at once."""
    problems: list[str] = []
    found = []
    for number, feature in enumerate(_features(path), 1):
        where = f"{path.name}, feature {number}"
        geometry, properties = feature.get("geometry") or {}, feature.get("properties") or {}
        kind = geometry.get("type")
        if kind not in (shape, f"Multi{shape}"):
            problems.append(f"{where}, geometry.type: found {kind!r}, expected {shape} or Multi{shape}")
            continue
        parts = [geometry["coordinates"]] if kind == shape else geometry["coordinates"]
        common = _common(where, properties, number, problems)
        if common is not None:
            found.append((parts, properties, common))
    if problems:
        raise Problems(str(path), problems)
    return found


def _line_names(common: dict[str, Any]) -> dict[str, Any]:
    renamed = dict(common)
    renamed["line_id"] = renamed.pop("area_id")
    return renamed


def _features(path: Path) -> Sequence[dict[str, Any]]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Problems(str(path), [f"{path.name}: not readable as GeoJSON ({error})"]) from error
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        raise Problems(str(path), [f"{path.name}, type: expected a FeatureCollection"])
    return document.get("features") or []


def _ring(coordinates: Sequence[Sequence[float]]) -> Ring:
    return tuple((float(lon), float(lat)) for lon, lat, *_ in coordinates)


def _common(
    where: str, properties: dict[str, Any], number: int, problems: list[str]
) -> dict[str, Any] | None:
    before = len(problems)
    for key in ("kind", "asserted_by"):
        if not properties.get(key):
            problems.append(f"{where}, {key}: missing, expected a word")
    uncertainty = properties.get("uncertainty_m")
    if not isinstance(uncertainty, int | float) or uncertainty < 0:
        problems.append(f"{where}, uncertainty_m: found {uncertainty!r}, expected metres, 0 or more")
    days: dict[str, date | None] = {}
    for key in ("valid_from", "valid_to"):
        value = properties.get(key)
        try:
            days[key] = date.fromisoformat(value) if value else None
        except (TypeError, ValueError):
            problems.append(f"{where}, {key}: found {value!r}, expected a date like 2020-07-12, or nothing")
    if len(problems) > before:
        return None
    return {
        "area_id": str(properties.get("id") or f"{properties['kind']}-{number}"),
        "kind": str(properties["kind"]),
        "asserted_by": str(properties["asserted_by"]),
        "uncertainty_m": float(uncertainty or 0.0),
        "basis": str(properties.get("basis") or ""),
        **days,
    }
