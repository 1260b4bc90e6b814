# ruff: noqa: DTZ001 - the register holds naive UTC
"""First movers, words, coverage, reliability, stations and the wording of verdicts."""

import math
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from holdfire.model.case import CoverageInterval
from holdfire.origin.coverage import Happening, negative_findings, p_detect
from holdfire.origin.first_mover import TimedAct, first_of
from holdfire.origin.reliability import Checked, Spoken, check_sources, learn
from holdfire.origin.stations import cone_lobes, crack_thump_m, flash_range_m, sound_ms
from holdfire.origin.verdict import compass_words, mixed_sentences, percent
from holdfire.origin.words import Word, spoken_for, weigh, weigh_all

SURE_A, SURE_B = {"A": 1.0, "B": 0.0, "undetermined": 0.0}, {"A": 0.0, "B": 1.0, "undetermined": 0.0}


@pytest.mark.parametrize(
    ("gap", "sigma", "shared"), [(0.0, 1.0, 0.0), (1.0, 1.0, 0.0), (1.0, 1.0, 0.9), (-2.0, 3.0, 8.0)]
)
def test_two_normal_times_have_the_exact_order(gap: float, sigma: float, shared: float) -> None:
    acts = [TimedAct("a", 0.0, 0.0, sigma, SURE_A), TimedAct("b", gap, gap, sigma, SURE_B)]
    found = first_of(acts, ["A", "B"], {("a", "b"): shared}).p_first
    exact = float(norm.cdf(gap / math.sqrt(2 * sigma**2 - 2 * shared)))
    assert found["A"] == pytest.approx(exact, abs=0.01)


def test_shared_air_makes_a_close_order_sure() -> None:
    acts = [TimedAct("a", 0.0, 0.0, 1.0, SURE_A), TimedAct("b", 0.5, 0.5, 1.0, SURE_B)]
    apart, together = (
        first_of(acts, ["A", "B"]).p_first,
        first_of(acts, ["A", "B"], {("b", "a"): 0.99}).p_first,
    )
    assert apart["A"] < 0.7 < 0.99 < together["A"]


def test_what_is_not_known_of_sides_or_of_existence_goes_to_cannot_say() -> None:
    unknown = {"A": 0.0, "B": 0.0, "undetermined": 1.0}
    assert first_of([], ["A", "B"]).p_first == {"A": 0.0, "B": 0.0, "cannot_say": 1.0}
    assert first_of([TimedAct("a", 0, 9, None, unknown)], ["A", "B"]).p_first["cannot_say"] == 1.0
    half = first_of([TimedAct("a", 0, 9, None, SURE_A, 0.5)], ["A", "B"]).p_first
    assert half["A"] == pytest.approx(0.5, abs=0.01)
    assert half["cannot_say"] == pytest.approx(0.5, abs=0.01)


def test_two_days_known_to_the_day_only_are_even() -> None:
    acts = [TimedAct("a", 0, 86_400, None, SURE_A), TimedAct("b", 0, 86_400, None, SURE_B)]
    assert first_of(acts, ["A", "B"]).p_first["A"] == pytest.approx(0.5, abs=0.02)


@given(st.floats(-30, 30), st.floats(0, 1), st.floats(0, 1))
def test_words_keep_a_probability_and_swap_with_the_names(db: float, a: float, share: float) -> None:
    p = {"A": a * share, "B": (1 - a) * share, "undetermined": 1 - share}
    told, swapped = (
        spoken_for(p, {"A": db}),
        spoken_for({"A": p["B"], "B": p["A"], "undetermined": p["undetermined"]}, {"B": db}),
    )
    assert sum(told.values()) == pytest.approx(1.0)
    assert min(told.values()) >= -1e-12
    assert told["A"] == pytest.approx(swapped["B"], abs=1e-12)
    if db > 0:
        assert told["A"] >= p["A"] - 1e-12


@pytest.mark.parametrize(
    ("speaker", "about", "negated", "perceived", "sign"),
    [
        ("A", "B", False, False, 0),  # an accusation
        ("A", "B", True, False, 0),
        ("A", "A", True, False, 0),  # a denial
        ("A", "A", False, False, 1),  # against interest
        (None, "B", False, True, 1),  # a witness
        (None, "B", True, True, -1),
        (None, "B", False, False, 1),  # a judgement: less than a witness
    ],
)
def test_interest_decides_what_a_word_weighs(
    speaker: str | None, about: str, negated: bool, perceived: bool, sign: int
) -> None:
    weighed = weigh(Word("w", about, speaker, 0.85, perceived, "v", negated), ["A", "B"])
    assert np.sign(weighed.decibans) == sign
    assert bool(weighed.refused) == (sign == 0)


