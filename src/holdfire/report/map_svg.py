"""A map as SVG, drawn here: places with their uncertainty, sectors, lines by asserter with theirs. No tiles, no network.

In: rows of the published register (already coarsened) and the case's lines. Out: an SVG string whose look lies in
site.css; every marker is a link. A marker's shape says the kind of thing, its number how many incidents lie there;
its colour says nothing of who fired. Same rows, same bytes: coordinates have one decimal of a unit.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from holdfire.model.case import Case, Place
from holdfire.model.kinds import FIRE_KINDS
from holdfire.model.places import destination

from .coarse import METRES_PER_DEGREE, snap

Row = dict[str, Any]
Link = Callable[[str, str], str]
WIDTH, HEIGHT = 960.0, 620.0
WIDEST_FILLED_M = 6_000.0
AREAS = frozenset({"region", "district", "country", "area", "line", "sector"})
MOST_MARKERS, SQUARE = 250, 30.0
SHAPES = {"uav": "diamond", "air_strike": "diamond", "incursion": "triangle", "movement_of_equipment": "triangle",
          "casualty": "square", "damage": "square", "mine": "square"}  # fmt: skip


def shape_of(kind: str) -> str:
    """circle: fire; triangle: movement; diamond: from the air; square: harm; cross: anything else."""
    return SHAPES.get(kind, "circle" if kind in FIRE_KINDS else "cross")


@dataclass(frozen=True)
class View:
    """A window on the ground: centre in degrees, metres a unit of the drawing (local plane, good to 0.1 % in 100 km)."""

    lat: float
    lon: float
    metres_per_unit: float
    width: float = WIDTH
    height: float = HEIGHT

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        east = (lon - self.lon) * METRES_PER_DEGREE * math.cos(math.radians(self.lat))
        north = (lat - self.lat) * METRES_PER_DEGREE
        return self.width / 2 + east / self.metres_per_unit, self.height / 2 - north / self.metres_per_unit

    def has(self, x: float, y: float, margin: float = 0.0) -> bool:
        return -margin <= x <= self.width + margin and -margin <= y <= self.height + margin


def view_of(
    incidents: Iterable[Row], case: Case, narrowest_m: float = 24_000.0, height: float = HEIGHT
) -> View:
    """The window that holds the incidents placed better than 25 km, else the mandate's whole area."""
    placed = [
        (r["lat"], r["lon"]) for r in incidents if r["lat"] is not None and (r["radius_m"] or 0) <= 25_000
    ]
    area = case.mandate.area
    inside = [(lat, lon) for lat, lon in placed if area.contains(lat, lon)]
    if not inside:
        corners = [(area.south, area.west), (area.north, area.east)]
    else:
        lats, lons = sorted(p[0] for p in inside), sorted(p[1] for p in inside)
        trim = len(inside) // 12  # a far outlier does not shrink the rest: it is listed below the map
        corners = [(lats[trim], lons[trim]), (lats[-1 - trim], lons[-1 - trim])]
    (south, west), (north, east) = corners
    lat, lon = (south + north) / 2, (west + east) / 2
    wide_m = (east - west) * METRES_PER_DEGREE * math.cos(math.radians(lat)) * 1.5
    high_m = (north - south) * METRES_PER_DEGREE * 1.6
    scale = max(wide_m / WIDTH, high_m / height, narrowest_m / WIDTH)
    return View(round(lat, 4), round(lon, 4), round(scale, 2), WIDTH, height)


