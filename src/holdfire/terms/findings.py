"""incident, clause -> finding, clause_trace: what was breached, by which standard, and every step that led there.

A finding is written where a clause concerns an incident and was in force, or where that is not known. That a clause
does not concern one, or did not bind, is not stored: `holdfire terms trace` prints it. Cease-fire, procedure and
humanitarian-law notes are separate findings by separate standards, on the same incident.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from holdfire.model.case import Case, CoverageInterval
from holdfire.model.ids import row_id
from holdfire.model.mandate import Standard
from holdfire.model.register import fetch_dicts, insert_rows

from .agreement import Agreement, Clause
from .evaluate import NOBODY, Judgement, evaluate
from .expressions import Evaluation
from .facts import Facts
from .from_register import facts_of_register
from .outcomes import OUTCOMES
from .reviews import Opinion, opinions_of_log, review
from .standards import bars_by_breach
from .trace import TraceRow, reason, trace_rows

if TYPE_CHECKING:
    import duckdb


def clauses_for(agreements: Sequence[Agreement], parties: Sequence[str]) -> list[Clause]:
    """Every clause, bound parties narrowed to those of the mandate: who is no party to the case is not judged in it."""
    return [
        replace(clause, parties=tuple(p for p in clause.parties if p in parties))
        for agreement in agreements
        for clause in agreement.clauses
    ]


def write_clauses(
    db: "duckdb.DuckDBPyConnection", agreements: Sequence[Agreement], parties: Sequence[str]
) -> None:
    """Case files -> clause: every clause of every agreement, notes too, with what its file leaves out."""
    unknown = {agreement.agreement_id: list(agreement.not_known) for agreement in agreements}
    rows = []
    for clause in clauses_for(agreements, parties):
        starts = [
            {"earliest": _iso(s.earliest), "latest": _iso(s.latest), "asserted_by": s.by, "source": s.source}
            for s in clause.starts
        ]
        rows.append(
            {
                "clause_id": clause.clause_id,
                "agreement_id": clause.agreement_id,
                "version": clause.version,
                "says": clause.says,
                "source": clause.source,
                "valid_from": _moment(min((s.earliest for s in clause.starts), default=None)),
                "valid_to": _moment(clause.ends),
                "in_force": clause.in_force,
                "rule_set": clause.rule_set,
                "parties": list(clause.parties),
                "is_executed": clause.is_executable and bool(clause.parties),
                "starts": json.dumps(starts, ensure_ascii=False),
                "note": clause.note,
                "not_known": unknown[clause.agreement_id],
            }
        )
    insert_rows(db, "clause", rows)


def _moment(at: float | None) -> datetime | None:
    return None if at is None else datetime.fromtimestamp(at, UTC).replace(tzinfo=None)


def _iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()


@dataclass(frozen=True)
class Incidents:
    """What findings need of each incident beside the facts."""

    known_at: list[datetime]
    coverage: list[list[TraceRow]]


def write_findings(db: "duckdb.DuckDBPyConnection", case: Case, agreements: Sequence[Agreement]) -> None:
    """incident, clause, log -> finding, clause_trace."""
    facts = facts_of_register(db, case)
    clauses = [c for c in clauses_for(agreements, facts.parties) if c.is_executable and c.parties]
    bars = bars_by_breach(case.mandate, (c.breach_type for c in clauses))
    opinions = opinions_of_log(db, case.mandate)
    known_at = [row[0] for row in db.execute("select known_at from incident order by incident_id").fetchall()]
    beside = Incidents(known_at, _coverage_rows(db, case, facts))
    findings: list[dict[str, Any]] = []
    traces: list[dict[str, Any]] = []
    evaluation = Evaluation(facts)
    for judgement in evaluate(clauses, facts, bars):
        for row in np.flatnonzero(judgement.outcome >= 0):
            finding, trace = _finding(judgement, facts, int(row), evaluation, opinions, beside)
            findings.append(finding)
            traces += trace
            if len(traces) > BATCH:
                _flush(db, findings, traces)
    _flush(db, findings, traces)


BATCH = 100_000
"""Trace rows that are held before they are written: what bounds the memory of a large case."""


def _flush(
    db: "duckdb.DuckDBPyConnection", findings: list[dict[str, Any]], traces: list[dict[str, Any]]
) -> None:
    insert_rows(db, "finding", findings)
    insert_rows(db, "clause_trace", traces)
    findings.clear()
    traces.clear()


def _finding(
    judgement: Judgement,
    facts: Facts,
    row: int,
    evaluation: Evaluation,
    opinions: dict[str, list[Opinion]],
    beside: Incidents,
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    clause, incident_id = judgement.clause, facts.ids[row]
    party = judgement.parties[judgement.party[row]] if judgement.party[row] != NOBODY else None
    whose = party if clause.attribution == "self" else None
    finding_id = row_id("fnd", incident_id, clause.clause_id, clause.version, whose)
    computed = str(OUTCOMES[judgement.outcome[row]])
    reviewed = review(computed, party, opinions.get(finding_id, []))
    trace = (
        trace_rows(judgement, facts, row, evaluation) + beside.coverage[row] + _review_rows(reviewed.opinions)
    )
    why = reason(judgement, facts, row, evaluation)
    bar = _bar(judgement)
    p_exists = float(facts.column("p_exists")[row])
    finding = {
        "finding_id": finding_id,
        "incident_id": incident_id,
        "clause_id": clause.clause_id,
        "version": clause.version,
        "rule_set": clause.rule_set,
        "outcome": reviewed.outcome,
        "computed": computed,
        "party": reviewed.party,
        "p": round(p_exists if clause.attribution == "self" else float(judgement.p[row]), 6),
        "standard": str(bar.standard) if bar else None,
        "threshold_percent": bar.threshold_percent if bar else None,
        "threshold_set_by": f"{', '.join(bar.set_by)}, {bar.set_on}" if bar else None,
        "reason": f"{reviewed.note} {why}".strip(),
        "exceptions_tried": json.dumps(exceptions_tried(judgement, row, trace), ensure_ascii=False),
        "status": reviewed.status,
        "dissent": json.dumps(
            [
                {"reviewer": o.reviewer, "decision": o.decision, "reason": o.reason, "log_index": o.log_index}
                for o in reviewed.dissent
            ],
            ensure_ascii=False,
        ),
        "known_at": beside.known_at[row],
    }
    rows = [
        {
            "finding_id": finding_id,
            "seq": seq,
            "part": step.part,
            "predicate": step.predicate,
            "given": json.dumps(step.given, ensure_ascii=False, sort_keys=True),
            "holds": step.holds,
            "why": step.why,
            "evidence": list(step.evidence),
        }
        for seq, step in enumerate(trace)
    ]
    return finding, rows


def _bar(judgement: Judgement) -> Standard | None:
    """The standard that the outcome was held to: naming a side asks for the stricter of two."""
    if judgement.clause.attribution == "self" or judgement.clause.rule_set == "ihl_note":
        return judgement.bars.occurrence
    return judgement.bars.naming


def exceptions_tried(judgement: Judgement, row: int, trace: Sequence[TraceRow]) -> list[dict[str, str]]:
    """Each exception of the clause, whether it holds, and why; the weakest of its predicates decides."""
    found = []
    rank = {"no": 0, "not_known": 1, "yes": 2}
    for exemption in judgement.clause.exceptions:
        mine = [step for step in trace if step.part == f"exception {exemption.exception_id}"]
        holds = min((step.holds for step in mine), key=lambda word: rank[word], default="not_known")
        found.append(
            {"exception": exemption.exception_id, "holds": holds, "why": "; ".join(step.why for step in mine)}
        )
    return found


def _review_rows(opinions: Sequence[Opinion]) -> list[TraceRow]:
    rows = []
    for opinion in opinions:
        said = opinion.decision.replace("_", " ") or "agrees"
        counted = (
            "" if opinion.is_counted else " (recorded, not counted: not on the roster, or no outcome named)"
        )
        rows.append(
            TraceRow(
                "review", "review", {"reviewer": opinion.reviewer, "decision": opinion.decision},
                "yes" if opinion.is_counted else "no", f"{opinion.reviewer}: {said}{counted}. {opinion.reason}".strip(),
                (f"log:{opinion.log_index}",),
            )
        )  # fmt: skip
    return rows


def _coverage_rows(db: "duckdb.DuckDBPyConnection", case: Case, facts: Facts) -> list[list[TraceRow]]:
    """Who could have perceived each incident, by coverage.csv, what their silence weighs, and who was kept from looking
    that day: one row an incident."""
    silent: dict[str, list[str]] = {}
    for row in fetch_dicts(
        db, "select incident_id, says from negative_finding order by incident_id, coverage_id"
    ):
        silent.setdefault(str(row["incident_id"]), []).append(str(row["says"]))
    restricted: dict[date, list[tuple[str, str]]] = {}
    for row in fetch_dicts(
        db,
        "select restriction_id, happened_at, category, place from restriction where happened_at is not null order by restriction_id",
    ):
        day = case.mandate.local_day(row["happened_at"].replace(tzinfo=UTC))
        told = f"{row['category'].replace('_', ' ')} of movement at {row['place'] or 'a place not stated'} that day"
        restricted.setdefault(day, []).append((str(row["restriction_id"]), told))
    low, high = facts.bounds("occurred")
    spans = [
        (c, c.start.timestamp(), c.end.timestamp())
        for c in sorted(case.coverage, key=lambda c: c.coverage_id)
    ]
    rows = []
    for i, incident_id in enumerate(facts.ids):
        there = [c for c, start, end in spans if start <= high[i] and end >= low[i]]
        that_day = restricted.get(case.mandate.local_day(datetime.fromtimestamp(float(low[i]), UTC)), [])
        rows.append([_coverage_row(there, silent.get(incident_id, []), that_day)])
    return rows


def _coverage_row(
    there: Sequence[CoverageInterval], silent: Sequence[str], restricted: Sequence[tuple[str, str]]
) -> TraceRow:
    working = [c for c in there if c.status == "operational"]
    others = [f"{c.position}: {c.status.replace('_', ' ')}" for c in there if c.status != "operational"]
    told = [f"{len(working)} of {len(there)} positions on file were operating then"] if there else []
    told = told or ["no position that could have perceived it is on file for that time"]
    return TraceRow(
        "coverage", "coverage", {"positions": [c.coverage_id for c in there]}, "yes" if working else "not_known",
        "; ".join([*told, *others, *silent, *(says for _, says in restricted)]),
        (*(c.coverage_id for c in there), *(restriction_id for restriction_id, _ in restricted)),
    )  # fmt: skip
