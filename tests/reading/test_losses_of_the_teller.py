"""Losses of which the teller names nobody's: a mission's own people, a side's own dead. Our own sentences."""

from datetime import date

import pytest

from .bulletins import lines_of


def last_toll(text: str, pack: str, source: str | None = None) -> tuple[dict[str, int], dict[str, int]]:
    lines = [line for line in lines_of(text, pack, source, date(2020, 7, 24)) if line["kind"] == "casualty"]
    return lines[-1]["killed"] or {}, lines[-1]["wounded"] or {}


@pytest.mark.parametrize(
    ("text", "victims"),
    [
        (
            "On 23 July small-arms fire was directed at an SMM patrol near Marinka. Nobody was injured.",
            "OSCE",
        ),
        ("On 23 July an SMM patrol came under small-arms fire. No one in the patrol was hurt.", "OSCE"),
    ],
)
def test_nobody_was_hurt_of_a_mission_that_came_under_fire(text: str, victims: str) -> None:
    assert last_toll(text, "eastern-ukraine", "OSCE SMM") == ({}, {victims: 0})


def test_monitors_who_find_nobody_hurt_tell_of_others() -> None:
    text = "SMM monitors heard four shots near Marinka. At the site they found no one injured."
    assert "OSCE" not in last_toll(text, "eastern-ukraine", "OSCE SMM")[1]


@pytest.mark.parametrize(
    "text",
    [
        "Armenia reported three dead and one wounded.",
        "Армянская сторона сообщила о трех погибших и одном раненом.",
    ],
)
def test_a_side_that_reports_dead_reports_its_own(text: str) -> None:
    assert last_toll(text, "armenia-azerbaijan") == ({"ARM": 3}, {"ARM": 1})


@pytest.mark.parametrize(
    ("text", "killed", "wounded"),
    [
        ("A boy of 12 was badly injured in the village.", {}, {"CIV": 1}),
        (
            "Three civilians and eight servicemen were killed and over 40 people injured.",
            {"CIV": 3, "UNSPEC": 8},
            {"UNSPEC": 40},
        ),
        (
            "Clashes have killed 17 Armenian soldiers and three Azerbaijani ones, the Azerbaijani ministry said.",
            {"ARM": 17, "AZE": 3},
            {},
        ),
        ("A total of 25 people, 14 of them civilians, were killed.", {"UNSPEC": 25}, {}),
        ("Thirteen people, including a woman, were killed.", {"CIV": 13}, {}),
        ("On the Azerbaijani side there are many killed and wounded, Armenia said.", {"AZE": None}, {"AZE": None}),
    ],
)  # fmt: skip
def test_who_is_counted(text: str, killed: dict[str, int], wounded: dict[str, int]) -> None:
    assert last_toll(text, "armenia-azerbaijan") == (killed, wounded)


def test_a_peacekeeper_is_of_the_one_mission_that_is_named() -> None:
    text = "An Israeli drone dropped a grenade near a UNIFIL position, it was reported on Thursday. One peacekeeper was lightly hurt."
    assert last_toll(text, "lebanon-blue-line") == ({}, {"UN": 1})


def test_nobody_was_hurt_of_the_farmers_who_came_under_fire() -> None:
    text = "Azerbaijani forces fired at farmers near Sos. Nobody was injured, the interior ministry of Armenia said."
    assert last_toll(text, "armenia-azerbaijan") == ({}, {"CIV": 0})


@pytest.mark.parametrize(
    "text",
    [
        "The attack was beaten back without losses among the Azerbaijani military, Baku said.",
        "Baku said that there were no losses among the Azerbaijani military.",
    ],
)
def test_no_losses_among_a_sides_own(text: str) -> None:
    assert last_toll(text, "armenia-azerbaijan") == ({"AZE": 0}, {})


def test_troops_and_civilians_of_one_number_are_of_neither() -> None:
    text = "Clashes on the border killed 24 troops and civilians on Wednesday."
    assert last_toll(text, "armenia-azerbaijan") == ({"UNSPEC": 24}, {})


def test_wounds_incompatible_with_life_are_a_death() -> None:
    text = "An Armenian soldier received wounds incompatible with life, the Armenian ministry said."
    assert last_toll(text, "armenia-azerbaijan") == ({"ARM": 1}, {})
