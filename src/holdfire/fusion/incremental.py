"""New reports touch only their window: everything else keeps the incident it had.

What a new report can change lies within a fortnight of it: the scores of its own pairs, and of pairs for which it is a
competitor or a common neighbour, or in whose week it falls. Only incidents with a member in that window are linked anew, from reports a little
further out, so that each score sees all it would see in the whole file. Ids stay by the majority of members, and every
split, merge and new incident is an event with its reason.
Checked against linking everything anew in tests/fusion/test_identity.py.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .columns import Reports
from .identity import Change, Names, renamed
from .link import Linked, Settings, link
from .season import SEASON_H

REACH_H = 110.0
"""Twice what two candidates' middles can be apart, given the widest interval that is linked (`read_reports.WIDEST_H`)."""
INNER_H = REACH_H + SEASON_H
"""A new report also counts in the week around (`season`) of pairs that it has nothing else to do with."""
OUTER_H = INNER_H + 2 * REACH_H + SEASON_H


@dataclass(frozen=True)
class Relinked:
    """incident (N,) ids; linked: what was linked anew, of the reports `rows`; touched: in incidents that could change."""

    incident: NDArray[Any]
    linked: Linked
    rows: NDArray[np.int64]
    touched: int
    changes: list[Change]


def relink(reports: Reports, earlier: dict[Any, tuple[Any, float]], settings: Settings) -> Relinked:
    """Links what the reports that `earlier` (report id -> incident id, p) does not know can change."""
    before = {report: incident for report, (incident, _) in earlier.items()}
    middle = (reports.t_lo + reports.t_hi) / 2
    known = np.array([r in before for r in reports.report_id.tolist()], bool)
    fresh = np.sort(middle[~known & np.isfinite(middle)])
    inner = near_any(middle, fresh, INNER_H) | ~known
    outer = near_any(middle, fresh, OUTER_H) | ~known
    rows = np.flatnonzero(outer)
    part = reports.taken(rows.tolist())
    linked = link(part, settings)
    label = linked.label[linked.voices.of_report]
    incident = np.array([before.get(r, r) for r in reports.report_id.tolist()], dtype=reports.report_id.dtype)
    touched_labels = np.unique(label[inner[rows]])
    anew = np.isin(label, touched_labels)
    clusters = _members(part.report_id[anew], label[anew])
    old: dict[str, set[str]] = {}
    ids = {str(r): r for r in reports.report_id.tolist()}
    for report in part.report_id[anew].tolist():
        if report in before:
            old.setdefault(str(before[report]), set()).add(str(report))
    names = Names({i: frozenset(m) for i, m in sorted(old.items())})
    taken = {str(i) for i in before.values()}
    named, changes = renamed(names, [("", frozenset(c)) for c in clusters])
    fresh_ids = {i: _lowest(m, ids, taken) for i, m in named.items() if i not in old}
    row_of = {str(r): k for k, r in enumerate(reports.report_id.tolist())}
    known_ids = {str(i): i for i in before.values()}
    for name, members in named.items():
        value = known_ids[name] if name in old else ids[fresh_ids[name]]
        for member in members:
            incident[row_of[member]] = value
    for change in changes:
        change.incident_id = fresh_ids.get(change.incident_id, change.incident_id)
        change.other_id = fresh_ids.get(change.other_id or "", change.other_id)
    return Relinked(incident, linked, rows, int(anew.sum()), changes)


def near_any(middle: NDArray[np.float64], moments: NDArray[np.float64], hours: float) -> NDArray[np.bool_]:
    """(N,) whether any of the sorted moments lies within so many hours."""
    if not moments.size:
        return np.zeros(len(middle), bool)
    at = np.searchsorted(moments, middle)
    after = np.abs(moments[np.minimum(at, len(moments) - 1)] - middle)
    before = np.abs(moments[np.maximum(at - 1, 0)] - middle)
    return np.asarray(np.minimum(after, before) <= hours)


def _members(ids: NDArray[Any], label: NDArray[np.int32]) -> list[list[str]]:
    order = np.argsort(label, kind="stable")
    cuts = np.flatnonzero(np.diff(label[order])) + 1
    return [[str(i) for i in group.tolist()] for group in np.split(ids[order], cuts) if len(group)]


def _lowest(members: frozenset[str], ids: dict[str, Any], taken: set[str]) -> str:
    """The smallest report id among the members that names no other incident."""
    order = sorted(members, key=lambda m: (ids[m] if not isinstance(ids[m], str) else 0, m))
    return next((m for m in order if m not in taken), order[0])
