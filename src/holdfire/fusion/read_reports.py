"""Format 6.3 in, checked: a Parquet or CSV file of reports -> `Reports`, or every fault of it at once.

What is wrong is an error (a column is missing, an id is given twice, a report has no id); what is merely poor has a
stated treatment, and `Treated` counts it: a report without place or time, with a radius of a continent, with hours
that span days, or dated before 1990 stands alone; an interval that ends before it begins is turned round; a radius of
zero is read as 50 m. Columns whose names start with an underscore are never read.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from holdfire.model.errors import Problems, Unreadable

from .columns import NOWHERE_KM, SOURCE_KINDS, Reports

REQUIRED = ("report_id", "source", "source_kind", "t_lo", "t_hi", "lat", "lon", "r_km", "type_code")
OPTIONAL: dict[str, int | None] = {
    "time_code": 3, "place_code": 2, "place_id": -1, "count": -1, "kia": -1, "wia": -1, "accused": -1, "denial": 0,
}  # fmt: skip
WIDEST_H = 40.0  # an interval longer than this is an aggregate over days: no incident's time
EARLIEST_H = 20 * 365.25 * 24  # 1990: before it a date is a clock that was never set
SHOWN = 20


@dataclass
class Treated:
    """How many reports each stated treatment touched."""

    rows: dict[str, int] = field(default_factory=dict)

    def note(self, what: str, mask: NDArray[np.bool_]) -> None:
        n = int(mask.sum())
        if n:
            self.rows[what] = self.rows.get(what, 0) + n


def read_reports(path: Path, treated: Treated | None = None) -> Reports:
    """Reports of a .parquet or .csv file. Raises Problems with every fault, Unreadable for what is no table."""
    if not path.exists():
        raise Unreadable(f"{path}: no such file, expected reports as .parquet or .csv")
    kind = path.suffix.lower()
    if kind not in (".parquet", ".pq", ".csv"):
        raise Problems(str(path), [f"{path.name}: found {kind or 'no suffix'}, expected .parquet or .csv"])
    import pyarrow as pa

    try:
        table = _parquet(path) if kind != ".csv" else _csv(path)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OSError) as error:
        raise Unreadable(f"{path.name}: not readable as {kind[1:]} ({error})") from error
    return reports_of_table(table, treated, path.name)


def _wanted(names: list[str]) -> list[str]:
    return [n for n in names if n in {*REQUIRED, *OPTIONAL, "published"} or n.startswith("sector_")]


def _parquet(path: Path) -> Any:
    import pyarrow.parquet as pq

    file = pq.ParquetFile(path)
    return file.read(columns=_wanted(file.schema_arrow.names), use_threads=False)


def _csv(path: Path) -> Any:
    import pyarrow.csv as pc

    table = pc.read_csv(path, read_options=pc.ReadOptions(use_threads=False))
    return table.select(_wanted(table.column_names))


def reports_of_table(table: Any, treated: Treated | None = None, name: str = "reports") -> Reports:
    """Reports of an Arrow table with the columns of format 6.3. Raises Problems with every fault of the table."""
    treated = treated or Treated()
    problems = [f"{name}: no column {n!r}" for n in REQUIRED if n not in table.column_names]
    if problems:
        raise Problems(name, problems)
    n = table.num_rows
    report_id = _ids(table, name, problems)
    kind = _kinds(table, name, problems)
    source = _words(table, "source", name, problems)
    t_lo, t_hi = _hours(table, "t_lo", name, problems), _hours(table, "t_hi", name, problems)
    lat, lon = _numbers(table, "lat", name, problems), _numbers(table, "lon", name, problems)
    r_km = _numbers(table, "r_km", name, problems)
    whole = {c: _whole(table, c, fallback, n, name, problems) for c, fallback in OPTIONAL.items()}
    type_code = _whole(table, "type_code", 14, n, name, problems)
    published = (
        _hours(table, "published", name, problems)
        if "published" in table.column_names
        else np.full(n, np.nan)
    )
    if problems:
        raise Problems(
            name, problems[:SHOWN] + ([f"and {len(problems) - SHOWN} more"] if len(problems) > SHOWN else [])
        )

    turned = t_hi < t_lo
    treated.note("intervals that end before they begin were turned round", turned)
    t_lo, t_hi = np.where(turned, t_hi, t_lo), np.where(turned, t_lo, t_hi)
    off = ~((np.abs(lat) <= 90) & (np.abs(lon) <= 180))
    treated.note("reports without a place on earth stand alone", off)
    lat, lon = np.where(off, np.nan, lat), np.where(off, np.nan, lon)
    treated.note("reports with a radius of zero or less are read as 50 m", r_km <= 0)
    r_km = np.where(np.isfinite(r_km), np.maximum(r_km, 0.0), NOWHERE_KM * 2)
    treated.note(f"reports with a radius above {NOWHERE_KM:g} km, or none, stand alone", r_km > NOWHERE_KM)
    undated = ~np.isfinite(t_lo) | ~np.isfinite(t_hi) | (t_lo < EARLIEST_H)
    treated.note("reports without a time, or dated before 1990, stand alone", undated)
    long = ~undated & (t_hi - t_lo > WIDEST_H)
    treated.note(f"reports over more than {WIDEST_H:g} h stand alone: they are sums, not incidents", long)
    alone = undated | long
    t_lo, t_hi = np.where(alone, np.nan, t_lo), np.where(alone, np.nan, t_hi)
    unknown_type = (type_code < 0) | (type_code > 14)
    treated.note("reports with an unknown type_code are read as 14, unspecified", unknown_type)
    sector = None
    parts = ("sector_bearing_deg", "sector_half_width_deg", "sector_low_km", "sector_high_km")
    if all(p in table.column_names for p in parts):
        sector = np.stack([_numbers(table, p, name, problems) for p in parts], axis=1)
        sector[~np.isfinite(sector).all(axis=1)] = np.nan
    return Reports(
        report_id, source, kind, t_lo, t_hi, whole["time_code"].astype(np.int8), lat, lon, r_km,
        whole["place_code"].astype(np.int8), whole["place_id"].astype(np.int32),
        np.where(unknown_type, 14, type_code).astype(np.int8), whole["count"].astype(np.int32),
        whole["kia"].astype(np.int32), whole["wia"].astype(np.int32), whole["accused"].astype(np.int8),
        whole["denial"].astype(bool), published, sector,
    )  # fmt: skip


def _ids(table: Any, name: str, problems: list[str]) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    column = table["report_id"]
    if column.null_count:
        problems.append(f"{name}, report_id: {column.null_count} rows have none, expected one each")
        return np.zeros(table.num_rows, np.int64)
    ids: Any
    if pa.types.is_integer(column.type):
        ids = _plain(pc.cast(column, pa.int64()), np.int64, 0)
        in_order = np.sort(ids)
        doubled = np.unique(in_order[1:][in_order[1:] == in_order[:-1]]).tolist()
    else:
        column = pc.cast(column, pa.string())
        counts = pc.value_counts(column)
        doubled = counts.field("values").filter(pc.greater(counts.field("counts"), 1)).to_pylist()
        ids = np.array(column.to_pylist(), dtype=object)
    for one in doubled[:SHOWN]:
        problems.append(f"{name}, report_id: found {one!r} more than once, expected each id once")
    if len(doubled) > SHOWN:
        problems.append(f"{name}, report_id: {len(doubled) - SHOWN} more ids given more than once")
    return ids


def _dictionary(table: Any, column: str) -> tuple[NDArray[np.int32], list[Any]]:
    import pyarrow as pa

    coded = table[column].combine_chunks()
    if not pa.types.is_dictionary(coded.type):
        coded = coded.dictionary_encode()
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.combine_chunks()
    codes = _plain(coded.indices.cast(pa.int32()), np.int32, -1).astype(np.int32)
    return codes, coded.dictionary.to_pylist()


def _kinds(table: Any, name: str, problems: list[str]) -> NDArray[np.int8]:
    codes, words = _dictionary(table, "source_kind")
    known = {kind: k for k, kind in enumerate(SOURCE_KINDS)}
    for word in words:
        if word not in known:
            problems.append(f"{name}, source_kind: found {word!r}, expected one of {', '.join(SOURCE_KINDS)}")
    if (codes < 0).any():
        problems.append(f"{name}, source_kind: {int((codes < 0).sum())} rows have none")
    lookup = np.array([known.get(word, 0) for word in words] or [0], np.int8)
    return np.where(codes >= 0, lookup[codes], 0).astype(np.int8)


def _words(table: Any, column: str, name: str, problems: list[str]) -> NDArray[np.int32]:
    """Codes of the words in the alphabet's order, so that they do not depend on the order of the rows."""
    codes, words = _dictionary(table, column)
    if (codes < 0).any():
        problems.append(f"{name}, {column}: {int((codes < 0).sum())} rows have none, expected a name each")
    rank = np.argsort(np.argsort(np.array([str(w) for w in words] or [""]))).astype(np.int32)
    return rank[np.maximum(codes, 0)] if len(words) else np.zeros(len(codes), np.int32)


