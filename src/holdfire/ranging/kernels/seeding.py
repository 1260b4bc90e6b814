# mypy: allow-untyped-defs
"""Hypotheses from nothing: from triples of picks near an anchor, voted on by the sensors around."""

import math

import numpy as np

from .closed_form import invert3, solve_three
from .compiled import loop
from .refining import refine
from .world import air_at, nearest_pick


@loop
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
