"""Days in a sentence that are of something else than what it tells: one to come, an earlier event's, a truce's, an aside's,
another clause's.

"The decree takes effect on 20 March", "after the incident of 23 April", "despite a truce which came into force on Saturday",
"a town that both sides had left in November", "95 explosions against 520 on 30 August". Pure.
"""

from datetime import date

from .relative_days import Moment
from .sentence import Sentence
from .speech import CONTENT
from .telling import Scene
from .trigger_kinds import Frame

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
    is_old = published is None or (published - moment.end).days > _NEWS
    if is_old and _is_of_pact(sentence, moment):
        return True
    if _is_of_a_signing(sentence, first):
        return True
    began = any(0 < first - m.last <= _EARLIER for m in sentence.of("came_into_force"))
    return began and moment.basis != "since"


def _is_of_a_signing(sentence: Sentence, first: int) -> bool:
    """ "Broke the truce imposed on Sept. 5", "the ceasefire agreed last week": the day on which it was agreed."""
    signed = sentence.within(first - 2, first - 1, "signed_then")
    if not signed:
        return False
    return any(m.last in (signed[-1].first - 1, signed[-1].first - 2) for m in sentence.of("truce_noun"))


def _is_of_pact(sentence: Sentence, moment: Moment) -> bool:
    """ "The trilateral statement of 9 November", "the November 10, 2020 statement": the day of a pact that is kept or broken."""
    joined = sentence.within(moment.first - 1, moment.first - 1, "dated_of")
    if joined and sentence.within(moment.first - _PACT, joined[0].first - 1, "pact_noun"):
        return not sentence.signs(moment.first - _PACT, moment.first)
    behind = sentence.within(moment.last + 1, moment.last + _PACT, "pact_noun")
    return (
        bool(behind)
        and not sentence.signs(moment.last, behind[0].first)
        and moment.basis in ("stated", "month")
        and bool(
            sentence.within(moment.first - 1, moment.first - 1, "an_article")
            or behind[0].first == moment.last + 1
        )
    )


_NEWS = 10
"""Days after which the day of "the statement of 9 November" is no longer that of news."""
_PACT = 4
"""Tokens between a pact's noun and its day: "the statement on the cessation of hostilities of" is longer, and left."""


def is_of_aside(sentence: Sentence, moment: Moment, behind: int) -> bool:
    """The month of an aside that stands behind token `behind`: "a policy begun in May"."""
    if moment.basis != "month" or moment.first < behind:
        return False
    begun = sentence.within(moment.first - 3, moment.first - 1, "begun_then")
    return bool(begun or sentence.within(behind + 1, moment.first - 1, "that"))


def names_a_thing(scene: Scene, moment: Moment) -> bool:
    """ "the 1994 ceasefire": a year behind an article says which ceasefire, not when the act was."""
    if moment.basis != "year":
        return False
    signed = scene.sentence.within(
        moment.first - 3, moment.first - 1, "signed"
    )  # "an agreement signed in 2003"
    return bool(signed or scene.sentence.within(moment.first - 1, moment.first - 1, "an_article"))


def is_compared(sentence: Sentence, moment: Moment) -> bool:
    """ "(95 explosions against 520 on 30 August)": the day of what is compared, not of what is told."""
    opened = [i for i in range(max(0, moment.first - 8), moment.first) if sentence.tokens[i].text == "("]
    if opened and any(t.kind == "num" for t in sentence.tokens[opened[-1] : moment.first]):
        return ")" not in sentence.signs(opened[-1], moment.first)  # "60 explosions (110 on the day before)"
    low = max(0, moment.first - 6)
    hedges = {i for m in sentence.of("h_more", "h_less", "h_at_least") for i in range(m.first, m.last + 1)}
    return any(
        sentence.tokens[i].key in ("against", "compared", "than", "versus") and i not in hedges
        for i in range(low, moment.first)
    )  # but "more than 2,400 violations till June"


def is_of_part(sentence: Sentence, moment: Moment, frame: Frame) -> bool:
    """ "Recorded many violations, including 550 explosions in the night of 14 July": the night is the explosions' alone."""
    opened = sentence.within(frame.last + 1, moment.first - 1, "part_of")
    if not opened or "," in sentence.signs(opened[-1].last + 1, moment.first):
        return False
    return bool(sentence.within(opened[-1].last + 1, moment.first - 1, *CONTENT))


def counts_events(sentence: Sentence, moment: Moment) -> bool:
    """ "It was the second attack this month": the month says which one it was, and not when."""
    if moment.basis not in ("period", "since", "month") or moment.start == moment.end:
        return False
    ordinals = [m for m in sentence.of("ordinal") if 0 < moment.first - m.last <= _WHICH]
    return bool(ordinals) and bool(
        sentence.within(ordinals[-1].last + 1, moment.first - 1, "event_noun", *CONTENT)
    )


_WHICH = 9
"""Tokens from "the second" to the month that counts it: "the second attack on peacekeepers this month"."""


def of_clause(sentence: Sentence, told: list[Moment], frame: Frame) -> list[Moment]:
    """Days of the frame's own clause: "suspended the truce on Sunday after a group attacked a village on Saturday".

    All of them, where the words between tell no clauses apart or each stands in another one.
    """

    def is_apart(moment: Moment) -> bool:
        low, high = (moment.last, frame.first) if moment.first < frame.first else (frame.last, moment.first)
        return bool(sentence.within(low + 1, high - 1, "after_word", "clause_opener", "contrast"))

    return [m for m in told if not is_apart(m)] or told
