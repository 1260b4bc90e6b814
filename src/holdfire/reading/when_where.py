"""The day, the clock time and the places of a statement.

A date of the saying ("said on Wednesday") is not the date of the event where the words give another. A place where fire
came from is never the event's place while a place that was hit is named.
"""

from datetime import date, timedelta

from .bulletin_days import days_of_bulletin, sums_up, the_day_before, the_week_before
from .clock_times import Clock
from .other_days import (
    counts_events,
    is_compared,
    is_of_aside,
    is_of_other_event,
    is_of_part,
    names_a_thing,
    of_clause,
)
from .periods_before import of_period_before
from .places import placed
from .relative_days import Moment
from .saying_days import is_of_speech
from .sentence import Sentence
from .speech import CONTENT
from .statement import PlaceMention, Statement
from .telling import Scene, Telling
from .told_places import implied_places, nearest
from .trigger_kinds import Frame
from .world_places import located


def distinct_places(places: list[PlaceMention]) -> list[PlaceMention]:
    """The places without those whose name came before, in any capitals."""
    seen: set[str] = set()
    out: list[PlaceMention] = []
    for place in places:
        if place.name.lower() not in seen:
            seen.add(place.name.lower())
            out.append(place)
    return out


def point_of(places: list[PlaceMention]) -> tuple[float, float, float] | None:
    """The event's place: a settlement that was hit before a region, a region before nothing, never where fire came from."""
    known = [p for p in places if p.lat is not None and p.lon is not None]
    known.sort(key=lambda p: (p.role == "firing_from", p.is_region))
    for place in known:
        if place.lat is not None and place.lon is not None:
            return place.lat, place.lon, place.radius_m or 2000.0
    return None


def set_when(
    scene: Scene, statement: Statement, frame: Frame | None, low: int | None = None, high: int | None = None
) -> None:
    """Writes the statement's days and hour: those told in its frame or tokens low..high, else those the text told before."""
    if frame is not None:
        low, high = frame.low, frame.high
    low = low or 0
    high = high if high is not None else len(scene.sentence.tokens) - 1
    if statement.kind == "denial" and not scene.stated:
        return
    usable = _days_told(scene, statement, frame, low, high)
    _set_days(scene, statement, frame, usable)
    if statement.kind != "denial" and _set_time(scene, statement, frame, usable, low, high):
        return
    if statement.date_start is not None:
        statement.time_precision = "day" if statement.date_start == statement.date_end else "span"


def _days_told(scene: Scene, statement: Statement, frame: Frame | None, low: int, high: int) -> list[Moment]:
    """The sentence's days that may be the statement's, the likeliest first."""
    telling = scene.telling
    told = [m for m in scene.stated if not is_compared(scene.sentence, m)]
    pool = [m for m in told if not is_of_speech(scene.sentence, m)]
    only_other = (
        statement.kind != "ceasefire_agreed"
        and len(told) > len(pool)
        and all(is_of_other_event(scene.sentence, m, telling.published) for m in pool)
    )  # "on Friday X accused Y of breaking a truce imposed on 5 September": the Friday is what is left
    carried = telling.last_moment is not None and telling.last_moment.basis == "told"
    opens = any(m.first <= 1 and m.basis == "weekday" for m in told)  # "On Friday X accused Y of firing at Z"
    if (not pool or only_other) and (opens or not carried) and telling.period is None:
        pool = told
    periods = [m for m in pool if m.basis == "period"]
    beside = [m for m in pool if m.basis == "stated" and any(abs(m.first - p.last) <= 2 for p in periods)]
    if beside:
        pool = beside
    elif periods and any(m.basis in ("weekday", "stated") and m.end == periods[0].end for m in pool):
        pool = periods
    if statement.kind == "ceasefire_agreed":
        return _days_of_truce(scene, frame, low)
    pool = [m for m in pool if not is_of_other_event(scene.sentence, m, telling.published)]
    pool = [m for m in pool if frame is None or not is_of_aside(scene.sentence, m, frame.last)]
    told_at = frame.first if frame is not None else high
    pool = [m for m in pool if m.basis != "eve" or m.last < told_at]
    if frame is not None:
        pool = [m for m in pool if not is_of_part(scene.sentence, m, frame)]
    if frame is not None and statement.count is None:
        pool = [m for m in pool if not counts_events(scene.sentence, m)]
    usable = [m for m in pool if low <= m.first <= high] or pool
    if frame is not None and len(usable) > 1:
        usable = of_clause(scene.sentence, usable, frame)
    return [m for m in usable if m.basis != "year"] or [m for m in usable if not names_a_thing(scene, m)]


