"""The smallest regions that hold half and nine tenths of the probability, in whole cells of the publication grid.

No answer is finer than that grid: cells are of it, or of a multiple of it where the region is large. Whole cells hold
somewhat more than their share; the share itself is kept on the fine mesh (Posterior.level, bench/origin.py). Pure.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from .plane import Plane
from .posterior import Posterior

Floats = NDArray[np.float64]

MOST_CELLS = 56
"""Cells along the longer edge of a region before its cells are doubled."""
WORTH = 0.985
"""Share of the probability that is laid out in cells: the thin rest, of stray bearings, would only make them coarser."""


def regions(
    found: Posterior, named: Sequence[float], plane: Plane, grid_m: float
) -> list[dict[str, Any] | None]:
    """GeoJSON (lon, lat) of the smallest set of cells that holds each share; None where no place is possible.

    named  shares, each below WORTH
    """
    if not found.is_possible:
        return [None for _ in named]
    step, west, south, mass = _cells(found, grid_m)
    columns = math.isqrt(mass.size)
    order = np.argsort(-mass, kind="stable")
    cumulative = np.cumsum(mass[order])

    def to_lon_lat(points: Floats) -> Floats:
        lat, lon = plane.to_degrees(points[:, 0], points[:, 1])
        return np.column_stack([np.round(lon, 5), np.round(lat, 5)])

    result: list[dict[str, Any] | None] = []
    for share in named:
        chosen = order[: int(np.searchsorted(cumulative, share - 1e-12)) + 1]
        x, y = west + chosen % columns * step, south + chosen // columns * step
        joined = shapely.coverage_union_all(shapely.box(x, y, x + step, y + step))
        result.append(shapely.geometry.mapping(shapely.transform(shapely.normalize(joined), to_lon_lat)))
    return result


def _cells(found: Posterior, grid_m: float) -> tuple[float, float, float, Floats]:
    """(cell size, west, south, mass of each cell row by row) of a square net over the places that matter."""
    mass = found.of_place
    order = np.argsort(-(mass / found.area), kind="stable")
    live = order[: int(np.searchsorted(np.cumsum(mass[order]), WORTH)) + 1]
    east, north, weight, half = found.east[live], found.north[live], mass[live], np.sqrt(found.area[live]) / 3
    shift = np.array(
        [-1.0, 0.0, 1.0]
    )  # a node is spread over its own cell, so that a coarse mesh leaves no holes
    d_east, d_north = (a.ravel() for a in np.meshgrid(shift, shift))
    all_east = (east[:, None] + half[:, None] * d_east).ravel()
    all_north = (north[:, None] + half[:, None] * d_north).ravel()
    extent = max(float(np.ptp(all_east)), float(np.ptp(all_north)), grid_m)
    step = grid_m
    while extent / step > MOST_CELLS:
        step *= 2
    west, south = math.floor(all_east.min() / step) * step, math.floor(all_north.min() / step) * step
    columns = int(extent // step) + 2
    cell = ((all_north - south) // step).astype(int) * columns + ((all_east - west) // step).astype(int)
    filled = np.bincount(cell, weights=np.repeat(weight / 9, 9), minlength=columns * columns)
    return step, float(west), float(south), np.asarray(filled, dtype=np.float64)
