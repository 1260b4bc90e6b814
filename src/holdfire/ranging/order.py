"""Who fired first? The order of two sounds, from their origin times' joint covariance or from recorders' intervals.

Two located sounds share air and clocks, so their errors partly cancel: sigma2 = s_aa + s_bb - 2 s_ab. Recorders that
are not synchronised still give something: each hears both sounds, and the interval between them is shifted by geometry
only. "Cannot say" is an answer.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from holdfire.model.errors import Misuse

STANDARD = 0.95
CANNOT_SAY = "cannot say"


@dataclass(frozen=True)
class Order:
    """first: a name, or "cannot say"; p_first[name] that it was first; lead_s how much earlier, with sigma; reason."""

    first: str
    p: dict[str, float]
    lead_s: float
    sigma_s: float
    reason: str


def order_of_times(
    name_a: str, t_a: float, name_b: str, t_b: float, var_a: float, var_b: float, covariance: float
) -> Order:
    """From two origin times, s, and their joint covariance, s2."""
    sigma = math.sqrt(max(var_a + var_b - 2.0 * covariance, 1e-18))
    gap = t_b - t_a
    p_a = 0.5 * math.erfc(-gap / sigma / math.sqrt(2.0))
    return _decide(
        name_a, name_b, p_a, abs(gap), sigma, f"{abs(gap) * 1000:.1f} ms apart, sigma {sigma * 1000:.1f} ms"
    )


def _decide(name_a: str, name_b: str, p_a: float, lead: float, sigma: float, reason: str) -> Order:
    p = {name_a: p_a, name_b: 1.0 - p_a}
    best = max(p, key=lambda name: p[name])
    first = best if p[best] >= STANDARD else CANNOT_SAY
    return Order(
        first,
        p,
        lead,
        sigma,
        reason if first != CANNOT_SAY else f"{reason}: below the standard of {STANDARD:.0%}",
    )


@dataclass(frozen=True)
class Heard:
    """One recorder's interval between the two sounds, first heard to second heard, s.

    nearer  the source that it is known to stand nearer to, or "" where that is not known
    """

    recorder: str
    interval_s: float
    nearer: str = ""


def order_of_intervals(
    sources: tuple[str, str], heard: Sequence[Heard], interval_sigma_s: float = 0.002
) -> Order:
    """Which of two sources fired first, when each recorder only gives the interval between the two sounds it hears.

    A recorder at distance r_1, r_2 hears source 2 after source 1 by d = (t_2 - t_1) + (r_2 - r_1) / c: d is larger where
    source 1 is nearer. All recorders agree on which sound came first unless d changes sign between them, and only the
    unsigned interval is recorded. So: if source 1 fired first, the interval is longest at the recorder nearest source 1;
    if source 2 did, at the recorder nearest source 2. Compare intervals of recorders nearer 1 with those nearer 2.

    Assumes that the interval keeps its sign over the recorders: the true lead is longer than any difference in travel
    time, or all recorders heard the sounds in one order; `heard` says nothing against it, so the answer names it.
    raises  Misuse: two different sources are needed
    """
    one, two = sources
    if one == two:
        raise Misuse(f"two sources are needed, found {one!r} twice")
    near_one = [h for h in heard if h.nearer == one]
    near_two = [h for h in heard if h.nearer == two]
    if not near_one or not near_two:
        missing = one if not near_one else two
        reason = f"no recorder is known to stand nearer to {missing}: one interval alone does not tell order from geometry"
        return Order(CANNOT_SAY, {one: 0.5, two: 0.5}, 0.0, math.inf, reason)
    mean_one = sum(h.interval_s for h in near_one) / len(near_one)
    mean_two = sum(h.interval_s for h in near_two) / len(near_two)
    sigma = interval_sigma_s * math.sqrt(1.0 / len(near_one) + 1.0 / len(near_two))
    gap = mean_one - mean_two  # above 0: source one first
    p_one = 0.5 * math.erfc(-gap / sigma / math.sqrt(2.0))
    between = [h for h in heard if not h.nearer]
    outside = [
        h.recorder
        for h in between
        if not min(mean_one, mean_two) - 3 * sigma <= h.interval_s <= max(mean_one, mean_two) + 3 * sigma
    ]
    longer = one if gap > 0 else two
    reason = (
        f"the interval is {max(mean_one, mean_two) * 1000:.1f} ms nearer {longer} and {min(mean_one, mean_two) * 1000:.1f} ms nearer "
        f"{two if longer == one else one}: the first sound's head start is longest where its source is nearest"
    )
    if outside:
        return Order(
            CANNOT_SAY,
            {one: 0.5, two: 0.5},
            abs(gap),
            sigma,
            f"{reason}; but {', '.join(outside)} does not lie between",
        )
    lead = sum(h.interval_s for h in heard) / len(heard)
    decided = _decide(one, two, p_one, lead, sigma, reason)
    return decided
