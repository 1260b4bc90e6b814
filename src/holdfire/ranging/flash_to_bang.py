"""Seen, then heard: the distance from a flash in a video to its bang, and from a bullet's crack to the muzzle's thump.

Ranges with their errors, never points. The camera's frame time bounds the flash, the onset its sound; the air's sound
speed and wind along the path (unknown direction: its whole spread) do the rest. No calibre is claimed: the speed of a
bullet is a declared range of the caller's.
"""

import math
from dataclasses import dataclass
from pathlib import Path

from holdfire.model.errors import Misuse, NotCovered, Unreadable

from .records import Weather


@dataclass(frozen=True)
class RangeInterval:
    """metres; sigma_m one standard deviation; low_m, high_m a 90 % interval, never below 0."""

    metres: float
    sigma_m: float
    low_m: float
    high_m: float


def _interval(metres: float, sigma: float) -> RangeInterval:
    return RangeInterval(metres, sigma, max(0.0, metres - 1.645 * sigma), metres + 1.645 * sigma)


def range_from_flash(
    flash_frame: int, frame_rate_hz: float, onset_s: float, onset_sigma_s: float, weather: Weather, *, sound_lag_s: float = 0.0,
    sound_lag_sigma_s: float = 0.02, start_frame_s: float = 0.0,
) -> RangeInterval:  # fmt: skip
    """Distance of a flash first visible in `flash_frame` (from 0) whose sound begins `onset_s` into the recording.

    The flash happened at some moment of the frame before, uniformly: half a frame early with sigma of a frame / sqrt(12).
    sound_lag_s  how far the recording's sound track lags its picture; its sigma is stated because cameras differ
    raises       Misuse where the sound comes before the light
    """
    if frame_rate_hz <= 0:
        raise Misuse(f"frame rate: found {frame_rate_hz:g}, expected above 0")
    frame = 1.0 / frame_rate_hz
    flash = start_frame_s + (flash_frame - 0.5) * frame
    delay = onset_s - sound_lag_s - flash
    sigma_t = math.sqrt(frame * frame / 12.0 + onset_sigma_s**2 + sound_lag_sigma_s**2)
    if delay < -3.0 * sigma_t:
        raise Misuse(f"the sound at {onset_s:.3f} s comes {-delay:.3f} s before the flash at {flash:.3f} s")
    delay = max(delay, 0.0)
    speed, wind = weather.sound_speed, math.hypot(*weather.wind)
    sigma_speed = math.sqrt(weather.sound_speed_sigma**2 + 0.5 * wind**2 + weather.wind_sigma_ms**2)
    return _interval(delay * speed, math.hypot(speed * sigma_t, delay * sigma_speed))


def onset_after_flash(sound: Path, flash_s: float) -> tuple[float, float]:
    """(onset s after the track's start, its sigma) of the first sound after the flash in a video's sound track.

    raises  Unreadable: no audio; NotCovered: nothing is heard after the flash
    """
    from .onset import find_onsets
    from .waveform import read_recordings

    try:
        track = read_recordings(sound.read_bytes(), sound.name)[0]
    except OSError as error:
        raise Unreadable(f"{sound.name}: {error.strerror or error}") from error
    onsets = find_onsets(track.samples, track.rate_hz)
    after = [onset for onset in onsets if onset.t_s > flash_s]
    if not after:
        raise NotCovered(
            f"{sound.name}: {len(onsets)} onsets, none after the flash at {flash_s:.3f} s; give --onset-s if you hear one"
        )
    return after[0].t_s, after[0].sigma_s


def range_from_crack(
    interval_s: float,
    interval_sigma_s: float,
    bullet_speed_ms: tuple[float, float],
    weather: Weather,
    *,
    miss_m: float = 0.0,
) -> RangeInterval:
    """Distance of the shooter from the time between a bullet's shock wave and its muzzle blast at one microphone.

    bullet_speed_ms  (low, high) mean speed over the path that the caller holds possible; all of it goes into the interval
    miss_m           how far the path misses the microphone; 0: straight at it, which gives the shortest range
    raises           Misuse for a bullet not faster than sound: it has no shock wave

    Straight path at constant mean speed v: the blast needs r / c, the shock r / v (plus the miss over the Mach cone),
    so r = interval / (1 / c - 1 / v).  Maher 2006, Proc. IEEE SAFE.
    """
    c, (slow, fast) = weather.sound_speed, bullet_speed_ms
    if slow <= c + 3 * weather.sound_speed_sigma:
        raise Misuse(
            f"bullet speed {slow:g} m/s is not above the speed of sound {c:.0f} m/s: there is no shock wave to time"
        )
    if fast < slow or interval_s < 0:
        raise Misuse(
            f"bullet speed {slow:g} to {fast:g} m/s and interval {interval_s:g} s: expected low, high and 0 or more"
        )

    def metres(v: float) -> float:
        cone = miss_m * math.sqrt(1.0 / c**2 - 1.0 / v**2)
        return max(0.0, (interval_s + cone) / (1.0 / c - 1.0 / v))

    near, far = metres(fast), metres(slow)
    low, high = min(near, far), max(near, far)
    middle = 0.5 * (low + high)
    spread = (high - low) / math.sqrt(12.0)
    timing = interval_sigma_s * middle / max(interval_s, 1e-6)
    air = middle * weather.sound_speed_sigma / c * 2.0
    margin = 1.645 * math.hypot(timing, air)
    return RangeInterval(
        middle, math.sqrt(spread**2 + timing**2 + air**2), max(0.0, low - margin), high + margin
    )
