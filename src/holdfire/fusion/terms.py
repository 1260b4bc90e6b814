"""How far does each thing that two reports say speak for one incident? Named log likelihood ratios, which add up.

`pair_terms` gives every pair of voices its terms in nats: above 0 speaks for "one incident", below 0 for "two". The
continuous ones (separation, time, crowding) are formulas; the rest look up an agreement level in a table, whose
constants come from simulated reports and may be re-estimated by EM on the case's own data (`calibrate`).

Pure: arrays in, arrays out. Method: Fellegi & Sunter 1969, with the background of unrelated reports as a local Poisson
intensity. Checked against a plain loop in tests/fusion/test_kernels.py.
"""

import numpy as np
from numpy.typing import NDArray

from .columns import (
    ACCUSED,
    COS_LAT,
    COUNT,
    CXX,
    CXY,
    CYY,
    DENIAL,
    KIA,
    KIND,
    LAT,
    LON,
    PLACE_CODE,
    SOURCE,
    T_HI,
    T_LO,
    TIME_CODE,
    TYPE,
    WIA,
    Voices,
)  # fmt: skip
from .kernels import kernel

TERMS = ("separation", "time", "crowding", "weapon", "count", "casualties", "accused", "source")
SEPARATION, TIME, CROWDING, WEAPON, NUMBER, CASUALTIES, BLAME, VOICE = range(8)
LEVELS = 12
"""Agreement levels a table has room for."""

SPREAD_KM = 1.0  # two ends of one incident, and how loosely a stated radius holds
GROSS_KM = 15.0  # a wrong village
P_GROSS = 0.05
SPREAD_H = 0.5  # two accounts of one incident start within half an hour of each other, on average
P_SLIP = 0.02  # a wrong date
NEAR_KM, NEAR_H = 6.0, 3.0
FAR_KM, FAR_H = 15.0, 18.0
REGION_KM, REGION_H = 100.0, 48.0
REPORTS_PER_INCIDENT = 2.1
LEAST_NEAR = 0.5 / REPORTS_PER_INCIDENT
KM_PER_DEG = 111.195

# weapon type codes 0-9, coarse classes 10-13, 14 unspecified (format 6.3)
COARSE_OF = np.array([0, 0, 0, 1, 1, 1, 1, 1, 2, 3, 0, 1, 2, 3, -1], np.int32)
# agreement levels -> log likelihood ratio; measured once on simulated reports of declared settings
START_TABLES: NDArray[np.float64] = np.zeros((5, LEVELS))
START_TABLES[0, :8] = (0.05, 0.41, 1.25, -1.07, 0.57, 0.60, -2.85, 1.67)
START_TABLES[1, :5] = (0.0, 0.92, 0.71, 0.11, -1.91)
START_TABLES[2, :5] = (0.11, -0.09, 1.99, 0.37, -0.71)
START_TABLES[3, :5] = (0.06, 0.56, -2.61, -1.32, 0.06)
START_TABLES[4, :9] = (-0.04, -0.27, 0.82, 0.12, -0.63, 0.03, -0.10, 0.81, -2.10)
WEAPON_SAYS = (
    "one of them names no weapon", "both name the same common weapon", "both name the same rarer weapon",
    "they name different weapons of one class", "one names a weapon, the other its class",
    "both name the same class", "they name weapons of different classes", "both name the same aerial or mine class",
)  # fmt: skip
NUMBER_SAYS = (
    "one of them states no count", "the counts are nearly equal", "the counts are alike",
    "the counts differ by a factor of two to four", "the counts differ by more than a factor of four",
)  # fmt: skip
CASUALTIES_SAYS = (
    "one of them says nothing of casualties", "neither states casualties", "both state the same casualties",
    "both state casualties, of different number", "one states casualties, the other none",
)  # fmt: skip
BLAME_SAYS = (
    "one of them accuses nobody", "they accuse the same side", "they accuse different sides",
    "the two parties accuse each other", "one of them is a denial",
)  # fmt: skip
VOICE_SAYS = (
    "they are different voices", "one voice speaks twice", "two sensors heard it", "a sensor heard what a voice tells",
    "the two parties both speak", "an observer or patrol and a party both speak", "an outlet and a party both speak",
    "two outlets both speak", "one sensor heard two events",
)  # fmt: skip


