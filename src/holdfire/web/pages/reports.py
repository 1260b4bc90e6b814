"""Reports: the days that have one, and where their files lie."""

from typing import Any

from holdfire.model.register import fetch_dicts

from ..page import Ask, Page


def reports(ask: Ask) -> dict[str, Any]:
    found = fetch_dicts(
        ask.db,
        """
        select local_day, count(*) as incidents, sum(n_statements) as statements,
               count(*) filter (where len(parties_speaking) > 1) as told_by_both
        from incident group by local_day order by local_day
        """,
    )
    return {"days": found, "period": [ask.case.mandate.period.start, ask.case.mandate.period.end]}


PAGES = (Page("/reports", "reports", "reports.html", reports, rows="days"),)
