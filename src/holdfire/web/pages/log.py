"""The log as a reader sees it: entries, checkpoints, cosigners, and how to check them without trusting this page."""

import json
from typing import Any

from holdfire.model.register import fetch_dicts

from ..page import Ask, NotThere, Page, pages_of


def log_page(ask: Ask) -> dict[str, Any]:
    page = ask.number("page", 1, 1, 1_000_000)
    total = ask.once("log size", "select coalesce(max(log_index) + 1, 0) as n from log_entry")[0]["n"]
    values = {"top": total - 1 - (page - 1) * 100}
    found = fetch_dicts(
        ask.db,
        """
        select log_index, kind, leaf_hash, logged_at, by_name, subject_id from log_entry
        where log_index <= $top and log_index > $top - 100 order by log_index desc
        """,
        values,
    )
    mandate = ask.case.mandate
    return {
        "origin": mandate.log.origin,
        "cosigners": mandate.log.cosigners,
        "quorum": mandate.log.quorum,
        "entries": found,
        "total": total,
        "page": page,
        "pages": pages_of(total, 100),
        "kinds": ask.once(
            "log kinds", "select kind, count(*) as n from log_entry group by kind order by kind"
        ),
        "checkpoints": fetch_dicts(ask.db, "select * from checkpoint order by tree_size desc limit 20"),
    }


def one_entry(ask: Ask) -> dict[str, Any]:
    index = ask.path["log_index"]
    found = fetch_dicts(
        ask.db,
        "select * exclude (body) from log_entry where log_index = try_cast($i as bigint)",
        {"i": index},
    )
    if not found:
        raise NotThere(f"no log entry {index}")
    return {"entry": {**found[0], "entry": json.loads(found[0]["entry"])}}


PAGES = (
    Page("/log", "log", "log.html", log_page, rows="entries", words=("page",)),
    Page("/log/{log_index}", "log_entry", "log_entry.html", one_entry),
)