def draw_map(
    case: Case, incidents: Sequence[Row], statements: Sequence[Row], link: Link, view: View, title: str
) -> str:
    """The whole drawing. link(kind, id) gives the address of a page."""
    parts = [
        f'<svg class="map" viewBox="0 0 {view.width:g} {view.height:g}" role="group" aria-label="{escape(title)}" '
        'xmlns="http://www.w3.org/2000/svg">',
        f"<title>{escape(title)}</title>",
        f'<rect class="ground" width="{view.width:g}" height="{view.height:g}"/>',
    ]
    parts += _lines(case, view)
    parts += [
        _sector(row, view)
        for row in statements
        if row["sector_bearing_deg"] is not None and row["observer_lat"] is not None
    ]
    groups = _grouped(incidents, view)
    taken: list[tuple[float, float, float, float]] = [(0, view.height - 44, 300, 44)]
    halos, marks = [], []
    for (lat, lon), rows in sorted(groups.items()):
        x, y = view.at(lat, lon)
        if not view.has(x, y, 10):
            continue
        radius_m = min((r["radius_m"] or 0.0) for r in rows)
        style = "halo" if radius_m <= WIDEST_FILLED_M else "halo wide"
        halos.append(
            f'<circle class="{style}" cx="{x:.1f}" cy="{y:.1f}" r="{radius_m / view.metres_per_unit:.1f}"/>'
        )
        marks.append(_marker(rows, x, y, link))
        taken.append((x - 12, y - 12, 24, 24))
    parts += halos + _places(case, view, taken, set(groups)) + marks + _scale_bar(view)
    parts.append("</svg>")
    return "\n".join(parts)


