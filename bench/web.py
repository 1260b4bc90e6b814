"""The site under twenty readers: latency of every kind of page and of map tiles, failures, sizes.

A synthetic register of 100,000 incidents and 1,000,000 statements (declared, seeded by arithmetic, no party favoured) is
served by `holdfire serve` in a process of its own. Twenty readers each open a page, wait 0.5 to 1.5 s as a person who
reads would, and open another; half of the addresses have not been asked for before, so the cache does not do the work.
"""

import gzip
import http.client
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from bench.figures import Figure

READERS = 20
SIZES = {"small": (2_000, 20_000, 15.0), "full": (100_000, 1_000_000, 600.0)}
SYNTHETIC = """
insert into exhibit (exhibit_id, sha256, byte_count, media_type, file_name, source_id, url, title, language, published_at, published_basis,
       acquired_at, status, reason, reader, log_index)
select 'ex-' || lpad(i::varchar, 12, '0'), sha256(i::varchar), 4000, 'text/html', null, 'src-' || (i % 40), null,
       'Bulletin ' || i, 'en', timestamp '2020-01-01' + to_hours(i), 'meta', timestamp '2020-01-01' + to_hours(i), 'read', null, 'html', i
from range($exhibits) t(i);
insert into text_layer select exhibit_id, repeat('Words of a bulletin that tells of shelling near a village. ', 60), '0' from exhibit;
insert into statement (statement_id, exhibit_id, quote, start_char, end_char, source_id, speaker, speaker_party, accused_party, kind,
       aggregate, lat, lon, radius_m, occurred_earliest, occurred_latest, time_precision, modality, negated, rule, confidence, published_at, known_at)
select 'st-' || lpad(i::varchar, 12, '0'), 'ex-' || lpad((i // ($statements // $exhibits))::varchar, 12, '0'),
       'Words of a bulletin that tells of shelling near a village, number ' || i, (i * 59) % 3000, (i * 59) % 3000 + 58, 'src-' || (i % 40),
       'Ministry ' || (i % 2), case i % 2 when 0 then 'A' else 'B' end, case i % 2 when 0 then 'B' else 'A' end,
       (['mortar', 'artillery', 'small_arms', 'uav'])[1 + i % 4], false, -0.9 + 1.8 * ((i * 7919) % 10007) / 10007,
       -0.9 + 1.8 * ((i * 104729) % 10009) / 10009, 500, timestamp '2020-01-01' + to_minutes(i % 500000), timestamp '2020-01-01' + to_minutes(i % 500000 + 30),
       'hour', 'asserted', false, 'synthetic', 0.9, timestamp '2020-01-01' + to_minutes(i % 500000 + 60), timestamp '2020-01-01' + to_minutes(i % 500000 + 60)
from range($statements) t(i);
insert into incident (incident_id, occurred_earliest, occurred_latest, local_day, lat, lon, radius_m, place_label, kind, p_exists, n_statements,
       n_voices, n_detections, parties_speaking, status, known_at)
select 'inc-' || lpad(i::varchar, 8, '0'), timestamp '2020-01-01' + to_minutes(i * 5), timestamp '2020-01-01' + to_minutes(i * 5 + 30),
       (timestamp '2020-01-01' + to_minutes(i * 5))::date, -0.9 + 1.8 * ((i * 7919) % 10007) / 10007, -0.9 + 1.8 * ((i * 104729) % 10009) / 10009, 500,
       'Village ' || (i % 300), (['mortar', 'artillery', 'small_arms', 'uav'])[1 + i % 4], 0.9, 10, 4, 0, ['A', 'B'],
       (['both_sides', 'one_sided', 'single_voice', 'contradicted'])[1 + i % 4], timestamp '2020-01-01' + to_minutes(i * 5 + 60)
from range($incidents) t(i);
insert into member (incident_id, report_id, p_member, share, why)
select 'inc-' || lpad((i // ($statements // $incidents))::varchar, 8, '0'), 'st-' || lpad(i::varchar, 12, '0'), 0.9, 1.0, 'same place and hour'
from range($statements) t(i) order by 1, 2;
insert into origin_posterior (incident_id, p_side, verdict, reason, line_sensitivity)
select incident_id, '{"A": 0.3, "B": 0.3, "undetermined": 0.4}', 'cannot_say', 'Only the parties speak.', '[]' from incident;
insert into finding (finding_id, incident_id, clause_id, rule_set, outcome, reason, exceptions_tried, status, computed, dissent, version, known_at)
select 'f-' || incident_id, incident_id, 'x/1', 'ceasefire', 'unattributed', 'The side of origin is not determined.', '[]', 'draft', 'unattributed', '[]', '1', known_at from incident;
insert into log_entry (log_index, kind, leaf_hash, logged_at, by_name, subject_id, entry, body)
select i, 'exhibit', sha256(i::varchar), timestamp '2020-01-01' + to_minutes(i), 'mission', 'ex-' || i, '{}', null from range(200000) t(i);
"""


