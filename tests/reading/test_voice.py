"""Whose words a document is, where no source is named. Sentences are our own."""

from datetime import date

import pytest

from holdfire.intake.split import split
from holdfire.reading.files import choose_pack
from holdfire.reading.read import read_document
from holdfire.reading.statement import Statement


def read_unnamed(text: str) -> list[Statement]:
    document = split(text.encode(), "t.txt")
    return read_document(
        document, choose_pack(document.text), published=date(2020, 8, 14), source=None, doc_id="t"
    ).statements


@pytest.mark.parametrize(
    ("text", "speaker", "accused"),
    [
        # a letterhead
        (
            "Press release of the Ministry of Defence of the Republic of Armenia\nThe adversary fired 300 shots in the Tavush direction.",
            "ARM",
            "AZE",
        ),
        ("Azerbaijan Ministry of Defence\nThe enemy fired at our positions near Aghdam.", "AZE", "ARM"),
        # "our" and "the enemy" beside the one side that is named
        (
            "The enemy shelled our posts near Shumy. A Ukrainian serviceman was wounded by the enemy's fire.",
            "UKR",
            "RUS",
        ),
        # the one side that is named only fires: it is the enemy by its name
        ("Azerbaijani units opened fire near Movses. Our posts came under the enemy's fire.", "ARM", "AZE"),
        # "the ministry" of the side that is only ever hit
        (
            "Armenian troops fired at Azerbaijani positions near Zaylik, the Defence Ministry has reported.",
            "AZE",
            "ARM",
        ),
    ],
)
def test_a_bulletin_speaks_for_the_side_that_it_calls_its_own(text: str, speaker: str, accused: str) -> None:
    first = read_unnamed(text)[0]
    assert (first.speaker_party, first.accused_party) == (speaker, accused)


def test_a_text_in_which_both_sides_speak_is_nobodys_own() -> None:
    text = (
        "Armenian forces fired at Azerbaijani posts near Zaylik. "
        "The Azerbaijani Defence Ministry said a soldier was wounded. "
        "The Armenian Defence Ministry denied that its units had fired."
    )
    assert read_unnamed(text)[0].speaker_party == "MEDIA"


@pytest.mark.parametrize(
    ("text", "pack"),
    [
        (
            "Azerbaijan's Ministry of Defence: the enemy fired at our positions near Aghdam.",
            "armenia-azerbaijan",
        ),
        ("In Avdiivka and in Donetsk the SMM heard 14 explosions.", "eastern-ukraine"),
        # one word of a conflict is not enough
        ("An official in Armenia praised the harvest.", "generic"),
        # Tripoli is a city of Lebanon's gazetteer, but two sides of another war are named
        ("Libya's army and Haftar's LNA fought near Tripoli.", "generic"),
    ],
)
def test_a_text_is_of_the_conflict_whose_sides_and_places_it_names(text: str, pack: str) -> None:
    assert choose_pack(text).id == pack


def test_peacekeepers_of_a_state_accuse_nobody_whom_they_do_not_name() -> None:
    text = "The Russian peacekeepers recorded two ceasefire violations near Shusha. An Armenian soldier was wounded."
    assert [s.accused_party for s in read_unnamed(text)] == [None, None]
