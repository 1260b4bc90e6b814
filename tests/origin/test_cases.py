"""What the method must get right: each shape of case that missions have met, in invented places (tests/origin/cases.py)."""

from pathlib import Path
from typing import Any

import pytest
from tests.origin.cases import (
    BUS_STOP,
    CONTRADICTORY,
    GROUND,
    MORTAR,
    REFUSED,
    ROCKET,
    TWO_BEARINGS,
    TWO_WEAPONS,
    work,
)


def only(answer: dict[str, Any]) -> dict[str, Any]:
    (impact,) = answer["impacts"]
    return impact  # type: ignore[no-any-return]


def test_coarse_coordinates_do_not_exclude_a_candidate_a_little_outside_the_compass_sector(
    tmp_path: Path,
) -> None:
    found = {row["name"]: row for row in only(work(tmp_path, ROCKET + GROUND))["candidates"]}
    # the quarry lies at 37.8 degrees, the sector ends at 33.75
    assert found["quarry"]["kept"]
    assert not found["depot"]["kept"]
    assert "off the bearings" in found["depot"]["reason"]
    assert "reaches" in found["far field"]["reason"]
    precise = {
        row["name"]: row
        for row in only(work(tmp_path, ROCKET.replace("precision_m = 2000", "precision_m = 5") + GROUND))[
            "candidates"
        ]
    }
    assert precise["quarry"]["fit"] < found["quarry"]["fit"], (
        "the same candidate fits less well the better the place is known"
    )


def test_bearings_of_two_weapons_that_meet_at_a_base_are_not_joined(tmp_path: Path) -> None:
    answer = work(tmp_path, TWO_WEAPONS + GROUND)
    assert answer["joint"] is None
    (refused,) = answer["refused"]
    assert set(refused["about"]) == {"suburb", "orchard"}
    assert "different weapons are not joined" in refused["reason"]
    assert "orchard is 8.2 km off and its 330 mm rocket reaches 2.0 km" in refused["reason"]
    (base,) = answer["candidates"]
    assert base["kept_for"] == ["suburb"]
    assert base["refused_for"][0]["impact"] == "orchard"


def test_one_weapon_of_short_reach_is_not_joined_either_where_the_place_is_out_of_reach(
    tmp_path: Path,
) -> None:
    same = TWO_WEAPONS.replace("330 mm rocket", "rocket").replace("140 mm rocket", "rocket")
    answer = work(tmp_path, same + GROUND)
    assert answer["joint"] is None
    assert "no place lies within reach" in answer["refused"][0]["reason"]


def test_craters_of_one_weapon_whose_bearings_cross_within_reach_are_joined(tmp_path: Path) -> None:
    long = TWO_WEAPONS.replace("330 mm rocket", "140 mm rocket").replace(
        "min_m = 200\nmax_m = 2000", "min_m = 3800\nmax_m = 9800"
    )
    answer = work(tmp_path, long + GROUND)
    assert answer["joint"]["impacts"] == ["orchard", "suburb"]
    single = {row["id"]: row for row in answer["impacts"]}
    assert answer["joint"]["p_side"]["BOR"] > max(row["p_side"]["BOR"] for row in single.values())
    assert answer["candidates"][0]["p_basis"] == "of the candidates named, for the joint origin"


def test_a_mortar_of_unknown_charge_spans_the_line_until_range_evidence_comes(tmp_path: Path) -> None:
    unknown = only(work(tmp_path, MORTAR.format(low=300, high=7000) + GROUND))
    assert (unknown["verdict"], unknown["standard_met"]) == ("cannot_say", None)
    assert unknown["reason"].startswith("Direction north-north-east; side not determined")
    assert max(unknown["p_side_low"]["ARD"], unknown["p_side_low"]["BOR"]) < 0.5
    far = only(work(tmp_path, MORTAR.format(low=4500, high=5500) + GROUND))
    assert (far["verdict"], far["standard_met"]) == ("BOR", "clear_and_convincing")
    near = only(work(tmp_path, MORTAR.format(low=800, high=1500) + GROUND))
    assert near["verdict"] == "ARD"


