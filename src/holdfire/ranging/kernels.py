# mypy: allow-untyped-defs
"""The compiled loops of sound ranging: seed, refine, weigh, pack, refit.

Everything that runs once for each pick, triple of picks or hypothesis is here, in one file, because numba's cache does
not notice that a kernel called from another file has changed. No policy: thresholds and priors come in as numbers.

Travel time from a source at distance r in direction u:  r / (c + w.u)   (c, w at the time of the sound).
Metres, seconds, decibels, radians. A "hit" is the number of the pick that a sensor contributes, or -1.
Slow twins and closed forms: tests/ranging/test_kernels.py.
"""

import math
from typing import NamedTuple

import numpy as np
from numba import njit

from .numbers import Array

U_LOW, U_STEP, U_COUNT = -9.0, 0.02, 1501  # table of audibility over u = (r / R - 1) / softness


class World(NamedTuple):
    """What the loops look at. S sensors, P picks ordered by (sensor, time), K air knots, L loudness steps.

    t           (P,) seconds, clock offsets taken off      sensor (P,)      amp, bearing (P,) dB and radians, NaN: none
    clutter     (P,) density of unrelated picks there, per second
    start       (S+1,) first pick of each sensor           bucket (S, B+1) first pick at or after each bucket's time
    alive       (S, 2) first and last time that the sensor could have heard
    sigma       (S,) timing error, s; path_fraction adds in proportion to travel time
    air         (K, 3) c, wind east, wind north at air_start + k air_step
    loud        (L, 3) audible radius, m, log prior, level dB   heard, missed (U,) log probability over u
    near        (S, N) other sensors by distance
    box         x low, x high, y low, y high of the sensors; places rarer beyond, by margin
    """

    sx: Array
    sy: Array
    sigma: Array
    alive: Array
    t: Array
    sensor: Array
    amp: Array
    bearing: Array
    clutter: Array
    start: Array
    bucket: Array
    bucket_s: float
    air: Array
    air_start: float
    air_step: float
    loud: Array
    heard: Array
    missed: Array
    near: Array
    path_fraction: float
    nu: float
    bearing_sigma: float
    amp_sigma: float
    amp_threshold: float
    clutter_amp: float
    clutter_amp_sigma: float
    far_m: float
    softness: float
    log_event_rate: float
    log_area: float
    box: Array
    margin: float


@njit(cache=True)
def air_at(w, when):
    """(c, wind east, wind north) by linear interpolation, constant beyond the ends."""
    k = (when - w.air_start) / w.air_step
    last = w.air.shape[0] - 1
    if k <= 0 or last == 0:
        return w.air[0, 0], w.air[0, 1], w.air[0, 2]
    if k >= last:
        return w.air[last, 0], w.air[last, 1], w.air[last, 2]
    i = int(k)
    f = k - i
    return (
        w.air[i, 0] * (1 - f) + w.air[i + 1, 0] * f,
        w.air[i, 1] * (1 - f) + w.air[i + 1, 1] * f,
        w.air[i, 2] * (1 - f) + w.air[i + 1, 2] * f,
    )


@njit(cache=True)
def nearest_pick(w, s, when, gate, taken):
    """Number of the free pick of sensor s nearest to `when` within the gate, or -1."""
    b = int((when - gate) / w.bucket_s)
    last = w.bucket.shape[1] - 1
    if b < 0:
        b = 0
    if b > last:
        return -1
    i = w.bucket[s, b]
    end = w.start[s + 1]
    best, found = gate, -1
    while i < end:
        gap = w.t[i] - when
        if gap > gate:
            break
        if abs(gap) <= best and taken[i] == 0:
            best, found = abs(gap), i
        i += 1
    return found


@njit(cache=True)
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


@njit(cache=True)
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


@njit(cache=True)
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


@njit(cache=True)
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


