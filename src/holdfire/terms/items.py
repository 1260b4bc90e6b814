"""What can be counted, in columns: one row a statement, in the order of time, with the incident it belongs to.

A statement that denies, negates or threatens, and one that tells of effects (damage, casualties) or of calm, is a row
too: it counts nothing under any policy, and says so. Times are whole seconds UTC; days are local days since 1970.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from holdfire.model.kinds import FIRE_KINDS, Kind, ObservationKind

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

OBSERVATIONS: tuple[str, ...] = tuple(ObservationKind)
DESCRIPTIONS = ("outgoing", "impact", "incoming", "airburst", "undetermined")
KINDS: tuple[str, ...] = tuple(Kind)
SHELLING_KINDS = (
    Kind.MORTAR,
    Kind.ARTILLERY,
    Kind.MLRS,
    Kind.TANK,
    Kind.GRENADE_LAUNCHER,
    Kind.EXPLOSION_UNDETERMINED,
)
ACTS = (*sorted(FIRE_KINDS), Kind.INCURSION, Kind.MINE, Kind.UAV)
"""Kinds that can be a breach as such, by one policy or another."""

NO_UNIT, ROUNDS, VIOLATIONS, OTHER_UNIT = 0, 1, 2, 3
ABOUT_WIDTH = 0.1
"""A number with a hedge that sets no bound ("about 75") is given a tenth either side: a setting, open to dispute."""


@dataclass(frozen=True)
class Items:
    """N rows in the order of (t_low, item_id). Codes index the name lists; -1 is "not stated"."""

    item_id: "pa.Array"
    incident: np.ndarray
    kind: np.ndarray
    observation: np.ndarray
    description: np.ndarray
    claimed_by: np.ndarray
    accused: np.ndarray
    place: np.ndarray
    day: np.ndarray
    t_low: np.ndarray
    t_high: np.ndarray
    count_low: np.ndarray
    count: np.ndarray
    count_high: np.ndarray
    is_open: np.ndarray
    unit: np.ndarray
    is_alleged: np.ndarray
    claimants: tuple[str, ...]
    accusable: tuple[str, ...]
    places: tuple[str, ...]
    incidents: "pa.Array | None" = None

    def __len__(self) -> int:
        return len(self.kind)


ITEMS_SQL = """
with home as (
    select report_id,
           arg_max(incident_id, struct_pack(weight := p_member * share, incident := incident_id)) as incident_id
    from member group by report_id
),
placed as (
    select s.*, h.incident_id,
           coalesce(json_extract_string(s.places, '$[0].place_id'), json_extract_string(s.places, '$[0].name'),
                    case when s.lat is not null then printf('%.2f, %.2f', s.lat, s.lon) end) as place,
           coalesce(s.occurred_earliest, s.published_at, s.known_at) as t_low,
           coalesce(s.occurred_latest, s.occurred_earliest, s.published_at, s.known_at) as t_high
    from statement s left join home h on h.report_id = s.statement_id
)
select statement_id as item_id, coalesce(incident_id, statement_id) as incident, kind, observation, description,
       coalesce(speaker_party, 'not_stated') as claimed_by, coalesce(accused_party, 'not_stated') as accused,
       coalesce(place, 'not_stated') as place,
       ((to_timestamp((epoch(t_low) + epoch(t_high)) / 2 + 1) at time zone $zone)::date - date '1970-01-01')::integer as day,
       epoch(t_low)::bigint as t_low, epoch(t_high)::bigint as t_high,
       count_low::double as count_low, count::double as count, count_high::double as count_high, hedge, lower(unit) as unit,
       modality in ('asserted', 'reported') and not negated as is_alleged
