"""statement, sound_event -> report: which statements can be of an incident at all, and as what the kernels see them.

A statement of fire, an incursion, a flight, a mine, harm or damage is of an incident. Calm, a ceasefire, a proposal, an
opinion and a sum over several days are not; a denial speaks of an incident but makes none. One party is one voice,
whichever of its offices speaks; copies (`columns`) are one voice too. Nothing here looks at who a source is by name.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

import numpy as np

from holdfire.model.case import Case
from holdfire.model.kinds import Kind, SourceKind

from .columns import SOURCE_KINDS, Reports

TYPE_OF_KIND = {
    Kind.SMALL_ARMS: 0, Kind.SNIPER: 1, Kind.MACHINE_GUN: 2, Kind.GRENADE_LAUNCHER: 3, Kind.MORTAR: 4,
    Kind.ARTILLERY: 5, Kind.MLRS: 6, Kind.TANK: 7, Kind.ATGM: 7, Kind.UAV: 8, Kind.MINE: 9, Kind.AIR_STRIKE: 12,
    Kind.EXPLOSION_UNDETERMINED: 11, Kind.INCURSION: 14, Kind.CASUALTY: 14, Kind.DAMAGE: 14,
    Kind.VIOLATION_UNSPECIFIED: 14, Kind.DENIAL: 14, Kind.OTHER: 14,
}  # fmt: skip
"""Kinds that can be of an incident, with the weapon code of format 6.3; 14 says nothing of the weapon."""
SPEAKS_OF = frozenset({Kind.CASUALTY, Kind.DAMAGE, Kind.DENIAL, Kind.OTHER})
"""Kinds that speak of an incident that another statement may tell whole."""
TIME_CODES = {"exact": 1, "quarter_hour": 2, "hour": 3, "part_of_day": 4, "day": 5}
COUNTED = frozenset({"round", "rounds", "shell", "shells", "shot", "shots", "mine", "mines", "explosion", "explosions",
                     "burst", "bursts", "missile", "missiles", "uav", "uavs"})  # fmt: skip
"""Units whose number two tellings of one incident share; a number of violations or houses is another quantity."""
LONGEST_H = 40.0
VAGUE_S = 6 * 3600.0
EVENT_ROLES = ("hit", "about", "towards", "")
DEFAULT_RADIUS_KM = 5.0


@dataclass(frozen=True)
class Sayings:
    """What the stage links. `rows` are the statements and sound events, `reports` the same as columns.

    aggregate  (N,) sums over some hours: they join incidents with shares, and make one only where there is none
    unlinked   statements that are of no incident, with the reason
    """

    rows: list[dict[str, Any]]
    reports: Reports
    aggregate: list[bool]
    unlinked: dict[str, str]


def party_voice(row: Mapping[str, Any], case: Case) -> tuple[str, str]:
    """(voice, source kind): the party that speaks, else the speaker, else the source that published it."""
    parties = {party.id for party in case.mandate.parties}
    speaker = row.get("speaker_party")
    if speaker in parties:
        return str(speaker), SourceKind.MINISTRY
    source = case.sources.get(str(row.get("source_id")))
    kind = str(source.kind) if source else SourceKind.MEDIA
    if speaker == "RES" or kind == SourceKind.RESIDENT:
        kind = SourceKind.OSINT
    if kind == SourceKind.MINISTRY or (speaker and speaker not in parties and kind == SourceKind.MEDIA):
        kind = SourceKind.OBSERVER if speaker not in (None, "MEDIA") else SourceKind.MEDIA
    return str(speaker or row.get("speaker") or row.get("source_id") or "not stated"), kind


def places_of(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The places where the statement says it happened, placed ones only."""
    places = json.loads(row["places"]) if isinstance(row.get("places"), str) else row.get("places") or []
    placed = [p for p in places if p.get("lat") is not None and p.get("lon") is not None]
    hit = [p for p in placed if (p.get("role") or "") == "hit"]
    return hit or [p for p in placed if (p.get("role") or "") in EVENT_ROLES]


