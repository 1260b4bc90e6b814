"""Facts from the register: what members, origins, publications and notices say of each incident, in columns.

incident, member, statement, origin_posterior, log_entry -> Facts. A publication stated by its day only is an interval
of that whole day; what the press carries of a party's officials was said between the incident and the press's report.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from holdfire.model.case import Case
from holdfire.model.kinds import FIRE_KINDS
from holdfire.model.register import fetch_dicts

from .facts import KIND_BIT, KINDS, Facts
from .geometry import Geometry
from .notices import Notice, notices_of_log
from .truth import Floats

if TYPE_CHECKING:
    import duckdb

SILENT_KINDS = ("denial", "calm", "ceasefire_agreed")
"""A party that only says these does not report the incident."""

MEMBERS_SQL = """
select m.incident_id, s.statement_id, s.speaker_party, s.source_id, s.kind, s.modality, s.negated, s.count_low, s.count, s.count_high,
       s.calibre_mm, s.killed, s.wounded, s.published_at
from member m join statement s on s.statement_id = m.report_id
order by m.incident_id, s.statement_id
"""


@dataclass
class _Evidence:
    """Ids behind each fact, by incident: reports, and acts by party."""

    reports: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    acts: dict[tuple[str, str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    origin: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def facts_of_register(db: "duckdb.DuckDBPyConnection", case: Case) -> Facts:
    """One row an incident, in the order of incident_id."""
    parties = tuple(party.id for party in case.mandate.parties)
    incidents = fetch_dicts(
        db,
        """
        select i.*, o.p_side, o.verdict from incident i left join origin_posterior o on o.incident_id = i.incident_id order by i.incident_id
        """,
    )
    ids = [str(row["incident_id"]) for row in incidents]
    at = {incident_id: number for number, incident_id in enumerate(ids)}
    n = len(ids)
    columns: dict[str, Floats] = {}

    def column(name: str) -> Floats:
        if name not in columns:
            columns[name] = np.full(n, np.nan)
        return columns[name]

    kind = np.array([KINDS.index(r["kind"]) if r["kind"] in KINDS else -1 for r in incidents], np.int8)
    kinds = np.array([KIND_BIT.get(r["kind"], 0) for r in incidents], np.uint32)
    for i, row in enumerate(incidents):
        column("occurred_low")[i] = seconds(row["occurred_earliest"])
        column("occurred_high")[i] = seconds(row["occurred_latest"])
        column("p_exists")[i] = row["p_exists"]
        for party, p in json.loads(row["p_side"] or "{}").items():
            if party in parties:
                column(f"p_side.{party}")[i] = p
                column(f"verdict.{party}")[i] = float(row["verdict"] == party)
    speaks = {party: np.zeros(n, bool) for party in parties}
    evidence = _Evidence()
    for row in fetch_dicts(db, MEMBERS_SQL):
        if row["incident_id"] in at:
            i = at[row["incident_id"]]
            kinds[i] |= np.uint32(_take_member(case, row, i, column, speaks, evidence))
    for incident_id, event_id in db.execute(
        "select m.incident_id, e.event_id from member m join sound_event e on e.event_id = m.report_id order by all"
    ).fetchall():
        evidence.reports[incident_id].append(event_id)
    for incident_id, evidence_id in db.execute(
        "select incident_id, evidence_id from contribution order by incident_id, seq"
    ).fetchall():
        evidence.origin[incident_id].append(evidence_id)
    for notice in notices_of_log(db):
        _take_notice(notice, at, column, evidence)
    _answers(case, incidents, column, parties)
    lat, lon = (
        np.array([np.nan if r[k] is None else r[k] for r in incidents], float) for k in ("lat", "lon")
    )
    radius = np.array([np.nan if r["radius_m"] is None else r["radius_m"] for r in incidents], float)

    def evidence_of(row: int, what: str, party: str | None) -> list[str]:
        incident_id = ids[row]
        if what == "none":
            return []
        if what == "reports":
            return evidence.reports[incident_id]
        if what == "origin":
            return list(dict.fromkeys(evidence.origin[incident_id]))
        found: list[str] = []
        for whose in (party, *[p for p in parties if p != party]) if what in ("reply", "media") else (party,):
            for act in {"media": ("media", "notice", "reply"), "reply": ("notice", "reply")}.get(
                what, (what,)
            ):
                found += evidence.acts.get((incident_id, act, whose or ""), [])
        return found

    return Facts(
        size=n, parties=parties, ids=ids, kind=kind, kinds=kinds, columns=columns, speaks=speaks,
        geometry=Geometry(lat, lon, radius, case.lines, (*case.zones, *case.territory)), evidence=evidence_of,
    )  # fmt: skip


ANSWER_KM, ANSWER_S = 10.0, 86_400.0
"""How near, and how soon, fire must be to be an answer to other fire at all; a clause asks for fewer minutes. A setting
of this program, open to dispute."""
KM_A_DEGREE = 111.2


def _answers(case: Case, incidents: list[dict[str, Any]], column: Any, parties: tuple[str, ...]) -> None:
    """answered_s: how long before each incident the other side's last fire near it was, where its side is established.

    Established by the mandate's standard for the side of origin; without one nothing is.
    """
    bar = case.mandate.standard_for("side_of_origin")
    if bar is None or not incidents:
        return
    low, high = column("occurred_low"), column("occurred_high")
    lat, lon = (
        np.array([np.nan if r[k] is None else r[k] for r in incidents], float) for k in ("lat", "lon")
    )
    fires = np.array([r["kind"] in FIRE_KINDS for r in incidents])
    order = np.argsort(low, kind="stable")
    sorted_low = low[order]
    for party in parties:
        for other in (p for p in parties if p != party):
            sure = np.flatnonzero(
                fires
                & (np.nan_to_num(column(f"p_side.{other}")) * 100 >= bar.threshold_percent)
                & (np.nan_to_num(column(f"verdict.{other}")) > 0)
            )
            nearest, before = column(f"answered_s_high.{party}"), column(f"answered_s_low.{party}")
            for j in sure:
                rows = order[
                    np.searchsorted(sorted_low, high[j]) : np.searchsorted(
                        sorted_low, high[j] + ANSWER_S, "right"
                    )
                ]
                east_km = (lon[rows] - lon[j]) * KM_A_DEGREE * np.cos(np.radians(lat[j]))
                km = np.hypot((lat[rows] - lat[j]) * KM_A_DEGREE, east_km)
                rows = rows[(km <= ANSWER_KM) & (rows != j)]  # it does not answer itself
                rows = rows[~(high[rows] - low[j] >= nearest[rows])]
                nearest[rows], before[rows] = high[rows] - low[j], low[rows] - high[j]


def seconds(moment: datetime) -> float:
    """A register's naive UTC time, as seconds since 1970."""
    return moment.replace(tzinfo=UTC).timestamp()


