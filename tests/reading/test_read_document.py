"""A document to statements: who says that who did what, with every quote at its offsets. Sentences are our own."""

from datetime import date

import pytest

from holdfire.intake.split import split
from holdfire.reading.pack import load_pack
from holdfire.reading.read import read_document
from holdfire.reading.statement import ReadResult, Statement


def read(
    text: str,
    *,
    pack: str = "armenia-azerbaijan",
    published: str | None = "2020-07-14",
    source: str | None = None,
) -> ReadResult:
    document = split(text.encode(), "t.txt")
    day = date.fromisoformat(published) if published else None
    return read_document(document, load_pack(pack), published=day, source=source, doc_id="t")


def one(text: str, **how: str | None) -> Statement:
    statements = read(text, **how).statements  # type: ignore[arg-type]
    assert len(statements) == 1, [(s.kind, s.quote) for s in statements]
    return statements[0]


def test_a_ministry_that_speaks_accuses_the_actor_of_the_verb() -> None:
    s = one(
        "On July 12 Azerbaijani forces opened fire at a post near Chinari, the Armenian Ministry of Defense said."
    )
    assert (s.kind, s.speaker_party, s.accused_party, s.modality) == ("small_arms", "ARM", "AZE", "asserted")
    assert s.date_start == s.date_end == date(2020, 7, 12)


def test_the_same_sentence_with_the_parties_exchanged_reads_the_same_way_round() -> None:
    s = one(
        "On July 12 Armenian forces opened fire at a post near Aghdam, the Azerbaijani Ministry of Defense said."
    )
    assert (s.kind, s.speaker_party, s.accused_party) == ("small_arms", "AZE", "ARM")


def test_an_aggregate_of_n_is_one_statement_with_n() -> None:
    s = one(
        "Armenian armed units violated the ceasefire 37 times over the day, the Azerbaijani Defense Ministry said."
    )
    assert (s.kind, s.count, s.aggregate, s.unit) == ("violation_unspecified", 37, True, "times")


@pytest.mark.parametrize(
    "text", ["Armenian forces shelled Tovuz.", "Baku denied this. “We did not fire,” said Vagif Dargahli."]
)
def test_every_quote_is_found_at_its_offsets(text: str) -> None:
    for s in read(text).statements:
        assert text[s.start : s.end] == s.quote
