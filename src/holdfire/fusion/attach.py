"""What a vague statement speaks of: "Tovuz district, on the 12th" is told of an incident, it is not one more.

Statements that name a spot are joined first (`cluster`). One that names an area only is then weighed against each of the
incidents so found: how well place, hours, weapon, losses and accused fit, and how many tell of the incident already,
against the chance that it speaks of something that nobody has placed. Any spot of the area fits alike, so distance counts
by the stated radius alone. It joins where that is the more likely; what it might be instead is kept as an alternative.
Areas with an hour come before areas with a day. Vague statements that fit no placed incident are joined among themselves.
Pure; deterministic.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import terms
from .cluster import clusters
from .columns import COS_LAT, CXX, CXY, CYY, LAT, LON, TYPE, Voices
from .link import Pairs

Mask = NDArray[np.bool_]
VAGUE_KM = 8.0
"""A radius above this names an area, not a spot."""
VAGUE_H = 3.0
"""Hours wider than this are a part of a day or a day."""
UNKNOWN = 0.0
"""Log weight of "something that nobody has placed", on the scale of `fit_of`."""
SALIENT = 3
"""So many tellings and more make an incident as likely to be meant as it gets."""
P_KNOWN = 0.5
P_JOINS = 0.3
"""A vague statement joins the likeliest incident when it speaks of a placed one rather than not (P_KNOWN), and of this
one with P_JOINS at least; a statement of harm or a denial joins on P_JOINS alone: by itself it tells of no incident."""
OTHER_CLASS = float(terms.START_TABLES[0, 6])
"""A weapon of a class that nobody tells of that incident: what two such reports weigh, whoever of its members is nearest."""
LOOSE = -1.0
"""Two statements of one area and day, neither placed: less likely one incident than their terms alone say."""


@dataclass(frozen=True)
class Attached:
    """label (M,) incidents by their lowest voice; weighed: vague voice -> {label of incident: p}, highest first;
    joined (M,) vague voices that joined a placed incident."""

    label: NDArray[np.int32]
    weighed: dict[int, dict[int, float]]
    joined: Mask


def attach_in_turn(
    label: NDArray[np.int32],
    pairs: Pairs,
    voices: Voices,
    vague: Mask,
    timed: Mask,
    speaks_of: Mask,
    out: Mask,
) -> Attached:
    """Areas with an hour first, then areas with a day, which may join the former.

    vague, timed, speaks_of, out  (M,) names an area only; states an hour; tells of harm or denies; takes no part (sums)
    """
    fit = fit_of(pairs, voices)
    timed = vague & timed
    dated = vague & ~timed
    done = _attach(label, pairs, voices, fit, timed, speaks_of, out | dated, None)
    # an hour that fits none of the placed may fit what an area with an hour has since been joined to
    later = _attach(done.label, pairs, voices, fit, timed & ~done.joined, speaks_of, out | dated, 0.0)
    last = _attach(later.label, pairs, voices, fit, dated, speaks_of, out, LOOSE)
    weighed: dict[int, dict[int, float]] = {}
    for step in (done, later, last):
        weighed.update({v: {int(last.label[k]): p for k, p in of.items()} for v, of in step.weighed.items()})
    return Attached(last.label, weighed, done.joined | later.joined | last.joined)


def fit_of(pairs: Pairs, voices: Voices) -> NDArray[np.float64]:
    """(P,) log odds without crowding, the separation counted in stated radii only."""
    place, i, j = voices.place, pairs.left, pairs.right
    north = (place[i, LAT] - place[j, LAT]) * terms.KM_PER_DEG
    east = (place[i, LON] - place[j, LON]) * terms.KM_PER_DEG * (place[i, COS_LAT] + place[j, COS_LAT]) / 2
    xx, yy, xy = (place[i, c] + place[j, c] for c in (CXX, CYY, CXY))
    xx, yy = xx + terms.SPREAD_KM**2, yy + terms.SPREAD_KM**2
    m2 = (east**2 * yy - 2 * east * north * xy + north**2 * xx) / (xx * yy - xy * xy)
    without = pairs.terms[:, terms.CROWDING] + pairs.terms[:, terms.SEPARATION]
    return np.asarray(pairs.score - without - 0.5 * m2, np.float64)


def _attach(
    label: NDArray[np.int32],
    pairs: Pairs,
    voices: Voices,
    fit: NDArray[np.float64],
    vague: Mask,
    speaks_of: Mask,
    out: Mask,
    loose_by: float | None,
) -> Attached:
    """Joins vague voices to the incidents of `label` (of the others), or among themselves unless loose_by is None."""
    size = np.bincount(label[~vague & ~out], minlength=len(label))
    best: dict[int, dict[int, float]] = {}
    for i, j, f in zip(pairs.left, pairs.right, fit, strict=True):
        for v, a in ((int(i), int(j)), (int(j), int(i))):
            if vague[v] and not vague[a] and not out[v] and not out[a]:
                of = best.setdefault(v, {})
                of[int(label[a])] = max(of.get(int(label[a]), -np.inf), float(f))
    label = label.copy()
    told_classes = _classes(label, voices, ~vague & ~out)
    joined = np.zeros(len(label), bool)
    weighed: dict[int, dict[int, float]] = {}
    for v, fits in sorted(best.items()):
        own = int(terms.COARSE_OF[voices.code[v, TYPE]])
        fits = {
            k: f + (OTHER_CLASS if own >= 0 and told_classes.get(k, {own}).isdisjoint({own}) else 0.0)
            for k, f in fits.items()
        }
        odds = {k: np.exp(f + np.log1p(min(size[k], SALIENT))) for k, f in sorted(fits.items())}
        total = sum(odds.values()) + np.exp(UNKNOWN)
        p = {k: float(w / total) for k, w in sorted(odds.items(), key=lambda kw: (-kw[1], kw[0]))}
        weighed[v] = p
        first = next(iter(p))
        if p[first] >= P_JOINS and (speaks_of[v] or sum(p.values()) >= P_KNOWN):
            label[v] = first
            joined[v] = True
    loose = vague & ~out & ~joined
    both = loose[pairs.left] & loose[pairs.right]
    if both.any() and loose_by is not None:
        score = (fit[both] + loose_by).astype(np.float32)
        among = clusters(len(label), pairs.left[both], pairs.right[both], score)
        label[loose] = among[loose]
    named = _by_lowest(label)
    return Attached(
        named, {v: {int(named[k]): p for k, p in of.items()} for v, of in weighed.items()}, joined
    )


def _classes(label: NDArray[np.int32], voices: Voices, members: Mask) -> dict[int, set[int]]:
    """Which classes of weapon the members of each incident name, where any does."""
    named: dict[int, set[int]] = {}
    for v in np.flatnonzero(members):
        of = int(terms.COARSE_OF[voices.code[v, TYPE]])
        if of >= 0:
            named.setdefault(int(label[v]), set()).add(of)
    return named


def _by_lowest(label: NDArray[np.int32]) -> NDArray[np.int32]:
    """The same grouping, each named by its lowest voice."""
    lowest = np.full(len(label), len(label), np.int32)
    np.minimum.at(lowest, label, np.arange(len(label), dtype=np.int32))
    return lowest[label]
