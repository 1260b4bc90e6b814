"""Who was hit where names, parts or other clauses stand beside the number. Our own sentences."""

from datetime import date

import pytest

from .bulletins import lines_of

ISPR = ", ISPR said."


def losses(text: str) -> list[tuple[dict[str, int | None], dict[str, int | None]]]:
    lines = lines_of(text, "india-pakistan", None, date(2020, 8, 5))
    return [(x["killed"] or {}, x["wounded"] or {}) for x in lines if x["kind"] == "casualty"]


@pytest.mark.parametrize(
    ("text", "killed", "wounded"),
    [
        ("As a result, Bilal Ahmad, 31, of village Mandhole embraced martyrdom", {"CIV": 1}, {}),
        ("Sana Bibi and Hina Akhtar of the same village were hurt in Indian shelling", {}, {"CIV": 2}),
        ("Bilal Ahmad and Sana Bibi were martyred and four others injured", {"CIV": 2}, {"CIV": 4}),
        ("Bilal Ahmad was killed when Indian troops opened fire", {"CIV": 1}, {}),
        ("A girl was killed while four others were hurt as Indian troops again violated the ceasefire", {"CIV": 1}, {"CIV": 4}),
        ("Indian troops used mortars and badly wounded several civilians", {}, {"CIV": None}),
        ("Nine people, including five civilians and four soldiers, were killed", {"CIV": 5, "PAK": 4}, {}),
    ],
)  # fmt: skip
def test_victims(text: str, killed: dict[str, int], wounded: dict[str, int]) -> None:
    assert losses(text + ISPR) == [(killed, wounded)]


def test_a_soldier_is_of_the_side_that_was_fired_on() -> None:
    assert losses("Pakistani troops broke the ceasefire in Poonch, killing one soldier.") == [
        ({"IND": 1}, {})
    ]


def test_what_was_brought_to_hospital_is_told_before() -> None:
    assert losses("The injured belonged to Mandhole village" + ISPR) == []


def test_a_year_before_the_number_points_back_to_nothing() -> None:
    text = "Indian troops have so far this year committed 640 ceasefire violations" + ISPR
    (line,) = lines_of(text, "india-pakistan", None, date(2020, 8, 5))
    assert (line["kind"], line["count"], line["accused_party"]) == ("violation_unspecified", 640, "IND")


def test_why_a_drone_was_shot_down_is_part_of_it() -> None:
    text = "Pakistani troops shot down an Indian quadcopter that had violated Pakistani airspace" + ISPR
    lines = lines_of(text, "india-pakistan", None, date(2020, 8, 5))
    assert [(x["kind"], x["accused_party"]) for x in lines] == [("other", "PAK")]


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        ("Illegal armed formations shelled the JFO units near Pisky, using mortars", "RUS"),
        ("The enemy went on the offensive to oust the JFO forces from Pisky, having attacked twice", "RUS"),
    ],
)
def test_whom_a_deed_or_a_purpose_hits_does_not_act(text: str, accused: str) -> None:
    lines = lines_of(text + ", the JFO headquarters said.", "eastern-ukraine", None, date(2019, 8, 5))
    assert {x["accused_party"] for x in lines} == {accused}
