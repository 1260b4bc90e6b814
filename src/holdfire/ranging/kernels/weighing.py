# mypy: allow-untyped-defs
"""How far a set of hits speaks for one sound rather than for clutter: its log odds, silent sensors included."""

import math

from .compiled import loop
from .world import U_COUNT, U_LOW, U_STEP, air_at, nearest_pick_any


@loop
def weigh(w, hits, theta, C, prior, log_prior, taken, ll):
    """Log odds that the hits are one sound rather than clutter, silent sensors included; loudness is summed out.

    log_prior  log of expected sounds per second (and per square metre where prior[2] is 0)
    ll         (L,) workspace; on return the log posterior of each loudness, not normalised
    """
    c, wx, wy = air_at(w, theta[2])
    steps = len(w.loud)
    for k in range(steps):
        ll[k] = w.loud[k, 1]
    speed = math.sqrt(wx * wx + wy * wy)
    carry = 0.15 * min(1.0, speed / 5.0) / max(speed, 1e-9)
    nu = w.nu
    log_t = math.lgamma((nu + 1) / 2) - math.lgamma(nu / 2) - 0.5 * math.log(nu * math.pi)
    total = log_prior
    for s in range(len(hits)):
        dx, dy = w.sx[s] - theta[0], w.sy[s] - theta[1]
        r = math.sqrt(dx * dx + dy * dy) + 1e-3
        ux, uy = dx / r, dy / r
        along = ux * wx + uy * wy
        tau = r / (c + along)
        p = hits[s]
        reach = 1.0 + carry * along
        if p < 0:
            arrival = theta[2] + tau
            if r > w.far_m or arrival < w.alive[s, 0] or arrival > w.alive[s, 1]:
                continue
            if nearest_pick_any(w, s, arrival, 0.04):
                continue  # hidden behind another arrival: silence says nothing
            for k in range(steps):
                i = int(((r / (w.loud[k, 0] * reach) - 1.0) / w.softness - U_LOW) / U_STEP)
                if i < U_COUNT:
                    ll[k] += w.missed[max(i, 0)]
            continue
        var = w.sigma[s] ** 2 + (w.path_fraction * tau) ** 2
        res = w.t[p] - theta[2] - tau
        total += log_t - 0.5 * math.log(var) - 0.5 * (nu + 1) * math.log1p(res * res / var / nu)
        total -= math.log(w.clutter[p])
        if not math.isnan(w.bearing[p]):
            off = w.bearing[p] - math.atan2(-ux, -uy)
            off -= 2.0 * math.pi * round(off / (2.0 * math.pi))
            density = 0.97 * math.exp(-0.5 * (off / w.bearing_sigma) ** 2) / (2.5066283 * w.bearing_sigma)
            total += math.log(density + 0.03 / (2.0 * math.pi)) + 1.8378771
        has_amp = not math.isnan(w.amp[p])
        level = 0.0
        if has_amp:
            z = (w.amp[p] - w.clutter_amp) / w.clutter_amp_sigma
            total += 0.5 * z * z + math.log(w.clutter_amp_sigma / w.amp_sigma)
            level = w.amp[p] - w.amp_threshold + 20.0 * math.log10(max(r, 50.0) / 1000.0)
        for k in range(steps):
            i = int(((r / (w.loud[k, 0] * reach) - 1.0) / w.softness - U_LOW) / U_STEP)
            i = min(max(i, 0), U_COUNT - 1)
            ll[k] += w.heard[i]
            if has_amp:
                z = (level - w.loud[k, 2]) / w.amp_sigma
                ll[k] -= 0.5 * min(z * z, 30.0)  # a gain that is wrong must not outweigh the times
    top = ll[0]
    for k in range(1, steps):
        top = max(top, ll[k])
    mass = 0.0
    for k in range(steps):
        mass += math.exp(ll[k] - top)
    total += top + math.log(mass)
    det = C[0, 0] * (C[1, 1] * C[2, 2] - C[1, 2] ** 2) - C[0, 1] * (C[0, 1] * C[2, 2] - C[1, 2] * C[0, 2])
    det += C[0, 2] * (C[0, 1] * C[1, 2] - C[1, 1] * C[0, 2])
    total += 2.7568156 + 0.5 * math.log(max(det, 1e-30))
    if prior[2] > 0.0:
        gap2 = (theta[0] - prior[0]) ** 2 + (theta[1] - prior[1]) ** 2
        total += math.log(prior[2] / (2.0 * math.pi)) - 0.5 * gap2 * prior[2]
    else:
        out_x = max(w.box[0] - theta[0], theta[0] - w.box[1], 0.0)
        out_y = max(w.box[2] - theta[1], theta[1] - w.box[3], 0.0)
        total -= (out_x * out_x + out_y * out_y) / (w.margin * w.margin)
    return total
