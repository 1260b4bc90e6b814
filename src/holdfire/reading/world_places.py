"""Where a town lies that no pack lists: the world's towns by name, the countries that a text names first.

The table is GeoNames' (CC BY 4.0; packs/NOTE.md says which rows of it). It only gives points to names that the grammar has
already read as places; it finds none itself, and a pack's own gazetteer always comes first. A name with holders far apart
is placed only where the text names the country of one of them, or where one is five times as large as the next; otherwise
it stays unplaced.
"""

import csv
import math
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from .statement import PlaceMention

TABLE = Path(__file__).parent / "packs" / "world.places.csv"
SAME_PLACE_KM = 15.0
"""Holders of one name that lie no farther apart are one place with its suburbs."""
OUTWEIGHS = 5
"""How many times larger than the next a town is that its bare name means."""
_ARTICLES = re.compile(r"^(?:al|el|as|ad|ash|ar|an|at|az|es|de|la)(?=[\s'’‘-])[\s'’‘-]+", re.IGNORECASE)
_RADII = ((1_000_000, 10_000.0), (100_000, 5_000.0), (0, 2_500.0))
"""Inhabitants from which on, and how far a town reaches from its point (metres). Own rule of thumb."""


@dataclass(frozen=True)
class Town:
    geoname_id: str
    country: str
    lat: float
    lon: float
    population: int


def located(place: PlaceMention, countries: Collection[str]) -> PlaceMention:
    """The place with a point and GeoNames' id where its name means one town; else as it is.

    countries  ISO 3166-1 alpha-3 of the states that the text names
    """
    if place.lat is not None or place.is_region:
        return place
    town = _meant(towns().get(key_of(place.name), []), countries)
    if town is None:
        return place
    radius = next(metres for least, metres in _RADII if town.population >= least)
    return replace(place, place_id=f"gn-{town.geoname_id}", lat=town.lat, lon=town.lon, radius_m=radius)


def _meant(holders: list[Town], countries: Collection[str]) -> Town | None:
    here = [town for town in holders if town.country in countries]
    pool = sorted(here or holders, key=lambda town: -town.population)
    if not pool:
        return None
    first = pool[0]
    far = [town for town in pool[1:] if _km(first, town) > SAME_PLACE_KM]
    if far and first.population < OUTWEIGHS * far[0].population:
        return None
    return first


def _km(one: Town, other: Town) -> float:
    north = math.radians(other.lat - one.lat)
    east = math.radians(other.lon - one.lon) * math.cos(math.radians((one.lat + other.lat) / 2))
    return 6371.0 * math.hypot(north, east)


def key_of(name: str) -> str:
    """A name without article, accents, apostrophes, blanks and hyphens: "El-Obeid" is "Obeid", "Mek'ele" is "Mekele"."""
    plain = unicodedata.normalize("NFKD", _ARTICLES.sub("", name.strip())).casefold()
    return "".join(c for c in plain if c.isalnum())


@lru_cache(maxsize=1)
def towns() -> dict[str, list[Town]]:
    """Every name of the table, folded as `key_of` folds it, and who bears it."""
    found: dict[str, list[Town]] = {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            town = Town(
                row["geoname_id"],
                row["country"],
                float(row["lat"]),
                float(row["lon"]),
                int(row["population"]),
            )
            for key in row["keys"].split():
                found.setdefault(key, []).append(town)
    return found
