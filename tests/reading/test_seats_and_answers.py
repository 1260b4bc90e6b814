"""Who speaks from a seat, what is only answered, a mine that nobody is said to have laid, a claim that is denied. Our own sentences."""

from datetime import date
from typing import Any

import pytest
from tests.reading.bulletins import lines_of

KARABAKH, UKRAINE = "armenia-azerbaijan", "eastern-ukraine"


def read(text: str, pack: str, source: str | None = None) -> list[dict[str, Any]]:
    return lines_of(text, pack, source, date(2020, 7, 24))


def said(lines: list[dict[str, Any]]) -> list[tuple[str, str | None, str | None]]:
    return [(line["kind"], line["speaker_party"], line["accused_party"]) for line in lines]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Bakıda deyiblər ki, Ermənistan ordusu postu atəşə tutub.", "AZE"),
        ("İrəvanda bildiriblər ki, Azərbaycan ordusu atəşkəsi pozub.", "ARM"),
        ("Բաքվում հայտարարել են, որ հայկական ուժերը կրակ են բացել։", "AZE"),
    ],
)
def test_who_sits_there_speaks(text: str, speaker: str) -> None:
    assert [line["speaker_party"] for line in read(text, KARABAKH)] == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        "В Минобороны Армении опровергли сообщение Баку, будто армянские подразделения обстреляли пост.",
        "Երևանում հերքել են Բաքվի պնդումը, թե հայկական ուժերը գնդակոծել են դիրքը։",
    ],
)
def test_a_denied_claim_is_still_its_owners(text: str) -> None:
    assert said(read(text, KARABAKH)) == [("denial", "ARM", "ARM"), ("artillery", "AZE", "ARM")]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("На провокації підрозділи Об'єднаних сил дали адекватну відповідь.", "штаб оос"),
        ("На провокации противника украинские военные ответили огнем.", "штаб оос"),
    ],
)
def test_what_is_answered_is_no_second_statement(text: str, speaker: str) -> None:
    assert said(read(text, UKRAINE, speaker)) == [("small_arms", "UKR", "UKR")]


@pytest.mark.parametrize(
    "text",
    [
        "Под Песками четверо бойцов подорвались на мине: один погиб, трое ранены.",
        "Під Пісками четверо бійців підірвалися на міні: один загинув, троє поранені.",
    ],
)
def test_a_mine_that_nobody_is_said_to_have_laid(text: str) -> None:
    lines = {line["kind"]: line for line in read(text, UKRAINE, "штаб оос")}
    assert lines["mine"]["accused_party"] is lines["casualty"]["accused_party"] is None
    assert (lines["casualty"]["killed"], lines["casualty"]["wounded"]) == ({"UKR": 1}, {"UKR": 3})


def test_a_total_and_a_part_of_it_with_its_own_weapon() -> None:
    text = "Загалом бойовики 9 разів відкривали вогонь, зокрема вранці з міномета в районі Пісків."
    lines = read(text, UKRAINE, "штаб оос")
    assert [(line["kind"], line["count"]) for line in lines] == [("small_arms", 9), ("mortar", None)]


def test_from_the_side_of_a_place_is_not_both_sides() -> None:
    text = "Со стороны Песок было выпущено 12 мин, сообщили в представительстве ДНР в СЦКК."
    assert said(read(text, UKRAINE)) == [("mortar", "DPR", "UKR")]


GENERIC = "generic"


@pytest.mark.parametrize(
    ("pack", "text", "count"),
    [
        (
            KARABAKH,
            "Число нарушений режима прекращения огня составило 35, сообщило Минобороны Азербайджана.",
            35,
        ),
        (KARABAKH, "Գիշերվա ընթացքում խախտումների թիվն անցնում է 300-ը, հայտնում է ՀՀ ՊՆ-ն։", 300),
        (KARABAKH, "Sutka ərzində atəşkəsin pozulması hallarının sayı 80-ə çatıb.", 80),
        (KARABAKH, "The number of ceasefire violations reached 35, the ministry of Armenia said.", 35),
    ],
)
def test_a_number_that_is_reached_counts(pack: str, text: str, count: int) -> None:
    assert [line["count"] for line in read(text, pack)] == [count]


@pytest.mark.parametrize(
    ("text", "killed", "wounded"),
    [
        ("Զոհվել են շարքայիններ Ազատ Ասոյանը և Արամ Ոսկանյանը, հայտնում է ՀՀ ՊՆ-ն։", {"ARM": 2}, None),
        ("Погибли рядовые Иван Петров и Сергей Сидоров, сообщили в Минобороны Армении.", {"ARM": 2}, None),
        ("Հրազենային վիրավորումներ են ստացել երեք զինծառայողներ, հայտնում է ՀՀ ՊՆ-ն։", None, {"ARM": 3}),
        ("Հակառակորդի կողմից կան 10-ից ավելի զոհեր, հայտնում է ՀՀ ՊՆ-ն։", {"AZE": 10}, None),
    ],
)
def test_losses_named_and_counted(text: str, killed: Any, wounded: Any) -> None:
    (line,) = read(text, KARABAKH)
    assert (line["killed"], line["wounded"]) == (killed, wounded)


