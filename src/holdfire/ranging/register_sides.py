"""sound_event_side, sound_event_agreement, sound_event_alternative: other answers for a sound than the joint one."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from holdfire.model.register import insert_rows

from .alternatives import alternatives
from .records import Picks, Sensors
from .region import region_90
from .side_tables import known, place_of
from .solve import Located
from .two_sides import OneSide, agreements

if TYPE_CHECKING:
    import duckdb

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - naive UTC, as the register's columns


def insert_sides(
    db: "duckdb.DuckDBPyConnection",
    ids: Sequence[str],
    alone: Sequence[OneSide],
    sensors: Sensors,
    picks: Picks,
) -> None:
    """Rows of both tables. ids (E,): the event id of each sound."""
    rows = []
    for of in alone:
        row = {
            "event_id": ids[of.event], "party": of.party, "status": of.status, "reason": of.reason, "n_picks": of.n_picks,
            "lat": None, "lon": None, "cov_xx_m2": None, "cov_xy_m2": None, "cov_yy_m2": None, "fired_at": None,
            "fired_sigma_s": None, "distance_m": None, "region_90": None,
        }  # fmt: skip
        if of.is_solved:
            lat, lon = place_of(sensors, of.x, of.y)
            row |= {
                "lat": lat, "lon": lon, "cov_xx_m2": float(of.cov[0, 0]), "cov_xy_m2": float(of.cov[0, 1]),
                "cov_yy_m2": float(of.cov[1, 1]), "fired_at": EPOCH + timedelta(seconds=picks.epoch + of.t0),
                "fired_sigma_s": of.t0_sigma, "distance_m": of.distance_m,
                "region_90": json.dumps(region_90(of.x, of.y, of.cov, sensors.plane)),
            }  # fmt: skip
        rows.append(row)
    insert_rows(db, "sound_event_side", rows)
    pairs = [
        {
            "event_id": ids[of.event], "party_a": of.party_a, "party_b": of.party_b, "verdict": of.verdict,
            "distance_m": known(of.distance_m, 3), "distance_sigma_m": known(of.sigma_m, 3), "regions_overlap": of.overlap,
            "p_agree": known(of.p_agree, 6), "reason": of.reason,
        }
        for of in agreements(list(alone))
    ]  # fmt: skip
    insert_rows(db, "sound_event_agreement", pairs)


def insert_alternatives(
    db: "duckdb.DuckDBPyConnection", ids: Sequence[str], found: Located, sensors: Sensors, picks: Picks
) -> None:
    """Other places that a sound's arrivals allow. ids (E,): the event id of each sound."""
    rows = []
    for e, others in enumerate(alternatives(found)):
        for number, of in enumerate(others):
            lat, lon = place_of(sensors, of.x, of.y)
            rows.append(
                {
                    "event_id": ids[e], "alternative_no": number, "lat": lat, "lon": lon,
                    "fired_at": EPOCH + timedelta(seconds=picks.epoch + of.t0), "p": of.p, "log_evidence": of.log_evidence,
                    "n_picks": int((of.hits >= 0).sum()),
                }
            )  # fmt: skip
    insert_rows(db, "sound_event_alternative", rows)
