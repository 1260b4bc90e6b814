"""Who was first in a window: the order of incidents from what is known of their times, and each one's side.

Relative to what was recorded, always: an earlier act that nobody reported is not in it. Times are intervals or normal
errors, and normal errors may be correlated (shared sensors, shared air), which is what makes a close order honest.

Deterministic: a Latin hypercube with a fixed seed stands in for chance. No clock. Checked against the exact normal
probability of two events in tests/origin/test_first_mover.py and for calibration in bench/origin.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]

DRAWS = 4096


@dataclass(frozen=True)
class TimedAct:
    """One recorded act. Either an interval (every moment of it alike) or a normal error around `earliest_s`.

    p_side    {party: p, "undetermined": p} of who acted
    p_exists  that it happened at all
    """

    act_id: str
    earliest_s: float
    latest_s: float
    sigma_s: float | None
    p_side: Mapping[str, float]
    p_exists: float = 1.0


@dataclass(frozen=True)
class First:
    """p_first: {party: p, "cannot_say": p}; p_of_act: how likely each act is the first of those recorded."""

    p_first: dict[str, float]
    p_of_act: dict[str, float] = field(default_factory=dict)


def first_of(
    acts: Sequence[TimedAct],
    parties: Sequence[str],
    covariance_s2: Mapping[tuple[str, str], float] | None = None,
) -> First:
    """The probability that each party made the first recorded act.

    covariance_s2  by pairs of act ids, for acts with a sigma; absent pairs are independent
    An act's undetermined side, and the chance that nothing at all happened, go to "cannot_say".
    """
    names = sorted(parties)
    if not acts:
        return First({**dict.fromkeys(names, 0.0), "cannot_say": 1.0})
    ordered = sorted(acts, key=lambda a: (a.earliest_s, a.latest_s, a.act_id))
    times = _times(ordered, covariance_s2 or {})
    first = np.argmin(times, axis=1)
    nothing = ~np.isfinite(times[np.arange(times.shape[0]), first])
    counts = np.bincount(first[~nothing], minlength=len(ordered)) / times.shape[0]
    p = {
        name: float(sum(c * a.p_side.get(name, 0.0) for c, a in zip(counts, ordered, strict=True)))
        for name in names
    }
    p["cannot_say"] = max(0.0, 1.0 - sum(sorted(p.values())))
    return First(p, {a.act_id: float(c) for a, c in zip(ordered, counts, strict=True)})


def _times(acts: Sequence[TimedAct], covariance_s2: Mapping[tuple[str, str], float]) -> Floats:
    """(DRAWS, N) seconds of each act in each draw; infinite where it did not happen."""
    uniform = _spread(2 * len(acts))
    times = np.empty((DRAWS, len(acts)))
    normal = [n for n, act in enumerate(acts) if act.sigma_s is not None]
    base = min(a.earliest_s for a in acts)
    for n, act in enumerate(acts):
        if act.sigma_s is None:
            times[:, n] = act.earliest_s - base + uniform[:, n] * max(act.latest_s - act.earliest_s, 1e-9)
    if normal:
        cov = np.zeros((len(normal), len(normal)))
        for i, a in enumerate(normal):
            sigma = acts[a].sigma_s
            cov[i, i] = max(float(sigma or 0.0), 1e-6) ** 2
            for j, b in enumerate(normal):
                if i != j:
                    pair = (acts[a].act_id, acts[b].act_id)
                    cov[i, j] = covariance_s2.get(pair, covariance_s2.get((pair[1], pair[0]), 0.0))
        values, vectors = np.linalg.eigh((cov + cov.T) / 2)
        root = vectors * np.sqrt(np.maximum(values, 0.0))
        z = ndtri(uniform[:, normal])
        times[:, normal] = np.array([acts[n].earliest_s - base for n in normal]) + z @ root.T
    exists = uniform[:, len(acts) :] < np.array([a.p_exists for a in acts])
    return np.where(exists, times, np.inf)


def _spread(columns: int) -> Floats:
    """(DRAWS, columns) evenly spread in the unit cube: each column the same strata, shuffled by a fixed seed (Latin hypercube)."""
    rng = np.random.Generator(np.random.PCG64(20200712))
    strata = (np.arange(DRAWS) + 0.5) / DRAWS
    return np.column_stack([rng.permutation(strata) for _ in range(columns)])
