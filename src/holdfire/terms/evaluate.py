"""Clauses over incidents: in force, covered, exceptions first, then breach, then gravity, then whose it is.

Everything is a column over all incidents, the trace too: what each predicate gave is kept as int8 codes, and a
sentence is made for the incident that somebody looks at. A party's name decides nothing: swapping the parties in the
facts swaps them in the findings (tests/terms/test_evaluate.py).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from holdfire.model.mandate import Standard

from .agreement import Clause
from .expressions import Evaluation, Expression
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
from .truth import NO, NOT_KNOWN, YES, Codes, all_of, any_of, at_least, from_bool, negated

NOBODY = -1


@dataclass(frozen=True)
class Bars:
    """How sure one must be, in percent, by the mandate; None: the parties set no standard, so nothing meets it."""

    occurrence: Standard | None
    side: Standard | None

    @property
    def naming(self) -> Standard | None:
        """The stricter of the two: naming a side asks for both."""
        if self.occurrence is None or self.side is None:
            return None
        return max(self.occurrence, self.side, key=lambda s: s.threshold_percent)


@dataclass(frozen=True)
class Tried:
    """One line of a trace: what part of the clause asked it, and what it gave for every incident."""

    part: str
    expression: Expression
    codes: Codes


@dataclass(frozen=True)
class Conduct:
    """One clause over all incidents, as one party is judged: outcome codes before the question of whose it was."""

    party: str
    outcome: np.ndarray
    in_force: Codes
    occurred: Codes
    tried: tuple[Tried, ...]
    saved_by: np.ndarray


@dataclass(frozen=True)
class Judgement:
    """One clause over all incidents. `party` indexes `parties`, NOBODY where none is named; p is of that party's side."""

    clause: Clause
    bars: Bars
    outcome: np.ndarray
    party: np.ndarray
    p: np.ndarray
    conducts: tuple[Conduct, ...]
    parties: tuple[str, ...] = field(default=())

    def conduct_of(self, row: int) -> Conduct:
        """The conduct that this incident's outcome stands on: the named party's, else the one that gave the outcome."""
        name = self.parties[self.party[row]] if self.party[row] != NOBODY else None
        for conduct in self.conducts:
            if conduct.party == name:
                return conduct
        wanted = {UNATTRIBUTED: (MINOR, GRAVE)}.get(int(self.outcome[row]), (int(self.outcome[row]),))
        for conduct in self.conducts:
            if int(conduct.outcome[row]) in wanted:
                return conduct
        return self.conducts[0]


def in_force_codes(clause: Clause, facts: Facts) -> Codes:
    """Does the clause bind when the incident happened? Where voices disagree about its start: not known."""
    if clause.in_force == "not_in_force":
        return np.full(facts.size, NO, np.int8)
    low, high = facts.bounds("occurred")
    begun: Codes
    if not clause.starts:
        begun = np.full(facts.size, NOT_KNOWN if clause.in_force == "disputed" else YES, np.int8)
    else:
        each = [from_bool(low >= start.latest, high < start.earliest) for start in clause.starts]
        agreed = all_of(each, facts.size)
        begun = np.where(agreed == any_of(each, facts.size), agreed, NOT_KNOWN).astype(np.int8)
    if clause.ends is None:
        return begun
    return all_of([begun, negated(at_least(low, high, clause.ends))], facts.size)


def why_in_force(clause: Clause, facts: Facts, row: int) -> str:
    """One sentence: by whose start it binds, by whose it does not."""
    from datetime import UTC, datetime

    if clause.in_force == "not_in_force":
        return "the clause is not in force"
    low, high = facts.bounds("occurred")
    parts = []
    for start in clause.starts:
        began = datetime.fromtimestamp(start.earliest, UTC)
        when = f"{began:%Y-%m-%d %H:%M} UTC"
        binds, waits = bool(low[row] >= start.latest), bool(high[row] < start.earliest)
        if len(clause.starts) == 1:
            parts.append(f"in force since {when}" if binds else f"in force only from {when}")
        else:
            word = "binds" if binds else "does not bind yet" if waits else "may bind"
            parts.append(f"{word} if it began {when} ({start.by})")
    if clause.ends is not None and not high[row] < clause.ends:
        parts.append(f"it ended {datetime.fromtimestamp(clause.ends, UTC):%Y-%m-%d %H:%M} UTC")
    return "; ".join(parts) or (
        "its start is disputed" if clause.in_force == "disputed" else "it binds without a stated start"
    )


def occurred_codes(facts: Facts, bar: Standard | None) -> Codes:
    """Did it happen, by the standard? no where the contrary meets the same standard."""
    p = facts.column("p_exists") * 100
    if bar is None:
        return np.full(facts.size, NOT_KNOWN, np.int8)
    return from_bool(p >= bar.threshold_percent, p <= 100 - bar.threshold_percent)


