"""What ranging takes in: sensors, picks and weather, checked, in metres and seconds of one local plane.

Values only; the readers are in tables.py, recordings.py and waveform.py.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from holdfire.model.places import EARTH_RADIUS_M

from .numbers import Array, Floats, Ints


@dataclass(frozen=True)
class Plane:
    """The local plane. origin (lat, lon) in degrees, or None where the file gave kilometres of its own."""

    origin: tuple[float, float] | None

    def to_metres(self, first: Floats, second: Floats) -> tuple[Floats, Floats]:
        """(lat, lon) degrees, or (x, y) km where there is no origin, to metres east and north."""
        if self.origin is None:
            return first * 1000.0, second * 1000.0
        lat0, lon0 = self.origin
        north = np.radians(first - lat0) * EARTH_RADIUS_M
        east = np.radians(second - lon0) * EARTH_RADIUS_M * np.cos(np.radians(lat0))
        return east, north

    def to_degrees(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """(lat, lon) of metres east and north. Only with an origin."""
        assert self.origin is not None
        lat0, lon0 = self.origin
        lat = lat0 + np.degrees(y / EARTH_RADIUS_M)
        return lat, lon0 + np.degrees(x / (EARTH_RADIUS_M * np.cos(np.radians(lat0))))


@dataclass(frozen=True)
class Microphone:
    """One of an array. sensor: index of the array in Sensors; x, y metres in the sensors' plane."""

    name: str
    sensor: int
    x: float
    y: float
    clock_sigma: float


@dataclass(frozen=True)
class Sensors:
    """names unique; x, y (S,) metres; clock_sigma (S,) s, 1 ms where not stated; party (S,) id or ""; is_array (S,).

    microphones  of those sensors that are small arrays: each array is one sensor, at the middle of its microphones
    """

    names: tuple[str, ...]
    x: Floats
    y: Floats
    clock_sigma: Floats
    party: tuple[str, ...]
    is_array: Array
    plane: Plane
    microphones: tuple["Microphone", ...] = ()

    def __len__(self) -> int:
        return len(self.names)


@dataclass(frozen=True)
class Picks:
    """Arrivals, in the order of their file.

    t        (P,) seconds after `epoch`      sensor (P,) index into Sensors
    bearing  (P,) degrees clockwise from north towards the sound, NaN: none      amp (P,) dB, NaN: none
    row      (P,) row number in the file, from 0: rows that were refused are absent
    rows     how many rows the file had
    epoch    seconds since 1970 UTC that t counts from; 0 where the file's times are plain seconds
    is_utc   whether the times are moments (ISO or Unix) rather than seconds of an unnamed clock
    notes    what was widened or left out and why, one line each
    bearing_sigma  (P,) degrees, NaN: not known; None: of none
    wave     (P, 4) low_share, rise_s, snr_db, centre_hz of the recorded wave (kind.Wave), NaN: none; None: of none
    microphone  (P,) index into Sensors.microphones, -1: the sensor itself; None: of none
    """

    t: Floats
    sensor: Ints
    bearing: Floats
    amp: Floats
    row: Ints
    rows: int
    epoch: float = 0.0
    is_utc: bool = False
    notes: tuple[str, ...] = ()
    bearing_sigma: Floats | None = None
    wave: Floats | None = None
    microphone: Ints | None = None

    def __len__(self) -> int:
        return len(self.t)

    def rows_at(self, keep: Ints) -> "Picks":
        """These picks only, in this order; the rest of the file counts as left out."""
        return replace(
            self, t=self.t[keep], sensor=self.sensor[keep], bearing=self.bearing[keep], amp=self.amp[keep], row=self.row[keep],
            bearing_sigma=None if self.bearing_sigma is None else self.bearing_sigma[keep],
            wave=None if self.wave is None else self.wave[keep],
            microphone=None if self.microphone is None else self.microphone[keep],
        )  # fmt: skip


@dataclass(frozen=True)
class Weather:
    """What was known of the air beforehand. Without a weather file: a temperate guess with wide margins."""

    temperature_c: float = 12.0
    temperature_sigma_c: float = 12.0
    wind_ms: float = 0.0
    wind_sigma_ms: float = 4.0
    wind_from_deg: float = 0.0
    stated: bool = field(default=False)

    @property
    def sound_speed(self) -> float:
        """m/s; dry air, 20.05 sqrt(T)."""
        return float(20.05 * np.sqrt(self.temperature_c + 273.15))

    @property
    def sound_speed_sigma(self) -> float:
        return max(0.02, 0.5 * self.sound_speed / (self.temperature_c + 273.15) * self.temperature_sigma_c)

    @property
    def wind(self) -> tuple[float, float]:
        """(east, north) m/s, the direction that it blows towards."""
        angle = np.radians(self.wind_from_deg)
        return float(-self.wind_ms * np.sin(angle)), float(-self.wind_ms * np.cos(angle))
