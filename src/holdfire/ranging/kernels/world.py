# mypy: allow-untyped-defs
"""What the loops of sound ranging look at, and what they ask of it all the time: the air at a moment, the pick nearest to one.

Metres, seconds, decibels, radians.
"""

from typing import NamedTuple

from ..numbers import Array
from .compiled import loop

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


@loop
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


@loop
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


@loop
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
