"""The press's own statements against the register: what is computed, with its error, and what is left undecided."""

import json
import math
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfire.model.case import Case
from holdfire.model.lines import LineVersion
from holdfire.model.places import destination, distance_m
from holdfire.report.claims_check import (
    Sentence,
    check_ceasefire,
    check_distance,
    check_rank,
    check_said,
    distance_to_line_m,
)


def _sentence(text: str, exhibit_id: str = "ex-1") -> Sentence:
    return Sentence(exhibit_id, 0, len(text), text, "somebody", None)


def _line(kind: str, uncertainty_m: float, lat: float) -> LineVersion:
    return LineVersion(
        f"{kind}-{lat}", kind, "derived", None, None, uncertainty_m, (((45.0, lat), (46.0, lat)),)
    )


DISTANCES = [
    # the case's one post lies at 40.9302: 15.5 km south of a corridor along 41.07
    ("an old post 15 km from the export pipelines", 6000.0, "consistent"),
    (
        "an old post 15 kilometers from the export pipelines",
        100.0,
        "consistent",
    ),  # the post's own 1.5 km leave room
    ("an old post 40 km from the export pipelines", 6000.0, "inconsistent"),
    ("Stone Post, 15.5 km from the pipeline", 6000.0, "consistent"),
    (
        "Upper Mill lies 15 km from the pipeline",
        100.0,
        "inconsistent",
    ),  # 17.6 km, and named: no other place is tried
]


@pytest.mark.parametrize(("text", "uncertainty_m", "verdict"), DISTANCES)
def test_a_stated_distance_is_held_against_the_geography(
    text: str, uncertainty_m: float, verdict: str, case: Case
) -> None:
    checked = check_distance(_sentence(text), case, [_line("pipeline_corridor", uncertainty_m, 41.07)])
    assert checked is not None
    assert checked.verdict == verdict
    measured = checked.computed["measured"][0]
    assert measured["error_km"] >= round(uncertainty_m / 1000, 1)


def test_every_line_of_the_kind_is_measured_and_named(case: Case) -> None:
    lines = [
        _line("pipeline_corridor", 6000.0, 41.07),
        _line("pipeline_corridor", 8000.0, 41.2),
        _line("state_border", 1.0, 41.0),
    ]
    checked = check_distance(_sentence("a post 15 km from the pipelines"), case, lines)
    assert checked is not None
    assert [m["line"] for m in checked.computed["measured"]] == [
        "pipeline_corridor-41.07",
        "pipeline_corridor-41.2",
    ]


def test_a_distance_without_a_place_or_a_line_is_not_decidable(case: Case) -> None:
    nowhere = check_distance(
        _sentence("a house 15 km from the pipelines"), case, [_line("pipeline_corridor", 1.0, 41.0)]
    )
    no_line = check_distance(
        _sentence("a post 15 km from the line of contact"), case, [_line("pipeline_corridor", 1.0, 41.0)]
    )
    assert nowhere is not None
    assert no_line is not None
    assert nowhere.verdict == no_line.verdict == "not_decidable"


@pytest.mark.parametrize(
    "text", ["15 rounds fell near the pipeline", "the front is 10 km wide", "a post far from the pipeline"]
)
def test_a_sentence_without_a_stated_distance_to_a_line_is_not_checked(text: str, case: Case) -> None:
    assert check_distance(_sentence(text), case, [_line("pipeline_corridor", 1.0, 41.0)]) is None


@given(st.floats(40.2, 41.8), st.floats(45.2, 45.8))
def test_the_distance_to_a_line_is_that_of_its_nearest_point(lat: float, lon: float) -> None:
    line = _line("x", 0.0, 41.0)
    slow = min(
        distance_m(lat, lon, 41.0, 45.0 + i / 2000) for i in range(2001)
    )  # the obvious twin: walk along it
    assert distance_to_line_m(lat, lon, line) == pytest.approx(slow, rel=0.003, abs=60)


def test_a_place_on_the_line_is_at_no_distance() -> None:
    lat, lon = destination(41.0, 45.5, 0.0, 0.0)
    assert distance_to_line_m(lat, lon, _line("x", 0.0, 41.0)) == pytest.approx(0.0, abs=1.0)
    assert math.isinf(distance_to_line_m(lat, lon, LineVersion("e", "x", "d", None, None, 0.0, ())))


RANKS = [
    ("the second largest breach since 1994", True),
    ("the second largest violation of the 1994 ceasefire after the 2016 clashes", True),
    ("the first such fighting in the past 26 years", True),
    ("the gravest violations since 2016", True),
    ("the first shell fell at noon", False),
    ("most people left the village", False),
]


@pytest.mark.parametrize(("text", "is_rank"), RANKS)
def test_a_rank_over_years_is_not_decidable_from_one_case(text: str, is_rank: bool, case: Case) -> None:
    checked = check_rank(_sentence(text), case)
    assert (checked is not None) == is_rank
    if checked is not None:
        assert checked.verdict == "not_decidable"
        assert "1 May 2021 to 3 May 2021" in checked.reason


def _fire(day: int, kind: str = "artillery") -> dict[str, object]:
    return {
        "kind": kind,
        "negated": False,
        "modality": "asserted",
        "day": date(2021, 5, day),
        "exhibit_id": "ex-2",
        "quote": "",
        "speaker": "",
    }


