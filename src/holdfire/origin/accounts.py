"""The irreconcilable stories of who began: statements grouped by who speaks, whom they name, and what he is said to have done.

An account is never a finding: it says what is said, with every statement behind it. Rules are general and alike for all
parties: no word list of one conflict, no place, no source. Pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from holdfire.model.kinds import FIRE_KINDS

THIRD = "third"
ATTACK = frozenset({*(str(k) for k in FIRE_KINDS), "incursion"})
"""Acts that can begin a fight. A flight or a downed aircraft is not one, unless a contradiction over the start names it."""
BEFORE = frozenset({"movement_of_equipment", "other"})
"""Acts that are no fire but may be told as how it began: a post set up, a provocation. They need a day or a place of theirs."""
TIMED = frozenset({"exact", "quarter_hour", "hour", "part_of_day", "span"})
LATER = timedelta(hours=3)
"""An act dated this much after the first act of the same account is a later one, not how it began."""


@dataclass(frozen=True)
class Account:
    """One story. bloc: the speaking party, or "third". earliest: naive UTC of its first timed act, None: no time is given."""

    title: str
    bloc: str
    accused: str
    what: str
    earliest: datetime | None
    says: str
    statements: tuple[str, ...]

    def as_row(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "party": None if self.bloc == THIRD else self.bloc,
            "accused": self.accused,
            "act": self.what,
            "earliest": self.earliest.isoformat() if self.earliest else None,
            "says": self.says,
            "statements": list(self.statements),
        }


def accounts_of(
    statements: Sequence[Mapping[str, Any]],
    start: datetime,
    end: datetime,
    parties: Mapping[str, str],
    zone: ZoneInfo,
    started: frozenset[str] = frozenset(),
) -> list[Account]:
    """Accounts of how it began in [start, end), naive UTC; parties first in the alphabet's order, then third parties.

    statements  rows of the register's statement table
    parties     id -> name of the parties to the conflict
    started     statements that a contradiction over who started already names
    """
    groups: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}
    for row in statements:
        what = _act(row, parties, started)
        if what and _falls_in(row, start, end, row["statement_id"] in started):
            speaker = row["speaker_party"] if row["speaker_party"] in parties else THIRD
            # one party tells one story of another; third parties are many, so attacks and what came before stay apart
            groups.setdefault(
                (speaker, str(row["accused_party"]), what if speaker == THIRD else "attack"), []
            ).append(row)
    found = []
    for (bloc, accused, what), rows in sorted(
        groups.items(), key=lambda item: (item[0][0] == THIRD, item[0])
    ):
        beginning = _beginnings(rows, started)
        if bloc != THIRD and not any(
            row["kind"] in ATTACK or row["statement_id"] in started for row in beginning
        ):
            what = "before"
        found.append(
            Account(
                _title(bloc, accused, what, parties),
                bloc,
                accused,
                what,
                _first_time(beginning),
                _says(bloc, accused, what, beginning, parties, zone),
                tuple(str(row["statement_id"]) for row in beginning),
            )
        )
    first = min((a.earliest for a in found if a.earliest), default=None)
    late = [a for a in found if a.bloc == THIRD and a.earliest and first and a.earliest > first + LATER]
    return [a for a in found if a not in late]


def is_contested(accounts: Sequence[Account]) -> bool:
    """Whether the stories name different parties as the one who acted: one story, however loud, is not a contest."""
    return (
        len({a.accused for a in accounts if a.what == "attack"}) > 1 or len({a.accused for a in accounts}) > 1
    )


def _act(row: Mapping[str, Any], parties: Mapping[str, str], started: frozenset[str]) -> str:
    """ "attack", "before" or "" for a statement that tells no beginning."""
    if row["accused_party"] not in parties or row["speaker_party"] == row["accused_party"]:
        return ""
    if row["negated"] or row["modality"] in ("denied", "threatened"):
        return ""
    if row["kind"] in ATTACK:
        return "attack"
    if row["kind"] in BEFORE:
        return (
            "before"
            if row["statement_id"] in started or row["speaker_party"] in parties or _has_place(row)
            else ""
        )
    return "attack" if row["statement_id"] in started else ""


def _has_place(row: Mapping[str, Any]) -> bool:
    return row["lat"] is not None and (row["radius_m"] or 0.0) <= 5_000.0


def _falls_in(row: Mapping[str, Any], start: datetime, end: datetime, is_start: bool) -> bool:
    """Whether a statement's time lies in the window: touching it is not enough for one that spans much more."""
    low, high = row["occurred_earliest"], row["occurred_latest"]
    if low is None or high is None:
        return False
    if high <= start or low >= end:
        return False
    return is_start or (high - low) <= 1.5 * (end - start)


