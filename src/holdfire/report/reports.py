"""The daily or weekly report as files: one report, said in a language, in the formats asked for.

In: the register and two days. Out: files named for what they hold. Everything passes through `publication` first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from holdfire.model.case import Case
from holdfire.model.errors import Misuse

from .daily import DailyReport, daily_report
from .lint import LintProblem, lint_report
from .markdown import markdown_of
from .pages import Site
from .phrasebook import Phrasebook
from .publication import public_register
from .record import Record
from .render import as_json
from .said import SaidReport, report_data, report_name, say_report

if TYPE_CHECKING:
    import duckdb

FORMATS = ("html", "pdf", "md", "json")


@dataclass(frozen=True)
class Written:
    """The files of one report and what the lint says against its sentences."""

    paths: list[Path]
    problems: list[LintProblem]


def write_report(
    db: "duckdb.DuckDBPyConnection",
    case: Case,
    out_dir: Path,
    first: date,
    last: date,
    *,
    formats: Sequence[str] = FORMATS,
    lang: str = "en",
    published_at: datetime | None = None,
) -> Written:
    """Write the report of the days first..last in each format.

    raises  Misuse for days in the wrong order, a span of over a year, an unknown format or language
    """
    if last < first:
        raise Misuse(f"--to {last}: is before --from {first}")
    if (last - first).days > 366:
        raise Misuse(f"--from {first} --to {last}: a report covers at most 366 days")
    for name in formats:
        if name not in FORMATS:
            raise Misuse(f"--format: found {name!r}, expected some of {', '.join(FORMATS)}")
    book = Phrasebook(lang, case.mandate)
    with public_register(db, case, published_at=published_at) as public:
        record = Record(case, public)
        report = daily_report(record, first, last)
        said = say_report(report, book)
        out_dir.mkdir(parents=True, exist_ok=True)
        paths = []
        for name in formats:
            path = out_dir / f"{report_name(first, last, lang)}.{name}"
            path.write_bytes(_bytes(name, record, report, said, book))
            paths.append(path)
    return Written(paths, lint_report(said))


def _bytes(name: str, record: Record, report: DailyReport, said: SaidReport, book: Phrasebook) -> bytes:
    if name == "pdf":
        from .pdf import pdf_of

        return pdf_of(record, report, said, book)
    if name == "md":
        return markdown_of(said).encode()
    if name == "json":
        return as_json(report_data(record, report, said))
    return Site(record).report_page(report, said).encode()
