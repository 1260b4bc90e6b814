"""Incidents: a list with filters and stable addresses, and one incident with everything that is said of it."""

import json
from typing import Any

from holdfire.model.register import fetch_dicts

from ..page import Ask, NotThere, Page, pages_of
from .dossier import in_its_document, proof, where_and_when

PER_PAGE = 50


def incident_list(ask: Ask) -> dict[str, Any]:
    """Newest day first. Filters: day, from, to, kind, status, party (that speaks), place (words), page."""
    page = ask.number("page", 1, 1, 100_000)
    values = {
        "day_from": ask.words.get("day") or ask.words.get("from") or None,
        "day_to": ask.words.get("day") or ask.words.get("to") or None,
        "kind": ask.words.get("kind") or None,
        "status": ask.words.get("status") or None,
        "party": ask.words.get("party") or None,
        "place": ask.words.get("place") or None,
    }
    where = """
        ($day_from is null or local_day >= try_cast($day_from as date))
        and ($day_to is null or local_day <= try_cast($day_to as date))
        and ($kind is null or kind = $kind)
        and ($status is null or status = $status)
        and ($party is null or list_contains(parties_speaking, $party))
        and ($place is null or contains(lower(place_label), lower($place)))
    """
    total = fetch_dicts(ask.db, f"select count(*) as n from incident where {where}", values)[0]["n"]
    found = fetch_dicts(
        ask.db,
        f"""
        select incident_id, local_day, occurred_earliest, occurred_latest, place_label, kind, status, n_statements,
               n_voices, n_detections, parties_speaking, p_exists, lat, lon, radius_m
        from incident where {where}
        order by local_day desc, occurred_earliest desc, incident_id
        limit {PER_PAGE} offset {(page - 1) * PER_PAGE}
        """,
        values,
    )
    return {
        "incidents": found,
        "total": total,
        "page": page,
        "pages": pages_of(total, PER_PAGE),
        "filters": {key: value for key, value in values.items() if value},
        "kinds": _distinct(ask, "kind"),
        "statuses": _distinct(ask, "status"),
    }


def _distinct(ask: Ask, column: str) -> list[dict[str, Any]]:
    return ask.once(
        f"incidents by {column}",
        f"select {column} as value, count(*) as n from incident group by all order by n desc, value",
    )


def one_incident(ask: Ask) -> dict[str, Any]:
    """Members with their statements side by side, links, contradictions, origin, findings, replies, history."""
    key = {"id": ask.path["incident_id"]}
    found = fetch_dicts(ask.db, "select * from incident where incident_id = $id", key)
    if not found:
        raise NotThere(f"no incident {key['id']}")
    members = fetch_dicts(
        ask.db,
        """
        select m.report_id, m.p_member, m.share, m.why, s.*,
               e.title, e.sha256, e.log_index, e.url, coalesce(s.speaker_party, 'not stated') as side
        from member m
        left join statement s on s.statement_id = m.report_id
        left join exhibit e on e.exhibit_id = s.exhibit_id
        where m.incident_id = $id
        order by m.p_member * m.share desc, m.report_id
        """,
        key,
    )
    sounds = fetch_dicts(
        ask.db,
        """
        select v.* exclude (region_90), m.p_member from member m join sound_event v on v.event_id = m.report_id
        where m.incident_id = $id order by v.fired_at, v.event_id
        """,
        key,
    )
    ids = {"ids": [row["report_id"] for row in members]}
    pairs = fetch_dicts(
        ask.db,
        """
        select left_id, right_id, p, llr, terms from candidate_pair
        where left_id in (select unnest($ids)) and right_id in (select unnest($ids)) order by p desc, left_id, right_id limit 60
        """,
        ids,
    )
    for pair in pairs:
        pair["terms"] = json.loads(pair["terms"])
    said = [row for row in members if row["quote"] is not None]
    in_its_document(ask, said)
    findings = fetch_dicts(
        ask.db, "select * from finding where incident_id = $id order by rule_set, clause_id, finding_id", key
    )
    return {
        "incident": found[0],
        "members": said,
        "sound_events": sounds,
        "pairs": pairs,
        "contradictions": fetch_dicts(
            ask.db,
            """
            select c.*, l.quote as left_quote, l.speaker_party as left_party, r.quote as right_quote, r.speaker_party as right_party
            from contradiction c
            left join statement l on l.statement_id = c.left_id
            left join statement r on r.statement_id = c.right_id
            where c.incident_id = $id order by c.topic, c.contradiction_id
            """,
            key,
        ),
        "alternatives": fetch_dicts(
            ask.db, "select * from incident_alternative where incident_id = $id order by report_id", key
        ),
        "origin": _origin(ask, key),
        "findings": [
            {
                **row,
                "exceptions_tried": json.loads(row["exceptions_tried"]),
                "dissent": json.loads(row["dissent"]),
            }
            for row in findings
        ],
        "replies": fetch_dicts(
            ask.db,
            """
            select * from party_response
            where about_id = $id or about_id in (select finding_id from finding where incident_id = $id)
            order by received_at, response_id
            """,
            key,
        ),
        "history": fetch_dicts(
            ask.db, "select * from incident_event where incident_id = $id order by happened_at, change", key
        ),
        "neighbours": fetch_dicts(
            ask.db,
            """
            select incident_id, local_day, place_label, kind from incident
            where local_day = (select local_day from incident where incident_id = $id) and incident_id <> $id
            order by occurred_earliest, incident_id limit 12
            """,
            key,
        ),
        **where_and_when(ask, found[0], said),
        "proof": proof(
            ask,
            [row["exhibit_id"] for row in (*said, *sounds)],
            [key["id"], *(row["finding_id"] for row in findings)],
        ),
    }


def _origin(ask: Ask, key: dict[str, str]) -> dict[str, Any] | None:
    found = fetch_dicts(
        ask.db, "select * exclude (region_50) from origin_posterior where incident_id = $id", key
    )
    if not found:
        return None
    origin = found[0]
    for column in ("p_side", "region_90", "line_sensitivity"):
        origin[column] = json.loads(origin[column]) if origin[column] else None
    contributions = "select * from contribution where incident_id = $id order by seq"
    origin["contributions"] = fetch_dicts(ask.db, contributions, key)
    origin["refused"] = fetch_dicts(
        ask.db, "select * from refused_evidence where incident_id = $id order by evidence_id", key
    )
    origin["negative"] = fetch_dicts(
        ask.db, "select * from negative_finding where incident_id = $id order by coverage_id", key
    )
    return origin


PAGES = (
    Page(
        "/incidents",
        "incidents",
        "incidents.html",
        incident_list,
        rows="incidents",
        words=("day", "from", "to", "kind", "status", "party", "place", "page"),
    ),
    Page(
        "/incidents/{incident_id}",
        "incident",
        "incident.html",
        one_incident,
        rows="members",
        about="incident_id",
    ),
)
