"""`holdfire range`: arrival times and recordings to located sound events. Batch on sealed records; there is no live mode."""

from pathlib import Path
from typing import Annotated, Any

import typer

EXAMPLES = """Examples:

holdfire range --sensors sensors.csv --picks picks.csv --weather weather.toml -o ranged

holdfire range --sensors sensors.csv --recordings north.mseed --recordings S03_20310504T061500Z.wav -o ranged

holdfire range first recorders.csv

holdfire range flash --flash-frame 112 --frame-rate 25 --sound clip.wav"""

app = typer.Typer(add_completion=False)


@app.callback(
    invoke_without_command=True,
    epilog=EXAMPLES,
    help="""Where and when was each shot or explosion, how sure is that, from which side, and which sensors erred?

Give --sensors and either --picks or --recordings. With -o DIR it writes these files; docs/ranging.md explains every column.

events.csv: each sound. assignments.csv: which arrival belongs to which. air.csv, sensors_health.csv. sides_alone.csv, agreement.csv: what each side's sensors alone say, and whether they agree. sounds.geojson, map.svg: all 90 % regions. for_liaison.txt: all of it in sentences. alternatives.csv, unresolved.csv: other places that the arrivals allow, and possible sounds with too few arrivals. picks.csv, ranges.csv: where recordings were read.

`first` and `flash` answer two smaller questions that need no synchronised sensors.""",
)
def range_(
    ctx: typer.Context,
    sensors: Annotated[
        Path | None,
        typer.Option(
            help="CSV: sensor,x_km,y_km or sensor,lat,lon [,party][,clock: gps|ntp|none][,clock_sigma_s][,array]"
        ),
    ] = None,
    picks: Annotated[
        Path | None,
        typer.Option(help="CSV: t,sensor[,bearing][,bearing_sigma][,amp]; t in seconds or ISO with a zone"),
    ] = None,
    recordings: Annotated[
        list[Path] | None,
        typer.Option(
            help="WAV named <sensor>_<time>Z.wav, miniSEED or SAC, instead of picks; may be repeated"
        ),
    ] = None,
    weather: Annotated[
        Path | None, typer.Option(help="TOML: temperature_c, wind_ms, wind_from_deg and their sigmas")
    ] = None,
    lines: Annotated[
        Path | None, typer.Option(help="territory as GeoJSON: adds the probability of each side")
    ] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="folder to write all tables to")] = None,
    as_json: Annotated[
        bool,
        typer.Option("--json", help="print events, both sides' own answers, air, health and ranges as JSON"),
    ] = False,
) -> None:
    if ctx.invoked_subcommand is not None:
        return
    import json
    import sys

    from holdfire.cli.progress import bar
    from holdfire.model.errors import Misuse
    from holdfire.ranging.answer import as_csv
    from holdfire.ranging.range_files import ranged, read_inputs, write_all
    from holdfire.ranging.solve import range_record

    if sensors is None:
        raise Misuse("expected --sensors SENSORS.csv with --picks or --recordings; see holdfire range --help")
    with bar("ranging") as progress:
        given = read_inputs(
            sensors, picks, recordings or [], weather, lines, lambda n: progress(0, 7, f"{n:,} picks read")
        )
        found = range_record(given.sensors, given.picks, given.weather, progress)
    done = ranged(given, found)
    result = done.answer
    for note in result.notes:
        print(f"note: {note}", file=sys.stderr)
    for row in result.health:
        if row["verdict"] in ("faulty", "offset"):
            late = "late" if row["offset_s"] >= 0 else "early"
            print(
                f"sensor {row['sensor']}: {row['verdict']}, {abs(row['offset_s']):.3f} s {late}",
                file=sys.stderr,
            )
    if out is not None:
        write_all(done, given, out)
        print(
            f"{len(result.events)} sound events from {given.picks.rows} arrivals: {out}/events.csv; in sentences: "
            f"{out}/for_liaison.txt",
            file=sys.stderr,
        )
    if as_json:
        tables: dict[str, Any] = {
            "events": result.events, "sides_alone": done.alone, "agreement": done.agreement, "ranges": done.ranges,
            "alternatives": done.alternatives, "unresolved": done.unresolved,
            "air": result.air, "sensors_health": result.health, "notes": list(result.notes),
        }  # fmt: skip
        print(json.dumps(tables, indent=1, ensure_ascii=False))
    elif out is None:
        print(as_csv(result.events, result.event_fields), end="")


