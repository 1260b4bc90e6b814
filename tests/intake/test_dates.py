"""What a document says of its own date, in the packs' languages; a date that never was is no date."""

# ruff: noqa: DTZ001  (the register's times are naive UTC)

from datetime import date, datetime

import pytest

from holdfire.intake.dates import find_dates, moment_candidate, text_candidates
from holdfire.intake.language import guess_language


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("12 July 2020", date(2020, 7, 12)),
        ("July 12, 2020", date(2020, 7, 12)),
        ("12th of July 2020", date(2020, 7, 12)),
        ("2020-07-12", date(2020, 7, 12)),
        ("12.07.2020", date(2020, 7, 12)),
        ("12 июля 2020", date(2020, 7, 12)),
        ("12 липня 2020", date(2020, 7, 12)),
        ("12 iyul 2020", date(2020, 7, 12)),
        ("12 հուլիսի 2020", date(2020, 7, 12)),
        ("12 يوليو 2020", date(2020, 7, 12)),
        ("16 تموز 2020", date(2020, 7, 16)),
        ("12 juillet 2020", date(2020, 7, 12)),
    ],
)
def test_full_dates_in_many_languages(words: str, day: date) -> None:
    assert [found for _words, found in find_dates(f"x {words} y")] == [day]


@pytest.mark.parametrize(
    "words",
    ["31 June 2020", "2020-13-01", "45.07.2020", "12 July", "room 12 of 2020", "1/2/20", "120 July 2020"],
)
def test_what_is_no_full_date_is_not_guessed(words: str) -> None:
    assert find_dates(words) == []


@pytest.mark.parametrize(
    ("paragraph", "found"),
    [
        ("Daily Report 145/2021 issued on 24 June 2021", [("24 June 2021", "issued_on")]),
        (
            "Based on information as of 19:30, 23 June 2021. Times are local.",
            [("19:30, 23 June 2021", "as_of")],
        ),
        ("Based on information as of 19:30hrs 23 June 2021", [("19:30, 23 June 2021", "as_of")]),
        ("YEREVAN, 12 July 2020 – The ministry reported.", [("12 July 2020", "dateline")]),
        ("BAKU, July 12, 2020. The ministry reported.", [("July 12, 2020", "dateline")]),
        ("13 July 2020", [("13 July 2020", "dateline")]),
        ("The issue of the year was raised on 3 May 2020 by the committee on the site.", []),
        ("On 12 July 2020 at 12:30 one house was hit, the ministry said in its report.", []),
    ],
)
def test_a_date_is_a_candidate_by_where_it_stands(paragraph: str, found: list[tuple[str, str]]) -> None:
    assert [(c.stated, c.basis) for c in text_candidates([paragraph])] == found


def test_a_day_is_an_interval_and_a_moment_a_point() -> None:
    day = moment_candidate("2020-07-13", "meta")
    assert day is not None
    assert (day.earliest, day.latest, day.has_zone) == (
        datetime(2020, 7, 13),
        datetime(2020, 7, 13, 23, 59, 59),
        False,
    )
    moment = moment_candidate("Mon, 13 Jul 2020 07:30:00 +0400", "meta")
    assert moment is not None
    assert (moment.earliest, moment.latest, moment.has_zone) == (
        datetime(2020, 7, 13, 3, 30),
        datetime(2020, 7, 13, 3, 30),
        True,
    )
    assert moment_candidate("yesterday", "meta") is None
    assert moment_candidate("2020-02-31T00:00:00", "meta") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The ministry said that one house was hit in the village on that day.", "en"),
        ("Министерство сообщило, что за сутки режим прекращения огня был нарушен.", "ru"),
        ("Міністерство повідомило, що за добу режим тиші був порушений тричі.", "uk"),
        ("Müdafiə Nazirliyi bildirib ki, ətəşkəs gün ərzində üç dəfə pozulub.", "az"),
        ("Պաշտպանության նախարարությունը հայտնել է, որ օրն անցել է հանգիստ։", "hy"),
        ("وأفادت الوزارة بأن القرية تعرضت للقصف ثلاث مرات خلال اليوم", "ar"),
        (
            "Savunma Bakanlığı ateşkesin gün içinde üç kez ihlal edildiği ve bir evin vurulduğunu bildirdi ve bu olay için",
            "tr",
        ),
        ("12:30 14 15", None),
    ],
)
def test_the_language_is_guessed_from_script_and_small_words(text: str, code: str | None) -> None:
    assert guess_language(text) == code
