"""How far is each incident from a line, and does it lie in a zone: with the room that place and line leave.

Distances are in kilometres on a local plane (metres east and north of the incidents' mean; 0.1 % within 100 km).
An incident is a disc, a line has an uncertainty: the distance is an interval, and "in the zone" has three values.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from holdfire.model.lines import Area, LineVersion
from holdfire.model.places import EARTH_RADIUS_M

from .truth import NOT_KNOWN, Codes, Floats, from_bool


@dataclass
class Geometry:
    """Places of incidents (degrees; nan: not stated) against lines and areas. Answers are computed once and kept.

    given_km    distances that a [[case]] states outright: (low, high), taken for every line
    given_zone  {zone: code} that a [[case]] states outright
    """

    lat: Floats = field(default_factory=lambda: np.zeros(0))
    lon: Floats = field(default_factory=lambda: np.zeros(0))
    radius_m: Floats = field(default_factory=lambda: np.zeros(0))
    lines: Sequence[LineVersion] = ()
    areas: Sequence[Area] = ()
    given_km: tuple[Floats, Floats] | None = None
    given_zone: dict[str, Codes] = field(default_factory=dict)
    _kept: dict[str, tuple[Floats, Floats]] = field(default_factory=dict)
    _kept_zone: dict[str, Codes] = field(default_factory=dict)

    def lines_named(self, name: str) -> list[LineVersion]:
        """Lines with this id or of this kind, in the order of their ids."""
        return sorted((x for x in self.lines if name in (x.line_id, x.kind)), key=lambda x: x.line_id)

    def areas_named(self, name: str) -> list[Area]:
        return sorted((x for x in self.areas if name in (x.area_id, x.kind)), key=lambda x: x.area_id)

    def one(self, row: int, size: int) -> "Geometry":
        """The place of one incident alone, with the answers that the whole has found."""
        at = slice(row, row + 1)
        return Geometry(
            self.lat[at], self.lon[at], self.radius_m[at], self.lines, self.areas,
            None if self.given_km is None else (self.given_km[0][at], self.given_km[1][at]),
            {name: codes[at] for name, codes in self.given_zone.items()},
            {name: (low[at], high[at]) for name, (low, high) in self._kept.items()},
            {name: codes[at] for name, codes in self._kept_zone.items()},
        )  # fmt: skip

    def distance_km(self, name: str, size: int) -> tuple[Floats, Floats]:
        """(low, high) km from each incident to the nearest line of that name. nan where place or line is not given."""
        if self.given_km is not None:
            return self.given_km
        if name not in self._kept:
            self._kept[name] = self._distance_km(name, size)
        return self._kept[name]

    def _distance_km(self, name: str, size: int) -> tuple[Floats, Floats]:
        nothing = np.full(size, np.nan)
        lines = self.lines_named(name)
        if not lines or not len(self.lat) or np.isnan(self.lat).all():
            return nothing, nothing
        low, high = nothing.copy(), nothing.copy()
        points, to_plane = self._plane()
        is_placed = ~np.isnan(self.lat)
        import shapely

        for line in lines:
            paths = shapely.multilinestrings([shapely.linestrings(to_plane(path)) for path in line.paths])
            shapely.prepare(paths)
            metres = np.where(is_placed, shapely.distance(points, paths), np.nan)
            room = np.nan_to_num(self.radius_m) + line.uncertainty_m
            low = np.fmin(low, np.maximum(0.0, metres - room) / 1000)
            high = np.fmin(high, (metres + room) / 1000)
        return low, high

    def inside(self, name: str, size: int) -> Codes:
        """Does the incident's disc lie in an area of that name? no where no such area is in the case files."""
        if name in self.given_zone:
            return self.given_zone[name]
        if name not in self._kept_zone:
            self._kept_zone[name] = self._inside(name, size)
        return self._kept_zone[name]

    def _inside(self, name: str, size: int) -> Codes:
        areas = self.areas_named(name)
        if not areas:
            return np.zeros(size, np.int8)
        import shapely

        points, to_plane = self._plane()
        is_placed = ~np.isnan(self.lat)
        depth = np.full(size, -1e12)
        room_m = np.zeros(size)
        for area in areas:
            shape = shapely.union_all(
                [
                    shapely.Polygon(to_plane(rings[0]), [to_plane(hole) for hole in rings[1:]])
                    for rings in area.polygons
                ]
            )
            edge = np.where(is_placed, shapely.distance(points, shapely.boundary(shape)), 0.0)
            signed = np.where(shapely.contains(shape, points), edge, -edge) - area.uncertainty_m
            outside_by = np.where(shapely.contains(shape, points), edge, -edge) + area.uncertainty_m
            deeper = signed > depth
            depth = np.where(deeper, signed, depth)
            room_m = np.where(deeper, outside_by - signed, room_m)
        radius = np.nan_to_num(self.radius_m)
        inside = from_bool(depth - radius >= 0, depth + room_m + radius < 0)
        inside[~is_placed] = NOT_KNOWN
        return inside

    def _plane(self) -> tuple[Any, Callable[[Sequence[tuple[float, float]]], Floats]]:
        """Points on the local plane, and the function that takes (lon, lat) paths there. A place not stated is put in the middle:
        its answers are masked by the caller."""
        import shapely

        lat0, lon0 = float(np.nanmean(self.lat)), float(np.nanmean(self.lon))
        metres = np.pi / 180 * EARTH_RADIUS_M
        squeeze = np.cos(np.radians(lat0))

        def to_plane(path: Sequence[tuple[float, float]]) -> Floats:
            at = np.asarray(path, float)
            return np.column_stack(((at[:, 0] - lon0) * metres * squeeze, (at[:, 1] - lat0) * metres))

        lon, lat = np.nan_to_num(self.lon, nan=lon0), np.nan_to_num(self.lat, nan=lat0)
        xy = np.column_stack(((lon - lon0) * metres * squeeze, (lat - lat0) * metres))
        return shapely.points(xy), to_plane
