"""incident, statement, sound_event_order -> first_mover, run_up: one window for each day whose start is contested.

The accounts of who began, the acts recorded, the probability that each side's was the first of them, or "cannot say". All
of it is relative to what was recorded, and says so. Part of the origin stage: rows in, rows out.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from holdfire.model.case import Case
from holdfire.model.kinds import FIRE_KINDS
from holdfire.model.mandate import Mandate
from holdfire.model.register import fetch_dicts, insert_rows

from .verdict import threshold_of

if TYPE_CHECKING:
    import duckdb

    from .accounts import Account
    from .register_side import IncidentSide
    from .verdict import Threshold

ACTS = frozenset({*(str(k) for k in FIRE_KINDS), "incursion"})
"""Incidents that can begin something. A casualty or damage is what came of it."""


def write_first_movers(
    db: "duckdb.DuckDBPyConnection", case: Case, incidents: Sequence[Mapping[str, Any]], members: Mapping[str, list[str]],
    statements: Mapping[str, Any], sounds: Mapping[str, Any], sides: "Mapping[str, IncidentSide]",
    contradictions: Sequence[Mapping[str, Any]],
) -> None:  # fmt: skip
    """incident, statement, sound_event_order -> first_mover, run_up: one window for each day whose start is contested."""
    from .accounts import accounts_of, is_contested

    mandate = case.mandate
    parties = {p.id: p.name for p in mandate.parties}
    started = frozenset(
        c[side] for c in contradictions if c["topic"] == "who_started" for side in ("left_id", "right_id")
    )
    order = fetch_dicts(db, "select * from sound_event_order order by event_a, event_b")
    covariance = {(row["event_a"], row["event_b"]): float(row["covariance_s2"]) for row in order}
    rows = list(statements.values())
    movers, run_ups = [], []
    for day in sorted({i["local_day"] for i in incidents if i["kind"] in ACTS}):
        start, end = _window(mandate, day, incidents)
        accounts = accounts_of(rows, start, end, parties, mandate.zone, started)
        if not is_contested(accounts):
            continue
        window_id = f"fm-{day.isoformat()}"
        inside = [i for i in incidents if i["kind"] in ACTS and start <= i["occurred_earliest"] < end]
        first = _first(inside, members, sounds, sides, parties, covariance)
        threshold = threshold_of(mandate, "first_mover")
        verdict, reason = _who(first, accounts, inside, sides, parties, threshold, mandate, case, start, end)
        movers.append(
            {
                "window_id": window_id,
                "window_start": start,
                "window_end": end,
                "area": _area_words(mandate),
                "p_first": _json({k: round(v, 4) for k, v in first.items()}),
                "verdict": verdict,
                "reason": reason,
                "accounts": _json([a.as_row() for a in accounts]),
            }
        )
        run_ups += _run_up(window_id, mandate, start, accounts, incidents, statements)
    insert_rows(db, "first_mover", movers)
    insert_rows(db, "run_up", run_ups)


def _window(mandate: Mandate, day: date, incidents: Sequence[Mapping[str, Any]]) -> tuple[datetime, datetime]:
    """[start, end), naive UTC: from local midnight, or, for a shorter window, from the day's first recorded act."""
    midnight = (
        datetime(day.year, day.month, day.day, tzinfo=mandate.zone).astimezone(UTC).replace(tzinfo=None)
    )
    length = timedelta(hours=mandate.first_mover.window_hours)
    if length >= timedelta(hours=24):
        return midnight, midnight + length
    first = min(i["occurred_earliest"] for i in incidents if i["local_day"] == day and i["kind"] in ACTS)
    return first, first + length


def _first(
    inside: Sequence[Mapping[str, Any]], members: Mapping[str, list[str]], sounds: Mapping[str, Any],
    sides: "Mapping[str, IncidentSide]", parties: Mapping[str, str], covariance: Mapping[tuple[str, str], float],
) -> dict[str, float]:  # fmt: skip
    """P(first) over the acts recorded in the window. A located sound's time is finer than its incident's.

    Sides told by the parties' own words alone are undetermined here: a word on who fired is none on who fired first.
    """
    from .first_mover import TimedAct, first_of

    acts = []
    for incident in inside:
        key = incident["incident_id"]
        heard = sorted((r for r in members[key] if r in sounds), key=lambda r: (sounds[r]["fired_at"], r))
        if heard:
            sound = sounds[heard[0]]
            at = _seconds(sound["fired_at"])
            acts.append(
                TimedAct(
                    heard[0],
                    at,
                    at,
                    float(sound["fired_sigma_s"]),
                    _told(sides[key]),
                    float(incident["p_exists"]),
                )
            )
        else:
            low, high = _seconds(incident["occurred_earliest"]), _seconds(incident["occurred_latest"])
            acts.append(TimedAct(key, low, high, None, _told(sides[key]), float(incident["p_exists"])))
    return first_of(acts, sorted(parties), covariance).p_first


