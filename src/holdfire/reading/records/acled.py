"""ACLED: events of every version of its columns, and the weekly sums that it publishes since 2025.

actor1 and actor2 do not imply direction (ACLED codebook), and a file may hold one of them or none: nobody is accused.
"""

from datetime import timedelta

from holdfire.model.kinds import Kind

from ..statement import Statement
from .fields import new_statement, point_of, set_point
from .row import Lacking, Row

ACLED_GEO_M = {1: 2_000.0, 2: 25_000.0, 3: 100_000.0}
"""ACLED geo_precision: 1 the town, 2 a part of a region near it, 3 a provincial capital standing for a region."""
ACLED_TIME_DAYS = {1: 0, 2: 3, 3: 15}
"""ACLED time_precision: 1 the day, 2 the week, 3 the month: half widths."""
ACLED_KINDS = {
    "armed clash": Kind.OTHER, "attack": Kind.OTHER, "shelling/artillery/missile attack": Kind.ARTILLERY, "air/drone strike": Kind.AIR_STRIKE,
    "remote explosive/landmine/ied": Kind.MINE, "grenade": Kind.GRENADE_LAUNCHER, "suicide bomb": Kind.OTHER, "abduction/forced disappearance": Kind.INCURSION,
    "government regains territory": Kind.INCURSION, "non-state actor overtakes territory": Kind.INCURSION, "agreement": Kind.CEASEFIRE_AGREED,
    "disrupted weapons use": Kind.OTHER, "change to group/activity": Kind.OTHER, "non-violent transfer of territory": Kind.OTHER,
}  # fmt: skip
"""ACLED sub_event_type, in the words of the codebook since 2019."""
ACLED_OLD_KINDS = {
    "battle-government regains territory": Kind.INCURSION, "battle-non-state actor overtakes territory": Kind.INCURSION,
    "remote violence": Kind.EXPLOSION_UNDETERMINED, "explosions/remote violence": Kind.EXPLOSION_UNDETERMINED,
}  # fmt: skip
"""ACLED event_type where no sub-event says more: every event before 2019."""
WEEK_SUM_M = 100_000.0
"""A weekly sum stands at the middle of a first-order division."""


def acled(row: Row) -> list[Statement]:
    """One event; or, in a file of weekly sums, the number of events of a week, a division and a type."""
    event, sub = row.text("event_type"), row.text("sub_event_type")
    kind = ACLED_KINDS.get(sub.lower()) or ACLED_OLD_KINDS.get(event.lower(), Kind.OTHER)
    statement = new_statement(row, kind, "record.acled")
    statement.speaker, statement.speaker_party, statement.modality = "ACLED", "MEDIA", "reported"
    deaths = row.whole("fatalities")
    if deaths is not None:
        statement.killed = {"UNSPEC": deaths}
    actors = [row.text("actor1"), row.text("actor2")]
    statement.description = " | ".join(part for part in (event, sub, *actors) if part) or None
    if row.has("week") and not row.has("event_date"):
        return [_week_sum(statement, row)]
    row.usual = "dmy"  # the yearly files of 2013 to 2018 write dd/mm/yyyy
    if not row.text("event_date"):
        raise Lacking("event_date is empty")
    days = row.days("event_date")
    half = ACLED_TIME_DAYS[_code(row, ACLED_TIME_DAYS, "time_precision", 1)]
    if days is not None:
        statement.date_start = days[0] - timedelta(days=half)
        statement.date_end = days[1] + timedelta(days=half)
        statement.time_precision = "day" if statement.date_start == statement.date_end else "span"
    radius = ACLED_GEO_M[_code(row, ACLED_GEO_M, "geo_precision", 3)]
    name = row.text("location", "admin3", "admin2", "admin1")
    set_point(statement, row, point_of(row), radius, name, role="about")
    statement.via = [part.strip() for part in row.text("source").split(";") if part.strip()]
    return [statement]


def _week_sum(statement: Statement, row: Row) -> Statement:
    """`week` is the Saturday on which the week begins; `events` how many, `id` the division's own number."""
    if not row.text("week"):
        raise Lacking("week is empty")
    days = row.days("week")
    if days is not None:
        statement.date_start, statement.date_end = days[0], days[0] + timedelta(days=6)
        statement.time_precision = "span"
    events = row.whole("events")
    if events is None and not row.faults:
        row.refuse("events: empty, expected how many events the week had")
    statement.count = statement.count_low = statement.count_high = events
    statement.unit, statement.aggregate = "events", True
    at = point_of(row, ("centroid_latitude",), ("centroid_longitude",))
    set_point(statement, row, at, WEEK_SUM_M, row.text("admin1", "country"), role="about")
    return statement


def _code(row: Row, known: dict[int, float] | dict[int, int], column: str, otherwise: int) -> int:
    """A code of the codebook; `otherwise` where the file has none, and where it is no such code, which is a fault."""
    code = row.whole(column)
    if code is None or code in known:
        return otherwise if code is None else code
    row.refuse(f"{column}: found {code}, expected {min(known)} to {max(known)}")
    return otherwise
