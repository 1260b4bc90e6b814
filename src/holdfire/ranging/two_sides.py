"""Each side's sensors alone: would their answer be the same? Published beside the answer of all sensors together.

Which arrival belongs to which sound, and clocks that are wrong by more than a gate, come from the joint answer. All
else of a side's own answer - places, times, air, small clock errors - rests on its own arrivals and the weather file.
So the errors of two sides' answers share nothing but the weather file, and their distance can be weighed.

"Cannot be solved from one side's sensors alone" is a normal outcome, with its reason; so is a second place, the mirror
image across that side's own row of sensors. Every party has the same rows in the same order.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from . import kernels
from .learn import travel_times
from .numbers import Floats, Ints
from .records import Picks, Sensors, Weather
from .region import CHI2_90
from .shared_air import fit_shared
from .solve import Located, clock_prior
from .trust import widened
from .world import make_world, sort_picks

LEAST = 4
P_AGREE = 0.05  # two right answers lie further apart than this chance allows once in twenty
AGREE_D2 = 5.99  # 95 % of chi-squared, two degrees of freedom
WIDEST_M = 10_000.0  # a 90 % region that reaches further than this from its middle is no place
MIRROR_MARGIN = 3.0  # log odds below which a second place stays open
SOLVED, TWO_PLACES, CANNOT = "solved", "two places", "cannot be solved"


@dataclass(frozen=True)
class OneSide:
    """One sound as one party's sensors alone place it.

    status      solved; two places: (x, y) is the one nearer the joint answer, `other` the second; cannot be solved
    reason      in plain words, "" where solved
    x, y        metres, NaN where it cannot be solved; cov (2, 2) m2; t0 s with t0_sigma
    distance_m  from the answer of all sensors; d2: its square in errors of this one
    """

    event: int
    party: str
    n_picks: int
    status: str
    reason: str
    x: float
    y: float
    cov: Floats
    t0: float
    t0_sigma: float
    distance_m: float
    d2: float
    other: tuple[float, float] | None = None

    @property
    def is_solved(self) -> bool:
        return self.status != CANNOT

    @property
    def agrees(self) -> bool:
        return self.is_solved and self.d2 <= AGREE_D2


@dataclass(frozen=True)
class Agreement:
    """Two parties' own answers for one sound.

    p_agree     the chance that two right answers lie this far apart or further (chi-squared, 2 degrees of freedom)
    overlap     whether the two 90 % regions meet
    verdict     agree, disagree, cannot say; NaN and None where one side has no answer of its own
    """

    event: int
    party_a: str
    party_b: str
    distance_m: float
    sigma_m: float
    overlap: bool | None
    p_agree: float
    verdict: str
    reason: str


def parties_of(sensors: Sensors) -> list[str]:
    return sorted({party for party in sensors.party if party})


def each_side_alone(
    found: Located, sensors: Sensors, picks: Picks, weather: Weather | None = None
) -> list[OneSide]:
    """A row for each sound and party, by sound, then party ascending. Empty with fewer than two parties or no sound."""
    parties = parties_of(sensors)
    if len(parties) < 2 or not len(found):
        return []
    shift = float(picks.t.min()) - 60.0
    early = replace(picks, t=picks.t - shift)
    order = sort_picks(sensors, early)
    rank = np.empty(len(picks), np.int64)
    rank[order.order] = np.arange(len(picks))
    world = make_world(sensors, order, replace(found.belief, air=found.air))
    start = np.column_stack([found.x, found.y, found.t0 - shift])
    every = np.where(found.hits >= 0, rank[np.maximum(found.hits, 0)], -1)
    rows: list[OneSide] = []
    for party in parties:
        mine = np.array([p == party for p in sensors.party])
        hits = np.where(mine, every, -1)
        rows += _alone(party, found, sensors, world, start, hits, weather or Weather(), shift)
    return sorted(rows, key=lambda row: (row.event, row.party))


def _alone(
    party: str, found: Located, sensors: Sensors, world: kernels.World, start: Floats, hits: Ints, weather: Weather,
    shift: float,
) -> list[OneSide]:  # fmt: skip
    """One party's rows, in the order of the sounds."""
    count = (hits >= 0).sum(axis=1)
    theta = start.copy()
    reason = ["" for _ in count]
    H, C = np.empty((3, 3)), np.empty((3, 3))
    for e in range(len(found)):
        if count[e] < LEAST:
            reason[e] = (
                f"{_counted(int(count[e]))} at {party}'s sensors, expected at least {LEAST}" if count[e]
                else f"no sensor of {party} heard it"
            )  # fmt: skip
        elif kernels.fit_hits(world, hits[e], theta[e], np.zeros(3), 12, H, C) == 0.0:
            reason[e] = f"{party}'s sensors that heard it fix no place: they stand too nearly in a row"
    use = np.array([not text for text in reason], bool)
    cov = np.full((len(found), 3, 3), np.nan)
    after = world
    if use.any():
        own = theta[use]
        kept = hits[use]
        fit = fit_shared(world, own, kept, np.zeros((len(own), 3)), weather, clock_prior(sensors), 4)
        theta[use] = own
        cov[use] = widened(world, own, kept, fit)
        after = world._replace(air=fit.air, t=world.t - fit.offset[world.sensor])
    rows = []
    for e in range(len(found)):
        status, why, other = (SOLVED, "", None) if use[e] else (CANNOT, reason[e], None)
        if use[e]:
            reach = _reach(cov[e])
            if not reach < WIDEST_M:
                status, why = CANNOT, (
                    f"{party}'s sensors alone leave a region that reaches over {WIDEST_M / 1000:g} km from its middle"
                )  # fmt: skip
            else:
                other = _mirror(after, sensors, theta[e], hits[e], cov[e])
                if other is not None:
                    away = math.hypot(other[0] - theta[e, 0], other[1] - theta[e, 1])
                    status, why = TWO_PLACES, (
                        f"{party}'s sensors alone leave a second place open, {away:.0f} m away across their own row"
                    )  # fmt: skip
        rows.append(_row(e, party, int(count[e]), status, why, theta[e], cov[e], found, shift, other))
    return rows