def where(row: Mapping[str, Any]) -> tuple[float, float, float] | None:
    """(lat, lon, r_km): one place, or the middle of several with a radius that holds them all as one spread."""
    placed = places_of(row)
    if placed:
        finest = min(float(p.get("radius_m") or DEFAULT_RADIUS_KM * 1000) for p in placed)
        # a village and its district are one place, told twice: the village says more
        placed = [
            p
            for p in placed
            if float(p.get("radius_m") or DEFAULT_RADIUS_KM * 1000) <= max(8 * finest, 3000.0)
        ]
        lat = sum(p["lat"] for p in placed) / len(placed)
        lon = sum(p["lon"] for p in placed) / len(placed)
        shrink = np.cos(np.radians(lat))
        spread = sum(
            ((p["lat"] - lat) * 111.2) ** 2 + ((p["lon"] - lon) * 111.2 * shrink) ** 2 for p in placed
        )
        own = sum((float(p.get("radius_m") or DEFAULT_RADIUS_KM * 1000) / 1000) ** 2 for p in placed) / len(
            placed
        )
        return lat, lon, float(np.sqrt(own + spread / (2 * len(placed))))
    if row.get("lat") is not None and row.get("lon") is not None:
        return (
            float(row["lat"]),
            float(row["lon"]),
            float(row.get("radius_m") or DEFAULT_RADIUS_KM * 1000) / 1000,
        )
    return None


def when(row: Mapping[str, Any], case: Case) -> tuple[float, float, int] | None:
    """(t_lo, t_hi in seconds since 1970 UTC, time code), from the stated time, else from the stated local days."""
    low, high = row.get("occurred_earliest"), row.get("occurred_latest")
    code = TIME_CODES.get(str(row.get("time_precision")), 0)
    if low is None or high is None:
        if row.get("date_start") is None:
            return None
        first, last = row["date_start"], row.get("date_end") or row["date_start"]
        low = datetime.combine(first, time(), case.mandate.zone).astimezone(UTC).replace(tzinfo=None)
        high = (
            datetime.combine(last + timedelta(days=1), time(), case.mandate.zone)
            .astimezone(UTC)
            .replace(tzinfo=None)
        )
        code = 5
    t_lo, t_hi = _seconds(low), _seconds(high)
    if not code:
        hours = (t_hi - t_lo) / 3600
        code = 1 if hours < 0.1 else 2 if hours <= 0.5 else 3 if hours <= 2 else 4 if hours <= 12 else 5
    return t_lo, t_hi, code


def _seconds(moment: datetime) -> float:
    return (moment - datetime(1970, 1, 1)).total_seconds()  # noqa: DTZ001 - the register's times are naive UTC


def total(losses: Any) -> int:
    """The stated number of killed or wounded over all parties; -1: not stated."""
    stated = json.loads(losses) if isinstance(losses, str) else losses
    numbers = [int(n) for n in (stated or {}).values() if n is not None]
    return sum(numbers) if numbers else -1


def sayings(
    statements: Sequence[dict[str, Any]], sound_events: Sequence[dict[str, Any]], case: Case
) -> Sayings:
    """What can be linked, as rows and as columns; both inputs in the order of their ids."""
    rows, columns, aggregate, unlinked = [], [], [], {}
    parties = {party.id: k for k, party in enumerate(case.mandate.parties)}
    places = sorted({str(p.get("place_id")) for s in statements for p in places_of(s) if p.get("place_id")})
    place_rank = {place: k for k, place in enumerate(places)}
    for stated in statements:
        row = {**stated, "kind": act_of(stated)}
        reason, column = _column(row, case, parties, place_rank)
        if reason:
            unlinked[row["statement_id"]] = reason
            continue
        assert column is not None
        rows.append({**row, "report_id": row["statement_id"], "voice": column["source"]})
        columns.append(column)
        aggregate.append(column["t_hi"] - column["t_lo"] > 6 * 3600 and bool(row.get("aggregate")))
    for event in sound_events:
        column = _sound_column(event)
        rows.append({**event, "report_id": event["event_id"], "voice": column["source"]})
        columns.append(column)
        aggregate.append(False)
    return Sayings(rows, _reports([r["report_id"] for r in rows], columns), aggregate, unlinked)


def act_of(row: Mapping[str, Any]) -> str:
    """The kind of act that a statement is linked by: a drone told to be shot down is of that drone's flight."""
    kind, words = str(row["kind"]), str(row.get("weapon") or "").lower().split(",")
    return str(Kind.UAV) if kind == Kind.OTHER and "uav" in words else kind


