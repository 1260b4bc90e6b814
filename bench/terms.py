"""Terms: how fast a register is recounted and judged, on made registers of stated size and seed.

The registers are random, with the mix of kinds, voices and silences that the worked example has; nothing in the engine
was tuned on them. Every total is checked against the sum of its rows in the same run.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np

from bench.figures import Figure, cpu_seconds

SEED = 8
START = 1_594_500_000


def run(size: str) -> Iterable[Figure]:
    n_items, n_incidents = (1_000_000, 100_000) if size == "full" else (50_000, 5_000)
    yield from counting(n_items)
    yield from judging(n_incidents, 50)
    yield from agreements()


def made_items(n: int, seed: int) -> Any:
    """n items: 4 voices, 30 days, 200 places, one incident for about three items."""
    import pyarrow as pa

    from holdfire.terms.items import KINDS, OBSERVATIONS, items_of_table

    rng = np.random.default_rng(seed)
    t_low = np.sort(rng.integers(0, 30 * 86_400, n)) + START
    t_high = t_low + rng.choice([0, 0, 600, 7200, 86_399], n)

    def word(values: list[Any], p: list[float] | None = None) -> pa.Array:
        picked = rng.choice(len(values), n, p=p)
        return pa.DictionaryArray.from_arrays(pa.array(picked, pa.int32()), pa.array(values)).cast(
            pa.string()
        )

    count = np.where(rng.random(n) < 0.4, rng.integers(0, 60, n).astype(float), np.nan)
    low = np.where(rng.random(n) < 0.7, count, np.nan)
    table = pa.table(
        {
            "item_id": pa.array(np.char.add("st-", np.arange(n).astype(str)).tolist()),
            "incident": pa.array(
                np.char.add("inc-", rng.integers(0, max(1, n // 3), n).astype(str)).tolist()
            ),
            "kind": word([*KINDS]),
            "observation": word(
                [None, *OBSERVATIONS], [0.6, *([0.4 / len(OBSERVATIONS)] * len(OBSERVATIONS))]
            ),
            "description": word([None, "outgoing", "impact", "airburst", "undetermined"]),
            "claimed_by": word(["A", "B", "OSCE", "not_stated"]),
            "accused": word(["A", "B", "not_stated"]),
            "place": word([f"place-{i}" for i in range(200)]),
            "day": pa.array(((t_low + t_high) // 2 // 86_400).astype(np.int32)),
            "t_low": pa.array(t_low),
            "t_high": pa.array(t_high),
            "count_low": pa.array(low, from_pandas=True),
            "count": pa.array(count, from_pandas=True),
            "count_high": pa.array(low, from_pandas=True),
            "hedge": word([None, "about", "at least"], [0.8, 0.1, 0.1]),
            "unit": word([None, "rounds", "violations", "houses"]),
            "is_alleged": pa.array(rng.random(n) < 0.9),
        }
    )
    return table, items_of_table


def counting(n: int) -> Iterable[Figure]:
    """Recount under every policy, with the totals by day, side and voice."""
    from holdfire.terms.policies import policies
    from holdfire.terms.recount import recount
    from holdfire.terms.totals import totals

    table, items_of_table = made_items(n, SEED)

    def work() -> bool:
        items = items_of_table(table)
        holds = True
        for policy in policies().values():
            counted = recount(items, policy)
            sums = totals(items, counted)
            holds &= int(sums.n.sum()) == int(counted.n.sum())
        return holds

    work_seconds, holds = cpu_seconds(work)
    yield Figure(
        f"recount {n:,} items, six policies",
        work_seconds,
        "CPU s",
        5.0 if n == 1_000_000 else None,
        "lower",
        f"seed {SEED}",
    )
    yield Figure("every total equals the sum of its rows", float(holds), "", 1.0)


def made_facts(n: int, seed: int) -> Any:
    """n incidents within 60 km of a line of 400 points; a third without a place, a tenth without a side."""
    from holdfire.model.lines import Area, LineVersion
    from holdfire.terms.facts import KINDS, TIMED, empty_facts
    from holdfire.terms.geometry import Geometry

    rng = np.random.default_rng(seed)
    lon = np.linspace(45, 47, 400)
    path = tuple(zip(lon.tolist(), (40 + 0.2 * np.sin(lon * 9)).tolist(), strict=True))
    line = LineVersion("loc", "line_of_contact", "bench", None, None, 500.0, (path,))
    ring = ((45.4, 39.9), (45.8, 39.9), (45.8, 40.3), (45.4, 40.3), (45.4, 39.9))
    zone = Area("z", "storage_site", None, "bench", None, None, 200.0, ((ring,),))
    lat, longitude = 40 + rng.uniform(-0.6, 0.6, n), rng.uniform(45, 47, n)
    lat[rng.random(n) < 0.33] = np.nan
    low = 1_770_000_000 + rng.uniform(0, 300 * 86_400, n)
    high = low + rng.choice([0, 600, 86_399], n)
    p = np.where(rng.random(n) < 0.1, np.nan, rng.random(n))
    columns = {
        "occurred_low": low,
        "occurred_high": high,
        "p_exists": rng.beta(4, 1, n),
        "p_side.A": p,
        "p_side.B": 1 - p,
    }
    for name, scale in (("calibre_mm", 200), ("count", 50), ("killed", 3), ("hurt", 6)):
        value = np.where(rng.random(n) < 0.5, np.floor(rng.random(n) * scale), np.nan)
        columns |= {f"{name}_low": value, f"{name}_high": value}
    for act in TIMED:
        for party in ("A", "B"):
            at = np.where(rng.random(n) < 0.3, low + rng.normal(3600, 20_000, n), np.nan)
            columns |= {f"{act}_low.{party}": at, f"{act}_high.{party}": at}
    kind = rng.integers(0, len(KINDS), n).astype(np.int8)
    kinds = (1 << kind.astype(np.uint32)) | (1 << rng.integers(0, len(KINDS), n).astype(np.uint32))
    speaks = {party: rng.random(n) < 0.5 for party in ("A", "B")}
    return empty_facts(
        n, ("A", "B"), ids=[f"inc-{i}" for i in range(n)], kind=kind, kinds=kinds.astype(np.uint32), columns=columns, speaks=speaks,
        geometry=Geometry(lat, longitude, np.full(n, 300.0), (line,), (zone,)),
    )  # fmt: skip


def made_clauses(n: int) -> list[Any]:
    """n clauses: those of the template and of Minsk, each with its own numbers, so that no answer is shared by all."""
    from dataclasses import replace
    from importlib import resources
    from pathlib import Path

    from holdfire.terms.agreement import read_agreement

    folder = Path(str(resources.files("holdfire.data"))) / "agreements"
    template = read_agreement(folder / "template.toml")
    minsk = read_agreement(folder / "minsk-2015.toml")
    base = [c for a in (template, minsk) for c in a.clauses if c.is_executable and c.in_force == "in_force"]

    def shifted(expression: Any, by: int) -> Any:
        args = {
            k: v + by * 0.01 if k in ("km", "hours", "minutes") else v for k, v in expression.args.items()
        }
        return replace(expression, args=args, parts=tuple(shifted(p, by) for p in expression.parts))

    found = []
    for number in range(n):
        clause = base[number % len(base)]
        found.append(
            replace(
                clause, clause_id=f"{clause.clause_id}-{number}", parties=("A", "B"),
                covers=tuple(shifted(e, number) for e in clause.covers), breach=tuple(shifted(e, number) for e in clause.breach or ()),
                exceptions=tuple(replace(x, when=tuple(shifted(e, number) for e in x.when)) for x in clause.exceptions),
            )
        )  # fmt: skip
    return found


def judging(n: int, n_clauses: int) -> Iterable[Figure]:
    """Every clause over every incident, each with the codes of every predicate and exception (the trace, by columns)."""
    from holdfire.terms.evaluate import evaluate
    from holdfire.terms.expressions import Evaluation
    from holdfire.terms.standards import example_bars
    from holdfire.terms.trace import reason, trace_rows

    facts, clauses = made_facts(n, SEED), made_clauses(n_clauses)
    bars = example_bars(c.breach_type for c in clauses)
    seconds, judgements = cpu_seconds(lambda: list(evaluate(clauses, facts, bars)))
    codes = sum(t.codes.size for j in judgements for c in j.conducts for t in c.tried)
    yield Figure(
        f"evaluate {n:,} incidents against {n_clauses} clauses, traces kept", seconds, "CPU s", 20.0 if n == 100_000 else None, "lower",
        f"seed {SEED}; {codes:,} predicate results kept, {len({(j.clause.clause_id) for j in judgements})} clauses",
    )  # fmt: skip
    rng = np.random.default_rng(SEED)
    evaluation = Evaluation(facts)
    sample = [(judgements[int(rng.integers(len(judgements)))], int(rng.integers(n))) for _ in range(2_000)]

    def tell() -> int:
        return sum(
            len(trace_rows(j, facts, row, evaluation)) + len(reason(j, facts, row, evaluation))
            for j, row in sample
        )

    seconds, _ = cpu_seconds(tell)
    yield Figure(
        "sentences of a trace, for one finding", seconds / len(sample) * 1000, "CPU ms", None, "lower"
    )


def agreements() -> Iterable[Figure]:
    """The share of the shipped files' own cases that hold."""
    from importlib import resources
    from pathlib import Path

    from holdfire.terms.agreement import read_agreement
    from holdfire.terms.examples import run_examples

    folder = Path(str(resources.files("holdfire.data")))
    paths = sorted([*folder.glob("agreements/*.toml"), *folder.glob("tavush_2020/agreement/*.toml")])
    ran = [r for path in paths for r in run_examples(read_agreement(path))]
    yield Figure(
        f"cases of {len(paths)} agreement files that hold, of {len(ran)}",
        sum(r.holds for r in ran) / len(ran),
        "",
        1.0,
    )
