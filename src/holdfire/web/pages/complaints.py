"""Complaints: each one's path from allegation to closure, rebuilt from the log, with the clock that runs now."""

from typing import Any

from holdfire.model.register import fetch_dicts

from ..page import Ask, NotThere, Page


def complaint_list(ask: Ask) -> dict[str, Any]:
    found = fetch_dicts(
        ask.db,
        """
        select complaint_id, count(*) as steps, min(happened_at) as opened_at, arg_max(step, seq) as last_step,
               max(happened_at) as last_at, arg_max(due_at, seq) as due_at
        from case_step group by complaint_id order by last_at desc, complaint_id limit 500
        """,
    )
    return {"complaints": found}


def one_complaint(ask: Ask) -> dict[str, Any]:
    key = {"id": ask.path["complaint_id"]}
    steps = fetch_dicts(ask.db, "select * from case_step where complaint_id = $id order by seq", key)
    if not steps:
        raise NotThere(f"no complaint {key['id']}")
    replies = fetch_dicts(
        ask.db, "select * from party_response where about_id = $id order by received_at, response_id", key
    )
    return {"complaint_id": key["id"], "steps": steps, "replies": replies}


PAGES = (
    Page("/complaints", "complaints", "complaints.html", complaint_list, rows="complaints"),
    Page("/complaints/{complaint_id}", "complaint", "complaint.html", one_complaint, rows="steps"),
)
