"""What was destroyed did nothing, losses of the other side are the teller's own doing, people told by their names. Our own sentences."""

from datetime import date

import pytest

from .bulletins import Row, lines_of, row_of


def rows(text: str) -> list[Row]:
    return [row_of(line) for line in lines_of(text, "armenia-azerbaijan", "azertag.az", date(2020, 7, 24))]


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        ("Two of our tanks were destroyed by Armenian fire.", "ARM"),
        ("Two Armenian tanks were destroyed.", "AZE"),
        ("Two Armenian attack drones were destroyed near Tovuz.", "AZE"),
        ("The enemy's manpower and two combat vehicles were destroyed.", "AZE"),
        ("Our drone was shot down by the enemy.", "ARM"),
    ],
)
def test_who_is_accused_of_what_was_destroyed(text: str, accused: str) -> None:
    assert [(row[0], row[2]) for row in rows(text)] == [("other", accused)]


@pytest.mark.parametrize(
    ("text", "killed", "wounded"),
    [
        ("Servicemen Elnur Aliyev and Rashad Guliyev were martyred while preventing the enemy's raid.", {"AZE": 2}, {}),
        ("Soldiers A. Mammadov, H. Aliyev and V. Guliyev were wounded.", {}, {"AZE": 3}),
        ("Sergeant Vugar Sadigov and corporal Elshad Mammadov of the Azerbaijan Army died while repelling the attack of the Armenian armed forces.", {"AZE": 2}, {}),
        ("A resident of Alkhanli village and her granddaughter were killed.", {"CIV": 2}, {}),
        ("As a result of Armenian fire, contract soldier Elnur Aliyev received a gunshot wound.", {}, {"AZE": 1}),
    ],
)  # fmt: skip
def test_people_told_by_name(text: str, killed: dict[str, int], wounded: dict[str, int]) -> None:
    assert [(row[0], row[2], row[4], row[5]) for row in rows(text)] == [("casualty", "ARM", killed, wounded)]


def test_losses_that_are_being_counted_are_told_by_nobody_yet() -> None:
    assert rows("The number of casualties of the Armenian side is being specified.") == []


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Lieutenant Elnur Aliyev was killed by Armenian fire, the fourth Azerbaijani serviceman killed since May.", 1),
        ("Major Aliyev, Captain Guliyev and Sergeants Mammadov and Hasanov, four servicemen, were killed.", 4),
    ],
)  # fmt: skip
def test_who_is_counted_twice_in_words_is_counted_once(text: str, killed: int) -> None:
    assert [row[4] for row in rows(text)] == [{"AZE": killed}]


def test_drones_that_were_eliminated_are_no_dead() -> None:
    assert [
        (row[0], row[3]) for row in rows("Since May, eight Armenian UAVs of this type have been eliminated.")
    ] == [("other", 8)]


def test_shot_down_by_troops_in_a_place() -> None:
    text = "An Indian quadcopter was shot down by Pakistan Army troops in Rakhchikri Sector."
    lines = lines_of(text, "india-pakistan", "ISPR", date(2020, 7, 24))
    assert [(s["kind"], s["accused_party"], s["count"]) for s in lines] == [("other", "PAK", 1)]


def test_deaths_that_violations_brought_are_not_the_violators() -> None:
    text = "The Indian side carried out 2,820 ceasefire violations this year, resulting in 24 deaths."
    lines = lines_of(text, "india-pakistan", "ISPR", date(2020, 12, 24))
    assert [s["killed"] for s in lines if s["kind"] == "casualty"] == [{"UNSPEC": 24}]


@pytest.mark.parametrize(
    ("text", "kind", "count"),
    [
        ("The Armenian side struck a base with rockets, destroying a tank.", "mlrs", None),
        ("Armenian forces fired at the village and destroyed a howitzer and two tanks.", "small_arms", None),
        ("Armenian forces shelled the post, destroying three machine guns.", "artillery", None),
        ("Armenian forces destroyed a car with a mortar.", "mortar", None),
    ],
)
def test_what_was_destroyed_fired_nothing_and_is_not_counted(text: str, kind: str, count: int | None) -> None:
    told = [(row[0], row[3]) for row in rows(text) if row[0] != "other"]
    assert told == [(kind, count)]


@pytest.mark.parametrize("verb", ["noticed", "prevented", "repelled"])
def test_an_attempt_that_was_met_was_made(verb: str) -> None:
    (told,) = rows(
        f"Armenian units {verb} an infiltration attempt by Azerbaijani special forces at a post in Tavush."
    )
    assert (told[0], told[2]) == ("incursion", "AZE")


def test_guns_that_destroyed_something_are_its_fire() -> None:
    (told,) = rows("Armenian artillery and mortars destroyed a house of the Azerbaijani side.")
    assert (told[0], told[2]) == ("artillery", "ARM")
