"""Reports as columns: what the compiled kernels read, one row a *voice*, in one fixed order.

Identical coding (same place, hours, kind, counts, casualties and accused side) is one voice: those reports share one
row here, so that a copy can neither corroborate anything nor crowd anything. Rows are sorted by their content, never
by their place in the file, so the order of the input does not matter.

In: arrays of `Reports`, checked by `read_reports`. Out: `Voices`. Pure.
"""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SOURCE_KINDS = ("ministry", "observer", "patrol", "media", "sensor", "osint")
"""Format 6.3. A kind outside the list is treated as the last, which is the least trusted to be fine-grained."""

# columns of Voices.place (float64)
T_LO, T_HI, LAT, LON, COS_LAT, R_KM, CXX, CXY, CYY = range(9)
# columns of Voices.code (int32)
KIND, SOURCE, TYPE, PLACE_ID, PLACE_CODE, TIME_CODE, COUNT, KIA, WIA, ACCUSED, DENIAL = range(11)

NOWHERE_KM = 300.0
"""A radius above this says no more than "somewhere in the theatre": the report is kept, and links by nothing but itself."""
LEAST_RADIUS_KM = 0.05
"""No report is better than this; a stated radius of zero is read as this."""


@dataclass(frozen=True)
class Reports:
    """The input as columns of equal length; `source` is the rank of the source's name. Times in hours since 1970 UTC; -1 or NaN is "not stated".

    speaker (N,) where given, only reports of one speaker number can be copies of each other
    sector  (N, 4) bearing_deg, half_width_deg, low_km, high_km from (lat, lon), NaN where the place is no sector
    """

    report_id: NDArray[np.object_] | NDArray[np.int64]
    source: NDArray[np.int32]
    kind: NDArray[np.int8]
    t_lo: Floats
    t_hi: Floats
    time_code: NDArray[np.int8]
    lat: Floats
    lon: Floats
    r_km: Floats
    place_code: NDArray[np.int8]
    place_id: NDArray[np.int32]
    type_code: NDArray[np.int8]
    count: NDArray[np.int32]
    kia: NDArray[np.int32]
    wia: NDArray[np.int32]
    accused: NDArray[np.int8]
    denial: NDArray[np.bool_]
    published: Floats
    sector: Floats | None = None
    speaker: NDArray[np.int32] | None = None

    def __len__(self) -> int:
        return len(self.t_lo)

    def taken(self, rows: list[int]) -> "Reports":
        """Only these rows, in this order."""
        at = np.array(rows, np.int64)
        values: dict[str, Any] = {}
        for f in fields(self):
            column = getattr(self, f.name)
            values[f.name] = None if column is None else column[at]
        return Reports(**values)


@dataclass(frozen=True)
class Voices:
    """What the kernels see.

    place      (M, 9) t_lo, t_hi [h], lat, lon [deg], cos(lat), r [km], covariance of the place xx, xy, yy [km2]
    code       (M, 11) kind, source, type, place id, place code, time code, count, kia, wia, accused, denial
    of_report  (N,) the voice of each report
    first      (M,) the report that speaks for the voice: the least derivative kind, then the first published
    linkable   (M,) whether its time and place say anything
    """

    place: Floats
    code: NDArray[np.int32]
    of_report: NDArray[np.int32]
    first: Ints
    linkable: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.first)


