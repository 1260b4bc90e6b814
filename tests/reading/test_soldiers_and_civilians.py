"""Soldiers and civilians lost in one sentence, named people with a year of birth, and measures with the side that took them."""

from datetime import date

import pytest

from .bulletins import Row, lines_of, row_of


def _rows(text: str) -> list[Row]:
    return [row_of(r) for r in lines_of(text, "armenia-azerbaijan", "aze_mod", date(2020, 7, 24))]


@pytest.mark.parametrize(
    ("text", "killed", "wounded"),
    [
        (
            "Armenian forces shelled the village, killing three soldiers and wounding two civilians.",
            {"AZE": 3},
            {"CIV": 2},
        ),
        ("A soldier was killed and a civilian was wounded near Hadrut.", {"AZE": 1}, {"CIV": 1}),
        ("Shelling killed two civilians and wounded four soldiers.", {"CIV": 2}, {"AZE": 4}),
        (
            "Servicemen Elnur Aliyev (born in 1991) and Samir Guliyev (born in 1974) were killed.",
            {"AZE": 2},
            {},
        ),
    ],
)
def test_soldiers_are_not_counted_with_civilians(
    text: str, killed: dict[str, int], wounded: dict[str, int]
) -> None:
    (toll,) = [r for r in _rows(text) if r[0] == "casualty"]
    assert (toll[4], toll[5]) == (killed, wounded)


def test_an_outlet_that_takes_no_side_leaves_soldiers_apart() -> None:
    lines = lines_of(
        "A soldier was killed and two civilians were wounded.", "armenia-azerbaijan", None, date(2020, 7, 24)
    )
    (toll,) = [r for r in lines if r["kind"] == "casualty"]
    assert (toll["killed"], toll["wounded"]) == ({"UNSPEC": 1}, {"CIV": 2})


@pytest.mark.parametrize(
    "text",
    [
        "The ministry shares the sorrow of the heavy loss.",
        "Medical aid was given to the wounded at once.",
        "Adequate retaliatory measures were taken in every direction.",
    ],
)
def test_condolences_aid_and_measures_of_nobody_tell_nothing(text: str) -> None:
    assert _rows(text) == []


def test_response_actions_are_told_with_the_side_that_took_them() -> None:
    rows = _rows("Units of the Azerbaijan Army took urgent response actions.")
    assert rows == [("other", "AZE", "AZE", None, {}, {})]
