"""Acts that are told of and claimed by nobody: in a condition, asked for, of a war long past, any that might come."""

from .sentence import Sentence
from .telling import Scene
from .toll_statements import OF_A_WAR
from .trigger_kinds import Frame


def is_slight(scene: Scene, frame: Frame) -> bool:
    """ "Some houses were damaged": what fire that is told elsewhere did, and no event of its own."""
    passive = scene.sentence.within(frame.first - 3, frame.first - 1, "passive_aux")
    if not passive or scene.sentence.within(frame.last + 1, frame.last + 2, "by_agent"):
        return False  # "a man damaged a car", "were damaged by X's fire"
    return all(scene.sentence.within(t.first, t.last, "only_damaged") for t in frame.triggers)


_AGAINST = 6
"""Words between "despite" and the truce that was agreed."""


def _is_only_broken(scene: Scene, frame: Frame) -> bool:
    """ "Despite the agreed truce they fired": the truce is what was broken, and not told here where no day is given it."""
    sentence = scene.sentence
    against = [m for m in sentence.of("despite") if 0 < frame.first - m.last <= _AGAINST]
    if not against or "," in sentence.signs(against[-1].last, frame.first):
        return False
    ends = next(
        (i for i in range(frame.last, len(sentence.tokens)) if sentence.tokens[i].text in (",", ".")),
        frame.last,
    )
    return not any(against[-1].first < m.first <= ends for m in scene.stated)


BREACHES = ("violate", "violation_n", "violated_passive")


def is_supposed(scene: Scene, frame: Frame) -> bool:
    """ "if the reservoir is attacked": an act in a condition is nobody's claim that it happened."""
    if frame.family in ("threat", "deny"):
        return False
    if frame.family == "truce" and _is_only_broken(scene, frame):
        return True
    if scene.sentence.within(frame.low, frame.first - 1, "forbid") and frame.family != "truce":
        return True  # "the document forbids sabotage and flights of drones"
    if _is_any(scene.sentence, frame):
        return True
    opened = scene.sentence.within(frame.low, frame.first - 1, "condition")
    return bool(opened) and "," not in scene.sentence.signs(opened[-1].last, frame.first)


def _is_any(sentence: Sentence, frame: Frame) -> bool:
    """ "Any violation of the truce will be met harshly": none that was."""
    if not all(t.category in BREACHES for t in frame.triggers):
        return False
    one = sentence.within(frame.first - 2, frame.first - 1, "every_such")
    return bool(one) and bool(sentence.within(frame.last + 1, frame.last + _WILL_BE, "will_be"))


_WILL_BE = 8
"""Tokens between any breach and what will become of it: "of the ceasefire in force since Sunday will"."""


def is_of_a_war(scene: Scene, frame: Frame) -> bool:
    """ "The fighting that began in 2020 left more than 6,000 dead": a war that is told of, and no clash of its own."""
    if scene.telling.is_observer or not all(t.category == "clash" for t in frame.triggers):
        return False
    lost = scene.sentence.within(frame.low, frame.high, "killed")
    return any(
        q.value >= OF_A_WAR
        and any(abs(m.first - q.last) <= _WAR_REACH or abs(q.first - m.last) <= _WAR_REACH for m in lost)
        for q in scene.numbers
    )


_WAR_REACH = (
    4  # tokens between the number of a war's dead and the word of dying: "more than 6,000 people dead"
)


def is_of_what_fell(scene: Scene, frame: Frame) -> bool:
    """ "Shot down a drone of Y that had crossed the line": why it was shot down, in the same statement."""
    return bool(scene.sentence.within(frame.first - _RELATIVE_REACH, frame.first - 1, "which_that"))


_RELATIVE_REACH = 4  # tokens between "that" and what the fallen did: "that had illegally entered"


def is_called_for(scene: Scene, frame: Frame) -> bool:
    """ "Called on the sides to keep the truce": nobody says that it is kept, or that one was agreed."""
    if frame.family not in ("truce", "restriction") and not frame.has("kept_truce"):
        return False
    called = scene.sentence.within(frame.low, frame.first - 1, "call")
    return bool(called) and not scene.sentence.signs(called[-1].last, frame.first) & {";", ":"}
