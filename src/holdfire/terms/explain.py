"""Why two numbers differ, row by row: two policies, two parties, or two days; every waterfall closes.

A waterfall begins at the first number, ends at the second, and each step is a sum over named rows. That the steps add
up to the difference is checked where it is made (`closed`), not hoped for. Reads count_item; decides nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from holdfire.model.errors import Misuse
from holdfire.model.mandate import Mandate
from holdfire.model.register import fetch_dicts

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Line:
    """One row of the gap: what it counts on the left and on the right, and why."""

    row: str
    left: int
    right: int
    says: str

    @property
    def gap(self) -> int:
        return self.right - self.left


@dataclass(frozen=True)
class WaterfallStep:
    """A named part of the gap, with its rows."""

    name: str
    lines: tuple[Line, ...]

    @property
    def gap(self) -> int:
        return sum(line.gap for line in self.lines)


@dataclass(frozen=True)
class Waterfall:
    """From `start` to `end`. about says what is compared, under which policy and on which days."""

    left: str
    right: str
    about: str
    start: int
    end: int
    steps: tuple[WaterfallStep, ...]
    notes: tuple[str, ...] = field(default=())

    @property
    def closed(self) -> bool:
        """Do the steps add up to the difference?"""
        return self.start + sum(step.gap for step in self.steps) == self.end

    def as_json(self) -> dict[str, Any]:
        return {
            "left": self.left, "right": self.right, "about": self.about, "start": self.start, "end": self.end, "closed": self.closed,
            "notes": list(self.notes),
            "steps": [
                {
                    "name": step.name, "gap": step.gap,
                    "rows": [{"row": x.row, "left": x.left, "right": x.right, "gap": x.gap, "says": x.says} for x in step.lines],
                }
                for step in self.steps
            ],
        }  # fmt: skip


def explain(
    db: "duckdb.DuckDBPyConnection",
    mandate: Mandate,
    left: str,
    right: str,
    *,
    policy: str | None = None,
    day: date | None = None,
) -> Waterfall:
    """Two policy ids, two party ids, or two days (ISO). Raises Misuse where the two are not of one kind.

    policy  for parties and days: under which policy; default the mandate's first
    day     for policies and parties: that local day only
    """
    known = {row[0] for row in db.execute("select policy_id from counting_policy").fetchall()}
    chosen = policy or mandate.counting_policies[0]
    if chosen not in known:
        raise Misuse(
            f"policy: found {chosen!r}, expected one of {', '.join(sorted(known)) or 'none: investigate first'}"
        )
    if left in known and right in known:
        result = between_policies(db, left, right, day)
    elif {left, right} <= {party.id for party in mandate.party}:
        result = between_parties(db, left, right, chosen, day)
    elif _is_day(left) and _is_day(right):
        result = between_days(db, date.fromisoformat(left), date.fromisoformat(right), chosen)
    else:
        raise Misuse(
            f"--explain: found {left!r} and {right!r}, expected two policies ({', '.join(sorted(known))}), two parties "
            f"({', '.join(p.id for p in mandate.party)}) or two days (2020-07-16)"
        )
    assert result.closed, f"the steps from {left} to {right} do not add up: a bug"
    return result


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _steps(parts: Iterable[tuple[str, Line]]) -> tuple[WaterfallStep, ...]:
    """Lines gathered by step name; those that change nothing are left out. Largest change first, then by name."""
    by_name: dict[str, list[Line]] = defaultdict(list)
    for name, line in parts:
        if line.gap:
            by_name[name].append(line)
    found = [
        WaterfallStep(name, tuple(sorted(lines, key=lambda x: (-abs(x.gap), x.row))))
        for name, lines in by_name.items()
    ]
    return tuple(sorted(found, key=lambda step: (-abs(step.gap), step.name)))


def between_policies(db: "duckdb.DuckDBPyConnection", left: str, right: str, day: date | None) -> Waterfall:
    """The same rows under two policies: each row's two numbers, with both reasons."""
    rows = fetch_dicts(
        db,
        """
        select a.item_id, a.n as l, b.n as r, a.step as l_step, b.step as r_step, a.why as l_why, b.why as r_why
        from count_item a join count_item b on b.item_id = a.item_id and b.policy_id = $right
        where a.policy_id = $left and ($day is null or a.local_day = $day)
        order by a.item_id
        """,
        {"left": left, "right": right, "day": day},
    )
    steps = _steps(
        (
            f"{row['l_step']} -> {row['r_step']}",
            Line(row["item_id"], row["l"], row["r"], f"{left}: {row['l_why']}. {right}: {row['r_why']}"),
        )
        for row in rows
    )
    about = f"{left} against {right}{_on(day)}"
    return Waterfall(left, right, about, sum(r["l"] for r in rows), sum(r["r"] for r in rows), steps)


