"""Coverage: who could have heard or seen, when, and how far: what makes silence evidence of a stated strength."""

from typing import Any

from holdfire.model.register import fetch_dicts

from ..page import Ask, Page


def coverage(ask: Ask) -> dict[str, Any]:
    intervals = [
        {
            "coverage_id": c.coverage_id,
            "position": c.position,
            "means": c.means,
            "start": c.start,
            "end": c.end,
            "status": c.status,
            "detection": {kind: {"radius_km": r, "p": p} for kind, (r, p) in sorted(c.detection.items())},
            "party": c.party,
            "note": c.note,
        }
        for c in sorted(ask.case.coverage, key=lambda c: (c.start, c.coverage_id))
    ]
    return {
        "coverage": intervals,
        "negative_findings": fetch_dicts(
            ask.db, "select * from negative_finding order by incident_id, coverage_id limit 200"
        ),
        "restrictions": fetch_dicts(
            ask.db, "select * from restriction order by happened_at, restriction_id limit 200"
        ),
        "sensor_health": fetch_dicts(
            ask.db, "select * from sensor_health order by exhibit_id, sensor_id limit 200"
        ),
    }


PAGES = (Page("/coverage", "coverage", "coverage.html", coverage, rows="coverage"),)
