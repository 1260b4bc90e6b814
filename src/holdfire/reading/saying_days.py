"""Which day of a sentence is the day of its saying: "said on Wednesday", a press conference's, a dateline's. Pure."""

from collections.abc import Callable, Sequence
from datetime import date

from .relative_days import Moment
from .said_afterwards import names_source_only
from .sentence import Sentence
from .speech import CONTENT

_SAYINGS = frozenset(
    {"statement", "briefing", "conference", "interview", "communique", "post", "tweet", "release"}
)


def is_of_speech(sentence: Sentence, moment: Moment) -> bool:
    """The date is of the saying: "said on Wednesday", "the ministry said Apr. 8", a dateline."""
    if _before_that(sentence, moment) or names_source_only(sentence):
        return True
    if _is_of_report(sentence, moment):
        return True
    perceived = {m.first for m in sentence.of("perceive")}  # "no clashes were recorded on 12 August"
    if any(0 < moment.first - m.last <= 2 and m.first not in perceived for m in sentence.of("say", "accuse")):
        return moment.last >= len(sentence.tokens) - 4 or moment.basis == "weekday"
    if any(m.first == moment.last + 1 for m in sentence.of("say", "accuse", "deny")):
        return moment.basis in ("stated", "weekday")  # "об этом 8 октября сообщили", "on Wednesday denounced"
    if (
        _at_a_saying(sentence, moment)
        or _ends_in_a_saying(sentence, moment)
        or _opens_a_saying(sentence, moment)
    ):
        return True
    said_in = sentence.keys(moment.first - 2, moment.first - 1)
    if said_in and said_in[-1] == "on" and said_in[0] in _SAYINGS:
        return True
    after = sentence.tokens[moment.last + 1 : moment.last + 4]
    if any(m.first == moment.last + 1 for m in sentence.of("year_word")):  # "27 февраля 2018 года – 26-го"
        after = after[1:]
    dashed = bool(after) and after[0].text in ("-", "–", "—") and 0 < moment.first <= 4
    if dashed and all(t.is_capital or t.kind == "punct" for t in sentence.tokens[: moment.first]):
        return True  # "KYIV, 12 June 2018 - At about 20:15 on 11 June ..."
    if any(t.text == ":" for t in after[:1]):  # "MUZAFFARABAD, July 31, 2019: Troops ..."
        return 0 < moment.first <= 4 and all(
            t.is_capital or t.kind == "punct" for t in sentence.tokens[: moment.first]
        )
    return (
        moment.first <= 4
        and any(t.text in (".", ",", "/") for t in after[:1])
        and any(
            (t.text.isupper() and len(t.text) > 3)
            or t.text == ":"
            or any(m.first == moment.last + 2 for m in sentence.of("outlet"))
            for t in after
        )
    )


def _is_of_report(sentence: Sentence, moment: Moment) -> bool:
    """ "Says its report of 3 September", "based on information as of 19:30 on 2 September": the report's day, no event's."""
    first, reports = moment.first, ("report_noun", "statement_word")
    if sentence.within(first - _AS_OF, first - 1, "as_of") and sentence.has(*reports):
        return True
    if not sentence.within(first - 2, first - 2, *reports) or not sentence.has("say", "accord"):
        return False
    return bool(sentence.within(first - 1, first - 1, "of_report"))


def _at_a_saying(sentence: Sentence, moment: Moment) -> bool:
    """ "Told a press conference in Baku on March 3": the occasion stands between the verb of saying and the day."""
    said = [m.last for m in sentence.of("say") if 0 < moment.first - m.last <= _OCCASION]
    if not said or sentence.within(said[-1] + 1, moment.first - 1, "that", *CONTENT):
        return False
    if sentence.signs(said[-1] + 1, moment.first - 1):
        return False
    return any(k in _SAYINGS for k in sentence.keys(said[-1] + 1, moment.first - 1))


def _ends_in_a_saying(sentence: Sentence, moment: Moment) -> bool:
    """ "A, the ministry said on its page on Saturday morning": what was said stands before, and nothing behind the verb but when."""
    said = [m for m in sentence.of("say") if 0 < moment.first - m.last <= _OCCASION]
    if not said or moment.last < len(sentence.tokens) - _CLOSING:
        return False
    behind = said[-1].last + 1
    if sentence.within(behind, len(sentence.tokens) - 1, "that", *CONTENT) or sentence.signs(
        behind, moment.first
    ):
        return False
    told = [t for t in sentence.tokens[: said[-1].first] if t.text in (",", "”", '"', "»")]
    return bool(told) and bool(sentence.within(0, said[-1].first - 1, *CONTENT))


_CLOSING = 5  # tokens of a day's end at most: "on Saturday morning."


def _opens_a_saying(sentence: Sentence, moment: Moment) -> bool:
    """ "On Friday X and Y traded accusations", "X on Thursday summoned the envoy of Y": the first verb behind the day is one of saying."""
    if moment.basis not in ("stated", "weekday") or moment.first > _HEAD:
        return False
    perceived = {m.first for m in sentence.of("perceive")}
    said = [
        m.first
        for m in sentence.of("accuse", "each_other", "deny", "speech_act")
        if moment.last < m.first <= moment.last + _OCCASION and m.first not in perceived
    ]
    if not said or sentence.signs(moment.last + 1, said[0]) - {","}:
        return False
    return not sentence.within(moment.last + 1, said[0] - 1, *CONTENT)


_AS_OF = 6
"""Tokens from "as of" to its day: "as of 19:30 (Kyiv time) on"."""
_HEAD = 4
"""Tokens before the day of a saying that opens its sentence: "The Foreign Office on Thursday"."""
_OCCASION = 8
"""Tokens from a verb of saying to the day of the occasion at most."""


def _before_that(sentence: Sentence, moment: Moment) -> bool:
    """ "The army said on 3 December that ...": between the verb of saying and its "that" a date is of the saying."""
    said = [m.last for m in sentence.of("say", "accuse") if m.last < moment.first]
    that = [m.first for m in sentence.of("that") if moment.last < m.first <= moment.last + 6]
    if not said or not that:
        return False
    between = sentence.within(said[-1] + 1, that[0] - 1, *CONTENT)
    return not between and not sentence.within(said[-1] + 1, moment.first - 1, "that")


HEADING = 4
"""Sentences at a text's beginning that may say on which day its words were said."""
LATE = 3
"""Days that a page may be later than the words that it passes on, at most."""


def said_before_publication(
    marked: Sequence[Sentence], published: date | None, moments_of: Callable[[Sentence], Sequence[Moment]]
) -> date | None:
    """The day on which a text's words were said, where the page is one of the days after: "said in a statement on Wednesday".

    None where the text says no such day, or says several, or was published on it.
    """
    if published is None:
        return None
    days = {
        m.start
        for sentence in marked[:HEADING]
        for m in moments_of(sentence)
        if m.start == m.end and m.basis in ("stated", "weekday") and is_of_speech(sentence, m)
    }
    if len(days) != 1:
        return None
    day = days.pop()
    return day if 0 < (published - day).days <= LATE else None
