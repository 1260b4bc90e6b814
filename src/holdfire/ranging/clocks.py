"""Clocks that are declared unsynchronised: their arrivals fix no place and no time, and are left out with a note.

A clock whose error may be half a second and more (clock_sigma_s, or `clock` none) could put its arrivals on any sound.
It is not used, whoever owns it; what it still tells is the interval between two sounds (order.order_of_intervals).
Clocks that only turn out to be wrong are another matter: health.py finds and names those.
"""

import numpy as np

from .numbers import Array
from .records import Picks, Sensors

USELESS_S = 0.5


def is_synchronised(sensors: Sensors) -> Array:
    """(S,) whether a sensor's clock is declared good enough to locate by."""
    return np.asarray(sensors.clock_sigma < USELESS_S)


def synchronised(sensors: Sensors, picks: Picks) -> Picks:
    """The picks of synchronised clocks, with a note for each sensor that is left out."""
    good = is_synchronised(sensors)
    if good.all() or not len(picks):
        return picks
    from dataclasses import replace

    keep = good[picks.sensor]
    notes = tuple(
        f"sensor {sensors.names[k]}: its clock is declared unsynchronised (error {sensors.clock_sigma[k]:g} s): "
        f"{int((picks.sensor == k).sum())} arrivals are not used for any place or time"
        for k in np.nonzero(~good)[0]
        if (picks.sensor == k).any()
    )
    return replace(picks, notes=picks.notes + notes).rows_at(np.nonzero(keep)[0])


def usable(sensors: Sensors) -> Sensors:
    """The sensors that can locate: for the check of their geometry, not for the fit, which keeps all in their order."""
    from dataclasses import replace

    at = np.nonzero(is_synchronised(sensors))[0]
    return replace(
        sensors, names=tuple(sensors.names[k] for k in at), x=sensors.x[at], y=sensors.y[at], clock_sigma=sensors.clock_sigma[at],
        party=tuple(sensors.party[k] for k in at), is_array=sensors.is_array[at], microphones=(),
    )  # fmt: skip
