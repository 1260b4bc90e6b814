"""What predicates share: their types, and how a distance, a time and hours are written in a sentence."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias

import numpy as np

from .facts import Facts
from .truth import Codes

Args: TypeAlias = Mapping[str, Any]
Test: TypeAlias = Callable[[Facts, Args, str | None], Codes]
Why: TypeAlias = Callable[[Facts, Args, str | None, int, int], str]


def km(low: float, high: float) -> str:
    if np.isnan(low):
        return "a distance that is not known"
    return f"{low:.1f} km" if abs(high - low) < 0.05 else f"{low:.1f} to {high:.1f} km"


def clock(seconds: float) -> str:
    return datetime.fromtimestamp(float(seconds), UTC).strftime("%Y-%m-%d %H:%M UTC")


def hours(seconds: float) -> str:
    return f"{seconds / 3600:.1f}".removesuffix(".0") + " h"


def as_seconds(moment: datetime) -> float:
    return moment.timestamp()
