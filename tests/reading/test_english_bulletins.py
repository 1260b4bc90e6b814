"""Sentences of our own in the form of bulletins: who fired is not who heard, what was counted, whose losses, which day."""

from datetime import date
from typing import Any

import pytest
from tests.reading.bulletins import lines_of


def read(
    text: str, pack: str = "generic", source: str | None = None, day: date = date(2020, 7, 15)
) -> list[dict[str, Any]]:
    return lines_of(text, pack, source, day)


@pytest.mark.parametrize(
    ("text", "pack", "source"),
    [
        ("Our peacekeepers detected three rockets launched from the valley.", "lebanon-blue-line", "UNIFIL"),
        ("Residents of Kassala said they heard artillery fire at dawn.", "generic", "Reuters"),
        ("We heard four mortar rounds north of our post.", "eastern-ukraine", "OSCE SMM"),
    ],
)
def test_who_perceives_a_fire_has_not_opened_it(text: str, pack: str, source: str) -> None:
    (statement,) = read(text, pack, source)
    assert statement["accused_party"] != statement["speaker_party"]


@pytest.mark.parametrize(
    ("text", "kind", "count"),
    [
        ("Near Zolote the enemy fired eleven 120mm mortar rounds.", "mortar", 11),
        ("In all 74 rounds were fired at our positions.", "small_arms", 74),
        ("Four jets dropped three bombs on the town of Rumah.", "air_strike", 3),
    ],
)
def test_what_was_fired_is_counted_once(text: str, kind: str, count: int) -> None:
    (statement,) = read(text, "eastern-ukraine", "JFO HQ")
    assert (statement["kind"], statement["count"]) == (kind, count)


def test_the_means_in_a_relative_clause_is_of_the_fire_before_it() -> None:
    (statement,) = read(
        "Positions of the Azerbaijan Army came under fire of the Armenian armed forces, who used machine guns.",
        "armenia-azerbaijan",
        "MoD Azerbaijan",
    )
    assert (statement["kind"], statement["accused_party"]) == ("machine_gun", "ARM")


@pytest.mark.parametrize(
    ("text", "killed", "wounded"),
    [
        ("UNIFIL has received no reports of casualties.", {"UNSPEC": 0}, None),
        ("No losses among the personnel are reported.", {"AZE": 0}, None),
    ],
)
def test_no_casualties_is_a_statement(text: str, killed: object, wounded: object) -> None:
    source = ("lebanon-blue-line", "UNIFIL") if "UNIFIL" in text else ("armenia-azerbaijan", "MoD Azerbaijan")
    (statement,) = read(text, *source)
    assert (statement["kind"], statement["negated"]) == ("casualty", True)
    assert statement["killed"] == killed
    assert not statement["wounded"]


def test_visiting_the_wounded_claims_no_wounding() -> None:
    assert not read("The Minister is to visit the wounded tomorrow.", "armenia-azerbaijan", "Armenpress")


def test_what_is_compared_with_the_previous_period_keeps_its_own() -> None:
    now, before = read(
        "Daily report of the Special Monitoring Mission as of 19:30, 10 March 2021.\n"
        "In Donetsk region the SMM recorded 138 ceasefire violations, compared with 74 ceasefire violations in the previous "
        "reporting period.",
        "eastern-ukraine",
        "OSCE SMM",
        date(2021, 3, 11),
    )
    assert (now["count"], now["date_start"], now["date_end"]) == (138, "2021-03-09", "2021-03-10")
    assert (before["count"], before["date_start"], before["date_end"]) == (74, "2021-03-08", "2021-03-09")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Last night, from 22:40 until 02:15, the enemy fired at our positions.", "2020-07-14", "2020-07-15"),
        ("A man born in 1957 was wounded by shelling.", "2020-07-15", "2020-07-15"),
        ("Twelve soldiers have died since July 12.", "2020-07-12", "2020-07-15"),
    ],
)
def test_days(text: str, start: str, end: str) -> None:
    statement = read(text, "armenia-azerbaijan", "MoD Azerbaijan")[0]
    assert (statement["date_start"], statement["date_end"]) == (start, end)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Armed men did not let an SMM patrol continue south.", "movement_restriction"),
        ("The claims of Baku are another piece of disinformation.", "denial"),
        ("Not a single shot has come from our side.", "denial"),
        ("Fire was directed at Azerbaijani posts near Tovuz.", "small_arms"),
        ("The enemy brought 82mm mortars into play.", "mortar"),
    ],
)
def test_words_of_bulletins(text: str, kind: str) -> None:
    pack = "eastern-ukraine" if "SMM" in text else "armenia-azerbaijan"
    statement = read(text, pack, "OSCE SMM" if "SMM" in text else "Armenpress")[0]
    assert statement["kind"] == kind


