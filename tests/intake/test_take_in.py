"""Sealing: nothing taken in is lost, the same bytes are one exhibit, and the stage rebuilds everything from the vault."""

# ruff: noqa: DTZ001  (the register's times are naive UTC)

import itertools
import shutil
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import duckdb
import pytest

from holdfire.data import example_dir
from holdfire.intake.stage import STAGE
from holdfire.intake.take_in import NotAllTakenIn, TakenIn, take_in
from holdfire.model.case import Case, open_case
from holdfire.model.register import fetch_dicts, open_register, table_digest
from holdfire.model.stage import Run
from holdfire.vault import stage as vault_stage
from holdfire.vault.vault import Vault, create_vault, open_vault

AT = datetime(2020, 7, 13, 9, 0, tzinfo=timezone(timedelta(hours=4)))


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """An example case without its material, with a vault whose keys come from a counter."""
    root = tmp_path / "case"
    shutil.copytree(example_dir(), root, ignore=shutil.ignore_patterns("material*"))
    opened = open_case(root)
    counter = itertools.count()
    create_vault(
        opened.vault_dir,
        origin="holdfire.example/test",
        cosigners=[],
        entropy=lambda n: bytes([next(counter) % 256] * n),
    )
    return opened


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def seal(
    case: Case, *paths: Path, at: datetime = AT, source: str | None = "press-digest", **more: str
) -> list[TakenIn]:
    with closing(open_vault(case.vault_dir)) as vault:
        try:
            return take_in(case, vault, paths, source=source, acquired_at=at, by="duty officer", **more)  # type: ignore[arg-type]
        finally:
            vault.commit()


def rebuilt(case: Case, known_by: datetime | None = None) -> duckdb.DuckDBPyConnection:
    db = open_register(":memory:")
    run = Run(known_by=known_by)
    vault_stage.STAGE.run(db, case, run)
    STAGE.run(db, case, run)
    return db


def test_the_same_bytes_twice_are_one_exhibit_and_two_custody_events(case: Case, tmp_path: Path) -> None:
    first = seal(case, write(tmp_path, "a.txt", b"A quiet day.\n"))
    second = seal(case, write(tmp_path, "b.txt", b"A quiet day.\n"), at=AT + timedelta(hours=1))
    assert first[0].is_new
    assert not second[0].is_new
    assert first[0].exhibit_id == second[0].exhibit_id
    db = rebuilt(case)
    assert fetch_dicts(db, "select file_name, acquired_at from exhibit") == [
        {"file_name": "a.txt", "acquired_at": datetime(2020, 7, 13, 5, 0)}
    ]
    assert db.execute("select action from custody_event order by log_index").fetchall() == [
        ("acquired",),
        ("acquired_again",),
    ]


def test_files_that_cannot_be_taken_in_are_named_together_and_the_others_are_sealed(
    case: Case, tmp_path: Path
) -> None:
    good, empty, gone = (
        write(tmp_path, "a.txt", b"One."),
        write(tmp_path, "empty.txt", b""),
        tmp_path / "gone.txt",
    )
    with pytest.raises(NotAllTakenIn) as caught:
        seal(case, good, empty, gone, write(tmp_path, "z.txt", b"Two."))
    assert len(caught.value.taken_in) == 2
    assert len(caught.value.problems) == 2
    assert "empty.txt: the file is empty" in str(caught.value)
    assert "gone.txt: No such file" in str(caught.value)
    assert rebuilt(case).execute("select file_name from exhibit order by 1").fetchall() == [
        ("a.txt",),
        ("z.txt",),
    ]


