"""A page as a browser saves it: quotes to their speakers, and nothing from comments, forms, newsletters, related stories."""

from datetime import date
from pathlib import Path

import pytest

from holdfire.intake.split import split
from holdfire.reading.pack import load_pack
from holdfire.reading.read import read_document
from holdfire.reading.statement import ReadResult

SHARED = Path(__file__).resolve().parents[3] / "shared" / "reading" / "texts" / "089.txt"
OWN = """CITY — The minister of a third state, Ivan Petrov of the Russian Foreign Ministry, spoke of the truce on Friday.

“Both sides lost people. We got to the agreement on ceasefire from July 16,” Petrov said.

The Armenian Ministry of Defence said on Saturday that Azerbaijani forces had opened fire at a post near Movses.

2 comments
  1. Azerbaijan attacked Armenia yesterday with tanks!

  2. Armenian forces shelled Tovuz, everybody knows it.

Leave a Reply

Your email address will not be published. Required fields are marked *

Sign Up for Our Newsletters

Get notified when Armenian forces open fire.

You May Also Like

Azerbaijani Forces Shell Chinari Again

STEPANAKERT — Azerbaijani forces violated the ceasefire 20 times…
"""


def read(text: str) -> ReadResult:
    return read_document(
        split(text.encode(), "p.txt"),
        load_pack("armenia-azerbaijan"),
        published=date(2020, 8, 21),
        source=None,
        doc_id="p",
    )


def test_only_the_article_speaks() -> None:
    article = OWN.index("2 comments")
    result = read(OWN)
    assert [(s.kind, s.speaker_party) for s in result.statements] == [
        ("ceasefire_agreed", "RUS"),
        ("small_arms", "ARM"),
    ]
    assert all(row.end <= article for row in (*result.statements, *result.unread))


@pytest.mark.skipif(not SHARED.exists(), reason="the shared page is not here")
def test_the_saved_page_gives_its_quotes_to_the_right_speakers() -> None:
    text = SHARED.read_text(encoding="utf-8")
    document = split(text.encode(), "089.txt")
    result = read(text)
    comment = document.text.index("1 comment")
    assert result.statements
    for s in result.statements:
        assert document.text[s.start : s.end] == s.quote
        assert s.end <= comment
    agreed = [s for s in result.statements if s.kind == "ceasefire_agreed"]
    assert [(s.speaker_party, str(s.date_start)) for s in agreed] == [("RUS", "2020-07-16")]
    violation = next(s for s in result.statements if s.kind == "violation_unspecified")
    assert (violation.speaker_party, violation.accused_party) == ("RUS", None)
    positions = [(s.speaker_party, s.rule) for s in result.statements if s.rule.startswith("position.")]
    assert positions.count(("RUS", "position.quote")) == 2
    assert positions.count(("ARM", "position.call")) == 1
    call = next(s for s in result.statements if s.rule == "position.call")
    assert "Pashinyan" in (call.speaker or "")
    assert call.quote.startswith("called for the establishment of an international mechanism")
    assert all(s.speaker_party in ("RUS", "MEDIA", "ARM") for s in result.statements)
