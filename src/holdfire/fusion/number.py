"""How many incidents are there? An estimate with a 95 % interval, which counting the clusters cannot give.

Clusters overcount: a report whose mates were missed becomes an incident of its own. If a report has m mates, it stands for
one incident in 1 + m; so the expected number of incidents is the sum over voices of 1 / (1 + expected mates), where the
expected mates are the sum of the voice's pair probabilities. How far that is off in quiet and in busy, in exact and in
vague theatres, and how much it scatters, was measured on 200 simulated cases of widely drawn settings and 1,500 to 12,000
reports (those of bench.train_linking, cases 400-599); for a case's own statements nothing was measured, so their interval
is wider.
"""

from typing import Literal

import numpy as np

from .columns import Voices
from .link import Pairs
from .season import season_of

OFF: dict[str, tuple[float, float, float]] = {
    "learned": (0.0766, -0.0066, -0.113),
    "plain": (-0.0103, 0.0179, 0.0988),
    "case": (0.0, 0.0, 0.0),
}
"""Log of true over estimated number: constant, by how busy the weeks are (log of 1 + voices a day), by share of vague hours."""
SPREAD = {"learned": 0.018, "plain": 0.024, "case": 0.10}
"""Standard deviation of what is left of that log, over cases."""
BY_CHANCE = 0.5
"""Voices of one incident scatter together: of the scatter that they would have each by itself, so much is left."""


def week_of(voices: Voices) -> tuple[float, float]:
    """(log of 1 + voices a day, share of voices with vague hours), mean over the voices' weeks; what `OFF` depends on."""
    if not len(voices):
        return 0.0, 0.0
    season = season_of(voices, np.zeros((len(voices), 2), np.float32)).mean(axis=0)
    return float(season[0]), float(season[1])


def number_of_incidents(
    n: int, pairs: Pairs, model: Literal["learned", "plain", "case"], week: tuple[float, float]
) -> tuple[int, int, int]:
    """(low, estimate, high) with 95 % between low and high.

    n     voices
    week  of those voices, by `week_of`
    """
    if n == 0:
        return 0, 0, 0
    p = pairs.p
    mates = np.bincount(pairs.left, p, n) + np.bincount(pairs.right, p, n)
    share = 1.0 / (1.0 + mates)
    constant, busy, vague = OFF[model]
    expected = float(share.sum()) * float(np.exp(constant + busy * week[0] + vague * week[1]))
    by_chance = BY_CHANCE * float(np.sqrt((share * (1 - share)).sum()))
    half = 1.96 * float(np.hypot(SPREAD[model] * expected, by_chance))
    low, high = max(1, int(np.floor(expected - half))), min(n, int(np.ceil(expected + half)))
    return min(low, n), round(min(expected, n)), max(high, low)
