"""`holdfire report CASE --day D`: the daily or weekly report, on paper and for machines."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: holdfire report demo-case --day 2020-07-14 --format pdf,md --lang en")
def report(
    case: Annotated[Path, typer.Argument(help="the case folder, investigated at least once")],
    day: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="one local day")] = None,
    from_day: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="first day of a longer report")
    ] = None,
    to_day: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="its last day")
    ] = None,
    formats: Annotated[
        str, typer.Option("--format", help="html, pdf, md, json; several with commas")
    ] = "html,pdf,md,json",
    lang: Annotated[str, typer.Option(help="en, ru, hy, az")] = "en",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="folder for the files; default CASE/out/reports")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="exit 1 when the lint finds a judging or unsourced sentence")
    ] = False,
) -> None:
    """Write the report of a day or of several, each sentence with the rows it rests on."""
    import sys

    from holdfire.model.case import open_case
    from holdfire.model.errors import Misuse
    from holdfire.model.register import open_register
    from holdfire.report.reports import write_report

    first, last = (day, day) if day else (from_day, to_day)
    if first is None or last is None or (day and (from_day or to_day)):
        raise Misuse("give either --day D, or both --from D and --to D")
    opened = open_case(case)
    if not opened.register_path.exists():
        raise Misuse(f"{case}: not investigated yet; run `holdfire investigate {case}` first")
    db = open_register(opened.register_path, read_only=True)
    try:
        written = write_report(
            db, opened, out or opened.out_dir / "reports", first.date(), last.date(),
            formats=[name.strip() for name in formats.split(",") if name.strip()], lang=lang,
        )  # fmt: skip
    finally:
        db.close()
    for path in written.paths:
        print(path)
    for problem in written.problems:
        print(f"lint: {problem}", file=sys.stderr)
    if strict and written.problems:
        raise typer.Exit(1)
