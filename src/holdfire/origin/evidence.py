"""What speaks of a place of origin: values, in metres on the investigation's plane. Units are in the names.

An `Impact` carries what was measured at it; a `Station` (an observer, a camera, a microphone, a sound-ranging fix, a
silent post) speaks of the origin from elsewhere. `Station.density` is the likelihood of what it says.
"""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .kernels import EDGE_SHARE, P_STRAY, fix_density, off_deg, p_heard, sector_density, within_reach

Floats = NDArray[np.float64]

STRAY_AREA_M2 = np.pi * 30_000.0**2
"""Where a sound that is of another event may have been: a circle of 30 km."""


@dataclass(frozen=True)
class Bearing:
    """From an impact towards the origin: crater azimuth, fuse furrow, compass word."""

    evidence_id: str
    to_origin_deg: float
    half_width_deg: float
    basis: str = ""


@dataclass(frozen=True)
class Reach:
    """What one weapon, or one charge of it, covers. Several for one impact are alternatives, `weight` their prior."""

    evidence_id: str
    weapon: str
    low_m: float
    high_m: float
    weight: float = 1.0
    basis: str = ""


@dataclass(frozen=True)
class Impact:
    impact_id: str
    east_m: float
    north_m: float
    precision_m: float
    bearings: tuple[Bearing, ...] = ()
    reaches: tuple[Reach, ...] = ()
    group: str = ""


@dataclass(frozen=True)
class Station:
    """Speaks of the origin from its own place.

    kind       sector: the origin lies on a bearing (and at a distance) from here
               fix: the origin lies here, with a covariance
               region: the origin lies within a ring of points with probability p
               silence: a position here would have heard it with a known probability, and did not
    lobes      for a sector: alternative bearings (a shock cone has two), degrees
    """

    evidence_id: str
    kind: Literal["sector", "fix", "region", "silence"]
    east_m: float
    north_m: float
    says: str
    precision_m: float = 0.0
    lobes: tuple[float, ...] = ()
    half_width_deg: float = 180.0
    low_m: float | None = None
    high_m: float | None = None
    cov_m2: tuple[float, float, float] = (1.0, 0.0, 1.0)
    p: float = 1.0
    radius_m: float = 0.0
    ring: tuple[tuple[float, float], ...] = field(default=(), repr=False)

    def density(self, east: Floats, north: Floats) -> Floats:
        """(N,) likelihood of what this station says, for an origin at each place."""
        d_east, d_north = east - self.east_m, north - self.north_m
        if self.kind == "fix":
            return fix_density(d_east, d_north, self.cov_m2, self.p, STRAY_AREA_M2)
        if self.kind == "region":
            import shapely

            inside = shapely.contains_xy(shapely.Polygon(self.ring), east, north)
            area = max(shapely.Polygon(self.ring).area, 1.0)
            outside = max(STRAY_AREA_M2 - area, area)
            return np.asarray(np.where(inside, self.p / area, (1 - self.p) / outside))
        distance = np.hypot(d_east, d_north)
        if self.kind == "silence":
            return 1.0 - p_heard(distance, self.radius_m, self.p)
        result = np.ones_like(distance)
        if self.lobes and self.half_width_deg < 180.0:
            bearing = np.degrees(np.arctan2(d_east, d_north)) % 360.0
            spread = np.degrees(np.arctan2(self.precision_m, np.maximum(distance, 1.0)))
            sigma = np.hypot(EDGE_SHARE * self.half_width_deg, spread)
            parts = [
                sector_density(off_deg(bearing, lobe), self.half_width_deg, sigma) for lobe in self.lobes
            ]
            result = np.sum(parts, axis=0) / len(self.lobes)
        else:
            result = result / 360.0
        if self.high_m is not None:
            low = self.low_m or 0.0
            soft = max(EDGE_SHARE * (self.high_m - low) / 2, self.precision_m)
            result = result * within_reach(distance, low, self.high_m, soft) / max(self.high_m - low, 1.0)
        else:
            result = result / 30_000.0
        return np.asarray((1 - P_STRAY) * result + P_STRAY / 360.0 / 30_000.0)
