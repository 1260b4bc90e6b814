"""Each page of the published folder: what it shows, from the record alone. A page is a query and a template.

`Site.files()` yields (path, bytes); nothing here writes to disk. A page's data lie beside it with the suffix .json.
"""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from typing import Any

from .addresses import Addresses, file_name
from .daily import DailyReport, daily_report, is_unresolved
from .map_svg import draw_map, view_of
from .phrasebook import Phrasebook
from .record import Record, Row, grouped
from .render import (
    as_json,
    drawing,
    environment,
    party_css,
    svg_file,
    templates_dir,
    words,
)  # fmt: skip
from .said import SaidReport, say_report
from .spans import around, cut, fields_in
from .timeline_svg import draw_day, draw_period

NAVIGATION = (
    ("index", "Overview"), ("incidents", "Incidents"), ("first-mover", "Who was first"), ("contradictions", "Contradicted"),
    ("unresolved", "Unresolved"), ("findings", "Findings"), ("counts", "Counts"), ("claims-check", "Claims checked"),
    ("sources", "Sources"), ("log", "Log"), ("verify", "Check it"),
)  # fmt: skip
MAP_KEY = (
    "Shapes say what kind of thing is told of: circle fire, triangle movement, diamond from the air, square harm, cross "
    "anything else; a number, how many incidents. The ring is as wide as the place is uncertain. No colour stands for a side."
)
STATUS_KEY = (
    "Half filled: told by both sides. Crossed: contradicted. With a dot: one side only. Dashed: one voice only. "
    "Filled: corroborated."
)
CLAIM_LABELS = {
    "consistent": "borne out by this record", "inconsistent": "not borne out by this record",
    "not_decidable": "not decidable from this record", "out_of_scope": "outside this record's scope",
    "reader_comment": "a reader's comment: never a claim",
}  # fmt: skip


