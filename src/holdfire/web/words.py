"""Which statements hold these words? A register's lines in lower case, newest first, and the words that part them.

    _line    (n, statement_id, line)   n counts from 0, the newest statement first
    _word    (word, n)               words that stand in few lines, sorted: a beginning is found in two blocks of rows
    _common  (word)                  those of many lines

A word is found at its beginning ("shell" finds "shelling"); what no word begins with is looked for inside words, by
reading every line. A word of many lines narrows nothing and has no rows: the newest lines are read until enough hold it.
"""

import unicodedata
from typing import TYPE_CHECKING

from holdfire.model.register import fetch_dicts

if TYPE_CHECKING:
    import duckdb

MOST_SHARE = 0.02
"""A word in more of the lines than this is not kept: 50 hits then lie within the newest few thousand lines."""
MOST = 50
LINES = """
create table _words._line as
select row_number() over (order by known_at desc, statement_id) - 1 as n, statement_id,
       lower(concat_ws(' ', quote, speaker, weapon)) as line
from statement order by known_at desc, statement_id
"""
EVERY = "create table _words._every as select distinct unnest(regexp_extract_all(line, '[\\p{L}\\p{N}]+')) as word, n from _words._line"
COMMON = f"""
create table _words._common as select word from _words._every group by word
having count(*) > greatest(200, {MOST_SHARE} * (select count(*) from _words._line)) order by word
"""
WORDS = "create table _words._word as select word, n from _words._every where word not in (select word from _words._common) order by word, n"


def attach(db: "duckdb.DuckDBPyConnection") -> None:
    """A database in memory beside the register, which is opened read-only, for the tables above."""
    db.execute("attach ':memory:' as _words (read_write)")


def prepare(db: "duckdb.DuckDBPyConnection") -> None:
    """statement -> _line, _word, _common, seen all at once by the connection's other cursors. After `attach`."""
    db.execute("begin")
    for sql in (LINES, EVERY, COMMON, WORDS, "drop table _words._every"):
        db.execute(sql)
    db.execute("commit")


def is_prepared(db: "duckdb.DuckDBPyConnection") -> bool:
    found = db.execute(
        "select count(*) from duckdb_tables() where database_name = '_words' and table_name in ('_line', '_word')"
    ).fetchone()
    return bool(found and found[0] == 2)


def statements_with(db: "duckdb.DuckDBPyConnection", words: list[str]) -> list[str]:
    """Ids of at most MOST statements in which every one of `words` (lower case) occurs, newest first."""
    where = " and ".join(f"contains(line, $w{i})" for i in range(len(words)))
    values: dict[str, object] = {f"w{i}": word for i, word in enumerate(words)}
    if not is_prepared(db):
        sql = f"""
            select statement_id from (select statement_id, known_at, lower(concat_ws(' ', quote, speaker, weapon)) as line from statement)
            where {where} order by known_at desc, statement_id limit {MOST}
        """
        return [row["statement_id"] for row in fetch_dicts(db, sql, values)]
    rarest = _rarest(db, words)
    if rarest is not None:
        sql = f"""
            select statement_id from _words._line where n in (select n from _words._word where word >= $low and word < $high) and {where}
            order by n limit {MOST}
        """
        found = fetch_dicts(db, sql, {**values, "low": rarest, "high": _after(rarest)})
        if found:
            return [row["statement_id"] for row in found]
    return [row["statement_id"] for row in _newest_first(db, where, values)]


def _newest_first(
    db: "duckdb.DuckDBPyConnection", where: str, values: dict[str, object]
) -> list[dict[str, str]]:
    """Reads lines from the newest on and stops when there are enough: a word of many lines is answered at once."""
    long = fetch_dicts(db, "select count(*) as n from _words._line")[0]["n"]
    found: list[dict[str, str]] = []
    first, step = 0, 20_000
    while first < long and len(found) < MOST:
        sql = f"""
            select statement_id from _words._line where n >= $first and n < $first + $step and {where}
            order by n limit {MOST - len(found)}
        """
        found += fetch_dicts(db, sql, {**values, "first": first, "step": step})
        first, step = first + step, step * 4
    return found


def _rarest(db: "duckdb.DuckDBPyConnection", words: list[str]) -> str | None:
    """The part of a word with the fewest lines, of those that no common word begins with. None: nothing narrows."""
    best: tuple[int, str] | None = None
    for part in sorted({part for word in words for part in parts_of(word)}):
        sql = """
            select (select count(*) from _words._word where word >= $low and word < $high) as n,
                   (select count(*) from _words._common where word >= $low and word < $high) as n_common
        """
        found = fetch_dicts(db, sql, {"low": part, "high": _after(part)})[0]
        n = found["n"]
        if n and not found["n_common"] and (best is None or (n, part) < best):
            best = (n, part)
    return best[1] if best else None


def parts_of(word: str) -> list[str]:
    """Runs of letters and digits, as the register's lines are parted.

    >>> parts_of("21:15"), parts_of("chinari's")
    (['21', '15'], ['chinari', 's'])
    """
    return "".join(c if unicodedata.category(c)[0] in "LN" else " " for c in word).split()


def _after(beginning: str) -> str:
    """The first text after all that begin so."""
    return beginning + "\U0010ffff"
