"""Air and clocks that all sounds of a record share: one estimate, with the covariance that it passes on to each sound.

Sound speed and wind are piecewise linear in time with a random-walk prior, anchored to the weather file; each sensor's
clock has its own prior. A sound's position error is its own part plus G S G', S the covariance of the shared part.

Pure. Checked by simulation-based calibration in tests/ranging/test_calibration.py.
"""

from dataclasses import dataclass

import numpy as np

from .kernels import World, fit_all, shared
from .numbers import Floats, Ints
from .records import Weather

KNOT_S = 900.0
SOUND_SPEED_DRIFT = 0.25  # m/s per knot: about 0.4 K in a quarter of an hour
WIND_DRIFT = 0.5  # m/s per knot


@dataclass(frozen=True)
class Shared:
    """air (K, 3); offset (S,) s; covariance (3 K + S square); own (E, 3, 3) and G (E, 3, 3 K + S) of each sound."""

    air: Floats
    offset: Floats
    covariance: Floats
    own: Floats
    G: Floats
    chi2: float
    used: int

    def covariances(self) -> Floats:
        """(E, 3, 3) of (x, y, t0), own and shared errors together."""
        both: Floats = self.own + np.einsum("eam,mn,ebn->eab", self.G, self.covariance, self.G, optimize=True)
        return both


def air_prior(weather: Weather, knots: int) -> tuple[Floats, Floats]:
    """Mean (K, 3) and precision (3 K, 3 K) of the air before any sound is heard."""
    mean = np.tile([weather.sound_speed, *weather.wind], (knots, 1))
    sigma = np.array([weather.sound_speed_sigma, weather.wind_sigma_ms + 0.02, weather.wind_sigma_ms + 0.02])
    drift = np.array([SOUND_SPEED_DRIFT, WIND_DRIFT, WIND_DRIFT])
    drift = np.minimum(drift, sigma)
    precision = np.zeros((3 * knots, 3 * knots))
    for axis in range(3):
        at = np.arange(knots) * 3 + axis
        block = np.zeros((knots, knots))
        block[0, 0] += 1.0 / sigma[axis] ** 2
        for k in range(1, knots):
            step = 1.0 / drift[axis] ** 2
            block[k, k] += step
            block[k - 1, k - 1] += step
            block[k, k - 1] -= step
            block[k - 1, k] -= step
        precision[np.ix_(at, at)] = block
    return mean, precision


def fit_shared(
    world: World,
    theta: Floats,
    hits: Ints,
    prior: Floats,
    weather: Weather,
    clock_sigma: Floats,
    steps: int = 3,
) -> Shared:
    """Estimate air and clocks from sounds with their hits; theta (E, 3) is moved along in place.

    world        its times have earlier offsets already taken off; the result's offset is what remains
    clock_sigma  (S,) prior on what remains
    """
    knots, n = len(world.air), len(world.sx)
    m = 3 * knots + n
    mean, precision = air_prior(weather, knots)
    air, offset = world.air.copy(), np.zeros(n)
    cov = np.zeros((len(theta), 3, 3))
    G = np.zeros((len(theta), 3, m))
    times = world.t
    for _ in range(steps):
        current = world._replace(air=air, t=times - offset[world.sensor])
        A, g = np.zeros((m, m)), np.zeros(m)
        A[: 3 * knots, : 3 * knots] = precision
        g[: 3 * knots] = precision @ (mean - air).ravel()
        A[np.arange(3 * knots, m), np.arange(3 * knots, m)] += 1.0 / clock_sigma**2
        g[3 * knots :] -= offset / clock_sigma**2
        G[:] = 0.0
        chi2, used = shared(current, theta, hits, prior, A, g, cov, G)
        covariance = np.linalg.inv(A)
        step = covariance @ g
        air = air + np.clip(step[: 3 * knots].reshape(knots, 3), -6.0, 6.0)
        offset = offset + step[3 * knots :]
        theta += np.einsum("eam,m->ea", G, step)
        current = world._replace(air=air, t=times - offset[world.sensor])
        fit_all(current, theta, hits, prior, cov, 3)
    return Shared(air, offset, covariance, cov, G, float(chi2), int(used))
