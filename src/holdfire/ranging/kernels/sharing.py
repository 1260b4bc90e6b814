# mypy: allow-untyped-defs
"""What all sounds share, the air over time and the sensors' clocks: one step's normal equations, the sounds eliminated."""

import math

import numpy as np

from .closed_form import invert3
from .compiled import loop
from .world import air_at


@loop
def shared(w, theta, hits, prior, A, g, cov, G):
    """One step's normal equations of what all sounds share, the sounds' own (x, y, t0) eliminated (Schur complement).

    Unknowns in order: K x (c, wind east, wind north), S clock offsets. A (m, m) and g (m,) hold the prior on entry.
    cov (E, 3, 3): own covariance of each sound given the shared; G (E, 3, m): how each moves with the shared.
    returns  sum of squared standardised residuals, hits
    """
    events, n = hits.shape
    knots = w.air.shape[0]
    m = len(g)
    H, C = np.empty((3, 3)), np.empty((3, 3))
    column = np.empty((n, 7), np.int64)
    value = np.empty((n, 7))
    jac = np.empty((n, 3))
    wt = np.empty(n)
    res_ = np.empty(n)
    cross = np.zeros((3, m))
    touched = np.empty(7 * n, np.int64)
    expected = (w.nu + 1.0) / (w.nu + 3.0)
    chi2, used = 0.0, 0
    for e in range(events):
        c, wx, wy = air_at(w, theta[e, 2])
        k = (theta[e, 2] - w.air_start) / w.air_step
        k = min(max(k, 0.0), knots - 1.0)
        i = min(int(k), max(knots - 2, 0))
        f = k - i
        H[:, :] = 0.0
        cross[:, :] = 0.0
        ge = np.zeros(3)
        for s in range(n):
            p = hits[e, s]
            wt[s] = 0.0
            if p < 0:
                continue
            dx, dy = w.sx[s] - theta[e, 0], w.sy[s] - theta[e, 1]
            r = math.sqrt(dx * dx + dy * dy) + 1e-3
            ux, uy = dx / r, dy / r
            ce = c + ux * wx + uy * wy
            tau = r / ce
            var = w.sigma[s] ** 2 + (w.path_fraction * tau) ** 2
            res = w.t[p] - theta[e, 2] - tau
            chi2 += res * res / var
            used += 1
            # Fisher information of Student's t for the curvature, its score for the step
            weight = expected / var
            score = (w.nu + 1.0) / (w.nu + res * res / var) / var * res
            jac[s, 0] = -ux / ce + (wx - ux * (ux * wx + uy * wy)) / (ce * ce)
            jac[s, 1] = -uy / ce + (wy - uy * (ux * wx + uy * wy)) / (ce * ce)
            jac[s, 2] = 1.0
            wt[s], res_[s] = weight, score
            slow = -tau / ce
            for q in range(2):
                share = (1.0 - f) if q == 0 else f
                base = 3 * min(i + q, knots - 1)
                column[s, 3 * q], value[s, 3 * q] = base, slow * share
                column[s, 3 * q + 1], value[s, 3 * q + 1] = base + 1, slow * ux * share
                column[s, 3 * q + 2], value[s, 3 * q + 2] = base + 2, slow * uy * share
            column[s, 6], value[s, 6] = 3 * knots + s, 1.0
            for a in range(3):
                ge[a] += score * jac[s, a]
                for b in range(3):
                    H[a, b] += weight * jac[s, a] * jac[s, b]
                for v in range(7):
                    cross[a, column[s, v]] += weight * jac[s, a] * value[s, v]
            if not math.isnan(w.bearing[p]) and r > 30.0:
                off = w.bearing[p] - math.atan2(-ux, -uy)
                off -= 2.0 * math.pi * round(off / (2.0 * math.pi))
                if abs(off) < 4.0 * w.bearing_sigma:
                    wb = 1.0 / w.bearing_sigma**2
                    bx, by = -uy / r, ux / r
                    H[0, 0] += wb * bx * bx
                    H[0, 1] += wb * bx * by
                    H[1, 0] += wb * bx * by
                    H[1, 1] += wb * by * by
                    ge[0] += wb * bx * off
                    ge[1] += wb * by * off
        if prior[e, 2] > 0.0:
            H[0, 0] += prior[e, 2]
            H[1, 1] += prior[e, 2]
            ge[0] += prior[e, 2] * (prior[e, 0] - theta[e, 0])
            ge[1] += prior[e, 2] * (prior[e, 1] - theta[e, 1])
        if invert3(H, C) == 0.0:
            cov[e, :, :] = 1e12 * np.eye(3)
            G[e, :, :] = 0.0
            continue
        cov[e] = C
        count = 0
        for s in range(n):
            if wt[s] > 0.0:
                for v in range(7):
                    touched[count] = column[s, v]
                    count += 1
                    for u in range(7):
                        A[column[s, v], column[s, u]] += wt[s] * value[s, v] * value[s, u]
                    g[column[s, v]] += res_[s] * value[s, v]
        columns = np.unique(touched[:count])
        for a in range(3):
            for v in columns:
                G[e, a, v] = -(C[a, 0] * cross[0, v] + C[a, 1] * cross[1, v] + C[a, 2] * cross[2, v])
        for v in columns:
            for a in range(3):
                g[v] += G[e, a, v] * ge[a]
            for u in columns:
                A[v, u] += G[e, 0, v] * cross[0, u] + G[e, 1, v] * cross[1, u] + G[e, 2, v] * cross[2, u]
    return chi2, used
