"""A folder that auto-archiver wrote -> exhibits, each with the record of whether its stated digest holds."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfire.model.errors import Unreadable

from .provenance import archive_facts

if TYPE_CHECKING:
    from .vault import Vault


def seal_archive(
    vault: "Vault", folder: Path, *, source: str | None, by: str, at: datetime
) -> dict[str, str]:
    """Seal every file below the folder, record the facts, publish. Returns path -> result.

    raises  Unreadable where there is no such folder, or nothing in it
    """
    if not folder.is_dir():
        raise Unreadable(f"{folder}: no such folder")
    facts = archive_facts(folder)
    if not facts:
        raise Unreadable(f"{folder}: holds no file")
    results = {}
    for name, said in facts.items():
        record: dict[str, Any] = {
            "source_id": source,
            "file_name": name,
            "note": "from an auto-archiver folder",
        }
        sealed = vault.seal(folder / name, record=record, by=by, at=at)
        vault.append(
            "provenance", {"exhibit_id": sealed.exhibit_id, **said}, by=by, at=at, subject=sealed.exhibit_id
        )
        results[name] = str(said["result"])
    vault.commit()
    return results
