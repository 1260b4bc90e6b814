"""What the week around a report is like: how busy, how vague, how crowded. What the learned residual knows of a theatre.

How often two reports that look alike are of one incident depends on how many incidents there are, how coarsely their
tellers write and how closely they follow each other. The two days that `terms.around` looks at are too few to tell where
little happens. `season_of` counts over cells of about 110 km and days: the voice's own and those that touch it, DAYS to
either side. A report farther away than that, in place or in time, changes nothing. Whole numbers only, so that a stretch
of the voices gives the same as all of them. Pure.
"""

import numpy as np
from numpy.typing import NDArray

from .columns import KIND, LAT, LON, PLACE_CODE, T_HI, T_LO, TIME_CODE, Voices
from .terms import FAR_H

DAYS = 7
SEASON_H = 24.0 * (DAYS + 1) + FAR_H
"""No voice farther away than this enters (middles of the stated hours)."""
CELL_LAT, CELL_LON = 1.0, 1.25
SENSOR = 4
N_SEASON = 5
_LAT, _LON = 10_000_000_000, 1_000_000  # place of the cell in a key, above its day


def season_of(voices: Voices, near: NDArray[np.float32]) -> NDArray[np.float32]:
    """(M, 5): log of 1 + voices a day; of those that are no sensor's, the share with vague hours and with a vague place;
    mean voices within 6 km and 3 h of a voice, and within 15 km and 18 h (`near`, of `terms.surroundings`)."""
    place, code, stated = voices.place, voices.code, voices.linkable
    told = stated & (code[:, KIND] != SENSOR)
    counted = np.stack(
        [
            stated, told, told & (code[:, TIME_CODE] >= 4), told & (code[:, PLACE_CODE] >= 3),
            near[:, 0] * stated, near[:, 1] * stated,
        ], axis=1,
    ).astype(np.int64)  # fmt: skip
    middle = np.where(stated, (place[:, T_LO] + place[:, T_HI]) / 2, 0.0)
    day = np.floor(middle / 24).astype(np.int64)
    row = np.floor(np.where(stated, place[:, LAT], 0.0) / CELL_LAT).astype(np.int64) + 200
    column = np.floor(np.where(stated, place[:, LON], 0.0) / CELL_LON).astype(np.int64) + 300
    cells, cell = np.unique(row * _LAT + column * _LON + day, return_inverse=True)
    upto = np.zeros((len(cells) + 1, counted.shape[1]), np.int64)
    for k in range(counted.shape[1]):
        # exact: whole numbers far below 2**53
        upto[1:, k] = np.cumsum(np.bincount(cell, counted[:, k], len(cells)).astype(np.int64))
    around = np.zeros((len(cells), counted.shape[1]), np.int64)
    for north in (-_LAT, 0, _LAT):
        for east in (-_LON, 0, _LON):
            there = cells + (north + east)
            last = np.searchsorted(cells, there + DAYS, side="right")
            around += upto[last] - upto[np.searchsorted(cells, there - DAYS)]
    total = around.astype(np.float64)
    of_all, of_told = np.maximum(total[:, 0], 1.0), total[:, 1] + 5.0
    columns = (
        np.log1p(total[:, 0] / (2 * DAYS + 1)), (total[:, 2] + 2.0) / of_told, (total[:, 3] + 1.0) / of_told,
        total[:, 4] / of_all, total[:, 5] / of_all,
    )  # fmt: skip
    return np.stack(columns, axis=1)[cell].astype(np.float32)
