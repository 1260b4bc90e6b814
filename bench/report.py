"""Speed of what is published: the static export of many incidents, the daily PDF, the pages of a small case.

The register is made here from a seed: places, days, kinds and words at random, five statements an incident on average,
twenty statements a document. Nothing in it is anybody's text. Wall seconds are measured beside CPU seconds, since the
issue asks for waiting time; on a shared machine the CPU seconds are what counts.
"""

import json
import random
import tempfile
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bench.figures import Figure, cpu_seconds, peak_rss_mb, wall_seconds

SEED = 20200712
KINDS = (
    "mortar",
    "artillery",
    "small_arms",
    "uav",
    "incursion",
    "casualty",
    "sniper",
    "explosion_undetermined",
)
START = datetime(2020, 1, 1)  # noqa: DTZ001 the register's times are naive UTC
MANDATE = """
id = "bench"
title = "Invented line, 2020"
time_zone = "UTC"
counting_policies = ["smm-item"]
[[party]]
id = "A"
name = "Alfaland"
colour = "#7a5195"
[[party]]
id = "B"
name = "Betaland"
colour = "#1b7f79"
pattern = "dashed"
[period]
start = 2020-01-01
end = 2020-12-31
[area]
south = 40.0
north = 41.0
west = 45.0
east = 46.0
[publication]
delay_hours = 24
grid_m = 1000
[log]
origin = "holdfire.example/bench"
"""


def make_case(root: Path) -> Any:
    from holdfire.model.case import open_case

    rng = random.Random(SEED)
    (root / "geography").mkdir(parents=True)
    (root / "mandate.toml").write_text(MANDATE)
    (root / "sources.csv").write_text(
        "source_id,institution,party,kind,reliability,protected\na-mod,Ministry of Alfaland,A,ministry,D,\n"
        "b-mod,Ministry of Betaland,B,ministry,D,\nobs,Observers,,observer,B,\n"
    )
    rows = [
        f"p{i},Village {i},X/Area {i % 12},{40 + rng.random():.5f},{45 + rng.random():.5f},500,village,bench"
        for i in range(200)
    ]
    (root / "geography" / "places.csv").write_text(
        "place_id,name,admin,lat,lon,precision_m,kind,coord_source\n" + "\n".join(rows) + "\n"
    )
    return open_case(root)


def fill(db: Any, n_incidents: int) -> None:
    """A register of `n_incidents` with five statements each on average, findings, origins, contradictions, counts."""
    from holdfire.model.register import columns_of, insert_rows

    rng = random.Random(SEED)
    neutral = {"VARCHAR": "", "BOOLEAN": False, "JSON": "[]", "INTEGER": 0, "VARCHAR[]": [], "DOUBLE": 0.0}

    def insert(table: str, rows: list[dict[str, Any]]) -> None:
        needed = {
            name for (name,) in db.execute(
                "select column_name from duckdb_columns() where table_name = $t and not is_nullable and column_default is null", {"t": table}
            ).fetchall()
        }  # fmt: skip
        kinds = dict(columns_of(db, table))
        base = {name: neutral[kinds[name]] for name in needed if kinds[name] in neutral}
        insert_rows(db, table, [{**base, **row} for row in rows])

    incidents, statements, members, texts, exhibits, findings, origins, contradictions = (
        [] for _ in range(8)
    )  # type: ignore[var-annotated]
    text, exhibit_no, exhibit_id, count = "", 0, "ex-0", 0
    for number in range(n_incidents):
        at = START + timedelta(minutes=rng.randrange(360 * 1440))
        place, kind = rng.randrange(200), rng.choice(KINDS)
        lat, lon = 40 + rng.random(), 45 + rng.random()
        incident_id = f"inc-{at:%Y-%m-%d}-{number:05d}"
        mine = []
        for _ in range(1 + rng.randrange(9)):
            party = rng.choice(("A", "B"))
            quote = f"At {at:%H:%M} fire of kind {kind} with {rng.randrange(1, 90)} rounds was reported near Village {place} by the ministry."
            statement_id = f"st-{len(statements):08d}"
            statements.append({
                "statement_id": statement_id, "exhibit_id": exhibit_id, "quote": quote, "start_char": len(text), "end_char": len(text) + len(quote),
                "source_id": f"{party.lower()}-mod", "speaker_party": party, "via": [], "accused_party": "B" if party == "A" else "A", "kind": kind,
                "count": rng.randrange(1, 90), "aggregate": False, "places": json.dumps([{"name": f"Village {place}", "place_id": f"p{place}", "role": "hit", "lat": lat, "lon": lon, "radius_m": 500, "span": [len(text), len(text) + 7]}]),
                "lat": lat, "lon": lon, "radius_m": 500.0, "occurred_earliest": at, "occurred_latest": at + timedelta(hours=1), "time_precision": "hour",
                "modality": "asserted", "negated": False, "rule": "bench", "confidence": 0.9, "machine_suggested": False, "field_spans": "{}",
                "date_start": at.date(), "published_at": at, "known_at": at,
            })  # fmt: skip
            text += quote + "\n"
            mine.append((statement_id, party))
            count += 1
            if count % 20 == 0:
                texts.append({"exhibit_id": exhibit_id, "body": text, "sha256": f"{exhibit_no:064x}"})
                exhibits.append({"exhibit_id": exhibit_id, "sha256": f"{exhibit_no:064x}", "byte_count": len(text), "media_type": "text/html", "title": f"Bulletin {exhibit_no}",
                                 "source_id": "a-mod", "acquired_at": at, "status": "read", "reader": "bench", "log_index": exhibit_no})  # fmt: skip
                exhibit_no, text = exhibit_no + 1, ""
                exhibit_id = f"ex-{exhibit_no}"
        speaking = sorted({party for _id, party in mine})
        incidents.append({"incident_id": incident_id, "occurred_earliest": at, "occurred_latest": at + timedelta(hours=1), "local_day": at.date(), "lat": lat, "lon": lon,
                          "radius_m": 900.0, "place_label": f"Village {place}", "kind": kind, "p_exists": 0.9, "n_statements": len(mine), "n_voices": len(speaking),
                          "n_detections": 0, "parties_speaking": speaking, "status": "both_sides" if len(speaking) > 1 else "one_sided", "known_at": at})  # fmt: skip
        members += [
            {
                "incident_id": incident_id,
                "report_id": s,
                "p_member": 0.9,
                "share": 1.0,
                "why": "same place and hour",
            }
            for s, _p in mine
        ]
        origins.append(
            {
                "incident_id": incident_id,
                "p_side": '{"A": 0.2, "B": 0.2, "undetermined": 0.6}',
                "verdict": "cannot_say",
                "reason": "Only words speak of a side.",
                "line_sensitivity": "[]",
            }
        )
        findings.append({"finding_id": f"fi-{number}", "incident_id": incident_id, "clause_id": "act/1", "rule_set": "ceasefire", "outcome": "unattributed", "reason": "Fire, its side unknown.",
                         "exceptions_tried": "[]", "status": "draft", "known_at": at})  # fmt: skip
        if len(mine) > 1 and number % 4 == 0:
            contradictions.append(
                {
                    "contradiction_id": f"co-{number}",
                    "topic": "count",
                    "left_id": mine[0][0],
                    "right_id": mine[1][0],
                    "incident_id": incident_id,
                    "says": "The numbers differ.",
                }
            )
    texts.append({"exhibit_id": exhibit_id, "body": text, "sha256": f"{exhibit_no:064x}"})
    exhibits.append({"exhibit_id": exhibit_id, "sha256": f"{exhibit_no:064x}", "byte_count": len(text), "media_type": "text/html", "title": f"Bulletin {exhibit_no}",
                     "source_id": "a-mod", "acquired_at": START + timedelta(days=400), "status": "read", "reader": "bench", "log_index": exhibit_no})  # fmt: skip
    for table, rows in (("exhibit", exhibits), ("text_layer", texts), ("statement", statements), ("incident", incidents), ("member", members),
                        ("origin_posterior", origins), ("finding", findings), ("contradiction", contradictions)):  # fmt: skip
        insert(table, rows)


