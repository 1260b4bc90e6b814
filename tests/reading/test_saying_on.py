"""A denier who says on, a truce's phrase that holds no "since", a clash behind "after". Our own sentences."""

from datetime import date

import pytest

from .bulletins import lines_of


def told(text: str) -> list[tuple[str, str | None, str | None]]:
    lines = lines_of(text, "generic", None, date(2020, 7, 24))
    return sorted((s["kind"], s["speaker_party"], s["accused_party"]) for s in lines)


@pytest.mark.parametrize("word", ["saying", "adding that", "insisting that", "stating that"])
def test_a_denier_says_on(word: str) -> None:
    text = f"Kyrgyzstan denied the accusation, {word} Tajik soldiers had shelled a post in Batken."
    assert told(text) == [("artillery", "KGZ", "TJK"), ("denial", "KGZ", "KGZ")]


def test_violations_since_a_truce_took_effect_are_violations() -> None:
    text = "Cambodia said Thailand had committed 47 violations of the ceasefire since it took effect."
    assert told(text) == [("violation_unspecified", "KHM", "THA")]


def test_a_clash_behind_after_is_told_with_what_it_led_to() -> None:
    text = "M23 rebels captured the town of Bunagana on Monday after heavy fighting with the Congolese army."
    assert [row[0] for row in told(text)] == ["incursion"]


def test_what_a_speaker_did_behind_a_second_that() -> None:
    text = (
        "The Thai army said Cambodian troops fired rockets at its posts and that it shelled a base in answer."
    )
    assert ("artillery", "THA", "THA") in told(text)