@njit(cache=True)
def weigh(w, hits, theta, C, prior, log_prior, taken, ll):
    """Log odds that the hits are one sound rather than clutter, silent sensors included; loudness is summed out.

    log_prior  log of expected sounds per second (and per square metre where prior[2] is 0)
    ll         (L,) workspace; on return the log posterior of each loudness, not normalised
    """
    c, wx, wy = air_at(w, theta[2])
    steps = len(w.loud)
    for k in range(steps):
        ll[k] = w.loud[k, 1]
    speed = math.sqrt(wx * wx + wy * wy)
    carry = 0.15 * min(1.0, speed / 5.0) / max(speed, 1e-9)
    nu = w.nu
    log_t = math.lgamma((nu + 1) / 2) - math.lgamma(nu / 2) - 0.5 * math.log(nu * math.pi)
    total = log_prior
    for s in range(len(hits)):
        dx, dy = w.sx[s] - theta[0], w.sy[s] - theta[1]
        r = math.sqrt(dx * dx + dy * dy) + 1e-3
        ux, uy = dx / r, dy / r
        along = ux * wx + uy * wy
        tau = r / (c + along)
        p = hits[s]
        reach = 1.0 + carry * along
        if p < 0:
            arrival = theta[2] + tau
            if r > w.far_m or arrival < w.alive[s, 0] or arrival > w.alive[s, 1]:
                continue
            if nearest_pick_any(w, s, arrival, 0.04):
                continue  # hidden behind another arrival: silence says nothing
            for k in range(steps):
                i = int(((r / (w.loud[k, 0] * reach) - 1.0) / w.softness - U_LOW) / U_STEP)
                if i < U_COUNT:
                    ll[k] += w.missed[max(i, 0)]
            continue
        var = w.sigma[s] ** 2 + (w.path_fraction * tau) ** 2
        res = w.t[p] - theta[2] - tau
        total += log_t - 0.5 * math.log(var) - 0.5 * (nu + 1) * math.log1p(res * res / var / nu)
        total -= math.log(w.clutter[p])
        if not math.isnan(w.bearing[p]):
            off = w.bearing[p] - math.atan2(-ux, -uy)
            off -= 2.0 * math.pi * round(off / (2.0 * math.pi))
            density = 0.97 * math.exp(-0.5 * (off / w.bearing_sigma) ** 2) / (2.5066283 * w.bearing_sigma)
            total += math.log(density + 0.03 / (2.0 * math.pi)) + 1.8378771
        has_amp = not math.isnan(w.amp[p])
        level = 0.0
        if has_amp:
            z = (w.amp[p] - w.clutter_amp) / w.clutter_amp_sigma
            total += 0.5 * z * z + math.log(w.clutter_amp_sigma / w.amp_sigma)
            level = w.amp[p] - w.amp_threshold + 20.0 * math.log10(max(r, 50.0) / 1000.0)
        for k in range(steps):
            i = int(((r / (w.loud[k, 0] * reach) - 1.0) / w.softness - U_LOW) / U_STEP)
            i = min(max(i, 0), U_COUNT - 1)
            ll[k] += w.heard[i]
            if has_amp:
                z = (level - w.loud[k, 2]) / w.amp_sigma
                ll[k] -= 0.5 * min(z * z, 30.0)  # a gain that is wrong must not outweigh the times
    top = ll[0]
    for k in range(1, steps):
        top = max(top, ll[k])
    mass = 0.0
    for k in range(steps):
        mass += math.exp(ll[k] - top)
    total += top + math.log(mass)
    det = C[0, 0] * (C[1, 1] * C[2, 2] - C[1, 2] ** 2) - C[0, 1] * (C[0, 1] * C[2, 2] - C[1, 2] * C[0, 2])
    det += C[0, 2] * (C[0, 1] * C[1, 2] - C[1, 1] * C[0, 2])
    total += 2.7568156 + 0.5 * math.log(max(det, 1e-30))
    if prior[2] > 0.0:
        gap2 = (theta[0] - prior[0]) ** 2 + (theta[1] - prior[1]) ** 2
        total += math.log(prior[2] / (2.0 * math.pi)) - 0.5 * gap2 * prior[2]
    else:
        out_x = max(w.box[0] - theta[0], theta[0] - w.box[1], 0.0)
        out_y = max(w.box[2] - theta[1], theta[1] - w.box[3], 0.0)
        total -= (out_x * out_x + out_y * out_y) / (w.margin * w.margin)
    return total


@njit(cache=True)
def nearest_pick_any(w, s, when, gate):
    """Is there any pick of sensor s, taken or free, within the gate?"""
    b = int((when - gate) / w.bucket_s)
    if b < 0:
        b = 0
    if b > w.bucket.shape[1] - 1:
        return False
    i = w.bucket[s, b]
    while i < w.start[s + 1]:
        gap = w.t[i] - when
        if gap > gate:
            return False
        if gap >= -gate:
            return True
        i += 1
    return False


@njit(cache=True)
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


