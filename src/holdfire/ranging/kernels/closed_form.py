# mypy: allow-untyped-defs
"""Closed forms that the loops lean on: a source from three arrivals, the inverse of a symmetric 3 x 3."""

import math

from .compiled import loop


@loop
def solve_three(x, y, t, c, out):
    """Sources that three arrivals in still air allow: out (2, 3) x, y, t0. Returns how many (0, 1, 2).

    |x_i - s| = c (t_i - t0). Differences are linear in s and t0; the first equation then is a quadratic in t0.
    """
    x1, y1, t1 = x[1] - x[0], y[1] - y[0], t[1] - t[0]
    x2, y2, t2 = x[2] - x[0], y[2] - y[0], t[2] - t[0]
    det = 2.0 * (x1 * y2 - x2 * y1)
    if abs(det) < 1e-3 * (x1 * x1 + y1 * y1 + x2 * x2 + y2 * y2):
        return 0
    k1 = x1 * x1 + y1 * y1 - c * c * t1 * t1
    k2 = x2 * x2 + y2 * y2 - c * c * t2 * t2
    m1, m2 = 2.0 * c * c * t1, 2.0 * c * c * t2
    ax, bx = (k1 * y2 - k2 * y1) / det, (m1 * y2 - m2 * y1) / det
    ay, by = (x1 * k2 - x2 * k1) / det, (x1 * m2 - x2 * m1) / det
    # s = a + b q, q = t0 - t[0] (negative); |s| = -c q
    qa, qb, qc = bx * bx + by * by - c * c, 2.0 * (ax * bx + ay * by), ax * ax + ay * ay
    disc = qb * qb - 4.0 * qa * qc
    if disc < 0.0:
        if disc < -0.05 * qb * qb:
            return 0
        disc = 0.0
    root = math.sqrt(disc)
    found = 0
    if abs(qa) < 1e-9 * c * c:
        if abs(qb) < 1e-12:
            return 0
        q = -qc / qb
        if q < 0:
            out[0, 0], out[0, 1], out[0, 2] = x[0] + ax + bx * q, y[0] + ay + by * q, t[0] + q
            found = 1
        return found
    for sign in (-1.0, 1.0):
        q = (-qb + sign * root) / (2.0 * qa)
        if q < 0.0:
            out[found, 0], out[found, 1], out[found, 2] = x[0] + ax + bx * q, y[0] + ay + by * q, t[0] + q
            found += 1
            if root == 0.0:
                break
    return found


@loop
def invert3(a, out):
    """Inverse of a symmetric 3 x 3. Returns its determinant, 0 where it is singular (out is then unset)."""
    c00 = a[1, 1] * a[2, 2] - a[1, 2] * a[1, 2]
    c01 = a[0, 2] * a[1, 2] - a[0, 1] * a[2, 2]
    c02 = a[0, 1] * a[1, 2] - a[0, 2] * a[1, 1]
    det = a[0, 0] * c00 + a[0, 1] * c01 + a[0, 2] * c02
    if not det > 1e-14 * a[0, 0] * a[1, 1] * a[2, 2]:
        return 0.0
    c11 = a[0, 0] * a[2, 2] - a[0, 2] * a[0, 2]
    c12 = a[0, 1] * a[0, 2] - a[0, 0] * a[1, 2]
    c22 = a[0, 0] * a[1, 1] - a[0, 1] * a[0, 1]
    out[0, 0], out[0, 1], out[0, 2] = c00 / det, c01 / det, c02 / det
    out[1, 0], out[1, 1], out[1, 2] = c01 / det, c11 / det, c12 / det
    out[2, 0], out[2, 1], out[2, 2] = c02 / det, c12 / det, c22 / det
    return det
