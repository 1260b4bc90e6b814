"""Two sides in one sentence: who says which half, whom it accuses, whose the dead are. Sentences are our own."""

from datetime import date
from typing import Any

import pytest
from tests.reading.bulletins import lines_of


def rows(text: str, pack: str) -> list[dict[str, Any]]:
    return lines_of(text, pack, None, date(2023, 10, 10))


@pytest.mark.parametrize(
    ("text", "pack", "expected"),
    [
        # "us" is who was attacked, never who attacks
        (
            '"The Azerbaijani side attacked us with mortars and tried to seize a post," an Armenian army spokesman said.',
            "armenia-azerbaijan",
            [("incursion", "ARM", "AZE"), ("mortar", "ARM", "AZE")],
        ),
        # a denial, then a claim of the denier's own
        (
            "Thailand's army denied the accusation and said Cambodian troops had shelled a village.",
            "generic",
            [("denial", "THA", "THA"), ("artillery", "THA", "KHM")],
        ),
        # what stands behind the semicolon is the other side's, and quoted by nobody
        (
            "Thailand's army said Cambodian troops opened fire; Cambodia's defence ministry said Thai soldiers had fired first.",
            "generic",
            [("small_arms", "THA", "KHM"), ("small_arms", "KHM", "THA")],
        ),
        # what is answered is not what answers
        (
            "Hezbollah said its fighters fired missiles at an Israeli post, in response to Israeli strikes that killed three of its members.",
            "lebanon-blue-line",
            [("mlrs", "HEZ", "HEZ"), ("casualty", "HEZ", "ISR")],
        ),
        # a report called false claims nothing
        (
            "The reports about a downed Azerbaijani drone are false, Azerbaijan's Ministry of Defence said.",
            "armenia-azerbaijan",
            [("denial", "AZE", "AZE")],
        ),
        # fire that both exchanged is nobody's alone
        (
            "Both armies exchanged heavy fire along the frontier.",
            "india-pakistan",
            [("small_arms", "MEDIA", None)],
        ),
        # an unknown spokesman speaks for nobody, and the Houthis do not speak
        (
            "A spokesman for the government forces, Aden Saleh, said the Houthis violated the ceasefire 35 times.",
            "generic",
            [("violation_unspecified", "YEM", "HOU")],
        ),
    ],
)
def test_each_half_has_its_own_speaker_and_accused(
    text: str, pack: str, expected: list[tuple[str, str | None, str | None]]
) -> None:
    read = [(r["kind"], r["speaker_party"], r["accused_party"]) for r in rows(text, pack)]
    assert sorted(read, key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    ("text", "killed", "wounded"),
    [
        ("At least 11 Thai civilians and one soldier were killed.", {"CIV": 11, "THA": 1}, None),
        (
            "The Thai army said one of its soldiers was killed when Cambodian forces opened fire.",
            {"THA": 1},
            None,
        ),
        ("One Thai soldier was killed and another received a shrapnel wound.", {"THA": 1}, {"THA": 1}),
        (
            "The Thai army said its posts came under fire by no fewer than 30 shells; a soldier was wounded.",
            None,
            {"THA": 1},
        ),
        # a state that offers to mediate has no dead
        ("Russia offered to mediate after the clashes left 16 dead.", {"UNSPEC": 16}, None),
    ],
)
def test_the_dead_are_whose_the_words_say(
    text: str, killed: dict[str, int] | None, wounded: dict[str, int] | None
) -> None:
    (toll,) = [r for r in rows(text, "generic") if r["kind"] == "casualty"]
    assert (toll["killed"], toll["wounded"]) == (killed, wounded)


@pytest.mark.parametrize(
    "text",
    [
        "Armenia calls on the Azerbaijani side to refrain from provocations.",
        "The minister held a meeting to discuss the shelling of villages.",
        "Armenia has not commented on the attacks.",
        "Countermeasures were taken by Armenian units.",
    ],
)
def test_what_is_only_spoken_of_is_no_event(text: str) -> None:
    read = rows(text, "armenia-azerbaijan")
    assert [r for r in read if not r["rule"].startswith("position.")] == []


@pytest.mark.parametrize("who", ["The two sides", "Troops of the two countries", "Both sides"])
def test_how_many_sides_fired_is_no_count_of_fire(who: str) -> None:
    (row,) = rows(f"{who} exchanged fire on Sunday.", "armenia-azerbaijan")
    assert (row["kind"], row["accused_party"], row["count"]) == ("small_arms", None, None)


def test_into_the_truce_says_when_and_not_at_whom() -> None:
    (row,) = rows(
        "An hour into the truce rebels shelled Talakivka, Ukraine's military said.", "eastern-ukraine"
    )
    assert (row["kind"], row["speaker_party"], row["accused_party"]) == ("artillery", "UKR", "DPR")


@pytest.mark.parametrize(
    ("text", "pack", "killed"),
    [
        (
            "Violence on the border with Azerbaijan has left a number of Armenian soldiers dead.",
            "armenia-azerbaijan",
            {"ARM": None},
        ),
        (
            "Azerbaijan's Defence Ministry said two soldiers were killed while repelling an attack of the Armenian side.",
            "armenia-azerbaijan",
            {"AZE": 2},
        ),
        (
            "Rebels broke the truce on Sunday, Ukraine's military said, and killed two soldiers and wounded another.",
            "eastern-ukraine",
            {"UKR": 2},
        ),
    ],
)
def test_whose_soldiers_died(text: str, pack: str, killed: dict[str, int | None]) -> None:
    (row,) = (r for r in rows(text, pack) if r["kind"] == "casualty")
    assert row["killed"] == killed


@pytest.mark.parametrize(
    "who",
    [
        "The Karabakh Armenian army",
        "The separatist Nagorno-Karabakh region's military",
        "The human rights ombudsman in Nagorno-Karabakh",
        "The Nagorno-Karabakh Emergency and Rescue Service",
        "Armenian-backed officials in Nagorno-Karabakh",
    ],
)
def test_who_speaks_for_karabakh(who: str) -> None:
    (row,) = rows(f"{who} said Azerbaijani forces shelled a village.", "armenia-azerbaijan")
    assert (row["speaker_party"], row["accused_party"]) == ("NKR", "AZE")
