"""Rows weighed and added, each by itself: the same bits whatever rows stand beside it, which no matrix library promises."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def weighed(columns: NDArray[np.float32], weights: NDArray[Any]) -> NDArray[Any]:
    """(P,) sum of (P, L) columns times (L,) weights, in the weights' precision."""
    return np.asarray((columns * weights).sum(axis=1))
