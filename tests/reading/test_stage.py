"""The stage through its tables: blocks and rows in, statements and unread out; the same rows twice; decisions applied."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from holdfire.model.case import Case, open_case
from holdfire.model.errors import Misuse
from holdfire.model.register import fetch_dicts, insert_rows, open_register, table_digest
from holdfire.model.stage import Run
from holdfire.reading.check import check_pack
from holdfire.reading.corrections import own_pack_path, teach
from holdfire.reading.review import waiting
from holdfire.reading.stage import STAGE

MANDATE = """id = "t"
title = "T"
time_zone = "Asia/Yerevan"
pack = "armenia-azerbaijan"
counting_policies = ["shelling"]
summary = "s"
[[party]]
id = "ARM"
name = "Armenia"
colour = "#7a5195"
pattern = "solid"
[[party]]
id = "AZE"
name = "Azerbaijan"
colour = "#1b7f79"
pattern = "dashed"
[period]
start = 2020-07-12
end = 2020-07-31
[area]
south = 38.8
north = 41.5
west = 44.0
east = 47.6
[[standard]]
breach = "any"
standard = "balance_of_probabilities"
threshold_percent = 51
set_by = ["nobody"]
set_on = 2026-11-01
[publication]
delay_hours = 72
grid_m = 1000
k_anonymity = 3
[[role]]
id = "public"
sees = ["published"]
does = []
[log]
origin = "example/t"
cosigners = ["ARM", "AZE"]
quorum = "all"
"""
SOURCES = "source_id,institution,party,kind,reliability,protected,url,family\narm-mod,Ministry of Defence of Armenia,ARM,ministry,D,,,arm_mod\n"
TEXT = "On 12 July at 12:30 Azerbaijani forces shelled Movses with mortars. Azerbaijani units let fly at a post of the Armenian army with 2 tanks."


@pytest.fixture
def case(tmp_path: Path) -> Case:
    (tmp_path / "mandate.toml").write_text(MANDATE, encoding="utf-8")
    (tmp_path / "sources.csv").write_text(SOURCES, encoding="utf-8")
    return open_case(tmp_path)


@pytest.fixture
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    db = open_register(":memory:")
    moment = datetime(2020, 7, 13, 8, 0)  # noqa: DTZ001 register times are naive UTC
    insert_rows(db, "exhibit", [{
        "exhibit_id": "ex-1", "sha256": "0" * 64, "byte_count": 1, "media_type": "text/plain", "source_id": "arm-mod", "published_at": moment, "acquired_at": moment, "status": "read", "reader": "plain_text",
    }])  # fmt: skip
    insert_rows(db, "text_layer", [{"exhibit_id": "ex-1", "body": TEXT, "sha256": "0" * 64}])
    insert_rows(
        db,
        "block",
        [
            {
                "block_id": "bl-1",
                "exhibit_id": "ex-1",
                "seq": 0,
                "role": "body",
                "start_char": 0,
                "end_char": len(TEXT),
            }
        ],
    )
    yield db
    db.close()


def run(db: duckdb.DuckDBPyConnection, case: Case) -> list[dict[str, Any]]:
    STAGE.run(db, case, Run())
    return fetch_dicts(db, "select * from statement order by start_char")


def test_a_statement_keeps_its_words_its_zone_and_when_it_was_known(
    db: duckdb.DuckDBPyConnection, case: Case
) -> None:
    row = run(db, case)[0]
    assert TEXT[row["start_char"] : row["end_char"]] == row["quote"]
    assert (row["speaker_party"], row["accused_party"], row["kind"], row["block_id"]) == (
        "ARM",
        "AZE",
        "mortar",
        "bl-1",
    )
    assert str(row["occurred_earliest"]) == "2020-07-12 08:30:00"  # 12:30 at +04:00
    assert row["known_at"] == datetime(2020, 7, 13, 8, 0)  # noqa: DTZ001
    assert row["pack"] == "armenia-azerbaijan@1"


def test_two_runs_give_the_same_rows(db: duckdb.DuckDBPyConnection, case: Case) -> None:
    run(db, case)
    first = table_digest(db, "statement"), table_digest(db, "unread")
    run(db, case)
    assert (table_digest(db, "statement"), table_digest(db, "unread")) == first


def test_what_was_not_read_waits_for_a_person_and_a_decision_holds_in_the_next_run(
    db: duckdb.DuckDBPyConnection, case: Case
) -> None:
    before = run(db, case)
    queue = waiting(db)
    assert len(queue) == 1
    assert "let fly" in queue[0]["quote"]
    body = {
        "what": "statement",
        "action": "correct",
        "row": queue[0]["id"],
        "fields": {"kind": "tank", "accused_party": "AZE", "speaker_party": "ARM"},
    }
    insert_rows(
        db,
        "log_entry",
        [
            {
                "log_index": 0,
                "kind": "review",
                "leaf_hash": "00",
                "by_name": "J. Doe",
                "entry": "{}",
                "body": json.dumps(body),
            }
        ],
    )
    after = run(db, case)
    assert len(after) == len(before) + 1
    added = next(row for row in after if row["rule"] == "review")
    assert (added["kind"], added["accused_party"], added["reviewed_by"]) == ("tank", "AZE", "J. Doe")
    assert not waiting(db)


def test_a_dismissed_row_waits_no_longer_even_where_the_web_form_says_so(
    db: duckdb.DuckDBPyConnection, case: Case
) -> None:
    run(db, case)
    row = waiting(db)[0]["id"]
    insert_rows(
        db,
        "log_entry",
        [
            {
                "log_index": 0,
                "kind": "review",
                "leaf_hash": "00",
                "by_name": "R",
                "entry": "{}",
                "body": json.dumps({"what": "dismiss", "subject": row}),
            }
        ],
    )
    run(db, case)
    assert not waiting(db)


def test_a_correction_becomes_a_pack_row_and_a_case_and_the_sentence_is_read(
    db: duckdb.DuckDBPyConnection, case: Case
) -> None:
    run(db, case)
    quote = waiting(db)[0]["quote"]
    path = teach(
        case.root,
        "armenia-azerbaijan",
        category="fire",
        phrase="let fly",
        text=quote,
        expect={"kind": "tank", "accused_party": "AZE"},
        published=None,
        name="c1",
    )
    assert path == own_pack_path(case.root, "armenia-azerbaijan")
    report = check_pack(path)
    assert (report.holds, report.cases_passed) == (True, 1)
    rows = run(db, case)
    assert [row["kind"] for row in rows] == ["mortar", "tank"]
    assert rows[1]["pack"] == "armenia-azerbaijan@1-case"


def test_a_correction_that_does_not_make_the_sentence_read_is_not_written(case: Case) -> None:
    with pytest.raises(Misuse, match="nothing was written"):
        teach(
            case.root,
            "armenia-azerbaijan",
            category="fire",
            phrase="hop",
            text="Azerbaijani units let fly.",
            expect={"kind": "uav"},
            published=None,
            name="c",
        )
    assert not own_pack_path(case.root, "armenia-azerbaijan").exists()


def test_a_source_may_state_the_order_of_its_days(tmp_path: Path) -> None:
    lines = SOURCES.splitlines()
    (tmp_path / "mandate.toml").write_text(MANDATE, encoding="utf-8")
    for order, stated in (("mdy", "mdy"), ("", None)):
        (tmp_path / "sources.csv").write_text(f"{lines[0]},day_order\n{lines[1]},{order}\n", encoding="utf-8")
        assert open_case(tmp_path).sources["arm-mod"].day_order == stated


def test_rows_of_a_dataset_are_read_in_the_cases_zone_and_a_bad_row_waits_with_every_fault(
    db: duckdb.DuckDBPyConnection, case: Case
) -> None:
    rows = [
        {"link": "https://a.example/1", "archive status": "success", "upload title": "Mortar fire at night", "upload timestamp": "2020-07-14T23:50:00+00:00"},
        {"link": "https://a.example/2", "archive status": "success", "upload title": "Mortar fire again", "upload timestamp": "soon"},
    ]  # fmt: skip
    body = "\n".join(json.dumps(row) for row in rows)
    moment = datetime(2020, 7, 16, 8, 0)  # noqa: DTZ001
    insert_rows(db, "exhibit", [{
        "exhibit_id": "ex-2", "sha256": "1" * 64, "byte_count": 1, "media_type": "text/csv", "acquired_at": moment, "status": "structured", "reader": "csv_table",
    }])  # fmt: skip
    insert_rows(db, "text_layer", [{"exhibit_id": "ex-2", "body": body, "sha256": "1" * 64}])
    ends = [len(json.dumps(rows[0])), len(body)]
    insert_rows(
        db,
        "record_row",
        [
            {
                "exhibit_id": "ex-2",
                "row_no": i,
                "format": "auto_archiver",
                "start_char": [0, ends[0] + 1][i],
                "end_char": ends[i],
                "fields": json.dumps(row),
            }
            for i, row in enumerate(rows)
        ],
    )
    (statement,) = [row for row in run(db, case) if row["exhibit_id"] == "ex-2"]
    assert (statement["kind"], str(statement["date_start"])) == (
        "mortar",
        "2020-07-15",
    )  # 23:50 UTC is the next day
    (unread,) = fetch_dicts(db, "select * from unread where exhibit_id = 'ex-2'")
    assert "auto_archiver row 2 (line 2): upload_timestamp: found 'soon'" in unread["reason"]
