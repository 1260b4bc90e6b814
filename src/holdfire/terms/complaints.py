"""A complaint's path, as a state rebuilt from log entries: allegation to closure, each step with its clock.

The union of real missions' procedures (field guide 6.5). A step names who took it, in what role, when and why. What
cannot be counted (a step out of order, a vote from outside the roster, a role that may not) is kept, marked and
explained, never dropped. A deadline that passes leaves a row "silence"; a comment after it is counted and called late.
Pure: entries in, steps out; the only clock is the log's own latest time. Times are aware UTC.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from holdfire.model.mandate import Mandate

from .agreement import Deadline
from .roles import is_on_roster, may, party_of

BODY, COMPLAINANT, RESPONDENT = "body", "complainant", "respondent"


@dataclass(frozen=True)
class Step:
    """One kind of step.

    action    what terms.roles is asked for
    after     states in which it may be taken; None: in any that is not closed
    state     the state after it; "" leaves it as it was; where `answers` has the answer, that decides
    who       complainant, respondent or body (the mission or joint commission)
    """

    name: str
    action: str
    after: tuple[str, ...] | None
    state: str
    who: str = BODY
    answers: Mapping[str, str] = field(default_factory=dict)


_OPEN_FACTS = ("assessed", "tasked", "access", "evidence")
_DECIDED = ("endorsed", "not_endorsed", "published", "withheld", "remedy", "acted")

STEPS: dict[str, Step] = {
    s.name: s
    for s in (
        Step("allegation", "complain", ("",), "alleged", COMPLAINANT),
        Step("registration", "review", ("alleged",), "registered"),
        Step("admissibility", "review", ("registered",), "", answers={"admissible": "admissible", "inadmissible": "inadmissible"}),
        Step("preliminary_assessment", "review", ("admissible", "escalated"), "assessed"),
        Step("tasking", "task", ("assessed",), "tasked"),
        Step("access", "review", ("tasked", "access"), "access", answers={"granted": "access", "denied": "access", "delayed": "access"}),
        Step("evidence", "review", _OPEN_FACTS, "evidence"),
        Step("draft_finding", "draft", _OPEN_FACTS, "drafted"),
        Step("party_comment", "reply", None, "", RESPONDENT),
        Step("finding", "decide", ("drafted", "commented"), "found"),
        Step("vote", "vote", ("found", "voted"), "voted", answers={"yes": "voted", "no": "voted", "abstain": "voted"}),
        Step("endorsement", "decide", ("voted",), ""),
        Step("publication", "publish", ("endorsed",), "", answers={"publish": "published", "withhold": "withheld"}),
        Step("remedy", "decide", ("endorsed", "published", "withheld", "escalated"), "remedy"),
        Step("party_action", "reply", ("remedy", "acted"), "acted", RESPONDENT),
        Step("escalation", "decide", None, "escalated"),
        Step("closure", "close", ("inadmissible", "escalated", *_DECIDED), "closed"),
        Step("silence", "review", None, ""),
        Step("notification", "notify", None, "", COMPLAINANT),
        Step("notification_reply", "notify", None, "", RESPONDENT),
        Step("exercise", "notify", None, "", COMPLAINANT),
    )
}  # fmt: skip
"""Every step that a log entry of kind case_step can name."""


@dataclass(frozen=True)
class Entry:
    """One log entry about a complaint. `answer` is access granted, a vote, an outcome, as the step asks."""

    log_index: int
    complaint_id: str
    step: str
    at: datetime
    actor: str
    role: str
    party: str | None
    reason: str
    answer: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Taken:
    """One row of the path. due_at and expects: the clock that this step started."""

    entry: Entry
    state: str
    is_counted: bool
    note: str
    due_at: datetime | None = None
    expects: str | None = None
    is_late: bool = False


@dataclass(frozen=True)
class Clock:
    expects: str
    due_at: datetime
    started_by: str
    deadline: Deadline


MAJORITY, CONSENSUS = "majority", "consensus"


@dataclass
class Complaint:
    """What the log makes of one complaint. endorsement: how the agreement has a finding endorsed."""

    complaint_id: str
    steps: list[Taken] = field(default_factory=list)
    state: str = ""
    clocks: list[Clock] = field(default_factory=list)
    endorsement: str = MAJORITY

    @property
    def complainant(self) -> str | None:
        return next(
            (t.entry.party for t in self.steps if t.is_counted and t.entry.step == "allegation"), None
        )

    def last(self, step: str) -> Taken | None:
        return next((t for t in reversed(self.steps) if t.is_counted and t.entry.step == step), None)

    def votes(self) -> dict[str, Entry]:
        """Each voter's last counted vote."""
        return {t.entry.actor: t.entry for t in self.steps if t.is_counted and t.entry.step == "vote"}


def rebuild(
    entries: Sequence[Entry],
    mandate: Mandate,
    deadlines: Sequence[Deadline],
    latest: datetime | None = None,
    endorsement: str = MAJORITY,
) -> dict[str, Complaint]:
    """Every complaint by its id, in the order of the log.

    endorsement  majority or consensus, as the agreement has it
    latest  the log's latest time: deadlines before it have passed. None: the latest of these entries
    """
    found: dict[str, Complaint] = {}
    for entry in sorted(entries, key=lambda e: e.log_index):
        complaint = found.setdefault(
            entry.complaint_id, Complaint(entry.complaint_id, endorsement=endorsement)
        )
        _pass_deadlines(complaint, entry.at)
        take(complaint, entry, mandate, deadlines)
    if entries:
        now = latest or max(entry.at for entry in entries)
        for complaint in found.values():
            _pass_deadlines(complaint, now)
    return found


