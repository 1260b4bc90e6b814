"""`holdfire verify CASE|BUNDLE|LOGDIR`: recompute everything, without a network."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: holdfire verify demo-case")
def verify(
    what: Annotated[
        Path, typer.Argument(help="a case folder, a bundle (.zip or folder), or a published log folder")
    ],
    policy: Annotated[
        Path | None, typer.Option(help="the policy that you trust; default: the one that lies with it")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="the faults as JSON")] = False,
) -> None:
    """Check every sealed byte, every log entry and every signature. Exit 1 names each item that does not hold."""
    from holdfire.vault.verify import verify_anything

    result = verify_anything(what, policy)
    if as_json:
        print(result.json())
    else:
        print(result.text())
    if result.faults:
        raise typer.Exit(1)
