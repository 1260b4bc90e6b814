"""Whose side fire came from, where a place or a direction is named that is one side's."""

from .sentence import Sentence
from .telling import Scene
from .trigger_kinds import Frame

_SENT = ("fire", "launched", "under_fire", "weapon_fire")


_SENDS = (
    "fire", "launched", "under_fire", "weapon_fire", "shell", "under_shelling", "obstrel", "fire_n", "shot_count", "observed_item",
)  # fmt: skip


ORIGIN_REACH = 16
"""Tokens between "from" and the state in which that place lies."""


def side_of_origin(scene: Scene, frame: Frame, *, told_by_side: bool = False) -> str | None:
    """ "from the general area of Wazzani": an observer that names the place of firing names its side, where the pack has one."""
    for match in scene.sentence.within(frame.low, frame.high, "place"):
        place = match.payload
        before = scene.sentence.keys(match.first - 6, match.first - 1)
        origin = scene.sentence.within(match.first - 6, match.first - 1, "from_origin")
        if _is_only_direction(scene.sentence, match.first):
            continue
        sent = frame.has(*(_SENDS if told_by_side else _SENT))
        if place.side and sent and (any(k in ("from", "vicinity") for k in before) or origin):
            return str(place.side)
    if not frame.has("fire", "launched", "under_fire", "weapon_fire"):
        return None
    for m in scene.found:  # "from the general area of a village, in the south of X"
        opened = scene.sentence.within(frame.first, m.first - 1, "from_origin")
        if (
            m.what == "party"
            and m.form == "state"
            and frame.last < m.first <= frame.high
            and opened
            and m.first - opened[-1].last <= ORIGIN_REACH
            and not scene.sentence.within(opened[-1].last + 1, m.first - 1, "to_target", "say")
        ):
            return m.party if scene.telling.pack.takes_sides(m.party) else None
    return None


def _is_only_direction(sentence: Sentence, at: int) -> bool:
    """ "From south-east of X": a place that only tells the direction; "from an area south of X" is held by who holds X."""
    behind = [m for m in sentence.of("direction_of") if m.last == at - 1]
    return bool(behind) and any(m.last == behind[0].first - 1 for m in sentence.of("from_origin"))
