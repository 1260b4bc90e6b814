"""The moment in "as known on 2020-07-14 20:00"."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from holdfire.model.errors import Misuse


def moment_of(text: str, zone: ZoneInfo) -> datetime:
    """A day means its end; a time without a zone is in the mandate's.

    raises  Misuse for anything that is no ISO 8601 day or time
    """
    plain = text.strip()
    try:
        moment = datetime.fromisoformat(plain)
    except ValueError:
        raise Misuse(
            f"--as-known-on: found {text!r}, expected a day (2020-07-14) or a time (2020-07-14 20:00)"
        ) from None
    if len(plain) == 10:
        moment = datetime.combine(moment.date(), time(23, 59, 59))
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
