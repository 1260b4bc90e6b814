"""Casualties as missions and ministries word them: who, how many, how old, and what is only the way it came."""

from datetime import date
from typing import Any

import pytest
from tests.reading.bulletins import lines_of


def observed(text: str) -> list[dict[str, Any]]:
    return lines_of(text, "eastern-ukraine", "OSCE SMM", date(2018, 5, 17))


@pytest.mark.parametrize(
    ("text", "killed", "wounded"),
    [
        ("A girl aged 11 was wounded by a bullet in Marinka.", {}, {"CIV": 1}),
        ("A woman, born in 1949, was killed in Marinka.", {"CIV": 1}, {}),
        ("Her husband (58) suffered a broken leg.", {}, {"CIV": 1}),
        ("The driver died on the way to hospital.", {"CIV": 1}, {}),
        ("The man and his son were wounded.", {}, {"CIV": 2}),
        ("A woman was killed and her son, aged 9, was wounded.", {"CIV": 1}, {"CIV": 1}),
        ("Three civilians were injured, including a child.", {}, {"CIV": 3}),
        ("The men were wounded.", {}, {"CIV": None}),  # how many is not told
        ("No one was killed or injured.", {"CIV": 0}, {"CIV": 0}),
        ("There were no killed or wounded.", {"UNSPEC": 0}, {"UNSPEC": 0}),
        ("Nobody was hurt.", {}, {"CIV": 0}),
    ],
)
def test_how_many_were_killed_and_wounded(text: str, killed: object, wounded: object) -> None:
    (statement,) = observed(text)
    assert (statement["kind"], statement["killed"] or {}, statement["wounded"] or {}) == (
        "casualty",
        killed,
        wounded,
    )


@pytest.mark.parametrize(
    "text",
    [
        "A woman was hurt when a shell landed in her yard on 6 May.",
        "Two men were killed in the explosion.",
        "A boy was injured in the shelling.",
        "Nobody was wounded during the attack.",
        "A man had died of blast injuries.",
        "Two officers were hurt when their car was hit by a drone.",
    ],
)
def test_how_a_casualty_came_is_no_second_statement(text: str) -> None:
    assert [s["kind"] for s in observed(text)] == ["casualty"]


def test_a_fire_with_an_actor_stands_beside_the_casualties_it_caused() -> None:
    read = lines_of(
        "Two soldiers were wounded when Azerbaijani forces opened fire at Sotk.",
        "armenia-azerbaijan",
        "MoD Armenia",
        date(2023, 5, 12),
    )
    assert {(s["kind"], s["accused_party"]) for s in read} == {("casualty", "AZE"), ("small_arms", "AZE")}


def test_a_casualty_told_again_by_its_pronoun_is_one_and_takes_the_day() -> None:
    (statement,) = observed(
        "In Avdiivka the Mission met a woman who had been hit in the leg by shrapnel; doctors said she was hurt on 6 May."
    )
    assert (statement["speaker_party"], statement["date_start"]) == ("OSCE", "2018-05-06")


@pytest.mark.parametrize(
    "text",
    [
        "Having received word of shelling, the SMM travelled to Dolomitne on 6 May.",
        "Following reports of shelling, the SMM visited Dolomitne.",
        "The Mission went to Dolomitne to follow up reports of an attack.",
    ],
)
def test_the_reason_of_a_visit_is_no_statement(text: str) -> None:
    assert observed(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The reports about losses of the Azerbaijan Army are false.",
        "The statement that Azerbaijani units crossed the border is pure invention.",
        "Information about the loss of an Azerbaijani drone is made up.",
        "Claims that our units shelled Sotk have no basis.",
    ],
)
def test_what_is_called_false_is_claimed_by_nobody(text: str) -> None:
    (statement,) = lines_of(text, "armenia-azerbaijan", "MoD Azerbaijan", date(2020, 7, 15))
    assert (statement["kind"], statement["accused_party"]) == ("denial", "AZE")


def test_the_enemys_losses_are_the_enemys() -> None:
    (statement,) = lines_of(
        "The enemy lost two killed and five wounded.",
        "armenia-azerbaijan",
        "MoD Azerbaijan",
        date(2020, 7, 15),
    )
    assert (statement["killed"], statement["wounded"]) == ({"ARM": 2}, {"ARM": 5})


def test_losses_of_one_side_and_none_of_the_other_are_two_statements():
    text = (
        "Azerbaijani special forces attacked the post, lost men, while no Armenian servicemen were killed or wounded, "
        "the Ministry of Defence of Armenia said."
    )
    losses = [
        line
        for line in lines_of(text, "armenia-azerbaijan", None, date(2020, 7, 22))
        if line["kind"] == "casualty"
    ]
    assert [(line["negated"], line["killed"]) for line in losses] == [
        (False, {"AZE": None}),
        (True, {"ARM": 0}),
    ]


@pytest.mark.parametrize(
    ("text", "killed", "wounded"),
    [
        ("Several Azerbaijani soldiers were killed and 16 others were injured in Armenian shelling.", {}, {"AZE": 16}),
        ("Two Azerbaijani soldiers were killed and several others wounded by Armenian fire.", {"AZE": 2}, {}),
        ("Two Azerbaijani soldiers were killed and three were wounded by Armenian fire.", {"AZE": 2}, {"AZE": 3}),
        ("The Armenian shelling caused civilian casualties, including women and children.", {}, {}),
    ],
)  # fmt: skip
def test_several_beside_a_number_are_none(
    text: str, killed: dict[str, int | None], wounded: dict[str, int | None]
) -> None:
    losses = [
        line
        for line in lines_of(text, "armenia-azerbaijan", "MoD Azerbaijan", date(2020, 7, 15))
        if line["kind"] == "casualty"
    ]
    assert [(line["killed"] or {}, line["wounded"] or {}) for line in losses] == [(killed, wounded)]


@pytest.mark.parametrize(
    "text",
    [
        "Our troops shelled the enemy's positions, killing four soldiers.",
        "The Armed Forces retaliated with artillery strikes against the enemy, killing four soldiers.",
    ],
)
def test_whom_the_tellers_own_fire_killed_are_the_enemys(text: str) -> None:
    losses = [
        line
        for line in lines_of(text, "armenia-azerbaijan", "MoD Azerbaijan", date(2020, 7, 15))
        if line["kind"] == "casualty"
    ]
    assert [(line["accused_party"], line["killed"]) for line in losses] == [("AZE", {"ARM": 4})]


def test_weapons_used_by_the_other_side_are_its_fire() -> None:
    text = "An Azerbaijani soldier was killed as a result of using 82-millimeter mortars by Armenian military units."
    rows = lines_of(text, "armenia-azerbaijan", "MoD Azerbaijan", date(2020, 7, 15))
    assert {line["accused_party"] for line in rows} == {"ARM"}


def test_the_same_moment_by_another_places_clock_is_no_second_time() -> None:
    text = "At about 23:40 (22:40 Moscow time) on July 14 Armenian forces shelled our positions."
    (line,) = lines_of(text, "armenia-azerbaijan", "MoD Azerbaijan", date(2020, 7, 15))
    assert line["time"] == "23:40"