def test_the_enemy_next_to_the_verb_acts() -> None:
    text = "ՊԲ մարտական դիրքերից մեկի ուղղությամբ հակառակորդը ձեռնարկել է հարձակման փորձ, հայտնում է Արցախի ՊՆ-ն։"
    assert said(read(text, KARABAKH)) == [("other", "NKR", "AZE")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "وأفاد شهود بأن طائرات الجيش السوداني قصفت مواقع الدعم السريع، وأن الأخيرة ردت بأسلحة ثقيلة.",
            [("air_strike", "RES", "SAF"), ("artillery", "RES", "RSF")],
        ),
        (
            "وأكدت حماس التزامها بالاتفاق وأن إسرائيل هي من تخرقه.",
            [("denial", "HAM", "HAM"), ("violation_unspecified", "HAM", "ISR")],
        ),
        ("وأعلنت اليونيفيل أنه لم يصب أحد من حفظة السلام.", [("casualty", "UN", None)]),
    ],
)
def test_arabic_news(text: str, expected: list[Any]) -> None:
    assert said(read(text, GENERIC)) == expected


def test_days_of_fighting_are_no_dead() -> None:
    (line,) = read("قتل في المعارك منذ 11 يوما أكثر من 459 شخصا وفقا للأمم المتحدة.", GENERIC)
    assert line["killed"] == {"UNSPEC": 459}


def test_since_the_truce_until_now() -> None:
    (line,) = read(
        "ومنذ دخول اتفاق وقف إطلاق النار حيز التنفيذ في 27 نوفمبر 2019 ارتكبت إسرائيل 2780 انتهاكا.", GENERIC
    )
    assert (line["date_start"], line["date_end"], line["count"]) == ("2019-11-27", "2020-07-24", 2780)


@pytest.mark.parametrize(
    ("text", "killed", "wounded"),
    [
        ("أدى القصف الإسرائيلي إلى استشهاد ضابط وعسكري، بحسب الجيش اللبناني.", {"LBN": 2}, None),
        ("أعلن الجيش اللبناني إصابة أحد جنوده في هجوم إسرائيلي.", None, {"LBN": 1}),
        ("وقالت سانا إن مدنيين اثنين قتلا في قصف لقوات قسد.", {"CIV": 2}, None),
    ],
)
def test_arabic_losses(text: str, killed: Any, wounded: Any) -> None:
    (line,) = read(text, GENERIC)
    assert (line["killed"], line["wounded"]) == (killed, wounded)


def test_the_army_whose_assaults_are_counted() -> None:
    text = "Відбулося 387 обстрілів і 19 штурмових дій російської армії, 290 разів росіяни застосовували безпілотники."
    lines = read(text, UKRAINE, "штаб оос")
    assert [(line["kind"], line["accused_party"], line["count"]) for line in lines] == [
        ("artillery", "RUS", 387),
        ("incursion", "RUS", 19),
        ("uav", "RUS", 290),
    ]


def test_as_a_side_states() -> None:
    text = "Как заявляет армянская сторона, первыми огонь открыли азербайджанские военные."
    assert said(read(text, KARABAKH)) == [("small_arms", "ARM", "AZE")]


def test_after_return_fire_the_shooting_of_the_other_side_stopped() -> None:
    text = (
        "После ответного огня стрельба с азербайджанской стороны прекратилась, сообщили в Минобороны Армении."
    )
    assert said(read(text, KARABAKH)) == [("small_arms", "ARM", "ARM")]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Близько першої години ночі бойовики обстріляли Шуми.", "01:00"),
        ("Близько третьої години дня бойовики обстріляли Шуми.", "15:00"),
        ("Около часа ночи боевики обстреляли Пески.", "01:00"),
        ("В 18 часов боевики обстреляли Пески.", "18:00"),
        ("С 18 до 20 часов боевики обстреливали Пески.", "18:00-20:00"),
    ],
)
def test_hours_with_a_preposition_and_in_words(text: str, time: str) -> None:
    assert [line["time"] for line in read(text, UKRAINE)] == [time]


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("В Горловке погибли шесть военных, 17 ранены.", {"UNSPEC": 6}),
        ("В Горловке погибли люди.", {"UNSPEC": None}),
        ("Під Пісками загинули щонайменше шестеро цивільних.", {"CIV": 6}),
    ],
)
def test_a_preposition_and_a_place_are_no_persons_name(text: str, killed: Any) -> None:
    assert [line["killed"] for line in read(text, UKRAINE)] == [killed]


def test_whose_deed_the_genitive_tells() -> None:
    text = (
        "Один мирный житель убит в результате стрельбы армянских военных, заявили в Минобороны Азербайджана."
    )
    assert said(read(text, KARABAKH)) == [("casualty", "AZE", "ARM")]
