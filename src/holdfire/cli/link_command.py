"""`holdfire link REPORTS -o OUT`: reports to incidents, format 6.3."""

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: holdfire link reports.parquet -o incidents.parquet --pairs pairs.parquet")
def link(
    reports: Annotated[Path, typer.Argument(help="reports of format 6.3, .parquet or .csv")],
    out: Annotated[
        Path, typer.Option("-o", "--out", help="report_id, incident_id, p_member; .parquet or .csv")
    ],
    pairs: Annotated[Path | None, typer.Option(help="also left, right, p of every pair with p > .01")] = None,
    engine: Annotated[str, typer.Option(help="local or spark")] = "local",
    model: Annotated[
        str, typer.Option(help="learned: terms and a residual; plain: named terms only")
    ] = "learned",
) -> None:
    """Which reports are of one incident, and how sure that is."""
    from holdfire.fusion.command import link_files
    from holdfire.model.errors import Misuse

    if engine not in ("local", "spark"):
        raise Misuse(f"--engine: found {engine!r}, expected local or spark")
    if model not in ("learned", "plain"):
        raise Misuse(f"--model: found {model!r}, expected learned or plain")
    said = link_files(reports, out, pairs, engine=engine, model=model)
    print("\n".join(said), file=sys.stderr)
