"""Whose losses and how many: a mission's own people, parts of a number, asides, causes of death, who stands behind "by"."""

from datetime import date

import pytest
from tests.reading.bulletins import lines_of

DAY = date(2024, 5, 20)
Losses = tuple[dict[str, int], dict[str, int]]


def losses_of(text: str, pack: str = "generic", source: str | None = None) -> Losses:
    line = next(ln for ln in lines_of(text, pack, source, DAY) if ln["kind"] == "casualty")
    return line["killed"] or {}, line["wounded"] or {}


@pytest.mark.parametrize(
    ("text", "killed", "wounded"),
    [
        ("An officer was killed by sniper fire and another received a shrapnel wound.", {"UNSPEC": 1}, {"UNSPEC": 1}),
        ("The shelling left two villagers killed and three wounded.", {"CIV": 2}, {"CIV": 3}),
        ("Doctors reported two villagers killed and five others hurt.", {"CIV": 2}, {"CIV": 5}),
        ("Five villagers, two of them children, were injured.", {}, {"CIV": 5}),
        ("The mission said 40 civilians, one police officer among them, died.", {"CIV": 40}, {}),
        ("A shepherd died of shrapnel wounds and his wife was injured.", {"CIV": 1}, {"CIV": 1}),
        ("Doctors counted four dead.", {"CIV": 4}, {}),
        ("A shepherd died just after midnight of wounds he had received in shelling.", {"CIV": 1}, {}),
        ("Nine of the 19 villagers were killed.", {"CIV": 9}, {}),
        ("Three civilians, Zera Jan (60), Naem Dar (24) and Ulfa Rash (17), were injured.", {}, {"CIV": 3}),
        ("The navy hit two boats and at least ten fishermen were killed.", {"CIV": 10}, {}),
        ("Rebel forces shot at farmers and wounded one of them.", {}, {"CIV": 1}),
        ("A man told the mission that he had been hit by shrapnel.", {}, {"CIV": 1}),
    ],
)  # fmt: skip
def test_numbers_of_losses(text: str, killed: dict[str, int], wounded: dict[str, int]) -> None:
    assert losses_of(text) == (killed, wounded)


@pytest.mark.parametrize(
    ("text", "wounded"),
    [
        ("The UNIFIL patrol heard three explosions. No peacekeeper was hurt.", {"UN": 0}),
        ("UNIFIL said a rocket hit its base and four peacekeepers were injured.", {"UN": 4}),
        ("The UNIFIL patrol came under fire; none of its members was injured.", {"UN": 0}),
    ],
)
def test_a_missions_own_people(text: str, wounded: dict[str, int]) -> None:
    assert losses_of(text, "lebanon-blue-line", "UNIFIL")[1] == wounded


def test_monitors_who_find_no_casualties_do_not_speak_of_themselves() -> None:
    text = "UNIFIL peacekeepers heard shelling. Its military observers found no casualties."
    assert losses_of(text, "lebanon-blue-line", "UNIFIL") == ({"UNSPEC": 0}, {})
