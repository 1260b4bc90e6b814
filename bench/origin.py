"""Origin: calibration of P(side) and of regions on simulated investigations, of first movers, and speed.

`python -m bench origin`. Seeds: 20260701 (sides), 20260702 (first movers). The simulator (origin_worlds.py) draws from
the model's declared assumptions: what is measured is that the answers keep their promises under them, over geometries,
weapons and kinds of evidence, with half of the impacts within 1 km of the line.
"""

from collections.abc import Iterable

import numpy as np

from bench.figures import Figure, cpu_seconds

SEED_SIDES, SEED_FIRST = 20260701, 20260702


def calibration_error(p: np.ndarray, hit: np.ndarray, bins: int = 20) -> float:
    """Expected calibration error: mean gap between stated and true frequency over equal-width bins, weighed by count."""
    which = np.minimum((p * bins).astype(int), bins - 1)
    gaps = [
        abs(p[which == b].mean() - hit[which == b].mean()) * (which == b).mean()
        for b in range(bins)
        if (which == b).any()
    ]
    return float(sum(gaps))


def side_figures(worlds: int) -> Iterable[Figure]:
    from bench.origin_worlds import draw_world
    from holdfire.origin.posterior import ask, posterior_of
    from holdfire.origin.sides import sides_of
    from holdfire.origin.verdict import CANNOT_SAY, Threshold, judge

    rng = np.random.default_rng(SEED_SIDES)
    p, hit, near, joint = [], [], [], []
    inside = {0.5: 0, 0.9: 0}
    inside_joint, joints, named, right, refused = 0, 0, 0, 0, 0
    for _ in range(worlds):
        world = draw_world(rng)
        found = posterior_of(ask(world.impacts, world.stations))
        sides = sides_of(found, world.ground)
        east, north = (np.array([v]) for v in world.origin)
        code = int(world.ground.agreed(east, north)[0])
        truth = "undetermined" if code < 0 else world.ground.parties[code]
        for side, value in sides.p.items():
            p.append(value)
            hit.append(side == truth)
            near.append(world.near_line)
            joint.append(len(world.impacts) > 1)
        density = found.density_at(*world.origin)
        for share in inside:
            inside[share] += density >= found.level(share)
        if len(world.impacts) > 1:
            joints += 1
            inside_joint += density >= found.level(0.9)
        verdict = judge(found, sides, world.ground, Threshold(percent=80.0))
        refused += verdict.side == CANNOT_SAY
        named += verdict.side != CANNOT_SAY
        right += verdict.side == truth
    stated, true, close, many = np.array(p), np.array(hit, float), np.array(near), np.array(joint)
    yield Figure("side: investigations simulated", worlds, "", 10_000)
    yield Figure("side: expected calibration error", calibration_error(stated, true), "", 0.02, "lower")
    yield Figure(
        "side: calibration error, impacts within 1 km of the line",
        calibration_error(stated[close], true[close]),
        "",
        0.02,
        "lower",
    )
    yield Figure(
        "side: calibration error, several impacts of one origin",
        calibration_error(stated[many], true[many]),
        "",
        None,
        "lower",
    )
    for share in (0.9, 0.5):
        yield Figure(
            f"side: {share:.0%} regions that hold the origin",
            inside[share] / worlds,
            "",
            None,
            "higher",
            "target 0.88 to 0.92" if share == 0.9 else "",
        )
    yield Figure(
        "side: distance of the 90 % regions' coverage from 0.90",
        abs(inside[0.9] / worlds - 0.9),
        "",
        0.02,
        "lower",
    )
    yield Figure("side: 90 % regions of joint origins that hold it", inside_joint / max(joints, 1))
    yield Figure(
        "side: verdicts that name a side",
        named / worlds,
        "",
        None,
        "higher",
        "at 80 %, robust to weapon and prior of distance",
    )
    yield Figure("side: named sides that are right", right / max(named, 1), "", 0.8)


