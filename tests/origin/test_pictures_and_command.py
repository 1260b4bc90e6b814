# ruff: noqa: DTZ001 - the register holds naive UTC
"""Pictures are coarse, alike for both parties and well-formed; the command prints, writes and exits as documented."""

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.origin.cases import CONTRADICTORY, GROUND, MORTAR, REFUSED, ROCKET, TWO_BEARINGS, TWO_WEAPONS

from holdfire.model.errors import Problems
from holdfire.origin.document import Investigated, investigate, summary_lines
from holdfire.origin.investigation import read_investigation
from holdfire.origin.map_picture import map_svg
from holdfire.origin.pictures import bars_svg, colour_of, contributions_svg, first_moves_svg
from holdfire.origin.verdict import mixed_sentences


def done(folder: Path, text: str) -> Investigated:
    path = folder / "case.toml"
    path.write_text(text, encoding="utf-8")
    return investigate(read_investigation(path))


@pytest.mark.parametrize("text", [ROCKET, TWO_WEAPONS, TWO_BEARINGS, REFUSED, CONTRADICTORY])
def test_the_map_is_well_formed_and_the_same_twice(tmp_path: Path, text: str) -> None:
    for ground in (GROUND, ""):
        found = done(tmp_path, text + ground)
        svg = map_svg(found)
        root = ET.fromstring(svg)
        assert svg == map_svg(found)
        assert root.attrib["role"] == "img"
        assert root[0].text, "a title"
        assert root[1].text, "a description in words"
        ET.fromstring(contributions_svg(found))


def test_moving_an_impact_within_its_cell_leaves_its_mark_where_it_was(tmp_path: Path) -> None:
    """No picture is finer than the publication grid: the mark is in the middle of the cell."""

    def mark(lat: float) -> str:
        case = TWO_WEAPONS.replace('id = "orchard"\nlat = 45.00', f'id = "orchard"\nlat = {lat}')
        case = case.replace("[case]", "[case]\ngrid_m = 5000")
        found = re.search(r">orchard</text>", map_svg(done(tmp_path, case + GROUND)))
        assert found
        svg = map_svg(done(tmp_path, case + GROUND))
        return svg[svg.rindex("<text", 0, found.start()) : found.start()]

    assert mark(45.002) == mark(45.003)


def test_both_parties_have_a_colour_of_their_own_by_the_alphabet() -> None:
    assert (
        colour_of(["BOR", "ARD"], "ARD")
        == colour_of(["ARD", "BOR"], "ARD")
        != colour_of(["ARD", "BOR"], "BOR")
    )
    assert colour_of(["ARD", "BOR"], "ARD", {"ARD": "#123456"}) == "#123456"


def test_bars_point_to_the_party_that_they_speak_for() -> None:
    rows = [{"about": "ARD", "decibans": 5.0, "says": "s"}, {"about": "BOR", "decibans": 5.0, "says": "s"}]
    svg = bars_svg(
        "t", [("i", rows, "cannot_say", {"ARD": 0.5, "BOR": 0.5, "undetermined": 0.0})], ["ARD", "BOR"]
    )
    left, right = (float(x) for x in re.findall(r'<rect x="([\d.]+)" y="\d+" width="40.0"', svg))
    assert left + 40.0 == right == 380.0


def test_the_timeline_of_first_moves_shows_every_row() -> None:
    at = datetime(2024, 5, 1)
    accounts = [{"title": "A: B began", "party": "ARD", "statements": ["s1"]}]
    run_up = [
        {
            "statement_id": "s1",
            "earliest": at + timedelta(hours=9),
            "latest": at + timedelta(hours=9),
            "says": "mortar",
        },
        {"statement_id": None, "earliest": at, "latest": at + timedelta(days=1), "says": "artillery <at> X"},
    ]
    svg = first_moves_svg(
        "t", accounts, run_up, (at, at + timedelta(days=1)), ZoneInfo("UTC"), "cannot_say", ["ARD", "BOR"]
    )
    ET.fromstring(svg)
    assert "artillery &lt;at&gt; X" in svg
    assert "First mover: cannot say" in svg


def test_no_sentence_of_ours_joins_likelihood_and_confidence(tmp_path: Path) -> None:
    for text in (
        ROCKET,
        TWO_WEAPONS,
        TWO_BEARINGS,
        REFUSED,
        CONTRADICTORY,
        MORTAR.format(low=4500, high=5500),
    ):
        assert mixed_sentences(summary_lines(done(tmp_path, text + GROUND))) == []


def run(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [str(Path(sys.executable).parent / "holdfire"), "origin", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_command_writes_json_and_pictures_and_exits_as_documented(tmp_path: Path) -> None:
    (tmp_path / "case.toml").write_text(TWO_WEAPONS + GROUND, encoding="utf-8")
    told = run(tmp_path, "case.toml", "-o", "a.json", "--svg", "m.svg", "--bars", "b.svg")
    assert told.returncode == 0, told.stderr
    assert "Not joined, orchard, suburb: different weapons are not joined" in told.stdout
    answer = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert answer["format"] == "holdfire.origin/1"
    assert (tmp_path / "m.svg").exists()
    assert (tmp_path / "b.svg").exists()
    assert json.loads(run(tmp_path, "case.toml").stdout) == answer
    (tmp_path / "bad.toml").write_text(TWO_WEAPONS.replace("35", "385"), encoding="utf-8")
    bad = run(tmp_path, "bad.toml")
    assert bad.returncode == 2
    assert "expected 0 to 360" in bad.stderr
    assert bad.stdout == ""
    assert run(tmp_path, "none.toml").returncode == 3


def test_faults_are_of_the_kind_that_callers_can_act_on(tmp_path: Path) -> None:
    with pytest.raises(Problems):
        done(tmp_path, TWO_WEAPONS.replace("35", "385"))
