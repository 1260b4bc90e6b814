"""What a vague statement speaks of: "Tovuz district, on the 12th" is told of an incident, it is not one more.

Statements that name a spot are joined first (`cluster`). A statement that names a district only is then weighed against
each of the incidents so found: how well place, hours, weapon, losses and accused fit, and how many tell of the incident
already, against the chance that it speaks of something that nobody has placed. It joins where that is the more likely;
what it might be instead is kept as an alternative. Vague statements that fit no placed incident are joined among
themselves. Pure; deterministic.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import terms
from .cluster import clusters
from .link import Pairs

VAGUE_KM = 8.0
"""A radius above this names an area, not a spot."""
UNKNOWN = -1.0
"""Log weight of "something that nobody has placed", on the scale of a pair's terms without crowding."""
SALIENT = 3
"""So many tellings and more make an incident as likely to be meant as it gets."""
P_KNOWN = 0.5
P_JOINS = 0.3
"""A vague statement joins the likeliest incident when it speaks of a placed one rather than not (P_KNOWN), and of this
one with P_JOINS at least; a statement of harm or a denial joins on P_JOINS alone: by itself it tells of no incident."""


@dataclass(frozen=True)
class Attached:
    """label (M,) incidents by their lowest voice; weighed: vague voice -> {label of incident: p}, highest first."""

    label: NDArray[np.int32]
    weighed: dict[int, dict[int, float]]


def attach(
    label: NDArray[np.int32],
    pairs: Pairs,
    vague: NDArray[np.bool_],
    speaks_of: NDArray[np.bool_],
    out: NDArray[np.bool_],
) -> Attached:
    """Joins vague voices to the incidents of `label` (of the others), or among themselves.

    vague, speaks_of, out  (M,) names an area only; tells of harm or denies; takes no part (sums)
    """
    fit = pairs.score - pairs.terms[:, terms.CROWDING]
    size = np.bincount(label[~vague & ~out], minlength=len(label))
    best: dict[int, dict[int, float]] = {}
    for i, j, f in zip(pairs.left, pairs.right, fit, strict=True):
        for v, a in ((int(i), int(j)), (int(j), int(i))):
            if vague[v] and not vague[a] and not out[v] and not out[a]:
                of = best.setdefault(v, {})
                of[int(label[a])] = max(of.get(int(label[a]), -np.inf), float(f))
    label = label.copy()
    weighed: dict[int, dict[int, float]] = {}
    for v, fits in sorted(best.items()):
        odds = {k: np.exp(f + np.log1p(min(size[k], SALIENT))) for k, f in sorted(fits.items())}
        total = sum(odds.values()) + np.exp(UNKNOWN)
        p = {k: float(w / total) for k, w in sorted(odds.items(), key=lambda kw: (-kw[1], kw[0]))}
        weighed[v] = p
        first = next(iter(p))
        if p[first] >= P_JOINS and (speaks_of[v] or sum(p.values()) >= P_KNOWN):
            label[v] = first
    loose = vague & ~out & (label == np.arange(len(label)))
    both = loose[pairs.left] & loose[pairs.right]
    if both.any():
        among = clusters(len(label), pairs.left[both], pairs.right[both], fit[both].astype(np.float32))
        label[loose] = among[loose]
    named = _by_lowest(label)
    return Attached(named, {v: {int(named[k]): p for k, p in of.items()} for v, of in weighed.items()})


def _by_lowest(label: NDArray[np.int32]) -> NDArray[np.int32]:
    """The same grouping, each named by its lowest voice."""
    lowest = np.full(len(label), len(label), np.int32)
    np.minimum.at(lowest, label, np.arange(len(label), dtype=np.int32))
    return lowest[label]