def _widen(column: Any, name: str, i: int, low: float | None, high: float | None) -> None:
    """Several sources: the bounds that hold them all."""
    if low is not None:
        column(f"{name}_low")[i] = np.fmin(column(f"{name}_low")[i], low)
    if high is not None:
        column(f"{name}_high")[i] = np.fmax(column(f"{name}_high")[i], high)


def _people(value: str | None) -> int | None:
    """How many in {party: n}; None where nothing is stated."""
    counted = [n for n in json.loads(value).values() if n is not None] if value else []
    return sum(int(n) for n in counted) if counted else None


def _take_member(
    case: Case,
    row: Mapping[str, Any],
    i: int,
    column: Any,
    speaks: dict[str, np.ndarray],
    evidence: _Evidence,
) -> int:
    """Put one member statement's facts into the columns. Returns the bit of its kind where it is alleged."""
    evidence.reports[row["incident_id"]].append(row["statement_id"])
    is_alleged = row["modality"] in ("asserted", "reported") and not row["negated"]
    if not is_alleged:
        return 0
    _widen(column, "calibre_mm", i, row["calibre_mm"], row["calibre_mm"])
    if row["count"] is not None:
        _widen(column, "count", i, row["count_low"] or row["count"], row["count_high"] or row["count"])
    killed, wounded = _people(row["killed"]), _people(row["wounded"])
    _widen(column, "killed", i, killed, killed)
    if killed is not None or wounded is not None:
        hurt = (killed or 0) + (wounded or 0)
        _widen(column, "hurt", i, hurt, hurt)
    party = row["speaker_party"]
    if party in speaks and row["kind"] not in SILENT_KINDS:
        speaks[party][i] = True
        if row["published_at"] is not None:
            _publication(case, row, i, party, column, evidence)
    return KIND_BIT.get(row["kind"], 0)


def _publication(
    case: Case, row: Mapping[str, Any], i: int, party: str, column: Any, evidence: _Evidence
) -> None:
    """The earliest official word to the media. The party's own page dates it; the press only bounds it from above."""
    low, high = publication_span(row["published_at"], case)
    source = case.sources.get(row["source_id"] or "")
    occurred = column("occurred_low")[i]
    if source is None or source.party != party:
        low = occurred
    low = max(low, min(occurred, high))  # what it tells had to happen first
    before = column(f"media_high.{party}")[i]
    evidence.acts[row["incident_id"], "media", party].append(row["statement_id"])
    if np.isnan(before) or high < before:
        column(f"media_high.{party}")[i] = high
        column(f"media_low.{party}")[i] = low


def publication_span(published_at: datetime, case: Case) -> tuple[float, float]:
    """Seconds from and to. Midnight to the second, local or UTC, is a day without an hour: that whole local day."""
    moment = published_at.replace(tzinfo=UTC)
    local = moment.astimezone(case.mandate.zone)
    if local.time() == time() or moment.time() == time():
        day = local.date() if local.time() == time() else moment.date()
        start = datetime.combine(day, time(), tzinfo=case.mandate.zone)
        return start.timestamp(), (start + timedelta(days=1)).timestamp() - 1
    return moment.timestamp(), moment.timestamp()


def _take_notice(notice: Notice, at: dict[str, int], column: Any, evidence: _Evidence) -> None:
    """A notice, a reply to one, or an announced exercise, as logged; the first of its kind counts."""
    i = at.get(notice.incident_id)
    if i is None:
        return
    name = f"{notice.act}_low.{notice.party}"
    evidence.acts[notice.incident_id, notice.act, notice.party].append(f"log:{notice.log_index}")
    if np.isnan(column(name)[i]) or notice.at < column(name)[i]:
        column(name)[i] = notice.at
        column(f"{notice.act}_high.{notice.party}")[i] = notice.at
