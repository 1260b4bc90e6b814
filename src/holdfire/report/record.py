"""The published register as plain rows, grouped as pages need them: one read, then look-ups.

In: the copy that `publication` made. Out: dicts whose JSON columns are parsed. Every list has a fixed order.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

from holdfire.model.case import Case
from holdfire.model.kinds import FIRE_KINDS

from .publication import Public

Row = dict[str, Any]
SAID_OF_NO_PARTY = "other"
UNNAMED = {"CIV": "civilians", "third": "third party", "both": "both sides", "UNSPEC": "side not stated"}
"""What reading writes where it can name no party."""


def read_rows(public: Public, sql: str) -> list[Row]:
    """Rows of a query with JSON columns parsed."""
    result = public.db.execute(sql)
    names = [(str(column[0]), str(column[1]) == "JSON") for column in result.description or []]
    return [
        {
            name: json.loads(value) if is_json and value is not None else value
            for (name, is_json), value in zip(names, row, strict=True)
        }
        for row in result.fetchall()
    ]


def grouped(rows: Iterable[Row], key: str) -> dict[Any, list[Row]]:
    """Rows by the value of one column, in the order they came."""
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[key]].append(row)
    return dict(found)


@dataclass
class Record:
    """Everything that is published of one case. Lists are sorted; look-ups are by id."""

    case: Case
    public: Public
    exhibits: dict[str, Row] = field(default_factory=dict)
    statements: dict[str, Row] = field(default_factory=dict)
    sounds: dict[str, Row] = field(default_factory=dict)
    incidents: dict[str, Row] = field(default_factory=dict)

    def __post_init__(self) -> None:
        def read(sql: str) -> list[Row]:
            return read_rows(self.public, sql)

        self.exhibits = {r["exhibit_id"]: r for r in read(
            "select * from exhibit order by coalesce(published_at, acquired_at), exhibit_id")}  # fmt: skip
        self.statements = {r["statement_id"]: r for r in read(
            """select s.*, b.role as block_role from statement s left join block b on b.block_id = s.block_id
               order by coalesce(s.occurred_earliest, s.published_at, s.known_at), s.exhibit_id, s.start_char, s.statement_id""")}  # fmt: skip
        self.sounds = {
            r["event_id"]: r for r in read("select * from sound_event order by fired_at, event_id")
        }
        self.incidents = {r["incident_id"]: r for r in read(
            "select * from incident order by local_day, occurred_earliest, incident_id")}  # fmt: skip
        self.days = grouped(self.incidents.values(), "local_day")
        self.at_place = grouped(self.incidents.values(), "place_label")
        self.members = grouped(
            read(
                """select m.*, s.known_at from member m left join statement s on s.statement_id = m.report_id
                   order by m.incident_id, m.p_member * m.share desc, s.known_at, m.report_id"""
            ),
            "incident_id",
        )
        self.incidents_of: dict[str, list[str]] = defaultdict(list)
        for incident_id, rows in self.members.items():
            for row in rows:
                self.incidents_of[row["report_id"]].append(incident_id)
        self.contradictions = read("select * from contradiction order by topic, contradiction_id")
        self.contradictions_of = self._contradictions_by_incident()
        self.origin = {
            r["incident_id"]: r for r in read("select * from origin_posterior order by incident_id")
        }
        self.contributions = grouped(
            read("select * from contribution order by incident_id, seq"), "incident_id"
        )
        self.refused = grouped(read("select * from refused_evidence order by all"), "incident_id")
        self.negative = grouped(read("select * from negative_finding order by all"), "incident_id")
        self.findings = read("select * from finding order by incident_id, rule_set, clause_id, finding_id")
        self.findings_of = grouped(self.findings, "incident_id")
        self.traces = grouped(read("select * from clause_trace order by finding_id, seq"), "finding_id")
        self.clauses = {r["clause_id"]: r for r in read("select * from clause order by clause_id, version")}
        self.first_movers = read("select * from first_mover order by window_start, window_id")
        self.run_up = grouped(read("select * from run_up order by window_id, seq"), "window_id")
        self.policies = read("select * from counting_policy order by policy_id")
        self.counts = read("select * from count_row order by policy_id, local_day, accused_party, claimed_by")
        self.count_items = read("select * from count_item order by policy_id, local_day, item_id")
        self.restrictions = read("select * from restriction order by happened_at, restriction_id")
        self.responses = read("select * from party_response order by received_at, response_id")
        self.responses_about = grouped(self.responses, "about_id")
        self.corrections = read("select * from correction order by happened_at, correction_id")
        self.corrections_about = grouped(self.corrections, "about_id")
        self.changes = grouped(
            read("select * from incident_event order by incident_id, happened_at, change, other_id"),
            "incident_id",
        )
        self.complaints = grouped(read("select * from case_step order by complaint_id, seq"), "complaint_id")
        self.custody = grouped(
            read("select * from custody_event order by exhibit_id, happened_at, custody_id"), "exhibit_id"
        )
        self.checkpoints = read("select * from checkpoint order by tree_size")
        self.log_of = {
            r["log_index"]: r
            for r in read(
                "select log_index, kind, leaf_hash, logged_at, by_name, subject_id from log_entry order by log_index"
            )
        }
        self.claims = read(
            "select * from checked_claim order by verdict = 'reader_comment', exhibit_id, start_char, check_id"
        )
        self.unread = grouped(
            read("select * from unread order by exhibit_id, start_char, unread_id"), "exhibit_id"
        )
        self.reliability = {
            r["source_id"]: r for r in read("select * from source_reliability order by source_id")
        }
        self.quality = read("select * from link_quality order by measure")
        self.sounds_in = grouped(self.sounds.values(), "exhibit_id")
        self.statements_in = grouped(self.statements.values(), "exhibit_id")
        self.comments_in = grouped(
            read("select * from block where role = 'reader_comment' order by exhibit_id, start_char"),
            "exhibit_id",
        )

    @cached_property
    def texts(self) -> dict[str, str]:
        rows = self.public.db.execute(
            "select exhibit_id, body from text_layer order by exhibit_id"
        ).fetchall()
        return dict(rows)

    def _contradictions_by_incident(self) -> dict[str, list[Row]]:
        """A contradiction belongs to the incident it names and to those of its two statements."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.contradictions:
            of = {row["incident_id"]} if row["incident_id"] else set()
            for side in ("left_id", "right_id"):
                of.update(self.incidents_of.get(row[side], ()))
            for incident_id in sorted(of):
                found[incident_id].append(row)
        return found

    @property
    def party_ids(self) -> list[str]:
        return [party.id for party in self.case.mandate.parties]

    def side_of(self, statement: Row) -> str:
        """The party whose column a statement stands in: its speaker's; "other" for third parties and outlets."""
        return (
            statement["speaker_party"] if statement["speaker_party"] in self.party_ids else SAID_OF_NO_PARTY
        )

    def sides(self, incident_id: str) -> dict[str, list[Row]]:
        """Statements of an incident by side: every party has a list, empty where it said nothing."""
        found: dict[str, list[Row]] = {party: [] for party in [*self.party_ids, SAID_OF_NO_PARTY]}
        for member in self.members.get(incident_id, ()):
            statement = self.statements.get(member["report_id"])
            if statement is not None:
                found[self.side_of(statement)].append({**statement, "member": member})
        return found

    def local(self, moment: datetime | None) -> datetime | None:
        """A register time (naive UTC) in the mandate's zone."""
        return None if moment is None else moment.replace(tzinfo=UTC).astimezone(self.case.mandate.zone)

    def day_of(self, statement: Row) -> date | None:
        """The local day that a statement is about: as stated, else of its earliest time."""
        if statement["date_start"] is not None:
            return statement["date_start"]  # type: ignore[no-any-return]
        local = self.local(statement["occurred_earliest"])
        return local.date() if local else None

    @cached_property
    def statements_on(self) -> dict[date, list[Row]]:
        found: dict[date, list[Row]] = defaultdict(list)
        for statement in self.statements.values():
            day = self.day_of(statement)
            if day is not None:
                found[day].append(statement)
        return found

    def shown_days(self) -> list[date]:
        """Days that have a page: the mandate's period, and any other day on which an incident lies."""
        return sorted({*self.period_days(), *self.days})

    @cached_property
    def _place_of(self) -> dict[str, int]:
        return {statement_id: n for n, statement_id in enumerate(self.statements)}

    def in_order(self, ids: Iterable[str]) -> list[Row]:
        """Those of the ids that are statements, in the statements' order."""
        known = [i for i in ids if i in self.statements]
        return [self.statements[i] for i in sorted(known, key=self._place_of.__getitem__)]

    def period_days(self) -> list[date]:
        """Every day of the mandate's period, also those without a row."""
        period = self.case.mandate.period
        n = (period.end - period.start).days + 1
        return [period.start + timedelta(days=i) for i in range(min(n, 3660))]

    def source_name(self, source_id: str | None) -> str:
        source = self.case.sources.get(source_id or "")
        return source.institution if source is not None and not source.protected else "source not stated"

    def party_name(self, party_id: str | None, lang: str = "en") -> str:
        """The mandate's name of a party; the id where the mandate does not know it."""
        for party in self.case.mandate.party:
            if party.id == party_id:
                return party.names.get(lang, party.name)
        return UNNAMED.get(str(party_id), party_id or "not stated")


def is_fire(row: Row) -> bool:
    return row["kind"] in FIRE_KINDS
