"""incident, member, statement, contradiction, sound_event -> origin_posterior, first_mover: whose fire, and who was first.

Also contribution, refused_evidence, negative_finding, run_up and source_reliability. The fact is the linker's; the side of
origin and the first mover are told here, apart from each other, each with "cannot say" and its reason as a normal outcome.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from holdfire.model.case import Case
from holdfire.model.kinds import FIRE_KINDS
from holdfire.model.mandate import Mandate
from holdfire.model.register import fetch_dicts, insert_rows
from holdfire.model.stage import Run, Stage

if TYPE_CHECKING:
    import duckdb

    from .accounts import Account
    from .register_side import IncidentSide
    from .verdict import Threshold

WRITES = (
    "origin_posterior",
    "contribution",
    "refused_evidence",
    "negative_finding",
    "first_mover",
    "run_up",
    "source_reliability",
)
ACTS = frozenset({*(str(k) for k in FIRE_KINDS), "incursion"})
"""Incidents that can begin something. A casualty or damage is what came of it."""

STATEMENTS = """
    select s.*, coalesce(r.copy_of, r.source, s.speaker, s.source_id, s.statement_id) as voice
    from statement s left join report r on r.report_id = s.statement_id
    order by s.statement_id
"""
MEMBERS = "select incident_id, report_id from member where p_member >= $least order by incident_id, report_id"


def run(db: "duckdb.DuckDBPyConnection", case: Case, run: Run) -> None:
    """Rebuild the room's tables from the register. Pure: rows and case files in, rows out."""
    for table in WRITES:
        db.execute(f"delete from {table}")
    statements = {row["statement_id"]: row for row in fetch_dicts(db, STATEMENTS)}
    sounds = {row["event_id"]: row for row in fetch_dicts(db, "select * from sound_event order by event_id")}
    incidents = fetch_dicts(db, "select * from incident order by incident_id")
    contradictions = fetch_dicts(
        db, "select topic, left_id, right_id from contradiction order by contradiction_id"
    )
    from .register_side import MEMBER_FROM

    members: dict[str, list[str]] = {row["incident_id"]: [] for row in incidents}
    for row in fetch_dicts(db, MEMBERS, {"least": MEMBER_FROM}):
        members.setdefault(row["incident_id"], []).append(row["report_id"])
    reliability = _learn(db, case, statements, members, contradictions)
    sides = _sides(db, case, run, incidents, members, statements, sounds, reliability)
    _coverage(db, case, incidents, members, statements)
    _first_movers(db, case, incidents, members, statements, sounds, sides, contradictions)


def _learn(
    db: "duckdb.DuckDBPyConnection", case: Case, statements: Mapping[str, Any], members: Mapping[str, list[str]],
    contradictions: Sequence[Mapping[str, Any]],
) -> dict[str, float]:  # fmt: skip
    """statement, member, contradiction -> source_reliability. Returns source id -> reliability."""
    from .reliability import Spoken, check_sources

    parties = {p.id for p in case.mandate.parties}
    of: dict[str, list[str]] = {}
    for incident_id, reports in members.items():
        for report in reports:
            of.setdefault(report, []).append(incident_id)
    spoken = [
        Spoken(
            key,
            row["source_id"],
            row["speaker_party"] if row["speaker_party"] in parties else "third",
            row["voice"],
            tuple(of.get(key, ())),
        )
        for key, row in statements.items()
    ]
    letters = {key: str(source.reliability) for key, source in case.sources.items()}
    learned = check_sources(spoken, [(c["left_id"], c["right_id"]) for c in contradictions], letters)
    insert_rows(db, "source_reliability", [vars(row) for row in learned])
    return {row.source_id: row.reliability for row in learned}


def threshold_of(mandate: Mandate, breach: str) -> "Threshold | None":
    """The mandate's standard for a kind of statement, as the verdict uses it; None where none was set."""
    from .verdict import Threshold

    standard = mandate.standard_for(breach)
    if standard is None:
        return None
    return Threshold(
        str(standard.standard), standard.threshold_percent, tuple(standard.set_by), standard.set_on
    )


