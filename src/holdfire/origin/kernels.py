"""How well does a place of origin fit one measurement?

Each kernel is a probability density of the measurement, given the place: a stated bearing with its half width, a
weapon's reach, a located sound. Stated half widths are limits that people write down, so a sector is flat within its
half width and soft at its edges; the softness holds the maker's own error and what the impact's coordinates leave open.
Sometimes a width is too narrow or a bearing is of another round: both are part of the model (SCALES, P_STRAY), which is
why two bearings that disagree widen the answer and never average away into a direction that neither of them gave.

Pure: arrays in, arrays out; no database, no clock, no randomness. Checked against plain loops and against simulation
in tests/origin/test_kernels.py and bench/origin.py.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

Floats = NDArray[np.float64]

EDGE_SHARE = 0.25
"""Softness of a sector's edge (one sigma) as a share of its half width. A convention, shown in docs/origin.md."""
SCALES = ((1.0, 0.9), (2.0, 0.1))
"""(factor, probability): how often a stated half width is too narrow, and by how much. Of each bearing by itself."""
P_STRAY = 0.05
"""A bearing is of another round, mistyped or turned about: then it says nothing."""
REACH_SOFTNESS = 0.02
"""One sigma of a weapon's limits as a share of its maximum: charge temperature, air, height."""


def off_deg(bearing_deg: Floats, centre_deg: float) -> Floats:
    """Signed difference between bearings, -180 to below 180."""
    return np.asarray((bearing_deg - centre_deg + 180.0) % 360.0 - 180.0)


def sector_density(off: Floats, half_width_deg: float, sigma_deg: Floats | float) -> Floats:
    """Density, per degree, of a bearing measured `off` degrees from the true one.

    off             (N,) degrees, signed
    half_width_deg  stated half width; 180 or more is no direction at all
    sigma_deg       softness of the edges, scalar or (N,), above 0
    """
    if half_width_deg >= 180.0:
        return np.full_like(off, 1.0 / 360.0)
    sigma = np.broadcast_to(np.maximum(sigma_deg, 1e-6), off.shape)
    core = np.zeros_like(off)
    for turn in (0.0, -360.0, 360.0):  # a wide error may come round the circle
        turned = off + turn
        near = (
            np.abs(turned) < half_width_deg + 6 * sigma
        )  # beyond six sigmas nothing is left worth computing
        if near.any():
            x, soft = turned[near], sigma[near]
            core[near] += (ndtr((x + half_width_deg) / soft) - ndtr((x - half_width_deg) / soft)) / (
                2 * half_width_deg
            )
    return np.maximum(core, 0.0)


def bearing_density(off: Floats, half_width_deg: float, place_sigma_deg: Floats | float) -> Floats:
    """Density, per degree, of one stated bearing: mostly within its half width, at times too narrow, at times astray."""
    density = np.full_like(off, P_STRAY / 360.0)
    for scale, p in SCALES:
        half = min(180.0, scale * half_width_deg)
        sigma = np.hypot(EDGE_SHARE * half, place_sigma_deg)
        density += (1 - P_STRAY) * p * sector_density(off, half, sigma)
    return density


def bearings_density(
    bearing_deg: Floats, place_sigma_deg: Floats | float, stated: Sequence[tuple[float, float]]
) -> Floats:
    """Density of all bearings stated for one impact, given the true bearing to the origin.

    bearing_deg      (N,) true bearing of each place from the impact's stated coordinates
    place_sigma_deg  what those coordinates leave open, seen from each place: one error, common to all of its bearings
    stated           (bearing_deg, half_width_deg) each
    returns          (N,) product over bearings, smoothed by the common error; ones for no bearing
    """
    if not stated:
        return np.ones_like(bearing_deg)
    if len(stated) == 1:
        centre, half_width = stated[0]
        return bearing_density(off_deg(bearing_deg, centre), half_width, place_sigma_deg)
    step = float(np.clip(min(half for _, half in stated) / 16, 0.02, 0.25))
    count = round(360.0 / step)
    grid: Floats = np.linspace(0.0, 360.0, count, endpoint=False)
    product = np.ones(count)
    for centre, half_width in stated:
        product *= bearing_density(off_deg(grid, centre), half_width, 0.0)
    return _smoothed(product, bearing_deg % 360.0, np.broadcast_to(place_sigma_deg, bearing_deg.shape))


def _smoothed(around: Floats, at_deg: Floats, sigma_deg: Floats) -> Floats:
    """A function around the circle, blurred by a normal error of each place's own width, at N bearings.

    Blurred at a ladder of widths by Fourier transform, then read off between two rungs and two grid points.
    """
    low = max(float(sigma_deg.min()), 90.0 / around.size)
    high = max(float(sigma_deg.max()), low * 1.2)
    rungs = np.geomspace(low, high, 2 + int(np.log(high / low) / np.log(1.3)))
    wave = 2 * np.pi / 360.0 * np.arange(around.size // 2 + 1)
    ladder = np.fft.irfft(np.fft.rfft(around) * np.exp(-0.5 * (wave * rungs[:, None]) ** 2), n=around.size)
    ladder = np.maximum(ladder, around.min())
    rung = np.log(np.clip(sigma_deg, low, high) / low) / np.log(high / low) * (rungs.size - 1)
    below = np.minimum(rung.astype(int), rungs.size - 2)
    up = rung - below
    place = at_deg / 360.0 * around.size
    left = place.astype(int) % around.size
    right, along = (left + 1) % around.size, place - np.floor(place)
    lower = ladder[below, left] * (1 - along) + ladder[below, right] * along
    upper = ladder[below + 1, left] * (1 - along) + ladder[below + 1, right] * along
    return np.asarray(lower * (1 - up) + upper * up)


def within_reach(
    distance_m: Floats, low_m: float, high_m: float, precision_m: float, farthest_m: Floats | None = None
) -> Floats:
    """Probability, 0 to 1, that a weapon reaching from low to high covers this distance, with soft limits.

    precision_m  one sigma of the impact's stated place
    farthest_m   of several impacts of one weapon: distance_m is to the nearest of them, this to the farthest. The limits
                 are then soft once for all, since one day's air and one lot of charges moved them
    """
    sigma = max(float(np.hypot(precision_m, REACH_SOFTNESS * high_m)), 1.0)
    near = ndtr((distance_m - low_m) / sigma) if low_m > 0 else 1.0
    beyond = distance_m if farthest_m is None else farthest_m
    return np.asarray(np.clip(near - ndtr((beyond - high_m) / sigma), 0.0, 1.0))


def fix_density(
    east: Floats, north: Floats, cov: tuple[float, float, float], p_real: float, area_m2: float
) -> Floats:
    """Density, per square metre, of a located sound `east`, `north` metres off the place of origin.

    cov      (xx, xy, yy) m2
    p_real   that the fix is of this event; otherwise it may lie anywhere within area_m2
    """
    xx, xy, yy = cov
    det = max(xx * yy - xy * xy, 1e-9)
    squared = (yy * east**2 - 2 * xy * east * north + xx * north**2) / det
    core = np.exp(-0.5 * squared) / (2 * np.pi * np.sqrt(det))
    return np.asarray(p_real * core + (1 - p_real) / area_m2)


def p_heard(distance_m: Floats, radius_m: float, p_within: float) -> Floats:
    """The detection function of a coverage record: p_within inside the radius, beyond it halved every quarter radius."""
    beyond = np.maximum(0.0, distance_m - radius_m)
    return np.asarray(p_within * np.exp2(-beyond / max(radius_m / 4, 1.0)))
