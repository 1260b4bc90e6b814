"""A map as SVG: sensors of each party, 90 % regions, the line, each side's own regions, and some sounds enlarged.

Parties are told apart by shape, dash and tone, so that colour is never the only sign; all in the order of their ids.
Text in, text out.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np

from holdfire.model.lines import Area

from .numbers import Floats
from .records import Sensors
from .region import CHI2_90
from .side import territory_in_plane
from .solve import Located
from .two_sides import OneSide

WIDTH = 720
PANELS, PANEL = 3, 232  # sounds shown enlarged, and the width of each in pixels
TONES = ("#5b4a8a", "#8a6d3b", "#3b7a78")
DASHES = ("", "5 2", "1 2")
SHAPES = ("circle", "square", "triangle")
WORDS = ("solid outline", "dashed outline", "dotted outline")

At = Callable[[float, float], tuple[str, str]]


def map_svg(
    found: Located,
    sensors: Sensors,
    *,
    line: Floats | None = None,
    territory: Sequence[Area] = (),
    alone: Sequence[OneSide] = (),
    least_m: float = 60.0,
) -> str:
    """line (N, 2) metres; territory: its borders are drawn too. Regions smaller than least_m are drawn at that size on the
    map, and at their own in the enlarged panels.
    """
    parties = sorted({party for party in sensors.party if party}) or [""]
    xs, ys = np.concatenate([sensors.x, found.x]), np.concatenate([sensors.y, found.y])
    pad = 0.05 * float(np.ptp(xs)) + 300.0
    left, right, low, high = xs.min() - pad, xs.max() + pad, ys.min() - pad, ys.max() + pad
    scale = WIDTH / float(right - left)
    tall = round(float(high - low) * scale)
    shown = _enlarged(alone)
    legend_at = tall + (PANEL + 34 if shown else 0)
    height = legend_at + 64

    def at(x: float, y: float) -> tuple[str, str]:
        return f"{(x - left) * scale:.1f}", f"{(high - y) * scale:.1f}"

    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" font-family="sans-serif" font-size="12">',
        f"<title>Sound events located from {len(sensors)} sensors, and from each side's sensors alone</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fbfaf7"/>',
        f'<clipPath id="map"><rect width="{WIDTH}" height="{tall}"/></clipPath>',
        '<g clip-path="url(#map)">',
    ]
    given = [line] if line is not None else []
    for border in [*given, *_borders(territory, sensors)]:
        points = " ".join(",".join(at(float(x), float(y))) for x, y in border)
        out.append(f'<polyline points="{points}" fill="none" stroke="#777" stroke-dasharray="6 4"/>')
    for e in range(len(found)):
        out.append(_region(found.x[e], found.y[e], found.cov[e, :2, :2], at, scale, least_m, JOINT))
    for row in alone:
        if row.is_solved:
            out.append(_region(row.x, row.y, row.cov, at, scale, least_m, _outline(parties.index(row.party))))
    out += [
        _mark(_number(parties, sensors, k), *map(float, at(sensors.x[k], sensors.y[k])))
        for k in range(len(sensors))
    ]
    out += [_scale_bar(8, tall - 10, scale, 1000.0), "</g>"]
    for n, event in enumerate(shown):
        out.append(_panel(8 + n * (PANEL + 4), tall + 24, event, found, alone, parties))
    out += _legend(parties, legend_at, least_m, bool(alone), bool(shown))
    return "\n".join([*out, "</svg>"]) + "\n"


JOINT = 'fill="#c94" fill-opacity="0.35" stroke="#742"'


def _outline(number: int) -> str:
    dash = f' stroke-dasharray="{DASHES[number % 3]}"' if DASHES[number % 3] else ""
    return f'fill="none" stroke="{TONES[number % 3]}" stroke-width="1.6"{dash}'


def _number(parties: Sequence[str], sensors: Sensors, k: int) -> int:
    return parties.index(sensors.party[k]) if sensors.party[k] in parties else 0


def _region(x: float, y: float, cov: Floats, at: At, scale: float, least_m: float, style: str) -> str:
    values, axes = np.linalg.eigh(cov)
    radii = np.maximum(np.sqrt(np.maximum(values, 0.0) * CHI2_90), least_m) * scale
    turn = -math.degrees(math.atan2(float(axes[1, 1]), float(axes[0, 1])))
    cx, cy = at(float(x), float(y))
    return (
        f'<ellipse cx="{cx}" cy="{cy}" rx="{radii[1]:.1f}" ry="{radii[0]:.1f}" '
        f'transform="rotate({turn:.1f} {cx} {cy})" {style}/>'
    )


def _borders(territory: Sequence[Area], sensors: Sensors) -> list[Floats]:
    import shapely

    plane = sensors.plane
    if plane.origin is None:
        held = territory_in_plane(territory, lambda x, y: (x * 1000.0, y * 1000.0))
    else:
        held = territory_in_plane(territory, lambda lon, lat: plane.to_metres(lat, lon))
    shapes = [shape for of in held.values() for shape, _ in of]
    rings = [part for shape in shapes for part in shapely.get_parts(shapely.boundary(shape))]
    return [np.asarray(shapely.get_coordinates(ring)) for ring in rings]


def _enlarged(alone: Sequence[OneSide]) -> list[int]:
    """Of the sounds that at least two sides solve alone: one whose answers lie near each other, a typical one, the furthest."""
    of: dict[int, list[OneSide]] = {}
    for row in alone:
        if row.is_solved:
            of.setdefault(row.event, []).append(row)
    both = sorted((max(r.distance_m for r in rows), e) for e, rows in of.items() if len(rows) >= 2)
    if not both:
        return []
    places = np.unique(np.round(np.linspace(0.25, 1.0, PANELS) * (len(both) - 1)).astype(int))
    return [both[int(k)][1] for k in places]


def _panel(
    x0: float, y0: float, event: int, found: Located, alone: Sequence[OneSide], parties: Sequence[str]
) -> str:
    """One sound at its own scale: the joint region, then each side's."""
    rows = [row for row in alone if row.event == event and row.is_solved]
    middle = np.array([found.x[event], found.y[event]])
    reach = max(
        float(np.hypot(*(np.array([row.x, row.y]) - middle)))
        + math.sqrt(float(np.linalg.eigvalsh(row.cov)[-1]) * CHI2_90)
        for row in rows
    )
    half = 1.1 * reach
    scale = PANEL / (2.0 * half)

    def at(x: float, y: float) -> tuple[str, str]:
        return f"{x0 + (x - middle[0] + half) * scale:.1f}", f"{y0 + (middle[1] + half - y) * scale:.1f}"

    out = [f'<rect x="{x0}" y="{y0}" width="{PANEL}" height="{PANEL}" fill="#fff" stroke="#bbb"/>']
    out.append(f'<text x="{x0}" y="{y0 - 5}">sound {event}, enlarged</text>')
    out.append(_region(float(middle[0]), float(middle[1]), found.cov[event, :2, :2], at, scale, 0.0, JOINT))
    for row in rows:
        number = parties.index(row.party)
        out.append(_region(row.x, row.y, row.cov, at, scale, 0.0, _outline(number)))
        cx, cy = at(row.x, row.y)
        out.append(f'<path d="M{cx} {cy}m-4 0h8m-4 -4v8" stroke="{TONES[number % 3]}" stroke-width="1.5"/>')
    step = 10.0 ** math.floor(math.log10(half))
    out.append(_scale_bar(x0 + 6, y0 + PANEL - 8, scale, step))
    return "\n".join(out)


