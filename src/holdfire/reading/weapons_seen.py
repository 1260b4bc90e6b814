"""Weapons that a mission saw where an agreement does not let them stand: told by observers, where nothing was fired.

"The mission saw three howitzers in violation of withdrawal lines" is no fire and no movement. What is seen beside fire that
is heard there, or told by a side, is that fire's or that side's account and no observation of weapons; a burnt tank is none.
"""

from .telling import Scene
from .trigger_kinds import Frame

_TELLS_MORE = frozenset(
    {"fire", "explosion", "restriction", "movement", "mine", "uav", "incursion", "shootdown", "crater"}
)


def weapons_once(scene: Scene, grouped: list[Frame]) -> list[Frame]:
    """The frames, those of weapons only where they stand in a part of their own or beside counted violations; one of each number."""
    seen = [f for f in grouped if f.family == "weapons" and not _is_told_more(f, grouped)]
    seen = [f for f in seen if not _is_wreck(scene, f)]
    counted = [f for f in seen if any(t.first in scene.counts for t in f.triggers)]
    kept = counted or seen[:1]
    for frame in grouped:
        if frame.family == "weapons" and frame not in kept:
            for trigger in frame.triggers:
                scene.counts.pop(trigger.first, None)
    return [f for f in grouped if f.family != "weapons" or f in kept]


def _is_told_more(frame: Frame, grouped: list[Frame]) -> bool:
    beside = [f for f in grouped if f is not frame and f.family in _TELLS_MORE]
    beside = [f for f in beside if f.low <= frame.high and frame.low <= f.high]
    return any(not all(t.category == "violation_n" for t in f.triggers) for f in beside)


def _is_wreck(scene: Scene, frame: Frame) -> bool:
    """ "Saw a burnt tank", "saw tracks of a tank": no weapon stood there."""
    within = [scene.sentence.within(t.first, t.last + 1, "wreck") for t in frame.triggers]
    return all(within)
