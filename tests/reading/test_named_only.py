"""Fire that a sentence only names, paragraphs of one quotation, and an agency that passes on. Our own sentences."""

from datetime import date

import pytest

from .bulletins import lines_of

DAY = date(2022, 9, 14)


def kinds(text: str, source: str | None = "azertag.az") -> list[str]:
    return [line["kind"] for line in lines_of(text, "armenia-azerbaijan", source, DAY)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In response to these provocations, our units returned fire.", ["small_arms"]),
        ("In response to the Armenian shelling, our units fired at the sources of fire.", ["small_arms"]),
        ("In an attack on Monday, Armenian units fired at a post near Istisu.", ["small_arms"]),
        ("Armenian units fired at a post, the ministry said, releasing coordinates of the attack.", ["small_arms"]),
        ("The provocation of the Armenian side was thwarted, a post was fired at.", ["small_arms"]),
        ("While violating the ceasefire, units of Armenia fired at a post near Istisu.", ["small_arms"]),
        ("Having attacked our posts, the Armenian armed forces used mortars.", ["mortar"]),
        ("The Armenian units fell back with losses as a result of our retaliatory strikes.", ["casualty"]),
        ("The Armenian attack on Istisu began at dawn.", ["other"]),
    ],
)  # fmt: skip
def test_what_is_only_named_is_no_second_event(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


def test_a_quotation_goes_on_over_paragraphs() -> None:
    text = (
        "Armenian units attacked, a message of the Ministry of Defence of Azerbaijan reads, the agency reports.\n\n"
        '"Sabotage groups mined the road to Istisu.\n\n'
        'In the night a post near Zaylik was fired at from mortars," the message says.'
    )
    lines = lines_of(text, "armenia-azerbaijan", None, DAY)
    assert {line["speaker_party"] for line in lines} == {"AZE"}
    assert {line["kind"] for line in lines} == {"other", "mine", "mortar"}


def test_a_quote_begins_with_its_whole_expression() -> None:
    quotes = [
        line["quote"]
        for line in lines_of(
            "As a result, two soldiers were wounded.", "armenia-azerbaijan", "azertag.az", DAY
        )
    ]
    assert quotes == ["As a result, two soldiers were wounded"]