def _scale_bar(x: float, y: float, scale: float, metres: float) -> str:
    name = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
    return (
        f'<path d="M{x} {y}h{metres * scale:.1f}" stroke="#333" stroke-width="2"/>'
        f'<text x="{x}" y="{y - 5}" font-size="11">{name}</text>'
    )


def _legend(
    parties: Sequence[str], top: float, least_m: float, has_sides: bool, has_panels: bool
) -> list[str]:
    sensors = " · ".join(
        f"{SHAPES[k % 3]}: sensor of {party or 'the record'}" for k, party in enumerate(parties)
    )
    regions = f"filled: 90 % region from all sensors (at least {least_m:g} m on the map{', true size below' if has_panels else ''})"
    lines = [f"{sensors} · grey dashes: the line as asserted", regions]
    if has_sides:
        lines.append(
            " · ".join(f"{WORDS[k % 3]}: {party}'s sensors alone" for k, party in enumerate(parties))
        )
        lines[-1] += " · no outline: cannot be solved"
    return [f'<text x="8" y="{top + 18 + 18 * n}">{text}</text>' for n, text in enumerate(lines)]


def _mark(number: int, x: float, y: float) -> str:
    tone = TONES[number % len(TONES)]
    if number % 3 == 1:
        return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{tone}"/>'
    if number % 3 == 2:
        return f'<path d="M{x:.1f} {y - 5:.1f}l5 9h-10z" fill="{tone}"/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{tone}"/>'
