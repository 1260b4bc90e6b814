"""Findings: what was breached, by which clause and standard, with every predicate and exception tried."""

import json
from typing import Any

from ..page import Ask, NotThere, Page
from ..registers import rows

PER_PAGE = 50


def finding_list(ask: Ask) -> dict[str, Any]:
    """Filters: outcome, rule_set, clause, page."""
    page = ask.number("page", 1, 1, 100_000)
    values = {key: ask.words.get(key) or None for key in ("outcome", "rule_set", "clause")}
    where = """
        ($outcome is null or f.outcome = $outcome) and ($rule_set is null or f.rule_set = $rule_set)
        and ($clause is null or f.clause_id = $clause)
    """
    total = rows(ask.db, f"select count(*) as n from finding f where {where}", values)[0]["n"]
    found = rows(
        ask.db,
        f"""
        with shown as (
            select f.* from finding f where {where} order by f.known_at desc, f.finding_id
            limit {PER_PAGE} offset {(page - 1) * PER_PAGE}
        )
        select f.finding_id, f.incident_id, f.clause_id, f.rule_set, f.outcome, f.party, f.p, f.standard,
               f.threshold_percent, f.reason, f.status, i.local_day, i.place_label
        from shown f left join incident i on i.incident_id = f.incident_id
        order by f.known_at desc, f.finding_id
        """,
        values,
    )
    outcomes = ask.once(
        "finding outcomes",
        "select outcome as value, count(*) as n from finding group by all order by n desc, value",
    )
    clauses = ask.once(
        "clauses", "select clause_id, says, in_force, source from clause order by clause_id, version"
    )
    return {
        "findings": found,
        "total": total,
        "page": page,
        "pages": max(1, -(-total // PER_PAGE)),
        "filters": {key: value for key, value in values.items() if value},
        "outcomes": outcomes,
        "clauses": clauses,
    }


def one_finding(ask: Ask) -> dict[str, Any]:
    """Clause, trace, exceptions tried, standard, replies, corrections."""
    key = {"id": ask.path["finding_id"]}
    found = rows(ask.db, "select * from finding where finding_id = $id", key)
    if not found:
        raise NotThere(f"no finding {key['id']}")
    finding = {**found[0], "exceptions_tried": json.loads(found[0]["exceptions_tried"])}
    trace = rows(ask.db, "select * from clause_trace where finding_id = $id order by seq", key)
    return {
        "finding": finding,
        "clause": rows(
            ask.db, "select * from clause where clause_id = $c order by version", {"c": finding["clause_id"]}
        ),
        "trace": [{**row, "given": json.loads(row["given"])} for row in trace],
        "incident": rows(
            ask.db, "select * from incident where incident_id = $i", {"i": finding["incident_id"]}
        ),
        "replies": rows(
            ask.db, "select * from party_response where about_id = $id order by received_at, response_id", key
        ),
        "corrections": rows(
            ask.db, "select * from correction where about_id = $id order by happened_at, correction_id", key
        ),
    }


PAGES = (
    Page("/findings", "findings", "findings.html", finding_list, rows="findings"),
    Page("/findings/{finding_id}", "finding", "finding.html", one_finding, rows="trace"),
)
