"""Sums over counted rows: by day, accused and claimant. A total is nothing but the sum of its rows."""

from dataclasses import dataclass

import numpy as np

from .grouping import grouped, key_of
from .items import Items
from .recount import Counted


@dataclass(frozen=True)
class Totals:
    """Sums by day, accused and claimant, in that order. is_open where any part is."""

    day: np.ndarray
    accused: np.ndarray
    claimed_by: np.ndarray
    n_low: np.ndarray
    n: np.ndarray
    n_high: np.ndarray
    is_open: np.ndarray
    n_items: np.ndarray


def totals(items: Items, counted: Counted) -> Totals:
    """Add up the rows that count. An event has no side: it goes to "not stated", told by anybody."""
    rows = np.flatnonzero((counted.n > 0) | (counted.n_high > 0))
    is_event = counted.policy.unit == "event"
    accused = np.full(len(rows), -1) if is_event else items.accused[rows]
    claimed_by = np.full(len(rows), -1) if is_event else items.claimed_by[rows]
    if not len(rows):
        nothing = np.zeros(0, np.int64)
        return Totals(nothing, nothing, nothing, nothing, nothing, nothing, np.zeros(0, bool), nothing)
    first_day = int(items.day.min())
    days = (items.day[rows] - first_day, int(items.day.max()) - first_day + 1)
    groups = grouped(rows, key_of(days, (accused, len(items.accusable)), (claimed_by, len(items.claimants))))
    first = groups.first()

    def added(column: np.ndarray) -> np.ndarray:
        return np.add.reduceat(column[groups.at], groups.start)

    whose = np.full(len(first), -1) if is_event else items.accused[first]
    voice = np.full(len(first), -1) if is_event else items.claimed_by[first]
    return Totals(
        items.day[first], whose, voice, added(counted.n_low), added(counted.n), added(counted.n_high),
        np.logical_or.reduceat(counted.is_open[groups.at], groups.start), added(np.ones(len(items), np.int64)),
    )  # fmt: skip
