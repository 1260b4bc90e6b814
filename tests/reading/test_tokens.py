"""Sentences and tokens keep their offsets; a pack's phrase finds what a plain scan finds."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfire.reading.lexicon import GAP, Lexicon, expand, forms, word_matches
from holdfire.reading.tokens import Token, fold, sentences, tokenise

WORDS = [
    "fire",
    "opened",
    "heavy",
    "Armenia’s",
    "azərbaycan",
    "обстрел",
    "قوات",
    "12",
    ",",
    "the",
    "ceasefire",
    "-",
]


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet=st.sampled_from(list('ab, .\n!?“”"12-ЯшəԲا')), max_size=80))
def test_every_token_and_sentence_is_found_at_its_offsets(text: str) -> None:
    for start, end in sentences(text, 0, len(text)):
        assert text[start:end].strip() == text[start:end] != ""
        for token in tokenise(text, start, end):
            assert text[token.start : token.end] == token.text
            assert start <= token.start < token.end <= end


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("قُتل وأُصيبَ", ["قتل", "واصيب"]),  # vowel signs are of the word
        ("شنّ مسيّرة", ["شن", "مسيره"]),
        ("الـ48 ساعة", ["ال", "48", "ساعه"]),  # a particle written onto a number
        ("و150 خرقاً، بـ12", ["و", "150", "خرقا", ",", "ب", "12"]),
        ("\u200fقال:\u200e نعم؛", ["قال", ":", "نعم", ";"]),  # signs of direction are nobody's
        ("cafe\u0301s M23", ["cafes", "m23"]),
    ],
)
def test_marks_and_particles_of_other_scripts(text: str, keys: list[str]) -> None:
    tokens = tokenise(text, 0, len(text))
    assert [t.key for t in tokens] == keys
    assert all(text[t.start : t.end] == t.text for t in tokens if t.kind != "punct")


@pytest.mark.parametrize(
    ("word", "forms_of_it"),
    [
        ("وبالمدفعيه", ("وبالمدفعيه", "بالمدفعيه", "المدفعيه", "مدفعيه")),
        ("للجيش", ("للجيش", "لجيش", "الجيش", "جيش")),
        ("والد", ("والد", "الد")),
        ("fire", ("fire",)),
    ],
)
def test_particles_written_onto_an_arabic_word_are_taken_off(word: str, forms_of_it: tuple[str, ...]) -> None:
    assert forms(word) == forms_of_it


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("Azerbaijan’s", "azerbaijan"),
        ("İyulun", "iyulun"),
        ("Tərtər", "terter"),
        ("Ёлка", "елка"),
        ("المدفعية", "المدفعيه"),
        ("MOD's", "mod"),
    ],
)
def test_one_spelling_finds_its_inflections(word: str, key: str) -> None:
    assert fold(word) == key


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("At 12:30 p.m. Azerbaijani forces fired. They left.", 2),
        ("Maj. Gen. Polad was there. He left.", 2),
        ("- first bullet\n- Second bullet", 2),
        ("The report of the day goes on over a broken\nline in lower case.", 1),
        ("", 0),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, count: int) -> None:
    assert len(sentences(text, 0, len(text))) == count


def naive(parts: tuple[str, ...], tokens: list[Token], at: int) -> int:
    """The slow twin: every way to fill the gaps, first word by word, shortest gap first."""
    spots = [i for i, p in enumerate(parts) if p == "_"]
    for fill in itertools.product(range(GAP + 1), repeat=len(spots)):
        place, good = at, True
        for number, part in enumerate(parts):
            if part == "_":
                step = fill[spots.index(number)]
                if any(
                    place + k >= len(tokens)
                    or (tokens[place + k].kind == "punct" and tokens[place + k].text not in '"“”«»-')
                    for k in range(step)
                ):
                    good = False
                    break
                place += step
                continue
            if (
                place >= len(tokens)
                or tokens[place].kind == "punct"
                or not word_matches(part, tokens[place].key)
            ):
                good = False
                break
            place += 1
        if good:
            return place - 1
    return -1


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.sampled_from(WORDS), max_size=9),
    st.sampled_from(
        ["open* _ fire", "fire", "the ceasefire", "opened/heavy fire", "обстрел*", "armenia _ the"]
    ),
)
def test_a_phrase_is_found_exactly_where_a_plain_scan_finds_it(words: list[str], phrase: str) -> None:
    text = " ".join(words)
    tokens = tokenise(text, 0, len(text))
    found = {m.first for m in Lexicon([("c", phrase, None)]).scan(tokens).get("c", [])}
    expected: set[int] = set()
    last = -1
    for at, token in enumerate(tokens):
        ends = [naive(parts, tokens, at) for parts in expand(phrase)] if token.kind != "punct" else []
        if ends and max(ends) >= 0 and max(ends) > last:
            expected.add(at)
            last = max(ends)
    assert found == expected


def test_a_phrase_that_begins_with_a_gap_is_refused() -> None:
    with pytest.raises(ValueError, match="begins with a word"):
        expand("_ fire")


def test_arabic_particles_written_onto_a_word_do_not_hide_it() -> None:
    text = "والقوات الإسرائيلية"
    found = Lexicon([("force", "القوات", "x")]).scan(tokenise(text, 0, len(text)))
    assert [m.first for m in found["force"]] == [0]
