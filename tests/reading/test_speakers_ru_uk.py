"""Who says that who did it, in Russian and Ukrainian: places that speak, free order of words, denials. Our own sentences."""

from datetime import date

import pytest
from tests.reading.bulletins import lines_of

DON = "eastern-ukraine"
KAR = "armenia-azerbaijan"
Told = tuple[str, str | None, str | None]

# fmt: off
CASES: list[tuple[str, str, list[Told]]] = [
    # a place speaks
    ("В Баку утверждают, что армянские военные обстреляли село Агдам из гранатометов.", KAR, [("grenade_launcher", "AZE", "ARM")]),
    ("В Ереване заявили о двух погибших военнослужащих.", KAR, [("casualty", "ARM", "AZE")]),
    ("Как утверждают в Ереване, азербайджанские военные обстреляли Сотк.", KAR, [("artillery", "ARM", "AZE")]),
    ("По версии Баку, армянские силы 12 раз нарушили режим прекращения огня.", KAR, [("violation_unspecified", "AZE", "ARM")]),
    ("За версією Єревана, азербайджанські підрозділи обстріляли село.", KAR, [("artillery", "ARM", "AZE")]),
    ("У «ДНР» заявили, що українські військові обстріляли Горлівку.", DON, [("artillery", "DPR", "UKR")]),
    ("Представники «ЛНР» звинуватили ЗСУ в обстрілі Золотого-5 з гранатометів.", DON, [("grenade_launcher", "LPR", "UKR")]),
    ("Информация об обстреле не соответствует действительности, заявили в Баку.", KAR, [("denial", "AZE", "AZE")]),
    # what is said stands first
    ("Об обстреле села азербайджанскими военными из минометов армянское военное ведомство сообщило во вторник.", KAR, [("mortar", "ARM", "AZE")]),
    ("Бойовики «ДНР» обстріляли Авдіївку з мінометів, повідомляє пресслужба ООС.", DON, [("mortar", "UKR", "DPR")]),
    # who denies is not whose claim it is
    ("Баку сообщение российского ведомства опроверг.", KAR, [("denial", "AZE", "AZE")]),
    ("Азербайджан опроверг заявление Армении об обстреле.", KAR, [("denial", "AZE", "AZE")]),
    ("Обвинение армянской стороны опроверг Азербайджан.", KAR, [("denial", "AZE", "AZE")]),
    # the subject behind its verb
    ("В «ДНР» сообщили, что огонь открыли украинские военные.", DON, [("small_arms", "DPR", "UKR")]),
    ("Міноборони Вірменії заявило, що першою перемир'я порушила азербайджанська сторона.", KAR, [("violation_unspecified", "ARM", "AZE")]),
    # without a cause is no denial
    ("Минобороны Армении сообщило, что азербайджанские подразделения без всякого повода обстреляли село.", KAR, [("artillery", "ARM", "AZE")]),
]
# fmt: on


@pytest.mark.parametrize(("sentence", "pack", "told"), CASES)
def test_who_says_that_who_did_it(sentence: str, pack: str, told: list[Told]) -> None:
    got = lines_of(sentence, pack, None, date(2021, 5, 7))
    assert [(line["kind"], line["speaker_party"], line["accused_party"]) for line in got] == told


def test_in_its_words_is_whoever_spoke_last() -> None:
    text = "Минобороны Армении опровергло сообщение об обстреле. По его данным, азербайджанские военные открыли огонь."
    got = lines_of(text, KAR, None, date(2021, 5, 7))
    assert [(line["kind"], line["speaker_party"]) for line in got] == [
        ("denial", "ARM"),
        ("small_arms", "ARM"),
    ]


def test_there_they_accused_is_whoever_spoke_last() -> None:
    text = "У «ЛНР» спростували це повідомлення. Натомість там звинуватили українських військових в обстрілі села."
    got = lines_of(text, DON, None, date(2021, 5, 7))
    assert [(line["speaker_party"], line["accused_party"]) for line in got] == [
        ("LPR", "LPR"),
        ("LPR", "UKR"),
    ]


@pytest.mark.parametrize(
    ("sentence", "pack", "kind", "accused", "count"),
    [
        # the number of what was fired, with the place between: one statement
        ("Представительство ДНР в СЦКК: ВСУ выпустили по Горловке 14 мин калибра 120 мм.", DON, "mortar", "UKR", 14),
        ("Штаб ООС: противник выпустил по позициям возле Песков 30 снарядов.", DON, "artillery", "RUS", 30),
        # whose fire it was stands behind the noun
        ("В ДНР сообщили, что под огнем ВСУ находились окраины Горловки.", DON, "small_arms", "UKR", None),
        # fire at, of the means that is named
        ("Позиции азербайджанской армии подверглись обстрелу из стрелкового оружия с позиций армянских сил, сообщило Минобороны Азербайджана.", KAR, "small_arms", "ARM", None),
        ("Ворожий безпілотник перетнув лінію розмежування, повідомив штаб ООС.", DON, "uav", "RUS", None),
    ],
)  # fmt: skip
def test_one_statement_of_one_fire(
    sentence: str, pack: str, kind: str, accused: str, count: int | None
) -> None:
    got = lines_of(sentence, pack, None, date(2021, 5, 7))
    assert [(line["kind"], line["accused_party"], line["count"]) for line in got] == [(kind, accused, count)]


