"""Reviewers: two pairs of eyes, dissent kept, disagreement is an outcome."""

import pytest

from holdfire.terms.reviews import Opinion, review


def opinions(*decisions: str) -> list[Opinion]:
    return [Opinion(f"R{i}", d, "why", None, i, True) for i, d in enumerate(decisions)]


TABLE = [  # computed, decisions, outcome, status, how many dissent
    ("minor", [], "minor", "draft", 0),
    ("minor", ["agree"], "minor", "reviewed", 0),
    ("minor", ["agree", "agree"], "minor", "endorsed", 0),
    ("minor", ["minor", "agree"], "minor", "endorsed", 0),
    ("minor", ["grave"], "minor", "dissented", 1),  # one pair of eyes overturns nothing
    ("minor", ["grave", "grave"], "grave", "endorsed", 0),
    ("minor", ["agree", "grave"], "divided", "dissented", 1),
    ("minor", ["agree", "grave", "unresolved"], "divided", "dissented", 2),
    ("minor", ["agree", "agree", "grave"], "minor", "dissented", 1),
    ("minor", ["grave", "grave", "agree"], "grave", "dissented", 1),
    ("minor", ["agree", "agree", "grave", "grave"], "divided", "dissented", 2),
]


@pytest.mark.parametrize(("computed", "decisions", "outcome", "status", "n_dissent"), TABLE)
def test_what_reviewers_make_of_an_outcome(
    computed: str, decisions: list[str], outcome: str, status: str, n_dissent: int
) -> None:
    got = review(computed, "A", opinions(*decisions))
    assert (got.outcome, got.status, len(got.dissent)) == (outcome, status, n_dissent)
    assert len(got.opinions) == len(decisions)


def test_a_reviewers_last_word_counts() -> None:
    first, second = Opinion("R", "grave", "", None, 1, True), Opinion("R", "agree", "", None, 2, True)
    assert review("minor", "A", [first, second]).status == "reviewed"


def test_somebody_outside_the_roster_is_kept_and_not_counted() -> None:
    got = review("minor", "A", [Opinion("Stranger", "grave", "", None, 1, False)])
    assert (got.outcome, got.status, len(got.opinions)) == ("minor", "draft", 1)


def test_a_divided_finding_names_nobody() -> None:
    assert review("minor", "A", opinions("agree", "unattributed")).party is None
