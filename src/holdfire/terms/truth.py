"""Three values: yes, no, not known; as int8 columns, so that a clause runs over a hundred thousand incidents at once.

Ordered no < not known < yes, so that Kleene's "and" is the minimum, "or" the maximum and "not" a reflection.
Pure: arrays in, arrays out. Checked against a table of Kleene's logic in tests/terms/test_truth.py.
"""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Codes: TypeAlias = NDArray[np.int8]
Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]

NO, NOT_KNOWN, YES = 0, 1, 2
WORDS = ("no", "not_known", "yes")


def all_of(parts: Sequence[Codes], size: int) -> Codes:
    """Kleene "and" by column; of nothing: yes."""
    result = np.full(size, YES, np.int8)
    for part in parts:
        np.minimum(result, part, out=result)
    return result


def any_of(parts: Sequence[Codes], size: int) -> Codes:
    """Kleene "or" by column; of nothing: no."""
    result = np.full(size, NO, np.int8)
    for part in parts:
        np.maximum(result, part, out=result)
    return result


def negated(part: Codes) -> Codes:
    return (YES - part).astype(np.int8)


def from_bool(known_yes: Bools, known_no: Bools) -> Codes:
    """yes where the first holds, no where the second does, not known elsewhere."""
    result = np.full(known_yes.shape, NOT_KNOWN, np.int8)
    result[known_no] = NO
    result[known_yes] = YES
    return result


def at_least(low: Floats, high: Floats, bound: float) -> Codes:
    """Is a quantity that lies in [low, high] at least `bound`? A nan end leaves that side open: not known."""
    return from_bool(low >= bound, high < bound)


def at_most(low: Floats, high: Floats, bound: float) -> Codes:
    return from_bool(high <= bound, low > bound)
