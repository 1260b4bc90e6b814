"""`holdfire intake CASE PATH...`: seal files and say what each holds."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from holdfire.intake.take_in import TakenIn

app = typer.Typer(add_completion=False)


@app.command(
    epilog="Example: holdfire intake demo-case page.html --source arm-mod --acquired-at 2020-07-13T21:00 --by 'duty officer'"
)
def intake(
    case: Annotated[Path, typer.Argument(help="case folder")],
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="files, or folders of files")],
    source: Annotated[str | None, typer.Option(help="id of sources.csv: who published or brought it")] = None,
    url: Annotated[str | None, typer.Option(help="where it was found; for one file")] = None,
    published_at: Annotated[
        str | None, typer.Option(help="when it was published, as its bringer says")
    ] = None,
    acquired_at: Annotated[
        str | None, typer.Option(help="when the mission acquired it; default: now")
    ] = None,
    by: Annotated[str, typer.Option(help="who acquired it")] = "mission",
    note: Annotated[str, typer.Option(help="what the custody event should say")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a file")] = False,
) -> None:
    """Seal files into the case's vault and split them into blocks. The same bytes again: one exhibit, one more custody event.

    A time without a zone is in the mandate's. A file that cannot be read is sealed all the same and says why; a file
    that cannot be sealed is named at the end, and the others are sealed.
    """
    from datetime import UTC

    from holdfire.intake.take_in import NotAllTakenIn, take_in
    from holdfire.model.case import open_case
    from holdfire.vault.vault import open_vault

    opened = open_case(case)
    zone = opened.mandate.zone
    acquired = _moment("--acquired-at", acquired_at, zone) or datetime.now(UTC)
    published = _moment("--published-at", published_at, zone)
    vault = open_vault(opened.vault_dir)
    failed: NotAllTakenIn | None = None
    try:
        taken = take_in(
            opened, vault, paths, source=source, url=url, published_at=published, acquired_at=acquired, by=by, note=note
        )  # fmt: skip
    except NotAllTakenIn as error:
        failed, taken = error, error.taken_in
    vault.commit()
    unread = _tell(taken, as_json)
    if failed is not None:
        raise failed
    if unread:
        raise typer.Exit(3)


def _tell(taken: "list[TakenIn]", as_json: bool) -> int:
    """Print what each file holds; returns how many could not be read."""
    import json

    from holdfire.intake.worker import Splitter

    unread = 0
    with Splitter() as splitter:
        for item in taken:
            document = splitter.split_file(item.path, item.path.name)
            unread += document.status == "unreadable"
            held = f"{len(document.blocks)} blocks" + (
                f", {len(document.records)} rows" if document.records else ""
            )
            if as_json:
                row = {
                    "file": item.path.name, "exhibit_id": item.exhibit_id, "sha256": item.sha256, "byte_count": item.byte_count,
                    "is_new": item.is_new, "media_type": document.media_type, "status": document.status, "reason": document.reason,
                    "blocks": len(document.blocks), "rows": len(document.records), "language": document.language, "title": document.title,
                }  # fmt: skip
                print(json.dumps(row, ensure_ascii=False))
            else:
                again = "" if item.is_new else "  (sealed before; one more custody event)"
                why = f": {document.reason}" if document.reason else ""
                print(
                    f"{item.exhibit_id}  {item.path.name}  {document.media_type}  {document.status}, {held}{why}{again}"
                )
    return unread


def _moment(option: str, text: str | None, zone: "ZoneInfo") -> datetime | None:
    from holdfire.model.errors import Misuse

    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise Misuse(
            f"{option}: found {text!r}, expected a time like 2020-07-12T14:30 or 2020-07-12T14:30+04:00"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
