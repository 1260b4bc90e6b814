"""The main job on the packaged worked example, from sealed bytes to out/: what a stranger must be able to see."""

import csv
import itertools
import json
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from holdfire.investigate.demo import EXAMPLE_CLOCK, verified
from holdfire.investigate.new_case import make_example_case
from holdfire.investigate.run import investigate
from holdfire.investigate.summary import summary_text
from holdfire.model.case import Case, open_case
from holdfire.model.register import fetch_dicts, open_register, register_digest

TRUTH = Path(__file__).parent.parent / "data" / "tavush_truth.csv"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    made = make_example_case(tmp_path_factory.mktemp("example") / "case")
    investigate(made, at=EXAMPLE_CLOCK)
    return made


@pytest.fixture(scope="module")
def db(case: Case) -> Iterator[Any]:
    opened = open_register(case.register_path, read_only=True)
    yield opened
    opened.close()


@pytest.mark.parametrize("day", ["2020-07-12", "2020-07-13", "2020-07-14", "2020-07-16"])
def test_the_days_of_fighting_have_incidents_told_by_both_sides(db: Any, case: Case, day: str) -> None:
    found = fetch_dicts(
        db, "select * from incident where local_day = cast($d as date) order by incident_id", {"d": day}
    )
    told_by_both = [row for row in found if {"ARM", "AZE"} <= set(row["parties_speaking"])]
    assert told_by_both, f"no incident of {day} has both sides' claims attached"
    assert all(row["incident_id"] in summary_text(db, case) for row in told_by_both[:1])


def test_a_contradiction_shows_as_one_and_not_as_two_truths_or_one(db: Any) -> None:
    """Of each contradictory group of the truth, at least one pair of its claims stands in the register as incompatible."""
    claims: dict[str, list[dict[str, str]]] = defaultdict(list)
    with TRUTH.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            claims[row["group"]].append(row)
    statements = fetch_dicts(
        db, "select s.*, e.file_name from statement s join exhibit e using (exhibit_id) order by statement_id"
    )
    pairs = {
        frozenset((row["left_id"], row["right_id"]))
        for row in fetch_dicts(db, "select * from contradiction order by all")
    }
    missing = []
    for group in ("start", "chinari-13", "azizov", "uav-14", "arm-dead-14", "ceasefire-start"):
        carriers = [[s["statement_id"] for s in statements if carries(s, claim)] for claim in claims[group]]
        crossed = itertools.combinations(carriers, 2)
        if not any(frozenset((a, b)) in pairs for left, right in crossed for a in left for b in right):
            missing.append(group)
    assert not missing, f"no contradiction recorded in {missing}"


def carries(statement: dict[str, Any], claim: dict[str, str]) -> bool:
    """Does this statement stand in the claim's file and in its sentence?"""
    if statement["file_name"] != claim["file"]:
        return False
    said, told = flat(statement["quote"]), flat(claim["quote"])
    return said in told or told in said


def flat(text: str) -> str:
    return " ".join(text.lower().split()).strip(" .,")


def test_the_side_of_origin_is_cannot_say_where_only_the_parties_words_speak(db: Any) -> None:
    found = fetch_dicts(db, "select incident_id, verdict, reason from origin_posterior order by incident_id")
    assert found
    assert {row["verdict"] for row in found} == {"cannot_say"}
    assert all(len(row["reason"]) > 20 for row in found)


def test_who_was_first_on_12_july_stays_open_with_at_least_three_accounts(db: Any) -> None:
    windows = fetch_dicts(
        db,
        "select * from first_mover where window_start < timestamp '2020-07-12 20:00' order by window_start",
    )
    assert windows
    assert windows[0]["verdict"] == "cannot_say"
    accounts = json.loads(windows[0]["accounts"])
    assert len(accounts) >= 3
    assert {"ARM", "AZE"} <= {account["party"] for account in accounts}


def test_every_quote_stands_at_its_offsets_in_the_sealed_text(db: Any) -> None:
    wrong = db.execute(
        """
        select count(*) from statement s join text_layer t using (exhibit_id)
        where substr(t.body, s.start_char + 1, s.end_char - s.start_char) <> s.quote
        """
    ).fetchone()
    assert wrong == (0,)
    assert db.execute("select count(*) > 100 from statement").fetchone() == (True,)


