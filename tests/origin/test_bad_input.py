"""Wrong values are faults, all told at once with where, found and expected; unknown keys and odd shapes have a stated treatment."""

import json
from pathlib import Path

import pytest
from tests.origin.cases import GROUND, MORTAR, work

from holdfire.model.errors import Problems, Unreadable
from holdfire.origin.investigation import read_investigation

GOOD = MORTAR.format(low=300, high=7000) + GROUND


def faults(folder: Path, text: str) -> list[str]:
    path = folder / "investigation.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Problems) as caught:
        read_investigation(path)
    return caught.value.problems


def test_all_faults_are_told_at_once_with_where_found_and_expected(tmp_path: Path) -> None:
    bad = GOOD.replace("to_origin_deg = 18", "to_origin_deg = 380").replace(
        "min_m = 300\nmax_m = 7000", "min_m = 9000\nmax_m = 7000"
    )
    bad = bad.replace(
        "[[39.0, 44.0], [41.0, 44.0], [41.0, 45.05], [39.0, 45.05]]",
        "[[39.0, 44.0], [41.0, 45.05], [41.0, 44.0], [39.0, 45.05]]",
    )
    bad += '[[candidate]]\nname = "hill"\nlat = 95\nlon = 40\n'
    told = faults(tmp_path, bad)
    assert len(told) == 4
    assert any("bearing 1.to_origin_deg: found 380, expected 0 to 360" in line for line in told)
    assert any("range 1: found 'min_m 9000, max_m 7000', expected min_m below max_m" in line for line in told)
    assert any("territory 1.polygon: found 'a line that crosses or touches itself'" in line for line in told)
    assert any("candidate 1.lat: found 95" in line for line in told)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("half_width_deg = 5", "half_width_deg = 0", "0.01 to 180"),
        ("to_origin_deg = 18", 'to_origin_deg = "northish"', "a compass word like NNE"),
        ("to_origin_deg = 18", "to_origin_deg = true", "a number from 0 to 360"),
        ("to_origin_deg = 18", "to_origin_deg = nan", "a number from 0 to 360"),
        ('[[bearing]]\nimpact = "market"', '[[bearing]]\nimpact = "bazaar"', "the id of an impact: market"),
        ("lat = 45.028\n", "", "a number from -90 to 90"),
        ("precision_m = 10", "precision_m = -1", "0 to 1e+06"),
        ("max_m = 7000", "", "a number from 1 to 2e+06"),
        ("date = 2024-05-01", 'date = "May"', "a date like 2020-07-12"),
        ('party = "ARD"', "", "the id of the party"),
        ("date = 2024-05-01", 'date = 2024-05-01\nstandard = "sure"', "one of reasonable_suspicion"),
        ("uncertainty_m = 300", "uncertainty_m = -5", "0 to 1e+06"),
        ("valid_from = 2020-01-01", 'valid_from = "then"', "a date like 2020-07-12"),
        ("polygon = [[39.0, 44.0], [41.0, 44.0], [41.0, 45.05], [39.0, 45.05]]", "polygon = [[39.0, 44.0], [41.0, 44.0]]", "at least three"),
    ],
)  # fmt: skip
def test_a_wrong_value_says_what_was_expected(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert old in GOOD
    told = faults(tmp_path, GOOD.replace(old, new, 1))
    assert len(told) == 1
    assert expected in told[0]
    assert told[0].startswith("investigation.toml, ")


def test_nothing_to_ask_is_a_fault(tmp_path: Path) -> None:
    assert "at least one [[impact]]" in faults(tmp_path, '[case]\nid = "empty"\n')[0]


def test_what_is_not_toml_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text("[case\n", encoding="utf-8")
    with pytest.raises(Unreadable, match="not TOML"):
        read_investigation(path)
    with pytest.raises(Unreadable, match="cannot be read"):
        read_investigation(tmp_path / "nowhere.toml")


def test_unknown_keys_and_tables_are_listed_and_left_unused(tmp_path: Path) -> None:
    extra = GOOD.replace("precision_m = 10", 'precision_m = 10\ncolour = "red"') + "[[weather]]\nwind = 3\n"
    answer = work(tmp_path, extra)
    assert answer["impacts"][0]["p_side"] == work(tmp_path, GOOD)["impacts"][0]["p_side"]
    assert "impact.colour: not a key that is known here; left unused" in answer["notes"]
    assert "weather: not a table that is known here; left unused" in answer["notes"]


def test_a_bearing_of_360_is_north(tmp_path: Path) -> None:
    north, full = (
        work(tmp_path, GOOD.replace("to_origin_deg = 18", f"to_origin_deg = {deg}")) for deg in (0, 360)
    )
    assert north["impacts"][0]["p_side"] == full["impacts"][0]["p_side"]


def test_an_impact_without_a_bearing_keeps_its_ring_and_says_so(tmp_path: Path) -> None:
    start, end = GOOD.index("[[bearing]]"), GOOD.index("[[range]]")
    answer = work(tmp_path, GOOD[:start] + GOOD[end:])
    (found,) = answer["impacts"]
    assert found["verdict"] == "cannot_say"
    assert "no bearing was established" in found["reason"]
    assert found["weapons"][0]["max_m"] == 7000
    assert found["regions"]["90"] is not None
    assert any("no bearing" in note for note in answer["notes"])


def test_ground_drawn_for_both_parties_by_one_asserter_is_undetermined_and_noted(tmp_path: Path) -> None:
    wide = GOOD.replace("[41.0, 45.05], [39.0, 45.05]]", "[41.0, 45.10], [39.0, 45.10]]", 1)
    answer = work(tmp_path, wide.replace("min_m = 300\nmax_m = 7000", "min_m = 4000\nmax_m = 6000"))
    assert answer["impacts"][0]["p_side"]["undetermined"] > 0.9
    assert any("for more than one party" in note for note in answer["notes"])


def test_coordinates_written_to_one_decimal_are_not_taken_as_exact(tmp_path: Path) -> None:
    coarse = GOOD.replace("lat = 45.028\nlon = 40.00\nprecision_m = 10", "lat = 45.0\nlon = 40.0")
    assert any("3200 m were taken" in note for note in work(tmp_path, coarse)["notes"])


def test_territory_from_geojson_is_the_same_as_in_the_file(tmp_path: Path) -> None:
    def feature(party: str, south: float, north: float) -> dict[str, object]:
        ring = [[39.0, south], [41.0, south], [41.0, north], [39.0, north], [39.0, south]]
        properties = {
            "party": party,
            "asserted_by": "survey",
            "valid_from": "2020-01-01",
            "uncertainty_m": 300,
        }
        return {
            "type": "Feature",
            "properties": properties,
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }

    lines = tmp_path / "lines.geojson"
    lines.write_text(
        json.dumps(
            {
                "type": "FeatureCollection",
                "features": [feature("ARD", 44.0, 45.05), feature("BOR", 45.05, 46.0)],
            }
        )
    )
    case = MORTAR.format(low=300, high=7000)
    assert (
        work(tmp_path, case, lines)["impacts"][0]["p_side"]
        == work(tmp_path, case + GROUND)["impacts"][0]["p_side"]
    )
    lines.write_text(
        json.dumps(
            {
                "type": "FeatureCollection",
                "features": [{"type": "Feature", "geometry": {"type": "Point"}, "properties": {}}],
            }
        )
    )
    with pytest.raises(Problems, match="Polygon or MultiPolygon"):
        work(tmp_path, case, lines)
    lines.write_text("{")
    with pytest.raises(Unreadable, match="not JSON"):
        work(tmp_path, case, lines)


def test_the_order_of_tables_does_not_matter(tmp_path: Path) -> None:
    assert (
        work(tmp_path, GOOD)["impacts"]
        == work(tmp_path, GROUND + MORTAR.format(low=300, high=7000))["impacts"]
    )