def _counted(n: int) -> str:
    return f"{n} arrival{'s' if n != 1 else ''}"


def _row(
    e: int, party: str, count: int, status: str, why: str, theta: Floats, cov: Floats, found: Located, shift: float,
    other: tuple[float, float] | None,
) -> OneSide:  # fmt: skip
    if status == CANNOT:
        nan = math.nan
        return OneSide(e, party, count, status, why, nan, nan, np.full((2, 2), nan), nan, nan, nan, nan)
    gap = theta[:2] - [found.x[e], found.y[e]]
    place = cov[:2, :2].copy()
    d2 = float(gap @ np.linalg.solve(place, gap))
    return OneSide(
        e, party, count, status, why, float(theta[0]), float(theta[1]), place, float(theta[2]) + shift,
        float(np.sqrt(cov[2, 2])), float(np.hypot(*gap)), d2, other,
    )  # fmt: skip


def _reach(cov: Floats) -> float:
    """The long half axis of the 90 % region, metres; NaN or infinite where the covariance is none."""
    if not np.isfinite(cov).all():
        return math.inf
    return float(np.sqrt(max(float(np.linalg.eigvalsh(cov[:2, :2])[-1]), 0.0) * CHI2_90))


def _mirror(
    world: kernels.World, sensors: Sensors, theta: Floats, hits: Ints, cov: Floats
) -> tuple[float, float] | None:
    """The second place across the row of the sensors that heard, where their times do not speak against it."""
    heard = np.nonzero(hits >= 0)[0]
    middle = np.array([sensors.x[heard].mean(), sensors.y[heard].mean()])
    _, _, axes = np.linalg.svd(np.column_stack([sensors.x[heard], sensors.y[heard]]) - middle)
    across = axes[1]
    trial = theta.copy()
    trial[:2] = theta[:2] - 2.0 * float((theta[:2] - middle) @ across) * across
    H, C = np.empty((3, 3)), np.empty((3, 3))
    if kernels.fit_hits(world, hits, trial, np.zeros(3), 25, H, C) == 0.0:
        return None
    away = trial[:2] - theta[:2]
    if (
        float(np.hypot(*away)) > 4 * WIDEST_M
        or float(away @ np.linalg.solve(cov[:2, :2], away)) < 3 * CHI2_90
    ):
        return None
    if _cost(world, trial, hits) - _cost(world, theta, hits) >= MIRROR_MARGIN:
        return None
    return float(trial[0]), float(trial[1])


