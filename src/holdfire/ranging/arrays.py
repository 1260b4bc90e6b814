"""Small arrays: microphones within tens of metres of each other are one sensor that also tells where a sound came from.

A far sound crosses the array as a plane wave; the delays between microphones give its slowness, whose direction is the
bearing. Delays come from cross-correlation where the channels are in one recording (one clock), else from the picked
onsets. The bearing's error is that of the delays (noise against the wave's slope, the Cramer-Rao bound), of the
microphones' surveyed places and of the wind across the path, which turns a wave's front by w / c.

An array counts once as a sensor: its microphones share their path and their air, and must not pass for many witnesses.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from .numbers import Array, Floats, Ints
from .records import Microphone, Picks, Sensors, Weather

SURVEY_M = 0.05  # places of microphones against each other, one sigma
ONSET_SIGMA_S = 0.001  # of a picked onset, where no cross-correlation can be had
WIDEST_M = 200.0
COHERENT = 0.5  # least normalised correlation with the first channel
WINDOW_S = 0.05
STANDS_OUT = 10.0  # times the power of white noise
FINEST = 0.05  # of a sample: what interpolation and aliasing leave, one sigma


@dataclass(frozen=True)
class PlaneWave:
    """bearing towards the sound and its sigma, degrees; NaN, NaN: none can be had. t: when it passed the array's middle, s."""

    bearing: float
    sigma: float
    t: float


NO_WAVE = PlaneWave(math.nan, math.nan, math.nan)


def plane_wave(x_m: Floats, y_m: Floats, t_s: Floats, sigma_s: Floats, weather: Weather) -> PlaneWave:
    """Weighted least squares of t = t_c - (x sin b + y cos b) / c over the microphones; x, y from the array's middle.

    No wave: fewer than three microphones, all in a row, or a slowness that no sound in air has (off by over 40 %).
    A misfit beyond chance (mean square over 4 sigma) widens the error by as much.
    """
    c = weather.sound_speed
    A = np.column_stack([x_m, y_m, np.ones(len(x_m))])
    spread = float(np.abs(A[:, :2]).max()) if len(A) else 0.0
    centred = A[:, :2] - A[:, :2].mean(axis=0) if len(A) else A[:, :2]
    if len(x_m) < 3 or np.linalg.svd(centred, compute_uv=False)[-1] < 0.02 * max(spread, 1e-9):
        return NO_WAVE
    weight = 1.0 / (sigma_s**2 + (SURVEY_M / c) ** 2)
    inverse = np.linalg.inv(A.T @ (A * weight[:, None]))
    fitted = inverse @ (A.T @ (weight * t_s))
    slow, size = fitted[:2], float(np.hypot(fitted[0], fitted[1]))
    if not 0.6 < size * c < 1.4:
        return NO_WAVE
    rest = t_s - A @ fitted
    loose = len(x_m) - 3
    misfit = float(np.sum(weight * rest**2)) / loose if loose else 1.0
    across = np.array([slow[1], -slow[0]]) / size
    sigma = (
        float(np.sqrt(across @ inverse[:2, :2] @ across))
        / size
        * (math.sqrt(misfit) if misfit > 4.0 else 1.0)
    )
    # the sound travels along n c + wind, n the normal of its front
    travel = slow / size * c + np.array(weather.wind)
    bearing = math.degrees(math.atan2(-travel[0], -travel[1])) % 360.0
    return PlaneWave(bearing, math.degrees(math.hypot(sigma, weather.wind_sigma_ms / c)), float(fitted[2]))