def _published(db: Any, case: Any) -> int:
    """Statements in the published copy, made anew."""
    from holdfire.report.publication import public_register

    with public_register(db, case) as public:
        row = public.db.execute("select count(*) from statement").fetchone()
    return int(row[0]) if row else 0


def run(size: str) -> Iterable[Figure]:
    from holdfire.model.register import open_register
    from holdfire.report.export import export_case
    from holdfire.report.reports import write_report

    n = 10_000 if size == "full" else 300
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        case = make_case(root / "case")
        db = open_register(":memory:")
        fill(db, n)
        wall, (cpu, done) = wall_seconds(
            lambda: cpu_seconds(lambda: export_case(db, case, root / "public", site=True))
        )
        megabytes = sum(p.stat().st_size for p in (root / "public").rglob("*") if p.is_file()) / 1e6
        note = f"{done.files} files, {megabytes:.0f} MB, peak {peak_rss_mb():.0f} MB of memory, seed {SEED}"
        yield Figure(
            f"static export of {n} incidents, CPU s", cpu, "s", 180 if n == 10_000 else None, "lower", note
        )
        yield Figure(
            f"static export of {n} incidents, wall s", wall, "s", 180 if n == 10_000 else None, "lower"
        )
        cpu, n_statements = cpu_seconds(lambda: _published(db, case))
        yield Figure(
            "published copy, CPU s a 100,000 statements",
            cpu / n_statements * 1e5,
            "s",
            None,
            "lower",
            f"{n_statements} statements",
        )
        first_page = (root / "public" / "index.html").stat().st_size + (
            root / "public" / "site.css"
        ).stat().st_size
        import gzip

        packed = sum(
            len(gzip.compress((root / "public" / name).read_bytes(), 6))
            for name in ("index.html", "site.css")
        )
        yield Figure(
            "first page, compressed kB",
            packed / 1000,
            "kB",
            300,
            "lower",
            f"{first_page / 1000:.0f} kB as written",
        )
        small = open_register(":memory:")
        fill(small, 300)
        day = START.date() + timedelta(days=100)
        write_report(small, case, root / "warm", day, day, formats=("pdf",))
        cpu, written = cpu_seconds(
            lambda: write_report(small, case, root / "pdf", day, day, formats=("pdf",))
        )
        yield Figure(
            "daily PDF, CPU s",
            cpu,
            "s",
            2,
            "lower",
            f"{written.paths[0].stat().st_size / 1000:.0f} kB; 300 incidents in the register",
        )
        again = write_report(small, case, root / "again", day, day, formats=("pdf",)).paths[0].read_bytes()
        yield Figure("daily PDF identical on rebuild", float(again == written.paths[0].read_bytes()), "", 1)
