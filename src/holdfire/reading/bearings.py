"""Bearing and distance phrases: "2-3km north-east", "4-8km N, NNW and west", "within 500 m to the south".

An observer often gives several bearings for one count. All are kept, each with its own width; the one sector of a statement is
the narrowest that holds them all, for the count cannot be divided among them. Pure.
"""

import re
from collections.abc import Sequence

from holdfire.model.places import Point as ModelPoint
from holdfire.model.places import Sector, bearing_of

from .statement import PlaceMention, SectorTuple

_WIND = r"(?:north|south|east|west|[NSEW])(?:[- ]?(?:north|south|east|west|[NSEW])){0,2}(?:erly|ern)?"
_BEARING = re.compile(
    r"(?P<low>\d+(?:[.,]\d+)*)(?:\s*(?:[-–]|to|and)\s*(?P<high>\d+(?:[.,]\d+)*))?\s*"
    r"(?P<unit>km|m|metres|meters|kilometres|kilometers)\b\.?\s*(?:away\s+)?(?:to the\s+)?"
    rf"(?P<ways>{_WIND}\b(?:\s*(?:,|/|and|or|, and|as well as)\s*(?:to the\s+)?{_WIND}\b)*)"
)
_ONE_WIND = re.compile(rf"{_WIND}\b")


_OF_PLACE = re.compile(
    r"\s*(?:\([^)]*\)\s*)?of (?!its|the position|their|the smm|the camera|that position|this position)",
    re.IGNORECASE,
)


def bearing_set(text: str, start: int, end: int) -> tuple[list[SectorTuple], tuple[int, int]] | None:
    """The sectors of the first phrase, in order, and the phrase's span. A bare distance is taken as 0.5 km (m: 50 m) either side.

    "Avdiivka (17km north of Donetsk)" says where a place lies, and is no phrase of this kind.
    """
    for hit in _BEARING.finditer(text, start, end):
        if _OF_PLACE.match(text, hit.end()):
            continue
        scale = 1.0 if hit["unit"].startswith("k") else 0.001
        low = number_of(hit["low"]) * scale
        high = number_of(hit["high"]) * scale if hit["high"] else low
        if high < low:
            continue
        if not hit["high"]:
            give = 0.5 if scale == 1.0 else 0.05
            low, high = max(0.0, low - give), high + give
        out: list[SectorTuple] = []
        for wind in _ONE_WIND.finditer(hit["ways"]):
            try:
                bearing, half = bearing_of(wind[0])
            except KeyError:
                continue
            if (bearing, half, low, high) not in out:
                out.append((bearing, half, low, high))
        if out:
            return out, hit.span()
    return None


def number_of(words: str) -> float:
    """ "1.5", "1,5" or, in groups of three, "1,500"."""
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", words):
        return float(words.replace(",", ""))
    whole, *decimals = re.split(r"[.,]", words)
    return float(f"{whole}.{''.join(decimals)}")


def hull(sectors: Sequence[SectorTuple]) -> SectorTuple:
    """The narrowest arc that holds all arcs, and the span of their ranges.

    >>> hull([(180.0, 22.5, 3.0, 5.0), (225.0, 22.5, 3.0, 5.0)])
    (202.5, 45.0, 3.0, 5.0)
    """
    low, high = min(s[2] for s in sectors), max(s[3] for s in sectors)
    if len(sectors) == 1:
        return sectors[0]
    arcs = [((s[0] - s[1]) % 360.0, 2 * s[1]) for s in sectors]
    best: tuple[float, float] | None = None
    for begin, _ in arcs:  # the narrowest hull begins where one of the arcs begins
        width = max((a - begin) % 360.0 + w for a, w in arcs)
        if best is None or width < best[1]:
            best = (begin, width)
    begin, width = best if best is not None else (0.0, 360.0)
    if width >= 360.0:
        return 0.0, 180.0, low, high
    return (begin + width / 2) % 360.0, width / 2, low, high


def offset_place(
    place: PlaceMention, bearing: float, half_width: float, low_km: float, high_km: float
) -> tuple[float, float, float] | None:
    """ "6km north-west of Donetsk": the point and its radius in metres, None where the place has no coordinates."""
    if place.lat is None or place.lon is None:
        return None
    sector = Sector(
        ModelPoint(place.lat, place.lon, place.radius_m or 1000.0), bearing, half_width, low_km, high_km
    )
    point = sector.as_point()
    return point.lat, point.lon, point.radius_m
