"""Which frames of a sentence tell something of their own: what is answered, supposed, denied or a means falls to what tells it.

Each rule stands where its words are explained (told_once.py, supposed.py, denied_frames.py, causes.py); here is their order.
"""

from collections.abc import Callable
from dataclasses import dataclass

from .causes import is_only_named
from .craters import with_craters
from .denied_frames import goes_on_answering, is_answered, is_the_matter, without_denied
from .gapped import is_understood
from .supposed import is_called_for, is_of_a_war, is_of_what_fell, is_slight, is_supposed
from .telling import Scene
from .told_once import (
    each_says_of_the_other,
    goes_on_of_truce,
    is_attempt_to_attack,
    is_group_noun,
    is_landing_of,
    is_left_unanswered,
    is_of_mission,
    is_offensive,
    is_only_means,
    is_raid_of_group,
    is_subordinate,
    only_breaches,
    only_dates,
    only_measures,
    only_repels,
    only_uses,
    with_means,
    without_threatened,
)
from .trigger_kinds import Frame
from .weapons_seen import weapons_once


@dataclass(frozen=True)
class Kept:
    """The frames that tell; the denial among them, and what calls a claim false, where there is one."""

    frames: list[Frame]
    denial: Frame | None
    false: Frame | None


_SAYS_NOTHING_NEW: tuple[Callable[[Scene, Frame, list[Frame]], bool], ...] = (
    is_only_named,
    each_says_of_the_other,
    is_only_means,
    goes_on_of_truce,
)


def kept_frames(scene: Scene, grouped: list[Frame]) -> Kept:
    """The frames of `grouped` that become statements. Sets `scene.has_fire`, and narrows frames to their breach."""
    grouped = _without_answered(scene, grouped)
    grouped = [f for f in grouped if not is_supposed(scene, f) and not is_called_for(scene, f)]
    grouped = _without_aircraft_told(scene, grouped)
    grouped = weapons_once(scene, with_craters(scene, grouped))
    grouped = _one_hindrance(scene, grouped)
    grouped = _damage_alone(scene, grouped)
    denial = next((f for f in grouped if f.has("deny")), None)
    if denial is not None:
        grouped = without_denied(scene, denial, grouped)
    false = next((f for f in grouped if f.has("false")), None)
    if false is not None:
        grouped = [f for f in grouped if f is false or not is_the_matter(scene, f.first, false)]
    if any(e.mutual for e in scene.speech):
        only_breaches(grouped)
    grouped = without_threatened(grouped)
    for says_nothing_new in _SAYS_NOTHING_NEW:
        grouped = [f for f in grouped if not says_nothing_new(scene, f, grouped)]
    grouped = [f for f in grouped if not is_of_a_war(scene, f)]
    scene.has_fire = any(f.family == "fire" for f in grouped)
    grouped = _until_broken(scene, grouped)
    return Kept(_each_once(scene, grouped), denial, false)


def _without_answered(scene: Scene, grouped: list[Frame]) -> list[Frame]:
    """ "Answered the shelling": the answer tells; "foiled an attempt": the attempt does."""
    grouped = [f for f in grouped if not (f.family == "return" and only_repels(scene, f, grouped))]
    grouped = [f for f in grouped if not only_dates(scene, f, grouped)]
    answers = [f for f in grouped if f.family == "return"]
    grouped = [f for f in grouped if not any(is_answered(scene, f, a) for a in answers)]
    return [f for f in grouped if not any(goes_on_answering(scene, f, a) for a in answers)]


def _without_aircraft_told(scene: Scene, grouped: list[Frame]) -> list[Frame]:
    """An observer's own aircraft; and "shot down a drone that had intruded": one shooting down, no flight beside it."""
    grouped = [f for f in grouped if not (f.family == "uav" and is_of_mission(scene, f))]
    down = {(f.low, f.high) for f in grouped if f.family == "shootdown"}

    def is_what_fell(f: Frame) -> bool:
        return f.family == "uav" or (f.family == "incursion" and is_of_what_fell(scene, f))

    return [f for f in grouped if (f.low, f.high) not in down or not is_what_fell(f)]


def _one_hindrance(scene: Scene, grouped: list[Frame]) -> list[Frame]:
    """ "Was stopped and denied passage": one, unless each is counted or stands in a clause whose verb is left off."""

    def stands(f: Frame) -> bool:
        return any(t.first in scene.counts or is_understood(scene.sentence, t) for t in f.triggers)

    later = [f for f in grouped if f.family == "restriction"][1:]
    return [f for f in grouped if f not in later or stands(f)]


def _damage_alone(scene: Scene, grouped: list[Frame]) -> list[Frame]:
    """Damage tells where nothing else does, nobody was hurt, and somebody is named who did or suffered it."""
    grouped = [f for f in grouped if not (f.family == "damage" and is_slight(scene, f))]
    others = [f for f in grouped if f.family != "damage"]
    if others or scene.sentence.has("killed", "wounded", "losses"):
        return others
    pack = scene.telling.pack
    return [
        f
        for f in grouped
        if any(
            m.what in ("enemy", "own")
            or (m.what == "party" and (m.first > f.last or not pack.is_neutral(m.party)))
            for m in scene.found
        )
    ][:1]


def _until_broken(scene: Scene, grouped: list[Frame]) -> list[Frame]:
    """ "Will keep the truce until it is broken", "bore the provocations": the keeping tells."""
    kept = next((f for f in grouped if f.has("kept_truce")), None)
    if kept is None:
        return grouped
    until = next(
        (i for i, t in enumerate(scene.sentence.tokens) if t.key in ("until", "unless") and i > kept.first),
        len(scene.sentence.tokens),
    )
    grouped = [f for f in grouped if f is kept or f.first < until]
    return [f for f in grouped if not is_left_unanswered(scene, f, kept)]


def _each_once(scene: Scene, grouped: list[Frame]) -> list[Frame]:
    """One deed told by several words of its clause: its use of arms, its landing, its means, its raid."""

    def clauses_of(tells: Callable[[Frame], bool]) -> set[tuple[int, int]]:
        return {(f.low, f.high) for f in grouped if tells(f)}

    counted = clauses_of(
        lambda f: f.family == "fire" and any(t.first in scene.counts for t in f.triggers) and not only_uses(f)
    )
    grouped = [f for f in grouped if not (only_uses(f) and (f.low, f.high) in counted)]
    grouped = [f for f in grouped if not is_landing_of(scene, f, grouped)]
    grouped = with_means(scene, grouped)
    grouped = [f for f in grouped if not only_measures(scene, f)]
    grouped = [f for f in grouped if not is_raid_of_group(scene, f, grouped)]
    busy = clauses_of(lambda f: f.family in ("fire", "mine"))
    grouped = [
        f
        for f in grouped
        if f.family != "incursion"
        or (f.low, f.high) not in busy
        or not (is_group_noun(scene, f) or is_attempt_to_attack(scene, f))
    ]
    grouped = [f for f in grouped if not (f.family == "truce" and is_subordinate(scene, f, grouped))]
    armed = clauses_of(lambda f: f.family == "fire" and only_uses(f))
    return [f for f in grouped if not ((f.low, f.high) in armed and is_offensive(scene, f))]
