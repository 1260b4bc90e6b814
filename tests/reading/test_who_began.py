"""A clash is of both sides, unless one is said to have begun it; fire "from a village of X" is fire from X. Own sentences."""

from datetime import date

import pytest
from tests.reading.bulletins import lines_of

# fmt: off
BEGAN: list[tuple[str, str, str | None]] = [
    # (text, kind, accused)
    ("Baku says the Armenian army started the fighting.", "other", "ARM"),
    ("Yerevan says fighting started near the Azerbaijani border.", "other", None),
    ("Bakı bildirir ki, döyüşləri Ermənistan ordusu başlayıb.", "other", "ARM"),
    ("İrəvan bildirir ki, döyüşlərə Azərbaycan ordusu başlayıb.", "other", "AZE"),
    ("Azərbaycan MN: Ağdam istiqamətində döyüşlər başlayıb.", "other", None),
    ("Минобороны Азербайджана: стрельба велась из села Айгепар Тавушской области Армении.", "small_arms", "ARM"),
    ("Минобороны Азербайджана: из сел Айгепар и Мовсес Тавушской области Армении был открыт огонь.", "small_arms", "ARM"),
]
# fmt: on


@pytest.mark.parametrize(("text", "kind", "accused"), BEGAN)
def test_who_is_said_to_have_begun(text: str, kind: str, accused: str | None) -> None:
    rows = lines_of(text, "armenia-azerbaijan", None, date(2021, 11, 5))
    assert [(r["kind"], r["accused_party"]) for r in rows] == [(kind, accused)]


def test_bullets_are_counted() -> None:
    text = (
        "Минобороны НКР сообщило, что по карабахским позициям выпустили более 300 пуль из стрелкового оружия."
    )
    rows = lines_of(text, "armenia-azerbaijan", None, date(2021, 11, 5))
    assert [(r["kind"], r["accused_party"], r["count"]) for r in rows] == [("small_arms", "AZE", 300)]
