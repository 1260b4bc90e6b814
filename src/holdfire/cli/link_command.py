"""`holdfire link REPORTS -o OUT`: reports to incidents, format 6.3."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: holdfire link reports.parquet -o incidents.parquet --pairs pairs.parquet")
def link(
    reports: Annotated[Path, typer.Argument(help="reports of format 6.3, .parquet or .csv")],
    out: Annotated[
        Path, typer.Option("-o", "--out", help="report_id, incident_id, p_member; .parquet or .csv")
    ],
    pairs: Annotated[Path | None, typer.Option(help="also left, right, p of every pair with p > .01")] = None,
    incidents: Annotated[Path | None, typer.Option(help="also one row an incident, with p_exists")] = None,
    engine: Annotated[str, typer.Option(help="local or spark")] = "local",
    master: Annotated[str, typer.Option(help="Spark master: local[2] or spark://host:port")] = "local[2]",
    model: Annotated[
        str, typer.Option(help="learned: terms and a residual; plain: named terms only")
    ] = "learned",
    em: Annotated[
        bool, typer.Option("--em", help="plain model: re-estimate its tables on these reports")
    ] = False,
    previous: Annotated[
        Path | None, typer.Option(help="an earlier OUT: link only what is new, keep ids")
    ] = None,
    events: Annotated[
        Path | None, typer.Option(help="with --previous: splits and merges, .csv or .parquet")
    ] = None,
    reviews: Annotated[Path | None, typer.Option(help="reviewers' join, split, lock: JSON lines")] = None,
    explain: Annotated[
        list[str] | None, typer.Option(help="why: a report id, or two as LEFT,RIGHT; may be repeated")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="the summary as JSON on stdout")] = False,
) -> None:
    """Which reports are of one incident, and how sure that is."""
    from holdfire.fusion.command import Asked, link_files
    from holdfire.model.errors import Misuse

    for name, value, known in (
        ("engine", engine, ("local", "spark")),
        ("model", model, ("learned", "plain")),
    ):
        if value not in known:
            raise Misuse(f"--{name}: found {value!r}, expected {' or '.join(known)}")
    asked = Asked(
        reports, out, pairs, incidents, engine, master, "plain" if model == "plain" else "learned", em, previous, events,
        reviews, tuple(explain or ()),
    )  # fmt: skip
    summary = link_files(asked)
    for block in summary.explained:
        print(block)
    if as_json:
        shown: dict[str, Any] = summary.numbers
        print(json.dumps(shown, sort_keys=True))
    print("\n".join(summary.said), file=sys.stderr)
