"""Blocking, terms and clustering beside slow, obvious twins."""

import math
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfire.fusion import blocking, kernels, terms
from holdfire.fusion.blocking import GAP_H, KM_PER_DEG, REACH_KM, REACH_SIGMAS, block
from holdfire.fusion.cluster import UNCOMPARED, clusters
from holdfire.fusion.columns import (
    COS_LAT,
    LAT,
    LON,
    PLACE_ID,
    R_KM,
    T_HI,
    T_LO,
    TIME_CODE,
    Reports,
    Voices,
    sector_moments,
    voices_of,
)  # fmt: skip

from . import made


def slow_pairs(v: Voices) -> set[tuple[int, int]]:
    """Every two voices, one by one, by the rule in blocking's docstring."""
    found = set()
    for i, j in combinations(range(len(v)), 2):
        a, b = v.place[i], v.place[j]
        if not (v.linkable[i] and v.linkable[j]):
            continue
        middle = abs((a[T_LO] + a[T_HI]) / 2 - (b[T_LO] + b[T_HI]) / 2)
        half = (a[T_HI] - a[T_LO]) / 2 + (b[T_HI] - b[T_LO]) / 2
        north = (a[LAT] - b[LAT]) * KM_PER_DEG
        east = (a[LON] - b[LON]) * KM_PER_DEG * (a[COS_LAT] + b[COS_LAT]) / 2
        near = math.hypot(north, east) <= REACH_SIGMAS * math.hypot(a[R_KM], b[R_KM]) + REACH_KM
        same_name = v.code[i, PLACE_ID] >= 0 and v.code[i, PLACE_ID] == v.code[j, PLACE_ID]
        dated = v.code[i, TIME_CODE] >= 4 or v.code[j, TIME_CODE] >= 4
        if (middle <= half + GAP_H and near) or (dated and same_name and abs(middle - 24) <= half + 0.5):
            found.add((i, j))
    return found


@given(seed=st.integers(0, 10_000), n=st.integers(0, 60))
@settings(max_examples=25)
def test_the_sweep_finds_the_pairs_that_the_plain_loop_finds(seed: int, n: int) -> None:
    voices = voices_of(made.reports(n, seed))
    found = block(voices)
    pairs = list(zip(found.left.tolist(), found.right.tolist(), strict=True))
    assert pairs == sorted(slow_pairs(voices))


def test_a_crowd_at_one_place_and_hour_is_capped_and_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    n = 1500
    crowd = made.reports(
        n, 1, lat=np.full(n, 41.0), lon=np.full(n, 45.0), r_km=np.full(n, 0.5), t_lo=np.full(n, made.HOUR0 * 3600),
        t_hi=np.full(n, made.HOUR0 * 3600 + 900), count=np.arange(n),
    )  # fmt: skip
    found = block(voices_of(crowd))
    assert found.capped > 0
    assert len(found.left) <= n * blocking.KEEP


def meeting_by_sum(a1: float, b1: float, a2: float, b2: float, s: float) -> float:
    """The double integral of the Laplace density, by the midpoint rule."""
    x = np.linspace(a1, b1, 801)
    y = np.linspace(a2, b2, 801)
    x, y = (x[1:] + x[:-1]) / 2, (y[1:] + y[:-1]) / 2
    return float(np.exp(-np.abs(x[:, None] - y[None]) / s).mean() / (2 * s))


@pytest.mark.parametrize(
    ("a1", "b1", "a2", "b2"), [(0, 1, 0.5, 2), (0, 24, 3, 3.25), (0, 1, 4, 5), (0, 0.25, 0, 0.25)]
)
def test_the_time_term_is_the_integral_it_claims_to_be(a1: float, b1: float, a2: float, b2: float) -> None:
    assert terms._meeting(a1, b1, a2, b2, 0.5) == pytest.approx(meeting_by_sum(a1, b1, a2, b2, 0.5), rel=2e-3)


def two(**second: float) -> Voices:
    """Two voices, alike but for what is given of the second."""
    columns = {name: np.array(made.table(2, 0)[name].to_pylist()) for name in made.table(2, 0).column_names}
    for name in columns:
        columns[name][1] = columns[name][0]
    columns["report_id"] = np.arange(2)
    columns["source"] = np.array(["x", "y"])
    columns["count"] = np.array([3, 4])  # never one voice
    for name, value in second.items():
        columns[name] = np.array([columns[name][0], value])
    return voices_of(made.reports(2, 0, **columns))


def named(voices: Voices) -> dict[str, float]:
    near = terms.surroundings(voices) / np.float32(terms.REPORTS_PER_INCIDENT)
    left, right = np.array([0], np.int32), np.array([1], np.int32)
    row, _ = terms.pair_terms(
        left, right, voices.place, voices.code, near, terms.START_TABLES, terms.COARSE_OF, 0.0, terms.SPREAD_H
    )
    return dict(zip(terms.TERMS, row[0].tolist(), strict=True))


def test_farther_apart_speaks_less_for_one_incident_but_never_shuts_the_door() -> None:
    lat = made.table(2, 0)["lat"].to_pylist()[0]
    told = [named(two(lat=lat + km / KM_PER_DEG))["separation"] for km in (0.0, 3.0, 8.0, 40.0)]
    assert told == sorted(told, reverse=True)
    assert told[-1] > -12  # the heavy tail: a wrong village


