"""`holdfire complaint`: a complaint's path from allegation to closure. Every step is an entry of the log, with who, when, why."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from holdfire.model.case import Case
    from holdfire.terms.complaints import Complaint
    from holdfire.vault.vault import Vault

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="A complaint's path from allegation to closure, with its clocks. Every step is an entry of the log.",
    epilog="Example: holdfire complaint file CASE inc-2020-07-14-003 --role party-ARM --by 'A. Name' --reason 'shelling of the village'",
)

CaseArg = Annotated[Path, typer.Argument(help="the case folder")]
By = Annotated[str, typer.Option(help="the person's name")]
RoleOpt = Annotated[str, typer.Option(help="in which role of the mandate")]
Reason = Annotated[str, typer.Option(help="why, in a sentence")]
At = Annotated[str, typer.Option(help="when, like 2020-07-14T12:30+04:00; default now")]


def _opened(folder: Path) -> "tuple[Case, Vault]":
    from holdfire.model.case import open_case
    from holdfire.vault.vault import open_vault

    case = open_case(folder)
    return case, open_vault(case.vault_dir)


def _moment(text: str) -> datetime:
    from datetime import UTC

    from holdfire.model.errors import Misuse

    if not text:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Misuse(f"--at: found {text!r}, expected a time like 2020-07-14T12:30+04:00") from None
    if moment.tzinfo is None:
        raise Misuse(f"--at: found {text!r}, which has no time zone")
    return moment.astimezone(UTC)


@app.command(
    epilog="Example: holdfire complaint file CASE inc-2020-07-14-003 --role party-ARM --by 'A. Name' --reason 'shelling'"
)
def file(
    case: CaseArg,
    about: Annotated[str, typer.Argument(help="the incident's id, or the place and time in words")],
    role: RoleOpt,
    by: By,
    reason: Reason,
    at: At = "",
) -> None:
    """A party alleges a breach: opens a complaint and prints its id."""
    from holdfire.model.errors import Misuse
    from holdfire.terms.roles import party_of
    from holdfire.terms.workflow import log_step, new_complaint_id

    opened, vault = _opened(case)
    moment = _moment(at)
    party = party_of(opened.mandate, role)
    if party is None:
        raise Misuse(f"--role: found {role!r}, expected a party's role: only a party can complain")
    complaint_id = new_complaint_id(party, about, moment)
    detail = {"incident_id": about} if about.startswith("inc-") else {"about": about}
    index, complaint = log_step(
        opened, vault, complaint_id=complaint_id, step="allegation", actor=by, role=role, at=moment, reason=reason, detail=detail
    )  # fmt: skip
    print(complaint_id)
    _narrate(complaint, index)


@app.command(
    epilog="Example: holdfire complaint step CASE cmp-0123456789ab registration --role analyst --by 'B. Name' --reason 'complete'"
)
def step(
    case: CaseArg,
    complaint: Annotated[str, typer.Argument(help="the complaint's id")],
    name: Annotated[
        str, typer.Argument(help="the step: registration, admissibility, tasking, access, evidence, ...")
    ],
    role: RoleOpt,
    by: By,
    reason: Reason,
    answer: Annotated[
        str, typer.Option(help="what the step asks: admissible, granted, denied, publish, an outcome, ...")
    ] = "",
    finding: Annotated[str, typer.Option(help="the finding's id, for draft_finding and finding")] = "",
    at: At = "",
) -> None:
    """The next step of a complaint. A step out of order, or of a role that may not, is refused and nothing is written."""
    from holdfire.terms.workflow import log_step

    opened, vault = _opened(case)
    detail = {"finding_id": finding} if finding else {}
    index, now = log_step(
        opened, vault, complaint_id=complaint, step=name, actor=by, role=role, at=_moment(at), reason=reason, answer=answer,
        detail=detail,
    )  # fmt: skip
    _narrate(now, index)


@app.command(
    epilog="Example: holdfire complaint vote CASE cmp-0123456789ab no --role reviewer --by 'C. Name' --reason 'the place is not proven'"
)
def vote(
    case: CaseArg,
    complaint: Annotated[str, typer.Argument(help="the complaint's id")],
    choice: Annotated[str, typer.Argument(help="yes, no or abstain")],
    role: RoleOpt,
    by: By,
    reason: Annotated[str, typer.Option(help="why; a no's reason is printed as its dissent")],
    at: At = "",
) -> None:
    """Vote on a finding. Only someone on the mandate's roster can; the last vote of each counts."""
    from holdfire.terms.workflow import log_step

    opened, vault = _opened(case)
    index, now = log_step(
        opened, vault, complaint_id=complaint, step="vote", actor=by, role=role, at=_moment(at), reason=reason, answer=choice
    )  # fmt: skip
    _narrate(now, index)