def voices_of(reports: Reports) -> Voices:
    """Collapse identical codings, sort by middle of the stated time, then by all the rest of the content."""
    n = len(reports)
    if n == 0:
        nothing = np.zeros(0, np.int64)
        return Voices(
            np.zeros((0, 9)),
            np.zeros((0, 11), np.int32),
            nothing.astype(np.int32),
            nothing,
            nothing.astype(bool),
        )
    source = reports.source
    # media repeat others; whoever speaks first of the rest speaks for the voice
    derivative = (reports.kind == SOURCE_KINDS.index("media")).astype(np.int8)
    content: list[NDArray[Any]] = [
        reports.accused, reports.wia, reports.kia, reports.count, reports.type_code, reports.place_id, reports.r_km,
        reports.lon, reports.lat, reports.t_hi, reports.t_lo + reports.t_hi,
    ]  # fmt: skip
    if reports.speaker is not None:
        content = [reports.speaker, *content]
    if reports.sector is not None:
        content = [*(reports.sector[:, k] for k in range(4)), *content]
    report_id = reports.report_id
    tie = [report_id if report_id.dtype != object else np.unique(report_id, return_inverse=True)[1]]
    order = np.lexsort([*tie, _no_nan(reports.published), derivative, *(_no_nan(c) for c in content)])
    differs = np.zeros(n, bool)
    differs[0] = True
    for column in content:
        sorted_column = _no_nan(column)[order]
        differs[1:] |= sorted_column[1:] != sorted_column[:-1]
    # a sensor's two detections are two measurements, however alike
    voice_sorted = np.cumsum(differs) - 1
    of_report = np.empty(n, np.int32)
    of_report[order] = voice_sorted
    first = order[differs]
    return Voices(
        _places(reports, first), _codes(reports, source, first), of_report, first.astype(np.int64),
        _linkable(reports)[first],
    )  # fmt: skip


def _linkable(reports: Reports) -> NDArray[np.bool_]:
    return np.asarray(
        np.isfinite(reports.lat) & np.isfinite(reports.lon) & np.isfinite(reports.t_lo)
        & np.isfinite(reports.t_hi) & (reports.r_km <= NOWHERE_KM)
    )  # fmt: skip


def _no_nan(column: NDArray) -> NDArray:
    return np.nan_to_num(column, nan=-9e9) if column.dtype.kind == "f" else column


def _places(reports: Reports, rows: Ints) -> Floats:
    place = np.empty((len(rows), 9))
    place[:, T_LO], place[:, T_HI] = reports.t_lo[rows], reports.t_hi[rows]
    lat, lon, r = reports.lat[rows], reports.lon[rows], np.maximum(reports.r_km[rows], LEAST_RADIUS_KM)
    place[:, CXX], place[:, CXY], place[:, CYY] = r * r, 0.0, r * r
    if reports.sector is not None:
        lat, lon = lat.copy(), lon.copy()
        for k in np.flatnonzero(np.isfinite(reports.sector[rows, 0])):
            lat[k], lon[k], place[k, CXX], place[k, CXY], place[k, CYY] = sector_moments(
                lat[k], lon[k], r[k], *reports.sector[rows[k]]
            )
            r[k] = np.sqrt(max(place[k, CXX], place[k, CYY]))
    place[:, LAT], place[:, LON], place[:, COS_LAT], place[:, R_KM] = lat, lon, np.cos(np.radians(lat)), r
    return place


def sector_moments(
    lat: float,
    lon: float,
    r_km: float,
    bearing_deg: float,
    half_width_deg: float,
    low_km: float,
    high_km: float,
) -> tuple[float, float, float, float, float]:
    """Centre and covariance (km2, east and north) of an annular sector, uniform over its area, seen from (lat, lon).

    r_km  the uncertainty of the observer's own place, added in quadrature
    A sector is long one way and broad another: its covariance keeps that, where a point with a radius would not.
    """
    theta = np.radians(np.linspace(bearing_deg - half_width_deg, bearing_deg + half_width_deg, 37))
    rho = np.sqrt(np.linspace(low_km**2, max(high_km, low_km + 0.01) ** 2, 25))
    east, north = np.outer(rho, np.sin(theta)).ravel(), np.outer(rho, np.cos(theta)).ravel()
    mx, my = east.mean(), north.mean()
    return (
        lat + my / 111.195, lon + mx / (111.195 * np.cos(np.radians(lat))),
        float(((east - mx) ** 2).mean() + r_km**2), float(((east - mx) * (north - my)).mean()),
        float(((north - my) ** 2).mean() + r_km**2),
    )  # fmt: skip


def _codes(reports: Reports, source: NDArray[np.int32], rows: Ints) -> NDArray[np.int32]:
    columns = (
        reports.kind, source, reports.type_code, reports.place_id, reports.place_code, reports.time_code,
        reports.count, reports.kia, reports.wia, reports.accused, reports.denial,
    )  # fmt: skip
    return np.stack([column[rows].astype(np.int32) for column in columns], axis=1)