from placed
order by t_low, item_id
"""


def items_of_register(db: "duckdb.DuckDBPyConnection", zone: str) -> Items:
    """statement, member -> Items. A statement of several incidents is put where most of it belongs."""
    return items_of_table(db.sql(ITEMS_SQL, params={"zone": zone}).to_arrow_table())


def items_of_table(table: Any) -> Items:
    """Arrow columns as ITEMS_SQL names them -> Items."""
    import pyarrow.compute as pc

    def codes(column: str) -> tuple[np.ndarray, tuple[str, ...]]:
        encoded = table[column].combine_chunks().dictionary_encode()
        names = [str(name) for name in encoded.dictionary.to_pylist()]
        order = np.argsort(np.asarray(names, dtype=object)) if names else np.zeros(0, np.int64)
        rank = np.empty(len(names), np.int64)
        rank[order] = np.arange(len(names))
        raw = encoded.indices.to_numpy(zero_copy_only=False)
        return rank[raw].astype(np.int32), tuple(names[i] for i in order)

    def known(column: str, words: tuple[str, ...]) -> np.ndarray:
        encoded = table[column].combine_chunks().dictionary_encode()
        at = np.array(
            [words.index(n) if n in words else -1 for n in encoded.dictionary.to_pylist()] + [-1], np.int8
        )
        where: np.ndarray = encoded.indices.fill_null(len(at) - 1).to_numpy(zero_copy_only=False)
        return np.asarray(at[where])

    def numbers(column: str) -> np.ndarray:
        return np.asarray(pc.fill_null(table[column], float("nan")).to_numpy(), float)

    incident = table["incident"].combine_chunks().dictionary_encode()
    claimed_by, claimants = codes("claimed_by")
    accused, accusable = codes("accused")
    place, places = codes("place")
    low, count, high = numbers("count_low"), numbers("count"), numbers("count_high")
    hedge = pc.fill_null(table["hedge"], "").to_numpy(zero_copy_only=False)
    is_hedged = np.asarray(hedge != "", bool)
    stated = ~np.isnan(count)
    count = np.where(stated, count, np.where(~np.isnan(low), low, high))
    is_loose = is_hedged & stated & np.isnan(low) & np.isnan(high)
    width = np.where(is_loose, ABOUT_WIDTH, 0.0)
    is_open = is_hedged & ~is_loose & np.isnan(high) & ~np.isnan(count)
    low = np.where(
        np.isnan(low), np.where(is_hedged & ~np.isnan(high), 0.0, np.floor(count * (1 - width))), low
    )
    high = np.where(np.isnan(high), np.ceil(count * (1 + width)), high)
    return Items(
        table["item_id"].combine_chunks(), incident.indices.to_numpy(zero_copy_only=False).astype(np.int64), known("kind", KINDS),
        known("observation", OBSERVATIONS), known("description", DESCRIPTIONS), claimed_by, accused, place,
        table["day"].to_numpy().astype(np.int32), table["t_low"].to_numpy(), table["t_high"].to_numpy(), low, count, high, is_open,
        _units(table), np.asarray(table["is_alleged"].to_numpy(zero_copy_only=False), bool), claimants, accusable, places,
        incident.dictionary,
    )  # fmt: skip


def _units(table: Any) -> np.ndarray:
    """What the number counts: rounds (or an observer's items), violations in the party's own unit, or something else."""
    encoded = table["unit"].combine_chunks().dictionary_encode()
    words = [unit_class(str(word)) for word in encoded.dictionary.to_pylist()] + [NO_UNIT]
    unit = np.array(words, np.int8)[encoded.indices.fill_null(len(words) - 1).to_numpy(zero_copy_only=False)]
    observed = np.asarray(table["observation"].is_valid().to_numpy(zero_copy_only=False), bool)
    return np.where(observed, ROUNDS, unit).astype(np.int8)


@cache
def _unit_words() -> tuple[tuple[int, tuple[str, ...]], ...]:
    text = resources.files("holdfire.terms").joinpath("units.toml").read_text(encoding="utf-8")
    words = tomllib.loads(text)
    return (ROUNDS, tuple(words["rounds"])), (VIOLATIONS, tuple(words["violations"]))


def unit_class(word: str) -> int:
    """ "120 mm mortar rounds" counts rounds, "violations" violations, "houses" something else; "" is not stated.

    The first word that units.toml knows decides; it lists beginnings of words, and short words whole.
    """
    parts = word.lower().split()
    if not parts:
        return NO_UNIT
    for part in parts:
        for unit, stems in _unit_words():
            if any(part == stem or (len(stem) > 4 and part.startswith(stem)) for stem in stems):
                return unit
    return OTHER_UNIT
