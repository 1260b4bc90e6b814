# mypy: allow-untyped-defs
"""The place and time of a sound from the picks that are taken for its arrivals: Gauss-Newton under Student's t.

Travel time from a source at distance r in direction u:  r / (c + w.u)   (c, w at the time of the sound).
"""

import math

import numpy as np

from .closed_form import invert3
from .compiled import loop
from .world import air_at


@loop
def fit_hits(w, hits, theta, prior, steps, H, C):
    """Gauss-Newton for (x, y, t0) on given hits, Student-t weights, bearings and a Gaussian prior on the place.

    prior   (x, y, 1 / sigma2); 0 for none. theta is changed in place; H and C are (3, 3) information and inverse
    returns determinant of H, 0 where the hits do not fix the place
    """
    n = len(hits)
    det = 0.0
    for step in range(steps):
        c, wx, wy = air_at(w, theta[2])
        H[:, :] = 0.0
        g0 = g1 = g2 = 0.0
        for s in range(n):
            p = hits[s]
            if p < 0:
                continue
            dx, dy = w.sx[s] - theta[0], w.sy[s] - theta[1]
            r = math.sqrt(dx * dx + dy * dy) + 1e-3
            ux, uy = dx / r, dy / r
            ce = c + ux * wx + uy * wy
            tau = r / ce
            var = w.sigma[s] ** 2 + (w.path_fraction * tau) ** 2
            res = w.t[p] - theta[2] - tau
            weight = (w.nu + 1.0) / (w.nu + res * res / var) / var
            # d tau / d x with the small terms of a wind across the path
            jx = -ux / ce + (wx - ux * (ux * wx + uy * wy)) / (ce * ce)
            jy = -uy / ce + (wy - uy * (ux * wx + uy * wy)) / (ce * ce)
            H[0, 0] += weight * jx * jx
            H[0, 1] += weight * jx * jy
            H[0, 2] += weight * jx
            H[1, 1] += weight * jy * jy
            H[1, 2] += weight * jy
            H[2, 2] += weight
            g0 += weight * jx * res
            g1 += weight * jy * res
            g2 += weight * res
            if not math.isnan(w.bearing[p]) and r > 30.0:
                off = w.bearing[p] - math.atan2(-ux, -uy)
                off -= 2.0 * math.pi * round(off / (2.0 * math.pi))
                z2 = (off / w.bearing_sigma) ** 2
                if z2 < 16.0:
                    wb = 5.0 / (4.0 + z2) / w.bearing_sigma**2
                    # bearing = atan2(-dx, -dy) seen from the sensor: moves with the source by (-uy, ux) / r
                    bx, by = -uy / r, ux / r
                    H[0, 0] += wb * bx * bx
                    H[0, 1] += wb * bx * by
                    H[1, 1] += wb * by * by
                    g0 += wb * bx * off
                    g1 += wb * by * off
        if prior[2] > 0.0:
            H[0, 0] += prior[2]
            H[1, 1] += prior[2]
            g0 += prior[2] * (prior[0] - theta[0])
            g1 += prior[2] * (prior[1] - theta[1])
        H[1, 0], H[2, 0], H[2, 1] = H[0, 1], H[0, 2], H[1, 2]
        det = invert3(H, C)
        if det == 0.0:
            return 0.0
        d0 = C[0, 0] * g0 + C[0, 1] * g1 + C[0, 2] * g2
        d1 = C[1, 0] * g0 + C[1, 1] * g1 + C[1, 2] * g2
        d2 = C[2, 0] * g0 + C[2, 1] * g1 + C[2, 2] * g2
        far = math.sqrt(d0 * d0 + d1 * d1)
        shrink = 1.0 if far < 1500.0 else 1500.0 / far
        theta[0] += shrink * d0
        theta[1] += shrink * d1
        theta[2] += shrink * d2
        if far < 0.3 and step > 0:
            break
    return det


@loop
def fit_all(w, theta, hits, prior, cov, steps):
    """`fit_hits` for every sound. Returns the number whose hits did not fix the place."""
    H, C = np.empty((3, 3)), np.empty((3, 3))
    lost = 0
    for e in range(len(theta)):
        if fit_hits(w, hits[e], theta[e], prior[e], steps, H, C) == 0.0:
            lost += 1
        else:
            cov[e] = C
    return lost
