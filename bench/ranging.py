"""Ranging: the issue's whole table. Judged on simulator seeds from 400 (0-99 were worked on) and on real live-fire pulses.

The simulator, its Cramer-Rao bound, its association rule and the pulses lie in ../shared/ranging; without that folder
there are no figures. CPU is after compilation. PyOcto runs beside on a stretch of the same kind of record.
"""

import csv
import importlib.util
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from bench.figures import Figure, cpu_seconds

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "ranging"
SENSORS = 40
SEEDS = {
    "small": {60: [400, 401], 600: [400], 3000: []},
    "full": {60: list(range(400, 416)), 600: [400, 401, 402, 403], 3000: [400, 401]},
}
TARGET = {60: (0.95, 0.3), 600: (0.90, 0.5), 3000: (0.75, 1.0)}


def run(size: str) -> Iterable[Figure]:
    if not SHARED.is_dir():
        return
    sim = simulator()
    yield from association(sim, size)
    yield from other_settings(sim, size)
    yield from bound(sim, size)
    yield from sides(sim, size)
    yield from faulty(sim, size)
    yield from real_pulses(size)
    if size == "full":
        yield memory(sim)
        yield from pyocto_beside(sim)


def simulator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("line_simulator", SHARED / "line_simulator.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def inputs(made: dict[str, Any]) -> tuple[Any, Any]:
    from holdfire.ranging.records import Picks, Plane, Sensors

    xy, p = made["sensors"] * 1000.0, made["picks"]
    n = len(xy)
    placed = Sensors(
        tuple(map(str, range(n))),
        xy[:, 0],
        xy[:, 1],
        np.full(n, 1e-3),
        ("",) * n,
        made["is_array"],
        Plane(None),
    )
    rows = len(p["t"])
    return placed, Picks(p["t"], p["sensor"], p["bearing"], p["amp"], np.arange(rows), rows)


def solved(sim: ModuleType, **settings: Any) -> tuple[dict[str, Any], Any, float]:
    """(simulation, Located, CPU s) without a weather file."""
    from holdfire.ranging.records import Weather
    from holdfire.ranging.solve import range_record

    made = sim.simulate(**{"n_sensors": SENSORS, **settings})
    placed, picks = inputs(made)
    cpu, found = cpu_seconds(lambda: range_record(placed, picks, Weather()))
    return made, found, cpu


def matched(sim: ModuleType, made: dict[str, Any], found: Any) -> tuple[dict[str, Any], Any, Any, Any]:
    """(scores, shot, event, error (n, 2) m) of the sounds that the rule matches."""
    scores, pairs = sim.match(made, found.event)
    shot = np.array(sorted(pairs), dtype=int)
    event = np.array([pairs[k][0] for k in shot], dtype=int)
    error = np.column_stack([found.x[event], found.y[event]]) - made["shots"]["xy"][shot] * 1000.0
    return scores, shot, event, error


def association(sim: ModuleType, size: str) -> Iterator[Figure]:
    solved(sim, rate=60, seed=49)  # compile
    for rate, seeds in SEEDS[size].items():
        if not seeds:
            continue
        true = predicted = right = right_ok = 0.0
        cpu = picks = 0.0
        inside: list[bool] = []
        distance: list[float] = []
        real: list[float] = []
        p: list[float] = []
        for seed in seeds:
            made, found, seconds = solved(sim, rate=rate, seed=seed)
            scores, _, event, error = matched(sim, made, found)
            true, predicted = true + scores["n_true"], predicted + scores["n_pred"]
            right, right_ok = right + len(event), right_ok + scores["recall"] * scores["n_true"]
            cpu, picks = cpu + seconds, picks + len(found.event)
            inside += in_region(found, event, error)
            distance += np.hypot(*error.T).tolist()
            is_real = np.zeros(len(found))
            is_real[event] = 1
            real += is_real.tolist()
            p += found.p_real.tolist()
        note = f"seeds {seeds[0]}-{seeds[-1]}, {SENSORS} sensors, no weather file"
        precision, recall = right / predicted, right_ok / true
        f1 = 2 * precision * recall / (precision + recall)
        target, ms = TARGET[rate]
        yield Figure(
            f"association F1 at {rate}/h",
            f1,
            "",
            target,
            "higher",
            f"{note}; precision {precision:.3f}, recall {recall:.3f}",
        )
        yield Figure(f"CPU per pick at {rate}/h", cpu / picks * 1000, "ms", ms, "lower", f"{picks:.0f} picks")
        yield Figure(
            f"median error at {rate}/h, wind 3 m/s",
            float(np.median(distance)),
            "m",
            4.0,
            "lower",
            f"90 %: {np.percentile(distance, 90):.1f} m",
        )
        yield Figure(
            f"90 % region holds the truth at {rate}/h, low side",
            float(np.mean(inside)),
            "",
            0.87,
            "higher",
            f"{len(inside)} sounds",
        )
        yield Figure(
            f"90 % region holds the truth at {rate}/h, high side", float(np.mean(inside)), "", 0.93, "lower"
        )
        yield Figure(
            f"P(real) calibration error at {rate}/h",
            calibration_error(np.array(p), np.array(real)),
            "",
            0.05,
            "lower",
        )
        yield ceiling(sim, rate, seeds)


def calibration_error(p: Any, truth: Any, bins: int = 10) -> float:
    """Expected calibration error: bins of equal width, weighted by how many fall into each."""
    at = np.minimum((p * bins).astype(int), bins - 1)
    return float(
        sum(np.sum(at == k) / len(p) * abs(p[at == k].mean() - truth[at == k].mean()) for k in np.unique(at))
    )


def ceiling(sim: ModuleType, rate: int, seeds: list[int]) -> Figure:
    """F1 of an associator that is told every source, time, sound speed and wind: what the picks alone cannot undo.

    Each pick goes to the true sound whose arrival it fits best (within 3.7 sigma, one pick a sensor and sound), the best
    fits first; sounds left with fewer than four picks are not reported. Where two sounds' arrivals cross within the
    error of a pick, or one hides the other, even this is wrong.
    """
    true = predicted = right = right_ok = 0.0
    for seed in seeds:
        made = sim.simulate(rate=rate, n_sensors=SENSORS, seed=seed)
        p, shots, cfg = made["picks"], made["shots"], made["cfg"]
        tau = sim.travel(shots["xy"][:, None], made["sensors"][None], made["c"], made["wind"])[0]
        arrival = shots["t"][:, None] + tau
        sigma = np.sqrt(cfg["sigma_t"] ** 2 + (cfg["path_frac"] * tau) ** 2)
        event = np.full(len(p["t"]), -1, np.int64)
        for sensor in range(SENSORS):
            mine = np.nonzero(p["sensor"] == sensor)[0]
            z = np.abs(p["t"][mine][:, None] - arrival[:, sensor]) / sigma[:, sensor]
            pick, shot = np.nonzero(z < 3.7)
            free_shot = np.ones(len(arrival), bool)
            for k in np.argsort(z[pick, shot], kind="stable"):
                if event[mine[pick[k]]] < 0 and free_shot[shot[k]]:
                    event[mine[pick[k]]], free_shot[shot[k]] = shot[k], False
        enough = np.bincount(event[event >= 0], minlength=len(arrival)) >= 4
        event[(event >= 0) & ~enough[np.maximum(event, 0)]] = -1
        scores, pairs = sim.match(made, event)
        true, predicted = true + scores["n_true"], predicted + scores["n_pred"]
        right, right_ok = right + len(pairs), right_ok + scores["recall"] * scores["n_true"]
    precision, recall = right / predicted, right_ok / true
    return Figure(
        f"ceiling: F1 with every true source and time known, at {rate}/h",
        2 * precision * recall / (precision + recall),
        "",
        None,
        "higher",
        f"seeds {seeds[0]}-{seeds[-1]}; an estimate from above",
    )


OTHER = (
    ("16 sensors, 200/h", {"rate": 200, "n_sensors": 16}, False),
    ("24 sensors, 60/h", {"rate": 60, "n_sensors": 24}, False),
    ("24 sensors, 60/h, weather file", {"rate": 60, "n_sensors": 24}, True),
    ("24 sensors, 600/h", {"rate": 600, "n_sensors": 24}, False),
    ("60 sensors, 600/h", {"rate": 600, "n_sensors": 60}, False),
    ("no wind", {"wind": (0.0, 0.0)}, False),
    ("wind 8 m/s along the line", {"wind": (8.0, 90.0)}, False),
    ("wind 8 m/s across the line", {"wind": (8.0, 10.0)}, False),
    ("frost, 325 m/s", {"T": -10.0}, False),
    ("heat, 352 m/s", {"T": 35.0}, False),
    ("picks good to 1 ms", {"sigma_t": 0.001}, False),
    ("picks good to 20 ms", {"sigma_t": 0.02}, False),
    ("echoes 30 %, 120 false an hour", {"echo": 0.3, "false_per_h": 120.0}, False),
    ("nearly all in bursts", {"single_frac": 0.1}, False),
    ("only single sounds", {"single_frac": 1.0}, False),
)


def other_settings(sim: ModuleType, size: str) -> Iterator[Figure]:
    """The same engine on lines that it was not made for: sensors, wind, air, errors, clutter, bursts (200/h where not said)."""
    from holdfire.ranging.records import Weather
    from holdfire.ranging.solve import range_record

    seeds = (420,) if size == "small" else (420, 421)
    everywhere: list[bool] = []
    for label, settings, stated in OTHER[:: 5 if size == "small" else 1]:
        true = predicted = right = right_ok = 0.0
        inside: list[bool] = []
        distance: list[float] = []
        for seed in seeds if settings.get("rate") != 60 else range(seeds[0], seeds[0] + 4 * len(seeds)):
            made = sim.simulate(**{"n_sensors": SENSORS, "rate": 200, "seed": seed, **settings})
            placed, picks = inputs(made)
            cfg = made["cfg"]
            weather = (
                Weather(cfg["T"] + 1.0, 2.0, cfg["wind"][0] + 1.0, 1.5, cfg["wind"][1], True)
                if stated
                else Weather()
            )
            found = range_record(placed, picks, weather)
            scores, _, event, error = matched(sim, made, found)
            true, predicted = true + scores["n_true"], predicted + scores["n_pred"]
            right, right_ok = right + len(event), right_ok + scores["recall"] * scores["n_true"]
            inside += in_region(found, event, error)
            distance += np.hypot(*error.T).tolist()
        everywhere += inside
        precision, recall = right / max(predicted, 1), right_ok / max(true, 1)
        yield Figure(
            f"other settings: F1, {label}",
            2 * precision * recall / max(precision + recall, 1e-9),
            "",
            None,
            "higher",
            f"precision {precision:.3f}, recall {recall:.3f} of {true:.0f}; median {np.median(distance):.1f} m; "
            f"90 % regions hold {np.mean(inside):.3f}",
        )
    held = float(np.mean(everywhere))
    yield Figure(
        "other settings together: 90 % region holds the truth, low side",
        held,
        "",
        0.87,
        "higher",
        f"{len(everywhere)} sounds",
    )
    yield Figure("other settings together: 90 % region holds the truth, high side", held, "", 0.93, "lower")


def in_region(found: Any, event: Any, error: Any) -> list[bool]:
    if not len(event):
        return []
    m2 = np.einsum("ei,eij,ej->e", error, np.linalg.inv(found.cov[event][:, :2, :2]), error)
    return list((m2 < 4.605).tolist())


def picks_owner(made: dict[str, Any]) -> Any:
    return made["picks"]["shot"]


def bound(sim: ModuleType, size: str) -> Iterator[Figure]:
    """Given the true picks: root-mean-square of each sound's error over its own Cramer-Rao bound.

    The simulator's error of a pick is Gaussian (sigma_t and path_frac of the travel time), so the Gaussian bound is the
    bound, and with the air known the ratio is 1 within its Monte Carlo error. The ratio of sums, which a few sounds far
    outside the net decide (bound near 100 m, where the plane's curvature and not the bound rules), is printed beside.
    """
    from holdfire.ranging.records import Weather
    from holdfire.ranging.shared_air import fit_shared
    from holdfire.ranging.world import Belief, make_world, sort_picks

    for label, known, target in (("air known", True, 1.10), ("air estimated", False, 1.30)):
        ratio2: list[float] = []
        square = least = 0.0
        seeds = range(430, 432 if size == "small" else 438)
        for seed in seeds:
            made = sim.simulate(rate=300, n_sensors=SENSORS, seed=seed)
            placed, picks = inputs(made)
            placed = replace(placed, clock_sigma=np.full(len(placed), 1e-5))
            s = sort_picks(placed, picks)
            rank = np.empty(len(picks), np.int64)
            rank[s.order] = np.arange(len(picks))
            hits = np.full((len(made["shots"]["t"]), SENSORS), -1, np.int64)
            owned = np.nonzero(picks_owner(made) >= 0)[0]
            hits[picks_owner(made)[owned], picks.sensor[owned]] = rank[owned]
            crlb = sim.shot_crlb(made, bearings=True)[:, 0]
            keep = np.nonzero((np.sum(hits >= 0, axis=1) >= 5) & (crlb < 100.0))[0]
            theta = np.column_stack([made["shots"]["xy"] * 1000.0, made["shots"]["t"]])[keep]
            theta[:, :2] += np.random.default_rng(seed).normal(
                0.0, 30.0, (len(keep), 2)
            )  # not started at the answer
            if known:
                weather = Weather(12.0, 1e-4, 0.0, 1e-4)
                air = np.array([[made["c"], *made["wind"]]])
                degrees = (made["c"] / 20.05) ** 2 - 273.15
                speed = float(np.hypot(*made["wind"]))
                away = float(np.degrees(np.arctan2(-made["wind"][0], -made["wind"][1])))
                weather = Weather(float(degrees), 1e-4, speed, 0.0, away, True)
            else:
                weather, air = Weather(), np.tile([340.0, 0.0, 0.0], (5, 1))
            n = len(placed)
            belief = Belief(
                sigma_t=0.005, nu=1e6, clutter=np.full(n, 0.01), offset=np.zeros(n), offset_sigma=np.zeros(n), air=air,
                bearing_sigma_deg=4.0,
                air_step=900.0 if len(air) > 1 else 1e9,
            )  # fmt: skip
            fit_shared(
                make_world(placed, s, belief),
                theta,
                hits[keep],
                np.zeros((len(keep), 3)),
                weather,
                np.full(n, 1e-5),
                5,
            )
            error = theta[:, :2] - made["shots"]["xy"][keep] * 1000.0
            ratio2 += (np.sum(error**2, axis=1) / crlb[keep] ** 2).tolist()
            square += float(np.sum(error**2))
            least += float(np.sum(crlb[keep] ** 2))
        rms = float(np.mean(ratio2)) ** 0.5
        spread = float(np.std(ratio2)) / len(ratio2) ** 0.5 / (2.0 * rms)
        note = (
            f"seeds {seeds[0]}-{seeds[-1]}, {len(ratio2)} sounds of at least 5 true picks; +- {spread:.3f} (Monte Carlo); "
            f"ratio of sums {(square / least) ** 0.5:.2f}"
        )
        yield Figure(f"rms error / Cramer-Rao bound, {label}", rms, "", target, "lower", note)


def sides(sim: ModuleType, size: str) -> Iterator[Figure]:
    """Calibration of P(side) against the simulator's wavy line, whose asserted version is off by up to its uncertainty."""
    from holdfire.ranging.posterior import region_points
    from holdfire.ranging.side import p_sides, territory_in_plane

    for label, depth in (("all sources", (0.2, 5.0)), ("within 200 m of the line", (0.0, 0.2))):
        p: list[float] = []
        truth: list[float] = []
        seeds = range(440, 442 if size == "small" else 450)
        for seed in seeds:
            made, found, _ = solved(sim, rate=150, seed=seed, depth=depth)
            _, shot, event, _ = matched(sim, made, found)
            held = territory_in_plane(
                territory(sim, made["cfg"]["length"]), lambda x, y: (x * 1000.0, y * 1000.0)
            )
            # each sound against a line version of its own, off by 50 m (one sigma): the same as moving the sound
            off = np.random.default_rng(seed).normal(0.0, 50.0, len(event))
            drawn = (
                region_points(found)[event][:, :, :2] + np.column_stack([np.zeros(len(off)), off])[:, None]
            )
            answer = p_sides(found.x[event], found.y[event] + off, found.cov[event][:, :2, :2], held, drawn)
            p += answer.p[:, answer.parties.index("north")].tolist()
            truth += (made["shots"]["side"][shot] > 0).astype(float).tolist()
        note = f"seeds {seeds[0]}-{seeds[-1]}, {len(p)} sounds, line uncertain by 50 m (one sigma)"
        yield Figure(
            f"P(side) calibration error, {label}",
            calibration_error(np.array(p), np.array(truth)),
            "",
            0.03,
            "lower",
            note,
        )


def territory(sim: ModuleType, length: float) -> list[Any]:
    from holdfire.model.lines import Area

    x = np.linspace(-8.0, length + 8.0, 400)
    y = sim.line_y(x, length)
    areas = []
    for party, far in (("north", 15.0), ("south", -15.0)):
        ring = [*zip(x.tolist(), y.tolist(), strict=True), (length + 8.0, far), (-8.0, far)]
        areas.append(Area(party, "control", party, "bench", None, None, 50.0, ((tuple(ring),),)))
    return areas


def faulty(sim: ModuleType, size: str) -> Iterator[Figure]:
    """One clock late by 0.5 s: is that sensor named (where it heard at least four sounds), and does the answer stand?"""
    named = could = wrongly = 0
    ratio: list[float] = []
    seeds = range(450, 454 if size == "small" else 512)
    for seed in seeds:
        made, found, _ = solved(sim, rate=200, seed=seed, clock_bad=1)
        _, plain, _ = solved(sim, rate=200, seed=seed)
        p = made["picks"]
        bad = bad_sensor(sim, made)
        heard = int(np.sum((p["sensor"] == bad) & (p["shot"] >= 0)))
        flagged = [int(h.sensor) for h in found.health if h.verdict == "faulty"]
        if heard >= 4:
            could += 1
            named += bad in flagged
        wrongly += sum(k != bad for k in flagged)
        base = sim.simulate(rate=200, n_sensors=SENSORS, seed=seed)
        ratio.append(
            np.median(np.hypot(*matched(sim, made, found)[3].T))
            / np.median(np.hypot(*matched(sim, base, plain)[3].T))
        )
    yield Figure(
        "faulty sensor (0.5 s) named",
        named / max(could, 1),
        "",
        0.95,
        "higher",
        f"seeds {seeds[0]}-{seeds[-1]}, 200/h, {could} that heard at least 4, 95 % interval {interval(named, could)}; "
        f"wrongly named: {wrongly}",
    )
    yield Figure("median error with the faulty sensor / without", float(np.mean(ratio)), "", 1.2, "lower")


def interval(hits: int, tries: int) -> str:
    """Wilson's 95 % interval of a share."""
    z2, share = 3.8416, hits / max(tries, 1)
    middle = (share + z2 / 2 / tries) / (1 + z2 / tries)
    half = (z2 * (share * (1 - share) / tries + z2 / 4 / tries**2)) ** 0.5 / (1 + z2 / tries)
    return f"{middle - half:.3f}-{middle + half:.3f}"


def bad_sensor(sim: ModuleType, made: dict[str, Any]) -> int:
    """The sensor whose clock the simulator set wrong, found from the truth."""
    p, shots = made["picks"], made["shots"]
    late = np.zeros(SENSORS)
    for k in range(SENSORS):
        mine = (p["sensor"] == k) & (p["shot"] >= 0)
        if mine.any():
            tau = sim.travel(shots["xy"][p["shot"][mine]], made["sensors"][k], made["c"], made["wind"])[0]
            late[k] = np.median(p["t"][mine] - shots["t"][p["shot"][mine]] - tau)
    return int(np.argmax(np.abs(late)))


def real_pulses(size: str) -> Iterator[Figure]:
    from holdfire.ranging.locate import locate_given
    from holdfire.ranging.records import Picks, Plane, Sensors, Weather
    from holdfire.ranging.solve import range_record

    def rows(name: str) -> list[dict[str, str]]:
        with (SHARED / "shotspotter" / name).open(encoding="utf-8") as file:
            return list(csv.DictReader(line for line in file if not line.startswith("#")))

    pulses: dict[str, list[dict[str, str]]] = defaultdict(list)
    for pulse in rows("pulses.csv"):
        pulses[pulse["test_id"]].append(pulse)
    g = np.random.default_rng(7)
    true = predicted = right = 0
    near = [0, 0, 0]
    distance: list[float] = []
    inside: dict[float, list[bool]] = {2.5 / 2**0.5: [], 2.5: []}  # 2.5 m as distance rms, or on each axis
    subset: dict[int, list[float]] = {4: [], 6: []}
    tests = rows("tests.csv")[:: 6 if size == "small" else 1]
    for test in tests:
        mine = pulses[test["test_id"]]
        names = sorted({p["sensor"] for p in mine})
        at = {p["sensor"]: (float(p["x"]), float(p["y"])) for p in mine}
        xy, n = np.array([at[name] for name in names]), len(names)
        placed = Sensors(
            tuple(names), xy[:, 0], xy[:, 1], np.full(n, 1e-3), ("",) * n, np.zeros(n, bool), Plane(None)
        )
        t = np.array([float(p["arrival_unix"]) for p in mine])
        t -= np.floor(t.min())
        which = np.array([names.index(p["sensor"]) for p in mine])
        amp, label = (
            np.array([float(p["spl_db"]) for p in mine]),
            np.array([int(p["shot_index"]) for p in mine]),
        )
        picks = Picks(t, which, np.full(len(t), np.nan), amp, np.arange(len(t)), len(t))
        weather = Weather(
            float(test["temp_C"]), 2.0, float(test["wind_ms"]), 1.0, float(test["wind_from_deg"] or 0.0), True
        )
        found = range_record(placed, picks, weather)
        survey = np.array([float(test["survey_x"]), float(test["survey_y"])])
        owners = {k: set(np.nonzero(label == k)[0].tolist()) for k in set(label[label >= 0].tolist())}
        far = np.hypot(*(xy[which] - survey).T) > 800.0
        for cut in (False, True):
            groups = [{int(i) for i in h if i >= 0 and not (cut and far[i])} for h in found.hits]
            pairs = pair_up(owners, groups)
            if cut:
                near = [
                    near[0] + len(owners),
                    near[1] + sum(len(group) > 0 for group in groups),
                    near[2] + len(pairs),
                ]
                continue
            true, predicted, right = true + len(owners), predicted + len(groups), right + len(pairs)
        for e in pairs.values():
            gap = np.array([found.x[e], found.y[e]]) - survey
            distance.append(float(np.hypot(*gap)))
            for survey_m, held in inside.items():
                cov = found.cov[e][:2, :2] + np.eye(2) * survey_m**2
                held.append(bool(gap @ np.linalg.solve(cov, gap) < 4.605))
        for owner in owners.values():
            members = np.array(sorted(owner))
            for count, errors in subset.items():
                if len(members) < count:
                    continue
                for _ in range(2 if size == "small" else 6):
                    chosen = g.choice(members, count, replace=False)
                    arrival = np.full(n, np.nan)
                    arrival[which[chosen]] = t[chosen]
                    if np.isfinite(arrival).sum() < count:
                        continue
                    place = locate_given(placed, arrival, weather)
                    errors.append(float(np.hypot(place.x - survey[0], place.y - survey[1])))
    score = 2 * right / (true + predicted)
    score_near = 2 * near[2] / (near[0] + near[1])
    yield Figure(
        "real pulses: F1, labels as they are",
        score,
        "",
        0.80,
        "higher",
        f"{true} shots; labels stop at 800 m, so a sound with many true picks beyond counts as wrong",
    )
    yield Figure("real pulses: F1, picks within 800 m", score_near, "", 0.80, "higher")
    yield Figure(
        "real pulses: median error",
        float(np.median(distance)),
        "m",
        5.0,
        "lower",
        f"90 %: {np.percentile(distance, 90):.1f} m",
    )
    yield Figure(
        "real pulses: within 15 m with six sensors",
        float(np.mean(np.array(subset[6]) <= 15.0)),
        "",
        0.98,
        "higher",
        f"{len(subset[6])} random subsets",
    )
    yield Figure(
        "real pulses: within 15 m with four sensors",
        float(np.mean(np.array(subset[4]) <= 15.0)),
        "",
        0.87,
        "higher",
        f"{len(subset[4])} random subsets",
    )
    for (survey_m, held), label in zip(
        inside.items(), ("2.5 m as distance rms", "2.5 m on each axis"), strict=True
    ):
        share = float(np.mean(held))
        name = f"real pulses: 90 % region with survey error ({label})"
        yield Figure(
            f"{name}, low side", share, "", 0.85, "higher", f"{len(held)} sounds, {survey_m:.2f} m an axis"
        )
        yield Figure(f"{name}, high side", share, "", 0.95, "lower")


def pair_up(owners: dict[int, set[int]], groups: list[set[int]]) -> dict[int, int]:
    """PyOcto's rule: shot -> event where the overlap is at least 0.6 of the larger set."""
    pairs: dict[int, tuple[int, int]] = {}
    for e, group in enumerate(groups):
        if not group or not owners:
            continue
        best = max(owners, key=lambda k: len(owners[k] & group))
        overlap = len(owners[best] & group)
        if overlap / max(len(group), len(owners[best])) >= 0.6 and overlap > pairs.get(best, (0, 0))[1]:
            pairs[best] = (e, overlap)
    return {k: e for k, (e, _) in pairs.items()}


def write_csv(made: dict[str, Any], folder: Path) -> None:
    p = made["picks"]
    np.savetxt(
        folder / "picks.csv",
        np.c_[p["t"], p["sensor"], p["bearing"], p["amp"]],
        delimiter=",",
        header="t,sensor,bearing,amp",
        comments="",
        fmt="%.5f,%d,%.2f,%.1f",
    )
    np.savetxt(
        folder / "sensors.csv",
        np.c_[made["sensors"], made["is_array"]],
        delimiter=",",
        header="x_km,y_km,is_array",
        comments="",
        fmt="%.5f,%.5f,%d",
    )


def memory(sim: ModuleType) -> Figure:
    """Peak memory of the command itself on an hour at 3000 sounds."""
    made = sim.simulate(rate=3000, n_sensors=SENSORS, seed=402)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_csv(made, folder)
        code = (
            "import sys, resource; from holdfire.cli.main import main; "
            "main(['range', '--sensors', sys.argv[1], '--picks', sys.argv[2], '-o', sys.argv[3]], standalone_mode=False); "
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
        )
        arguments = [
            sys.executable,
            "-c",
            code,
            str(folder / "sensors.csv"),
            str(folder / "picks.csv"),
            str(folder / "out"),
        ]
        done = subprocess.run(arguments, capture_output=True, text=True, check=True)
    return Figure(
        "peak memory, an hour at 3000/h",
        float(done.stdout.split()[-1]),
        "MB",
        500.0,
        "lower",
        f"{len(made['picks']['t'])} picks, seed 402",
    )


def pyocto_beside(sim: ModuleType) -> Iterator[Figure]:
    """PyOcto on stretches of the same kind of record: its F1 and how many times our CPU it takes a pick."""
    try:
        import pandas as pd
        import pyocto
    except ImportError:
        return
    for rate, hours in ((60, 1.0), (600, 0.2), (3000, 0.04)):
        made, found, cpu = solved(sim, rate=rate, seed=400, hours=hours)
        p, xy = made["picks"], made["sensors"]
        model = pyocto.VelocityModel0D(
            p_velocity=made["c"] / 1000.0,
            s_velocity=made["c"] / 1732.0,
            tolerance=0.15,
            association_cutoff_distance=16.0,
        )
        reach = 6.0
        associator = pyocto.OctoAssociator(
            xlim=(float(xy[:, 0].min() - reach), float(xy[:, 0].max() + reach)), ylim=(float(xy[:, 1].min() - reach), float(xy[:, 1].max() + reach)),
            zlim=(0.0, 0.01), time_before=40.0, velocity_model=model, n_picks=6, n_p_picks=6, n_s_picks=0, n_p_and_s_picks=0,
            pick_match_tolerance=0.15, min_node_size=0.2, min_node_size_location=0.05, n_threads=1,
        )  # fmt: skip
        stations = pd.DataFrame(
            {"id": [str(k) for k in range(len(xy))], "x": xy[:, 0], "y": xy[:, 1], "z": 0.0}
        )
        picks = pd.DataFrame({"station": p["sensor"].astype(str), "phase": "P", "time": p["t"]})
        seconds, (_, assigned) = cpu_seconds(lambda a=associator, k=picks, s=stations: a.associate(k, s))
        event = np.full(len(p["t"]), -1, np.int64)
        if len(assigned):
            event[assigned["pick_idx"].to_numpy()] = assigned["event_idx"].to_numpy()
        theirs, ours = sim.match(made, event)[0], sim.match(made, found.event)[0]
        note = f"seed 400, {hours:g} h; F1: PyOcto {theirs['f1']:.2f}, Holdfire {ours['f1']:.2f}"
        yield Figure(f"times PyOcto's speed at {rate}/h", seconds / max(cpu, 1e-3), "", 9.0, "higher", note)
