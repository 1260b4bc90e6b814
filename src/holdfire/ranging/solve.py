"""A record of picks to located sounds: air, association, clocks, places and the joint posterior, in that order.

In: Sensors, Picks, Weather. Out: Located. Deterministic; no file, no clock, no database. Batch on whole records only.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from .associate import (
    STRONG,
    SURE,
    WEAK,
    Hypotheses,
    joined,
    known_places,
    nothing,
    pack,
    revisit,
    seeds,
    weighed_again,
)
from .first_air import find_air
from .health import Health, find_offsets, judge
from .kernels import World
from .learn import learn, travel_times
from .numbers import Array, Floats, Ints
from .policy import TOO_FEW, reason_for, resolved
from .records import Picks, Sensors, Weather
from .reflection import reflection_penalty
from .shared_air import Shared, fit_shared
from .trust import p_pick, p_real, widened
from .world import Belief, Sorted, make_world, margin_m, sort_picks

Progress = Callable[[int, int, str], None]
FIRM = 10.0  # log odds from which a sound may take its picks before all others were heard
FLOOR = 5.0  # log odds below which a hypothesis is not reported: at them some 60 % are real
CLOCK_SIGMA_S = 1e-3
TWIN_S = 1e-4
CROWDED = 60  # picks a sensor and minute beyond which only the loudest are looked at: chance then agrees with anything
THRONG = (
    20  # the same where the mean over all sensors and minutes is above it: 48,000 an hour for forty sensors
)
KNOWN_OFFSET_S = 2e-3  # what is left of a clock's error once it was found


@dataclass(frozen=True)
class Unresolved:
    """A sound that its picks suggest but do not establish. x, y m; t0 s; cov (3, 3); picks: places in Picks; reason."""

    x: float
    y: float
    t0: float
    cov: Floats
    score: float
    picks: tuple[int, ...]
    reason: str


@dataclass(frozen=True)
class Located:
    """What was found.

    x, y       (E,) metres in the sensors' plane   t0 (E,) seconds after the picks' epoch
    cov        (E, 3, 3) of (x, y, t0), m and s, own and shared errors together
    G, shared  how each sound moves with air and clocks, and their covariance: see `time_covariance`
    n_picks, p_real (E,); hits (E, S) place in Picks or -1
    event      (P,) sound of each pick, -1 none; p (P,) probability of that assignment
    air        (K, 3) c, wind east, wind north; air_sigma (K, 3); air_time (K,) s
    health     one row a sensor
    notes      what was widened, cut or left out, one line each
    unresolved sounds with too few arrivals to be reported (policy.py); their picks belong to no event
    world      the record under the final air and clocks, world_hits (E, S) into it, order (P,) from it to Picks, times in
               it counting from `since`: for posterior.py and alternatives.py
    """

    x: Floats
    y: Floats
    t0: Floats
    cov: Floats
    n_picks: Ints
    p_real: Floats
    score: Floats
    hits: Ints
    event: Ints
    p: Floats
    air: Floats
    air_sigma: Floats
    air_time: Floats
    health: list[Health]
    place: Ints
    belief: Belief
    shared: Shared | None
    notes: tuple[str, ...] = ()
    unresolved: tuple["Unresolved", ...] = ()
    world: World | None = None
    world_hits: Ints = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    order: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    since: float = 0.0

    def __len__(self) -> int:
        return len(self.x)

    def time_covariance(self, a: int, b: int) -> float:
        """Covariance of two origin times, s2: what shared air and clocks do to both."""
        if self.shared is None or a == b:
            return float(self.cov[a, 2, 2])
        g = self.shared.G
        return float(g[a, 2] @ self.shared.covariance @ g[b, 2])


def quiet(done: int, total: int, what: str) -> None:
    """Nobody is watching."""


def range_record(sensors: Sensors, picks: Picks, weather: Weather, progress: Progress = quiet) -> Located:
    """Located sounds of one record. A record without sounds gives an empty result, not an error.

    A pick given twice counts once. Of a sensor's minute with more than CROWDED picks the loudest are looked at, the rest belong to no sound; a note says
    how many. That bounds time and memory by sensors and hours, whatever the picker did.
    """
    once = without_twins(picks)
    keep = once[uncrowded(picks.rows_at(once))]
    if len(keep) == len(picks):
        return _ranged(sensors, picks, weather, progress)
    notes = [f"{len(picks) - len(once)} picks are given twice (same sensor, same time) and count once"]
    crowd = (
        f"{len(once) - len(keep)} of {len(once)} picks were left aside: of a sensor's minute with more than {CROWDED} "
        f"picks ({THRONG} where every minute is so) the loudest were looked at"
    )
    notes = notes * (len(once) < len(picks)) + [crowd] * (len(keep) < len(once))
    some = replace(picks.rows_at(keep), notes=(*picks.notes, *notes))
    found = _ranged(sensors, some, weather, progress)
    event, p = np.full(len(picks), -1, np.int64), np.zeros(len(picks))
    event[keep], p[keep] = found.event, found.p
    unresolved = tuple(replace(u, picks=tuple(int(keep[k]) for k in u.picks)) for u in found.unresolved)
    hits = np.where(found.hits >= 0, keep[np.maximum(found.hits, 0)], -1)
    return replace(
        found, event=event, p=p, hits=hits, unresolved=unresolved, order=keep[found.order] if len(found.order) else found.order
    )  # fmt: skip


def without_twins(picks: Picks) -> Ints:
    """Places of the picks, ascending, less those within TWIN_S after another of the same sensor: no ear parts them."""
    order = np.lexsort((picks.t, picks.sensor))
    twin = np.zeros(len(picks), bool)
    twin[order[1:]] = (np.diff(picks.sensor[order]) == 0) & (np.diff(picks.t[order]) < TWIN_S)
    return np.nonzero(~twin)[0]


def uncrowded(picks: Picks) -> Ints:
    """Places of the picks to look at, ascending: the CROWDED (THRONG, where all is crowded) loudest of each sensor and
    minute, the first of equals.
    """
    if not len(picks):
        return np.zeros(0, np.int64)
    minute = np.floor((picks.t - picks.t.min()) / 60.0).astype(np.int64)
    cell = picks.sensor.astype(np.int64) * (int(minute.max()) + 1) + minute
    loud = np.nan_to_num(picks.amp, nan=-np.inf)
    order = np.lexsort((picks.t, -loud, cell))
    starts = np.flatnonzero(np.diff(cell[order], prepend=-1))
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    few = order[rank < CROWDED]
    if len(few) > THRONG * len(np.unique(picks.sensor)) * (int(minute.max()) + 1):
        few = order[rank < THRONG]
    return np.sort(few)


def _ranged(sensors: Sensors, picks: Picks, weather: Weather, progress: Progress) -> Located:
    notes = list(picks.notes)
    if len(picks) < 4 or len(sensors) < 4:
        return _empty(sensors, picks, weather, notes)
    shift = float(picks.t.min()) - 60.0
    early = replace(picks, t=picks.t - shift)
    s = sort_picks(sensors, early)
    span = max(float(early.t.max() - early.t.min()), 10.0)
    progress(0, 6, "air")
    b = first_belief(sensors, s, span)
    b, strong = find_air(sensors, s, b, weather, span + 60.0)
    if strong < 3 and not weather.stated:
        notes.append(
            "too few strong sounds to learn the air from, and no weather file: sound speed and wind are a wide guess"
        )
    progress(1, 6, "strong sounds")
    b, found, cut = first_pass(sensors, s, b, weather, span)
    progress(2, 6, "clocks")
    b, late = corrected(sensors, s, b, found)
    if late:
        b, found, cut = first_pass(sensors, s, b, weather, span)
    progress(3, 6, "places")
    first = found
    found, b, member = second_pass(sensors, s, b, weather, span, first)
    b, late = corrected(sensors, s, b, found)
    if late:
        found, b, member = second_pass(sensors, s, b, weather, span, first)
    progress(5, 6, "joint posterior")
    if cut:
        notes.append(
            f"{cut} picks stood in too full a neighbourhood: only part of their combinations was searched"
        )
    result = _located(sensors, early, s, b, weather, found, member, tuple(notes))
    progress(6, 6, "done")
    return replace(
        result, t0=result.t0 + shift, air_time=result.air_time + shift, since=shift,
        unresolved=tuple(replace(u, t0=u.t0 + shift) for u in result.unresolved),
    )  # fmt: skip


def first_belief(sensors: Sensors, s: Sorted, span: float) -> Belief:
    n = len(sensors)
    rate = np.diff(s.start) / span
    amp = s.amp[np.isfinite(s.amp)]
    margin = 1.8 * margin_m(sensors)
    wide_x, wide_y = np.ptp(sensors.x) + margin, np.ptp(sensors.y) + margin
    return Belief(
        clutter=0.5 * rate + 0.003, offset=np.zeros(n), offset_sigma=np.maximum(sensors.clock_sigma, 0.0),
        amp_threshold=float(np.quantile(amp, 0.15)) if len(amp) else 0.0,
        clutter_amp=float(np.quantile(amp, 0.25)) if len(amp) else 0.0,
        event_rate=max(3.0, len(s.t) / 12.0) / span, area_m2=float(wide_x * wide_y),
    )  # fmt: skip


def first_pass(
    sensors: Sensors, s: Sorted, b: Belief, weather: Weather, span: float
) -> tuple[Belief, Hypotheses, int]:
    """The strong sounds, one consistent choice; the belief learns from it."""
    world = make_world(sensors, s, b)
    anchors = np.argsort(world.t, kind="stable").astype(np.int64)
    taken = np.zeros(len(world.t), np.uint8)
    every = seeds(world, anchors, STRONG, taken)
    taken[:] = 0
    found = pack(world, every, FIRM, taken)
    b = relearn(sensors, s, b, weather, span, found)
    return b, found, every.cut


def corrected(sensors: Sensors, s: Sorted, b: Belief, found: Hypotheses) -> tuple[Belief, bool]:
    """The belief with the offsets of sensors that are late or early by more than a gate, and whether there are new ones."""
    offset, known = find_offsets(make_world(sensors, s, b), found, sensors)
    if not known.any():
        return b, False
    sigma = np.where(known, np.minimum(b.offset_sigma, KNOWN_OFFSET_S), b.offset_sigma)
    return replace(b, offset=b.offset + offset, offset_sigma=sigma), True


def relearn(
    sensors: Sensors, s: Sorted, b: Belief, weather: Weather, span: float, found: Hypotheses
) -> Belief:
    """Scales, clutter and loudness, then the air, from sounds with picks enough to speak of it."""
    world = make_world(sensors, s, b)
    b = learn(world, s, b, found, span)
    firm = found.rows(np.nonzero((found.n_hits >= 6) & (found.score > 8.0))[0])
    if len(firm) >= 3:
        world = make_world(sensors, s, b)
        fit = fit_shared(world, firm.theta, firm.hits, firm.prior * 0.0, weather, clock_prior(sensors), 2)
        b = replace(b, air=fit.air)
    return b


def clock_prior(sensors: Sensors) -> Floats:
    return np.maximum(sensors.clock_sigma, CLOCK_SIGMA_S * 0.1)


def held_by_sure(world: World, found: Hypotheses) -> Array:
    """(P,) 1 for picks of sounds so sure that no revisited place will win them."""
    held = np.zeros(len(world.t), np.uint8)
    mine = found.hits[found.score > SURE]
    held[mine[mine >= 0]] = 1
    return held


def second_pass(
    sensors: Sensors, s: Sorted, b: Belief, weather: Weather, span: float, found: Hypotheses
) -> tuple[Hypotheses, Belief, Ints]:
    """With what was learned: the strong again, the places where they were, then weak ones from what is left, then the
    places of all. Every hypothesis competes in the last choice.
    """
    world = make_world(sensors, s, b)
    anchors = np.argsort(world.t, kind="stable").astype(np.int64)
    taken = np.zeros(len(world.t), np.uint8)
    strong = weighed_again(world, found)
    again = revisit(world, known_places(world, strong, span), held_by_sure(world, strong))
    found = pack(world, joined([strong.rows(np.arange(len(strong))), again]), FIRM, taken)
    weak = seeds(world, anchors, WEAK, taken)
    every = joined([strong, found, weak])
    taken[:] = 0
    found = pack(world, joined([every.rows(np.arange(len(every))), again]), FLOOR, taken)
    b = relearn(sensors, s, b, weather, span, found)
    world = make_world(sensors, s, b)
    again = revisit(world, known_places(world, found, span), held_by_sure(world, found))
    taken[:] = 0
    found = pack(world, joined([weighed_again(world, every), again]), FLOOR, taken)
    found.score = found.score - reflection_penalty(world, found)
    found = found.rows(np.nonzero(found.score > FLOOR)[0])
    return found, b, known_places(world, found, span).member


def _located(
    sensors: Sensors,
    picks: Picks,
    s: Sorted,
    b: Belief,
    weather: Weather,
    found: Hypotheses,
    member: Ints,
    notes: tuple[str, ...],
) -> Located:
    world = make_world(sensors, s, b)
    none = np.full(len(picks), -1, np.int64)
    if not len(found):
        return replace(
            _empty(sensors, picks, weather, list(notes)), health=judge(world, found, sensors, b, None)
        )
    fit = fit_shared(world, found.theta, found.hits, np.zeros((len(found), 3)), weather, clock_prior(sensors))
    cov = widened(world, found.theta, found.hits, fit)
    knots = len(fit.air)
    sigma = np.sqrt(np.maximum(np.diag(fit.covariance)[: 3 * knots], 0.0)).reshape(knots, 3)
    after = make_world(sensors, s, replace(b, air=fit.air, offset=b.offset + fit.offset))
    health = judge(after, found, sensors, b, fit)
    hits = np.where(found.hits >= 0, s.order[np.maximum(found.hits, 0)], -1)
    stands = resolved(after, found)
    below = np.nonzero(~stands)[0]
    unresolved = tuple(
        Unresolved(
            float(found.theta[e, 0]), float(found.theta[e, 1]), float(found.theta[e, 2]), cov[e], float(found.score[e]),
            tuple(int(k) for k in np.sort(hits[e][hits[e] >= 0])), reason_for(int(found.n_hits[e])),
        )
        for e in below
    )  # fmt: skip
    if unresolved:
        notes = (*notes, f"{len(unresolved)} possible sounds are unresolved: {TOO_FEW}")
    keep = np.nonzero(stands)[0]
    found, cov, hits, member = found.rows(keep), cov[keep], hits[keep], member[keep]
    fit = replace(fit, own=fit.own[keep], G=fit.G[keep])
    real = p_real(found)
    event, p = none, np.zeros(len(picks))
    rows, columns = np.nonzero(found.hits >= 0)
    mine = s.order[found.hits[rows, columns]]
    event[mine] = rows
    p[mine] = real[rows] * p_pick(after, found, rows, columns)
    return Located(
        found.theta[:, 0].copy(), found.theta[:, 1].copy(), found.theta[:, 2].copy(), cov, found.n_hits, real, found.score,
        hits, event, p, fit.air, sigma, b.air_start + b.air_step * np.arange(knots) if knots > 1 else np.zeros(1),
        health, member, b, fit, notes, unresolved, after, found.hits, s.order,
    )  # fmt: skip


def _empty(sensors: Sensors, picks: Picks, weather: Weather, notes: list[str]) -> Located:
    zero = np.zeros(0)
    air = np.array([[weather.sound_speed, *weather.wind]])
    sigma = np.array([[weather.sound_speed_sigma, weather.wind_sigma_ms, weather.wind_sigma_ms]])
    count = np.bincount(picks.sensor, minlength=len(sensors)) if len(picks) else np.zeros(len(sensors), int)
    health = [
        Health(
            name,
            0.0,
            float(sensors.clock_sigma[k]),
            0.0,
            "silent" if not count[k] else "ok",
            int(count[k]),
            0,
        )
        for k, name in enumerate(sensors.names)
    ]
    return Located(
        zero, zero, zero, np.zeros((0, 3, 3)), np.zeros(0, np.int64), zero, zero, np.zeros((0, len(sensors)), np.int64),
        np.full(len(picks), -1, np.int64), np.zeros(len(picks)), air, sigma, np.zeros(1), health, np.zeros(0, np.int64),
        Belief(), None, tuple(notes),
    )  # fmt: skip


__all__ = ["Located", "Array", "nothing", "range_record", "travel_times"]
