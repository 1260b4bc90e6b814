"""Incidents, statements, findings of a span of days -> a report in sections, in no language yet.

The order is that of an observer mission's daily report: summary against the previous period, violations by area with
their table, casualties, restrictions, findings, what is contradicted and unresolved, replies, corrections, coverage.
A sentence is a key of the phrase files with values and the rows it rests on; `phrasebook` says it in a language.
Pure: the record and two days in, values out. A party's row says what that party states; nothing here weighs it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from holdfire.model.grades import likelihood_word
from holdfire.model.kinds import Kind

from .phrasebook import Joined, Likelihood, PartyName, Term
from .record import Record, Row, grouped

NOT_IN_TABLE = frozenset({Kind.CALM, Kind.DENIAL, Kind.CEASEFIRE_AGREED, Kind.MOVEMENT_RESTRICTION, Kind.CASUALTY,
                          Kind.DAMAGE, Kind.OTHER})  # fmt: skip
Cite = tuple[str, str]
COLUMNS = ("position", "location", "means", "number", "observation", "description", "weapon", "time")


@dataclass(frozen=True)
class Sentence:
    """cites: (kind, id) of the rows it rests on; a sentence that says "none" cites the table that has none.

    note  a sentence about the report itself, which rests on the mandate and cites nothing
    """

    key: str
    values: dict[str, Any] = field(default_factory=dict)
    cites: tuple[Cite, ...] = ()
    note: bool = False


@dataclass(frozen=True)
class TableRow:
    """Cells in COLUMNS' order; what it is a row of; the incidents that the statement belongs to."""

    cells: tuple[Any, ...]
    statement_id: str
    incident_ids: tuple[str, ...]


@dataclass(frozen=True)
class Area:
    name: str | None
    sentence: Sentence
    rows: tuple[TableRow, ...]


@dataclass(frozen=True)
class Section:
    key: str
    sentences: tuple[Sentence, ...]
    areas: tuple[Area, ...] = ()


@dataclass(frozen=True)
class DailyReport:
    """first and last are local days, both inside; incident_ids in order of time."""

    first: date
    last: date
    as_of: datetime | None
    sections: tuple[Section, ...]
    incident_ids: tuple[str, ...]


def daily_report(record: Record, first: date, last: date) -> DailyReport:
    """The report of the days first..last."""
    span = _Span(record, first, last)
    before = _Span(record, first - (last - first) - timedelta(days=1), first - timedelta(days=1))
    sections = (
        Section("summary", tuple(_summary(span, before))),
        Section("violations", (), tuple(_areas(span))),
        Section("casualties", tuple(_casualties(span))),
        Section("restrictions", tuple(_restrictions(span))),
        Section("findings", tuple(_findings(span))),
        Section("contradictions", tuple(_contradictions(span))),
        Section("unresolved", tuple(_unresolved(span))),
        Section("replies", tuple(_replies(span))),
        Section("corrections", tuple(_corrections(span))),
        Section("coverage", tuple(_coverage(span))),
        Section("method", tuple(_method(record))),
    )
    return DailyReport(
        first, last, record.public.as_of, sections, tuple(r["incident_id"] for r in span.incidents)
    )


class _Span:
    """The rows of some days."""

    def __init__(self, record: Record, first: date, last: date) -> None:
        self.record, self.first, self.last = record, first, last
        days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
        self.incidents = [row for day in days for row in record.days.get(day, ())]
        self.incident_ids = {row["incident_id"] for row in self.incidents}
        members = {m["report_id"] for i in self.incident_ids for m in record.members.get(i, ())}
        about = {s["statement_id"] for day in days for s in record.statements_on.get(day, ())}
        self.statements = record.in_order(members | about)
        zone = record.case.mandate.zone
        self.start = datetime.combine(first, time(), zone).astimezone(UTC).replace(tzinfo=None)
        self.end = (
            datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC).replace(tzinfo=None)
        )

    def about(self, row_id: str) -> bool:
        """Whether a reply or correction is about something of these days."""
        return row_id in self.incident_ids or any(
            f["finding_id"] == row_id for i in self.incident_ids for f in self.record.findings_of.get(i, ())
        )


def cites(kind: str, ids: Iterable[str]) -> tuple[Cite, ...]:
    return tuple((kind, row_id) for row_id in ids)