def test_an_angle_of_descent_is_range_evidence_only_with_a_firing_table(tmp_path: Path) -> None:
    case = MORTAR.format(low=300, high=7000) + GROUND
    angle = '[[descent]]\nimpact = "market"\nangle_deg = 58\nhalf_width_deg = 4\n'
    bare = work(tmp_path, case + angle)
    assert only(bare)["verdict"] == "cannot_say"
    assert any("firing-table" in note for note in bare["notes"])
    bands = 'band = [{charge = "1", angle_min_deg = 75, angle_max_deg = 85, min_m = 400, max_m = 1500}, {charge = "5", angle_min_deg = 50, angle_max_deg = 64, min_m = 4200, max_m = 5800}]\n'
    told = only(work(tmp_path, case + angle + bands))
    assert [w["weapon"] for w in told["weapons"]] == ["120 mm mortar, charge unknown, charge 5"]
    assert told["verdict"] == "BOR"


def test_two_incompatible_bearings_on_one_side_give_a_high_side_and_a_two_peaked_place(
    tmp_path: Path,
) -> None:
    found = only(work(tmp_path, TWO_BEARINGS + GROUND))
    assert found["p_side"]["BOR"] > 0.95
    assert found["verdict"] == "BOR"
    assert found["direction"] == "north-east or north-west"
    region = found["regions"]["50"]
    assert region["type"] == "MultiPolygon", "the place has two peaks, and nothing lies between them"
    longitudes = [point[0] for polygon in region["coordinates"] for point in polygon[0]]
    assert min(longitudes) < 39.97 < 40.03 < max(longitudes)
    assert not any(39.985 < lon < 40.015 for lon in longitudes), (
        "the mean of the two bearings is nobody's bearing"
    )


def test_mortar_or_artillery_undecided_is_a_direction_without_a_side(tmp_path: Path) -> None:
    found = only(work(tmp_path, BUS_STOP + GROUND))
    assert found["verdict"] == "cannot_say"
    assert found["reason"].startswith("Direction north-west; side not determined")
    assert {w["weapon"] for w in found["weapons"]} == {"mortar", "artillery"}
    without = only(work(tmp_path, BUS_STOP))
    assert without["p_side"] == {"undetermined": 1.0}
    assert "no territory was given" in without["reason"]


def test_a_refused_visit_without_a_bearing_is_standard_not_met_and_a_recorded_restriction(
    tmp_path: Path,
) -> None:
    answer = work(tmp_path, REFUSED + GROUND)
    found = only(answer)
    assert (found["verdict"], found["standard_met"]) == ("cannot_say", None)
    assert found["reason"].startswith("Standard not met")
    assert found["p_side"] == {"ARD": 0.0, "BOR": 0.0, "undetermined": 1.0}
    assert "refused access" in answer["restrictions"][0]["says"]
    assert "refused access" in found["reason"]


def test_contradictory_weapon_reports_keep_both_rings(tmp_path: Path) -> None:
    found = only(work(tmp_path, CONTRADICTORY + GROUND))
    rings = {w["weapon"]: w for w in found["weapons"]}
    assert rings["82 mm mortar"]["p"] == pytest.approx(0.5, abs=0.02)
    assert rings["152 mm gun"]["p"] == pytest.approx(0.5, abs=0.02)
    assert found["verdict"] == "cannot_say"
    by_weapon = {row["weapon"]: row["p_side"] for row in found["sensitivity"]["weapon"]}
    assert by_weapon["82 mm mortar"]["ARD"] > 0.9
    assert by_weapon["152 mm gun"]["BOR"] > 0.9


