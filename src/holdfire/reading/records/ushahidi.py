"""Ushahidi's CSV exports, of the classic platform (2) and of the later one (3 and 4), those of the UN's SAGE, logs of incidents.

SAGE is an Ushahidi deployment: a mission's fields stand beside the platform's columns, under names of its own. Those that
say how many were killed and wounded, what weapon, when and where, are found by what their name says. A field of a form
says who did it only where its name does ("alleged perpetrator"); other actors are not read as having fired.
"""

import re

from ..statement import Statement
from .fields import calibre_of, point_of, set_casualties
from .kinds import party_of
from .posts import post, set_happened, set_posted, set_spot
from .row import Row

RADIUS_M = 2_000.0
"""A point set by hand on a map of a town."""
PLATFORM = ("incident_title", "post_id", "post_date_utc", "created_utc", "survey")
CATEGORY = (
    "incident_category",
    "category",
    "categories",
    "incident_type",
    "type_of_incident",
    "type",
    "tags",
)
DESCRIPTION = (
    "description",
    "incident_description",
    "description_of_incident",
    "content",
    "details",
    "narrative",
    "summary",
)
_EVENT_DAY = re.compile(
    r"(?:date|day|time)_(?:and_time_)?(?:of|when)_.*(?:incident|event|attack|occur|happen)|(?:incident|event|occurrence)_(?:date|day)"
)
_KILLED = re.compile(
    r"(?:number_of_|no_of_|total_)?(?:people_|persons_|civilians_)?(?:killed|dead|deaths|fatalities)(?:_total)?"
)
_WOUNDED = re.compile(
    r"(?:number_of_|no_of_|total_)?(?:people_|persons_|civilians_)?(?:wounded|injured|injuries)(?:_total)?"
)
_PERPETRATOR = re.compile(
    r"(?:alleged_|suspected_|presumed_)?(?:perpetrators?|author_of_the_attack|responsible_party)"
)
_WEAPON = re.compile(r"weapons?(?:_used|_type)?|type_of_weapons?|means_of_attack")


def ushahidi(row: Row) -> list[Statement]:
    """One report. A log of incidents without the platform's own columns is nobody's until its source is known."""
    category = row.text(*CATEGORY)
    words = (row.text("incident_title", "title"), row.text(*DESCRIPTION))
    statement = post(row, words if any(words) else (category,), category, "Ushahidi", "record.ushahidi")
    if not row.has(*PLATFORM):
        statement.speaker = row.text("reported_by", "reporting_unit", "mission") or None
    statement.speaker_party = row.context.source_party or "MEDIA"
    own_day = _matching(row, _EVENT_DAY)
    if row.text("incident_date", *own_day):
        set_happened(statement, row, row.moment("incident_date", *own_day))
    else:
        set_posted(statement, row, row.moment("date", "post_date_utc", "post_date", "created_utc", "created"))
    lat = ("latitude", "lat", *(name for name in row.cells if name.endswith(("_lat", "_latitude"))))
    lon = ("longitude", "lon", *(name for name in row.cells if name.endswith(("_lon", "_lng", "_longitude"))))
    set_spot(
        statement, row, point_of(row, lat, lon), RADIUS_M, row.text("location", "location_name", "place")
    )
    weapon = row.text(*_matching(row, _WEAPON))
    statement.weapon, statement.calibre_mm = weapon or None, calibre_of(weapon)
    killed, wounded = row.whole(*_matching(row, _KILLED)), row.whole(*_matching(row, _WOUNDED))
    set_casualties(statement, killed, wounded, "UNSPEC")
    if named := row.text(*_matching(row, _PERPETRATOR)):
        statement.accused_party = party_of(named, row.context.pack)
    return [statement]


def _matching(row: Row, names: re.Pattern[str]) -> tuple[str, ...]:
    """Columns whose whole name is of the pattern, those with a value first; never empty, so that a fault has a name."""
    found = sorted((c for c in row.cells if names.fullmatch(c)), key=lambda c: not row.cells[c])
    return tuple(found) or ("",)
