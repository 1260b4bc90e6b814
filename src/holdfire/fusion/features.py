"""What the learned residual looks at: the named terms, and the plain quantities behind them, one row a pair of voices.

Two rows: `pair_row` knows the two reports only; `context_row` also knows what else each of them could be joined with
(who competes, who agrees), and what the week around is like (`season`). Both are filled by compiled code, so that training (bench) and linking see the same numbers.
Pure. Order of the columns is part of the shipped model: `PAIR_COLUMNS`, `CONTEXT_COLUMNS`.
"""

import numpy as np

from .columns import (
    ACCUSED,
    COS_LAT,
    COUNT,
    DENIAL,
    KIA,
    KIND,
    LAT,
    LON,
    PLACE_CODE,
    PLACE_ID,
    R_KM,
    SOURCE,
    T_HI,
    T_LO,
    TIME_CODE,
    TYPE,
    WIA,
)  # fmt: skip
from .kernels import kernel
from .season import N_SEASON
from .terms import KM_PER_DEG

PAIR_COLUMNS = (
    "separation", "time", "crowding", "weapon", "count", "casualties", "accused", "source",
    "distance_km", "east_km", "r_low", "r_high", "gap_h", "overlap", "middle_h", "width_low", "width_high",
    "place_code_low", "place_code_high", "time_code_low", "time_code_high", "same_place",
    "type_low", "type_high", "level_weapon", "level_count", "level_casualties", "level_accused", "level_source",
    "kind_low", "kind_high", "losses_low", "losses_high", "count_low", "count_high",
    "near_low", "near_high", "far_low", "far_high", "denials", "accused_low", "accused_high", "region", "region_vague",
)  # fmt: skip
N_PAIR = len(PAIR_COLUMNS)
CONTEXT_COLUMNS = (
    *PAIR_COLUMNS, "score", "best_else_low", "best_else_high", "rival_low", "rival_high", "mass_low", "mass_high",
    "shared_mass", "best_shared", "against", "strong_low", "strong_high", "shared_count",
    "week_busy", "week_vague_hours", "week_vague_places", "week_near", "week_far",
)  # fmt: skip
N_CONTEXT = len(CONTEXT_COLUMNS)
N_AROUND = N_CONTEXT - N_PAIR - 1 - N_SEASON


@kernel
def pair_row(p, i, j, place, code, near, terms, levels, row):  # type: ignore[no-untyped-def]
    """Fill row[:N_PAIR] for pair p = (i, j)."""
    for k in range(8):
        row[k] = terms[p, k]
    dy = (place[j, LAT] - place[i, LAT]) * KM_PER_DEG
    dlon = abs(place[j, LON] - place[i, LON])
    if dlon > 180.0:
        dlon = 360.0 - dlon
    dx = dlon * KM_PER_DEG * 0.5 * (place[i, COS_LAT] + place[j, COS_LAT])
    row[8] = np.sqrt(dx * dx + dy * dy)
    row[9] = dx
    row[10], row[11] = min(place[i, R_KM], place[j, R_KM]), max(place[i, R_KM], place[j, R_KM])
    a1, b1, a2, b2 = place[i, T_LO], place[i, T_HI], place[j, T_LO], place[j, T_HI]
    row[12] = max(a1, a2) - min(b1, b2)
    row[13] = max(0.0, -row[12]) / max(min(b1 - a1, b2 - a2), 0.01)
    row[14] = abs(0.5 * (a1 + b1) - 0.5 * (a2 + b2))
    row[15], row[16] = min(b1 - a1, b2 - a2), max(b1 - a1, b2 - a2)
    row[17] = min(code[i, PLACE_CODE], code[j, PLACE_CODE])
    row[18] = max(code[i, PLACE_CODE], code[j, PLACE_CODE])
    row[19] = min(code[i, TIME_CODE], code[j, TIME_CODE])
    row[20] = max(code[i, TIME_CODE], code[j, TIME_CODE])
    row[21] = 1.0 if code[i, PLACE_ID] >= 0 and code[i, PLACE_ID] == code[j, PLACE_ID] else 0.0
    row[22], row[23] = min(code[i, TYPE], code[j, TYPE]), max(code[i, TYPE], code[j, TYPE])
    for k in range(5):
        row[24 + k] = levels[p, k]
    row[29], row[30] = min(code[i, KIND], code[j, KIND]), max(code[i, KIND], code[j, KIND])
    li = -1.0 if code[i, KIA] < 0 else max(code[i, KIA], 0) * 10 + max(code[i, WIA], 0)
    lj = -1.0 if code[j, KIA] < 0 else max(code[j, KIA], 0) * 10 + max(code[j, WIA], 0)
    row[31], row[32] = min(li, lj), max(li, lj)
    row[33], row[34] = min(code[i, COUNT], code[j, COUNT]), max(code[i, COUNT], code[j, COUNT])
    row[35], row[36] = min(near[i, 0], near[j, 0]), max(near[i, 0], near[j, 0])
    row[37], row[38] = min(near[i, 1], near[j, 1]), max(near[i, 1], near[j, 1])
    row[39] = code[i, DENIAL] + code[j, DENIAL]
    row[42] = near[i, 2] + near[j, 2]
    row[43] = (near[i, 3] + near[j, 3] + 1.0) / (row[42] + 2.0)
    row[40], row[41] = min(code[i, ACCUSED], code[j, ACCUSED]), max(code[i, ACCUSED], code[j, ACCUSED])


