"""How sure is a grouping? Gibbs sampling of partitions inside each component, from the incidents as linked.

Each sweep puts every voice anew into one of its neighbours' incidents or alone, with odds given by the scores of its
pairs. What comes out: how often a voice stays with its incident, how often it lies in another, and how many incidents
there are. Scores of pairs lean on the same facts twice, so they are taken at TEMPERATURE, set once on simulated reports
so that the sampled probabilities are calibrated. Seeded by the content: the same input gives the same numbers.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .cluster import CLIP_HIGH, CLIP_LOW, UNCOMPARED, neighbours
from .kernels import kernel

SWEEPS, BURN_IN = 24, 4
TEMPERATURE = 1.5


@dataclass(frozen=True)
class Sampled:
    """p_member (M,) share of sweeps in which a voice lay with the most of its incident; other, p_other (M,): the incident
    (its label) it lay in most often besides, -1 none; counts (sweeps,) how many incidents each sweep had."""

    p_member: NDArray[np.float64]
    other: NDArray[np.int32]
    p_other: NDArray[np.float64]
    counts: NDArray[np.int64]


def sample(
    n: int, left: NDArray, right: NDArray, score: NDArray, label: NDArray[np.int32], seed: int = 1
) -> Sampled:
    """Sweeps over voices; `label` (n,) the incidents as linked, named by their lowest voice."""
    if n == 0:
        return Sampled(np.zeros(0), np.zeros(0, np.int32), np.zeros(0), np.zeros(0, np.int64))
    head, to, edge = neighbours(n, left.astype(np.int32), right.astype(np.int32))
    weight = ((np.clip(score, CLIP_LOW, CLIP_HIGH) - UNCOMPARED) / TEMPERATURE).astype(np.float32)
    p, other, p_other, counts = _gibbs(
        n, head, to, weight[edge], label.astype(np.int32), SWEEPS, BURN_IN, seed
    )
    return Sampled(p, other, p_other, counts)


@kernel
def _gibbs(n, head, to, value, label, sweeps, burn_in, seed):  # type: ignore[no-untyped-def]
    """See `sample`. A cluster is named by a slot; a voice alone takes its own slot or a free one."""
    state = np.uint64(seed * 2654435761 + 88172645463325252)
    of = label.copy()
    size = np.zeros(n, np.int32)
    for i in range(n):
        size[of[i]] += 1
    # a free slot for every voice: slot i is free when nobody is in it
    free = np.empty(n, np.int32)
    n_free = 0
    for i in range(n):
        if size[i] == 0:
            free[n_free] = i
            n_free += 1
    gain = np.zeros(n, np.float32)
    touched = np.empty(4096, np.int32)
    stay = np.zeros(n)
    counts = np.zeros(sweeps, np.int64)
    # where else: one running candidate a voice, by majority vote over the sweeps
    other = np.full(n, -1, np.int32)
    votes = np.zeros(n, np.int32)
    times_other = np.zeros(n)
    against = UNCOMPARED / TEMPERATURE
    clusters = 0
    for i in range(n):
        clusters += size[i] > 0
    for sweep in range(sweeps + burn_in):
        for i in range(n):
            if head[i + 1] == head[i]:
                continue
            own = of[i]
            size[own] -= 1
            if size[own] == 0:
                clusters -= 1
                free[n_free] = own
                n_free += 1
            t = 0
            for e in range(head[i], min(head[i + 1], head[i] + 4096)):
                c = of[to[e]]
                if gain[c] == 0.0:
                    touched[t] = c
                    t += 1
                gain[c] += value[e] + 1e-6
            most = np.float32(0.0)
            for q in range(t):
                c = touched[q]
                gain[c] += against * size[c]
                most = max(most, gain[c])
            total = np.exp(-most)
            for q in range(t):
                total += np.exp(gain[touched[q]] - most)
            state ^= state << np.uint64(13)
            state ^= state >> np.uint64(7)
            state ^= state << np.uint64(17)
            u = (state >> np.uint64(11)) * (1.0 / 9007199254740992.0) * total
            u -= np.exp(-most)
            goal = -1
            if u >= 0:
                goal = touched[t - 1] if t else -1
                for q in range(t):
                    u -= np.exp(gain[touched[q]] - most)
                    if u < 0:
                        goal = touched[q]
                        break
            for q in range(t):
                gain[touched[q]] = 0.0
            if goal < 0:
                n_free -= 1
                goal = free[n_free]
                clusters += 1
            of[i] = goal
            size[goal] += 1
        if sweep >= burn_in:
            counts[sweep - burn_in] = clusters
            _tally(n, head, to, of, label, stay, other, votes, times_other)
    return stay / sweeps, other, times_other / sweeps, counts


@kernel
def _tally(n, head, to, of, label, stay, other, votes, times_other):  # type: ignore[no-untyped-def]
    """After a sweep: is each voice with most of its mates, and if not, with whom?"""
    for i in range(n):
        mates, here, elsewhere, foreign = 0, 0, -1, 0
        for e in range(head[i], head[i + 1]):
            j = to[e]
            if label[j] == label[i]:
                mates += 1
                here += of[j] == of[i]
            elif of[j] == of[i]:
                foreign += 1
                if elsewhere < 0:
                    elsewhere = label[j]
        if (mates and 2 * here >= mates) or (not mates and foreign == 0):
            stay[i] += 1
        elif elsewhere >= 0 and foreign > here:
            if votes[i] == 0:
                other[i] = elsewhere
            votes[i] += 1 if other[i] == elsewhere else -1
            if other[i] == elsewhere:
                times_other[i] += 1
