"""The quadrature against a Monte Carlo twin, and properties that any posterior over sides must have."""

import numpy as np
import pytest

from holdfire.model.lines import Area
from holdfire.origin.evidence import Bearing, Impact, Reach, Station
from holdfire.origin.joint import group_impacts
from holdfire.origin.plane import Plane
from holdfire.origin.posterior import ask, layers_at, posterior_of
from holdfire.origin.sides import sides_of
from holdfire.origin.territory import UNDETERMINED, Ground, ground_on

PLANE = Plane(45.0, 40.0)


def area(
    party: str, ring: list[tuple[float, float]], uncertainty_m: float = 200.0, asserter: str = "survey"
) -> Area:
    lat, lon = PLANE.to_degrees(np.array([p[0] for p in ring]), np.array([p[1] for p in ring]))
    closed = tuple(zip(lon.tolist(), lat.tolist(), strict=True))
    return Area(f"{party}-{asserter}", "control", party, asserter, None, None, uncertainty_m, ((closed,),))


def two_sides(uncertainty_m: float = 200.0) -> Ground:
    far = 60_000.0
    south = [(-far, -far), (far, -far), (far, 0.0), (2000.0, 1500.0), (-far, 0.0)]
    north = [(-far, 0.0), (2000.0, 1500.0), (far, 0.0), (far, far), (-far, far)]
    return ground_on([area("ARD", south, uncertainty_m), area("BOR", north, uncertainty_m)], None, PLANE)


def impact(
    bearings: list[tuple[float, float]],
    reaches: list[tuple[str, float, float]],
    precision_m: float = 50.0,
    east: float = 0.0,
    north: float = -1000.0,
    name: str = "i",
) -> Impact:
    return Impact(
        name, east, north, precision_m, tuple(Bearing(f"b{n}", *b) for n, b in enumerate(bearings)),
        tuple(Reach(f"r{n}", *r) for n, r in enumerate(reaches)),
    )  # fmt: skip


CASES = [
    ([impact([(20, 10)], [("mortar", 300, 5000)])], []),
    ([impact([(20, 10), (50, 10)], [("mortar", 300, 5000), ("gun", 4000, 9000)], 300.0)], []),
    ([impact([], [("mortar", 300, 5000)])], []),
    (
        [
            impact([(10, 8)], [("gun", 3000, 12000)]),
            impact([(330, 8)], [("gun", 3000, 12000)], east=3000.0, name="j"),
        ],
        [],
    ),
    (
        [impact([(0, 20)], [("mortar", 300, 5000)])],
        [Station("f", "fix", 300.0, 1500.0, "f", cov_m2=(90_000.0, 20_000.0, 40_000.0), p=0.9)],
    ),
    (
        [impact([(0, 20)], [("mortar", 300, 5000)])],
        [Station("s", "silence", 0.0, 800.0, "s", p=0.9, radius_m=1500.0)],
    ),
    (
        [impact([(0, 20)], [("mortar", 300, 5000)])],
        [Station("o", "sector", -4000.0, 0.0, "o", 0.0, (70.0,), 22.5, 3000.0, 6000.0)],
    ),
]


@pytest.mark.parametrize("number", range(len(CASES)))
def test_the_mesh_agrees_with_random_places(number: int) -> None:
    impacts, stations = CASES[number]
    question, ground = ask(impacts, stations), two_sides()
    sides = sides_of(posterior_of(question), ground)
    rng = np.random.default_rng(number)
    a_east, a_north = question.anchor
    top = max(w.high_m for w in question.weapons) + 4000.0
    far, theta = rng.uniform(30.0, top, 150_000), rng.uniform(0, 2 * np.pi, 150_000)
    east, north = a_east + far * np.sin(theta), a_north + far * np.cos(theta)
    weight = layers_at(question, east, north).joined().sum(axis=0) * far
    codes = ground.agreed(east, north)
    for code, party in ((0, "ARD"), (1, "BOR"), (UNDETERMINED, "undetermined")):
        assert sides.p[party] == pytest.approx(float(weight[codes == code].sum() / weight.sum()), abs=0.015)


