"""Three values: Kleene's tables, and quantities known within bounds."""

import numpy as np
import pytest

from holdfire.terms.truth import NO, NOT_KNOWN, YES, all_of, any_of, at_least, at_most, negated

KLEENE = [  # a, b, and, or
    (YES, YES, YES, YES), (YES, NOT_KNOWN, NOT_KNOWN, YES), (YES, NO, NO, YES), (NOT_KNOWN, NOT_KNOWN, NOT_KNOWN, NOT_KNOWN),
    (NOT_KNOWN, NO, NO, NOT_KNOWN), (NO, NO, NO, NO),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "both", "either"), KLEENE)
def test_kleenes_tables(a: int, b: int, both: int, either: int) -> None:
    left, right = np.array([a], np.int8), np.array([b], np.int8)
    assert all_of([left, right], 1)[0] == all_of([right, left], 1)[0] == both
    assert any_of([left, right], 1)[0] == any_of([right, left], 1)[0] == either


def test_not_of_not_known_is_not_known() -> None:
    assert negated(np.array([NO, NOT_KNOWN, YES], np.int8)).tolist() == [YES, NOT_KNOWN, NO]


def test_all_of_nothing_is_yes_and_any_of_nothing_is_no() -> None:
    assert all_of([], 1)[0] == YES
    assert any_of([], 1)[0] == NO


@pytest.mark.parametrize(
    ("low", "high", "least", "most"),
    [
        (5, 6, YES, NOT_KNOWN),  # the bound itself is "at least" and may be "at most"
        (3, 4, NO, YES),
        (4.9, 5.1, NOT_KNOWN, NOT_KNOWN),
        (5, 5, YES, YES),
        (6, 7, YES, NO),
        (np.nan, np.nan, NOT_KNOWN, NOT_KNOWN),
        (5, np.nan, YES, NOT_KNOWN),
        (np.nan, 4, NO, YES),
    ],
)
def test_a_quantity_within_bounds_against_five(low: float, high: float, least: int, most: int) -> None:
    a, b = np.array([low], float), np.array([high], float)
    assert (at_least(a, b, 5)[0], at_most(a, b, 5)[0]) == (least, most)
