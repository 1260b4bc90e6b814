"""The evaluator in bench/: what counts as read, and floors that go down only by name."""

from typing import Any

import pytest

from bench.figures import Figure
from bench.floors import moved
from bench.reading_corpora import SETS
from bench.reading_scoring import score_document

TEXT = "Units of X fired 12 shots. Nobody was hurt."


def label(**changed: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "kind": "small_arms", "start": 0, "end": 26, "span": TEXT[:26], "speaker_party": "MEDIA", "accused_party": "X", "modality": "asserted", "negated": False,
        "count": 12, "date_start": None, "date_end": None, "time": None, "killed": {}, "wounded": {}, "places": [],
    }  # fmt: skip
    return row | changed


def statement(**changed: Any) -> dict[str, Any]:
    return label(quote=TEXT[:26], rule="clause.fire.actor") | changed


def test_a_statement_of_the_labels_sentence_and_kind_is_a_match() -> None:
    tally = score_document(TEXT, [label()], [statement()])
    assert (tally.matched, tally.end_to_end, tally.share("quote")) == (1, 1, 1.0)


def test_another_sentence_is_no_match() -> None:
    tally = score_document(TEXT, [label()], [statement(start=27, end=43, quote=TEXT[27:43])])
    assert (tally.matched, tally.read) == (0, 1)


def test_a_wrong_accused_is_a_match_that_is_not_right_from_end_to_end() -> None:
    tally = score_document(TEXT, [label()], [statement(accused_party="Y")])
    assert (tally.matched, tally.end_to_end, tally.accused_given_right) == (1, 0, 0)


def test_a_quote_that_is_not_at_its_offsets_is_counted() -> None:
    assert score_document(TEXT, [label()], [statement(quote="Units of Z")]).share("quote") == 0.0


def test_a_kind_that_the_labels_leave_out_is_not_counted_against_the_reader() -> None:
    assert score_document(TEXT, [], [statement(kind="calm")], left_out={"calm"}).read == 0
    assert score_document(TEXT, [], [statement(kind="calm")], left_out=set()).read == 1


def test_a_floor_rises_by_itself_and_falls_only_by_name() -> None:
    floors = {"a": {"floor": 0.5, "better": "higher"}, "b": {"floor": 0.9, "better": "higher"}}
    figures = [Figure("a", 0.8), Figure("b", 0.7)]
    risen, lines = moved(floors, figures, frozenset())
    assert (risen["a"]["floor"], risen["b"]["floor"], lines) == (0.79, 0.9, [])
    fallen, lines = moved(floors, figures, frozenset({"b"}))
    assert fallen["b"]["floor"] == 0.69
    assert len(lines) == 1
    with pytest.raises(KeyError):
        moved(floors, figures, frozenset({"no such figure"}))


def test_the_blind_set_shows_totals_only() -> None:
    from bench.reading import evaluate

    blind = next(corpus for corpus in SETS if corpus.is_blind)
    if not blind.is_there():
        pytest.skip("no blind set here")
    seen: list[str] = []
    evaluate(blind, lambda row: row["doc"].endswith("1"), details=seen)
    assert seen == []