def _grouped(incidents: Sequence[Row], view: View) -> dict[tuple[float, float], list[Row]]:
    """Incidents by published place; where there are too many places to tell apart, by a square of the drawing."""
    groups: dict[tuple[float, float], list[Row]] = {}
    for row in incidents:
        if row["lat"] is not None:
            groups.setdefault((row["lat"], row["lon"]), []).append(row)
    if len(groups) <= MOST_MARKERS:
        return groups
    squares: dict[tuple[int, int], list[Row]] = {}
    for (lat, lon), rows in sorted(groups.items()):
        x, y = view.at(lat, lon)
        squares.setdefault((int(x // SQUARE), int(y // SQUARE)), []).extend(rows)
    return {(rows[0]["lat"], rows[0]["lon"]): rows for _square, rows in sorted(squares.items())}


def _lines(case: Case, view: View) -> list[str]:
    from shapely.geometry import LineString, box

    window = box(-20, -20, view.width + 20, view.height + 20)
    parts = []
    for number, line in enumerate(sorted(case.lines, key=lambda v: (v.asserted_by, v.line_id))):
        for path in line.paths:
            drawn = LineString([view.at(lat, lon) for lon, lat in path])
            band = drawn.buffer(line.uncertainty_m / view.metres_per_unit, quad_segs=6).intersection(window)
            for ring in getattr(band, "geoms", [band]):
                if not ring.is_empty and ring.geom_type == "Polygon":
                    parts.append(f'<path class="doubt" d="{_path(ring.exterior.coords)}Z"/>')
            clipped = drawn.intersection(window)
            for piece in getattr(clipped, "geoms", [clipped]):
                if not piece.is_empty and piece.geom_type == "LineString":
                    parts.append(f'<path class="line line-{number % 4}" d="{_path(piece.coords)}"/>')
        off = f" ± {line.uncertainty_m / 1000:.1f} km" if line.uncertainty_m else ""
        words = f"{line.kind.replace('_', ' ')}, asserted by: {line.asserted_by}{off}"
        y = 22 + 18 * number
        parts.append(
            f'<path class="line line-{number % 4}" d="M14 {y - 4}h34"/><text class="legend" x="56" y="{y}">{escape(words)}</text>'
        )
    return parts


def _path(points: Iterable[Sequence[float]]) -> str:
    return "M" + "L".join(f"{p[0]:.1f} {p[1]:.1f}" for p in points)


def _sector(row: Row, view: View) -> str:
    """An observer's bearing and range with their widths, as the area it is."""
    half, low, high = (
        row["sector_half_width_deg"] or 180.0,
        row["sector_low_km"] or 0.0,
        row["sector_high_km"] or 0.0,
    )
    steps = [row["sector_bearing_deg"] + half * (i / 8 - 1) for i in range(17)]
    outer = [destination(row["observer_lat"], row["observer_lon"], b % 360, high * 1000) for b in steps]
    inner = [
        destination(row["observer_lat"], row["observer_lon"], b % 360, low * 1000) for b in reversed(steps)
    ]
    return f'<path class="sector" d="{_path(view.at(lat, lon) for lat, lon in outer + inner)}Z"/>'


def _marker(rows: Sequence[Row], x: float, y: float, link: Link) -> str:
    first = rows[0]
    shape, size = shape_of(first["kind"]), 6.5 if len(rows) == 1 else 9.5
    label = f"{first['place_label']}: " + "; ".join(
        f"{r['local_day']:%-d %b} {r['kind'].replace('_', ' ')}" for r in rows[:4]
    )
    label += f" and {len(rows) - 4} more" if len(rows) > 4 else ""
    target = (
        link("incident", first["incident_id"])
        if len(rows) == 1
        else link("incidents_at", first["incident_id"])
    )
    drawn = {
        "circle": f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:g}"/>',
        "square": f'<rect x="{x - size:.1f}" y="{y - size:.1f}" width="{2 * size:g}" height="{2 * size:g}"/>',
        "triangle": f'<path d="M{x:.1f} {y - size - 2:.1f}L{x + size + 1:.1f} {y + size:.1f}H{x - size - 1:.1f}Z"/>',
        "diamond": f'<path d="M{x:.1f} {y - size - 2:.1f}L{x + size + 2:.1f} {y:.1f}L{x:.1f} {y + size + 2:.1f}L{x - size - 2:.1f} {y:.1f}Z"/>',
        "cross": f'<path d="M{x - size:.1f} {y - 2:.1f}H{x - 2:.1f}V{y - size:.1f}H{x + 2:.1f}V{y - 2:.1f}H{x + size:.1f}V{y + 2:.1f}H{x + 2:.1f}V{y + size:.1f}H{x - 2:.1f}V{y + 2:.1f}H{x - size:.1f}Z"/>',
    }[shape]
    number = f'<text class="n" x="{x:.1f}" y="{y + 3.8:.1f}">{len(rows)}</text>' if len(rows) > 1 else ""
    return f'<a class="mark" href="{escape(target)}"><title>{escape(label)}</title>{drawn}{number}</a>'


def _places(
    case: Case, view: View, taken: list[tuple[float, float, float, float]], busy: set[tuple[float, float]]
) -> list[str]:
    """Names of places, those with incidents first; a name that would cover another is left out, its dot stays."""
    spots = _spots(tuple(case.places.values()), case.mandate.publication.grid_m)
    seen = [(at not in busy, at, name, *view.at(*at)) for at, name in spots]
    parts = []
    for is_quiet, _at, name, x, y in sorted((s for s in seen if view.has(s[3], s[4])), key=lambda s: s[0]):
        if is_quiet:
            parts.append(f'<circle class="spot" cx="{x:.1f}" cy="{y:.1f}" r="2.4"/>')
        wide = 6.3 * len(name)
        for dx, anchor, left in ((12, "start", x + 10), (-12, "end", x - 12 - wide)):
            box = (left, y - 8, wide + 4, 16)
            inside = left > 2 and left + wide < view.width - 2
            if inside and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                parts.append(
                    f'<text class="place" x="{x + dx:.1f}" y="{y + 4:.1f}" text-anchor="{anchor}">{escape(name)}</text>'
                )
                break
    return parts


@lru_cache(maxsize=8)
def _spots(places: tuple[Place, ...], grid_m: float) -> tuple[tuple[tuple[float, float], str], ...]:
    """Where the named places lie, as coarsely as they may be published, and how they are written; best known first."""
    shown = [p for p in places if p.kind not in AREAS]
    shown.sort(key=lambda p: (p.precision_m, p.place_id))
    return tuple((snap(p.lat, p.lon, grid_m), _both_names(p.names)) for p in shown)


def _both_names(names: Sequence[str]) -> str:
    """The parties' Latin-script names of a place, in the alphabet's order."""
    latin = sorted({n for n in names[:3] if n and all(ord(c) < 0x300 or c == "ə" for c in n)})
    return " / ".join(latin[:2]) or (names[0] if names else "")


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


def _scale_bar(view: View) -> list[str]:
    km = next((k for k in (1, 2, 5, 10, 20, 50, 100, 200) if k * 1000 / view.metres_per_unit >= 70), 200)
    long, y = km * 1000 / view.metres_per_unit, view.height - 18
    return [
        f'<path class="scale" d="M14 {y - 6:g}v6h{long:.1f}v-6"/>',
        f'<text class="legend" x="{20 + long:.1f}" y="{y + 2:g}">{km} km · north is up</text>',
    ]
