"""Can these sensors locate anything? Said before the work, with what to do about it."""

import numpy as np

from holdfire.model.errors import NotCovered

from .records import Sensors


def require_geometry(sensors: Sensors) -> None:
    """raises  NotCovered: fewer than four sensors, or all within 1 % of one straight line"""
    n = len(sensors)
    if n < 4:
        raise NotCovered(
            f"{n} sensor{'s' if n != 1 else ''}: a place from arrival times needs at least four (three leave a second place open)"
        )
    xy = np.column_stack([sensors.x - sensors.x.mean(), sensors.y - sensors.y.mean()])
    values = np.linalg.svd(xy, compute_uv=False)
    if values[1] < 0.01 * values[0]:
        raise NotCovered(
            f"all {n} sensors lie on one straight line (within {values[1] / np.sqrt(n):.0f} m): every place has a mirror image "
            "across it, and the side of the line cannot be told; add a sensor off the line"
        )
