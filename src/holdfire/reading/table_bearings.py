"""Distance and direction as the cell of a table gives them, in either order and in several languages. Pure.

"NE, 3-5km", "2km (NW)", "3-5 км СВ", "3–5 км на північний схід". A cell that says anything else besides is no such cell.
"""

import re

from holdfire.model.places import bearing_of

from .bearings import number_of
from .statement import SectorTuple
from .table_columns import key_of, meaning
from .tokens import fold

_DISTANCE = re.compile(
    r"(?P<low>\d+(?:[.,]\d+)?)\s*(?:(?:[-–—]|to|до)\s*(?P<high>\d+(?:[.,]\d+)?)\s*)?(?P<unit>[^\W\d_]+)\.?"
)
_LETTERS = re.compile(
    "|".join(fold(letter) for letter in ("пн", "пд", "сх", "зх", "с", "ю", "в", "з", "n", "e", "s", "w"))
)
"""Ways as they are abbreviated together, "ПнПнСх", "ССВ", "NNE"; the longer before the shorter."""


def cell_bearings(words: str) -> list[SectorTuple] | None:
    """The sectors of the cell's ways, each at the cell's one distance; a bare distance is taken as 0.5 km (m: 50 m) either side."""
    said = key_of(words)
    distances = [hit for hit in _DISTANCE.finditer(said) if meaning("distance", hit["unit"]) in ("km", "m")]
    if len(distances) != 1:
        return None
    hit = distances[0]
    scale, give = (1.0, 0.5) if meaning("distance", hit["unit"]) == "km" else (0.001, 0.05)
    low = number_of(hit["low"]) * scale
    high = number_of(hit["high"]) * scale if hit["high"] else low + give
    if not hit["high"]:
        low = max(0.0, low - give)
    ways = _ways_of(said[: hit.start()] + " , " + said[hit.end() :])
    if not ways or high < low:
        return None
    return [(*bearing_of(way), low, high) for way in ways]


def _ways_of(words: str) -> list[str]:
    """Winds of the sixteen, in order; none where a word is neither a wind nor says nothing."""
    ways: list[str] = []
    open_way = ""
    for token in re.findall(r"[\w'-]+|[^\w\s]", words):
        letters = "".join(_letters(part) or "?" for part in token.split("-"))
        if "?" not in letters:
            if open_way and _is_wind(open_way + letters):  # "північний схід": one way in two words
                ways[-1] = open_way = open_way + letters
            elif _is_wind(letters):
                ways.append(letters)
                open_way = letters
            else:
                return []
        elif token.isalpha() and meaning("distance", token) != "between":
            return []
        else:
            open_way = ""
    return list(dict.fromkeys(ways))


def _letters(part: str) -> str | None:
    """ "north" N, "северо" N, "пнсх" NE; None for what is no way."""
    if way := meaning("direction", part):
        return way
    found = _LETTERS.findall(part)
    ways = [meaning("direction", letter) for letter in found]
    return "".join(way for way in ways if way) if found and "".join(found) == part else None


def _is_wind(letters: str) -> bool:
    try:
        bearing_of(letters)
    except KeyError:
        return False
    return True