def judge_conduct(clause: Clause, evaluation: Evaluation, party: str, bars: Bars) -> Conduct:
    facts = evaluation.facts
    n = facts.size
    tried = [Tried("covers", e, evaluation.codes(e, party)) for e in clause.covers]
    covers = all_of([t.codes for t in tried], n)
    excepted = np.full(n, NO, np.int8)
    saved_by = np.full(n, -1, np.int16)
    for number, exemption in enumerate(clause.exceptions):
        parts = [
            Tried(f"exception {exemption.exception_id}", e, evaluation.codes(e, party))
            for e in exemption.when
        ]
        tried += parts
        holds = all_of([t.codes for t in parts], n)
        saved_by[(holds == YES) & (saved_by < 0)] = number
        excepted = np.maximum(excepted, holds)
    breach_parts = [Tried("breach", e, evaluation.codes(e, party)) for e in clause.breach or ()]
    grave_parts = [Tried("grave", e, evaluation.codes(e, party)) for e in clause.grave]
    tried += breach_parts + grave_parts
    in_force, occurred = in_force_codes(clause, facts), occurred_codes(facts, bars.occurrence)
    breach = all_of([t.codes for t in breach_parts], n)
    grave = all_of([t.codes for t in grave_parts], n) if grave_parts else np.full(n, NO, np.int8)
    whole = all_of([in_force, covers, negated(excepted), breach], n)
    outcome = np.where(grave == YES, GRAVE, MINOR).astype(np.int8)
    outcome[whole == NOT_KNOWN] = UNRESOLVED
    outcome[whole == NO] = NO_VIOLATION
    outcome[excepted == YES] = NO_VIOLATION
    outcome[(occurred == NOT_KNOWN) & (outcome != NO_VIOLATION)] = UNRESOLVED
    outcome[occurred == NO] = NOT_AN_INCIDENT
    outcome[in_force == NO] = NOT_IN_FORCE
    outcome[covers == NO] = NOT_COVERED
    return Conduct(party, outcome, in_force, occurred, tuple(tried), saved_by)


def judge(clause: Clause, evaluation: Evaluation, bars: Bars) -> list[Judgement]:
    """One judgement where the side of origin answers for it; one for each party where its own conduct is judged."""
    facts = evaluation.facts
    conducts = tuple(judge_conduct(clause, evaluation, party, bars) for party in clause.parties)
    if clause.attribution == "self":
        found = []
        for number, conduct in enumerate(conducts):
            whose = np.full(facts.size, number, np.int8)
            found.append(
                Judgement(
                    clause, bars, conduct.outcome, whose, np.ones(facts.size), (conduct,), clause.parties
                )
            )
        return found
    return [_by_origin(clause, facts, bars, conducts)]


def _by_origin(clause: Clause, facts: Facts, bars: Bars, conducts: tuple[Conduct, ...]) -> Judgement:
    """A side is named where its probability meets the standard and the origin's own verdict does not refuse it.

    The verdict (column verdict.PARTY: 1 that party, 0 not) asks more than a number: that it holds under other priors.
    """
    n = facts.size
    p_side = np.stack([np.nan_to_num(facts.column(f"p_side.{party}")) for party in clause.parties])
    best = p_side.max(axis=0)
    is_single = (p_side == best).sum(axis=0) == 1
    bar = bars.naming
    is_named = is_single & (best * 100 >= (bar.threshold_percent if bar else np.inf))
    refused = np.stack([facts.column(f"verdict.{party}") == 0 for party in clause.parties])
    is_named &= ~np.take_along_axis(refused, p_side.argmax(axis=0)[None, :], axis=0)[0]
    whose = np.where(is_named, p_side.argmax(axis=0), NOBODY).astype(np.int8)
    stack = np.stack([conduct.outcome for conduct in conducts])
    is_breach = ((stack == MINOR) | (stack == GRAVE)).any(axis=0)
    nobodys = np.full(n, NO_VIOLATION, np.int8)
    nobodys[(stack == UNRESOLVED).any(axis=0)] = UNRESOLVED
    nobodys[is_breach] = UNATTRIBUTED
    agreed = (stack == stack[0]).all(axis=0) & ~is_breach
    nobodys[agreed] = stack[0][agreed]
    named = np.take_along_axis(stack, np.maximum(whose, 0)[None, :].astype(np.int64), axis=0)[0]
    outcome = np.where(whose == NOBODY, nobodys, named).astype(np.int8)
    others = [p for p in facts.parties if p not in clause.parties]
    for other in others:  # fire from a side that the clause does not bind
        elsewhere = facts.column(f"p_side.{other}") * 100 >= (bar.threshold_percent if bar else np.inf)
        elsewhere &= facts.column(f"verdict.{other}") != 0
        outcome[elsewhere & (outcome == UNATTRIBUTED)] = NO_VIOLATION
    says_whose = (outcome == MINOR) | (outcome == GRAVE)
    return Judgement(
        clause,
        bars,
        outcome,
        np.where(says_whose, whose, NOBODY).astype(np.int8),
        best,
        conducts,
        clause.parties,
    )


def evaluate(clauses: Sequence[Clause], facts: Facts, bars_of: "dict[str, Bars]") -> Iterator[Judgement]:
    """Every executable clause over all incidents. bars_of: by breach type."""
    evaluation = Evaluation(facts)
    for clause in clauses:
        if clause.is_executable:
            yield from judge(clause, evaluation, bars_of[clause.breach_type])
