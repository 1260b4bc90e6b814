from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfire.model.errors import Unreadable
from holdfire.model.ids import row_id
from holdfire.model.register import (
    STAGES,
    insert_rows,
    open_register,
    register_digest,
    schema_of,
    table_digest,
    tables_of,
)

ROWS = [{"exhibit_id": f"ex-{n}", "body": f"text {n}", "sha256": str(n)} for n in range(5)]


def test_every_stages_schema_is_what_makes_the_tables() -> None:
    db = open_register(":memory:")
    made = set(tables_of(db))
    for stage in STAGES:
        declared = {
            line.split()[5] for line in schema_of(stage).splitlines() if line.startswith("create table")
        }
        assert declared <= made


def test_every_column_says_in_a_comment_or_name_what_it_is() -> None:
    for stage in STAGES:
        assert schema_of(stage).startswith("--"), f"{stage}/schema.sql opens with what it promises"


@settings(max_examples=10)
@given(st.permutations(ROWS))
def test_the_digest_does_not_depend_on_the_order_of_rows(rows: list[dict[str, str]]) -> None:
    db = open_register(":memory:")
    insert_rows(db, "text_layer", rows)
    other = open_register(":memory:")
    insert_rows(other, "text_layer", ROWS)
    assert register_digest(db) == register_digest(other)


def test_one_changed_value_changes_the_digest() -> None:
    db = open_register(":memory:")
    insert_rows(db, "text_layer", ROWS)
    before = table_digest(db, "text_layer")
    db.execute("update text_layer set body = 'text 0 ' where exhibit_id = 'ex-0'")
    assert table_digest(db, "text_layer") != before


def test_a_column_that_does_not_exist_is_a_bug_that_is_named() -> None:
    with pytest.raises(KeyError, match="no column colour"):
        insert_rows(open_register(":memory:"), "text_layer", [{**ROWS[0], "colour": "red"}])


def test_a_file_that_is_no_register_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "register.duckdb"
    path.write_bytes(b"not a database" * 1000)
    with pytest.raises(Unreadable, match="delete it and run `holdfire investigate`"):
        open_register(path)


def test_row_ids_depend_on_content_only() -> None:
    assert row_id("st", "a", 1, None) == row_id("st", "a", "1", None)
    assert row_id("st", "a", None) != row_id("st", "a", "None")