def test_the_separation_of_points_is_the_gaussian_mixture() -> None:
    voices = two()
    r2 = 2 * voices.place[0, R_KM] ** 2 + terms.SPREAD_KM**2
    tight = 1 / (2 * math.pi * r2)
    gross = 1 / (2 * math.pi * (terms.GROSS_KM**2 + r2))
    mixed = (1 - terms.P_GROSS) * tight + terms.P_GROSS * gross
    assert named(voices)["separation"] == pytest.approx(math.log(mixed * math.pi * terms.FAR_KM**2), abs=1e-3)


def test_a_sector_is_long_one_way_and_broad_the_other() -> None:
    lat, lon, xx, xy, yy = sector_moments(41.0, 45.0, 0.1, 45.0, 22.5, 4.0, 9.0)
    assert lat > 41.03
    assert lon > 45.03
    along = (xx + yy) / 2 + xy  # variance towards the north-east
    across = (xx + yy) / 2 - xy
    # a sector uniform over its area from 4 to 9 km has a radial deviation of about 1.4 km
    assert 1.2**2 < along < 2.0**2
    assert 1.0**2 < across < 3.0**2
    assert along != pytest.approx(across, rel=0.05)


def best_by_search(n: int, w: np.ndarray) -> float:
    """The highest sum of scores inside groups over all partitions."""

    def extend(k: int, groups: list[list[int]]) -> float:
        if k == n:
            return 0.0
        best = -np.inf
        for g in groups:
            gain = sum(w[k, m] for m in g)
            g.append(k)
            best = max(best, gain + extend(k + 1, groups))
            g.pop()
        groups.append([k])
        best = max(best, extend(k + 1, groups))
        groups.pop()
        return best

    return extend(0, [])


@given(seed=st.integers(0, 10_000), n=st.integers(2, 7))
@settings(max_examples=40)
def test_clusters_are_close_to_the_best_partition_of_all(seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    left, right = np.triu_indices(n, 1)
    keep = rng.random(len(left)) < 0.8
    left, right = left[keep].astype(np.int32), right[keep].astype(np.int32)
    score = rng.normal(0, 3, len(left)).clip(-6, 8).astype(np.float32)
    w = np.full((n, n), UNCOMPARED)
    w[left, right] = w[right, left] = score
    label = clusters(n, left, right, score)
    inside = label[:, None] == label[None]
    got = float(np.triu(np.where(inside, w, 0), 1).sum())
    best = best_by_search(n, w)
    assert got <= best + 1e-4
    assert got >= 0.6 * best - 1e-4  # greedy with local moves: never far off
    for node in range(n):  # no single member would rather stand alone
        assert np.where(inside[node], w[node], 0).sum() - w[node, node] >= -1e-3


def test_a_chain_is_not_one_incident() -> None:
    """a is like b, b like c, c like d; a and d were never compared, a and c speak against."""
    left, right = np.array([0, 0, 1, 1, 2], np.int32), np.array([1, 2, 2, 3, 3], np.int32)
    label = clusters(4, left, right, np.array([2.0, -4.0, 1.0, -4.0, 2.0], np.float32))
    assert label.tolist() == [0, 0, 2, 2]


def test_a_large_component_is_solved_without_a_matrix() -> None:
    """Five hundred voices of fifty incidents, all in one component: found again."""
    rng = np.random.default_rng(1)
    n, truth = 500, np.arange(500) // 10
    left, right = np.triu_indices(n, 1)
    same = truth[left] == truth[right]
    keep = same | (rng.random(len(left)) < 0.02)
    left, right, same = left[keep], right[keep], same[keep]
    score = np.where(same, 3.0, np.where(rng.random(len(left)) < 0.1, 0.5, -3.0)).astype(np.float32)
    label = clusters(n, left.astype(np.int32), right.astype(np.int32), score)
    assert len(np.unique(label)) == 50
    assert all(len(np.unique(label[truth == k])) == 1 for k in range(50))


def test_copies_share_a_voice_and_keep_their_original_in_front() -> None:
    table = made.table(4, 3)
    columns = {name: np.array(table[name].to_pylist()) for name in table.column_names}
    for name in columns:
        columns[name][:3] = columns[name][0]
    columns["report_id"] = np.arange(4)
    columns["source_kind"] = np.array(["media", "ministry", "media", "osint"])
    columns["source"] = np.array(["paper", "ministry", "tv", "osint"])
    given: Reports = made.reports(4, 3, **columns)
    voices = voices_of(given)
    assert len(voices) == 2
    assert len(set(voices.of_report[:3].tolist())) == 1
    assert voices.first[voices.of_report[0]] == 1


def test_a_kernel_runs_where_compiled_code_cannot_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """numba refuses to decorate a cached loop when no folder for it can be written: then nothing is kept."""
    asked = []

    def njit(**options: bool) -> Any:
        asked.append(options)
        if options.get("cache"):
            raise RuntimeError("cannot cache function 'loop': no locator available for file 'x.py'")
        return lambda loop: loop

    monkeypatch.setattr(kernels, "njit", njit)
    assert kernels.kernel(lambda: 3)() == 3
    assert [bool(o.get("cache")) for o in asked] == [True, False]
