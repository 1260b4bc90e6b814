"""The map of an answer, as SVG: impacts, sectors, rings, regions, and each asserter's line with its uncertainty.

Impacts and candidates are shown in the middle of their cell of the publication grid, regions in whole cells: no picture
is finer than what may be published. Deterministic.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely

from .document import Investigated
from .evidence import Impact
from .pictures import INK, PAPER, QUIET, colour_of, document_of, style_of, text_at, title_of
from .plane import Floats, Plane
from .territory import Ground

MAX_DRAWN = 12
"""More impacts than this are marked without their rings and sectors, which would only cover each other."""
DASHES = ("none", "8 4", "2 3", "8 3 2 3")
"""Of each asserter's line, in the order of the asserters' names."""


@dataclass
class Canvas:
    """Metres on a plane to pixels, north up. `bounds` are (west, south, east, north) metres."""

    bounds: tuple[float, float, float, float]
    width: int = 760
    parts: list[str] = field(default_factory=list)

    @property
    def scale(self) -> float:
        return self.width / max(self.bounds[2] - self.bounds[0], 1.0)

    @property
    def height(self) -> int:
        return round((self.bounds[3] - self.bounds[1]) * self.scale)

    def at(self, east: float, north: float) -> tuple[float, float]:
        return (east - self.bounds[0]) * self.scale, (self.bounds[3] - north) * self.scale

    def path(self, geometry: shapely.Geometry, **style: object) -> None:
        """A polygon, line or collection of them, in metres."""
        steps: list[str] = []
        for part in getattr(geometry, "geoms", [geometry]):
            rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
            for ring in rings:
                points = [self.at(x, y) for x, y, *_ in ring.coords]
                if points:
                    steps.append(
                        "M"
                        + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
                        + ("Z" if part.geom_type == "Polygon" else "")
                    )
        if steps:
            self.parts.append(f'<path d="{"".join(steps)}" {style_of(style)}/>')

    def circle(self, east: float, north: float, radius_m: float, **style: object) -> None:
        x, y = self.at(east, north)
        self.parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius_m * self.scale:.1f}" {style_of(style)}/>'
        )

    def ray(self, east: float, north: float, bearing_deg: float, far_m: float, **style: object) -> None:
        angle = np.radians(bearing_deg)
        (x1, y1), (x2, y2) = (
            self.at(east, north),
            self.at(east + far_m * np.sin(angle), north + far_m * np.cos(angle)),
        )
        self.parts.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" {style_of(style)}/>'
        )

    def label(
        self, east: float, north: float, text: str, dx: float = 7, dy: float = 4, **style: object
    ) -> None:
        x, y = self.at(east, north)
        self.parts.append(text_at(x + dx, y + dy, text, **style))


def snapped(value_m: float, grid_m: float) -> float:
    """The middle of the publication grid's cell."""
    return float((np.floor(value_m / grid_m) + 0.5) * grid_m)


