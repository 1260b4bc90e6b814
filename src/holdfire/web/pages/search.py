"""Search: words in quotes, places, speakers and exhibits' titles. Case does not matter; every word must occur,
at the beginning of a word or, where nothing begins so, inside one."""

from typing import Any

from holdfire.model.register import fetch_dicts

from ..page import Ask, Page
from ..words import statements_with


def search(ask: Ask) -> dict[str, Any]:
    text = " ".join(ask.words.get("q", "").split())[:200]
    words = text.lower().split()[:8]
    if not words:
        return {"q": text, "statements": [], "incidents": [], "exhibits": []}
    values = {f"w{n}": word for n, word in enumerate(words)}
    hit = " and ".join(f"contains({{column}}, ${name})" for name in values)
    return {
        "q": text,
        "statements": fetch_dicts(
            ask.db,
            """
            select statement_id, exhibit_id, quote, speaker, speaker_party, kind, modality, known_at from statement
            where statement_id in (select unnest($ids)) order by known_at desc, statement_id
            """,
            {"ids": statements_with(ask.db, words)},
        ),
        "incidents": fetch_dicts(
            ask.db,
            f"""
            select incident_id, local_day, place_label, kind, status from incident
            where {hit.format(column="lower(concat_ws(' ', incident_id, place_label, kind))")}
            order by local_day desc, incident_id limit 50
            """,
            values,
        ),
        "exhibits": fetch_dicts(
            ask.db,
            f"""
            select exhibit_id, title, source_id, published_at from exhibit
            where {hit.format(column="lower(concat_ws(' ', exhibit_id, title, sha256))")}
            order by exhibit_id limit 50
            """,
            values,
        ),
    }


PAGES = (Page("/search", "search", "search.html", search, rows="statements", words=("q",)),)
