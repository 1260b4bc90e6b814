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


def test_a_statement_according_to_which() -> None:
    text = "The Ministry of Defence of Azerbaijan issued a statement according to which on Monday the Defence Army opened fire at Azerbaijani positions near Shosh."
    assert told(text, "news.am") == [("small_arms", "AZE", "NKR", "reported")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Azerbaijani forces fired on enemy vehicles and tanks.", ("small_arms", "AZE", "AZE", "asserted")),
        ("Armenian units fired from tanks at positions near Tovuz.", ("tank", "AZE", "ARM", "asserted")),
        ("The Azerbaijani army did not use artillery.", ("denial", "AZE", "AZE", "denied")),
        ("Any new provocation will be met with a decisive response.", ("other", "AZE", "AZE", "threatened")),
    ],
)
def test_what_a_side_says_of_itself(text: str, expected: tuple[str, str, str, str]) -> None:
    assert told(text, "azertag.az") == [expected]


@pytest.mark.parametrize("source", ["https://www.example.az/en/1", "Example.Az"])
def test_a_countrys_domain_tells_whose_outlet_it_is(source: str) -> None:
    assert told("The enemy shelled our positions.", source) == [("artillery", "AZE", "ARM", "asserted")]


def test_a_domain_inside_a_word_is_none() -> None:
    assert told("The enemy shelled our positions.", "www.azimuth.example")[0][1] != "AZE"


@pytest.mark.parametrize(
    "text",
    [
        "Some 12,000 people were killed in those years.",
        "The injured were taken to hospital.",
        "The wounded were evacuated in the night.",
    ],
)
def test_totals_of_a_war_and_losses_told_before_are_no_new_ones(text: str) -> None:
    assert told(text, "azertag.az") == []


def test_times_of_a_use_are_counted() -> None:
    text = "The Azerbaijani side used sniper rifles 160 times in January."
    lines = lines_of(text, "armenia-azerbaijan", "news.am", date(2013, 2, 2))
    assert [(s["kind"], s["count"]) for s in lines] == [("sniper", 160)]


def test_a_statement_called_false_behind_its_that() -> None:
    text = "The statement issued by the Ministry of Defence (MoD) of Azerbaijan that, allegedly, on Friday the Armenian side fired on a post near Shushi is another disinformation."
    assert sorted(told(text, "news.am")) == [
        ("denial", "ARM", "ARM", "denied"),
        ("small_arms", "AZE", "ARM", "reported"),
    ]


def test_a_fatal_wound_is_a_death() -> None:
    text = "A serviceman of the Armenian Armed Forces received a fatal gunshot wound near Sotk."
    lines = lines_of(text, "armenia-azerbaijan", "news.am", date(2021, 7, 14))
    assert [(s["kind"], s["killed"], s["wounded"]) for s in lines] == [("casualty", {"ARM": 1}, None)]