def _days_of_truce(scene: Scene, frame: Frame | None, low: int) -> list[Moment]:
    """ "Took effect at 8 on Monday; two earlier ones this month": the day nearest to the truce, and not behind a semicolon."""
    anchor = frame.last if frame is not None else low
    near = of_clause(scene.sentence, scene.stated, frame) if frame is not None else scene.stated
    parted = [m for m in near if ";" in scene.sentence.signs(min(anchor, m.last), max(anchor, m.first))]
    return sorted((m for m in near if m not in parted), key=lambda m: abs(m.first - anchor))


def _set_days(scene: Scene, statement: Statement, frame: Frame | None, usable: list[Moment]) -> None:
    telling = scene.telling
    before = the_week_before(scene) or the_day_before(scene, statement, frame, usable)
    if usable and scene.sentence.within(usable[0].first, usable[0].last, "preceding"):
        before = before or telling.previous_period  # "in the previous 24 hours" of a report
    if before is not None:
        statement.date_start, statement.date_end = before
    elif usable:
        chosen = usable[0]
        statement.date_start, statement.date_end = chosen.start, chosen.end
        if chosen.basis == "since" and not _runs_on(scene, statement):
            statement.date_end = chosen.start  # only a total runs up to publication
        statement.field_spans["date_start"] = scene.sentence.span(chosen.first, chosen.last)
    elif (days := _days_told_before(scene, statement, frame)) is not None:
        statement.date_start, statement.date_end = days


def _days_told_before(scene: Scene, statement: Statement, frame: Frame | None) -> tuple[date, date] | None:
    """The days that the text has told so far, or covers: of a sentence that tells none of its own."""
    telling, last = scene.telling, scene.telling.last_moment
    if telling.previous_period and is_of_previous_period(scene, frame):
        return telling.previous_period
    if (
        telling.period is not None
        and last is not None
        and telling.moment_block == scene.sentence.block_seq
        and (last.start == last.end or _is_harm_of_night(telling, statement))
        and statement.kind != "movement_restriction"
    ):
        return last.start, last.end  # an observer's paragraph goes on about the day that it named
    if (day := _day_soon_after(scene, statement)) is not None:
        return day, day
    if telling.period is not None:
        first, end = telling.period
        night = first == end and any(c.label == "night" for c in scene.times)
        return (first - timedelta(days=1) if night else first), end
    if statement.kind == "ceasefire_agreed":  # "at 10:00 the sides agreed": of the day that is told
        at_hour = last is not None and any(c.precision == "exact" for c in scene.times)
        return (last.start, last.end) if last is not None and at_hour else None
    if statement.kind == "denial" or scene.sentence.role == "headline":
        return None
    said_here = telling.said_on if telling.said_block == scene.sentence.block_seq else None
    if said_here is not None and any(scene.sentence.quoted) and not _told_here(scene):
        return said_here, said_here
    if telling.visit is not None and is_own_perception(scene.sentence, statement):
        return telling.visit.start, telling.visit.end
    if sums_up(scene, statement) and (days := days_of_bulletin(scene)) is not None:
        return days
    return (last.start, last.end) if last is not None else telling.default_dates


