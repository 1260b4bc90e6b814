from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from holdfire.model.register import insert_rows, open_register
from holdfire.web.accounts import PUBLIC
from holdfire.web.page import Ask
from holdfire.web.pages.sql import MAX_ROWS, run_query


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[Ask]:
    path = tmp_path / "register.duckdb"
    db = open_register(path)
    insert_rows(
        db, "text_layer", [{"exhibit_id": f"ex-{n}", "body": "x", "sha256": "0"} for n in range(2000)]
    )
    db.close()
    reader = open_register(path, read_only=True, is_sealed_off=True)
    yield Ask(reader, None, PUBLIC)  # type: ignore[arg-type]
    reader.close()


def test_a_select_is_answered_up_to_the_limit(ask: Ask) -> None:
    columns, rows, error = run_query(ask, "select exhibit_id from text_layer")
    assert (columns, len(rows), error) == (["exhibit_id"], MAX_ROWS, None)


@pytest.mark.parametrize(
    "query",
    [
        "delete from text_layer",
        "select 1; select 2",
        "copy text_layer to 'out.csv'",
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd'",
        "select content from read_text('/etc/passwd')",
        "attach 'other.duckdb'",
        "install httpfs",
        "pragma database_list",
        "set threads = 8",
        "select 1) ; drop table text_layer; --",
        "select getenv('HOME')",
        "",
    ],
)
def test_what_is_no_plain_select_over_the_tables_is_refused(ask: Ask, query: str) -> None:
    _columns, rows, error = run_query(ask, query)
    assert rows == []
    assert error
    assert ask.db.execute("select count(*) from text_layer").fetchone() == (2000,)


def test_an_endless_query_is_stopped(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfire.web.pages.sql.MAX_SECONDS", 0.2)
    _columns, _rows, error = run_query(
        ask, "select count(*) from range(1000000) a, range(1000000) b, range(1000) c"
    )
    assert error is not None
    assert "Stopped" in error
    assert ask.db.execute("select 1").fetchone() == (1,)


def test_the_reader_cannot_switch_external_access_on(ask: Ask) -> None:
    with pytest.raises(duckdb.Error):
        ask.db.execute("set enable_external_access = true")
