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
from .shared_air import Shared

SLOPE = 0.22
SHIFT = -0.6
CROWD_S = 3.0  # seconds before and after a pick in which its sensor's other picks are counted
STRAYS_PER_CROWD = (
    2.0  # strays expected a hit, over other picks expected within its gate; simulated lines, seeds 40-48
)
GATE_SIGMAS = 3.7
FEW_HITS = 10.0  # an error scale learned from n hits adds 10 / n to the factor on covariances


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


def widened(world: World, theta: Floats, hits: Ints, fit: Shared) -> Floats:
    """(E, 3, 3) covariances of (x, y, t0) that hold as often as they say: the fit's, an error scale that few hits teach, strays.

    One rule for the answer of all sensors and for each side's own (two_sides.py).
    """
    few = 1.0 + FEW_HITS / max(int((hits >= 0).sum()), 50)
    widened: Floats = fit.covariances() * few + stray_covariance(world, theta, hits, fit.own)
    return widened


def stray_covariance(world: World, theta: Floats, hits: Ints, own: Floats) -> Floats:
    """(E, 3, 3) what hits that are really another sound's add to each place and time, m and s.

    A hit whose sensor has other picks close by may be one of those: anywhere within the gate. Its pull on the estimate
    is its gain times that error; the sum over hits of chance x gate2 / 3 x gain gain' is what the covariance leaves out.
    own  (E, 3, 3) covariance of each sound given air and clocks
    """
    event, sensor = np.nonzero(hits >= 0)
    pick = hits[event, sensor]
    tau, r = travel_times(world, theta[event], sensor)
    var = world.sigma[sensor] ** 2 + (world.path_fraction * tau) ** 2
    apart = float(np.ptp(world.t)) + 10.0 * CROWD_S if len(world.t) else 1.0
    line = (
        world.t - world.t.min() + apart * world.sensor
    )  # every sensor's picks on a stretch of their own, ascending
    around = np.searchsorted(line, line[pick] + CROWD_S, "right") - np.searchsorted(
        line, line[pick] - CROWD_S
    )
    density = (around - 1.0) / (2.0 * CROWD_S)
    gate = GATE_SIGMAS * np.sqrt(var)
    chance = np.minimum(STRAYS_PER_CROWD * density * 2.0 * gate, 0.5)
    speed = r / tau
    across = np.column_stack(
        [
            (theta[event, 0] - world.sx[sensor]) / r / speed,
            (theta[event, 1] - world.sy[sensor]) / r / speed,
            np.ones(len(r)),
        ]
    )
    gain = np.einsum("nab,nb->na", own[event], across) * ((world.nu + 1.0) / (world.nu + 3.0) / var)[:, None]
    extra = np.zeros((len(theta), 3, 3))
    np.add.at(extra, event, (chance * gate**2 / 3.0)[:, None, None] * gain[:, :, None] * gain[:, None, :])
    return extra
