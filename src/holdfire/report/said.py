"""A daily report said in one language: headings, sentences with their note numbers, tables as text.

In: `daily.DailyReport` and a `Phrasebook`. Out: plain values that the HTML page, Markdown, PDF and JSON all print.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from .daily import COLUMNS, Area, Cite, DailyReport, Sentence
from .phrasebook import Phrasebook
from .record import Record


@dataclass(frozen=True)
class SaidSentence:
    """number: of the note that lists the cited rows; 0 where none are"""

    text: str
    cites: tuple[Cite, ...]
    number: int
    note: bool


@dataclass(frozen=True)
class SaidRow:
    cells: tuple[str, ...]
    statement_id: str
    incident_ids: tuple[str, ...]


@dataclass(frozen=True)
class SaidArea:
    name: str
    sentence: SaidSentence
    rows: tuple[SaidRow, ...]


@dataclass(frozen=True)
class SaidSection:
    key: str
    heading: str
    sentences: tuple[SaidSentence, ...]
    areas: tuple[SaidArea, ...]


@dataclass(frozen=True)
class SaidReport:
    lang: str
    title: str
    subtitle: str
    columns: tuple[str, ...]
    row_heading: str
    cited_heading: str
    sections: tuple[SaidSection, ...]

    @property
    def cited(self) -> list[SaidSentence]:
        return [s for s in self.all_sentences() if s.number]

    def all_sentences(self) -> list[SaidSentence]:
        """Every sentence, in the order printed."""
        return [
            s for section in self.sections for s in (*section.sentences, *(a.sentence for a in section.areas))
        ]


def say_report(report: DailyReport, book: Phrasebook) -> SaidReport:
    """The report in the phrasebook's language."""
    number = 0

    def said(sentence: Sentence) -> SaidSentence:
        nonlocal number
        number += bool(sentence.cites)
        text = book.say(sentence.key, sentence.values).strip()
        return SaidSentence(text, sentence.cites, number if sentence.cites else 0, sentence.note)

    def area(one: Area) -> SaidArea:
        name = one.name if one.name is not None else book.term("word", "no_area")
        rows = tuple(
            SaidRow(_cells(row.cells, book, report.first != report.last), row.statement_id, row.incident_ids)
            for row in one.rows
        )
        return SaidArea(name, said(one.sentence), rows)

    sections = tuple(
        SaidSection(s.key, book.heading(s.key), tuple(map(said, s.sentences)), tuple(map(area, s.areas)))
        for s in report.sections
    )
    one_day = report.first == report.last
    key = "title_daily" if one_day else "title_period"
    title = book.say(key, {"day": report.first, "first": report.first, "last": report.last})
    as_of = {"as_of": report.as_of, "zone": book.mandate.time_zone}
    return SaidReport(
        book.lang, title, f"{book.mandate.title}. {book.say('as_of', as_of)}", tuple(book.column(c) for c in COLUMNS),
        book.column("incident"), book.heading("cited"), sections,
    )  # fmt: skip


def _cells(cells: tuple[Any, ...], book: Phrasebook, with_day: bool) -> tuple[str, ...]:
    *words, when = cells
    return (
        *("" if cell is None else book.show(cell) for cell in words),
        book.clock(when[0], when[1], with_day),
    )


def report_name(first: date, last: date, lang: str) -> str:
    """daily-2020-07-12.en, report-2020-07-12-to-2020-07-18.en"""
    if first == last:
        return f"daily-{first.isoformat()}.{lang}"
    return f"report-{first.isoformat()}-to-{last.isoformat()}.{lang}"


def report_data(record: Record, report: DailyReport, said: SaidReport) -> dict[str, Any]:
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


def _sentence(sentence: SaidSentence) -> dict[str, Any]:
    return {"text": sentence.text, "cites": [{"kind": kind, "id": row_id} for kind, row_id in sentence.cites]}
