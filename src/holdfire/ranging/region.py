"""The region that holds a place with 90 %: an ellipse as a GeoJSON polygon of 32 corners."""

import math
from typing import Any

import numpy as np

from .numbers import Floats
from .records import Plane

CHI2_90 = 4.605170186  # 90 % of chi-squared, two degrees of freedom
CORNERS = 32


def region_90(x: float, y: float, cov: Floats, plane: Plane) -> dict[str, Any]:
    """cov (2, 2) m2. Coordinates are (lon, lat), or (x_km, y_km) where the plane has no origin."""
    values, axes = np.linalg.eigh(cov)
    radii = np.sqrt(np.maximum(values, 0.0) * CHI2_90)
    angle = 2.0 * math.pi * np.arange(CORNERS + 1) / CORNERS
    ring = np.column_stack([np.cos(angle) * radii[0], np.sin(angle) * radii[1]]) @ axes.T
    if plane.origin is None:
        points = [[round((x + dx) / 1000.0, 6), round((y + dy) / 1000.0, 6)] for dx, dy in ring]
    else:
        lat, lon = plane.to_degrees(x + ring[:, 0], y + ring[:, 1])
        points = [[round(float(b), 7), round(float(a), 7)] for a, b in zip(lat, lon, strict=True)]
    points[-1] = points[0]
    return {"type": "Polygon", "coordinates": [points]}
