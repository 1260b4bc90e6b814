"""Hours: noon and midnight, "five in the morning"; what only sounds like one."""

from datetime import date

import pytest
from tests.reading.bulletins import lines_of

DAY = date(2024, 5, 20)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("The rebels shelled homes in Batnoi shortly before noon.", "12:00"),
        ("From noon on 19 May the rebels shelled homes in Batnoi.", "12:00"),
        ("The rebels shelled homes in Batnoi between midnight and 6 a.m.", "00:00-06:00"),
        ("The rebels attacked an army post near Batnoi at five in the morning.", "05:00"),
        ("The rebels shelled homes in Batnoi at about three in the afternoon.", "15:00"),
        ("On 19 May at about 10.30 the rebels attacked an army post near Batnoi.", "10:30"),
        ("The rebels shelled homes in Batnoi after midnight.", "midnight"),
        ("The rebels attacked five posts near Batnoi in the morning.", "morning"),
        ("At the noon briefing the army said the rebels shelled Batnoi village.", "noon"),
    ],
)
def test_the_hour_of_what_happened(text: str, time: str) -> None:
    assert lines_of(text, "generic", None, DAY)[0]["time"] == time
