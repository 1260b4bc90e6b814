"""log_entry -> case_step: complaints rebuilt from the log; and the writing side, which asks the same rules first.

Entries of kind case_step, and of kind reply about a complaint: a party's reply is its comment.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfire.model.case import Case
from holdfire.model.errors import Misuse, Problems
from holdfire.model.ids import row_id
from holdfire.model.mandate import Mandate
from holdfire.model.register import fetch_dicts, insert_rows

from .agreement import Agreement, Deadline, read_agreements
from .complaints import MAJORITY, STEPS, Complaint, Entry, Taken, rebuild, refusal
from .notices import ACTS
from .roles import may, party_of, roles_of, who_may

if TYPE_CHECKING:
    import duckdb

    from holdfire.vault.vault import Vault

PREFIX = "cmp-"


def entry_of_body(
    kind: str,
    body: Mapping[str, Any],
    *,
    log_index: int,
    at: datetime,
    by: str,
    subject: str | None,
    mandate: Mandate,
) -> Entry | None:
    """A log entry as a step of a complaint; None where it is about something else."""
    complaint_id = str(body.get("complaint_id") or body.get("about_id") or subject or "")
    if not complaint_id.startswith(PREFIX):
        return None
    role, _, name = by.rpartition(":")
    role = str(body.get("role") or role)
    party = body.get("party") or party_of(mandate, role)
    if kind == "reply":
        return Entry(
            log_index, complaint_id, "party_comment", at, name or by, role, party, str(body.get("body") or "")
        )
    detail = {
        k: v
        for k, v in body.items()
        if k not in ("complaint_id", "step", "role", "party", "reason", "answer", "actor")
    }
    return Entry(
        log_index, complaint_id, str(body.get("step") or ""), at, str(body.get("actor") or name or by), role, party,
        str(body.get("reason") or ""), str(body.get("answer") or ""), detail,
    )  # fmt: skip


def entries_of_register(
    db: "duckdb.DuckDBPyConnection", mandate: Mandate
) -> tuple[list[Entry], datetime | None]:
    """Every entry about a complaint, and the log's latest time."""
    rows = fetch_dicts(
        db,
        """
        select log_index, kind, logged_at, by_name, subject_id, body from log_entry
        where kind in ('case_step', 'reply') and body is not null and logged_at is not null order by log_index
        """,
    )
    found = [
        entry_of_body(
            row["kind"], json.loads(row["body"]), log_index=int(row["log_index"]), at=row["logged_at"].replace(tzinfo=UTC),
            by=row["by_name"] or "", subject=row["subject_id"], mandate=mandate,
        )
        for row in rows
    ]  # fmt: skip
    latest = db.execute(
        "select max(logged_at) from log_entry where kind not in ('statement_batch', 'finding')"
    ).fetchone()
    moment = latest[0].replace(tzinfo=UTC) if latest and latest[0] else None
    return [entry for entry in found if entry is not None], moment


def deadlines_of(agreements: Iterable[Agreement]) -> list[Deadline]:
    return [deadline for agreement in agreements for deadline in agreement.deadlines]


def endorsement_of(agreements: Iterable[Agreement]) -> str:
    """The rule of the first agreement that names one; else a majority."""
    return next((a.endorsement for a in agreements if a.endorsement), MAJORITY)


def write_case_steps(db: "duckdb.DuckDBPyConnection", case: Case, agreements: Sequence[Agreement]) -> None:
    """log_entry -> case_step: every complaint's path with its states, clocks and silences."""
    entries, latest = entries_of_register(db, case.mandate)
    complaints = rebuild(entries, case.mandate, deadlines_of(agreements), latest, endorsement_of(agreements))
    rows: list[dict[str, Any]] = []
    for complaint_id in sorted(complaints):
        rows += [_row(seq, taken) for seq, taken in enumerate(complaints[complaint_id].steps)]
    insert_rows(db, "case_step", rows)


