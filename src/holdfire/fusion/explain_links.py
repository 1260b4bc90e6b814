"""`holdfire link --explain`: why two reports are or are not of one incident, why a report is where it is."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from holdfire.model.errors import Misuse

from . import terms
from .columns import COS_LAT, LAT, LON, SOURCE_KINDS, T_HI, T_LO, Reports
from .explain import DECIBANS, pair_says
from .link import Linked
from .write_links import incident_ids


def explained(asked: Sequence[str], reports: Reports, linked: Linked, model: str) -> list[str]:
    """One block of text for each thing asked; raises Misuse for an id that is not there."""
    row_of = {str(r): k for k, r in enumerate(reports.report_id.tolist())}
    rest = "learned" if model == "learned" else "company"
    blocks = []
    for one in asked:
        rows = [row_of.get(part.strip(), -1) for part in one.split(",")]
        if -1 in rows or len(rows) > 2:
            raise Misuse(f"--explain: found {one!r}, expected the id of a report, or two as LEFT,RIGHT")
        if len(rows) == 2:
            blocks.append(_pair(rows[0], rows[1], reports, linked, rest))
        else:
            blocks.append(_report(rows[0], reports, linked, rest))
    return blocks


def _pair(a: int, b: int, reports: Reports, linked: Linked, rest: str) -> str:
    i, j = sorted((int(linked.voices.of_report[a]), int(linked.voices.of_report[b])))
    head = f"{reports.report_id[a]} and {reports.report_id[b]}"
    if i == j:
        return f"{head}: one voice. Place, hours, kind, counts and accused side are the same, code for code."
    at = np.flatnonzero((linked.pairs.left == i) & (linked.pairs.right == j))
    if not at.size:
        return f"{head}: never compared, or p below 0.01: their places or hours lie too far apart for one incident."
    number = int(at[0])
    p, odds = float(linked.pairs.p[number]), float(linked.pairs.score[number])
    together = "joined" if linked.label[i] == linked.label[j] else "not joined"
    lines = [f"{head}: p = {p:.3f} of one incident ({odds * DECIBANS:+.1f} dB), {together}"]
    lines += [f"  {text}" for text in _said(number, linked, rest)]
    return "\n".join(lines)


def _said(number: int, linked: Linked, rest: str) -> list[str]:
    i, j = int(linked.pairs.left[number]), int(linked.pairs.right[number])
    place = linked.voices.place
    east = (place[i, LON] - place[j, LON]) * terms.KM_PER_DEG * (place[i, COS_LAT] + place[j, COS_LAT]) / 2
    north = (place[i, LAT] - place[j, LAT]) * terms.KM_PER_DEG
    gap = max(place[i, T_LO], place[j, T_LO]) - min(place[i, T_HI], place[j, T_HI])
    levels = np.zeros(5, np.int64)
    terms.levels_of(i, j, linked.voices.code, terms.COARSE_OF, levels)
    named, said = pair_says(
        linked.pairs.terms[number], levels.astype(np.uint8), float(np.hypot(east, north)), float(gap), rest
    )  # fmt: skip
    return [f"{term:11} {said[term]}" for term in sorted(named, key=lambda t: (-abs(named[t]), t))]


def _report(row: int, reports: Reports, linked: Linked, rest: str) -> str:
    voice = int(linked.voices.of_report[row])
    ids: Any = incident_ids(reports, linked)
    members = np.flatnonzero(ids == ids[row])
    kind = SOURCE_KINDS[int(reports.kind[row])]
    lines = [
        f"{reports.report_id[row]} ({kind}) is of incident {ids[row]}, with {len(members) - 1} other reports"
    ]
    for member in members:
        if member != row:
            lines.append(_pair(row, int(member), reports, linked, rest))
    mine = (linked.pairs.left == voice) | (linked.pairs.right == voice)
    other = np.where(linked.pairs.left == voice, linked.pairs.right, linked.pairs.left)
    outside = np.flatnonzero(mine & (linked.label[other] != linked.label[voice]))
    for number in sorted(outside, key=lambda k: -linked.pairs.score[k])[:3]:
        report = int(linked.voices.first[other[number]])
        lines.append("left out: " + _pair(row, report, reports, linked, rest))
    return "\n".join(lines)
