"""The review queue: text that could not be read, doubtful links, draft findings; each with its keys and its form."""

from typing import Any

from holdfire.model.kinds import Kind
from holdfire.model.register import fetch_dicts

from ..page import Ask, Page
from ..reviews import FINDING_DECISIONS


def queue(ask: Ask) -> dict[str, Any]:
    return {
        "totals": fetch_dicts(
            ask.db,
            """
            select (select count(*) from unread) as unread, (select count(*) from finding where status = 'draft') as findings,
                   (select count(*) from candidate_pair where p between 0.3 and 0.7) as links
            """,
        )[0],
        "kinds": sorted(Kind),
        "decisions": FINDING_DECISIONS,
        "unread": fetch_dicts(
            ask.db,
            """
            select u.unread_id, u.exhibit_id, u.quote, u.reason, u.start_char, u.end_char, u.known_at
            from unread u order by u.known_at, u.unread_id limit 25
            """,
        ),
        "links": fetch_dicts(
            ask.db,
            """
            select p.left_id, p.right_id, p.p, l.quote as left_quote, l.speaker_party as left_party,
                   r.quote as right_quote, r.speaker_party as right_party
            from candidate_pair p
            left join statement l on l.statement_id = p.left_id
            left join statement r on r.statement_id = p.right_id
            where p.p between 0.3 and 0.7 order by abs(p.p - 0.5), p.left_id, p.right_id limit 25
            """,
        ),
        "findings": fetch_dicts(
            ask.db,
            "select finding_id, incident_id, clause_id, outcome, reason, status from finding where status = 'draft' order by finding_id limit 25",
        ),
    }


PAGES = (Page("/review", "review", "review.html", queue, action="review", rows="unread"),)
