"""Times as intervals, counts as ranges: what a source states, with the room that its words leave.

Pure values; all times are UTC and aware. A point is made once, at the page that shows it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum


class TimePrecision(StrEnum):
    EXACT = "exact"
    QUARTER_HOUR = "quarter_hour"
    HOUR = "hour"
    PART_OF_DAY = "part_of_day"
    DAY = "day"
    SPAN = "span"
    NOT_STATED = "not_stated"


@dataclass(frozen=True, order=True)
class TimeSpan:
    """When something is stated to have happened: at some moment, or over the whole, between two instants.

    earliest, latest  UTC, earliest <= latest
    precision         the finest unit that the source's words support
    """

    earliest: datetime
    latest: datetime
    precision: TimePrecision = TimePrecision.SPAN

    def __post_init__(self) -> None:
        if self.earliest.tzinfo is None or self.latest.tzinfo is None:
            raise ValueError(f"a time span needs aware times, found {self.earliest!r} to {self.latest!r}")
        if self.latest < self.earliest:
            raise ValueError(f"a time span ends before it begins: {self.earliest} to {self.latest}")

    @property
    def middle(self) -> datetime:
        return self.earliest + (self.latest - self.earliest) / 2

    @property
    def half_width_s(self) -> float:
        return (self.latest - self.earliest).total_seconds() / 2

    def gap_s(self, other: "TimeSpan") -> float:
        """Seconds between the two spans; 0 where they overlap."""
        apart = max(self.earliest, other.earliest) - min(self.latest, other.latest)
        return max(0.0, apart.total_seconds())

    def overlaps(self, other: "TimeSpan") -> bool:
        return self.earliest <= other.latest and other.earliest <= self.latest

    def widened(self, seconds: float) -> "TimeSpan":
        return TimeSpan(
            self.earliest - timedelta(seconds=seconds),
            self.latest + timedelta(seconds=seconds),
            self.precision,
        )


def utc(moment: datetime) -> datetime:
    """The same instant in UTC. A naive time is a bug of the caller's: only it knows the zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone")
    return moment.astimezone(UTC)


def naive_utc(moment: datetime) -> datetime:
    """For a DuckDB TIMESTAMP column, which holds UTC without saying so."""
    return utc(moment).replace(tzinfo=None)


@dataclass(frozen=True)
class StatedCount:
    """A number as a source states it.

    stated     the number itself; None where the source gives a word only ("several")
    low, high  bounds that the words set; None: no bound on this side
    hedge      the source's own word ("about", "at least"); a counting policy, not the reader, gives it a width
    """

    stated: int | None
    low: int | None
    high: int | None
    hedge: str = ""


@dataclass(frozen=True)
class CountRange:
    """Low, best and high of a count that several sources state (Every Casualty, UCDP GED)."""

    low: int
    best: int
    high: int

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.best <= self.high:
            raise ValueError(
                f"a count range needs 0 <= low <= best <= high, found {self.low}, {self.best}, {self.high}"
            )
