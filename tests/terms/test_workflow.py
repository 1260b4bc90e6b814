"""The writing side and the log: what a command appends is what the stage rebuilds, in a real vault."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from holdfire.data import example_dir
from holdfire.model.case import Case
from holdfire.model.errors import Misuse
from holdfire.model.register import fetch_dicts
from holdfire.model.stage import Run
from holdfire.terms.stage import STAGE
from holdfire.terms.workflow import (
    complaints_of_vault,
    log_correction,
    log_notice,
    log_reply,
    log_step,
    new_complaint_id,
)

START = datetime(2020, 7, 14, 8, tzinfo=UTC)


@pytest.fixture
def vault(case: Case) -> Any:
    from holdfire.vault.vault import create_vault

    template = (example_dir().parent / "agreements/template.toml").read_text(encoding="utf-8")
    renamed = (
        template.replace('"A"', '"ARM"')
        .replace('"B"', '"AZE"')
        .replace("{ A =", "{ ARM =")
        .replace("{ B =", "{ AZE =")
    )
    (case.agreement_dir / "template.toml").write_text(renamed, encoding="utf-8")
    return create_vault(case.vault_dir, origin="holdfire.example/terms-test")


def rebuilt(db: duckdb.DuckDBPyConnection, case: Case) -> duckdb.DuckDBPyConnection:
    from holdfire.vault.stage import STAGE as VAULT

    VAULT.run(db, case, Run())
    STAGE.run(db, case, Run())
    return db


def opened(case: Case, vault: Any, *steps: tuple[str, str, str, str, float]) -> str:
    """File a complaint and take these steps: (step, actor, role, answer, hours after the start)."""
    complaint_id = new_complaint_id("ARM", "inc-1", START)
    taken = [("allegation", "Ana", "party-ARM", "", 0.0), *steps]
    for step, actor, role, answer, hours in taken:
        log_step(
            case, vault, complaint_id=complaint_id, step=step, actor=actor, role=role, at=START + timedelta(hours=hours), reason="because",
            answer=answer, detail={"incident_id": "inc-1"} if step == "allegation" else {},
        )  # fmt: skip
    return complaint_id


TO_DRAFT = (
    ("registration", "Analyst One", "analyst", "", 1.0), ("admissibility", "Reviewer One", "reviewer", "admissible", 2.0),
    ("preliminary_assessment", "Analyst One", "analyst", "", 3.0), ("tasking", "Analyst One", "analyst", "", 4.0),
    ("access", "Analyst One", "analyst", "denied", 5.0), ("draft_finding", "Analyst One", "analyst", "minor", 10.0),
)  # fmt: skip


def test_the_register_rebuilds_what_the_vault_says(
    db: duckdb.DuckDBPyConnection, case: Case, vault: Any
) -> None:
    complaint_id = opened(case, vault, *TO_DRAFT)
    from_vault = complaints_of_vault(case, vault)[complaint_id]
    rows = fetch_dicts(rebuilt(db, case), "select * from case_step order by seq")
    assert [r["step"] for r in rows] == [t.entry.step for t in from_vault.steps]
    assert [r["state"] for r in rows] == [t.state for t in from_vault.steps]
    assert rows[-1]["expects"] == "party_comment"
    assert all(r["is_counted"] and r["log_index"] is not None and r["reason"] for r in rows)


def test_denied_access_is_a_restriction_of_movement(
    db: duckdb.DuckDBPyConnection, case: Case, vault: Any
) -> None:
    opened(case, vault, *TO_DRAFT)
    found = fetch_dicts(rebuilt(db, case), "select category, basis from restriction")
    assert {"category": "denial", "basis": "complaint"} in found


@pytest.mark.parametrize(("hours", "is_late"), [(20.0, False), (82.0, False), (82.1, True), (400.0, True)])
def test_a_reply_is_never_refused_only_called_late(
    db: duckdb.DuckDBPyConnection, case: Case, vault: Any, hours: float, is_late: bool
) -> None:
    complaint_id = opened(case, vault, *TO_DRAFT)
    at = START + timedelta(hours=hours)
    log_reply(case, vault, about_id=complaint_id, actor="Bo", role="party-AZE", text="No unit fired.", at=at)
    db = rebuilt(db, case)
    (reply,) = fetch_dicts(db, "select * from party_response")
    assert (reply["party"], reply["body"], reply["is_late"]) == ("AZE", "No unit fired.", is_late)
    assert reply["due_at"] == datetime.fromisoformat("2020-07-17T18:00")
    (comment,) = fetch_dicts(db, "select * from case_step where step = 'party_comment' and is_counted")
    assert ("late" in comment["reason"]) is is_late


def test_a_reply_with_a_file_seals_the_file(
    db: duckdb.DuckDBPyConnection, case: Case, vault: Any, tmp_path: Path
) -> None:
    paper = tmp_path / "answer.txt"
    paper.write_text("Our log of that morning (example).", encoding="utf-8")
    log_reply(
        case,
        vault,
        about_id="inc-1",
        actor="Bo",
        role="party-AZE",
        text="See our log.",
        attach=paper,
        at=START,
    )
    (reply,) = fetch_dicts(rebuilt(db, case), "select exhibit_id, about_id, is_late from party_response")
    assert reply["exhibit_id"].startswith("ex-")
    assert not reply["is_late"]


def test_a_correction_is_appended_with_its_difference(
    db: duckdb.DuckDBPyConnection, case: Case, vault: Any
) -> None:
    log_correction(
        case, vault, about_id="fnd-1", before={"n": 6, "place": "x"}, after={"n": 5, "place": "x"}, actor="Chair One", role="chair",
        reason="one crater was older", at=START,
    )  # fmt: skip
    (row,) = fetch_dicts(rebuilt(db, case), "select diff, before_value, reason from correction")
    assert row["diff"] == '[{"after": 5, "before": 6, "field": "n"}]'
    assert '"n": 6' in row["before_value"]


def test_a_notice_on_file_decides_the_procedural_clause(
    db: duckdb.DuckDBPyConnection, case: Case, vault: Any, make: Any
) -> None:
    from holdfire.model.register import insert_rows

    insert_rows(db, "statement", [make.statement("s1", kind="mortar", speaker_party="ARM")])
    at = datetime.fromisoformat("2020-07-14T06:00")
    insert_rows(
        db, "incident", [make.incident("inc-1", kind="mortar", occurred_earliest=at, occurred_latest=at)]
    )
    insert_rows(db, "member", [make.member("inc-1", "s1")])
    given_at = datetime(2020, 7, 14, 6, 20, tzinfo=UTC)
    log_notice(
        case,
        vault,
        incident_id="inc-1",
        act="notification",
        actor="Ana",
        role="party-ARM",
        reason="by fax",
        given_at=given_at,
        at=START,
    )
    log_notice(
        case, vault, incident_id="inc-1", act="notification_reply", actor="Bo", role="party-AZE", reason="by fax",
        given_at=given_at + timedelta(hours=6, minutes=1), at=START + timedelta(hours=10),
    )  # fmt: skip
    found = {
        (f["clause_id"], f["party"]): f
        for f in fetch_dicts(
            rebuilt(db, case), "select * from finding where rule_set = 'procedure' and clause_id like 'nk-%'"
        )
    }
    assert found["nk-1995-02-04/1", "ARM"]["outcome"] == "incident_no_violation"
    assert found["nk-1995-02-04/2", "AZE"]["outcome"] == "minor"
    (step,) = fetch_dicts(
        db,
        "select evidence, why from clause_trace where finding_id = $f and part = 'breach'",
        {"f": found["nk-1995-02-04/2", "AZE"]["finding_id"]},
    )
    assert [e for e in step["evidence"] if e.startswith("log:")]


REFUSED = [
    ({"step": "registration", "role": "party-ARM", "reason": "x"}, "may not review"),
    ({"step": "registration", "role": "stranger", "reason": "x"}, "expected one of"),
    ({"step": "registration", "role": "analyst", "reason": " "}, "expected one in a sentence"),
    ({"step": "vote", "role": "stranger", "reason": " ", "answer": "yes"}, "3 problems"),
    ({"step": "vote", "role": "chair", "reason": "x", "answer": "yes"}, "vote can be taken in"),
    ({"step": "registration", "role": "analyst", "reason": "x", "detail": {"due_at": "2020-07-14T01:00+00:00"}}, "lies before the step"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "named"), REFUSED)
def test_a_bad_step_is_refused_and_nothing_is_written(
    case: Case, vault: Any, what: dict[str, Any], named: str
) -> None:
    complaint_id = opened(case, vault)
    before = len(list(vault.entries()))
    with pytest.raises(Misuse, match=named):
        log_step(case, vault, complaint_id=complaint_id, actor="X", at=START + timedelta(hours=1), **what)
    assert len(list(vault.entries())) == before


def test_a_vote_by_a_stranger_in_the_log_is_kept_and_not_counted(
    db: duckdb.DuckDBPyConnection, case: Case, vault: Any
) -> None:
    found = ("finding", "Reviewer One", "reviewer", "minor", 100.0)
    complaint_id = opened(case, vault, *TO_DRAFT, found)
    body = {
        "complaint_id": complaint_id,
        "step": "vote",
        "role": "reviewer",
        "actor": "Stranger",
        "reason": "x",
        "answer": "yes",
    }
    vault.append(
        "case_step", body, by="reviewer:Stranger", at=START + timedelta(hours=101), subject=complaint_id
    )
    vault.commit()
    (vote,) = fetch_dicts(rebuilt(db, case), "select is_counted, reason from case_step where step = 'vote'")
    assert not vote["is_counted"]
    assert "not on the mandate's roster" in vote["reason"]


def test_escalation_climbs_the_agreements_ladder_and_stops_at_its_top(case: Case, vault: Any) -> None:
    complaint_id = opened(case, vault)
    levels = []
    for hours in (1, 2):
        _, complaint = log_step(
            case, vault, complaint_id=complaint_id, step="escalation", actor="Chair One", role="chair", at=START + timedelta(hours=hours),
            reason="no answer",
        )  # fmt: skip
        levels.append(complaint.steps[-1].entry.detail["level"])
    assert levels == ["area commission", "joint commission"]
    with pytest.raises(Misuse, match="highest body"):
        log_step(
            case, vault, complaint_id=complaint_id, step="escalation", actor="Chair One", role="chair", at=START + timedelta(hours=3), reason="again"
        )  # fmt: skip


def test_a_reviewers_disagreement_reaches_the_finding(
    db: duckdb.DuckDBPyConnection, case: Case, vault: Any, make: Any
) -> None:
    from holdfire.model.register import insert_rows

    insert_rows(db, "statement", [make.statement("s1", kind="mortar", speaker_party="ARM")])
    insert_rows(db, "incident", [make.incident("inc-1", kind="mortar")])
    insert_rows(db, "member", [make.member("inc-1", "s1")])
    finding_id = fetch_dicts(
        rebuilt(db, case), "select finding_id from finding where clause_id = 'nk-1994-05-12/1'"
    )[0]["finding_id"]
    for number, (name, decision) in enumerate(
        [("Reviewer One", "agree"), ("Reviewer Two", "incident_no_violation"), ("Stranger", "agree")]
    ):
        body = {
            "what": "finding",
            "subject": finding_id,
            "decision": decision,
            "reason": "as I read it",
            "reviewer": name,
        }
        vault.append(
            "review", body, by=f"reviewer:{name}", at=START + timedelta(hours=number), subject=finding_id
        )
    vault.commit()
    (finding,) = fetch_dicts(
        rebuilt(db, case), "select * from finding where finding_id = $f", {"f": finding_id}
    )
    assert (finding["outcome"], finding["computed"], finding["status"]) == (
        "divided",
        "unattributed",
        "dissented",
    )
    assert "Reviewer Two" in finding["dissent"]
    reviews = fetch_dicts(
        db,
        "select why, holds from clause_trace where finding_id = $f and part = 'review' order by seq",
        {"f": finding_id},
    )
    assert [r["holds"] for r in reviews] == ["yes", "yes", "no"]
