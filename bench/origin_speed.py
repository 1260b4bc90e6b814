"""An investigation of 200 impacts, as TOML, worked from text to JSON."""

import json
import tempfile
from pathlib import Path

import numpy as np


def two_hundred_toml() -> str:
    rng = np.random.default_rng(20260703)
    rows = ['[case]\nid = "two-hundred"\ndate = 2024-05-01\n']
    for n in range(200):
        lat, lon = 45.0 + rng.uniform(-0.05, 0.05), 40.0 + rng.uniform(-0.05, 0.05)
        rows.append(f'[[impact]]\nid = "i{n:03d}"\nlat = {lat:.5f}\nlon = {lon:.5f}\nprecision_m = 20\n')
        rows.append(
            f'[[bearing]]\nimpact = "i{n:03d}"\nto_origin_deg = {rng.uniform(0, 360):.1f}\nhalf_width_deg = 8\n'
        )
        weapon, low, high = (
            ("82 mm mortar", 100, 4000),
            ("120 mm mortar", 500, 7000),
            ("122 mm gun", 3000, 15000),
        )[n % 3]
        rows.append(f'[[range]]\nimpact = "i{n:03d}"\nweapon = "{weapon}"\nmin_m = {low}\nmax_m = {high}\n')
    for party, south, north in (("ARD", 44.0, 45.0), ("BOR", 45.0, 46.0)):
        ring = [[39.0, south], [41.0, south], [41.0, north], [39.0, north]]
        rows.append(
            f'[[territory]]\nparty = "{party}"\nasserted_by = "survey"\nvalid_from = 2020-01-01\nuncertainty_m = 200\npolygon = {ring}\n'
        )
    rows += [f'[[candidate]]\nname = "c{n}"\nlat = {44.9 + 0.05 * n:.2f}\nlon = 40.02\n' for n in range(5)]
    return "\n".join(rows)


def two_hundred() -> int:
    """Bytes of the JSON answer."""
    from holdfire.origin.document import investigate
    from holdfire.origin.investigation import read_investigation

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.toml"
        path.write_text(two_hundred_toml(), encoding="utf-8")
        return len(json.dumps(investigate(read_investigation(path)).document))
