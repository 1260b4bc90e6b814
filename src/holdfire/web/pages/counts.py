"""Counts: a policy switch, a table by day and claim, the rows that every number stands for, and why two numbers differ."""

from datetime import date
from typing import Any

from holdfire.model.errors import Misuse
from holdfire.model.register import fetch_dicts
from holdfire.terms.explain import explain

from ..page import Ask, Page

MOST_ROWS = 2000
MOST_LINES = 40


def counts(ask: Ask) -> dict[str, Any]:
    """`policy` chooses; `day`, `side` open one number's rows; `left`, `right` and `on` ask for the gap between two."""
    policies = ask.once("policies", "select * from counting_policy order by policy_id")
    known = [row["policy_id"] for row in policies]
    first = next((p for p in ask.case.mandate.counting_policies if p in known), known[0] if known else "")
    policy = ask.words.get("policy") or first
    table = fetch_dicts(
        ask.db,
        f"""
        select local_day, accused_party, claimed_by, n_low, n, n_high, n_items, is_open from count_row
        where policy_id = $p order by local_day, accused_party, claimed_by limit {MOST_ROWS}
        """,
        {"p": policy},
    )
    values = {"p": policy, "day": ask.words.get("day") or None, "side": ask.words.get("side") or None}
    items = fetch_dicts(
        ask.db,
        """
        select * from count_item
        where policy_id = $p and ($day is null or local_day = try_cast($day as date))
          and ($side is null or coalesce(accused_party, 'not_stated') = $side)
        order by local_day, item_id limit 300
        """,
        values,
    )
    days = ask.once("counted days", "select distinct local_day as day from count_row order by day limit 500")
    return {
        "policies": policies,
        "policy": policy,
        "rows": table,
        "items": items,
        "chosen": {key: value for key, value in values.items() if key != "p" and value},
        "choices": {
            "policies": known,
            "parties": [party.id for party in ask.case.mandate.parties],
            "days": [str(row["day"]) for row in days],
        },
        "gap": _gap(ask, policy),
    }


def _gap(ask: Ask, policy: str) -> dict[str, Any]:
    """The waterfall between two policies, two parties or two days; what is wrong with the question, if anything is."""
    left, right, on = (ask.words.get(key, "").strip()[:100] for key in ("left", "right", "on"))
    asked = {"left": left, "right": right, "on": on, "error": None, "waterfall": None}
    if not left or not right:
        return asked
    try:
        day = date.fromisoformat(on) if on else None
        found = explain(ask.db, ask.case.mandate, left, right, policy=policy, day=day).as_json()
    except ValueError:
        return asked | {"error": f"on: found {on!r}, expected a day like 2020-07-14"}
    except Misuse as error:
        return asked | {"error": str(error)}
    for step in found["steps"]:
        step["n_rows"] = len(step["rows"])
        step["rows"] = step["rows"][:MOST_LINES]
    return asked | {"waterfall": found}


PAGES = (
    Page(
        "/counts",
        "counts",
        "counts.html",
        counts,
        rows="rows",
        words=("policy", "day", "side", "left", "right", "on"),
    ),
)
