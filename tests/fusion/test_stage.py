"""Statements in, incidents out: the stage through its tables, on the worked example's claims and on small made cases."""

import csv
import importlib.util
import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from holdfire.fusion.stage import STAGE, WRITES
from holdfire.model.case import Case, open_case
from holdfire.model.register import fetch_dicts, open_register, table_digest
from holdfire.model.stage import Run

_spec = importlib.util.spec_from_file_location("fusion_claims", Path(__file__).with_name("claims.py"))
assert _spec is not None
assert _spec.loader is not None
claims: Any = importlib.util.module_from_spec(_spec)
sys.modules["fusion_claims"] = claims
_spec.loader.exec_module(claims)

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "src/holdfire/data/tavush_2020"
DAY = date(2020, 7, 14)


@pytest.fixture(scope="session")
def case() -> Case:
    return open_case(EXAMPLE)


def linked(case: Case, rows: list[dict[str, Any]]) -> duckdb.DuckDBPyConnection:
    db = open_register(":memory:")
    claims.insert(db, rows)
    STAGE.run(db, case, Run())
    return db


@pytest.fixture(scope="session")
def example(case: Case, shared: Path) -> duckdb.DuckDBPyConnection:
    return linked(case, claims.statements_of_claims(shared / "cases/tavush-2020/claims.csv"))


@pytest.fixture(scope="session")
def groups(shared: Path) -> dict[str, str]:
    with (shared / "cases/tavush-2020/claims.csv").open(encoding="utf-8") as file:
        return {row["id"]: row["group"] for row in csv.DictReader(file)}


def incident_of(db: duckdb.DuckDBPyConnection, report: str) -> str | None:
    found = db.execute(
        "select incident_id from member where report_id = ? and share = 1.0", [report]
    ).fetchone()
    return None if found is None else str(found[0])


def at(place_id: str, case: Case, hour: float, **given: Any) -> dict[str, Any]:
    """A statement about a place of the case at an hour of 14 July."""
    place = case.places[place_id]
    where = {"name": place.name, "place_id": place_id, "role": "hit", "lat": place.lat, "lon": place.lon,
             "radius_m": place.precision_m, "span": [0, 0]}  # fmt: skip
    return claims.statement(
        places=json.dumps([where]), lat=place.lat, lon=place.lon, radius_m=place.precision_m,
        occurred_earliest=claims.local(DAY, hour), occurred_latest=claims.local(DAY, hour + 0.5), time_precision="quarter_hour",
        **given,
    )  # fmt: skip


def test_both_sides_claims_of_the_twelfth_join_under_their_two_names(
    example: duckdb.DuckDBPyConnection,
) -> None:
    # ARM: a post near Movses at 12:30 and 13:45; AZE: Tovuz district from noon
    assert incident_of(example, "T001") == incident_of(example, "T002") == incident_of(example, "T003")
    row = fetch_dicts(
        example, "select * from incident where incident_id = ?", [incident_of(example, "T001")]
    )[0]
    assert row["parties_speaking"] == ["ARM", "AZE"]


def test_aghdam_city_stays_apart_from_aghdam_village(example: duckdb.DuckDBPyConnection) -> None:
    labels = fetch_dicts(example, "select incident_id, place_label from incident order by incident_id")
    assert any("Aghdam (city)" in row["place_label"] for row in labels)
    assert not any(
        "Aghdam (city)" in row["place_label"] and "Aghdam (Tovuz)" in row["place_label"] for row in labels
    )


def test_two_villages_across_the_line_at_one_hour_are_one_incident(case: Case) -> None:
    rows = [
        at("movses", case, 5.0, statement_id="a", speaker_party="ARM", accused_party="AZE"),
        at("agdam-tovuz", case, 5.25, statement_id="b", speaker_party="AZE", accused_party="ARM"),
        at("aghdam-city", case, 5.25, statement_id="c", speaker_party="AZE", accused_party="ARM"),
    ]
    db = linked(case, rows)
    assert incident_of(db, "a") == incident_of(db, "b") != incident_of(db, "c")
    label = fetch_dicts(db, "select place_label from incident where incident_id = ?", [incident_of(db, "a")])[
        0
    ]
    assert label["place_label"] == "Aghdam (Tovuz) / Movses"


