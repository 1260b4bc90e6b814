"""What reviewers decided about a finding, from the log: two pairs of eyes, dissent kept, a tie is "divided".

A log entry of kind review with the body {"what": "finding", "subject": finding id, "decision": an outcome or "agree",
"reviewer", "reason", "party"}. A reviewer's last word counts. Someone outside the roster is recorded and not counted.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfire.model.kinds import Outcome
from holdfire.model.mandate import Mandate
from holdfire.model.register import fetch_dicts

from .roles import is_on_roster

if TYPE_CHECKING:
    import duckdb

AGREE = ("agree", "accept", "uphold", "")
PAIRS_OF_EYES = 2


@dataclass(frozen=True)
class Opinion:
    """One reviewer's word. is_counted: false where the roster does not know the reviewer, or the decision is no outcome."""

    reviewer: str
    decision: str
    reason: str
    party: str | None
    log_index: int
    is_counted: bool


@dataclass(frozen=True)
class Reviewed:
    """What stands after review. status: draft, reviewed, endorsed, dissented."""

    outcome: str
    party: str | None
    status: str
    dissent: tuple[Opinion, ...]
    opinions: tuple[Opinion, ...]
    note: str = ""


def opinions_of_log(db: "duckdb.DuckDBPyConnection", mandate: Mandate) -> dict[str, list[Opinion]]:
    """Opinions by what they are about, in the order of the log."""
    rows = fetch_dicts(
        db,
        "select log_index, by_name, subject_id, body from log_entry where kind = 'review' and body is not null order by log_index",
    )
    found: dict[str, list[Opinion]] = defaultdict(list)
    for row in rows:
        body = json.loads(row["body"])
        if body.get("what") == "finding":
            opinion = _opinion(body, row, mandate)
            found[str(body.get("subject") or row["subject_id"])].append(opinion)
    return found


def _opinion(body: Mapping[str, Any], row: Mapping[str, Any], mandate: Mandate) -> Opinion:
    reviewer = str(body.get("reviewer") or row["by_name"] or "")
    decision = str(body.get("decision") or "").strip().lower()
    is_known = decision in AGREE or decision in set(Outcome)
    is_counted = is_known and (not mandate.roster or is_on_roster(mandate, reviewer, "review"))
    return Opinion(
        reviewer,
        decision,
        str(body.get("reason") or ""),
        body.get("party"),
        int(row["log_index"]),
        is_counted,
    )


def review(computed: str, party: str | None, opinions: Sequence[Opinion]) -> Reviewed:
    """What the reviewers' last words make of a computed outcome.

    Nobody: a draft. All agree with it: reviewed, or endorsed from two on. Two or more with a majority for one outcome:
    that one, with the others' dissent. Two or more without a majority: divided. A single one who disagrees does not
    overturn it: the dissent is recorded until a second pair of eyes decides.
    """
    last: dict[str, Opinion] = {}
    for opinion in opinions:
        if opinion.is_counted:
            last[opinion.reviewer] = opinion
    votes = {name: computed if o.decision in AGREE else o.decision for name, o in last.items()}
    if not votes:
        return Reviewed(computed, party, "draft", (), tuple(opinions))
    tally = Counter(votes.values())
    top, n_top = min(tally.items(), key=lambda item: (-item[1], item[0]))

    def against(outcome: str) -> tuple[Opinion, ...]:
        return tuple(last[name] for name in sorted(votes) if votes[name] != outcome)

    if len(votes) < PAIRS_OF_EYES:
        status = "reviewed" if top == computed else "dissented"
        return Reviewed(computed, party, status, against(computed), tuple(opinions))
    if n_top < PAIRS_OF_EYES or n_top * 2 <= len(votes):
        said = ", ".join(f"{name}: {votes[name]}" for name in sorted(votes))
        return Reviewed(
            Outcome.DIVIDED,
            None,
            "dissented",
            against(computed),
            tuple(opinions),
            f"The reviewers disagree ({said}).",
        )
    dissent = against(top)
    whose = next((last[n].party for n in sorted(votes) if votes[n] == top and last[n].party), None)
    named = whose or (party if top in (Outcome.MINOR, Outcome.GRAVE) else None)
    note = (
        ""
        if top == computed
        else f"The reviewers decided {top.replace('_', ' ')}; computed was {computed.replace('_', ' ')}."
    )
    return Reviewed(top, named, "dissented" if dissent else "endorsed", dissent, tuple(opinions), note)
