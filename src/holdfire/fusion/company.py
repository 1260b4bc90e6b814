"""The plain model of the command: named terms, weighed, and one term for the company that two reports keep.

Terms lean on the same facts twice (a near place and a near hour come together), so each has a weight below one. The
company term is what the pairs round about say: a third report that fits both speaks for one incident; a better partner of
the same voice, and much else that either could be joined with, speak against. All constants were fitted once, by
logistic regression, on simulated reports of many settings (bench.train_linking, seeds 40-55); none on the case at hand.
"""

import numpy as np
from numpy.typing import NDArray

from . import features
from .cluster import neighbours
from .columns import Voices

Floats32 = NDArray[np.float32]
FIRST_WEIGHTS = np.array([0.516, 0.756, 0.808, 0.919, 0.711, 1.017, 0.861, 0.814], np.float32)
FIRST_REGION, FIRST_FAR, FIRST_PRIOR = -0.091, -0.130, 0.986
WEIGHTS = np.array([0.347, 0.557, 0.472, 0.701, 0.626, 0.972, 0.680, 1.068], np.float32)
REGION, FAR, PRIOR = -0.118, -0.001, 0.874
# best shared third, mass of shared thirds, rivals of either (two), best other partners (two), mass against
COMPANY = np.array([0.581, 0.228, -0.127, -0.067, 0.142, -0.596, -1.394], np.float32)


def plain_scores(
    part: Voices, left: NDArray[np.int32], right: NDArray[np.int32], near: Floats32, named: Floats32
) -> tuple[Floats32, Floats32]:
    """(score (P,), parts (P, 10): the weighed terms, prior, company), which add up to the score; in nats."""
    region = np.log1p(near[left, 2] + near[right, 2])
    far = np.log1p(near[left, 1] + near[right, 1])
    first = named @ FIRST_WEIGHTS + FIRST_REGION * region + FIRST_FAR * far + np.float32(FIRST_PRIOR)
    head, to, edge = neighbours(len(part), left, right)
    around = np.empty((left.size, features.N_AROUND), np.float32)
    features.context_of(left, right, first.astype(np.float32), head, to, edge, part.code, around)
    parts = np.empty((left.size, 10), np.float32)
    parts[:, :8] = named * WEIGHTS
    parts[:, 8] = REGION * region + FAR * far + PRIOR
    parts[:, 9] = company(around) @ COMPANY
    return parts.sum(axis=1), parts


def company(around: Floats32) -> Floats32:
    """(P, 7) what the company term weighs, from `features.context_of`."""
    scores = np.clip(around[:, [7, 3, 2, 1, 0]], -6.0, 4.0)
    columns = [scores[:, 0], np.log1p(around[:, 6]), scores[:, 1], scores[:, 2], scores[:, 3], scores[:, 4]]
    return np.stack([*columns, np.log1p(np.maximum(around[:, 8], 0.0))], axis=1).astype(np.float32)
