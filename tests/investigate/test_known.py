from zoneinfo import ZoneInfo

import pytest

from holdfire.investigate.known import moment_of
from holdfire.model.errors import Misuse

ZONE = ZoneInfo("Asia/Yerevan")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-07-14 20:00", "2020-07-14T20:00:00+04:00"),
        ("2020-07-14T20:00+00:00", "2020-07-14T20:00:00+00:00"),
        ("2020-07-14", "2020-07-14T23:59:59+04:00"),  # a day means its end
    ],
)
def test_a_moment_without_a_zone_is_in_the_mandates(text: str, expected: str) -> None:
    assert moment_of(text, ZONE).isoformat() == expected


@pytest.mark.parametrize("text", ["yesterday", "14.07.2020", "2020-07-32"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(Misuse, match="expected a day"):
        moment_of(text, ZONE)
