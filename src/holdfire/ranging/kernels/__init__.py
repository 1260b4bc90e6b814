"""The compiled loops of sound ranging: seed, refine, weigh, pack, refit. Everything that runs once for each pick, triple of
picks or hypothesis. No policy: thresholds and priors come in as numbers.

Metres, seconds, decibels, radians. A "hit" is the number of the pick that a sensor contributes, or -1.
Slow twins and closed forms: tests/ranging/test_kernels.py.
"""

from .closed_form import invert3, solve_three
from .fitting import fit_all, fit_hits
from .packing import pack
from .refining import gather, refine, weigh_again
from .revisiting import revisit
from .seeding import seed
from .sharing import shared
from .weighing import weigh
from .world import U_COUNT, U_LOW, U_STEP, World, air_at, nearest_pick, nearest_pick_any

__all__ = [
    "U_COUNT",
    "U_LOW",
    "U_STEP",
    "World",
    "air_at",
    "fit_all",
    "fit_hits",
    "gather",
    "invert3",
    "nearest_pick",
    "nearest_pick_any",
    "pack",
    "refine",
    "revisit",
    "seed",
    "shared",
    "solve_three",
    "weigh",
    "weigh_again",
]
