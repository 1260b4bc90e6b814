"""Which dataset or form a header belongs to. A format is recognised by columns that only it has; else it is `table`.

Recognising names the format and changes nothing: every column of the row is kept as it is. Columns are compared without
case, order, marks between words and the group path that ODK puts before them (`column_names`).
"""

from collections.abc import Iterable, Sequence

from .column_names import column_key, group_key

SIGNATURES: tuple[tuple[str, frozenset[str]], ...] = (
    (
        "claims_csv",
        frozenset({"claimant", "claimant_party", "accused_party", "event_date", "kind", "modality"}),
    ),
    ("ged", frozenset({"type_of_violence", "where_prec", "date_prec"})),
    ("ged", frozenset({"type_of_violence", "side_a", "side_b"})),
    ("ged", frozenset({"type_of_vi", "where_prec", "date_prec"})),  # a shapefile keeps ten letters
    ("acled", frozenset({"event_date", "time_precision", "geo_precision", "event_type"})),
    ("acled", frozenset({"event_id_cnty", "event_date", "event_type"})),
    ("acled", frozenset({"event_date", "event_type", "sub_event_type", "actor1"})),
    ("acled", frozenset({"week", "event_type", "sub_event_type", "events"})),
    ("kobo", frozenset({"azimuth_to_origin_deg", "azimuth_half_width_deg"})),
    ("kobo", frozenset({"observer_position", "observation", "means"})),
    ("kobo", frozenset({"observer_position", "watch_from", "watch_to"})),
    ("atlos", frozenset({"slug", "attr_status", "attr_description"})),
    ("atlos", frozenset({"slug", "status", "description", "sensitive"})),
    ("atlos", frozenset({"slug", "inserted_at", "description"})),
    ("auto_archiver", frozenset({"archive_status", "archive_location"})),
    ("auto_archiver", frozenset({"link", "archive_status"})),
    ("auto_archiver", frozenset({"archive_location", "archive_date"})),
    ("auto_archiver", frozenset({"status", "metadata", "media"})),
    ("ushahidi", frozenset({"incident_title", "incident_date"})),
    ("ushahidi", frozenset({"post_id", "post_status"})),
    ("ushahidi", frozenset({"post_id", "survey"})),
    ("ushahidi", frozenset({"id", "survey", "created_utc"})),
    ("ushahidi", frozenset({"post_date_utc", "created_utc"})),
    ("ushahidi", frozenset({"incident_date", "incident_type"})),
    ("ushahidi", frozenset({"incident_date", "incident_category"})),
    ("ushahidi", frozenset({"date_of_incident", "type_of_incident"})),
    ("kobo", frozenset({"_uuid", "_submission_time"})),
    ("kobo", frozenset({"instanceid", "submissiondate"})),
    ("kobo", frozenset({"meta_instanceid"})),
    ("kobo", frozenset({"__id", "__system_submissiondate"})),
    ("kobo", frozenset({"_index", "_parent_index"})),
    ("kobo", frozenset({"parent_key", "key"})),
)
HEADER_WITHIN = 12
"""How many rows a title, a note or an empty line may take before the header."""


def recognise(header: Iterable[str]) -> str:
    """A format name of record_row.format: claims_csv, ged, acled, kobo, ushahidi, atlos, auto_archiver or table."""
    names = list(header)
    plain = {column_key(name) for name in names} | {group_key(name) for name in names}
    for format_name, wanted in SIGNATURES:
        if wanted <= plain:
            return format_name
    return "table"


def find_header(rows: Sequence[Sequence[str]]) -> tuple[int, str]:
    """(which row is the header, the format): the first row that a format is told by, else the first row and `table`.

    Offices put a title and a note above a table; the rows above a header stay in the text and are no records.
    """
    for number, row in enumerate(rows[:HEADER_WITHIN]):
        if (format_name := recognise(row)) != "table":
            return number, format_name
    return 0, "table"
