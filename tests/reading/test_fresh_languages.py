"""Russian, Ukrainian, Azerbaijani, Armenian, Arabic: the same matters in other words, as institutions put them. Our own sentences."""

from datetime import date
from typing import Any

import pytest
from tests.reading.bulletins import lines_of

KARABAKH, UKRAINE = "armenia-azerbaijan", "eastern-ukraine"


def read(text: str, pack: str) -> list[dict[str, Any]]:
    return lines_of(text, pack, None, date(2020, 7, 24))


@pytest.mark.parametrize(
    ("pack", "text", "accused"),
    [
        (KARABAKH, "14 июля армянские военные подвергли село Агдам артиллерийскому обстрелу.", "ARM"),
        (KARABAKH, "Азербайджанские подразделения подвергают миномётному обстрелу село Мовсес.", "AZE"),
        (KARABAKH, "Ադրբեջանական ստորաբաժանումները հրետակոծել են Մարտունին։", "AZE"),
    ],
)
def test_who_subjects_a_place_to_shelling_does_it(pack: str, text: str, accused: str) -> None:
    assert [line["accused_party"] for line in read(text, pack)] == [accused]


@pytest.mark.parametrize(
    "text",
    [
        "Минобороны Азербайджана сообщило о бое у Мовсеса. Данных о пострадавших пока нет.",
        "О погибших не сообщается.",
        "Про постраждалих не повідомляється.",
        "Інформація про втрати уточнюється.",
        "Ermənistan tərəfinin itkiləri barədə məlumat verilmir.",
        "Կորուստների մասին տեղեկություններ չկան։",
        "ولم ترد أنباء عن خسائر.",
    ],
)
def test_losses_of_which_nothing_is_known_are_no_statement(text: str) -> None:
    assert [line for line in read(text, KARABAKH) if line["kind"] == "casualty"] == []


@pytest.mark.parametrize(
    ("pack", "text", "speaker"),
    [
        (UKRAINE, "У ДНР заявили, що жодного обстрілу не здійснювали.", "DPR"),
        (UKRAINE, "В ДНР заявили, что обстрелов не производили.", "DPR"),
        (
            KARABAKH,
            "Минобороны Азербайджана заявило, что азербайджанская армия не обстреливала Мовсес.",
            "AZE",
        ),
    ],
)
def test_a_side_that_has_shelled_nobody_denies(pack: str, text: str, speaker: str) -> None:
    lines = read(text, pack)
    assert [(line["kind"], line["speaker_party"], line["accused_party"]) for line in lines] == [
        ("denial", speaker, speaker)
    ]


@pytest.mark.parametrize(
    ("pack", "text", "clock"),
    [
        ("generic", "وقُتل طفل برصاص قناص في مديرية التحيتا عند الساعة الرابعة عصرا.", "16:00"),
        (KARABAKH, "في الساعة الثالثة فجرا قصفت القوات الأذربيجانية قرية شوش.", "03:00"),
        (KARABAKH, "قصفت القوات الأذربيجانية قرية شوش الساعة الثامنة والنصف مساء.", "20:30"),
        (UKRAINE, "О сьомій годині вечора 20 липня бойовики обстріляли Авдіївку з мінометів.", "19:00"),
    ],
)
def test_an_hour_in_words_is_a_clock_time(pack: str, text: str, clock: str) -> None:
    assert read(text, pack)[0]["time"] == clock


def test_one_noun_of_many_places_marks_all_of_its_list() -> None:
    (line,) = read("قصفت قوات النظام بلدات كنصفرة والبارة وسفوهن فجر اليوم.", "generic")
    assert line["places"] == ["كنصفرة", "البارة", "سفوهن"]


def test_how_often_it_struck_is_no_number_of_people() -> None:
    lines = read(
        "Ադրբեջանական ինքնաթիռը երկու անգամ հարվածել է Շուշիին, վիրավորվել է երեք լրագրող։", KARABAKH
    )
    assert [line["wounded"] for line in lines if line["kind"] == "casualty"] == [{"CIV": 3}]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Генпрокуратура Азербайджана возбудила дело. По данным следствия, 14 июля армянские военные обстреляли Агдам.", "AZE"),
        ("Следственный комитет Армении возбудил дело. По данным следствия, 14 июля азербайджанская армия обстреляла Мовсес.", "ARM"),
    ],
)  # fmt: skip
def test_an_investigation_speaks_for_who_opened_it(text: str, speaker: str) -> None:
    assert [line["speaker_party"] for line in read(text, KARABAKH)] == [speaker]


