"""Figures of linking: quality on held-out seeds of the simulator, calibration, cost at 100 thousand to 10 million rows,
Splink 5 on the same reports. Seeds 80-99 are not trained on (bench.train_linking) and nothing was tuned on 86-99.

Needs ../shared/linking/report_simulator.py; without it nothing is measured, and the first figure says so.
CPU seconds are those of `holdfire link` in a process of its own, interpreter and imports included, kernels compiled before.
"""

import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from bench.figures import Figure, cpu_seconds

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared/linking"
SEEDS = (90, 91, 92)
MADE = Path(tempfile.gettempdir()) / "holdfire-bench-linking"


def reports_of(frame: Any) -> tuple[Any, np.ndarray]:
    """(Reports, true incident) of a simulated frame of format 6.3; the truth columns go nowhere else."""
    from holdfire.fusion.read_reports import reports_of_table

    return reports_of_table(frame.to_arrow()), frame["_incident"].to_numpy()


def run(size: str) -> Iterable[Figure]:
    """size small: medium preset, 5,000 rows, one seed; full: every figure of the issue."""
    if not (SHARED / "report_simulator.py").exists():
        return [Figure("linking: simulator at hand", 0.0, target=1.0, note="../shared/linking is not there")]
    sys.path.insert(0, str(SHARED))
    return _small() if size == "small" else _full()


def _small() -> Iterator[Figure]:
    yield from _quality("medium", 5_000, SEEDS[:1], "learned", {"pair_f1": 0.75})
    yield from _quality("medium", 5_000, SEEDS[:1], "plain", {"pair_f1": 0.68})


def _full() -> Iterator[Figure]:
    targets = {"pair_f1": 0.75, "exact_f1": 0.58, "ece": 0.01}
    yield from _quality("medium", 100_000, SEEDS[:1], "learned", targets)
    yield from _quality("medium", 10_000, SEEDS, "learned", targets)
    yield from _quality("easy", 10_000, SEEDS, "learned", {"pair_f1": 0.88})
    yield from _quality("hard", 10_000, SEEDS, "learned", {"pair_f1": 0.60})
    yield from _quality("medium", 100_000, SEEDS[:1], "plain", {"pair_f1": 0.68, "ece": 0.02})
    yield from _quality("medium", 10_000, SEEDS, "plain", {"pair_f1": 0.68, "ece": 0.02})
    yield from _quality("easy", 10_000, SEEDS, "plain", {})
    yield from _quality("hard", 10_000, SEEDS, "plain", {})
    yield from _settings()
    yield from _splink()
    yield from _cost()


def _measured(frame: Any, model: Any) -> dict[str, float]:
    from report_simulator import calibration, metrics  # type: ignore[import-not-found]

    from holdfire.fusion.blocking import block
    from holdfire.fusion.link import Settings, link
    from holdfire.fusion.number import number_of_incidents

    reports, truth = reports_of(frame)
    linked = link(reports, Settings(model=model))
    got = metrics(truth, linked.label[linked.voices.of_report])
    of = truth[linked.voices.first]
    p, same = linked.pairs.p, of[linked.pairs.left] == of[linked.pairs.right]
    low, expected, high = number_of_incidents(len(linked.voices), linked.pairs, model)
    found = block(linked.voices)
    sizes = np.bincount(np.unique(of, return_inverse=True)[1]).astype(float)
    recall = (of[found.left] == of[found.right]).sum() / (sizes * (sizes - 1) / 2).sum()
    return {
        "pair_f1": float(got["pair_f1"]), "exact_f1": float(got["exact_f1"]), "blocking_recall": float(recall),
        "ece": calibration(p[p > 0.01], same[p > 0.01])["ece"], "covers": float(low <= got["n_true"] <= high),
        "expected_over_true": expected / got["n_true"], "width": (high - low) / got["n_true"],
    }  # fmt: skip