def _set_time(
    scene: Scene, statement: Statement, frame: Frame | None, usable: list[Moment], low: int, high: int
) -> bool:
    """Writes the hour, and of a span of days the one that the hour says; False where no hour is told."""
    telling = scene.telling
    clocks = [c for c in scene.times if not (c.as_of and telling.period is not None)]  # a report's own hour
    clear = [c for c in clocks if c.precision != "part_of_day"]
    times = [c for c in clocks if low <= c.first <= high] or (
        clocks if len(clocks) == 1 else clear if len(clear) == 1 else []
    )
    exact = [c for c in times if c.precision != "part_of_day"]
    chosen = _clock_before(scene.sentence, exact, frame) or next(iter(exact or times), None)
    if chosen is None and _goes_on_at_once(scene) and telling.last_clock:
        at = telling.last_clock[0]  # "a few seconds later the patrol heard bursts": at the hour told last
        statement.time, statement.time_low, statement.time_high = at.label, at.low, at.high
        statement.time_precision = "exact"
        return True
    if chosen is None:
        return False
    statement.time, statement.time_low, statement.time_high = chosen.label, chosen.low, chosen.high
    statement.time_precision = chosen.precision
    statement.field_spans["time"] = scene.sentence.span(chosen.first, chosen.last)
    if chosen.precision != "part_of_day":
        _at_the_cut(scene, statement)
    if any(c.precision == "part_of_day" for c in times) and scene.sentence.has("overnight"):
        _begin_the_evening_before(scene, statement, usable, chosen)
    return True


def _begin_the_evening_before(scene: Scene, statement: Statement, usable: list[Moment], told: Clock) -> None:
    """ "Overnight", where no day is told, or only that of the saying: the night before it, and no night of a week told before."""
    published = scene.telling.published
    said_then = bool(usable) and all(is_of_speech(scene.sentence, m) for m in usable)
    if not statement.date_start or (usable and not said_then) or not published:
        return
    morning = statement.date_end if said_then and statement.date_end else published
    night = (morning - timedelta(days=1), morning)
    day = timedelta(days=1)
    if statement.date_end is not None and statement.date_end - statement.date_start > day:
        statement.date_start, statement.date_end = night
    else:
        statement.date_start = min(statement.date_start, night[0])
    statement.field_spans["date_start"] = scene.sentence.span(told.first, told.last)


def _day_soon_after(scene: Scene, statement: Statement) -> date | None:
    """ "The truce began on 10 October. Shortly afterwards it was broken": on its day; "later both sides agreed to a truce": on the day told."""
    telling, sentence = scene.telling, scene.sentence
    if telling.period is not None or not sentence.has("soon_after"):
        return None
    if telling.truce_told is not None and 0 <= sentence.start - telling.truce_told[1] <= _NEXT:
        return telling.truce_told[0]
    if statement.kind != "ceasefire_agreed":
        return None
    last = telling.last_moment
    if last is not None:
        return last.end
    return telling.default_dates[1] if telling.default_dates is not None else None


_NEXT = 2
"""Characters between a sentence's end and the next one's beginning."""


def _is_harm_of_night(telling: Telling, statement: Statement) -> bool:
    """ "Shelled in the night from 6 to 7 December", and in the same paragraph "nobody was hurt": of that night."""
    last = telling.last_moment
    night = last is not None and (last.start, last.end) == telling.told_night
    return night and statement.kind == "casualty"


def _runs_on(scene: Scene, statement: Statement) -> bool:
    """What holds from a day up to now: a total, nothing at all, and what happened again and again."""
    total = statement.count or statement.killed or statement.wounded
    return bool(total or statement.negated or statement.kind == "denial" or scene.sentence.has("repeatedly"))


def _goes_on_at_once(scene: Scene) -> bool:
    last = scene.telling.last_clock
    return last is not None and last[1] == scene.sentence.block_seq and scene.sentence.has("at_once")


def _clock_before(sentence: Sentence, exact: list[Clock], frame: Frame | None) -> Clock | None:
    """ "At 12:53 it heard one explosion and at 13:22 three": the clock time last told before each, where each has one."""
    if frame is None or len(exact) < 2:
        return None
    before = [c for c in exact if c.last < frame.first]
    while len(before) > 1 and not sentence.within(before[-2].last + 1, before[-1].first - 1, *CONTENT):
        before = before[:-1]  # "at 17:20 and again at 18:10 they fired": of both, from the first on
    return before[-1] if before else None


_NOON = "12:00"


