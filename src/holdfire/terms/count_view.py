"""What `holdfire count` shows, from count_row: per day and voice under every policy, or one policy in the chosen columns.

A number is never printed without its policy; "12-18" is low to high; a plus says that nothing bounds it above.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from holdfire.model.errors import Misuse
from holdfire.model.mandate import Mandate
from holdfire.model.register import fetch_dicts

if TYPE_CHECKING:
    import duckdb

BY = {"day": "local_day", "side": "accused_party", "voice": "claimed_by", "place": "place"}
"""What `--by` can group by, and the column of count_item behind it. side: who is said to have done it."""


def shown(n_low: int, n: int, n_high: int, is_open: bool) -> str:
    """12, 12 (8-15), 12+ : best, with the range where there is one, a plus where it is open above."""
    span = f" ({n_low}-{n_high})" if (n_low, n_high) != (n, n) else ""
    return f"{n}{'+' if is_open else ''}{span}"


def overview(db: "duckdb.DuckDBPyConnection", mandate: Mandate) -> list[dict[str, Any]]:
    """One row a day of the mandate's period: {"day", policy: {voice: {n_low, n, n_high, is_open}}}; a silent day is there."""
    rows = fetch_dicts(
        db,
        """
        select policy_id, local_day, claimed_by, sum(n_low)::integer as n_low, sum(n)::integer as n, sum(n_high)::integer as n_high,
               bool_or(is_open) as is_open
        from count_row where local_day between $start and $end group by all order by all
        """,
        {"start": mandate.period.start, "end": mandate.period.end},
    )
    days: dict[date, dict[str, Any]] = {}
    for offset in range((mandate.period.end - mandate.period.start).days + 1):
        day = mandate.period.start + timedelta(days=offset)
        days[day] = {"day": day.isoformat(), **{policy: {} for policy in mandate.counting_policies}}
    for row in rows:
        cell = days[row["local_day"]].setdefault(row["policy_id"], {})
        cell[row["claimed_by"]] = {k: row[k] for k in ("n_low", "n", "n_high", "is_open")}
    return list(days.values())


def outside(db: "duckdb.DuckDBPyConnection", mandate: Mandate) -> int:
    """How many items that count lie on days outside the mandate's period."""
    row = db.execute(
        """
        select count(distinct item_id) from count_item
        where n > 0 and (local_day < $start or local_day > $end)
        """,
        {"start": mandate.period.start, "end": mandate.period.end},
    ).fetchone()
    return int(row[0]) if row else 0


def grouped(db: "duckdb.DuckDBPyConnection", policy_id: str, by: Sequence[str]) -> list[dict[str, Any]]:
    """Sums of count_item under one policy. Raises Misuse for an unknown policy or column."""
    unknown = [name for name in by if name not in BY]
    if unknown:
        raise Misuse(f"--by: found {', '.join(unknown)}, expected some of {', '.join(BY)}")
    known = [
        row[0] for row in db.execute("select policy_id from counting_policy order by policy_id").fetchall()
    ]
    if policy_id not in known:
        raise Misuse(
            f"--policy: found {policy_id!r}, expected one of {', '.join(known) or 'none: investigate first'}"
        )
    columns = ", ".join(f"coalesce({BY[name]}::varchar, 'not_stated') as {name}" for name in by)
    return fetch_dicts(
        db,
        f"""
        select {columns}, sum(n_low)::integer as n_low, sum(n)::integer as n, sum(n_high)::integer as n_high,
               bool_or(is_open and n > 0) as is_open, count(*) filter (n > 0)::integer as n_items
        from count_item where policy_id = $policy and n_high > 0 group by all order by all
        """,
        {"policy": policy_id},
    )
