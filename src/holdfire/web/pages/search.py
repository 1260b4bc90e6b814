"""Search: words in quotes, places, speakers and exhibits' titles. Case does not matter; every word must occur."""

from typing import Any

from ..page import Ask, Page
from ..registers import LINES, rows


def search(ask: Ask) -> dict[str, Any]:
    text = " ".join(ask.words.get("q", "").split())[:200]
    words = text.lower().split()[:8]
    if not words:
        return {"q": text, "statements": [], "incidents": [], "exhibits": []}
    values = {f"w{n}": word for n, word in enumerate(words)}
    lines = f"({LINES})" if ask.who.is_signed_in else "_line"
    hit = " and ".join(f"contains({{column}}, ${name})" for name in values)
    return {
        "q": text,
        "statements": rows(
            ask.db,
            f"""
            select s.statement_id, s.exhibit_id, s.quote, s.speaker, s.speaker_party, s.kind, s.modality, s.known_at
            from (select statement_id from {lines} where {hit.format(column="line")} order by known_at desc, statement_id limit 50) l
            join statement s on s.statement_id = l.statement_id
            order by s.known_at desc, s.statement_id
            """,
            values,
        ),
        "incidents": rows(
            ask.db,
            f"""
            select incident_id, local_day, place_label, kind, status from incident
            where {hit.format(column="lower(concat_ws(' ', incident_id, place_label, kind))")}
            order by local_day desc, incident_id limit 50
            """,
            values,
        ),
        "exhibits": rows(
            ask.db,
            f"""
            select exhibit_id, title, source_id, published_at from exhibit
            where {hit.format(column="lower(concat_ws(' ', exhibit_id, title, sha256))")}
            order by exhibit_id limit 50
            """,
            values,
        ),
    }


PAGES = (Page("/search", "search", "search.html", search, rows="statements"),)
