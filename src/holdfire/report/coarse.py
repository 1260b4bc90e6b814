"""How coarse a place goes out: cells of the mandate's grid, radii no smaller than a cell, coordinates in text masked.

Pure functions; `publication` applies them to every row, maps and exports to what they draw from the case's own files.
"""

import math
import re

from holdfire.model.case import Case

METRES_PER_DEGREE = 111_194.93  # of latitude, on the mean sphere (EARTH_RADIUS_M * pi / 180)
MASK = "\N{FULL BLOCK}"


def snap(lat: float, lon: float, grid_m: float) -> tuple[float, float]:
    """The middle of the grid cell that holds a place, degrees, 5 decimals. Cells are `grid_m` high and about as wide.

    >>> snap(40.90534, 45.48838, 1000)
    (40.90564, 45.48435)
    """
    step = grid_m / METRES_PER_DEGREE
    middle = (math.floor(lat / step) + 0.5) * step
    step_lon = step / max(0.01, math.cos(math.radians(middle)))
    return round(middle, 5), round((math.floor(lon / step_lon) + 0.5) * step_lon, 5)


def coarse_radius_m(radius_m: float | None, grid_m: float) -> float:
    """At least half of a cell's diagonal: the place lies in its cell, and no closer is said."""
    return round(max(radius_m or 0.0, grid_m / math.sqrt(2)))


def mask_coordinates(text: str, case: Case) -> str:
    """A document's text whose decimal coordinates within the mandate's area lose the digits finer than the grid.

    The length stays, so that offsets hold. Numbers that merely look like a coordinate of the area are masked too.
    """
    area, kept = case.mandate.area, kept_decimals(case.mandate.publication.grid_m)

    def masked(found: re.Match[str]) -> str:
        value = float(found.group())
        if not (area.south <= value <= area.north or area.west <= value <= area.east):
            return found.group()
        whole, _dot, digits = found.group().partition(".")
        return f"{whole}.{digits[:kept]}{MASK * (len(digits) - kept)}"

    return re.sub(rf"(?<![\d.])\d{{1,3}}\.\d{{{kept + 1},}}(?!\d|\.\d)", masked, text)


def kept_decimals(grid_m: float) -> int:
    """How many decimals of a degree are no finer than the grid (1000 m: 2)."""
    return max(0, math.floor(math.log10(METRES_PER_DEGREE / grid_m) + 1e-9))
