# mypy: allow-untyped-defs
"""A hypothesis made as good as its picks allow: gather each sensor's pick, fit, gather again, weigh."""

import math

import numpy as np

from .compiled import loop
from .fitting import fit_hits
from .weighing import weigh
from .world import air_at, nearest_pick


@loop
def gather(w, theta, C, widest, gate_sigmas, taken, hits):
    """Each sensor's nearest free pick to its predicted time, within gate_sigmas of all errors and `widest` seconds.

    A sensor whose prediction is too vague (gate above `widest`) gives none yet. Returns the number of hits.
    """
    c, wx, wy = air_at(w, theta[2])
    count = 0
    for s in range(len(hits)):
        hits[s] = -1
        dx, dy = w.sx[s] - theta[0], w.sy[s] - theta[1]
        r = math.sqrt(dx * dx + dy * dy) + 1e-3
        if r > w.far_m:
            continue
        ux, uy = dx / r, dy / r
        ce = c + ux * wx + uy * wy
        tau = r / ce
        jx, jy = -ux / ce, -uy / ce
        var = w.sigma[s] ** 2 + (w.path_fraction * tau) ** 2
        var += jx * jx * C[0, 0] + jy * jy * C[1, 1] + C[2, 2]
        var += 2.0 * (jx * jy * C[0, 1] + jx * C[0, 2] + jy * C[1, 2])
        if not var > 0.0:
            continue
        gate = gate_sigmas * math.sqrt(var)
        if gate > widest:
            continue
        p = nearest_pick(w, s, theta[2] + tau, gate, taken)
        hits[s] = p
        if p >= 0:
            count += 1
    return count


@loop
def refine(w, theta, C, prior, log_prior, gates, taken, fewest, hits, H, ll):
    """Fit, gather anew, fit, weigh. hits holds a first set on entry and the final one on return.

    returns  log odds, or -1e9 where fewer than `fewest` hits remain or they do not fix the place
    """
    if fit_hits(w, hits, theta, prior, 6, H, C) == 0.0:
        return -1e9
    for widest in gates:
        if gather(w, theta, C, widest, 3.7, taken, hits) < fewest:
            return -1e9
        if fit_hits(w, hits, theta, prior, 4, H, C) == 0.0:
            return -1e9
    if abs(theta[0] - w.sx[0]) > 1e6 or abs(theta[1] - w.sy[0]) > 1e6:
        return -1e9
    return weigh(w, hits, theta, C, prior, log_prior, taken, ll)


@loop
def weigh_again(w, theta, cov, score, hits, prior, log_prior, gates, fewest, taken):
    """`refine` for every hypothesis: what it is worth under another world (better air, learned scales)."""
    H, ll = np.empty((3, 3)), np.empty(len(w.loud))
    for i in range(len(score)):
        score[i] = refine(w, theta[i], cov[i], prior[i], log_prior[i], gates, taken, fewest, hits[i], H, ll)
