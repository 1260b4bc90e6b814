"""The stage through its tables: empty register, own rows, and the claims of July 2020."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import duckdb

from holdfire.model.case import Case
from holdfire.model.register import fetch_dicts, register_digest
from holdfire.model.stage import Run
from holdfire.terms.stage import STAGE

Fill = Callable[..., duckdb.DuckDBPyConnection]


def test_an_empty_register_gives_clauses_and_policies_and_nothing_else(
    db: duckdb.DuckDBPyConnection, case: Case
) -> None:
    STAGE.run(db, case, Run())
    counts = {t: db.execute(f"select count(*) from {t}").fetchone()[0] for t in STAGE.writes}  # type: ignore[index]
    assert counts["clause"] == 16
    assert counts["counting_policy"] == 6
    assert counts["finding"] == counts["count_row"] == counts["case_step"] == 0


def test_two_runs_give_the_same_rows(claims: duckdb.DuckDBPyConnection, case: Case) -> None:
    STAGE.run(claims, case, Run())
    first = register_digest(claims, STAGE.writes)
    STAGE.run(claims, case, Run())
    assert register_digest(claims, STAGE.writes) == first


def test_every_total_is_the_sum_of_its_rows(claims: duckdb.DuckDBPyConnection, case: Case) -> None:
    STAGE.run(claims, case, Run())
    differing = claims.execute(
        """
        with recounted as (
            select policy_id, local_day, case when policy_id = 'acled-event' then 'not_stated' else coalesce(accused_party, 'not_stated') end as a,
                   case when policy_id = 'acled-event' then 'anybody' else claimed_by end as c, sum(n_low) as n_low, sum(n) as n, sum(n_high) as n_high
            from count_item group by all having sum(n_high) > 0
        )
        select * from recounted r full join count_row k
          on r.policy_id = k.policy_id and r.local_day = k.local_day and r.a = k.accused_party and r.c = k.claimed_by
        where r.n is distinct from k.n or r.n_low is distinct from k.n_low or r.n_high is distinct from k.n_high
        """
    ).fetchall()
    assert differing == []


def test_every_statement_has_a_row_and_a_reason_under_every_policy(
    claims: duckdb.DuckDBPyConnection, case: Case
) -> None:
    STAGE.run(claims, case, Run())
    rows = claims.execute(
        "select policy_id, count(*) from count_item where why <> '' group by all"
    ).fetchall()
    assert sorted(rows) == sorted((policy, 131) for policy in case.mandate.counting_policies)


def test_an_attributed_breach_names_the_standard_and_who_set_it(fill: Fill, make: Any, case: Case) -> None:
    db = fill(
        statement=[make.statement("s1", kind="artillery", speaker_party="ARM", accused_party="AZE")],
        incident=[make.incident("inc-1")],
        member=[make.member("inc-1", "s1")],
        origin_posterior=[make.origin("inc-1", {"ARM": 0.05, "AZE": 0.95})],
    )
    STAGE.run(db, case, Run())
    found = fetch_dicts(db, "select * from finding where clause_id = 'nk-1994-05-12/1'")
    assert [(f["outcome"], f["party"], f["standard"]) for f in found] == [
        ("grave", "AZE", "clear_and_convincing")
    ]
    assert found[0]["threshold_percent"] == 75
    assert "not the parties" in found[0]["threshold_set_by"]


def test_the_trace_ends_in_rows_of_the_register(fill: Fill, make: Any, case: Case) -> None:
    db = fill(
        statement=[make.statement("s1", kind="artillery", speaker_party="ARM")], incident=[make.incident("inc-1")], member=[make.member("inc-1", "s1")]
    )  # fmt: skip
    STAGE.run(db, case, Run())
    trace = fetch_dicts(
        db,
        "select t.* from clause_trace t join finding f using (finding_id) where f.clause_id = 'nk-1994-05-12/1' order by seq",
    )
    assert [t["part"] for t in trace] == ["occurred", "in force", "covers", "grave", "side", "coverage"]
    assert trace[2]["evidence"] == ["s1"]
    assert all(t["why"] for t in trace)


def test_media_before_seven_hours_with_a_silent_record_is_not_known(
    fill: Fill, make: Any, case: Case
) -> None:
    published = datetime.fromisoformat("2020-07-14T08:15")
    db = fill(
        statement=[
            make.statement(
                "s1", kind="mortar", speaker_party="AZE", source_id="aze-mod", published_at=published
            )
        ],
        incident=[make.incident("inc-1", kind="mortar")],
        member=[make.member("inc-1", "s1")],
    )
    STAGE.run(db, case, Run())
    found: dict[str, Any] = {
        f["clause_id"]: f for f in fetch_dicts(db, "select * from finding where rule_set = 'procedure'")
    }
    third = found["nk-1995-02-04/3"]
    assert third["outcome"] == "unresolved"
    assert third["party"] == "AZE"
    steps = fetch_dicts(
        db,
        "select predicate, holds, why from clause_trace where finding_id = $f and part = 'breach'",
        {"f": third["finding_id"]},
    )
    assert [(s["predicate"], s["holds"]) for s in steps] == [
        ("not published_after_reply", "not_known"), ("not published_after_notice", "yes"),
    ]  # fmt: skip
    assert "record is silent" in steps[0]["why"]


def test_a_probability_alone_names_nobody_where_the_origins_verdict_cannot_say(
    fill: Fill, make: Any, case: Case
) -> None:
    db = fill(
        statement=[make.statement("s1", kind="artillery", speaker_party="ARM", accused_party="AZE")],
        incident=[make.incident("inc-1")],
        member=[make.member("inc-1", "s1")],
        origin_posterior=[make.origin("inc-1", {"ARM": 0.2, "AZE": 0.8}, "cannot_say")],
    )
    STAGE.run(db, case, Run())
    (found,) = fetch_dicts(db, "select * from finding where clause_id = 'nk-1994-05-12/1'")
    assert (found["outcome"], found["party"]) == ("unattributed", None)
    assert "own verdict" in found["reason"]
