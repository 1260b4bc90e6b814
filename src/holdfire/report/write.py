"""Register -> out/: the published pages with their data, written from the register alone.

The same register and mandate give the same bytes; nothing here reads a clock. Files that a former run wrote and this
one does not are removed, so the folder is what the register says and no more.
"""

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from holdfire.model.case import Case

from .pages import Site
from .publication import public_register
from .record import Record

if TYPE_CHECKING:
    import duckdb

OURS = ("days", "incidents", "exhibits", "counts")
"""Folders of out/ that are written whole; anything else in out/ (reports, as-known-on) is left alone."""


def write_out(
    db: "duckdb.DuckDBPyConnection",
    case: Case,
    out_dir: Path,
    *,
    published_at: datetime | None = None,
    bundle: str | None = None,
) -> list[Path]:
    """Write the folder; returns its files in order of path.

    published_at  naive UTC, from which the mandate's delay is measured back; None: the newest moment in the register
    bundle        address of the signed bundle that the check-it page names
    """
    with public_register(db, case, published_at=published_at) as public:
        return write_site(Site(Record(case, public), bundle), out_dir)


def write_site(site: Site, out_dir: Path) -> list[Path]:
    """Write a site's files and remove those that it no longer has."""
    written: set[Path] = set()
    out_dir.mkdir(parents=True, exist_ok=True)
    made: set[Path] = {out_dir}
    for name, data in site.files():
        path = out_dir / name
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        _write(path, data)
        written.add(path)
    for folder in OURS:
        for path in sorted((out_dir / folder).glob("*")):
            if path.is_file() and path not in written:
                path.unlink()
    return sorted(written)


def _write(path: Path, data: bytes) -> None:
    """Leave an identical file alone; replace another in one step, so that a reader never sees half a page."""
    try:
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return
    except FileNotFoundError:
        path.write_bytes(data)
        return
    working = path.with_name(path.name + ".new")
    working.write_bytes(data)
    os.replace(working, path)