@pytest.mark.parametrize(
    ("topic", "left", "right"),
    [
        ("occurred_or_not", "T019", "T020"),  # Chinari
        ("killed", "T040", "T041"),  # a civilian of Aghdam
        ("occurred_or_not", "T048", "T051"),  # a UAV shot down, and all UAVs in service
        ("occurred_or_not", "T049", "T051"),
        ("killed", "T033", "T036"),  # a hundred dead, or two
        ("ceasefire_start", "T072", "T092"),
        ("occurred_or_not", "T083", "T084"),  # a tank destroyed, and all tanks intact
        ("wounded", "T081", "T082"),
    ],
)
def test_a_planted_contradiction_is_found(
    example: duckdb.DuckDBPyConnection, topic: str, left: str, right: str
) -> None:
    found = example.execute(
        "select says from contradiction where topic = ? and left_id = ? and right_id = ?",
        [topic, left, right],
    ).fetchall()
    assert len(found) == 1


def test_each_sides_account_of_the_start_is_set_against_the_others(
    example: duckdb.DuckDBPyConnection, groups: dict[str, str]
) -> None:
    rows = fetch_dicts(
        example, "select left_id, right_id, says from contradiction where topic = 'who_started'"
    )
    start = [r for r in rows if groups[r["left_id"]] == groups[r["right_id"]] == "start"]
    assert any("T003" in (r["left_id"], r["right_id"]) for r in start)
    assert all("ARM says that AZE" in r["says"] and "AZE says that ARM" in r["says"] for r in start)


def test_calm_sums_over_days_and_opinions_make_no_incident(example: duckdb.DuckDBPyConnection) -> None:
    for of_no_incident in ("T013", "T071", "T094", "T093", "T098", "T122", "T129"):
        assert incident_of(example, of_no_incident) is None


def test_a_denial_alone_makes_no_incident(case: Case) -> None:
    db = linked(
        case,
        [at("chinari", case, 9.0, statement_id="a", speaker_party="AZE", kind="denial", modality="denied")],
    )
    assert db.execute("select count(*) from incident").fetchone() == (0,)


def test_harm_joins_the_shelling_that_it_speaks_of(example: duckdb.DuckDBPyConnection) -> None:
    assert incident_of(example, "T040") == incident_of(example, "T041") == incident_of(example, "T042")


def test_every_member_says_why_it_was_joined(example: duckdb.DuckDBPyConnection) -> None:
    whys = [row["why"] for row in fetch_dicts(example, "select why from member")]
    assert all(whys)
    assert any("dB" in why for why in whys)


def test_the_terms_of_a_pair_add_up_to_its_log_odds(example: duckdb.DuckDBPyConnection) -> None:
    for row in fetch_dicts(example, "select llr, terms from candidate_pair"):
        assert abs(sum(json.loads(row["terms"]).values()) - row["llr"]) < 1e-3


def test_two_runs_give_the_same_rows(case: Case, shared: Path) -> None:
    rows = claims.statements_of_claims(shared / "cases/tavush-2020/claims.csv")[:60]
    one, two = linked(case, rows), linked(case, rows[::-1])
    STAGE.run(two, case, Run())  # and a second time over its own tables
    for table in WRITES:
        assert table_digest(one, table) == table_digest(two, table), table


def test_an_incident_keeps_its_id_when_more_is_known(case: Case) -> None:
    first = [
        at(
            "movses",
            case,
            5.0,
            statement_id="a",
            speaker_party="ARM",
            accused_party="AZE",
            known_at=datetime.fromisoformat("2020-07-14T09:00"),
        )
    ]
    later = [
        at(
            "agdam-tovuz",
            case,
            4.0,
            statement_id="b",
            speaker_party="AZE",
            kind="mortar",
            known_at=datetime.fromisoformat("2020-07-16T09:00"),
        ),
        at(
            "koti",
            case,
            1.0,
            statement_id="c",
            speaker_party="ARM",
            known_at=datetime.fromisoformat("2020-07-16T09:00"),
        ),
    ]
    before = incident_of(linked(case, first), "a")
    db = linked(case, first + later)
    assert incident_of(db, "a") == before == "inc-2020-07-14-001"
    changes = fetch_dicts(
        db, "select change from incident_event where incident_id = ? order by happened_at", [before]
    )
    assert changes[0]["change"] == "created"


