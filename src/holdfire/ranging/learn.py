"""What a record teaches about itself between passes: error scale, clutter, echoes, how far sounds carry, air, clocks.

Each is a moment or a maximum over the sounds found so far, held near its prior while they are few. In: the hypotheses
that were chosen. Out: a new Belief. Pure.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from .associate import Hypotheses
from .kernels import World
from .numbers import Floats, Ints
from .world import LOUD_KM, Belief, Sorted

STRAY = 0.015  # share of hits that are another arrival within the gate


def travel_times(world: World, theta: Floats, sensor: Floats) -> tuple[Floats, Floats]:
    """(travel time s, distance m) from each row of theta (N, 3) to each sensor index (N,)."""
    knots = np.clip((theta[:, 2] - world.air_start) / world.air_step, 0, len(world.air) - 1)
    low = np.minimum(knots.astype(np.int64), max(len(world.air) - 2, 0))
    high = np.minimum(low + 1, len(world.air) - 1)
    f = (knots - low)[:, None]
    air = world.air[low] * (1 - f) + world.air[high] * f
    dx, dy = world.sx[sensor] - theta[:, 0], world.sy[sensor] - theta[:, 1]
    r = np.hypot(dx, dy) + 1e-3
    return r / (air[:, 0] + (dx * air[:, 1] + dy * air[:, 2]) / r), r


def residuals(world: World, found: Hypotheses) -> tuple[Floats, Floats, Floats, Floats]:
    """(sound, sensor, residual s, travel time s) of every hit."""
    event, sensor = np.nonzero(found.hits >= 0)
    tau, _ = travel_times(world, found.theta[event], sensor)
    return event, sensor, world.t[found.hits[event, sensor]] - found.theta[event, 2] - tau, tau


def learn(world: World, s: Sorted, b: Belief, found: Hypotheses, span_s: float) -> Belief:
    """Everything but air and clocks. Priors count as some 60 hits."""
    event, sensor, res, tau = residuals(world, found)
    if not len(event):
        return b
    n_hits = found.n_hits
    left = 1.0 - leverage(world, found, event, sensor, tau)
    use = (n_hits[event] >= 6) & (left > 0.25)
    sigma_t, fraction, nu = b.sigma_t, b.path_fraction, b.nu
    if use.sum() >= 30:
        sigma_t, fraction, nu = error_scale(res[use], tau[use], np.sqrt(left[use]), b)
    used = found.hits[found.hits >= 0]
    owned = np.zeros(len(world.t), bool)
    owned[used] = True
    free = np.bincount(s.sensor[~owned & ~s.echoed], minlength=len(world.sx))
    # time in which a pick would have counted as an echo is not time for plain clutter
    clutter = (free + 2.0) / (span_s + 2.0 / 0.01)
    after = s.echoed & np.concatenate([[False], owned[:-1]])
    echo = (np.sum(after & ~owned) + 3.0) / (np.sum(owned) * 1.19 + 3.0 / 0.08)
    changed: dict[str, Any] = dict(  # noqa: C408
        sigma_t=sigma_t,
        path_fraction=fraction,
        nu=nu,
        clutter=clutter,
        echo=float(echo),
        event_rate=max(len(found), 3) / span_s,
    )
    loose = world.amp[~owned]
    loose = loose[np.isfinite(loose)]
    if len(loose) >= 30:
        changed |= dict(  # noqa: C408
            clutter_amp=float(np.mean(loose)), clutter_amp_sigma=float(np.clip(np.std(loose), 2.0, 20.0))
        )
    return replace(b, **(changed | hearing(world, b, found)))


def leverage(world: World, found: Hypotheses, event: Ints, sensor: Ints, tau: Floats) -> Floats:
    """(N,) share of each hit's own error that the fit of its sound absorbs: g C g' / sigma2, at most 1."""
    theta = found.theta[event]
    dx, dy = world.sx[sensor] - theta[:, 0], world.sy[sensor] - theta[:, 1]
    r = np.hypot(dx, dy) + 1e-3
    speed = r / tau
    g = np.column_stack([-dx / r / speed, -dy / r / speed, np.ones(len(r))])
    var = world.sigma[sensor] ** 2 + (world.path_fraction * tau) ** 2
    return np.asarray(np.clip(np.einsum("ni,nij,nj->n", g, found.cov[event], g) / var, 0.0, 1.0))


def error_scale(res: Floats, tau: Floats, shrink: Floats, b: Belief) -> tuple[float, float, float]:
    """(sigma_t, path_fraction, nu) by maximum likelihood on a grid; `shrink` undoes what the fit has absorbed.

    A share STRAY of hits are other arrivals that fell into the gate: uniform over it. Without them a few strays would
    pass for heavy tails and make every near sensor look better than it is.
    """
    from math import lgamma, log, pi

    z = res / shrink
    gate = 3.7 * np.sqrt(b.sigma_t**2 + (b.path_fraction * tau) ** 2)
    stray = STRAY / (2.0 * gate)
    best = (-np.inf, b.sigma_t, b.path_fraction, b.nu)
    # the error of a pick at no distance, from the least travelled hits
    scale = float(np.median(np.abs(z))) * 1.4826
    for fraction in (1e-4, 2.5e-4, 5e-4, 7.5e-4, 1e-3, 1.5e-3, 2.5e-3):
        for factor in np.geomspace(0.3, 1.4, 24):
            sigma = max(float(factor) * scale, 3e-4)
            var = sigma**2 + (fraction * tau) ** 2
            for nu in (4.0, 8.0, 30.0):
                constant = lgamma((nu + 1) / 2) - lgamma(nu / 2) - 0.5 * log(nu * pi)
                density = np.exp(constant - 0.5 * (nu + 1) * np.log1p(z * z / var / nu)) / np.sqrt(var)
                value = float(np.sum(np.log((1.0 - STRAY) * density + stray)))
                value -= 0.5 * (np.log(fraction / 5e-4) / 0.5) ** 2 + {4.0: 4.0, 8.0: 2.0, 30.0: 0.0}[nu]
                value -= 0.5 * (np.log(sigma / 0.006) / 0.7) ** 2
                if value > best[0]:
                    best = (value, sigma, fraction, nu)
    return best[1:]


def hearing(world: World, b: Belief, found: Hypotheses) -> dict[str, Any]:
    """Shares of loudness, p_most, amplitude scale: from who heard each sound and how loudly (one EM step)."""
    strong = np.nonzero(found.n_hits >= 5)[0]
    if len(strong) < 8:
        return {}
    theta, hits = found.theta[strong], found.hits[strong]
    r = np.hypot(world.sx[None] - theta[:, 0:1], world.sy[None] - theta[:, 1:2])
    heard = hits >= 0
    awake = (theta[:, 2:3] + r / 340.0 > world.alive[:, 0]) & (
        theta[:, 2:3] + r / 340.0 < world.alive[:, 1]
    ) | heard
    amp = np.where(heard, world.amp[np.maximum(hits, 0)], np.nan)
    level = amp - b.amp_threshold + 20.0 * np.log10(np.maximum(r, 50.0) / 1000.0)
    ll = np.empty((len(strong), len(LOUD_KM)))
    for k, radius in enumerate(LOUD_KM * 1000.0):
        u = (r / radius - 1.0) / b.softness
        p = b.p_most / (1.0 + np.exp(np.clip(u, -30, 30)))
        ll[:, k] = b.log_loud[k] + np.sum(
            np.where(heard, np.log(p), np.where(awake, np.log1p(-p), 0.0)), axis=1
        )
        z = (level - 20.0 * np.log10(radius / 1000.0)) / b.amp_sigma
        ll[:, k] += np.nansum(-0.5 * z * z, axis=1)
    q = np.exp(ll - ll.max(axis=1, keepdims=True))
    q /= q.sum(axis=1, keepdims=True)
    share = (q.sum(axis=0) + 1.0) / (len(strong) + len(LOUD_KM))
    best = LOUD_KM[np.argmax(q, axis=1)] * 1000.0
    inside = (r < 0.6 * best[:, None]) & awake
    p_most = (heard[inside].sum() + 18.4) / (inside.sum() + 20.0)
    changed: dict[str, Any] = {"log_loud": np.log(share), "p_most": float(np.clip(p_most, 0.5, 0.985))}
    gap = level - 20.0 * np.log10(best[:, None] / 1000.0)
    gap = gap[np.isfinite(gap)]
    if len(gap) >= 60:
        changed["amp_sigma"] = float(
            np.clip(1.4826 * np.median(np.abs(gap - np.median(gap))) * 1.05, 1.5, 12.0)
        )
        changed["amp_threshold"] = b.amp_threshold + float(np.median(gap))
    return changed
