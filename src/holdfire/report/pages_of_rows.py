"""The pages of one row each: a day, an incident with everything said of it, an exhibit with its marked text."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from .addresses import file_name
from .daily import DailyReport, daily_report
from .map_svg import draw_map, view_of
from .page import Pages
from .phrasebook import Phrasebook
from .record import Row
from .render import drawing
from .said import SaidReport, report_data, report_name, say_report
from .spans import cut
from .timeline_svg import draw_day


class RowPages(Pages):
    """Look-ups of one row and what hangs on it."""

    def day(self, day: date) -> Iterator[tuple[str, bytes]]:
        record = self.record
        report = daily_report(record, day, day)
        said = say_report(report, self.book)
        incidents = record.days.get(day, [])
        both = [i for i in incidents if len(i["parties_speaking"]) > 1]
        statements = {m["report_id"] for i in incidents for m in record.members.get(i["incident_id"], ())}
        about = record.in_order(statements | {s["statement_id"] for s in record.statements_on.get(day, ())})
        start = self._day_start(day)
        timed = [s for s in about if s["occurred_earliest"] is not None]
        days = record.shown_days()
        at = days.index(day)
        values = {
            "report": said, "incidents": incidents, "both": both,
            "others": [i for i in incidents if len(i["parties_speaking"]) <= 1],
            "timeline": drawing(draw_day(record, start, timed, self.link("../"))) if timed else None,
            "untimed": len(about) - len(timed), "headings": {"sides": self.book.heading("sides")},
            "map": drawing(draw_map(record.case, incidents, about, self.link("../"), self.view, f"Incidents of {day:%-d %B %Y}")) if incidents else None,
            "previous_day": days[at - 1] if at else None, "next_day": days[at + 1] if at + 1 < len(days) else None,
        }  # fmt: skip
        data = report_data(record, report, said)
        yield from self.page(f"days/{day.isoformat()}", "day.html", values, data)

    def _day_start(self, day: date) -> datetime:
        """The first instant of a local day, naive UTC."""
        return (
            datetime.combine(day, time(), self.record.case.mandate.zone).astimezone(UTC).replace(tzinfo=None)
        )

    def _related(self, row: Row) -> list[Row]:
        """Others at the same place, then others of the same day: at most six."""
        here = [i for i in self.record.at_place.get(row["place_label"], ()) if i is not row]
        same_day = [i for i in self.record.days.get(row["local_day"], ()) if i is not row and i not in here]
        return (here + same_day)[:6]

    def report_page(self, report: DailyReport, said: SaidReport) -> str:
        """A report of any days and language as one page beside out/'s own (in out/reports/)."""
        incidents = [self.record.incidents[i] for i in report.incident_ids]
        book = Phrasebook(said.lang, self.record.case.mandate)
        drawn = (
            draw_map(self.record.case, incidents, [], self.link("../"), self.view, said.title)
            if incidents
            else None
        )
        values = {
            "report": said, "incidents": incidents, "both": [i for i in incidents if len(i["parties_speaking"]) > 1],
            "others": [], "timeline": None, "untimed": 0, "headings": {"sides": book.heading("sides")},
            "map": drawing(drawn) if drawn else None, "previous_day": None, "next_day": None, "lang": said.lang,
        }  # fmt: skip
        name = report_name(report.first, report.last, said.lang)
        return next(self.page(f"reports/{name}", "day.html", values, {}))[1].decode()

    def incident(self, row: Row) -> Iterator[tuple[str, bytes]]:
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
            draw_map(record.case, [row], statements, self.link("../"), view, row["place_label"])
            if view
            else None
        )
        timed = [s for s in statements if s["occurred_earliest"] is not None]
        start = self._day_start(row["local_day"])
        timeline = draw_day(record, start, timed, self.link("../"), whole="#sides") if timed else None
        replies = [r for of in about for r in record.responses_about.get(of, [])]
        corrections = [c for of in about for c in record.corrections_about.get(of, [])]
        values = {
            "i": row, "sides": sides, "members": members, "sounds": sounds, "contradictions": contradictions, "findings": findings,
            "origin": record.origin.get(key), "contributions": record.contributions.get(key, []), "refused": record.refused.get(key, []),
            "negative": record.negative.get(key, []), "replies": replies, "corrections": corrections,
            "changes": record.changes.get(key, []), "exhibits": exhibits, "map": drawing(drawn) if drawn else None,
            "also_protected": key in record.public.withheld.incidents_also_protected, "k": record.public.withheld.k,
            "checkpoint": record.checkpoints[-1] if record.checkpoints else None, "who": self._who, "timeline": drawing(timeline) if timeline else None, "related": self._related(row),
        }  # fmt: skip
        data = {
            "incident": row, "statements": [_without_member(s) for s in statements], "members": members, "sound_events": sounds,
            "contradictions": contradictions, "origin": values["origin"], "contributions": values["contributions"],
            "refused_evidence": values["refused"], "negative_findings": values["negative"], "findings": findings,
            "traces": {f["finding_id"]: record.traces.get(f["finding_id"], []) for f in findings}, "replies": replies,
            "corrections": corrections, "history": values["changes"],
            "exhibits": [{k: e[k] for k in ("exhibit_id", "sha256", "log_index", "url")} for e in exhibits],
        }  # fmt: skip
        yield from self.page(f"incidents/{file_name(key)}", "incident.html", values, data)

    def _who(self, report_id: str) -> str:
        statement = self.record.statements.get(report_id)
        if statement is None:
            return "sound event" if report_id in self.record.sounds else "not published"
        return statement["speaker"] or self.record.party_name(statement["speaker_party"])

    def exhibit(self, row: Row) -> Iterator[tuple[str, bytes]]:
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
        yield from self.page(f"exhibits/{file_name(key)}", "exhibit.html", values, data)


def _without_member(statement: Row) -> Row:
    return {key: value for key, value in statement.items() if key != "member"}