def test_evidence_towards_a_side_never_lowers_it() -> None:
    ground = two_sides()
    plain = sides_of(posterior_of(ask([impact([], [("mortar", 300, 5000)])])), ground).p
    for bearing, party in ((0, "BOR"), (30, "BOR"), (180, "ARD"), (200, "ARD")):
        for half in (22.5, 10, 5):
            told = sides_of(posterior_of(ask([impact([(bearing, half)], [("mortar", 300, 5000)])])), ground).p
            assert told[party] > plain[party]


def test_the_order_of_impacts_does_not_matter() -> None:
    three = [impact([(10 + n, 8)], [("gun", 3000, 12000)], east=200.0 * n, name=f"i{n}") for n in range(3)]
    there, back = group_impacts(three), group_impacts(three[::-1])
    assert there == back
    assert [i.impact_id for i in there[0][0]] == ["i0", "i1", "i2"]


def test_a_region_holds_its_share_on_the_mesh() -> None:
    found = posterior_of(ask([impact([(20, 10)], [("mortar", 300, 5000)])]))
    density = found.of_place / found.area
    for share in (0.5, 0.9):
        assert float(found.of_place[density >= found.level(share)].sum()) == pytest.approx(share, abs=0.02)


def test_sides_agree_with_point_by_point_geometry() -> None:
    import shapely

    ground = two_sides(400.0)
    rng = np.random.default_rng(4)
    east, north = rng.uniform(-6000, 6000, 3000), rng.uniform(-4000, 4000, 3000)
    line = shapely.LineString([(-60_000, 0), (2000, 1500), (60_000, 0)])
    for x, y, code in zip(east, north, ground.agreed(east, north), strict=True):
        away = line.distance(shapely.Point(x, y))
        if abs(away - 400) < 2:
            continue
        expected = (
            UNDETERMINED if away < 400 else int(y > np.interp(x, [-60_000, 2000, 60_000], [0, 1500, 0]))
        )
        assert code == expected, (x, y)


def test_a_tenth_of_a_second_party_changes_nothing_for_the_outer_frame() -> None:
    ground = two_sides(500.0)
    assert int(ground.agreed(np.array([0.0]), np.array([-59_900.0]))[0]) == 0, "the edge of a map is no line"


def test_a_single_partys_ground_ends_at_its_own_line() -> None:
    ground = ground_on(
        [area("ARD", [(-5000, -5000), (5000, -5000), (5000, 5000), (-5000, 5000)], 300.0)], None, PLANE
    )
    codes = ground.agreed(np.array([0.0, 4900.0, 5200.0, 9000.0]), np.zeros(4))
    assert codes.tolist() == [0, UNDETERMINED, UNDETERMINED, UNDETERMINED]


def test_hundreds_of_craters_of_one_origin_neither_overflow_nor_underflow() -> None:
    rng = np.random.default_rng(2)
    craters = []
    for n in range(300):
        east, north = rng.normal(0.0, 200.0, 2)
        towards = np.degrees(np.arctan2(2000.0 - east, 6000.0 - north)) + rng.uniform(-8, 8)
        craters.append(
            impact(
                [(float(towards % 360), 8.0)],
                [("gun", 3000, 15000)],
                20.0,
                float(east),
                float(north),
                f"i{n:03d}",
            )
        )
    (group,), refused = group_impacts(craters)
    assert len(group) == 300
    assert refused == []
    found = posterior_of(ask(group))
    sides = sides_of(found, two_sides())
    assert sides.p["BOR"] == pytest.approx(1.0, abs=1e-6)
    density = found.of_place / found.area
    best = int(np.argmax(density))
    assert np.hypot(found.east[best] - 2000.0, found.north[best] - 6000.0) < 400.0
