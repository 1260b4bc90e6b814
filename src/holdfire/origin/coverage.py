"""What silence says: which position could have perceived an incident, when, and with what probability.

"The post at X, operating 02:00-04:00, would have heard a mortar at 3 km with p = .9" is a negative finding when nothing
from that position is among the incident's reports. A position that was not operating says nothing, and that too is said.
Pure.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

from holdfire.model.case import CoverageInterval
from holdfire.model.places import distance_m
from holdfire.model.spans import naive_utc

from .kernels import p_heard

ANY_KIND = ("any", "*", "all")


@dataclass(frozen=True)
class Happening:
    """What coverage is asked about; times naive UTC, `voices` those whose reports are of it."""

    incident_id: str
    kind: str
    earliest: datetime
    latest: datetime
    lat: float | None
    lon: float | None
    radius_m: float | None
    voices: frozenset[str]


@dataclass(frozen=True)
class NegativeFinding:
    incident_id: str
    coverage_id: str
    p_detect: float
    says: str


@dataclass(frozen=True)
class SilentPost:
    """A position that was listening in the event's time, told nothing of it, and how well it hears from where it stands."""

    coverage_id: str
    position: str
    lat: float
    lon: float
    radius_m: float
    p: float


def silent_posts(event: Happening, coverage: Sequence[CoverageInterval]) -> list[SilentPost]:
    """Positions whose silence speaks of where the event was: operating, placed, and not among its voices.

    p is what they perceive within their radius, times the share of the event's time that they cover.
    """
    found = []
    for interval in sorted(coverage, key=lambda c: c.coverage_id):
        if interval.coverage_id in event.voices or interval.position in event.voices:
            continue
        post = _listening(interval, event)
        if post is not None and post.p > 0:
            found.append(post)
    return found


def _listening(interval: CoverageInterval, event: Happening) -> SilentPost | None:
    start, end = naive_utc(interval.start), naive_utc(interval.end)
    if event.latest < start or event.earliest > end or interval.status != "operational":
        return None
    stated = next((interval.detection[k] for k in (event.kind, *ANY_KIND) if k in interval.detection), None)
    if stated is None or interval.lat is None or interval.lon is None:
        return None
    span = (event.latest - event.earliest).total_seconds()
    shared = (min(event.latest, end) - max(event.earliest, start)).total_seconds()
    share = 1.0 if span <= 0 else max(0.0, min(1.0, shared / span))
    radius_km, p_within = stated
    return SilentPost(
        interval.coverage_id,
        interval.position,
        interval.lat,
        interval.lon,
        radius_km * 1000,
        share * p_within,
    )


def p_detect(interval: CoverageInterval, event: Happening) -> float | None:
    """Probability that this position, within this interval, would have perceived the event; None: it cannot be told.

    The share of the event's time that the interval covers, times the detection function at the event's distance,
    averaged over where the event may be. 0 for a position that was not operating.
    """
    if event.latest < naive_utc(interval.start) or event.earliest > naive_utc(interval.end):
        return None
    if interval.status != "operational":
        return 0.0
    post = _listening(interval, event)
    if post is None or event.lat is None or event.lon is None:
        return None
    away = distance_m(post.lat, post.lon, event.lat, event.lon)
    off = np.array([-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5])
    far = np.abs(away + (event.radius_m or 0.0) * off)
    return float(np.average(p_heard(far, post.radius_m, post.p), weights=np.exp(-0.5 * off**2)))


def silence_db(p: float) -> float:
    """What silence adds to "it happened, within reach of this position": 10 log10(1 - p), never below -20."""
    return max(-20.0, 10 * math.log10(max(1e-9, 1 - p)))


def negative_findings(
    events: Iterable[Happening], coverage: Sequence[CoverageInterval], zone: ZoneInfo
) -> list[NegativeFinding]:
    """For each incident, every position that overlaps it in time and is not among those who report it."""
    found = []
    for event in events:
        for interval in sorted(coverage, key=lambda c: c.coverage_id):
            if interval.coverage_id in event.voices or interval.position in event.voices:
                continue
            p = p_detect(interval, event)
            if p is not None:
                found.append(
                    NegativeFinding(
                        event.incident_id, interval.coverage_id, round(p, 4), _says(interval, event, p, zone)
                    )
                )
    return found


def _says(interval: CoverageInterval, event: Happening, p: float, zone: ZoneInfo) -> str:
    start, end = interval.start.astimezone(zone), interval.end.astimezone(zone)
    same_day = start.date() == end.date()
    hours = f"{start:%H:%M}-{end:%H:%M}" if same_day else f"{start:%d %b %H:%M} to {end:%d %b %H:%M}"
    kind = event.kind.replace("_", " ")
    if interval.status != "operational":
        state = "was not operating" if interval.status == "non_operational" else "had been denied access"
        return f"{interval.position} {state} ({hours}): its silence says nothing about this."
    away = _metres(interval, event) / 1000
    verb = {"camera": "recorded", "uav": "recorded"}.get(interval.means, "perceived")
    return (
        f"{interval.position}, operating {hours}, would have {verb} {kind} at {away:.1f} km with p = {p:.2f}, and nothing from it "
        f"is among the reports: {silence_db(p):.1f} decibans for its having happened as placed and timed."
    )


def _metres(interval: CoverageInterval, event: Happening) -> float:
    """Between the position and the middle of where the event may be; both are placed wherever this is asked."""
    return distance_m(interval.lat or 0.0, interval.lon or 0.0, event.lat or 0.0, event.lon or 0.0)
