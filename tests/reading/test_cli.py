"""`holdfire read`, `holdfire pack`: lines of format 6.1, exit codes, refusals."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from holdfire.cli.main import main
from holdfire.intake.document import Block, Document
from holdfire.model.errors import Misuse, Unreadable
from holdfire.model.kinds import BlockRole
from holdfire.reading.pack import load_pack
from holdfire.reading.read import read_document

KEYS = [
    "doc", "quote", "start", "end", "speaker", "speaker_party", "via", "quoted_by", "accused_party", "kind", "count", "count_low", "count_high", "hedge", "unit", "aggregate", "places", "lat", "lon",
    "radius_m", "date_start", "date_end", "time", "time_low", "time_high", "weapon", "calibre_mm", "killed", "wounded", "modality", "negated", "rule", "confidence",
]  # fmt: skip
"""Format 6.1 of the architecture page, in its order."""


def test_a_line_holds_the_keys_of_the_format_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "b.txt"
    path.write_text(
        "Armenian forces shelled Tovuz with mortars on 12 July, the Azerbaijani Ministry of Defence said.",
        encoding="utf-8",
    )
    result = CliRunner().invoke(
        main, ["read", str(path), "--pack", "armenia-azerbaijan", "--published", "2020-07-13"]
    )
    assert result.exit_code == 0
    row = json.loads(result.stdout)
    assert list(row) == KEYS
    assert (row["doc"], row["kind"], row["speaker_party"], row["accused_party"], row["date_start"]) == (
        "b.txt",
        "mortar",
        "AZE",
        "ARM",
        "2020-07-12",
    )


def test_a_file_without_words_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "b.bin"
    path.write_bytes(b"\x00\x01\x02")
    with pytest.raises(Unreadable) as caught:
        CliRunner().invoke(main, ["read", str(path)], catch_exceptions=False)
    assert caught.value.exit_code == 3


GOOD = "A1;2020-07-14;Battles;Armed clash;40,9;45,5"
BAD = "A2;31 June 2020;Battles;Armed clash;140;45,5"


def events(tmp_path: Path, *rows: str, name: str = "events.csv") -> str:
    path = tmp_path / name
    header = "event_id_cnty;event_date;event_type;sub_event_type;latitude;longitude"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("name", ["events.csv", "events.txt", "events"])
def test_a_dataset_is_read_whatever_its_name_and_its_bad_rows_are_among_the_lines(
    tmp_path: Path, name: str
) -> None:
    result = CliRunner().invoke(main, ["read", events(tmp_path, GOOD, BAD, name=name), "--json"])
    assert result.exit_code == 0
    good, bad = map(json.loads, result.stdout.splitlines())
    assert (good["speaker"], good["lat"], good["accused_party"]) == ("ACLED", 40.9, None)
    assert (bad["unread"], bad["quote"]) == (True, BAD)
    assert "row 2 (line 3): event_date: found '31 June 2020'" in bad["reason"]
    assert "latitude: found 140, expected -90 to 90" in bad["reason"]


@pytest.mark.parametrize(("order", "day"), [("dmy", "2020-07-04"), ("mdy", "2020-04-07")])
def test_a_person_may_state_the_order_of_days(tmp_path: Path, order: str, day: str) -> None:
    row = GOOD.replace("2020-07-14", "4/7/2020")
    result = CliRunner().invoke(main, ["read", events(tmp_path, row), "--day-order", order])
    assert json.loads(result.stdout)["date_start"] == day


def test_a_dataset_of_which_no_row_could_be_read_is_unreadable_and_names_every_row(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as caught:
        CliRunner().invoke(main, ["read", events(tmp_path, BAD, BAD)], catch_exceptions=False)
    assert caught.value.exit_code == 3
    assert "none of 2 rows" in str(caught.value)
    assert "row 1 (line 2)" in str(caught.value)
    assert "row 2 (line 3)" in str(caught.value)


@pytest.mark.parametrize(
    "arguments",
    [
        ["read", "/no/such/file"],
        ["read", "-", "--published", "soon"],
        ["read", "-", "--day-order", "ymd"],
        ["pack", "check", "atlantis"],
    ],
)
def test_misuse_is_told(arguments: list[str]) -> None:
    with pytest.raises(Misuse):
        CliRunner().invoke(main, arguments, catch_exceptions=False, input="x")


def test_one_bad_file_does_not_lose_the_others(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.bin"
    good.write_text("Armenian forces shelled Tovuz, Baku said.", encoding="utf-8")
    bad.write_bytes(b"\x00\x01")
    result = CliRunner().invoke(main, ["read", str(bad), str(good), "--pack", "armenia-azerbaijan"])
    assert isinstance(result.exception, Unreadable)
    assert json.loads(result.stdout)["kind"] == "artillery"


def test_a_text_without_stops_is_left_to_a_person() -> None:
    text = "Armenian forces fired " * 500
    result = read_document(
        Document("text/plain", text, (Block(BlockRole.BODY, 0, len(text)),)),
        load_pack("armenia-azerbaijan"),
        doc_id="t",
    )
    assert not result.statements
    assert "no end of a sentence" in result.unread[0].reason
