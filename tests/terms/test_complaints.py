"""The complaint's path: rebuilt from entries, clocks that run out, two pairs of eyes, nothing dropped."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfire.model.case import Case
from holdfire.model.mandate import Mandate
from holdfire.terms.agreement import Deadline
from holdfire.terms.complaint_view import as_json, as_text, dissent
from holdfire.terms.complaints import STEPS, Complaint, Entry, is_endorsed, rebuild, refusal

START = datetime(2020, 7, 14, 8, tzinfo=UTC)
COMMENT = Deadline("draft_finding", "party_comment", 72, "respondent", "Article 9.5")
ACTION = Deadline("remedy", "party_action", 240, "respondent", "Article 9.8")
DEADLINES = [COMMENT, ACTION]

PATH = [  # step, actor, role, party, answer, hours after the step before
    ("allegation", "A. One", "party-ARM", "ARM", "", 0),
    ("registration", "Analyst One", "analyst", None, "", 1),
    ("admissibility", "Reviewer One", "reviewer", None, "admissible", 2),
    ("preliminary_assessment", "Analyst One", "analyst", None, "", 1),
    ("tasking", "Analyst One", "analyst", None, "", 1),
    ("access", "Analyst One", "analyst", None, "delayed", 1),
    ("access", "Analyst One", "analyst", None, "granted", 12),
    ("evidence", "Analyst One", "analyst", None, "", 1),
    ("draft_finding", "Analyst One", "analyst", None, "minor", 5),
    ("party_comment", "B. One", "party-AZE", "AZE", "", 10),
    ("finding", "Reviewer One", "reviewer", None, "minor", 70),
    ("vote", "Reviewer One", "reviewer", None, "yes", 1),
    ("vote", "Reviewer Two", "reviewer", None, "no", 1),
    ("vote", "Chair One", "chair", None, "yes", 1),
    ("endorsement", "Chair One", "chair", None, "", 1),
    ("publication", "Chair One", "chair", None, "publish", 1),
    ("remedy", "Chair One", "chair", None, "", 1),
    ("party_action", "B. One", "party-AZE", "AZE", "", 100),
    ("closure", "Chair One", "chair", None, "", 1),
]


def entries(path: list[Any], complaint_id: str = "cmp-1") -> list[Entry]:
    at, found = START, []
    for index, (step, actor, role, party, answer, hours) in enumerate(path):
        at += timedelta(hours=hours)
        found.append(Entry(index, complaint_id, step, at, actor, role, party, f"reason {index}", answer))
    return found


@pytest.fixture
def mandate(case: Case) -> Mandate:
    return case.mandate


def test_a_complaint_runs_from_allegation_to_closure(mandate: Mandate) -> None:
    complaint = rebuild(entries(PATH), mandate, DEADLINES)["cmp-1"]
    assert complaint.state == "closed"
    assert all(t.is_counted for t in complaint.steps), [t.note for t in complaint.steps if not t.is_counted]
    assert [t.state for t in complaint.steps][-5:] == ["endorsed", "published", "remedy", "acted", "closed"]
    assert complaint.complainant == "ARM"
    assert not complaint.clocks


def test_dissent_is_kept_with_its_reason(mandate: Mandate) -> None:
    complaint = rebuild(entries(PATH), mandate, DEADLINES)["cmp-1"]
    assert dissent(complaint) == [{"voter": "Reviewer Two", "reason": "reason 12", "log_index": 12}]
    assert is_endorsed(complaint)
    assert "dissent of Reviewer Two" in as_text(complaint, UTC)
    assert as_json(complaint)["votes"] == {"Chair One": "yes", "Reviewer One": "yes", "Reviewer Two": "no"}


def test_silence_is_recorded_at_the_moment_the_deadline_passes(mandate: Mandate) -> None:
    silent = [row for row in PATH[:11] if row[0] != "party_comment"]
    complaint = rebuild(entries(silent), mandate, DEADLINES, START + timedelta(days=30))["cmp-1"]
    drafted = next(t for t in complaint.steps if t.entry.step == "draft_finding")
    silence = next(t for t in complaint.steps if t.entry.step == "silence")
    assert silence.entry.at == drafted.due_at == drafted.entry.at + timedelta(hours=72)
    assert silence.entry.answer == "party_comment"
    assert "72 h" in silence.entry.reason


def test_a_comment_after_its_deadline_is_late_and_counted(mandate: Mandate) -> None:
    late = [*PATH[:9], ("party_comment", "B. One", "party-AZE", "AZE", "", 73)]
    complaint = rebuild(entries(late), mandate, DEADLINES)["cmp-1"]
    last = complaint.steps[-1]
    assert (last.entry.step, last.is_counted, last.is_late) == ("party_comment", True, True)
    assert [t.entry.step for t in complaint.steps][-2] == "silence"
    assert complaint.state == "commented"


def test_a_comment_at_the_very_deadline_is_in_time(mandate: Mandate) -> None:
    complaint = rebuild(
        entries([*PATH[:9], ("party_comment", "B", "party-AZE", "AZE", "", 72)]), mandate, DEADLINES
    )["cmp-1"]
    assert not complaint.steps[-1].is_late


def test_a_comment_after_closure_is_kept_and_changes_nothing(mandate: Mandate) -> None:
    complaint = rebuild(
        entries([*PATH, ("party_comment", "B. One", "party-AZE", "AZE", "", 500)]), mandate, DEADLINES
    )["cmp-1"]
    assert complaint.state == "closed"
    assert complaint.steps[-1].is_counted


REFUSED = [  # what comes before, the step, what the refusal names
    (1, ("vote", "Chair One", "chair", None, "yes", 1), "vote can be taken in found, voted"),
    (1, ("registration", "A. One", "party-ARM", "ARM", "", 1), "'party-ARM' may not review"),
    (1, ("registration", "X", "nobody", None, "", 1), "'nobody' may not review"),
    (2, ("admissibility", "Reviewer One", "reviewer", None, "perhaps", 1), "'perhaps', expected one of admissible, inadmissible"),
    (9, ("finding", "Reviewer One", "reviewer", None, "minor", 1), "the party may comment until"),
    (9, ("party_comment", "A. One", "party-ARM", "ARM", "", 1), "the other party's: ARM complained"),
    (9, ("party_comment", "A. One", "party-ARM", "AZE", "", 1), "does not speak for AZE"),
    (11, ("vote", "Stranger", "reviewer", None, "yes", 1), "Stranger is not on the mandate's roster"),
    (11, ("vote", "Analyst One", "reviewer", None, "yes", 1), "not on the mandate's roster with a vote"),
    (0, ("closure", "Chair One", "chair", None, "", 1), "closure can be taken in"),
    (19, ("evidence", "Analyst One", "analyst", None, "", 1), "evidence can be taken in"),
    (1, ("verdict", "Chair One", "chair", None, "", 1), "unknown step 'verdict'"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "row", "named"), REFUSED)
def test_what_cannot_count_is_kept_and_says_why(mandate: Mandate, before: int, row: Any, named: str) -> None:
    path = [*PATH[:before], row]
    complaint = rebuild(entries(path), mandate, DEADLINES)["cmp-1"]
    last = [t for t in complaint.steps if t.entry.step == row[0]][-1]
    assert not last.is_counted
    assert named in last.note
    reached = rebuild(entries(PATH[:before]), mandate, DEADLINES).get("cmp-1", Complaint("cmp-1"))
    assert complaint.state == reached.state


def test_a_finding_needs_two_pairs_of_eyes(mandate: Mandate) -> None:
    drafted_by_reviewer = [
        (*row[:1], "Reviewer One", "reviewer", *row[3:]) if row[0] == "draft_finding" else row
        for row in PATH[:11]
    ]
    last = rebuild(entries(drafted_by_reviewer), mandate, DEADLINES)["cmp-1"].steps[-1]
    assert not last.is_counted
    assert "two pairs of eyes" in last.note


@pytest.mark.parametrize(
    ("answers", "endorsed"),
    [(["yes", "yes", "no"], True), (["yes", "no", "abstain"], False), (["yes"], False), (["yes", "yes"], True), (["no", "no", "yes"], False)],
)  # fmt: skip
def test_endorsement_is_counted_from_votes(mandate: Mandate, answers: list[str], endorsed: bool) -> None:
    voters = [("Reviewer One", "reviewer"), ("Reviewer Two", "reviewer"), ("Chair One", "chair")]
    votes = [("vote", *voter, None, answer, 1) for voter, answer in zip(voters, answers, strict=False)]
    complaint = rebuild(entries([*PATH[:11], *votes, PATH[14]]), mandate, DEADLINES)["cmp-1"]
    assert complaint.state == ("endorsed" if endorsed else "not_endorsed")


def test_under_consensus_one_no_endorses_nothing(mandate: Mandate) -> None:
    assert rebuild(entries(PATH[:15]), mandate, DEADLINES)["cmp-1"].state == "endorsed"
    strict = rebuild(entries(PATH[:15]), mandate, DEADLINES, None, "consensus")["cmp-1"]
    assert strict.state == "not_endorsed"


def test_a_voters_last_vote_counts(mandate: Mandate) -> None:
    changed = [*PATH[:14], ("vote", "Chair One", "chair", None, "no", 1)]
    assert rebuild(entries(changed), mandate, DEADLINES)["cmp-1"].votes()["Chair One"].answer == "no"


@given(st.permutations(range(len(PATH))))
def test_the_log_order_decides_not_the_order_of_reading(order: list[int]) -> None:
    from holdfire.data import example_dir
    from holdfire.model.mandate import read_mandate

    mandate = read_mandate(example_dir() / "mandate.toml")
    plain = entries(PATH)
    first = rebuild(plain, mandate, DEADLINES)["cmp-1"]
    second = rebuild([plain[i] for i in order], mandate, DEADLINES)["cmp-1"]
    assert first.steps == second.steps


@given(st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 200)), max_size=12))
def test_nothing_that_was_logged_is_lost(steps: list[tuple[str, int]]) -> None:
    from holdfire.data import example_dir
    from holdfire.model.mandate import read_mandate

    mandate = read_mandate(example_dir() / "mandate.toml")
    logged = entries([(step, "X", "chair", None, "yes", hours) for step, hours in steps])
    found = rebuild(logged, mandate, DEADLINES)
    kept = [t.entry.log_index for c in found.values() for t in c.steps if t.entry.log_index >= 0]
    assert kept == [e.log_index for e in logged]


def test_the_command_refuses_on_the_same_rule_as_the_rebuild(mandate: Mandate) -> None:
    complaint = rebuild(entries(PATH[:1]), mandate, DEADLINES)["cmp-1"]
    vote = replace(entries(PATH)[11], log_index=-1)
    assert refusal(complaint, vote, mandate)
    assert refusal(complaint, entries(PATH)[1], mandate) == ""
