"""Counts: a policy switch, a table by day and claim, and the rows that every number stands for."""

from typing import Any

from ..page import Ask, Page
from ..registers import rows


def counts(ask: Ask) -> dict[str, Any]:
    """`policy` chooses; `day`, `side`, `by` open one number's rows."""
    policies = rows(ask.db, "select * from counting_policy order by policy_id")
    known = [row["policy_id"] for row in policies]
    policy = ask.words.get("policy") or (known[0] if known else "")
    values: dict[str, Any] = {"p": policy}
    table = rows(
        ask.db,
        """
        select local_day, accused_party, claimed_by, n_low, n, n_high, n_items from count_row
        where policy_id = $p order by local_day, accused_party, claimed_by limit 2000
        """,
        values,
    )
    values |= {"day": ask.words.get("day") or None, "side": ask.words.get("side") or None}
    items = rows(
        ask.db,
        """
        select * from count_item
        where policy_id = $p and ($day is null or local_day = try_cast($day as date)) and ($side is null or accused_party = $side)
        order by local_day, item_id limit 300
        """,
        values,
    )
    return {"policies": policies, "policy": policy, "rows": table, "items": items}


PAGES = (Page("/counts", "counts", "counts.html", counts, rows="rows"),)
