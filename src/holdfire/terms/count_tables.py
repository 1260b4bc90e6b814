"""Items under every policy of the mandate -> counting_policy, count_item, count_row."""

from typing import TYPE_CHECKING, Any

import numpy as np

from holdfire.model.mandate import Mandate
from holdfire.model.policies import CountingPolicy
from holdfire.model.register import insert_rows

from .count_reasons import SHORT, sentence
from .items import KINDS, Items, items_of_register
from .policies import chosen
from .recount import Counted, recount
from .totals import totals

if TYPE_CHECKING:
    import duckdb


def write_counts(db: "duckdb.DuckDBPyConnection", mandate: Mandate) -> None:
    """statement, member -> counting_policy, count_item, count_row: every statement under every policy of the mandate.

    A statement that counts nothing has its row too, with the reason. Raises Misuse for a policy that nobody knows.
    """
    items = items_of_register(db, mandate.time_zone)
    for policy in chosen(mandate.counting_policies):
        counted = recount(items, policy)
        insert_rows(db, "counting_policy", [_policy_row(policy)])
        _insert_items(db, items, counted)
        insert_rows(db, "count_row", count_rows(items, counted))


def _policy_row(policy: CountingPolicy) -> dict[str, Any]:
    return {key: getattr(policy, key) for key in ("policy_id", "title", "unit", "note", "source")}


def _insert_items(db: "duckdb.DuckDBPyConnection", items: Items, counted: Counted) -> None:
    """Row by row, with a sentence each: what every total resolves to."""
    if not len(items):
        return
    import pyarrow as pa

    ids = items.item_id.to_pylist()
    incidents = items.incidents.to_pylist() if items.incidents is not None else []
    is_event = counted.policy.unit == "event"
    kinds = [KINDS[k] if k >= 0 else "other" for k in items.kind]
    leaders = [ids[i] if i >= 0 else None for i in counted.leader]
    day = np.asarray(items.day, "datetime64[D]")

    def words(codes: np.ndarray, names: tuple[str, ...], silent: str | None) -> list[str | None]:
        return [None if names[c] == silent else names[c] for c in codes]

    table = pa.table(
        {
            "policy_id": [counted.policy.policy_id] * len(ids),
            "item_id": ids,
            "incident_id": [incidents[i] for i in items.incident],
            "local_day": pa.array(day),
            "accused_party": [None] * len(ids)
            if is_event
            else words(items.accused, items.accusable, "not_stated"),
            "claimed_by": words(items.claimed_by, items.claimants, None),
            "place": words(items.place, items.places, "not_stated"),
            "n_low": counted.n_low,
            "n": counted.n,
            "n_high": counted.n_high,
            "is_open": counted.is_open,
            "step": [SHORT[w] for w in counted.why],
            "leader_id": pa.array(leaders, pa.string()),
            "why": [
                sentence(int(w), counted.policy, leader, kind)
                for w, leader, kind in zip(counted.why, leaders, kinds, strict=True)
            ],
        }
    )
    columns = ", ".join(table.column_names)
    db.register("_count_items", table)
    try:
        db.execute(f"insert into count_item ({columns}) select {columns} from _count_items")
    finally:
        db.unregister("_count_items")


def count_rows(items: Items, counted: Counted) -> list[dict[str, Any]]:
    """Totals by day, accused and claimant, as rows of count_row."""
    sums = totals(items, counted)
    rows = []
    for i in range(len(sums.day)):
        rows.append(
            {
                "policy_id": counted.policy.policy_id,
                "local_day": np.datetime64(int(sums.day[i]), "D").astype(object),
                "accused_party": items.accusable[sums.accused[i]] if sums.accused[i] >= 0 else "not_stated",
                "claimed_by": items.claimants[sums.claimed_by[i]] if sums.claimed_by[i] >= 0 else "anybody",
                "n_low": int(sums.n_low[i]),
                "n": int(sums.n[i]),
                "n_high": int(sums.n_high[i]),
                "n_items": int(sums.n_items[i]),
                "is_open": bool(sums.is_open[i]),
            }
        )
    return rows
