"""A small contact line of our own for the tests: sensors on both sides of y = 0, sounds at known places, their arrivals.

Our own sentences and numbers; not a copy of any benchmark's simulator.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from holdfire.ranging.records import Picks, Plane, Sensors

C, WIND = 341.0, (2.0, -1.0)


@dataclass
class Line:
    sensors: Sensors
    picks: Picks
    truth: Any  # (E, 3) x, y, t0
    owner: Any  # (P,) sound of each pick, -1: clutter


def sensors(n: int = 16, seed: int = 0, length: float = 8000.0) -> Sensors:
    g = np.random.default_rng(seed)
    x = np.linspace(0, length, n // 2)
    x = np.concatenate([x, x + length / n]) + g.normal(0, 200, n)
    y = np.concatenate([np.full(n // 2, 1600.0), np.full(n // 2, -1600.0)]) + g.normal(0, 200, n)
    party = ("north",) * (n // 2) + ("south",) * (n // 2)
    return Sensors(
        tuple(f"S{k:02d}" for k in range(n)), x, y, np.full(n, 1e-3), party, np.zeros(n, bool), Plane(None)
    )


def travel(source: Any, placed: Sensors, c: float = C, wind: tuple[float, float] = WIND) -> Any:
    dx, dy = placed.x - source[0], placed.y - source[1]
    r = np.hypot(dx, dy)
    return r / (c + (dx * wind[0] + dy * wind[1]) / r), r


def line(
    events: int = 30, seed: int = 1, sigma: float = 0.005, false_per_hour: float = 20.0, span: float = 1200.0,
    late: dict[int, float] | None = None, n: int = 16, reach: float = 4500.0,
) -> Line:  # fmt: skip
    g = np.random.default_rng(seed)
    placed = sensors(n, seed)
    truth, t, which, owner = [], [], [], []
    for e in range(events):
        source = np.array([g.uniform(0, 8000), g.choice([-1, 1]) * g.uniform(200, 3000), g.uniform(0, span)])
        truth.append(source)
        tau, r = travel(source, placed)
        for s in range(n):
            if r[s] < reach and g.random() < 0.95:
                t.append(source[2] + tau[s] + g.normal(0, sigma) + (late or {}).get(s, 0.0))
                which.append(s)
                owner.append(e)
    for s in range(n):
        for when in g.uniform(0, span, g.poisson(false_per_hour * span / 3600)):
            t.append(when)
            which.append(s)
            owner.append(-1)
    order = np.argsort(t)
    nan = np.full(len(t), np.nan)
    picks = Picks(np.array(t)[order], np.array(which)[order], nan, nan, np.arange(len(t)), len(t))
    return Line(placed, picks, np.array(truth), np.array(owner)[order])
