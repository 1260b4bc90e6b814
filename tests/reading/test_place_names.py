"""Inflected place names of our own sentences, and what the gazetteer calls them."""

from datetime import date

import pytest
from tests.reading.bulletins import lines_of

from holdfire.reading.pack import load_pack
from holdfire.reading.place_names import endings_of, forms_of, nominative

RUSSIAN = "Вы были"
UKRAINIAN = "Її бій"


@pytest.mark.parametrize(
    ("text", "name", "known", "expected"),
    [
        (UKRAINIAN, "Авдіївки", ("Авдеевка", "Авдіївка"), "Авдіївка"),
        (UKRAINIAN, "Водяного", ("Водяное", "Водяне"), "Водяне"),
        (RUSSIAN, "Водяного", ("Водяное", "Водяне"), "Водяное"),
        (UKRAINIAN, "Золотому-5", ("Золотое-5", "Золоте-5"), "Золоте-5"),
        (RUSSIAN, "Станице Луганской", ("Станица Луганская",), "Станица Луганская"),
        (RUSSIAN, "Тертерского", ("Тертер",), "Тертер"),
        (RUSSIAN, "Песков", ("Пески", "Піски"), "Пески"),
        (UKRAINIAN, "Пісків", ("Пески", "Піски"), "Піски"),
        (RUSSIAN, "Мариуполе", ("Мариуполь",), "Мариуполь"),
        # no gazetteer: only endings that leave no doubt
        (RUSSIAN, "Верхнеозерского", (), "Верхнеозерское"),
        (UKRAINIAN, "Новосадівки", (), "Новосадівка"),
        (UKRAINIAN, "Грабове", (), "Грабове"),
        ("", "Новосадівки", (), "Новосадівки"),  # no letter tells the language
        (RUSSIAN, "Avdiivka", (), "Avdiivka"),
    ],
)
def test_an_oblique_case_is_taken_back(text: str, name: str, known: tuple[str, ...], expected: str) -> None:
    endings = endings_of(text, load_pack("generic").case_endings)
    assert nominative(name, known, endings) == expected


def test_short_names_are_declined_and_long_ones_have_stems() -> None:
    assert forms_of("Сотк") == ("Сотк", "Сотка", "Сотку", "Сотком", "Сотке", "Соткі", "Соткск*", "Соткськ*")
    assert forms_of("Станица Луганская") == ("Станица Луганская", "Станиц* Луганск*")
    assert forms_of("Avdiivka") == ("Avdiivka",)


@pytest.mark.parametrize(
    ("sentence", "places"),
    [
        ("Противник обстрелял из минометов окрестности Попасной и Новолуганского.", ["Попасная", "Новолуганское"]),
        ("Ворог обстріляв з мінометів околиці Мар'їнки та Станиці Луганської.", ["Мар'їнка", "Станиця Луганська"]),
        ("Ворог обстріляв з гранатометів позиції біля Новосадівки.", ["Новосадівка"]),
        ("Противник вел огонь из минометов в районе Золотого-4 и Крымского.", ["Золотое-4", "Крымское"]),
        ("Ворог обстріляв з мінометів житлові будинки в Красногорівці.", ["Красногорівка"]),
        ("Противник обстрелял из минометов район Желобка.", ["Желобок"]),
    ],
)  # fmt: skip
def test_places_are_named_as_the_gazetteer_names_them(sentence: str, places: list[str]) -> None:
    got = lines_of(sentence, "eastern-ukraine", None, date(2021, 5, 7))
    assert got[0]["places"] == places


@pytest.mark.parametrize(
    ("sentence", "places"),
    [
        ("Düşmən gecə Laçındakı mövqelərimizi minaatanlardan atəşə tutub.", ["Laçın"]),
        ("Düşmən Tovuzdan keçən yolu atəşə tutub.", ["Tovuz"]),
        ("Şuşadakı kilsə atəşə tutulub.", ["Şuşa"]),
        ("Հակառակորդը Մարտունու ուղղությամբ կրակ է բացել։", ["Մարտունի"]),
        ("Հակառակորդը կրակ է բացել Սոթքի ուղղությամբ։", ["Սոթք"]),
        ("Հակառակորդը կրակ է բացել Շուշիից։", ["Շուշի"]),
    ],
)  # fmt: skip
def test_azerbaijani_and_armenian_endings_are_taken_back(sentence: str, places: list[str]) -> None:
    got = lines_of(sentence, "armenia-azerbaijan", None, date(2021, 5, 7))
    assert got[0]["places"] == places


def test_a_word_that_only_opens_a_sentence_is_no_place() -> None:
    """Бойове is a village: "Бойових втрат немає" is not of it."""
    got = lines_of(
        "Бойових втрат серед українських військових немає.", "eastern-ukraine", None, date(2021, 5, 7)
    )
    assert got[0]["places"] == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Israeli artillery shelled southern Lebanon on Tuesday.", ["southern Lebanon"]),
        ("Rockets were fired from southern Lebanon on Tuesday.", ["southern Lebanon"]),
        ("Rockets were fired from Yater in southern Lebanon on Tuesday.", ["Yater"]),
        ("South Sudan's army shelled the rebels on Tuesday.", []),
    ],
)
def test_a_part_of_a_state_is_a_place_where_none_nearer_is_named(text: str, places: list[str]) -> None:
    (line,) = lines_of(text, "generic", None, date(2024, 5, 20))
    assert (line["places"] or []) == places
