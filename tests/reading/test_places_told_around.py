"""Places: lists with their noun behind, names with an article, datelines and lines that are none, places told before."""

from datetime import date

import pytest
from tests.reading.bulletins import lines_of

DAY = date(2024, 5, 20)


def places_of(text: str, pack: str = "generic", kind: str | None = None) -> list[list[str]]:
    lines = lines_of(text, pack, None, DAY)
    return [list(line["places"]) for line in lines if kind in (None, line["kind"])]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Government jets bombed a market in the Ordan and Belmar districts.", ["Ordan", "Belmar"]),
        ("Rebel forces shelled homes in At Tawila with mortars.", ["At Tawila"]),
        ("Government troops shelled a clinic in Sorin's Panom Rak district.", ["Sorin", "Panom Rak"]),
        ("Rebel fighters attacked the army's posts at Kitulo (Lubiri, Nord-Lamu).", ["Kitulo", "Lubiri", "Nord-Lamu"]),
        ("Residents of Batnoi said government forces fired mortars.", ["Batnoi"]),
        ("The rebels shelled the shore of Rashid with artillery.", ["Rashid"]),
        ("Government aircraft bombed homes in southern Omdara.", ["Omdara"]),
        ("Rebel fighters crossed into An Seram and opened fire.", ["An Seram"]),
        ("Rebel forces shelled government-held Zaimka with mortars.", ["Zaimka"]),
        ("Karem: Government forces shelled homes in Batnoi.", ["Batnoi"]),
    ],
)  # fmt: skip
def test_a_name_is_a_place_where_grammar_says_so(text: str, wanted: list[str]) -> None:
    assert places_of(text)[0] == wanted


def test_a_line_is_a_place_only_where_nothing_nearer_is_named() -> None:
    near = "Pakistani troops violated the ceasefire along the Line of Control in Mendhar sector."
    assert places_of(near, "india-pakistan") == [["Mendhar"]]
    far = "Pakistani troops violated the ceasefire along the Line of Control."
    assert places_of(far, "india-pakistan") == [["Line of Control"]]


def test_a_casualty_told_on_is_where_it_was_told_before() -> None:
    told = "Rebel forces shelled homes in Batnoi, the army said. A shepherd was wounded."
    assert places_of(told, kind="casualty") == [["Batnoi"]]
    none = "Rebel forces shelled homes in Batnoi, the army said. There were no casualties."
    assert places_of(none, kind="casualty") == [[]]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Rebel forces shelled homes in Batnoi. A boy was wounded and taken to the Karem medical centre.",
            ["Batnoi"],
        ),
        ("Rebel forces attacked several villages, among them Batnoi.", ["Batnoi"]),
        ("Rebel forces attacked army posts in Batnoi on the eve of the talks in Karem.", ["Batnoi"]),
        ("Rebel forces shelled homes in Moroba County.", ["Moroba"]),
        (
            "Rebels shelled homes in Batnoi village and Munir Hassen (20) and Kausa Parven (26) were killed.",
            ["Batnoi"],
        ),
    ],
)
def test_where_nothing_happened_is_no_place(text: str, wanted: list[str]) -> None:
    assert places_of(text)[-1] == wanted
