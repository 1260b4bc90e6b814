"""Names of columns, made comparable: the same column is EVENT_DATE, "Event Date" or event_date (dd/mm/yyyy).

Pure. What a header says beyond the name, the order of day and month, is told apart by `stated_day_order`.
"""

import re
from functools import lru_cache

from holdfire.model.kinds import DayOrder

_STATED_ORDER = re.compile(
    r"\b(?:(?P<dmy>d{1,2}[./ -]m{1,3}[./ -]y{2,4})|(?P<mdy>m{1,3}[./ -]d{1,2}[./ -]y{2,4}))\b", re.I
)
_DAY_PATTERN = re.compile(r"[(\[]\s*(?:[dmy]{1,4}[./ -]?){3}\s*(?:,?\s*h{1,2}:m{2}\S*)?\s*[)\]]", re.I)
_NOT_WORD = re.compile(r"[^\w#]+")


@lru_cache(maxsize=4096)
def column_key(name: str) -> str:
    """The name in small letters, everything between words as one underscore; a leading underscore stays.

    >>> column_key("Created (UTC)"), column_key("EVENT DATE (dd/mm/yyyy)"), column_key("_uuid")
    ('created_utc', 'event_date', '_uuid')
    """
    plain = _DAY_PATTERN.sub(" ", name.strip("\ufeff \t\r\n\"'"))
    words = _NOT_WORD.sub("_", plain.strip().lower())
    return words.rstrip("_") or words


@lru_cache(maxsize=4096)
def group_key(name: str) -> str:
    """The key without the groups that a form's export puts before it: "watch/observations/count" is count."""
    return column_key(name.rpartition("/")[2])


@lru_cache(maxsize=4096)
def stated_day_order(name: str) -> DayOrder | None:
    """What a header says of its days: "date (dd/mm/yyyy)" is day first. None where it says nothing."""
    found = _STATED_ORDER.search(name)
    return None if found is None else "dmy" if found["dmy"] else "mdy"
