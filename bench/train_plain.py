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

    from bench.train_linking import around_of, candidates
    from holdfire.fusion import company

    cases = [candidates(case, "plain") for case in CASES]
    for c in cases:
        c["season"] = company.season_columns(c["season"][c["left"]])
        c["crowd"] = company.crowd_columns(c["near"], c["left"], c["right"])
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
        near_by = company.company(around_of(c, first))
        columns.append(np.concatenate([c["terms"], c["crowd"], c["season"], near_by], axis=1))
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
