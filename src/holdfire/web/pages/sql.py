"""A read-only SQL page over the public tables, for a reader who wants to count for himself.

One statement, a SELECT; no files, no functions that reach outside, a row limit and a time limit. The register is
opened read-only and DuckDB's external access is off, so the worst a query can do is be slow, and then it is stopped.
"""

import threading
from typing import Any

from holdfire.model.register import columns_of, tables_of

from ..page import Ask, Page

MAX_ROWS = 1000
MAX_SECONDS = 3.0
MAX_CHARACTERS = 10_000


def sql_page(ask: Ask) -> dict[str, Any]:
    tables = [
        {"table": name, "columns": columns_of(ask.db, name)}
        for name in tables_of(ask.db)
        if not name.startswith("_")
    ]
    query = ask.words.get("q", "").strip().rstrip(";")
    if not query:
        return {"tables": tables, "q": "", "columns": [], "rows": [], "error": None}
    columns, found, error = run_query(ask, query)
    return {"tables": tables, "q": query, "columns": columns, "rows": found, "error": error}


def run_query(ask: Ask, query: str) -> tuple[list[str], list[dict[str, Any]], str | None]:
    """(columns, rows, error): a refused query is an answer, not an exception."""
    import duckdb

    if len(query) > MAX_CHARACTERS:
        return [], [], f"The query is over {MAX_CHARACTERS} characters."
    db = ask.db
    try:
        parsed = duckdb.extract_statements(query)
    except duckdb.Error as error:
        return [], [], str(error)
    if len(parsed) != 1 or parsed[0].type != duckdb.StatementType.SELECT:
        return [], [], "One SELECT statement is answered here, nothing else."
    alarm = threading.Timer(MAX_SECONDS, db.interrupt)
    alarm.start()
    try:
        result = db.execute(f"select * from ({query}\n) limit {MAX_ROWS}")
        names = [column[0] for column in result.description or []]
        return names, [dict(zip(names, row, strict=True)) for row in result.fetchall()], None
    except duckdb.Error as error:
        stopped = "INTERRUPT" in str(error).upper()
        return [], [], f"Stopped after {MAX_SECONDS:g} seconds: ask for less." if stopped else str(error)
    finally:
        alarm.cancel()


PAGES = (Page("/sql", "sql", "sql.html", sql_page, rows="rows", words=("q",)),)
