"""Sound speed and wind from nothing but a wide prior: a few strong sounds, a coarse grid, its best followed and settled.

A wind of 3 m/s that is not known costs tens of metres and hides most sounds from a tight time gate. So the first look
uses a loose gate on part of the record, takes the sound speeds under which most picks fall into place, follows each, and tightens.
"""

from dataclasses import replace

import numpy as np

from .associate import Hypotheses, Search, pack, seeds
from .kernels import World
from .numbers import Ints
from .records import Sensors, Weather
from .shared_air import KNOT_S, fit_shared
from .world import Belief, Sorted, make_world

STEP_MS = 7.0  # between sound speeds that are tried: what the loosest gate forgives
LOOSE = ((0.035, 3e-3, 0.35), (0.015, 1.5e-3, 0.2), (0.008, 8e-4, 0.12))
"""(sigma_t s, path fraction, widest gate s) of each look."""
FEW, MORE = 15, 1200  # with fewer sounds than FEW the first look is taken again at MORE anchors
CANDIDATES = 3  # sound speeds of the first look that are followed to the second
NEAR_BEST = 0.75  # and only if their evidence is at least this share of the best's
FOLLOWED = 1800  # anchors of the later looks
SETTLING = 5  # last looks at most
STILL_MS = 0.6  # an air that moves by less than this stands still
BEYOND_DOUBT = 40.0  # log odds


def some_anchors(t: "np.ndarray", most: int) -> Ints:
    """Picks of up to six stretches of the record, spread evenly, in order of time; all where there are few."""
    order = np.argsort(t, kind="stable").astype(np.int64)
    if len(order) <= most:
        return order
    parts = np.array_split(order, 6)
    return np.concatenate([part[: most // 6] for part in parts])


def strongest(world: World, most: int, widest: float) -> Hypotheses:
    """The sounds of at least six picks in part of the record, under a loose gate."""
    how = Search(
        near=5,
        ask=14,
        vote=6,
        floor=8.0,
        sure=25.0,
        enough=25.0,
        keep=1,
        widest=widest,
        most=36,
        gates=(widest, widest),
    )
    anchors = some_anchors(world.t, most)
    taken = np.zeros(len(world.t), np.uint8)
    found = seeds(world, anchors, how, taken)
    taken[:] = 0
    return pack(world, found, 8.0, taken, 6, how.gates)


def looked(
    sensors: Sensors, s: Sorted, b: Belief, shift: float, look: int, most: int
) -> tuple[float, Hypotheses, World]:
    """(sum of log odds, sounds, world) with the sound speed moved by `shift`, under the look's loose gate."""
    sigma, fraction, widest = LOOSE[look]
    air = b.air + np.array([shift, 0.0, 0.0])
    world = make_world(sensors, s, replace(b, air=air, sigma_t=sigma, path_fraction=fraction, nu=4.0))
    found = strongest(world, most, widest)
    return float(found.score.sum()), found, world


def fitted(
    sensors: Sensors, b: Belief, weather: Weather, found: Hypotheses, world: World, steps: int = 3
) -> Belief:
    """The belief with the air that the strongest of these sounds speak for, the weather's prior held."""
    strong = found.rows(np.argsort(-found.score, kind="stable")[:400])
    clocks = np.maximum(sensors.clock_sigma, 1e-3)
    fit = fit_shared(world, strong.theta, strong.hits, strong.prior, weather, clocks, steps)
    return replace(b, air=fit.air)


def enough_for_air(found: Hypotheses) -> bool:
    """Three sounds, or fewer that are beyond doubt: under the weather's prior one sound already narrows the air."""
    return len(found) >= 3 or bool(np.any((found.score > BEYOND_DOUBT) & (found.n_hits >= 7)))


def find_air(sensors: Sensors, s: Sorted, b: Belief, weather: Weather, span_s: float) -> tuple[Belief, int]:
    """The belief with air from the strongest sounds, and how many there were. Too few: the weather file's air stays.

    Sound speed and wind trade against each other when the sounds come from few places, so the first look's best sound
    speeds are each followed to the second look, and the one under which most picks fall into place is kept. The last
    look is repeated until the air stands still.
    """
    knots = max(1, int(np.ceil(span_s / KNOT_S)) + 1) if span_s > KNOT_S else 1
    start = np.array([weather.sound_speed, *weather.wind])
    b = replace(b, air=np.tile(start, (knots, 1)), air_start=0.0, air_step=KNOT_S if knots > 1 else 1e9)
    half = min(2.5 * weather.sound_speed_sigma, 25.0)
    trials = np.arange(-round(half / STEP_MS - 0.1), round(half / STEP_MS - 0.1) + 1) * STEP_MS
    for most in (300, MORE):  # a quiet hour needs more of it before enough strong sounds are met
        tried = [(*looked(sensors, s, b, shift, 0, most), float(shift)) for shift in trials]
        tried.sort(key=lambda one: -one[0])
        if len(tried[0][1]) >= 6:
            break
    followed = []
    for score, found, world, shift in tried[:CANDIDATES]:
        if score < NEAR_BEST * tried[0][0] or not enough_for_air(found):
            continue
        if len(found) < FEW and most < MORE:  # one late clock among few sounds would bend the air
            _, found, world = looked(sensors, s, b, shift, 0, MORE)
        trial = fitted(sensors, b, weather, found, world)
        followed.append((looked(sensors, s, trial, 0.0, 1, FOLLOWED), trial))
    if not followed:
        return b, len(tried[0][1])
    (_, found, world), best = max(followed, key=lambda one: one[0][0])
    if not enough_for_air(found):
        return b, len(found)
    b = fitted(sensors, best, weather, found, world)
    for _ in range(SETTLING):
        _, found, world = looked(sensors, s, b, 0.0, 2, FOLLOWED)
        if not enough_for_air(found):
            break
        after = fitted(sensors, b, weather, found, world)
        moved = float(np.max(np.abs(after.air - b.air)))
        b = after
        if moved < STILL_MS:
            break
    return b, len(found)
