"""What the public may not see is in no published byte."""

import math
from datetime import datetime
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfire.model.case import Case
from holdfire.model.places import distance_m
from holdfire.report.coarse import coarse_radius_m, kept_decimals, mask_coordinates, snap
from holdfire.report.publication import public_register


def test_no_protected_value_is_in_any_byte_of_out(out: Path, protected_values: list[str]) -> None:
    for path in sorted(out.rglob("*")):
        if path.is_file():
            content = path.read_bytes().decode("utf-8").lower()
            for value in protected_values:
                assert value.lower() not in content, f"{value!r} in {path}"


def test_a_group_below_k_is_not_even_mentioned(out: Path) -> None:
    everything = "".join(path.read_text(encoding="utf-8") for path in out.rglob("*.html"))
    assert "protected sources (resident)" in everything  # three residents are on file
    assert "patrol)" not in everything  # the lone patrol is not spoken of


def test_an_incident_that_only_a_protected_source_tells_of_is_withheld(
    register: duckdb.DuckDBPyConnection, case: Case
) -> None:
    with public_register(register, case) as public:
        left = {row[0] for row in public.db.execute("select incident_id from incident").fetchall()}
    assert "inc-2021-05-02-002" not in left


def test_an_incident_with_a_protected_hand_in_it_lies_on_a_coarser_grid(
    register: duckdb.DuckDBPyConnection, case: Case
) -> None:
    with public_register(register, case) as public:
        row = public.db.execute(
            "select lat, lon, radius_m from incident where incident_id = 'inc-2021-05-01-001'"
        ).fetchone()
    assert row is not None
    lat, lon = snap(40.91177, 45.52299, 3000)
    assert (
        distance_m(row[0], row[1], lat, lon) < 1000 / math.sqrt(2) + 1
    )  # then snapped to the public grid like all
    assert row[2] >= 3000 / math.sqrt(2) - 1


def test_what_is_younger_than_the_delay_is_absent_with_its_document(
    register: duckdb.DuckDBPyConnection, case: Case
) -> None:
    with public_register(register, case) as public:
        assert public.as_of == datetime(2021, 5, 3, 17, 0)  # noqa: DTZ001  the register's times are naive UTC
        assert public.withheld.incidents_delayed == 1
        assert not public.db.execute("select 1 from statement where statement_id = 'st-z1'").fetchall()
        assert not public.db.execute("select 1 from text_layer where body like '%Stone Post%'").fetchall()
        assert not public.db.execute(
            "select 1 from incident where incident_id = 'inc-2021-05-03-001'"
        ).fetchall()


def test_the_delay_is_over_when_it_is_over(register: duckdb.DuckDBPyConnection, case: Case) -> None:
    later = datetime(2021, 5, 5)  # noqa: DTZ001
    with public_register(register, case, published_at=later) as public:
        assert public.as_of == datetime(2021, 5, 3, 17, 0)  # noqa: DTZ001  the state is the record's, whenever it is asked
        assert public.withheld.incidents_delayed == 0
        assert public.db.execute("select 1 from incident where incident_id = 'inc-2021-05-03-001'").fetchall()


def test_publishing_leaves_the_register_as_it_was(register: duckdb.DuckDBPyConnection, case: Case) -> None:
    from holdfire.model.register import register_digest

    before = register_digest(register)
    with public_register(register, case):
        pass
    assert register_digest(register) == before


def test_offsets_hold_after_masking(register: duckdb.DuckDBPyConnection, case: Case) -> None:
    with public_register(register, case) as public:
        rows = public.db.execute(
            "select s.quote, substr(t.body, s.start_char + 1, s.end_char - s.start_char) from statement s join text_layer t using (exhibit_id)"
        ).fetchall()
    assert len(rows) >= 6
    assert all(quote == cut for quote, cut in rows)
    assert any("█" in quote for quote, _cut in rows)


def test_log_bodies_and_record_rows_are_never_copied(register: duckdb.DuckDBPyConnection, case: Case) -> None:
    with public_register(register, case) as public:
        assert public.db.execute("select count(*) from log_entry where body is not null").fetchone() == (0,)
        assert public.db.execute("select count(*) from record_row").fetchone() == (0,)
        assert public.db.execute("select count(*) from log_entry").fetchone() == (
            18,
        )  # every leaf stays countable


def test_totals_are_of_what_is_published(register: duckdb.DuckDBPyConnection, case: Case) -> None:
    with public_register(register, case) as public:
        rows = public.db.execute("select claimed_by, n from count_row order by claimed_by").fetchall()
    assert rows == [("ALF", 30), ("BET", 1)]


@given(st.floats(-84, 84), st.floats(-179, 179), st.sampled_from([100.0, 500.0, 1000.0, 5000.0]))
def test_a_snapped_place_stays_within_its_published_radius(lat: float, lon: float, grid_m: float) -> None:
    there = snap(lat, lon, grid_m)
    assert distance_m(lat, lon, *there) <= coarse_radius_m(0, grid_m) * 1.02 + 2


@given(st.floats(40.01, 41.4), st.floats(44.01, 46.4))
def test_all_places_of_a_cell_are_published_as_one(lat: float, lon: float) -> None:
    middle = snap(lat, lon, 1000)
    assert snap(*middle, 1000) == middle


def test_sql_and_python_snap_alike(register: duckdb.DuckDBPyConnection, case: Case) -> None:
    with public_register(register, case) as public:
        rows = public.db.execute(
            "select statement_id, lat, lon from statement where lat is not null order by 1"
        ).fetchall()
    raw = {
        i: snap(lat, lon, 1000)
        for i, lat, lon in register.execute(
            "select statement_id, lat, lon from statement where lat is not null"
        ).fetchall()
    }
    assert rows
    for row_id, lat, lon in rows:
        assert (lat, lon) == pytest.approx(raw[row_id], abs=1e-5)


MASKED = [
    ("at 40.91177, 45.52299.", "at 40.91███, 45.52███."),
    ("12.345 tonnes", "12.345 tonnes"),  # not in the area
    ("at 40.91, 45.5", "at 40.91, 45.5"),  # no finer than the grid
    ("version 1.40.91177", "version 1.40.91177"),  # part of a longer number
    ("140.91177", "140.91177"),
]


@pytest.mark.parametrize(("text", "masked"), MASKED)
def test_coordinates_lose_the_digits_finer_than_the_grid(text: str, masked: str, case: Case) -> None:
    assert mask_coordinates(text, case) == masked


@pytest.mark.parametrize(
    ("grid_m", "decimals"), [(1000, 2), (111_194, 0), (12_000, 0), (11_000, 1), (100, 3)]
)
def test_kept_decimals(grid_m: float, decimals: int) -> None:
    assert kept_decimals(grid_m) == decimals
