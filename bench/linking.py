"""Figures of linking: quality, calibration and the interval on held-out seeds of the simulator, cost at 100 thousand to
10 million rows, a crowd of a million at one place and hour, Splink 5 on the same reports.

The simulator's seeds 0-79 are trained on (bench.train_linking), 80-99 were looked at while the work was done; every figure
here is on seeds from 400 on, and the drawn settings are others than those trained on.
Needs ../shared/linking/report_simulator.py; without it nothing is measured, and the first figure says so.
CPU seconds are those of `holdfire link` in a process of its own, interpreter and imports included, kernels compiled before;
"cold" is the first run after an installation, which compiles them.
"""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from bench.figures import Figure, cpu_seconds

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared/linking"
SEEDS = (410, 411, 412, 413, 414, 415)
SEED = 410
MADE = Path(tempfile.gettempdir()) / "holdfire-bench-linking"


def reports_of(frame: Any) -> tuple[Any, np.ndarray]:
    """(Reports, true incident) of a simulated frame of format 6.3; the truth columns go nowhere else."""
    from holdfire.fusion.read_reports import reports_of_table

    return reports_of_table(frame.to_arrow()), frame["_incident"].to_numpy()


def run(size: str) -> Iterable[Figure]:
    """size small: medium preset, 5,000 rows, one seed; full: every figure of the issue, in about a quarter of an hour."""
    if not (SHARED / "report_simulator.py").exists():
        return [Figure("linking: simulator at hand", 0.0, target=1.0, note="../shared/linking is not there")]
    sys.path.insert(0, str(SHARED))
    return _small() if size == "small" else _full()


def _small() -> Iterator[Figure]:
    yield from _quality("medium", 5_000, SEEDS[:1], "learned", {"pair_f1": 0.75})
    yield from _quality("medium", 5_000, SEEDS[:1], "plain", {"pair_f1": 0.68})


LEARNED = {
    "medium": {"pair_f1": 0.75, "exact_f1": 0.58, "ece": 0.01}, "easy": {"pair_f1": 0.88, "ece": 0.01},
    "hard": {"pair_f1": 0.60, "ece": 0.01},
}  # fmt: skip
PLAIN = {"medium": {"pair_f1": 0.68, "ece": 0.02}, "easy": {"ece": 0.02}, "hard": {"ece": 0.02}}


def _full() -> Iterator[Figure]:
    for model, targets in (("learned", LEARNED), ("plain", PLAIN)):
        for preset in ("medium", "easy", "hard"):
            yield from _quality(preset, 10_000, SEEDS, model, targets[preset])
            yield from _quality(preset, 100_000, (SEED,), model, targets[preset])
        yield from _settings(model)
        yield from _interval(model)
    yield from _splink()
    yield from _cost()
    yield from _crowd()
    yield from _huge()


def _measured(frame: Any, model: Any) -> dict[str, float]:
    from report_simulator import calibration, metrics  # type: ignore[import-not-found]

    from holdfire.fusion.blocking import block
    from holdfire.fusion.link import Settings, link
    from holdfire.fusion.number import number_of_incidents, week_of

    reports, truth = reports_of(frame)
    linked = link(reports, Settings(model=model))
    got = metrics(truth, linked.label[linked.voices.of_report])
    of = truth[linked.voices.first]
    p, same = linked.pairs.p, of[linked.pairs.left] == of[linked.pairs.right]
    p, same = p[p > 0.01], same[p > 0.01]
    chance = np.random.default_rng(0).random((5, len(p))) < p
    low, expected, high = number_of_incidents(len(linked.voices), linked.pairs, model, week_of(linked.voices))
    found = block(linked.voices)
    sizes = np.bincount(np.unique(of, return_inverse=True)[1]).astype(float)
    recall = (of[found.left] == of[found.right]).sum() / (sizes * (sizes - 1) / 2).sum()
    return {
        "pair_f1": float(got["pair_f1"]), "exact_f1": float(got["exact_f1"]), "blocking_recall": float(recall),
        "ece": calibration(p, same)["ece"], "bias": float(p.mean() - same.mean()),
        "least_ece": float(np.mean([calibration(p, labels)["ece"] for labels in chance])),
        "covers": float(low <= got["n_true"] <= high),
        "expected_over_true": expected / got["n_true"], "width": (high - low) / got["n_true"],
    }  # fmt: skip


