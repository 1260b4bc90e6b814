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
        select item_id, coalesce(incident_id, item_id) as incident_id, n, why, step, place, accused_party, local_day from count_item
        where policy_id = $policy and claimed_by = $party and ($day is null or local_day = $day)
        order by item_id
        """,
        {"policy": policy, "party": party, "day": day},
    )


def between_parties(
    db: "duckdb.DuckDBPyConnection", left: str, right: str, policy: str, day: date | None
) -> Waterfall:
    """What each counts, incident by incident: told by both, denied by the other, or told by one alone."""
    sides = [_by_incident(_counted(db, policy, party, day)) for party in (left, right)]
    parts = []
    for incident in sorted(set(sides[0]) | set(sides[1])):
        told = [side.get(incident, []) for side in sides]
        n = [sum(row["n"] for row in rows) for rows in told]
        parts.append(
            (_party_step((left, right), told), Line(incident, n[0], n[1], _told((left, right), told)))
        )
    starts = [sum(row["n"] for rows in side.values() for row in rows) for side in sides]
    notes = (
        f"{left} counts what it says others did, {right} what it says others did: the two numbers are not about the same acts.",
        *_whom(left, sides[0]),
        *_whom(right, sides[1]),
        *_stated_numbers((left, right), sides),
    )
    about = f"what {left} counts against what {right} counts, as {policy}{_on(day)}"
    return Waterfall(left, right, about, starts[0], starts[1], _steps(parts), notes)


Rows = Sequence[Mapping[str, Any]]


def _by_incident(rows: Rows) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["incident_id"]].append(row)
    return found


DENIED = "denied or negated"


def _party_step(parties: Sequence[str], told: Sequence[Rows]) -> str:
    """Which part of the gap an incident belongs to, by who speaks of it and how."""
    for one, other in ((0, 1), (1, 0)):
        if told[one] and not told[other]:
            return f"told by {parties[one]} alone"
        if (
            told[other]
            and all(row["step"] == DENIED for row in told[other])
            and any(row["n"] for row in told[one])
        ):
            return f"told by {parties[one]}, denied by {parties[other]}"
    return "told by both, counted differently"


def _told(parties: Sequence[str], told: Sequence[Rows]) -> str:
    """The rows that count, with their reasons; those that do not, by their reason's name and number."""
    parts = []
    for party, rows in zip(parties, told, strict=True):
        parts += [
            f"{party} {row['item_id']} at {row['place'] or 'a place not stated'}: {row['n']} ({row['why']})"
            for row in rows
            if row["n"]
        ]
        silent: dict[str, int] = defaultdict(int)
        for row in rows:
            silent[row["step"]] += not row["n"]
        if any(silent.values()):
            named = ", ".join(f"{step} {n}" for step, n in sorted(silent.items()) if n)
            parts.append(f"{party}: rows that count nothing: {named}")
    return "; ".join(parts)


def _whom(party: str, side: Mapping[str, Rows]) -> list[str]:
    accused: dict[str, int] = defaultdict(int)
    for rows in side.values():
        for row in rows:
            accused[row["accused_party"] or "nobody named"] += row["n"]
    told = ", ".join(f"{n} by {whose}" for whose, n in sorted(accused.items()) if n)
    return [f"{party} counts {told}."] if told else [f"{party} counts nothing."]


def _stated_numbers(parties: Sequence[str], sides: Sequence[Mapping[str, Rows]]) -> list[str]:
    """Days on which a party states a number, and what the other states for that day."""
    by_day: dict[date, list[list[str]]] = defaultdict(lambda: [[], []])
    for number, side in enumerate(sides):
        for rows in side.values():
            for row in rows:
                if row["n"] and row["step"] in ("as stated", "the party's own unit"):
                    by_day[row["local_day"]][number].append(str(row["n"]))
    lines = []
    for day, stated in sorted(by_day.items()):
        both = [
            f"{p} states {' and '.join(sorted(n, key=int))}" if n else f"{p} states no number"
            for p, n in zip(parties, stated, strict=True)
        ]
        lines.append(f"{day}: {', '.join(both)}.")
    return lines


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
