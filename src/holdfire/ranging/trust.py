"""How sure is a sound, and each of its picks? Log odds to probabilities that hold as often as they say.

The log odds of kernels.weigh leave out that many hypotheses were tried. SLOPE and SHIFT put that right: a logistic fit
of real or not against log odds on simulated lines (seeds 0-49, 60 to 3000 sounds an hour), see
docs/decisions/ranging-calibration.md. Held to on other seeds in bench/ranging.py.
"""

import numpy as np

from .associate import Hypotheses
from .kernels import World
from .learn import travel_times
from .numbers import Floats, Ints

SLOPE = 0.22
SHIFT = -0.6


def p_real(found: Hypotheses) -> Floats:
    """(E,) probability that the hits are one sound."""
    return 1.0 / (1.0 + np.exp(-np.clip(SLOPE * found.score + SHIFT, -30.0, 30.0)))


def p_pick(world: World, found: Hypotheses, rows: Ints, columns: Ints) -> Floats:
    """(N,) probability that the pick of sound rows[k] at sensor columns[k] is that sound's, given that the sound is real."""
    pick = found.hits[rows, columns]
    tau, _ = travel_times(world, found.theta[rows], columns)
    var = world.sigma[columns] ** 2 + (world.path_fraction * tau) ** 2
    res = world.t[pick] - found.theta[rows, 2] - tau
    density = np.exp(-0.5 * (world.nu + 1.0) * np.log1p(res * res / var / world.nu)) * 0.39 / np.sqrt(var)
    return np.asarray(density / (density + world.clutter[pick]))
