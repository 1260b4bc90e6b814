import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfire.model.grades import LIKELIHOOD_WORDS, likelihood_word
from holdfire.model.spans import CountRange, TimeSpan, naive_utc

NOON = datetime(2020, 7, 12, 12, tzinfo=UTC)
SPANS = st.tuples(st.integers(0, 10_000), st.integers(0, 10_000)).map(
    lambda t: TimeSpan(NOON + timedelta(seconds=t[0]), NOON + timedelta(seconds=t[0] + t[1]))
)


@given(SPANS, SPANS)
def test_the_gap_is_symmetric_and_nought_exactly_where_spans_overlap(a: TimeSpan, b: TimeSpan) -> None:
    assert a.gap_s(b) == b.gap_s(a)
    assert (a.gap_s(b) == 0) == a.overlaps(b)


@given(SPANS, st.floats(0, 1e5))
def test_widening_keeps_the_middle(a: TimeSpan, seconds: float) -> None:
    assert abs((a.widened(seconds).middle - a.middle).total_seconds()) < 1e-3


def test_a_span_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before"):
        TimeSpan(NOON, NOON - timedelta(seconds=1))


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        TimeSpan(datetime(2020, 7, 12), datetime(2020, 7, 12))  # noqa: DTZ001
    with pytest.raises(ValueError, match="no time zone"):
        naive_utc(datetime(2020, 7, 12))  # noqa: DTZ001


@pytest.mark.parametrize("wrong", [(2, 1, 3), (0, 4, 3), (-1, 0, 0)])
def test_a_count_range_out_of_order_is_refused(wrong: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="low <= best <= high"):
        CountRange(*wrong)


@pytest.mark.parametrize(
    ("p", "word"),
    [
        (0.0, "almost no chance"),
        (0.05, "very unlikely"),
        (0.5, "roughly even chance"),
        (0.55, "likely"),
        (0.8, "very likely"),
        (1.0, "almost certain"),
    ],
)
def test_likelihood_words_are_those_of_icd_203(p: float, word: str) -> None:
    assert likelihood_word(p) == word


def test_the_words_bands_join_without_gap() -> None:
    assert all(a[1] == b[0] for a, b in itertools.pairwise(LIKELIHOOD_WORDS))


@pytest.mark.parametrize("p", [-0.1, 1.1, float("nan")])
def test_what_is_no_probability_has_no_word(p: float) -> None:
    with pytest.raises(ValueError, match="probability"):
        likelihood_word(p)
