"""The mission's own register without its protected sources: for those who see the material but not who a source is.

Everything is there, at full precision and without delay, save what a source of sources.csv with `protected` said, sent
or is called: `publication` takes that out as it does for the public, and here the tables that the public never gets
are cleared of it too. Bodies of log entries are left out, because anything may stand in them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from holdfire.model.case import Case
from holdfire.model.register import columns_of, open_register, tables_of

from .publication import COPIED, copy_table, hide_exhibits, hide_statements, protect
from .striking import sql_pattern

if TYPE_CHECKING:
    import duckdb


@contextmanager
def unnamed_register(db: "duckdb.DuckDBPyConnection", case: Case) -> "Iterator[duckdb.DuckDBPyConnection]":
    """A copy in memory, gone when the block ends."""
    copy = open_register(":memory:")
    try:
        tables = [name for name in tables_of(db) if name in set(tables_of(copy))]
        for table in tables:
            copy_table(db, copy, table)
        ids = [s.source_id for s in case.sources.values() if s.protected]
        hide_exhibits(copy, ids)
        hide_statements(copy, ids)
        hidden = _ids(copy, ids)
        others = [name for name in tables if name not in COPIED]
        for table in others:
            _delete_rows(copy, table, hidden)
        copy.execute("drop table hidden_exhibit")
        copy.execute("drop table hidden_statement")
        copy.execute("update log_entry set body = null")
        words = protect(copy, case, 0, is_coarse=False).words
        for table in others:
            _strike_all(copy, table, words)
        yield copy
    finally:
        copy.close()


def _ids(copy: "duckdb.DuckDBPyConnection", sources: list[str]) -> list[str]:
    found = copy.execute(
        "select id from hidden_statement union select exhibit_id from hidden_exhibit"
    ).fetchall()
    return sorted({row[0] for row in found} | set(sources))


def _delete_rows(copy: "duckdb.DuckDBPyConnection", table: str, hidden: list[str]) -> None:
    """Rows of which a column that names something (`..._id`, `source`) names what is hidden."""
    for column, kind in columns_of(copy, table):
        if kind == "VARCHAR" and (column.endswith("_id") or column == "source"):
            copy.execute(f'delete from {table} where list_contains($ids, "{column}")', {"ids": hidden})


def _strike_all(copy: "duckdb.DuckDBPyConnection", table: str, words: list[str]) -> None:
    """Protected names in every column of text."""
    if not words:
        return
    for column, kind in columns_of(copy, table):
        if kind in ("VARCHAR", "JSON"):
            copy.execute(
                f"""update {table} set "{column}" = regexp_replace("{column}"::varchar, $p, '[protected]', 'g')::{kind}
                    where regexp_matches("{column}"::varchar, $p)""",
                {"p": sql_pattern(words)},
            )
