"""Sensors, picks, air and what is believed of them, laid out for the kernels.

`Belief` holds every number that the record itself teaches (error scale, clutter, how far sounds carry); `learn` is in
learn.py. Pure: arrays in, a `World` out.
"""

from dataclasses import dataclass, field

import numpy as np

from .kernels import U_COUNT, U_LOW, U_STEP, World
from .numbers import Array, Floats, Ints
from .records import Picks, Sensors

LOUD_KM = np.array([0.5, 0.7, 1.0, 1.4, 2.0, 2.5, 3.2, 4.0, 5.0, 6.5, 8.0, 10.0, 12.0, 15.0])


@dataclass
class Belief:
    """What is believed before and between passes.

    sigma_t        timing error of a pick, s, beside what the path adds      path_fraction  of travel time
    nu             degrees of freedom of Student's t: small is heavy-tailed
    p_most         chance that a sensor well inside the audible radius gives a pick
    softness       how softly hearing fades around the audible radius, as a share of it
    amp_threshold  dB at which a sound is just audible; amplitude and audible radius then speak of one loudness
    clutter        (S,) unrelated picks per second; echo: density of copies within 1.2 s after a pick
    log_loud       (L,) log share of sounds of each audible radius
    event_rate     sounds per second
    offset         (S,) s, taken off each sensor's times; offset_sigma (S,)
    air            (K, 3) c, wind east, wind north
    """

    sigma_t: float = 0.006
    path_fraction: float = 5e-4
    nu: float = 8.0
    p_most: float = 0.92
    softness: float = 0.13
    amp_threshold: float = 0.0
    amp_sigma: float = 3.5
    clutter_amp: float = 0.0
    clutter_amp_sigma: float = 5.0
    bearing_sigma_deg: float = 4.5
    clutter: Floats = field(default_factory=lambda: np.zeros(0))
    echo: float = 0.08
    log_loud: Floats = field(default_factory=lambda: np.full(len(LOUD_KM), -np.log(len(LOUD_KM))))
    event_rate: float = 0.1
    area_m2: float = 4e8
    offset: Floats = field(default_factory=lambda: np.zeros(0))
    offset_sigma: Floats = field(default_factory=lambda: np.zeros(0))
    air: Floats = field(default_factory=lambda: np.array([[340.0, 0.0, 0.0]]))
    air_start: float = 0.0
    air_step: float = 1e9
    far_m: float = 16_000.0


@dataclass(frozen=True)
class Sorted:
    """Picks ordered by (sensor, time), and how to get back: order[k] is the place in Picks of sorted pick k."""

    order: Ints
    t: Floats
    sensor: Ints
    amp: Floats
    bearing: Floats
    start: Ints
    near: Ints
    alive: Floats
    echoed: Array


def sort_picks(sensors: Sensors, picks: Picks) -> Sorted:
    """Order the picks; note which follow another of the same sensor by 0.06 to 1.25 s and could be its echo."""
    order = np.lexsort((picks.t, picks.sensor)).astype(np.int64)
    sensor, t = picks.sensor[order].astype(np.int64), picks.t[order]
    start = np.searchsorted(sensor, np.arange(len(sensors) + 1)).astype(np.int64)
    apart = np.hypot(sensors.x[:, None] - sensors.x, sensors.y[:, None] - sensors.y)
    np.fill_diagonal(apart, -1.0)
    near = np.argsort(apart, axis=1, kind="stable")[:, 1:].astype(np.int64)
    alive = np.full((len(sensors), 2), np.nan)
    for s in range(len(sensors)):
        times = t[start[s] : start[s + 1]]
        if len(times):
            slack = 3.0 * (times[-1] - times[0] + 1.0) / len(times)
            alive[s] = times[0] - slack, times[-1] + slack
    alive[np.isnan(alive[:, 0])] = 1e18, -1e18
    echoed = np.zeros(len(t), bool)
    for back in (1, 2, 3):
        gap = np.full(len(t), np.inf)
        gap[back:] = np.where(sensor[back:] == sensor[:-back], t[back:] - t[:-back], np.inf)
        echoed |= (gap > 0.06) & (gap < 1.25)
    bearing = np.radians(picks.bearing[order])
    return Sorted(order, t, sensor, picks.amp[order], bearing, start, near, alive, echoed)


def audibility(p_most: float) -> tuple[Floats, Floats]:
    """(log heard, log missed) over the kernels' table of u = (r / R - 1) / softness: p_most / (1 + exp(u))."""
    u = U_LOW + U_STEP * (np.arange(U_COUNT) + 0.5)
    heard = p_most / (1.0 + np.exp(u))
    return np.log(heard), np.log1p(-heard)


def margin_m(sensors: Sensors) -> float:
    """How far outside the sensors' box sounds are still looked for in earnest: a quarter of its length, 1.5 km at least."""
    return max(1500.0, 0.25 * float(max(np.ptp(sensors.x), np.ptp(sensors.y))))


def make_world(sensors: Sensors, s: Sorted, b: Belief) -> World:
    t = s.t - b.offset[s.sensor]
    span = max(1.0, float(t.max() - min(0.0, t.min())) if len(t) else 1.0)
    bucket_s = max(0.5, span * len(sensors) / 4e6)
    edges = np.arange(int(span / bucket_s) + 2) * bucket_s
    bucket = np.empty((len(sensors), len(edges)), np.int64)
    for k in range(len(sensors)):
        lo, hi = s.start[k], s.start[k + 1]
        bucket[k] = lo + np.searchsorted(t[lo:hi], edges)
    heard, missed = audibility(b.p_most)
    loud = np.column_stack([LOUD_KM * 1000.0, b.log_loud, 20.0 * np.log10(LOUD_KM)])
    clutter = b.clutter[s.sensor] + b.echo * s.echoed
    sigma = np.sqrt(b.sigma_t**2 + b.offset_sigma**2)
    return World(
        sensors.x, sensors.y, sigma, s.alive, t, s.sensor, s.amp, s.bearing, clutter, s.start, bucket, bucket_s,
        b.air, b.air_start, b.air_step, loud, heard, missed, s.near, b.path_fraction, b.nu,
        float(np.radians(b.bearing_sigma_deg)), b.amp_sigma, b.amp_threshold, b.clutter_amp, b.clutter_amp_sigma,
        b.far_m, b.softness, float(np.log(b.event_rate)), float(np.log(b.area_m2)),
        np.array([sensors.x.min(), sensors.x.max(), sensors.y.min(), sensors.y.max()]), margin_m(sensors),
    )  # fmt: skip