def map_svg(done: Investigated, colours: Mapping[str, str] | None = None) -> str:
    """Impacts, sectors, rings, regions of 50 and 90 %, and each asserter's line with its uncertainty."""
    case, ground = done.investigation, done.ground
    regions = [row["regions"] for row in (done.document["joint_groups"] or done.document["impacts"])]
    shapes = [
        (share, _to_metres(r[share], case.plane)) for r in regions for share in ("90", "50") if r.get(share)
    ]
    canvas = Canvas(_bounds(case.impacts, [s for _, s in shapes], case.candidates, case.grid_m))
    _draw_ground(canvas, ground, colours)
    for share, shape in sorted(shapes, key=lambda s: -int(s[0])):
        canvas.path(
            shape, fill=INK, fill_opacity=0.12 if share == "90" else 0.25, stroke=INK, stroke_width=0.8
        )
    grid = case.grid_m
    for impact in case.impacts[:MAX_DRAWN]:
        _draw_measures(canvas, impact, snapped(impact.east_m, grid), snapped(impact.north_m, grid))
    for impact in case.impacts:
        east, north = snapped(impact.east_m, grid), snapped(impact.north_m, grid)
        x, y = canvas.at(east, north)
        canvas.parts.append(
            f'<path d="M{x - 5:.1f} {y - 5:.1f}l10 10m0 -10l-10 10" stroke="{INK}" stroke-width="2" fill="none"/>'
        )
        if len(case.impacts) <= MAX_DRAWN:
            canvas.label(east, north, impact.impact_id)
    for candidate in case.candidates:
        east, north = snapped(candidate.east_m, grid), snapped(candidate.north_m, grid)
        kept = next(
            (row["kept"] for row in done.document["candidates"] if row["name"] == candidate.name), False
        )
        x, y = canvas.at(east, north)
        canvas.parts.append(
            f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{INK if kept else PAPER}" stroke="{INK}"/>'
        )
        canvas.label(east, north, candidate.name + ("" if kept else " (not kept)"))
    frame = f'<clipPath id="frame"><rect width="{canvas.width}" height="{canvas.height}"/></clipPath>'
    canvas.parts = ['<g clip-path="url(#frame)">', *canvas.parts, "</g>"]
    _draw_scale(canvas)
    height = _legend(canvas, ground, colours, done)
    verdicts = "; ".join(f"{row['id']}: {row['reason']}" for row in done.document["impacts"][:MAX_DRAWN])
    return document_of(
        canvas.width,
        height,
        title_of(done),
        verdicts,
        canvas.parts,
        frame + _hatching(ground.parties, colours),
    )


def _to_metres(geometry: Mapping[str, Any], plane: Plane) -> shapely.Geometry:
    def flat(points: Floats) -> Floats:
        east, north = plane.to_metres(points[:, 1], points[:, 0])
        return np.column_stack([east, north])

    return shapely.transform(shapely.geometry.shape(geometry), flat)


def _bounds(
    impacts: Sequence[Impact], shapes: Sequence[shapely.Geometry], candidates: Sequence[Any], grid_m: float
) -> tuple[float, float, float, float]:
    """West, south, east, north of everything worth showing, with a margin of a grid cell or a tenth."""
    points = [(i.east_m, i.north_m) for i in impacts] + [(c.east_m, c.north_m) for c in candidates]
    boxes = [s.bounds for s in shapes if not s.is_empty]
    west = min([p[0] for p in points] + [b[0] for b in boxes], default=-1000.0)
    south = min([p[1] for p in points] + [b[1] for b in boxes], default=-1000.0)
    east = max([p[0] for p in points] + [b[2] for b in boxes], default=1000.0)
    north = max([p[1] for p in points] + [b[3] for b in boxes], default=1000.0)
    margin = max(grid_m, 0.1 * max(east - west, north - south))
    tall = max(0.0, 0.5 * (east - west) - (north - south)) / 2
    wide = max(0.0, 0.7 * (north - south) - (east - west)) / 2
    return west - margin - wide, south - margin - tall, east + margin + wide, north + margin + tall


def _draw_ground(canvas: Canvas, ground: Ground, colours: Mapping[str, str] | None) -> None:
    box = shapely.box(*canvas.bounds)
    for number, held in enumerate(ground.by_asserter.values()):
        for one in held:
            if number == 0:  # the first asserter's ground is hatched; every asserter's line is drawn
                inside = one.polygon.intersection(box)
                canvas.path(
                    _areas(inside), fill=f"url(#side-{ground.parties.index(one.party)})", stroke="none"
                )
            line = _lines(one.line.intersection(box))
            dash = DASHES[number % 4]
            if one.uncertainty_m > 0:
                canvas.path(
                    line,
                    fill="none",
                    stroke=QUIET,
                    stroke_opacity=0.15,
                    stroke_width=round(2 * one.uncertainty_m * canvas.scale, 1),
                )
            canvas.path(line, fill="none", stroke=QUIET, stroke_width=1.6, stroke_dasharray=dash)


def _areas(geometry: shapely.Geometry) -> shapely.Geometry:
    return shapely.MultiPolygon(
        [g for g in getattr(geometry, "geoms", [geometry]) if g.geom_type == "Polygon"]
    )


def _lines(geometry: shapely.Geometry) -> shapely.Geometry:
    return shapely.MultiLineString(
        [g for g in getattr(geometry, "geoms", [geometry]) if g.geom_type == "LineString" and not g.is_empty]
    )


