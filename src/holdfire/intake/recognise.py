"""Which dataset or form a header belongs to. A format is recognised by columns that only it has; else it is `table`.

Recognising names the format and changes nothing: every column of the row is kept as it is.
"""

from collections.abc import Iterable

SIGNATURES: tuple[tuple[str, frozenset[str]], ...] = (
    (
        "claims_csv",
        frozenset({"claimant", "claimant_party", "accused_party", "event_date", "kind", "modality"}),
    ),
    ("ged", frozenset({"type_of_violence", "where_prec", "date_prec", "side_a", "side_b", "best"})),
    ("acled", frozenset({"event_date", "time_precision", "geo_precision", "actor1", "event_type"})),
    ("kobo_impact_site", frozenset({"azimuth_to_origin_deg", "azimuth_half_width_deg"})),
    ("kobo_patrol", frozenset({"observer_position", "observation", "means"})),
    ("atlos", frozenset({"slug", "attr_status", "attr_description"})),
    ("atlos", frozenset({"slug", "status", "description", "sensitive"})),
    ("auto_archiver", frozenset({"archive status", "archive location"})),
    ("auto_archiver", frozenset({"link", "archive status"})),
    ("ushahidi", frozenset({"incident title", "incident date", "location"})),
    ("ushahidi", frozenset({"post id", "post status", "survey"})),
    ("ushahidi", frozenset({"id", "survey", "created (utc)"})),
    ("kobo", frozenset({"_uuid", "_submission_time"})),
    ("kobo", frozenset({"instanceid", "submissiondate"})),
    ("kobo", frozenset({"meta/instanceid"})),
    ("kobo", frozenset({"meta-instanceid"})),
    ("kobo", frozenset({"_index", "_parent_index"})),
    ("kobo", frozenset({"parent_key", "key"})),
)
KOBO_FORMS = {"kobo_impact_site": "kobo", "kobo_patrol": "kobo"}


def recognise(header: Iterable[str]) -> str:
    """A format name of record_row.format: claims_csv, ged, acled, kobo, ushahidi, atlos, auto_archiver or table.

    Column names are compared without case, white space at the ends, and the group path that ODK puts before them.
    """
    plain = {name.strip().lower() for name in header}
    plain |= {name.rpartition("/")[2] for name in plain}
    for format_name, wanted in SIGNATURES:
        if wanted <= plain:
            return KOBO_FORMS.get(format_name, format_name)
    return "table"