@kernel
def context_of(left, right, score, head, to, edge, code, out):  # type: ignore[no-untyped-def]
    """What else the two could be joined with, from the scores (log odds) of all pairs: fills out (P, 12) float32.

    head, to, edge  compressed rows: neighbours of i are to[head[i]:head[i + 1]] ascending, edge their pair's number
    columns 1.. of the context part of CONTEXT_COLUMNS; pairs of one voice (source) compete with each other
    """
    n = head.size - 1
    mass = np.zeros(n)
    prob = np.empty(left.size, np.float32)
    first = np.full(n, -20.0)
    second = np.full(n, -20.0)
    strong = np.zeros(n)
    for p in range(left.size):
        s = score[p]
        prob[p] = 1.0 / (1.0 + np.exp(-s))
        for i in (left[p], right[p]):
            mass[i] += prob[p]
            if prob[p] > 0.5:
                strong[i] += 1
            if s > first[i]:
                second[i] = first[i]
                first[i] = s
            elif s > second[i]:
                second[i] = s
    for p in range(left.size):
        i, j = left[p], right[p]
        s = score[p]
        ei = second[i] if s >= first[i] else first[i]
        ej = second[j] if s >= first[j] else first[j]
        out[p, 0], out[p, 1] = min(ei, ej), max(ei, ej)
        # rivals: the best other partner of the same voice as the partner
        ri, rj = -20.0, -20.0
        for e in range(head[i], head[i + 1]):
            if to[e] != j and code[to[e], SOURCE] == code[j, SOURCE] and score[edge[e]] > ri:
                ri = score[edge[e]]
        for e in range(head[j], head[j + 1]):
            if to[e] != i and code[to[e], SOURCE] == code[i, SOURCE] and score[edge[e]] > rj:
                rj = score[edge[e]]
        out[p, 2], out[p, 3] = min(ri, rj), max(ri, rj)
        mi, mj = mass[i] - prob[p], mass[j] - prob[p]
        out[p, 4], out[p, 5] = min(mi, mj), max(mi, mj)
        shared, best, number = 0.0, -20.0, 0.0
        a, b = head[i], head[j]
        against = mi + mj
        while a < head[i + 1] and b < head[j + 1]:
            if to[a] < to[b]:
                a += 1
            elif to[b] < to[a]:
                b += 1
            else:
                pa, pb = prob[edge[a]], prob[edge[b]]
                shared += pa * pb
                against -= 2 * min(pa, pb)
                weakest = min(score[edge[a]], score[edge[b]])
                best = max(best, weakest)
                number += 1
                a += 1
                b += 1
        out[p, 6], out[p, 7], out[p, 8] = shared, best, against
        ci, cj = strong[i] - (prob[p] > 0.5), strong[j] - (prob[p] > 0.5)
        out[p, 9], out[p, 10], out[p, 11] = min(ci, cj), max(ci, cj), number


@kernel
def context_row(p, i, score, context, season, row):  # type: ignore[no-untyped-def]
    """Fill row[N_PAIR:N_CONTEXT] for pair p, whose first voice is i."""
    row[N_PAIR] = score[p]
    for k in range(N_AROUND):
        row[N_PAIR + 1 + k] = context[p, k]
    for k in range(N_SEASON):
        row[N_PAIR + 1 + N_AROUND + k] = season[i, k]


@kernel
def rows_of(left, right, place, code, near, terms, levels, score, context, season):  # type: ignore[no-untyped-def]
    """All rows as a matrix, for training: (P, N_PAIR) when `score` is empty, else (P, N_CONTEXT)."""
    wide = N_CONTEXT if score.size else N_PAIR
    out = np.empty((left.size, wide), np.float32)
    for p in range(left.size):
        pair_row(p, left[p], right[p], place, code, near, terms, levels, out[p])
        if score.size:
            context_row(p, left[p], score, context, season, out[p])
    return out
