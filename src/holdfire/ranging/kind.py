"""Shot, burst, explosion or unknown: a word for a sound, with abstention. Never a weapon, never a calibre.

From picks alone only cadence speaks: three or more sounds from one place, seconds apart, are a burst. A lone sound is
"unknown": loudness does not tell a shot from an explosion at an unknown range of muzzle energies. With a recording,
rise time and the share of low frequencies speak too (`kind_of_wave`), at the nearest sensors that heard it well: air and
ground lengthen a wave on its way. Where they do not agree by two to one, the word is "unknown".
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from .records import Picks
from .solve import Located

Kind = Literal["shot", "burst", "explosion", "unknown"]
BURST_GAP_S = 2.5  # rounds of one burst follow each other within this
BURST_ROUNDS = 3
NEAREST = 5  # waves that vote
EXPLOSION_LOW_SHARE = 0.75  # of energy below 60 Hz
SHOT_LOW_SHARE = 0.35
SHOT_RISE_S = 0.003
EXPLOSION_RISE_S = 0.006


@dataclass(frozen=True)
class Wave:
    """Features of one arrival in a recording.

    low_share  energy below 60 Hz of all      rise_s  from 10 to 90 % of the peak
    snr_db     peak over the noise before it   centre_hz  mean frequency of the energy, NaN: not measured
    """

    low_share: float
    rise_s: float
    snr_db: float
    centre_hz: float = math.nan


def kind_of_wave(wave: Wave) -> Kind:
    """Abstains unless rise time and low-frequency share agree, and below 10 dB over the noise."""
    if not wave.snr_db >= 10.0:  # NaN: no wave was recorded
        return "unknown"
    if wave.low_share >= EXPLOSION_LOW_SHARE and wave.rise_s >= EXPLOSION_RISE_S:
        return "explosion"
    if wave.low_share <= SHOT_LOW_SHARE and wave.rise_s <= SHOT_RISE_S:
        return "shot"
    return "unknown"


def kinds_of(found: Located, picks: Picks) -> list[Kind]:
    """One word a sound: from the waves of its picks where there are some, then from cadence at one place (`Located.place`)."""
    kinds: list[Kind] = [_word_of(found, picks, e) for e in range(len(found))]
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


def _word_of(found: Located, picks: Picks, event: int) -> Kind:
    """What most of the nearest sensors' waves say, by two to one and more; a wave that abstains does not vote."""
    if picks.wave is None:
        return "unknown"
    of = found.hits[event][found.hits[event] >= 0]
    of = of[np.argsort(picks.t[of], kind="stable")]
    words: list[Kind] = [
        word for word in (kind_of_wave(Wave(*map(float, picks.wave[p]))) for p in of) if word != "unknown"
    ]
    votes = words[:NEAREST]
    choices: tuple[Kind, ...] = ("explosion", "shot")
    for word in choices:
        if votes and 3 * votes.count(word) >= 2 * len(votes):
            return word
    return "unknown"


def _mark(kinds: list[Kind], run: list[int]) -> None:
    if len(run) >= BURST_ROUNDS:
        for e in run:
            kinds[e] = "burst"
