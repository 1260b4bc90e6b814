"""Trains linking's learned residual on simulated reports and writes it as plain arrays: `python -m bench.train_linking`.

Needs scikit-learn (bench only) and ../shared/linking/report_simulator.py. Three sets of cases: for the pair trees, for the
context trees, for the last line that evens out quiet and busy theatres. The simulator's seeds 0-79 are trained on, each
with several settings; seeds from 80 on are kept for `bench linking`. The settings of each case are drawn over a wide range,
so that no preset is learned, and every case weighs alike, so that quiet ones, which have fewer pairs, count as much.
"""

import sys
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "src/holdfire/fusion/trees.npz"
CASES = {"pair": range(120), "context": range(120, 360), "line": range(400, 520)}
SEEDS = 80
ROWS = 4_000


def settings(case: int) -> dict[str, Any]:
    """Settings of a simulated case, drawn over the range that a mission may meet.

    Seven in ten lie near the line from the simulator's quiet preset to its hard one, on which busier times are also
    burstier, coarser and more mistaken; the rest lie anywhere. Half of them have the simulator's own length of line and
    numbers of outlets and sensors.
    """
    rng = np.random.default_rng(10_000 + case)
    t = rng.uniform(-0.1, 1.1, 4)
    kind = case % 10
    if kind < 6:
        t = t[0] + rng.normal(0, 0.06, 4)
    elif kind < 7:
        t = np.full(4, rng.choice([0.0, 0.5, 1.0]))
    drawn = kind % 2 == 1
    return {
        "rate": float(12 * 10 ** t[0]), "burst": float(np.clip(0.25 + 0.4 * t[1], 0.1, 0.75)),
        "gross": float(np.clip(0.01 + 0.05 * t[2], 0.0, 0.08)), "vague": float(np.clip(0.5 + 0.9 * t[3], 0.3, 1.6)),
        "length_km": float(rng.uniform(150.0, 300.0)) if drawn else 220.0,
        "n_media": int(rng.integers(4, 9)) if drawn else 6, "n_sensor": int(rng.integers(3, 8)) if drawn else 5,
    }  # fmt: skip


def simulated(case: int, n: int = ROWS) -> tuple[Any, np.ndarray]:
    """(Reports, true incident of each) of one simulated case."""
    sys.path.insert(0, str(ROOT.parent / "shared/linking"))
    from report_simulator import simulate  # type: ignore[import-not-found]

    from bench.linking import reports_of

    return reports_of(simulate(n, "medium", case % SEEDS, **settings(case)))


def candidates(case: int, model: str) -> dict[str, Any]:
    """One simulated case's voices, what is around them, and its candidate pairs above the model's floor: columns by name."""
    from holdfire.fusion import link, terms
    from holdfire.fusion.blocking import block
    from holdfire.fusion.columns import voices_of
    from holdfire.fusion.season import season_of

    reports, truth = simulated(case)
    voices = voices_of(reports)
    found = block(voices)
    near = terms.surroundings(voices)
    named, levels = terms.pair_terms(
        found.left, found.right, voices.place, voices.code, near / np.float32(terms.REPORTS_PER_INCIDENT),
        terms.START_TABLES, terms.COARSE_OF, 0.0, terms.SPREAD_H,
    )  # fmt: skip
    keep = named.sum(axis=1) > link.FLOORS[model]
    of = truth[voices.first]
    return {
        "voices": voices, "near": near, "season": season_of(voices, near),
        "left": found.left[keep], "right": found.right[keep],
        "terms": named[keep], "levels": levels[keep], "same": (of[found.left] == of[found.right])[keep],
    }  # fmt: skip


def around_of(c: dict[str, Any], score: np.ndarray) -> np.ndarray:
    """(P, N_AROUND) what the pairs round about each candidate say, given first scores of all of them."""
    from holdfire.fusion import features
    from holdfire.fusion.cluster import neighbours

    around = np.empty((score.size, features.N_AROUND), np.float32)
    if score.size:
        head, to, edge = neighbours(len(c["voices"]), c["left"], c["right"])
        features.context_of(c["left"], c["right"], score, head, to, edge, c["voices"].code, around)
    return around


def train() -> None:
    from sklearn.ensemble import HistGradientBoostingClassifier

    from holdfire.fusion import features, link, trees

    def rows(c: dict[str, Any], score: np.ndarray) -> np.ndarray:
        v = c["voices"]
        return features.rows_of(
            c["left"],
            c["right"],
            v.place,
            v.code,
            c["near"],
            c["terms"],
            c["levels"],
            score,
            around_of(c, score),
            c["season"],
        )

    def fitted(cases: list[tuple[np.ndarray, np.ndarray]], rounds: int) -> Any:
        model = HistGradientBoostingClassifier(
            max_iter=rounds, max_leaf_nodes=31, max_depth=trees.DEPTH, learning_rate=0.1, min_samples_leaf=80, l2_regularization=1.0,
            max_bins=128, early_stopping=False, random_state=0,
        )  # fmt: skip
        x, y, weight = (
            np.concatenate(part) for part in zip(*((x, y, alike(y)) for x, y in cases), strict=True)
        )
        return model.fit(x, y, sample_weight=weight / weight.mean())

    def alike(same: np.ndarray) -> np.ndarray:
        return np.full(len(same), 1.0 / max(len(same), 1))

    def in_play(case: int) -> tuple[dict[str, Any], np.ndarray]:
        """Candidates that the pair trees leave in play, and their log odds."""
        c = candidates(case, "learned")
        score = pair.decision_function(rows(c, none)).astype(np.float32)
        keep = score > link.PAIR_FLOOR
        for name in ("left", "right", "terms", "levels", "same"):
            c[name] = c[name][keep]
        return c, score[keep]

    none = np.zeros(0, np.float32)
    pair = fitted(
        [(rows(c, none), c["same"]) for c in (candidates(case, "learned") for case in CASES["pair"])], 140
    )
    context = fitted([(rows(c, score), c["same"]) for c, score in map(in_play, CASES["context"])], 170)
    line_x, line_y, weight = [], [], []
    for c, score in map(in_play, CASES["line"]):
        odds = context.decision_function(rows(c, score)).astype(np.float32)
        line_x.append(trees.line_columns(odds, c["near"], c["left"], c["right"]).astype(np.float64))
        line_y.append(c["same"])
        weight.append(alike(c["same"]))
    line = _line(np.concatenate(line_x), np.concatenate(line_y), np.concatenate(weight))
    np.savez_compressed(OUT, **_arrays("pair", pair), **_arrays("context", context), line=line)
    print(f"wrote {OUT.name}: {OUT.stat().st_size // 1024} KB")


def _line(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """(3, L + 1) coefficients, means, scales of a logistic regression; the last column holds its constant."""
    from sklearn.linear_model import LogisticRegression

    mean, scale = x.mean(axis=0), x.std(axis=0)
    model = LogisticRegression(C=10.0, max_iter=1000)
    model.fit((x - mean) / scale, y, sample_weight=weight / weight.mean())
    return np.stack(
        [np.append(model.coef_[0], model.intercept_), np.append(mean, 0.0), np.append(scale, 1.0)]
    )


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
