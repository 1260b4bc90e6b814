"""One module a noun: what each page asks of the register. Every query has an order; every number keeps its rows' ids."""

from ..page import Page
from . import (
    complaints,
    counts,
    coverage,
    findings,
    incidents,
    intake,
    log,
    overview,
    parties,
    reports,
    review,
    search,
    sources,
    sql,
)

PAGES: tuple[Page, ...] = (
    *overview.PAGES,
    *incidents.PAGES,
    *findings.PAGES,
    *sources.PAGES,
    *parties.PAGES,
    *coverage.PAGES,
    *counts.PAGES,
    *log.PAGES,
    *reports.PAGES,
    *search.PAGES,
    *review.PAGES,
    *sql.PAGES,
    *complaints.PAGES,
    *intake.PAGES,
)
