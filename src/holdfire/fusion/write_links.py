"""Format 6.3 out: report_id, incident_id, p_member as Parquet or CSV; pairs as left, right, p.

An incident's id is the smallest report id among its members: it depends on nothing but the members.
"""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from holdfire.model.errors import Problems, Unreadable

from .columns import SOURCE_KINDS, Reports
from .existence import LLR_ADMITS, LLR_DENIAL, LLR_OF_KIND, P_MADE_UP
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
        "report_id": _column(reports.report_id), "incident_id": _column(incident_ids(reports, linked)),
        "p_member": _column(p_member[of]),
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
        "left": _column(ids[left[order]]), "right": _column(ids[right[order]]), "p": _column(p[order]),
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


def incidents_table(reports: Reports, linked: Linked) -> Any:
    """Arrow table, one row an incident: its id, reports, voices, earliest and latest hour, place, p_exists."""
    import pyarrow as pa

    ids = incident_ids(reports, linked)
    names, of = np.unique(ids, return_inverse=True)
    n = len(names)
    voice = linked.voices.first  # the report that speaks for each voice
    strength = np.array([LLR_OF_KIND[kind] for kind in SOURCE_KINDS])[reports.kind]
    # each source once in an incident, by the voice that it originates
    original = np.zeros(len(of), bool)
    original[voice] = True
    asserts = original & ~reports.denial
    rows = np.flatnonzero(asserts)
    key = (
        of[rows].astype(np.int64) * (int(reports.source.max()) + 1 if len(rows) else 1) + reports.source[rows]
    )
    once = rows[np.unique(key, return_index=True)[1]]
    party = once[reports.kind[once] == 0]
    parties = np.bincount(of[party], minlength=n)
    strongest = np.zeros(n)
    np.maximum.at(strongest, of[once], strength[once])
    odds = np.log((1 - P_MADE_UP) / P_MADE_UP) + np.bincount(of[once], strength[once], n)
    odds -= np.minimum(LLR_OF_KIND["ministry"], strongest)
    odds += np.where(parties > 1, LLR_ADMITS - LLR_OF_KIND["ministry"], 0.0)
    denied = np.flatnonzero(original & reports.denial)
    odds += LLR_DENIAL * np.bincount(of[denied], minlength=n)
    told = np.bincount(of[once], minlength=n)
    p_exists = np.where(told > 0, 1 / (1 + np.exp(-odds)), 0.0)
    low, high = np.full(n, np.inf), np.full(n, -np.inf)
    np.minimum.at(low, of, np.nan_to_num(reports.t_lo, nan=np.inf))
    np.maximum.at(high, of, np.nan_to_num(reports.t_hi, nan=-np.inf))
    weight = np.nan_to_num(1 / np.maximum(reports.r_km, 0.05) ** 2) * np.isfinite(reports.lat)
    total = np.maximum(np.bincount(of, weight, n), 1e-12)
    return pa.table({
        "incident_id": _column(names), "reports": _column(np.bincount(of, minlength=n)), "voices": _column(told),
        "t_lo": _moments(low), "t_hi": _moments(high),
        "lat": _column(np.bincount(of, weight * np.nan_to_num(reports.lat), n) / total),
        "lon": _column(np.bincount(of, weight * np.nan_to_num(reports.lon), n) / total),
        "p_exists": _column(p_exists),
    })  # fmt: skip


def _moments(hours: NDArray[np.float64]) -> Any:
    """Timestamps of hours since 1970; null where infinite."""
    import pyarrow as pa

    stated = np.isfinite(hours)
    ms = (np.where(stated, hours, 0.0) * 3_600_000).round().astype(np.int64)
    bits = pa.py_buffer(np.packbits(stated, bitorder="little"))
    return pa.Array.from_buffers(pa.timestamp("ms"), len(ms), [bits, pa.py_buffer(ms)])


def _column(values: NDArray[Any]) -> Any:
    """An Arrow array of a numpy one, without the detour by which pyarrow loads pandas."""
    import pyarrow as pa

    if values.dtype == object:
        return pa.array(values.tolist(), pa.string())
    values = np.ascontiguousarray(values)
    kind = {"i8": pa.int64(), "i4": pa.int32(), "f8": pa.float64(), "f4": pa.float32()}[values.dtype.str[1:]]
    return pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(values)])


def read_links(path: Path) -> dict[Any, tuple[Any, float]]:
    """report id -> (incident id, p_member) of an earlier output. Raises Problems or Unreadable."""
    import pyarrow as pa

    if not path.exists():
        raise Unreadable(f"{path}: no such file, expected an earlier output of `holdfire link`")
    try:
        if path.suffix.lower() == ".csv":
            import pyarrow.csv as pc

            table = pc.read_csv(path)
        else:
            import pyarrow.parquet as pq

            table = pq.read_table(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise Unreadable(f"{path.name}: not readable ({error})") from error
    missing = [c for c in ("report_id", "incident_id", "p_member") if c not in table.column_names]
    if missing:
        raise Problems(str(path), [f"{path.name}: no column {c!r}" for c in missing])
    ids, incidents = table["report_id"].to_pylist(), table["incident_id"].to_pylist()
    return dict(zip(ids, zip(incidents, table["p_member"].to_pylist(), strict=True), strict=True))


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
