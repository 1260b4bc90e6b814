"""Whose words: offices without an owner, outlets that a party runs, names in brackets, who denies. Sentences are our own."""

from datetime import date
from typing import Any

import pytest
from tests.reading.bulletins import lines_of


def rows(text: str, pack: str = "generic") -> list[dict[str, Any]]:
    return lines_of(text, pack, None, date(2024, 5, 15))


@pytest.mark.parametrize(
    ("text", "kind", "speaker", "accused"),
    [
        # both sides are named: an office that accuses the one is the other's
        (
            "Cambodian and Thai troops face each other there. Thai soldiers fired at a post, an army spokesman said.",
            "small_arms",
            "KHM",
            "THA",
        ),
        (
            "The Sudanese army holds the town. In a statement, the army said the RSF shelled a market with mortars.",
            "mortar",
            "SAF",
            "RSF",
        ),
        (
            "Ethiopia's federal government is at peace talks. The federal government accused the TPLF of opening fire.",
            "small_arms",
            "ETH",
            "TPLF",
        ),
        # only one side is named, so whose office it is cannot be told
        ("Thai soldiers fired at a post, a local defence official said.", "small_arms", None, "THA"),
        # an owner that the pack does not know is not guessed
        ("Yesterday the Utopian army said Houthi fighters fired at a post.", "small_arms", None, "HOU"),
        # a name in brackets is the one spelt out before it
        (
            "Haftar's forces fired rockets at a depot, the Government of National Accord (GNA) said.",
            "mlrs",
            "GNA",
            "LNA",
        ),
        # an agency that a party runs is its mouthpiece
        ("The Houthi-run Saba agency said coalition jets struck a bridge.", "air_strike", "HOU", "COAL"),
        # a verb of saying behind a quotation keeps its subject
        (
            'Thailand\'s foreign ministry called it a "hostile act" and said Cambodian troops had fired at a post.',
            "small_arms",
            "THA",
            "KHM",
        ),
    ],
)
def test_who_speaks(text: str, kind: str, speaker: str | None, accused: str | None) -> None:
    found = [(r["kind"], r["speaker_party"], r["accused_party"]) for r in rows(text)]
    assert (kind, speaker, accused) in found


def test_what_follows_an_unknown_body_is_not_the_outlets() -> None:
    statements = rows("Houthi fighters shelled a village, a local official said. Two farmers were killed.")
    assert [s["speaker_party"] for s in statements] == [None, None]


def test_residents_who_hear_shooting_accuse_nobody() -> None:
    *_, heard = rows(
        "The Thai army said Cambodian troops opened fire. Residents said they heard shooting at dawn."
    )
    assert (heard["speaker_party"], heard["accused_party"]) == ("RES", None)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The Thai army accused Cambodia of firing first. Phnom Penh called the accusation a lie.", "KHM"),
        ("Cambodia's army insists that none of its units fired a shot.", "KHM"),
    ],
)
def test_who_denies(text: str, speaker: str) -> None:
    assert (speaker, speaker) in [
        (r["speaker_party"], r["accused_party"]) for r in rows(text) if r["kind"] == "denial"
    ]


def test_a_grenade_is_no_island() -> None:
    (statement,) = rows("Thai soldiers used a grenade launcher against a Cambodian post, Phnom Penh said.")
    assert statement["accused_party"] == "THA"


def test_whose_troops_came_under_fire_are_hit_not_whose_border_they_stand_on() -> None:
    (statement,) = rows(
        "Thai troops came under sniper fire at the Cambodian border, the Thai army said.", "generic"
    )
    assert statement["accused_party"] == "KHM"


def test_losses_that_were_not_published_are_no_losses() -> None:
    assert not rows("Phnom Penh has not disclosed its losses.")


def test_letters_that_the_pack_does_not_know_are_somebody() -> None:
    statements = rows("Houthi fighters shelled a village, JPSR said. Two farmers were killed.")
    assert [s["speaker_party"] for s in statements] == [None, None]
