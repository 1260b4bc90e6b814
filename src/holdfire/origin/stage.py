"""incident, member, statement, contradiction, sound_event -> origin_posterior, first_mover: whose fire, and who was first.

Also contribution, refused_evidence, negative_finding, run_up and source_reliability. The fact is the linker's; the side of
origin and the first mover are told here, apart from each other, each with "cannot say" and its reason as a normal outcome.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from holdfire.model.case import Case
from holdfire.model.register import fetch_dicts, insert_rows
from holdfire.model.stage import Run, Stage

if TYPE_CHECKING:
    import duckdb

    from .coverage import Happening
    from .register_side import IncidentSide

WRITES = (
    "origin_posterior",
    "contribution",
    "refused_evidence",
    "negative_finding",
    "first_mover",
    "run_up",
    "source_reliability",
)

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
    from .register_first import write_first_movers
    from .register_side import MEMBER_FROM

    members: dict[str, list[str]] = {row["incident_id"]: [] for row in incidents}
    for row in fetch_dicts(db, MEMBERS, {"least": MEMBER_FROM}):
        members.setdefault(row["incident_id"], []).append(row["report_id"])
    reliability = _learn(db, case, statements, members, contradictions)
    sides = _sides(db, case, run, incidents, members, statements, sounds, reliability)
    _coverage(db, case, incidents, members, statements)
    write_first_movers(db, case, incidents, members, statements, sounds, sides, contradictions)


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


def _sides(
    db: "duckdb.DuckDBPyConnection", case: Case, run: Run, incidents: Sequence[Mapping[str, Any]], members: Mapping[str, list[str]],
    statements: Mapping[str, Any], sounds: Mapping[str, Any], reliability: Mapping[str, float],
) -> "dict[str, IncidentSide]":  # fmt: skip
    """incident and its members -> origin_posterior, contribution, refused_evidence."""
    from .coverage import silent_posts
    from .register_side import as_json, side_of
    from .verdict import threshold_of

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
            silent_posts(happening_of(incident, reports, statements), case.coverage),
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


def happening_of(
    incident: Mapping[str, Any], reports: Sequence[str], statements: Mapping[str, Any]
) -> "Happening":
    """What coverage is asked about, for one incident."""
    from .coverage import Happening

    rows = [statements[r] for r in reports if r in statements]
    voices = {str(row[k]) for row in rows for k in ("voice", "source_id", "speaker") if row[k]}
    return Happening(
        incident["incident_id"],
        incident["kind"],
        incident["occurred_earliest"],
        incident["occurred_latest"],
        incident["lat"],
        incident["lon"],
        incident["radius_m"],
        frozenset(voices),
    )


def _coverage(
    db: "duckdb.DuckDBPyConnection", case: Case, incidents: Sequence[Mapping[str, Any]], members: Mapping[str, list[str]],
    statements: Mapping[str, Any],
) -> None:  # fmt: skip
    """incident and coverage.csv -> negative_finding."""
    from .coverage import negative_findings

    events = [happening_of(incident, members[incident["incident_id"]], statements) for incident in incidents]
    found = negative_findings(events, case.coverage, case.mandate.zone)
    insert_rows(db, "negative_finding", [vars(row) for row in found])


STAGE = Stage(
    name="origin",
    version=1,
    reads=("statement", "sound_event", "sound_event_order", "report", "incident", "member", "contradiction"),
    files=("mandate.toml", "sources.csv", "coverage.csv", "geography/*.geojson"),
    writes=WRITES,
    run=run,
)
