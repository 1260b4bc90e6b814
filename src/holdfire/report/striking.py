"""Protected names struck from sentences that other rooms made, and from texts that offsets point into.

In: the published copy, words to strike. A sentence gets "[protected]" in their place; a document's text as many blocks
as it had letters, so that every offset still points at the words it pointed at. Used by `publication` alone.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from .coarse import MASK

if TYPE_CHECKING:
    import duckdb

SENTENCES = (
    ("member", "why"), ("contradiction", "says"), ("incident_event", "reason"), ("origin_posterior", "reason"),
    ("contribution", "says"), ("refused_evidence", "reason"), ("negative_finding", "says"), ("first_mover", "reason"),
    ("run_up", "says"), ("finding", "reason"), ("clause_trace", "why"), ("count_item", "why"), ("count_item", "claimed_by"),
    ("count_row", "claimed_by"), ("restriction", "says"), ("case_step", "reason"), ("case_step", "actor"),
    ("party_response", "body"), ("correction", "reason"), ("correction", "by_name"), ("incident", "place_label"),
    ("exhibit", "title"), ("exhibit", "url"), ("exhibit", "file_name"), ("statement", "speaker"), ("unread", "quote"),
    ("custody_event", "note"), ("custody_event", "by_name"), ("checked_claim", "reason"), ("checked_claim", "says"),
    ("checked_claim", "speaker"), ("log_entry", "by_name"),
)  # fmt: skip
"""Columns that hold sentences made elsewhere: protected names are struck from each."""
JSON_SENTENCES = (("first_mover", "accounts"), ("correction", "before_value"), ("correction", "after_value"),
                  ("finding", "exceptions_tried"), ("finding", "dissent"), ("case_step", "detail"), ("correction", "diff"), ("clause_trace", "given"), ("checked_claim", "computed"))  # fmt: skip


def sql_pattern(words: Sequence[str]) -> str:
    """The words as one pattern of DuckDB's dialect, whatever their case."""
    return "(?i)" + "|".join(re.sub(r"([\\^$.|?*+()\[\]{}])", r"\\\1", word) for word in words)


def strike(copy: "duckdb.DuckDBPyConnection", words: Sequence[str]) -> None:
    """Replace protected words: "[protected]" in sentences, as many blocks in texts that offsets point into."""
    pattern = re.compile("|".join(re.escape(word) for word in words), re.IGNORECASE)
    for table, column in (*SENTENCES, *JSON_SENTENCES):
        kind = "::json" if (table, column) in JSON_SENTENCES else ""
        copy.execute(
            f"update {table} set {column} = regexp_replace({column}::varchar, $p, '[protected]', 'g'){kind} "
            f"where regexp_matches({column}::varchar, $p)",
            {"p": sql_pattern(words)},
        )
    rows = copy.execute("select exhibit_id, body from text_layer where regexp_matches(body, $p) order by exhibit_id",
                        {"p": sql_pattern(words)}).fetchall()  # fmt: skip
    replace_texts(
        copy, [(exhibit_id, pattern.sub(lambda m: MASK * len(m.group()), body)) for exhibit_id, body in rows]
    )


def replace_texts(copy: "duckdb.DuckDBPyConnection", texts: Sequence[tuple[str, str]]) -> None:
    """Masked texts in the place of the old. Each has its length, so every offset stays; quotes are cut from it anew."""
    if not texts:
        return
    with as_table(copy, ("exhibit_id", "body"), texts) as masked:
        copy.execute(
            f"update text_layer t set body = m.body from {masked} m where m.exhibit_id = t.exhibit_id"
        )
        for table in ("statement", "unread"):
            copy.execute(
                f"update {table} s set quote = substr(m.body, s.start_char + 1, s.end_char - s.start_char) "
                f"from {masked} m where m.exhibit_id = s.exhibit_id"
            )


@contextmanager
def as_table(
    copy: "duckdb.DuckDBPyConnection", names: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> Iterator[str]:
    """Python rows as a table to join with, by name, while the block lasts."""
    import pyarrow as pa

    table = pa.table({name: [row[at] for row in rows] for at, name in enumerate(names)})
    copy.register("_given", table)
    try:
        yield "_given"
    finally:
        copy.unregister("_given")
