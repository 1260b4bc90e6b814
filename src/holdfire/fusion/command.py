"""What `holdfire link` does: read, link, write, say what was found. The command itself only parses."""

from pathlib import Path

import numpy as np

from holdfire.model.errors import Problems

from .link import Settings, link
from .read_reports import Treated, read_reports
from .write_links import links_table, pairs_table, write_table


def link_files(
    reports_path: Path, out: Path, pairs_path: Path | None, *, engine: str, model: str
) -> list[str]:
    """Writes the incidents, and the pairs where asked for; returns what a person should be told."""
    for path in filter(None, (out, pairs_path)):
        if path.suffix.lower() not in (".parquet", ".pq", ".csv"):
            raise Problems(
                str(path), [f"{path.name}: found {path.suffix or 'no suffix'}, expected .parquet or .csv"]
            )
    treated = Treated()
    reports = read_reports(reports_path, treated)
    settings = Settings(model="plain" if model == "plain" else "learned")
    linked = link(reports, settings)
    p_member = np.ones(len(linked.voices))
    write_table(links_table(reports, linked, p_member), out)
    if pairs_path is not None:
        write_table(pairs_table(reports, linked), pairs_path)
    found = len(np.unique(linked.label))
    said = [f"{len(reports)} reports, {len(linked.voices)} voices, {found} incidents"]
    said += [f"{n} {what}" for what, n in treated.rows.items()]
    if linked.pairs.capped:
        said.append(
            f"{linked.pairs.capped} reports had more neighbours than are compared: the first 400 were"
        )
    return said
