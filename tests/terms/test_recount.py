"""Counting: published totals that add up, the edges people argue about, and a slow obvious twin on random registers."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfire.terms.items import Items, items_of_register, items_of_table, unit_class
from holdfire.terms.policies import policies
from holdfire.terms.recount import EVENT_TYPES, recount
from holdfire.terms.totals import totals

Fill = Callable[..., duckdb.DuckDBPyConnection]
NOON = datetime.fromisoformat("2020-07-14T08:00")


def observed(
    make: Any, number: int, observation: str, count: int, description: str | None = None, **more: Any
) -> Any:
    row = {
        "speaker_party": "OSCE",
        "observation": observation,
        "count": count,
        "count_low": count,
        "count_high": count,
    }
    row |= {
        "description": description,
        "occurred_earliest": NOON,
        "occurred_latest": NOON,
        "kind": "violation_unspecified",
    }
    return make.statement(f"s{number:03}", **(row | more))


def total(db: duckdb.DuckDBPyConnection, policy: str) -> int:
    return int(recount(items_of_register(db, "UTC"), policies()[policy]).n.sum())


GOLDEN = [  # total, components as (observation, description, count); field guide 4.3
    (31_076, [("explosion", None, 10_065), ("projectile", None, 4_877), ("muzzle_flash", None, 227), ("illumination_flare", None, 107),
              ("burst", None, 15_800)]),
    (6_294, [("explosion", None, 2_660), ("projectile", None, 911), ("muzzle_flash", None, 90), ("illumination_flare", None, 54),
             ("shot", None, 2_579)]),
    (75, [("explosion", None, 3), ("projectile", None, 21), ("shot", None, 51)]),
    (323, [("explosion", "impact", 3), ("explosion", "airburst", 29), ("explosion", "outgoing", 76),
           ("explosion", "undetermined", 215)]),
]  # fmt: skip


@pytest.mark.parametrize(("published", "parts"), GOLDEN)
def test_the_missions_published_totals_come_out_as_items(
    fill: Fill, make: Any, published: int, parts: list[tuple[str, str | None, int]]
) -> None:
    rows = [observed(make, i, what, n, how) for i, (what, how, n) in enumerate(parts)]
    db = fill(
        statement=rows,
        incident=[make.incident("inc-1")],
        member=[make.member("inc-1", r["statement_id"]) for r in rows],
    )
    assert total(db, "smm-item") == published


def test_flash_flight_and_impact_of_one_round_are_three_items_and_one_shot(fill: Fill, make: Any) -> None:
    rows = [
        observed(make, 1, "muzzle_flash", 1),
        observed(make, 2, "projectile", 1),
        observed(make, 3, "explosion", 1, "impact"),
    ]
    db = fill(
        statement=rows,
        incident=[make.incident("inc-1")],
        member=[make.member("inc-1", r["statement_id"]) for r in rows],
    )
    assert total(db, "smm-item") == 3
    assert total(db, "shots") == 1
    assert total(db, "shelling") == 1
    assert total(db, "jfo-episode") == 1


def test_of_323_explosions_at_least_162_and_at_most_323_rounds(fill: Fill, make: Any) -> None:
    rows = [observed(make, i, what, n, how) for i, (what, how, n) in enumerate(GOLDEN[3][1])]
    db = fill(
        statement=rows,
        incident=[make.incident("inc-1")],
        member=[make.member("inc-1", r["statement_id"]) for r in rows],
    )
    counted = recount(items_of_register(db, "UTC"), policies()["shots"])
    assert (counted.n_low.sum(), counted.n.sum(), counted.n_high.sum()) == (162, 247, 323)


@pytest.mark.parametrize(("pause_s", "episodes"), [(0, 1), (3599, 1), (3600, 1), (3601, 2), (86_400, 2)])
def test_a_pause_of_exactly_one_hour_stays_in_the_episode(
    fill: Fill, make: Any, pause_s: int, episodes: int
) -> None:
    later = NOON + timedelta(seconds=pause_s)
    rows = [
        make.statement("s1", kind="mortar", speaker_party="ARM", accused_party="AZE", occurred_earliest=NOON, occurred_latest=NOON),
        make.statement("s2", kind="mortar", speaker_party="ARM", accused_party="AZE", occurred_earliest=later, occurred_latest=later),
    ]  # fmt: skip
    assert total(fill(statement=rows), "jfo-episode") == episodes


def test_a_denial_a_threat_and_damage_count_nothing_and_say_so(fill: Fill, make: Any) -> None:
    rows = [
        make.statement("s1", kind="artillery", modality="denied"),
        make.statement("s2", kind="artillery", negated=True),
        make.statement("s3", kind="artillery", modality="threatened"),
        make.statement("s4", kind="damage", count=35, unit="houses"),
    ]
    db = fill(statement=rows)
    assert all(total(db, policy) == 0 for policy in policies())


def test_two_reports_of_one_telling_count_once_the_larger(fill: Fill, make: Any) -> None:
    same = {"kind": "mortar", "speaker_party": "ARM", "accused_party": "AZE", "unit": "rounds"}
    rows = [make.statement("s1", count=4, **same), make.statement("s2", count=6, **same)]
    db = fill(
        statement=rows,
        incident=[make.incident("inc-1")],
        member=[make.member("inc-1", s) for s in ("s1", "s2")],
    )
    assert total(db, "smm-item") == 6


@pytest.mark.parametrize(("minutes", "rounds"), [(0, 4), (15, 4), (16, 6), (40, 6)])
def test_two_salvos_of_one_incident_at_two_times_are_not_copies(
    fill: Fill, make: Any, minutes: int, rounds: int
) -> None:
    later = NOON + timedelta(minutes=minutes)
    same = {"kind": "mortar", "speaker_party": "ARM", "accused_party": "AZE", "unit": "rounds"}
    rows = [
        make.statement("s1", count=4, occurred_earliest=NOON, occurred_latest=NOON, **same),
        make.statement("s2", count=2, occurred_earliest=later, occurred_latest=later, **same),
    ]
    db = fill(
        statement=rows,
        incident=[make.incident("inc-1")],
        member=[make.member("inc-1", s) for s in ("s1", "s2")],
    )
    assert total(db, "smm-item") == rounds
    assert total(db, "jfo-episode") == 1


def test_nine_violations_with_137_rounds_are_137_items(fill: Fill, make: Any) -> None:
    same = {"kind": "small_arms", "speaker_party": "ARM", "accused_party": "AZE"}
    rows = [
        make.statement("s1", count=9, unit="violations", **same),
        make.statement("s2", count=137, unit="rounds", hedge="about", **same),
    ]
    db = fill(
        statement=rows,
        incident=[make.incident("inc-1")],
        member=[make.member("inc-1", s) for s in ("s1", "s2")],
    )
    counted = recount(items_of_register(db, "UTC"), policies()["smm-item"])
    assert counted.n.sum() == 137
    assert (counted.n_low.sum(), counted.n_high.sum()) == (123, 151)  # "about": a tenth either side


def test_over_120_violations_are_open_above(fill: Fill, make: Any) -> None:
    row = make.statement(
        "s1", count=120, count_low=120, hedge="more than", unit="violations", speaker_party="ARM"
    )
    counted = recount(items_of_register(fill(statement=[row]), "UTC"), policies()["smm-item"])
    assert counted.n.tolist() == [120]
    assert counted.is_open.tolist() == [True]


def test_an_acled_event_has_no_side(fill: Fill, make: Any) -> None:
    both = [
        make.statement(f"s-{a}", kind="artillery", speaker_party=a, accused_party=b, places='[{"place_id": "x"}]',
                       occurred_earliest=NOON, occurred_latest=NOON)
        for a, b in (("ARM", "AZE"), ("AZE", "ARM"))
    ]  # fmt: skip
    items = items_of_register(fill(statement=both), "UTC")
    sums = totals(items, recount(items, policies()["acled-event"]))
    assert sums.n.tolist() == [1]
    assert sums.accused.tolist() == sums.claimed_by.tolist() == [-1]


def test_the_hours_around_midnight_belong_to_the_local_day(fill: Fill, make: Any) -> None:
    at = datetime.fromisoformat("2020-07-13T20:30")  # 00:30 on the 14th in Yerevan
    row = make.statement("s1", kind="mortar", occurred_earliest=at, occurred_latest=at)
    items = items_of_register(fill(statement=[row]), "Asia/Yerevan")
    assert np.datetime64(int(items.day[0]), "D") == np.datetime64("2020-07-14")


@pytest.mark.parametrize(
    ("word", "unit"),
    [("rounds", 1), ("120 mm mortar rounds", 1), ("violations", 2), ("times", 2), ("раз", 2), ("dəfə", 2), ("снарядов", 1),
     ("houses", 3), ("uav", 3), ("minutes between salvos", 1), ("", 0), ("timetable", 3)],
)  # fmt: skip
def test_what_a_number_counts_is_the_documents_own_word(word: str, unit: int) -> None:
    assert unit_class(word) == unit


# the slow, obvious twin

ROW = st.fixed_dictionaries(
    {
        "incident": st.sampled_from(["i1", "i2", "i3"]),
        "kind": st.sampled_from(
            ["mortar", "small_arms", "violation_unspecified", "incursion", "damage", "uav", "calm"]
        ),
        "observation": st.sampled_from(
            [None, None, "explosion", "projectile", "muzzle_flash", "illumination_flare", "burst"]
        ),
        "description": st.sampled_from([None, "impact", "outgoing", "undetermined"]),
        "claimed_by": st.sampled_from(["ARM", "AZE", "OSCE"]),
        "accused": st.sampled_from(["ARM", "AZE", "not_stated"]),
        "place": st.sampled_from(["p1", "p2"]),
        "t_low": st.integers(0, 40).map(lambda n: 1_594_600_000 + n * 1800),
        "width": st.sampled_from([0, 0, 600, 7200]),
        "count": st.sampled_from([None, 0.0, 1.0, 3.0, 40.0]),
        "unit": st.sampled_from([None, "rounds", "violations", "houses"]),
        "is_alleged": st.sampled_from([True, True, True, False]),
    }
)
FIRE = {"mortar", "small_arms", "violation_unspecified"}
STAGES = {"muzzle_flash": 0, "projectile": 1, "explosion": 2}


def as_items(rows: list[dict[str, Any]]) -> tuple[Items, list[dict[str, Any]]]:
    rows = [
        row
        | {
            "item_id": f"x{i:03}",
            "t_high": row["t_low"] + row["width"],
            "day": (row["t_low"] + row["width"] // 2) // 86_400,
        }
        for i, row in enumerate(rows)
    ]
    rows.sort(key=lambda r: (r["t_low"], r["item_id"]))
    columns = {
        name: pa.array([row[name] for row in rows], kind)
        for name, kind in [
            ("item_id", pa.string()), ("incident", pa.string()), ("kind", pa.string()), ("observation", pa.string()),
            ("description", pa.string()), ("claimed_by", pa.string()), ("accused", pa.string()), ("place", pa.string()),
            ("day", pa.int32()), ("t_low", pa.int64()), ("t_high", pa.int64()), ("count", pa.float64()), ("unit", pa.string()),
            ("is_alleged", pa.bool_()),
        ]
    }  # fmt: skip
    columns["count_low"] = columns["count_high"] = pa.nulls(len(rows), pa.float64())
    columns["hedge"] = pa.nulls(len(rows), pa.string())
    return items_of_table(pa.table(columns)), rows


def slow(rows: list[dict[str, Any]], policy: str) -> int:
    """The total, by loops and dictionaries, straight from the policies' words."""
    alleged = [
        r
        for r in rows
        if r["is_alleged"] and not (r["count"] == 0 and (r["observation"] or r["unit"] != "houses"))
    ]
    fire = [r for r in alleged if r["kind"] in FIRE or r["observation"]]
    not_flares = lambda rs: [r for r in rs if r["observation"] != "illumination_flare"]  # noqa: E731
    if policy in ("smm-item", "shots"):
        tellings: dict[Any, list[Any]] = defaultdict(list)
        for r in fire if policy == "smm-item" else not_flares(fire):
            what = r["observation"] or r["kind"]
            tellings[r["incident"], r["claimed_by"], r["accused"], what, r["description"]].append(r)
        numbers = {key: sum(_speaks(same) for same in _at_one_time(group)) for key, group in tellings.items()}
        if policy == "smm-item":
            return sum(numbers.values())
        chains: dict[Any, list[int]] = defaultdict(lambda: [0, 0, 0])
        alone = 0
        for (incident, voice, whom, what, how), n in numbers.items():
            stage = STAGES.get(what)
            if stage is None:
                alone += n
            else:
                chains[incident, voice, whom][0 if how == "outgoing" and what == "explosion" else stage] += n
        return alone + sum(max(chain) for chain in chains.values())
    if policy == "jfo-episode":
        places: dict[Any, list[Any]] = defaultdict(list)
        for r in not_flares(fire):
            places[r["claimed_by"], r["accused"], r["place"]].append(r)
        n = 0
        for group in places.values():
            until = None
            for r in group:
                n += until is None or r["t_low"] - until > 3600
                until = r["t_high"] if until is None else max(until, r["t_high"])
        return n
    if policy == "shelling":
        shellings: dict[Any, float] = defaultdict(float)
        for r in not_flares(fire):
            if r["kind"] == "mortar" or r["observation"] in STAGES:
                unit = "rounds" if r["observation"] else r["unit"]
                number = r["count"] if r["count"] and unit == "violations" else 1
                key = (r["incident"], r["claimed_by"], r["accused"])
                shellings[key] = max(shellings[key], number)
        return int(sum(shellings.values()))
    acts = [r for r in not_flares(alleged) if r["kind"] in FIRE | {"incursion", "uav"} or r["observation"]]
    if policy == "place-day":
        return len({(r["place"], r["day"], r["claimed_by"], r["accused"]) for r in acts})
    kinds = {"mortar": 1, "uav": 2}
    events = {
        (r["place"], r["day"], EVENT_TYPES[1 if r["observation"] == "explosion" else kinds.get(r["kind"], 0)])
        for r in acts
    }
    return len(events)


