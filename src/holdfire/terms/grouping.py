"""Rows brought together by a key, each group in the order of time, and cut where a pause is too long.

Pure: int columns in, row numbers out. Rows come sorted by time, and every sort here is stable.
"""

from dataclasses import dataclass

import numpy as np


def key_of(*parts: tuple[np.ndarray, int]) -> np.ndarray:
    """One int64 from several codes and the number of values of each (codes from -1)."""
    total: np.ndarray = np.zeros(len(parts[0][0]), np.int64)
    room = 1
    for codes, size in parts:
        room *= size + 1
        total *= size + 1
        total += codes
        total += 1
    assert room < 2**62, "too many different values for one key"
    return total


@dataclass(frozen=True)
class Groups:
    """Rows sorted by key, each group in the order of time. at: row numbers; start: where groups begin; of: group of each."""

    at: np.ndarray
    start: np.ndarray
    of: np.ndarray

    def first(self) -> np.ndarray:
        return np.asarray(self.at[self.start])


def grouped(rows: np.ndarray, key: np.ndarray) -> Groups:
    order = np.argsort(key, kind="stable")
    sorted_key = key[order]
    is_new = np.empty(len(rows), bool)
    is_new[:1] = True
    np.not_equal(sorted_key[1:], sorted_key[:-1], out=is_new[1:])
    return Groups(rows[order], np.flatnonzero(is_new), np.cumsum(is_new) - 1)


def opens_after(groups: Groups, t_low: np.ndarray, t_high: np.ndarray, gap_s: float) -> np.ndarray:
    """Within each group, in the order of time: does a row begin later than gap_s after everything before it ended?

    A group's first row always opens.
    """
    opens = np.zeros(len(groups.at), bool)
    if not len(groups.at):
        return opens
    begin = int(t_low.min())
    low, high = t_low[groups.at] - begin, t_high[groups.at] - begin
    span = int(max(high.max(), low.max())) + int(gap_s) + 2
    reach = (
        np.maximum.accumulate(high + groups.of * span) - groups.of * span
    )  # groups kept apart by a span each
    opens[1:] = low[1:] - reach[:-1] > gap_s
    opens[groups.start] = True
    return opens
