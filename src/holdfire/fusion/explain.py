"""Why two reports were joined, or were not: each named term as a sentence with its weight.

Weights are printed in decibans (10 = ten to one), above 0 for "one incident". The terms add up to the pair's log odds.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from . import terms

DECIBANS = 10 / math.log(10)
LEVEL_SAYS: dict[str, Sequence[str]] = {
    "weapon": terms.WEAPON_SAYS, "count": terms.NUMBER_SAYS, "casualties": terms.CASUALTIES_SAYS,
    "accused": terms.BLAME_SAYS, "source": terms.VOICE_SAYS,
}  # fmt: skip


def sentence(term: str, nats: float, level: int | None, distance_km: float, gap_h: float) -> str:
    """One term in words."""
    if term == "separation":
        what = f"their places lie {distance_km:.1f} km apart, weighed by what each leaves open"
    elif term == "time":
        what = "their stated hours overlap" if gap_h <= 0 else f"their stated hours lie {_hours(gap_h)} apart"
    elif term == "crowding":
        what = "little else is told thereabouts" if nats > 0 else "much else is told thereabouts"
    elif term == "prior":
        what = "how often two such reports are of one incident"
    elif term == "company":
        what = "what else each of them could be joined with"
    elif term == "learned":
        what = "what simulated cases teach about this combination and what competes with it"
    else:
        what = LEVEL_SAYS[term][level or 0]
    return f"{what} ({nats * DECIBANS:+.1f} dB)"


def _hours(gap_h: float) -> str:
    return f"{gap_h * 60:.0f} min" if gap_h < 1 else f"{gap_h:.1f} h"


def strongest(named: Mapping[str, float], said: Mapping[str, str], most: int = 3) -> str:
    """The strongest terms of a pair as one sentence, for a member's page."""
    order = sorted(named, key=lambda term: (-abs(named[term]), term))
    return "; ".join(said[term] for term in order[:most] if abs(named[term]) >= 0.1)


def pair_says(
    parts: NDArray[np.float32],
    levels: NDArray[np.uint8],
    distance_km: float,
    gap_h: float,
    rest: str = "rest",
) -> tuple[dict[str, float], dict[str, str]]:
    """({term: nats}, {term: sentence}) of one pair.

    parts (10,) as in `link.PARTS`; rest: what the last of them is called: company or learned
    """
    named: dict[str, float] = {}
    said: dict[str, str] = {}
    for k, term in enumerate((*terms.TERMS, "prior", rest)):
        if k >= len(terms.TERMS) and not parts[k]:
            continue
        named[term] = round(float(parts[k]), 4)
        level = int(levels[k - 3]) if 3 <= k < len(terms.TERMS) else None
        said[term] = sentence(term, named[term], level, distance_km, gap_h)
    return named, said
