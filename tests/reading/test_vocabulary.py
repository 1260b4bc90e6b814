"""Single words that the grammar asks of a token stand in the packs, every language's in one list; a wrong list is told."""

from pathlib import Path

import pytest

from holdfire.model.errors import Problems
from holdfire.reading.pack import languages, load_pack
from holdfire.reading.pack_faults import given_twice
from holdfire.reading.sentence import mark
from holdfire.reading.vocabulary import faults_of_words, vocabulary_of

PACK = """id = "small"
version = "1"
[[party]]
id = "AAA"
state = ["Aaland"]
"""


def test_a_word_is_of_its_list_however_it_is_written() -> None:
    lists = vocabulary_of([{"words": {"turn": ["isə"]}}, {"words": {"turn": ["While"]}}])
    assert lists["turn"] == frozenset({"ise", "while"})
    assert lists["article"] == frozenset()


def test_a_token_outside_the_sentence_is_no_word_of_any_list() -> None:
    text = "The village of Redal"
    sentence, _ = mark(text, 0, len(text), load_pack("generic"))
    assert sentence.is_word(0, "article")
    assert sentence.is_word(1, "noun_of_place")
    assert not sentence.is_word(-1, "article")
    assert not sentence.is_word(4, "article")


def test_every_language_file_fills_only_lists_that_the_grammar_asks_for() -> None:
    import tomllib

    for path in languages():
        assert faults_of_words(tomllib.loads(path.read_text(encoding="utf-8")), path.name) == []


def test_no_language_file_gives_a_phrase_twice_in_one_list() -> None:
    import tomllib

    told = [given_twice(tomllib.loads(path.read_text(encoding="utf-8")), path.name) for path in languages()]
    assert len(told) > 5
    assert [fault for faults in told for fault in faults] == []


def test_a_packs_own_words_are_added(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    path.write_text(PACK + '[words]\nnoun_of_place = ["bygd"]\n', encoding="utf-8")
    assert {"bygd", "village"} <= load_pack(path).vocabulary["noun_of_place"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('places = ["bygd"]', "words, places: unknown, expected one of"),
        ('turn = ["as well"]', "found 'as well', expected a single word"),
        ('turn = ["whil*"]', "found 'whil*', expected a single word"),
        ('turn = [""]', "found '', expected a single word"),
    ],
)
def test_a_wrong_list_or_word_is_told(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "small.toml"
    path.write_text(PACK + f"[words]\n{line}\n", encoding="utf-8")
    with pytest.raises(Problems) as caught:
        load_pack(path)
    assert any(said in problem for problem in caught.value.problems)
