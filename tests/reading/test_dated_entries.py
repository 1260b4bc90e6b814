"""Texts of several entries that open with their day. Our own sentences."""

from datetime import date

import pytest

from .bulletins import lines_of

PUBLISHED = date(2020, 7, 20)


def days_of(text: str) -> list[tuple[str, str]]:
    lines = lines_of(text, "armenia-azerbaijan", None, PUBLISHED)
    return [(line["date_start"], line["date_end"]) for line in lines]


@pytest.mark.parametrize("sign", [".", ":", " -", " –"])
def test_each_entry_is_of_the_day_that_it_opens_with(sign):
    text = (
        f"14 July 2020{sign} This morning Azerbaijani troops shelled Movses.\n"
        f"16 July 2020{sign} Azerbaijani troops fired mortars at Chinari. Yesterday they shelled Movses."
    )
    assert [start for start, _ in days_of(text)] == ["2020-07-14", "2020-07-16", "2020-07-15"]


def test_entries_may_stand_below_their_day():
    text = (
        "14 July\nAzerbaijani troops shelled Movses.\nTuesday, 16 July\nAzerbaijani troops shelled Chinari."
    )
    assert [start for start, _ in days_of(text)] == ["2020-07-14", "2020-07-16"]


def test_a_single_dateline_is_the_texts_own():
    text = "17 July 2020.\nToday Azerbaijani troops shelled Movses."
    assert days_of(text) == [("2020-07-20", "2020-07-20")]


def test_a_day_in_a_sentence_opens_no_entry():
    text = "On 14 July Azerbaijani troops shelled Movses.\nOn 16 July they shelled Chinari.\nThey did so again today."
    assert [start for start, _ in days_of(text)][:2] == ["2020-07-14", "2020-07-16"]
