# ruff: noqa: DTZ001 - the register holds naive UTC
"""The origin stage through its tables: on the example's claims, and on registers of a few rows."""

import json
from datetime import datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from tests.origin.claims import incident, register_from_claims, statement

from holdfire.model.case import Case, open_case
from holdfire.model.register import fetch_dicts, insert_rows, open_register, register_digest
from holdfire.model.stage import Run
from holdfire.origin.stage import STAGE


@pytest.fixture(scope="module")
def case() -> Case:
    return open_case(Path(str(resources.files("holdfire.data").joinpath("tavush_2020"))))


@pytest.fixture(scope="module")
def example(shared: Path, case: Case) -> Any:
    db = register_from_claims(shared / "cases" / "tavush-2020" / "claims.csv")
    STAGE.run(db, case, Run())
    return db


def small(case: Case, rows: list[dict[str, Any]], **fields: Any) -> dict[str, Any]:
    """The posterior row of one incident made of these statements."""
    db = open_register(":memory:")
    insert_rows(db, "statement", rows)
    insert_rows(db, "incident", [incident("inc-1", rows, **fields)])
    insert_rows(
        db,
        "member",
        [
            {
                "incident_id": "inc-1",
                "report_id": r["statement_id"],
                "p_member": 0.9,
                "share": 1.0,
                "why": "t",
            }
            for r in rows
        ],
    )
    STAGE.run(db, case, Run())
    (row,) = fetch_dicts(db, "select * from origin_posterior")
    row["p_side"] = json.loads(row["p_side"])
    row["db"] = db
    return row


def test_every_incident_of_the_example_cannot_say_and_says_why(example: Any) -> None:
    rows = fetch_dicts(example, "select * from origin_posterior order by incident_id")
    assert len(rows) == example.execute("select count(*) from incident").fetchone()[0] > 60
    assert {row["verdict"] for row in rows} == {"cannot_say"}
    assert all(row["standard_met"] is None and row["threshold_percent"] == 75 for row in rows)
    for row in rows:
        assert "no bearing, range or located sound ties the fire to a place of origin" in row["reason"], row


def test_no_reason_joins_likelihood_and_confidence(example: Any) -> None:
    from holdfire.origin.verdict import mixed_sentences

    for table in ("origin_posterior", "first_mover"):
        reasons = [row["reason"] for row in fetch_dicts(example, f"select reason from {table} order by all")]
        assert reasons
        assert mixed_sentences(reasons) == []


def test_where_only_one_party_speaks_the_reason_names_whose_word_it_is(example: Any) -> None:
    row = fetch_dicts(
        example,
        "select p.* from origin_posterior p join member m using (incident_id) where m.report_id = 'T021'",
    )[0]
    assert row["reason"].startswith("Only the parties' own words speak (Azerbaijan accuses Armenia)")
    assert json.loads(row["p_side"]) == {"ARM": 0.0, "AZE": 0.0, "undetermined": 1.0}


def test_twelve_july_has_three_accounts_with_their_statements(example: Any) -> None:
    (row,) = fetch_dicts(example, "select * from first_mover where window_id = 'fm-2020-07-12'")
    accounts = json.loads(row["accounts"])
    by_key = {(a["party"], a["accused"], a["act"]): a for a in accounts}
    assert {"T001", "T002"} <= set(by_key["ARM", "AZE", "attack"]["statements"])
    assert {"T003", "T004"} <= set(by_key["AZE", "ARM", "attack"]["statements"])
    assert {"T026", "T124"} <= set(by_key[None, "ARM", "before"]["statements"])
    assert "T011" not in by_key["ARM", "AZE", "attack"]["statements"], "resumed at 23:00: a later act"
    assert row["verdict"] == "cannot_say"
    p_first = json.loads(row["p_first"])
    assert p_first == {"ARM": 0.0, "AZE": 0.0, "cannot_say": 1.0}, (
        "words on who fired are none on who fired first"
    )
    assert "relative to" in row["reason"]
    assert row["window_start"] == datetime(2020, 7, 11, 20, 0)


def test_the_run_up_is_in_order(example: Any) -> None:
    rows = fetch_dicts(example, "select * from run_up where window_id = 'fm-2020-07-12' order by seq")
    assert [r["earliest"] for r in rows] == sorted(r["earliest"] for r in rows)
    assert {"T001", "T003"} <= {r["statement_id"] for r in rows}


def test_two_runs_give_the_same_rows(example: Any, case: Case) -> None:
    before = register_digest(example, STAGE.writes)
    STAGE.run(example, case, Run())
    assert register_digest(example, STAGE.writes) == before


def test_the_suspended_monitoring_says_nothing(example: Any) -> None:
    rows = fetch_dicts(example, "select * from negative_finding where incident_id like 'inc-2020-07-12%'")
    assert rows
    assert {row["p_detect"] for row in rows} == {0.0}
    assert "was not operating" in rows[0]["says"]


def test_both_ministries_are_learned_alike(example: Any) -> None:
    rows = fetch_dicts(
        example,
        "select * from source_reliability where source_id in ('arm-mod', 'aze-mod') order by source_id",
    )
    assert rows[0]["reliability"] == rows[1]["reliability"] == pytest.approx(0.55)