def _draw_measures(canvas: Canvas, impact: Impact, east: float, north: float) -> None:
    """An impact's rings of reach and the edges of its bearings."""
    for reach in impact.reaches:
        for metres in (reach.low_m, reach.high_m):
            if metres > 0:
                canvas.circle(
                    east, north, metres, fill="none", stroke=QUIET, stroke_width=0.8, stroke_dasharray="4 4"
                )
    far = max((r.high_m for r in impact.reaches), default=1.5 * (canvas.bounds[2] - canvas.bounds[0]))
    for bearing in impact.bearings:
        for off in (-bearing.half_width_deg, bearing.half_width_deg):
            canvas.ray(east, north, bearing.to_origin_deg + off, far, stroke=INK, stroke_width=0.8)
        canvas.ray(
            east, north, bearing.to_origin_deg, far, stroke=INK, stroke_width=0.6, stroke_dasharray="2 4"
        )


def _draw_scale(canvas: Canvas) -> None:
    span = canvas.bounds[2] - canvas.bounds[0]
    length = max(
        (n for n in (200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000) if n < span / 4), default=100
    )
    y, right = canvas.height - 14.0, 14 + length * canvas.scale
    canvas.parts.append(f'<path d="M14 {y:.1f}H{right:.1f}" stroke="{INK}" stroke-width="3"/>')
    canvas.parts.append(text_at(right + 6, y + 4, f"{length / 1000:g} km"))
    canvas.parts.append(
        f'<path d="M{canvas.width - 22} 34v-22m-5 8l5 -8l5 8" stroke="{INK}" fill="none" stroke-width="1.5"/>'
    )
    canvas.parts.append(text_at(canvas.width - 27, 48, "N"))


def _hatching(parties: Sequence[str], colours: Mapping[str, str] | None) -> str:
    return "".join(
        f'<pattern id="side-{n}" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate({45 + 45 * n})">'
        f'<rect width="9" height="9" fill="{colour_of(parties, party, colours)}" fill-opacity="0.08"/>'
        f'<path d="M0 0H9" stroke="{colour_of(parties, party, colours)}" stroke-width="1.2" stroke-opacity="0.45"/></pattern>'
        for n, party in enumerate(parties)
    )


def _legend(canvas: Canvas, ground: Ground, colours: Mapping[str, str] | None, done: Investigated) -> int:
    """Draws below the map; returns the whole height."""
    lines: list[tuple[str, str]] = []
    for n, party in enumerate(ground.parties):
        lines.append(
            (
                f'<rect width="16" height="12" fill="url(#side-{n})" stroke="{colour_of(ground.parties, party, colours)}"/>',
                f"ground held by {party}",
            )
        )
    for number, (asserter, held) in enumerate(ground.by_asserter.items()):
        dash = DASHES[number % 4]
        metres = max(h.uncertainty_m for h in held)
        swatch = f'<path d="M0 6H16" stroke="{QUIET}" stroke-width="1.6" stroke-dasharray="{dash}"/>'
        lines.append((swatch, f"line as asserted by {asserter}, uncertain by {metres:.0f} m"))
    lines.append(
        (
            f'<rect width="16" height="12" fill="{INK}" fill-opacity="0.35"/>',
            "origin: half of the probability",
        )
    )
    lines.append(
        (
            f'<rect width="16" height="12" fill="{INK}" fill-opacity="0.12"/>',
            "origin: nine tenths of the probability",
        )
    )
    lines.append((f'<path d="M3 1l10 10m0 -10l-10 10" stroke="{INK}" stroke-width="2"/>', "impact"))
    top = canvas.height + 22
    for n, (swatch, words) in enumerate(lines):
        x, y = 14 + 375 * (n % 2), top + 20 * (n // 2)
        canvas.parts.append(f'<g transform="translate({x} {y - 10})">{swatch}</g>{text_at(x + 24, y, words)}')
    y = top + 20 * ((len(lines) + 1) // 2) + 6
    canvas.parts.append(
        text_at(
            14, y, f"Places shown on a grid of {done.investigation.grid_m:g} m.", fill=QUIET, font_size=11
        )
    )
    return y + 12
