"""A said report as PDF/A-2a through typst: the same report gives the same bytes.

typst gets the report as JSON and lays it out by templates/report.typ; only Holdfire's own fonts are used, and the
document's date is the record's, so neither the machine nor the clock can change a byte.
"""

import json
from datetime import UTC
from typing import Any

from holdfire.data import data_dir

from .daily import DailyReport
from .map_svg import draw_map
from .phrasebook import Phrasebook
from .record import SAID_OF_NO_PARTY, Record
from .render import plain, svg_file, templates_dir
from .said import SaidReport
from .spans import spoken_part

LONGEST_QUOTE = 420


def pdf_of(record: Record, report: DailyReport, said: SaidReport, book: Phrasebook) -> bytes:
    """The report as bytes of a tagged PDF/A file. Fonts are packaged; nothing of the system is looked at."""
    import typst

    as_of = report.as_of.replace(tzinfo=UTC) if report.as_of else None
    return typst.compile(
        str(templates_dir() / "report.typ"),
        font_paths=[str(data_dir() / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(layout(record, report, said, book), ensure_ascii=False)},
        pdf_standards=["a-2a"],
        timestamp=int(as_of.timestamp()) if as_of else 0,
    )


def layout(record: Record, report: DailyReport, said: SaidReport, book: Phrasebook) -> dict[str, Any]:
    """What the typst template prints, as plain JSON values."""
    from .pages import Site

    site = Site(record)
    incidents = [record.incidents[i] for i in report.incident_ids]
    drawn = ""
    if any(i["lat"] is not None for i in incidents):
        drawing = draw_map(record.case, incidents, [], lambda kind, row_id: "#", site.view, said.title)
        drawn = svg_file(drawing, site.css).decode()
    return plain(  # type: ignore[no-any-return]
        {
            "lang": said.lang,
            "title": said.title,
            "subtitle": said.subtitle,
            "mandate": record.case.mandate.title,
            "columns": [*said.columns, said.row_heading],
            "cited_heading": said.cited_heading,
            "sides_heading": book.heading("sides"),
            "page": book.term("word", "page"),
            "map": drawn,
            "map_key": book.say("map_key"),
            "sides": [_sides(record, i, book) for i in incidents if len(i["parties_speaking"]) > 1],
            "sections": [
                {
                    "key": s.key,
                    "heading": s.heading,
                    "sentences": [{"text": x.text, "number": x.number} for x in s.sentences],
                    "areas": [
                        {
                            "name": a.name,
                            "sentence": {"text": a.sentence.text, "number": a.sentence.number},
                            "rows": [
                                [*row.cells, " ".join([row.statement_id, *row.incident_ids])]
                                for row in a.rows
                            ],
                        }
                        for a in s.areas
                    ],
                }
                for s in said.sections
            ],
            "cited": [
                {"number": s.number, "rows": ", ".join(row_id for _kind, row_id in s.cites)}
                for s in said.cited
            ],
        }
    )


def _sides(record: Record, incident: dict[str, Any], book: Phrasebook) -> dict[str, Any]:
    """One incident told by both parties: at most two quotes a party, each shortened alike."""
    found = record.sides(incident["incident_id"])
    columns = []
    for party in record.party_ids:
        quotes = []
        for s in found[party][:2]:
            start, end = spoken_part(s["quote"]) if s["quote"].count(",") > 8 else (0, len(s["quote"]))
            words = " ".join(s["quote"][start:end].split())
            if len(words) > LONGEST_QUOTE:
                words = words[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
            quotes.append(
                {
                    "text": words,
                    "who": s["speaker"] or book.party(s["speaker_party"]),
                    "id": s["statement_id"],
                }
            )
        columns.append({"name": book.party(party), "quotes": quotes})
    kind, status = book.term("kind", incident["kind"]), book.term("status", incident["status"])
    more = len(found[SAID_OF_NO_PARTY])
    title = f"{incident['place_label']}: {kind} ({status}; {incident['incident_id']})"
    return {"title": title, "columns": columns, "more": more}
