"""The days that a bulletin as a whole is of, and what in it is told of them, or of as many days before them.

"Over the week they fired 1,200 shots", "the previous week 160 were recorded", "there are no losses" at its end. Pure.
"""

from datetime import date, timedelta

from .relative_days import Moment
from .statement import Statement
from .telling import Scene
from .trigger_kinds import Frame


def the_week_before(scene: Scene) -> tuple[date, date] | None:
    """ "The previous week 160 were recorded", behind the week that a bulletin tells: the seven days before it."""
    week = scene.telling.told_week
    if any(m.payload == "same_week" for m in scene.sentence.of("time")):
        return scene.telling.told_span or week  # "in that time one civilian was killed"
    stated = any(m.basis == "stated" for m in scene.stated)
    if week is not None and not stated and any(m.payload == "the_week" for m in scene.sentence.of("time")):
        return week  # "during the week they fired 1,200 shots", in the bulletin of a week that it has told
    if week is None or not any(m.payload == "previous_week" for m in scene.sentence.of("time")):
        return None
    return week[0] - timedelta(days=(week[1] - week[0]).days + 1), week[0] - timedelta(days=1)


def the_day_before(
    scene: Scene, statement: Statement, frame: Frame | None, usable: list[Moment]
) -> tuple[date, date] | None:
    """ "The day before, the ministry counted 92": in a bulletin of a day and a night, the day and the night before those."""
    days = days_of_bulletin(scene)
    if days is None or frame is None or statement.count is None or not usable:
        return None
    back = timedelta(days=1)
    moment = usable[0]
    is_total = frame.has("violate", "violation_n", "violated_passive") and days[1] - days[0] == back
    if not is_total or moment.basis != "relative" or not moment.start == moment.end <= days[0]:
        return None
    return moment.start - back, moment.start


def days_of_bulletin(scene: Scene) -> tuple[date, date] | None:
    """The days that a bulletin is of, where they are more than one: those of its outlet's rule, else of its first statement."""
    days, first = scene.telling.default_dates, scene.telling.told_first
    if days is not None and days[0] < days[1]:
        return days
    if first is None or first[0] is None or first[1] is None or first[0] == first[1]:
        return None
    return first[0], first[1]


def sums_up(scene: Scene, statement: Statement) -> bool:
    """ "There are no losses", "the enemy was silenced", at the end of a bulletin: of all its day, not of the hour told last."""
    days, last = days_of_bulletin(scene), scene.telling.last_moment
    if days is None or last is None or last.start != last.end:
        return False
    if scene.telling.told_first != days:
        return False  # the bulletin states its day
    if scene.telling.default_dates != days and not scene.telling.sides.one_sided:
        return False  # who tells of both sides sums up neither's day
    is_answer = ".return_fire." in statement.rule and (
        scene.telling.default_dates == days or (days[1] - days[0]).days > 1
    )
    sums = (statement.kind == "casualty" and statement.negated) or is_answer
    return sums and days[0] <= last.start <= days[1]