@kernel
def around(place, middle, weight, vague):  # type: ignore[no-untyped-def]
    """How much of `weight` (M,) lies near each voice: (M, 4) within 6 km and 3 h, 15 km and 18 h, 100 km
    and 48 h, and of the last how much is `vague` (M,); the voice itself left out.

    What makes a coincidence cheap or dear. Looks at no more than 3,000 others each way in time order.
    """
    n = middle.size
    out = np.zeros((n, 4), np.float32)
    for i in range(n):
        for j in range(i + 1, min(n, i + 3000)):
            dt = middle[j] - middle[i]
            if dt > REGION_H:
                break
            dy = (place[i, LAT] - place[j, LAT]) * KM_PER_DEG
            if abs(dy) > REGION_KM:
                continue
            dlon = abs(place[i, LON] - place[j, LON])
            if dlon > 180.0:
                dlon = 360.0 - dlon
            dx = dlon * KM_PER_DEG * 0.5 * (place[i, COS_LAT] + place[j, COS_LAT])
            dd = dx * dx + dy * dy
            if dd > REGION_KM * REGION_KM:
                continue
            out[i, 2] += weight[j]
            out[j, 2] += weight[i]
            out[i, 3] += weight[j] * vague[j]
            out[j, 3] += weight[i] * vague[i]
            if dt <= FAR_H and dd <= FAR_KM * FAR_KM:
                out[i, 1] += weight[j]
                out[j, 1] += weight[i]
                if dt <= NEAR_H and dd <= NEAR_KM * NEAR_KM:
                    out[i, 0] += weight[j]
                    out[j, 0] += weight[i]
    return out


@kernel
def _second(z, s):  # type: ignore[no-untyped-def]
    """Second antiderivative of the Laplace density of scale s."""
    return 0.5 * s * np.exp(z / s) if z < 0 else z + 0.5 * s * np.exp(-z / s)


@kernel
def _meeting(a1, b1, a2, b2, s):  # type: ignore[no-untyped-def]
    """Density (1/h) that moments uniform in [a1, b1] and [a2, b2] are a Laplace gap of scale s apart."""
    w1, w2 = max(b1 - a1, 0.02), max(b2 - a2, 0.02)
    b1, b2 = a1 + w1, a2 + w2
    area = _second(b1 - a2, s) - _second(a1 - a2, s) - _second(b1 - b2, s) + _second(a1 - b2, s)
    return max(area, 0.0) / (w1 * w2)


@kernel
def levels_of(i, j, code, coarse_of, out):  # type: ignore[no-untyped-def]
    """Agreement levels (weapon, count, casualties, accused, source) of two voices, into `out` (5,)."""
    a, b = code[i, TYPE], code[j, TYPE]
    ca, cb = coarse_of[a], coarse_of[b]
    if ca < 0 or cb < 0:
        out[0] = 0
    elif ca != cb:
        out[0] = 6
    elif ca >= 2:
        out[0] = 7
    elif a < 10 and b < 10:
        out[0] = (1 if a == 0 else 2) if a == b else 3
    else:
        out[0] = 4 if (a < 10) != (b < 10) else 5
    x, y = code[i, COUNT], code[j, COUNT]
    if x < 0 or y < 0:
        out[1] = 0
    else:
        ratio = abs(np.log((x + 0.5) / (y + 0.5)))
        out[1] = 1 if ratio < 0.2 else (2 if ratio < 0.7 else (3 if ratio < 1.4 else 4))
    ki, kj, wi, wj = code[i, KIA], code[j, KIA], code[i, WIA], code[j, WIA]
    if (ki < 0 and wi < 0) or (kj < 0 and wj < 0):
        out[2] = 0
    else:
        some_i, some_j = max(ki, 0) + max(wi, 0) > 0, max(kj, 0) + max(wj, 0) > 0
        if not some_i and not some_j:
            out[2] = 1
        elif some_i != some_j:
            out[2] = 4
        else:
            out[2] = 2 if ki == kj and wi == wj else 3
    parties = code[i, KIND] == 0 and code[j, KIND] == 0 and code[i, SOURCE] != code[j, SOURCE]
    if code[i, DENIAL] + code[j, DENIAL] > 0:
        out[3] = 4
    elif code[i, ACCUSED] < 0 or code[j, ACCUSED] < 0:
        out[3] = 0
    elif code[i, ACCUSED] == code[j, ACCUSED]:
        out[3] = 1
    else:
        out[3] = 3 if parties else 2
    u, v = min(code[i, KIND], code[j, KIND]), max(code[i, KIND], code[j, KIND])
    if code[i, SOURCE] == code[j, SOURCE]:
        out[4] = 8 if u == 4 else 1
    elif u == 4 and v == 4:
        out[4] = 2
    elif u == 4 or v == 4:
        out[4] = 3
    elif parties:
        out[4] = 4
    elif u == 0 and v <= 2:
        out[4] = 5
    elif u == 0 and v == 3:
        out[4] = 6
    elif u == 3 and v == 3:
        out[4] = 7
    else:
        out[4] = 0


