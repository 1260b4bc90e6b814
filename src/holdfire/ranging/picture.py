"""A map as SVG: sensors of each party, 90 % regions, the line, and each side's own solution. Text in, text out.

Parties are told apart by shape as well as tone (circle, square, triangle), so that colour is never the only sign.
"""

import math
from collections.abc import Sequence

import numpy as np

from .numbers import Floats
from .records import Sensors
from .region import CHI2_90
from .solve import Located
from .two_sides import OneSide

WIDTH = 720
TONES = ("#5b4a8a", "#8a6d3b", "#3b7a78")


def map_svg(
    found: Located,
    sensors: Sensors,
    *,
    line: Floats | None = None,
    alone: Sequence[OneSide] = (),
    least_m: float = 60.0,
) -> str:
    """line (N, 2) metres. Regions smaller than least_m are drawn at that size and the caption says so."""
    parties = sorted({party for party in sensors.party if party}) or [""]
    xs, ys = np.concatenate([sensors.x, found.x]), np.concatenate([sensors.y, found.y])
    pad = 0.05 * float(np.ptp(xs)) + 300.0
    left, right, low, high = xs.min() - pad, xs.max() + pad, ys.min() - pad, ys.max() + pad
    scale = WIDTH / float(right - left)
    height = round(float(high - low) * scale) + 46

    def at(x: float, y: float) -> tuple[str, str]:
        return f"{(x - left) * scale:.1f}", f"{(high - y) * scale:.1f}"

    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" font-family="sans-serif" font-size="12">',
        f"<title>Sound events located from {len(sensors)} sensors</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fbfaf7"/>',
    ]
    if line is not None:
        points = " ".join(",".join(at(float(x), float(y))) for x, y in line if left <= x <= right)
        out.append(f'<polyline points="{points}" fill="none" stroke="#777" stroke-dasharray="6 4"/>')
    for e in range(len(found)):
        values, axes = np.linalg.eigh(found.cov[e, :2, :2])
        radii = np.maximum(np.sqrt(np.maximum(values, 0.0) * CHI2_90), least_m) * scale
        turn = -math.degrees(math.atan2(float(axes[1, 1]), float(axes[0, 1])))
        x, y = at(float(found.x[e]), float(found.y[e]))
        out.append(
            f'<ellipse cx="{x}" cy="{y}" rx="{radii[1]:.1f}" ry="{radii[0]:.1f}" transform="rotate({turn:.1f} {x} {y})" '
            'fill="#c94" fill-opacity="0.35" stroke="#742"/>'
        )
    for row in alone:
        x, y = at(row.x, row.y)
        tone = TONES[parties.index(row.party) % len(TONES)]
        out.append(f'<path d="M{x} {y}m-4 0h8m-4 -4v8" stroke="{tone}" stroke-width="1.5"/>')
    for k in range(len(sensors)):
        number = parties.index(sensors.party[k]) if sensors.party[k] in parties else 0
        x, y = at(float(sensors.x[k]), float(sensors.y[k]))
        out.append(_mark(number, float(x), float(y)))
    legend = " · ".join(
        f"{('circle', 'square', 'triangle')[k % 3]}: sensor of {party or 'the record'}"
        for k, party in enumerate(parties)
    )
    out.append(f'<text x="8" y="{height - 26}">{legend} · dashed: the line as asserted</text>')
    text = f"ellipse: 90 % region (drawn at {least_m:g} m at least) · cross: one side's sensors alone"
    out.append(f'<text x="8" y="{height - 9}">{text}</text>')
    return "\n".join([*out, "</svg>"]) + "\n"


def _mark(number: int, x: float, y: float) -> str:
    tone = TONES[number % len(TONES)]
    if number % 3 == 1:
        return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{tone}"/>'
    if number % 3 == 2:
        return f'<path d="M{x:.1f} {y - 5:.1f}l5 9h-10z" fill="{tone}"/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{tone}"/>'
