"""Recorded samples to picks: STA/LTA detects, the Akaike criterion refines, amplitude and the wave's shape are measured.

Samples in, arrays out; no file. STA/LTA: ratio of short to long running energy (Allen 1978); the onset within the
trigger is where splitting the samples into two variances explains them best (Maeda 1985). Features feed kind.py.
"""

from dataclasses import dataclass

import numpy as np

from .kind import Wave
from .numbers import Floats

SHORT_S, LONG_S, DEAD_S = 0.004, 0.25, 0.03
TRIGGER, RELEASE = 6.0, 2.0


@dataclass(frozen=True)
class Onset:
    """t_s after the first sample; sigma_s; amplitude_db re full scale; wave features."""

    t_s: float
    sigma_s: float
    amplitude_db: float
    wave: Wave


def find_onsets(samples: Floats, rate_hz: float, *, trigger: float = TRIGGER) -> list[Onset]:
    """Onsets in order of time. samples (N,) of one channel, any scale; a constant or empty record has none."""
    x = np.asarray(samples, float)
    short, long = max(2, int(SHORT_S * rate_hz)), max(8, int(LONG_S * rate_hz))
    if len(x) < long + short or not np.isfinite(x).all():
        return []
    x = x - np.median(x)
    total = np.concatenate([[0.0], np.cumsum(x * x)])
    at = np.arange(long, len(x) - short)
    sta = (total[at + short] - total[at]) / short
    lta = (total[at] - total[at - long]) / long
    floor = max(float(np.median(lta)) * 0.05, 1e-30)
    ratio = sta / np.maximum(lta, floor)
    found: list[tuple[int, float]] = []  # sample of the onset, energy of the noise before it
    k = 0
    while k < len(ratio):
        if ratio[k] < trigger:
            k += 1
            continue
        onset = _refined(x, int(at[k]), short, rate_hz)
        if not found or (onset - found[-1][0]) / rate_hz >= DEAD_S:
            found.append((onset, float(lta[k])))
        k += max(1, int(DEAD_S * rate_hz))
        while k < len(ratio) and ratio[k] >= RELEASE * trigger:
            k += 1
    ends = [*(onset for onset, _ in found), len(x)][1:]
    return [_measured(x, onset, end, rate_hz, noise) for (onset, noise), end in zip(found, ends, strict=True)]


def _refined(x: Floats, trigger: int, short: int, rate_hz: float) -> int:
    """The sample where the Akaike information criterion of two variances is least."""
    first, last = max(0, trigger - 4 * short), min(len(x), trigger + 3 * short)
    part = x[first:last]
    n = len(part)
    if n < 8:
        return trigger
    k = np.arange(2, n - 2)
    squares, sums = np.concatenate([[0.0], np.cumsum(part**2)]), np.concatenate([[0.0], np.cumsum(part)])
    before = squares[k] / k - (sums[k] / k) ** 2
    m = n - k
    after = (squares[n] - squares[k]) / m - ((sums[n] - sums[k]) / m) ** 2
    tiny = 1e-12 * max(float(np.max(part**2)), 1e-30)
    aic = k * np.log(np.maximum(before, tiny)) + (m - 1) * np.log(np.maximum(after, tiny))
    return first + int(k[int(np.argmin(aic))])


def _measured(x: Floats, onset: int, end: int, rate_hz: float, noise: float) -> Onset:
    """What begins at `onset` and is looked at for 0.15 s, but not beyond `end`, where the next one begins."""
    part = x[onset : min(onset + int(0.15 * rate_hz), end)]
    peak = float(np.max(np.abs(part))) if len(part) else 0.0
    snr = 20.0 * np.log10(max(peak, 1e-12) / max(np.sqrt(noise), 1e-12))
    # Stein's bound for a band B and a short pulse, not below one sample
    sigma = max(1.0 / rate_hz, 0.5 / (rate_hz * 0.25) / max(10 ** (snr / 20.0), 1.0) * 4.0)
    return Onset(
        onset / rate_hz,
        float(sigma),
        20.0 * float(np.log10(max(peak, 1e-12))),
        wave_of(part, rate_hz, float(snr)),
    )


def wave_of(part: Floats, rate_hz: float, snr_db: float) -> Wave:
    """Share of energy below 60 Hz, rise from 10 to 90 % of the peak and mean frequency, of samples that begin at the onset."""
    if len(part) < 16:
        return Wave(0.0, 0.0, -np.inf)  # too short to say anything
    spectrum = np.abs(np.fft.rfft(part * np.hanning(len(part) * 2)[len(part) :])) ** 2
    frequency = np.fft.rfftfreq(len(part), 1.0 / rate_hz)
    low = float(spectrum[(frequency <= 60.0)].sum() / max(spectrum.sum(), 1e-30))
    size = np.abs(part)
    top = int(np.argmax(size))
    rising = size[: top + 1]
    start = int(np.argmax(rising >= 0.1 * size[top]))
    end = int(np.argmax(rising >= 0.9 * size[top]))
    centre = float((frequency * spectrum).sum() / max(spectrum.sum(), 1e-30))
    return Wave(low, max(0, end - start) / rate_hz, snr_db, centre)
