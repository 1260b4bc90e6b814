"""Submissions of ODK and KoboToolbox as a file holds them: a sheet of submissions and a sheet of each repeat, or one nested record.

A repeat's row ("one observation") lacks the place and the team that stand in its submission; here the two are brought
together, by the keys that the exports write: `_parent_index` and `_index`, `_submission__uuid` and `_uuid`, `PARENT_KEY`
and `KEY`, or a path with a number in nested JSON. Pure.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from holdfire.intake.column_names import column_key

_NESTED = re.compile(r"^(?P<repeat>.+?)\.(?P<number>\d+)\.(?P<rest>.+)$")
_LINKS = (
    ("_submission__uuid", "_uuid"), ("_submission__id", "_id"), ("parent_key", "key"), ("parent_key", "instanceid"),
    ("__submissions_id", "__id"),
)  # fmt: skip
"""(column of the repeat's row, column of the submission's row) of KoboToolbox, ODK Central and its OData interface."""


@dataclass
class Submission:
    """Cells of one row of the file.

    children   rows of its repeats, wherever they stood
    is_child   a repeat's row; `parent` is its submission, None where the file has it not
    is_nested  it stood inside its submission's record and is no row of its own
    """

    fields: dict[str, str]
    children: list["Submission"] = field(default_factory=list)
    is_child: bool = False
    parent: "Submission | None" = None
    is_nested: bool = False

    @property
    def merged(self) -> dict[str, str]:
        """The repeat's own cells, and the submission's where it has none."""
        return {**(self.parent.fields if self.parent else {}), **{k: v for k, v in self.fields.items() if v}}


def submissions_of(rows: Sequence[Mapping[str, str]]) -> list[Submission]:
    """One for each row, in order, joined where their keys agree; the children of a nested record are in it alone."""
    found = [_nested(row) for row in rows]
    cells = [{column_key(name): value.strip() for name, value in s.fields.items()} for s in found]
    by_key: dict[tuple[str, str], Submission] = {}
    for submission, row in zip(found, cells, strict=True):
        submission.is_child = bool(
            row.get("_parent_index") or row.get("parent_key") or row.get("__submissions_id")
        )
        if not submission.is_child:
            for _, own in _LINKS:
                if row.get(own):
                    by_key.setdefault((own, row[own]), submission)
            if row.get("_index"):
                by_key.setdefault(("_index", row["_index"]), submission)
    for submission, row in zip(found, cells, strict=True):
        if submission.is_child:
            links = [(own, row.get(link, "")) for link, own in _LINKS] + [
                ("_index", row.get("_parent_index", ""))
            ]
            submission.parent = next((by_key[link] for link in links if link in by_key), None)
            if submission.parent is not None:
                submission.parent.children.append(submission)
    return found


def _nested(row: Mapping[str, str]) -> Submission:
    """A record of nested JSON: "observations.0.observations/means" is a cell of the first child."""
    own: dict[str, str] = {}
    children: dict[tuple[str, int], dict[str, str]] = {}
    for name, value in row.items():
        hit = _NESTED.match(name)
        if hit and not name.startswith("_"):
            children.setdefault((hit["repeat"], int(hit["number"])), {})[hit["rest"]] = value
        else:
            own[name] = value
    submission = Submission(own)
    for _, cells in sorted(children.items()):
        submission.children.append(Submission(cells, is_child=True, parent=submission, is_nested=True))
    return submission