def test_copies_are_one_voice_and_two_voices_are_two() -> None:
    copies = [Word(f"w{n}", "A", None, 0.85, True, "agency") for n in range(3)]
    assert [bool(w.refused) for w in weigh_all(copies, ["A", "B"])] == [False, True, True]
    others = [Word(f"w{n}", "A", None, 0.85, True, f"voice {n}") for n in range(3)]
    assert not any(w.refused for w in weigh_all(others, ["A", "B"]))


def post(status: str = "operational") -> CoverageInterval:
    at = datetime(2024, 5, 1, 2, 0, tzinfo=UTC)
    return CoverageInterval(
        "c1",
        "the post at X",
        45.0,
        40.0,
        "patrol",
        at,
        at.replace(hour=4),
        status,
        {"mortar": (5.0, 0.9)},
        None,
    )


def mortar(
    lat: float, hour: int = 3, voices: frozenset[str] = frozenset(), kind: str = "mortar"
) -> Happening:
    at = datetime(2024, 5, 1, hour, 0)
    return Happening("inc", kind, at, at, lat, 40.0, 0.0, voices)


def test_a_post_that_could_have_heard_gives_a_negative_finding() -> None:
    (found,) = negative_findings([mortar(45.027)], [post()], ZoneInfo("UTC"))
    assert found.p_detect == pytest.approx(0.9)
    assert "operating 02:00-04:00, would have perceived mortar at 3.0 km with p = 0.90" in found.says
    assert "-10.0 decibans" in found.says


def test_silence_says_less_the_farther_and_nothing_outside_its_hours_or_of_another_kind() -> None:
    assert p_detect(post(), mortar(45.09)) == pytest.approx(0.9 * 2 ** -((10.0075 - 5) / 1.25), rel=0.01)
    assert p_detect(post(), mortar(45.027, hour=6)) is None
    assert p_detect(post(), mortar(45.027, kind="sniper")) is None
    assert p_detect(post("non_operational"), mortar(45.027)) == 0.0
    assert (
        negative_findings([mortar(45.027, voices=frozenset({"the post at X"}))], [post()], ZoneInfo("UTC"))
        == []
    )


def test_a_source_is_learned_from_what_independent_voices_confirm() -> None:
    prior, confirmed, contradicted = (
        learn("s", "D", Checked()),
        learn("s", "D", Checked(9, 9, 0)),
        learn("s", "D", Checked(9, 0, 9)),
    )
    assert contradicted.reliability < prior.reliability == 0.55 < confirmed.reliability
    assert prior.high_90 - prior.low_90 > confirmed.high_90 - confirmed.low_90


def test_two_parties_contradicting_each_other_check_neither_and_names_do_not_matter() -> None:
    def learned(first: str, second: str) -> list[tuple[float, int]]:
        spoken = [
            Spoken("1", f"{first}-mod", first, first, ("i",)), Spoken("2", f"{second}-mod", second, second, ("i",)),
            Spoken("3", f"{first}-mod", first, first, ("j",)), Spoken("4", "osce", "third", "osce", ("j",)),
            Spoken("5", f"{second}-mod", second, second, ("k",)), Spoken("6", "osce", "third", "osce", ("k",)),
        ]  # fmt: skip
        rows = check_sources(
            spoken, [("1", "2"), ("5", "6")], {f"{first}-mod": "D", f"{second}-mod": "D", "osce": "B"}
        )
        found = {r.source_id: (r.reliability, r.n_checked) for r in rows}
        return [found[f"{first}-mod"], found[f"{second}-mod"]]

    assert learned("A", "B") == learned("B", "A")
    (confirmed, one), (contradicted, other) = learned("A", "B")
    assert (one, other) == (1, 1)
    assert contradicted < 0.55 < confirmed


def test_sound_and_shock_physics() -> None:
    assert sound_ms(20.0) == pytest.approx(343.2, abs=0.3)
    low, high = flash_range_m(9.0, 0.5, 20.0)
    assert low < 9 * 343.2 < high
    first, second = cone_lobes(90.0, 900.0, 15.0)
    off = 90 - math.degrees(math.asin(sound_ms(15.0) / 900.0))
    assert (first, second) == pytest.approx((90 - off, 90 + off))
    distance = 800.0
    gap = distance / sound_ms(15.0) - distance / 900.0
    assert crack_thump_m(gap, 900.0, 15.0) == pytest.approx(distance)
    with pytest.raises(ValueError, match="not faster than sound"):
        cone_lobes(90.0, 300.0, 15.0)


def test_wording_keeps_likelihood_and_confidence_apart() -> None:
    assert mixed_sentences(["It is very likely, with high confidence."]) == [
        "It is very likely, with high confidence."
    ]
    assert mixed_sentences(["It is very likely. We hold this with high confidence."]) == []
    assert (percent(0.999), percent(0.001), percent(0.5)) == ("over 99 %", "under 1 %", "50 %")
    assert (compass_words(315.0), compass_words(359.0), compass_words(22.5)) == (
        "north-west",
        "north",
        "north-north-east",
    )
