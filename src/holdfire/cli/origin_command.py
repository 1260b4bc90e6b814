"""`holdfire origin INVESTIGATION.toml`: the posterior for the place and side of origin (format 6.4)."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


@app.command(
    epilog="Example: holdfire origin investigation.toml --lines territory.geojson -o answer.json --svg map.svg"
)
def origin(
    investigation: Annotated[
        Path, typer.Argument(help="TOML: impacts, bearings, ranges, territory (docs/origin.md)")
    ],
    lines: Annotated[
        Path | None, typer.Option("--lines", help="territory as GeoJSON, instead of or beside [[territory]]")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="write the JSON answer here; a summary goes to stdout")
    ] = None,
    svg: Annotated[
        Path | None,
        typer.Option("--svg", help="write a map of impacts, sectors, rings, regions and lines here"),
    ] = None,
    bars: Annotated[
        Path | None, typer.Option("--bars", help="write the bar of contributions here, as SVG")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="the JSON answer on stdout, also with -o")] = False,
) -> None:
    """Where the fire came from, which side held that place, and by which standard: or "cannot say", with the reason."""
    import json
    import sys

    from holdfire.origin.document import investigate, summary_lines
    from holdfire.origin.investigation import read_investigation

    done = investigate(read_investigation(investigation, lines))
    text = json.dumps(done.document, ensure_ascii=False, indent=1)
    for note in done.document["notes"]:
        print(f"note: {note}", file=sys.stderr)
    if out is not None:
        out.write_text(text + "\n", encoding="utf-8")
    if svg is not None or bars is not None:
        from holdfire.origin.map_picture import map_svg
        from holdfire.origin.pictures import contributions_svg

        if svg is not None:
            svg.write_text(map_svg(done), encoding="utf-8")
        if bars is not None:
            bars.write_text(contributions_svg(done), encoding="utf-8")
    if as_json or out is None:
        print(text)
    else:
        print("\n".join(summary_lines(done)))
