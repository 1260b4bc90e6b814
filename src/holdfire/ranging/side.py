"""From which side? The chance that a sound's place lies in each party's territory, the line's own error included.

A boundary that is uncertain by s metres (one sigma) blurs the answer near it: at distance d inside, P = Phi(d / s).
The place's covariance is integrated with a fixed rule of 64 points. Where no party reaches STANDARD, the side is
"undetermined". Contested ground (more than one party asserts it) and ground of nobody count as undetermined.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from holdfire.model.lines import Area

from .numbers import Floats

UNDETERMINED = "undetermined"
STANDARD = 0.9


def gaussian_points(rings: int = 8, spokes: int = 8) -> tuple[Floats, Floats]:
    """(N, 2) points and (N,) weights for a standard Gaussian plane: rings of equal mass, turned against each other."""
    mass = (np.arange(rings) + 0.5) / rings
    radius = np.sqrt(-2.0 * np.log1p(-mass))
    points = []
    for k, r in enumerate(radius):
        angle = 2.0 * math.pi * (np.arange(spokes) + (k % 2) / 2 + k * 0.13) / spokes
        points.append(np.column_stack([r * np.cos(angle), r * np.sin(angle)]))
    found = np.concatenate(points)
    found /= np.sqrt(np.mean(np.sum(found**2, axis=1)) / 2.0)
    return found, np.full(len(found), 1.0 / len(found))


@dataclass(frozen=True)
class Sides:
    """parties, ascending; p (E, parties + 1), the last column undetermined; verdict (E,)."""

    parties: tuple[str, ...]
    p: Floats
    verdict: tuple[str, ...]


def territory_in_plane(
    areas: Sequence[Area], to_plane: Callable[[Floats, Floats], tuple[Floats, Floats]]
) -> "dict[str, list[tuple[object, float]]]":
    """party -> [(shapely polygon in metres, uncertainty m)]. to_plane takes (second, first) GeoJSON coordinates."""
    import shapely

    found: dict[str, list[tuple[object, float]]] = {}
    for area in areas:
        if area.party is None:
            continue
        for rings in area.polygons:
            moved = []
            for ring in rings:
                one, two = np.array([p[0] for p in ring]), np.array([p[1] for p in ring])
                moved.append(np.column_stack(to_plane(one, two)))
            shape = shapely.make_valid(shapely.Polygon(moved[0], moved[1:]))
            found.setdefault(area.party, []).append((shape, area.uncertainty_m))
    return dict(sorted(found.items()))


def p_sides(
    x: Floats,
    y: Floats,
    cov: Floats,
    territory: "dict[str, list[tuple[object, float]]]",
    drawn: Floats | None = None,
) -> Sides:
    """x, y (E,) metres, cov (E, 2, 2) m2. Probabilities over parties and undetermined sum to 1 for each sound.

    drawn  (E, N, 2) equally likely points of each sound (posterior.region_points), taken instead of the ellipse's
    """
    import shapely

    parties = tuple(territory)
    points, weights = gaussian_points()
    if drawn is not None and len(drawn):
        weights = np.full(drawn.shape[1], 1.0 / drawn.shape[1])
    spread = np.sqrt(np.maximum(np.linalg.eigvalsh(cov)[:, -1], 1e-6)) if len(cov) else np.zeros(0)
    p = np.zeros((len(x), len(parties) + 1))
    for e in range(len(x)):
        chol = np.linalg.cholesky(cov[e] + 1e-9 * np.eye(2) * max(spread[e] ** 2, 1.0))
        widest = max((u for shapes in territory.values() for _, u in shapes), default=0.0)
        here = shapely.Point(x[e], y[e])
        clear = min(
            (
                float(shapely.distance(shapely.boundary(shape), here))
                for shapes in territory.values()
                for shape, _ in shapes
            ),
            default=0.0,
        )
        far = clear > 4.5 * (spread[e] + widest)
        if far:
            at = np.array([[x[e], y[e]]])
        else:
            at = points @ chol.T + [x[e], y[e]] if drawn is None else drawn[e]
        held = shapely.points(at)
        inside = np.zeros((len(at), len(parties)))
        for k, party in enumerate(parties):
            for shape, uncertainty in territory[party]:
                depth = shapely.distance(shapely.boundary(shape), held)
                depth = np.where(shapely.contains(shape, held), depth, -depth)
                if uncertainty > 0:
                    chance = 0.5 * (
                        1.0 + np.array([math.erf(d / (uncertainty * math.sqrt(2.0))) for d in depth])
                    )
                else:
                    chance = (depth >= 0).astype(float)
                inside[:, k] = np.maximum(inside[:, k], chance)
        over = inside.sum(axis=1)
        # two sides of one blurred line share its blur; asserted twice, ground is nobody's to decide
        for k in range(len(parties)):
            others = over - inside[:, k]
            only = inside[:, k] * np.prod(1.0 - np.delete(inside, k, axis=1), axis=1)
            shared_line = np.where(over > 1e-12, inside[:, k] / np.maximum(over, 1.0), 0.0)
            value = np.where((over <= 1.0 + 1e-6) | (others < 1e-9), shared_line, only)
            p[e, k] = float(np.mean(value) if far else np.sum(weights * value))
        p[e, -1] = max(0.0, 1.0 - p[e, :-1].sum())
    verdict = tuple(
        parties[int(np.argmax(row[:-1]))] if len(parties) and row[:-1].max() >= STANDARD else UNDETERMINED
        for row in p
    )
    return Sides(parties, p, verdict)
