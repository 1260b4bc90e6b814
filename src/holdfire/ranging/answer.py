"""The four tables of format 6.2 from a Located record: events, assignments, air, sensors' health. Text and rows only."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from holdfire.model.lines import Area

from .alternatives import alternatives
from .kind import kinds_of
from .numbers import Floats
from .posterior import region_points
from .records import Picks, Sensors
from .side import Sides, p_sides, territory_in_plane
from .solve import Located

Row = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """Rows of events.csv, assignments.csv, air.csv, sensors_health.csv, in that order of fields.

    alternatives  other places that a sound's picks allow: event, place and t0, p, log_evidence against the chosen, picks
    unresolved    possible sounds with too few arrivals: place and t0, n_picks, picks, reason
    points        (E, N, 3) equally likely (x, y) metres and t0 of each sound: `posterior.region_points`
    """

    events: list[Row]
    assignments: list[Row]
    air: list[Row]
    health: list[Row]
    event_fields: tuple[str, ...]
    notes: tuple[str, ...]
    alternatives: list[Row] = field(default_factory=list)
    unresolved: list[Row] = field(default_factory=list)
    points: Floats = field(default_factory=lambda: np.zeros((0, 0, 3)))


def sides_of(found: Located, sensors: Sensors, territory: Sequence[Area]) -> Sides | None:
    """P(side) of each sound, or None where no territory was given. Coordinates are (lon, lat), or (x_km, y_km)."""
    if not territory:
        return None
    plane = sensors.plane
    if plane.origin is None:
        held = territory_in_plane(territory, lambda x, y: (x * 1000.0, y * 1000.0))
    else:
        held = territory_in_plane(territory, lambda lon, lat: plane.to_metres(lat, lon))
    drawn = region_points(found)[:, :, :2] if found.world is not None else None
    return p_sides(found.x, found.y, found.cov[:, :2, :2], held, drawn)


def moment(picks: Picks, t: float) -> str | float:
    """A time as the picks file gives its own: ISO UTC with microseconds, or seconds."""
    if picks.is_utc:
        return (
            datetime.fromtimestamp(picks.epoch + t, UTC)
            .isoformat(timespec="microseconds")
            .replace("+00:00", "Z")
        )
    return round(t, 6)


def answer(found: Located, sensors: Sensors, picks: Picks, territory: Sequence[Area] = ()) -> Answer:
    sides = sides_of(found, sensors, territory)
    kinds = kinds_of(found, picks)
    degrees = sensors.plane.origin is not None
    first, second = ("lat", "lon") if degrees else ("x_km", "y_km")
    if degrees:
        one, two = sensors.plane.to_degrees(found.x, found.y)
        place = 7
    else:
        one, two, place = found.x / 1000.0, found.y / 1000.0, 6
    events: list[Row] = []
    for e in range(len(found)):
        row: Row = {
            "event": e, "t0": moment(picks, float(found.t0[e])), "t0_sigma_s": round(float(np.sqrt(found.cov[e, 2, 2])), 6),
            first: round(float(one[e]), place), second: round(float(two[e]), place),
            "cov_xx": round(float(found.cov[e, 0, 0]), 4), "cov_xy": round(float(found.cov[e, 0, 1]), 4),
            "cov_yy": round(float(found.cov[e, 1, 1]), 4), "n_picks": int(found.n_picks[e]),
            "p_real": round(float(found.p_real[e]), 4), "kind": kinds[e],
        }  # fmt: skip
        if sides is not None:
            row["side"] = sides.verdict[e]
            for k, party in enumerate(sides.parties):
                row[f"p_side_{party}"] = round(float(sides.p[e, k]), 4)
            row["p_undetermined"] = round(float(sides.p[e, -1]), 4)
        events.append(row)
    fields = [
        "event",
        "t0",
        "t0_sigma_s",
        first,
        second,
        "cov_xx",
        "cov_xy",
        "cov_yy",
        "n_picks",
        "p_real",
        "kind",
    ]
    if sides is not None:
        fields += ["side", *(f"p_side_{party}" for party in sides.parties), "p_undetermined"]
    return Answer(
        events, _assignments(found, picks), _air(found, picks), _health(found), tuple(fields), found.notes,
        _alternatives(found, sensors, picks), _unresolved(found, sensors, picks), region_points(found),
    )  # fmt: skip


def _place(sensors: Sensors, x: float, y: float) -> Row:
    if sensors.plane.origin is None:
        return {"x_km": round(x / 1000.0, 6), "y_km": round(y / 1000.0, 6)}
    lat, lon = sensors.plane.to_degrees(np.array([x]), np.array([y]))
    return {"lat": round(float(lat[0]), 7), "lon": round(float(lon[0]), 7)}


def _rows_of(picks: Picks, places: Iterable[int]) -> str:
    """Row numbers of the picks file, separated by blanks."""
    return " ".join(str(int(picks.row[k])) for k in sorted(places))


def _alternatives(found: Located, sensors: Sensors, picks: Picks) -> list[Row]:
    return [
        {
            "event": e, "t0": moment(picks, one.t0), **_place(sensors, one.x, one.y), "p": round(one.p, 4),
            "log_evidence": round(one.log_evidence, 2), "picks": _rows_of(picks, one.hits[one.hits >= 0].tolist()),
        }
        for e, others in enumerate(alternatives(found)) for one in others
    ]  # fmt: skip


def _unresolved(found: Located, sensors: Sensors, picks: Picks) -> list[Row]:
    return [
        {
            "t0": moment(picks, one.t0), **_place(sensors, one.x, one.y), "n_picks": len(one.picks),
            "picks": _rows_of(picks, one.picks), "reason": one.reason,
        }
        for one in found.unresolved
    ]  # fmt: skip


def _assignments(found: Located, picks: Picks) -> list[Row]:
    event = np.full(picks.rows, -1, np.int64)
    p = np.zeros(picks.rows)
    event[picks.row], p[picks.row] = found.event, found.p
    return [{"pick": k, "event": int(event[k]), "p": round(float(p[k]), 4)} for k in range(picks.rows)]


def _air(found: Located, picks: Picks) -> list[Row]:
    return [
        {
            "t": moment(picks, float(found.air_time[k])), "sound_speed_ms": round(float(air[0]), 4),
            "sound_speed_sigma_ms": round(float(sigma[0]), 4), "wind_east_ms": round(float(air[1]), 4),
            "wind_east_sigma_ms": round(float(sigma[1]), 4), "wind_north_ms": round(float(air[2]), 4),
            "wind_north_sigma_ms": round(float(sigma[2]), 4),
        }
        for k, (air, sigma) in enumerate(zip(found.air, found.air_sigma, strict=True))
    ]  # fmt: skip


def _health(found: Located) -> list[Row]:
    return [
        {
            "sensor": h.sensor, "offset_s": round(h.offset_s, 6), "offset_sigma_s": round(h.offset_sigma_s, 6),
            "p_faulty": round(h.p_faulty, 4), "verdict": h.verdict, "n_picks": h.n_picks, "n_used": h.n_used,
        }
        for h in found.health
    ]  # fmt: skip


ASSIGNMENT_FIELDS = ("pick", "event", "p")
AIR_FIELDS = (
    "t", "sound_speed_ms", "sound_speed_sigma_ms", "wind_east_ms", "wind_east_sigma_ms", "wind_north_ms", "wind_north_sigma_ms",
)  # fmt: skip
HEALTH_FIELDS = ("sensor", "offset_s", "offset_sigma_s", "p_faulty", "verdict", "n_picks", "n_used")


def as_csv(rows: Iterable[Row], fields: Sequence[str]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, fields, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write_answer(found: Answer, directory: Path) -> list[Path]:
    """Write 6.2's files. Returns their paths."""
    directory.mkdir(parents=True, exist_ok=True)
    tables = {
        "events.csv": as_csv(found.events, found.event_fields),
        "assignments.csv": as_csv(found.assignments, ASSIGNMENT_FIELDS),
        "air.csv": as_csv(found.air, AIR_FIELDS),
        "sensors_health.csv": as_csv(found.health, HEALTH_FIELDS),
    }
    for name, text in tables.items():
        (directory / name).write_text(text, encoding="utf-8")
    return [directory / name for name in tables]
