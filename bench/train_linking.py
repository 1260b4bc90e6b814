"""Trains linking's learned residual on simulated reports and writes it as plain arrays: `python -m bench.train_linking`.

Needs scikit-learn (bench only) and ../shared/linking/report_simulator.py. Seeds 0-79 are trained on; seeds 80-99 are kept
for `bench linking`, and none above is ever used. The settings of each simulated case are drawn over a wide range, so that no preset is learned.
"""

import sys
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "src/holdfire/fusion/trees.npz"
CASES = 40  # simulated cases for each of the two sets of trees
ROWS = 18_000


def settings(seed: int) -> dict[str, Any]:
    """Settings of a simulated case, drawn over the range that a mission may meet.

    Three in five lie near the line from the simulator's quiet preset to its hard one, on which busier times are also
    burstier, coarser and more mistaken; the rest lie anywhere.
    """
    rng = np.random.default_rng(seed)
    t = rng.uniform(-0.1, 1.1, 4)
    if seed % 5 < 3:
        t = t[0] + rng.normal(0, 0.08, 4)
    return {
        "rate": float(12 * 10 ** t[0]), "burst": float(np.clip(0.25 + 0.4 * t[1], 0.1, 0.75)),
        "gross": float(np.clip(0.01 + 0.05 * t[2], 0.0, 0.08)), "vague": float(np.clip(0.5 + 0.9 * t[3], 0.3, 1.6)),
        "length_km": rng.uniform(150.0, 300.0),
        "n_media": int(rng.integers(3, 9)), "n_sensor": int(rng.integers(2, 8)),
    }  # fmt: skip


def simulated(seed: int, n: int = ROWS, preset: str | None = None, **over: Any) -> tuple[Any, np.ndarray]:
    """(Reports, true incident of each) of one simulated case."""
    sys.path.insert(0, str(ROOT.parent / "shared/linking"))
    from report_simulator import simulate  # type: ignore[import-not-found]

    from bench.linking import reports_of

    chosen = {} if preset else settings(seed)
    chosen.update(over)
    return reports_of(simulate(n, preset or "medium", seed, **chosen))


def train() -> None:
    from sklearn.ensemble import HistGradientBoostingClassifier

    from holdfire.fusion import features, link, terms, trees
    from holdfire.fusion.blocking import block
    from holdfire.fusion.cluster import neighbours
    from holdfire.fusion.columns import voices_of

    def candidates(seed: int) -> dict[str, Any]:
        reports, truth = simulated(seed)
        voices = voices_of(reports)
        found = block(voices)
        near = terms.surroundings(voices)
        named, levels = terms.pair_terms(
            found.left,
            found.right,
            voices.place,
            voices.code,
            near / np.float32(terms.REPORTS_PER_INCIDENT),
            terms.START_TABLES,
            terms.COARSE_OF,
            0.0,
            terms.SPREAD_H,
        )
        keep = named.sum(axis=1) > link.FLOORS["learned"]
        of = truth[voices.first]
        return {
            "voices": voices, "near": near, "left": found.left[keep], "right": found.right[keep],
            "terms": named[keep], "levels": levels[keep], "same": (of[found.left] == of[found.right])[keep],
        }  # fmt: skip

    def rows(c: dict[str, Any], score: np.ndarray) -> np.ndarray:
        around = np.empty((score.size, features.N_AROUND), np.float32)
        if score.size:
            head, to, edge = neighbours(len(c["voices"]), c["left"], c["right"])
            features.context_of(c["left"], c["right"], score, head, to, edge, c["voices"].code, around)
        v = c["voices"]
        return features.rows_of(
            c["left"], c["right"], v.place, v.code, c["near"], c["terms"], c["levels"], score, around
        )

    def fitted(x: np.ndarray, y: np.ndarray, rounds: int) -> Any:
        model = HistGradientBoostingClassifier(
            max_iter=rounds, max_leaf_nodes=31, max_depth=trees.DEPTH, learning_rate=0.1, min_samples_leaf=80, l2_regularization=1.0,
            max_bins=128, early_stopping=False, random_state=0,
        )  # fmt: skip
        return model.fit(x, y)

    none = np.zeros(0, np.float32)
    first = [candidates(seed) for seed in range(CASES)]
    pair = fitted(
        np.concatenate([rows(c, none) for c in first]), np.concatenate([c["same"] for c in first]), 140
    )
    del first
    xs, ys = [], []
    for seed in range(CASES, 2 * CASES):
        c = candidates(seed)
        score = pair.decision_function(rows(c, none)).astype(np.float32)
        keep = score > link.PAIR_FLOOR
        for name in ("left", "right", "terms", "levels", "same"):
            c[name] = c[name][keep]
        xs.append(rows(c, score[keep]))
        ys.append(c["same"])
    context = fitted(np.concatenate(xs), np.concatenate(ys), 170)
    np.savez_compressed(OUT, **_arrays("pair", pair), **_arrays("context", context))
    print(f"wrote {OUT.name}: {OUT.stat().st_size // 1024} KB")


def _arrays(name: str, model: Any) -> dict[str, np.ndarray]:
    feature, threshold, child, roots, n = [], [], [], [], 0
    for (tree,) in model._predictors:
        nodes = tree.nodes
        leaf = nodes["is_leaf"].astype(bool)
        feature.append(np.where(leaf, -1, nodes["feature_idx"]).astype(np.int16))
        threshold.append(np.where(leaf, nodes["value"], nodes["num_threshold"]).astype(np.float32))
        child.append(np.stack([nodes["left"], nodes["right"]], axis=1).astype(np.int32) + n)
        roots.append(n)
        n += len(nodes)
    return {
        f"{name}_feature": np.concatenate(feature), f"{name}_threshold": np.concatenate(threshold),
        f"{name}_child": np.concatenate(child), f"{name}_roots": np.array(roots, np.int32),
        f"{name}_base": np.float64(np.ravel(model._baseline_prediction)[0]),
    }  # fmt: skip


if __name__ == "__main__":
    train()
