"""Each side's sensors alone: would their answer be the same? Published beside the answer of all sensors together.

A sound that at least four sensors of one party heard is located from those alone, under the air of all. The two
places agree where their distance is within what both errors allow.
"""

from dataclasses import dataclass

import numpy as np

from . import kernels
from .numbers import Floats
from .records import Picks, Sensors
from .solve import Located
from .world import make_world, sort_picks

LEAST = 4
AGREE_D2 = 5.99  # 95 % of chi-squared, two degrees of freedom


@dataclass(frozen=True)
class OneSide:
    """A sound located from one party's sensors alone. d2: squared distance to the answer of all, in errors of this one."""

    event: int
    party: str
    n_picks: int
    x: float
    y: float
    cov: Floats
    distance_m: float
    d2: float

    @property
    def agrees(self) -> bool:
        return self.d2 <= AGREE_D2


def each_side_alone(found: Located, sensors: Sensors, picks: Picks) -> list[OneSide]:
    """By event and party, parties ascending; sounds with too few picks of a party are left out, not guessed."""
    parties = sorted({party for party in sensors.party if party})
    if len(parties) < 2 or not len(found):
        return []
    from dataclasses import replace

    shift = float(picks.t.min()) - 60.0
    early = replace(picks, t=picks.t - shift)
    order = sort_picks(sensors, early)
    rank = np.empty(len(picks), np.int64)
    rank[order.order] = np.arange(len(picks))
    belief = replace(found.belief, air=found.air)
    world = make_world(sensors, order, belief)
    H, C = np.empty((3, 3)), np.empty((3, 3))
    rows: list[OneSide] = []
    for e in range(len(found)):
        for party in parties:
            mine = np.array([p == party for p in sensors.party])
            hits = np.where(mine & (found.hits[e] >= 0), rank[np.maximum(found.hits[e], 0)], -1)
            if np.sum(hits >= 0) < LEAST:
                continue
            theta = np.array([found.x[e], found.y[e], found.t0[e] - shift])
            if kernels.fit_hits(world, hits, theta, np.zeros(3), 12, H, C) == 0.0:
                continue
            gap = theta[:2] - [found.x[e], found.y[e]]
            cov = C[:2, :2].copy()
            d2 = float(gap @ np.linalg.solve(cov, gap))
            rows.append(
                OneSide(
                    e,
                    party,
                    int(np.sum(hits >= 0)),
                    float(theta[0]),
                    float(theta[1]),
                    cov,
                    float(np.hypot(*gap)),
                    d2,
                )
            )
    return rows


def agreement(rows: list[OneSide]) -> dict[str, dict[str, float]]:
    """party -> number of sounds located alone, share that agrees, median distance in metres."""
    found: dict[str, dict[str, float]] = {}
    for party in sorted({row.party for row in rows}):
        of = [row for row in rows if row.party == party]
        found[party] = {
            "sounds": float(len(of)), "agree": float(np.mean([row.agrees for row in of])),
            "median_distance_m": float(np.median([row.distance_m for row in of])),
        }  # fmt: skip
    return found
