"""Every clause over one incident, also those that do not concern it: what `holdfire terms trace` prints."""

from typing import TYPE_CHECKING, Any

from holdfire.model.case import Case

from .agreement import read_agreements
from .evaluate import NOBODY, evaluate
from .expressions import Evaluation
from .findings import clauses_for
from .from_register import facts_of_register
from .outcomes import outcome_word
from .standards import bars_by_breach
from .trace import reason, trace_rows

if TYPE_CHECKING:
    import duckdb


def trace_incident(
    db: "duckdb.DuckDBPyConnection", case: Case, incident_id: str, clause_id: str | None = None
) -> list[dict[str, Any]]:
    """[{clause_id, version, outcome, party, reason, trace}]; empty where there is no such incident or clause."""
    facts = facts_of_register(db, case)
    if incident_id not in facts.ids:
        return []
    row = list(facts.ids).index(incident_id)
    clauses = clauses_for(read_agreements(case.agreement_dir), facts.parties)
    wanted = [c for c in clauses if c.is_executable and c.parties and clause_id in (None, c.clause_id)]
    evaluation = Evaluation(facts)
    found = []
    for judgement in evaluate(wanted, facts, bars_by_breach(case.mandate, (c.breach_type for c in wanted))):
        party = judgement.parties[judgement.party[row]] if judgement.party[row] != NOBODY else None
        found.append(
            {
                "clause_id": judgement.clause.clause_id,
                "version": judgement.clause.version,
                "outcome": outcome_word(judgement.outcome[row]),
                "party": party,
                "reason": reason(judgement, facts, row, evaluation),
                "trace": [
                    {
                        "part": step.part, "predicate": step.predicate, "given": dict(step.given), "holds": step.holds, "why": step.why,
                        "evidence": list(step.evidence),
                    }
                    for step in trace_rows(judgement, facts, row, evaluation)
                ],
            }
        )  # fmt: skip
    return found