@pytest.mark.parametrize(
    ("pack", "text"),
    [
        (KARABAKH, "Минобороны Азербайджана: «Сообщение о том, что наши подразделения обстреляли Мовсес, не соответствует действительности»."),
        (KARABAKH, "В Баку утверждение отвергли: «Информация о том, что наши военные обстреляли Мовсес, не соответствует действительности»."),
        (KARABAKH, "Azərbaycan Müdafiə Nazirliyi: bölmələrimizin Movses kəndini atəşə tutması barədə yayılan məlumat həqiqətə uyğun deyil."),
    ],
)  # fmt: skip
def test_what_a_refuted_report_said_is_nobodys_statement(pack: str, text: str) -> None:
    assert {line["kind"] for line in read(text, pack)} == {"denial"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("ЗСУ обстріляли Шебекіне, поранено чотирьох мирних мешканців.", "Шебекіне"),
        ("Украинские военные обстреляли Шебекино из миномётов.", "Шебекино"),
        ("Під ворожим вогнем перебували Вовчанськ, Стариця та Огірцеве.", "Вовчанськ"),
        ("Под обстрелом оказались Волчанск и Старица.", "Волчанск"),
    ],
)
def test_a_bare_name_behind_the_verb_is_what_was_hit(text: str, place: str) -> None:
    assert place in read(text, UKRAINE)[0]["places"]


@pytest.mark.parametrize(
    "text",
    [
        "Голова обласної військової адміністрації Павло Кириленко написав, що бойовики обстріляли Торецьк.",
        "Начальник Донецької ОВА Павло Кириленко повідомив, що одна жінка загинула.",
        "Прокуратура Донецької області повідомила, що троє цивільних дістали поранення.",
    ],
)
def test_a_regional_office_speaks_for_its_state(text: str) -> None:
    assert [line["speaker_party"] for line in read(text, UKRAINE)] == ["UKR"]


def test_strikes_that_were_dealt_are_told_beside_whom_they_hit() -> None:
    lines = read("Gəncə şəhərinə raket zərbələri endirilib, bir nəfər ölüb, 32 nəfər yaralanıb.", KARABAKH)
    assert sorted(line["kind"] for line in lines) == ["casualty", "mlrs"]


def test_neither_dead_nor_wounded_says_both() -> None:
    (line,) = read("Şəhid və yaralı yoxdur.", KARABAKH)
    assert line["killed"] == line["wounded"] == {"UNSPEC": 0}


@pytest.mark.parametrize(
    ("pack", "text"),
    [
        (KARABAKH, "Азербайджанские подразделения воздержались от ответных действий."),
        (KARABAKH, "Армянские подразделения оружие не применяли."),
        (KARABAKH, "Հայկական կողմը ձեռնպահ է մնացել պատասխան գործողություններից։"),
        (UKRAINE, "Українські військові утрималися від відповіді на обстріл."),
        (UKRAINE, "Українські захисники зброї у відповідь не застосовували."),
        (KARABAKH, "Позиции у села Мовсес обстрелу не подвергались."),
    ],
)
def test_who_held_his_fire_did_not_shoot(pack: str, text: str) -> None:
    assert all(line["negated"] for line in read(text, pack))
    assert {line["kind"] for line in read(text, pack)} <= {"denial", "violation_unspecified"}


def test_who_did_not_answer_an_offer_held_no_fire() -> None:
    assert read("Российская сторона не ответила на предложение о перемирии.", UKRAINE) == []


def test_a_message_called_false_is_denied() -> None:
    (line,) = read("Министерство обороны Армении назвало сообщение об обстреле Товуза ложным.", KARABAKH)
    assert (line["kind"], line["speaker_party"]) == ("denial", "ARM")


@pytest.mark.parametrize(
    ("pack", "text"),
    [
        (UKRAINE, "19-го числа ворог обстріляв Піски."),
        (KARABAKH, "14-го июля азербайджанские подразделения обстреляли село Мовсес."),
    ],
)
def test_an_ordinal_counts_nothing(pack: str, text: str) -> None:
    assert [line["count"] for line in read(text, pack)] == [None]


