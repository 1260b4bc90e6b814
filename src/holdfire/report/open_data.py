"""The published tables as CSV, Parquet and a Frictionless data package with its codebook.

In: the published copy of a register. Out: files under a folder; the same register gives the same bytes. Rows are
ordered by all columns. Nothing that `publication` held back can be here: this module sees nothing else.
"""

import hashlib
from pathlib import Path
from typing import Any

from holdfire.model.case import Case

from .codebook import FRICTIONLESS, Table, codebook_markdown, tables
from .publication import Public
from .render import as_json

TABLES = (
    "incident", "statement", "member", "contradiction", "origin_posterior", "contribution", "refused_evidence",
    "negative_finding", "first_mover", "run_up", "clause", "finding", "clause_trace", "counting_policy", "count_item",
    "count_row", "restriction", "party_response", "correction", "case_step", "exhibit", "custody_event", "log_entry",
    "checkpoint", "checked_claim", "sound_event", "source_reliability", "link_quality", "incident_event", "unread",
)  # fmt: skip
LEFT_OUT = {"log_entry": ("body",)}
NOTES = {
    "statement": "Places are cells of the mandate's grid; statements of protected sources are absent",
    "incident": "Places are cells of the mandate's grid; radius_m is at least half a cell's diagonal",
    "log_entry": "Bodies are withheld; leaf hashes are complete, so the tree can be rebuilt",
    "sound_event": "Places are cells of the grid; covariances include it",
}


def write_tables(public: Public, case: Case, folder: Path) -> list[Path]:
    """csv/, parquet/, datapackage.json, codebook.md under `folder`. Returns the files."""
    for name in ("csv", "parquet"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    public.db.execute("set threads = 1")  # row groups in one order
    written: list[Path] = []
    resources = []
    for name in TABLES:
        table = tables()[name]
        columns = [c.name for c in table.columns if c.name not in LEFT_OUT.get(name, ())]
        csv_path, parquet_path = folder / "csv" / f"{name}.csv", folder / "parquet" / f"{name}.parquet"
        cells = ", ".join(_csv_cell(table, c) for c in columns)
        _copy(public, f"select {cells} from {name} order by all", csv_path, "format csv, header true")
        kept = ", ".join(f'"{c}"' for c in columns)
        _copy(
            public,
            f"select {kept} from {name} order by all",
            parquet_path,
            "format parquet, compression zstd",
        )
        written += [csv_path, parquet_path]
        resources.append(_resource(name, table, columns, csv_path))
    package = {
        "profile": "tabular-data-package",
        "name": case.mandate.id.lower(),
        "title": case.mandate.title,
        "description": " ".join(case.mandate.summary.split()),
        "publication": {
            "delay_hours": case.mandate.publication.delay_hours,
            "grid_m": case.mandate.publication.grid_m,
            "k_anonymity": case.mandate.publication.k_anonymity,
            "as_of": public.as_of,
            "incidents_withheld_for_delay": public.withheld.incidents_delayed,
        },
        "resources": resources,
    }
    for path, data in (
        (folder / "datapackage.json", as_json(package)),
        (folder / "codebook.md", codebook_markdown(list(TABLES), NOTES).encode()),
    ):
        path.write_bytes(data)
        written.append(path)
    return written


def _copy(public: Public, query: str, path: Path, options: str) -> None:
    target = str(path).replace("'", "''")
    public.db.execute(f"copy ({query}) to '{target}' ({options})")  # names come from the schemas


def _csv_cell(table: Table, name: str) -> str:
    kind = next(c.type for c in table.columns if c.name == name)
    if kind == "text":
        return f"""case when regexp_matches("{name}", '^[=+@\\t\\r-]') then '''' || "{name}" else "{name}" end as "{name}" """
    if kind in ("json", "text[]"):
        return f'to_json("{name}")::varchar as "{name}"'
    if kind == "timestamp":
        return f"""strftime("{name}", '%Y-%m-%dT%H:%M:%SZ') as "{name}" """
    return f'"{name}"'


def _resource(name: str, table: Table, columns: list[str], path: Path) -> dict[str, Any]:
    data = path.read_bytes()
    fields = [
        {
            "name": c.name,
            "type": FRICTIONLESS.get(c.type, "string"),
            "description": c.says,
            **({"constraints": {"required": True}} if c.is_required and c.type != "text" else {}),
        }
        for c in table.columns
        if c.name in columns
    ]
    return {
        "name": name.replace("_", "-"),
        "path": f"csv/{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": "sha256:" + hashlib.sha256(data).hexdigest(),
        "description": table.says,
        "schema": {"fields": fields, "missingValues": [""]},
    }