def _at_the_cut(scene: Scene, statement: Statement) -> None:
    """A clock time in a span of two days that is not its own says the day.

    In a reporting period that ends at 19:30, 09:10 is of the last day and 21:05 of the day before; in a night that the text
    told before ("overnight"), noon parts the days.
    """
    telling = scene.telling
    if statement.time_low is None or statement.time_high is None or "date_start" in statement.field_spans:
        return
    days = (statement.date_start, statement.date_end)
    if days[0] is None or days[1] is None or (days[1] - days[0]).days != 1:
        return
    if telling.period_cut is not None and days == telling.period:
        cut = telling.period_cut
    elif telling.told_night == days:
        cut = _NOON
    else:
        return
    if statement.time_low <= statement.time_high <= cut:
        statement.date_start = statement.date_end = days[1]
    elif cut < statement.time_low <= statement.time_high:
        statement.date_start = statement.date_end = days[0]


def is_own_perception(sentence: Sentence, statement: Statement) -> bool:
    """ "The monitors heard three bursts", "were stopped": on the day of their visit, whatever day they were told of before."""
    if statement.modality == "reported" or statement.kind == "casualty":
        return False
    heard = any(sentence.tokens[m.first].start < statement.end for m in sentence.of("perceive"))
    return heard or statement.kind == "movement_restriction"


def _told_here(scene: Scene) -> bool:
    """The text told a day of its own in this paragraph."""
    telling = scene.telling
    return telling.last_moment is not None and telling.moment_block == scene.sentence.block_seq


_COMPARING = frozenset(
    {"compared", "than", "against", "compare", "versus", "as", "like", "similar", "unlike"}
)


def is_of_previous_period(scene: Scene, frame: Frame | None = None) -> bool:
    """ "in the previous reporting period it recorded 77", but not "compared with the previous reporting period".

    "138 violations, compared with 74 in the previous reporting period": only what stands behind the comparing word is.
    """
    compared_to = of_period_before(scene.sentence, "compared_after", "compared_to")
    for match in scene.sentence.of("time"):
        if match.payload == "previous_period":
            if any(first < match.first <= last for first, last, _ in compared_to):
                continue
            before = scene.sentence.keys(max(0, match.first - 10), match.first - 1)
            at = max((i for i, k in enumerate(before) if k in _COMPARING), default=None)
            if at is None:
                return "to" not in before[-4:]
            compared = max(0, match.first - 10) + at
            return frame is not None and compared < frame.first < match.first
    return False


def set_where(scene: Scene, statement: Statement, frame: Frame | None, low: int, high: int) -> None:
    """Writes the statement's places and point: those named in its frame or tokens low..high, else those the text told before."""
    if statement.kind in ("denial",) and frame is None:
        return
    blocked = {
        i
        for m in scene.found
        for i in range(m.core, m.last + 1)
        if (m.what == "party" and m.stance != "target") or (m.what == "party" and i == m.core)
    }
    if frame is not None:  # "bombed Stepanakert": a capital that is hit is a place
        hit = [m for m in scene.found if m.form == "capital" and m.stance == "plain" and m.core > frame.last]
        blocked -= {i for m in hit for i in range(m.core, m.last + 1)}
    blocked |= {i for e in scene.speech for i in range(e.subject[0], e.subject[1] + 1)}
    blocked |= {i for m in scene.stated for i in range(m.first, m.last + 1)}
    places = placed(scene.sentence, low, high, blocked)
    if frame is not None and any(scene.counts.get(t.first, (None, False))[1] for t in frame.triggers):
        everywhere = placed(scene.sentence, 0, len(scene.sentence.tokens) - 1, blocked)
        at = scene.sentence.tokens[frame.first].start
        inside = [p for p in places if p.span[0] > at]
        earlier = [p for p in everywhere if p.span[1] <= at]
        if not inside and earlier and len(everywhere) > len(places[:1]):
            places = earlier[-1:] if any(p.is_region for p in earlier) else places or earlier
    if not places:
        places = [
            p
            for p in placed(scene.sentence, 0, len(scene.sentence.tokens) - 1, blocked)
            if statement.kind not in ("ceasefire_agreed",)
        ]
    if not places:
        places = implied_places(scene, statement, low, high)
    told = distinct_places(nearest(scene.sentence, places))
    statement.places = [located(place, scene.telling.sides.mentioned) for place in told]
    point = point_of(statement.places)
    if point is not None:
        statement.lat, statement.lon, statement.radius_m = point
