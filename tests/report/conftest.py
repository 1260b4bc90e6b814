"""A small register of an invented case, filled by hand: every table has rows, in every state that a page shows.

The words are our own. Two parties (ALF, BET), an observer, a news page with a reader's comment, four protected
sources (three residents, so that they may be mentioned at k = 3; one lone patrol, which may not).
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from holdfire.model.case import Case, open_case
from holdfire.model.register import insert_rows as insert_exactly
from holdfire.model.register import open_register

MANDATE = """
id = "invented"
title = "Invented valley, 1-3 May 2021"
time_zone = "Asia/Yerevan"
counting_policies = ["smm-item", "place-day"]
summary = "An invented case for tests."
[[party]]
id = "BET"
name = "Betaland"
colour = "#1b7f79"
pattern = "dashed"
[[party]]
id = "ALF"
name = "Alfaland"
colour = "#7a5195"
[[party]]
id = "OBS"
name = "Observers"
role = "third"
[period]
start = 2021-05-01
end = 2021-05-03
[area]
south = 40.0
north = 41.5
west = 44.0
east = 46.5
[publication]
delay_hours = 24
grid_m = 1000
k_anonymity = 3
[log]
origin = "holdfire.example/invented"
cosigners = ["ALF", "BET"]
"""
SOURCES = """source_id,institution,party,kind,reliability,protected,url,family
alf-mod,Ministry of Defence of Alfaland,ALF,ministry,D,,https://alf.example,
bet-mod,Ministry of Defence of Betaland,BET,ministry,D,,https://bet.example,
obs,The observers,,observer,B,,,
paper,The Valley Paper,,media,C,,,
res-vardan,Vardan the miller,,resident,C,yes,,
res-leyla,Leyla the teacher,,resident,C,yes,,
res-ashot,Ashot of the ford,,resident,C,yes,,
lone-patrol,Patrol Heron Nine,,patrol,B,yes,,
"""
PLACES = """place_id,name,name_hy,name_az,name_ru,other_names,side,admin,lat,lon,precision_m,kind,coord_source
upper,Upper Mill,,Yuxari Dagirman,,,ALF,North Bank,40.9112,45.5234,500,village,invented
lower,Lower Ford,,Asagi Kecid,,,BET,South Bank,40.8523,45.6211,500,village,invented
post,Stone Post,,,,,ALF,North Bank,40.9302,45.5501,1500,position,invented
"""
COVERAGE = """coverage_id,position,lat,lon,means,from,to,status,detection,party,note
cov-1,Hill camera,40.8900,45.6000,camera,2021-05-01T00:00+04:00,2021-05-02T12:00+04:00,operational,mortar=5km@0.9,,
cov-2,Hill camera,40.8900,45.6000,camera,2021-05-02T12:00+04:00,2021-05-04T00:00+04:00,non_operational,,,Lens broken
"""
LINES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {
                "id": "line-1",
                "kind": "line_of_contact",
                "asserted_by": "derived",
                "uncertainty_m": 800,
            },
            "geometry": {"type": "LineString", "coordinates": [[45.3, 41.0], [45.55, 40.89], [45.8, 40.8]]},
        }
    ],
}
PIPELINES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {
                "id": "pipe-1",
                "kind": "pipeline_corridor",
                "asserted_by": "derived",
                "uncertainty_m": 6000,
            },
            "geometry": {"type": "LineString", "coordinates": [[45.3, 41.07], [45.9, 41.07]]},
        }
    ],
}
PROTECTED_WORDS = (
    "Vardan the miller", "Leyla the teacher", "Ashot of the ford", "Patrol Heron Nine", "res-vardan", "res-leyla", "res-ashot",
    "lone-patrol", "from my mill wheel", "behind the school bell", "heron-nine.txt", "miller-note.txt", "teacher-note.txt",
    "mill wheel turned", "40.91177", "45.52299",
)  # fmt: skip
"""Words that only protected sources gave or bear, and a coordinate finer than the grid: none may be in a public byte."""

DOCUMENTS: dict[str, tuple[str, str, str]] = {
    # file name: (source, title, text)
    "alf-1.html": ("alf-mod", "Bulletin of 1 May", "On 1 May at 12:30 units of Betaland fired about 30 mortar rounds at Upper Mill (40.91177, 45.52299). Two servicemen of Alfaland were killed. Vardan the miller was not hurt."),
    "bet-1.html": ("bet-mod", "Bulletin of 1 May", "On 1 May at 12:10 units of Alfaland opened artillery fire on Lower Ford. Betaland did not fire at Upper Mill on that day."),
    "bet-2.html": ("bet-mod", "Bulletin of 2 May", "On 2 May a drone of Alfaland was shot down over Lower Ford <script>alert(1)</script>."),
    "obs-1.json": ("obs", "Observer form, 1 May", "From the hill the observers heard 12 undetermined explosions 3-5 km north-east between 12:00 and 13:00."),
    "paper-1.html": ("paper", "The paper on the valley", "The reopening of an old post 15 km from the export pipelines caused alarm, Ivan Petrov said. It was the second largest breach since 1994, Ivan Petrov said. A ceasefire from 2 May was agreed, Ivan Petrov said. A third state called for an international mechanism to investigate breaches.\n\nIt was all the fault of one side, as everybody knows."),
    "miller-note.txt": ("res-vardan", "A note", "Mortar rounds from my mill wheel to the church, 1 May, 12:31, says Vardan the miller."),
    "teacher-note.txt": ("res-leyla", "A second note", "I heard shots behind the school bell on 2 May."),
    "heron-nine.txt": ("lone-patrol", "Patrol note", "The patrol saw nothing while the mill wheel turned on 2 May."),
    "late.html": ("alf-mod", "Bulletin of 3 May", "On 3 May at 20:00 units of Betaland fired at Stone Post."),
}  # fmt: skip


NEUTRAL = {
    "VARCHAR": "",
    "BOOLEAN": True,
    "JSON": "[]",
    "INTEGER": 0,
    "BIGINT": 0,
    "DOUBLE": 0.0,
    "VARCHAR[]": [],
}


def insert_rows(db: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, Any]]) -> None:
    """Insert; a column that another room has made "not null" since, and that no page reads, gets a neutral value."""
    needed = db.execute(
        "select column_name, data_type from duckdb_columns() where table_name = $t and not is_nullable and column_default is null",
        {"t": table},
    ).fetchall()
    insert_exactly(
        db,
        table,
        [{**{name: NEUTRAL[kind] for name, kind in needed if kind in NEUTRAL}, **row} for row in rows],
    )


def ex(name: str) -> str:
    """The exhibit id of a document."""
    return "ex-" + hashlib.sha256(DOCUMENTS[name][2].encode()).hexdigest()[:12]


def _utc(text: str) -> datetime:
    """A local time of the case as naive UTC."""
    return datetime.fromisoformat(text) - timedelta(hours=4)


def _statement(key: str, name: str, quote: str, **values: Any) -> dict[str, Any]:
    source, _title, text = DOCUMENTS[name]
    start = text.index(quote)
    party = {"alf-mod": "ALF", "bet-mod": "BET", "obs": "OBS"}.get(source)
    base = {
        "statement_id": f"st-{key}", "exhibit_id": ex(name), "block_id": f"bl-{name}", "quote": quote, "start_char": start,
        "end_char": start + len(quote), "source_id": source, "speaker": values.pop("speaker", None), "speaker_party": party,
        "via": [], "kind": "other", "aggregate": False, "places": "[]", "time_precision": "hour", "modality": "asserted",
        "negated": False, "rule": "by-hand", "confidence": 0.9, "machine_suggested": False, "field_spans": "{}",
        "published_at": _utc("2021-05-02T18:00"), "known_at": _utc("2021-05-02T19:00"),
    }  # fmt: skip
    return {**base, **values}


def place(place_id: str, name: str, lat: float, lon: float) -> str:
    return json.dumps(
        [{"name": name, "place_id": place_id, "role": "target", "lat": lat, "lon": lon, "radius_m": 500}]
    )


def fill(db: duckdb.DuckDBPyConnection) -> None:
    """Every table of the invented register."""
    exhibits, texts, blocks, log, custody = [], [], [], [], []
    for number, (name, (source, title, text)) in enumerate(DOCUMENTS.items()):
        sha = hashlib.sha256(text.encode()).hexdigest()
        acquired = _utc("2021-05-02T19:00") if name != "late.html" else _utc("2021-05-03T21:00")
        exhibits.append({"exhibit_id": ex(name), "sha256": sha, "byte_count": len(text), "media_type": "text/html", "file_name": name,
                         "source_id": source, "title": title, "language": "en", "published_at": acquired - timedelta(hours=1),
                         "published_basis": "bringer", "acquired_at": acquired, "status": "read", "reader": "by_hand",
                         "log_index": 2 * number})  # fmt: skip
        texts.append({"exhibit_id": ex(name), "body": text, "sha256": sha})
        cut = text.find("\n\n")
        blocks.append({"block_id": f"bl-{name}", "exhibit_id": ex(name), "seq": 0, "role": "body", "start_char": 0,
                       "end_char": cut if cut > 0 else len(text)})  # fmt: skip
        if cut > 0:
            blocks.append({"block_id": f"bl-{name}-c", "exhibit_id": ex(name), "seq": 1, "role": "reader_comment",
                           "start_char": cut + 2, "end_char": len(text)})  # fmt: skip
        log.append({"log_index": 2 * number, "kind": "exhibit", "leaf_hash": sha[::-1], "logged_at": acquired, "by_name": "intake",
                    "subject_id": ex(name), "entry": json.dumps({"sha256": sha}), "body": json.dumps({"file_name": name, "secret": "body of " + name})})  # fmt: skip
        log.append({"log_index": 2 * number + 1, "kind": "custody", "leaf_hash": sha[::-1][1:] + "0", "logged_at": acquired,
                    "by_name": "intake", "subject_id": ex(name), "entry": "{}", "body": "{}"})  # fmt: skip
        custody.append({"custody_id": f"cu-{number}", "exhibit_id": ex(name), "happened_at": acquired, "by_name": "intake officer",
                        "action": "acquired", "note": f"by post {name}", "log_index": 2 * number + 1})  # fmt: skip
    insert_rows(db, "exhibit", exhibits)
    insert_rows(db, "text_layer", texts)
    insert_rows(db, "block", blocks)
    insert_rows(db, "log_entry", log)
    insert_rows(db, "custody_event", custody)
    insert_rows(
        db, "checkpoint", [{"tree_size": 18, "root": "cm9vdA==", "tier": "official", "cosigners": "ALF,BET"}]
    )
    upper, lower = (
        place("upper", "Upper Mill", 40.91177, 45.52299),
        place("lower", "Lower Ford", 40.85234, 45.62117),
    )
    noon = {"occurred_earliest": _utc("2021-05-01T12:30"), "occurred_latest": _utc("2021-05-01T12:30")}
    hit = DOCUMENTS["alf-1.html"][2].split(". ")[0] + "."
    insert_rows(db, "statement", [
        _statement("a1", "alf-1.html", hit, kind="mortar", accused_party="BET", count=30, hedge="about", unit="rounds", weapon="mortar",
                   places=upper, lat=40.91177, lon=45.52299, radius_m=500, date_start="2021-05-01", speaker="Spokesman of Alfaland", **noon),
        _statement("a2", "alf-1.html", "Two servicemen of Alfaland were killed.", kind="casualty", accused_party="BET",
                   killed=json.dumps({"ALF": 2}), places=upper, date_start="2021-05-01", **noon),
        _statement("b1", "bet-1.html", "On 1 May at 12:10 units of Alfaland opened artillery fire on Lower Ford.", kind="artillery",
                   accused_party="ALF", weapon="artillery", places=lower, lat=40.85234, lon=45.62117, radius_m=500,
                   date_start="2021-05-01", occurred_earliest=_utc("2021-05-01T12:10"), occurred_latest=_utc("2021-05-01T12:10")),
        _statement("b2", "bet-1.html", "Betaland did not fire at Upper Mill on that day.", kind="mortar", modality="denied", negated=True,
                   places=upper, date_start="2021-05-01", occurred_earliest=_utc("2021-05-01T00:00"), occurred_latest=_utc("2021-05-02T00:00")),
        _statement("b3", "bet-2.html", "On 2 May a drone of Alfaland was shot down over Lower Ford <script>alert(1)</script>.", kind="uav",
                   accused_party="ALF", places=lower, lat=40.85234, lon=45.62117, radius_m=500, date_start="2021-05-02",
                   occurred_earliest=_utc("2021-05-02T00:00"), occurred_latest=_utc("2021-05-02T20:00")),
        _statement("o1", "obs-1.json", DOCUMENTS["obs-1.json"][2], kind="explosion_undetermined", observation="explosion", means="heard",
                   description="undetermined", count=12, date_start="2021-05-01", observer_lat=40.89001, observer_lon=45.60002,
                   sector_bearing_deg=315.0, sector_half_width_deg=22.5, sector_low_km=3.0, sector_high_km=5.0,
                   occurred_earliest=_utc("2021-05-01T12:00"), occurred_latest=_utc("2021-05-01T13:00")),
        _statement("p1", "paper-1.html", "The reopening of an old post 15 km from the export pipelines caused alarm, Ivan Petrov said.",
                   speaker="Ivan Petrov"),
        _statement("v1", "miller-note.txt", "Mortar rounds from my mill wheel to the church, 1 May, 12:31", kind="mortar", speaker="Vardan the miller",
                   places=upper, lat=40.91177, lon=45.52299, radius_m=50, date_start="2021-05-01", **noon),
        _statement("l1", "teacher-note.txt", "I heard shots behind the school bell on 2 May.", kind="small_arms", speaker="Leyla the teacher",
                   date_start="2021-05-02", occurred_earliest=_utc("2021-05-02T00:00"), occurred_latest=_utc("2021-05-02T10:00")),
        _statement("h1", "heron-nine.txt", DOCUMENTS["heron-nine.txt"][2], kind="calm", date_start="2021-05-02",
                   occurred_earliest=_utc("2021-05-02T00:00"), occurred_latest=_utc("2021-05-02T10:00")),
        _statement("z1", "late.html", DOCUMENTS["late.html"][2], kind="small_arms", accused_party="BET", date_start="2021-05-03",
                   occurred_earliest=_utc("2021-05-03T20:00"), occurred_latest=_utc("2021-05-03T20:00"), known_at=_utc("2021-05-03T21:00")),
    ])  # fmt: skip
    insert_rows(db, "unread", [{"unread_id": "un-1", "exhibit_id": ex("bet-1.html"), "start_char": 0, "end_char": 8, "quote": "On 1 May",
                                "reason": "no verb", "known_at": _utc("2021-05-02T19:00")}])  # fmt: skip
    _fill_incidents(db)


def _incident(
    key: str, day: str, kind: str, status: str, speaking: list[str], **values: Any
) -> dict[str, Any]:
    base = {"incident_id": f"inc-{day}-{key}", "occurred_earliest": _utc(f"{day}T12:00"), "occurred_latest": _utc(f"{day}T12:40"),
            "local_day": day, "lat": 40.91177, "lon": 45.52299, "radius_m": 500.0, "place_label": "Upper Mill / Yuxari Dagirman",
            "kind": kind, "p_exists": 0.9, "n_statements": 3, "n_voices": 2, "n_detections": 0, "parties_speaking": speaking,
            "status": status, "known_at": _utc("2021-05-02T19:00")}  # fmt: skip
    return {**base, **values}


def _fill_incidents(db: duckdb.DuckDBPyConnection) -> None:
    one, two, three, late, only = (
        "inc-2021-05-01-001", "inc-2021-05-01-002", "inc-2021-05-02-001", "inc-2021-05-03-001", "inc-2021-05-02-002",
    )  # fmt: skip
    insert_rows(db, "incident", [
        _incident("001", "2021-05-01", "mortar", "contradicted", ["ALF", "BET"], n_statements=5, n_detections=1),
        _incident("002", "2021-05-01", "artillery", "one_sided", ["BET"], lat=40.85234, lon=45.62117, place_label="Asagi Kecid / Lower Ford", n_statements=1, n_voices=1),
        _incident("001", "2021-05-02", "uav", "single_voice", ["BET"], lat=40.85234, lon=45.62117, place_label="Asagi Kecid / Lower Ford", n_statements=1, n_voices=1),
        _incident("002", "2021-05-02", "small_arms", "single_voice", [], n_statements=1, n_voices=1),
        _incident("001", "2021-05-03", "small_arms", "single_voice", ["ALF"], occurred_earliest=_utc("2021-05-03T20:00"), occurred_latest=_utc("2021-05-03T20:00"), known_at=_utc("2021-05-03T21:00")),
    ])  # fmt: skip
    insert_rows(db, "sound_event", [{"event_id": "ev-1", "exhibit_id": ex("obs-1.json"), "fired_at": _utc("2021-05-01T12:31"), "fired_sigma_s": 0.4,
                                     "lat": 40.91177, "lon": 45.52299, "cov_xx_m2": 900.0, "cov_xy_m2": 0.0, "cov_yy_m2": 900.0, "n_picks": 4,
                                     "p_real": 0.98, "kind": "explosion", "known_at": _utc("2021-05-02T19:00")}])  # fmt: skip
    joined = [(one, "st-a1"), (one, "st-a2"), (one, "st-b2"), (one, "st-o1"), (one, "st-v1"), (one, "ev-1"), (two, "st-b1"), (three, "st-b3"),
              (only, "st-l1"), (late, "st-z1")]  # fmt: skip
    insert_rows(db, "member", [{"incident_id": i, "report_id": r, "p_member": 0.9, "share": 1.0,
                                "why": "same place and time" + (" as Vardan the miller says" if r == "st-a1" else "")} for i, r in joined])  # fmt: skip
    insert_rows(db, "contradiction", [
        {"contradiction_id": "co-1", "topic": "occurred_or_not", "left_id": "st-a1", "right_id": "st-b2", "incident_id": one,
         "says": "One says that Upper Mill was fired at, the other that it was not."},
        {"contradiction_id": "co-3", "topic": "killed", "left_id": "st-a2", "right_id": "st-b2", "incident_id": one,
             "says": "One tells of two dead, the other of no fire."},
            {"contradiction_id": "co-2", "topic": "occurred_or_not", "left_id": "st-v1", "right_id": "st-b2", "incident_id": one, "says": "As Vardan the miller has it."},
    ])  # fmt: skip
    insert_rows(db, "origin_posterior", [{"incident_id": one, "p_side": json.dumps({"ALF": 0.1, "BET": 0.3, "undetermined": 0.6}), "verdict": "cannot_say",
                                          "threshold_percent": 75.0, "reason": "Nothing but a party's own word speaks of a side.",
                                          "line_sensitivity": json.dumps([{"asserted_by": "derived", "p_side": {"ALF": 0.1, "BET": 0.3, "undetermined": 0.6}}])}])  # fmt: skip
    insert_rows(db, "contribution", [{"incident_id": one, "seq": 0, "evidence_id": "st-o1", "about": "BET", "decibans": 2.1, "says": "The observers' bearing crosses the line."},
                                     {"incident_id": one, "seq": 1, "evidence_id": "st-v1", "about": "BET", "decibans": 1.0, "says": "The miller heard it."}])  # fmt: skip
    insert_rows(
        db, "refused_evidence", [{"incident_id": one, "evidence_id": "st-a1", "reason": "a party's own word"}]
    )
    insert_rows(
        db,
        "negative_finding",
        [
            {
                "incident_id": two,
                "coverage_id": "cov-1",
                "p_detect": 0.4,
                "says": "The hill camera recorded nothing.",
            }
        ],
    )
    insert_rows(db, "first_mover", [{"window_id": "fm-2021-05-01", "window_start": _utc("2021-05-01T00:00"), "window_end": _utc("2021-05-02T00:00"), "area": "valley",
                                     "p_first": json.dumps({"ALF": 0.3, "BET": 0.3, "cannot_say": 0.4}), "verdict": "cannot_say", "reason": "Two accounts exclude each other.",
                                     "accounts": json.dumps([{"title": "Betaland fired first", "party": "ALF", "earliest": "2021-05-01T08:30:00", "says": "Betaland fired at Upper Mill.", "statements": ["st-a1", "st-v1"]},
                                                             {"title": "Alfaland fired first", "party": "BET", "earliest": "2021-05-01T08:10:00Z", "says": "Alfaland fired at Lower Ford.", "statements": ["st-b1"]}])}])  # fmt: skip
    insert_rows(db, "run_up", [{"window_id": "fm-2021-05-01", "seq": 0, "incident_id": two, "statement_id": "st-b1", "earliest": _utc("2021-05-01T12:10"),
                                "latest": _utc("2021-05-01T12:10"), "says": "Artillery fire is said to have begun."}])  # fmt: skip
    insert_rows(
        db,
        "clause",
        [
            {
                "clause_id": "act/1",
                "agreement_id": "act",
                "version": "1",
                "says": "The sides hold their fire.",
                "source": "Invented act, article 1",
                "in_force": "in_force",
                "rule_set": "ceasefire",
            }
        ],
    )
    insert_rows(db, "finding", [{"finding_id": "fi-1", "incident_id": one, "clause_id": "act/1", "rule_set": "ceasefire", "outcome": "unattributed", "p": 0.8,
                                 "standard": "balance_of_probabilities", "threshold_percent": 51.0, "threshold_set_by": "ALF, BET", "reason": "Fire is established, its side is not.",
                                 "exceptions_tried": json.dumps([{"exception": "announced_exercise", "holds": "no", "why": "none was announced"}]), "status": "draft",
                                 "known_at": _utc("2021-05-02T19:00")},
                                {"finding_id": "fi-2", "incident_id": two, "clause_id": "act/1", "rule_set": "ceasefire", "outcome": "incident_no_violation",
                                 "reason": "Live fire training that was notified.", "exceptions_tried": "[]", "status": "reviewed", "known_at": _utc("2021-05-02T19:00")}])  # fmt: skip
    insert_rows(db, "clause_trace", [{"finding_id": "fi-1", "seq": 0, "predicate": "is_fire", "given": json.dumps({"kind": "mortar"}), "holds": "yes", "why": "mortar is fire",
                                      "evidence": ["st-a1", "st-v1"]}])  # fmt: skip
    insert_rows(db, "counting_policy", [{"policy_id": "smm-item", "title": "SMM item", "unit": "item", "note": "Each counted physical item.", "source": "field guide"},
                                        {"policy_id": "place-day", "title": "Place-day", "unit": "place_day", "note": "One a place a day.", "source": "field guide"}])  # fmt: skip
    item = {"policy_id": "smm-item", "local_day": "2021-05-01", "place": "Upper Mill", "why": "30 rounds"}
    insert_rows(db, "count_item", [{**item, "item_id": "st-a1", "accused_party": "BET", "claimed_by": "ALF", "n_low": 25, "n": 30, "n_high": 35},
                                   {**item, "item_id": "st-b1", "accused_party": "ALF", "claimed_by": "BET", "n_low": 1, "n": 1, "n_high": 1},
                                   {**item, "item_id": "st-v1", "accused_party": "BET", "claimed_by": "Vardan the miller", "n_low": 1, "n": 1, "n_high": 1}])  # fmt: skip
    row = {"policy_id": "smm-item", "local_day": "2021-05-01", "n_items": 1}
    insert_rows(db, "count_row", [{**row, "accused_party": "BET", "claimed_by": "ALF", "n_low": 25, "n": 30, "n_high": 35},
                                  {**row, "accused_party": "ALF", "claimed_by": "BET", "n_low": 1, "n": 1, "n_high": 1},
                                  {**row, "accused_party": "BET", "claimed_by": "Vardan the miller", "n_low": 1, "n": 1, "n_high": 1}])  # fmt: skip
    insert_rows(db, "restriction", [{"restriction_id": "re-1", "statement_id": "st-o1", "happened_at": _utc("2021-05-01T15:00"), "place": "South Bank road",
                                     "category": "delay", "imposed_by": "BET", "says": "The patrol waited for two hours."}])  # fmt: skip
    insert_rows(db, "party_response", [{"response_id": "rp-1", "party": "BET", "about_id": "fi-1", "body": "We did not fire; <b>see</b> our bulletin.", "received_at": _utc("2021-05-02T20:00"),
                                        "is_late": False, "log_index": 3}])  # fmt: skip
    insert_rows(db, "correction", [{"correction_id": "cr-1", "about_id": two, "happened_at": _utc("2021-05-02T20:30"), "by_name": "the mission", "before_value": json.dumps({"kind": "mortar"}),
                                    "after_value": json.dumps({"kind": "artillery"}), "reason": "The weapon was misread.", "log_index": 5}])  # fmt: skip
    insert_rows(
        db,
        "incident_event",
        [
            {
                "happened_at": _utc("2021-05-02T19:00"),
                "incident_id": one,
                "change": "created",
                "reason": "first statements",
            }
        ],
    )
    insert_rows(
        db,
        "source_reliability",
        [
            {
                "source_id": "alf-mod",
                "n_statements": 3,
                "n_checked": 2,
                "reliability": 0.6,
                "low_90": 0.3,
                "high_90": 0.9,
            }
        ],
    )
    insert_rows(db, "link_quality", [{"measure": "brier", "value": 0.08, "note": "on simulated reports"}])


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    root = tmp_path_factory.mktemp("invented")
    (root / "geography").mkdir()
    for name, text in (
        ("mandate.toml", MANDATE),
        ("sources.csv", SOURCES),
        ("coverage.csv", COVERAGE),
        ("geography/places.csv", PLACES),
    ):
        (root / name).write_text(text, encoding="utf-8")
    for name, document in (("lines", LINES), ("pipelines", PIPELINES)):
        (root / "geography" / f"{name}.geojson").write_text(json.dumps(document), encoding="utf-8")
    return open_case(root)


@pytest.fixture(scope="session")
def protected_values(register: duckdb.DuckDBPyConnection) -> list[str]:
    """Every value that no public byte may hold."""
    hidden = [ex(name) for name in ("miller-note.txt", "teacher-note.txt", "heron-nine.txt")]
    found = register.execute(
        "select sha256 from exhibit where list_contains($h, exhibit_id)", {"h": hidden}
    ).fetchall()
    return [
        *PROTECTED_WORDS,
        *hidden,
        *(row[0] for row in found),
        "st-v1",
        "st-l1",
        "st-h1",
        "secret",
        "inc-2021-05-02-002",
    ]


@pytest.fixture(scope="session")
def register(case: Case) -> Iterator[duckdb.DuckDBPyConnection]:
    """The filled register; tests read it and do not change it."""
    from holdfire.model.stage import Run
    from holdfire.report.stage import STAGE

    db = open_register(":memory:")
    fill(db)
    STAGE.run(db, case, Run())
    yield db
    db.close()


@pytest.fixture(scope="session")
def out(register: duckdb.DuckDBPyConnection, case: Case, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from holdfire.report.write import write_out

    folder = tmp_path_factory.mktemp("out")
    write_out(register, case, folder)
    return folder
