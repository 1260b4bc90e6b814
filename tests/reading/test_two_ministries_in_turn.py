"""News that lets two ministries speak in turn: who speaks, who is accused, numbers compared with an earlier week."""

from datetime import date
from typing import Any

import pytest

from .bulletins import Row, lines_of, row_of

DAY = date(2020, 7, 24)


def lines(
    text: str, pack: str = "armenia-azerbaijan", source: str | None = "Reuters"
) -> list[dict[str, Any]]:
    return lines_of(text, pack, source, DAY)


def rows(text: str, pack: str = "armenia-azerbaijan") -> list[Row]:
    return [row_of(line) for line in lines(text, pack)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # "while" without a comma: the second ministry speaks for itself, and is quoted by nobody
            "Azerbaijan's defence ministry said two of its soldiers were killed while Armenia's ministry said one of its"
            " soldiers was wounded.",
            [
                ("casualty", "AZE", "ARM", None, {"AZE": 2}, {}),
                ("casualty", "ARM", "AZE", None, {}, {"ARM": 1}),
            ],
        ),
        (  # the wounded of what both blame on each other are laid at nobody's door
            "Armenia and Azerbaijan blamed each other for a clash near Sotk in which three soldiers were wounded.",
            [("casualty", "MEDIA", None, None, {}, {"UNSPEC": 3})],
        ),
        (  # and so are the dead of both armies
            "Several Armenian and Azerbaijani soldiers were killed in clashes on the border, both countries said.",
            [("casualty", "MEDIA", None, None, {"UNSPEC": None}, {})],
        ),
        (  # a number to compare with is one of its own
            "Azerbaijani troops broke the truce 120 times in a week, up from 95 the week before, the Armenian defence"
            " ministry said.",
            [
                ("violation_unspecified", "ARM", "AZE", 120, {}, {}),
                ("violation_unspecified", "ARM", "AZE", 95, {}, {}),
            ],
        ),
        (  # but not the number of what was fired at
            "Armenian forces fired 20 shells against 3 posts on Monday, the Azerbaijani defence ministry said.",
            [("artillery", "AZE", "ARM", 20, {}, {})],
        ),
    ],
)
def test_two_ministries_speak_in_turn(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


def test_the_second_ministry_asserts_what_it_says() -> None:
    told = lines(
        "Azerbaijan's defence ministry said two of its soldiers were killed while Armenia's ministry said one of its"
        " soldiers was wounded."
    )
    assert [line["modality"] for line in told] == ["asserted", "asserted"]


def test_who_came_under_fire_did_not_fire() -> None:
    text = (
        "Four Ukrainian soldiers were wounded, a Kiev military spokesman said. The spokesman said government forces had come"
        " under attack from the rebels on 30 occasions."
    )
    assert rows(text, "eastern-ukraine")[-1][1:4] == ("UKR", "RUS", 30)


def test_the_ministry_that_denies_what_a_side_did_speaks_for_it() -> None:
    text = (
        "Azerbaijan's Defence Ministry reported that a serviceman was killed by Armenian fire. The ministry denied that"
        " Azerbaijan's army used artillery."
    )
    assert rows(text)[-1][:3] == ("denial", "AZE", "AZE")


@pytest.mark.parametrize(
    "text",
    [
        "Armenia would give a befitting response if the shelling went on, the Armenian defence ministry said.",
        '"Armenia will hit back," the Armenian defence ministry said.',
        "The Armenian defence ministry said it would answer any provocation.",
    ],
)
def test_an_answer_still_to_come_is_a_threat(text: str) -> None:
    told = lines(text)
    assert [(line["kind"], line["accused_party"], line["modality"]) for line in told] == [
        ("other", "ARM", "threatened")
    ]


def test_what_the_answer_hit_is_no_second_fire() -> None:
    text = "Pakistan Army troops responded effectively and targeted those Indian posts which initiated fire, ISPR said."
    assert [row[:3] for row in rows(text, "india-pakistan")] == [("small_arms", "PAK", "PAK")]


def test_a_cause_names_whose_fire_it_was() -> None:
    text = "Due to Indian Army's indiscriminate fire at two villages four civilians sustained injuries, ISPR said."
    assert rows(text, "india-pakistan") == [("casualty", "PAK", "IND", None, {}, {"CIV": 4})]


def test_since_an_air_strike_names_nobody_who_killed() -> None:
    text = "Ten civilians have been killed since India's air strike in February, the Indian Army said."
    assert [row[2] for row in rows(text, "india-pakistan")] == ["PAK"]


def test_an_old_truce_dates_nothing_told_behind_it() -> None:
    text = (
        "A ceasefire took effect on 27 November 2019. Azerbaijan's defence ministry said on Monday that Armenian forces had"
        " fired at its posts."
    )
    assert lines(text)[-1]["date_start"] != "2019-11-27"
