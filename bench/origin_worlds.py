"""Simulated investigations with a known origin: the model's own assumptions, drawn at random, and what was then measured.

Each world draws a line, a weapon, an impact near the line and the distance and direction to an origin; then what people
would have noted: stated coordinates, bearings with stated half widths (sometimes too narrow, sometimes of another
round), an observer's sector, a located sound, a silent post. `truth` is the origin and the side of its ground.
"""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from holdfire.model.lines import Area
from holdfire.origin.evidence import Bearing, Impact, Reach, Station
from holdfire.origin.kernels import EDGE_SHARE, P_STRAY, REACH_SOFTNESS, SCALES, p_heard
from holdfire.origin.plane import Plane
from holdfire.origin.territory import Ground, ground_on

PLANE = Plane(45.0, 40.0)
DAY = date(2024, 5, 1)
WEAPONS = (
    ("rifle", 50.0, 1500.0),
    ("82 mm mortar", 100.0, 4000.0),
    ("120 mm mortar", 500.0, 7000.0),
    ("122 mm gun", 3000.0, 15000.0),
    ("122 mm rocket", 5000.0, 20000.0),
)
GEOMETRIES = ("straight", "salient", "pocket", "two lines", "no man's land")
FAR = 80_000.0


@dataclass(frozen=True)
class World:
    geometry: str
    near_line: bool
    impacts: tuple[Impact, ...]
    stations: tuple[Station, ...]
    ground: Ground
    origin: tuple[float, float]


def lines(geometry: str, uncertainty_m: float, names: tuple[str, str] = ("ARD", "BOR")) -> list[Area]:
    """Territory of two invented parties, south and north of a line near north = 0."""
    south, north = names
    edge = {
        "straight": [(-FAR, 0.0), (FAR, 0.0)],
        "salient": [
            (-FAR, 0.0),
            (-2500.0, 0.0),
            (-1500.0, 4000.0),
            (1500.0, 4000.0),
            (2500.0, 0.0),
            (FAR, 0.0),
        ],
        "pocket": [(-FAR, -6000.0), (-5000.0, 3000.0), (0.0, 500.0), (5000.0, 3000.0), (FAR, -6000.0)],
        "two lines": [(-FAR, 0.0), (FAR, 0.0)],
        "no man's land": [(-FAR, 0.0), (FAR, 0.0)],
    }[geometry]
    gap = 800.0 if geometry == "no man's land" else 0.0

    def area(party: str, asserter: str, shift: float) -> Area:
        sign = -1.0 if party == south else 1.0
        ring = [(x, y + shift + sign * gap / 2) for x, y in edge] + [(FAR, sign * FAR), (-FAR, sign * FAR)]
        lat, lon = PLANE.to_degrees(np.array([p[0] for p in ring]), np.array([p[1] for p in ring]))
        closed = tuple(zip(lon.tolist(), lat.tolist(), strict=True))
        return Area(
            f"{party}-{asserter}",
            "control",
            party,
            asserter,
            date(2020, 1, 1),
            None,
            uncertainty_m,
            ((closed,),),
        )

    found = [area(south, "survey", 0.0), area(north, "survey", 0.0)]
    if geometry == "two lines":
        found += [area(south, north, -900.0), area(north, north, -900.0)]
    return found


_GROUNDS: dict[tuple[str, float], Ground] = {}


def ground_of(geometry: str, uncertainty_m: float) -> Ground:
    if (geometry, uncertainty_m) not in _GROUNDS:
        _GROUNDS[geometry, uncertainty_m] = ground_on(lines(geometry, uncertainty_m), DAY, PLANE)
    return _GROUNDS[geometry, uncertainty_m]


