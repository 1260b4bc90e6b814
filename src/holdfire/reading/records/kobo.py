"""Exports of ODK and KoboToolbox for the forms that we ship: patrol reports and impact sites, with their repeats.

CSV, workbook with a sheet for each repeat, nested JSON; headers by name or by label in any of the form's languages;
groups before the names; several choices as columns. Columns of media hold a file's name and stay in the stored row.
"""

from collections.abc import Sequence

from ..statement import Statement
from . import impact_site, patrol
from .form_words import by_name
from .row import Lacking, Row, RowContext
from .submissions import Submission, submissions_of

NESTED_MARKS = frozenset({"formhub/uuid", "_xform_id_string"})
"""KoboToolbox's JSON has these: there a submission holds its repeats, and one without any has none."""
WATCH = ("watch_from", "watch_to", "watch_status")


def kobo_rows(rows: Sequence[tuple[dict[str, str], RowContext]]) -> list[tuple[Row, list[Statement]]]:
    """Each row with the statements that it makes; what is wrong with one stands in its faults."""
    found = submissions_of([fields for fields, _ in rows])
    has_repeats = any(submission.children or NESTED_MARKS & submission.fields.keys() for submission in found)
    for submission in found:
        for one in (submission, *(child for child in submission.children if child.is_nested)):
            one.fields = by_name(one.fields)
    out: list[tuple[Row, list[Statement]]] = []
    for submission, (_, context) in zip(found, rows, strict=True):
        row = Row(submission.merged, context)
        try:
            out.append((row, _statements(row, submission, has_repeats)))
        except Lacking as lacking:
            if str(lacking):
                row.refuse(str(lacking))
            out.append((row, []))
    return out


def _statements(row: Row, submission: Submission, has_repeats: bool) -> list[Statement]:
    own = Row(submission.fields, row.context)
    if submission.is_child:
        if own.has("azimuth_to_origin_deg", "azimuth_half_width_deg"):
            if submission.parent is None:
                raise Lacking(
                    "a measured azimuth without its impact; expected the sheet of submissions in the same file"
                )
            return []  # read with its impact
        return patrol.observation(row)
    children = [Row(child.fields, row.context) for child in submission.children]
    if impact_site.is_impact(row) or any(impact_site.is_impact(child) for child in children):
        return impact_site.impact_site(row, children or [row])
    if row.has("observation"):
        return [*patrol.observation(row), *patrol.restriction(row)]
    if not row.has(*WATCH):
        raise Lacking(
            "neither an observation nor an impact; expected the columns of a form that Holdfire ships"
        )
    return _watch(row, submission, children, has_repeats)


def _watch(row: Row, submission: Submission, children: list[Row], has_repeats: bool) -> list[Statement]:
    """A submission whose observations stand elsewhere: in its nested record, or in a sheet of their own."""
    statements = patrol.restriction(row)
    for child in (child for child in submission.children if child.is_nested):
        merged = Row(child.merged, row.context)
        statements += patrol.observation(merged)
        for fault in merged.faults:
            row.refuse(fault)
    if children or row.text("watch_status") in ("non_operational", "denied"):
        return statements
    if not has_repeats:
        row.refuse(
            "its observations are a repeat, whose sheet this file has not; expected a workbook or JSON, which hold them"
        )
        return statements
    return [*statements, *patrol.quiet_watch(row)]
