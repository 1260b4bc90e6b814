"""The order of stages and the rule "only what changed", on stages of our own."""

from pathlib import Path

import pytest

import holdfire.investigate.run as engine
from holdfire.investigate.new_case import EMPTY_MANDATE, HEADERS
from holdfire.model.case import Case, open_case
from holdfire.model.register import create_tables, insert_rows, open_register
from holdfire.model.stage import Run, Stage


@pytest.fixture
def case(tmp_path: Path) -> Case:
    (tmp_path / "geography").mkdir()
    (tmp_path / "mandate.toml").write_text(EMPTY_MANDATE, encoding="utf-8")
    for name, header in HEADERS.items():
        (tmp_path / name).write_text(header, encoding="utf-8")
    return open_case(tmp_path)


@pytest.fixture
def two_stages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    ran: list[str] = []

    def first(db, case, run) -> None:  # type: ignore[no-untyped-def]
        ran.append("intake")
        db.execute("delete from text_layer")
        text = (case.root / "sources.csv").read_text(encoding="utf-8")
        insert_rows(db, "text_layer", [{"exhibit_id": "ex-1", "body": text, "sha256": "0"}])

    def second(db, case, run) -> None:  # type: ignore[no-untyped-def]
        ran.append("reading")

    made = [
        Stage("intake", 1, (), ("sources.csv",), ("text_layer",), first),
        Stage("reading", 1, ("text_layer",), (), ("statement",), second),
    ]
    monkeypatch.setattr(engine, "stages", lambda: made)
    return ran


def go(case: Case) -> list[str]:
    db = open_register(case.register_path)
    try:
        create_tables(db, "investigate")
        return engine.run_stages(db, case, Run(), lambda done, total, what: None)
    finally:
        db.close()


def test_the_second_run_does_nothing(case: Case, two_stages: list[str]) -> None:
    assert go(case) == ["intake", "reading"]
    assert go(case) == []
    assert two_stages == ["intake", "reading"]


def test_a_changed_file_redoes_its_stage_and_what_follows(case: Case, two_stages: list[str]) -> None:
    go(case)
    path = case.root / "sources.csv"
    path.write_text(path.read_text(encoding="utf-8") + "x,X,A,ministry,C,,,\n", encoding="utf-8")
    assert go(case) == ["intake", "reading"]


def test_a_stage_that_runs_again_to_the_same_rows_stops_the_chain(
    case: Case, two_stages: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    go(case)
    monkeypatch.setattr(engine, "_code_digest", lambda room: "changed" if room == "intake" else "same")
    go(case)
    monkeypatch.setattr(engine, "_code_digest", lambda room: "changed again" if room == "intake" else "same")
    assert go(case) == ["intake"]


def test_a_crash_in_a_stage_makes_it_run_again(
    case: Case, two_stages: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    go(case)
    broken = engine.stages()

    def fail(db, case, run) -> None:  # type: ignore[no-untyped-def]
        raise RuntimeError("power cut")

    monkeypatch.setattr(
        engine, "stages", lambda: [Stage("intake", 2, (), ("sources.csv",), ("text_layer",), fail), broken[1]]
    )
    with pytest.raises(RuntimeError):
        go(case)
    monkeypatch.setattr(engine, "stages", lambda: broken)
    assert go(case) == ["intake"]


def test_the_working_copy_leaves_the_old_register_whole_when_a_run_fails(tmp_path: Path) -> None:
    path = tmp_path / "register.duckdb"
    with engine._working_copy(path) as db:
        insert_rows(db, "text_layer", [{"exhibit_id": "ex-1", "body": "a", "sha256": "0"}])
    before = path.read_bytes()
    with pytest.raises(RuntimeError), engine._working_copy(path) as db:  # noqa: PT012
        db.execute("delete from text_layer")
        raise RuntimeError("power cut")
    assert path.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["register.duckdb"]
