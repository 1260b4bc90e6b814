"""`python -m holdfire.fusion.warm`: compiles the linking kernels once, into numba's cache beside the package.

Compiling takes some tens of CPU seconds and is else paid by the first `holdfire link` after an installation.
"""

import numpy as np

from .columns import Reports
from .link import Settings, link
from .sampling import sample


def warm() -> None:
    """Links a handful of made-up reports with every model, so that each kernel is compiled for the types it meets."""
    n = 60
    step = np.arange(n)
    whole = np.zeros(n, np.int32)
    hour = 440_000.0 + (step // 3).astype(np.float64)
    reports = Reports(
        step.astype(np.int64), (step % 5).astype(np.int32), (step % 6).astype(np.int8), hour, hour + 1.0,
        np.full(n, 3, np.int8), 41.0 + 0.001 * (step % 3).astype(np.float64), np.full(n, 45.0), np.full(n, 0.5),
        np.ones(n, np.int8), whole - 1, (step % 15).astype(np.int8), step.astype(np.int32), whole, whole,
        (step % 2).astype(np.int8), np.zeros(n, bool), np.full(n, 440_100.0),
    )  # fmt: skip
    for settings in (Settings(), Settings(model="plain"), Settings(model="case")):
        linked = link(reports, settings)
        pairs = linked.pairs
        sample(len(linked.voices), pairs.left, pairs.right, pairs.score, linked.label)


if __name__ == "__main__":
    warm()