def _row(seq: int, taken: Taken) -> dict[str, Any]:
    entry = taken.entry
    detail = {
        "role": entry.role,
        "answer": entry.answer,
        "is_late": taken.is_late,
        "note": taken.note,
        **entry.detail,
    }
    return {
        "complaint_id": entry.complaint_id,
        "seq": seq,
        "step": entry.step,
        "happened_at": entry.at.replace(tzinfo=None),
        "actor": entry.actor,
        "party": entry.party,
        "reason": "; ".join(part for part in (entry.reason, taken.note) if part),
        "due_at": taken.due_at.replace(tzinfo=None) if taken.due_at else None,
        "expects": taken.expects,
        "state": taken.state,
        "detail": json.dumps(detail, ensure_ascii=False, sort_keys=True, default=str),
        "is_counted": taken.is_counted,
        "log_index": entry.log_index if entry.log_index >= 0 else None,
    }


# the writing side


def complaints_of_vault(case: Case, vault: "Vault", now: datetime | None = None) -> dict[str, Complaint]:
    """The complaints as the log has them now; `now` decides which deadlines have passed."""
    mandate = case.mandate
    found = []
    for logged in vault.entries():
        if logged.kind in ("case_step", "reply") and logged.body is not None and logged.at is not None:
            found.append(
                entry_of_body(
                    logged.kind, logged.body, log_index=logged.index, at=_aware(logged.at), by=logged.by or "",
                    subject=logged.subject, mandate=mandate,
                )
            )  # fmt: skip
    entries = [entry for entry in found if entry is not None]
    agreements = read_agreements(case.agreement_dir)
    return rebuild(entries, mandate, deadlines_of(agreements), now, endorsement_of(agreements))


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def new_complaint_id(party: str, about: str, at: datetime) -> str:
    return row_id("cmp", party, about, at.astimezone(UTC).isoformat())


def log_step(
    case: Case, vault: "Vault", *, complaint_id: str, step: str, actor: str, role: str, at: datetime, reason: str,
    answer: str = "", detail: Mapping[str, Any] | None = None,
) -> tuple[int, Complaint]:  # fmt: skip
    """Append one step and commit. Raises Problems with everything that stands against it, having written nothing;
    a late step is no such thing.

    Returns its place in the log and the complaint as it is then.
    """
    problems = [] if reason.strip() else [f"{step}: found no reason, expected one in a sentence"]
    if role not in roles_of(case.mandate):
        problems.append(f"role: found {role!r}, expected one of {', '.join(sorted(roles_of(case.mandate)))}")
    due = (detail or {}).get("due_at")
    if due is not None and datetime.fromisoformat(str(due)) <= at:
        problems.append(f"{step}: the deadline {due} lies before the step itself ({at.isoformat()})")
    party = party_of(case.mandate, role)
    complaints = complaints_of_vault(case, vault, at)
    complaint = complaints.get(complaint_id, Complaint(complaint_id))
    entry = Entry(-1, complaint_id, step, at, actor, role, party, reason, answer, dict(detail or {}))
    why_not = refusal(complaint, entry, case.mandate)
    if why_not:
        could = [
            name
            for name, s in STEPS.items()
            if s.after is not None and complaint.state in s.after and name != step
        ]
        problems.append(f"{why_not}. Possible now: {', '.join(could) or 'nothing more'}")
    if problems:
        raise Problems(complaint_id, problems)
    if step == "escalation":
        detail = {**(detail or {}), "level": next_level(case, complaint)}
    body: dict[str, Any] = {
        "complaint_id": complaint_id, "step": step, "actor": actor, "role": role, "party": party, "reason": reason, "answer": answer,
        **(detail or {}),
    }  # fmt: skip
    index = vault.append("case_step", body, by=f"{role}:{actor}", at=at, subject=complaint_id)
    vault.commit()
    return index, complaints_of_vault(case, vault, at)[complaint_id]