def _is_timed(row: Mapping[str, Any]) -> bool:
    low, high = row["occurred_earliest"], row["occurred_latest"]
    return (
        row["time_precision"] in TIMED
        and low is not None
        and high is not None
        and (high - low) < timedelta(hours=18)
    )


def _first_time(rows: Sequence[Mapping[str, Any]]) -> datetime | None:
    """The first clock time of an account; one to the minute before "in the afternoon"."""
    timed = [row for row in rows if _is_timed(row)]
    sharp = [r for r in timed if (r["occurred_latest"] - r["occurred_earliest"]) <= timedelta(hours=2)]
    return min((row["occurred_earliest"] for row in sharp or timed), default=None)


def _beginnings(rows: Sequence[Mapping[str, Any]], started: frozenset[str]) -> list[Mapping[str, Any]]:
    """The rows of an account without its later acts, in order of time; those without a clock time stay, after the others."""
    first = _first_time(rows)
    kept = [row for row in rows if first is None or row["occurred_earliest"] <= first + LATER]
    plain = [r for r in kept if not r["aggregate"] or r["statement_id"] in started] or kept
    return sorted(plain, key=lambda r: (not _is_timed(r), r["occurred_earliest"], str(r["statement_id"])))


def _title(bloc: str, accused: str, what: str, parties: Mapping[str, str]) -> str:
    who = "Third parties" if bloc == THIRD else parties[bloc]
    return f"{who}: {parties[accused]} {'began' if what == 'attack' else 'acted before the fire'}"


def _says(
    bloc: str,
    accused: str,
    what: str,
    rows: Sequence[Mapping[str, Any]],
    parties: Mapping[str, str],
    zone: ZoneInfo,
) -> str:
    """One sentence: who says what of whom, act by act, with times and places as stated."""
    who = "Third parties say" if bloc == THIRD else f"{parties[bloc]} says"
    acts = list(dict.fromkeys(_act_words(row, zone) for row in rows))
    shown = "; ".join(acts[:5]) + (f"; and {len(acts) - 5} more" if len(acts) > 5 else "")
    act = "began" if what == "attack" else "acted before the fire"
    return f"{who} that {parties[accused]} {act}: {shown}."


def _act_words(row: Mapping[str, Any], zone: ZoneInfo) -> str:
    from datetime import UTC

    words = {"movement_of_equipment": "a position or forces moved", "other": "an act other than fire"}.get(
        row["kind"], str(row["kind"]).replace("_", " ")
    )
    if row["weapon"]:
        words += f" ({row['weapon']})"
    places = row["places"]
    if isinstance(places, str):
        import json

        places = json.loads(places)
    names = list(
        dict.fromkeys(str(p.get("name")) for p in places or [] if isinstance(p, dict) and p.get("name"))
    )
    if names:
        words += " at " + ", ".join(names[:3])
    if _is_timed(row):
        at = row["occurred_earliest"].replace(tzinfo=UTC).astimezone(zone)
        words += f", {row['time_stated']}" if row["time_stated"] else f", {at:%H:%M}"
    return words