def refusal(complaint: Complaint, entry: Entry, mandate: Mandate) -> str:
    """Why a step cannot count now; "" where it can. The command refuses on it, the rebuild records it."""
    step = STEPS.get(entry.step)
    if step is None:
        return f"unknown step {entry.step!r}, expected one of {', '.join(STEPS)}"
    if not may(mandate, entry.role, step.action):
        return f"the role {entry.role!r} may not {step.action}"
    if step.after is not None and complaint.state not in step.after:
        states = ", ".join(s or "the beginning" for s in step.after)
        return (
            f"{entry.step} can be taken in {states}; the complaint is {complaint.state or 'not yet alleged'}"
        )
    if (
        step.after is None
        and not complaint.state
        and entry.step not in ("notification", "notification_reply", "exercise")
    ):
        return f"{entry.step}: there is no such complaint yet"
    if step.after is None and complaint.state == "closed" and entry.step not in ("party_comment", "silence"):
        return f"{entry.step}: the complaint is closed"
    if step.answers and entry.answer not in step.answers:
        return f"{entry.step}: found the answer {entry.answer!r}, expected one of {', '.join(step.answers)}"
    if step.who in (COMPLAINANT, RESPONDENT) and entry.party is None:
        return f"{entry.step}: no party is named"
    if step.who in (COMPLAINANT, RESPONDENT) and party_of(mandate, entry.role) != entry.party:
        return f"the role {entry.role!r} does not speak for {entry.party}"
    if step.who == RESPONDENT and entry.step != "notification_reply" and entry.party == complaint.complainant:
        return f"{entry.step} is the other party's: {entry.party} complained"
    return _refusal_by_people(complaint, entry, mandate)


def _refusal_by_people(complaint: Complaint, entry: Entry, mandate: Mandate) -> str:
    """Who may vote; two pairs of eyes; the party is heard before the finding."""
    if entry.step == "vote" and not is_on_roster(mandate, entry.actor, "vote"):
        return f"{entry.actor} is not on the mandate's roster with a vote"
    drafted = complaint.last("draft_finding")
    if entry.step == "finding" and drafted is not None:
        if drafted.entry.actor == entry.actor:
            return f"a finding needs two pairs of eyes: {entry.actor} drafted it"
        running = [c for c in complaint.clocks if c.expects == "party_comment" and entry.at <= c.due_at]
        if running and complaint.state == "drafted":
            return f"the party may comment until {running[0].due_at:%Y-%m-%d %H:%M} UTC"
    if (
        entry.step == "endorsement"
        and sum(v.answer == "yes" for v in complaint.votes().values()) == 0
        and not complaint.votes()
    ):
        return "nobody has voted"
    return ""


def take(complaint: Complaint, entry: Entry, mandate: Mandate, deadlines: Sequence[Deadline]) -> Taken:
    """Add one entry to the path: counted or not, late or not, with the clocks it stops and starts."""
    why_not = refusal(complaint, entry, mandate)
    if why_not:
        taken = Taken(entry, complaint.state, False, f"recorded, not counted: {why_not}")
        complaint.steps.append(taken)
        return taken
    was_silent = any(t.entry.step == "silence" and t.entry.answer == entry.step for t in complaint.steps)
    is_late = was_silent or any(c.expects == entry.step and entry.at > c.due_at for c in complaint.clocks)
    complaint.clocks = [c for c in complaint.clocks if c.expects != entry.step]
    if entry.step == "silence":
        complaint.clocks = [c for c in complaint.clocks if c.expects != entry.answer]
    complaint.state = _state_after(complaint, entry)
    started = [
        Clock(d.expects, entry.at + timedelta(hours=d.hours), entry.step, d)
        for d in deadlines
        if d.after == entry.step
    ]
    complaint.clocks += started
    first = min(started, key=lambda c: c.due_at, default=None)
    taken = Taken(
        entry, complaint.state, True, "late: after its deadline, recorded and counted all the same" if is_late else "",
        first.due_at if first else None, first.expects if first else None, is_late,
    )  # fmt: skip
    complaint.steps.append(taken)
    return taken


def _state_after(complaint: Complaint, entry: Entry) -> str:
    step = STEPS[entry.step]
    if entry.step == "party_comment":
        return "commented" if complaint.state == "drafted" else complaint.state
    if entry.step == "endorsement":
        return "endorsed" if is_endorsed(complaint) else "not_endorsed"
    return step.answers.get(entry.answer) or step.state or complaint.state


def is_endorsed(complaint: Complaint) -> bool:
    """At least two yes (two pairs of eyes), and more yes than no; under consensus, no no at all.

    Counted from the votes, not from who says so. An abstention is neither.
    """
    answers = [vote.answer for vote in complaint.votes().values()]
    yes, no = answers.count("yes"), answers.count("no")
    return yes >= 2 and (no == 0 if complaint.endorsement == CONSENSUS else yes > no)


def _pass_deadlines(complaint: Complaint, now: datetime) -> None:
    """Record silence for every clock that ran out before `now`, at the moment it ran out."""
    for clock in sorted(complaint.clocks, key=lambda c: (c.due_at, c.expects)):
        if now <= clock.due_at:
            continue
        complaint.clocks.remove(clock)
        told = f"no {clock.expects.replace('_', ' ')} within {clock.deadline.hours:g} h of the {clock.started_by.replace('_', ' ')}"
        entry = Entry(
            -1, complaint.complaint_id, "silence", clock.due_at, "the clock", "", None, told, clock.expects
        )
        complaint.steps.append(Taken(entry, complaint.state, True, f"deadline: {clock.deadline.source}"))
