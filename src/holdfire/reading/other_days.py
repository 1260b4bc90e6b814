"""Days in a sentence that are of something else than what it tells: one to come, an earlier event's, a truce's, an aside's.

"The decree takes effect on 20 March", "after the incident of 23 April", "despite a truce which came into force on Saturday",
"a town that both sides had left in November". Pure.
"""

from datetime import date

from .relative_days import Moment
from .sentence import Sentence

_EARLIER = 6
"""Tokens from "after", or from a truce's coming into force, to the day that is its own."""


def is_of_other_event(sentence: Sentence, moment: Moment, published: date | None) -> bool:
    """A day to come, a truce's, or that of an event which is only named: no act that is told was on it."""
    if published is not None and moment.start > published:
        return True
    first = moment.first
    if sentence.keys(first - 1, first - 1) == ["of"] and sentence.within(
        first - 3, first - 2, "truce_noun", "this_event", "event_noun"
    ):
        return bool(sentence.within(first - _EARLIER, first - 2, "after_event"))
    began = any(0 < first - m.last <= _EARLIER for m in sentence.of("came_into_force"))
    return began and moment.basis != "since"


def is_of_aside(sentence: Sentence, moment: Moment, behind: int) -> bool:
    """The month of an aside that stands behind token `behind`: "a policy begun in May"."""
    if moment.basis != "month" or moment.first < behind:
        return False
    begun = sentence.within(moment.first - 3, moment.first - 1, "begun_then")
    return bool(begun or sentence.within(behind + 1, moment.first - 1, "that"))
