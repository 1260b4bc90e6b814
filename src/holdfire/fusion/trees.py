"""The learned residual: boosted trees, trained on simulated reports only, shipped as plain arrays and read by compiled code.

Two sets of trees: the first sees a pair, the second also what competes with it (`features`). Their value less the sum of
the named terms is one more named term, "learned": what simulated cases teach about this combination.
No training library is needed to use them. Rebuilt by `python -m bench.train_linking`; see trees.md beside the arrays.
"""

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .features import N_CONTEXT, N_PAIR, pair_row


@dataclass(frozen=True)
class Trees:
    """feature -1 marks a leaf whose value is `threshold`; children are node numbers; roots (T,) the first nodes."""

    feature: NDArray[np.int16]
    threshold: NDArray[np.float32]
    child: NDArray[np.int32]  # (nodes, 2): where value <= threshold, where above
    roots: NDArray[np.int32]
    base: float


@lru_cache(maxsize=1)
def shipped() -> tuple[Trees, Trees]:
    """(pair, context) trees as packaged."""
    with resources.files("holdfire.fusion").joinpath("trees.npz").open("rb") as file:
        data = np.load(file)
        return _one(data, "pair"), _one(data, "context")


def _one(data: "np.lib.npyio.NpzFile", name: str) -> Trees:
    return Trees(
        data[f"{name}_feature"], data[f"{name}_threshold"], data[f"{name}_child"], data[f"{name}_roots"],
        float(data[f"{name}_base"]),
    )  # fmt: skip


@njit(cache=True, nogil=True)
def value_of(row, feature, threshold, child, roots, base):  # type: ignore[no-untyped-def]
    """Sum of the leaves that a row falls into."""
    total = base
    for t in range(roots.size):
        node = roots[t]
        while feature[node] >= 0:
            node = child[node, 0] if row[feature[node]] <= threshold[node] else child[node, 1]
        total += threshold[node]
    return total


@njit(cache=True, nogil=True)
def scores(left, right, place, code, near, terms, levels, score, context, feature, threshold, child, roots, base):  # type: ignore[no-untyped-def]  # fmt: skip
    """(P,) float32 log odds of "one incident" of each pair; `score` and `context` empty for the pair trees."""
    out = np.empty(left.size, np.float32)
    row = np.zeros(N_CONTEXT, np.float32)
    for p in range(left.size):
        pair_row(p, left[p], right[p], place, code, near, terms, levels, row)
        if score.size:
            row[N_PAIR] = score[p]
            for k in range(12):
                row[N_PAIR + 1 + k] = context[p, k]
        out[p] = value_of(row, feature, threshold, child, roots, base)
    return out
