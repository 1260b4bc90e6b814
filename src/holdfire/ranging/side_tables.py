"""Each side's own answer and ranges as files: sides_alone.csv, agreement.csv, ranges.csv and sounds.geojson. Rows and text only."""

import json
import math
from collections.abc import Sequence
from typing import Any

from .answer import Row, moment
from .recordings import CrackRange
from .records import Picks, Sensors
from .region import region_90
from .solve import Located
from .two_sides import Agreement, OneSide

AGREEMENT_FIELDS = (
    "event", "party_a", "party_b", "verdict", "distance_m", "distance_sigma_m", "regions_overlap", "p_agree", "reason",
)  # fmt: skip
RANGE_FIELDS = (
    "sensor", "basis", "heard_at", "interval_s", "range_m", "range_sigma_m", "range_low_m", "range_high_m",
)  # fmt: skip
CRACK_TO_THUMP = "shock wave to muzzle blast"


def alone_fields(sensors: Sensors) -> tuple[str, ...]:
    first, second = place_fields(sensors)
    return (
        "event", "party", "status", "n_picks", first, second, "cov_xx", "cov_xy", "cov_yy", "t0", "t0_sigma_s",
        "distance_m", "agrees_with_joint", "reason",
    )  # fmt: skip


def place_fields(sensors: Sensors) -> tuple[str, str]:
    return ("x_km", "y_km") if sensors.plane.origin is None else ("lat", "lon")


def place_of(sensors: Sensors, x: float, y: float) -> tuple[float, float]:
    import numpy as np

    if sensors.plane.origin is None:
        return round(x / 1000.0, 6), round(y / 1000.0, 6)
    lat, lon = sensors.plane.to_degrees(np.array([x]), np.array([y]))
    return round(float(lat[0]), 7), round(float(lon[0]), 7)


def alone_rows(alone: Sequence[OneSide], sensors: Sensors, picks: Picks) -> list[Row]:
    """A row for each sound and party; cells of what cannot be solved are empty and the reason is stated."""
    first, second = place_fields(sensors)
    rows: list[Row] = []
    for of in alone:
        row: Row = dict.fromkeys(alone_fields(sensors))
        row |= {
            "event": of.event,
            "party": of.party,
            "status": of.status,
            "n_picks": of.n_picks,
            "reason": of.reason,
        }
        if of.is_solved:
            one, two = place_of(sensors, of.x, of.y)
            row |= {
                first: one, second: two, "cov_xx": round(float(of.cov[0, 0]), 4), "cov_xy": round(float(of.cov[0, 1]), 4),
                "cov_yy": round(float(of.cov[1, 1]), 4), "t0": moment(picks, of.t0), "t0_sigma_s": round(of.t0_sigma, 6),
                "distance_m": round(of.distance_m, 2), "agrees_with_joint": "yes" if of.agrees else "no",
            }  # fmt: skip
        rows.append(row)
    return rows


def known(value: float, digits: int) -> float | None:
    return None if math.isnan(value) else round(value, digits)


def agreement_rows(agreements: Sequence[Agreement]) -> list[Row]:
    return [
        {
            "event": of.event, "party_a": of.party_a, "party_b": of.party_b, "verdict": of.verdict,
            "distance_m": known(of.distance_m, 2), "distance_sigma_m": known(of.sigma_m, 2),
            "regions_overlap": None if of.overlap is None else "yes" if of.overlap else "no",
            "p_agree": known(of.p_agree, 4), "reason": of.reason,
        }
        for of in agreements
    ]  # fmt: skip


def range_rows(ranges: Sequence[CrackRange], sensors: Sensors, picks: Picks) -> list[Row]:
    return [
        {
            "sensor": sensors.names[of.sensor], "basis": CRACK_TO_THUMP, "heard_at": moment(picks, of.cracked_at - picks.epoch),
            "interval_s": round(of.interval_s, 6), "range_m": round(of.metres.metres, 1),
            "range_sigma_m": round(of.metres.sigma_m, 1), "range_low_m": round(of.metres.low_m, 1),
            "range_high_m": round(of.metres.high_m, 1),
        }
        for of in ranges
    ]  # fmt: skip


def sounds_geojson(
    found: Located, sensors: Sensors, picks: Picks, events: Sequence[Row], alone: Sequence[OneSide]
) -> str:
    """Every region that holds a place with 90 %: of all sensors together, then of each party's alone, by sound and party.

    Coordinates are (lon, lat), or (x_km, y_km) where the sensors' are. What cannot be solved has no geometry and a reason.
    """
    by_event: dict[int, list[OneSide]] = {}
    for of in alone:
        by_event.setdefault(of.event, []).append(of)
    features: list[dict[str, Any]] = []
    for e, event in enumerate(events):
        region = region_90(found.x[e], found.y[e], found.cov[e, :2, :2], sensors.plane)
        features.append(
            {"type": "Feature", "properties": {"solution": "all sensors", **event}, "geometry": region}
        )
        for row, side in zip(
            alone_rows(by_event.get(e, []), sensors, picks), by_event.get(e, []), strict=True
        ):
            region_of = region_90(side.x, side.y, side.cov, sensors.plane) if side.is_solved else None
            stated = {key: value for key, value in row.items() if value is not None}
            features.append(
                {
                    "type": "Feature",
                    "properties": {"solution": f"{side.party}'s sensors alone", **stated},
                    "geometry": region_of,
                }
            )
    return (
        json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=1) + "\n"
    )