def test_an_admission_counts_but_names_no_side_by_itself(case: Case) -> None:
    row = small(
        case,
        [
            statement("s1", speaker_party="AZE", accused_party="AZE"),
            statement("s2", speaker_party="ARM", accused_party="AZE"),
        ],
    )
    assert row["verdict"] == "cannot_say"
    assert row["p_side"]["AZE"] > 0.5
    assert row["p_side"]["ARM"] == 0.0
    (said,) = fetch_dicts(row["db"], "select * from contribution")
    assert (said["evidence_id"], said["about"]) == ("s1", "AZE")
    (refused,) = fetch_dicts(row["db"], "select * from refused_evidence")
    assert refused["evidence_id"] == "s2"
    assert "no evidence of origin" in refused["reason"]


def test_a_denial_moves_nothing(case: Case) -> None:
    row = small(case, [statement("s1", speaker_party="AZE", kind="denial", negated=True)])
    assert row["p_side"] == {"ARM": 0.0, "AZE": 0.0, "undetermined": 1.0}
    assert "Azerbaijan denies having fired" in row["reason"]


def test_two_witnesses_of_a_third_party_name_a_side(case: Case) -> None:
    seen = [
        statement(
            f"s{n}",
            speaker=f"observer {n}",
            speaker_party="OSCE",
            accused_party="ARM",
            means="saw",
            source_id="osce-mg",
        )
        for n in (1, 2)
    ]
    row = small(case, seen)
    assert (row["verdict"], row["standard_met"]) == ("ARM", "clear_and_convincing")
    one_voice = small(case, [{**s, "speaker": "one observer"} for s in seen])
    assert one_voice["verdict"] == "cannot_say", "copies are one voice"


def test_an_observers_sector_of_outgoing_fire_deep_in_held_ground_names_the_side(case: Case) -> None:
    post = statement(
        "s1",
        speaker_party="OSCE",
        means="heard",
        description="outgoing",
        sector_bearing_deg=270.0,
        sector_half_width_deg=22.5,
        sector_low_km=1.0,
        sector_high_km=3.0,
        observer_lat=40.90,
        observer_lon=45.25,
        source_id="osce-mg",
    )
    row = small(case, [post])
    assert row["verdict"] == "ARM"
    assert row["p_side"]["ARM"] > 0.9
    assert json.loads(row["region_90"])["type"] in ("Polygon", "MultiPolygon")
    assert json.loads(row["line_sensitivity"])[0]["asserted_by"] == "derived"
    own = small(case, [{**post, "speaker_party": "AZE"}])
    assert own["verdict"] == "cannot_say", "a party's own observation is that party's word"
    at_the_line = small(case, [{**post, "observer_lon": 45.52}])
    assert at_the_line["verdict"] == "cannot_say"
    assert "uncertainty of 6641 m" in at_the_line["reason"]


def test_a_located_shot_carries_its_side_and_an_explosion_does_not(case: Case) -> None:
    for kind, expected in (("shot", "AZE"), ("explosion", "cannot_say")):
        db = open_register(":memory:")
        at = datetime(2020, 7, 12, 9, 0)
        row = statement(
            "s1", speaker_party="AZE", accused_party="ARM", earliest=at, latest=at + timedelta(minutes=5)
        )
        insert_rows(db, "statement", [row])
        insert_rows(
            db,
            "sound_event",
            [
                {
                    "event_id": "ev-1",
                    "exhibit_id": "ex-1",
                    "fired_at": at,
                    "fired_sigma_s": 0.1,
                    "lat": 40.95,
                    "lon": 45.80,
                    "cov_xx_m2": 1e4,
                    "cov_xy_m2": 0.0,
                    "cov_yy_m2": 1e4,
                    "n_picks": 6,
                    "p_real": 0.98,
                    "kind": kind,
                    "known_at": at,
                }
            ],
        )
        insert_rows(db, "incident", [incident("inc-1", [row])])
        insert_rows(
            db,
            "member",
            [
                {"incident_id": "inc-1", "report_id": r, "p_member": 0.9, "share": 1.0, "why": "t"}
                for r in ("s1", "ev-1")
            ],
        )
        STAGE.run(db, case, Run())
        (found,) = fetch_dicts(db, "select * from origin_posterior")
        assert found["verdict"] == expected, found


def test_a_silent_post_moves_the_side_of_a_sector_that_spans_the_line(case: Case) -> None:
    from dataclasses import replace
    from datetime import UTC

    from holdfire.model.case import CoverageInterval

    near = tuple(replace(area, uncertainty_m=100.0) for area in case.territory)
    heard = statement(
        "s1",
        speaker_party="OSCE",
        means="heard",
        description="outgoing",
        kind="mortar",
        sector_bearing_deg=90.0,
        sector_half_width_deg=22.5,
        sector_low_km=1.0,
        sector_high_km=6.0,
        observer_lat=40.96,
        observer_lon=45.50,
        source_id="osce-mg",
        earliest=datetime(2020, 7, 12, 9, 0),
        latest=datetime(2020, 7, 12, 9, 0),
    )
    at = datetime(2020, 7, 12, 0, 0, tzinfo=UTC)
    post = CoverageInterval(
        "post-east",
        "the eastern post",
        40.96,
        45.56,
        "patrol",
        at,
        at.replace(hour=23),
        "operational",
        {"mortar": (3.0, 0.95)},
        None,
    )
    without = small(replace(case, territory=near, coverage=()), [heard])
    told = small(replace(case, territory=near, coverage=(post,)), [heard])
    assert told["p_side"] != without["p_side"]
    assert told["p_side"]["AZE"] < without["p_side"]["AZE"], (
        "a mortar on its side, near the post, would have been heard"
    )
    says = [row["says"] for row in fetch_dicts(told["db"], "select says from contribution order by seq")]
    assert any("nothing came from the eastern post" in line for line in says)
