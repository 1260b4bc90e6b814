"""What an investigation found, in a page of plain text that a person enjoys reading.

Reads the register; decides nothing. Both parties' words come in the order of their ids, in the same form.
"""

import json
import textwrap
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from holdfire.model.case import Case
from holdfire.model.register import fetch_dicts

if TYPE_CHECKING:
    import duckdb

WIDTH = 100


def summary_text(db: "duckdb.DuckDBPyConnection", case: Case) -> str:
    """The summary, at most some sixty lines."""
    mandate = case.mandate
    lines = [
        mandate.title,
        f"{mandate.period.start:%-d %B %Y} to {mandate.period.end:%-d %B %Y}, {mandate.time_zone}",
        "",
    ]
    lines += _inventory(db)
    lines += _days(db, case)
    lines += _first_movers(db, case)
    lines += _contradictions(db)
    lines += _findings(db)
    return "\n".join(line.rstrip() for line in lines)


def _one(db: "duckdb.DuckDBPyConnection", sql: str) -> Any:
    row = db.execute(sql).fetchone()
    return row[0] if row else None


def _inventory(db: "duckdb.DuckDBPyConnection") -> list[str]:
    exhibits, entries = _one(db, "select count(*) from exhibit"), _one(db, "select count(*) from log_entry")
    root = db.execute(
        "select root, tier, cosigners from checkpoint order by tree_size desc limit 1"
    ).fetchone()
    statements = _one(db, "select count(*) from statement")
    voices = _one(
        db,
        "select count(distinct coalesce(speaker_party, '?') || '/' || coalesce(speaker, '?')) from statement",
    )
    unread = _one(db, "select count(*) from unread")
    comments = _one(db, "select count(*) from block where role = 'reader_comment'")
    incidents = _one(db, "select count(*) from incident")
    both = _one(db, "select count(*) from incident where len(parties_speaking) > 1")
    alone = _one(db, "select count(*) from incident where n_voices = 1")
    state = f"; {root[1]}, cosigned by {', '.join(root[2].split(','))}" if root and root[2] else ""
    return [
        f"Sealed  {exhibits} exhibits under {entries} log entries{state}",
        f"Read    {statements} statements by {voices} voices; {unread} {'stretch waits' if unread == 1 else 'stretches wait'} for a reviewer; "
        f"{comments} reader comment{'s' if comments != 1 else ''} kept apart",
        f"Joined  {incidents} incidents: {both} told by both sides, {alone} by one voice only",
        "",
    ]


def _days(db: "duckdb.DuckDBPyConnection", case: Case) -> list[str]:
    """The days on which both sides spoke of one incident, with each side's words."""
    incidents = fetch_dicts(
        db,
        """
        select incident_id, local_day, place_label, kind, status, n_statements, p_exists
        from incident where len(parties_speaking) > 1
        order by local_day, n_statements desc, incident_id
        """,
    )
    lines, day, shown = [], None, 0
    for incident in incidents:
        if incident["local_day"] != day:
            day, shown = incident["local_day"], 0
            lines.append(f"{day:%-d %B}")
        if shown == 2:
            continue
        shown += 1
        lines.append(
            f"  {incident['incident_id']}  {incident['place_label']}: {incident['kind'].replace('_', ' ')}"
        )
        for party in case.mandate.parties:
            words = _words_of(db, incident["incident_id"], party.id)
            said = f"{party.id} says: {words}" if words else f"{party.id} says nothing of it"
            lines += textwrap.wrap(
                said,
                WIDTH,
                initial_indent="    ",
                subsequent_indent="         ",
                max_lines=2,
                placeholder=" ...",
            )
    return [*lines, ""]


def _words_of(db: "duckdb.DuckDBPyConnection", incident_id: str, party: str) -> str | None:
    row = db.execute(
        """
        select s.quote from member m join statement s on s.statement_id = m.report_id
        where m.incident_id = $i and s.speaker_party = $p
        order by m.p_member * m.share desc, s.statement_id limit 1
        """,
        {"i": incident_id, "p": party},
    ).fetchone()
    return " ".join(str(row[0]).split()) if row else None


def _first_movers(db: "duckdb.DuckDBPyConnection", case: Case) -> list[str]:
    """The window with the most accounts in full; the others are counted."""
    windows = fetch_dicts(db, "select * from first_mover order by window_start")
    told = [(json.loads(window["accounts"]), window) for window in windows]
    contested = [(accounts, window) for accounts, window in told if len(accounts) > 1]
    if not contested:
        return []
    accounts, window = max(contested, key=lambda pair: len(pair[0]))
    day = _local(window["window_start"], case)
    verdict = window["verdict"].replace("_", " ")
    lines = textwrap.wrap(
        f"Who was first on {day}: {verdict}. {window['reason']}", WIDTH, subsequent_indent="  "
    )
    for account in accounts:
        count = len(account.get("statements", []))
        said = f"{account.get('title', '')} ({count} statement{'' if count == 1 else 's'})"
        lines += textwrap.wrap(said, WIDTH, initial_indent="  - ", subsequent_indent="    ")
    if len(contested) > 1:
        others = ", ".join(
            _local(other["window_start"], case)
            for _, other in contested
            if other["window_id"] != window["window_id"]
        )
        lines.append(f"  As open: {others}")
    return [*lines, ""]


def _local(moment: datetime, case: Case) -> str:
    return f"{moment.replace(tzinfo=UTC).astimezone(case.mandate.zone):%-d %B}"


def _contradictions(db: "duckdb.DuckDBPyConnection") -> list[str]:
    rows = db.execute(
        "select topic, count(*) from contradiction group by topic order by count(*) desc, topic"
    ).fetchall()
    if not rows:
        return []
    parts = ", ".join(f"{topic.replace('_', ' ')} {n}" for topic, n in rows)
    return textwrap.wrap(
        f"Contradicted: {sum(n for _, n in rows)} pairs of statements ({parts})",
        WIDTH,
        subsequent_indent="  ",
    )


def _findings(db: "duckdb.DuckDBPyConnection") -> list[str]:
    rows = db.execute("select outcome, count(*) from finding group by outcome order by outcome").fetchall()
    sides = db.execute(
        "select verdict, count(*) from origin_posterior group by verdict order by verdict"
    ).fetchall()
    lines = []
    if sides:
        lines.append(
            "Side of origin: "
            + ", ".join(f"{verdict.replace('_', ' ')} for {n}" for verdict, n in sides)
            + " incidents"
        )
    if rows:
        lines.append("Findings: " + ", ".join(f"{n} {outcome.replace('_', ' ')}" for outcome, n in rows))
    return lines
