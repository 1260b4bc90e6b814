"""What reading yields: statements (format 6.1 of the architecture page) and what could not be read.

A null is "not stated", which is neither none nor zero. The one invariant: text[start:end] == quote, for every row.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

Span = tuple[int, int]
SectorTuple = tuple[float, float, float, float]
"""bearing, half width (degrees), low, high (km)"""


@dataclass(frozen=True)
class PlaceMention:
    """A place in a statement. `role` is hit, firing_from, observer_at, towards or about; lat and lon None: not placed."""

    name: str
    role: str
    span: Span
    place_id: str | None = None
    side: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_m: float | None = None
    is_region: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name, "place_id": self.place_id, "role": self.role, "lat": self.lat, "lon": self.lon,
            "radius_m": self.radius_m, "span": list(self.span),
        }  # fmt: skip


@dataclass
class Statement:
    """One attributed statement. Offsets are into the document's text layer; dates are local, as stated."""

    doc: str
    quote: str
    start: int
    end: int
    kind: str
    speaker: str | None = None
    speaker_party: str | None = None
    via: list[str] = field(default_factory=list)
    quoted_by: str | None = None
    accused_party: str | None = None
    observation: str | None = None
    means: str | None = None
    description: str | None = None
    count: int | None = None
    count_low: int | None = None
    count_high: int | None = None
    hedge: str | None = None
    unit: str | None = None
    aggregate: bool = False
    places: list[PlaceMention] = field(default_factory=list)
    lat: float | None = None
    lon: float | None = None
    radius_m: float | None = None
    sector: SectorTuple | None = None
    sectors: list[SectorTuple] = field(
        default_factory=list
    )  # where one count was given several bearings: each
    observer: tuple[float, float] | None = None
    occurred_earliest: datetime | None = None  # naive UTC
    occurred_latest: datetime | None = None
    time_precision: str = "not_stated"
    date_start: date | None = None
    date_end: date | None = None
    time: str | None = None
    time_low: str | None = None
    time_high: str | None = None
    weapon: str | None = None
    calibre_mm: float | None = None
    killed: dict[str, int | None] | None = None
    wounded: dict[str, int | None] | None = None
    modality: str = "asserted"
    negated: bool = False
    rule: str = ""
    confidence: float = 0.5
    machine_suggested: bool = False
    reviewed_by: str | None = None
    field_spans: dict[str, Span] = field(default_factory=dict)
    block_seq: int | None = None

    def as_line(self) -> dict[str, Any]:
        """The row in format 6.1, its keys in the format's order."""
        return {
            "doc": self.doc, "quote": self.quote, "start": self.start, "end": self.end,
            "speaker": self.speaker, "speaker_party": self.speaker_party, "via": list(self.via), "quoted_by": self.quoted_by,
            "accused_party": self.accused_party, "kind": self.kind,
            "count": self.count, "count_low": self.count_low, "count_high": self.count_high, "hedge": self.hedge,
            "unit": self.unit, "aggregate": self.aggregate, "places": [place.name for place in self.places],
            "lat": self.lat, "lon": self.lon, "radius_m": self.radius_m,
            "date_start": self.date_start.isoformat() if self.date_start else None,
            "date_end": self.date_end.isoformat() if self.date_end else None,
            "time": self.time, "time_low": self.time_low, "time_high": self.time_high,
            "weapon": self.weapon, "calibre_mm": self.calibre_mm, "killed": self.killed, "wounded": self.wounded,
            "modality": self.modality, "negated": self.negated, "rule": self.rule, "confidence": round(self.confidence, 3),
        }  # fmt: skip

    def details(self) -> dict[str, Any]:
        """What the register keeps beyond format 6.1: place roles, the observer's sector, the span of each field."""
        return {
            "observation": self.observation, "means": self.means, "description": self.description,
            "place_roles": [place.as_json() for place in self.places],
            "sector": list(self.sector) if self.sector else None, "sectors": [list(s) for s in self.sectors], "time_precision": self.time_precision,
            "machine_suggested": self.machine_suggested, "reviewed_by": self.reviewed_by,
            "field_spans": {key: list(span) for key, span in sorted(self.field_spans.items())},
        }  # fmt: skip


@dataclass(frozen=True)
class Unread:
    """A sentence that looks like a claim and was not read, with the reason."""

    doc: str
    quote: str
    start: int
    end: int
    reason: str
    block_seq: int | None = None

    def as_line(self) -> dict[str, Any]:
        return {
            "doc": self.doc,
            "unread": True,
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
            "reason": self.reason,
        }


@dataclass
class ReadResult:
    statements: list[Statement] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
