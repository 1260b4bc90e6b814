"""Stretches of days and hours by endings, a bare hour, a year before its month: Azerbaijani and Armenian. Own sentences."""

from datetime import date

import pytest
from tests.reading.bulletins import lines_of

# fmt: off
CASES: list[tuple[str, str, str, str | None]] = [
    # (when, first day, last day, time)
    ("Oktyabrın 6-dan 12-dək düşmən mövqelərimizi atəşə tutub.", "2021-10-06", "2021-10-12", None),
    ("Noyabrın 3-dən 4-nə keçən gecə düşmən mövqelərimizi atəşə tutub.", "2021-11-03", "2021-11-04", "night"),
    ("Noyabrın 3-də saat 10:40-dan 12:10-dək düşmən mövqelərimizi atəşə tutub.", "2021-11-03", "2021-11-03", "10:40-12:10"),
    ("Noyabrın 3-ü saat 22:15-dən noyabrın 4-ü saat 03:50-dək düşmən mövqelərimizi atəşə tutub.", "2021-11-03", "2021-11-04", "22:15-03:50"),
    ("Noyabrın 3-də saat 8-dən etibarən düşmən mövqelərimizi atəşə tutub.", "2021-11-03", "2021-11-03", "08:00"),
    ("Noyabrın 3-ü saat 20:40-dan 4-ü saat 01:15-dək düşmən mövqelərimizi atəşə tutub.", "2021-11-03", "2021-11-04", "20:40-01:15"),
    ("Noyabrın 2-si axşam saatlarından 3-ü səhərə kimi düşmən mövqelərimizi atəşə tutub.", "2021-11-02", "2021-11-03", "evening"),
    ("Նոյեմբերի 3-ին՝ ժամը 20:40-ից մինչև նոյեմբերի 4-ը՝ ժամը 01:15-ը, հակառակորդը կրակ է բացել։", "2021-11-03", "2021-11-04", "20:40-01:15"),
    ("2020-ci il noyabrın 9-da düşmən mövqelərimizi atəşə tutub.", "2020-11-09", "2020-11-09", None),
    ("Հոկտեմբերի 12-ից 18-ն ընկած ժամանակահատվածում հակառակորդը կրակ է բացել։", "2021-10-12", "2021-10-18", None),
    ("Հոկտեմբերի 12-ի լույս 13-ի գիշերը հակառակորդը կրակ է բացել։", "2021-10-12", "2021-10-13", "night"),
    ("Նոյեմբերի 2-ին՝ ժամը 14:35-ից մինչև 16:20-ը, հակառակորդը կրակ է բացել։", "2021-11-02", "2021-11-02", "14:35-16:20"),
    ("2020 թվականի նոյեմբերի 9-ին հակառակորդը կրակ է բացել։", "2020-11-09", "2020-11-09", None),
]
# fmt: on


@pytest.mark.parametrize(("text", "first", "last", "time"), CASES)
def test_a_stretch_is_read_by_its_endings(text: str, first: str, last: str, time: str | None) -> None:
    (row,) = lines_of(text, "armenia-azerbaijan", None, date(2021, 11, 5))
    assert (row["date_start"], row["date_end"], row["time"]) == (first, last, time)