def _summary(span: _Span, before: _Span) -> Iterable[Sentence]:
    record, incidents = span.record, span.incidents
    ids = cites("incident", (r["incident_id"] for r in incidents))
    if not incidents:
        yield Sentence("incidents_none", {}, (("table", "incident"),))
    else:
        both = sum(len(r["parties_speaking"]) > 1 for r in incidents)
        alone = sum(r["n_voices"] == 1 for r in incidents)
        yield Sentence("incidents", {"n": len(incidents), "both": both, "alone": alone}, ids)
    n, earlier = len(incidents), len(before.incidents)
    word = "more" if n > earlier else "fewer" if n < earlier else "same"
    rows = cites("incident", (r["incident_id"] for r in before.incidents)) or (("table", "incident"),)
    yield Sentence(word, {"before": earlier}, ids + rows if ids else rows)
    for party in record.party_ids:
        said = [s["statement_id"] for s in span.statements if s["speaker_party"] == party]
        cited = cites("statement", said) or (("table", "statement"),)
        yield Sentence("statements_by", {"party": PartyName(party), "n": len(said)}, cited)
    by_word = grouped(({**r, "word": likelihood_word(r["p_exists"])} for r in incidents), "word")
    for rows_of in sorted(by_word.values(), key=lambda rows: -rows[0]["p_exists"]):
        values = {"n": len(rows_of), "likelihood": Likelihood(rows_of[0]["p_exists"])}
        yield Sentence("exists", values, cites("incident", (r["incident_id"] for r in rows_of)))
    judged = [r for r in incidents if r["incident_id"] in record.origin]
    if judged:
        named = [r for r in judged if record.origin[r["incident_id"]]["verdict"] != "cannot_say"]
        yield Sentence(
            "origin",
            {"n": len(judged) - len(named), "named": len(named)},
            cites("incident", (r["incident_id"] for r in judged)),
        )
    yield from _counted(span)
    if record.public.withheld.incidents_delayed:
        yield Sentence("withheld", {"n": record.public.withheld.incidents_delayed}, (("table", "incident"),))


def _counted(span: _Span) -> Iterable[Sentence]:
    """What each party says of the other, under the first policy that the mandate names."""
    policy = next(iter(span.record.case.mandate.counting_policies), None)
    title = next((p["title"] for p in span.record.policies if p["policy_id"] == policy), policy)
    totals: dict[tuple[str, str], list[Row]] = {}
    for row in span.record.counts:
        if row["policy_id"] == policy and span.first <= row["local_day"] <= span.last:
            totals.setdefault((row["claimed_by"], row["accused_party"]), []).append(row)
    parties = span.record.party_ids
    for (claimed_by, accused), rows in sorted(totals.items()):
        if claimed_by in parties and accused in parties and claimed_by != accused:
            values = {
                "policy": title, "claimed_by": PartyName(claimed_by), "accused": PartyName(accused),
                "n": sum(r["n"] for r in rows), "low": sum(r["n_low"] for r in rows), "high": sum(r["n_high"] for r in rows),
            }  # fmt: skip
            key = "counted" if values["low"] != values["high"] else "counted_exactly"
            yield Sentence(key, values, (("policy", str(policy)),))


def area_of(record: Record, row: Row) -> str | None:
    """The administrative area of a statement's first known place, as places.csv names it; None where it has none."""
    for place in row["places"] or ():
        known = record.case.places.get(place.get("place_id") or "")
        if known is not None and known.admin:
            return known.admin
    return None


def _areas(span: _Span) -> Iterable[Area]:
    record = span.record
    listed = [
        s
        for s in span.statements
        if s["kind"] not in NOT_IN_TABLE and not s["negated"] and s["modality"] != "denied"
    ]
    by_area = grouped(({**s, "area": area_of(record, s)} for s in listed), "area")
    for name in sorted(by_area, key=lambda a: (a is None, a or "")):
        rows = by_area[name]
        found = sorted(
            {
                i
                for s in rows
                for i in record.incidents_of.get(s["statement_id"], ())
                if i in span.incident_ids
            }
        )
        kinds = sorted({s["kind"] for s in rows}, key=lambda k: (-sum(s["kind"] == k for s in rows), k))
        values = {
            "area": name if name is not None else Term("word", "no_area"),
            "n": len(found),
            "rows": len(rows),
            "kinds": Joined(tuple(Term("kind", kind) for kind in kinds)),
        }
        sentence = Sentence("area", values, cites("statement", (s["statement_id"] for s in rows)))
        yield Area(name, sentence, tuple(_table_row(record, s) for s in rows))


