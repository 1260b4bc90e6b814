"""The front page: the latest day against its baseline, what is contested, what is unresolved."""

import json
from datetime import date
from typing import Any

from holdfire.model.register import fetch_dicts

from ..page import Ask, Page

BASELINE_DAYS = 7


def overview(ask: Ask) -> dict[str, Any]:
    """`day` chooses the day; without it, the last day of the mandate's period that has an incident."""
    asked = ask.words.get("day", "")
    end = ask.case.mandate.period.end
    last = ask.once(
        "last day",
        f"""select coalesce(max(local_day) filter (where local_day <= date '{end.isoformat()}'), max(local_day)) as day
            from incident""",
    )[0]["day"]
    try:
        day = date.fromisoformat(asked) if asked else last
    except ValueError:
        day = last
    values = {"day": day, "n": BASELINE_DAYS}
    days = fetch_dicts(
        ask.db, "select local_day, count(*) as incidents from incident group by local_day order by local_day"
    )
    baseline = fetch_dicts(
        ask.db,
        """
        select count(*) / cast($n as double) as per_day from incident
        where local_day < cast($day as date) and local_day >= cast($day as date) - cast($n as integer)
        """,
        values,
    )
    today = fetch_dicts(
        ask.db,
        """
        select incident_id, local_day, occurred_earliest, occurred_latest, place_label, kind, status, n_statements,
               n_voices, parties_speaking, lat, lon, radius_m
        from incident where local_day = cast($day as date) order by occurred_earliest, incident_id limit 200
        """,
        {"day": day},
    )
    movers = ask.once("first movers", "select * from first_mover order by window_start")
    return {
        "day": day,
        "days": days,
        "baseline_per_day": baseline[0]["per_day"],
        "baseline_days": BASELINE_DAYS,
        "today": today,
        "totals": ask.once(
            "totals",
            """
            select (select count(*) from exhibit) as exhibits, (select count(*) from statement) as statements,
                   (select count(*) from incident) as incidents, (select count(*) from finding) as findings,
                   (select count(*) from unread) as unread, (select count(*) from contradiction) as contradictions,
                   (select count(*) from log_entry) as log_entries
            """,
        )[0],
        "contested": ask.once(
            "contested",
            "select topic, count(*) as n from contradiction group by topic order by n desc, topic",
        ),
        "sides": ask.once(
            "sides", "select verdict, count(*) as n from origin_posterior group by verdict order by verdict"
        ),
        "outcomes": ask.once(
            "outcomes", "select outcome, count(*) as n from finding group by outcome order by outcome"
        ),
        "first_movers": [
            {**row, "p_first": json.loads(row["p_first"]), "accounts": json.loads(row["accounts"])}
            for row in movers
        ],
    }


def contested(ask: Ask) -> dict[str, Any]:
    """Every contradiction: two statements that cannot both be true, side by side, parties first and by their ids."""
    found = fetch_dicts(
        ask.db,
        """
        select c.*, l.quote as left_quote, l.speaker as left_speaker, l.speaker_party as left_party,
               l.exhibit_id as left_exhibit, r.quote as right_quote, r.speaker as right_speaker,
               r.speaker_party as right_party, r.exhibit_id as right_exhibit
        from contradiction c
        left join statement l on l.statement_id = c.left_id
        left join statement r on r.statement_id = c.right_id
        where $topic is null or c.topic = $topic
        order by c.topic, c.contradiction_id limit 500
        """,
        {"topic": ask.words.get("topic") or None},
    )
    parties = [party.id for party in ask.case.mandate.parties]
    for row in found:
        pair = [
            {
                "id": row[f"{end}_id"],
                **{key: row[f"{end}_{key}"] for key in ("party", "speaker", "quote", "exhibit")},
            }
            for end in ("left", "right")
        ]
        row["said"] = sorted(pair, key=lambda p: (p["party"] not in parties, p["party"] or "", p["id"]))
    return {"contradictions": found, "topic": ask.words.get("topic", "")}


def first_movers(ask: Ask) -> dict[str, Any]:
    """Who was first in each declared window, relative to what was recorded; the accounts side by side."""
    movers = fetch_dicts(ask.db, "select * from first_mover order by window_start")
    for row in movers:
        row["p_first"], row["accounts"] = json.loads(row["p_first"]), json.loads(row["accounts"])
        row["run_up"] = fetch_dicts(
            ask.db, "select * from run_up where window_id = $w order by seq", {"w": row["window_id"]}
        )
    return {"windows": movers}


PAGES = (
    Page("/", "overview", "overview.html", overview, rows="today", words=("day",)),
    Page("/contested", "contested", "contested.html", contested, rows="contradictions", words=("topic",)),
    Page("/first-mover", "first_mover", "first_mover.html", first_movers, rows="windows"),
)
