"""A complaint's path for a reader: its steps with their times, clocks, silences, votes and dissent. Decides nothing."""

from datetime import tzinfo
from typing import Any

from .complaints import Complaint, is_endorsed


def dissent(complaint: Complaint) -> list[dict[str, Any]]:
    """Every vote against, with its reason."""
    return [
        {"voter": name, "reason": vote.reason, "log_index": vote.log_index}
        for name, vote in sorted(complaint.votes().items())
        if vote.answer == "no"
    ]


def as_json(complaint: Complaint) -> dict[str, Any]:
    return {
        "complaint_id": complaint.complaint_id,
        "state": complaint.state,
        "complainant": complaint.complainant,
        "endorsed": is_endorsed(complaint) if complaint.votes() else None,
        "votes": {name: vote.answer for name, vote in sorted(complaint.votes().items())},
        "dissent": dissent(complaint),
        "clocks": [
            {"expects": c.expects, "due_at": c.due_at.isoformat(), "after": c.started_by, "hours": c.deadline.hours, "source": c.deadline.source}
            for c in complaint.clocks
        ],
        "steps": [
            {
                "step": t.entry.step, "at": t.entry.at.isoformat(), "actor": t.entry.actor, "role": t.entry.role, "party": t.entry.party,
                "answer": t.entry.answer, "reason": t.entry.reason, "state": t.state, "is_counted": t.is_counted, "is_late": t.is_late,
                "note": t.note, "due_at": t.due_at.isoformat() if t.due_at else None, "expects": t.expects,
                "log_index": t.entry.log_index if t.entry.log_index >= 0 else None,
            }
            for t in complaint.steps
        ],
    }  # fmt: skip


def as_text(complaint: Complaint, zone: tzinfo) -> str:
    """Times in the mandate's zone."""
    lines = [
        f"{complaint.complaint_id}: {complaint.state or 'not counted'}, brought by {complaint.complainant or 'nobody'}"
    ]
    for t in complaint.steps:
        when = t.entry.at.astimezone(zone)
        who = f"{t.entry.actor} ({t.entry.role})" if t.entry.role else t.entry.actor
        mark = "" if t.is_counted else "  NOT COUNTED"
        level = t.entry.detail.get("level")
        answer = f" {t.entry.answer}" if t.entry.answer else f" to the {level}" if level else ""
        lines.append(f"  {when:%Y-%m-%d %H:%M}  {t.entry.step}{answer}, {who}{mark}: {t.entry.reason}")
        if t.note:
            lines.append(f"                    {t.note}")
        if t.due_at and t.expects:
            lines.append(
                f"                    clock: {t.expects} until {t.due_at.astimezone(zone):%Y-%m-%d %H:%M}"
            )
    if complaint.votes():
        told = ", ".join(f"{name} {vote.answer}" for name, vote in sorted(complaint.votes().items()))
        lines.append(f"  votes: {told}; {'endorsed' if is_endorsed(complaint) else 'not endorsed'}")
    lines += [f"  dissent of {d['voter']}: {d['reason']}" for d in dissent(complaint)]
    lines += [
        f"  running: {c.expects} until {c.due_at.astimezone(zone):%Y-%m-%d %H:%M} ({c.deadline.source})"
        for c in complaint.clocks
    ]
    return "\n".join(lines)
