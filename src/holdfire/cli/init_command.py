"""`holdfire init DIR`: an empty case that validates."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: holdfire init my-case && holdfire intake my-case page.html")
def init(directory: Annotated[Path, typer.Argument(help="folder to make; must not hold a case yet")]) -> None:
    """An empty case that validates: a mandate to fill in, tables with their headers, a vault with fresh keys."""
    from holdfire.investigate.new_case import make_empty_case

    make_empty_case(directory)
    print(
        f"{directory} is ready. Edit mandate.toml and sources.csv, then: holdfire intake {directory} FILE..."
    )
