"""Groups that no pack knows, as a document introduces them; whose "the army" is behind their words. Our own sentences."""

from datetime import date

import pytest

from .bulletins import lines_of

DAY = date(2020, 7, 15)


def read(text: str, pack: str = "generic") -> list[tuple[str, str | None, str | None]]:
    return [
        (line["kind"], line["speaker_party"], line["accused_party"])
        for line in lines_of(text, pack, None, DAY)
    ]


@pytest.mark.parametrize(
    ("text", "group"),
    [
        (
            "The Highland Liberation Front (HLF) said soldiers had shelled its camp. HLF fighters attacked a post on Monday.",
            "HLF",
        ),
        ("HLF rebels shelled the town of Bokolo on Monday, the government said.", "HLF"),
        (
            "The People's Movement for Renewal (PMRN) opened fire on a patrol on Monday.",
            "PMRN",
        ),
    ],
)
def test_a_group_that_the_text_introduces_as_armed_is_a_party(text, group):
    assert any(row[2] == group for row in read(text))


@pytest.mark.parametrize(
    "text",
    [
        "The Regional Ceasefire Monitoring Committee (RCMC) recorded mortar fire near Bokolo.",
        "The Highland Red Cross (HRC) said shells had hit its hospital in Bokolo.",
        "Troops fired TOW missiles and RPG rounds at Bokolo.",
    ],
)
def test_observers_charities_and_weapons_are_no_armed_group(text):
    assert not any(row[2] in ("RCMC", "HRC", "TOW", "RPG") for row in read(text))


def test_the_army_that_speaks_behind_an_armed_group_is_not_that_group():
    rows = read(
        "HLF fighters hold the hills. HLF accused the army of shelling its camp near Mitika. "
        "The army denied that it had shelled the camp. The army said three soldiers were wounded."
    )
    assert rows[0][1] == "HLF"
    assert all(row[1] != "HLF" for row in rows[1:])


def test_a_pack_of_a_known_conflict_introduces_nobody():
    rows = read("HLF fighters shelled Movses on Monday.", "armenia-azerbaijan")
    assert rows
    assert all(row[2] != "HLF" for row in rows)