@app.command(epilog="Example: holdfire range first recorders.csv")
def first(
    recorders: Annotated[
        Path,
        typer.Argument(
            help="CSV: recorder,interval_ms,nearer; nearer: the source that it stood nearer to, or nothing"
        ),
    ],
    sigma_ms: Annotated[float, typer.Option(help="error of one interval, one sigma")] = 2.0,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Which of two sources fired first, from recorders with unsynchronised clocks: or "cannot say", with the reason.

    Every recorder heard the same two sounds; interval_ms is the time between them as it heard them. Exit code 1 where
    the order cannot be said.
    """
    import json

    from holdfire.model.errors import Misuse
    from holdfire.ranging.interval_csv import read_intervals
    from holdfire.ranging.order import CANNOT_SAY, order_of_intervals

    if sigma_ms <= 0:
        raise Misuse(f"--sigma-ms: found {sigma_ms:g}, expected above 0")
    sources, heard = read_intervals(recorders)
    found = order_of_intervals(sources, heard, sigma_ms / 1000.0)
    if as_json:
        print(
            json.dumps({"first": found.first, "p_first": found.p, "reason": found.reason}, ensure_ascii=False)
        )
    else:
        print(f"first: {found.first}")
        for source in sources:
            print(f"P({source} first): {found.p[source]:.3f}")
        print(f"reason: {found.reason}")
    if found.first == CANNOT_SAY:
        raise typer.Exit(1)


@app.command(epilog="Example: holdfire range flash --flash-frame 112 --frame-rate 25 --sound clip.wav")
def flash(
    flash_frame: Annotated[int, typer.Option(help="number of the first frame that shows the flash, from 0")],
    frame_rate: Annotated[float, typer.Option(help="frames per second of the video")],
    sound: Annotated[
        Path | None,
        typer.Option(help="the video's sound track as WAV: the first onset after the flash is taken"),
    ] = None,
    onset_s: Annotated[
        float | None,
        typer.Option(help="instead of --sound: when the sound begins, s after the video's start"),
    ] = None,
    onset_sigma_s: Annotated[float, typer.Option(help="error of --onset-s, one sigma")] = 0.01,
    sound_lag_s: Annotated[float, typer.Option(help="how far the sound track lags the picture")] = 0.0,
    sound_lag_sigma_s: Annotated[float, typer.Option(help="its error, one sigma; cameras differ")] = 0.02,
    weather: Annotated[
        Path | None, typer.Option(help="TOML: temperature_c, wind_ms and sigmas; without it a wide guess")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """How far was a flash that a video shows and then hears? A range with its error, never a place, never a weapon."""
    import json

    from holdfire.model.errors import Misuse
    from holdfire.ranging.flash_to_bang import onset_after_flash, range_from_flash
    from holdfire.ranging.tables import read_weather

    if (sound is None) == (onset_s is None):
        raise Misuse("expected either --sound TRACK.wav or --onset-s SECONDS")
    if flash_frame < 0 or frame_rate <= 0:
        raise Misuse(
            f"found frame {flash_frame} at {frame_rate:g} frames per second; expected 0 or more, and above 0"
        )
    air = read_weather(weather)
    if sound is not None:
        onset_s, onset_sigma_s = onset_after_flash(sound, flash_frame / frame_rate + sound_lag_s)
    assert onset_s is not None
    found = range_from_flash(
        flash_frame, frame_rate, onset_s, onset_sigma_s, air, sound_lag_s=sound_lag_s, sound_lag_sigma_s=sound_lag_sigma_s
    )  # fmt: skip
    answer = {
        "flash_s": round((flash_frame - 0.5) / frame_rate, 4), "onset_s": round(onset_s, 4), "range_m": round(found.metres, 1),
        "range_sigma_m": round(found.sigma_m, 1), "range_low_m": round(found.low_m, 1), "range_high_m": round(found.high_m, 1),
    }  # fmt: skip
    if as_json:
        print(json.dumps(answer))
        return
    print(f"flash at {answer['flash_s']:.3f} s, sound at {answer['onset_s']:.3f} s")
    print(f"range: {found.metres:.0f} m, 90 % between {found.low_m:.0f} and {found.high_m:.0f} m")
    if weather is None:
        print("the air was a wide guess: a weather file narrows this")
