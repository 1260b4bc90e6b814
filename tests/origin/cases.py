"""Investigations of our own making, in invented places, each in the shape of a case that missions have met.

The ground: ARD south of 45.05 N, BOR north of it. One degree of latitude is 111 km, one of longitude here 79 km.
"""

from pathlib import Path
from typing import Any

from holdfire.origin.document import investigate
from holdfire.origin.investigation import read_investigation

GROUND = """
[[territory]]
party = "ARD"
asserted_by = "survey"
valid_from = 2020-01-01
uncertainty_m = 300
polygon = [[39.0, 44.0], [41.0, 44.0], [41.0, 45.05], [39.0, 45.05]]

[[territory]]
party = "BOR"
asserted_by = "survey"
valid_from = 2020-01-01
uncertainty_m = 300
polygon = [[39.0, 45.05], [41.0, 45.05], [41.0, 46.0], [39.0, 46.0]]
"""

ROCKET = """
[case]
id = "rocket"
date = 2024-05-01

[[impact]]
id = "square"
lat = 45.00
lon = 40.00
precision_m = 2000

[[bearing]]
impact = "square"
to_origin_deg = 22.5
half_width_deg = 11.25
basis = "compass word: NNE"

[[range]]
impact = "square"
weapon = "122 mm rocket"
min_m = 5000
max_m = 20500

[[candidate]]
name = "quarry"
lat = 45.105
lon = 40.115

[[candidate]]
name = "depot"
lat = 45.02
lon = 40.18

[[candidate]]
name = "far field"
lat = 45.30
lon = 40.17
"""

TWO_WEAPONS = """
[case]
id = "two-weapons"
date = 2024-05-01

[[impact]]
id = "suburb"
lat = 45.00
lon = 40.00
precision_m = 20
[[impact]]
id = "orchard"
lat = 45.00
lon = 40.12
precision_m = 20

[[bearing]]
impact = "suburb"
to_origin_deg = 35
half_width_deg = 3
[[bearing]]
impact = "orchard"
to_origin_deg = 325
half_width_deg = 3

[[range]]
impact = "suburb"
weapon = "140 mm rocket"
min_m = 3800
max_m = 9800
[[range]]
impact = "orchard"
weapon = "330 mm rocket"
min_m = 200
max_m = 2000

[[candidate]]
name = "base"
lat = 45.062
lon = 40.060
radius_m = 600
"""

MORTAR = """
[case]
id = "market"
date = 2024-05-01

[[impact]]
id = "market"
lat = 45.028
lon = 40.00
precision_m = 10

[[bearing]]
impact = "market"
to_origin_deg = 18
half_width_deg = 5
basis = "crater, six measurements"

[[range]]
impact = "market"
weapon = "120 mm mortar, charge unknown"
min_m = {low}
max_m = {high}
"""

TWO_BEARINGS = """
[case]
id = "two-bearings"
date = 2024-05-01

[[impact]]
id = "school"
lat = 45.04
lon = 40.00
precision_m = 20

[[bearing]]
impact = "school"
to_origin_deg = 320
half_width_deg = 6
basis = "first team"
[[bearing]]
impact = "school"
to_origin_deg = 40
half_width_deg = 6
basis = "second team"

[[range]]
impact = "school"
weapon = "122 mm gun"
min_m = 4000
max_m = 15000
"""

BUS_STOP = """
[case]
id = "bus-stop"
date = 2024-05-01

[[impact]]
id = "stop"
lat = 45.00
lon = 40.00
precision_m = 20

[[bearing]]
impact = "stop"
to_origin_deg = "north-west"

[[range]]
impact = "stop"
weapon = "mortar"
min_m = 100
max_m = 7200
[[range]]
impact = "stop"
weapon = "artillery"
min_m = 3000
max_m = 15300
"""

REFUSED = """
[case]
id = "refused"
date = 2024-05-01

[[impact]]
id = "village"
lat = 45.03
lon = 40.00
precision_m = 500

[control]
notes = ["The team was refused access to the village on 2 May; no crater could be examined."]
"""

CONTRADICTORY = """
[case]
id = "contradictory"
date = 2024-05-01

[[impact]]
id = "house"
lat = 45.00
lon = 40.00
precision_m = 50

[[bearing]]
impact = "house"
to_origin_deg = 0
half_width_deg = 10

[[range]]
impact = "house"
weapon = "82 mm mortar"
min_m = 100
max_m = 4000
basis = "ARD's report"
[[range]]
impact = "house"
weapon = "152 mm gun"
min_m = 6000
max_m = 17000
basis = "BOR's report"
"""


def work(folder: Path, text: str, lines: Path | None = None) -> dict[str, Any]:
    """The answer to an investigation's text."""
    path = folder / "investigation.toml"
    path.write_text(text, encoding="utf-8")
    return investigate(read_investigation(path, lines)).document
