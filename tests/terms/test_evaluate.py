"""Findings over columns: parties alike, exceptions first, what is not known never becomes a breach."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from holdfire.terms.agreement import Clause, read_agreement
from holdfire.terms.evaluate import NOBODY, Judgement, evaluate
from holdfire.terms.expressions import Evaluation
from holdfire.terms.given import facts_of_given
from holdfire.terms.outcomes import outcome_word
from holdfire.terms.standards import example_bars
from holdfire.terms.trace import reason, trace_rows

DATA = Path(__file__).resolve().parents[2] / "src/holdfire/data"
TEMPLATE = read_agreement(DATA / "agreements/template.toml")
TAVUSH = [read_agreement(p) for p in sorted((DATA / "tavush_2020/agreement").glob("*.toml"))]
SWAP = {"A": "B", "B": "A"}


def moments(hours: st.SearchStrategy[int]) -> st.SearchStrategy[datetime]:
    return hours.map(lambda h: datetime.fromtimestamp(1_770_000_000 + h * 3600, UTC))


GIVEN = st.fixed_dictionaries(
    {"on": moments(st.integers(0, 400)), "p_exists": st.sampled_from([0.05, 0.5, 0.99])},
    optional={
        "kind": st.sampled_from(["mortar", "artillery", "small_arms", "movement_of_equipment", "calm"]),
        "calibre_mm": st.sampled_from([82, 152]),
        "hurt": st.sampled_from([0, 2]),
        "distance_km": st.sampled_from([2, 20, 29.5, 60]),
        "distance_error_km": st.sampled_from([0, 1]),
        "p_side": st.sampled_from([{"A": 0.9, "B": 0.1}, {"A": 0.1, "B": 0.9}, {"A": 0.5, "B": 0.5}, {"A": 0.8}]),
        "speaks": st.sampled_from([["A"], ["B"], ["A", "B"]]),
        "notice": st.sampled_from([{"A": datetime.fromtimestamp(1_770_100_000, UTC)}]),
        "exercise": st.sampled_from([{"A": datetime.fromtimestamp(1_769_000_000, UTC)}, {"B": datetime.fromtimestamp(1_769_000_000, UTC)}]),
        "answered_minutes": st.sampled_from([{"A": 5}, {"B": 50}]),
        "zone": st.sampled_from([{"storage_site": True}, {"repair_zone": True}]),
    },
)  # fmt: skip


def judged(
    clauses: list[Clause], givens: list[Mapping[str, Any]], parties: tuple[str, ...]
) -> list[Judgement]:
    facts = facts_of_given(givens, parties)
    return list(evaluate(clauses, facts, example_bars(c.breach_type for c in clauses)))


def outcomes(judgements: list[Judgement], row: int) -> list[tuple[str, str, str, str | None]]:
    return sorted(
        (j.clause.clause_id, j.clause.version, outcome_word(j.outcome[row]), j.parties[j.party[row]] if j.party[row] != NOBODY else None)
        for j in judgements
    )  # fmt: skip


def swapped(given: Mapping[str, Any]) -> dict[str, Any]:
    by_party = ("p_side", "notice", "exercise", "answered_minutes")
    turned = {k: {SWAP[p]: v for p, v in given[k].items()} for k in by_party if k in given}
    speaks = {"speaks": [SWAP[p] for p in given["speaks"]]} if "speaks" in given else {}
    return {**given, **turned, **speaks}


@given(st.lists(GIVEN, min_size=1, max_size=6))
def test_swapping_the_parties_swaps_the_findings(givens: list[Mapping[str, Any]]) -> None:
    clauses = list(TEMPLATE.clauses)
    plain, turned = (
        judged(clauses, givens, ("A", "B")),
        judged(clauses, [swapped(g) for g in givens], ("A", "B")),
    )
    for row in range(len(givens)):
        back = sorted((c, v, o, SWAP[p] if p else None) for c, v, o, p in outcomes(turned, row))
        assert sorted(outcomes(plain, row), key=str) == sorted(back, key=str)


@given(st.lists(GIVEN, min_size=2, max_size=6))
def test_an_incident_is_judged_alike_alone_and_among_others(givens: list[Mapping[str, Any]]) -> None:
    clauses = list(TEMPLATE.clauses)
    together = judged(clauses, givens, ("A", "B"))
    for row, one in enumerate(givens):
        assert outcomes(together, row) == outcomes(judged(clauses, [one], ("A", "B")), 0)


@given(GIVEN)
def test_more_certainty_for_a_side_never_lowers_a_finding_against_it(given_: Mapping[str, Any]) -> None:
    clauses = [c for c in TEMPLATE.clauses if c.attribution == "origin"]
    less = judged(clauses, [{**given_, "p_side": {"A": 0.8, "B": 0.2}}], ("A", "B"))
    more = judged(clauses, [{**given_, "p_side": {"A": 0.99, "B": 0.01}}], ("A", "B"))
    assert outcomes(less, 0) == outcomes(more, 0)


@given(GIVEN)
def test_every_outcome_has_a_trace_and_a_sentence(given_: Mapping[str, Any]) -> None:
    clauses = list(TEMPLATE.clauses)
    facts = facts_of_given([given_], ("A", "B"))
    evaluation = Evaluation(facts)
    for judgement in evaluate(clauses, facts, example_bars(c.breach_type for c in clauses)):
        steps = trace_rows(judgement, facts, 0, evaluation)
        assert [s.part for s in steps[:2]] == ["occurred", "in force"]
        assert all(step.why and step.holds in ("yes", "no", "not_known") for step in steps)
        sentence = reason(judgement, facts, 0, evaluation)
        assert sentence.endswith((".", ")."))
        assert not {"high confidence", "low confidence"} & set(sentence.lower().split(". "))


@given(GIVEN)
def test_without_a_standard_no_side_is_named(given_: Mapping[str, Any]) -> None:
    from holdfire.terms.evaluate import Bars

    facts = facts_of_given([given_], ("A", "B"))
    clauses = list(TEMPLATE.clauses)
    for judgement in evaluate(clauses, facts, {c.breach_type: Bars(None, None) for c in clauses}):
        assert outcome_word(judgement.outcome[0]) not in ("minor", "grave", "unattributed", "not_an_incident")


def test_a_holding_exception_beats_a_breach_and_is_named() -> None:
    clause = next(c for c in TEMPLATE.clauses if c.version == "2026-01")
    given_ = {"kind": "artillery", "distance_km": 3, "on": datetime.fromisoformat("2026-02-10T08:00+00:00"), "party": "A",
              "exercise": {"A": datetime.fromisoformat("2026-02-08T08:00+00:00")}, "hurt": 3}  # fmt: skip
    (judgement,) = judged([clause], [given_], ("A", "B"))
    assert outcome_word(judgement.outcome[0]) == "incident_no_violation"
    facts = facts_of_given([given_], ("A", "B"))
    assert "exception exercise holds" in reason(judgement, facts, 0, Evaluation(facts))


def test_fire_of_a_party_that_the_clause_does_not_bind_is_no_violation() -> None:
    clause = replace(next(c for c in TEMPLATE.clauses if c.version == "2026-07"), parties=("A",))
    given_ = {
        "kind": "mortar",
        "hurt": 0,
        "on": datetime.fromisoformat("2026-08-10T08:00+00:00"),
        "p_side": {"B": 0.95, "A": 0.05},
    }
    (judgement,) = judged([clause], [given_], ("A", "B"))
    assert outcome_word(judgement.outcome[0]) == "incident_no_violation"


def test_the_five_asserted_starts_of_the_truce_are_all_in_its_trace() -> None:
    truce = next(a for a in TAVUSH if a.agreement_id == "tavush-2020-07-16").clauses[0]
    facts = facts_of_given(
        [{"kind": "mortar", "on": datetime.fromisoformat("2020-07-16T03:40+04:00")}], ("ARM", "AZE")
    )
    (judgement,) = evaluate([truce], facts, example_bars([truce.breach_type]))
    step = trace_rows(judgement, facts, 0)[1]
    assert step.holds == "not_known"
    assert step.why.count("if it began") == 6
    assert len({(s.earliest, s.latest) for s in truce.starts}) == 5


def test_the_codes_of_a_trace_are_columns_over_all_incidents() -> None:
    given_ = {
        "kind": "mortar",
        "distance_km": 3,
        "on": datetime.fromisoformat("2026-02-10T08:00+00:00"),
        "party": "A",
    }
    for judgement in judged(list(TEMPLATE.clauses), [given_] * 5, ("A", "B")):
        for conduct in judgement.conducts:
            assert all(t.codes.shape == (5,) and t.codes.dtype == np.int8 for t in conduct.tried)
