"""Whose "the army" and "the rebels" are in a conflict that no pack prepares."""

from datetime import date

import pytest

from .bulletins import lines_of

DAY = date(2024, 5, 14)


def rows(text: str) -> list[tuple[str, str | None, str | None]]:
    lines = lines_of(text, "generic", None, DAY)
    return [(line["kind"], line["speaker_party"], line["accused_party"]) for line in lines]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # one state, one group: each common noun has one owner
            "Colombia's president spoke of the truce with the ELN. The army said that the rebels had shelled a post near Tame.",
            [("artillery", "COL", "ELN")],
        ),
        (
            "Colombia's truce with the ELN is two weeks old. The guerrillas denied the charge and said the army had bombed their camp.",
            [("denial", "ELN", "ELN"), ("artillery", "ELN", "COL")],
        ),
        (  # the group's opponent is named by no name of the state
            "Government troops shelled positions of the TPLF near Kobo on Monday, the group said.",
            [("artillery", "TPLF", "ETH")],
        ),
        (  # "the group" is the one named last, though there are two
            "Junta troops shelled a village of the MNDAA near Hopang, the TNLA said. The group also said the military had bombed Namhsan.",
            [("artillery", "TNLA", "MMR"), ("artillery", "TNLA", "MMR")],
        ),
        (  # what is only called by the army is not the army
            "Military operations in Colombia ended. ELN fighters attacked a post near Tame on Monday.",
            [("other", "MEDIA", "ELN")],
        ),
    ],
)
def test_a_common_noun_is_the_one_side_of_its_kind(
    text: str, expected: list[tuple[str, str | None, str | None]]
) -> None:
    assert rows(text) == expected


def test_two_states_of_which_each_has_an_army_leave_it_to_nobody() -> None:
    text = "Northland told of Thailand and Malaysia. The army opened fire on a village on Monday."
    assert rows(text) == [("small_arms", "MEDIA", None)]


def test_two_groups_leave_the_rebels_to_the_one_that_is_called_so() -> None:
    text = "M23 rebels and the FDLR are in the hills of Masisi, DR Congo. The rebels shelled Sake on Monday."
    assert rows(text) == [("artillery", "MEDIA", "M23")]
    unnamed = "The M23 and the FDLR are in the hills of Masisi, DR Congo. The rebels shelled Sake on Monday."
    assert rows(unnamed)[0][2] is None


def test_an_army_with_its_owner_beside_it_keeps_that_owner() -> None:
    text = "The Rwandan army shelled Sake on Monday. DR Congo fights the M23."
    assert rows(text) == [("artillery", "MEDIA", "RWA")]


@pytest.mark.parametrize(
    "said",
    [
        "Gunfire broke out in the east of Tame on Monday.",
        "The truce followed five days of fighting in which at least 43 people were killed.",
    ],
)
def test_what_an_outlet_tells_behind_an_accusation_is_not_laid_at_the_accused(said: str) -> None:
    told = "Colombia's army accused the ELN of shelling a post near Saravena on Monday. "
    assert [accused for _, speaker, accused in rows(told + said) if speaker == "MEDIA"] == [None]


def test_what_an_outlet_goes_on_to_tell_is_of_whom_it_told() -> None:
    text = "On 14 May 2024, ELN fighters shelled a village near Tame with mortars. 2 civilians were killed."
    assert rows(text) == [("mortar", "MEDIA", "ELN"), ("casualty", "MEDIA", "ELN")]
