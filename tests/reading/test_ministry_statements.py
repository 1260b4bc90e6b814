"""What ministries say in so many words: claims that are owned, pacts that are dated, judgements that tell nothing new."""

from datetime import date

import pytest
from tests.reading.bulletins import lines_of

PUBLISHED = date(2021, 6, 20)


def rows(text: str, source: str | None = None) -> list[tuple[str, str | None, str | None]]:
    return [
        (line["kind"], line["speaker_party"], line["accused_party"])
        for line in lines_of(text, "armenia-azerbaijan", source, PUBLISHED)
    ]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (  # the adjective is whose the accusations are, and nobody who accuses
            "The Artsakh Defence Ministry said the Azeri accusations are entirely false, and that the Azeri units violated the ceasefire.",
            [("denial", "NKR", "NKR"), ("violation_unspecified", "NKR", "AZE")],
        ),
        (
            "The Armenian Defence Ministry said Azerbaijani reports of shelling are false.",
            [("denial", "ARM", "ARM")],
        ),
        (
            "The Azerbaijani Defence Ministry said Armenia's claims of an attack were untrue.",
            [("denial", "AZE", "AZE")],
        ),
        (  # the statement is what was broken, and "by" says by whom
            "The Armenian Foreign Ministry condemned the violation of the trilateral statement by Azerbaijan.",
            [("violation_unspecified", "ARM", "AZE")],
        ),
        (  # what a step was, told of no new event
            "Such a step is a gross violation of the ceasefire, the Azerbaijani Foreign Ministry said.",
            [],
        ),
        (
            "With such disinformation the opposing side wants to cover up its own provocations, the Azerbaijani Defence Ministry said.",
            [],
        ),
        (
            "The Azerbaijani Defence Ministry blamed Armenia's army for violating the ceasefire that came into force on Monday.",
            [("violation_unspecified", "AZE", "ARM")],
        ),
        (
            "Units of the Azerbaijani army are in full compliance with the ceasefire, the Defence Ministry said.",
            [("denial", "AZE", "AZE")],
        ),
        (
            "Yerevan said the Azerbaijani army had begun an offensive into Armenian territory.",
            [("incursion", "ARM", "AZE")],
        ),
        (  # missiles beside guns: the fire is the guns'
            "Armenian forces shelled our towns with missiles and artillery, the Azerbaijani Defence Ministry said.",
            [("artillery", "AZE", "ARM")],
        ),
    ],
)
def test_a_statement_has_its_speaker_and_its_kind(
    text: str, read: list[tuple[str, str | None, str | None]]
) -> None:
    assert rows(text) == read


def test_people_taken_to_hospital_with_wounds_are_counted_once() -> None:
    text = "46 civilians were hospitalized with various injuries and 14 have been killed, the Azerbaijani prosecutor's office said."
    (line,) = lines_of(text, "armenia-azerbaijan", "aze_mod", PUBLISHED)
    assert (line["killed"], line["wounded"]) == ({"CIV": 14}, {"CIV": 46})


def test_the_day_of_a_pact_is_not_that_of_what_broke_it() -> None:
    text = "Azerbaijani forces, violating the trilateral statement of November 9, 2020, opened fire at our positions, the Armenian Defence Ministry said."
    (line,) = lines_of(text, "armenia-azerbaijan", "arm_mod", PUBLISHED)
    assert line["date_end"] == "2021-06-20"
