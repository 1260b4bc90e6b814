"""Splink 5 on the same reports, in an honest configuration, for comparison. Needs the bench extra.

Blocking: the same day and 0.2 degree cell, or a day either side of midnight. Comparisons with four to five levels each on
distance, hours, weapon, count, casualties, accused side. u by random sampling, m by EM without labels, as its manual asks.
Its own clustering (connected components) at the threshold that is best on the truth: better than a user could do.
"""

from typing import Any

import numpy as np

THRESHOLDS = (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 0.9999)
Pairs = tuple[np.ndarray, np.ndarray, np.ndarray]


def splink_pairs(frame: Any) -> Pairs:
    """(left, right, p) of every pair with p above .01, of a simulated frame of format 6.3; its truth columns are not shown."""
    import duckdb
    import splink.comparison_library as cl
    from splink import Linker, SettingsCreator, block_on
    from splink.internals.duckdb.database_api import DuckDBAPI

    db = duckdb.connect()
    db.execute("set threads = 1")
    table = frame.drop([c for c in frame.columns if c.startswith("_")]).to_arrow()
    db.register("frame", table)
    db.execute(
        """create table reports as select report_id as unique_id, source, t_lo, t_hi, lat, lon, r_km,
           epoch(t_lo) / 3600 + (epoch(t_hi) - epoch(t_lo)) / 7200 as hour,
           cast(epoch(t_lo) / 86400 as integer) as day, cast((epoch(t_lo) + 43200) / 86400 as integer) as half_day,
           cast(lon / .2 as integer) as cell, cast((lon + .1) / .2 as integer) as half_cell,
           type_code, count, kia + wia as losses, accused from frame"""
    )
    km = "sqrt(power((lat_l - lat_r) * 111.2, 2) + power((lon_l - lon_r) * 84.0, 2))"

    def km_of(a: str, b: str) -> str:
        return f"sqrt(power(({a}lat - {b}lat) * 111.2, 2) + power(({a}lon - {b}lon) * 84.0, 2))"

    comparisons = [
        _levels("place", [f"{km} < {d}" for d in (0.01, 0.8, 2, 5, 10, 20)], cl),
        _levels("hour", [f"abs(hour_l - hour_r) < {h}" for h in (0.01, 0.3, 1, 2, 4, 13)], cl),
        _levels("type_code", ["type_code_l = type_code_r and type_code_l < 10", "type_code_l = type_code_r",
                              "type_code_l >= 10 or type_code_r >= 10"], cl),
        _levels("count", ["count_l = count_r and count_l > 0", "count_l < 0 or count_r < 0",
                          "abs(ln(count_l + .5) - ln(count_r + .5)) < .7"], cl),
        _levels("losses", ["losses_l = losses_r and losses_l > 0", "losses_l = losses_r", "losses_l < 0 or losses_r < 0"], cl),
        _levels("accused", ["accused_l = accused_r and accused_l >= 0", "accused_l < 0 or accused_r < 0"], cl),
    ]  # fmt: skip
    rules = [block_on("day", "cell"), block_on("half_day", "half_cell")]
    settings = SettingsCreator(
        link_type="dedupe_only", comparisons=comparisons, blocking_rules_to_generate_predictions=rules
    )
    api = DuckDBAPI(connection=db)
    linker = Linker(api.register("reports"), settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match(
        [
            f"l.day = r.day and l.type_code = r.type_code and abs(l.hour - r.hour) < 1 and {km_of('l.', 'r.')} < 2"
        ],
        recall=0.3,
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    for rule in rules:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.01)
    rows = db.sql(
        f"select unique_id_l as l, unique_id_r as r, match_probability as p from {found.physical_name}"
    ).fetchnumpy()
    return rows["l"], rows["r"], rows["p"]


def best_threshold(frame: Any, pairs: Pairs, metrics: Any) -> dict[str, float]:
    """pair_f1 and exact_f1 at the threshold that is best on the truth."""
    truth = frame["_incident"].to_numpy()
    left, right, p = pairs
    best = {"pair_f1": 0.0, "exact_f1": 0.0, "threshold": 1.0}
    for threshold in THRESHOLDS:
        got = metrics(truth, _components(len(truth), left[p >= threshold], right[p >= threshold]))
        if got["pair_f1"] > best["pair_f1"]:
            best = {
                "pair_f1": float(got["pair_f1"]),
                "exact_f1": float(got["exact_f1"]),
                "threshold": threshold,
            }
    return best


def _levels(name: str, conditions: list[str], cl: Any) -> Any:
    levels = [{"sql_condition": c, "label_for_charts": f"{name} {k}"} for k, c in enumerate(conditions)]
    return cl.CustomComparison(
        comparison_levels=[*levels, {"sql_condition": "else", "label_for_charts": "else"}],
        output_column_name=name,
    )


def _components(n: int, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    graph = coo_matrix((np.ones(len(left)), (left, right)), shape=(n, n))
    return connected_components(graph, directed=False)[1]
