"""How many incidents are there? An estimate with a 95 % interval, which counting the clusters cannot give.

Clusters overcount: a report whose mates were missed becomes an incident of its own. If a report has m mates, it stands for
one incident in 1 + m; so the expected number of incidents is the sum over voices of 1 / (1 + expected mates), where the
expected mates are the sum of the voice's pair probabilities. How far that is off, and how much it scatters, was measured
on 48 simulated cases of widely drawn settings (bench.train_linking's, other draws); for a case's own statements nothing
was measured, so their interval is as wide as the widest.
"""

from typing import Literal

import numpy as np

from .link import Pairs

OFF: dict[str, tuple[float, float]] = {
    "learned": (0.010, 0.036),
    "plain": (0.090, 0.042),
    "case": (0.0, 0.10),
}
"""Log of true over estimated number, mean and standard deviation over simulated cases."""


def number_of_incidents(
    n: int, pairs: Pairs, model: Literal["learned", "plain", "case"]
) -> tuple[int, int, int]:
    """(low, estimate, high) with 95 % between low and high.

    n  voices
    """
    if n == 0:
        return 0, 0, 0
    p = pairs.p
    mates = np.bincount(pairs.left, p, n) + np.bincount(pairs.right, p, n)
    share = 1.0 / (1.0 + mates)
    off, spread = OFF[model]
    expected = float(share.sum()) * float(np.exp(off))
    # each voice's share scatters by itself: of weight in small cases only
    by_chance = float(np.sqrt((share * (1 - share)).sum()))
    half = 1.96 * float(np.hypot(spread * expected, by_chance))
    low, high = max(1, int(np.floor(expected - half))), min(n, int(np.ceil(expected + half)))
    return min(low, n), round(min(expected, n)), max(high, low)
