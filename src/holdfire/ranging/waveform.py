"""Recordings as bytes to samples with their start: WAV by the standard library (soundfile where it must), miniSEED and
SAC by obspy, which is an extra. What cannot be read raises Unreadable with what to do.
"""

import io
import re
import warnings
import wave
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from holdfire.model.errors import Unreadable

from .numbers import Floats


@dataclass(frozen=True)
class Recording:
    """One channel. start: Unix seconds UTC, None where the file states none. station: the file's own name for it, or "".

    channel  number of this one, from 0, of the `channels` that the file holds for the station
    """

    samples: Floats
    rate_hz: float
    start: float | None
    station: str
    channel: int = 0
    channels: int = 1


def is_recording(head: bytes, file_name: str | None) -> bool:
    """By the first bytes, or for SAC (which has no mark) by the file's name."""
    name = (file_name or "").lower()
    if (head[:4] == b"RIFF" and head[8:12] == b"WAVE") or head[:4] in (b"fLaC", b"OggS"):
        return True
    if re.fullmatch(rb"[0-9 ]{6}[DRQM][ \x00]", head[:8]):
        return True
    return name.endswith(".sac")


def read_recordings(data: bytes, file_name: str | None) -> list[Recording]:
    """raises  Unreadable: broken bytes, or a format whose extra is not installed"""
    if data[:4] == b"RIFF" or data[:4] in (b"fLaC", b"OggS"):
        return _read_audio(data, file_name or "recording")
    return _read_seismic(data, file_name or "recording")


def _read_audio(data: bytes, name: str) -> list[Recording]:
    start = start_in_name(name)
    station = re.split(r"[_.]", name)[0]
    if data[:4] == b"RIFF":
        try:
            with wave.open(io.BytesIO(data)) as file:
                width, channels, rate = file.getsampwidth(), file.getnchannels(), file.getframerate()
                raw = file.readframes(file.getnframes())
            if width in (1, 2, 4):
                kind = np.dtype({1: "u1", 2: "<i2", 4: "<i4"}[width])
                whole = len(raw) // (width * channels) * width * channels
                samples = np.frombuffer(raw[:whole], kind).reshape(-1, channels).astype(float)
                samples = (samples - 128.0) / 128.0 if width == 1 else samples / float(2 ** (8 * width - 1))
                return _channels(samples, float(rate), start, station)
        except (wave.Error, EOFError, ValueError, ZeroDivisionError):
            pass  # float or compressed WAV: soundfile reads those
    try:
        import soundfile
    except ImportError as error:
        raise Unreadable(f"{name}: this kind of audio needs soundfile; install holdfire[ranging]") from error
    try:
        samples, rate = soundfile.read(io.BytesIO(data), always_2d=True)
    except (RuntimeError, ValueError, TypeError) as error:
        raise Unreadable(f"{name}: not readable as audio ({error})") from error
    return _channels(np.asarray(samples, float), float(rate), start, station)


def _channels(samples: Floats, rate: float, start: float | None, station: str) -> list[Recording]:
    count = samples.shape[1]
    return [
        Recording(np.ascontiguousarray(samples[:, k]), rate, start, station, k, count) for k in range(count)
    ]


def _read_seismic(data: bytes, name: str) -> list[Recording]:
    try:
        import obspy
    except ImportError as error:
        raise Unreadable(f"{name}: miniSEED and SAC need obspy; install holdfire[ranging]") from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # obspy warns of roundings below a microsecond
            stream = obspy.read(io.BytesIO(data))
    except Exception as error:
        raise Unreadable(f"{name}: not readable as miniSEED or SAC ({error})") from error
    return [
        Recording(
            np.asarray(trace.data, float),
            float(trace.stats.sampling_rate),
            float(trace.stats.starttime.timestamp),
            str(trace.stats.station),
        )
        for trace in stream
    ]


def start_in_name(name: str) -> float | None:
    """`S03_20310504T061500Z.wav` -> Unix seconds; only a time with Z or an offset counts."""
    found = re.search(r"(\d{8})T(\d{6})(\.\d+)?(Z|[+-]\d{4})", name)
    if not found:
        return None
    day, clock, fraction, zone = found.groups()
    try:
        moment = datetime.strptime(day + clock + (zone if zone != "Z" else "+0000"), "%Y%m%d%H%M%S%z")
    except ValueError:
        return None
    return moment.astimezone(UTC).timestamp() + float(fraction or 0.0)