def _quality(
    preset: str, n: int, seeds: tuple[int, ...], model: str, targets: dict[str, float]
) -> Iterator[Figure]:
    from report_simulator import simulate

    rows = [_measured(simulate(n, preset, seed), model) for seed in seeds]
    name = f"{preset} {n // 1000}k {model}, seed{'s' if len(seeds) > 1 else ''} {' '.join(map(str, seeds))}"
    for what, better in (
        ("pair_f1", "higher"),
        ("exact_f1", "higher"),
        ("ece", "lower"),
        ("blocking_recall", "higher"),
    ):
        value = float(np.mean([r[what] for r in rows]))
        yield Figure(f"{name}: {what}", value, target=targets.get(what), better=better)  # type: ignore[arg-type]
    covered = float(np.mean([r["covers"] for r in rows]))
    note = f"expected over true {rows[0]['expected_over_true']:.3f}, interval {rows[0]['width']:.0%} of the truth wide"
    yield Figure(f"{name}: interval covers the number of incidents", covered, target=1.0, note=note)


def _settings() -> Iterator[Figure]:
    """Ten cases of widely drawn settings that no model saw."""
    from report_simulator import simulate

    from bench.train_linking import settings

    rows = [_measured(simulate(8_000, "medium", seed, **settings(seed)), "learned") for seed in range(86, 96)]
    yield Figure("ten drawn settings 8k, seeds 86-95: pair_f1", float(np.mean([r["pair_f1"] for r in rows])))
    yield Figure(
        "ten drawn settings 8k, seeds 86-95: ece", float(np.mean([r["ece"] for r in rows])), better="lower"
    )
    covered = float(np.mean([r["covers"] for r in rows]))
    yield Figure("ten drawn settings 8k, seeds 86-95: interval covers", covered, target=0.95)


def _splink() -> Iterator[Figure]:
    from report_simulator import metrics, simulate

    from bench.linking_splink import splink_links
    from holdfire.fusion.link import link

    frame = simulate(10_000, "medium", SEEDS[0])
    theirs, found = cpu_seconds(lambda: splink_links(frame, metrics))
    reports, truth = reports_of(frame)
    link(reports)
    ours, linked = cpu_seconds(lambda: link(reports))
    f1 = metrics(truth, linked.label[linked.voices.of_report])["pair_f1"]
    yield Figure("Splink 5, medium 10k, best threshold: pair_f1", found["pair_f1"], note="for comparison")
    yield Figure("pair_f1, ratio to Splink 5", f1 / found["pair_f1"])
    yield Figure("CPU seconds of Splink 5 over ours", theirs / ours, note=f"{theirs:.1f} s and {ours:.2f} s")


def _cost() -> Iterator[Figure]:
    seconds = {}
    for n, most_s, most_gb in ((100_000, 3.0, None), (1_000_000, 45.0, 2.5), (10_000_000, None, 24.0)):
        path = _reports_file(n)
        cpu, gb = _command(path)
        seconds[n] = cpu
        yield Figure(f"holdfire link, {n:,} rows: CPU seconds", cpu, "s", most_s, "lower")
        yield Figure(f"holdfire link, {n:,} rows: peak memory", gb, "GB", most_gb, "lower")
        if n == 1_000_000:
            yield Figure("growth of CPU seconds, 100k to 1M", cpu / seconds[100_000], "x", 11.0, "lower")


def _reports_file(n: int) -> Path:
    """Simulated reports in a file of the temporary folder; above a million rows, parts of a million follow each other."""
    from report_simulator import simulate

    MADE.mkdir(exist_ok=True)
    path = MADE / f"medium-{n}-seed-93.parquet"
    if path.exists():
        return path
    import polars as pl

    part = min(n, 1_000_000)
    parts, shift = [], 0
    for k in range(n // part):
        frame = simulate(part, "medium", 93 + k)
        frame = frame.select([c for c in frame.columns if not c.startswith("_")])
        span = frame["t_hi"].max() - frame["t_lo"].min()
        moved = [pl.col(c) + pl.duration(milliseconds=shift) for c in ("t_lo", "t_hi", "published")]
        parts.append(frame.with_columns(pl.col("report_id") + k * part, *moved))
        shift += int(span.total_seconds() * 1000) + 10 * 86_400_000
    pl.concat(parts).write_parquet(path)
    return path


def _command(path: Path) -> tuple[float, float]:
    """(CPU seconds, peak GB) of `holdfire link` on a file, in a process of its own."""
    program = (
        "import resource, sys; from holdfire.cli.main import main\n"
        f"main(['link', {str(path)!r}, '-o', {str(path.with_suffix('.out.parquet'))!r}], standalone_mode=False)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, int(done.stdout.split()[-1]) / 1024 / 1024