def draw_world(rng: np.random.Generator) -> World:
    """One investigation. Impacts lie within 1 km of the line in half of the worlds, within 6 km in the others."""
    geometry = GEOMETRIES[rng.integers(len(GEOMETRIES))]
    near = bool(rng.random() < 0.5)
    weapons = [
        WEAPONS[i] for i in rng.choice(len(WEAPONS), size=1 if rng.random() < 0.7 else 2, replace=False)
    ]
    _, low, high = weapons[rng.integers(len(weapons))]
    spread = 1000.0 if near else 6000.0
    middle = np.array([rng.uniform(-3000.0, 3000.0), rng.uniform(-spread, spread)])
    count = 1 if rng.random() < 0.7 else int(rng.integers(2, 5))
    scale = max(
        w[2] for w in weapons
    )  # what is noted of an impact may depend on the weapons named, not on the truth
    scatter = 0.0 if count == 1 else 0.01 * scale
    precision = float(rng.choice([0.002, 0.01, 0.03])) * scale
    soft = REACH_SOFTNESS * high
    while True:
        far, moved = rng.uniform(low - 3 * soft, high + 3 * soft), rng.normal(0.0, soft, 2)
        theta = rng.uniform(0.0, 2 * np.pi)
        origin = middle + far * np.array([np.sin(theta), np.cos(theta)])
        fell = middle + rng.normal(0.0, 1.0, (count, 2)) * scatter
        distances = np.hypot(*(fell - origin).T)
        if far > 30.0 and distances.min() > low + moved[0] and distances.max() < high + moved[1]:
            break
    impacts = tuple(_impact(rng, n, fell[n], precision, origin, weapons) for n in range(count))
    stations = tuple(_stations(rng, origin, middle))
    return World(
        geometry,
        near,
        impacts,
        stations,
        ground_of(geometry, float(rng.choice([50.0, 200.0, 600.0]))),
        (float(origin[0]), float(origin[1])),
    )


def _impact(
    rng: np.random.Generator,
    number: int,
    true: np.ndarray,
    precision: float,
    origin: np.ndarray,
    weapons: list[tuple[str, float, float]],
) -> Impact:
    stated = true + rng.normal(0.0, precision, 2)
    d_east, d_north = origin - true
    bearing = float(np.degrees(np.arctan2(d_east, d_north)))
    bearings = []
    for _ in range(rng.choice([0, 1, 1, 2, 3])):
        half = float(rng.choice([3.0, 5.0, 11.25, 22.5]))
        scale = float(rng.choice([s for s, _ in SCALES], p=[p for _, p in SCALES]))
        error = rng.uniform(-half, half) * scale + rng.normal(0.0, EDGE_SHARE * half * scale)
        measured = rng.uniform(0.0, 360.0) if rng.random() < P_STRAY else (bearing + error) % 360.0
        bearings.append(Bearing(f"b{number}", float(measured), half))
    reaches = tuple(Reach(name, name, low, high) for name, low, high in weapons)
    return Impact(f"i{number}", float(stated[0]), float(stated[1]), precision, tuple(bearings), reaches)


def _stations(rng: np.random.Generator, origin: np.ndarray, middle: np.ndarray) -> list[Station]:
    found = []
    if rng.random() < 0.25:
        place = middle + rng.normal(0.0, 3000.0, 2)
        d_east, d_north = origin - place
        half, width = float(rng.choice([11.25, 22.5])), float(rng.choice([1000.0, 3000.0]))
        bearing = (
            np.degrees(np.arctan2(d_east, d_north))
            + rng.uniform(-half, half)
            + rng.normal(0.0, EDGE_SHARE * half)
        )
        centre = (
            np.hypot(d_east, d_north)
            + rng.uniform(-width / 2, width / 2)
            + rng.normal(0.0, EDGE_SHARE * width / 2)
        )
        if rng.random() < P_STRAY:
            bearing, centre = rng.uniform(0.0, 360.0), rng.uniform(width / 2, 30_000.0)
        if centre > width / 2:
            found.append(
                Station("o", "sector", float(place[0]), float(place[1]), "outgoing", 0.0, (float(bearing % 360),), half, float(centre - width / 2), float(centre + width / 2))
            )  # fmt: skip
    if rng.random() < 0.2:
        sigma = float(rng.choice([100.0, 400.0]))
        place = origin + rng.normal(0.0, sigma, 2)
        if rng.random() < 0.05:
            place = middle + rng.uniform(-20_000.0, 20_000.0, 2)
        found.append(
            Station(
                "f", "fix", float(place[0]), float(place[1]), "fix", cov_m2=(sigma**2, 0.0, sigma**2), p=0.95
            )
        )
    if rng.random() < 0.2:
        place = middle + rng.normal(0.0, 4000.0, 2)
        heard = float(p_heard(np.array([np.hypot(*(origin - place))]), 3000.0, 0.9)[0])
        if rng.random() > heard:
            found.append(
                Station("s", "silence", float(place[0]), float(place[1]), "silence", p=0.9, radius_m=3000.0)
            )
    return found


def renamed(world: World, uncertainty_m: float = 200.0) -> tuple[Ground, Ground]:
    """The same ground under two names, and with the names swapped."""
    straight = lines(world.geometry, uncertainty_m)
    swapped = [replace(a, party={"ARD": "BOR", "BOR": "ARD"}[str(a.party)]) for a in straight]
    return ground_on(straight, DAY, PLANE), ground_on(swapped, DAY, PLANE)
