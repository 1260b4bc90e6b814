"""What may be published, how late, how coarsely, and without whom: the only way from the register to the public.

`public_register` copies a register into memory and takes out of the copy what the mandate keeps back. Pages, reports
and exports read that copy and nothing else, so no page can show what is not in it.

- delay: an incident that may have ended within the mandate's delay is absent, with everything that hangs on it.
  The delay is measured back from `published_at`, by default the newest moment in the register itself: no clock.
- coarsening: every position is moved to the middle of its cell of the mandate's grid, and its radius is at least half
  a cell's diagonal. Decimal coordinates inside a document's text lose the digits that are finer than the grid.
- protected sources (sources.csv, `protected`): their words, exhibits, names, addresses, digests and log subjects are
  absent, and their names are struck from every other sentence. That a protected source spoke at all is said only
  where at least k protected sources of the same kind are on file (the mandate's k_anonymity), and then without a
  number. Where one has a hand in an incident, the incident's place is published on a grid k times as coarse.

Never copied: record rows, bodies of log entries, detections with their sensors, sensor health, candidate pairs.
Proof: tests/report/test_publication.py searches every published byte for protected values.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from holdfire.model.case import Case
from holdfire.model.register import fetch_dicts, open_register

from .coarse import METRES_PER_DEGREE, coarse_radius_m, mask_coordinates, snap
from .striking import as_table, replace_texts, strike

if TYPE_CHECKING:
    import duckdb

COPIED = (
    "log_entry", "custody_event", "checkpoint", "exhibit", "text_layer", "block", "statement", "unread", "sound_event",
    "sound_event_order", "incident", "member", "contradiction", "incident_event", "link_quality", "origin_posterior",
    "contribution", "refused_evidence", "negative_finding", "first_mover", "run_up", "source_reliability", "clause",
    "finding", "clause_trace", "counting_policy", "count_item", "count_row", "restriction", "case_step",
    "party_response", "correction", "checked_claim",
)  # fmt: skip
"""The tables that may be published at all. A table that is not named here is never copied."""

BY_INCIDENT = ("member", "contradiction", "incident_event", "origin_posterior", "contribution", "refused_evidence",
               "negative_finding", "run_up", "finding")  # fmt: skip
BY_EVIDENCE = (
    ("member", "report_id"), ("contradiction", "left_id"), ("contradiction", "right_id"), ("contribution", "evidence_id"),
    ("refused_evidence", "evidence_id"), ("run_up", "statement_id"), ("count_item", "item_id"),
    ("restriction", "statement_id"), ("checked_claim", "statement_id"),
)  # fmt: skip
GONE_FINDINGS = "select finding_id from finding where incident_id in (select incident_id from gone_incident)"


@dataclass(frozen=True)
class Withheld:
    """What the copy lacks and why, as far as that may be said.

    incidents_delayed   withheld because too recent
    k                   the smallest group that may be mentioned
    protected_kinds     kinds of protected sources of which at least k are on file; others are not mentioned
    incidents_also_protected  incidents of which such a group may be said to have spoken
    """

    incidents_delayed: int
    k: int
    protected_kinds: tuple[str, ...]
    incidents_also_protected: frozenset[str]


@dataclass(frozen=True)
class Public:
    """The published copy: `db` has the register's tables.

    as_of   naive UTC, the newest moment of which the register knows: what pages give as their state
    cutoff  naive UTC; nothing that may have ended later is in the copy
    """

    db: "duckdb.DuckDBPyConnection"
    as_of: datetime | None
    cutoff: datetime | None
    withheld: Withheld


@contextmanager
def public_register(
    db: "duckdb.DuckDBPyConnection", case: Case, *, published_at: datetime | None = None
) -> Iterator[Public]:
    """The register as the public may see it, in memory, gone when the block ends.

    published_at  naive UTC; None: the newest moment in the register (acquired, logged), so that a rebuild is identical
    """
    copy = open_register(":memory:")
    try:
        for table in COPIED:
            copy_table(db, copy, table)
        as_of = _newest(copy)
        since = published_at or as_of
        cutoff = None if since is None else since - timedelta(hours=case.mandate.publication.delay_hours)
        copy.execute("update log_entry set body = null")
        n_items = copy.execute("select count(*) from count_item").fetchone()
        delayed = _drop_recent(copy, cutoff)
        withheld = protect(copy, case, delayed).withheld
        _coarsen(copy, case)
        _drop_orphans(copy, int(n_items[0]) if n_items else 0)
        yield Public(copy, as_of, cutoff, withheld)
    finally:
        copy.close()


def copy_table(db: "duckdb.DuckDBPyConnection", copy: "duckdb.DuckDBPyConnection", table: str) -> None:
    cursor = db.cursor()  # the caller may have a result half read
    rows = cursor.sql(f"select * from {table}").to_arrow_table()  # a name from COPIED
    cursor.close()
    if not rows.num_rows:
        return
    copy.register("_rows", rows)
    copy.execute(f"insert into {table} by name select * from _rows")
    copy.unregister("_rows")


def _newest(copy: "duckdb.DuckDBPyConnection") -> datetime | None:
    row = copy.execute(
        """
        select max(t) from (select max(acquired_at) as t from exhibit union all select max(logged_at) from log_entry
                            union all select max(known_at) from incident)
        """
    ).fetchone()
    return row[0] if row else None


def _drop_recent(copy: "duckdb.DuckDBPyConnection", cutoff: datetime | None) -> int:
    """Incidents and statements that may be younger than the delay, and the text of every document that tells of one.

    A statement without a time of its own is recent when it gives a place and its document is recent.
    """
    if cutoff is None:
        return 0
    value = {"cutoff": cutoff}
    copy.execute(
        """
        create temp table recent as
        select statement_id as id, exhibit_id from statement
        where coalesce(occurred_latest, case when date_end is not null then date_end + interval 1 day end,
                       case when lat is not null or sector_bearing_deg is not null then coalesce(published_at, known_at) end,
                       timestamp '1900-01-01') > $cutoff
        union all select event_id, exhibit_id from sound_event where fired_at > $cutoff
        """,
        value,
    )
    counted = copy.execute("select count(*) from incident where occurred_latest > $cutoff", value).fetchone()
    copy.execute(
        "create temp table gone_incident as select incident_id from incident where occurred_latest > $cutoff",
        value,
    )
    _delete_incidents(copy)
    copy.execute("delete from text_layer where exhibit_id in (select exhibit_id from recent)")
    copy.execute("delete from unread where exhibit_id in (select exhibit_id from recent)")
    copy.execute("delete from checked_claim where exhibit_id in (select exhibit_id from recent)")
    copy.execute("create temp table gone_evidence as select id from recent")
    _delete_evidence(copy)
    copy.execute("drop table recent")
    return int(counted[0]) if counted else 0


def _delete_incidents(copy: "duckdb.DuckDBPyConnection") -> None:
    copy.execute("delete from count_item where item_id in (select incident_id from gone_incident)")
    copy.execute(
        "update count_item set incident_id = null where incident_id in (select incident_id from gone_incident)"
    )
    copy.execute(
        "update incident_event set other_id = null where other_id in (select incident_id from gone_incident)"
    )
    for table in ("party_response", "correction"):
        copy.execute(
            f"delete from {table} where about_id in (select incident_id from gone_incident) or about_id in ({GONE_FINDINGS})"
        )
    for table in ("incident", *BY_INCIDENT):
        copy.execute(f"delete from {table} where incident_id in (select incident_id from gone_incident)")
    copy.execute("drop table gone_incident")


def _delete_evidence(copy: "duckdb.DuckDBPyConnection") -> None:
    copy.execute("delete from statement where statement_id in (select id from gone_evidence)")
    copy.execute("delete from sound_event where event_id in (select id from gone_evidence)")
    for table, column in BY_EVIDENCE:
        copy.execute(f"delete from {table} where {column} in (select id from gone_evidence)")
    copy.execute("update count_item set leader_id = null where leader_id in (select id from gone_evidence)")
    gone = {row[0] for row in copy.execute("select id from gone_evidence").fetchall()}
    if gone:
        copy.execute(
            "update clause_trace set evidence = list_filter(evidence, lambda e: not list_contains($gone, e))",
            {"gone": sorted(gone)},
        )
        for window_id, accounts in copy.execute(
            "select window_id, accounts from first_mover order by 1"
        ).fetchall():
            kept = [_account_without(account, gone) for account in json.loads(accounts)]
            kept = [account for account in kept if account is not None]
            copy.execute("update first_mover set accounts = $a::json where window_id = $w",
                         {"a": json.dumps(kept, ensure_ascii=False), "w": window_id})  # fmt: skip
    copy.execute("drop table gone_evidence")


def _account_without(account: dict[str, Any], gone: set[str]) -> dict[str, Any] | None:
    """A story without the statements that are withheld; None when nothing is left of it."""
    before = list(account.get("statements") or [])
    after = [statement for statement in before if statement not in gone]
    return None if before and not after else {**account, "statements": after}


@dataclass(frozen=True)
class Protected:
    """What was done for protected sources: what may be said of it, and the words that were struck."""

    withheld: Withheld
    words: list[str]


def hide_exhibits(copy: "duckdb.DuckDBPyConnection", sources: Sequence[str]) -> None:
    """Temporary table hidden_exhibit: documents of protected sources, and those that quote one."""
    copy.execute(
        """
        create temp table hidden_exhibit as
        select exhibit_id from exhibit where list_contains($ids, source_id)
        union select exhibit_id from statement where list_contains($ids, source_id)
        """,
        {"ids": list(sources)},
    )


def hide_statements(copy: "duckdb.DuckDBPyConnection", sources: Sequence[str]) -> None:
    """Temporary table hidden_statement: statements and sound events of those sources and documents."""
    hidden = """select statement_id as id, source_id, exhibit_id from statement
                where list_contains($ids, source_id) or exhibit_id in (select exhibit_id from hidden_exhibit)"""
    copy.execute(f"create temp table hidden_statement as {hidden}", {"ids": list(sources)})
    copy.execute(
        """insert into hidden_statement select event_id, null, exhibit_id from sound_event
           where exhibit_id in (select exhibit_id from hidden_exhibit)"""
    )


def protect(
    copy: "duckdb.DuckDBPyConnection", case: Case, delayed: int, *, is_coarse: bool = True
) -> Protected:
    """Take protected sources out of the copy and strike their names from what stays.

    is_coarse  whether incidents in which one has a hand get a place on a coarser grid
    """
    k = case.mandate.publication.k_anonymity
    protected = {s.source_id: s for s in case.sources.values() if s.protected}
    kinds = sorted({s.kind.value for s in protected.values()})
    may_be_said = tuple(kind for kind in kinds if sum(s.kind.value == kind for s in protected.values()) >= k)
    if not protected:
        return Protected(Withheld(delayed, k, (), frozenset()), [])
    ids = list(protected)
    spoken = [source_id for source_id, source in protected.items() if source.kind.value in may_be_said]
    hide_exhibits(copy, ids)
    hide_statements(copy, ids)
    touched = fetch_dicts(
        copy,
        """
        select m.incident_id, bool_or(list_contains($spoken, h.source_id)) as may_be_said
        from member m join hidden_statement h on h.id = m.report_id group by m.incident_id order by m.incident_id
        """,
        {"spoken": spoken},
    )
    words = _protected_words(copy, protected.values())
    strike(copy, words)
    copy.execute("create temp table gone_evidence as select id from hidden_statement")
    _delete_evidence(copy)
    for table in ("exhibit", "text_layer", "block", "custody_event", "unread", "checked_claim"):
        copy.execute(f"delete from {table} where exhibit_id in (select exhibit_id from hidden_exhibit)")
    copy.execute(
        """
        update log_entry set subject_id = null, entry = '{}', by_name = null
        where subject_id in (select exhibit_id from hidden_exhibit) or subject_id in (select id from hidden_statement)
        """
    )
    copy.execute("delete from source_reliability where list_contains($ids, source_id)", {"ids": ids})
    copy.execute(
        """
        create temp table gone_incident as select incident_id from incident
        where list_contains($touched, incident_id) and incident_id not in (select incident_id from member)
        """,
        {"touched": [row["incident_id"] for row in touched]},
    )
    _delete_incidents(copy)
    if is_coarse:
        _coarsen_incidents(copy, case.mandate.publication.grid_m * k, [row["incident_id"] for row in touched])
    copy.execute(
        """
        update incident set n_voices = greatest(1, least(n_voices, (select count(distinct s.source_id) from member m
                          join statement s on s.statement_id = m.report_id where m.incident_id = incident.incident_id)))
        where list_contains($touched, incident_id)
        """,
        {"touched": [row["incident_id"] for row in touched]},
    )
    copy.execute("drop table hidden_exhibit")
    copy.execute("drop table hidden_statement")
    also = frozenset(row["incident_id"] for row in touched if row["may_be_said"])
    left = {row[0] for row in copy.execute("select incident_id from incident").fetchall()}
    return Protected(Withheld(delayed, k, may_be_said, also & left), words)


def _protected_words(copy: "duckdb.DuckDBPyConnection", sources: Any) -> list[str]:
    """Every string that names a protected source or what it gave: longest first."""
    words = {
        word for source in sources for word in (source.source_id, source.institution, source.url) if word
    }
    rows = copy.execute(
        """
        select exhibit_id from hidden_exhibit union select id from hidden_statement
        union select speaker from statement where statement_id in (select id from hidden_statement)
        union select unnest([sha256, file_name, title, url]) from exhibit where exhibit_id in (select exhibit_id from hidden_exhibit)
        """
    ).fetchall()
    words |= {row[0] for row in rows if row[0]}
    return sorted((w for w in words if len(w) >= 3), key=lambda w: (-len(w), w))


def _coarsen(copy: "duckdb.DuckDBPyConnection", case: Case) -> None:
    grid_m = case.mandate.publication.grid_m
    _coarsen_incidents(copy, grid_m, None)
    texts = copy.execute("select exhibit_id, body from text_layer order by exhibit_id").fetchall()
    changed = [(exhibit_id, mask_coordinates(body, case), body) for exhibit_id, body in texts]
    replace_texts(copy, [(exhibit_id, masked) for exhibit_id, masked, body in changed if masked != body])
    _snap_columns(copy, "statement", "lat", "lon", grid_m, "radius_m")
    _snap_columns(copy, "statement", "observer_lat", "observer_lon", grid_m, None)
    _snap_columns(copy, "sound_event", "lat", "lon", grid_m, None)
    spread = grid_m * grid_m / 12
    copy.execute(
        "update sound_event set cov_xx_m2 = cov_xx_m2 + $s, cov_yy_m2 = cov_yy_m2 + $s, region_90 = null",
        {"s": spread},
    )
    rows = copy.execute(
        "select distinct places::varchar from statement where places::varchar like '%lat%' order by 1"
    )
    places = [(text, _coarse_places(text, grid_m)) for (text,) in rows.fetchall()]
    if places:
        with as_table(copy, ("old", "new"), places) as coarse:
            copy.execute(
                f"update statement s set places = c.new::json from {coarse} c where s.places::varchar = c.old"
            )


def _coarse_places(text: str, grid_m: float) -> str:
    """A statement's places as JSON, each in the middle of its cell."""
    places = json.loads(text)
    for place in places:
        if place.get("lat") is not None and place.get("lon") is not None:
            place["lat"], place["lon"] = snap(place["lat"], place["lon"], grid_m)
            place["radius_m"] = coarse_radius_m(place.get("radius_m"), grid_m)
    return json.dumps(places, ensure_ascii=False)