def test_no_statement_comes_from_a_readers_comment_or_boilerplate(db: Any) -> None:
    roles = {
        role
        for (role,) in db.execute(
            "select distinct b.role from statement s join block b using (block_id)"
        ).fetchall()
    }
    assert roles <= {"headline", "body", "quote", "table_cell", "caption"}
    assert db.execute("select count(*) > 0 from block where role = 'reader_comment'").fetchone() == (True,)


def test_village_and_city_of_one_name_stay_apart(db: Any) -> None:
    mixed = db.execute(
        """
        select count(*) from (
            select m.incident_id from member m join statement s on s.statement_id = m.report_id
            where m.p_member > 0.5 and s.lat is not null and s.radius_m < 5000
            group by m.incident_id having max(s.lat) - min(s.lat) > 0.7
        )
        """
    ).fetchone()
    assert mixed == (0,)


def test_the_sealed_log_verifies_and_one_flipped_byte_is_named(case: Case, tmp_path: Path) -> None:
    assert verified(case) == []
    copy = tmp_path / "case"
    shutil.copytree(case.root, copy)
    blobs = sorted(p for p in (copy / "vault").rglob("*") if p.is_file() and p.parent.parent.name == "blobs")
    victim = blobs[len(blobs) // 2]
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 1
    victim.chmod(0o644)
    victim.write_bytes(bytes(data))
    done = subprocess.run(
        [sys.executable, "-m", "holdfire.cli.main", "verify", str(copy)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert victim.name[:12] in done.stdout + done.stderr


def test_the_register_is_rebuilt_row_for_row_from_the_vault(case: Case, tmp_path: Path) -> None:
    copy = tmp_path / "case"
    shutil.copytree(case.root, copy)
    (copy / "register.duckdb").unlink()
    shutil.rmtree(copy / "out")
    again = investigate(open_case(copy), at=datetime.fromisoformat("2026-01-01T00:00+00:00"))
    assert not again.sealed, "the same results are not sealed twice"
    digests = []
    for root in (case.root, copy):
        opened = open_register(root / "register.duckdb", read_only=True)
        digests.append(register_digest(opened))
        opened.close()
    assert digests[0] == digests[1]
    files = {p.relative_to(case.out_dir): p.read_bytes() for p in case.out_dir.rglob("*") if p.is_file()}
    rebuilt = {p.relative_to(copy / "out"): p.read_bytes() for p in (copy / "out").rglob("*") if p.is_file()}
    assert files == rebuilt
    assert investigate(open_case(copy), at=EXAMPLE_CLOCK).ran == []


def test_as_known_on_uses_only_what_was_in_hand_by_then(case: Case, tmp_path: Path) -> None:
    copy = tmp_path / "case"
    shutil.copytree(case.root, copy)
    done = investigate(
        open_case(copy), at=EXAMPLE_CLOCK, known_by=datetime.fromisoformat("2020-07-14T20:00+04:00")
    )
    opened = open_register(done.register_path, read_only=True)
    try:
        latest = opened.execute("select max(known_at), count(*) from statement").fetchone()
        days = opened.execute("select max(local_day)::varchar from incident").fetchone()
    finally:
        opened.close()
    assert latest is not None
    assert latest[1] > 10
    assert latest[0] <= datetime(2020, 7, 14, 16, 0)  # noqa: DTZ001
    assert days is not None
    assert days[0] <= "2020-07-14"


def test_every_day_of_the_period_has_a_report_as_page_and_as_data(case: Case) -> None:
    for day in range(12, 32):
        for suffix in ("html", "json"):
            assert (case.out_dir / "days" / f"2020-07-{day}.{suffix}").stat().st_size > 500
    assert "<script" not in (case.out_dir / "days" / "2020-07-12.html").read_text(encoding="utf-8")


def test_the_news_pages_claims_are_checked_and_the_comment_is_none(db: Any) -> None:
    checks = fetch_dicts(db, "select * from checked_claim order by check_id")
    verdicts = {row["verdict"] for row in checks}
    assert {"consistent", "not_decidable"} <= verdicts
    distance = next(row for row in checks if "pipeline" in row["says"].lower())
    computed = json.loads(distance["computed"])
    assert any("km" in key or "_m" in key for key in computed)
    second = next(row for row in checks if "second" in row["says"].lower())
    assert second["verdict"] == "not_decidable"