def test_answering_with_fire_is_no_saying() -> None:
    (statement,) = read(
        "The Israel Defense Forces answered with artillery fire.", "lebanon-blue-line", "UNIFIL"
    )
    assert statement["speaker_party"] == "UN"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The SMM heard three shots of small-arms fire near Pisky.", 3),
        ("At 15:45 a tank of the IDF fired two shells at the village of Aitaroun.", 2),
    ],
)
def test_shots_and_their_firing_are_one_statement(text: str, count: int) -> None:
    (statement,) = read(text, "eastern-ukraine" if "SMM" in text else "lebanon-blue-line", "OSCE SMM")
    assert statement["count"] == count


def test_a_party_that_tells_what_its_own_fighters_did_accuses_itself() -> None:
    (statement,) = read(
        "Hezbollah said its fighters attacked the Zarit barracks with guided missiles.", "lebanon-blue-line"
    )
    assert (statement["speaker_party"], statement["accused_party"]) == ("HEZ", "HEZ")


@pytest.mark.parametrize(
    ("text", "pack", "source", "victims"),
    [
        ("There were no casualties among civilians.", "armenia-azerbaijan", "MoD Azerbaijan", "CIV"),
        ("Mülki əhali arasında ölən yoxdur.", "armenia-azerbaijan", "MoD Azerbaijan", "CIV"),
        ("Постраждалих серед цивільного населення немає.", "eastern-ukraine", None, "CIV"),
        ("Խաղաղ բնակիչների շրջանում տուժածներ չկան։", "armenia-azerbaijan", "Armenpress", "CIV"),
    ],
)
def test_nobody_hurt_among_civilians_is_said_of_civilians(
    text: str, pack: str, source: str | None, victims: str
) -> None:
    (statement,) = read(text, pack, source)
    assert statement["negated"]
    assert {**(statement["killed"] or {}), **(statement["wounded"] or {})} == {victims: 0}


def test_no_losses_behind_a_comma_deny_the_losses_and_not_the_fire() -> None:
    statements = read(
        "Düşmən mövqelərimizi atəşə tutub, itki yoxdur.", "armenia-azerbaijan", "MoD Azerbaijan"
    )
    assert {s["kind"]: s["negated"] for s in statements} == {"small_arms": False, "casualty": True}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Near Vodiane the enemy fired nine mines from 82mm mortars.", {("mortar", 9)}),
        ("The enemy fired 14 mines of 82mm calibre at Shumy.", {("mortar", 14)}),
        ("The adversary also used a 60 mm mortar (3 shells).", {("mortar", 3)}),
        ("The enemy broke the ceasefire 40 times, shooting over 500 bullets at our positions.", {("violation_unspecified", 40), ("small_arms", 500)}),
        ("A soldier stepped on a mine.", {("mine", None)}),
    ],
)  # fmt: skip
def test_rounds_are_counted_by_what_fired_them(text: str, read: set[tuple[str, int | None]]) -> None:
    statements = lines_of(text, "eastern-ukraine", "JFO HQ", date(2021, 3, 14))
    assert {(s["kind"], s["count"]) for s in statements} == read


def test_a_provoked_exchange_of_fire_is_who_provoked_it_and_an_attempt_to_attack_is_the_fire() -> None:
    lines = lines_of(
        "Azerbaijan provoked an exchange of fire near Chinari on 12 July 2020, the Armenian defence ministry said. "
        "Later Azerbaijani soldiers tried to attack a border post with artillery fire, it added.",
        "armenia-azerbaijan",
        None,
        date(2020, 7, 13),
    )
    assert [(line["kind"], line["accused_party"]) for line in lines] == [
        ("small_arms", "AZE"),
        ("artillery", "AZE"),
    ]