class Site:
    """The pages of one published record."""

    def __init__(self, record: Record, bundle: str | None = None, has_data: bool = False) -> None:
        self.record, self.bundle, self.has_data = record, bundle, has_data
        self.addresses = Addresses(record)
        self.book = Phrasebook("en", record.case.mandate)
        self.css = (templates_dir() / "site.css").read_text(encoding="utf-8") + party_css(
            list(record.case.mandate.party)
        )
        self.view = view_of(record.incidents.values(), record.case)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every file of the folder, each path once."""
        yield "site.css", self.css.encode()
        yield from self._overview()
        yield from self._simple_pages()
        yield from self._counts()
        for day in self.record.shown_days():
            yield from self._day(day)
        for row in self.record.incidents.values():
            yield from self._incident(row)
        for row in self.record.exhibits.values():
            yield from self._exhibit(row)

    def _page(
        self, path: str, template: str, values: dict[str, Any], data: dict[str, Any], page: str = ""
    ) -> Iterator[tuple[str, bytes]]:
        root = "../" * path.count("/")
        record, mandate = self.record, self.record.case.mandate
        html = environment().get_template(template).render(
            **values, root=root, page=page, record=record, mandate=mandate, parties=mandate.parties, zone=mandate.zone,
            as_of=record.public.as_of, navigation=NAVIGATION, href=lambda kind, row_id: root + self.addresses.of(kind, row_id),
            json_name=path.rsplit("/", 1)[-1] + ".json", context_of=self._context, quote_pieces=_quote_pieces, is_row=self._is_row,
            map_key=MAP_KEY, status_key=STATUS_KEY, has_data=self.has_data,
        )  # fmt: skip
        yield f"{path}.html", html.encode()
        yield f"{path}.json", as_json(data)

    def _context(self, statement: Row) -> tuple[str, str, str]:
        """(before, quote, after); a row of a table stands alone."""
        text = self.record.texts.get(statement["exhibit_id"])
        if text is None or self._is_row(statement):
            return "", statement["quote"], ""
        return around(text, statement["start_char"], statement["end_char"])

    def _is_row(self, statement: Row) -> bool:
        """Whether the statement is a row of a table or a form, whose cells are no running text."""
        media_type = str(self.record.exhibits[statement["exhibit_id"]]["media_type"])
        return any(word in media_type for word in ("csv", "json", "spreadsheet"))

    def _link(self, root: str) -> Any:
        return lambda kind, row_id: root + self.addresses.of(kind, row_id)

    def withheld_lines(self) -> list[str]:
        """What the publication lacks, as far as that may be said."""
        withheld, lines = self.record.public.withheld, []
        if withheld.incidents_delayed:
            hours = self.record.case.mandate.publication.delay_hours
            n = withheld.incidents_delayed
            lines.append(
                f"{n} {'incident' if n == 1 else 'incidents'} younger than {hours:g} hours when this was published."
            )
        if withheld.protected_kinds:
            kinds = ", ".join(withheld.protected_kinds)
            lines.append(
                f"Statements of protected sources (kinds with at least {withheld.k} on file: {kinds})."
            )
        return lines

    def _overview(self) -> Iterator[tuple[str, bytes]]:
        record = self.record
        incidents = list(record.incidents.values())
        both = [i for i in incidents if len(i["parties_speaking"]) > 1]
        comments = sum(len(rows) for rows in record.comments_in.values())
        numbers = [
            (len(incidents), "incidents", "incidents.html"),
            (len(both), "told by both sides", "incidents.html#both"),
            (len(record.statements), "statements", "sources.html"),
            (len(record.exhibits), "sealed documents", "sources.html"),
            (len(record.contradictions), "pairs that exclude each other", "contradictions.html"),
            (
                sum(is_unresolved(record, i["incident_id"]) for i in incidents),
                "incidents unresolved",
                "unresolved.html",
            ),
            (len(record.claims), "claims checked", "claims-check.html"),
        ]
        days = [{"day": d, "n": len(record.days.get(d, ())),
                 "both": sum(len(i["parties_speaking"]) > 1 for i in record.days.get(d, ()))} for d in record.shown_days()]  # fmt: skip
        contested = sorted(
            incidents,
            key=lambda i: (-len(record.contradictions_of.get(i["incident_id"], ())), i["incident_id"]),
        )
        contested = [i for i in contested if record.contradictions_of.get(i["incident_id"])][:6]
        timeline = draw_period(record, self._link(""))
        drawn = draw_map(
            record.case, incidents, list(record.statements.values()), self._link(""), self.view, "Incidents"
        )
        yield "timeline.svg", svg_file(timeline, self.css)
        yield "map.svg", svg_file(drawn, self.css)
        windows = [w for w in record.first_movers if len(w["accounts"]) > 1]
        values = {
            "numbers": numbers, "days": days, "contested": contested, "timeline": drawing(timeline), "map": drawing(drawn),
            "far": [i for i in incidents if i["lat"] is not None and not self.view.has(*self.view.at(i["lat"], i["lon"]))],
            "first_movers": windows, "n_contradictions": len(record.contradictions), "withheld": self.withheld_lines(),
        }  # fmt: skip
        data = {
            "case": record.case.mandate.id, "title": record.case.mandate.title, "as_of": record.public.as_of,
            "numbers": {label: n for n, label, _ in numbers}, "days": days, "reader_comments_kept_apart": comments,
            "first_movers": record.first_movers, "withheld": values["withheld"],
        }  # fmt: skip
        yield from self._page("index", "index.html", values, data, "index")

    def _simple_pages(self) -> Iterator[tuple[str, bytes]]:
        record = self.record
        incidents = list(record.incidents.values())
        yield from self._page("incidents", "incidents.html", {"by_day": list(record.days.items()), "both": [i for i in incidents if len(i["parties_speaking"]) > 1]},
                              {"incidents": incidents}, "incidents")  # fmt: skip
        yield from self._page(
            "first-mover", "first_mover.html", {"windows": record.first_movers, "account_time": self._account_time},
            {"windows": record.first_movers, "run_up": record.run_up}, "first-mover",
        )  # fmt: skip
        shown = [
            c
            for c in record.contradictions
            if c["left_id"] in record.statements and c["right_id"] in record.statements
        ]
        yield from self._page("contradictions", "contradictions.html", {"topics": list(grouped(shown, "topic").items())},
                              {"contradictions": shown}, "contradictions")  # fmt: skip
        groups = self._unresolved()
        yield from self._page("unresolved", "unresolved.html", {"groups": groups},
                              {"unresolved": {why: [i["incident_id"] for i, _ in rows] for why, rows in groups}}, "unresolved")  # fmt: skip
        outcomes = sorted(grouped(record.findings, "outcome").items())
        yield from self._page("findings", "findings.html", {"outcomes": outcomes, "clauses": list(record.clauses.values())},
                              {"findings": record.findings, "traces": record.traces, "clauses": list(record.clauses.values())},
                              "findings")  # fmt: skip
        yield from self._page("claims-check", "claims.html", {"claims": record.claims, "labels": CLAIM_LABELS, "shown": shown_value},
                              {"claims": record.claims}, "claims-check")  # fmt: skip
        yield from self._sources()
        entries = list(record.log_of.values())
        yield from self._page("log", "log.html", {"entries": entries, "checkpoints": record.checkpoints},
                              {"entries": entries, "checkpoints": record.checkpoints}, "log")  # fmt: skip
        tables = [
            {"name": name, "n": self.record.public.db.execute(f"select count(*) from {name}").fetchone()[0]}  # type: ignore[index]
            for name in ("incident", "statement", "contradiction", "finding", "restriction", "party_response", "correction",
                         "exhibit", "log_entry")
        ]  # fmt: skip
        example = self.addresses.of("incident", incidents[0]["incident_id"]) if incidents else "index.html"
        values = {"checkpoint": record.checkpoints[-1] if record.checkpoints else None, "example": example,
                  "bundle": self.bundle, "withheld": self.withheld_lines(), "tables": tables}  # fmt: skip
        yield from self._page(
            "verify", "verify.html", values, {"checkpoints": record.checkpoints, "tables": tables}, "verify"
        )

    def _account_time(self, text: str) -> str:
        moment = datetime.fromisoformat(str(text))
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return f"{aware.astimezone(self.record.case.mandate.zone):%-d %B, %H:%M}"

    def _unresolved(self) -> list[tuple[str, list[tuple[Row, str]]]]:
        groups: dict[str, list[tuple[Row, str]]] = {}
        for row in self.record.incidents.values():
            if not is_unresolved(self.record, row["incident_id"]):
                continue
            found = [
                f
                for f in self.record.findings_of.get(row["incident_id"], [])
                if f["outcome"] in ("unresolved", "divided", "unattributed")
            ]
            origin = self.record.origin.get(row["incident_id"])
            title = found[0]["outcome"].replace("_", " ").capitalize() if found else "No finding was made"
            why = (
                found[0]["reason"]
                if found
                else origin["reason"]
                if origin
                else "No clause was found to cover it."
            )
            groups.setdefault(title, []).append((row, why))
        return sorted(groups.items())

    def _sources(self) -> Iterator[tuple[str, bytes]]:
        record = self.record
        by_source = grouped(record.exhibits.values(), "source_id")
        spoken = grouped(record.statements.values(), "source_id")
        sources: list[dict[str, Any]] = [
            {
                "source_id": s.source_id, "institution": s.institution, "party": s.party, "kind": s.kind.value,
                "reliability": s.reliability.value, "documents": by_source.get(s.source_id, []),
                "n_statements": len(spoken.get(s.source_id, ())), "measured": record.reliability.get(s.source_id),
            }
            for s in sorted(record.case.sources.values(), key=lambda s: (s.party is None, s.party or "", s.source_id))
            if not s.protected
        ]  # fmt: skip
        kinds = record.public.withheld.protected_kinds
        note = (
            f"Not listed: protected sources ({', '.join(kinds)}), at least {record.public.withheld.k} of each kind."
            if kinds
            else ""
        )
        coverage = sorted(record.case.coverage, key=lambda c: (c.start, c.coverage_id))
        values: dict[str, Any] = {"sources": sources, "loose": by_source.get(None, []), "protected": note, "quality": record.quality,
                  "coverage": [{**asdict(c), "start": c.start, "end": c.end} for c in coverage]}  # fmt: skip
        data = {"sources": [{**s, "documents": [e["exhibit_id"] for e in s["documents"]]} for s in sources],
                "coverage": [{k: v for k, v in c.items() if k not in ("lat", "lon")} for c in values["coverage"]],
                "link_quality": record.quality}  # fmt: skip
        yield from self._page("sources", "sources.html", values, data, "sources")

    def _counts(self) -> Iterator[tuple[str, bytes]]:
        record = self.record
        rows_of, items_of = grouped(record.counts, "policy_id"), grouped(record.count_items, "policy_id")
        shown = []
        for policy in record.policies:
            policy_id = policy["policy_id"]
            rows = rows_of.get(policy_id, [])
            columns = sorted({(r["claimed_by"], r["accused_party"]) for r in rows})
            by_day = grouped(rows, "local_day")
            table = []
            for day, found in sorted(by_day.items()):
                cells = {(r["claimed_by"], r["accused_party"]): r for r in found}
                line = [cells.get(c) for c in columns]
                table.append((f"{day:%-d %B %Y}", [r and {**r, "anchor": _anchor(r)} for r in line]))
            titles = [self._count_title(*c) for c in columns]
            shown.append({**policy, "columns": titles, "rows": table, "file": file_name(policy_id)})
            yield from self._policy(policy, rows, items_of.get(policy_id, []))
        yield from self._page("counts", "counts.html", {"policies": shown},
                              {"policies": record.policies, "counts": record.counts}, "counts")  # fmt: skip

    def _count_title(self, claimed_by: str, accused: str) -> str:
        """Who counts whose: "Armenia says of Azerbaijan"."""
        who = words(self.record.party_name(claimed_by)) if claimed_by else "not stated"
        return (
            f"{who}, side not stated"
            if accused == "not_stated"
            else f"{who} says of {self.record.party_name(accused)}"
        )

    def _policy(self, policy: Row, rows: list[Row], items: list[Row]) -> Iterator[tuple[str, bytes]]:
        keyed: dict[tuple[Any, ...], list[Row]] = {}
        for item in items:
            keyed.setdefault(
                (
                    item["local_day"],
                    item["claimed_by"] or "not_stated",
                    item["accused_party"] or "not_stated",
                ),
                [],
            ).append(item)
        groups = []
        for row in rows:
            found = keyed.get((row["local_day"], row["claimed_by"], row["accused_party"]), [])
            title = (
                f"{row['local_day']:%-d %B %Y}, {self._count_title(row['claimed_by'], row['accused_party'])}"
            )
            groups.append({**row, "anchor": _anchor(row), "title": title, "rows": found})
        yield from self._page(f"counts/{file_name(policy['policy_id'])}", "policy.html", {"p": policy, "groups": groups},
                              {"policy": policy, "counts": rows, "items": items}, "counts")  # fmt: skip

    def _day(self, day: date) -> Iterator[tuple[str, bytes]]:
        record = self.record
        report = daily_report(record, day, day)
        said = say_report(report, self.book)
        incidents = record.days.get(day, [])
        both = [i for i in incidents if len(i["parties_speaking"]) > 1]
        statements = {m["report_id"] for i in incidents for m in record.members.get(i["incident_id"], ())}
        about = record.in_order(statements | {s["statement_id"] for s in record.statements_on.get(day, ())})
        start = datetime.combine(day, time(), record.case.mandate.zone).astimezone(UTC).replace(tzinfo=None)
        timed = [s for s in about if s["occurred_earliest"] is not None]
        days = record.shown_days()
        at = days.index(day)
        values = {
            "report": said, "incidents": incidents, "both": both,
            "others": [i for i in incidents if len(i["parties_speaking"]) <= 1],
            "timeline": drawing(draw_day(record, start, timed, self._link("../"))) if timed else None,
            "untimed": len(about) - len(timed), "headings": {"sides": self.book.heading("sides")},
            "map": drawing(draw_map(record.case, incidents, about, self._link("../"), self.view, f"Incidents of {day:%-d %B %Y}")) if incidents else None,
            "previous_day": days[at - 1] if at else None, "next_day": days[at + 1] if at + 1 < len(days) else None,
        }  # fmt: skip
        data = report_data(record, report, said)
        yield from self._page(f"days/{day.isoformat()}", "day.html", values, data)

    def report_page(self, report: DailyReport, said: SaidReport) -> str:
        """A report of any days and language as one page beside out/'s own (in out/reports/)."""
        incidents = [self.record.incidents[i] for i in report.incident_ids]
        book = Phrasebook(said.lang, self.record.case.mandate)
        drawn = (
            draw_map(self.record.case, incidents, [], self._link("../"), self.view, said.title)
            if incidents
            else None
        )
        values = {
            "report": said, "incidents": incidents, "both": [i for i in incidents if len(i["parties_speaking"]) > 1],
            "others": [], "timeline": None, "untimed": 0, "headings": {"sides": book.heading("sides")},
            "map": drawing(drawn) if drawn else None, "previous_day": None, "next_day": None, "lang": said.lang,
        }  # fmt: skip
        name = report_name(report.first, report.last, said.lang)
        return next(self._page(f"reports/{name}", "day.html", values, {}))[1].decode()

    def _incident(self, row: Row) -> Iterator[tuple[str, bytes]]:
        record, key = self.record, row["incident_id"]
        sides = record.sides(key)
        members = record.members.get(key, [])
        statements = [s for found in sides.values() for s in found]
        sounds = [record.sounds[m["report_id"]] for m in members if m["report_id"] in record.sounds]
        findings = record.findings_of.get(key, [])
        about = [key, *(f["finding_id"] for f in findings)]
        contradictions = [
            c
            for c in record.contradictions_of.get(key, [])
            if {c["left_id"], c["right_id"]} <= record.statements.keys()
        ]
        exhibits = [
            record.exhibits[e]
            for e in sorted({s["exhibit_id"] for s in (*statements, *sounds)})
            if e in record.exhibits
        ]
        view = (
            view_of([row], record.case, max(16_000.0, 4 * (row["radius_m"] or 0)), 420.0)
            if row["lat"] is not None
            else None
        )
        drawn = (
            draw_map(record.case, [row], statements, self._link("../"), view, row["place_label"])
            if view
            else None
        )
        replies = [r for of in about for r in record.responses_about.get(of, [])]
        corrections = [c for of in about for c in record.corrections_about.get(of, [])]
        values = {
            "i": row, "sides": sides, "members": members, "sounds": sounds, "contradictions": contradictions, "findings": findings,
            "origin": record.origin.get(key), "contributions": record.contributions.get(key, []), "refused": record.refused.get(key, []),
            "negative": record.negative.get(key, []), "replies": replies, "corrections": corrections,
            "changes": record.changes.get(key, []), "exhibits": exhibits, "map": drawing(drawn) if drawn else None,
            "also_protected": key in record.public.withheld.incidents_also_protected, "k": record.public.withheld.k,
            "checkpoint": record.checkpoints[-1] if record.checkpoints else None, "who": self._who,
        }  # fmt: skip
        data = {
            "incident": row, "statements": [_without_member(s) for s in statements], "members": members, "sound_events": sounds,
            "contradictions": contradictions, "origin": values["origin"], "contributions": values["contributions"],
            "refused_evidence": values["refused"], "negative_findings": values["negative"], "findings": findings,
            "traces": {f["finding_id"]: record.traces.get(f["finding_id"], []) for f in findings}, "replies": replies,
            "corrections": corrections, "history": values["changes"],
            "exhibits": [{k: e[k] for k in ("exhibit_id", "sha256", "log_index", "url")} for e in exhibits],
        }  # fmt: skip
        yield from self._page(f"incidents/{file_name(key)}", "incident.html", values, data)

    def _who(self, report_id: str) -> str:
        statement = self.record.statements.get(report_id)
        if statement is None:
            return "sound event" if report_id in self.record.sounds else "not published"
        return statement["speaker"] or self.record.party_name(statement["speaker_party"])

    def _exhibit(self, row: Row) -> Iterator[tuple[str, bytes]]:
        record, key = self.record, row["exhibit_id"]
        statements = sorted(
            record.statements_in.get(key, []),
            key=lambda s: (s["start_char"], s["end_char"], s["statement_id"]),
        )
        text = record.texts.get(key)
        pieces = None
        if text is not None:
            ends: dict[int, list[str]] = {}
            for s in statements:
                ends.setdefault(min(s["end_char"], len(text)), []).append(s["statement_id"])
            pieces, at = [], 0
            for piece in cut(text, [(s["statement_id"], s["start_char"], s["end_char"]) for s in statements]):
                at += len(piece.text)
                pieces.append(
                    {
                        "text": piece.text,
                        "covers": piece.covers,
                        "opens": piece.opens,
                        "closes": ends.get(at, []),
                    }
                )
        sounds = record.sounds_in.get(key, [])
        values = {
            "e": row, "pieces": pieces, "statements": statements, "sounds": sounds,
            "numbers": {s["statement_id"]: n for n, s in enumerate(statements, 1)},
            "custody": record.custody.get(key, []), "comments": record.comments_in.get(key, []), "unread": record.unread.get(key, []),
        }  # fmt: skip
        data = {"exhibit": row, "custody": values["custody"], "statements": statements, "unread": values["unread"],
                "text": text, "sound_events": sounds}  # fmt: skip
        yield from self._page(f"exhibits/{file_name(key)}", "exhibit.html", values, data)


