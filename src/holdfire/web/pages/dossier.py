"""What a dossier adds to its rows: the words marked in their document, where and when as drawings, and the way to check.

Used by the pages of an incident and of a finding. Drawings are those of the report; nothing here decides anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any, cast

from holdfire.model.case import Case
from holdfire.model.register import fetch_dicts
from holdfire.report.map_svg import draw_map, view_of
from holdfire.report.record import SAID_OF_NO_PARTY, Record
from holdfire.report.spans import around
from holdfire.report.timeline_svg import draw_day

from ..page import Ask

AROUND = 160
ADDRESSES = {"incident": "/incidents/{}", "incidents_at": "/incidents/{}", "statement": "#{}"}


def in_its_document(ask: Ask, statements: Sequence[dict[str, Any]]) -> None:
    """Gives each statement `before` and `after`: the document's words around its quote. Empty where no text is shown."""
    if not statements:
        return
    found = fetch_dicts(
        ask.db,
        f"""
        with asked as (
            select unnest($ids) as statement_id, unnest($exhibits) as exhibit_id, unnest($starts) as start_char,
                   unnest($ends) as end_char
        )
        select a.statement_id, greatest(0, a.start_char - {AROUND}) as first, length(t.body) as long,
               substring(t.body, greatest(0, a.start_char - {AROUND}) + 1,
                         a.end_char + {AROUND} - greatest(0, a.start_char - {AROUND})) as piece
        from asked a join text_layer t on t.exhibit_id = a.exhibit_id order by a.statement_id
        """,
        {
            "ids": [s["statement_id"] for s in statements],
            "exhibits": [s["exhibit_id"] for s in statements],
            "starts": [s["start_char"] for s in statements],
            "ends": [s["end_char"] for s in statements],
        },
    )
    pieces = {row["statement_id"]: row for row in found}
    for s in statements:
        s["before"], s["after"] = "", ""
        row = pieces.get(s["statement_id"])
        if row is None:
            continue
        start = s["start_char"] - row["first"]
        # a character more at an end where the document goes on, so that `around` says so with an ellipsis
        head = " " if row["first"] else ""
        tail = " " if row["first"] + len(row["piece"]) < row["long"] else ""
        text = head + row["piece"] + tail
        begin = start + len(head)
        end = begin + s["end_char"] - s["start_char"]
        s["before"], _quote, s["after"] = around(text, begin, end, AROUND)


@dataclass(frozen=True)
class _Speakers:
    """The three questions that the drawing of a day asks of a record."""

    case: Case

    @property
    def party_ids(self) -> list[str]:
        return [party.id for party in self.case.mandate.parties]

    def party_name(self, party_id: str | None, lang: str = "en") -> str:
        return next((p.name for p in self.case.mandate.party if p.id == party_id), party_id or "not stated")

    def side_of(self, statement: dict[str, Any]) -> str:
        said_by = statement["speaker_party"]
        return said_by if said_by in self.party_ids else SAID_OF_NO_PARTY


def where_and_when(
    ask: Ask, incident: dict[str, Any], statements: Sequence[dict[str, Any]]
) -> dict[str, str]:
    """`_map` and `_timeline`: SVG, or empty where nothing has a place or a time."""
    known = f"?known={ask.words['known']}" if ask.words.get("known") else ""

    def link(kind: str, row_id: str) -> str:
        target = ADDRESSES.get(kind, "#{}").format(row_id)
        return target if target.startswith("#") else target + known

    drawn = timeline = ""
    if incident["lat"] is not None:
        window = view_of([incident], ask.case, max(16_000.0, 4 * (incident["radius_m"] or 0)), 420.0)
        drawn = draw_map(ask.case, [incident], statements, link, window, incident["place_label"])
    timed = [s for s in statements if s["occurred_earliest"] is not None]
    if timed:
        midnight = datetime.combine(incident["local_day"], time(0), ask.case.mandate.zone)
        start = midnight.astimezone(UTC).replace(tzinfo=None)
        speakers = cast(Record, _Speakers(ask.case))  # the drawing asks it for sides and names, nothing else
        timeline = draw_day(speakers, start, timed, link, whole="#statements")
    return {"_map": drawn, "_timeline": timeline}


def proof(ask: Ask, exhibit_ids: Sequence[str | None], subjects: Sequence[str]) -> dict[str, Any]:
    """How to check a page: its exhibits' digests and log entries, entries about `subjects`, the newest checkpoint."""
    ids = {"ids": sorted({e for e in exhibit_ids if e}) or [""], "subjects": sorted(set(subjects))}
    exhibits = fetch_dicts(
        ask.db,
        """
        select e.exhibit_id, e.title, e.sha256, e.byte_count, e.log_index, l.leaf_hash
        from exhibit e left join log_entry l on l.log_index = e.log_index
        where e.exhibit_id in (select unnest($ids)) order by e.log_index, e.exhibit_id
        """,
        {"ids": ids["ids"]},
    )
    entries = fetch_dicts(
        ask.db,
        """
        select log_index, kind, leaf_hash, logged_at, by_name from log_entry
        where subject_id in (select unnest($subjects)) order by log_index limit 50
        """,
        {"subjects": ids["subjects"]},
    )
    sealed = ask.once(
        "sealed results",
        "select log_index, kind, leaf_hash from log_entry where kind in ('statement_batch', 'finding') order by log_index desc limit 2",
    )
    checkpoints = ask.once("newest checkpoint", "select * from checkpoint order by tree_size desc limit 1")
    return {
        "exhibits": exhibits,
        "entries": entries,
        "results": sealed,
        "checkpoint": checkpoints[0] if checkpoints else None,
        "cosigners": ask.case.mandate.log.cosigners,
        "quorum": ask.case.mandate.log.quorum,
        "commands": [
            "holdfire bundle CASE bundle.zip",
            "holdfire verify bundle.zip",
            *(
                f"holdfire log CASE prove {row['log_index']} -o {row['log_index']}.tlog-proof"
                for row in exhibits[:1]
            ),
        ],
    }