def test_a_reviewers_split_and_join_outlive_linking(case: Case) -> None:
    rows = [
        at("movses", case, 5.0, statement_id="a", speaker_party="ARM", accused_party="AZE"),
        at("movses", case, 5.1, statement_id="b", speaker="RFE", accused_party="AZE"),
        at("koti", case, 5.0, statement_id="c", speaker_party="ARM", accused_party="AZE"),
    ]
    assert incident_of(linked(case, rows), "a") == incident_of(linked(case, rows), "b")
    db = open_register(":memory:")
    claims.insert(db, rows)
    for index, body in enumerate([{"what": "split", "reports": ["a", "b"], "reason": "two salvos"},
                                  {"what": "join", "reports": ["a", "c"], "reason": "one salvo"}]):  # fmt: skip
        db.execute(
            "insert into log_entry values (?, 'review', ?, null, 'r', null, '{}', ?)",
            [index, str(index), json.dumps(body)],
        )
    STAGE.run(db, case, Run())
    assert incident_of(db, "a") == incident_of(db, "c") != incident_of(db, "b")


def test_a_denial_without_a_place_is_a_member_of_what_it_denies(case: Case) -> None:
    denial = claims.statement(
        statement_id="d", speaker_party="AZE", accused_party="AZE", kind="denial", modality="denied", negated=True,
        weapon="mortar", occurred_earliest=claims.local(DAY, 0), occurred_latest=claims.local(DAY, 24), time_precision="day",
    )  # fmt: skip
    told = at("chinari", case, 9.0, statement_id="a", speaker_party="ARM", accused_party="AZE", kind="mortar")
    db = linked(case, [told, denial])
    assert incident_of(db, "a") == incident_of(db, "d")
    row = fetch_dicts(db, "select parties_speaking, n_voices, status, p_exists from incident")[0]
    assert row["parties_speaking"] == ["ARM", "AZE"]
    assert row["n_voices"] == 2
    assert row["status"] == "contradicted"
    alone = fetch_dicts(linked(case, [told]), "select p_exists from incident")[0]
    assert 0.8 < row["p_exists"] < alone["p_exists"]


def test_nobody_harmed_and_a_civilian_killed_contradict_each_other_though_one_party_says_both(
    case: Case,
) -> None:
    rows = [
        at(
            "agdam-tovuz",
            case,
            6.0,
            statement_id="a",
            speaker_party="AZE",
            kind="casualty",
            killed='{"CIV": 1}',
        ),
        at(
            "agdam-tovuz",
            case,
            6.1,
            statement_id="b",
            speaker_party="AZE",
            kind="casualty",
            negated=True,
            killed='{"AZE": 0}',
        ),
    ]
    db = linked(case, rows)
    assert db.execute("select topic, left_id, right_id from contradiction").fetchall() == [
        ("killed", "a", "b")
    ]


def test_an_area_with_an_hour_joins_by_its_hour_and_a_uav_does_not_join_a_shelling(case: Case) -> None:
    rows = [
        at("movses", case, 6.0, statement_id="a", speaker_party="ARM", accused_party="AZE", kind="mortar"),
        at("movses", case, 18.0, statement_id="b", speaker_party="ARM", accused_party="AZE", kind="mortar"),
        at(
            "tovuz-district",
            case,
            17.5,
            statement_id="c",
            speaker_party="AZE",
            accused_party="ARM",
            kind="mortar",
        ),
        at(
            "tovuz-district",
            case,
            17.5,
            statement_id="d",
            speaker_party="AZE",
            accused_party="ARM",
            kind="uav",
        ),
    ]
    db = linked(case, rows)
    assert incident_of(db, "b") == incident_of(db, "c") != incident_of(db, "a")
    assert incident_of(db, "d") not in (incident_of(db, "a"), incident_of(db, "b"))


