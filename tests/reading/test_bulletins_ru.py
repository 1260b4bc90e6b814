"""Russian bulletins: both sides of two conflicts, observers and news. Every sentence is our own and tells of nothing that happened.

Each case: the sentence, who publishes it, and every statement that it makes (kind, speaker, accused, count, killed, wounded).
"""

from datetime import date
from typing import Any

import pytest

from holdfire.intake.split import split
from holdfire.reading.pack import load_pack
from holdfire.reading.read import read_document

DON = ("eastern-ukraine", None)
KAR = ("armenia-azerbaijan", None)
Row = tuple[str, str | None, str | None, int | None, dict[str, int], dict[str, int]]


def lines(text: str, pack: str, source: str | None) -> list[dict[str, Any]]:
    document = split(text.encode(), "t.txt")
    result = read_document(document, load_pack(pack), published=date(2021, 5, 7), source=source, doc_id="t")
    return [s.as_line() for s in result.statements]


# fmt: off
CASES: list[tuple[str, tuple[str, str | None], list[Row]]] = [
    ("Минобороны Армении сообщило, что азербайджанские подразделения за минувшие сутки семнадцать раз нарушили режим прекращения огня.", KAR, [("violation_unspecified", "ARM", "AZE", 17, {}, {})]),
    ("Минобороны Азербайджана сообщило, что армянские подразделения за истекшие сутки 43 раза нарушили режим прекращения огня.", KAR, [("violation_unspecified", "AZE", "ARM", 43, {}, {})]),
    ("По словам представителя Минобороны Армении, азербайджанские силы вели огонь из минометов.", KAR, [("mortar", "ARM", "AZE", None, {}, {})]),
    ("Минобороны Азербайджана опровергает обвинения в обстреле армянских позиций.", KAR, [("denial", "AZE", "AZE", None, {}, {})]),
    ("Минобороны Армении заявило, что сообщение о нарушении перемирия не имеет ничего общего с действительностью.", KAR, [("denial", "ARM", "ARM", None, {}, {})]),
    ("Минобороны Армении сообщило, что четверо армянских военнослужащих погибли.", KAR, [("casualty", "ARM", "AZE", None, {"ARM": 4}, {})]),
    ("Минобороны Азербайджана сообщило о гибели троих азербайджанских военнослужащих.", KAR, [("casualty", "AZE", "ARM", None, {"AZE": 3}, {})]),
    ("Минобороны Азербайджана сообщило, что семеро мирных жителей получили ранения.", KAR, [("casualty", "AZE", "ARM", None, {}, {"CIV": 7})]),
    ("Минобороны Армении сообщило, что азербайджанские силы обстреляли село из танкового орудия.", KAR, [("tank", "ARM", "AZE", None, {}, {})]),
    ("Минобороны Азербайджана сообщило, что армянская диверсионно-разведывательная группа попыталась прорваться к позициям.", KAR, [("incursion", "AZE", "ARM", None, {}, {})]),
    ("Минобороны России сообщило, что украинские войска выпустили десять снарядов из реактивных систем залпового огня.", DON, [("mlrs", "RUS", "UKR", 10, {}, {})]),
    ("Минобороны Украины сообщило, что российские войска нанесли удар авиабомбами по селу.", DON, [("air_strike", "UKR", "RUS", None, {}, {})]),
    ("Минобороны России отвергает обвинения в обстреле Счастья.", DON, [("denial", "RUS", "RUS", None, {}, {})]),
    ("Минобороны Украины сообщило, что российские войска атаковали позиции квадрокоптерами.", DON, [("uav", "UKR", "RUS", None, {}, {})]),
    ("Наблюдатели СММ ОБСЕ зафиксировали двести нарушений режима прекращения огня.", DON, [("violation_unspecified", "OSCE", None, 200, {}, {})]),
    ("Стороны обвинили друг друга в нарушении перемирия.", DON, [("violation_unspecified", "MEDIA", None, None, {}, {})]),
    ("Минобороны Армении сообщило, что азербайджанские подразделения применили гранатометы.", KAR, [("grenade_launcher", "ARM", "AZE", None, {}, {})]),
    ("Минобороны Азербайджана сообщило, что армянские подразделения стреляли из крупнокалиберных пулеметов.", KAR, [("machine_gun", "AZE", "ARM", None, {}, {})]),
    ("Президент встретился с министром обороны.", KAR, []),
    ("В городе отметили годовщину окончания войны.", KAR, []),
    ("На полигоне прошли учения артиллеристов.", KAR, []),
    ("Синоптики предупреждают о сильном ветре.", KAR, []),
    ("Минобороны Украины сообщило, что российские войска двадцать один раз обстреляли позиции.", DON, [("artillery", "UKR", "RUS", 21, {}, {})]),
    ("Минобороны Азербайджана сообщило, что за сутки сорок два раза нарушен режим прекращения огня армянской стороной.", KAR, [("violation_unspecified", "AZE", "ARM", 42, {}, {})]),
    ("Наблюдатели СММ ОБСЕ сообщили о 35 взрывах неопределенного происхождения.", DON, [("explosion_undetermined", "OSCE", None, 35, {}, {})]),
    ("Минобороны Армении сообщило, что в результате обстрела погиб один военнослужащий, еще двое ранены.", KAR, [("casualty", "ARM", "AZE", None, {"ARM": 1}, {"ARM": 2})]),
    ("Минобороны Азербайджана сообщило, что потерь среди личного состава нет.", KAR, [("casualty", "AZE", "ARM", None, {"AZE": 0}, {})]),
    ("В ДТП погиб человек.", DON, []),
    ("В Москве почтили память погибших солдат.", DON, []),
    ("Существует угроза обстрела.", DON, []),
]
# fmt: on


@pytest.mark.parametrize(("text", "where", "rows"), CASES, ids=[str(n) for n in range(len(CASES))])
def test_our_own_russian_sentences(text: str, where: tuple[str, str | None], rows: list[Row]) -> None:
    got = [
        (
            s["kind"],
            s.get("speaker_party"),
            s.get("accused_party"),
            s.get("count"),
            s.get("killed") or {},
            s.get("wounded") or {},
        )
        for s in lines(text, *where)
    ]
    assert got == rows
