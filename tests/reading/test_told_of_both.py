"""What news tell of both sides: charges traded, losses of both, a war long past, the enemy by other names. Our own sentences."""

from datetime import date
from typing import Any

import pytest

from .bulletins import lines_of


def told(text: str, pack: str = "armenia-azerbaijan") -> list[dict[str, Any]]:
    return lines_of(text, pack, None, date(2021, 11, 24))


@pytest.mark.parametrize(
    "text",
    [
        "Baku and Yerevan have again charged each other with breaking the 1994 cease-fire.",
        "Each side has blamed the other for breaking the ceasefire.",
    ],
)
def test_charged_each_other(text: str) -> None:
    (line,) = told(text)
    assert (line["speaker_party"], line["accused_party"], line["modality"]) == ("MEDIA", None, "reported")


@pytest.mark.parametrize(
    "text",
    [
        "The heavy fighting that began in September killed more than 5,600 people on both sides.",
        "The two countries clashed over Nagorno-Karabakh, leaving some 6,500 dead.",
        "Both sides have suffered losses.",
        "The deaths are a blow to the truce.",
    ],
)
def test_no_event(text: str) -> None:
    assert told(text) == []


def test_the_dead_of_both_sides_are_nobodys() -> None:
    (line,) = told("The flare-up killed at least 17 people, mostly soldiers on both sides.")
    assert (line["killed"], line["accused_party"]) == ({"UNSPEC": 17}, None)


def test_attackers_are_the_enemys() -> None:
    (line,) = told("All five attackers were killed, the Azerbaijani Defence Ministry said.")
    assert (line["killed"], line["accused_party"]) == ({"ARM": 5}, "AZE")


def test_its_neighbour_is_the_rival() -> None:
    (line,) = told("The Azerbaijani Defence Ministry said its neighbour's army had broken the truce.")
    assert line["accused_party"] == "ARM"


def test_since_another_act() -> None:
    text = "There have been over 60 ceasefire violations by Pakistani troops since air strikes by the Indian Army."
    lines = told(text, "india-pakistan")
    assert [(x["kind"], x["accused_party"], x["count"]) for x in lines] == [
        ("violation_unspecified", "PAK", 60),
        ("air_strike", "IND", None),
    ]


def test_the_day_of_a_truce_and_of_a_saying_date_nothing_else() -> None:
    text = (
        "On Friday Kiev accused the rebels of breaking a cease-fire imposed on Sept. 5. "
        '"Two soldiers were hurt by mortar fire near Pisky," the Ukrainian military said on its page on Sunday evening.'
    )
    days = [x["date_start"] for x in lines_of(text, "eastern-ukraine", None, date(2014, 9, 28))]
    assert days == ["2014-09-26", "2014-09-26"]


def test_who_clashed_is_not_who_killed() -> None:
    (line, *_) = told(
        "Four people died as Ukrainian forces and pro-Russian separatists clashed.", "eastern-ukraine"
    )
    assert (line["killed"], line["accused_party"]) == ({"CIV": 4}, None)


def test_the_two_are_a_man_and_a_woman() -> None:
    (line,) = told(
        "Two civilians, a man and a woman, were killed in Pisky, Eduard Basurin said.", "eastern-ukraine"
    )
    assert line["killed"] == {"CIV": 2}


def test_what_goes_on_is_told_by_the_outlet() -> None:
    text = (
        "Lebanon's health ministry said an Israeli strike killed two people in Houla on Sunday.\n"
        "Israel has continued to bomb the south despite the truce."
    )
    lines = told(text, "lebanon-blue-line")
    assert [(x["kind"], x["speaker_party"]) for x in lines] == [("casualty", "LBN"), ("artillery", "MEDIA")]


def test_the_ministry_is_who_was_called_so() -> None:
    text = (
        "Lebanon's health ministry said an Israeli strike killed a man on Sunday. "
        "The Israeli army said it had fired at a suspect. "
        "The ministry said a later strike killed two people in Houla."
    )
    lines = told(text, "lebanon-blue-line")
    assert [x["speaker_party"] for x in lines] == ["LBN", "ISR", "LBN"]


def test_exchange_behind_another_act() -> None:
    text = "Pakistan Rangers resorted to shelling on Monday and the exchange of fire went on into Tuesday."
    assert told(text, "india-pakistan")[0]["accused_party"] == "PAK"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Five 122-mm mines were fired at Zaytsevo, the DPR defence ministry said.", 5),
        ("Ukrainian forces launched nine mines at Zaytsevo, the DPR defence ministry said.", 9),
    ],
)
def test_mines_fired_are_a_mortars(text: str, count: int) -> None:
    (line,) = told(text, "eastern-ukraine")
    assert (line["kind"], line["count"], line["accused_party"]) == ("mortar", count, "UKR")


def test_a_shootout_between_two_names_no_killer() -> None:
    (line, *_) = told(
        "Seven soldiers were killed on Tuesday in a shootout between Armenian and Azerbaijani troops."
    )
    assert (line["killed"], line["accused_party"]) == ({"UNSPEC": 7}, None)


def test_its_press_service_is_of_whose_soldier_was_hurt() -> None:
    text = (
        "Azerbaijan's defence ministry said Armenian troops had opened fire near Tovuz. "
        "One serviceman of the Karabakh Defense Army was wounded, its press service said."
    )
    assert [x["speaker_party"] for x in told(text)] == ["AZE", "NKR"]


def test_who_is_backed_does_not_act_for_the_backer() -> None:
    (line,) = told("Karabakh's Armenian-backed army said Azerbaijani troops had fired mortars at its posts.")
    assert (line["speaker_party"], line["accused_party"]) == ("NKR", "AZE")
    (line,) = told("Units of Armenia's armed forces shelled Tovuz, Azerbaijan's defence ministry said.")
    assert line["accused_party"] == "ARM"


def test_a_boy_of_twelve_is_one() -> None:
    (line,) = told("A boy of 12 was badly injured in Indian shelling, ISPR said.", "india-pakistan")
    assert line["wounded"] == {"CIV": 1}


def test_two_armies_that_speak_leave_a_mission_one_of_several() -> None:
    text = (
        "The Israeli military said its artillery shelled the hills after two rockets were fired.\n"
        "UNIFIL said its radar had detected the rockets. UNIFIL called for restraint.\n"
        "The Lebanese army said Israel fired 12 shells at Kfar Shuba."
    )
    assert {x["modality"] for x in told(text, "lebanon-blue-line")} == {"asserted"}


def test_charged_with_stepping_up() -> None:
    (line,) = told(
        "The separatists and Kiev accused each other of stepping up the fighting.", "eastern-ukraine"
    )
    assert (line["kind"], line["speaker_party"], line["accused_party"]) == ("other", "MEDIA", None)


def test_the_ministry_behind_a_relative_clause() -> None:
    text = "Five Armenian soldiers were killed in the strike with which Azerbaijani troops answered, Azerbaijan's ministry claimed."
    assert told(text)[0]["speaker_party"] == "AZE"


def test_who_keeps_the_truce_is_whose_deed_is_denied() -> None:
    (line,) = told("The Artsakh Defense Army keeps to the ceasefire, the Armenian Defense Ministry said.")
    assert (line["kind"], line["speaker_party"], line["accused_party"]) == ("denial", "ARM", "NKR")
