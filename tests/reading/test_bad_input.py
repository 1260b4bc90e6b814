"""What comes in is often broken: a row with a reason, never a guess; nothing read at all is the only refusal."""

from pathlib import Path

import pytest

from holdfire.intake.split import split
from holdfire.model.errors import Unreadable
from holdfire.reading.files import read_file, read_split
from holdfire.reading.pack import load_pack

CLAIM = "Armenian forces shelled Tovuz, the Azerbaijani Ministry of Defence said."


def test_a_claim_inside_a_script_or_a_style_is_nobodys(tmp_path: Path) -> None:
    page = tmp_path / "p.html"
    page.write_text(
        "<html><head><script>var s = 'Armenian forces shelled Gazakh';</script><style>p::after{content:'fired 9 shots'}</style></head>"
        f"<body><article><h1>Border</h1><p>{CLAIM} The day was long and the weather at the border was fair.</p></article></body></html>",
        encoding="utf-8",
    )
    result = read_file(page, "armenia-azerbaijan")
    assert [p.name for s in result.statements for p in s.places] == ["Tovuz"]


def test_a_line_in_another_encoding_costs_that_line_only(tmp_path: Path) -> None:
    bulletin = tmp_path / "b.txt"
    bulletin.write_bytes(CLAIM.encode() + b"\n\n" + "ВС Армении обстреляли Товуз.".encode("cp1251") + b"\n")
    result = read_file(bulletin, "armenia-azerbaijan")
    assert result.statements[0].speaker_party == "AZE"


def test_text_from_right_to_left_keeps_its_offsets() -> None:
    text = "\u202bأعلن الجيش اللبناني أن القوات الإسرائيلية أطلقت النار على بلدة الخيام.\u202c"
    document = split(text.encode(), "t.txt")
    result = read_split(document, load_pack("lebanon-blue-line"), published=None, source=None, doc_id="t")
    assert [(s.kind, s.accused_party) for s in result.statements] == [("small_arms", "ISR")]
    assert all(document.text[s.start : s.end] == s.quote for s in result.statements)


def test_a_date_that_never_was_is_told_and_dates_nothing() -> None:
    document = split(b"On 31 June Armenian forces shelled Tovuz, Baku said.", "t.txt")
    result = read_split(document, load_pack("armenia-azerbaijan"), published=None, source=None, doc_id="t")
    assert [u.reason for u in result.unread] == ["a date that never was: '31 June'"]
    assert [s.date_start for s in result.statements] == [None]


@pytest.mark.parametrize("words", ["umpteen", "a great many", "forty-twelve"])
def test_a_number_word_out_of_the_grammar_gives_no_count(words: str) -> None:
    text = f"Armenian units violated the ceasefire {words} times, the Azerbaijani Ministry of Defence said."
    document = split(text.encode(), "t.txt")
    result = read_split(document, load_pack("armenia-azerbaijan"), published=None, source=None, doc_id="t")
    assert [(s.kind, s.count) for s in result.statements] == [("violation_unspecified", None)]


def test_a_table_cell_without_a_number_is_an_unread_row_with_its_reason() -> None:
    page = (
        "<html><body><h1>Table of ceasefire violations</h1><p>Perceived by the mission in the period of the report.</p><table>"
        "<tr><th>Position</th><th>Event location</th><th>Means</th><th>No.</th><th>Observation</th><th>Description</th><th>Weapon</th><th>Date, time</th></tr>"
        "<tr><td>Horlivka</td><td>1-2km N</td><td>Heard</td><td>umpteen</td><td>Explosion</td><td>Impact</td><td>N/K</td><td>8-Jun, 10:00</td></tr>"
        "<tr><td>Horlivka</td><td>1-2km N</td><td>Heard</td><td>7</td><td>Explosion</td><td>Impact</td><td>N/K</td><td>8-Jun, 10:00</td></tr>"
        "</table></body></html>"
    )
    result = read_split(
        split(page.encode(), "t.html"),
        load_pack("eastern-ukraine"),
        published=None,
        source="OSCE SMM",
        doc_id="t",
    )
    assert [s.count for s in result.statements if s.rule == "table.violations"] == [7]
    assert any("umpteen" in u.reason for u in result.unread)


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02\x03" * 50, b"1234 5678\n90\n"])
def test_a_file_of_which_nothing_can_be_read_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(data)
    with pytest.raises(Unreadable):
        read_file(path, "auto")


def test_words_that_claim_nothing_are_no_refusal(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("The harvest was good.", encoding="utf-8")
    assert read_file(path, "auto").statements == []