@njit(cache=True)
def seed(
    w,
    anchors,
    k_near,
    k_vote,
    slack,
    widest,
    gates,
    keep,
    fewest,
    floor,
    sure,
    enough,
    most,
    taken,
    out_theta,
    out_cov,
    out_score,
    out_hits,
):
    """Each of the picks `anchors` as the earliest arrival of a sound: find its best triples with two of the k_near
    nearest sensors, ask the k_vote nearest others, refine. Keeps up to `keep` hypotheses a pick with log odds > floor. With anchors in order of time and
    a finite `sure`, a hypothesis with log odds above it takes its picks at once, so that they are not tried again. One
    above `enough` ends the search at its anchor.

    out_*    (M, 3), (M, 3, 3), (M,), (M, S). Returns (rows filled, triples tried, hypotheses refined, cut).
             cut: picks whose neighbourhood was too full and was searched in part
    """
    n = len(w.sx)
    xs, ys, ts = np.empty(3), np.empty(3), np.empty(3)
    roots = np.empty((2, 3))
    cand = np.empty(512, np.int64)
    H, C, J = np.empty((3, 3)), np.empty((3, 3)), np.empty((3, 3))
    theta, prior = np.empty(3), np.zeros(3)
    hits = np.empty(n, np.int64)
    ll = np.empty(len(w.loud))
    best_score = np.empty(keep)
    best_theta, best_cov, best_hits = (
        np.empty((keep, 3)),
        np.empty((keep, 3, 3)),
        np.empty((keep, n), np.int64),
    )
    log_prior = w.log_event_rate - w.log_area
    rows = tried = refined = cut = 0
    for p in anchors:
        if taken[p] != 0 or rows + keep > len(out_score):
            continue
        s0 = w.sensor[p]
        t_p = w.t[p]
        c, wx, wy = air_at(w, t_p)
        # most picks of a quiet hour are alone: fewer sensors than must agree could have heard the same sound at all
        could = 1
        left = min(k_vote, n - 1)
        for k in range(left):
            if could >= fewest or could + left - k < fewest:
                break
            s = w.near[s0, k]
            d = math.sqrt((w.sx[s] - w.sx[s0]) ** 2 + (w.sy[s] - w.sy[s0]) ** 2)
            if nearest_pick(w, s, t_p, d / (c - 10.0) + slack + 0.1, taken) >= 0:
                could += 1
        if could < fewest:
            continue
        count = 0
        full = False
        for k in range(min(k_near, n - 1)):
            s = w.near[s0, k]
            d = math.sqrt((w.sx[s] - w.sx[s0]) ** 2 + (w.sy[s] - w.sy[s0]) ** 2)
            b = int(t_p / w.bucket_s)
            i = w.bucket[s, min(max(b, 0), w.bucket.shape[1] - 1)]
            reach = d / (c - 5.0) + slack
            per = 0
            while i < w.start[s + 1] and w.t[i] - t_p <= reach:
                if w.t[i] >= t_p and taken[i] == 0:
                    if count >= most or per >= max(4, most // 6):
                        full = True
                        break
                    cand[count] = i
                    count += 1
                    per += 1
                i += 1
        if full:
            cut += 1
        for k in range(keep):
            best_score[k] = floor
        for pair in range(count * count):
            a, b = pair // count, pair % count
            if b <= a:
                continue
            if best_score[0] > enough:
                break
            if True:
                i, j = cand[a], cand[b]
                if w.sensor[i] == w.sensor[j]:
                    continue
                explained = False
                for k in range(keep):
                    if (
                        best_score[k] > floor
                        and best_hits[k, w.sensor[i]] == i
                        and best_hits[k, w.sensor[j]] == j
                    ):
                        explained = True
                if explained:
                    continue
                sa, sb = w.sensor[i], w.sensor[j]
                d2 = (w.sx[sa] - w.sx[sb]) ** 2 + (w.sy[sa] - w.sy[sb]) ** 2
                gap = abs(w.t[i] - w.t[j]) - slack
                if gap > 0 and gap * gap * (c - 5.0) ** 2 > d2:
                    continue
                tried += 1
                # in the frame that drifts with the wind the air is still
                xs[0], ys[0], ts[0] = w.sx[s0], w.sy[s0], t_p
                xs[1], ys[1], ts[1] = w.sx[sa] - wx * (w.t[i] - t_p), w.sy[sa] - wy * (w.t[i] - t_p), w.t[i]
                xs[2], ys[2], ts[2] = w.sx[sb] - wx * (w.t[j] - t_p), w.sy[sb] - wy * (w.t[j] - t_p), w.t[j]
                for root in range(solve_three(xs, ys, ts, c, roots)):
                    t0 = roots[root, 2]
                    x, y = roots[root, 0] + wx * (t0 - t_p), roots[root, 1] + wy * (t0 - t_p)
                    if (t_p - t0) * c > w.far_m:
                        continue
                    # how the three timing errors move each prediction: invert the 3 x 3 of d t / d (x, y, t0)
                    for m in range(3):
                        s = s0 if m == 0 else (sa if m == 1 else sb)
                        dx, dy = w.sx[s] - x, w.sy[s] - y
                        r = math.sqrt(dx * dx + dy * dy) + 1e-3
                        J[m, 0], J[m, 1], J[m, 2] = -dx / r / c, -dy / r / c, 1.0
                    H[:, :] = 0.0
                    for m in range(3):
                        s = s0 if m == 0 else (sa if m == 1 else sb)
                        weight = 1.0 / w.sigma[s] ** 2
                        for u in range(3):
                            for v in range(3):
                                H[u, v] += weight * J[m, u] * J[m, v]
                    if invert3(H, C) == 0.0:
                        continue
                    found = 3
                    silent = 0
                    for s in range(n):
                        hits[s] = -1
                    hits[s0], hits[sa], hits[sb] = p, i, j
                    far = max(
                        math.sqrt((w.sx[sa] - x) ** 2 + (w.sy[sa] - y) ** 2),
                        math.sqrt((w.sx[sb] - x) ** 2 + (w.sy[sb] - y) ** 2),
                    )
                    for k in range(min(k_vote, n - 1)):
                        s = w.near[s0, k]
                        if s in (sa, sb):
                            continue
                        dx, dy = w.sx[s] - x, w.sy[s] - y
                        r = math.sqrt(dx * dx + dy * dy) + 1e-3
                        if r > w.far_m:
                            continue
                        ux, uy = dx / r, dy / r
                        tau = r / (c + ux * wx + uy * wy)
                        jx, jy = -ux / c, -uy / c
                        var = w.sigma[s] ** 2 + jx * jx * C[0, 0] + jy * jy * C[1, 1] + C[2, 2]
                        var += 2.0 * (jx * jy * C[0, 1] + jx * C[0, 2] + jy * C[1, 2])
                        gate = 3.5 * math.sqrt(max(var, 0.0))
                        if gate > widest:
                            continue
                        q = nearest_pick(w, s, t0 + tau, gate, taken)
                        if q >= 0:
                            hits[s] = q
                            found += 1
                        elif r < 0.75 * far and t0 + tau > w.alive[s, 0] and t0 + tau < w.alive[s, 1]:
                            silent += 1
                            if silent > 2:
                                break
                    if found < fewest or silent > 2 or found < 3 + silent:
                        continue
                    theta[0], theta[1], theta[2] = x, y, t0
                    refined += 1
                    score = refine(w, theta, C, prior, log_prior, gates, taken, fewest, hits, H, ll)
                    if score <= best_score[keep - 1] or hits[s0] != p:
                        continue
                    place = keep - 1
                    same = False
                    for k in range(keep):
                        if (
                            best_score[k] > floor
                            and abs(best_theta[k, 2] - theta[2]) < 0.02
                            and abs(best_theta[k, 0] - theta[0]) + abs(best_theta[k, 1] - theta[1]) < 30.0
                        ):
                            same = True
                            if score > best_score[k]:
                                place = k
                            else:
                                place = -1
                            break
                    if place < 0:
                        continue
                    if not same:
                        while place > 0 and score > best_score[place - 1]:
                            best_score[place] = best_score[place - 1]
                            best_theta[place] = best_theta[place - 1]
                            best_cov[place] = best_cov[place - 1]
                            best_hits[place] = best_hits[place - 1]
                            place -= 1
                    best_score[place] = score
                    best_theta[place] = theta
                    best_cov[place] = C
                    best_hits[place] = hits
        if best_score[0] > sure:
            for s in range(n):
                if best_hits[0, s] >= 0:
                    taken[best_hits[0, s]] = 1
        for k in range(keep):
            if best_score[k] > floor and (k == 0 or best_score[0] <= sure):
                out_theta[rows] = best_theta[k]
                out_cov[rows] = best_cov[k]
                out_score[rows] = best_score[k]
                out_hits[rows] = best_hits[k]
                rows += 1
    return rows, tried, refined, cut


@njit(cache=True)
def weigh_again(w, theta, cov, score, hits, prior, log_prior, gates, fewest, taken):
    """`refine` for every hypothesis: what it is worth under another world (better air, learned scales)."""
    H, ll = np.empty((3, 3)), np.empty(len(w.loud))
    for i in range(len(score)):
        score[i] = refine(w, theta[i], cov[i], prior[i], log_prior[i], gates, taken, fewest, hits[i], H, ll)


@njit(cache=True)
def _sift_up(key, item, at):
    while at > 0:
        up = (at - 1) // 2
        if key[up] >= key[at]:
            return
        key[up], key[at] = key[at], key[up]
        item[up], item[at] = item[at], item[up]
        at = up


@njit(cache=True)
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


@njit(cache=True)
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


@njit(cache=True)
def revisit(
    w,
    place,
    place_time,
    place_first,
    log_base,
    burst_s,
    widest,
    gates,
    fewest,
    floor,
    taken,
    out_theta,
    out_cov,
    out_score,
    out_hits,
    out_prior,
    out_log_prior,
):
    """Known places, each tried at every moment that `fewest` of its sensors agree on: a place that fired fires again.

    place        (Q, 4) x, y, sigma m, radius m within which its sensors are asked
    place_time   times of sounds already found there, ascending; place_first (Q+1,) where each place's begin
    log_base     (Q,) log of sounds per second from there on average; burst_s: within this time of one the rate is higher
    returns      rows filled
    """
    n = len(w.sx)
    rows = 0
    C, H = np.empty((3, 3)), np.empty((3, 3))
    theta, ll = np.empty(3), np.empty(len(w.loud))
    hits = np.empty(n, np.int64)
    for q in range(len(place)):
        x, y, sigma, radius = place[q, 0], place[q, 1], place[q, 2], place[q, 3]
        total = 0
        lone = (
            place_first[q + 1] - place_first[q] == 1
        )  # fired once: looked for again only soon before and after
        for s in range(n):
            if math.sqrt((w.sx[s] - x) ** 2 + (w.sy[s] - y) ** 2) <= radius:
                total += w.start[s + 1] - w.start[s]
        fired, which = np.empty(total), np.empty(total, np.int64)
        m = 0
        for s in range(n):
            dx, dy = w.sx[s] - x, w.sy[s] - y
            r = math.sqrt(dx * dx + dy * dy) + 1e-3
            if r > radius:
                continue
            for p in range(w.start[s], w.start[s + 1]):
                if lone and abs(w.t[p] - r / 340.0 - place_time[place_first[q]]) > 45.0:
                    continue
                if taken[p] == 0:
                    c, wx, wy = air_at(w, w.t[p])
                    fired[m] = w.t[p] - r / (c + (dx * wx + dy * wy) / r)
                    which[m] = p
                    m += 1
        order = np.argsort(fired[:m])
        lo = 0
        done_until = -1e18
        for a in range(m):
            t_a = fired[order[a]]
            while t_a - fired[order[lo]] > widest:
                lo += 1
            if a - lo + 1 < fewest:
                continue
            # the window is as full as it gets when the next pick would drop its first
            if a + 1 < m and fired[order[a + 1]] - fired[order[lo]] <= widest:
                continue
            t_mid = 0.5 * (t_a + fired[order[lo]])
            if t_mid < done_until:
                continue
            for s in range(n):
                hits[s] = -1
            found = 0
            for b in range(lo, a + 1):
                p = which[order[b]]
                s = w.sensor[p]
                if hits[s] < 0:
                    found += 1
                    hits[s] = p
                elif abs(fired[order[b]] - t_mid) < abs(w.t[hits[s]] - w.t[p] + fired[order[b]] - t_mid):
                    hits[s] = p
            if found < fewest:
                continue
            theta[0], theta[1], theta[2] = x, y, t_mid
            out_prior[rows, 0], out_prior[rows, 1], out_prior[rows, 2] = x, y, 1.0 / (sigma * sigma)
            gap = 1e9
            for k in range(place_first[q], place_first[q + 1]):
                d = abs(place_time[k] - t_mid)
                if d > 0.02:
                    gap = min(gap, d)
            log_prior = math.log(math.exp(log_base[q]) + 0.25 / burst_s * math.exp(-gap / burst_s))
            score = refine(w, theta, C, out_prior[rows], log_prior, gates, taken, fewest, hits, H, ll)
            if score > floor:
                out_theta[rows], out_cov[rows], out_score[rows], out_hits[rows] = theta, C, score, hits
                out_log_prior[rows] = log_prior
                rows += 1
                if rows == len(out_score):
                    return rows
    return rows


@njit(cache=True)
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


@njit(cache=True)
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
