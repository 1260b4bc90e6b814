"""A bullet's crack and its muzzle's thump in one recording: which two onsets are such a pair?

The shock wave of a bullet is far shorter and higher than the blast of its muzzle and comes first. It comes from the
path, not from the gun: a crack is no arrival of the shot and is kept out of the location. Strict on purpose: where
anything speaks against the pair, none is claimed. Ranges: flash_to_bang.range_from_crack. Never a weapon or calibre.
"""

from collections.abc import Sequence

from .onset import Onset

LONGEST_S = 3.0
CRACK_RISE_S = 0.0006
CRACK_LOW_SHARE = 0.1
CRACK_SNR_DB, BLAST_SNR_DB = 15.0, 10.0
LOWER_BY = 0.6  # the blast's mean frequency against the crack's
BULLET_SPEED_MS = (
    450.0,
    950.0,
)  # mean over the path, of any bullet faster than sound: a range, never a weapon


def is_crack_like(onset: Onset) -> bool:
    wave = onset.wave
    return wave.snr_db >= CRACK_SNR_DB and wave.rise_s <= CRACK_RISE_S and wave.low_share <= CRACK_LOW_SHARE


def crack_and_thump(onsets: Sequence[Onset]) -> list[tuple[int, int]]:
    """(crack, blast) as places in `onsets`: neighbours in time of which the second is much lower in pitch."""
    found: list[tuple[int, int]] = []
    for k in range(len(onsets) - 1):
        crack, blast = onsets[k], onsets[k + 1]
        if (
            is_crack_like(crack)
            and blast.t_s - crack.t_s <= LONGEST_S
            and blast.wave.snr_db >= BLAST_SNR_DB
            and blast.wave.centre_hz < LOWER_BY * crack.wave.centre_hz
        ):
            found.append((k, k + 1))
    return found
