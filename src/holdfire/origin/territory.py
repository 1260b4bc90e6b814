"""Who held the ground at a place: territory as versions by asserting party and date, with an uncertainty in metres.

Within a line's uncertainty, in ground that two versions of one asserter both cover, and outside every polygon the side
is undetermined. Where several assert a line, the agreed answer names a party only where all who speak of that ground do.
That fire from ground which a party holds is that party's fire is a premise ("possession"), defeasible, and is named
wherever it is used.

Pure, on the investigation's plane. Checked against point-by-point geometry in tests/origin/test_territory.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import shapely
from numpy.typing import NDArray

from holdfire.model.lines import Area

from .plane import Plane

Floats = NDArray[np.float64]
Codes = NDArray[np.int16]

UNDETERMINED = -1
POSSESSION = "possession: fire from ground that a party holds is taken for that party's fire until something shows otherwise"


@dataclass(frozen=True)
class Holding:
    """One party's ground as one asserter draws it: the polygon, its line towards others, the line's uncertainty.

    band  every place within the uncertainty of the line, its round ends good to a thousandth; None where it is exact
    """

    party: str
    polygon: shapely.Geometry
    line: shapely.Geometry
    uncertainty_m: float
    band: shapely.Geometry | None = None


@dataclass(frozen=True)
class Ground:
    """Who holds what, by asserter, on one day. `parties` in the alphabet's order; codes are places in it."""

    parties: tuple[str, ...]
    by_asserter: dict[str, tuple[Holding, ...]]
    notes: tuple[str, ...] = ()
    passed_over: int = 0  # versions that do not hold on the day

    @property
    def is_stated(self) -> bool:
        return bool(self.by_asserter)

    @property
    def uncertainty_m(self) -> float:
        return max((h.uncertainty_m for held in self.by_asserter.values() for h in held), default=0.0)

    def sides(self, asserter: str, east: Floats, north: Floats) -> tuple[Codes, NDArray[np.bool_]]:
        """(side of each place under one asserter, whether that asserter's polygons speak of it at all)."""
        code = np.full(east.shape, UNDETERMINED, np.int16)
        covered = np.zeros(east.shape, np.int16)
        near = np.zeros(east.shape, bool)
        for held in self.by_asserter[asserter]:
            party = self.parties.index(held.party)
            inside = shapely.contains_xy(held.polygon, east, north)
            covered += inside & ((covered == 0) | (code != party))
            code[inside] = party
            if held.band is not None:
                near |= shapely.contains_xy(held.band, east, north)
        code[(covered > 1) | near] = UNDETERMINED
        return code, (covered > 0) | near

    def every_side(self, east: Floats, north: Floats) -> tuple[Codes, dict[str, Codes]]:
        """(the side on which every asserter that speaks of the place agrees, else UNDETERMINED; the side under each)."""
        result = np.full(east.shape, UNDETERMINED, np.int16)
        spoken = np.zeros(east.shape, bool)
        under: dict[str, Codes] = {}
        for asserter in self.by_asserter:
            code, speaks = self.sides(asserter, east, north)
            under[asserter] = code
            result = np.where(
                speaks & ~spoken, code, np.where(speaks & (result != code), UNDETERMINED, result)
            )
            spoken |= speaks
        return result.astype(np.int16), under

    def agreed(self, east: Floats, north: Floats) -> Codes:
        """(N,) the agreed side of each place."""
        return self.every_side(east, north)[0]


def ground_on(areas: Sequence[Area], day: date | None, plane: Plane, parties: Sequence[str] = ()) -> Ground:
    """The ground as asserted for a day: of several versions by one asserter for one party the latest that holds.

    day      None: the latest version of each, and a note that says so
    parties  ids that appear in the answer even where nobody draws ground for them
    """
    notes: list[str] = []
    latest: dict[tuple[str, str], date] = {}
    for area in areas:
        if area.party and (day is None or area.holds_on(day)):
            key = (area.asserted_by, area.party)
            latest[key] = max(latest.get(key, date.min), area.valid_from or date.min)
    if day is None and areas:
        notes.append("no date was given for the case: each asserter's latest line was used")
    chosen = [
        area
        for area in areas
        if area.party
        and (day is None or area.holds_on(day))
        and (area.valid_from or date.min) == latest[(area.asserted_by, area.party)]
    ]
    passed_over = sum(1 for area in areas if area.party) - len(chosen)
    if passed_over:
        notes.append(
            f"{passed_over} version(s) of territory do not hold on the day, or a later one replaces them"
        )
    by_asserter: dict[str, tuple[Holding, ...]] = {}
    for asserter in sorted({area.asserted_by for area in chosen}):
        mine = sorted(
            (a for a in chosen if a.asserted_by == asserter), key=lambda a: (a.party or "", a.area_id)
        )
        polygons = [_polygon(area, plane) for area in mine]
        frame = shapely.union_all(polygons).convex_hull.boundary.buffer(1.0)
        held = []
        for area, polygon in zip(mine, polygons, strict=True):
            line = polygon.boundary
            if len({a.party for a in mine}) > 1:  # the outer frame of a map is no line between parties
                line = line.difference(frame)
            band = (
                line.buffer(area.uncertainty_m, quad_segs=32)
                if area.uncertainty_m > 0 and not line.is_empty
                else None
            )
            for geometry in (polygon, line, band):
                shapely.prepare(geometry)
            held.append(Holding(str(area.party), polygon, line, area.uncertainty_m, band))
        by_asserter[asserter] = tuple(held)
        overlap = _overlap_m2(held)
        if overlap > 1e4:
            notes.append(
                f"{asserter} draws {overlap / 1e6:.1f} km2 for more than one party: there the side is undetermined"
            )
    everyone = sorted({str(a.party) for a in areas if a.party} | set(parties))
    return Ground(tuple(everyone), by_asserter, tuple(notes), passed_over)


def _polygon(area: Area, plane: Plane) -> shapely.Geometry:
    parts = []
    for outer, *holes in area.polygons:
        parts.append(shapely.Polygon(_flat(outer, plane), [_flat(hole, plane) for hole in holes]))
    return shapely.union_all(parts) if len(parts) > 1 else parts[0]


def _flat(ring: Sequence[tuple[float, float]], plane: Plane) -> list[tuple[float, float]]:
    lon, lat = np.array(ring, float).T
    east, north = plane.to_metres(lat, lon)
    return list(zip(east.tolist(), north.tolist(), strict=True))


def _overlap_m2(held: Sequence[Holding]) -> float:
    total = 0.0
    for i, left in enumerate(held):
        for right in held[i + 1 :]:
            if left.party != right.party:
                total += float(left.polygon.intersection(right.polygon).area)
    return total
