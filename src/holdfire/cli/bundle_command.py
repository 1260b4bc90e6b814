"""`holdfire bundle CASE OUT.zip`: everything that a stranger needs to check the case, in one file."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: holdfire bundle demo-case demo.zip && holdfire verify demo.zip")
def bundle(
    case: Annotated[Path, typer.Argument(help="the case folder")],
    out: Annotated[Path, typer.Argument(help="the .zip to write")],
    with_protected: Annotated[
        bool, typer.Option(help="also the exhibits of sources marked protected")
    ] = False,
    with_log: Annotated[
        bool,
        typer.Option(
            "--with-log/--without-log", help="the whole published log, so that nothing can be missing"
        ),
    ] = True,
) -> None:
    """A signed BagIt bundle with a .tlog-proof for every entry; checked without a network by `holdfire verify`."""
    from holdfire.model.case import open_case
    from holdfire.vault.bundle import write_bundle
    from holdfire.vault.entry import LogEntry
    from holdfire.vault.vault import open_vault

    opened = open_case(case)
    protected = {source.source_id for source in opened.sources.values() if source.protected}

    def withhold(entry: LogEntry) -> bool:
        return not with_protected and (entry.body or {}).get("source_id") in protected

    vault = open_vault(opened.vault_dir)
    vault.commit()
    done = write_bundle(vault, out, withhold=withhold, title=opened.mandate.title, with_log=with_log)
    vault.close()
    print(
        f"{done.path}: {done.exhibits} exhibits, {done.entries} proofs"
        + (f", {len(done.withheld)} exhibits withheld" if done.withheld else "")
    )
