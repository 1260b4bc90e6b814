"""On simulated investigations with a known origin: names swap exactly; probabilities and regions keep their promise (slow)."""

import numpy as np
import pytest

from bench.origin import calibration_error
from bench.origin_worlds import draw_world, renamed
from holdfire.origin.posterior import ask, posterior_of
from holdfire.origin.sides import sides_of


def test_swapping_the_parties_names_swaps_the_answer_exactly() -> None:
    rng = np.random.default_rng(11)
    for _ in range(25):
        world = draw_world(rng)
        found = posterior_of(ask(world.impacts, world.stations))
        plain, swapped = (sides_of(found, ground) for ground in renamed(world))
        for view in ("p", "low", "high"):
            left, right = getattr(plain, view), getattr(swapped, view)
            assert left["ARD"] == right["BOR"]
            assert left["BOR"] == right["ARD"]
            assert left["undetermined"] == right["undetermined"]


@pytest.mark.slow
def test_probabilities_and_regions_keep_their_promise() -> None:
    rng = np.random.default_rng(12)
    p, hit, inside = [], [], 0
    for _ in range(600):
        world = draw_world(rng)
        found = posterior_of(ask(world.impacts, world.stations))
        code = int(world.ground.agreed(np.array([world.origin[0]]), np.array([world.origin[1]]))[0])
        truth = "undetermined" if code < 0 else world.ground.parties[code]
        for side, value in sides_of(found, world.ground).p.items():
            p.append(value)
            hit.append(float(side == truth))
        inside += found.density_at(*world.origin) >= found.level(0.9)
    assert calibration_error(np.array(p), np.array(hit)) < 0.04, "600 worlds: 0.02 and the noise of so few"
    assert 0.86 < inside / 600 < 0.94