def _sides(
    db: "duckdb.DuckDBPyConnection", case: Case, run: Run, incidents: Sequence[Mapping[str, Any]], members: Mapping[str, list[str]],
    statements: Mapping[str, Any], sounds: Mapping[str, Any], reliability: Mapping[str, float],
) -> "dict[str, IncidentSide]":  # fmt: skip
    """incident and its members -> origin_posterior, contribution, refused_evidence."""
    from .register_side import as_json, side_of

    parties = {p.id: p.name for p in case.mandate.parties}
    threshold = threshold_of(case.mandate, "side_of_origin")
    sides: dict[str, IncidentSide] = {}
    posteriors, contributions, refused = [], [], []
    for number, incident in enumerate(incidents):
        run.progress(number, len(incidents), "side of origin")
        key, reports = incident["incident_id"], members[incident["incident_id"]]
        side = side_of(
            [statements[r] for r in reports if r in statements],
            [sounds[r] for r in reports if r in sounds],
            case.territory,
            incident["local_day"],
            parties,
            threshold,
            reliability,
            case.mandate.publication.grid_m,
        )
        sides[key] = side
        posteriors.append(
            {
                "incident_id": key,
                "p_side": as_json(side.p_side),
                "verdict": side.verdict,
                "standard_met": side.standard_met,
                "threshold_percent": side.threshold_percent,
                "reason": side.reason,
                "region_50": as_json(side.region_50),
                "region_90": as_json(side.region_90),
                "line_sensitivity": as_json(side.line_sensitivity),
            }
        )
        contributions += [
            {
                "incident_id": key,
                "seq": seq,
                "evidence_id": c.evidence_id,
                "about": c.about,
                "decibans": c.decibans,
                "says": c.says,
            }
            for seq, c in enumerate(side.contributions)
        ]
        refused += [
            {"incident_id": key, "evidence_id": evidence, "reason": reason}
            for evidence, reason in side.refused
        ]
    insert_rows(db, "origin_posterior", posteriors)
    insert_rows(db, "contribution", contributions)
    insert_rows(db, "refused_evidence", refused)
    return sides


def _coverage(
    db: "duckdb.DuckDBPyConnection", case: Case, incidents: Sequence[Mapping[str, Any]], members: Mapping[str, list[str]],
    statements: Mapping[str, Any],
) -> None:  # fmt: skip
    """incident and coverage.csv -> negative_finding."""
    from .coverage import Happening, negative_findings

    events = []
    for incident in incidents:
        rows = [statements[r] for r in members[incident["incident_id"]] if r in statements]
        voices = {str(row[k]) for row in rows for k in ("voice", "source_id", "speaker") if row[k]}
        events.append(
            Happening(
                incident["incident_id"],
                incident["kind"],
                incident["occurred_earliest"],
                incident["occurred_latest"],
                incident["lat"],
                incident["lon"],
                incident["radius_m"],
                frozenset(voices),
            )
        )
    found = negative_findings(events, case.coverage, case.mandate.zone)
    insert_rows(db, "negative_finding", [vars(row) for row in found])


def _first_movers(
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
    """P(first) over the acts recorded in the window. A located sound's time is finer than its incident's."""
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
                    sides[key].p_side,
                    float(incident["p_exists"]),
                )
            )
        else:
            low, high = _seconds(incident["occurred_earliest"]), _seconds(incident["occurred_latest"])
            acts.append(TimedAct(key, low, high, None, sides[key].p_side, float(incident["p_exists"])))
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


def _json(value: Any) -> str:
    from .register_side import as_json

    return as_json(value) or "null"


STAGE = Stage(
    name="origin",
    version=1,
    reads=("statement", "sound_event", "sound_event_order", "report", "incident", "member", "contradiction"),
    files=("mandate.toml", "sources.csv", "coverage.csv", "geography/*.geojson"),
    writes=WRITES,
    run=run,
)
