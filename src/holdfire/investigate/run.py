"""Evidence to findings: every stage in order, each only when its inputs changed.

In: a case folder with a vault. Out: the register and out/. Deterministic: the same vault, mandate and code give the
same register, row for row, and the same bytes in out/. The clock is an argument and dates log entries only.
"""

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib import import_module, resources
from pathlib import Path
from typing import TYPE_CHECKING

from holdfire.model.case import Case
from holdfire.model.register import create_tables, open_register, table_digest
from holdfire.model.spans import naive_utc
from holdfire.model.stage import Run, Stage

if TYPE_CHECKING:
    import duckdb

ROOMS = ("vault", "intake", "reading", "ranging", "fusion", "origin", "terms", "report")
OUR_OWN_ENTRIES = ("statement_batch", "finding")
"""Log entries that an investigation itself writes: they are no input of the next one."""

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Investigated:
    """What a run did: the stages that ran again, the files written, where the register lies."""

    register_path: Path
    out_dir: Path
    ran: list[str] = field(default_factory=list)
    wrote_out: bool = False
    sealed: bool = False


def stages() -> list[Stage]:
    """Every room's STAGE, in the order in which evidence flows."""
    return [import_module(f"holdfire.{room}.stage").STAGE for room in ROOMS]


def investigate(
    case: Case,
    *,
    at: datetime,
    known_by: datetime | None = None,
    progress: Progress | None = None,
    write_out: bool = True,
) -> Investigated:
    """Run what must run, seal the results in the log, write out/.

    at        aware; the time that log entries of this run claim
    known_by  aware; only what the mission had acquired by then counts. The answer goes beside the register of
              everything (register-as-known-....duckdb, out/as-known-on/...), and nothing is sealed
    """
    quiet: Progress = lambda done, total, what: None  # noqa: E731
    tell = progress or quiet
    register_path, out_dir = case.register_path, case.out_dir
    if known_by is not None:
        label = naive_utc(known_by).strftime("%Y-%m-%dT%H%MZ")
        register_path = case.root / f"register-as-known-{label}.duckdb"
        out_dir = case.out_dir / "as-known-on" / label
    run = Run(None if known_by is None else naive_utc(known_by), tell)
    with _working_copy(register_path) as db:
        create_tables(db, "investigate")
        ran = run_stages(db, case, run, tell)
        sealed = False
        if known_by is None and {"reading", "fusion", "origin", "terms"} & set(ran):
            sealed = _seal_results(db, case, at)
            if sealed:
                ran += run_stages(db, case, run, tell)
        # asked of the past, the mandate's delay runs from today and not from then
        published_at = None if known_by is None else naive_utc(at)
        wrote = write_out and _write_out(db, case, out_dir, published_at)
    return Investigated(register_path, out_dir, list(dict.fromkeys(ran)), wrote, sealed)


@contextmanager
def _working_copy(path: Path) -> "Iterator[duckdb.DuckDBPyConnection]":
    """A copy of the register to work on, put in its place at the end in one step.

    A server that has the old one open goes on reading it, and a crash leaves it as it was.
    """
    working = path.with_name(path.name + ".working")
    for stale in (working, working.with_name(working.name + ".wal")):
        stale.unlink(missing_ok=True)
    if path.exists():
        shutil.copyfile(path, working)
    db = open_register(working)
    try:
        yield db
        db.execute("checkpoint")
    except BaseException:
        db.close()
        working.unlink(missing_ok=True)
        raise
    db.close()
    working.replace(path)


def run_stages(db: "duckdb.DuckDBPyConnection", case: Case, run: Run, tell: Progress) -> list[str]:
    """Run every stage whose inputs changed. Returns the names of those that ran.

    A stage's stamp is removed before it runs and written after: a crash in between means that it runs again.
    """
    every = stages()
    owner = {table: stage.name for stage in every for table in stage.writes}
    ran: list[str] = []
    for number, stage in enumerate(every):
        tell(number, len(every) + 1, stage.name)
        wanted = _input_digest(db, case, stage, run, owner)
        if _stamp(db, stage.name)[0] == wanted:
            continue
        db.execute("delete from stage_run where stage = $s", {"s": stage.name})
        stage.run(db, case, run)
        output = _digest(f"{table} {_readable_digest(db, table)}" for table in sorted(stage.writes))
        db.execute("insert into stage_run values ($s, $i, $o)", {"s": stage.name, "i": wanted, "o": output})
        ran.append(stage.name)
    tell(len(every), len(every) + 1, "results")
    return ran


