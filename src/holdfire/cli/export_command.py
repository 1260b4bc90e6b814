"""`holdfire export CASE DIR`: open data and the static site."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: holdfire export demo-case public --site")
def export(
    case: Annotated[Path, typer.Argument(help="the case folder, investigated at least once")],
    directory: Annotated[Path, typer.Argument(help="a new folder, or an earlier export to replace")],
    site: Annotated[
        bool,
        typer.Option(
            "--site",
            help="also the pages, feeds and the signed bundle: a site for a web server or a USB stick",
        ),
    ] = False,
    base: Annotated[
        str, typer.Option(help="the site's address, for the links in its feeds; none makes them relative")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="what was written, as JSON")] = False,
) -> None:
    """Write everything that may leave: GeoJSON, CSV with its data package, Parquet, GED, ACLED, timemap, FollowTheMoney, feeds."""
    import json

    from holdfire.model.case import open_case
    from holdfire.model.errors import Misuse
    from holdfire.model.register import open_register
    from holdfire.report.export import export_case

    opened = open_case(case)
    if not opened.register_path.exists():
        raise Misuse(f"{case}: not investigated yet; run `holdfire investigate {case}` first")
    if base and not base.startswith(("http://", "https://")):
        raise Misuse(f"--base: found {base!r}, expected an address like https://example.org/ceasefire/")
    db = open_register(opened.register_path, read_only=True)
    try:
        done = export_case(
            db, opened, directory, site=site, base=base if not base or base.endswith("/") else base + "/"
        )
    finally:
        db.close()
    if as_json:
        print(
            json.dumps(
                {
                    "files": done.files,
                    "incidents": done.incidents,
                    "bundle": str(done.bundle) if done.bundle else None,
                }
            )
        )
        return
    print(f"{done.incidents} incidents in {done.files} files under {directory}")
    print(f"Read {directory / 'index.html'}" if site else f"Start with {directory / 'data' / 'codebook.md'}")
    if done.bundle:
        print(f"Check it without a network: holdfire verify {done.bundle}")
