"""Impacts, bearings, reaches, stations -> how likely each place is the origin.

Prior: an origin is equally likely at every distance that a weapon covers, in every direction, for either party alike;
weapons left open are alternatives of equal weight. Neither choice is evidence, so both are varied: OTHER_PRIORS and each
weapon by itself give the range within which a side's probability lies, and a verdict must hold over all of it
(verdict.py).

Method: quadrature on a polar mesh around the anchor, finer where a bearing, a line of sight or a fix is narrow, then
once more where the mass lies. Deterministic. Checked against a Monte Carlo twin in tests/origin/test_posterior.py and
for calibration in bench/origin.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from .evidence import Impact, Station
from .kernels import bearings_density, within_reach

Floats = NDArray[np.float64]

UNSTATED = (
    ("not stated (near)", 50.0, 2_000.0),
    ("not stated (middle)", 2_000.0, 8_000.0),
    ("not stated (far)", 8_000.0, 30_000.0),
)
"""Where no weapon is stated: three bands of reach, of equal weight, from small arms to guns and rockets. None is excluded."""
OTHER_PRIORS = (("equal by area", 1.0), ("equal by ratio of distance", -1.0))
"""(name, exponent of the density of distance): the two other usual ways to say "we do not know how far"."""
NEAREST_M = 30.0


@dataclass(frozen=True)
class Weapon:
    """One weapon that all impacts of a question share: for each impact its bands of reach."""

    name: str
    weight: float
    low_m: float
    high_m: float
    bands: tuple[tuple[tuple[float, float], ...], ...]


def _weapon(name: str, weight: float, bands: Sequence[Sequence[tuple[float, float]]]) -> Weapon:
    limits = [band for of_impact in bands for band in of_impact]
    return Weapon(
        name, weight, min(b[0] for b in limits), max(b[1] for b in limits), tuple(tuple(b) for b in bands)
    )


@dataclass(frozen=True)
class Question:
    """One origin is asked for: of one impact, or of several that can share it. At least one impact or station."""

    impacts: tuple[Impact, ...]
    stations: tuple[Station, ...] = ()
    weapons: tuple[Weapon, ...] = field(default=())

    @property
    def anchor(self) -> tuple[float, float]:
        points = self.impacts or self.stations
        return float(np.mean([p.east_m for p in points])), float(np.mean([p.north_m for p in points]))

    @property
    def says_nothing(self) -> bool:
        """Neither direction nor reach: the prior alone, which is no evidence of a side."""
        return not self.has_direction and not self.stations and not any(i.reaches for i in self.impacts)

    @property
    def has_direction(self) -> bool:
        """Whether anything says more than how far: without it a ring is all there is."""
        directed = any(
            s.kind in ("fix", "region") or (s.kind == "sector" and s.half_width_deg < 180)
            for s in self.stations
        )
        return directed or any(i.bearings for i in self.impacts)


def ask(impacts: Sequence[Impact], stations: Sequence[Station] = ()) -> Question:
    """The question with its weapons: those that every impact shares by name, or bands where none is stated."""
    return Question(tuple(impacts), tuple(stations), shared_weapons(impacts))


@cache
def plain_name(weapon: str) -> str:
    return " ".join(weapon.lower().replace("-", " ").replace("_", " ").split())


def shared_weapons(impacts: Sequence[Impact]) -> tuple[Weapon, ...]:
    """Weapons by which all impacts can have been fired on; () where they have none in common.

    An impact without a stated weapon shares any. A single impact keeps every band as an alternative of its own.
    """
    stating = [impact for impact in impacts if impact.reaches]
    if not stating:
        return tuple(
            Weapon(name, 1.0, low, high, tuple(((low, high),) for _ in impacts))
            for name, low, high in UNSTATED
        )
    if len(impacts) == 1:
        return tuple(_weapon(r.weapon, r.weight, [[(r.low_m, r.high_m)]]) for r in impacts[0].reaches)
    names = {plain_name(r.weapon): r.weapon for r in stating[0].reaches}
    shared = [
        name for name in names if all(name in {plain_name(r.weapon) for r in i.reaches} for i in stating)
    ]
    result = []
    for name in shared:
        bands = [
            tuple((r.low_m, r.high_m) for r in i.reaches if plain_name(r.weapon) == name) for i in impacts
        ]
        widest = tuple(sorted({band for of_impact in bands for band in of_impact}))
        weight = float(
            np.prod([sum(r.weight for r in i.reaches if plain_name(r.weapon) == name) for i in stating])
        )
        result.append(_weapon(names[name], weight, [band or widest for band in bands]))
    return tuple(result)


@dataclass(frozen=True)
class Layers:
    """Likelihoods at N places, kept apart so that each piece of evidence can be weighed. Stations in their order."""

    reach: Floats  # (W, N) includes each weapon's prior density of distance under the reference prior
    bearing: Floats  # (I, N)
    station: Floats  # (S, N)

    def joined(self) -> Floats:
        """(W, N) density of places per square metre, not normalised."""
        return np.asarray(self.reach * (np.prod(self.bearing, axis=0) * np.prod(self.station, axis=0)))


def layers_at(question: Question, east: Floats, north: Floats, exponent: float = 0.0) -> Layers:
    """The likelihoods at places. exponent: of the prior density of distance, 0 for the reference prior."""
    a_east, a_north = question.anchor
    far = np.maximum(np.hypot(east - a_east, north - a_north), NEAREST_M)
    reach = np.empty((len(question.weapons), east.size))
    distances = [np.hypot(east - i.east_m, north - i.north_m) for i in question.impacts]
    total_weight = sum(w.weight for w in question.weapons) or 1.0
    for row, weapon in enumerate(question.weapons):
        low, high = max(weapon.low_m, NEAREST_M), max(weapon.high_m, NEAREST_M + 1.0)
        if exponent == -1.0:
            norm = np.log(high / low)
        else:
            norm = (high ** (exponent + 1) - low ** (exponent + 1)) / (exponent + 1)
        density = far ** (exponent - 1.0) * (weapon.weight / total_weight / norm / (2 * np.pi))
        density = density * _covered(question.impacts, weapon, distances)
        reach[row] = density
    bearing = np.ones((len(question.impacts), east.size))
    for row, (impact, distance) in enumerate(zip(question.impacts, distances, strict=True)):
        if impact.bearings:
            true = np.degrees(np.arctan2(east - impact.east_m, north - impact.north_m)) % 360.0
            spread = np.degrees(np.arctan2(impact.precision_m, np.maximum(distance, 1.0)))
            stated = [(b.to_origin_deg, b.half_width_deg) for b in impact.bearings]
            peak = float(
                np.prod([2 * half for _, half in stated])
            )  # so that hundreds of layers neither over- nor underflow
            bearing[row] = bearings_density(true, spread, stated) * peak
    station = np.array([s.density(east, north) for s in question.stations]).reshape(
        len(question.stations), east.size
    )
    return Layers(reach, bearing, station)


def _covered(impacts: Sequence[Impact], weapon: Weapon, distances: Sequence[Floats]) -> Floats:
    """(N,) probability, 0 to 1, that a weapon reaches every impact; 1.0 where there is none."""
    if not impacts:
        return np.ones(1)
    if len(set(weapon.bands)) == 1:  # one weapon, one set of bands: its limits are common to all impacts
        nearest, farthest = np.minimum.reduce(distances), np.maximum.reduce(distances)
        precision = max(i.precision_m for i in impacts)
        common = [within_reach(nearest, lo, hi, precision, farthest) for lo, hi in weapon.bands[0]]
        return np.asarray(np.maximum.reduce(common))
    result = np.ones_like(distances[0])
    for impact, distance, bands in zip(impacts, distances, weapon.bands, strict=True):
        parts = [within_reach(distance, lo, hi, impact.precision_m) for lo, hi in bands]
        result = np.asarray(result * np.maximum.reduce(parts))
    return result


def reach_fit(question: Question, east: Floats, north: Floats) -> Floats:
    """(N,) probability, 0 to 1, that some weapon reaches every impact from each place; ones where none is stated."""
    distances = [np.hypot(east - i.east_m, north - i.north_m) for i in question.impacts]
    best = np.zeros(east.size)
    for weapon in question.weapons:
        best = np.maximum(best, _covered(question.impacts, weapon, distances))
    return best


@dataclass(frozen=True)
class Posterior:
    """Where the origin lies: N mesh nodes with their mass, and what each is under the lines.

    mass      (W, N) sums to 1 over both
    area      (N,) m2 of each node's cell
    evidence  the likelihood of everything together; 0 where no place is possible
    """

    question: Question
    east: Floats
    north: Floats
    area: Floats
    mass: Floats
    layers: Layers
    evidence: float

    @property
    def is_possible(self) -> bool:
        return self.evidence > 0.0

    @property
    def of_place(self) -> Floats:
        """(N,) mass of each node over all weapons."""
        return np.asarray(self.mass.sum(axis=0))

    @property
    def of_weapon(self) -> Floats:
        return np.asarray(self.mass.sum(axis=1))

    def level(self, share: float) -> float:
        """Density, per m2, above which the places make up `share` of the mass: the edge of the smallest such region."""
        density = self.of_place / self.area
        order = np.argsort(-density, kind="stable")
        reached = int(np.searchsorted(np.cumsum(self.of_place[order]), share))
        return float(density[order[min(reached, order.size - 1)]])

    def density_at(self, east: float, north: float) -> float:
        """Posterior density of one place, per m2."""
        if not self.is_possible:
            return 0.0
        joined = layers_at(self.question, np.array([east]), np.array([north])).joined()
        return float(joined.sum()) / self.evidence


def posterior_of(question: Question) -> Posterior:
    """Quadrature over the mesh; a second, finer pass where several impacts or stations cut each other."""
    east, north, area = _mesh(question, *_first_edges(question))
    found = _weigh(question, east, north, area)
    if found.is_possible and (len(question.impacts) > 1 or question.stations):
        for _ in range(2):
            east, north, area = _mesh(question, *_finer_edges(question, found))
            found = _weigh(question, east, north, area)
    return found


def _weigh(question: Question, east: Floats, north: Floats, area: Floats) -> Posterior:
    layers = layers_at(question, east, north)
    raw = layers.joined() * area
    total = float(raw.sum())
    mass = raw / total if total > 0 else np.zeros_like(raw)
    return Posterior(question, east, north, area, mass, layers, total)


def _first_edges(question: Question) -> tuple[Floats, Floats]:
    """Edges of bearing (degrees) and distance (metres) around the anchor."""
    many = len(question.impacts) > 1 or bool(question.stations)
    a_east, a_north = question.anchor
    spread = max((np.hypot(i.east_m - a_east, i.north_m - a_north) for i in question.impacts), default=0.0)
    theta = [np.linspace(0.0, 360.0, 145 if many else 73)]
    narrow = sorted(
        (b for i in question.impacts for b in i.bearings), key=lambda b: (b.half_width_deg, b.to_origin_deg)
    )
    for bearing in narrow[:8]:
        theta.append((bearing.to_origin_deg + bearing.half_width_deg * np.linspace(-2.0, 2.0, 33)) % 360.0)
    distance: list[Floats] = []
    precision = max((i.precision_m for i in question.impacts), default=0.0)
    steps = max(16, (96 if many else 48) // max(1, len(question.weapons)))
    for weapon in question.weapons:
        soft = 3 * float(np.hypot(precision, 0.02 * weapon.high_m))
        low = max(NEAREST_M, weapon.low_m - soft - spread)
        distance.append(np.linspace(low, weapon.high_m + soft + spread, steps + 1))
    for station in question.stations:
        if station.kind in ("fix", "region"):
            sigma = (
                max(float(np.sqrt(max(station.cov_m2[0], station.cov_m2[2]))), 20.0)
                if station.kind == "fix"
                else 500.0
            )
            far = float(np.hypot(station.east_m - a_east, station.north_m - a_north))
            around = sigma * np.linspace(-5.0, 5.0, 41)
            distance.append(far + around)
            if far > sigma:
                middle = np.degrees(np.arctan2(station.east_m - a_east, station.north_m - a_north))
                theta.append((middle + np.degrees(around / far)) % 360.0)
    edges = np.unique(np.concatenate(distance))
    return np.unique(np.concatenate(theta)), edges[edges >= NEAREST_M]


def _finer_edges(question: Question, found: Posterior) -> tuple[Floats, Floats]:
    """Edges that cut the mass found so far into equal parts, with some left over the whole."""
    a_east, a_north = question.anchor
    mass = found.of_place
    theta = np.degrees(np.arctan2(found.east - a_east, found.north - a_north)) % 360.0
    far = np.hypot(found.east - a_east, found.north - a_north)
    return (
        np.unique(np.concatenate([np.linspace(0.0, 360.0, 37), _equal_parts(theta, mass, 96)])),
        np.unique(np.concatenate([np.linspace(far.min(), far.max(), 25), _equal_parts(far, mass, 96)])),
    )


def _equal_parts(values: Floats, mass: Floats, parts: int) -> Floats:
    order = np.argsort(values, kind="stable")
    cumulative = np.cumsum(mass[order])
    return np.asarray(
        np.interp(np.linspace(0.0005, 0.9995, parts) * cumulative[-1], cumulative, values[order])
    )


def _mesh(question: Question, theta_edges: Floats, far_edges: Floats) -> tuple[Floats, Floats, Floats]:
    a_east, a_north = question.anchor
    theta, far = (theta_edges[1:] + theta_edges[:-1]) / 2, (far_edges[1:] + far_edges[:-1]) / 2
    d_theta, d_far = np.radians(np.diff(theta_edges)), np.diff(far_edges)
    angle, distance = np.meshgrid(np.radians(theta), far, indexing="ij")
    area = distance * d_theta[:, None] * d_far[None, :]
    east, north = a_east + distance * np.sin(angle), a_north + distance * np.cos(angle)
    keep = area.ravel() > 1e-9
    return east.ravel()[keep], north.ravel()[keep], area.ravel()[keep]
