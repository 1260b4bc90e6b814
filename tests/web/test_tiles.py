from datetime import date, datetime
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfire.investigate.new_case import EMPTY_MANDATE
from holdfire.model.case import Case
from holdfire.model.errors import Misuse
from holdfire.model.mandate import read_mandate
from holdfire.model.places import distance_m
from holdfire.model.register import insert_rows, open_register
from holdfire.report.publication import public_register
from holdfire.web.tiles import EXTENT, incident_tile, tile_bounds

NOON = datetime(2020, 7, 12, 8)  # noqa: DTZ001


def incident(n: int, lat: float, lon: float, day: int = 12) -> dict[str, Any]:
    return {
        "incident_id": f"inc-2020-07-{day}-{n:03}",
        "occurred_earliest": NOON,
        "occurred_latest": NOON,
        "local_day": date(2020, 7, day),
        "lat": lat,
        "lon": lon,
        "radius_m": 500.0,
        "place_label": "Somewhere",
        "kind": "mortar",
        "p_exists": 0.9,
        "n_statements": 1,
        "n_voices": 1,
        "n_detections": 0,
        "parties_speaking": ["A"],
        "status": "single_voice",
        "known_at": NOON,
    }


def decoded(db: Any, z: int, x: int, y: int, **words: Any) -> list[dict[str, Any]]:
    asked = {"kind": None} | words
    layers = mapbox_vector_tile.decode(
        incident_tile(db, z, x, y, **asked), default_options={"y_coord_down": False}
    )
    return layers.get("incidents", {}).get("features", [])  # type: ignore[no-any-return]


def tile_of(lat: float, lon: float, z: int) -> tuple[int, int]:
    import math

    n = 1 << z
    return int((lon + 180) / 360 * n), int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * n)


MICRO = 1_000_000


@given(
    st.integers(-80 * MICRO, 80 * MICRO).map(lambda n: n / MICRO),
    st.integers(-179 * MICRO, 179 * MICRO).map(lambda n: n / MICRO),
    st.integers(1, 12),
)
@settings(max_examples=12, deadline=None)
def test_an_incident_lies_in_its_tile_at_its_place(lat: float, lon: float, z: int) -> None:
    db = open_register(":memory:")
    insert_rows(db, "incident", [incident(1, lat, lon)])
    x, y = tile_of(lat, lon, z)
    west, south, east, north = tile_bounds(z, x, y)
    found = decoded(db, z, x, y)
    assert len(found) == 1
    px, py = found[0]["geometry"]["coordinates"]
    assert abs(west + px / EXTENT * (east - west) - lon) <= (east - west) / EXTENT
    assert south < lat <= north
    assert 0 <= py <= EXTENT


def test_every_incident_is_counted_once_over_the_tiles_of_a_zoom() -> None:
    db = open_register(":memory:")
    rows = [incident(n, 40 + n * 0.01, 45 + (n * 7 % 100) * 0.01) for n in range(100)]
    insert_rows(db, "incident", rows)
    for z in (3, 6, 8):
        tiles = {tile_of(row["lat"], row["lon"], z) for row in rows}
        counted = sum(f["properties"]["n"] for x, y in tiles for f in decoded(db, z, x, y))
        assert counted == 100


def test_the_public_sees_no_place_finer_than_the_grid_and_no_day_too_young(tmp_path: Path) -> None:
    """Through report.publication, which is what the site's public view is read from."""
    text = EMPTY_MANDATE.replace("grid_m = 1000", "grid_m = 2000")
    case = Case(tmp_path, read_mandate(written(tmp_path, text)), {})
    young = incident(2, 40.9071, 45.5263, day=20) | {
        "occurred_earliest": datetime(2020, 7, 20, 8),  # noqa: DTZ001
        "occurred_latest": datetime(2020, 7, 20, 8),  # noqa: DTZ001
    }
    db = open_register(":memory:")
    rows = [incident(1, 40.9071, 45.5263), young]
    insert_rows(db, "incident", rows)
    insert_rows(db, "statement", [statement_of(row) for row in rows])
    insert_rows(db, "member", [member_of(row) for row in rows])
    z = 12
    x, y = tile_of(40.9071, 45.5263, z)
    around = [(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
    with public_register(db, case, published_at=datetime(2020, 7, 21)) as public:  # noqa: DTZ001
        seen = [(tx, ty, f) for tx, ty in around for f in decoded(public.db, z, tx, ty)]
    assert [f["properties"]["n"] for _, _, f in seen] == [1]
    tx, ty, feature = seen[0]
    west, south, east, north = tile_bounds(z, tx, ty)
    lon = west + feature["geometry"]["coordinates"][0] / EXTENT * (east - west)
    lat = south + feature["geometry"]["coordinates"][1] / EXTENT * (north - south)
    assert 20 < distance_m(lat, lon, 40.9071, 45.5263) < 2000


def written(folder: Path, text: str) -> Path:
    path = folder / "mandate.toml"
    path.write_text(text, encoding="utf-8")
    return path


def statement_of(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "statement_id": "st-" + row["incident_id"],
        "exhibit_id": "ex-1",
        "quote": "x",
        "start_char": 0,
        "end_char": 1,
        "kind": "mortar",
        "aggregate": False,
        "via": [],
        "places": "[]",
        "time_precision": "exact",
        "modality": "asserted",
        "negated": False,
        "rule": "test",
        "confidence": 1.0,
        "machine_suggested": False,
        "field_spans": "{}",
        "occurred_earliest": row["occurred_earliest"],
        "occurred_latest": row["occurred_latest"],
        "known_at": row["known_at"],
    }


def member_of(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "incident_id": row["incident_id"],
        "report_id": "st-" + row["incident_id"],
        "p_member": 1.0,
        "share": 1.0,
        "why": "test",
    }


@pytest.mark.parametrize("tile", [(-1, 0, 0), (17, 0, 0), (2, 4, 0), (2, 0, -1)])
def test_a_tile_that_does_not_exist_is_refused(tile: tuple[int, int, int]) -> None:
    with pytest.raises(Misuse, match="does not exist"):
        tile_bounds(*tile)
