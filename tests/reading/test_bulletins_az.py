"""Azerbaijani bulletins of both sides: kind, speaker, accused, count, killed, wounded. Sentences are our own and invented."""

from datetime import date
from typing import Any

import pytest
from tests.reading.bulletins import lines_of, row_of

PUBLISHED = date(2021, 7, 13)  # a Tuesday


def rows(text: str, source: str) -> list[dict[str, Any]]:
    return lines_of(text, "armenia-azerbaijan", source, PUBLISHED)


def told(text: str, source: str) -> list[tuple[Any, ...]]:
    return [row_of(line) for line in rows(text, source)]


A, Z, N = "arm_mod", "aze_mod", "news"


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        # aggregates, in every tense
        (Z, "Ötən gün ərzində Ermənistan silahlı qüvvələri atəşkəsi 43 dəfə pozub.", [("violation_unspecified", "AZE", "ARM", 43, {}, {})]),
        (Z, "Son 24 saat ərzində düşmən bölmələri atəşkəs rejimini iriçaplı pulemyotlardan və snayper tüfənglərindən istifadə etməklə 27 dəfə pozmuşdur.", [("machine_gun", "AZE", "ARM", 27, {}, {})]),
        (Z, "Ermənistan silahlı qüvvələri tərəfindən atəşkəs rejimi otuz üç dəfə pozulub.", [("violation_unspecified", "AZE", "ARM", 33, {}, {})]),
        (Z, "Sutka ərzində 19 atəşkəs pozuntusu qeydə alınıb.", [("violation_unspecified", "AZE", "ARM", 19, {}, {})]),
        (A, "Ermənistan Müdafiə Nazirliyinin sözçüsü deyib ki, azərbaycanlı hərbçilər atəşkəsi 12 dəfə pozublar.", [("violation_unspecified", "ARM", "AZE", 12, {}, {})]),
        (Z, "Ermənistan silahlı qüvvələri razılaşmaya əməl etmir.", [("violation_unspecified", "AZE", "ARM", None, {}, {})]),
        # fire, its weapon and its rounds
        (Z, "Müdafiə Nazirliyinin məlumatına görə, düşmən mövqelərimizi 82 millimetrlik minaatanlardan atəşə tutdu.", [("mortar", "AZE", "ARM", None, {}, {})]),
        (Z, "Düşmən minaatanlardan 34 mərmi atıb.", [("mortar", "AZE", "ARM", 34, {}, {})]),
        (Z, "Qarşı tərəf 60 mm-lik minaatandan iyirmi beş mərmi buraxıb.", [("mortar", "AZE", "ARM", 25, {}, {})]),
        (Z, "Ermənistan bölmələri ən azı yüz iyirmi beş mərmi atıb.", [("artillery", "AZE", "ARM", 125, {}, {})]),
        (Z, "İşğalçı qüvvələr ən azı 15 raket atıb.", [("mlrs", "AZE", "ARM", 15, {}, {})]),
        (Z, "Martın 4-də Ermənistan artilleriyası Ağdam rayonunun kəndlərini bombaladı.", [("artillery", "AZE", "ARM", None, {}, {})]),
        (Z, "Ermənistan silahlı qüvvələrinin bölmələri tərəfindən mövqelərimizə atəş açılıb.", [("small_arms", "AZE", "ARM", None, {}, {})]),
        (A, "Ermənistan Müdafiə Nazirliyi bildirib ki, Azərbaycan silahlı qüvvələri gecə saatlarında Ermənistanın mövqelərinə qumbaraatanlardan atəş açıb.", [("grenade_launcher", "ARM", "AZE", None, {}, {})]),
        (A, "Bazar ertəsi Azərbaycan tərəfi snayper tüfəngindən 40 atəş açıb.", [("sniper", "ARM", "AZE", 40, {}, {})]),
        (A, "Azərbaycan ordusu zərbə PUA-ları ilə Ermənistanın yaşayış məntəqələrinə zərbə endirib.", [("uav", "ARM", "AZE", None, {}, {})]),
        (A, "Azərbaycan tərəfi humanitar atəşkəsi kobud şəkildə pozaraq raket hücumu həyata keçirib.", [("mlrs", "ARM", "AZE", None, {}, {})]),
        (A, "Azərbaycan qüvvələri tank əleyhinə idarəolunan raketdən istifadə edib.", [("atgm", "ARM", "AZE", None, {}, {})]),
        (N, "İrəvan rəsmisi bildirib ki, Azərbaycan hərbçiləri tərəfindən Ermənistan mövqelərinə hava zərbəsi endirilib.", [("air_strike", "ARM", "AZE", None, {}, {})]),
        (N, "Azərbaycan Müdafiə Nazirliyinin mətbuat xidmətinin məlumatında deyilir ki, Ermənistan silahlı qüvvələri 8 dəfə atəş açıb.", [("small_arms", "AZE", "ARM", 8, {}, {})]),
        # losses, and that there were none
        (Z, "Rəqib Qazax rayonu istiqamətində mövqelərimizi artilleriya atəşinə tutub, iki hərbçimiz yaralanıb.", [("artillery", "AZE", "ARM", None, {}, {}), ("casualty", "AZE", "ARM", None, {}, {"AZE": 2})]),
        (A, "Azərbaycan bölmələri dünən axşam Ermənistan mövqelərini tankdan atəşə tutublar, üç erməni hərbçi yaralanıb, biri həlak olub.", [("casualty", "ARM", "AZE", None, {"ARM": 1}, {"ARM": 3}), ("tank", "ARM", "AZE", None, {}, {})]),
        (Z, "Düşmən minaatanlardan atəş açıb, nəticədə üç mülki şəxs həlak olub, on iki nəfər xəsarət alıb.", [("casualty", "AZE", "ARM", None, {"CIV": 3}, {"CIV": 12}), ("mortar", "AZE", "ARM", None, {}, {})]),
        (Z, "Sərhədçilərimizdən biri ölüb, ikisi yaralanıb.", [("casualty", "AZE", "ARM", None, {"AZE": 1}, {"AZE": 2})]),
        (Z, "Düşmənin 12 hərbçisi məhv edilib, 20 nəfəri yaralanıb.", [("casualty", "AZE", "AZE", None, {"ARM": 12}, {"ARM": 20})]),
        (Z, "Hərbi qulluqçularımız xəsarət almayıb.", [("casualty", "AZE", "ARM", None, {}, {"AZE": 0})]),
        (Z, "Heç kim yaralanmayıb.", [("casualty", "AZE", "ARM", None, {}, {"AZE": 0})]),
        (Z, "Şəxsi heyət arasında itki olmayıb.", [("casualty", "AZE", "ARM", None, {"AZE": 0}, {})]),
        # a case says who is fired at and from; "own" is of who acts; what an office gave is told by it
        (Z, "Bölmələrimizə Ermənistan silahlı qüvvələrinin Qafan rayonundakı mövqelərindən atəş açılıb.", [("small_arms", "AZE", "ARM", None, {}, {})]),
        (Z, "Ermənistan ordusu öz ərazisindən Azərbaycan kəndlərini atəşə tutub.", [("small_arms", "AZE", "ARM", None, {}, {})]),
        (Z, "Ermənistan silahlı qüvvələrinin Qafan istiqamətindəki bölmələri tərəfindən Azərbaycan Ordusunun mövqeləri minaatanlardan atəşə tutulub.", [("mortar", "AZE", "ARM", None, {}, {})]),
        (N, "Ermənistan Müdafiə Nazirliyindən verilən məlumata görə, Azərbaycan ordusu atəş açıb.", [("small_arms", "ARM", "AZE", None, {}, {})]),
        (Z, "Kəndə üç ədəd 120 millimetrlik minaatan mərmisi atılıb.", [("mortar", "AZE", "ARM", 3, {}, {})]),
        (N, "Ermənistan tərəfi beş ölü və doqquz yaralı verdiyini açıqlayıb.", [("casualty", "ARM", "AZE", None, {"ARM": 5}, {"ARM": 9})]),
        # a provocation or a violation that is only the cause of losses, or of none
        (Z, "Düşmənin təxribatı nəticəsində iki hərbçimiz yaralanıb.", [("casualty", "AZE", "ARM", None, {}, {"AZE": 2})]),
        (Z, "Açılmış atəş nəticəsində şəxsi heyət arasında itki yoxdur.", [("casualty", "AZE", "ARM", None, {"AZE": 0}, {})]),
        # a claim with its owner behind what it claims, and refuted; verbs of denying inside a word
        (Z, "Bölmələrimiz tərəfindən guya Gorus istiqamətinə atəş açılması barədə Ermənistan Müdafiə Nazirliyinin yaydığı məlumat yalandır.", [("denial", "AZE", "AZE", None, {}, {}), ("small_arms", "ARM", "AZE", None, {}, {})]),
        (Z, "Nazirlik Azərbaycan Ordusunun sərhəddə atəş açmadığını bildirib.", [("denial", "AZE", "AZE", None, {}, {})]),
        # denials, answers, incursions, flights, calm, truce
        (Z, "Azərbaycan Ordusu Ermənistan mövqelərini atəşə tutmayıb, bu məlumat həqiqətə uyğun deyil.", [("denial", "AZE", "AZE", None, {}, {})]),
        (N, "Bakı bu iddiaları təkzib edib.", [("denial", "AZE", "AZE", None, {}, {})]),
        (Z, "Əks tərəfin atəş nöqtələri cavab atəşi ilə susdurulub.", [("small_arms", "AZE", "AZE", None, {}, {})]),
        (N, "APA Müdafiə Nazirliyinə istinadən xəbər verir ki, Ermənistan silahlı qüvvələri Gədəbəy istiqamətində mövqelərimizi atəşə tutub.", [("small_arms", "AZE", "ARM", None, {}, {})]),
        (A, "Azərbaycan dronu Ermənistanın hava məkanını pozub.", [("uav", "ARM", "AZE", None, {}, {})]),
        (A, "Azərbaycan hərbçiləri sərhəddə iki nəfəri əsir götürüb.", [("incursion", "ARM", "AZE", 2, {}, {})]),
        (Z, "Rəqib qoşunlar havaya qaldırdığı kvadrokopterlərlə kəşfiyyat uçuşları həyata keçirib.", [("uav", "AZE", "ARM", None, {}, {})]),
        (Z, "Nazirlik bildirib ki, cəbhə boyu nisbi sakitlik hökm sürür.", [("calm", "AZE", None, None, {}, {})]),
        (A, "Hər iki tərəf atəşkəs barədə razılığa gəlib.", [("ceasefire_agreed", "MEDIA", None, None, {}, {})]),
        # what is no incident
        (Z, "Təlim zamanı artilleriya bölmələri döyüş atışlı tapşırıqları yerinə yetirib.", []),
        (Z, "Şəhərdə hərbi qələbənin ildönümü qeyd olunub.", []),
        (Z, "Futbol klubu oyunun 80-ci dəqiqəsində hücum oyunçusunu əvəz edib.", []),
        (Z, "Hərbi qulluqçular şəhid ailələrini ziyarət edib.", []),
        (Z, "Birinci Qarabağ müharibəsində həlak olan əsgərlərin xatirəsi anılıb.", []),
        (Z, "Müdafiə naziri hərbi hissədə əsgərlərlə görüşüb və onlara hədiyyələr verib.", []),
        (Z, "Hərbi sursatın partlayıcı maddələri anbarda yoxlanılıb.", []),
    ],
)  # fmt: skip
def test_what_a_bulletin_says(source: str, text: str, expected: list[tuple[Any, ...]]) -> None:
    assert sorted(told(text, source), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    ("text", "start", "end", "time"),
    [
        ("Ermənistan silahlı qüvvələri iyulun 12-də saat 16:10-da mövqelərimizi top qurğularından atəşə tutub.", "2021-07-12", "2021-07-12", "16:10"),
        ("Ermənistan silahlı bölmələri bu gün səhər saatlarında postlarımıza atəş açdılar.", "2021-07-13", "2021-07-13", "morning"),
        ("Ermənistan silahlı bölmələri cümə axşamı postlarımıza atəş açdılar.", "2021-07-08", "2021-07-08", None),
        ("Son üç gündə Ermənistan silahlı bölmələri postlarımıza atəş açıblar.", "2021-07-11", "2021-07-13", None),
        ("Ermənistan silahlı bölmələri şəhər ətrafında postlarımıza atəş açdılar.", "2021-07-13", "2021-07-13", None),
    ],
)  # fmt: skip
def test_when_it_was(text: str, start: str, end: str, time: str | None) -> None:
    read = rows(text, "aze_mod")
    assert [(r["date_start"], r["date_end"], r["time"]) for r in read] == [(start, end, time)]


def test_letters_that_are_not_written_do_not_change_what_is_read() -> None:
    proper = "Düşmən mövqelərimizi minaatanlardan atəşə tutub."
    bare = "Dusmen movqelerimizi minaatanlardan atese tutub."
    assert told(bare, "aze_mod") == told(proper, "aze_mod") == [("mortar", "AZE", "ARM", None, {}, {})]