def _column(
    row: Mapping[str, Any], case: Case, parties: Mapping[str, int], place_rank: Mapping[str, int]
) -> tuple[str, dict[str, Any] | None]:
    kind = row["kind"]
    accuses = row.get("accused_party") is not None and row.get("accused_party") != row.get("speaker_party")
    if kind not in TYPE_OF_KIND or (kind == Kind.OTHER and not accuses):
        return f"a statement of kind {kind} is of no incident by itself", None
    if row.get("modality") == "threatened":
        return "a threat is not an incident", None
    if row.get("negated") and not is_denial(row) and kind not in (Kind.CASUALTY, Kind.DAMAGE):
        return "says that nothing of the kind happened", None
    span, place = when(row, case), where(row)
    if span is None:
        return "no time is stated", None
    if span[1] - span[0] > LONGEST_H * 3600:
        return "a sum over several days is not one incident", None
    voice, source_kind = party_voice(row, case)
    sector = [row.get(f"sector_{part}") for part in ("bearing_deg", "half_width_deg", "low_km", "high_km")]
    observer = row.get("observer_lat"), row.get("observer_lon")
    is_sector = None not in sector and None not in observer
    if is_sector:
        place = float(observer[0]), float(observer[1]), 0.3  # type: ignore[arg-type]
    if place is None:
        return "no place is stated", None
    first = next((p for p in places_of(row) if p.get("place_id")), None)
    radius = place[2]
    return "", {
        "source": voice, "kind": SOURCE_KINDS.index(source_kind) if source_kind in SOURCE_KINDS else 5,
        "t_lo": span[0], "t_hi": span[1], "time_code": span[2], "lat": place[0], "lon": place[1], "r_km": radius,
        "place_code": 1 if radius <= 0.5 else 2 if radius <= 6 else 3 if radius <= 25 else 4,
        "place_id": place_rank.get(str(first["place_id"]), -1) if first else -1,
        "type_code": TYPE_OF_KIND[Kind(kind)],
        "count": int(row["count"]) if row.get("count") is not None and str(row.get("unit") or "").lower() in COUNTED else -1,
        "kia": total(row.get("killed")), "wia": total(row.get("wounded")),
        "accused": parties.get(str(row.get("accused_party")), -1),
        "denial": is_denial(row), "published": _seconds(row["published_at"]) if row.get("published_at") else np.nan,
        "sector": sector if is_sector else [np.nan] * 4,
    }  # fmt: skip


def is_denial(row: Mapping[str, Any]) -> bool:
    """Denies what somebody tells. "Nobody was hurt" is a number, zero, and "no artillery since" tells of a calm."""
    return row["kind"] == Kind.DENIAL or row.get("modality") == "denied"


def makes_incident(row: Mapping[str, Any]) -> bool:
    """Would this statement alone be of an incident? A denial and an unspecific accusation only speak of one."""
    return not is_denial(row) and row["kind"] != Kind.OTHER


def _sound_column(event: Mapping[str, Any]) -> dict[str, Any]:
    fired, sigma = _seconds(event["fired_at"]), max(float(event["fired_sigma_s"]), 1.0)
    radius = float(np.sqrt(max(event["cov_xx_m2"], event["cov_yy_m2"], 2500.0))) / 1000
    return {
        "source": f"sensors {event['exhibit_id']}", "kind": SOURCE_KINDS.index("sensor"), "t_lo": fired - 2 * sigma,
        "t_hi": fired + 2 * sigma, "time_code": 1, "lat": float(event["lat"]), "lon": float(event["lon"]), "r_km": radius,
        "place_code": 1, "place_id": -1, "type_code": {"explosion": 11, "shot": 10, "burst": 10}.get(event["kind"], 14),
        "count": -1, "kia": -1, "wia": -1, "accused": -1, "denial": False, "published": np.nan,
        "sector": [np.nan] * 4,
    }  # fmt: skip


def _reports(ids: list[str], columns: list[dict[str, Any]]) -> Reports:
    def column(name: str, kind: Any) -> Any:
        return np.array([c[name] for c in columns], dtype=kind)

    names = sorted({str(c["source"]) for c in columns})
    rank = {name: k for k, name in enumerate(names)}
    return Reports(
        np.array(ids, dtype=object), np.array([rank[str(c["source"])] for c in columns], np.int32),
        column("kind", np.int8), column("t_lo", float) / 3600, column("t_hi", float) / 3600,
        column("time_code", np.int8), column("lat", float), column("lon", float), column("r_km", float),
        column("place_code", np.int8), column("place_id", np.int32), column("type_code", np.int8),
        column("count", np.int32), column("kia", np.int32), column("wia", np.int32), column("accused", np.int8),
        column("denial", bool), column("published", float) / 3600,
        np.array([c["sector"] for c in columns], float).reshape(-1, 4),
        # hours that span half a day and more are alike by chance: only one speaker's can then be copies
        np.array([rank[str(c["source"])] if c["t_hi"] - c["t_lo"] > VAGUE_S else -1 for c in columns], np.int32),
    )  # fmt: skip