def _at_one_time(group: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Cut where a row begins more than a quarter of an hour after everything before it ended."""
    parts: list[list[dict[str, Any]]] = []
    until = 0
    for r in group:
        if not parts or r["t_low"] - until > 900:
            parts.append([])
        parts[-1].append(r)
        until = max(until, r["t_high"])
    return parts


def _speaks(group: list[dict[str, Any]]) -> int:
    """Of one telling: rounds before violations before no number; then the largest."""
    best = 1
    for wanted in ("violations", "rounds"):
        stated = [
            r["count"]
            for r in group
            if r["count"] is not None and ("rounds" if r["observation"] else r["unit"]) == wanted
        ]
        if stated:
            best = int(max(stated))
    return best


@given(st.lists(ROW, max_size=14))
def test_the_recount_is_what_a_plain_loop_counts(rows: list[dict[str, Any]]) -> None:
    items, ordered = as_items(rows)
    for policy_id, policy in policies().items():
        counted = recount(items, policy)
        assert int(counted.n.sum()) == slow(ordered, policy_id), policy_id
        assert (counted.n_low <= counted.n).all()
        assert (counted.n <= counted.n_high).all()
        sums = totals(items, counted)
        assert int(sums.n.sum()) == int(counted.n.sum())
        assert int(sums.n_high.sum()) == int(counted.n_high.sum())


@given(st.lists(ROW, max_size=10), st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(rows: list[dict[str, Any]], shuffler: Any) -> None:
    mixed = list(rows)
    shuffler.shuffle(mixed)
    for policy in policies().values():
        assert recount(as_items(rows)[0], policy).n.sum() == recount(as_items(mixed)[0], policy).n.sum()
