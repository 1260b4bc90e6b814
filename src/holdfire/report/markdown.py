"""A said report as Markdown: sentences with footnotes that name the cited rows, tables as pipe tables.

Text from sources is escaped: a document's words never become markup, a link or an image of ours.
"""

import re

from .said import SaidArea, SaidReport, SaidSentence

SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!<>|~])")


def escape(text: str) -> str:
    """Words that Markdown leaves alone."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))


def markdown_of(report: SaidReport) -> str:
    """The whole report; ends with one line break."""
    lines = [f"# {escape(report.title)}", "", escape(report.subtitle), ""]
    for section in report.sections:
        lines += [f"## {escape(section.heading)}", ""]
        lines += [f"- {_said(sentence)}" for sentence in section.sentences]
        lines += [""] if section.sentences else []
        for area in section.areas:
            lines += _area(area, report)
    lines += [f"## {escape(report.cited_heading)}", ""]
    for sentence in report.cited:
        rows = ", ".join(f"{kind} `{row_id.replace('`', '')}`" for kind, row_id in sentence.cites)
        lines.append(f"[^{sentence.number}]: {rows}")
    return "\n".join(lines).rstrip() + "\n"


def _said(sentence: SaidSentence) -> str:
    note = f"[^{sentence.number}]" if sentence.number else ""
    return escape(sentence.text) + note


def _area(area: SaidArea, report: SaidReport) -> list[str]:
    heads = [*report.columns, report.row_heading]
    lines = [f"### {escape(area.name)}", "", _said(area.sentence), ""]
    lines += ["| " + " | ".join(map(escape, heads)) + " |", "|" + "---|" * len(heads)]
    for row in area.rows:
        ids = " ".join([row.statement_id, *row.incident_ids])
        lines.append("| " + " | ".join([*map(escape, row.cells), f"`{ids}`"]) + " |")
    return [*lines, ""]
