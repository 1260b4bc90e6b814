"""Which impacts can share one origin? Physical possibility first: nothing is joined that weapons or bearings forbid.

Impacts are of one fix only where some weapon is possible for all of them and one place lies within its reach of each and
on each one's bearing. Different weapons are never joined. What was refused, and why, is part of the answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from .evidence import Impact
from .kernels import EDGE_SHARE, off_deg
from .posterior import UNSTATED, plain_name, shared_weapons

Floats = NDArray[np.float64]

BEYOND_EDGE = 2.0
"""A bearing still allows a place this many sigmas of edge softness outside its half width."""


@dataclass(frozen=True)
class Refusal:
    """Something that was not used as given, and why."""

    about: tuple[str, ...]
    reason: str


def allowed_by(
    impact: Impact, bands: Sequence[tuple[float, float]], east: Floats, north: Floats
) -> NDArray[np.bool_]:
    """Whether each place lies within reach of the impact and on at least one of its bearings, with their softness."""
    d_east, d_north = east - impact.east_m, north - impact.north_m
    far = np.hypot(d_east, d_north)
    within = np.zeros(far.shape, bool)
    for low, high in bands:
        soft = 2 * np.hypot(impact.precision_m, 0.02 * high)
        within |= (far >= low - soft) & (far <= high + soft)
    if not impact.bearings:
        return within
    true = np.degrees(np.arctan2(d_east, d_north)) % 360.0
    spread = np.degrees(np.arctan2(impact.precision_m, np.maximum(far, 1.0)))
    on_one = np.zeros(far.shape, bool)
    for bearing in impact.bearings:
        soft = BEYOND_EDGE * np.hypot(EDGE_SHARE * bearing.half_width_deg, spread)
        on_one |= np.abs(off_deg(true, bearing.to_origin_deg)) <= bearing.half_width_deg + soft
    return within & on_one


def group_impacts(impacts: Sequence[Impact]) -> tuple[list[tuple[Impact, ...]], list[Refusal]]:
    """Groups of two or more impacts that can share one origin, largest first, and what was not joined.

    Every two of a group share a weapon and a possible place, and all of it shares one place. The order of the
    impacts in the file does not count: they are taken by id.
    """
    ordered = sorted(impacts, key=lambda i: i.impact_id)
    if len(ordered) < 2:
        return [], []
    masks = _masks(ordered)
    share, meets, same = _shared_weapon(ordered), _overlap(masks), _same_group(ordered)
    fits = share & meets & same
    groups: list[tuple[Impact, ...]] = []
    left = set(range(len(ordered)))
    while left:
        seed = max(sorted(left), key=lambda i: int(fits[i, sorted(left)].sum()))
        members, common = [seed], masks[seed].copy()
        for other in sorted(left - {seed}):
            if not all(fits[other, m] for m in members) or not (common & masks[other]).any():
                continue
            if shared_weapons([ordered[m] for m in [*members, other]]):
                members.append(other)
                common &= masks[other]
        left -= set(members)
        if len(members) > 1:
            groups.append(tuple(ordered[m] for m in sorted(members)))
    groups.sort(key=lambda g: (-len(g), g[0].impact_id))
    return groups, _refusals(ordered, share, meets, same)


MOST_PAIRS = 60
"""With more refused pairs than this they are told by kind, with their number, instead of one by one."""


def _refusals(
    impacts: Sequence[Impact], share: NDArray[np.bool_], meets: NDArray[np.bool_], same: NDArray[np.bool_]
) -> list[Refusal]:
    """Which pairs were refused, for the first reason that holds: given as apart, different weapons, no common place."""
    pairs = [
        (i, j)
        for i, j in combinations(range(len(impacts)), 2)
        if not (share[i, j] and meets[i, j] and same[i, j])
    ]
    if len(pairs) <= MOST_PAIRS:
        return [
            Refusal(
                (impacts[i].impact_id, impacts[j].impact_id),
                _why_not(impacts[i], impacts[j], bool(same[i, j]), bool(share[i, j])),
            )
            for i, j in pairs
        ]
    kinds: dict[str, list[tuple[int, int]]] = {}
    for i, j in pairs:
        if not same[i, j]:
            kind = "they are given as of different groups"
        elif not share[i, j]:
            kind = "different weapons are not joined into one fix"
        else:
            kind = "no place lies within reach and on the bearings of both"
        kinds.setdefault(kind, []).append((i, j))
    return [
        Refusal(
            tuple(sorted({impacts[n].impact_id for pair in found for n in pair})),
            f"{kind} ({len(found)} pairs, such as {impacts[found[0][0]].impact_id} and {impacts[found[0][1]].impact_id})",
        )
        for kind, found in sorted(kinds.items())
    ]


def _shared_weapon(impacts: Sequence[Impact]) -> NDArray[np.bool_]:
    """(N, N) whether two impacts have a weapon in common; one without a stated weapon may share any."""
    names = sorted({plain_name(r.weapon) for i in impacts for r in i.reaches})
    has = np.array(
        [
            [any(plain_name(r.weapon) == n for r in i.reaches) or not i.reaches for n in names]
            for i in impacts
        ],
        np.float32,
    )
    unstated = np.array([not i.reaches for i in impacts])
    if not names:
        return np.ones((len(impacts), len(impacts)), bool)
    return np.asarray((has @ has.T > 0.5) | (unstated[:, None] & unstated[None, :]))


def _same_group(impacts: Sequence[Impact]) -> NDArray[np.bool_]:
    """(N, N) False where the file itself says that two impacts are of different groups."""
    groups = np.array([i.group for i in impacts])
    return np.asarray(
        (groups[:, None] == groups[None, :]) | (groups[:, None] == "") | (groups[None, :] == "")
    )


def _masks(impacts: Sequence[Impact]) -> NDArray[np.bool_]:
    """(impacts, places): which impact allows which of the places worth trying, a thinned polar net around each."""
    east, north = [], []
    steps = max(6, min(48, 2400 // len(impacts)))
    for impact in impacts:
        bands = [(r.low_m, r.high_m) for r in impact.reaches] or [(low, high) for _, low, high in UNSTATED]
        low, high = min(b[0] for b in bands), max(b[1] for b in bands)
        far = np.linspace(max(low, 1.0), high, steps)
        theta = np.radians(np.arange(0.0, 360.0, 360.0 / 16) if not impact.bearings else _along(impact))
        angle, distance = np.meshgrid(theta, far)
        east.append(impact.east_m + (distance * np.sin(angle)).ravel())
        north.append(impact.north_m + (distance * np.cos(angle)).ravel())
    all_east, all_north = np.concatenate(east), np.concatenate(north)
    masks = np.empty((len(impacts), all_east.size), bool)
    for row, impact in enumerate(impacts):
        bands = [(r.low_m, r.high_m) for r in impact.reaches] or [(low, high) for _, low, high in UNSTATED]
        masks[row] = allowed_by(impact, bands, all_east, all_north)
    return masks


def _along(impact: Impact) -> Floats:
    shares = np.array([-1.2, -0.6, 0.0, 0.6, 1.2])
    return np.concatenate([b.to_origin_deg + b.half_width_deg * shares for b in impact.bearings])


def _overlap(masks: NDArray[np.bool_]) -> NDArray[np.bool_]:
    counts = masks.astype(np.float32)
    return (counts @ counts.T) > 0.5


def _why_not(left: Impact, right: Impact, same_group: bool, share: bool) -> str:
    """Why two impacts cannot share an origin."""
    if not same_group:
        return f"they are given as of different groups ({left.group}, {right.group})"
    if not share:
        return (
            f"different weapons are not joined into one fix: {_weapons(left)} at {left.impact_id}, "
            f"{_weapons(right)} at {right.impact_id}{_reach_note(left, right)}"
        )
    return f"no place lies within reach and on the bearings of both{_reach_note(left, right)}"


def _weapons(impact: Impact) -> str:
    return " or ".join(dict.fromkeys(r.weapon for r in impact.reaches)) or "weapon not stated"


def _reach_note(left: Impact, right: Impact) -> str:
    """What lies out of reach where two bearings do cross."""
    if not (left.bearings and right.bearings):
        return ""
    a, b = (np.radians(i.bearings[0].to_origin_deg) for i in (left, right))
    cross = np.sin(a) * np.cos(b) - np.cos(a) * np.sin(b)
    if abs(cross) < 1e-3:
        return ""
    d_east, d_north = right.east_m - left.east_m, right.north_m - left.north_m
    along_left = (d_east * np.cos(b) - d_north * np.sin(b)) / cross
    along_right = (d_east * np.cos(a) - d_north * np.sin(a)) / cross
    if along_left <= 0 or along_right <= 0:
        return "; their bearings do not meet"
    out = [
        f"{i.impact_id} is {far / 1000:.1f} km off and its {_weapons(i)} reaches {max(r.high_m for r in i.reaches) / 1000:.1f} km"
        for i, far in ((left, along_left), (right, along_right))
        if i.reaches and far > 1.1 * max(r.high_m for r in i.reaches)
    ]
    return "; where their bearings meet, " + " and ".join(out) if out else ""
