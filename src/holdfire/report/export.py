"""`holdfire export`: everything that may leave, in one folder, for a web server or a USB stick.

data/ holds the tables and other people's formats; with `site` the pages of out/ lie beside it, and the feeds, and the
signed bundle, so that a stranger with only this folder can follow a number back to sealed bytes and check the log.
The same register and vault give the same bytes.
"""

import zipfile
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from holdfire.model.case import Case
from holdfire.model.errors import Misuse

from .coarse import mask_coordinates
from .exchange import acled_of, ftm_of, ged_of, geojson_of, timemap_of
from .feeds import atom_of, json_feed_of
from .open_data import write_tables
from .pages import Site
from .publication import public_register
from .record import Record
from .write import write_site

if TYPE_CHECKING:
    import duckdb

MARK = ".holdfire-export"
BUNDLE = "bundle.zip"
VERIFIER = "holdfire_verify.py"
DISCLOSED = frozenset(
    {"exhibit", "custody", "statement_batch", "finding", "correction", "reply", "roster", "policy"}
)
"""Kinds of log entries whose bodies the public bundle shows. A reviewer's word, a complaint's step, an access entry or a
redaction may name a source: of those it holds the leaf and its proof alone."""


@dataclass(frozen=True)
class Exported:
    """files: how many; bundle: its path, None where none was asked for or the vault has no signed checkpoint."""

    files: int
    incidents: int
    bundle: Path | None


def export_case(
    db: "duckdb.DuckDBPyConnection",
    case: Case,
    folder: Path,
    *,
    site: bool = False,
    base: str = "",
    published_at: datetime | None = None,
) -> Exported:
    """Write the export. An earlier export in the same folder is replaced file by file; any other folder is refused.

    base  absolute address of the site for the feeds, with a slash at its end; "" makes their links relative
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise Misuse(
            f"{folder}: not empty and no earlier export, expected a new folder (nothing was changed)"
        )
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text("made by `holdfire export`, which may replace it\n", encoding="utf-8")
    with public_register(db, case, published_at=published_at) as public:
        record = Record(case, public)
        written = write_tables(public, case, data)
        for name, content in (
            ("incidents.geojson", geojson_of(record)),
            ("ged.csv", ged_of(record)),
            ("acled.csv", acled_of(record)),
            ("timemap.json", timemap_of(record)),
            ("followthemoney.jsonl", ftm_of(record)),
        ):
            (data / name).write_bytes(content)
            written.append(data / name)
        feeds = folder if site else data
        (feeds / "feed.atom").write_bytes(atom_of(record, base))
        (feeds / "feed.json").write_bytes(json_feed_of(record, base))
        written += [feeds / "feed.atom", feeds / "feed.json"]
        bundle = None
        if site:
            bundle = write_public_bundle(db, case, record, folder / BUNDLE)
            verifier = _write_verifier(folder) if bundle else None
            pages = Site(
                record, BUNDLE if bundle else None, has_data=True, sealed=sealed_in(bundle), verifier=verifier
            )
            written += [*write_site(pages, folder), *([folder / verifier] if verifier else [])]
    return Exported(len(written) + (bundle is not None), len(record.incidents), bundle)


def sealed_in(bundle: Path | None) -> dict[str, str]:
    """Exhibit id -> where its bytes lie in the bundle."""
    if bundle is None:
        return {}
    with zipfile.ZipFile(bundle) as archive:
        names = [name for name in archive.namelist() if name.startswith("data/exhibits/")]
    return {name.rsplit("/", 1)[1].split(".")[0]: name for name in names}


def _write_verifier(folder: Path) -> str | None:
    """The verifier that needs no Holdfire, beside the pages; None where this installation does not have it."""
    packaged = Path(str(resources.files("holdfire"))) / "data" / VERIFIER
    for place in (packaged, packaged.parents[3] / "docs" / "verify" / VERIFIER):  # a wheel; a source tree
        if place.is_file():
            (folder / VERIFIER).write_bytes(place.read_bytes())
            return VERIFIER
    return None


def write_public_bundle(
    db: "duckdb.DuckDBPyConnection", case: Case, record: Record, path: Path
) -> Path | None:
    """The signed bundle without what may not leave: an exhibit goes in only whole, and only when its page shows it whole.

    Kept out: exhibits of protected sources, those younger than the delay, and those whose text gives coordinates finer
    than the grid (the page has the masked text; the parties hold the bytes). That each exists stays provable.
    """
    from holdfire.vault.bundle import write_bundle
    from holdfire.vault.vault import open_vault

    if not (case.vault_dir / "log").exists():
        return None
    bodies = dict(db.execute("select exhibit_id, body from text_layer order by exhibit_id").fetchall())
    whole = {
        exhibit_id
        for exhibit_id, body in bodies.items()
        if record.texts.get(exhibit_id) == body and mask_coordinates(body, case) == body
    }
    write_bundle(
        open_vault(case.vault_dir),
        path,
        withhold=lambda entry: entry.subject not in whole,
        title=case.mandate.title,
        disclose=lambda entry: entry.kind in DISCLOSED,
    )
    return path
