"""Reports for tests: small random worlds of format 6.3, as columns and as an Arrow table."""

from typing import Any

import numpy as np

from holdfire.fusion.columns import Reports
from holdfire.fusion.read_reports import reports_of_table

HOUR0 = 442_000.0  # hours since 1970, June 2020


def table(n: int, seed: int, days: float = 3.0, spread_km: float = 30.0, **replace: Any) -> Any:
    """An Arrow table of n reports about a third as many incidents."""
    import pyarrow as pa

    rng = np.random.default_rng(seed)
    incident = rng.integers(0, max(1, n // 3), n)
    hour = rng.uniform(0, 24 * days, n)[incident] + rng.exponential(0.3, n)
    east, north = rng.uniform(0, spread_km, n)[incident], rng.uniform(0, spread_km, n)[incident]
    r_km = rng.choice([0.5, 3.0, 14.0], n, p=[0.4, 0.4, 0.2])
    width = rng.choice([0.05, 0.25, 1.0, 6.0, 24.0], n, p=[0.2, 0.3, 0.3, 0.1, 0.1])
    low = HOUR0 + np.floor(hour / width) * width
    kind = rng.choice(["ministry", "observer", "patrol", "media", "sensor", "osint"], n)
    columns = {
        "report_id": np.arange(n), "source": np.array([f"{k}-{i % 3}" for i, k in enumerate(kind)]), "source_kind": kind,
        "t_lo": low * 3600, "t_hi": (low + width) * 3600, "time_code": np.searchsorted([0.1, 0.5, 2, 8], width) + 1,
        "lat": 40.9 + (north + rng.normal(0, 0.4, n)) / 111.195, "lon": 45.2 + (east + rng.normal(0, 0.4, n)) / 84.0,
        "r_km": r_km, "place_code": np.searchsorted([1, 5, 20], r_km) + 1, "place_id": rng.integers(-1, 6, n),
        "type_code": rng.integers(0, 15, n), "count": rng.integers(-1, 30, n), "kia": rng.integers(-1, 2, n),
        "wia": rng.integers(-1, 3, n), "accused": rng.integers(-1, 2, n), "denial": rng.random(n) < 0.05,
        "published": (low + 30) * 3600,
    }  # fmt: skip
    columns.update(replace)
    return pa.table({name: pa.array(values) for name, values in columns.items()})


def reports(n: int, seed: int, **replace: Any) -> Reports:
    return reports_of_table(table(n, seed, **replace))