def test_a_file_that_goes_away_while_its_group_is_sealed_loses_nothing_of_the_others(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [write(tmp_path, f"{i}.txt", f"Line {i}.".encode()) for i in range(6)]
    whole = Vault.seal

    def late(self: Vault, data: bytes | Path, **more: object) -> object:
        if isinstance(data, Path) and data.name == "3.txt":
            data.unlink()  # between the first look at it and the seal
        return whole(self, data, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Vault, "seal", late)
    with pytest.raises(NotAllTakenIn, match=r"3\.txt: cannot be read \(No such file") as caught:
        seal(case, *paths)
    assert len(caught.value.taken_in) == 5
    names = [name for (name,) in rebuilt(case).execute("select file_name from exhibit order by 1").fetchall()]
    assert names == ["0.txt", "1.txt", "2.txt", "4.txt", "5.txt"]


def test_an_unknown_source_and_a_time_without_a_zone_seal_nothing(case: Case, tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", b"One.")
    with pytest.raises(NotAllTakenIn) as caught:
        seal(case, path, source="nobody", at=datetime(2020, 7, 13))
    assert len(caught.value.problems) == 2
    assert not rebuilt(case).execute("select 1 from exhibit").fetchall()


def test_a_protected_sources_file_name_and_address_are_not_kept_and_its_bytes_lie_encrypted(
    case: Case, tmp_path: Path
) -> None:
    with (case.root / "sources.csv").open("a") as stream:
        stream.write("resident-1,A resident,,resident,F,yes,,\n")
    case = open_case(case.root)
    path = write(tmp_path, "from-mr-x.txt", b"I heard three explosions at night.")
    taken = seal(case, path, source="resident-1", url="https://mr-x.example")
    db = rebuilt(case)
    row = fetch_dicts(db, "select exhibit_id, file_name, url, source_id, sha256 from exhibit")[0]
    assert row == {
        "exhibit_id": taken[0].exhibit_id,
        "file_name": None,
        "url": None,
        "source_id": "resident-1",
        "sha256": taken[0].sha256,
    }
    assert db.execute("select body from text_layer").fetchall() == [("I heard three explosions at night.",)]
    kept = b"".join(p.read_bytes() for p in case.vault_dir.rglob("*") if p.is_file())
    assert b"mr-x" not in kept
    assert b"three explosions" not in kept


def test_an_exhibit_counts_from_the_moment_the_mission_had_it(case: Case, tmp_path: Path) -> None:
    seal(case, write(tmp_path, "a.txt", b"One."))
    seal(case, write(tmp_path, "b.txt", b"Two."), at=AT + timedelta(days=2))
    known = rebuilt(case, known_by=datetime(2020, 7, 14))
    assert known.execute("select file_name from exhibit").fetchall() == [("a.txt",)]


def test_two_rebuilds_give_the_same_rows(case: Case) -> None:
    seal(case, example_dir() / "material")
    one, two = rebuilt(case), rebuilt(case)
    for table in STAGE.writes:
        assert table_digest(one, table) == table_digest(two, table)
        assert one.execute(f"select count(*) > 0 from {table}").fetchone() == (True,)
    faulty = one.execute(
        "select count(*) from block b join text_layer t using (exhibit_id) "
        "where trim(substr(body, start_char + 1, end_char - start_char)) = '' or end_char > length(body)"
    )
    assert faulty.fetchone() == (0,)


def test_the_day_of_publication_is_the_bringers_word_first_and_then_the_documents(
    case: Case, tmp_path: Path
) -> None:
    page = b"<html><head><meta property='article:published_time' content='2020-07-13T10:00:00+04:00'></head><body><p>One house was hit in the village.</p></body></html>"
    with closing(open_vault(case.vault_dir)) as vault:
        take_in(
            case,
            vault,
            [write(tmp_path, "a.html", page)],
            acquired_at=AT,
            by="x",
            published_at=datetime(2020, 7, 12, 20, 0, tzinfo=UTC),
        )
        take_in(case, vault, [write(tmp_path, "b.html", page + b" ")], acquired_at=AT, by="x")
        take_in(
            case,
            vault,
            [write(tmp_path, "c.txt", b"Report issued on 12 July 2020\n\nOne house was hit.")],
            acquired_at=AT,
            by="x",
        )
        vault.commit()
    rows = (
        rebuilt(case)
        .execute("select file_name, published_at, published_basis from exhibit order by file_name")
        .fetchall()
    )
    assert rows == [
        ("a.html", datetime(2020, 7, 12, 20, 0), "bringer"),
        ("b.html", datetime(2020, 7, 13, 6, 0), "meta"),
        ("c.txt", datetime(2020, 7, 12, 19, 59, 59), "body"),
    ]


def test_an_exhibit_whose_bytes_are_gone_stays_in_the_register_and_says_so(
    case: Case, tmp_path: Path
) -> None:
    taken = seal(case, write(tmp_path, "a.txt", b"One."))
    with closing(open_vault(case.vault_dir)) as vault:
        vault.blob_path(taken[0].sha256).unlink()
    row = fetch_dicts(rebuilt(case), "select status, reason from exhibit")[0]
    assert row["status"] == "unreadable"
    assert "cannot be had" in row["reason"]


def test_altered_bytes_are_not_split_and_the_register_says_so(case: Case, tmp_path: Path) -> None:
    taken = seal(case, write(tmp_path, "a.txt", b"Three houses were hit."))
    with closing(open_vault(case.vault_dir)) as vault:
        path = vault.blob_path(taken[0].sha256)
    path.chmod(0o600)
    path.write_bytes(b"Eight houses were hit.")
    db = rebuilt(case)
    row = fetch_dicts(db, "select status, reason from exhibit")[0]
    assert row["status"] == "unreadable"
    assert taken[0].sha256 in row["reason"]
    assert db.execute("select body from text_layer").fetchall() == [("",)]


def test_a_folder_is_its_files_by_name_without_hidden_ones_and_links(case: Case, tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    write(folder, "b.txt", b"Two.")
    write(folder, "a.txt", b"One.")
    write(folder, ".hidden", b"x")
    (folder / "link.txt").symlink_to("/etc/hostname")
    assert [item.path.name for item in seal(case, folder)] == ["a.txt", "b.txt"]