def _digest(lines: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line.encode())
        digest.update(b"\n")
    return digest.hexdigest()


def _stamp(db: "duckdb.DuckDBPyConnection", stage: str) -> tuple[str, str]:
    row = db.execute(
        "select input_digest, output_digest from stage_run where stage = $s", {"s": stage}
    ).fetchone()
    return (str(row[0]), str(row[1])) if row else ("", "")


def _input_digest(
    db: "duckdb.DuckDBPyConnection", case: Case, stage: Stage, run: Run, owner: dict[str, str]
) -> str:
    """Over the code of the room and the model, the case files, the outputs of the stages it reads, and what is asked."""
    lines = [f"version {stage.version}", f"code {_code_digest(stage.name)} {_code_digest('model')}"]
    lines.append(f"known_by {run.known_by}")
    lines += [
        f"input {name} {_stamp(db, name)[1]}" for name in sorted({owner[table] for table in stage.reads})
    ]
    for pattern in stage.files:
        for path in sorted(case.root.glob(pattern)):
            if path.is_file():
                lines.append(
                    f"file {path.relative_to(case.root)} {hashlib.sha256(path.read_bytes()).hexdigest()}"
                )
    return _digest(lines)


@cache
def _code_digest(room: str) -> str:
    """Over the room's own files, so that a changed rule or pack is a changed input."""
    folder = Path(str(resources.files(f"holdfire.{room}")))
    wanted = {".py", ".sql", ".toml", ".json", ".html", ".css", ".npz", ".csv", ".typ"}
    files = sorted(p for p in folder.rglob("*") if p.suffix in wanted and "__pycache__" not in p.parts)
    return _digest(f"{p.relative_to(folder)} {hashlib.sha256(p.read_bytes()).hexdigest()}" for p in files)


def _readable_digest(db: "duckdb.DuckDBPyConnection", table: str) -> str:
    """As `table_digest`, but for the log without our own result entries: they depend on the stages, not the reverse."""
    if table == "log_entry":
        db.execute(
            "create or replace temp view _log_inputs as select * from log_entry where kind not in ('statement_batch', 'finding')"
        )
        result = db.execute("select to_json(t)::varchar from (select * from _log_inputs order by all) t")
        return _digest(row[0] for row in result.fetchall())
    if table == "checkpoint":
        return ""  # grows with our own entries; only the report shows it, and the report is written from the register
    return table_digest(db, table)


def _seal_results(db: "duckdb.DuckDBPyConnection", case: Case, at: datetime) -> bool:
    """Commit to the digests of statements and findings in the log, once per distinct result."""
    from holdfire.vault.vault import open_vault

    bodies = {
        "statement_batch": {table: table_digest(db, table) for table in ("statement", "unread")},
        "finding": {
            table: table_digest(db, table)
            for table in ("incident", "member", "origin_posterior", "first_mover", "finding", "count_row")
        },
    }
    vault = open_vault(case.vault_dir)
    last: dict[str, object] = {}
    for entry in vault.entries():
        if entry.kind in OUR_OWN_ENTRIES and entry.body is not None:
            last[entry.kind] = dict(entry.body)
    new = [kind for kind, body in bodies.items() if last.get(kind) != body]
    for kind in new:
        vault.append(kind, bodies[kind], by="mission", at=at)
    if new:
        vault.commit()
    return bool(new)


def _write_out(
    db: "duckdb.DuckDBPyConnection", case: Case, out_dir: Path, published_at: datetime | None
) -> bool:
    """Write out/ unless the register, the case's files and the templates are those it was last written from."""
    from holdfire.report.write import write_out

    rows = db.execute(
        "select stage || ' ' || output_digest from stage_run where stage <> 'out' order by all"
    ).fetchall()
    log = db.execute("select count(*), max(leaf_hash) from log_entry").fetchone()
    files = [case.root / name for name in ("mandate.toml", "sources.csv", "coverage.csv")]
    # whole files: a source that became protected must leave the pages at once, though no stage's rows change
    files += sorted((case.root / "geography").glob("*"))
    shown = [f"{p.name} {hashlib.sha256(p.read_bytes()).hexdigest()}" for p in files if p.is_file()]
    wanted = _digest(
        [*(str(row[0]) for row in rows), f"log {log}", f"report {_code_digest('report')}", *shown]
    )
    if _stamp(db, "out")[0] == wanted and (out_dir / "index.html").exists():
        return False
    db.execute("delete from stage_run where stage = 'out'")
    write_out(db, case, out_dir, published_at=published_at)
    db.execute("insert into stage_run values ('out', $i, '')", {"i": wanted})
    return True
