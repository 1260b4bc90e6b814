"""Sounds that are echoes of another: a wall returns a strong sound to many sensors and so makes a place of its own.

A sound is suspect when nearly all of its picks follow, within REACH_S, picks that one stronger sound gave at the same
sensors, and it comes from another place. A second round from the same place is no echo unless less than half as many
sensors heard it. The prior odds of a wall
against a second, weaker source in the very same second are set by hand (WALL) and stated in the method page.
"""

import numpy as np

from .associate import Hypotheses
from .kernels import World
from .numbers import Floats

REACH_S = 1.6
WALL = 15.0  # log odds taken off
SHARE = 0.8
STRONGER = 1.4
SAME_PLACE_M = 25.0
SAME_PLACE_STRONGER = 2.0


def reflection_penalty(world: World, found: Hypotheses) -> Floats:
    """(E,) log odds to take off each sound, 0 or WALL."""
    penalty = np.zeros(len(found))
    order = np.argsort(found.theta[:, 2], kind="stable")
    t0 = found.theta[order, 2]
    n_hits = found.n_hits
    heard = found.hits >= 0
    times = np.where(heard, world.t[np.maximum(found.hits, 0)], np.nan)
    for place, e in enumerate(order):
        first = int(np.searchsorted(t0, t0[place] - REACH_S - 3.0))
        last = int(np.searchsorted(t0, t0[place] + 3.0))
        for parent in order[first:last]:
            if parent == e or n_hits[parent] < STRONGER * n_hits[e]:
                continue
            apart = float(np.hypot(*(found.theta[e, :2] - found.theta[parent, :2])))
            blur = 3.0 * float(np.sqrt(np.trace(found.cov[e][:2, :2]) + np.trace(found.cov[parent][:2, :2])))
            here = apart < SAME_PLACE_M + min(blur, 200.0)
            if here and n_hits[parent] < SAME_PLACE_STRONGER * n_hits[e]:
                continue  # a second round from the same place is heard by about as many
            both = heard[e] & heard[parent]
            gap = times[e, both] - times[parent, both]
            if np.sum((gap > 0.03) & (gap < REACH_S)) >= SHARE * n_hits[e]:
                penalty[e] = WALL
                break
    return penalty