def next_level(case: Case, complaint: Complaint) -> str:
    """The body that an escalation goes to: the next of the agreement's ladder, whose first is where a complaint starts.

    "not named" where no agreement names a ladder. Raises Misuse at its top.
    """
    ladder = next((a.ladder for a in read_agreements(case.agreement_dir) if a.ladder), ())
    if not ladder:
        return "not named"
    done = sum(t.is_counted and t.entry.step == "escalation" for t in complaint.steps)
    if done + 1 >= len(ladder):
        raise Misuse(
            f"{complaint.complaint_id}: it is with the {ladder[-1]}, the highest body that the agreement names"
        )
    return ladder[done + 1]


def _may_or_refuse(case: Case, role: str, action: str) -> None:
    if not may(case.mandate, role, action):
        raise Misuse(
            f"the role {role!r} may not {action}; these may: {', '.join(who_may(case.mandate, action)) or 'none of the mandate'}"
        )


def log_reply(
    case: Case,
    vault: "Vault",
    *,
    about_id: str,
    actor: str,
    role: str,
    text: str,
    at: datetime,
    attach: Path | None = None,
) -> int:
    """Seal a party's reply to a complaint, finding or incident. Late ones too: they are called late when the log is read.

    Raises Misuse where the role speaks for no party, or says nothing.
    """
    _may_or_refuse(case, role, "reply")
    party = party_of(case.mandate, role)
    if party is None:
        raise Misuse(f"the role {role!r} speaks for no party")
    if not text.strip():
        raise Misuse("reply: expected the party's words")
    body: dict[str, Any] = {"about_id": about_id, "party": party, "body": text, "role": role, "actor": actor}
    if attach is not None:
        sealed = vault.seal(
            attach,
            record={"file_name": attach.name, "note": f"attached to a reply of {party}"},
            by=f"{role}:{actor}",
            at=at,
        )
        body["exhibit_id"] = sealed.exhibit_id
    index = vault.append("reply", body, by=f"{role}:{actor}", at=at, subject=about_id)
    vault.commit()
    return index


def log_notice(
    case: Case,
    vault: "Vault",
    *,
    incident_id: str,
    act: str,
    actor: str,
    role: str,
    reason: str,
    given_at: datetime,
    at: datetime,
) -> int:
    """Put a notice, a reply to one, or an announced exercise on file. Raises Misuse where it would lie in the future."""
    _may_or_refuse(case, role, "notify")
    if act not in ACTS:
        raise Misuse(f"notice: found {act!r}, expected one of {', '.join(ACTS)}")
    party = party_of(case.mandate, role)
    if party is None:
        raise Misuse(f"the role {role!r} speaks for no party")
    if given_at > at:
        raise Misuse(
            f"notice: given at {given_at.isoformat()}, which is after it is logged ({at.isoformat()})"
        )
    body = {
        "step": act, "incident_id": incident_id, "party": party, "role": role, "actor": actor, "reason": reason,
        "happened_at": given_at.astimezone(UTC).isoformat(),
    }  # fmt: skip
    index = vault.append("case_step", body, by=f"{role}:{actor}", at=at, subject=incident_id)
    vault.commit()
    return index


def log_correction(
    case: Case, vault: "Vault", *, about_id: str, before: Mapping[str, Any], after: Mapping[str, Any], actor: str, role: str,
    reason: str, at: datetime,
) -> int:  # fmt: skip
    """Append a correction. Raises Misuse where nothing differs or no reason is given."""
    _may_or_refuse(case, role, "correct")
    if dict(before) == dict(after):
        raise Misuse("correction: before and after are the same")
    if not reason.strip():
        raise Misuse("correction: expected a reason")
    body = {
        "about_id": about_id,
        "before": dict(before),
        "after": dict(after),
        "reason": reason,
        "actor": actor,
        "role": role,
    }
    index = vault.append("correction", body, by=f"{role}:{actor}", at=at, subject=about_id)
    vault.commit()
    return index
