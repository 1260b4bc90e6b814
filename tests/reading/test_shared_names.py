"""Words that two parties share mean the one that the text names by its own name. Our own sentences."""

from datetime import date

import pytest

from .bulletins import lines_of


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        ("The separatists shelled Avdiivka, the Ukrainian military said.", "DPR"),
        ("Russia-backed separatists shelled Avdiivka, the Ukrainian military said.", "DPR"),
        (
            "The Luhansk republic wants talks. The separatists shelled Zolote, the Ukrainian military said.",
            "LPR",
        ),
        ("The LPR and the DPR want talks. The rebels shelled Zolote, the Ukrainian military said.", "DPR"),
        ("Russian-backed militants shelled Zolote, the Ukrainian military said.", "RUS"),
    ],
)
def test_whose_separatists(text: str, accused: str) -> None:
    (line,) = lines_of(text, "eastern-ukraine", None, date(2018, 3, 4))
    assert (line["kind"], line["accused_party"]) == ("artillery", accused)


def test_whose_soldier_was_killed_by_whom() -> None:
    text = (
        "One Ukrainian soldier was killed on Sunday, Kyiv said. "
        "Moscow-backed rebels broke the truce five times, it added."
    )
    assert {x["accused_party"] for x in lines_of(text, "eastern-ukraine", None, date(2018, 3, 4))} == {"DPR"}