def _hours(table: Any, column: str, name: str, problems: list[str]) -> NDArray[np.float64]:
    """Hours since 1970 UTC of a timestamp column, or of seconds since 1970; NaN where null."""
    import pyarrow as pa
    import pyarrow.compute as pc

    values = table[column]
    if pa.types.is_timestamp(values.type) or pa.types.is_date(values.type):
        values = pc.cast(pc.cast(values, pa.timestamp("ms"), safe=False), pa.int64())
        return _as_floats(values) / 3_600_000.0
    if pa.types.is_integer(values.type) or pa.types.is_floating(values.type):
        return _as_floats(values) / 3600.0
    if pa.types.is_string(values.type):
        try:
            return _as_floats(pc.cast(pc.cast(values, pa.timestamp("ms")), pa.int64())) / 3_600_000.0
        except pa.ArrowInvalid as error:
            problems.append(f"{name}, {column}: {error}; expected times like 2020-07-12T12:30:00")
            return np.full(len(values), np.nan)
    if pa.types.is_null(values.type):
        return np.full(len(values), np.nan)
    problems.append(f"{name}, {column}: found {values.type}, expected times (UTC)")
    return np.full(len(values), np.nan)


def _as_floats(values: Any) -> NDArray[np.float64]:
    """Float64 of a primitive column, NaN where null."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return _plain(pc.cast(values, pa.float64(), safe=False), np.float64, np.nan)


def _plain(values: Any, kind: Any, null: Any) -> NDArray[Any]:
    """A primitive column as an array of its own type, `null` where it has none.

    Reads the buffers: pyarrow's own conversions load pandas where it happens to be installed, which costs a second.
    """
    import pyarrow as pa

    chunks = values.chunks if isinstance(values, pa.ChunkedArray) else [values]
    parts = []
    for chunk in chunks:
        if not len(chunk):
            continue
        bits, data = chunk.buffers()
        part = np.frombuffer(data, kind)[chunk.offset : chunk.offset + len(chunk)]
        if chunk.null_count:
            stated = np.unpackbits(np.frombuffer(bits, np.uint8), bitorder="little")
            part = np.where(stated[chunk.offset : chunk.offset + len(chunk)] == 1, part, null)
        parts.append(part)
    return np.concatenate(parts) if parts else np.zeros(0, kind)


def _numbers(table: Any, column: str, name: str, problems: list[str]) -> NDArray[np.float64]:
    import pyarrow as pa

    try:
        return _as_floats(table[column])
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        problems.append(f"{name}, {column}: found {table[column].type}, expected numbers")
        return np.full(table.num_rows, np.nan)


def _whole(
    table: Any, column: str, fallback: int | None, n: int, name: str, problems: list[str]
) -> NDArray[np.float64]:
    """Small whole numbers; null and a missing column are the fallback. Anything absurd is clipped to 32 bits."""
    if column not in table.column_names:
        return np.full(n, -1 if fallback is None else fallback, np.float64)
    values = _numbers(table, column, name, problems)
    return np.clip(np.where(np.isfinite(values), values, -1 if fallback is None else fallback), -1, 2**31 - 1)