def _table_row(record: Record, s: Row) -> TableRow:
    """position, location, means, number, observation, description, weapon, time."""
    position: Any = (
        PartyName(s["speaker_party"]) if s["speaker_party"] else record.source_name(s["source_id"])
    )
    location = next(
        (p.get("name") for p in s["places"] or () if p.get("role") in (None, "event", "target", "at")), None
    )
    location = location or next((p.get("name") for p in s["places"] or ()), None)
    number = s["count"] if s["count"] is not None else None
    if s["count"] is None and (s["count_low"] is not None or s["count_high"] is not None):
        number = f"{s['count_low'] if s['count_low'] is not None else '?'}–{s['count_high'] if s['count_high'] is not None else '?'}"
    if s["hedge"] and number is not None:
        number = f"{s['hedge']} {number}"
    cells = (
        position,
        location,
        Term("means", s["means"] or "told"),
        number,
        Term("kind", s["observation"] or s["kind"]),
        s["description"].replace("_", " ") if s["description"] else None,
        _weapon(s),
        (s["occurred_earliest"], s["occurred_latest"]),
    )
    return TableRow(cells, s["statement_id"], tuple(record.incidents_of.get(s["statement_id"], ())))


def _weapon(s: Row) -> str | None:
    calibre = f"{s['calibre_mm']:g} mm" if s["calibre_mm"] else ""
    weapon = ", ".join(part.strip() for part in (s["weapon"] or "").split(","))
    return " ".join(part for part in (calibre if calibre not in weapon else "", weapon) if part) or None


def _casualties(span: _Span) -> Iterable[Sentence]:
    """For each victim party and claimant: the lowest and highest number stated of one occasion; totals apart."""
    stated: dict[tuple[str, str, str | None], list[tuple[int, str]]] = {}
    totals: list[Row] = []
    for s in span.statements:
        if s["negated"] or s["modality"] == "denied":
            continue
        if s["aggregate"]:
            totals.append(s)
            continue
        for what in ("killed", "wounded"):
            for victim, n in sorted((s[what] or {}).items()):
                if n is not None:
                    stated.setdefault((victim, what, s["speaker_party"]), []).append(
                        (int(n), s["statement_id"])
                    )
    for (victim, what, claimant), found in sorted(
        stated.items(), key=lambda item: tuple(str(k) for k in item[0])
    ):
        numbers = [n for n, _id in found]
        values: dict[str, Any] = {"victim": PartyName(victim), "low": min(numbers), "high": max(numbers),
                  "claimant": PartyName(claimant)}  # fmt: skip
        if min(numbers) == max(numbers):
            values["n"] = numbers[0]
        key = what if "n" not in values else f"{what}_exactly"
        yield Sentence(key, values, cites("statement", (row_id for _n, row_id in found)))
    for s in totals:
        for victim in sorted({*(s["killed"] or {}), *(s["wounded"] or {})}):
            values = {
                "victim": PartyName(victim), "killed": (s["killed"] or {}).get(victim), "claimant": PartyName(s["speaker_party"]),
                "wounded": (s["wounded"] or {}).get(victim),
            }  # fmt: skip
            yield Sentence("total", values, (("statement", s["statement_id"]),))
    if not stated and not any(s["killed"] or s["wounded"] for s in totals):
        yield Sentence("casualties_none", {}, (("table", "statement"),))


def _restrictions(span: _Span) -> Iterable[Sentence]:
    found = [
        r for r in span.record.restrictions if r["happened_at"] and span.start <= r["happened_at"] < span.end
    ]
    for r in found:
        values = {"when": r["happened_at"], "place": r["place"], "category": Term("category", r["category"]),
                  "says": r["says"]}  # fmt: skip
        yield Sentence(
            "restriction",
            values,
            (("statement", r["statement_id"]) if r["statement_id"] else ("table", "restriction"),),
        )
    if not found:
        yield Sentence("restrictions_none", {}, (("table", "restriction"),))


