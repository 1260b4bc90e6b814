import json
from pathlib import Path

import pytest

from holdfire.investigate.new_case import EMPTY_MANDATE, HEADERS
from holdfire.model.case import open_case
from holdfire.model.errors import Problems

LINE = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {
                "id": "l1",
                "kind": "border",
                "asserted_by": "A",
                "valid_from": "2020-01-01",
                "uncertainty_m": 100,
            },
            "geometry": {"type": "LineString", "coordinates": [[0, 0], [1, 1]]},
        }
    ],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "geography").mkdir()
    (tmp_path / "mandate.toml").write_text(EMPTY_MANDATE, encoding="utf-8")
    for name, header in HEADERS.items():
        (tmp_path / name).write_text(header, encoding="utf-8")
    return tmp_path


def add(path: Path, line: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")


def test_an_empty_case_opens(folder: Path) -> None:
    case = open_case(folder)
    assert case.sources == {}
    assert case.lines == ()


def test_tables_are_read_with_units_and_names(folder: Path) -> None:
    add(folder / "sources.csv", "mod-a,Ministry A,A,ministry,C,,https://example.org,")
    add(
        folder / "geography/places.csv",
        "p1,Hill,,Təpə,Холм,Old Hill; Mound,A,North,0.5,0.5,300,height,survey",
    )
    add(
        folder / "coverage.csv",
        "c1,Post 1,0.5,0.5,patrol,2026-01-01T00:00+00:00,2026-01-01T06:00+00:00,operational,mortar=5km@0.9;shot=1.5km@0.5,,",
    )
    (folder / "geography/lines.geojson").write_text(json.dumps(LINE), encoding="utf-8")
    case = open_case(folder)
    assert case.sources["mod-a"].party == "A"
    assert case.places["p1"].names == ("Hill", "Təpə", "Холм", "Old Hill", "Mound")
    assert case.coverage[0].detection == {"mortar": (5.0, 0.9), "shot": (1.5, 0.5)}
    assert case.lines[0].paths == (((0.0, 0.0), (1.0, 1.0)),)


def test_faults_of_all_files_are_told_together(folder: Path) -> None:
    add(folder / "sources.csv", "x,X,Z,ministry,C,,,")
    add(folder / "sources.csv", "y,Y,,oracle,C,,,")
    add(folder / "geography/places.csv", "p1,Hill,,,,,A,North,95,0.5,300,height,survey")
    add(folder / "coverage.csv", "c1,Post 1,,,patrol,2026-01-01T00:00,2026-01-01T06:00+00:00,operational,,,")
    broken = json.loads(json.dumps(LINE))
    del broken["features"][0]["properties"]["asserted_by"]
    broken["features"][0]["properties"]["uncertainty_m"] = -1
    (folder / "geography/lines.geojson").write_text(json.dumps(broken), encoding="utf-8")
    with pytest.raises(Problems) as caught:
        open_case(folder)
    told = "\n".join(caught.value.problems)
    for wanted in (
        "kind: found 'oracle'",
        "lat: found 95",
        "from: found '2026-01-01T00:00', which has no time zone",
        "asserted_by: missing",
        "uncertainty_m: found -1",
    ):
        assert wanted in told


def test_a_source_of_an_unknown_party_is_named(folder: Path) -> None:
    add(folder / "sources.csv", "x,X,Z,ministry,C,,,")
    with pytest.raises(Problems, match="party: found 'Z', expected one of A, B"):
        open_case(folder)


def test_a_doubled_id_is_refused(folder: Path) -> None:
    add(folder / "sources.csv", "x,X,A,ministry,C,,,")
    add(folder / "sources.csv", "x,X,A,ministry,C,,,")
    with pytest.raises(Problems, match="given twice"):
        open_case(folder)


def test_a_table_in_the_wrong_encoding_says_at_which_byte(folder: Path) -> None:
    (folder / "sources.csv").write_bytes(
        HEADERS["sources.csv"].encode() + "x,Министерство,A,ministry,C,,,\n".encode("cp1251")
    )
    with pytest.raises(Problems, match="not UTF-8 at byte"):
        open_case(folder)
