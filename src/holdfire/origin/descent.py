"""Angle of descent -> the distances at which a charge comes down that steeply, from firing-table bands.

Without a table an angle tells nothing: the same angle belongs to a different distance with every charge. Bands are given
with the case, from the weapon's own table; none is built in. Pure.
"""

from collections.abc import Sequence

from .evidence import Reach


def bands_of(
    evidence_id: str,
    weapon: str,
    angle_deg: float,
    half_width_deg: float,
    table: Sequence[tuple[str, float, float, float, float]],
    stated: Sequence[Reach],
) -> list[Reach]:
    """Reaches that the angle leaves open, as alternatives weighed by how much of the angle's interval they cover.

    table   (charge, lowest angle, highest angle, nearest m, farthest m) of one weapon
    stated  reaches given otherwise: a band is cut to the widest of them where any is of the same weapon or unnamed
    returns [] where no band allows the angle. Reaches of other weapons in `stated` are kept as they are
    """
    low_angle, high_angle = angle_deg - half_width_deg, angle_deg + half_width_deg
    others = [r for r in stated if weapon and r.weapon != weapon]
    mine = [r for r in stated if not weapon or r.weapon == weapon]
    floor = min((r.low_m for r in mine), default=0.0)
    ceiling = max((r.high_m for r in mine), default=float("inf"))
    name = weapon or (mine[0].weapon if mine else "weapon not named")
    found = []
    for charge, a_low, a_high, near, far in table:
        shared = min(high_angle, a_high) - max(low_angle, a_low)
        low, high = max(near, floor), min(far, ceiling)
        if shared < 0 or low >= high:
            continue
        share = max(shared, 0.1) / (2 * half_width_deg)
        found.append(
            Reach(f"{evidence_id}/{charge}", f"{name}, charge {charge}", low, high, share, "angle of descent")
        )
    return [*others, *found] if found else []
