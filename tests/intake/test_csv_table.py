"""Tables: the same cells as the standard library reads, each at its place; datasets told by their header."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfire.intake.recognise import recognise
from holdfire.intake.split import split
from holdfire.model.kinds import BlockRole

CELL = st.text(alphabet=st.sampled_from('ab1 ,;"\n\té'), max_size=8)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=6))
def test_rows_are_those_of_the_csv_module(rows: list[list[str]]) -> None:
    """The slow twin: what csv.writer wrote and csv.reader reads."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    writer.writerow(["one", "two", "three"])
    writer.writerows(rows)
    document = split(buffer.getvalue().encode(), "x.csv")
    wanted = [row for row in rows if any(cell.strip() for cell in row)]
    assert [list(record.fields.values()) for record in document.records] == wanted


def test_the_facts_table_is_read_as_the_csv_module_reads_it(shared: Path) -> None:
    path = shared / "cases" / "tavush-2020" / "claims.csv"
    document = split(path.read_bytes(), path.name)
    with path.open(encoding="utf-8", newline="") as stream:
        assert [record.fields for record in document.records] == list(csv.DictReader(stream))
    assert {record.format for record in document.records} == {"claims_csv"}
    assert all(document.text[r.start : r.end].startswith(r.fields["id"]) for r in document.records)


HEADERS = {
    "claims_csv": "id,claim_date,claimant,claimant_party,accused_party,event_date,kind,modality",
    "ged": "id,relid,year,active_year,code_status,type_of_violence,conflict_new_id,side_a,side_b,where_prec,where_coordinates,latitude,longitude,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low",
    "acled": "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,admin1,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities",
    "kobo": "start,end,group_impact/impact_id,group_impact/azimuth_to_origin_deg,group_impact/azimuth_half_width_deg,_id,_uuid,_submission_time",
    "ushahidi": "#,INCIDENT TITLE,INCIDENT DATE,LOCATION,DESCRIPTION,CATEGORY,LATITUDE,LONGITUDE,APPROVED,VERIFIED",
    "atlos": "id,slug,attr_status,attr_description,attr_date,attr_geolocation,attr_sensitive",
    "auto_archiver": "Link,Archive status,Destination folder,Archive location,Archive date,Thumbnail,Timestamp,Title,Hash,Screenshot",
    "table": "Position,Event location,Means,No,Observation,Description,Weapon,Time",
}  # fmt: skip


@pytest.mark.parametrize(("format_name", "header"), HEADERS.items())
def test_a_dataset_is_told_by_columns_that_only_it_has(format_name: str, header: str) -> None:
    assert recognise(header.split(",")) == format_name


def test_every_column_of_a_recognised_row_is_kept_as_written() -> None:
    names = HEADERS["ged"].split(",")
    cells = [f" {i:03d}.10 " for i in range(len(names))]
    document = split(f"{','.join(names)}\n{','.join(cells)}\n".encode(), "ged.csv")
    assert document.records[0].fields == dict(zip(names, cells, strict=True))
    assert document.records[0].format == "ged"
    assert not document.blocks


def test_an_unknown_table_becomes_cells_with_their_header() -> None:
    document = split(b"Position;No;Observation\nPost 4;36;explosion\n", "table.csv")
    cells = [(b.role, b.row_no, b.column_name, document.block_text(b)) for b in document.blocks]
    assert (BlockRole.TABLE_CELL, 1, "No", "36") in cells
    assert document.records[0].fields == {"Position": "Post 4", "No": "36", "Observation": "explosion"}


def test_all_ragged_rows_are_named_together_and_nothing_is_lost() -> None:
    document = split(b"a,b\n1,2,3\n4\n5,6\n", "x.csv")
    assert document.status == "partly_read"
    assert document.reason is not None
    assert "row 2, 3" in document.reason
    assert document.records[0].fields == {"a": "1", "b": "2", "column_3": "3"}
    assert document.records[1].fields == {"a": "4", "b": ""}


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("cp1251", "обстрел села Чинари продолжался"),
        ("cp1252", "Café détruit à l’entrée du village"),
        ("cp1256", "قصف القرية استمر"),
    ],
)
def test_a_table_in_another_encoding_is_read_and_says_so(encoding: str, words: str) -> None:
    document = split(f"id,words\n1,{words}\n".encode(encoding), "x.csv")
    assert document.records[0].fields["words"] == words
    assert document.reason is not None
    assert encoding in document.reason


def test_a_file_that_mixes_encodings_is_read_line_by_line_and_the_line_is_named() -> None:
    data = "id,words\n1,обстрел села\n2,тихо весь день\n".encode() + "3,обстрел позиций\n".encode("cp1251")
    document = split(data, "x.csv")
    assert [r.fields["words"] for r in document.records] == [
        "обстрел села",
        "тихо весь день",
        "обстрел позиций",
    ]
    assert document.reason is not None
    assert "line 4" in document.reason


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-16-le"])
def test_byte_order_marks_and_wide_encodings_are_no_text(encoding: str) -> None:
    document = split("id,words\n1,quiet day\n".encode(encoding), "x.csv")
    assert document.records[0].fields == {"id": "1", "words": "quiet day"}