def report_name(first: date, last: date, lang: str) -> str:
    """daily-2020-07-12.en, report-2020-07-12-to-2020-07-18.en"""
    if first == last:
        return f"daily-{first.isoformat()}.{lang}"
    return f"report-{first.isoformat()}-to-{last.isoformat()}.{lang}"


def _anchor(row: Row) -> str:
    return file_name(f"{row['local_day']}-{row['claimed_by']}-{row['accused_party']}")


def _without_member(statement: Row) -> Row:
    return {key: value for key, value in statement.items() if key != "member"}


def _quote_pieces(statement: Row) -> Any:
    """The quote cut where the reader found a value (a time, a place, a number)."""
    spans = fields_in(statement["start_char"], statement["quote"], statement["field_spans"] or {})
    return cut(statement["quote"], spans)


def shown_value(value: Any) -> str:
    """A computed value for a person: numbers short, lists with commas."""
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, dict):
        return ", ".join(
            f"{key.replace('_', ' ')} {shown_value(inner)}" for key, inner in sorted(value.items())
        )
    if isinstance(value, list | tuple):
        return ", ".join(shown_value(inner) for inner in value)
    return "not known" if value is None else str(value)


def report_data(record: Record, report: Any, said: Any) -> dict[str, Any]:
    """A report as data: the same sentences, with the rows each rests on, and the incidents of its days."""
    return {
        "case": record.case.mandate.id,
        "title": said.title,
        "lang": said.lang,
        "first": report.first,
        "last": report.last,
        "as_of": report.as_of,
        "sections": [
            {
                "key": section.key,
                "heading": section.heading,
                "sentences": [_sentence(s) for s in section.sentences],
                "areas": [
                    {"name": a.name, "sentence": _sentence(a.sentence),
                     "rows": [{"cells": dict(zip(said.columns, r.cells, strict=True)), "statement_id": r.statement_id,
                               "incident_ids": list(r.incident_ids)} for r in a.rows]}
                    for a in section.areas
                ],
            }
            for section in said.sections
        ],
        "incidents": [record.incidents[i] for i in report.incident_ids],
    }  # fmt: skip


def _sentence(sentence: Any) -> dict[str, Any]:
    return {"text": sentence.text, "cites": [{"kind": kind, "id": row_id} for kind, row_id in sentence.cites]}