def test_positions_fired_from_end_their_phrase() -> None:
    (line,) = read("Ադրբեջանական դիրքերից գյուղի ուղղությամբ կրակոցներ են արձակվում։", KARABAKH)
    assert line["accused_party"] == "AZE"


def test_strikes_in_the_dual_count_no_dead() -> None:
    lines = read("أدت الغارتان إلى استشهاد مواطن وإصابة ثلاثة آخرين بجروح.", "generic")
    assert [line["killed"] for line in lines if line["kind"] == "casualty"] == [{"CIV": 1}]


def test_an_hour_in_words_needs_no_word_of_hours_behind_about() -> None:
    (line,) = read("سمع دوي انفجار قرابة الحادية عشرة ليلا في بلدة يارون.", "generic")
    assert line["time"] == "23:00"


def test_measures_that_cost_losses_are_only_their_cause() -> None:
    lines = read("Cavab tədbirləri zamanı Ermənistan bölmələri xeyli itki verib.", KARABAKH)
    assert [line["kind"] for line in lines] == ["casualty"]


def test_a_state_in_whose_media_something_stands_does_not_speak() -> None:
    text = (
        "Müdafiə Nazirliyi Ermənistan mediasında yayılan məlumata münasibət bildirib. "
        '"Bu xəbər yalandır", - nazirlikdən deyilib.'
    )
    assert [line["speaker_party"] for line in read(text, KARABAKH)] == ["AZE"]


@pytest.mark.parametrize(
    ("pack", "text", "places"),
    [
        (UKRAINE, "На донецькому напрямку бойовики стріляли з мінометів біля Зайцевого.", ["Зайцеве"]),
        (UKRAINE, "На маріупольському напрямку ворог обстріляв наші позиції з мінометів.", ["Маріуполь"]),
    ],
)
def test_a_sector_is_a_place_where_nothing_nearer_is_named(pack: str, text: str, places: list[str]) -> None:
    assert [line["places"] for line in read(text, pack)] == [places]


def test_a_calibre_between_verb_and_weapon_counts_nothing() -> None:
    (line,) = read("Ворог накривав Гнутове зі 122-міліметрової артилерії.", UKRAINE)
    assert (line["count"], line["kind"]) == (None, "artillery")


def test_a_truce_named_before_the_verb_was_agreed() -> None:
    (line,) = read("Про «режим тиші» сторони домовилися 26 серпня.", UKRAINE)
    assert line["kind"] == "ceasefire_agreed"


@pytest.mark.parametrize(
    ("text", "victims"),
    [
        ("Հայկական կողմից կա մեկ զոհ։", "ARM"),
        ("Հայկական կողմից զոհվել է երկու զինծառայող։", "ARM"),
        ("Azərbaycan tərəfindən iki nəfər həlak olub.", "AZE"),
    ],
)
def test_a_side_from_which_somebody_died_killed_nobody(text: str, victims: str) -> None:
    (line,) = read(text, KARABAKH)
    assert list(line["killed"]) == [victims]
    assert line["accused_party"] != victims


def test_a_side_whose_fire_killed_did() -> None:
    (line,) = read("Azərbaycan tərəfindən açılan atəş nəticəsində iki nəfər həlak olub.", KARABAKH)
    assert line["accused_party"] == "AZE"


def test_a_truce_that_was_broken_while_it_held_is_told_elsewhere() -> None:
    (line,) = read("قصفت القوات الإسرائيلية بلدة يارون خلال سريان الهدنة.", "generic")
    assert line["kind"] == "artillery"


def test_a_truce_stands_before_its_verb_in_arabic_too() -> None:
    (line,) = read("وكانت هدنة لمدة شهرين قد بدأت في الثاني من أبريل.", "generic")
    assert line["kind"] == "ceasefire_agreed"


def test_who_broke_the_truce_and_fired_did_both() -> None:
    lines = read("خرق الجيش الإسرائيلي الهدنة وأطلق النار على مزارعين في بلدة يارون.", "generic")
    assert [line["accused_party"] for line in lines] == ["ISR", "ISR"]
