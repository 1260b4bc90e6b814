"""`holdfire pack check PACK`: validate a language and conflict pack, list its gaps, run its cases."""

from typing import Annotated

import typer

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.command(epilog="Example: holdfire pack check armenia-azerbaijan")
def check(
    pack: Annotated[str, typer.Argument(help="a shipped pack's id, or the path of a pack's .toml")],
    as_json: Annotated[bool, typer.Option("--json", help="faults, gaps and cases as JSON")] = False,
) -> None:
    """Faults, gaps and cases of a pack. Exit code 1 where it has a fault or a case reads wrong; a gap is no fault."""
    import json

    from holdfire.reading.check import check_pack

    report = check_pack(pack)
    if as_json:
        print(json.dumps(report.__dict__ | {"holds": report.holds}, ensure_ascii=False, indent=1))
    else:
        print(
            f"{report.name}: {'holds' if report.holds else 'does not hold'}{', sha256 ' + report.digest[:16] if report.digest else ''}"
        )
        for title, lines in (("fault", report.faults), ("case", report.cases_failed), ("gap", report.gaps)):
            for line in lines:
                print(f"  {title}: {line}")
        print(
            f"  {report.cases_passed} of its cases read as they should, {len(report.cases_failed)} do not; {len(report.gaps)} gaps"
        )
    if not report.holds:
        raise typer.Exit(1)


@app.command("list", epilog="Example: holdfire pack list")
def list_packs() -> None:
    """The shipped packs, one id a line."""
    from holdfire.reading.pack import pack_ids

    print("\n".join(pack_ids()))