def _cost(world: kernels.World, theta: Floats, hits: Ints) -> float:
    """Minus the log likelihood of Student's t, and of the bearings, up to a constant."""
    heard = np.nonzero(hits >= 0)[0]
    tau, _ = travel_times(world, np.tile(theta, (len(heard), 1)), heard)
    of = hits[heard]
    var = world.sigma[heard] ** 2 + (world.path_fraction * tau) ** 2
    z2 = (world.t[of] - theta[2] - tau) ** 2 / var
    cost = float(np.sum(0.5 * (world.nu + 1.0) * np.log1p(z2 / world.nu)))
    to_sound = np.arctan2(theta[0] - world.sx[heard], theta[1] - world.sy[heard])
    off = world.bearing[of] - to_sound
    off = off[np.isfinite(off)]
    off -= 2.0 * np.pi * np.round(off / (2.0 * np.pi))
    return cost + float(np.sum(2.5 * np.log1p(np.minimum((off / world.bearing_sigma) ** 2, 16.0) / 4.0)))


def agreements(rows: list[OneSide]) -> list[Agreement]:
    """Every two parties' answers for each sound, party_a < party_b."""
    from itertools import combinations

    found: list[Agreement] = []
    by_event: dict[int, list[OneSide]] = {}
    for row in rows:
        by_event.setdefault(row.event, []).append(row)
    for event, of in sorted(by_event.items()):
        for a, b in combinations(sorted(of, key=lambda row: row.party), 2):
            found.append(_agreement(event, a, b))
    return found


def _agreement(event: int, a: OneSide, b: OneSide) -> Agreement:
    if not (a.is_solved and b.is_solved):
        why = "; ".join(
            f"cannot be solved from {r.party}'s sensors alone: {r.reason}" for r in (a, b) if not r.is_solved
        )
        return Agreement(event, a.party, b.party, math.nan, math.nan, None, math.nan, "cannot say", why)
    gap = np.array([a.x - b.x, a.y - b.y])
    both = a.cov + b.cov
    distance = float(np.hypot(*gap))
    along = gap / max(distance, 1e-9)
    p = math.exp(-0.5 * float(gap @ np.linalg.solve(both, gap)))
    sigma = float(np.sqrt(along @ both @ along)) if distance > 1e-9 else float(np.sqrt(np.trace(both) / 2.0))
    verdict = "agree" if p >= P_AGREE else "disagree"
    reason = f"{distance:.0f} m apart, the error of that distance is {sigma:.0f} m"
    open_ = "; ".join(r.reason for r in (a, b) if r.status == TWO_PLACES)
    if open_:
        reason += f" (for the places nearest the joint answer; {open_})"
    return Agreement(event, a.party, b.party, distance, sigma, _overlap(a, b), p, verdict, reason)


def _overlap(a: OneSide, b: OneSide) -> bool:
    import shapely

    def shape(row: OneSide) -> "shapely.Polygon":
        values, axes = np.linalg.eigh(row.cov)
        angle = np.linspace(0.0, 2.0 * np.pi, 73)
        radii = np.sqrt(np.maximum(values, 0.0) * CHI2_90)
        ring = np.column_stack([np.cos(angle) * radii[0], np.sin(angle) * radii[1]]) @ axes.T
        return shapely.Polygon(ring + np.array([row.x, row.y]))

    return bool(shape(a).intersects(shape(b)))


def agreement(rows: list[OneSide]) -> dict[str, dict[str, float]]:
    """party -> sounds that it heard enough of to place alone, share that agrees with all, median distance in metres."""
    found: dict[str, dict[str, float]] = {}
    for party in sorted({row.party for row in rows}):
        mine = [row for row in rows if row.party == party]
        of = [row for row in mine if row.is_solved]

        def over(
            value: Callable[[OneSide], float], middle: Callable[[list[float]], float], of: list[OneSide] = of
        ) -> float:
            return float(middle([value(row) for row in of])) if of else math.nan

        found[party] = {
            "sounds": float(len(of)), "not_solved": float(len(mine) - len(of)),
            "agree": over(lambda row: float(row.agrees), lambda v: float(np.mean(v))),
            "median_distance_m": over(lambda row: row.distance_m, lambda v: float(np.median(v))),
        }  # fmt: skip
    return found
