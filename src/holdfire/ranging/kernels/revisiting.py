# mypy: allow-untyped-defs
"""Hypotheses from what is known: a place that fired fires again."""

import math

import numpy as np

from .compiled import loop
from .refining import refine
from .world import air_at


@loop
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