def _seconds(moment: datetime) -> float:
    return moment.replace(tzinfo=UTC).timestamp()


def _who(
    first: Mapping[str, float], accounts: "Sequence[Account]", inside: Sequence[Mapping[str, Any]],
    sides: "Mapping[str, IncidentSide]", parties: Mapping[str, str], threshold: "Threshold | None", mandate: Mandate,
    case: Case, start: datetime, end: datetime,
) -> tuple[str, str]:  # fmt: skip
    """(verdict, reason) for one window."""
    from holdfire.model.grades import likelihood_word
    from holdfire.model.spans import naive_utc

    from .verdict import CANNOT_SAY, percent

    record = f"relative to the {len(inside)} acts recorded in the window"
    party = max(sorted(parties), key=lambda p: first[p])
    tied = sum(1 for p in parties if first[p] == first[party]) > 1
    if (
        threshold
        and first[party] >= threshold.percent / 100
        and not tied
        and any(sides[i["incident_id"]].verdict == party for i in inside)
    ):
        return (
            party,
            f"It is {likelihood_word(first[party])} ({percent(first[party])}), {record}, that {parties[party]} acted first.",
        )
    names = sorted({parties[a.accused] for a in accounts})
    if not any(sides[i["incident_id"]].verdict != CANNOT_SAY for i in inside):
        why = "no act's side of origin is established: only words tell who did it"
    else:
        why = "the order of the acts whose side is known leaves it open"
    watched = any(
        c.status == "operational" and naive_utc(c.start) < end and naive_utc(c.end) > start
        for c in case.coverage
    )
    seen = "" if watched else "; no coverage by an operating position is on record for it"
    return (
        CANNOT_SAY,
        f"{len(accounts)} accounts name {' and '.join(names)} as the one who began, and {why}; {record}{seen}.",
    )


def _area_words(mandate: Mandate) -> str:
    area = mandate.area
    return f"the mandate's area ({area.south:g}-{area.north:g} N, {area.west:g}-{area.east:g} E)"


def _run_up(
    window_id: str, mandate: Mandate, start: datetime, accounts: "Sequence[Account]", incidents: Sequence[Mapping[str, Any]],
    statements: Mapping[str, Any],
) -> list[dict[str, Any]]:  # fmt: skip
    """What was recorded before and up to the first acts that the accounts name, in order: incidents, and each account's statements."""
    before = start - timedelta(hours=mandate.first_mover.window_hours)
    timed = [a.earliest for a in accounts if a.earliest]
    until = max(timed, default=start + timedelta(hours=mandate.first_mover.window_hours))
    rows: list[tuple[datetime, datetime, str, str | None, str | None, str]] = []
    for incident in incidents:
        if before <= incident["occurred_earliest"] <= until:
            says = f"{incident['kind'].replace('_', ' ')} at {incident['place_label']} ({incident['status'].replace('_', ' ')})"
            rows.append(
                (
                    incident["occurred_earliest"],
                    incident["occurred_latest"],
                    "i",
                    incident["incident_id"],
                    None,
                    says,
                )
            )
    for account in accounts:
        for statement_id in account.statements:
            row = statements[statement_id]
            says = f"{account.title}: {row['kind'].replace('_', ' ')}" + (
                f" ({row['weapon']})" if row["weapon"] else ""
            )
            rows.append((row["occurred_earliest"], row["occurred_latest"], "s", None, statement_id, says))
    rows.sort(key=lambda r: (r[0], r[1], r[2], r[3] or "", r[4] or ""))
    return [
        {
            "window_id": window_id,
            "seq": seq,
            "incident_id": i,
            "statement_id": s,
            "earliest": low,
            "latest": high,
            "says": says,
        }
        for seq, (low, high, _, i, s, says) in enumerate(rows)
    ]


def _told(side: "IncidentSide") -> dict[str, float]:
    if side.rests_on == "words":
        return {**dict.fromkeys(side.p_side, 0.0), "undetermined": 1.0}
    return side.p_side


def _json(value: Any) -> str:
    from .register_side import as_json

    return as_json(value) or "null"