def swap_figures(worlds: int) -> Iterable[Figure]:
    from bench.origin_worlds import draw_world, renamed
    from holdfire.origin.posterior import ask, posterior_of
    from holdfire.origin.sides import sides_of

    rng = np.random.default_rng(SEED_SIDES + 7)
    same = 0
    for _ in range(worlds):
        world = draw_world(rng)
        found = posterior_of(ask(world.impacts, world.stations))
        plain, swapped = (sides_of(found, g).p for g in renamed(world))
        same += (
            plain["ARD"] == swapped["BOR"]
            and plain["BOR"] == swapped["ARD"]
            and plain["undetermined"] == swapped["undetermined"]
        )
    yield Figure("side: swapping the parties' names swaps the answer exactly", same / worlds, "", 1.0)


def first_mover_figures(windows: int) -> Iterable[Figure]:
    from holdfire.origin.first_mover import TimedAct, first_of

    rng = np.random.default_rng(SEED_FIRST)
    p, hit = [], []
    for _ in range(windows):
        count = int(rng.integers(2, 7))
        true_at = rng.uniform(0.0, 1800.0, count)
        exists = rng.random(count)
        happened = rng.random(count) < np.maximum(exists, 0.3)
        shared, own = rng.normal(0.0, 1.0), rng.normal(0.0, 1.0, count)
        precise = rng.random(count) < 0.6
        common_s, own_s = rng.uniform(0.0, 120.0), rng.uniform(5.0, 200.0, count)
        acts, covariance = [], {}
        side_a, side_b = rng.dirichlet([0.6, 0.6, 0.4], count)[:, :2].T
        draw = rng.random(count)
        actor = np.where(draw < side_a, 0, np.where(draw < side_a + side_b, 1, 2))
        for n in range(count):
            sides = {
                "ARD": float(side_a[n]),
                "BOR": float(side_b[n]),
                "undetermined": float(1 - side_a[n] - side_b[n]),
            }
            if precise[n]:
                measured = true_at[n] + common_s * shared + own_s[n] * own[n]
                acts.append(
                    TimedAct(
                        str(n),
                        measured,
                        measured,
                        float(np.hypot(common_s, own_s[n])),
                        sides,
                        float(max(exists[n], 0.3)),
                    )
                )
            else:
                width = rng.uniform(60.0, 1800.0)
                start = true_at[n] - rng.uniform(0.0, width)
                acts.append(
                    TimedAct(
                        str(n), float(start), float(start + width), None, sides, float(max(exists[n], 0.3))
                    )
                )
        for i in range(count):
            for j in range(count):
                if i != j and precise[i] and precise[j]:
                    covariance[str(i), str(j)] = common_s**2
        answer = first_of(acts, ["ARD", "BOR"], covariance).p_first
        order = np.where(happened, true_at, np.inf)
        first = int(np.argmin(order))
        truth = "cannot_say" if not happened.any() or actor[first] == 2 else ("ARD", "BOR")[actor[first]]
        for side, value in answer.items():
            p.append(value)
            hit.append(side == truth)
    yield Figure(
        "first mover: expected calibration error",
        calibration_error(np.array(p), np.array(hit, float)),
        "",
        0.03,
        "lower",
        f"{windows} windows",
    )


def speed_figures() -> Iterable[Figure]:
    from bench.origin_speed import two_hundred

    two_hundred()  # imports and caches
    seconds = min(cpu_seconds(two_hundred)[0] for _ in range(2))
    yield Figure(
        "origin: CPU seconds for an investigation of 200 impacts",
        seconds,
        "s",
        2.0,
        "lower",
        "reading, posteriors, joint groups, regions, JSON",
    )


def run(size: str) -> Iterable[Figure]:
    full = size == "full"
    yield from side_figures(10_000 if full else 150)
    yield from swap_figures(1000 if full else 30)
    yield from first_mover_figures(4000 if full else 150)
    yield from speed_figures()