def test_two_lines_that_disagree_are_shown_and_the_ground_between_them_is_nobodys(tmp_path: Path) -> None:
    other = GROUND.replace('"survey"', '"BOR"').replace("45.05", "44.99")
    found = only(work(tmp_path, MORTAR.format(low=800, high=1500) + GROUND + other))
    lines = {row["asserted_by"]: row["p_side"] for row in found["sensitivity"]["line"]}
    assert lines["survey"]["ARD"] > 0.95
    assert lines["BOR"]["BOR"] > 0.95
    assert found["verdict"] == "cannot_say"
    assert "the lines of BOR, survey do not agree" in found["reason"]


def test_a_line_counts_from_its_date(tmp_path: Path) -> None:
    moved = GROUND.replace("2020-01-01", "2024-06-01").replace("45.05", "44.99")
    case = MORTAR.format(low=800, high=1500)
    assert only(work(tmp_path, case + GROUND + moved))["verdict"] == "ARD", (
        "the line of June does not hold in May"
    )
    only_later = only(work(tmp_path, case + moved))
    assert only_later["p_side"]["undetermined"] == 1.0
    assert "no line that was given holds on the day" in only_later["reason"]
    later = case.replace("2024-05-01", "2024-07-01")
    assert only(work(tmp_path, later + GROUND + moved))["verdict"] == "BOR"


def test_contributions_add_up_to_the_odds(tmp_path: Path) -> None:
    import math

    found = only(work(tmp_path, MORTAR.format(low=300, high=7000) + GROUND))
    total = sum(
        row["decibans"] * (1 if row["about"] == "BOR" else -1)
        for row in found["contributions"]
        if row["about"] != "none"
    )
    assert total == pytest.approx(10 * math.log10(found["p_side"]["BOR"] / found["p_side"]["ARD"]), abs=0.05)


def test_words_are_weighed_by_interest(tmp_path: Path) -> None:
    case = MORTAR.format(low=300, high=7000) + GROUND
    plain = only(work(tmp_path, case))["p_side"]
    word = '[[statement]]\nid = "w{n}"\nabout = "{about}"\nspeaker_party = "{speaker}"\nspeaker = "spokesperson {n}"\n'
    accused = work(tmp_path, case + word.format(n=1, about="BOR", speaker="ARD"))
    assert only(accused)["p_side"] == plain
    assert only(accused)["refused"][0]["about"] == ["w1"]
    admitted = only(work(tmp_path, case + word.format(n=1, about="BOR", speaker="BOR")))
    assert admitted["p_side"]["BOR"] > plain["BOR"]
    copied = only(
        work(
            tmp_path,
            case
            + word.format(n=1, about="BOR", speaker="BOR")
            + word.format(n=2, about="BOR", speaker="BOR")
            + 'copy_of = "spokesperson 1"\n',
        )
    )
    assert copied["p_side"] == admitted["p_side"]
    assert copied["verdict"] == admitted["verdict"]


def test_swapping_the_names_swaps_the_answer_exactly(tmp_path: Path) -> None:
    for case in (MORTAR.format(low=300, high=7000), TWO_BEARINGS, BUS_STOP, CONTRADICTORY):
        plain = only(work(tmp_path, case + GROUND))
        swapped = only(
            work(
                tmp_path,
                case + GROUND.replace('"ARD"', '"X"').replace('"BOR"', '"ARD"').replace('"X"', '"BOR"'),
            )
        )
        assert plain["p_side"]["ARD"] == swapped["p_side"]["BOR"]
        assert plain["p_side"]["undetermined"] == swapped["p_side"]["undetermined"]
        assert {"ARD": "BOR", "BOR": "ARD"}.get(plain["verdict"], plain["verdict"]) == swapped["verdict"]
        assert plain["regions"] == swapped["regions"]


def test_no_region_is_finer_than_the_grid(tmp_path: Path) -> None:
    sharp = MORTAR.format(low=1000, high=1050).replace("half_width_deg = 5", "half_width_deg = 0.5")
    found = only(work(tmp_path, sharp.replace("[case]", "[case]\ngrid_m = 2000") + GROUND))
    ring = found["regions"]["50"]["coordinates"][0]
    latitudes = [point[1] for point in ring]
    assert (max(latitudes) - min(latitudes)) * 111_195 == pytest.approx(2000, rel=0.01)


