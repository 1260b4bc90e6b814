"""Rounds that are fired, thrown or assessed: which number counts them, and which fire they make."""

from .counts import Quantity
from .sentence import Sentence
from .trigger_kinds import Trigger


def fires_counted(
    sentence: Sentence, trigger: Trigger, hits: list[Trigger], counts: dict[int, tuple[Quantity, bool]]
) -> bool:
    """ "firing around 1900 shots", "74 rounds were fired at": the verb is of the counted shots, and no second firing."""
    if trigger.category in (
        "fire_n",
        "weapon_fire",
    ):  # "three shots of small-arms fire", "shooting over 500 bullets"
        return any(
            t.category == "shot_count"
            and t.first in counts
            and trigger.category == "fire_n"
            and 0 < counts[t.first][0].first - trigger.last <= 2
            for t in hits
        ) or any(
            t.category == "shot_count"
            and t.first in counts
            and sentence.keys(t.last + 1, t.last + 1) == ["of"]
            and 0 < trigger.first - t.last <= 4
            for t in hits
        )
    if trigger.category not in ("fire", "under_fire"):
        return False
    shots = [
        t
        for t in hits
        if t.first in counts
        and (
            t.category in ("shot_count", "fire_n") or (t.category == "shell" and trigger.first not in counts)
        )
    ]
    return any(
        (trigger.category == "fire" and 0 < counts[t.first][0].first - trigger.last <= 2)
        or (trigger.category == "fire" and _throws(sentence, trigger, counts[t.first][0], hits, counts))
        or (trigger.category == "under_fire" and 0 < trigger.first - t.last <= 2)
        for t in shots
    )


THROWN_REACH = 7
"""Tokens between a verb of firing and the number of what it fired, where the place fired at stands between."""


def _throws(
    sentence: Sentence,
    trigger: Trigger,
    q: Quantity,
    hits: list[Trigger],
    counts: dict[int, tuple[Quantity, bool]],
) -> bool:
    """ "Fired at the village of X 14 mortar rounds": nothing but the place stands between the verb and the number."""
    reach = 2 * THROWN_REACH if sentence.within(q.first - 2, q.first, "with_rounds") else THROWN_REACH
    if trigger.first in counts or not 0 < q.first - trigger.last <= reach:
        return False
    if sentence.signs(trigger.last + 1, q.first - 1) - {'"', "«", "»", "“", "”"}:
        return False
    joined = any(sentence.is_word(at, "conjunction") for at in range(trigger.last + 1, q.first))
    if joined and not sentence.within(trigger.last + 1, q.first, "place"):
        return False
    return not any(trigger.last < t.first < q.first for t in hits)


SECOND_FIRE = 3
"""Tokens from "and" to the second fire: "and some outgoing mortar fire"."""


def is_second_fire(sentence: Sentence, after: int, first: int) -> bool:
    """ "Several bursts of machine-gun fire and outgoing mortar fire": the second is no weapon of the bursts."""
    joined = sentence.within(after + 1, first - 1, "and_also")
    ended = joined and sentence.within(joined[-1].first - 1, joined[-1].first - 1, "bare_fire")
    return bool(ended) and first - joined[-1].last <= SECOND_FIRE


ASSESSED_AS = 3
"""Tokens between "assessed" and what it was: "as an airburst", "as outgoing airbursts"."""


def is_assessed(sentence: Sentence, trigger: Trigger, hits: list[Trigger], alone: set[int]) -> bool:
    """ "15 explosions assessed as outgoing mortar rounds": the weapon of the explosions, no second firing."""
    if trigger.category not in ("weapon_fire", "fire_n", "use", "fire", "shell", "explosion"):
        return False
    if trigger.category == "explosion":  # "an explosion assessed as an airburst": the one that it heard
        earlier = [t for t in hits if t.category == "explosion" and t.last < trigger.first]
        judged = earlier and sentence.within(earlier[-1].last + 1, trigger.first - 1, "assessed")
        return bool(judged) and trigger.first - judged[-1].last <= ASSESSED_AS
    counted = [t for t in hits if t.category == "violation_n" and t.first in alone and t.last < trigger.first]
    if counted and trigger.category != "fire" and trigger.first - counted[-1].last <= 2:
        return not sentence.signs(counted[-1].last, trigger.first)  # "48 violations by artillery fire"
    if trigger.category == "shell":
        return False
    heard = ("explosion", "burst", "shot_count")
    before = [t for t in hits if t.category in heard and t.last < trigger.first]
    if before and before[-1].category == "shot_count" and before[-1].first not in alone:
        before = []
    if not before:
        return False
    between = sentence.tokens[before[-1].last + 1 : trigger.first]
    if any(t.text in (";", "(") for t in between):
        return False
    if before[-1].category == "burst" and is_second_fire(sentence, before[-1].last, trigger.first):
        return False
    if before[-1].category == "burst":
        judged = sentence.within(before[-1].last + 1, trigger.first - 1, "assessed")
        near = judged and trigger.first - judged[-1].last <= ASSESSED_AS
        return bool(near) or trigger.first - before[-1].last <= 8
    judged = sentence.within(before[-1].last + 1, trigger.first - 1, "assessed", "caused_by")
    if not judged:
        return False
    commas = [t for t in between if t.text == ","]
    return not commas or (len(commas) == 1 and sentence.tokens[judged[0].first - 1].text == ",")