@app.command(
    epilog="Example: holdfire complaint reply CASE cmp-0123456789ab --role party-AZE --by 'D. Name' --text 'No unit fired there.'"
)
def reply(
    case: CaseArg,
    about: Annotated[str, typer.Argument(help="a complaint's, finding's or incident's id")],
    role: RoleOpt,
    by: By,
    text: Annotated[str, typer.Option(help="the party's words, printed with equal rank")],
    attach: Annotated[Path | None, typer.Option(help="a file that is sealed with it")] = None,
    at: At = "",
) -> None:
    """A party's reply, before or after publication. After its deadline it is called late; it is never refused."""
    from holdfire.terms.workflow import log_reply

    opened, vault = _opened(case)
    index = log_reply(
        opened, vault, about_id=about, actor=by, role=role, text=text, attach=attach, at=_moment(at)
    )
    print(f"sealed as entry {index} of the log")


@app.command(
    epilog="Example: holdfire complaint notice CASE inc-2020-07-14-003 notification --role party-ARM --by 'A. Name' --reason 'by fax'"
)
def notice(
    case: CaseArg,
    incident: Annotated[str, typer.Argument(help="the incident's id")],
    act: Annotated[str, typer.Argument(help="notification, notification_reply or exercise")],
    role: RoleOpt,
    by: By,
    reason: Annotated[str, typer.Option(help="how it was given, and what it says")],
    given_at: Annotated[str, typer.Option(help="when the party gave it; default --at")] = "",
    at: At = "",
) -> None:
    """Put a notice to the other side, a reply to one, or an announced exercise on file: what procedural clauses ask for."""
    from holdfire.terms.workflow import log_notice

    opened, vault = _opened(case)
    logged = _moment(at)
    index = log_notice(
        opened, vault, incident_id=incident, act=act, actor=by, role=role, reason=reason, given_at=_moment(given_at) if given_at else logged,
        at=logged,
    )  # fmt: skip
    print(f"on file as entry {index} of the log")


@app.command(
    epilog="Example: holdfire complaint correct CASE fnd-0123456789ab --field outcome --before minor --after grave --role chair --by 'E. Name' --reason 'a casualty'"
)
def correct(
    case: CaseArg,
    about: Annotated[
        str, typer.Argument(help="what is corrected: a finding's, incident's or complaint's id")
    ],
    field: Annotated[str, typer.Option(help="which of its fields")],
    before: Annotated[str, typer.Option(help="what was published")],
    after: Annotated[str, typer.Option(help="what is said now")],
    role: RoleOpt,
    by: By,
    reason: Reason,
    at: At = "",
) -> None:
    """Append a correction with its difference. Nothing published is edited."""
    from holdfire.terms.workflow import log_correction

    opened, vault = _opened(case)
    index = log_correction(
        opened, vault, about_id=about, before={field: before}, after={field: after}, actor=by, role=role, reason=reason, at=_moment(at)
    )  # fmt: skip
    print(f"appended as entry {index} of the log: {field}: {before} -> {after}")


@app.command(epilog="Example: holdfire complaint show CASE cmp-0123456789ab")
def show(
    case: CaseArg,
    complaint: Annotated[str, typer.Argument(help="the complaint's id; none: all")] = "",
    at: At = "",
    json_: Annotated[bool, typer.Option("--json", help="as JSON")] = False,
) -> None:
    """Complaints as the log has them: steps, clocks, silences, votes and dissent. Writes nothing."""
    import json

    from holdfire.model.errors import NotCovered
    from holdfire.terms.complaint_view import as_json, as_text
    from holdfire.terms.workflow import complaints_of_vault

    opened, vault = _opened(case)
    found = complaints_of_vault(opened, vault, _moment(at))
    if complaint and complaint not in found:
        raise NotCovered(
            f"no complaint {complaint!r} in {case}; there are: {', '.join(sorted(found)) or 'none'}"
        )
    chosen = [found[complaint]] if complaint else [found[key] for key in sorted(found)]
    if json_:
        print(json.dumps([as_json(c) for c in chosen], ensure_ascii=False, indent=1))
    else:
        print("\n\n".join(as_text(c, opened.mandate.zone) for c in chosen) or "no complaint yet")


def _narrate(complaint: "Complaint", index: int) -> None:
    import sys

    told: Any = complaint.steps[-1]
    clocks = [f"{c.expects.replace('_', ' ')} until {c.due_at:%Y-%m-%d %H:%M} UTC" for c in complaint.clocks]
    late = " (late)" if told.is_late else ""
    print(
        f"entry {index}: {told.entry.step}{late}; now {complaint.state}. {'; '.join(clocks)}".rstrip(),
        file=sys.stderr,
    )
