"""Words that one newsroom writes with a hyphen and another as one: "cease-fire" reads as "ceasefire" does."""

from datetime import date

import pytest

from holdfire.reading.pack import load_pack
from holdfire.reading.tokens import joined_at_hyphen, tokenise

from .bulletins import lines_of


@pytest.mark.parametrize("word", ["ceasefire", "cease-fire"])
@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("A new {} was to begin on December 23.", "ceasefire_agreed"),
        ("The Azerbaijani army keeps to the {}, the Ministry of Defence of Azerbaijan said.", "denial"),
        (
            "Armenia flouted the {} again, the Ministry of Defence of Azerbaijan said.",
            "violation_unspecified",
        ),
    ],
)
def test_a_hyphen_changes_nothing(sentence: str, kind: str, word: str) -> None:
    lines = lines_of(sentence.format(word), "armenia-azerbaijan", None, date(2020, 12, 24))
    assert [line["kind"] for line in lines] == [kind]


def test_only_a_hyphen_joins() -> None:
    text = "told to cease fire; the cease-fire"
    pack = load_pack("armenia-azerbaijan")
    tokens = joined_at_hyphen(text, tokenise(text, 0, len(text)), pack.one_word)
    assert [t.key for t in tokens] == ["told", "to", "cease", "fire", ";", "the", "ceasefire"]
    assert text[tokens[-1].start : tokens[-1].end] == "cease-fire"
