"""Flash to bang, crack to thump, and who fired first: cases from the formulas, and refusals."""

import csv

import pytest

from holdfire.model.errors import Misuse
from holdfire.ranging.flash_to_bang import range_from_crack, range_from_flash
from holdfire.ranging.order import CANNOT_SAY, Heard, order_of_intervals, order_of_times
from holdfire.ranging.records import Weather

CALM = Weather(15.0, 1.0, 0.0, 0.5, 0.0, True)


def test_three_seconds_from_flash_to_bang_are_about_a_kilometre():
    found = range_from_flash(10, 25.0, 9.5 / 25.0 + 3.0, 0.005, CALM)
    assert found.metres == pytest.approx(3.0 * CALM.sound_speed)
    assert found.low_m < found.metres < found.high_m
    assert 5 < found.sigma_m < 20  # the camera's frame and sound track dominate


def test_a_slower_camera_gives_a_wider_range():
    slow, fast = (
        range_from_flash(0, rate, 2.0, 0.001, CALM, sound_lag_sigma_s=0.0).sigma_m for rate in (5.0, 60.0)
    )
    assert slow > 2 * fast


def test_a_bang_before_its_flash_is_refused():
    with pytest.raises(Misuse, match="before the flash"):
        range_from_flash(100, 25.0, 1.0, 0.01, CALM)


def test_crack_to_thump_is_the_closed_form_and_holds_all_speeds():
    c, v, r = CALM.sound_speed, 700.0, 400.0
    found = range_from_crack(r / c - r / v, 0.001, (600.0, 850.0), CALM)
    assert found.low_m < r < found.high_m
    assert range_from_crack(r / c - r / v, 1e-6, (v, v), CALM).metres == pytest.approx(r)


def test_a_bullet_slower_than_sound_has_no_shock_wave():
    with pytest.raises(Misuse, match="no shock wave"):
        range_from_crack(0.5, 0.001, (300.0, 600.0), CALM)


def test_shared_errors_cancel_in_the_order_of_two_sounds():
    apart = order_of_times("a", 10.00, "b", 10.02, 4e-4, 4e-4, 0.0)
    together = order_of_times("a", 10.00, "b", 10.02, 4e-4, 4e-4, 3.9e-4)
    assert apart.first == CANNOT_SAY
    assert together.first == "a"
    assert together.p["a"] + together.p["b"] == pytest.approx(1.0)


def test_order_does_not_depend_on_how_the_two_are_named():
    one = order_of_times("a", 5.0, "b", 5.1, 1e-4, 1e-4, 0.0)
    two = order_of_times("b", 5.1, "a", 5.0, 1e-4, 1e-4, 0.0)
    assert one.first == two.first == "a"
    assert one.p == pytest.approx(two.p)


def test_three_unsynchronised_recorders_of_two_shots_tell_who_was_first(shared):
    heard = []
    with (shared / "ranging" / "maher_who_fired_first.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            nearer = row["note"].removeprefix("nearer ") if row["note"].startswith("nearer ") else ""
            heard.append(Heard(row["recorder"], float(row["interval_ms"]) / 1000.0, nearer))
    found = order_of_intervals(("firearm 1", "firearm 2"), heard)
    assert found.first == "firearm 2"
    assert "head start" in found.reason
    # without the recorder beside firearm 1 geometry and order cannot be told apart
    fewer = order_of_intervals(("firearm 1", "firearm 2"), [h for h in heard if h.nearer != "firearm 1"])
    assert fewer.first == CANNOT_SAY
    assert "no recorder is known to stand nearer to firearm 1" in fewer.reason


def test_recorders_that_contradict_each_other_give_no_order():
    heard = [Heard("x", 0.30, "a"), Heard("y", 0.40, "b"), Heard("z", 0.90)]
    found = order_of_intervals(("a", "b"), heard)
    assert found.first == CANNOT_SAY
    assert "z" in found.reason
