"""Which voices could speak of one incident? A compiled sweep over time whose windows follow each report's uncertainty.

`sweep_pairs` goes once over the voices in time order, in two lanes: reports that state a quarter of a day or less, and
vaguer ones, so that one day-wide report does not widen everybody's window. A third lane pairs reports whose dates
differ by one day where a date is all they state, and only if they name one place. Each pair of voices that passes
appears once, (left, right) with left < right.

Rule: |gap between middles| <= half widths + 2.5 h and distance <= 2.5 sqrt(r_left^2 + r_right^2) + 2 km.
Work and memory are bounded: a voice looks at no more than SCAN others in time order and keeps the first KEEP of
them, fewer in a crowd; `Blocked.capped` says how many voices that touched. Its slow twin is in tests/fusion/test_blocking.py.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .columns import COS_LAT, LAT, LON, PLACE_ID, R_KM, T_HI, T_LO, TIME_CODE, Voices

GAP_H = 2.5
REACH_SIGMAS = 2.5
REACH_KM = 2.0
WIDE_H = 3.01  # half width above which a report sweeps in the wide lane: more than a quarter of a day
SCAN = 20_000
KEEP = 400
MOST_PAIRS = 8_000_000  # of one crowd: about half a gigabyte of terms
LEAST_KEEP = 12
KM_PER_DEG = 111.195


@dataclass(frozen=True)
class Blocked:
    """left, right (P,) voices, left < right, sorted; capped: how many voices had more neighbours than are kept."""

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    capped: int


def keep_for(voices: Voices) -> int:
    """How many neighbours each voice may keep: KEEP, or fewer where a crowd would otherwise fill the memory.

    Depends on the densest six hours of the whole case, not on how it is cut, so that shards give the same pairs.
    """
    if not len(voices):
        return KEEP
    middle = np.sort(((voices.place[:, T_LO] + voices.place[:, T_HI]) / 2)[voices.linkable])
    crowd = int((np.searchsorted(middle, middle + 6.0) - np.arange(len(middle))).max()) if len(middle) else 1
    return int(np.clip(MOST_PAIRS // max(crowd, 1), LEAST_KEEP, KEEP))


def block(voices: Voices, reach_km: float = REACH_KM, keep: int = KEEP) -> Blocked:
    """Every two voices that could be of one incident; reach_km is how far beyond their radii they may lie."""
    place, code = voices.place, voices.code
    middle = (place[:, T_LO] + place[:, T_HI]) / 2
    half = (place[:, T_HI] - place[:, T_LO]) / 2
    ok = voices.linkable
    narrow = np.flatnonzero(ok & (half <= WIDE_H)).astype(np.int32)
    wide = np.flatnonzero(ok & (half > WIDE_H)).astype(np.int32)
    dated = np.flatnonzero(ok & (code[:, TIME_CODE] >= 4)).astype(np.int32)
    every = np.flatnonzero(ok).astype(np.int32)
    found = [
        _sweep(place, code, middle, half, narrow, narrow, True, 0.0, reach_km, keep),
        _sweep(place, code, middle, half, wide, narrow, False, 0.0, reach_km, keep),
        _sweep(place, code, middle, half, wide, wide, True, 0.0, reach_km, keep),
        _sweep(place, code, middle, half, dated, every, False, 24.0, reach_km, keep),
    ]
    left = np.concatenate([lane[0] for lane in found])
    right = np.concatenate([lane[1] for lane in found])
    low, high = _in_order(len(voices), left, right)
    return Blocked(low, high, int(sum(lane[2] for lane in found)))


@njit(cache=True, nogil=True)
def _in_order(n, left, right):  # type: ignore[no-untyped-def]
    """The pairs as (lower, higher), sorted, each once: counted into rows, rows sorted by insertion."""
    head = np.zeros(n + 1, np.int64)
    for p in range(left.size):
        head[min(left[p], right[p]) + 1] += 1
    for i in range(n):
        head[i + 1] += head[i]
    at = head[:-1].copy()
    high = np.empty(left.size, np.int32)
    for p in range(left.size):
        i = min(left[p], right[p])
        high[at[i]] = max(left[p], right[p])
        at[i] += 1
    low = np.empty(left.size, np.int32)
    m = 0
    for i in range(n):
        a, b = head[i], head[i + 1]
        if b - a > 48:
            high[a:b] = np.sort(high[a:b])
        else:
            for k in range(a + 1, b):
                value = high[k]
                q = k - 1
                while q >= a and high[q] > value:
                    high[q + 1] = high[q]
                    q -= 1
                high[q + 1] = value
        for k in range(a, b):
            if k == a or high[k] != high[k - 1]:
                low[m] = i
                high[m] = high[k]
                m += 1
    return low[:m], high[:m]


@njit(cache=True, nogil=True)
def _sweep(place, code, middle, half, ones, others, same_lane, slip_h, reach_km, keep):  # type: ignore[no-untyped-def]
    """Pairs of `ones` with `others` (both in order of time) whose times and places could be one; see the module.

    slip_h  0: as stated; otherwise: dates that differ by so many hours, at one named place
    returns (left, right, capped)
    """
    left = np.empty(1024 + 4 * ones.size, np.int32)
    right = np.empty(1024 + 4 * ones.size, np.int32)
    n = 0
    capped = 0
    widest = 0.0
    for k in range(others.size):
        widest = max(widest, half[others[k]])
    kept = np.empty(keep, np.int32)
    shifts = 1 if slip_h == 0.0 else 2
    gap = GAP_H if slip_h == 0.0 else 0.5
    when = middle[others]
    for a in range(ones.size):
        i = ones[a]
        full = False
        for s in range(shifts):
            shift = 0.0 if slip_h == 0.0 else (slip_h if s == 0 else -slip_h)
            b = a + 1
            if not same_lane:
                b = np.searchsorted(when, middle[i] + shift - half[i] - widest - gap)
            m = 0
            scanned = 0
            while b < others.size:
                j = others[b]
                dt = abs(middle[j] - middle[i] - shift)
                if middle[j] - middle[i] - shift > half[i] + widest + gap:
                    break
                scanned += 1
                if scanned > SCAN:
                    full = True
                    break
                b += 1
                if j == i or dt > half[i] + half[j] + gap:
                    continue
                if slip_h != 0.0:
                    if code[i, PLACE_ID] < 0 or code[i, PLACE_ID] != code[j, PLACE_ID]:
                        continue
                else:
                    dy = (place[i, LAT] - place[j, LAT]) * KM_PER_DEG
                    reach = REACH_SIGMAS * np.sqrt(place[i, R_KM] ** 2 + place[j, R_KM] ** 2) + reach_km
                    if abs(dy) > reach:
                        continue
                    dlon = abs(place[i, LON] - place[j, LON])
                    if dlon > 180.0:
                        dlon = 360.0 - dlon
                    dx = dlon * KM_PER_DEG * 0.5 * (place[i, COS_LAT] + place[j, COS_LAT])
                    if dx * dx + dy * dy > reach * reach:
                        continue
                if m == keep:
                    full = True
                    break
                kept[m] = j
                m += 1
            if n + m > left.size:
                left = np.concatenate((left, np.empty(left.size, np.int32)))
                right = np.concatenate((right, np.empty(right.size, np.int32)))
            for k in range(m):
                left[n] = i
                right[n] = kept[k]
                n += 1
        capped += full
    return left[:n], right[:n], capped