@pytest.mark.parametrize(
    "sentence",
    [
        "МИД России призвал стороны соблюдать договоренности о прекращении огня.",
        "ОБСЄ закликала сторони дотримуватися режиму припинення вогню.",
        "Командование выражает соболезнования родным и близким погибших.",
        "Состояние раненых удовлетворительное.",
    ],
)
def test_what_is_only_called_for_or_spoken_of_is_no_statement(sentence: str) -> None:
    assert lines_of(sentence, DON, None, date(2021, 5, 7)) == []


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        # a service that no pack names, behind a comma and its verb
        ("Двое пакистанских военнослужащих погибли в результате обстрела со стороны индийских войск, сообщила служба по связям с общественностью ВС Пакистана.", ("casualty", "PAK", "IND")),
        # the direction stands before the subject
        ("На донецком направлении боевики обстреляли наших защитников, сообщил штаб ООС.", ("artillery", "UKR", "RUS")),
        ("За минувшие сутки со стороны ВФУ зафиксировано 11 нарушений режима прекращения огня, сообщает представительство ДНР в СЦКК.", ("violation_unspecified", "DPR", "UKR")),
        # a denial that goes on with "stressing that"
        ("У штабі ООС спростували інформацію про обстріл Горлівки, зауваживши, що перевірку завершено.", ("denial", "UKR", "UKR")),
    ],
)  # fmt: skip
def test_one_statement_with_its_speaker(sentence: str, told: Told) -> None:
    pack = "india-pakistan" if "пакистанск" in sentence else DON
    got = lines_of(sentence, pack, None, date(2021, 5, 7))
    assert [(line["kind"], line["speaker_party"], line["accused_party"]) for line in got] == [told]


@pytest.mark.parametrize(
    ("sentence", "pack", "source", "told"),
    [
        # two acts of one enemy, each with its place and its means
        ("Вблизи Песков противник 10 раз выстрелил из гранатомета, а на окраинах Водяного вел огонь из пулемета.", DON, "штаб ООС", [("grenade_launcher", "UKR", "RUS"), ("machine_gun", "UKR", "RUS")]),
        ("Киев не выполняет взятые на себя обязательства, заявили в ДНР.", DON, None, [("violation_unspecified", "DPR", "UKR")]),
        ("Наши подразделения на провокации не отвечали.", DON, "штаб ООС", [("denial", "UKR", "UKR")]),
        # whose ministry it is, the source says; the other side's message is only denied
        ("Минобороны опровергает сообщения армянской стороны об обстреле.", KAR, "АЗЕРТАДЖ MoD Azerbaijan", [("denial", "AZE", "AZE")]),
        # how a soldier fell is told beside the loss
        ("По заявлению азербайджанского ведомства, в результате диверсии армянских формирований погиб военнослужащий азербайджанской армии.", KAR, None, [("casualty", "AZE", "ARM")]),
        ("Бомба уничтожила одно орудие.", DON, None, []),
        ("После этого обстрелы прекратились.", DON, None, []),
    ],
)  # fmt: skip
def test_what_is_told_and_what_is_not(sentence: str, pack: str, source: str | None, told: list[Told]) -> None:
    got = [line for line in lines_of(sentence, pack, source, date(2021, 5, 7)) if line["kind"] != "damage"]
    assert [(line["kind"], line["speaker_party"], line["accused_party"]) for line in got] == told


def test_a_woman_who_told_the_mission_is_a_resident() -> None:
    text = "Две женщины в Золотом-4 рассказали наблюдателям, что слышали обстрел и что никто не пострадал."
    got = lines_of(text, DON, "СММ ОБСЕ", date(2021, 5, 7))
    assert [(line["kind"], line["speaker_party"], line["negated"]) for line in got] == [
        ("artillery", "RES", False),
        ("casualty", "RES", True),
    ]


@pytest.mark.parametrize(
    ("sentence", "source", "told"),
    [
        ("СММ не отметила нарушений режима прекращения огня.", "СММ ОБСЕ", [("violation_unspecified", True, 0)]),
        ("Наблюдатели слышали 12 взрывов, оцениваемых как выстрелы из артиллерии.", "СММ ОБСЕ", [("artillery", False, 12)]),
        # people are counted, not the shelling that hurt them
        ("Двоє військовослужбовців ЗСУ внаслідок обстрілу зазнали поранень.", "штаб ООС", [("casualty", False, None)]),
        # the sniper is the loss's, not the violations'
        ("Бойовики сім разів порушили тишу, один український військовий загинув від кулі снайпера.", "штаб ООС", [("violation_unspecified", False, 7), ("casualty", False, None)]),
        ("Місія ОБСЄ поінформована про порушення.", "штаб ООС", []),
        # not to keep it is to break it
        ("Противник не соблюдает перемирие.", "штаб ООС", [("violation_unspecified", False, None)]),
        ("Ворог не дотримується режиму тиші: за добу порушив його дев'ять разів.", "штаб ООС", [("violation_unspecified", False, 9)]),
    ],
)  # fmt: skip
def test_what_is_counted_and_what_is_denied(
    sentence: str, source: str, told: list[tuple[str, bool, int | None]]
) -> None:
    got = lines_of(sentence, DON, source, date(2021, 5, 7))
    assert sorted((line["kind"], line["negated"], line["count"] or 0) for line in got) == sorted(
        (kind, negated, count or 0) for kind, negated, count in told
    )


def test_sides_that_exchange_fire_accuse_neither() -> None:
    got = lines_of(
        "Таиланд и Камбоджа обмениваются артиллерийскими ударами.", "generic", None, date(2021, 5, 7)
    )
    assert [(line["kind"], line["accused_party"]) for line in got] == [("artillery", None)]


def test_a_rank_stands_between_the_verb_and_the_name() -> None:
    text = "Боевики 28 раз обстреляли населенные пункты, сообщил контр-адмирал Вячеслав Ситник."
    (line,) = lines_of(text, "generic", None, date(2021, 7, 24))
    assert (line["speaker_party"], line["count"]) == ("RUS", 28)
