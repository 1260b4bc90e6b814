"""`holdfire investigate CASE`: every stage to findings; only what changed is redone."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: holdfire investigate demo-case --as-known-on '2020-07-14 20:00'")
def investigate(
    case: Annotated[Path, typer.Argument(help="the case folder")],
    as_known_on: Annotated[
        str,
        typer.Option(
            help="a day or 'YYYY-MM-DD HH:MM' in the mandate's zone: only what was in hand by then counts"
        ),
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="what was done, as JSON")] = False,
) -> None:
    """Run every stage from sealed bytes to findings and write out/."""
    import json
    from datetime import UTC, datetime

    from holdfire.cli.progress import bar
    from holdfire.investigate.known import moment_of
    from holdfire.investigate.run import investigate as run
    from holdfire.model.case import open_case

    opened = open_case(case)
    known_by = moment_of(as_known_on, opened.mandate.zone) if as_known_on else None
    with bar("investigating") as progress:
        done = run(opened, at=datetime.now(UTC).replace(microsecond=0), known_by=known_by, progress=progress)
    if as_json:
        answer = {
            "ran": done.ran,
            "wrote_out": done.wrote_out,
            "register": str(done.register_path),
            "out": str(done.out_dir),
        }
        print(json.dumps(answer))
        return
    print("Nothing changed: every stage stands." if not done.ran else f"Done again: {', '.join(done.ran)}.")
    print(f"Read {done.out_dir / 'index.html'}, or: holdfire serve {case}")