def make_case(folder: Path, incidents: int, statements: int) -> None:
    from holdfire.investigate.new_case import EMPTY_MANDATE, HEADERS
    from holdfire.model.register import open_register

    (folder / "geography").mkdir(parents=True)
    (folder / "mandate.toml").write_text(EMPTY_MANDATE, encoding="utf-8")
    for name, header in HEADERS.items():
        (folder / name).write_text(header, encoding="utf-8")
    db = open_register(folder / "register.duckdb")
    for statement in SYNTHETIC.strip().split(";\n"):
        text = statement.strip().rstrip(";")
        wanted = {name: value for name, value in
                  {"incidents": incidents, "statements": statements, "exhibits": max(100, incidents // 10)}.items() if f"${name}" in text}  # fmt: skip
        db.execute(text, wanted) if wanted else db.execute(text)
    db.close()


def addresses(rng: random.Random, incidents: int) -> tuple[str, str]:
    """(kind of page, address)."""
    n = rng.randrange(incidents)
    kind = rng.choice(
        [
            "overview",
            "incidents",
            "incident",
            "findings",
            "finding",
            "sources",
            "exhibit",
            "counts",
            "log",
            "search",
            "tile",
            "json",
        ]
    )
    day = f"2020-{rng.randint(1, 11):02}-{rng.randint(1, 28):02}"
    zoom = rng.randint(5, 12)
    x, y = ((rng.uniform(-0.9, 0.9) + 180) / 360 * 2**zoom), (0.5 - rng.uniform(-0.9, 0.9) / 360) * 2**zoom
    table = {
        "overview": f"/?day={day}",
        "incidents": f"/incidents?day={day}"
        if n % 2
        else f"/incidents?kind=mortar&page={rng.randint(1, 200)}",
        "incident": f"/incidents/inc-{n:08}",
        "findings": f"/findings?page={rng.randint(1, 500)}",
        "finding": f"/findings/f-inc-{n:08}",
        "sources": "/sources",
        "exhibit": f"/exhibits/ex-{rng.randrange(max(100, incidents // 10)):012}",
        "counts": "/counts",
        "log": f"/log?page={rng.randint(1, 1000)}",
        "search": f"/search?q=number+{n}",
        "tile": f"/tiles/{zoom}/{int(x)}/{int(y)}.mvt",
        "json": f"/incidents/inc-{n:08}.json",
    }
    return kind, table[kind]


def read_for(
    port: int, seconds: float, seed: int, incidents: int, times: dict[str, list[float]], failures: list[str]
) -> None:
    rng = random.Random(seed)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        kind, address = addresses(rng, incidents)
        began = time.perf_counter()
        try:
            connection.request("GET", address)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                failures.append(f"{address}: {answer.status}")
        except OSError as error:
            failures.append(f"{address}: {error}")
            connection.close()
        times[kind].append(time.perf_counter() - began)
        time.sleep(rng.uniform(0.5, 1.5))


def run(size: str) -> Iterable[Figure]:
    incidents, statements, seconds = SIZES[size]
    folder = Path(tempfile.mkdtemp())
    try:
        make_case(folder / "case", incidents, statements)
        command = [sys.executable, "-m", "holdfire.cli.main", "serve", str(folder / "case"), "--port", "0"]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert server.stdout is not None
        port = int(server.stdout.readline().split("/")[2].split(":")[1])
        try:
            copied_s = cpu_of(server.pid)
            requests = 0
            for figure, n in measured(port, seconds, incidents):
                requests += n
                yield figure
            used_s = cpu_of(server.pid) - copied_s
            memory = (
                Path(f"/proc/{server.pid}/status").read_text(encoding="utf-8").split("VmHWM:")[1].split()[0]
            )
            yield Figure(
                "server's CPU to start and make the published copy", copied_s, "CPU s", better="lower"
            )
            note = f"{used_s:.1f} CPU s for {requests} requests"
            yield Figure(
                "server's CPU a request",
                used_s / max(1, requests) * 1000,
                "CPU ms",
                better="lower",
                note=note,
            )
            yield Figure("server's peak memory", int(memory) / 1000, "MB", better="lower")
        finally:
            server.terminate()
            server.wait(10)
    finally:
        shutil.rmtree(folder)


def cpu_of(pid: int) -> float:
    status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(status[11]) + int(status[12])) / os.sysconf("SC_CLK_TCK")


def measured(port: int, seconds: float, incidents: int) -> Iterable[tuple[Figure, int]]:
    """(figure, how many requests it stands for)."""
    first = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    first.request("GET", "/")  # the published copy is made once, when the first reader comes
    page = first.getresponse().read()
    carried = len(gzip.compress(page))
    for path in ("/site.css", "/static/web.css", "/static/overview.js", "/static/mark.svg"):
        first.request("GET", path)
        carried += len(gzip.compress(first.getresponse().read()))
    yield Figure("first page with its styles and scripts", carried / 1000, "kB compressed", 300, "lower"), 5
    times: dict[str, list[float]] = defaultdict(list)
    failures: list[str] = []
    readers = [
        threading.Thread(target=read_for, args=(port, seconds, n, incidents, times, failures))
        for n in range(READERS)
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    for kind, found in sorted(times.items()):
        p95 = sorted(found)[int(len(found) * 0.95)] * 1000
        bar = 80 if kind == "tile" else 150
        note = f"{len(found)} requests, median {sorted(found)[len(found) // 2] * 1000:.0f} ms"
        yield Figure(f"p95 of {kind}", p95, "ms", bar, "lower", note), len(found)
    load = os.getloadavg()[0]
    note = (
        json.dumps(failures[:3])
        if failures
        else f"{sum(map(len, times.values()))} requests in {seconds:g} s; the machine's load at the end: {load:.1f}"
    )
    yield Figure("requests that failed", float(len(failures)), "", 0, "lower", note), 0
