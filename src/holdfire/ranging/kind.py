"""Shot, burst, explosion or unknown: a word for a sound, with abstention. Never a weapon, never a calibre.

From picks alone only cadence speaks: three or more sounds from one place, seconds apart, are a burst. A lone sound is
"unknown": loudness does not tell a shot from an explosion at an unknown range of muzzle energies. With a recording,
rise time and the share of low frequencies speak too: see `kind_of_wave`.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from .records import Picks
from .solve import Located

Kind = Literal["shot", "burst", "explosion", "unknown"]
BURST_GAP_S = 2.5  # rounds of one burst follow each other within this
BURST_ROUNDS = 3
EXPLOSION_LOW_SHARE = 0.75  # of energy below 60 Hz
SHOT_LOW_SHARE = 0.35
SHOT_RISE_S = 0.003
EXPLOSION_RISE_S = 0.006


@dataclass(frozen=True)
class Wave:
    """Features of one arrival in a recording. low_share: energy below 60 Hz of all; rise_s: 10 to 90 % of the peak."""

    low_share: float
    rise_s: float
    snr_db: float


def kind_of_wave(wave: Wave) -> Kind:
    """Abstains unless rise time and low-frequency share agree, and below 10 dB over the noise."""
    if wave.snr_db < 10.0:
        return "unknown"
    if wave.low_share >= EXPLOSION_LOW_SHARE and wave.rise_s >= EXPLOSION_RISE_S:
        return "explosion"
    if wave.low_share <= SHOT_LOW_SHARE and wave.rise_s <= SHOT_RISE_S:
        return "shot"
    return "unknown"


def kinds_of(found: Located, picks: Picks) -> list[Kind]:
    """One word a sound, from cadence at one place (`Located.place`)."""
    kinds: list[Kind] = ["unknown"] * len(found)
    for place in np.unique(found.place[found.place >= 0]):
        of = np.nonzero(found.place == place)[0]
        of = of[np.argsort(found.t0[of], kind="stable")]
        gaps = np.diff(found.t0[of])
        run = [int(of[0])]
        for k, gap in enumerate(gaps, 1):
            if gap <= BURST_GAP_S:
                run.append(int(of[k]))
                continue
            _mark(kinds, run)
            run = [int(of[k])]
        _mark(kinds, run)
    return kinds


def _mark(kinds: list[Kind], run: list[int]) -> None:
    if len(run) >= BURST_ROUNDS:
        for e in run:
            kinds[e] = "burst"
