"""Days that are told by their distance: weekdays, "yesterday", "two days earlier", "over the past 48 hours".

Resolved against the day of publication ("ago", "yesterday"), or against the day that the text told last ("the previous day",
"two days earlier"). "Overnight into Friday" begins on Thursday; "since 1 August" lasts until publication. Without a day of
publication nothing is resolved. Pure.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from .counts import digits
from .sentence import Sentence


@dataclass(frozen=True)
class Moment:
    """One stated date or span of dates at tokens first..last."""

    start: date
    end: date
    first: int
    last: int
    basis: str  # stated, weekday, relative, period, since, month, year, eve


_BETWEEN = frozenset(
    {
        "to",
        "until",
        "till",
        "-",
        "–",
        "the",
        "morning",
        "evening",
        "night",
        "of",
        "midnight",
        "noon",
        "on",
        "early",
        "late",
        "afternoon",
        "по",
        "до",
        "and",
        "into",
        "dan",
        "den",
        "saat",
        "u",
        "i",
        "si",
        "ից",
        "ի",
        "ին",
        "լույս",
        "մինչեւ",
        "՝",
        "ժամը",
        "սկսած",
        "etibaren",
    }
)


def joins(sentence: Sentence, first: int, last: int) -> bool:
    """Two dates are one span where "to" stands between, with at most a part of the day or a clock time: "to 0005 on"."""
    between = [t for i, t in enumerate(sentence.tokens[first : last + 1], first) if not _is_half(sentence, i)]
    keys = [t.key for t in between if t.kind != "num" and t.key not in ("hrs", "hours", "am", "pm", ":")]
    joined = any(
        k in ("to", "until", "till", "into", "-", "–", "по", "до", "dan", "den", "ից", "լույս", "մինչեւ")
        for k in keys
    )
    joined = joined or bool(sentence.within(first, last, "day_to"))
    if "and" in keys and not joined:
        joined = any(t.key == "between" for t in sentence.tokens[max(0, first - 8) : first])
    hours = {
        sentence.tokens[i].start
        for m in sentence.within(first, last, "time")
        for i in range(m.first, m.last + 1)
    }
    hours |= {sentence.tokens[m.first].start for m in sentence.within(first, last, "day_to")}
    told = [t.key for t in between if t.key in keys and t.start not in hours]
    return joined and len(between) <= 6 and all(k in _BETWEEN for k in told)


def _is_half(sentence: Sentence, at: int) -> bool:
    """A token of "a.m." or "p.m." behind an hour, which says nothing of how two days are joined."""
    tokens, begin = sentence.tokens, at
    while begin >= 0 and begin > at - _HALF and tokens[begin].key in ("a", "p", "m", "."):
        begin -= 1
    return begin < at and begin >= 0 and tokens[begin].kind == "num"


_HALF = 5
"""Tokens of "p.m." and the hour before it."""


@dataclass(frozen=True)
class Anchors:
    """What days are told from. told: the day that the text told last; said: the day on which these words were said; counted_to: past days end there."""

    published: date | None
    told: date | None = None
    said: date | None = None
    counted_to: date | None = None


DAY_AND_PART = {
    "this_morning": ("today", "morning"),
    "this_afternoon": ("today", "afternoon"),
    "this_evening": ("today", "evening"),
    "that_morning": ("that_day", "morning"),
    "that_afternoon": ("that_day", "afternoon"),
    "that_evening": ("that_day", "evening"),
    "that_night": ("that_day", "night"),
    "yesterday_morning": ("yesterday", "morning"),
    "yesterday_evening": ("yesterday", "evening"),
    "yesterday_night": ("yesterday", "night"),
    "next_morning": ("next_day", "morning"),
    "next_evening": ("next_day", "evening"),
}
"""Labels of packs that tell a day and a part of it in one phrase."""


def relative_days(sentence: Sentence, anchors: Anchors, stated: list[Moment]) -> list[Moment]:
    """Weekdays, today, yesterday, "two days earlier", spans of hours, days and weeks, this year."""
    published = anchors.said or anchors.published
    if published is None:
        return []
    found = _weekdays(sentence, published, stated)
    tied = any(moment.basis == "stated" for moment in stated)
    for match in sentence.of("time"):
        label = DAY_AND_PART.get(str(match.payload), (str(match.payload), ""))[0]
        if label == "last_24h":
            single = [
                m.end
                for m in [*stated, *found]
                if m.basis in ("stated", "weekday") and m.start == m.end
                if _may_be_that_day(m, match.first, match.last, published)
            ]
            if not single and anchors.told == published - timedelta(days=1) and anchors.said is None:
                found.append(Moment(anchors.told, anchors.told, match.first, match.last, "period"))
                continue  # the text has told which day it was
            day = single[0] if single and single[0] <= published else anchors.counted_to or published
            found.append(Moment(day - timedelta(days=1), day, match.first, match.last, "period"))
        elif label == "weekend":
            sunday = published - timedelta(days=(published.weekday() + 1) % 7)
            found.append(Moment(sunday - timedelta(days=1), sunday, match.first, match.last, "period"))
        elif label in _SPANS:
            if any(m.basis == "month" and m.last == match.first - 1 for m in stated):
                continue  # "till June this year"
            if not (tied and label in ("past_week", "the_week")) and not (
                label == "previous_week" and anchors.told
            ):
                found.append(Moment(*_span(label, published), match.first, match.last, "period"))
        elif label == "since_then":
            here = [m.start for m in [*stated, *found] if m.last < match.first]
            begun = here[-1] if here else anchors.told
            if begun is not None and begun <= published:
                found.append(Moment(begun, published, match.first, match.last, "since"))
        elif label == "day_after":  # "it came a day after X had fired": X fired on the eve of what is told
            eve = (_told_before(match.first, [*stated, *found], anchors) or published) - timedelta(days=1)
            found.append(Moment(eve, eve, match.first, match.last, "eve"))
        elif label == "next_24h":  # "in the following 24 hours" of a report on two days
            told = _told_before(match.first, [*stated, *found], anchors)
            if told is not None:
                found.append(Moment(told, told + timedelta(days=1), match.first, match.last, "period"))
        elif label in _DISTANCES:
            told = _told_before(match.first, [*stated, *found], anchors)
            distant = _distant(label, published, told)
            if distant is not None:
                found.append(Moment(distant, distant, match.first, match.last, "relative"))
        elif label in _COUNTED:
            number = _number_at(sentence, match.first, match.last)
            if number is not None and not (label == "within_hours" and number < _HOURS_OF_DAY):
                found.append(
                    _counted(
                        label, number, anchors.counted_to or published, anchors.told, match.first, match.last
                    )
                )
    return found


def _told_before(first: int, moments: list[Moment], anchors: Anchors) -> date | None:
    """The last day told before this word: in the sentence, else in the text."""
    earlier = [m.end for m in moments if m.last < first]
    return earlier[-1] if earlier else anchors.told


NEAR_DAYS = 7
"""Days before publication within which a stated day may be the day that "over the day" is of."""


def _may_be_that_day(moment: Moment, first: int, last: int, published: date) -> bool:
    """ "Over the past day, 24 August", but not "over the past day they broke the truce that was agreed on 22 July"."""
    beside = 0 <= moment.first - last <= 2 or 0 <= first - moment.last <= 2
    return beside or (published - moment.end).days <= NEAR_DAYS


def is_named(sentence: Sentence, at: int) -> bool:
    """ "حي مايو", "سوق الجمعة": a quarter or a market called by a month or a day is no day."""
    return any(m.last == at - 1 for m in sentence.of("place_noun_before"))


def _span(label: str, day: date) -> tuple[date, date]:
    """The days of a spoken-of week, month or year up to `day`."""
    if label in ("past_week", "the_week", "previous_week"):
        return day - timedelta(days=7), day
    if label == "last_week":  # the week before this one, from Monday to Sunday
        monday = day - timedelta(days=day.weekday() + 7)
        return monday, monday + timedelta(days=6)
    if label == "past_month":
        month_before = day.replace(day=1) - timedelta(days=1)
        return month_before.replace(day=min(day.day, month_before.day)), day
    if label == "this_week":
        return day - timedelta(days=day.weekday()), day
    return (day.replace(day=1) if label == "this_month" else date(day.year, 1, 1)), day


_SPANS = frozenset(
    {
        "past_week",
        "the_week",
        "previous_week",
        "last_week",
        "past_month",
        "this_week",
        "this_month",
        "this_year",
    }
)
_BACK = {"today": 0, "yesterday": 1, "day_before_yesterday": 2}


def _distant(label: str, day: date, told: date | None) -> date | None:
    """The day of a word like "yesterday" (told from `day`) or "the following day" (told from what was told last)."""
    if label in _BACK:
        return day - timedelta(days=_BACK[label])
    if label == "previous_day":
        return (told or day) - timedelta(days=1)
    if told is None:
        return None
    return told + timedelta(days=1) if label == "next_day" else told


_DISTANCES = frozenset({*_BACK, "previous_day", "next_day", "that_day"})
_COUNTED = frozenset(
    {
        "days_ago",
        "weeks_ago",
        "days_earlier",
        "days_later",
        "past_days",
        "past_hours",
        "within_hours",
        "past_weeks",
    }
)
_HOURS_OF_DAY = 24
"""Hours from which on "within 48 hours" is a span of days, and no while within a day."""


def _counted(label: str, number: int, published: date, told: date | None, first: int, last: int) -> Moment:
    step = timedelta(days=min(number, 400))
    if label == "days_ago":
        return Moment(published - step, published - step, first, last, "relative")
    if label == "weeks_ago":
        return Moment(published - 7 * step, published - 7 * step, first, last, "relative")
    if label == "days_earlier":
        day = (told or published) - step
        return Moment(day, day, first, last, "relative")
    if label == "days_later":
        day = (told + step) if told else published
        return Moment(day, day, first, last, "relative")
    if label in ("past_hours", "within_hours"):
        step = timedelta(days=max(1, -(-number // 24)))
    elif label == "past_weeks":
        step = 7 * step
    elif label == "past_days":  # "over the past three days": the day that tells it is the last of them
        step = timedelta(days=max(1, min(number, 400) - 1))
    return Moment(published - step, published, first, last, "period")


def _number_at(sentence: Sentence, first: int, last: int) -> int | None:
    """The number in a phrase or right before it: "three days ago", "the past 48 hours", "a week earlier"."""
    for at in [*range(first, last + 1), first - 1]:
        if at < 0:
            continue
        token = sentence.tokens[at]
        if token.kind == "num" and ":" not in token.text:
            return digits(token.text)
        named = next((m for m in sentence.of("numbers") if m.first == at), None)
        if named is not None:
            return int(named.payload)
    return None


_QUOTES = frozenset('«»“”„"')


def _weekdays(sentence: Sentence, published: date, stated: list[Moment]) -> list[Moment]:
    """ "On Monday", "last Friday", "on Tuesday and Wednesday", "from Monday evening until Tuesday morning": the latest such days."""
    found: list[Moment] = []
    tied = any(moment.basis == "stated" for moment in stated)
    for match in sentence.of("weekdays"):
        around = (
            sentence.tokens[match.first - 1].text if match.first else "",
            *(t.text for t in sentence.tokens[match.last + 1 : match.last + 2]),
        )
        if is_named(sentence, match.first):
            continue
        if any(a in _QUOTES for a in around[:1]) and any(b in _QUOTES for b in around[1:]):
            continue  # a name: the newspaper "Friday"
        if tied and any(abs(m.first - match.last) <= 2 for m in stated):
            continue
        back = (published.weekday() - int(match.payload)) % 7
        if back == 0 and sentence.keys(match.first - 1, match.first - 1) == ["last"]:
            back = 7
        day = published - timedelta(days=back)
        before = found[-1] if found else None
        if before is not None and before.basis == "weekday":
            between = sentence.keys(before.last + 1, match.first - 1)
            night = not between and any(
                m.payload == "night" and m.last == before.first - 1 for m in sentence.of("time")
            )  # "ليلة الأربعاء الخميس": the night of two days
            if (
                between in (["and"], ["и"], ["та"], ["və"], ["և"])
                or night
                or joins(sentence, before.last + 1, match.first - 1)
            ):
                start = before.start if before.start <= day else before.start - timedelta(days=7)
                found[-1] = Moment(start, day, before.first, match.last, "weekday")
                continue
        found.append(Moment(day, day, match.first, match.last, "weekday"))
    return found


def with_night_before(sentence: Sentence, moment: Moment, published: date | None = None) -> Moment:
    """ "Overnight into Friday", "in the night to 13 July" begin on the day before; so does the night of the day of publication.

    The night that follows the day on which a text appears is not over yet: "in the night of 20 April", told on 20 April.
    """
    before = sentence.keys(moment.first - 5, moment.first - 1)
    while before and before[-1] in ("the", "on"):
        before.pop()
    into = bool(before) and (
        before[-1] == "into" or (before[-1] in ("to", "zum") and before[-2:-1] in (["overnight"], ["night"]))
    )
    at_night = any(k in ("overnight", "night", "late", "evening") for k in before)
    single = moment.start == moment.end
    if into and at_night and single:
        return replace(moment, start=moment.start - timedelta(days=1))
    until = before[-1:] in (["until"], ["till"], ["to"], ["through"]) or bool(
        moment.basis == "relative" and before[-1:] and before[-1] in _UNTIL
    )
    last_night = sentence.within(moment.first - 6, moment.first - 1, "overnight")
    if single and until and last_night:
        return replace(moment, start=moment.start - timedelta(days=1))
    of_night = [m for m in sentence.of("time") if m.payload == "night" and moment.first - m.last == 2]
    opened = sentence.keys(moment.first - 5, moment.first - 1)
    hour = any(":" in t.text for t in sentence.tokens[moment.last : moment.last + _HOUR_BEHIND])
    not_over = moment.start == published and moment.basis == "stated" and "since" not in opened
    if single and of_night and not_over and not hour:
        return replace(moment, start=moment.start - timedelta(days=1))
    return moment


_HOUR_BEHIND = 7
"""Tokens from a night to its hour: "in the night of 16 July, at about 03:40"."""


_UNTIL = frozenset({"until", "till", "to", "до"})
