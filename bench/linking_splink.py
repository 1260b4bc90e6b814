"""Splink 5 on the same reports, in an honest configuration, for comparison. Needs the bench extra.

Blocking: the same day and 0.2 degree cell, or a day either side of midnight. Comparisons with four to five levels each on
distance, hours, weapon, count, casualties, accused side. u by random sampling, m by EM without labels, as its manual asks.
Its own clustering (connected components) at the threshold that is best on the truth: better than a user could do.
"""

from typing import Any

import numpy as np


def splink_links(frame: Any, metrics: Any) -> dict[str, float]:
    """Best pair-F1 and exact-incident F1 over thresholds, of a simulated frame of format 6.3."""
    import duckdb
    import splink.comparison_library as cl
    from splink import Linker, SettingsCreator, block_on
    from splink.internals.duckdb.database_api import DuckDBAPI

    truth = frame["_incident"].to_numpy()
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
    comparisons = [
        _levels("place", [f"{km} < 0.8", f"{km} < 3", f"{km} < 8", f"{km} < 20"], cl),
        _levels("hour", [f"abs(hour_l - hour_r) < {h}" for h in (0.3, 1, 3, 13)], cl),
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
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("day", "cell"), block_on("half_day", "type_code")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.01).as_record_list()
    left = np.array([r["unique_id_l"] for r in found])
    right = np.array([r["unique_id_r"] for r in found])
    p = np.array([r["match_probability"] for r in found])
    best = {"pair_f1": 0.0, "exact_f1": 0.0}
    for threshold in (0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99):
        got = metrics(truth, _components(len(truth), left[p >= threshold], right[p >= threshold]))
        if got["pair_f1"] > best["pair_f1"]:
            best = {"pair_f1": float(got["pair_f1"]), "exact_f1": float(got["exact_f1"])}
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
