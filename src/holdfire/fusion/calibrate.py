"""Do the probabilities hold? Reliability tables and, where the case is large enough, EM on its own pairs.

`Reliability` sets stated probabilities beside what reviewers decided (or, on simulated reports, the truth). `em_tables`
re-estimates the agreement tables of the plain model without labels.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

BINS = ((0.01, 0.05), (0.05, 0.2), (0.2, 0.5), (0.5, 0.8), (0.8, 0.95), (0.95, 1.0))


@dataclass
class Reliability:
    """p and truth (0, 1) of pairs that somebody decided; empty where nobody has."""

    p: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    same: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))

    def rows(self, all_p: NDArray[np.float64]) -> list[tuple[str, float, str]]:
        """(measure, value, note) for each bin: how many pairs, and how many of those decided were of one incident."""
        rows = []
        for low, high in BINS:
            inside = int(((all_p > low) & (all_p <= high)).sum())
            decided = (self.p > low) & (self.p <= high)
            n = int(decided.sum())
            note = (
                f"{n} of them decided by reviewers, {self.same[decided].mean():.0%} of those of one incident"
                if n else "none of them decided by a reviewer: calibrated on simulated reports only"
            )  # fmt: skip
            rows.append((f"pairs_p_{low:g}_to_{high:g}", float(inside), note))
        return rows


def expected_calibration_error(p: NDArray[np.float64], same: NDArray[np.float64], bins: int = 15) -> float:
    """Mean gap between stated and found share over equal bins of p, weighted by how many fall in."""
    if not p.size:
        return 0.0
    of = np.minimum((p * bins).astype(int), bins - 1)
    gap = np.abs(np.bincount(of, p, bins) - np.bincount(of, same, bins))
    return float(gap.sum() / p.size)


ROUNDS = 6
LEAST_PAIRS = 2_000
"""With fewer pairs a case cannot teach anything about its tables: they are left as they are."""
PRIOR_PAIRS = 300.0
"""The weight, in pairs, of the table that EM starts from: a level seldom seen keeps its value."""


def em_tables(
    tables: NDArray[np.float64],
    levels: NDArray[np.uint8],
    fixed: NDArray[np.float64],
    weights: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Agreement tables re-estimated on unlabelled pairs by EM (Fellegi & Sunter 1969, Winkler 1988).

    tables   (5, L) log likelihood ratios to start from
    levels   (P, 5) agreement levels of the pairs
    fixed    (P,) the rest of each pair's log odds (place, time, crowding, prior), which anchors the mixture
    weights  (5,) weight of each table's value in the log odds
    returns  (5, L); the same array where there are too few pairs
    """
    if len(levels) < LEAST_PAIRS:
        return tables
    table = tables.copy()
    n_levels = table.shape[1]
    for _ in range(ROUNDS):
        odds = fixed.copy()
        for k in range(5):
            odds += weights[k] * table[k][levels[:, k]]
        p = 1 / (1 + np.exp(-odds))
        for k in range(5):
            same = np.bincount(levels[:, k], p, n_levels)
            apart = np.bincount(levels[:, k], 1 - p, n_levels)
            # pseudo pairs that hold the starting ratio
            share = (same + apart) / (same + apart).sum()
            start = np.exp(tables[k])
            same_share = (same + PRIOR_PAIRS * share * start) / (
                same.sum() + PRIOR_PAIRS * (share * start).sum()
            )
            apart_share = (apart + PRIOR_PAIRS * share) / (apart.sum() + PRIOR_PAIRS)
            seen = share > 0
            table[k][seen] = np.log(same_share[seen] / apart_share[seen])
    return table
