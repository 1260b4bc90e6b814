"""statement, sound_event -> report, candidate_pair, incident, member, ...: which statements are of one incident.

Linked with named terms only: the learned residual was trained on reports of another form, and every line of an
incident's proof must be one that two hostile parties can dispute. What was known is replayed day by day, so that an
incident keeps the id under which it was first told and its splits and merges are on record; a rebuild gives the same.
"""

from typing import TYPE_CHECKING, Any

from holdfire.model.case import Case
from holdfire.model.register import fetch_dicts, insert_rows
from holdfire.model.stage import Run, Stage

from .contradictions import contradictions_of
from .identity import Names
from .incidents import incident_rows
from .link_case import Told, link_case
from .reviews import decisions_of
from .statements import Sayings, sayings

if TYPE_CHECKING:
    import duckdb

WRITES = (
    "report", "candidate_pair", "incident", "member", "incident_alternative", "contradiction", "incident_event",
    "link_quality",
)  # fmt: skip
MOST_DAYS = 60
"""Days of knowledge that are replayed one by one; of more, the earlier ones are taken together."""


def run(db: "duckdb.DuckDBPyConnection", case: Case, run: Run) -> None:
    """Empties the stage's tables and fills them from statements, sound events and reviewers' entries in the log."""
    for table in WRITES:
        db.execute(f"delete from {table}")
    statements = fetch_dicts(db, "select * from statement order by statement_id")
    events = fetch_dicts(db, "select * from sound_event order by event_id")
    reviews = [
        row["body"]
        for row in fetch_dicts(db, "select body from log_entry where kind = 'review' order by log_index")
    ]
    found = sayings(statements, events, case)
    names = Names()
    changes: list[dict[str, Any]] = []
    told = Told.nothing()
    days = _days_of_knowledge(found)
    for number, day in enumerate(days):
        run.progress(number, len(days), f"linking what was known by {day:%d %B %Y}")
        known = [row["known_at"].date() <= day for row in found.rows]
        part = _known(found, known)
        decided = decisions_of(reviews, frozenset(r["report_id"] for r in part.rows))
        told, changed = link_case(part, decided, case, names)
        moment = max(row["known_at"] for row in part.rows if row["known_at"].date() <= day)
        changes += [
            {"happened_at": moment, "incident_id": c.incident_id, "change": c.change, "other_id": c.other_id, "reason": c.reason}
            for c in changed
        ]  # fmt: skip
    opposed = contradictions_of(statements, told, case)
    insert_rows(db, "report", told.report_rows())
    insert_rows(db, "candidate_pair", told.pair_rows())
    incidents, members, alternatives = incident_rows(told, opposed, case, statements)
    insert_rows(db, "incident", incidents)
    insert_rows(db, "member", members)
    insert_rows(db, "incident_alternative", alternatives)
    insert_rows(db, "contradiction", opposed)
    insert_rows(db, "incident_event", changes)
    insert_rows(db, "link_quality", told.quality_rows(found.unlinked))


def _days_of_knowledge(found: Sayings) -> list[Any]:
    days = sorted({row["known_at"].date() for row in found.rows})
    return days[-MOST_DAYS:]


def _known(found: Sayings, known: list[bool]) -> Sayings:
    if all(known):
        return found
    keep = [k for k, yes in enumerate(known) if yes]
    return Sayings(
        [found.rows[k] for k in keep],
        found.reports.taken(keep),
        [found.aggregate[k] for k in keep],
        found.unlinked,
    )


STAGE = Stage(
    name="fusion",
    version=3,
    reads=("statement", "sound_event", "exhibit", "log_entry"),
    files=("mandate.toml", "sources.csv", "geography/places.csv"),
    writes=WRITES,
    run=run,
)