def wave_across(
    channels: Sequence[Floats], rate_hz: float, onset: int, x_m: Floats, y_m: Floats, weather: Weather
) -> PlaneWave:
    """The plane wave that begins at sample `onset` of the first channel; t in seconds after the channels' first sample.

    channels  (K,) arrays of equal length, one clock; x_m, y_m (K,) from the array's middle
    """
    reach = int(1.3 * rate_hz * float(np.max(np.hypot(x_m - x_m[0], y_m - y_m[0]))) / weather.sound_speed) + 4
    before, after = onset - int(0.005 * rate_hz), onset + int(WINDOW_S * rate_hz)
    quiet = slice(max(0, before - reach - int(0.1 * rate_hz)), before - reach)
    if before - reach < 0 or after + reach > len(channels[0]) or quiet.stop - quiet.start < 16:
        return NO_WAVE
    template, slope, noisy = _clean(
        channels[0][before:after] - float(np.mean(channels[0][quiet])),
        rate_hz,
        float(np.var(channels[0][quiet])),
    )
    delays, sigmas, used = [], [], []
    for k, channel in enumerate(channels):
        noise = float(np.var(channel[quiet]))
        wide = channel[before - reach : after + reach] - float(np.mean(channel[quiet]))
        delay, coherence = (0.0, 1.0) if k == 0 else _delay(template, wide, reach, rate_hz, noise)
        if coherence >= COHERENT and slope > noisy:
            delays.append(delay)
            sigmas.append(
                math.sqrt(noise * (slope + (noisy if k else 0.0)) / slope**2 + (FINEST / rate_hz) ** 2)
            )
            used.append(k)
    at = np.array(used, dtype=np.int64)
    if len(at) < 3:
        return NO_WAVE
    wave = plane_wave(x_m[at], y_m[at], np.array(delays), np.array(sigmas), weather)
    return replace(wave, t=onset / rate_hz + wave.t)


def _clean(template: Floats, rate_hz: float, noise: float) -> tuple[Floats, float, float]:
    """The wave on those frequencies that stand out of white noise, and the sums over samples of (ds/dt)^2 of wave and noise.

    A delay's bound is noise variance / the wave's sum (Stein 1981); noise in the template itself adds noise * its sum.
    """
    n = len(template)
    spectrum = np.fft.rfft(template)
    power = np.abs(spectrum) ** 2
    strong = power > STANDS_OUT * n * noise
    turn = (2 * np.pi * np.fft.rfftfreq(n, 1.0 / rate_hz)[strong]) ** 2
    of_noise = float(np.sum(turn)) * 2.0 * noise
    of_wave = float(np.sum(turn * power[strong])) * 2.0 / n - of_noise
    return np.fft.irfft(np.where(strong, spectrum, 0.0), n), of_wave, of_noise


def _delay(template: Floats, wide: Floats, reach: int, rate_hz: float, noise: float) -> tuple[float, float]:
    """(delay s, normalised correlation) of the template within a channel's wider window, to a fraction of a sample."""
    finer = 16
    score = np.correlate(wide, template, "valid")  # lags -reach .. reach
    energy = np.concatenate([[0.0], np.cumsum(wide**2)])
    local = energy[len(template) :] - energy[: len(score)] - len(template) * noise
    best = int(np.argmax(score))
    coherence = float(
        score[best] / max(math.sqrt(max(float(local[best]), 0.0) * float(np.sum(template**2))), 1e-30)
    )
    low, high = max(0, best - 16), min(len(score), best + 17)
    part = score[low:high]
    n = len(part)
    taper = np.fft.rfft(np.concatenate([part, part[::-1]]))  # even about both ends: no jump to ring at
    fine = np.fft.irfft(taper, 2 * n * finer)[: n * finer]
    top = int(np.argmax(fine))
    bend = 0.0
    if 0 < top < len(fine) - 1:
        left, middle, right = fine[top - 1 : top + 2]
        bend = 0.5 * float(left - right) / max(float(2 * middle - left - right), 1e-30)
    return (low + (top + max(-0.5, min(0.5, bend))) / finer - reach) / rate_hz, coherence


