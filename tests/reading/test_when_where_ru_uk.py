"""When and where in Russian and Ukrainian, as bulletins and residents tell it. Our own sentences."""

from datetime import date

import pytest
from tests.reading.bulletins import lines_of

DON = "eastern-ukraine"
KAR = "armenia-azerbaijan"
PUBLISHED = date(2021, 5, 10)  # a Monday


@pytest.mark.parametrize(
    ("sentence", "days", "time"),
    [
        ("В ночь с 3 на 4 мая противник обстрелял Пески.", ("2021-05-03", "2021-05-04"), "night"),
        ("В ніч із 3 на 4 травня ворог обстріляв Піски.", ("2021-05-03", "2021-05-04"), "night"),
        ("В ночь на 4 мая противник обстрелял Пески.", ("2021-05-04", "2021-05-04"), "night"),
        ("О 5-й годині ранку 4 травня ворог обстріляв Піски.", ("2021-05-04", "2021-05-04"), "05:00"),
        ("Протягом вихідних ворог обстрілював Піски.", ("2021-05-08", "2021-05-09"), None),
        ("За выходные противник обстрелял Пески.", ("2021-05-08", "2021-05-09"), None),
        ("С начала месяца противник обстрелял Пески 12 раз.", ("2021-05-01", "2021-05-10"), None),
    ],
)
def test_when(sentence: str, days: tuple[str, str], time: str | None) -> None:
    got = lines_of(sentence, DON, "штаб ООС", PUBLISHED)[0]
    assert ((got["date_start"], got["date_end"]), got["time"]) == (days, time)


def test_over_the_day_is_the_day_that_the_text_has_told() -> None:
    text = "В воскресенье, 9 мая, противник обстрелял Пески. Всего за день он 14 раз открывал огонь."
    got = lines_of(text, DON, "штаб ООС", PUBLISHED)
    assert {(line["date_start"], line["date_end"]) for line in got} == {("2021-05-09", "2021-05-09")}


@pytest.mark.parametrize(
    ("text", "pack", "places"),
    [
        # the village is the one told before
        ("Ворог обстріляв Троїцьке. По селу випущено 20 снарядів.", DON, [["Троїцьке"], ["Троїцьке"]]),
        # residents speak of where they live
        ("Жительница Сотка рассказала, что слышала десять взрывов.", KAR, [["Сотк"]]),
        ("Мешканці Зайцевого розповіли, що обстріл тривав годину.", DON, [["Зайцеве"]]),
        # a direction is named by a place's adjective
        ("На тертерском направлении противник обстрелял позиции.", KAR, [["Тертер"]]),
    ],
)
def test_where(text: str, pack: str, places: list[list[str]]) -> None:
    got = lines_of(text, pack, None, PUBLISHED)
    assert [line["places"] for line in got] == places


def test_fewer_violations_are_told_beside_the_explosions() -> None:
    text = "СММ зафиксировала меньше нарушений режима прекращения огня, в частности около 60 взрывов."
    got = lines_of(text, DON, "ОБСЕ", PUBLISHED)
    assert {(line["kind"], line["count"]) for line in got} == {
        ("violation_unspecified", None),
        ("explosion_undetermined", 60),
    }


def test_projectiles_that_an_observer_sees_are_of_no_gun() -> None:
    got = lines_of("Камера Миссии зафиксировала семь снарядов, летевших с запада.", DON, "ОБСЕ", PUBLISHED)
    assert [(line["kind"], line["count"]) for line in got] == [("other", 7)]


def test_a_formation_and_a_republic_of_ones_own_are_no_places() -> None:
    text = "У районі відповідальності угруповання «Схід» поблизу Авдіївки противник стріляв. Ворог обстріляв Мар’їнку."
    lines = lines_of(text, "eastern-ukraine", "штаб оос", date(2021, 6, 24))
    assert [line["places"] for line in lines] == [["Авдіївка"], ["Мар'їнка"]]
    (line,) = lines_of(
        "По районам трех населенных пунктов Республики велся огонь.", "eastern-ukraine", "нм днр", date(2021, 6, 24)
    )  # fmt: skip
    assert line["places"] == []


def test_a_direction_says_where_only_when_nothing_nearer_is_named() -> None:
    text = "На донецькому напрямку ворог бив по Авдіївці. На маріупольському напрямку було 12 обстрілів, два загиблі."
    lines = lines_of(text, "eastern-ukraine", "штаб оос", date(2021, 6, 24))
    assert [line["places"] for line in lines][:2] == [["Авдіївка"], ["Маріуполь"]]
    assert (lines[1]["count"], list((lines[2]["killed"] or {}).values())) == (12, [2])


def test_what_is_fired_at_is_a_place_whether_listed_or_not() -> None:
    text = "По Вымышлевскому выпущено шесть мин. Противник действовал вопреки Минским соглашениям."
    (line,) = lines_of(text, "eastern-ukraine", "нм лнр", date(2021, 6, 24))
    assert line["places"] == ["Вымышлевское"]
