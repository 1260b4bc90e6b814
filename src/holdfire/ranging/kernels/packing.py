# mypy: allow-untyped-defs
"""Which hypotheses stand together: each pick belongs to one sound at most."""

import numpy as np

from .compiled import loop
from .refining import refine


@loop
def _sift_up(key, item, at):
    while at > 0:
        up = (at - 1) // 2
        if key[up] >= key[at]:
            return
        key[up], key[at] = key[at], key[up]
        item[up], item[at] = item[at], item[up]
        at = up


@loop
def _sift_down(key, item, size):
    at = 0
    while True:
        down = 2 * at + 1
        if down >= size:
            return
        if down + 1 < size and key[down + 1] > key[down]:
            down += 1
        if key[at] >= key[down]:
            return
        key[at], key[down] = key[down], key[at]
        item[at], item[down] = item[down], item[at]
        at = down


@loop
def pack(w, theta, cov, score, hits, prior, log_prior, gates, fewest, floor, taken, chosen):
    """Lazy greedy set packing: best hypothesis first; one whose picks were taken is refined on what is left and waits
    its turn again. Marks taken picks with 1 and chosen rows with 1. Changes theta, cov, score and hits of those redone.
    """
    m = len(score)
    key, item = score.copy(), np.arange(m)
    H, ll = np.empty((3, 3)), np.empty(len(w.loud))
    for i in range(m):
        _sift_up(key, item, i)
    size = m
    while size > 0:
        i = item[0]
        top = key[0]
        size -= 1
        key[0], item[0] = key[size], item[size]
        _sift_down(key, item, size)
        if top < floor:
            break
        free, lost = 0, 0
        for s in range(hits.shape[1]):
            p = hits[i, s]
            if p >= 0:
                if taken[p] != 0:
                    hits[i, s] = -1
                    lost += 1
                else:
                    free += 1
        if lost == 0:
            chosen[i] = 1
            for s in range(hits.shape[1]):
                if hits[i, s] >= 0:
                    taken[hits[i, s]] = 1
            continue
        if free < fewest:
            continue
        again = refine(w, theta[i], cov[i], prior[i], log_prior[i], gates, taken, fewest, hits[i], H, ll)
        score[i] = again
        if again >= floor:
            key[size], item[size] = again, i
            size += 1
            _sift_up(key, item, size - 1)
