"""Azerbaijani and Armenian, whose verb may stand last: who speaks, accuses, denies and acts opens the clause. Own sentences."""

from datetime import date

import pytest
from tests.reading.bulletins import lines_of

DAY = date(2021, 11, 5)

# fmt: off
WHO: list[tuple[str, list[tuple[str, str | None, str | None]]]] = [
    # (text, [(kind, speaker, accused)])
    ("Ermənistan Müdafiə Nazirliyi Azərbaycan ordusunun Sotk istiqamətində minaatanlardan atəş açdığını bildirib.", [("mortar", "ARM", "AZE")]),
    ("Azərbaycan Müdafiə Nazirliyi erməni hərbçilərinin Kəlbəcərdəki mövqeləri snayperlərdən atəşə tutduğunu bəyan edib.", [("sniper", "AZE", "ARM")]),
    ("İrəvan Azərbaycanı atəşkəsi pozmaqda günahlandırıb.", [("violation_unspecified", "ARM", "AZE")]),
    ("Bakı Ermənistanı atəşkəsi kobud şəkildə pozmaqda ittiham edib.", [("violation_unspecified", "AZE", "ARM")]),
    ("Bakı və İrəvan bir-birini atəşkəsi pozmaqda günahlandırıb.", [("violation_unspecified", "MEDIA", None)]),
    ("Goranboy sakinləri gecə güllə səsləri eşitdiklərini deyiblər.", [("small_arms", "RES", None)]),
    ("Ermənistan Müdafiə Nazirliyi kəndin atəşə tutulması barədə məlumatı təkzib edib.", [("denial", "ARM", "ARM")]),
    ("Azərbaycan Müdafiə Nazirliyi Ermənistan tərəfinin məlumatını yalan adlandırıb.", [("denial", "AZE", "AZE")]),
    ("Ermənistan bölmələri Azərbaycan Ordusunun Laçın rayonundakı mövqelərini atəşə tutub, Müdafiə Nazirliyi bildirib.", [("small_arms", "AZE", "ARM")]),
    ("Azərbaycan Ordusu düşmən mövqelərinə artilleriya zərbəsi endirib, Müdafiə Nazirliyi bildirib.", [("artillery", "AZE", "AZE")]),
    ("Ermənistan tərəfi gecə atəş açdığını inkar edib.", [("denial", "ARM", "ARM")]),
    ("Xarici İşlər Nazirliyi Ermənistanı təxribatda ittiham edib.", [("other", "AZE", "ARM")]),
    ("Բաքուն Հայաստանին մեղադրել է հրադադարը խախտելու մեջ։", [("violation_unspecified", "AZE", "ARM")]),
    ("Azərbaycan Müdafiə Nazirliyi bu məlumatı təkzib edib və bildirib ki, erməni bölmələrinin atəşi nəticəsində əsgər həlak olub.", [("denial", "AZE", "AZE"), ("casualty", "AZE", "ARM")]),
    ("Rusiya sülhməramlıları atəşkəs rejiminin Azərbaycan bölmələri tərəfindən pozulmasını qeydə alıb.", [("violation_unspecified", "RUS", "AZE")]),
    ("ՀՀ զինված ուժերը չեն խախտել հրադադարի ռեժիմը, հայտնում է ՀՀ ՊՆ-ն։", [("denial", "ARM", "ARM")]),
    ("Ermənistan Müdafiə Nazirliyinə görə, Azərbaycan qüvvələri mövqelərə atəş açıb.", [("small_arms", "ARM", "AZE")]),
    ("Azərbaycan Müdafiə Nazirliyi bu iddianı yalan adlandırıb: \"Bölmələrimiz yalnız cavab atəşi açıb\".", [("denial", "AZE", "AZE"), ("small_arms", "AZE", "AZE")]),
    ("ՀՀ ՊՆ-ն ադրբեջանական կողմի տարածած տեղեկությունը կեղծիք է անվանել։", [("denial", "ARM", "ARM")]),
    ("ՀՀ ՊՆ-ն այդ տեղեկությունը որակել է որպես ապատեղեկատվություն՝ նշելով, որ հակառակորդը գնդացիրներից կրակ է բացել։", [("denial", "ARM", "ARM"), ("machine_gun", "ARM", "AZE")]),
    ("Ադրբեջանական ուժերը հրետակոծել են գյուղը, իսկ գիշերը քաղաքը հարվածների է ենթարկվել համազարկային կայաններից, հայտնել է ՀՀ ՊՆ-ն։", [("artillery", "ARM", "AZE"), ("mlrs", "ARM", "AZE")]),
]
# fmt: on