def test_a_ceasefire_that_was_followed_by_less_fire_is_compatible(case: Case) -> None:
    checked = check_ceasefire(
        _sentence("A ceasefire from 2 May was agreed"), case, [_fire(1)] * 8 + [_fire(3, "small_arms")], 2
    )
    assert checked is not None
    assert checked.verdict == "consistent"
    assert (checked.computed["of_heavy_weapons_before"], checked.computed["of_heavy_weapons_after"]) == (8, 0)
    assert "2 pairs of statements exclude each other" in checked.reason


def test_a_ceasefire_that_was_followed_by_as_much_heavy_fire_is_not(case: Case) -> None:
    checked = check_ceasefire(
        _sentence("The truce since May 2 held"), case, [_fire(1)] * 4 + [_fire(3)] * 4, 0
    )
    assert checked is not None
    assert checked.verdict == "inconsistent"


def test_a_ceasefire_without_any_statement_of_fire_is_not_decidable(case: Case) -> None:
    checked = check_ceasefire(_sentence("A ceasefire from 2 May was agreed"), case, [], 0)
    assert checked is not None
    assert checked.verdict == "not_decidable"


def test_a_ceasefire_outside_the_period_is_not_this_registers(case: Case) -> None:
    assert check_ceasefire(_sentence("A ceasefire from 12 June was agreed"), case, [], 0) is None


def test_a_call_is_found_in_another_document_and_not_in_its_own() -> None:
    text = "Petrov called for an international mechanism to investigate breaches"
    there = {
        "statement_id": "st-9",
        "exhibit_id": "ex-9",
        "speaker": "Petrov",
        "quote": "a mechanism to investigate is needed",
    }
    found = check_said(_sentence(text), [there])
    own = check_said(_sentence(text), [{**there, "exhibit_id": "ex-1"}])
    assert found is not None
    assert own is not None
    assert (found.verdict, own.verdict) == ("consistent", "not_decidable")
    assert found.computed["statements"] == ["st-9"]


def test_the_stage_checks_the_page_and_never_a_reader_or_a_party(register: duckdb.DuckDBPyConnection) -> None:
    rows = register.execute(
        "select verdict, speaker, says, computed from checked_claim order by check_id"
    ).fetchall()
    checks = {
        json.loads(computed)["check"]: (verdict, speaker)
        for verdict, speaker, _says, computed in rows
        if computed
    }
    assert checks == {
        "distance": ("consistent", "Ivan Petrov"),
        "rank": ("not_decidable", "Ivan Petrov"),
        "ceasefire": ("consistent", "Ivan Petrov"),
        "said": ("not_decidable", "Ivan Petrov"),
    }
    comments = [row for row in rows if row[0] == "reader_comment"]
    assert [row[2] for row in comments] == ["It was all the fault of one side, as everybody knows."]
    assert not any("mortar rounds" in row[2] for row in rows)


def test_the_stage_run_twice_gives_the_same_rows(register: duckdb.DuckDBPyConnection, case: Case) -> None:
    from holdfire.model.register import table_digest
    from holdfire.model.stage import Run
    from holdfire.report.stage import STAGE

    before = table_digest(register, "checked_claim")
    STAGE.run(register, case, Run())
    assert table_digest(register, "checked_claim") == before


def test_the_seed_pages_statements_are_checked_and_its_reader_is_not(shared: Path) -> None:
    """The real page beside the repository, against the worked example's geography and period."""
    from holdfire.data import example_dir
    from holdfire.intake.split import split
    from holdfire.model.case import open_case
    from holdfire.model.register import insert_rows, open_register
    from holdfire.model.stage import Run
    from holdfire.report.stage import STAGE

    path = next((shared / "cases" / "tavush-2020" / "pages").glob("000_*.txt"))
    document = split(path.read_bytes(), path.name)
    case = open_case(example_dir())
    media = next(s.source_id for s in case.sources.values() if s.kind.value == "media")
    db = open_register(":memory:")
    insert_rows(db, "exhibit", [{"exhibit_id": "ex-seed", "sha256": "0" * 64, "byte_count": 1, "media_type": "text/plain", "source_id": media,
                                 "acquired_at": "2020-08-22", "status": "read", "reader": "plain_text"}])  # fmt: skip
    insert_rows(db, "text_layer", [{"exhibit_id": "ex-seed", "body": document.text, "sha256": "0"}])
    insert_rows(db, "block", [{"block_id": f"b{n}", "exhibit_id": "ex-seed", "seq": n, "role": str(b.role), "start_char": b.start, "end_char": b.end}
                              for n, b in enumerate(document.blocks)])  # fmt: skip
    STAGE.run(db, case, Run())
    rows = db.execute(
        "select verdict, says, computed from checked_claim order by start_char, check_id"
    ).fetchall()
    checks = {
        json.loads(computed)["check"]: (verdict, json.loads(computed))
        for verdict, _says, computed in rows
        if computed
    }
    assert checks["distance"][0] == "consistent"
    corridors = {m["line"]: (m["km"], m["error_km"]) for m in checks["distance"][1]["measured"]}
    assert corridors["corridor-btc-scp"] == pytest.approx(
        (16.8, 6.2), abs=0.1
    )  # seed-claims.toml: 16.8 km, +-6 km
    assert checks["rank"][0] == "not_decidable"
    assert checks["ceasefire"][0] == "not_decidable"  # the page alone tells of no fire
    comments = [says for verdict, says, _ in rows if verdict == "reader_comment"]
    assert comments
    assert not any(verdict != "reader_comment" and "throwing a bone" in says for verdict, says, _ in rows)