def _findings(span: _Span) -> Iterable[Sentence]:
    found = [f for r in span.incidents for f in span.record.findings_of.get(r["incident_id"], ())]
    by_outcome = grouped(found, "outcome")
    for outcome in sorted(by_outcome):
        rows = by_outcome[outcome]
        yield Sentence("finding", {"outcome": Term("outcome", outcome), "n": len(rows)},
                       cites("finding", (f["finding_id"] for f in rows)))  # fmt: skip
    if not found:
        yield Sentence("findings_none", {}, (("table", "finding"),))


def _contradictions(span: _Span) -> Iterable[Sentence]:
    said = {s["statement_id"] for s in span.statements}
    found = [c for c in span.record.contradictions if c["left_id"] in said or c["right_id"] in said]
    for c in found:
        yield Sentence("contradiction", {"topic": Term("topic", c["topic"]), "says": c["says"]},
                       (("statement", c["left_id"]), ("statement", c["right_id"])))  # fmt: skip
    if not found:
        yield Sentence("contradictions_none", {}, (("table", "contradiction"),))


def is_unresolved(record: Record, incident_id: str) -> bool:
    """No finding has decided it: none was made, or one says unresolved, divided or unattributed."""
    found = record.findings_of.get(incident_id, [])
    return not found or any(f["outcome"] in ("unresolved", "divided", "unattributed") for f in found)


def _unresolved(span: _Span) -> Iterable[Sentence]:
    n = 0
    for row in span.incidents:
        if is_unresolved(span.record, row["incident_id"]):
            n += 1
            findings: Sequence[Row] = span.record.findings_of.get(row["incident_id"], [])
            open_ones = [f for f in findings if f["outcome"] in ("unresolved", "divided", "unattributed")]
            origin = span.record.origin.get(row["incident_id"])
            reason = open_ones[0]["reason"] if open_ones else origin["reason"] if origin else ""
            values = {"place": row["place_label"], "kind": Term("kind", row["kind"]), "status": Term("status", row["status"]),
                      "reason": reason}  # fmt: skip
            yield Sentence("unresolved", values, (("incident", row["incident_id"]),))
    if not n:
        yield Sentence("unresolved_none", {}, (("table", "finding"),))


def _replies(span: _Span) -> Iterable[Sentence]:
    found = [r for r in span.record.responses if span.about(r["about_id"])]
    for r in found:
        cited = ("exhibit", r["exhibit_id"]) if r["exhibit_id"] else ("log", str(r["log_index"]))
        yield Sentence(
            "reply", {"party": PartyName(r["party"]), "when": r["received_at"], "body": r["body"]}, (cited,)
        )
    if not found:
        yield Sentence("replies_none", {}, (("table", "party_response"),))


def _corrections(span: _Span) -> Iterable[Sentence]:
    found = [c for c in span.record.corrections if span.about(c["about_id"])]
    for c in found:
        yield Sentence("correction", {"when": c["happened_at"], "about": c["about_id"], "reason": c["reason"]},
                       (("log", str(c["log_index"])),))  # fmt: skip
    if not found:
        yield Sentence("corrections_none", {}, (("table", "correction"),))


def _coverage(span: _Span) -> Iterable[Sentence]:
    found = [
        c for c in span.record.case.coverage
        if c.start.astimezone(UTC).replace(tzinfo=None) < span.end and c.end.astimezone(UTC).replace(tzinfo=None) > span.start
    ]  # fmt: skip
    for c in sorted(found, key=lambda c: (c.status == "operational", c.coverage_id)):
        values = {
            "position": c.position, "means": c.means, "status": Term("coverage_status", c.status), "note": c.note,
            "first": c.start.astimezone(UTC).replace(tzinfo=None), "last": c.end.astimezone(UTC).replace(tzinfo=None),
        }  # fmt: skip
        key = "coverage_on" if c.status == "operational" else "coverage_out"
        yield Sentence(key, values, (("coverage", c.coverage_id),))
    if not any(c.status == "operational" for c in found):
        yield Sentence("coverage_none", {}, (("table", "coverage"),))


def _method(record: Record) -> Iterable[Sentence]:
    publication = record.case.mandate.publication
    yield Sentence("method_claims", note=True)
    yield Sentence("method_policy", note=True)
    yield Sentence("method_place", {"grid": publication.grid_m, "hours": publication.delay_hours}, note=True)