@kernel
def pair_terms(left, right, place, code, near, tables, coarse_of, across_km, spread_h):  # type: ignore[no-untyped-def]
    """(P, 8) float32 terms in nats, and (P, 5) uint8 agreement levels, of the pairs (left, right).

    near       (M, 4) how many unrelated incidents lie about each voice, as `around` counts them
    spread_h   mean gap between two accounts of one incident, hours
    across_km  how far apart two parties may each place one exchange of fire: each names the place on its own side
    """
    n = left.size
    terms = np.empty((n, 8), np.float32)
    levels = np.empty((n, 5), np.uint8)
    level = np.empty(5, np.int64)
    near_volume = np.pi * NEAR_KM**2 * 2 * NEAR_H
    far_volume = np.pi * FAR_KM**2 * 2 * FAR_H
    for p in range(n):
        i, j = left[p], right[p]
        dy = (place[j, LAT] - place[i, LAT]) * KM_PER_DEG
        dlon = place[j, LON] - place[i, LON]
        if dlon > 180.0:
            dlon -= 360.0
        elif dlon < -180.0:
            dlon += 360.0
        dx = dlon * KM_PER_DEG * 0.5 * (place[i, COS_LAT] + place[j, COS_LAT])
        spread = SPREAD_KM**2
        if code[i, KIND] == 0 and code[j, KIND] == 0 and code[i, SOURCE] != code[j, SOURCE]:
            spread += across_km**2
        sxx = place[i, CXX] + place[j, CXX] + spread
        syy = place[i, CYY] + place[j, CYY] + spread
        sxy = place[i, CXY] + place[j, CXY]
        det = sxx * syy - sxy * sxy
        m2 = (dx * dx * syy - 2 * dx * dy * sxy + dy * dy * sxx) / det
        tight = np.exp(-0.5 * m2) / (2 * np.pi * np.sqrt(det))
        gx = GROSS_KM**2 + 0.5 * (sxx + syy)
        gross = np.exp(-0.5 * (dx * dx + dy * dy) / gx) / (2 * np.pi * gx)
        where = (1 - P_GROSS) * tight + P_GROSS * gross
        a1, b1, a2, b2 = place[i, T_LO], place[i, T_HI], place[j, T_LO], place[j, T_HI]
        when = _meeting(a1, b1, a2, b2, spread_h)
        if code[i, TIME_CODE] >= 4 or code[j, TIME_CODE] >= 4:
            slip = _meeting(a1 + 24, b1 + 24, a2, b2, spread_h) + _meeting(a1 - 24, b1 - 24, a2, b2, spread_h)
            when = (1 - P_SLIP) * when + 0.5 * P_SLIP * slip
        # the volume that a coincidence would have had to hit, against the reports that lie about
        unit = np.pi * FAR_KM**2
        terms[p, SEPARATION] = np.log(where * unit + 1e-12)
        terms[p, TIME] = np.log(when * 2 * FAR_H + 1e-12)
        rho = 0.5 * (
            max(near[i, 0] + near[j, 0], LEAST_NEAR) * 0.5 / near_volume
            + max(near[i, 1] + near[j, 1], LEAST_NEAR) * 0.5 / far_volume
        )
        terms[p, CROWDING] = -np.log(rho * far_volume + 0.02)
        levels_of(i, j, code, coarse_of, level)
        for k in range(5):
            terms[p, 3 + k] = tables[k, level[k]]
            levels[p, k] = level[k]
    return terms, levels


def surroundings(voices: Voices, weight: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
    """`around` of voices; weight 1 each where none is given, 0 where time or place is missing."""
    middle = (voices.place[:, T_LO] + voices.place[:, T_HI]) / 2
    vague = (voices.code[:, TIME_CODE] >= 4) | (voices.code[:, PLACE_CODE] >= 3)
    one = np.ones(len(voices), np.float32) if weight is None else weight.astype(np.float32)
    one = np.where(voices.linkable, one, np.float32(0))  # what has no time or no place is near nothing
    return around(voices.place, middle, one, vague.astype(np.float32))  # type: ignore[no-any-return]
