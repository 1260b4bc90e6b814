"""Territory as rows or as GeoJSON -> areas: who asserts that whom holds what, since when, how exactly."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from holdfire.model.errors import Unreadable
from holdfire.model.lines import Area

from .toml_values import Values


@dataclass
class TerritoryRows(Values):
    """Reads [[territory]] and GeoJSON polygons with the same properties."""

    areas: list[Area] = field(default_factory=list)

    def territory(self, number: int, row: dict[str, Any]) -> Area | None:
        where = f"territory {number}"
        if not row.get("party"):
            self.fault(f"{where}.party", row.get("party"), "the id of the party that holds it")
        uncertainty = self.number(where, row, "uncertainty_m", 0, 1e6, 0.0)
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
            [self.ring(f"{where}.polygon", ring) for ring in (polygon if nested else [polygon])]
            if polygon is not None
            else []
        )
        rings += [self.ring(f"{where}.holes", ring) for ring in row.get("holes", [])]
        start, end = self.date_of(where, row, "valid_from"), self.date_of(where, row, "valid_to")
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
                area = self.territory(number, {**properties, "polygon": part})
                if area:
                    self.areas.append(area)
        self.name = own