STATIONS = {
    "fix far north": '[[acoustic]]\nlat = 45.075\nlon = 40.02\nsigma_m = 300\n',
    "fix with a covariance": '[[acoustic]]\nlat = 45.075\nlon = 40.02\ncov_xx_m2 = 40000\ncov_xy_m2 = 10000\ncov_yy_m2 = 90000\n',
    "region": '[[acoustic]]\np = 0.9\npolygon = [[40.0, 45.06], [40.05, 45.06], [40.05, 45.09], [40.0, 45.09]]\n',
    "region as GeoJSON": '[[acoustic]]\np = 0.9\nregion = {type = "Polygon", coordinates = [[[40.0, 45.06], [40.05, 45.06], [40.05, 45.09], [40.0, 45.09], [40.0, 45.06]]]}\n',
    "odds of sides": '[[acoustic]]\nid = "array"\np_side = {ARD = 0.1, BOR = 0.8, undetermined = 0.1}\n',
    "array's bearing": '[[acoustic]]\nlat = 45.075\nlon = 39.95\nbearing_deg = 90\nhalf_width_deg = 5\n',
    "observer": '[[observer]]\nlat = 45.04\nlon = 40.06\nbearing_deg = "north-west"\nmin_m = 3000\nmax_m = 5000\n',
    "camera": '[[camera]]\nlat = 45.08\nlon = 40.10\nbearing_deg = 270\nhalf_width_deg = 3\n',
    "flash to bang": '[[flash_to_bang]]\nlat = 45.09\nlon = 40.02\nseconds = 4.5\ntemperature_c = 15\n',
    "silence on the near side": '[[silence]]\nname = "post"\nlat = 45.04\nlon = 40.005\nradius_m = 1500\np_within = 0.95\n',
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(STATIONS))
def test_each_kind_of_station_speaks_for_the_far_side(tmp_path: Path, name: str) -> None:
    case = MORTAR.format(low=300, high=7000) + GROUND
    before, told = only(work(tmp_path, case)), only(work(tmp_path, case + STATIONS[name]))
    assert told["p_side"]["BOR"] > before["p_side"]["BOR"] + 0.05
    last = told["contributions"][-1]
    assert last["about"] == "BOR"
    assert last["decibans"] > 0.5
    assert last["says"]


def test_a_shock_cone_has_two_lobes_and_narrows_with_crack_and_thump(tmp_path: Path) -> None:
    shot = """
[[impact]]
id = "wall"
lat = 45.049
lon = 40.0
precision_m = 5
[[range]]
impact = "wall"
weapon = "rifle"
min_m = 50
max_m = 1500
[[shock]]
name = "microphone"
lat = 45.049
lon = 40.0
crack_from_deg = 68
bullet_speed_ms = 850
half_width_deg = 5
"""
    found = only(work(tmp_path, shot + GROUND.replace("uncertainty_m = 300", "uncertainty_m = 100")))
    assert found["direction"] == "north or south-east", (
        "the muzzle lies 66 degrees to one side of the crack or to the other"
    )
    near = only(work(tmp_path, shot + "crack_thump_s = 1.4\ncrack_thump_sigma_s = 0.05\n" + GROUND))
    assert "by crack and thump" in near["contributions"][-1]["says"]


def test_a_standard_given_as_in_a_mandate_decides(tmp_path: Path) -> None:
    far = MORTAR.format(low=4500, high=5500) + GROUND
    strict = '[[standard]]\nbreach = "side_of_origin"\nstandard = "beyond_reasonable_doubt"\nthreshold_percent = 99\nset_by = ["the joint commission"]\nset_on = 2024-01-10\n'
    answer = work(tmp_path, far + strict)
    assert answer["standard"] == {
        "breach": "side_of_origin", "standard": "beyond_reasonable_doubt", "threshold_percent": 99.0,
        "set_by": ["the joint commission"], "set_on": "2024-01-10",
    }  # fmt: skip
    assert only(answer)["verdict"] == "cannot_say"
