"""incident, clause -> finding; statement, policy -> count_row; log -> case_step: the stage of this room.

Reads agreement/*.toml and the mandate; empties its own tables, then fills them. No clock, no randomness.
"""

from typing import TYPE_CHECKING

from holdfire.model.case import Case
from holdfire.model.stage import Run, Stage

if TYPE_CHECKING:
    import duckdb

WRITES = (
    "clause", "finding", "clause_trace", "counting_policy", "count_item", "count_row", "restriction", "case_step", "party_response",
    "correction",
)  # fmt: skip


def run(db: "duckdb.DuckDBPyConnection", case: Case, run: Run) -> None:
    """Everything of terms, from the register and the case's files. Raises Problems for a faulty agreement file."""
    from .agreement import read_agreements
    from .count_tables import write_counts
    from .findings import write_clauses, write_findings
    from .records import write_corrections, write_responses, write_restrictions
    from .workflow import write_case_steps

    agreements = read_agreements(case.agreement_dir)
    for table in WRITES:
        db.execute(f"delete from {table}")
    parties = [party.id for party in case.mandate.parties]
    write_clauses(db, agreements, parties)
    write_case_steps(db, case, agreements)
    write_responses(db, agreements)
    write_corrections(db)
    write_restrictions(db, case)
    run.progress(1, 3, "findings")
    write_findings(db, case, agreements)
    run.progress(2, 3, "counts")
    write_counts(db, case.mandate)


STAGE = Stage(
    name="terms",
    version=1,
    reads=(
        "log_entry", "statement", "sound_event", "incident", "member", "contradiction", "origin_posterior", "contribution",
        "negative_finding",
    ),
    files=("mandate.toml", "sources.csv", "coverage.csv", "geography/*", "agreement/*.toml"),
    writes=WRITES,
    run=run,
)  # fmt: skip
