"""Who is only said to be somewhere, whose statement is only quoted to be called false, and who subjects whom to fire.

Our own sentences, in the form of the ministries' bulletins.
"""

from datetime import date

import pytest

from .bulletins import lines_of


def told(text: str, source: str | None = None) -> list[tuple[str, str | None, str | None, str]]:
    lines = lines_of(text, "armenia-azerbaijan", source, date(2022, 12, 16))
    return [(s["kind"], s["speaker_party"], s["accused_party"], s["modality"]) for s in lines]


@pytest.mark.parametrize(
    "text",
    [
        "Illegal Armenian armed formations on Azerbaijani land, where Russian troops are temporarily deployed, shelled positions of the Azerbaijan Army near Khojaly.",
        "Members of an illegal Armenian armed detachment in the area where the Russian peacekeepers are stationed shelled positions of the Azerbaijan Army near Khojaly.",
    ],
)
def test_who_is_only_stationed_there_does_not_act(text: str) -> None:
    assert told(text, "azertag.az") == [("artillery", "AZE", "NKR", "asserted")]


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        ("The Armenian armed forces periodically subjected to fire our positions in Tovuz.", "ARM"),
        ("Armenian units subjected to fire from small arms the positions of the Azerbaijan Army.", "ARM"),
        ("Positions of the Azerbaijan Army were subjected to fire by the Armenian side in Tovuz.", "ARM"),
        ("Armenian units at the border were subjected to fire from the positions of Azerbaijan.", "AZE"),
    ],
)
def test_subjecting_to_fire_is_done_or_suffered(text: str, accused: str) -> None:
    assert [(row[0], row[2]) for row in told(text)] == [("small_arms", accused)]


@pytest.mark.parametrize(
    "text",
    [
        "The statement of the MoD of Azerbaijan alleging that on May 3 the Armenian units opened fire at Azerbaijani positions does not correspond to reality.",
        "The statement spread by the Ministry of Defence of Azerbaijan, claiming that the Armenian units opened fire at Azerbaijani positions, is another disinformation.",
        "The MoD of Azerbaijan spread a statement claiming that the Armenian units opened fire at Azerbaijani positions. It does not correspond to reality.",
    ],
)
def test_a_statement_quoted_to_be_called_false_keeps_its_speaker(text: str) -> None:
    assert sorted(told(text, "news.am")) == [
        ("denial", "ARM", "ARM", "denied"),
        ("small_arms", "AZE", "ARM", "reported"),
    ]


def test_a_claim_between_commas_is_no_part_of_what_is_said_of_its_speaker() -> None:
    text = "The Azerbaijani MoD, claiming that roadworks were disrupted, tries to justify the firing of its units at farmers in Martuni."
    assert told(text, "news.am") == [("small_arms", "ARM", "AZE", "asserted")]


@pytest.mark.parametrize(
    "text",
    [
        "Armenian units shelled positions in Kalbajar, an agency reports per the Ministry of Defence of Azerbaijan.",
        "The agency has learned from the Ministry of Defence of Azerbaijan that Armenian units shelled positions in Kalbajar.",
    ],
)
def test_sources_named_in_passing(text: str) -> None:
    assert told(text) == [("artillery", "AZE", "ARM", "asserted")]
