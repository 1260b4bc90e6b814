"""How many arrivals make a sound that is reported as located.

Three arrivals fix a place and leave nothing to check it by; four leave one degree of freedom, and with some thirty
unrelated picks an hour at each of forty sensors chance gives such fours by the dozen (measured for grid search: F1 .37).
So a sound needs LEAST_PICKS arrivals, or LEAST_WITH_BEARING with a bearing among them that agrees. What has fewer is
kept as unresolved: its picks and where they would put it, but not a detection, for nobody could check it.
"""

import numpy as np

from .associate import Hypotheses
from .kernels import World
from .numbers import Array

LEAST_PICKS = 6
LEAST_WITH_BEARING = 4
AGREES_SIGMAS = 3.0
TOO_FEW = f"a located sound needs {LEAST_PICKS} arrivals, or {LEAST_WITH_BEARING} with a bearing that agrees"


def resolved(world: World, found: Hypotheses) -> Array:
    """(E,) bool: which sounds have arrivals enough."""
    event, sensor = np.nonzero(found.hits >= 0)
    pick = found.hits[event, sensor]
    theta = found.theta[event]
    off = world.bearing[pick] - np.arctan2(theta[:, 0] - world.sx[sensor], theta[:, 1] - world.sy[sensor])
    off -= 2.0 * np.pi * np.round(off / (2.0 * np.pi))
    agrees = np.isfinite(off) & (np.abs(off) < AGREES_SIGMAS * world.bearing_sigma)
    seen = np.bincount(event[agrees], minlength=len(found)) > 0
    enough: Array = (found.n_hits >= LEAST_PICKS) | ((found.n_hits >= LEAST_WITH_BEARING) & seen)
    return enough


def reason_for(picks: int) -> str:
    """Why a sound of so many picks is not resolved."""
    return f"{picks} picks: {TOO_FEW}"