def test_a_sum_over_a_night_belongs_to_its_incidents_with_shares(case: Case) -> None:
    rows = [
        at("movses", case, 1.0, statement_id="a", speaker_party="ARM", accused_party="AZE", kind="small_arms"),
        at("aygepar", case, 4.0, statement_id="b", speaker_party="ARM", accused_party="AZE", kind="small_arms"),
        {**at("movses", case, 0.0, statement_id="sum", speaker_party="ARM", accused_party="AZE", kind="small_arms", aggregate=True,
              count=9, unit="violations"), "radius_m": 4000.0, "places": "[]", "occurred_latest": claims.local(DAY, 8)},
    ]  # fmt: skip
    db = linked(case, rows)
    shares = fetch_dicts(
        db, "select incident_id, share from member where report_id = 'sum' order by incident_id"
    )
    assert {row["incident_id"] for row in shares} == {incident_of(db, "a"), incident_of(db, "b")}
    assert abs(sum(row["share"] for row in shares) - 1) < 1e-3
    told = fetch_dicts(db, "select incident_id, n_statements, n_voices from incident order by incident_id")
    assert [(row["n_statements"], row["n_voices"]) for row in told] == [(2, 1), (2, 1)]


def test_the_number_of_statements_is_the_number_that_is_listed(example: duckdb.DuckDBPyConnection) -> None:
    differ = """select incident_id, n_statements, n_detections, count(*) from incident join member using (incident_id)
        group by all having n_statements + n_detections <> count(*)"""
    assert example.execute(differ).fetchall() == []


def test_the_two_parties_may_change_places(case: Case) -> None:
    """Swapping every party for the other, and nothing else, gives the same incidents."""
    rows = [
        at(
            "movses",
            case,
            5.0,
            statement_id="a",
            speaker_party="ARM",
            accused_party="AZE",
            killed='{"ARM": 1}',
        ),
        at("agdam-tovuz", case, 5.25, statement_id="b", speaker_party="AZE", accused_party="ARM"),
        at("chinari", case, 9.0, statement_id="c", speaker_party="ARM", accused_party="AZE"),
    ]
    swap = {"ARM": "AZE", "AZE": "ARM"}
    mirrored = [
        {**r, "speaker_party": swap[r["speaker_party"]], "accused_party": swap[r["accused_party"]],
         **({"killed": '{"AZE": 1}'} if r.get("killed") else {})}
        for r in rows
    ]  # fmt: skip
    ours, theirs = linked(case, rows), linked(case, mirrored)
    query = "select incident_id, report_id, p_member from member order by all"
    assert ours.execute(query).fetchall() == theirs.execute(query).fetchall()
    query = "select incident_id, p_exists, status from incident order by all"
    assert ours.execute(query).fetchall() == theirs.execute(query).fetchall()


def test_a_drone_told_to_be_shot_down_is_of_the_flight_that_another_voice_tells(case):
    """Who shot it down accuses nobody else: kind `other`, by itself of no incident; but it was over a place at an hour."""
    place = json.dumps(
        [{"name": "Berd", "place_id": "berd", "role": "hit", "lat": 40.88, "lon": 45.39, "radius_m": 2000}]
    )
    day = {
        "date_start": DAY,
        "date_end": DAY,
        "occurred_earliest": claims.local(DAY, 22),
        "occurred_latest": claims.local(DAY, 23),
        "time_precision": "hour",
        "places": place,
        "lat": 40.88,
        "lon": 45.39,
        "radius_m": 2000.0,
        "weapon": "UAV",
    }
    rows = [
        claims.statement(
            statement_id="st-1", kind="other", speaker_party="ARM", accused_party="ARM", count=1, **day
        ),
        claims.statement(
            statement_id="st-2",
            exhibit_id="ex-2",
            kind="uav",
            speaker_party="RES",
            accused_party="AZE",
            **day,
        ),
    ]
    db = linked(case, rows)
    assert [r["kind"] for r in fetch_dicts(db, "select kind from incident")] == ["uav"]
    assert db.execute("select count(*) from member").fetchone() == (2,)
