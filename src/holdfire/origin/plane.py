"""Degrees to metres and back: a flat map around one point, on which likelihoods are computed.

The azimuthal equidistant map of a sphere: distances and bearings from the centre are exact, between other points good
to 0.1 % within 100 km (tests/origin/test_plane.py, against the great circle). Pure.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from holdfire.model.places import EARTH_RADIUS_M

Floats = NDArray[np.float64]


def round_plane(lat: float, lon: float) -> "Plane":
    """A plane whose centre is a round tenth of a degree: a grid laid from it tells nothing of where the impacts lie."""
    return Plane(max(-89.0, min(89.0, round(lat, 1))), (round(lon, 1) + 180.0) % 360.0 - 180.0)


@dataclass(frozen=True)
class Plane:
    """Metres east and north of (lat, lon)."""

    lat: float
    lon: float

    def to_metres(self, lat: float | Floats, lon: float | Floats) -> tuple[Floats, Floats]:
        """(east_m, north_m) of places in degrees; scalars or arrays of one shape."""
        phi, phi_0 = np.radians(np.asarray(lat, float)), np.radians(self.lat)
        d_lon = np.radians((np.asarray(lon, float) - self.lon + 180.0) % 360.0 - 180.0)
        half = np.sin((phi - phi_0) / 2) ** 2 + np.cos(phi) * np.cos(phi_0) * np.sin(d_lon / 2) ** 2
        arc = 2 * np.arcsin(np.sqrt(np.minimum(1.0, half)))
        y = np.cos(phi_0) * np.sin(phi) - np.sin(phi_0) * np.cos(phi) * np.cos(d_lon)
        x = np.sin(d_lon) * np.cos(phi)
        theta = np.arctan2(x, y)
        return EARTH_RADIUS_M * arc * np.sin(theta), EARTH_RADIUS_M * arc * np.cos(theta)

    def to_degrees(self, east_m: float | Floats, north_m: float | Floats) -> tuple[Floats, Floats]:
        """(lat, lon) of places in metres: the inverse of `to_metres`."""
        east, north = np.asarray(east_m, float), np.asarray(north_m, float)
        arc, theta, phi_0 = (
            np.hypot(east, north) / EARTH_RADIUS_M,
            np.arctan2(east, north),
            np.radians(self.lat),
        )
        sin_phi = np.sin(phi_0) * np.cos(arc) + np.cos(phi_0) * np.sin(arc) * np.cos(theta)
        phi = np.arcsin(np.clip(sin_phi, -1.0, 1.0))
        y = np.sin(theta) * np.sin(arc) * np.cos(phi_0)
        d_lon = np.arctan2(y, np.cos(arc) - np.sin(phi_0) * sin_phi)
        return np.degrees(phi), (self.lon + np.degrees(d_lon) + 540.0) % 360.0 - 180.0