def _on(day: date | None) -> str:
    return f", on {day}" if day else ""


def _counted(
    db: "duckdb.DuckDBPyConnection", policy: str, party: str, day: date | None
) -> list[dict[str, Any]]:
    return fetch_dicts(
        db,
        """
        select item_id, coalesce(incident_id, item_id) as incident_id, n, why, place, accused_party, local_day from count_item
        where policy_id = $policy and claimed_by = $party and ($day is null or local_day = $day)
        order by item_id
        """,
        {"policy": policy, "party": party, "day": day},
    )


def between_parties(
    db: "duckdb.DuckDBPyConnection", left: str, right: str, policy: str, day: date | None
) -> Waterfall:
    """What each counts, incident by incident: told by both, by one, or told by the other without counting."""
    sides = [_by_incident(_counted(db, policy, party, day)) for party in (left, right)]
    spoken = [set(side) for side in sides]
    parts = []
    for incident in sorted(spoken[0] | spoken[1]):
        n = [sum(row["n"] for row in side.get(incident, [])) for side in sides]
        rows = [row for side in sides for row in side.get(incident, [])]
        name = _party_step(left, right, n, [incident in told for told in spoken])
        says = "; ".join(
            f"{row['item_id']} at {row['place'] or 'a place not stated'}: {row['n']} ({row['why']})"
            for row in rows
        )
        parts.append((name, Line(incident, n[0], n[1], says)))
    starts = [sum(row["n"] for rows in side.values() for row in rows) for side in sides]
    notes = (
        f"{left} counts what it says others did, {right} what it says others did: the two numbers are not about the same acts.",
        *_whom(left, sides[0]),
        *_whom(right, sides[1]),
    )
    about = f"what {left} counts against what {right} counts, as {policy}{_on(day)}"
    return Waterfall(left, right, about, starts[0], starts[1], _steps(parts), notes)


def _by_incident(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["incident_id"]].append(row)
    return found


def _party_step(left: str, right: str, n: Sequence[int], told: Sequence[bool]) -> str:
    if all(told):
        return "told by both, counted differently"
    return f"told by {left} alone" if told[0] else f"told by {right} alone"


def _whom(party: str, side: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[str]:
    accused: dict[str, int] = defaultdict(int)
    for rows in side.values():
        for row in rows:
            accused[row["accused_party"] or "nobody named"] += row["n"]
    told = ", ".join(f"{n} by {whose}" for whose, n in sorted(accused.items()) if n)
    return [f"{party} counts {told}."] if told else [f"{party} counts nothing."]


def between_days(db: "duckdb.DuckDBPyConnection", left: date, right: date, policy: str) -> Waterfall:
    """The first day's rows go, the second day's come: by claimant, accused and place."""
    rows = fetch_dicts(
        db,
        """
        select claimed_by, coalesce(accused_party, 'nobody named') as accused, coalesce(place, 'a place not stated') as place,
               coalesce(sum(n) filter (local_day = $left), 0)::integer as l, coalesce(sum(n) filter (local_day = $right), 0)::integer as r,
               string_agg(item_id, ', ' order by item_id) filter (n > 0) as items
        from count_item where policy_id = $policy and local_day in ($left, $right)
        group by all order by all
        """,
        {"policy": policy, "left": left, "right": right},
    )
    steps = _steps(
        (
            f"{row['claimed_by']} of {row['accused']}",
            Line(row["place"], row["l"], row["r"], row["items"] or ""),
        )
        for row in rows
    )
    about = f"{left} against {right}, as {policy}"
    return Waterfall(
        str(left), str(right), about, sum(r["l"] for r in rows), sum(r["r"] for r in rows), steps
    )
