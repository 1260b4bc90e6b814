"""Losses in Azerbaijani and Armenian: one person without a number, both told to be none, who fired is no victim. Own sentences."""

from datetime import date

import pytest
from tests.reading.bulletins import lines_of

Row = tuple[str | None, str | None, dict[str, int | None], dict[str, int | None]]

# fmt: off
CASES: list[tuple[str, Row]] = [
    # (text, (speaker, accused, killed, wounded))
    ("Azərbaycan Ordusunun hərbçisi snayper atəşi nəticəsində həlak olub, Müdafiə Nazirliyi məlumat yayıb.", ("AZE", "ARM", {"AZE": 1}, {})),
    ("Kənd sakini, 61 yaşlı Nazim Rzayev yaralanıb, Azərbaycan Müdafiə Nazirliyi bildirib.", ("AZE", "ARM", {}, {"CIV": 1})),
    ("Ermənilərin açdığı atəş nəticəsində bir sərhədçi yaralanıb, Azərbaycanın Dövlət Sərhəd Xidməti bildirib.", ("AZE", "ARM", {}, {"AZE": 1})),
    ("Hücum nəticəsində 51 yaşlı Sara Quliyeva və onun 2 yaşlı nəvəsi Zəhra həlak olub, daha bir qadın yaralanıb, Baş Prokurorluq bildirib.", ("AZE", "ARM", {"CIV": 2}, {"CIV": 1})),
    ("Ölən və yaralanan yoxdur, Azərbaycan Müdafiə Nazirliyi bildirib.", ("AZE", "ARM", {"AZE": 0}, {"AZE": 0})),
    ("Vəziyyət sabit olub, Azərbaycan Müdafiə Nazirliyi bildirib, bir əsgər ölüb.", ("AZE", "ARM", {"AZE": 1}, {})),
    ("3 nəfər, o cümlədən 1 uşaq həlak olub, iki qadın yaralanıb, Azərbaycan Müdafiə Nazirliyi bildirib.", ("AZE", "ARM", {"CIV": 3}, {"CIV": 2})),
    ("Azərbaycan Müdafiə Nazirliyi bildirib ki, Ermənistan ordusu 15 hərbçi itirib.", ("AZE", "AZE", {"ARM": 15}, {})),
    ("Ապրիլի 24-ին հակառակորդն արձակել է 82 մմ տրամաչափի 30 ական, ինչի հետևանքով սպանվել է երկու հայ զինծառայող, հայտնում է ՀՀ ՊՆ-ն։", ("ARM", "AZE", {"ARM": 2}, {})),
    ("Ադրբեջանի ՊՆ-ն հայտնել է, որ իրենց կողմն ունի մեկ զոհ։", ("AZE", "ARM", {"AZE": 1}, {})),
    ("Վիրավորվել է 15-ամյա պատանի, ինչպես նաև մեկ զինծառայող, հայտնում է ՀՀ ՊՆ-ն։", ("ARM", "AZE", {}, {"CIV": 1, "ARM": 1})),
    ("Զոհվել է երկու երեխա, ևս տասը քաղաքացիական անձ վիրավորվել է, հայտնում է ՀՀ ՊՆ-ն։", ("ARM", "AZE", {"CIV": 2}, {"CIV": 10})),
    ("Զոհեր և վիրավորներ չկան, հայտնում է ՀՀ ՊՆ-ն։", ("ARM", "AZE", {"ARM": 0}, {"ARM": 0})),
    ("Խաղաղ բնակիչների շրջանում տուժածներ չկան, հայտնում է ՀՀ ՊՆ-ն։", ("ARM", "AZE", {}, {"CIV": 0})),
    ("Հակառակորդի կրակից զոհվել է զինծառայող, հայտնում է ՀՀ ՊՆ-ն։", ("ARM", "AZE", {"ARM": 1}, {})),
    ("ՀՀ ՊՆ-ն հայտնում է, որ հակառակորդը կորցրել է տասնմեկ զինծառայող։", ("ARM", "ARM", {"AZE": 11}, {})),
    ("Մի քանի զինծառայող վիրավորվել է, հայտնում է ՀՀ ՊՆ-ն։", ("ARM", "AZE", {}, {"ARM": None})),
    ("Bir neçə hərbçi yaralanıb, Azərbaycan Müdafiə Nazirliyi bildirib.", ("AZE", "ARM", {}, {"AZE": None})),
]
# fmt: on


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_losses(text: str, expected: Row) -> None:
    got = [
        r for r in lines_of(text, "armenia-azerbaijan", None, date(2021, 11, 5)) if r["kind"] == "casualty"
    ]
    assert [(r["speaker_party"], r["accused_party"], r["killed"] or {}, r["wounded"] or {}) for r in got] == [
        expected
    ]


def test_it_was_is_not_he_died() -> None:
    """Folded, olub (it was) and ölüb (he died) are one word; a word with = in a pack keeps its letters."""
    got = lines_of("Sərhəddə atışma olub.", "armenia-azerbaijan", None, date(2021, 11, 5))
    assert [r["kind"] for r in got] == ["small_arms"]
