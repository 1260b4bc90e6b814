"""`holdfire read FILE...`: files to statements, as JSON lines."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


@app.command(
    epilog="Example: holdfire read bulletin.txt --pack armenia-azerbaijan --published 2020-07-13 --source arm-mod"
)
def read(
    files: Annotated[
        list[Path], typer.Argument(help="pages, bulletins, tables, reports; - for standard input")
    ],
    pack: Annotated[
        str,
        typer.Option(
            help="a shipped pack's id, or the path of a pack's .toml; auto: the one whose parties the text names"
        ),
    ] = "auto",
    published: Annotated[
        str,
        typer.Option(help="day of publication, YYYY-MM-DD: what 'yesterday' and '12 July' are read against"),
    ] = "",
    source: Annotated[
        str, typer.Option(help="who publishes: a source id, an outlet's name or its address")
    ] = "",
    details: Annotated[
        bool, typer.Option("--details", help="add place roles, sectors and the span of every field")
    ] = False,
    reader: Annotated[
        str,
        typer.Option(
            help="an optional reader: http://127.0.0.1:PORT/v1, or a local GLiNER directory; marked machine_suggested"
        ),
    ] = "",
    model: Annotated[str, typer.Option(help="the model's name for --reader http://...")] = "local",
    unread: Annotated[
        bool, typer.Option("--unread/--no-unread", help="print what could not be read, on stderr")
    ] = True,
    day_order: Annotated[
        str,
        typer.Option(
            help="dmy or mdy: how a table writes days by number (03/04/2020), where it does not tell it itself"
        ),
    ] = "",
    as_json: Annotated[
        bool,
        typer.Option("--json", help="what could not be read as JSON lines, too, among the statements' lines"),
    ] = False,
) -> None:
    """Who says that who did what, where, when, how many: one JSON object a line (format 6.1).

    Exit code 3 only where nothing at all could be read of some file.
    """
    import json
    import sys

    from holdfire.model.errors import Misuse, Unreadable
    from holdfire.model.kinds import DAY_ORDERS
    from holdfire.reading.files import day_of, read_file, reader_of

    if day_order not in DAY_ORDERS:
        raise Misuse(f"--day-order: found {day_order!r}, expected dmy or mdy")
    day, order = day_of(published), DAY_ORDERS[day_order]
    helper = reader_of(reader, model) if reader else None
    failed: list[str] = []
    for path in files:
        try:
            result = read_file(
                path, pack, published=day, source=source or None, reader=helper, day_order=order
            )
        except Unreadable as error:
            failed.append(str(error))
            continue
        for statement in result.statements:
            line = statement.as_line()
            if details or statement.machine_suggested:
                line |= statement.details()
            print(json.dumps(line, ensure_ascii=False))
        for row in result.unread if unread else ():
            if as_json:
                print(json.dumps(row.as_line(), ensure_ascii=False))
            else:
                print(
                    f"unread {row.doc}:{row.start}-{row.end} ({row.reason}): {row.quote[:160]}",
                    file=sys.stderr,
                )
    if failed:
        raise Unreadable("\n".join(failed))
