"""Whose region a unit stands in, whom slights mean, whose words an outlet passes on. Our own sentences."""

from datetime import date

import pytest

from .bulletins import Row, lines_of, row_of

DAY = date(2021, 3, 3)


def rows(text: str, pack: str = "armenia-azerbaijan", source: str | None = None) -> list[Row]:
    return [row_of(line) for line in lines_of(text, pack, source, DAY)]


@pytest.mark.parametrize(
    ("text", "kind", "speaker", "accused"),
    [
        ("Azerbaijani units in the occupied territories of the Askeran and Martuni regions of Artsakh broke the truce, the Ministry of Defense of Artsakh said.", "violation_unspecified", "NKR", "AZE"),
        ("The Armenian Defense Ministry said its troops in the area, some 70 kilometers south of Yerevan, came under heavy gunfire.", "small_arms", "ARM", "AZE"),
    ],
)  # fmt: skip
def test_whose_ground_it_was_says_nothing_of_who_fired(
    text: str, kind: str, speaker: str, accused: str
) -> None:
    assert [row[:3] for row in rows(text)] == [(kind, speaker, accused)]


def test_return_fire_that_killed_is_told_by_its_dead() -> None:
    told = rows("Yerevan says return fire of the Karabakh army has killed eight Azerbaijani servicemen.")
    assert [row[:2] for row in told] == [("casualty", "ARM")]


@pytest.mark.parametrize(
    ("teller", "accused"), [("the DPR People's Militia", "UKR"), ("the JFO headquarters", "RUS")]
)
def test_militants_are_of_the_tellers_rival(teller: str, accused: str) -> None:
    told = rows(
        f"Militants opened small arms fire at the village of Zaitseve, {teller} said.", "eastern-ukraine"
    )
    assert [row[2] for row in told] == [accused]


def test_an_outlet_of_one_side_passes_on_what_the_others_ministry_says() -> None:
    text = (
        "According to the Azerbaijani Defense Ministry the attack took place in the Khojavend region. It was repelled, and all"
        " attackers were killed."
    )
    assert {row[1] for row in rows(text, source="news.am")} == {"AZE"}


def test_an_outlet_that_passes_on_its_ally_alone_tells_the_allys_words() -> None:
    text = (
        "Azerbaijani forces broke the truce 80 times in the night. The adversary launched Grad missiles at Martakert,"
        " the NKR Defense Army informed Armenian News."
    )
    assert {row[1] for row in rows(text, source="news.am")} == {"NKR"}
