"""How many craters a mission counted, and the fire that it holds them to be of.

"Saw five fresh craters and assessed that mortar rounds had caused them" is one statement of mortar fire, five of it: the
number stands at the craters, the weapon behind them. "20 craters of rockets and two of mortar rounds" are two: each kind of
crater with its own number, and the rounds behind it are no further fire. Pure.
"""

from .telling import Scene
from .trigger_kinds import Frame

_OF_ROUNDS = 4
"""Tokens from the craters to the rounds that they are of: "two craters of 82 to 120 mm mortar rounds", measures left out."""
_NAMES_ROUNDS = frozenset({"weapon_fire", "shell", "shot_count", "fire", "launched"})


def with_craters(scene: Scene, grouped: list[Frame]) -> list[Frame]:
    """The frames without craters whose fire is told beside them, that fire with the craters' number where it has none."""
    counted = [f for f in grouped if f.family == "crater" and _has_number(scene, f)]
    for at, crater in enumerate(counted):
        until = counted[at + 1].first if at + 1 < len(counted) else len(scene.sentence.tokens)
        made = next((f for f in grouped if _is_made_by(scene, crater, f, until)), None)
        if made is None:
            continue
        if len(counted) == 1:
            scene.counts[made.triggers[0].first] = (scene.counts[crater.triggers[0].first][0], False)
            return [f for f in grouped if f is not crater]
        grouped = [f for f in grouped if f is not made]
    for frame in grouped if counted else ():  # "14 craters of rockets and five of artillery rounds"
        for trigger in frame.triggers if frame.family == "fire" and frame.first > counted[0].last else ():
            if trigger.first in scene.counts:
                scene.counts[trigger.first] = (scene.counts[trigger.first][0], True)
    fired = {
        (f.low, f.high)
        for f in grouped
        if f.family == "explosion" or (f.family == "fire" and not _has_number(scene, f))
    }
    fired |= {(f.low, f.high) for f in grouped if f.family == "fire" and not counted}
    return [f for f in grouped if not (f.family == "crater" and (f.low, f.high) in fired)]


def _has_number(scene: Scene, frame: Frame) -> bool:
    return any(t.first in scene.counts for t in frame.triggers)


def _is_made_by(scene: Scene, crater: Frame, frame: Frame, until: int) -> bool:
    """ "Craters ... caused by rounds", "craters, and concluded that rounds had made them", "craters of mortar rounds"."""
    if frame.family != "fire" or not crater.last < frame.first < until:
        return False
    if _has_number(scene, frame) or not all(t.category in _NAMES_ROUNDS for t in frame.triggers):
        return False
    judged = scene.sentence.within(crater.last + 1, until - 1, "left_craters")
    if judged and not scene.sentence.signs(crater.last, frame.first) & {";", "."}:
        return True
    directly = scene.sentence.keys(crater.last + 1, crater.last + 1) in (["of"], ["from"])
    measured = {
        i for m in scene.sentence.of("weapon", "measure_unit", "calibre") for i in range(m.first, m.last + 1)
    }
    between = [
        i
        for i in range(crater.last + 2, frame.first)
        if i not in measured and scene.sentence.tokens[i].kind == "word"
    ]
    return directly and len(between) <= _OF_ROUNDS
