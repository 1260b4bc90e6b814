"""The register: one DuckDB file in which the stages meet. It is derived; delete it and it is rebuilt from the vault.

Each stage's `schema.sql` is what creates its tables. A row's times are TIMESTAMP columns in UTC.
"""

import hashlib
from collections.abc import Iterable, Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import Unreadable

if TYPE_CHECKING:
    import duckdb

STAGES = ("vault", "intake", "reading", "ranging", "fusion", "origin", "terms", "report")
"""Rooms that own tables, in the order in which evidence flows."""


def open_register(
    path: Path | str, *, read_only: bool = False, is_sealed_off: bool = False
) -> "duckdb.DuckDBPyConnection":
    """Open, with every stage's tables there. `:memory:` makes one that is gone when closed.

    is_sealed_off  for strangers' SQL: no files, no network, no other databases, and no way to change that

    raises  Unreadable when the file is no DuckDB database, or another process holds it
    """
    import duckdb

    try:
        db = duckdb.connect(str(path), read_only=read_only)
    except duckdb.Error as error:
        raise Unreadable(
            f"{path}: the register cannot be opened ({error}). It is derived: delete it and run `holdfire investigate`"
        ) from error
    db.execute("set timezone = 'UTC'")
    if is_sealed_off:
        seal_off(db)
    if not read_only:
        for stage in STAGES:
            create_tables(db, stage)
    return db


def seal_off(db: "duckdb.DuckDBPyConnection") -> None:
    """No files, no network, no other databases from here on, and no setting can be changed back."""
    db.execute("set enable_external_access = false")
    db.execute("set lock_configuration = true")


def schema_of(stage: str) -> str:
    """The text of a stage's schema.sql."""
    return resources.files(f"holdfire.{stage}").joinpath("schema.sql").read_text(encoding="utf-8")


def create_tables(db: "duckdb.DuckDBPyConnection", stage: str) -> None:
    db.execute(schema_of(stage))


def tables_of(db: "duckdb.DuckDBPyConnection") -> list[str]:
    rows = db.execute(
        "select table_name from duckdb_tables() where not temporary order by table_name"
    ).fetchall()
    return [str(name) for (name,) in rows]


def columns_of(db: "duckdb.DuckDBPyConnection", table: str) -> list[tuple[str, str]]:
    """(name, type) of each column, in order."""
    rows = db.execute(
        "select column_name, data_type from duckdb_columns() where table_name = $t order by column_index",
        {"t": table},
    ).fetchall()
    return [(str(name), str(kind)) for name, kind in rows]


def insert_rows(db: "duckdb.DuckDBPyConnection", table: str, rows: Sequence[dict[str, Any]]) -> int:
    """Insert dicts by column name; a column that a row lacks is null, an unknown one is a bug. Returns how many.

    Goes through Arrow, so a million rows are a matter of seconds.
    """
    if not rows:
        return 0
    import pyarrow as pa

    columns = columns_of(db, table)
    known = {name for name, _ in columns}
    unknown = {key for row in rows for key in row} - known
    if unknown:
        raise KeyError(f"{table} has no column {', '.join(sorted(unknown))}")
    data = {name: [row.get(name) for row in rows] for name, _ in columns}
    batch = pa.table({name: pa.array(values, from_pandas=True) for name, values in data.items()})
    names = ", ".join(f'"{name}"' for name, _ in columns)
    casts = ", ".join(f'cast("{name}" as {kind}) as "{name}"' for name, kind in columns)
    db.register("_rows", batch)
    try:
        db.execute(f"insert into {table} ({names}) select {casts} from _rows")  # names come from the schema
    finally:
        db.unregister("_rows")
    return len(rows)


def fetch_dicts(db: "duckdb.DuckDBPyConnection", sql: str, parameters: Any = None) -> list[dict[str, Any]]:
    """Rows of a query as dicts."""
    result = db.execute(sql, parameters) if parameters is not None else db.execute(sql)
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def table_digest(db: "duckdb.DuckDBPyConnection", table: str) -> str:
    """SHA-256 over the table's rows as JSON, in the order of all its columns. Row order in the file does not count."""
    columns = ", ".join(f'"{name}"' for name, _ in columns_of(db, table))
    if not columns:
        return hashlib.sha256(b"").hexdigest()
    digest = hashlib.sha256(f"{table}({columns})\n".encode())
    result = db.execute(f"select to_json(t)::varchar from (select {columns} from {table} order by all) t")
    while rows := result.fetchmany(10_000):
        for (row,) in rows:
            digest.update(row.encode())
            digest.update(b"\n")
    return digest.hexdigest()


def register_digest(db: "duckdb.DuckDBPyConnection", tables: Iterable[str] | None = None) -> str:
    """One digest for the whole register: two rebuilds from the same vault, mandate and code give the same."""
    digest = hashlib.sha256()
    for table in sorted(tables if tables is not None else tables_of(db)):
        digest.update(f"{table} {table_digest(db, table)}\n".encode())
    return digest.hexdigest()
