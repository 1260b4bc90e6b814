"""A claims desk's table: public claims, re-worded, each with its source. Columns as in the worked example's claims."""

import re

from holdfire.model.kinds import Kind, Modality

from ..statement import Statement
from .fields import (
    calibre_of,
    new_statement,
    point_of,
    quote_words,
    set_count,
    set_days,
    set_point,
    set_time,
    set_tolls,
)
from .kinds import kind_of
from .row import Row

_EPISODES = re.compile(r"violation|times|case|attack|shelling|incident")


def claims_csv(row: Row) -> list[Statement]:
    """One row is one claim: who says it, of whom, what, where, when, how many."""
    kind = kind_of(row.text("kind"))
    if kind is None:
        row.refuse(f"kind: found {row.text('kind')!r}, expected one of {', '.join(Kind)}")
    statement = new_statement(row, kind or str(Kind.OTHER), "record.claims_csv")
    statement.speaker = row.text("claimant") or None
    statement.speaker_party = row.text("claimant_party") or None
    if statement.speaker_party is None:
        row.refuse("claimant_party is empty: nobody says it")
    statement.accused_party = row.text("accused_party") or None
    statement.modality = row.text("modality") or "asserted"
    if statement.modality not in set(Modality):
        row.refuse(f"modality: found {statement.modality!r}, expected one of {', '.join(Modality)}")
    set_days(statement, row, "event_date")
    set_time(statement, row, row.text("event_time_local"), "event_time_local")
    radius = row.decimal(0, 2_000_000, "place_precision_m") or 10_000.0
    set_point(statement, row, point_of(row), radius, row.text("place_name"), row.text("place_id"))
    statement.weapon = row.text("weapon") or None
    statement.calibre_mm = calibre_of(row.text("weapon"))
    unit = row.text("count_unit")
    set_count(statement, row, unit, "count")
    is_civilian = row.text("casualty_class").startswith("civ")
    set_tolls(statement, row, "CIV" if is_civilian else row.text("casualty_party") or "UNSPEC")
    if row.text("kind").lower() == "threat":
        statement.modality = "threatened"
    tolls = [*(statement.killed or {}).values(), *(statement.wounded or {}).values()]
    if statement.kind == "casualty" and 0 in tolls and not any(tolls):
        statement.negated = True
    if statement.modality == "denied" or statement.kind == "denial":
        statement.negated, statement.modality = True, "denied"
    statement.aggregate = (statement.count or 0) > 1 and _EPISODES.search(unit.lower()) is not None
    statement.via = [row.text("source_outlet")] if row.text("source_outlet") else []
    quote_words(statement, row, row.text("paraphrase"))
    return [statement]