def _snap_columns(
    copy: "duckdb.DuckDBPyConnection", table: str, lat: str, lon: str, grid_m: float, radius: str | None
) -> None:
    """`snap` in SQL; the tests hold the two against each other."""
    step = grid_m / METRES_PER_DEGREE
    widened = f", {radius} = round(greatest(coalesce({radius}, 0), $grid / sqrt(2)))" if radius else ""
    middle = f"((floor({lat} / $step) + 0.5) * $step)"
    step_lon = f"($step / greatest(0.01, cos(radians{middle})))"
    values = {"step": step, "grid": grid_m} if radius else {"step": step}
    copy.execute(
        f"""
        update {table} set {lat} = round({middle}, 5), {lon} = round((floor({lon} / {step_lon}) + 0.5) * {step_lon}, 5) {widened}
        where {lat} is not null and {lon} is not null
        """,
        values,
    )


def _coarsen_incidents(copy: "duckdb.DuckDBPyConnection", grid_m: float, only: Sequence[str] | None) -> None:
    rows = copy.execute(
        """select incident_id, lat, lon, radius_m from incident
           where lat is not null and lon is not null and ($only is null or list_contains($only::varchar[], incident_id))
           order by incident_id""",
        {"only": None if only is None else list(only)},
    ).fetchall()
    if not rows:
        return
    snapped = [(i, *snap(lat, lon, grid_m), coarse_radius_m(radius, grid_m)) for i, lat, lon, radius in rows]
    with as_table(copy, ("id", "lat", "lon", "radius_m"), snapped) as given:
        copy.execute(
            f"update incident set lat = s.lat, lon = s.lon, radius_m = s.radius_m from {given} s where incident_id = s.id"
        )


