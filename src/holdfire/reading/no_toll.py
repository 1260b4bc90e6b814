"""Words of loss that tell of nobody hurt: what befell a thing, and losses that are only listed with other matters.

"Vehicles were hit by bullets", "shells had fallen", "more violations with casualties": no person, no number. Pure.
"""

from typing import Any

from .counts import Quantity
from .lexicon import Match
from .sentence import Sentence


def befell_a_thing(sentence: Sentence, mark: Match[Any]) -> bool:
    """ "Vehicles were hit by bullets", "shells had fallen": a thing was struck, or came down, and nobody was hurt."""
    if sentence.within(mark.first, mark.last, "falls"):
        return bool(
            sentence.within(
                mark.first - _THING_REACH, mark.first - 1, "thrown", "shot_count", "one_projectile"
            )
        )
    if not sentence.within(mark.first, mark.last, "struck_by"):
        return False
    things = sentence.within(mark.first - _THING_REACH, mark.first - 1, "thing_hit")
    passive = bool(things) and sentence.within(things[-1].last + 1, mark.first - 1, "passive_aux")
    return bool(passive) and not sentence.within(
        things[-1].last, mark.first, "military", "civilian", "mission_people"
    )


_THING_REACH = 4
"""Tokens between a thing and what befell it: "vehicles of the patrol were also hit by", "shells had already fallen"."""


def is_only_listed(sentence: Sentence, mark: Match[Any], numbers: list[Quantity]) -> bool:
    """ "More violations with casualties", "a rise in air strikes, civilian casualties and violations": no number, and no verb."""
    at = mark.first - 1
    while at >= 0 and sentence.within(at, at, "civilian", "military"):
        at -= 1
    if at < 0 or any(abs(q.first - mark.first) <= _COUNTED_NEAR and not q.is_article for q in numbers):
        return False
    joined = sentence.within(at, at, "with_losses") and any(
        m.last == at - 1 for m in sentence.of(*_LISTED_WITH)
    )
    listed = sentence.tokens[at].text == "," or joined
    others = sentence.within(max(0, at - _LISTED_REACH), mark.last + _LISTED_REACH, *_LISTED_WITH)
    return bool(listed) and bool(others)


_COUNTED_NEAR = 4
"""Tokens between losses and a number of theirs."""
_LISTED_REACH = 6
"""Tokens between losses and what they are listed with."""
_LISTED_WITH = (
    "violation_n",
    "weapon_fire",
    "fire_n",
    "shell",
    "explosion",
    "incursion",
    "attack",
    "clash",
    "uav",
)
