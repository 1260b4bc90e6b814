"""Which voices could speak of one incident? A compiled sweep over time whose windows follow each report's uncertainty.

`sweep_pairs` goes once over the voices in time order, in two lanes: reports that state a quarter of a day or less, and
vaguer ones, so that one day-wide report does not widen everybody's window. A third lane pairs reports whose dates
differ by one day where a date is all they state, and only if they name one place. Each pair of voices that passes
appears once, (left, right) with left < right.

Rule: |gap between middles| <= half widths + 2.5 h and distance <= 2.5 sqrt(r_left^2 + r_right^2) + 2 km.
Work and memory are bounded: a voice looks at no more than SCAN others in time order and keeps the first KEEP of
them, fewer in a crowd; `Blocked.capped` says how many voices that touched. Its slow twin is in tests/fusion/test_kernels.py.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .columns import COS_LAT, LAT, LON, PLACE_ID, R_KM, T_HI, T_LO, TIME_CODE, Voices
from .kernels import kernel

GAP_H = 2.5
REACH_SIGMAS = 2.5
REACH_KM = 2.0
WIDE_H = 3.01  # half width above which a report sweeps in the wide lane: more than a quarter of a day
SCAN = 20_000
KEEP = 400
MOST_PAIRS = 8_000_000  # of one crowd: about half a gigabyte of terms
LEAST_KEEP = 8
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
    lat, lon, cos, r = (np.ascontiguousarray(place[:, k]) for k in (LAT, LON, COS_LAT, R_KM))
    name = np.ascontiguousarray(code[:, PLACE_ID])
    seen = (lat, lon, cos, r, middle, half, name)
    found = [
        _sweep(*seen, narrow, narrow, True, 0.0, reach_km, keep),
        _sweep(*seen, wide, narrow, False, 0.0, reach_km, keep),
        _sweep(*seen, wide, wide, True, 0.0, reach_km, keep),
        _sweep(*seen, dated, every, False, 24.0, reach_km, keep),
    ]
    left = np.concatenate([lane[0] for lane in found])
    right = np.concatenate([lane[1] for lane in found])
    low, high = _in_order(len(voices), left, right)
    return Blocked(low, high, int(sum(lane[2] for lane in found)))


@kernel
def _in_order(n, left, right):  # type: ignore[no-untyped-def]
    """The pairs as (lower, higher), sorted, each once: counted into rows by the higher, then, in that order, by the lower.

    Written with plain loops only: numpy's sort would take ten times as long to compile as all of this.
    """
    m = left.size
    head = np.zeros(n + 1, np.int64)
    for p in range(m):
        head[max(left[p], right[p]) + 1] += 1
    for i in range(n):
        head[i + 1] += head[i]
    low = np.empty(m, np.int32)
    high = np.empty(m, np.int32)
    for p in range(m):
        j = max(left[p], right[p])
        low[head[j]] = min(left[p], right[p])
        high[head[j]] = j
        head[j] += 1
    at = np.zeros(n + 1, np.int64)
    for p in range(m):
        at[low[p] + 1] += 1
    for i in range(n):
        at[i + 1] += at[i]
    row = np.empty(m, np.int32)
    end = at.copy()
    for p in range(m):
        i = low[p]
        if end[i] == at[i] or row[end[i] - 1] != high[p]:
            row[end[i]] = high[p]
            end[i] += 1
    k = 0
    for i in range(n):
        for p in range(at[i], end[i]):
            low[k] = i
            high[k] = row[p]
            k += 1
    return low[:k], high[:k]


@kernel
def _sweep(lat, lon, cos, r, middle, half, name, ones, others, same_lane, slip_h, reach_km, keep):  # type: ignore[no-untyped-def]  # fmt: skip
    """Pairs of `ones` with `others` (both in order of time) whose times and places could be one; see the module.

    slip_h  0: as stated; otherwise: dates that differ by so many hours, at one named place
    returns (left, right, capped)
    """
    left = np.empty(1024 + 4 * ones.size, np.int32)
    right = np.empty(1024 + 4 * ones.size, np.int32)
    n = 0
    capped = 0
    size = others.size
    # what the inner loop reads, side by side
    when, wide = np.empty(size), np.empty(size)
    north, east, radius = np.empty(size), np.empty(size), np.empty(size)
    widest = 0.0
    for b in range(size):
        j = others[b]
        when[b], wide[b] = middle[j], half[j]
        north[b], east[b], radius[b] = lat[j], lon[j], r[j]
        widest = max(widest, wide[b])
    kept = np.empty(keep, np.int32)
    shifts = 1 if slip_h == 0.0 else 2
    gap = GAP_H if slip_h == 0.0 else 0.5
    for a in range(ones.size):
        i = ones[a]
        y, x, ri, half_i = lat[i], lon[i], r[i], half[i]
        full = False
        for s in range(shifts):
            shift = 0.0 if slip_h == 0.0 else (slip_h if s == 0 else -slip_h)
            at = middle[i] + shift
            b = a + 1
            if not same_lane:  # the first that is late enough, by halving
                b, above = 0, size
                while b < above:
                    k = (b + above) // 2
                    if when[k] < at - half_i - widest - gap:
                        b = k + 1
                    else:
                        above = k
            last = min(size, b + SCAN)
            full = full or (last < size and when[last] - at <= half_i + widest + gap)
            m = 0
            while b < last:
                dt = when[b] - at
                if dt > half_i + widest + gap:
                    break
                b += 1
                if abs(dt) > half_i + wide[b - 1] + gap:
                    continue
                j = others[b - 1]
                if j == i:
                    continue
                if slip_h != 0.0:
                    if name[i] < 0 or name[i] != name[j]:
                        continue
                else:
                    dy = (y - north[b - 1]) * KM_PER_DEG
                    reach = REACH_SIGMAS * np.sqrt(ri**2 + radius[b - 1] ** 2) + reach_km
                    if abs(dy) > reach:
                        continue
                    dlon = abs(x - east[b - 1])
                    if dlon > 180.0:
                        dlon = 360.0 - dlon
                    dx = dlon * KM_PER_DEG * 0.5 * (cos[i] + cos[j])
                    if dx * dx + dy * dy > reach * reach:
                        continue
                if m == keep:
                    full = True
                    break
                kept[m] = j
                m += 1
            if n + m > left.size:
                more_left = np.empty(2 * left.size + m, np.int32)
                more_right = np.empty(2 * left.size + m, np.int32)
                for k in range(n):
                    more_left[k], more_right[k] = left[k], right[k]
                left, right = more_left, more_right
            for k in range(m):
                left[n] = i
                right[n] = kept[k]
                n += 1
        capped += full
    return left[:n], right[:n], capped
