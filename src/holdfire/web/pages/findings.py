"""Findings: what was breached, by which clause and standard, with every predicate and exception tried."""

import json
from typing import Any

from holdfire.model.register import fetch_dicts

from ..page import Ask, NotThere, Page, pages_of
from .dossier import in_its_document, proof, where_and_when

PER_PAGE = 50


def finding_list(ask: Ask) -> dict[str, Any]:
    """Filters: outcome, rule_set, clause, page."""
    page = ask.number("page", 1, 1, 100_000)
    values = {key: ask.words.get(key) or None for key in ("outcome", "rule_set", "clause")}
    where = """
        ($outcome is null or f.outcome = $outcome) and ($rule_set is null or f.rule_set = $rule_set)
        and ($clause is null or f.clause_id = $clause)
    """
    total = fetch_dicts(ask.db, f"select count(*) as n from finding f where {where}", values)[0]["n"]
    found = fetch_dicts(
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
        "pages": pages_of(total, PER_PAGE),
        "filters": {key: value for key, value in values.items() if value},
        "outcomes": outcomes,
        "clauses": clauses,
    }


def one_finding(ask: Ask) -> dict[str, Any]:
    """Clause, trace, exceptions tried, standard, replies, corrections."""
    key = {"id": ask.path["finding_id"]}
    found = fetch_dicts(ask.db, "select * from finding where finding_id = $id", key)
    if not found:
        raise NotThere(f"no finding {key['id']}")
    finding = {**found[0]}
    for column in ("exceptions_tried", "dissent"):
        finding[column] = json.loads(finding[column])
    trace = fetch_dicts(ask.db, "select * from clause_trace where finding_id = $id order by seq", key)
    incident = fetch_dicts(
        ask.db, "select * from incident where incident_id = $i", {"i": finding["incident_id"]}
    )
    said = fetch_dicts(
        ask.db,
        """
        select s.*, m.p_member, coalesce(s.speaker_party, 'not stated') as side
        from member m join statement s on s.statement_id = m.report_id
        where m.incident_id = $i order by m.p_member * m.share desc, m.report_id
        """,
        {"i": finding["incident_id"]},
    )
    in_its_document(ask, said)
    cited = {row["statement_id"] for row in said}
    clauses = fetch_dicts(
        ask.db, "select * from clause where clause_id = $c order by version", {"c": finding["clause_id"]}
    )
    for clause in clauses:
        clause["starts"] = json.loads(clause["starts"])
    return {
        "finding": finding,
        "clause": [row for row in clauses if row["version"] == finding["version"]] or clauses,
        "trace": [
            {**row, "given": json.loads(row["given"]), "linked": [e for e in row["evidence"] if e in cited]}
            for row in trace
        ],
        "incident": incident,
        "members": said,
        **(where_and_when(ask, incident[0], said) if incident else {"_map": "", "_timeline": ""}),
        "proof": proof(
            ask, [row["exhibit_id"] for row in said], [finding["finding_id"], str(finding["incident_id"])]
        ),
        "replies": fetch_dicts(
            ask.db, "select * from party_response where about_id = $id order by received_at, response_id", key
        ),
        "corrections": fetch_dicts(
            ask.db, "select * from correction where about_id = $id order by happened_at, correction_id", key
        ),
    }


PAGES = (
    Page(
        "/findings",
        "findings",
        "findings.html",
        finding_list,
        rows="findings",
        words=("outcome", "rule_set", "clause", "page"),
    ),
    Page("/findings/{finding_id}", "finding", "finding.html", one_finding, rows="trace", about="finding_id"),
)