def _drop_orphans(copy: "duckdb.DuckDBPyConnection", n_items: int) -> None:
    """Rows that hang on something withheld, numbers above lists, and totals that would give away how much was.

    n_items  how many counted items there were before; where all stay, the totals are left as they were
    """
    copy.execute("delete from clause_trace where finding_id not in (select finding_id from finding)")
    copy.execute(
        """
        update incident set n_statements = t.n from (
            select i.incident_id, count(s.statement_id) as n from incident i left join member m on m.incident_id = i.incident_id
            left join statement s on s.statement_id = m.report_id group by i.incident_id
        ) t where t.incident_id = incident.incident_id and t.n <> incident.n_statements
        """
    )
    left = copy.execute("select count(*) from count_item").fetchone()
    if left and left[0] == n_items:
        return
    copy.execute("delete from count_row")
    copy.execute(
        """
        insert into count_row by name
        select policy_id, local_day, coalesce(accused_party, 'not_stated') as accused_party,
               coalesce(claimed_by, 'not_stated') as claimed_by, sum(n_low) as n_low, sum(n) as n, sum(n_high) as n_high,
               count(*) filter (where n_high > 0) as n_items, bool_or(is_open) as is_open
        from count_item group by policy_id, local_day, accused_party, claimed_by having sum(n_high) > 0 or bool_or(is_open)
        """
    )
