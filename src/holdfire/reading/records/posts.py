"""Posts and archived items: each is one reported statement in its own words, of a kind that the words tell, and names no party."""

from collections.abc import Sequence
from datetime import date

from holdfire.model.kinds import Kind

from ..statement import Statement
from .days import Moment
from .fields import new_statement, set_clock, set_point, set_time
from .kinds import kind_of_words
from .row import Lacking, Row

CONFIDENCE = 0.6
"""Of an item that somebody sent in or archived: what it shows is not yet established."""


def post(row: Row, words: Sequence[str], category: str, speaker: str, rule: str) -> Statement:
    """words     the title and the text, whichever are there
    category  the desk's own word, asked where the words do not say
    raises    Lacking where there are no words
    """
    said = " ".join(part for part in words if part)
    if not said:
        raise Lacking("neither a title nor a description")
    kind = kind_of_words(said, row.context.pack)
    if kind == Kind.OTHER and category:
        kind = kind_of_words(category, row.context.pack)
    statement = new_statement(row, kind, rule)
    statement.speaker, statement.speaker_party, statement.modality = speaker, "MEDIA", "reported"
    statement.confidence = CONFIDENCE
    return statement


def set_happened(statement: Statement, row: Row, moment: Moment | None) -> None:
    """When it is said to have happened. Midnight sharp is a day whose hour was left out."""
    if moment is not None:
        statement.date_start = statement.date_end = moment.day
        if moment.clock and moment.clock != "00:00":
            set_clock(statement, moment.clock, moment.clock)
            return
        statement.time = moment.utc_clock
    statement.time_precision = "day" if statement.date_start else "not_stated"


def set_posted(statement: Statement, row: Row, moment: Moment | None) -> None:
    """Only the day of the post is known: what it tells was no later; its hour is the post's and not the event's."""
    if moment is not None:
        day: date = moment.day
        statement.date_start = statement.date_end = day
    set_time(statement, row, "")


def set_spot(
    statement: Statement, row: Row, at: tuple[float, float] | None, radius_m: float, name: str
) -> None:
    set_point(statement, row, at, radius_m, name, role="about")
