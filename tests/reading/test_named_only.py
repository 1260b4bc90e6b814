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


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("On June 5 an Armenian sabotage group tried to attack our posts in Gazakh.", "incursion"),
        ("The Armenian side attempted a sabotage attack on our posts.", "incursion"),
        ("The fighting ended with the signing of a fragile cease-fire in 1994.", "ceasefire_agreed"),
        ("The humanitarian ceasefire declared from 12:00 on October 10 did not hold.", "ceasefire_agreed"),
    ],
)
def test_raids_tried_and_truces_signed(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


def test_what_a_raid_led_to_is_no_second_event() -> None:
    assert kinds("Enemy forces tried to raid our posts, which led to a heavy clash.") == ["incursion"]


def test_ages_and_calibres_in_a_row_are_no_counts() -> None:
    lines = lines_of("Two women aged 41 and 94 died.", "armenia-azerbaijan", "news.am", DAY)
    assert lines[0]["killed"] == {"CIV": 2}
    text = "The enemy violated the ceasefire, firing from 60 and 82 mm mortars."
    assert [line["count"] for line in lines_of(text, "armenia-azerbaijan", "news.am", DAY)] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "By 19:30 the firefight had stopped.",
        "Armenia's leadership bears all responsibility for the losses the enemy suffered.",
    ],
)
def test_what_has_ended_and_who_is_responsible_are_no_events(text: str) -> None:
    assert kinds(text) == []


def test_nobody_among_two_groups() -> None:
    (line,) = lines_of(
        "Nobody among the military and civilians was killed.", "armenia-azerbaijan", "azertag.az", DAY
    )
    assert line["negated"]


def test_small_arms_and_grenade_launchers_are_small_arms() -> None:
    assert kinds("The enemy fired from small arms and grenade launchers.") == ["small_arms"]
    assert kinds("The enemy fired from grenade launchers.") == ["grenade_launcher"]


def test_notes_of_a_dataset() -> None:
    """Headings, a bomb's aim and unknown losses are told beside one event, not as further ones."""
    notes = {
        "Ceasefire violation: On 3 March, Armenian forces fired at posts near Istisu. Fatalities unknown.": ["small_arms"],
        "An IED exploded, targeting a convoy of the army near Tovuz.": ["mine"],
    }  # fmt: skip
    for text, expected in notes.items():
        assert kinds(text, "narrative") == expected