def with_arrays(sensors: Sensors, names: Sequence[str]) -> tuple[Sensors, list[str]]:
    """Sensors whose arrays are one sensor each, and problems. names (S,): the array that each is a microphone of, or ""."""
    problems: list[str] = []
    kept: list[int | str] = list(dict.fromkeys(name or k for k, name in enumerate(names)))
    microphones: list[Microphone] = []
    x, y, clock, label, party, is_array = [], [], [], [], [], []
    singles = {sensors.names[k] for k, name in enumerate(names) if not name}
    for number, key in enumerate(kept):
        of = [key] if isinstance(key, int) else [k for k, name in enumerate(names) if name == key]
        x.append(float(np.mean(sensors.x[of])))
        y.append(float(np.mean(sensors.y[of])))
        clock.append(float(np.max(sensors.clock_sigma[of])))
        party.append(sensors.party[of[0]])
        is_array.append(bool(sensors.is_array[of[0]]) or not isinstance(key, int))
        label.append(sensors.names[key] if isinstance(key, int) else key)
        if isinstance(key, int):
            continue
        away = float(np.max(np.hypot(sensors.x[of] - x[-1], sensors.y[of] - y[-1])))
        if len(of) < 3:
            problems.append(
                f"array {key!r}: {len(of)} microphones, expected at least three that are not in a row"
            )
        if away > WIDEST_M:
            problems.append(
                f"array {key!r}: a microphone {away:.0f} m from its middle, expected within {WIDEST_M:g} m"
            )
        if len({sensors.party[k] for k in of}) > 1:
            problems.append(f"array {key!r}: microphones of more than one party")
        if key in singles:
            problems.append(f"array {key!r}: a sensor has the same name")
        microphones += [
            Microphone(
                sensors.names[k],
                number,
                float(sensors.x[k]),
                float(sensors.y[k]),
                float(sensors.clock_sigma[k]),
            )
            for k in of
        ]
    if not microphones:
        return sensors, problems
    placed = Sensors(
        tuple(label), np.array(x), np.array(y), np.array(clock), tuple(party), np.array(is_array), sensors.plane,
        tuple(microphones),
    )  # fmt: skip
    return placed, problems


def join_microphones(sensors: Sensors, picks: Picks, weather: Weather) -> tuple[Picks, dict[int, int]]:
    """Picks with an array's microphones made one pick with a bearing, and row -> row of the pick that stands for it.

    Arrivals at fewer than three microphones of an array, or that no plane wave explains, are left out and counted.
    """
    if picks.microphone is None or not (picks.microphone >= 0).any():
        return picks, {}
    t, bearing = picks.t.copy(), picks.bearing.copy()
    sigma = np.full(len(picks), np.nan) if picks.bearing_sigma is None else picks.bearing_sigma.copy()
    keep = picks.microphone < 0
    stands: dict[int, int] = {}
    lost = 0
    for s in sorted({m.sensor for m in sensors.microphones}):
        mine = np.nonzero((picks.sensor == s) & (picks.microphone >= 0))[0]
        mine = mine[np.argsort(picks.t[mine], kind="stable")]
        mics = [m for m in sensors.microphones if m.sensor == s]
        reach = 2.0 * max(math.hypot(m.x - sensors.x[s], m.y - sensors.y[s]) for m in mics)
        window = 1.3 * reach / weather.sound_speed + 4 * ONSET_SIGMA_S
        for of in _together(picks.t, picks.microphone, mine, window):
            at = [sensors.microphones[int(m)] for m in picks.microphone[of]]
            wave = plane_wave(
                np.array([m.x for m in at]) - sensors.x[s], np.array([m.y for m in at]) - sensors.y[s],
                picks.t[of] - picks.t[of[0]], np.array([math.hypot(m.clock_sigma, ONSET_SIGMA_S) for m in at]), weather,
            )  # fmt: skip
            if math.isnan(wave.bearing):
                lost += len(of)
                continue
            first = int(of[0])
            t[first], bearing[first], sigma[first] = picks.t[first] + wave.t, wave.bearing, wave.sigma
            keep[first] = True
            stands |= {int(picks.row[k]): int(picks.row[first]) for k in of[1:]}
    notes = picks.notes
    if lost:
        notes += (
            f"{lost} arrivals at microphones of arrays left out: fewer than three microphones, or no plane wave explains them",
        )
    joined = replace(picks, t=t, bearing=bearing, bearing_sigma=sigma, notes=notes).rows_at(
        np.nonzero(keep)[0]
    )
    return replace(joined, microphone=None), stands


def _together(t: Floats, microphone: Array, order: Ints, window: float) -> list[Ints]:
    """Groups of picks, in order of time, within `window` seconds of their first and of different microphones."""
    groups: list[Ints] = []
    k = 0
    while k < len(order):
        group, seen = [int(order[k])], {int(microphone[order[k]])}
        n = k + 1
        while (
            n < len(order) and t[order[n]] - t[order[k]] <= window and int(microphone[order[n]]) not in seen
        ):
            group.append(int(order[n]))
            seen.add(int(microphone[order[n]]))
            n += 1
        groups.append(np.array(group, dtype=np.int64))
        k = n
    return groups
