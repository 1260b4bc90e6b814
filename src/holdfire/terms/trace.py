"""The trace of one incident under one clause, in rows: every predicate and exception with what it gave, why, and on what.

Made from the columns of an evaluation for the incident that is looked at: the codes are the same, nothing is run again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from holdfire.model.grades import percent

from .evaluate import NOBODY, Judgement, why_in_force
from .expressions import Evaluation
from .facts import Facts
from .outcomes import (
    GRAVE,
    MINOR,
    NO_VIOLATION,
    NOT_AN_INCIDENT,
    NOT_COVERED,
    NOT_IN_FORCE,
    UNATTRIBUTED,
    UNRESOLVED,
)
from .truth import NO, NOT_KNOWN, WORDS, YES


@dataclass(frozen=True)
class TraceRow:
    """holds: yes, no, not_known. evidence: ids of statements, detections, log entries, lines, zones."""

    part: str
    predicate: str
    given: Mapping[str, Any]
    holds: str
    why: str
    evidence: tuple[str, ...]


def words(name: str) -> str:
    """A name of the code as people read it: "clear and convincing"."""
    return name.replace("_", " ")


def plain(value: Any) -> Any:
    """For JSON: times as ISO 8601."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {k: plain(v) for k, v in value.items()}
    return [plain(v) for v in value] if isinstance(value, list | tuple) else value


def trace_rows(
    judgement: Judgement, facts: Facts, row: int, evaluation: Evaluation | None = None
) -> list[TraceRow]:
    """In the order of trying: occurred, in force, covers, exceptions, breach, gravity, side."""
    evaluation = evaluation or Evaluation(facts)
    clause, conduct = judgement.clause, judgement.conduct_of(row)
    p_exists = float(facts.column("p_exists")[row])
    bar = judgement.bars.occurrence
    asked = (
        f"{bar.threshold_percent:g} % is asked ({words(bar.standard)})"
        if bar
        else "the mandate sets no standard for it"
    )
    reports = tuple(facts.evidence(row, "reports", None))
    rows = [
        TraceRow(
            "occurred", "occurred", {"p_exists": round(p_exists, 4)}, WORDS[conduct.occurred[row]],
            f"that it happened has a probability of {percent(p_exists)}; {asked}", reports,
        ),
        TraceRow(
            "in force", "in_force", {"clause": clause.clause_id, "version": clause.version}, WORDS[conduct.in_force[row]],
            why_in_force(clause, facts, row), (),
        ),
    ]  # fmt: skip
    for tried in conduct.tried:
        rows.append(
            TraceRow(
                tried.part,
                tried.expression.label,
                plain(tried.expression.args),
                WORDS[tried.codes[row]],
                evaluation.why(tried.expression, conduct.party, row),
                tuple(evaluation.evidence(tried.expression, conduct.party, row)),
            )
        )
    if clause.attribution == "origin":
        rows.append(_side(judgement, facts, row))
    return rows


def _side(judgement: Judgement, facts: Facts, row: int) -> TraceRow:
    bar = judgement.bars.naming
    shares = {party: float(facts.column(f"p_side.{party}")[row]) for party in judgement.parties}
    known = {party: round(p, 4) for party, p in shares.items() if p == p}
    is_named = judgement.party[row] != NOBODY
    open_share = max(0.0, 1 - sum(known.values())) if known else 1.0
    shown = [*sorted(known.items()), *([("undetermined", open_share)] if open_share > 0.005 else [])]
    told = ", ".join(f"{whose} {percent(p)}" for whose, p in shown) if known else "no side computed"
    asked = (
        f"{bar.threshold_percent:g} % is asked ({words(bar.standard)}, set by {', '.join(bar.set_by)})"
        if bar
        else "the mandate sets no standard, so no side is named"
    )
    refused = [
        p
        for p in judgement.parties
        if bar and facts.column(f"verdict.{p}")[row] == 0 and shares[p] * 100 >= bar.threshold_percent
    ]
    if refused and not is_named:
        asked += f"; the origin's own verdict is that the side of {', '.join(refused)} cannot be said: it would rest on what nobody knows"
    return TraceRow(
        "side", "side_of_origin", {"p_side": known}, WORDS[YES] if is_named else WORDS[NOT_KNOWN], f"{told}; {asked}",
        tuple(facts.evidence(row, "origin", None)),
    )  # fmt: skip


def reason(judgement: Judgement, facts: Facts, row: int, evaluation: Evaluation) -> str:
    """One sentence: why this outcome. Names the exception that saved it, or what is not known."""
    outcome, clause, conduct = int(judgement.outcome[row]), judgement.clause, judgement.conduct_of(row)
    if outcome == NOT_COVERED:
        return "The clause does not concern it: " + _first(judgement, facts, row, evaluation, "covers", NO)
    if outcome == NOT_IN_FORCE:
        return "The clause was not in force then: " + why_in_force(clause, facts, row) + "."
    if outcome == NOT_AN_INCIDENT:
        return "That nothing of the kind happened meets the standard."
    if outcome in (MINOR, GRAVE):
        weight = "grave" if outcome == GRAVE else "minor"
        if clause.attribution == "self":
            return f"A {weight} breach: " + _first(judgement, facts, row, evaluation, "breach", YES)
        bar = judgement.bars.naming
        assert bar is not None
        whose = judgement.parties[judgement.party[row]]
        return (
            f"A {weight} breach; the side of {whose} has a probability of {percent(float(judgement.p[row]))}, "
            f"{bar.threshold_percent:g} % is asked."
        )
    if outcome == UNATTRIBUTED:
        return "A breach, but no side of origin meets the standard: " + _side(judgement, facts, row).why + "."
    if outcome == NO_VIOLATION:
        saved = int(conduct.saved_by[row])
        if saved >= 0:
            exemption = clause.exceptions[saved]
            return f"No breach: exception {exemption.exception_id} holds ({exemption.says.rstrip('.')})."
        return "No breach: " + _first(judgement, facts, row, evaluation, "breach", NO)
    assert outcome == UNRESOLVED
    if conduct.occurred[row] == NOT_KNOWN:
        p = float(facts.column("p_exists")[row])
        return f"Not resolved: that it happened has a probability of {percent(p)}, which meets the standard neither way."
    if conduct.in_force[row] == NOT_KNOWN:
        return (
            "Not resolved: whether the clause was in force is disputed: "
            + why_in_force(clause, facts, row)
            + "."
        )
    return "Not resolved: " + _first(judgement, facts, row, evaluation, "", NOT_KNOWN)


def _first(judgement: Judgement, facts: Facts, row: int, evaluation: Evaluation, part: str, code: int) -> str:
    """The sentences of the predicates of a part that gave `code`."""
    conduct = judgement.conduct_of(row)
    told = [
        evaluation.why(tried.expression, conduct.party, row)
        for tried in conduct.tried
        if tried.codes[row] == code and (tried.part.startswith(part) if part else tried.part != "grave")
    ]
    sentence = "; ".join(told) or "every part of the clause is met"
    return sentence if sentence.endswith("?") else sentence + "."