def _means(rows: list[dict[str, float]]) -> dict[str, float]:
    return {what: float(np.mean([row[what] for row in rows])) for what in rows[0]}


def _ece(name: str, mean: dict[str, float], target: float | None) -> Figure:
    """Beside it: what the same pairs would give if every probability were exactly right, by chance alone."""
    note = f"perfect probabilities would show {mean['least_ece']:.4f} on so few pairs; stated less found {mean['bias']:+.4f}"
    return Figure(f"{name}: ece", mean["ece"], target=target, better="lower", note=note)


def _quality(
    preset: str, n: int, seeds: tuple[int, ...], model: str, targets: dict[str, float]
) -> Iterator[Figure]:
    from report_simulator import simulate

    mean = _means([_measured(simulate(n, preset, seed), model) for seed in seeds])
    told = f"seeds {seeds[0]}-{seeds[-1]}" if len(seeds) > 1 else f"seed {seeds[0]}"
    name = f"{preset} {n // 1000}k {model}, {told}"
    yield Figure(f"{name}: pair_f1", mean["pair_f1"], target=targets.get("pair_f1"))
    yield Figure(f"{name}: exact_f1", mean["exact_f1"], target=targets.get("exact_f1"))
    yield _ece(name, mean, targets.get("ece"))
    yield Figure(f"{name}: blocking_recall", mean["blocking_recall"])


def _settings(model: str) -> Iterator[Figure]:
    """Twenty cases of widely drawn settings that no model saw."""
    from report_simulator import simulate

    from bench.train_linking import settings

    drawn = {seed: settings(1000 + seed) for seed in range(420, 440)}
    mean = _means([_measured(simulate(8_000, "medium", seed, **of), model) for seed, of in drawn.items()])
    name = f"twenty drawn settings 8k {model}, seeds 420-439"
    yield Figure(f"{name}: pair_f1", mean["pair_f1"])
    yield Figure(f"{name}: exact_f1", mean["exact_f1"])
    yield _ece(name, mean, 0.01 if model == "learned" else 0.02)


