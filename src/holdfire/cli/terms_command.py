"""`holdfire terms check FILE`, `terms trace CASE INCIDENT`, `terms template`: agreements that run."""

from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Agreements that run: check a file, trace an incident."
)


@app.command(epilog="Example: holdfire terms check demo-case/agreement/1995-02-04-incidents.toml")
def check(
    file: Annotated[list[Path], typer.Argument(help="agreement files in TOML")],
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="the trace of every case")] = False,
    json_: Annotated[bool, typer.Option("--json", help="the cases as JSON")] = False,
) -> None:
    """Validate agreement files, run the cases beside their clauses, print what fires. Exit 1 where a case does not hold."""
    import json

    from holdfire.terms.agreement import read_agreement
    from holdfire.terms.examples import run_examples

    rows: list[dict[str, Any]] = []
    failed = 0
    for path in file:
        agreement = read_agreement(path)
        ran = run_examples(agreement)
        failed += sum(not r.holds for r in ran)
        rows += [
            {
                "file": path.name, "clause": r.example.clause_id, "case": r.example.name, "expect": r.example.expect,
                "outcome": r.outcome, "party": r.party, "exception": r.exception, "holds": r.holds, "trace": list(r.why),
            }
            for r in ran
        ]  # fmt: skip
        if json_:
            continue
        executed = [c for c in agreement.clauses if c.is_executable]
        print(
            f"{agreement.name}\n{path.name}: {len(agreement.clauses)} clauses, {len(executed)} executed, {len(ran)} cases"
        )
        for clause in agreement.clauses:
            kind = clause.rule_set if clause.is_executable else f"a note, {clause.in_force.replace('_', ' ')}"
            print(f"  {clause.clause_id} v{clause.version} ({kind}): {clause.says}")
        for r in ran:
            mark = "holds" if r.holds else "FAILS"
            whose = f" by {r.party}" if r.party and r.outcome in ("minor", "grave") else ""
            saved = f", exception {r.exception}" if r.exception else ""
            print(f"  {mark}  {r.example.name}: {r.outcome}{whose}{saved}")
            if not r.holds:
                print(f"         expected {r.example.expect} {r.example.expect_party or ''}".rstrip())
            if verbose or not r.holds:
                print("\n".join(f"           {line}" for line in r.why))
        for line in agreement.not_known:
            print(f"  not known: {line}")
    if json_:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    if failed:
        raise typer.Exit(1)


@app.command(epilog="Example: holdfire terms trace demo-case inc-2020-07-14-003")
def trace(
    case: Annotated[Path, typer.Argument(help="the case folder, investigated")],
    incident: Annotated[str, typer.Argument(help="an incident's id")],
    clause: Annotated[str, typer.Option(help="one clause's id; default all")] = "",
    json_: Annotated[bool, typer.Option("--json", help="as JSON")] = False,
) -> None:
    """Every clause over one incident, with every predicate and exception: also where it does not concern it or did not bind."""
    import json

    from holdfire.model.case import open_case
    from holdfire.model.errors import NotCovered, Unreadable
    from holdfire.model.register import open_register
    from holdfire.terms.tracing import trace_incident

    opened = open_case(case)
    if not opened.register_path.exists():
        raise Unreadable(f"{opened.register_path}: not there yet; first: holdfire investigate {case}")
    db = open_register(opened.register_path, read_only=True)
    try:
        found = trace_incident(db, opened, incident, clause or None)
    finally:
        db.close()
    if not found:
        raise NotCovered(f"no incident {incident!r} or no clause {clause!r} in {case}")
    if json_:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for judged in found:
        whose = f", {judged['party']}" if judged["party"] else ""
        print(f"{judged['clause_id']} v{judged['version']}: {judged['outcome']}{whose}\n  {judged['reason']}")
        for step in judged["trace"]:
            print(f"    {step['holds']:9} {step['part']}, {step['predicate']}: {step['why']}")


@app.command(epilog="Example: holdfire terms template > my-case/agreement/truce.toml")
def template(
    name: Annotated[str, typer.Argument(help="template, or minsk-2015")] = "template",
) -> None:
    """Print an agreement file to start from: every construction that one can have, or the withdrawal lines of 2015."""
    from importlib import resources

    from holdfire.model.errors import Misuse

    folder = resources.files("holdfire.data").joinpath("agreements")
    known = sorted(
        item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml")
    )
    if name not in known:
        raise Misuse(f"template: found {name!r}, expected one of {', '.join(known)}")
    print(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8"), end="")
