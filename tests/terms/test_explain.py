"""Waterfalls close, whatever is compared; misuse says what can be compared."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import duckdb
import pytest

from holdfire.model.case import Case
from holdfire.model.errors import Misuse
from holdfire.model.stage import Run
from holdfire.terms.count_view import grouped, overview, shown
from holdfire.terms.explain import Line, Waterfall, WaterfallStep, explain
from holdfire.terms.policies import policies
from holdfire.terms.stage import STAGE

Fill = Callable[..., duckdb.DuckDBPyConnection]


@pytest.fixture
def counted(claims: duckdb.DuckDBPyConnection, case: Case) -> duckdb.DuckDBPyConnection:
    STAGE.run(claims, case, Run())
    return claims


def test_between_any_two_policies_the_steps_add_up(counted: duckdb.DuckDBPyConnection, case: Case) -> None:
    for left in policies():
        for right in policies():
            waterfall = explain(counted, case.mandate, left, right)
            n = dict(
                counted.execute("select policy_id, sum(n)::integer from count_item group by all").fetchall()
            )
            assert waterfall.closed
            assert (waterfall.start, waterfall.end) == (n[left], n[right])


@pytest.mark.parametrize("policy", sorted(policies()))
def test_between_the_parties_and_back_is_the_same_gap(
    counted: duckdb.DuckDBPyConnection, case: Case, policy: str
) -> None:
    there, back = (
        explain(counted, case.mandate, *pair, policy=policy) for pair in (("ARM", "AZE"), ("AZE", "ARM"))
    )
    assert there.closed
    assert back.closed
    assert (there.start, there.end) == (back.end, back.start)
    assert sorted(line.row for step in there.steps for line in step.lines) == sorted(
        line.row for step in back.steps for line in step.lines
    )


@pytest.mark.parametrize(
    "days", [("2020-07-14", "2020-07-16"), ("2020-07-16", "2020-07-14"), ("2020-07-18", "2020-07-20")]
)
def test_between_two_days_the_steps_add_up(
    counted: duckdb.DuckDBPyConnection, case: Case, days: tuple[str, str]
) -> None:
    waterfall = explain(counted, case.mandate, *days, policy="place-day")
    assert waterfall.closed
    totals = dict(
        counted.execute(
            "select local_day, sum(n)::integer from count_item where policy_id = 'place-day' group by all"
        ).fetchall()
    )
    assert waterfall.start == totals.get(date.fromisoformat(days[0]), 0)
    assert waterfall.end == totals.get(date.fromisoformat(days[1]), 0)


def test_the_days_on_which_a_ministry_states_a_number_are_named(
    counted: duckdb.DuckDBPyConnection, case: Case
) -> None:
    notes = explain(counted, case.mandate, "ARM", "AZE").notes
    assert any("ARM states 120, AZE states no number" in note for note in notes)
    assert any("AZE states 45" in note for note in notes)


def test_who_denies_is_told_apart_from_who_is_silent(fill: Fill, make: Any, case: Case) -> None:
    rows = [
        make.statement("s1", kind="artillery", speaker_party="ARM", accused_party="AZE"),
        make.statement("s2", kind="denial", speaker_party="AZE", modality="denied"),
        make.statement("s3", kind="artillery", speaker_party="ARM", accused_party="AZE"),
    ]
    db = fill(
        statement=rows, incident=[make.incident("inc-1"), make.incident("inc-2")],
        member=[make.member("inc-1", "s1"), make.member("inc-1", "s2"), make.member("inc-2", "s3")],
    )  # fmt: skip
    STAGE.run(db, case, Run())
    assert {step.name for step in explain(db, case.mandate, "ARM", "AZE").steps} == {
        "told by ARM, denied by AZE", "told by ARM alone",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("left", "right", "policy", "named"),
    [("ARM", "smm-item", None, "two policies"), ("ARM", "XYZ", None, "two parties"), ("2020-07-14", "soon", None, "two days"),
     ("ARM", "AZE", "guess", "'guess'")],
)  # fmt: skip
def test_what_cannot_be_compared_says_what_can(
    counted: duckdb.DuckDBPyConnection, case: Case, left: str, right: str, policy: str | None, named: str
) -> None:
    with pytest.raises(Misuse, match=named):
        explain(counted, case.mandate, left, right, policy=policy)


def test_a_waterfall_that_does_not_close_is_not_closed() -> None:
    step = WaterfallStep("x", (Line("r", 1, 3, ""),))
    assert not Waterfall("a", "b", "", 5, 8, (step,)).closed
    assert Waterfall("a", "b", "", 5, 7, (step,)).closed


def test_every_day_of_the_period_has_its_row_the_silent_ones_too(
    counted: duckdb.DuckDBPyConnection, case: Case
) -> None:
    days = overview(counted, case.mandate)
    assert [day["day"] for day in days] == [f"2020-07-{n}" for n in range(12, 32)]
    assert all(set(case.mandate.counting_policies) <= set(day) for day in days)
    assert days[-1]["smm-item"] == {}


def test_grouped_counts_add_up_to_the_same_total_however_they_are_grouped(
    counted: duckdb.DuckDBPyConnection,
) -> None:
    sums = {
        by: sum(row["n"] for row in grouped(counted, "smm-item", by.split(",")))
        for by in ("day", "side", "place", "day,side,voice,place")
    }
    assert len(set(sums.values())) == 1


@pytest.mark.parametrize(
    ("low", "n", "high", "is_open", "text"),
    [
        (3, 3, 3, False, "3"),
        (3, 3, 3, True, "3+"),
        (1, 2, 9, False, "2 (1-9)"),
        (0, 0, 45, False, "0 (0-45)"),
    ],
)
def test_a_number_is_shown_with_what_it_leaves_open(
    low: int, n: int, high: int, is_open: bool, text: str
) -> None:
    assert shown(low, n, high, is_open) == text


def test_a_statement_of_several_incidents_counts_once_where_most_of_it_lies(
    fill: Fill, make: Any, case: Case
) -> None:
    at = datetime.fromisoformat("2020-07-14T06:00")
    db = fill(
        statement=[
            make.statement("s1", kind="mortar", speaker_party="ARM", occurred_earliest=at, occurred_latest=at)
        ],
        incident=[make.incident("inc-1"), make.incident("inc-2")],
        member=[make.member("inc-1", "s1", share=0.3), make.member("inc-2", "s1", share=0.7)],
    )
    STAGE.run(db, case, Run())
    assert db.execute("select incident_id, n from count_item where policy_id = 'smm-item'").fetchall() == [
        ("inc-2", 1)
    ]
