"""Run the [[case]] examples that lie beside the clauses: the agreement file tests itself."""

from dataclasses import dataclass

from .agreement import Agreement, Example
from .evaluate import NOBODY, evaluate
from .given import facts_of_given
from .outcomes import outcome_word
from .standards import example_bars


@dataclass(frozen=True)
class Ran:
    """What a case gave. `holds` compares it with what the file expects."""

    example: Example
    outcome: str
    party: str | None
    exception: str | None
    why: tuple[str, ...]

    @property
    def holds(self) -> bool:
        wanted = self.example
        return (
            self.outcome == wanted.expect
            and wanted.expect_party in (None, self.party)
            and wanted.expect_exception in (None, self.exception)
        )


def run_examples(agreement: Agreement) -> list[Ran]:
    """Every case of the file, in its order, with the trace that led there.

    Of a clause that judges each party's own conduct, the party in question is `expect_party`, or the first bound one.
    """
    facts = facts_of_given([example.given for example in agreement.examples], agreement.parties)
    bars = example_bars(clause.breach_type for clause in agreement.clauses)
    judged = list(evaluate(agreement.clauses, facts, bars))
    found = []
    for row, example in enumerate(agreement.examples):
        versions = [j for j in judged if j.clause.clause_id == example.clause_id]
        if not versions:
            found.append(
                Ran(example, "not_in_force", None, None, ("the clause is a note: it is not executed",))
            )
            continue
        if versions[0].clause.attribution == "self":
            wanted = example.expect_party or versions[0].clause.parties[0]
            versions = [j for j in versions if j.parties[j.party[row]] == wanted] or versions
        holding = [j for j in versions if outcome_word(j.outcome[row]) != "not_in_force"] or versions
        judgement = holding[0]
        party = judgement.parties[judgement.party[row]] if judgement.party[row] != NOBODY else None
        conduct = judgement.conduct_of(row)
        saved = int(conduct.saved_by[row])
        exception = judgement.clause.exceptions[saved].exception_id if saved >= 0 else None
        from .trace import trace_rows

        why = tuple(
            f"{r.part}, {r.predicate}: {r.holds} - {r.why}" for r in trace_rows(judgement, facts, row)
        )
        found.append(Ran(example, outcome_word(judgement.outcome[row]), party, exception, why))
    return found
