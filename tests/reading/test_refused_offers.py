"""Who refuses an offer denies nothing; who refuses a charge does. Our own sentences."""

from datetime import date

import pytest

from .bulletins import lines_of


@pytest.mark.parametrize(
    ("matter", "kinds"),
    [
        ("calls for a ceasefire", []),
        ("the rebels' proposal to stop fighting in the town", []),
        ("a truce", []),
        ("the accusations of Russia", ["denial"]),
        ("claims that its troops had shelled the town", ["denial"]),
    ],
)
def test_what_is_dismissed(matter: str, kinds: list[str]) -> None:
    text = f"Ukraine's defence ministry dismissed {matter}."
    lines = lines_of(text, "eastern-ukraine", None, date(2014, 9, 3))
    assert [line["kind"] for line in lines if line["kind"] == "denial"] == kinds
