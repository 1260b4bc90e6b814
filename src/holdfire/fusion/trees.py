"""The learned residual: boosted trees, trained on simulated reports only, shipped as plain arrays and read by compiled code.

Two sets of trees: the first sees a pair, the second also what competes with it (`features`). A last line evens out what
trees leave of the difference between quiet and busy theatres (`evened`). The outcome less the sum of
the named terms is one more named term, "learned": what simulated cases teach about this combination.
No training library is needed to use them. Rebuilt by `python -m bench.train_linking`; see trees.md beside the arrays.
"""

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from .features import N_CONTEXT, context_row, pair_row
from .kernels import kernel
from .weighing import weighed


@dataclass(frozen=True)
class Trees:
    """child[n] is the node where value <= threshold, the next one where above; a leaf leads to itself; roots (T,)."""

    feature: NDArray[np.uint32]
    threshold: NDArray[np.float32]
    child: NDArray[np.uint32]
    value: NDArray[np.float32]
    roots: NDArray[np.uint32]
    base: float


Floats32 = NDArray[np.float32]


@lru_cache(maxsize=1)
def shipped() -> tuple[Trees, Trees, NDArray[np.float64]]:
    """(pair trees, context trees, (3, L) the last line's coefficients, means and scales) as packaged."""
    with resources.files("holdfire.fusion").joinpath("trees.npz").open("rb") as file:
        data = np.load(file)
        return _one(data, "pair"), _one(data, "context"), data["line"]


def line_columns(
    score: Floats32, near: Floats32, left: NDArray[np.int32], right: NDArray[np.int32]
) -> Floats32:
    """(P, 9) what the last line weighs: the trees' log odds, how busy and how vague two days around are, and products."""
    s = np.clip(score, -6.0, 8.0) / 3.0
    region = near[left, 2] + near[right, 2]
    busy = np.log1p(region)
    vague = (near[left, 3] + near[right, 3] + 1.0) / (region + 2.0)
    columns = (s, np.abs(s), busy, vague, busy * s, vague * s, busy * busy, busy * busy * s, busy * vague)
    return np.stack(columns, axis=1).astype(np.float32)


def evened(
    line: NDArray[np.float64],
    score: Floats32,
    near: Floats32,
    left: NDArray[np.int32],
    right: NDArray[np.int32],
) -> Floats32:
    """(P,) log odds after the last line: logistic regression on simulated cases that no tree has seen."""
    weight = line[0, :-1] / line[2, :-1]
    constant = line[0, -1] - float((weight * line[1, :-1]).sum())
    evened: Floats32 = (weighed(line_columns(score, near, left, right), weight) + constant).astype(np.float32)
    return evened


def _one(data: "np.lib.npyio.NpzFile", name: str) -> Trees:
    feature, threshold, child = (data[f"{name}_{part}"] for part in ("feature", "threshold", "child"))
    # the node above follows the node below or equal, so that one child is enough; a leaf leads to itself
    order, place = _breadth(feature, child, data[f"{name}_roots"])
    leaf = feature[order] < 0
    first = np.where(leaf, np.arange(len(order)), place[child[order, 0]])
    return Trees(
        np.where(leaf, 0, feature[order]).astype(np.uint32), np.where(leaf, np.inf, threshold[order]).astype(np.float32),
        first.astype(np.uint32), np.where(leaf, threshold[order], 0).astype(np.float32),
        place[data[f"{name}_roots"]].astype(np.uint32), float(data[f"{name}_base"]),
    )  # fmt: skip


def _breadth(feature: NDArray, child: NDArray, roots: NDArray) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(nodes in a new order in which siblings are neighbours, the new place of each node)."""
    order: list[int] = []
    for root in roots.tolist():
        level = [root]
        while level:
            order += level
            level = [int(c) for node in level if feature[node] >= 0 for c in child[node]]
    place = np.empty(len(feature), np.int64)
    place[order] = np.arange(len(order))
    return np.array(order, np.int64), place


DEPTH = 6
"""No leaf lies deeper. Every pair takes so many steps in every tree, which lets the processor take many at once."""
BLOCK = 64
# unsigned indices: a signed one is checked for "from the end" at each use, which costs a third of the time


@kernel
def scores(left, right, place, code, near, terms, levels, score, context, season, feature, threshold, child, value, roots, base):  # type: ignore[no-untyped-def]  # fmt: skip
    """(P,) float32 log odds of "one incident" of each pair; `score`, `context` and `season` empty for the pair trees."""
    out = np.empty(left.size, np.float32)
    rows = np.zeros((BLOCK, N_CONTEXT), np.float32)
    flat = rows.reshape(-1)
    total = np.empty(BLOCK, np.float64)
    for start in range(0, left.size, BLOCK):
        m = min(BLOCK, left.size - start)
        for k in range(m):
            p = start + k
            pair_row(p, left[p], right[p], place, code, near, terms, levels, rows[k])
            if score.size:
                context_row(p, left[p], score, context, season, rows[k])
            total[k] = base
        for t in range(roots.size):
            root = roots[t]
            for k in range(m):
                at = np.uint32(k * N_CONTEXT)
                node = root
                for _ in range(DEPTH):
                    above = np.uint32(flat[at + feature[node]] > threshold[node])
                    node = child[node] + above
                total[k] += value[node]
        for k in range(m):
            out[start + k] = total[k]
    return out
