"""Format 6.3 out: report_id, incident_id, p_member as Parquet or CSV; pairs as left, right, p.

An incident's id is the smallest report id among its members: it depends on nothing but the members.
"""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from holdfire.model.errors import Problems

from .columns import Reports
from .link import Linked

P_COPY = 0.99
"""Two reports of one coding are of one incident this often on simulated reports (.985 to .999 by crowding)."""


def incident_ids(reports: Reports, linked: Linked) -> NDArray[Any]:
    """(N,) the smallest report id among the members of each report's incident."""
    label = linked.label[linked.voices.of_report]
    order = np.lexsort((_rank(reports.report_id), label))
    starts = np.ones(len(label), bool)
    starts[1:] = label[order][1:] != label[order][:-1]
    smallest = np.empty(len(linked.voices), reports.report_id.dtype)
    smallest[label[order][starts]] = reports.report_id[order][starts]
    return smallest[label]


def _rank(ids: NDArray[Any]) -> NDArray[Any]:
    return ids if ids.dtype != object else np.unique(ids, return_inverse=True)[1]


def links_table(reports: Reports, linked: Linked, p_member: NDArray[np.float64]) -> Any:
    """Arrow table report_id, incident_id, p_member, in the order of the input."""
    import pyarrow as pa

    of = linked.voices.of_report
    return pa.table({
        "report_id": pa.array(reports.report_id), "incident_id": pa.array(incident_ids(reports, linked)),
        "p_member": pa.array(p_member[of]),
    })  # fmt: skip


def pairs_table(reports: Reports, linked: Linked, p_least: float = 0.01) -> Any:
    """Arrow table left, right, p of every two reports with p above `p_least`, left < right by id."""
    import pyarrow as pa

    left, right, p = _report_pairs(linked, p_least)
    rank = _rank(reports.report_id)
    swap = rank[left] > rank[right]
    left, right = np.where(swap, right, left), np.where(swap, left, right)
    order = np.lexsort((rank[right], rank[left]))
    ids = reports.report_id
    return pa.table({
        "left": pa.array(ids[left[order]]), "right": pa.array(ids[right[order]]), "p": pa.array(p[order]),
    })  # fmt: skip


MOST_COPIES = 50
"""Of a voice with more copies than this, only the first so many are written out pair by pair."""


def _report_pairs(linked: Linked, p_least: float) -> tuple[NDArray, NDArray, NDArray]:
    """Pairs of voices spread over the reports that share a voice, and the pairs within a voice."""
    of = linked.voices.of_report
    order = np.argsort(of, kind="stable")
    head = np.searchsorted(of[order], np.arange(len(linked.voices) + 1))
    size = np.minimum(np.diff(head), MOST_COPIES)
    p = linked.pairs.p
    keep = p > p_least
    a, b, p = linked.pairs.left[keep], linked.pairs.right[keep], p[keep]
    times = size[a] * size[b]
    pair = np.repeat(np.arange(len(a)), times)
    nth = np.arange(len(pair)) - np.repeat(np.cumsum(times) - times, times)
    left = order[head[a[pair]] + nth // size[b[pair]]]
    right = order[head[b[pair]] + nth % size[b[pair]]]
    inside_left, inside_right = [], []
    for v in np.flatnonzero(size > 1):
        rows = order[head[v] : head[v] + size[v]]
        x, y = np.triu_indices(len(rows), 1)
        inside_left.append(rows[x])
        inside_right.append(rows[y])
    if inside_left:
        copies = np.concatenate(inside_left)
        left, right = np.concatenate([left, copies]), np.concatenate([right, *inside_right])
        p = np.concatenate([p[pair], np.full(len(copies), P_COPY)])
        return left, right, p
    return left, right, p[pair]


def write_table(table: Any, path: Path) -> None:
    """By its suffix: .parquet or .csv. Raises Problems for another."""
    if path.suffix.lower() in (".parquet", ".pq"):
        import pyarrow.parquet as pq

        pq.write_table(table, path, compression="zstd")
    elif path.suffix.lower() == ".csv":
        import pyarrow.csv as pc

        pc.write_csv(table, path)
    else:
        raise Problems(
            str(path), [f"{path.name}: found {path.suffix or 'no suffix'}, expected .parquet or .csv"]
        )
