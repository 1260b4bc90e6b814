"""What an official says without claiming an act: quoted words that name a party, or a call."""

import pytest

from .test_page import read

HEAD = "YEREVAN - A re-worded example.\n\n"


def positions(text: str) -> list[tuple[str | None, str, str]]:
    found = read(HEAD + text).statements
    return [(s.speaker_party, s.kind, s.rule) for s in found if s.rule.startswith("position.")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“The decision of the Azerbaijani side to reopen an old gate was the reason for all the trouble,” Russian Foreign Minister Sergey Lavrov said.",
            [("RUS", "other", "position.quote")],
        ),
        # what a party of the conflict says around its claims is rhetoric
        (
            "“The decision of the Azerbaijani side to reopen an old gate was the reason for all the trouble,” Armenian Foreign Minister Zohrab Mnatsakanyan said.",
            [],
        ),
        ("Armenian Prime Minister Nikol Pashinyan called on both sides to show restraint.", []),
        (
            "Armenian Prime Minister Nikol Pashinyan called for an international mechanism of monitoring.",
            [("ARM", "other", "position.call")],
        ),
        # scare quotes, quotations that name no party of the conflict, and an outlet's own words are no position
        ("Armenian Foreign Minister Zohrab Mnatsakanyan said that the “old gate” was a mistake.", []),
        (
            "“It was a very long and rather difficult winter for all of us here,” Armenian Foreign Minister Zohrab Mnatsakanyan said.",
            [],
        ),
        (
            "“The decision of the Azerbaijani side to reopen an old gate was the reason for all the trouble,” one could read on walls.",
            [],
        ),
    ],
)
def test_a_position_is_read_only_where_it_is_somebodys(
    text: str, expected: list[tuple[str | None, str, str]]
) -> None:
    assert positions(text) == expected


def test_a_quoted_claim_of_fire_stays_a_claim_of_fire() -> None:
    text = "“On 13 July the Azerbaijani armed forces shelled the village of Chinari with mortars,” Armenian Defence Ministry spokesperson Shushan Stepanyan said."
    found = read(HEAD + text).statements
    assert [s.kind for s in found] == ["mortar"]


def test_an_act_in_a_condition_is_no_claim_and_a_warning_is_a_threat() -> None:
    text = "Azerbaijani missile systems can strike the dam precisely if the reservoir is attacked, Azerbaijani Defence Ministry spokesperson Vagif Dargahli said."
    found = read(HEAD + text).statements
    assert [(s.speaker_party, s.modality) for s in found] == [("AZE", "threatened")]


def test_a_denied_report_is_denied_with_its_matter() -> None:
    text = "Dargahli, spokesperson of the Ministry of Defence of Azerbaijan, denied the Armenian report about a downed Azerbaijani UAV as a fabrication."
    found = read(HEAD + text).statements
    assert [(s.kind, s.modality) for s in found] == [("denial", "denied")]
    assert "downed Azerbaijani UAV" in found[0].quote
    assert "UAV" in (found[0].weapon or "")


def test_a_speakers_title_is_no_part_of_what_was_said() -> None:
    text = "On 13 July the Azerbaijani armed forces shelled the village of Chinari with mortars, Armenian Defence Ministry spokesperson Shushan Stepanyan said."
    found = read(HEAD + text).statements
    assert [s.kind for s in found] == ["mortar"]
    assert found[0].quote.endswith("with mortars")
    assert "Stepanyan" in (found[0].speaker or "")
