"""`holdfire demo [DIR]`: the main job on the packaged worked example."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: holdfire demo && holdfire serve demo-case")
def demo(
    directory: Annotated[
        Path, typer.Argument(help="where to build the case; a former demo there is replaced")
    ] = Path("demo-case"),
    serve: Annotated[bool, typer.Option("--serve", help="open the site when done")] = False,
) -> None:
    """Build the worked example's case, take in its material, investigate, write out/, verify, and say what was found."""
    from holdfire.cli.progress import bar
    from holdfire.investigate.demo import EXAMPLE_CLOCK, verified
    from holdfire.investigate.new_case import make_example_case
    from holdfire.investigate.run import investigate
    from holdfire.investigate.summary import summary_text
    from holdfire.model.register import open_register

    with bar("taking in") as progress:
        case = make_example_case(directory, progress)
    with bar("investigating") as progress:
        done = investigate(case, at=EXAMPLE_CLOCK, progress=progress)
    faults = verified(case)
    db = open_register(done.register_path, read_only=True)
    try:
        print(summary_text(db, case))
    finally:
        db.close()
    if faults:
        print("\nVerify: FAILED\n" + "\n".join(f"  {fault}" for fault in faults))
        raise typer.Exit(1)
    print(
        "\nVerified: every sealed byte, every log entry, every signature. Try it: holdfire verify "
        + str(directory)
    )
    print(f"Read it:  {directory / 'out' / 'index.html'}")
    print(f"Next:     holdfire serve {directory}   or   holdfire count {directory} --explain ARM AZE")
    if serve:
        import subprocess
        import sys

        subprocess.run([sys.executable, "-m", "holdfire.cli.main", "serve", str(directory)], check=False)