@pytest.mark.parametrize(("text", "expected"), WHO)
def test_who_opens_the_clause_speaks_and_acts(
    text: str, expected: list[tuple[str, str | None, str | None]]
) -> None:
    got = lines_of(text, "armenia-azerbaijan", None, DAY)
    assert [(r["kind"], r["speaker_party"], r["accused_party"]) for r in got] == expected


def test_a_second_verb_of_saying_has_the_same_subject() -> None:
    text = "Azərbaycan Müdafiə Nazirliyi erməni tərəfin mövqeləri atəşə tutduğunu bildirib, əlavə edib ki, bir əsgər yaralanıb."
    got = lines_of(text, "armenia-azerbaijan", None, DAY)
    assert {(r["kind"], r["speaker_party"]) for r in got} == {("small_arms", "AZE"), ("casualty", "AZE")}


# fmt: off
CLAIMS: list[tuple[str, str, str]] = [
    # (text, whose claim is told, who calls it false)
    ("Ermənistan Müdafiə Nazirliyinin yaydığı, guya Azərbaycan bölmələrinin Sotk istiqamətində atəş açması barədə məlumat yalandır, Azərbaycan Müdafiə Nazirliyi bildirib.", "ARM", "AZE"),
    ("Ադրբեջանի պաշտպանության նախարարության տարածած հաղորդագրությունը, թե հայկական ուժերը կրակ են բացել, չի համապատասխանում իրականությանը, հայտնում է ՀՀ ՊՆ-ն։", "AZE", "ARM"),
]
# fmt: on


@pytest.mark.parametrize(("text", "claimant", "denier"), CLAIMS)
def test_a_claim_that_is_called_false_is_its_owners(text: str, claimant: str, denier: str) -> None:
    got = lines_of(text, "armenia-azerbaijan", None, DAY)
    told = {r["kind"]: r["speaker_party"] for r in got}
    assert told == {"small_arms": claimant, "denial": denier}


# fmt: off
AFTERWARDS = [
    ("Gecə Sotk istiqamətində erməni bölmələri atəş açıb. Bu barədə noyabrın 4-də Azərbaycan Müdafiə Nazirliyindən məlumat verilib.", "AZE"),
    ("Գիշերը ադրբեջանական ստորաբաժանումները կրակ են բացել։ Այս մասին հայտնում է ՀՀ ՊՆ-ն։", "ARM"),
    ("Ночью армянские подразделения открыли огонь. Об этом сообщает Минобороны Азербайджана.", "AZE"),
    ("Armenian units opened fire at night. This was reported by the Azerbaijani Defense Ministry.", "AZE"),
]
# fmt: on


@pytest.mark.parametrize(("text", "speaker"), AFTERWARDS)
def test_a_source_named_afterwards_speaks_for_what_stands_before_it(text: str, speaker: str) -> None:
    first = lines_of(text, "armenia-azerbaijan", None, DAY)[0]
    assert first["speaker_party"] == speaker


def test_an_answer_to_a_statement_is_its_opponents() -> None:
    text = (
        "Ադրբեջանի ՊՆ հայտարարության առնչությամբ\n\nՀերթական ապատեղեկատվությունն է։ "
        "Ադրբեջանական ստորաբաժանումներն են կրակ բացել գյուղի ուղղությամբ։"
    )
    got = lines_of(text, "armenia-azerbaijan", None, DAY)
    assert {r["speaker_party"] for r in got} == {"ARM"}


def test_a_threatened_answer_is_one_threat() -> None:
    text = "ՀՀ ՊՆ-ն զգուշացնում է, որ ցանկացած սադրանք կպատժվի համարժեք գործողություններով։"
    got = lines_of(text, "armenia-azerbaijan", None, DAY)
    assert [(r["modality"], r["accused_party"]) for r in got] == [("threatened", "ARM")]


def test_the_double_name_of_a_border_acts_in_nothing() -> None:
    text = "Հայ-ադրբեջանական սահմանին հակառակորդը կրակ է բացել, հայտնում է ՀՀ ՊՆ-ն։"
    got = lines_of(text, "armenia-azerbaijan", None, DAY)
    assert [(r["kind"], r["accused_party"]) for r in got] == [("small_arms", "AZE")]