def _interval(model: str) -> Iterator[Figure]:
    """How often the 95 % interval for the number of incidents holds the truth: presets and drawn settings, four sizes."""
    from report_simulator import simulate

    from bench.train_linking import settings

    rows = []
    for k, seed in enumerate(range(440, 500)):
        n = (1_000, 2_500, 6_000, 12_000)[k % 4]
        preset = ("easy", "medium", "hard", "")[k // 4 % 4]
        frame = simulate(n, preset or "medium", seed, **({} if preset else settings(1000 + seed)))
        rows.append(_measured(frame, model))
    mean = _means(rows)
    width, off = float(np.median([row["width"] for row in rows])), mean["expected_over_true"]
    note = f"median width {width:.1%} of the truth; expected over true {off:.3f}"
    yield Figure(
        f"interval {model}, 60 runs of 1k-12k, seeds 440-499: covers", mean["covers"], target=0.95, note=note
    )
    yield Figure(f"interval {model}, 60 runs of 1k-12k, seeds 440-499: median width", width, better="lower")


def _splink() -> Iterator[Figure]:
    from report_simulator import metrics, simulate

    from bench.linking_splink import best_threshold, splink_pairs
    from holdfire.fusion.link import link

    for n in (10_000, 100_000):
        frame = simulate(n, "medium", SEED)
        theirs, pairs = cpu_seconds(partial(splink_pairs, frame))
        found = best_threshold(frame, pairs, metrics)
        reports, truth = reports_of(frame)
        link(reports)
        ours, linked = cpu_seconds(partial(link, reports))
        f1 = metrics(truth, linked.label[linked.voices.of_report])["pair_f1"]
        name = f"medium {n // 1000}k, seed {SEED}"
        note = f"its best threshold on the truth is {found['threshold']:g}; exact_f1 {found['exact_f1']:.3f}; the simulator's readme reached .377 at 10k and .400 at 100k"
        yield Figure(f"Splink 5, {name}: pair_f1", found["pair_f1"], note=note)
        yield Figure(
            f"pair_f1, ratio to Splink 5, {name}", f1 / found["pair_f1"], note=f"ours {f1:.3f}, learned"
        )
        note = f"{theirs:.1f} s and {ours:.2f} s, both within one process"
        yield Figure(f"CPU seconds, Splink 5 over ours, {name}", theirs / ours, note=note)


def _cost() -> Iterator[Figure]:
    seconds = {}
    for n, most_s, most_gb in ((100_000, 3.0, None), (1_000_000, 45.0, 2.5)):
        cpu, gb = _command(_reports_file(n))
        seconds[n] = cpu
        yield Figure(f"holdfire link, {n:,} rows: CPU seconds", cpu, "s", most_s, "lower")
        yield Figure(f"holdfire link, {n:,} rows: peak memory", gb, "GB", most_gb, "lower")
    yield Figure(
        "growth of CPU seconds, 100k to 1M", seconds[1_000_000] / seconds[100_000], "x", 11.0, "lower"
    )
    with tempfile.TemporaryDirectory() as empty:
        cpu, _ = _command(_reports_file(100_000), {"NUMBA_CACHE_DIR": empty})
    yield Figure("holdfire link, 100,000 rows, cold: CPU seconds", cpu, "s", better="lower")


def _huge() -> Iterator[Figure]:
    cpu, gb = _command(_reports_file(10_000_000))
    yield Figure("holdfire link, 10,000,000 rows: CPU seconds", cpu, "s", better="lower")
    yield Figure("holdfire link, 10,000,000 rows: peak memory", gb, "GB", 24.0, "lower")


def _crowd() -> Iterator[Figure]:
    """A million reports of one place and hour, no two alike in what they state: memory stays bounded, and it ends."""
    import polars as pl
    from report_simulator import simulate

    n = 1_000_000
    MADE.mkdir(exist_ok=True)
    path = MADE / "crowd.parquet"
    one = simulate(2_000, "medium", SEED)[:1].select(pl.exclude("^_.*$"))
    many = pl.concat([one] * n).with_columns(
        report_id=pl.Series(np.arange(n)), count=pl.Series(np.arange(n, dtype=np.int32)),
        source=pl.Series(np.arange(n) % 500).cast(pl.String),
    )  # fmt: skip
    many.write_parquet(path)
    cpu, gb = _command(path)
    yield Figure("a million rows of one place and hour: peak memory", gb, "GB", 4.0, "lower")
    yield Figure("a million rows of one place and hour: CPU seconds", cpu, "s", better="lower")


def _reports_file(n: int) -> Path:
    """Simulated reports in a file of the temporary folder; above a million rows, parts of a million follow each other."""
    from report_simulator import simulate

    MADE.mkdir(exist_ok=True)
    path = MADE / f"medium-{n}-seed-{SEED}.parquet"
    if path.exists():
        return path
    import polars as pl

    part = min(n, 1_000_000)
    parts, shift = [], 0
    for k in range(n // part):
        frame = simulate(part, "medium", SEED + k)
        frame = frame.select([c for c in frame.columns if not c.startswith("_")])
        span = frame["t_hi"].max() - frame["t_lo"].min()
        moved = [pl.col(c) + pl.duration(milliseconds=shift) for c in ("t_lo", "t_hi", "published")]
        parts.append(frame.with_columns(pl.col("report_id") + k * part, *moved))
        shift += int(span.total_seconds() * 1000) + 10 * 86_400_000
    pl.concat(parts).write_parquet(path)
    return path


def _command(path: Path, environment: dict[str, str] | None = None) -> tuple[float, float]:
    """(CPU seconds, peak GB) of `holdfire link` on a file, in a process of its own."""
    program = (
        "import resource, sys; from holdfire.cli.main import main\n"
        f"main(['link', {str(path)!r}, '-o', {str(path.with_suffix('.out.parquet'))!r}], standalone_mode=False)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    given = {**os.environ, **(environment or {})}
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, env=given
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, int(done.stdout.split()[-1]) / 1024 / 1024
