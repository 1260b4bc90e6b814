"""The pages that list: overview, incidents, first mover, contradictions, unresolved, findings, claims, sources, counts, log."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from .addresses import file_name
from .daily import is_unresolved
from .map_svg import draw_map
from .page import CLAIM_LABELS, Pages
from .record import Row, grouped
from .render import drawing, svg_file, words
from .timeline_svg import draw_period


class ListPages(Pages):
    """Queries over the whole record, one template each."""

    def overview(self) -> Iterator[tuple[str, bytes]]:
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
        timeline = draw_period(record, self.link(""))
        drawn = draw_map(
            record.case, incidents, list(record.statements.values()), self.link(""), self.view, "Incidents"
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
        yield from self.page("index", "index.html", values, data, "index")

    def simple_pages(self) -> Iterator[tuple[str, bytes]]:
        record = self.record
        incidents = list(record.incidents.values())
        yield from self.page("incidents", "incidents.html", {"by_day": list(record.days.items()), "both": [i for i in incidents if len(i["parties_speaking"]) > 1]},
                              {"incidents": incidents}, "incidents")  # fmt: skip
        yield from self.page(
            "first-mover", "first_mover.html", {"windows": record.first_movers, "account_time": self._account_time},
            {"windows": record.first_movers, "run_up": record.run_up}, "first-mover",
        )  # fmt: skip
        shown = [
            c
            for c in record.contradictions
            if c["left_id"] in record.statements and c["right_id"] in record.statements
        ]
        yield from self.page("contradictions", "contradictions.html", {"topics": list(grouped(shown, "topic").items())},
                              {"contradictions": shown}, "contradictions")  # fmt: skip
        groups = self._unresolved()
        yield from self.page("unresolved", "unresolved.html", {"groups": groups},
                              {"unresolved": {why: [i["incident_id"] for i, _ in rows] for why, rows in groups}}, "unresolved")  # fmt: skip
        outcomes = sorted(grouped(record.findings, "outcome").items())
        yield from self.page("findings", "findings.html", {"outcomes": outcomes, "clauses": list(record.clauses.values())},
                              {"findings": record.findings, "traces": record.traces, "clauses": list(record.clauses.values())},
                              "findings")  # fmt: skip
        yield from self.page("claims-check", "claims.html", {"claims": record.claims, "labels": CLAIM_LABELS, "shown": shown_value},
                              {"claims": record.claims}, "claims-check")  # fmt: skip
        yield from self._sources()
        entries = list(record.log_of.values())
        yield from self.page("log", "log.html", {"entries": entries, "checkpoints": record.checkpoints},
                              {"entries": entries, "checkpoints": record.checkpoints}, "log")  # fmt: skip
        tables = [
            {"name": name, "n": self.record.public.db.execute(f"select count(*) from {name}").fetchone()[0]}  # type: ignore[index]
            for name in ("incident", "statement", "contradiction", "finding", "restriction", "party_response", "correction",
                         "exhibit", "log_entry")
        ]  # fmt: skip
        example = self.addresses.of("incident", incidents[0]["incident_id"]) if incidents else "index.html"
        values = {"checkpoint": record.checkpoints[-1] if record.checkpoints else None, "example": example,
                  "withheld": self.withheld_lines(), "tables": tables}  # fmt: skip
        yield from self.page(
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
        yield from self.page("sources", "sources.html", values, data, "sources")

    def counts(self) -> Iterator[tuple[str, bytes]]:
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
        yield from self.page("counts", "counts.html", {"policies": shown},
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
        yield from self.page(f"counts/{file_name(policy['policy_id'])}", "policy.html", {"p": policy, "groups": groups},
                              {"policy": policy, "counts": rows, "items": items}, "counts")  # fmt: skip


def _anchor(row: Row) -> str:
    return file_name(f"{row['local_day']}-{row['claimed_by']}-{row['accused_party']}")


def shown_value(value: Any) -> str:
    """A computed value for a person: numbers short, lists with commas."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, dict):
        return ", ".join(
            f"{key.replace('_', ' ')} {shown_value(inner)}" for key, inner in sorted(value.items())
        )
    if isinstance(value, list | tuple):
        return ", ".join(shown_value(inner) for inner in value)
    return "not known" if value is None else str(value)
