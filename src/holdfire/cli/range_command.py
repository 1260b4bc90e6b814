"""`holdfire range`: arrival times and bearings to located sound events. Batch on sealed records; there is no live mode."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


@app.command(
    name="range",
    epilog="Example: holdfire range --sensors sensors.csv --picks picks.csv --weather weather.toml -o ranged",
)
def range_(
    sensors: Annotated[
        Path, typer.Option(help="CSV: sensor,x_km,y_km or sensor,lat,lon [,is_array][,clock_sigma_s][,party]")
    ],
    picks: Annotated[
        Path, typer.Option(help="CSV: t,sensor[,bearing][,amp]; t in seconds or ISO with a zone")
    ],
    weather: Annotated[
        Path | None, typer.Option(help="TOML: temperature_c, wind_ms, wind_from_deg and their sigmas")
    ] = None,
    lines: Annotated[
        Path | None, typer.Option(help="territory as GeoJSON: adds the probability of each side")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", help="folder for events, assignments, air and sensors_health"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print events, air and health as JSON")] = False,
) -> None:
    """Locate shots and explosions in a record of picks: where, when, how sure, from which side, which sensors erred."""
    import json
    import sys

    from holdfire.cli.progress import bar
    from holdfire.model.lines import read_areas
    from holdfire.ranging.answer import answer, as_csv, write_answer
    from holdfire.ranging.check import require_geometry
    from holdfire.ranging.solve import range_record
    from holdfire.ranging.tables import read_picks, read_sensors, read_weather

    placed = read_sensors(sensors)
    require_geometry(placed)
    territory = read_areas(lines) if lines is not None else []
    with bar("ranging") as progress:
        heard = read_picks(picks, placed, lambda count: progress(0, 7, f"{count:,} picks read"))
        found = range_record(placed, heard, read_weather(weather), progress)
    result = answer(found, placed, heard, territory)
    for note in result.notes:
        print(f"note: {note}", file=sys.stderr)
    for row in result.health:
        if row["verdict"] in ("faulty", "offset"):
            print(
                f"sensor {row['sensor']}: {row['verdict']}, late by {row['offset_s']:.3f} s", file=sys.stderr
            )
    if out is not None:
        write_answer(result, out)
        print(f"{len(result.events)} sound events from {heard.rows} picks: {out}/events.csv", file=sys.stderr)
    if as_json:
        print(
            json.dumps(
                {
                    "events": result.events,
                    "air": result.air,
                    "sensors_health": result.health,
                    "notes": list(result.notes),
                },
                indent=1,
            )
        )
    elif out is None:
        print(as_csv(result.events, result.event_fields), end="")
