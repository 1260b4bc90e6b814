"""What stands aside in a Russian or Ukrainian sentence does not act: peacekeepers of a "where", a name in brackets, a ban."""

from datetime import date
from typing import Any

import pytest

from .bulletins import lines_of

ON = date(2022, 9, 17)


def read(text: str, pack: str, source: str | None) -> list[dict[str, Any]]:
    return lines_of(text, pack, source, ON)


@pytest.mark.parametrize(
    ("text", "pack", "source", "accused"),
    [
        (
            "Незаконные армянские вооруженные формирования на территории, где размещен российский контингент, "
            "обстреляли позиции азербайджанской армии.",
            "armenia-azerbaijan", "mod azerbaijan", "NKR",
        ),
        (
            "Минобороны непризнанной республики (НКР) заявило о 12 нарушениях перемирия в Карабахе за ночь.",
            "armenia-azerbaijan", "artsakhpress", "AZE",
        ),
        ("Там противник провоцировал наших солдат, открывая огонь из пулеметов.", "eastern-ukraine", "штаб ато", "RUS"),
    ],
)  # fmt: skip
def test_who_is_told_of_aside_is_not_accused(text: str, pack: str, source: str, accused: str) -> None:
    assert [line["accused_party"] for line in read(text, pack, source)] == [accused]


def test_a_ban_and_an_answer_to_a_question_are_no_acts() -> None:
    text = (
        "Соглашение запрещает диверсии, полеты беспилотников и обстрелы. «Все спокойно», – ответил на вопрос "
        "представитель штаба. С наступлением темноты стало тихо."
    )
    assert [line["kind"] for line in read(text, "eastern-ukraine", None) if line["kind"] != "calm"] == []


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("В пять часов утра противник обстрелял окраины Горловки.", "05:00"),
        ("Около семи вечера противник обстрелял окраины Горловки.", "19:00"),
        ("С 23.20 до 05.10 противник обстреливал окраины Горловки.", "23:20-05:10"),
        ("За два дня противник обстрелял окраины Горловки.", None),
        ("С 11.01 по 12.01 противник обстреливал окраины Горловки.", None),
    ],
)
def test_hours_in_words_and_with_stops(text: str, time: str | None) -> None:
    (line,) = read(text, "eastern-ukraine", "нм днр")
    assert line["time"] == time


def test_shots_of_one_burst_of_fire_are_told_once_and_mines_are_a_mortars() -> None:
    text = "Противник, применив пулеметы, произвел из пулеметов 40 выстрелов. Всего выпущено 30 боеприпасов, из них 12 мин."
    told = [(line["kind"], line["count"]) for line in read(text, "eastern-ukraine", "нм днр")]
    assert told == [("machine_gun", 40), ("artillery", 30), ("mortar", 12)]


def test_sides_that_put_the_blame_on_each_other() -> None:
    (line,) = read("Баку и Ереван перекладывают вину за обстрелы друг на друга.", "armenia-azerbaijan", None)
    assert (line["speaker_party"], line["accused_party"], line["modality"]) == ("MEDIA", None, "reported")


def test_a_bulletin_of_a_day_and_a_night_counts_the_day_before_and_sums_up_its_losses() -> None:
    text = (
        "За сутки ВСУ четыре раза нарушили режим тишины. Вечером 16 сентября обстреляна окраина Горловки. "
        "Потерь среди военнослужащих ДНР нет. Накануне противник нарушил перемирие семь раз."
    )
    days = [
        (line["date_start"][8:], line["date_end"][8:]) for line in read(text, "eastern-ukraine", "нм днр")
    ]
    assert days == [("16", "17"), ("16", "16"), ("16", "17"), ("15", "16")]


def test_an_old_truce_told_as_background_dates_nothing_else() -> None:
    text = "За сутки ВСУ обстреляли Лозовое. Договоренность о прекращении огня вступила в силу 29 июля. Противник обстреливает и окраины Горловки."
    days = [line["date_start"][5:] for line in read(text, "eastern-ukraine", "нм днр")]
    assert days == ["09-16", "07-29", "09-16"]


def test_a_headline_that_says_who_fired_is_told_and_one_of_breaches_is_not() -> None:
    body = "За сутки украинские военные шесть раз нарушили перемирие, обстреляв окраины Горловки, сообщила Народная милиция ДНР."
    told = read("Украинские военные шесть раз открывали огонь\n\n" + body, "eastern-ukraine", None)
    assert [line["count"] for line in told] == [6, 6]
    told = read("Украинские военные шесть раз нарушили перемирие\n\n" + body, "eastern-ukraine", None)
    assert len(told) == 1


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        # scouts are no party, and their data no words of whom they tell of
        ("За даними розвідки двох окупантів поранено.", "штаб оос", [("casualty", "UKR", None)]),
        ("Двоє військових підірвались на вибуховому пристрої біля Пісків.", "штаб оос", [("mine", None, None)]),
        ("У Луганській і Донецькій областях порушень не зафіксовано.", "osce smm", [("violation_unspecified", None, 0)]),
        ("Сегодня отмечено три нарушения режима тишины.", "нм днр", [("violation_unspecified", "UKR", 3)]),
        ("Вопреки достигнутой договоренности о прекращении огня противник стрелял из минометов.", "нм днр", [("mortar", "UKR", None)]),
    ],
)  # fmt: skip
def test_what_is_told_and_of_whom(
    text: str, source: str, expected: list[tuple[str, str | None, int | None]]
) -> None:
    lines = read(text, "eastern-ukraine", source)
    assert [(line["kind"], line["accused_party"], line["count"]) for line in lines] == expected


def test_an_outlet_in_quotation_marks_is_who_was_told() -> None:
    text = (
        "Военные Армении открыли огонь, заявил Баку. В Минобороны Армении «Интерфаксу» заявили, что это ложь."
    )
    lines = read(text, "armenia-azerbaijan", None)
    assert [(line["kind"], line["speaker_party"]) for line in lines] == [
        ("small_arms", "AZE"),
        ("denial", "ARM"),
    ]
