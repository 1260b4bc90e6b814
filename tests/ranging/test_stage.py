"""The stage through its tables: picks in record_row, sounds out."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from line import line

from holdfire.model.case import Case, Sensor
from holdfire.model.lines import Area
from holdfire.model.mandate import read_mandate
from holdfire.model.register import fetch_dicts, insert_rows, open_register, table_digest
from holdfire.model.stage import Run
from holdfire.ranging.stage import STAGE

START = datetime(2031, 5, 4, 6, 0, tzinfo=UTC).timestamp()
PACKAGED = Path(__file__).resolve().parents[2] / "src/holdfire/data/tavush_2020"


def degrees(x, y):
    return 41.0 + np.degrees(y / 6_371_008.8), 45.0 + np.degrees(x / (6_371_008.8 * np.cos(np.radians(41.0))))


@pytest.fixture
def made():
    return line(events=12, span=600.0)


@pytest.fixture
def case(made, tmp_path):
    lat, lon = degrees(made.sensors.x, made.sensors.y)
    placed = {
        n: Sensor(n, float(lat[k]), float(lon[k]), 0.0, 0.001, made.sensors.party[k])
        for k, n in enumerate(made.sensors.names)
    }
    mandate = read_mandate(PACKAGED / "mandate.toml")
    corner = [degrees(x, y) for x, y in ((-9e3, 0), (20e3, 0), (20e3, 9e3), (-9e3, 9e3), (-9e3, 0))]
    north = tuple((float(lon), float(lat)) for lat, lon in corner)
    corner = [degrees(x, y) for x, y in ((-9e3, 0), (20e3, 0), (20e3, -9e3), (-9e3, -9e3), (-9e3, 0))]
    south = tuple((float(lon), float(lat)) for lat, lon in corner)
    areas = tuple(
        Area(f"t-{p}", "control", p, "test", None, None, 50.0, ((ring,),))
        for p, ring in (("A", north), ("B", south))
    )
    return Case(tmp_path, mandate, {}, territory=areas, sensors=placed)


def register(made, parts=1):
    db = open_register(":memory:")
    for part in range(parts):
        of = [k for k in range(len(made.picks)) if k % parts == part]
        acquired = datetime(2031, 5, 5 + part)  # noqa: DTZ001 - naive UTC, as the register
        row = {
            "exhibit_id": f"ex-{part}", "sha256": str(part), "byte_count": 1, "media_type": "text/csv", "acquired_at": acquired,
            "status": "structured", "reader": "test",
        }  # fmt: skip
        insert_rows(db, "exhibit", [row])
        rows = [
            {
                "exhibit_id": f"ex-{part}", "row_no": n, "format": "table", "start_char": 0, "end_char": 0,
                "fields": json.dumps(
                    {
                        "t": datetime.fromtimestamp(START + made.picks.t[k], UTC).isoformat(),
                        "sensor": made.sensors.names[made.picks.sensor[k]],
                    }
                ),
            }
            for n, k in enumerate(of)
        ]  # fmt: skip
        insert_rows(db, "record_row", rows)
    return db


def test_sealed_picks_become_detections_and_located_sounds(made, case):
    db = register(made)
    STAGE.run(db, case, Run())
    events = fetch_dicts(db, "select * from sound_event order by fired_at")
    assert 11 <= len(events) <= 13
    lat, lon = degrees(made.truth[:, 0], made.truth[:, 1])
    for event in events:
        gap = np.min(np.hypot((lat - event["lat"]) * 111e3, (lon - event["lon"]) * 84e3))
        assert gap < 6 * np.sqrt(event["cov_xx_m2"] + event["cov_yy_m2"]) + 2
        sides = json.loads(event["p_side"])
        assert sum(sides.values()) == pytest.approx(1.0, abs=2e-3)
        assert json.loads(event["region_90"])["type"] == "Polygon"
    assert db.execute("select count(*) from detection").fetchone() == (len(made.picks),)
    owned = db.execute(
        "select event_id, count(*) from detection where event_id is not null group by 1"
    ).fetchall()
    assert dict(owned) == {event["event_id"]: event["n_picks"] for event in events}
    assert db.execute("select count(*) from sound_event_order where covariance_s2 is null").fetchone() == (0,)
    assert db.execute("select count(*) from sensor_health").fetchone() == (len(made.sensors),)


def test_two_sides_files_of_one_hour_locate_together_and_a_sound_is_known_when_its_last_file_was(made, case):
    one, two = register(made), register(made, parts=2)
    STAGE.run(one, case, Run())
    STAGE.run(two, case, Run())
    place = "select round(lat, 6), round(lon, 6), n_picks from sound_event order by all"
    assert one.execute(place).fetchall() == two.execute(place).fetchall()
    assert two.execute("select count(*) from sound_event where known_at = '2031-05-06'").fetchone()[0] > 0


def test_two_runs_give_the_same_rows(made, case):
    db = register(made)
    STAGE.run(db, case, Run())
    first = [table_digest(db, table) for table in STAGE.writes]
    STAGE.run(db, case, Run())
    assert [table_digest(db, table) for table in STAGE.writes] == first


def test_a_case_without_picks_gives_empty_tables(case):
    db = open_register(":memory:")
    STAGE.run(db, case, Run())
    assert all(db.execute(f"select count(*) from {table}").fetchone() == (0,) for table in STAGE.writes)


def test_picks_in_a_case_without_sensors_are_noted_not_guessed(made, case):
    db = register(made)
    STAGE.run(db, replace(case, sensors={}), Run())
    assert "no sensors.csv" in db.execute("select note from ranging_note").fetchone()[0]
    assert db.execute("select count(*) from sound_event").fetchone() == (0,)


def test_each_sides_own_answer_and_their_agreement_stand_in_the_register(made, case):
    db = register(made)
    STAGE.run(db, case, Run())
    count = db.execute("select count(*) from sound_event").fetchone()[0]
    sides = fetch_dicts(db, "select * from sound_event_side order by event_id, party")
    assert [row["party"] for row in sides] == ["north", "south"] * count
    for row in sides:
        if row["status"] == "cannot be solved":
            assert row["reason"]
            assert row["lat"] is None
            assert row["region_90"] is None
        else:
            assert json.loads(row["region_90"])["type"] == "Polygon"
    pairs = fetch_dicts(db, "select * from sound_event_agreement order by event_id")
    assert len(pairs) == count
    assert {row["verdict"] for row in pairs} <= {"agree", "disagree", "cannot say"}
    for row in pairs:
        assert (
            (row["p_agree"] is None) == (row["verdict"] == "cannot say") == (row["regions_overlap"] is None)
        )
    for event in fetch_dicts(db, "select * from sound_event"):
        assert event["side"] in ("A", "B", "undetermined")
        assert event["side_reason"].startswith("cannot say") == (event["side"] == "undetermined")
        assert set(json.loads(event["sides_alone"])) == {"north", "south"}
    words = [row[0] for row in db.execute("select words from sensor_health").fetchall()]
    assert all(words)
