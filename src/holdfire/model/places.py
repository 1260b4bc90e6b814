"""Where: points with a radius, and sectors (a bearing and a range with their widths) seen from an observer.

Local plane: metres east and north of a reference point, good to 0.1 % within 100 km.
"""

import math
from dataclasses import dataclass

EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG

WINDS_16 = (
    "N",
    "NNE",
    "NE",
    "ENE",
    "E",
    "ESE",
    "SE",
    "SSE",
    "S",
    "SSW",
    "SW",
    "WSW",
    "W",
    "WNW",
    "NW",
    "NNW",
)
_WORDS = {"north": "N", "south": "S", "east": "E", "west": "W"}


@dataclass(frozen=True)
class Point:
    """A place with what its statement leaves open.

    lat, lon  degrees, WGS 84
    radius_m  metres; the place lies within it about two times in three (one sigma of each axis)
    """

    lat: float
    lon: float
    radius_m: float

    def __post_init__(self) -> None:
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            raise ValueError(f"not a place on earth: lat {self.lat}, lon {self.lon}")
        if not self.radius_m >= 0:
            raise ValueError(f"a radius is not negative, found {self.radius_m}")


@dataclass(frozen=True)
class Sector:
    """ "30 explosions 4-9 km north-east": an annular sector of several square kilometres, never a point.

    position                   the observer's
    bearing_deg, half_width_deg  from the observer, clockwise from north; half width 180 means any direction
    range_low_km, range_high_km
    """

    position: Point
    bearing_deg: float
    half_width_deg: float
    range_low_km: float
    range_high_km: float

    def __post_init__(self) -> None:
        if not 0 <= self.bearing_deg < 360:
            raise ValueError(f"a bearing is from 0 to below 360, found {self.bearing_deg}")
        if not 0 < self.half_width_deg <= 180:
            raise ValueError(f"a half width is above 0 and at most 180, found {self.half_width_deg}")
        if not 0 <= self.range_low_km <= self.range_high_km:
            raise ValueError(
                f"a range needs 0 <= low <= high, found {self.range_low_km} to {self.range_high_km}"
            )

    def as_point(self) -> Point:
        """The centre of the sector with a radius that covers it, for a map's label; linking uses the sector itself."""
        middle_km = (self.range_low_km + self.range_high_km) / 2
        if self.half_width_deg >= 90:
            return Point(self.position.lat, self.position.lon, self.range_high_km * 1000)
        lat, lon = destination(self.position.lat, self.position.lon, self.bearing_deg, middle_km * 1000)
        across_m = self.range_high_km * 1000 * math.sin(math.radians(self.half_width_deg))
        along_m = (self.range_high_km - self.range_low_km) * 500
        return Point(lat, lon, max(math.hypot(across_m, along_m), self.position.radius_m))


def bearing_of(words: str) -> tuple[float, float]:
    """Degrees and half width of a compass word: "NNE", "north-north-east", "north east", "southerly".

    Returns (bearing_deg, half_width_deg). The eight main winds are 45 degrees wide (22.5 either side), the eight
    between them 22.5 (11.25 either side).
    raises  KeyError for anything else
    """
    plain = words.lower().replace("-", " ").replace("erly", "").replace("ern", "").strip()
    for word, letter in _WORDS.items():
        plain = plain.replace(word, f" {letter} ")
    name = plain.replace(" ", "").upper()
    place = WINDS_16.index(name) if name in WINDS_16 else -1
    if place < 0:
        raise KeyError(words)
    return place * 22.5, 11.25 if place % 2 else 22.5


def distance_m(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Great-circle distance in metres (haversine)."""
    phi_a, phi_b = math.radians(lat_a), math.radians(lat_b)
    half = math.sin((phi_b - phi_a) / 2) ** 2
    half += math.cos(phi_a) * math.cos(phi_b) * math.sin(math.radians(lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, half)))


def bearing_deg(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Initial bearing from a to b, degrees clockwise from north, 0 to below 360."""
    phi_a, phi_b, d_lon = math.radians(lat_a), math.radians(lat_b), math.radians(lon_b - lon_a)
    y = math.sin(d_lon) * math.cos(phi_b)
    x = math.cos(phi_a) * math.sin(phi_b) - math.sin(phi_a) * math.cos(phi_b) * math.cos(d_lon)
    return math.degrees(math.atan2(y, x)) % 360.0


def destination(lat: float, lon: float, bearing: float, metres: float) -> tuple[float, float]:
    """The place `metres` from (lat, lon) on an initial bearing in degrees. Returns (lat, lon)."""
    arc, theta = metres / EARTH_RADIUS_M, math.radians(bearing)
    phi = math.radians(lat)
    phi_to = math.asin(math.sin(phi) * math.cos(arc) + math.cos(phi) * math.sin(arc) * math.cos(theta))
    d_lon = math.atan2(
        math.sin(theta) * math.sin(arc) * math.cos(phi), math.cos(arc) - math.sin(phi) * math.sin(phi_to)
    )
    return math.degrees(phi_to), (lon + math.degrees(d_lon) + 540) % 360 - 180
