"""Intake: the form for files, and what was taken in last."""

from typing import Any

from holdfire.model.register import fetch_dicts

from ..access import may
from ..page import Ask, Page


def intake(ask: Ask) -> dict[str, Any]:
    latest = fetch_dicts(
        ask.db,
        """
        select e.exhibit_id, e.title, e.file_name, e.media_type, e.byte_count, e.acquired_at, e.status, e.reason
        from exhibit e order by e.acquired_at desc, e.exhibit_id limit 20
        """,
    )
    return {
        "latest": latest,
        "sources": [
            (s.source_id, s.institution)
            for s in sorted(ask.case.sources.values(), key=lambda s: s.source_id)
            if not s.protected or may(ask.case, ask.who, "read_protected")
        ],
    }


PAGES = (Page("/intake", "intake", "intake.html", intake, action="intake"),)
