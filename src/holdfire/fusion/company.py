"""The plain model of the command: named terms, weighed, and one term for the company that two reports keep.

Terms lean on the same facts twice (a near place and a near hour come together), so each has a weight below one. The
company term is what the pairs round about say: a third report that fits both speaks for one incident; a better partner of
the same voice, and much else that either could be joined with, speak against. All constants were fitted once, by
logistic regression, on simulated reports of many settings (bench.train_plain); none on the case at hand.
"""

import numpy as np
from numpy.typing import NDArray

from . import features
from .cluster import neighbours
from .columns import Voices
from .season import season_of
from .weighing import weighed

Floats32 = NDArray[np.float32]
FIRST_WEIGHTS = np.array([0.515, 0.765, 0.781, 0.879, 0.700, 1.024, 0.873, 0.840], np.float32)
FIRST_CROWD = np.array([-0.151, -0.230], np.float32)
FIRST_PRIOR = 1.725
WEIGHTS = np.array([0.315, 0.538, 0.415, 0.664, 0.613, 0.956, 0.670, 1.068], np.float32)
CROWD = np.array([-0.060, -0.027], np.float32)
SEASON = np.array([0.351, -0.040, -0.499, -0.498, -0.165], np.float32)
PRIOR = 0.720
# best shared third, mass of shared thirds, rivals of either (two), best other partners (two), mass against
COMPANY = np.array([0.591, 0.240, -0.103, -0.072, 0.106, -0.583, -1.449], np.float32)


def plain_scores(
    part: Voices, left: NDArray[np.int32], right: NDArray[np.int32], near: Floats32, named: Floats32
) -> tuple[Floats32, Floats32]:
    """(score (P,), parts (P, 10): the weighed terms, prior, company), which add up to the score; in nats."""
    crowd = crowd_columns(near, left, right)
    first = weighed(named, FIRST_WEIGHTS) + weighed(crowd, FIRST_CROWD) + np.float32(FIRST_PRIOR)
    head, to, edge = neighbours(len(part), left, right)
    around = np.empty((left.size, features.N_AROUND), np.float32)
    features.context_of(left, right, first.astype(np.float32), head, to, edge, part.code, around)
    parts = np.empty((left.size, 10), np.float32)
    parts[:, :8] = named * WEIGHTS
    parts[:, 8] = (
        weighed(crowd, CROWD)
        + weighed(season_columns(season_of(part, near)), SEASON)[left]
        + np.float32(PRIOR)
    )
    parts[:, 9] = weighed(company(around), COMPANY)
    return parts.sum(axis=1), parts


def crowd_columns(near: Floats32, left: NDArray[np.int32], right: NDArray[np.int32]) -> Floats32:
    """(P, 2) how many voices lie within two days and 100 km, and within 18 h and 15 km, of either."""
    return np.stack(
        [np.log1p(near[left, 2] + near[right, 2]), np.log1p(near[left, 1] + near[right, 1])], axis=1
    )


def season_columns(season: Floats32) -> Floats32:
    """(M, 5) what the prior weighs of the week around (`season.season_of`): busy, its square, vague hours, vague places, crowds."""
    columns = (season[:, 0], season[:, 0] ** 2, season[:, 1], season[:, 2], np.log1p(season[:, 4]))
    return np.stack(columns, axis=1).astype(np.float32)


def company(around: Floats32) -> Floats32:
    """(P, 7) what the company term weighs, from `features.context_of`."""
    scores = np.clip(around[:, [7, 3, 2, 1, 0]], -6.0, 4.0)
    columns = [scores[:, 0], np.log1p(around[:, 6]), scores[:, 1], scores[:, 2], scores[:, 3], scores[:, 4]]
    return np.stack([*columns, np.log1p(np.maximum(around[:, 8], 0.0))], axis=1).astype(np.float32)
