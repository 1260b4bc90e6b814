"""Losses in Russian and Ukrainian: one person without a number, a denial beside a number, prisoners. Our own sentences."""

from datetime import date

import pytest
from tests.reading.bulletins import lines_of

DON = "eastern-ukraine"
KAR = "armenia-azerbaijan"
Side = dict[str, int | None]


@pytest.mark.parametrize(
    ("sentence", "pack", "killed", "wounded"),
    [
        ("Погибших нет, четверо украинских военных ранены, сообщил штаб ООС.", DON, {"UKR": 0}, {"UKR": 4}),
        ("Четверо украинских военных ранены, погибших нет, сообщил штаб ООС.", DON, {"UKR": 0}, {"UKR": 4}),
        ("Ніхто з українських військових не загинув, проте троє поранені, повідомив штаб ООС.", DON, {"UKR": 0}, {"UKR": 3}),
        ("Убитых и раненых среди украинских военных нет, сообщил штаб ООС.", DON, {"UKR": 0}, {"UKR": 0}),
        ("Ранен украинский военнослужащий, сообщил штаб ООС.", DON, {}, {"UKR": 1}),
        ("У бою загинув боєць ЗСУ, повідомив штаб ООС.", DON, {"UKR": 1}, {}),
        ("Загинули дитина і дві жінки, повідомив штаб ООС.", DON, {"CIV": 3}, {}),
        ("Загинули жінка та дитина, повідомив штаб ООС.", DON, {"CIV": 2}, {}),
        ("В Горловке ранена женщина 1958 года рождения, сообщили в ДНР.", DON, {}, {"CIV": 1}),
        ("По данным Минобороны Армении, 12 военнослужащих ВС Армении попали в плен, есть раненые.", KAR, {}, {"ARM": None}),
        ("По данным Минобороны Армении, пропали без вести 9 военнослужащих, ранены 11.", KAR, {}, {"ARM": 11}),
    ],
)  # fmt: skip
def test_who_was_lost(sentence: str, pack: str, killed: Side, wounded: Side) -> None:
    got = [line for line in lines_of(sentence, pack, None, date(2021, 5, 7)) if line["kind"] == "casualty"]
    assert [(line["killed"] or {}, line["wounded"] or {}) for line in got] == [(killed, wounded)]
