"""Days told by their distance, read against the day of publication or against what the text told last.

Sentences are our own, re-worded after the manner of bulletins.
"""

from datetime import date

import pytest

from holdfire.intake.split import split
from holdfire.reading.pack import load_pack
from holdfire.reading.read import read_document

PUBLISHED = date(2020, 8, 14)  # a Friday


def days_of(text: str, number: int = -1) -> tuple[str, str]:
    document = split(text.encode(), "t.txt")
    result = read_document(
        document, load_pack("armenia-azerbaijan"), published=PUBLISHED, source="armenpress", doc_id="t"
    )
    statement = result.statements[number]
    return f"{statement.date_start:%m-%d}", f"{statement.date_end:%m-%d}"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Overnight into Friday the adversary opened fire.", "08-13", "08-14"),
        ("In the night of August 13 to 14 the adversary opened fire.", "08-13", "08-14"),
        ("On the night of 12 August the adversary shelled Chinari.", "08-12", "08-12"),
        ("On August 12 the adversary fired. The previous day it had shelled Movses.", "08-11", "08-11"),
        ("On August 12 the adversary fired. Two days earlier it had shelled Movses.", "08-10", "08-10"),
        ("On August 10 the adversary fired. The following day it shelled Movses.", "08-11", "08-11"),
        ("On August 10 the adversary fired. That night it shelled Movses.", "08-10", "08-10"),
        ("Three days ago the adversary shelled Movses.", "08-11", "08-11"),
        ("A week ago the adversary shelled Movses.", "08-07", "08-07"),
        ("Last Friday the adversary shelled Movses.", "08-07", "08-07"),
        ("In the past three days the adversary opened fire 40 times.", "08-12", "08-14"),
        ("Over the last 48 hours the adversary opened fire 40 times.", "08-12", "08-14"),
        ("Last week the adversary shelled two villages.", "08-03", "08-09"),
        ("Over the last week the adversary fired 90 shots.", "08-07", "08-14"),
        ("In the past month the adversary shelled two villages.", "07-14", "08-14"),
        ("From August 3 to 9 the adversary fired. During the week 90 shots were fired.", "08-03", "08-09"),
        ("Since the start of 2020 the adversary violated the ceasefire 45 times.", "01-01", "08-14"),
        ("Between 23:40 on August 12 and 05:20 on August 13 the adversary fired.", "08-12", "08-13"),
        ("From 18:00 on August 12 to 06:00 the next day the adversary fired.", "08-12", "08-13"),
        ("From last night until this morning the adversary fired.", "08-13", "08-14"),
        ("In the night of August 14 the adversary shelled Movses.", "08-13", "08-14"),
        ("In the night of August 14, at about 01:40, the adversary shelled Movses.", "08-14", "08-14"),
        ("Between the evening of 12 and the morning of 13 August the adversary fired.", "08-12", "08-13"),
        ("Since the beginning of August 25 shots were fired at Movses.", "08-01", "08-14"),
        ("In the second half of July the adversary violated the ceasefire 70 times.", "07-16", "07-31"),
        (
            "The shelling occurred on Wednesday. The adversary fired at Movses, the army said on Friday.",
            "08-12",
            "08-12",
        ),
        ("It came a day after the adversary shelled Movses.", "08-13", "08-13"),
        ("This week the adversary violated the ceasefire 70 times.", "08-10", "08-14"),
        ("On Tuesday and Wednesday the adversary shelled two villages.", "08-11", "08-12"),
        ("From Monday evening until Tuesday morning the adversary fired 15 times.", "08-10", "08-11"),
        # only a total runs up to publication; an act is dated from the day since which it is told
        ("Since August 1 the adversary violated the ceasefire 45 times.", "08-01", "08-14"),
        ("Since August 12 the adversary has been shelling Movses.", "08-12", "08-12"),
        ("За последние 3 дня противник открывал огонь 40 раз.", "08-12", "08-14"),
        ("С 7 по 13 августа противник нарушил режим прекращения огня 180 раз.", "08-07", "08-13"),
    ],
)
def test_a_day_told_by_its_distance_is_that_day(text: str, start: str, end: str) -> None:
    assert days_of(text) == (start, end)


def test_a_hospital_called_after_a_date_is_no_date() -> None:
    assert days_of("The adversary shelled the 22 May Hospital.") == ("08-14", "08-14")


def test_the_day_of_what_is_compared_is_not_the_day_of_what_is_told() -> None:
    text = "On August 12 the adversary fired 40 shots, against 90 on August 3."
    assert days_of(text, 0) == ("08-12", "08-12")


def test_the_week_before_is_told_from_the_week_that_a_bulletin_tells() -> None:
    text = (
        "Օգոստոսի 3-ից 9-ն ընկած ժամանակահատվածում հակառակորդը հրադադարը խախտել է 40 անգամ։ "
        "Նախորդ շաբաթ արձանագրվել էր մոտ 30 խախտում։"
    )
    assert days_of(text) == ("07-27", "08-02")


def test_what_sums_a_bulletin_up_is_of_all_its_day() -> None:
    text = (
        "Son sutkada düşmən atəşkəsi 20 dəfə pozub. Dünən axşam düşmən bir mərmi atıb. "
        "Şəxsi heyət arasında itki yoxdur."
    )
    assert days_of(text) == ("08-13", "08-14")
