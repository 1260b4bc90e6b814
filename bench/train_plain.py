"""Fits the constants of linking's plain model and prints them: `python -m bench.train_plain`; they stand in `fusion.company`.

Logistic regression on the candidates of simulated cases (settings and seeds of bench.train_linking; every case weighs
alike), twice: from the named terms alone, then with the company that these first scores make. Needs scikit-learn and
../shared/linking/report_simulator.py.
"""

from typing import Any

import numpy as np

CASES = range(520, 640)


def train() -> None:
    from sklearn.linear_model import LogisticRegression

    from bench.train_linking import simulated
    from holdfire.fusion import company, features, link, terms
    from holdfire.fusion.blocking import block
    from holdfire.fusion.cluster import neighbours
    from holdfire.fusion.columns import voices_of
    from holdfire.fusion.season import season_of

    def candidates(case: int) -> dict[str, Any]:
        reports, truth = simulated(case)
        v = voices_of(reports)
        found = block(v)
        near = terms.surroundings(v)
        named, _ = terms.pair_terms(
            found.left, found.right, v.place, v.code, near / np.float32(terms.REPORTS_PER_INCIDENT), terms.START_TABLES,
            terms.COARSE_OF, 0.0, terms.SPREAD_H,
        )  # fmt: skip
        keep = named.sum(axis=1) > link.FLOORS["plain"]
        left, right, of = found.left[keep], found.right[keep], truth[v.first]
        return {
            "voices": v, "left": left, "right": right, "terms": named[keep], "same": of[left] == of[right],
            "season": company.season_columns(season_of(v, near)[left]), "crowd": company.crowd_columns(near, left, right),
        }  # fmt: skip

    cases = [candidates(case) for case in CASES]
    weight = np.concatenate([np.full(len(c["same"]), 1.0 / max(len(c["same"]), 1)) for c in cases])
    same = np.concatenate([c["same"] for c in cases])

    def fitted(columns: list[np.ndarray]) -> tuple[np.ndarray, float]:
        x = np.concatenate(columns).astype(np.float64)
        mean, scale = x.mean(axis=0), x.std(axis=0)
        model = LogisticRegression(C=100.0, max_iter=1000)
        model.fit((x - mean) / scale, same, sample_weight=weight / weight.mean())
        slope = model.coef_[0] / scale
        return slope, float(model.intercept_[0] - (slope * mean).sum())

    slope, constant = fitted([np.concatenate([c["terms"], c["crowd"]], axis=1) for c in cases])
    _show("FIRST_WEIGHTS", slope[:8])
    _show("FIRST_CROWD", slope[8:])
    _show("FIRST_PRIOR", [constant])
    columns = []
    for c in cases:
        first = (np.concatenate([c["terms"], c["crowd"]], axis=1) @ slope + constant).astype(np.float32)
        head, to, edge = neighbours(len(c["voices"]), c["left"], c["right"])
        around = np.empty((first.size, features.N_AROUND), np.float32)
        features.context_of(c["left"], c["right"], first, head, to, edge, c["voices"].code, around)
        columns.append(np.concatenate([c["terms"], c["crowd"], c["season"], company.company(around)], axis=1))
    slope, constant = fitted(columns)
    _show("WEIGHTS", slope[:8])
    _show("CROWD", slope[8:10])
    _show("SEASON", slope[10:-7])
    _show("PRIOR", [constant])
    _show("COMPANY", slope[-7:])


def _show(name: str, values: Any) -> None:
    print(f"{name} = ({', '.join(f'{v:.3f}' for v in values)})")


if __name__ == "__main__":
    train()
