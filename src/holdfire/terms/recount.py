"""One register under any counting policy: for each item how much it counts, and why.

Every item has a row under every policy, with 0 and a reason where it does not count, so that a total is a sum over
rows and the gap between two totals is a sum over the same rows. Pure: columns in, columns out. The slow, obvious twin
is in tests/terms/test_recount.py.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from holdfire.model.kinds import FIRE_KINDS, Kind, ObservationKind
from holdfire.model.policies import CountingPolicy

from .grouping import Groups, grouped, key_of, opens_after
from .items import (
    ACTS,
    DESCRIPTIONS,
    KINDS,
    OBSERVATIONS,
    OTHER_UNIT,
    ROUNDS,
    SHELLING_KINDS,
    VIOLATIONS,
    Items,
)


class Why(IntEnum):
    """The reason for a row's number; the sentence is in count_reasons.py."""

    NOT_ALLEGED = 0
    NOT_AN_ACT = 1
    OUTSIDE_UNIT = 2
    EXCLUDED = 3
    AS_STATED = 4
    NO_NUMBER = 5
    OWN_UNIT = 6
    REPEATS = 7
    SAME_ROUNDS = 8
    OPENS_EPISODE = 9
    SAME_EPISODE = 10
    ONE_SHELLING = 11
    MAY_BE_SHELLING = 12
    OPENS_PLACE_DAY = 13
    SAME_PLACE_DAY = 14
    OPENS_EVENT = 15
    SAME_EVENT = 16
    NONE_STATED = 17


@dataclass(frozen=True)
class Counted:
    """One policy over N items. leader: the row that counts in this one's stead, -1 where there is none.

    is_open says that nothing bounds the number above: its source says "at least", or gives no number.
    """

    policy: CountingPolicy
    n_low: np.ndarray
    n: np.ndarray
    n_high: np.ndarray
    is_open: np.ndarray
    why: np.ndarray
    leader: np.ndarray


def recount(items: Items, policy: CountingPolicy) -> Counted:
    """How much each item counts under the policy."""
    size = len(items)
    n_low, n, n_high = (np.zeros(size, np.int64) for _ in range(3))
    result = Counted(
        policy, n_low, n, n_high, np.zeros(size, bool), np.zeros(size, np.int8), np.full(size, -1, np.int64)
    )
    eligible = _eligible(items, policy, result)
    _BY_UNIT[policy.unit](items, policy, eligible, result)
    return result


def _flags(names: tuple[str, ...], wanted: Collection[str]) -> np.ndarray:
    """Is each code among the wanted words? The last entry answers for -1, not stated."""
    return np.array([name in wanted for name in names] + [False], bool)


_IS_ACT = _flags(KINDS, set(ACTS))
_IS_FIRE = _flags(KINDS, set(FIRE_KINDS))
_IS_SHELLING = _flags(KINDS, set(SHELLING_KINDS))


def _eligible(items: Items, policy: CountingPolicy, result: Counted) -> np.ndarray:
    """Rows that the unit can count at all; the others get their reason here."""
    is_seen = items.observation >= 0
    is_excluded = (
        _flags(OBSERVATIONS, policy.excludes)[items.observation] | _flags(KINDS, policy.excludes)[items.kind]
    )
    is_fire = _IS_FIRE[items.kind] | is_seen
    fits = (
        is_fire if policy.unit in ("item", "shot", "episode", "shelling") else _IS_ACT[items.kind] | is_seen
    )
    result.why[:] = Why.AS_STATED
    result.why[is_excluded] = Why.EXCLUDED
    result.why[~fits] = Why.OUTSIDE_UNIT
    result.why[~_IS_ACT[items.kind] & ~is_seen] = Why.NOT_AN_ACT
    is_none = (items.count == 0) & (items.unit != OTHER_UNIT)
    result.why[is_none & (_IS_ACT[items.kind] | is_seen)] = Why.NONE_STATED
    result.why[~items.is_alleged] = Why.NOT_ALLEGED
    return np.flatnonzero(items.is_alleged & fits & ~is_excluded & ~is_none)


def _by_voice(items: Items, rows: np.ndarray) -> list[tuple[np.ndarray, int]]:
    return [(items.claimed_by[rows], len(items.claimants)), (items.accused[rows], len(items.accusable))]


def _incidents(items: Items) -> int:
    return int(items.incident.max(initial=-1)) + 1


def _speaker(items: Items, groups: Groups) -> np.ndarray:
    """Of each group the row that counts: rounds before violations before no number, then the larger, then the earlier."""
    rank = (
        np.nan_to_num(items.count[groups.at], nan=-1.0)
        + 1e12 * np.array([0.0, 2.0, 1.0, 0.0])[items.unit[groups.at]]
    )
    best = np.maximum.reduceat(rank, groups.start)
    at_best = np.flatnonzero(rank == best[groups.of])
    _, firsts = np.unique(groups.of[at_best], return_index=True)
    return np.asarray(groups.at[at_best[firsts]])


def _say_numbers(items: Items, leaders: np.ndarray, result: Counted) -> None:
    """Leaders count as stated; those without a number of this unit count one, open above."""
    unit, count = items.unit[leaders], items.count[leaders]
    has_number = ~np.isnan(count) & ((unit == ROUNDS) | (unit == VIOLATIONS)) & (count >= 0)
    result.n[leaders] = np.where(has_number, np.nan_to_num(count), 1)
    result.n_low[leaders] = np.where(has_number, np.nan_to_num(items.count_low[leaders]), 1)
    result.n_high[leaders] = np.where(has_number, np.nan_to_num(items.count_high[leaders]), 1)
    result.is_open[leaders] = np.where(has_number, items.is_open[leaders] | (unit == VIOLATIONS), True)
    result.why[leaders] = np.where(
        has_number, np.where(unit == VIOLATIONS, Why.OWN_UNIT, Why.AS_STATED), Why.NO_NUMBER
    )


def _merge(groups: Groups, leaders: np.ndarray, result: Counted, why: Why) -> None:
    """Everyone in a group but its leader counts nothing and names the leader."""
    leader = leaders[groups.of]
    rest = groups.at != leader
    result.why[groups.at[rest]] = why
    result.leader[groups.at[rest]] = leader[rest]


SAME_TELLING_S = 900.0
"""Two times that one voice gives for one kind of thing in one incident are of one salvo within a quarter of an hour."""


def _same_telling(items: Items, rows: np.ndarray) -> Groups:
    """Statements of one voice about one incident, one accused, one kind of thing, at one time: copies of each other."""
    seen = items.observation[rows].astype(np.int64)
    what = np.where(seen >= 0, seen + len(KINDS), items.kind[rows])
    parts = [(items.incident[rows], _incidents(items)), *_by_voice(items, rows)]
    parts += [(what, len(KINDS) + len(OBSERVATIONS)), (items.description[rows], len(DESCRIPTIONS))]
    groups = grouped(rows, key_of(*parts))
    opens = opens_after(groups, items.t_low, items.t_high, SAME_TELLING_S)
    return Groups(groups.at, np.flatnonzero(opens), np.cumsum(opens) - 1)


def _count_items(items: Items, policy: CountingPolicy, rows: np.ndarray, result: Counted) -> None:
    groups = _same_telling(items, rows)
    if not len(rows):
        return
    leaders = _speaker(items, groups)
    _say_numbers(items, leaders, result)
    _merge(groups, leaders, result, Why.REPEATS)


_FLASH, _FLIGHT, _ARRIVAL = 0, 1, 2
_STAGE = np.full((len(OBSERVATIONS) + 1, len(DESCRIPTIONS) + 1), -1, np.int8)
_STAGE[OBSERVATIONS.index(ObservationKind.MUZZLE_FLASH), :] = _FLASH
_STAGE[OBSERVATIONS.index(ObservationKind.PROJECTILE), :] = _FLIGHT
_STAGE[OBSERVATIONS.index(ObservationKind.TRACER), :] = _FLIGHT
_STAGE[OBSERVATIONS.index(ObservationKind.EXPLOSION), :] = _ARRIVAL
_STAGE[OBSERVATIONS.index(ObservationKind.EXPLOSION), DESCRIPTIONS.index("outgoing")] = _FLASH
"""The stage of a round's life that an observation perceives: fired, in flight, arrived. Row and column -1: none."""


def _count_shots(items: Items, policy: CountingPolicy, rows: np.ndarray, result: Counted) -> None:
    """As items, then flash, flight and impact of one voice in one incident are the same rounds.

    Best: the stage with most rounds (an undetermined explosion counts as an arrival). Low: no fewer than any stage,
    nor than half of all explosions, as a round is heard at most twice. High: every perception another round.
    """
    _count_items(items, policy, rows, result)
    stage = _STAGE[items.observation, items.description]
    chain = np.flatnonzero((stage >= 0) & (result.n > 0))
    if not len(chain):
        return
    groups = grouped(chain, key_of((items.incident[chain], _incidents(items)), *_by_voice(items, chain)))
    at, of, start = groups.at, groups.of, groups.start
    per_stage = np.stack(
        [np.add.reduceat(np.where(stage[at] == s, result.n[at], 0), start) for s in range(3)]
    )
    is_blast = (items.observation[at] == OBSERVATIONS.index(ObservationKind.EXPLOSION)).astype(np.int64)
    blasts = np.add.reduceat(result.n[at] * is_blast, start)
    is_undetermined = (stage[at] == _ARRIVAL) & ~np.isin(
        items.description[at], [DESCRIPTIONS.index(d) for d in ("impact", "incoming", "airburst")]
    )
    arrived = per_stage[_ARRIVAL] - np.add.reduceat(np.where(is_undetermined, result.n[at], 0), start)
    sure = np.maximum.reduce([per_stage[_FLASH], per_stage[_FLIGHT], arrived, -(-blasts // 2)])
    winner = per_stage.argmax(axis=0)
    wins = stage[at] == winner[of]
    n_wins = np.where(wins, result.n[at], 0)
    before = np.cumsum(n_wins) - n_wins
    before -= before[start][of]
    is_alone = np.diff(np.append(start, len(at))) == 1
    low = np.where(is_alone[of], result.n_low[at], np.clip(sure[of] - before, 0, n_wins))
    result.n_low[at] = np.where(wins, low, 0)
    leaders = np.zeros(len(start), np.int64)
    winning = np.flatnonzero(wins)
    _, firsts = np.unique(of[winning], return_index=True)
    leaders[:] = at[winning[firsts]]
    rest = at[~wins]
    result.n[rest] = 0
    result.why[rest] = Why.SAME_ROUNDS
    result.leader[rest] = leaders[of[~wins]]


def _count_episodes(items: Items, policy: CountingPolicy, rows: np.ndarray, result: Counted) -> None:
    """Fire of one side at one place, as one voice tells it; a pause longer than gap_s opens a new episode."""
    if not len(rows):
        return
    assert policy.gap_s is not None, "an episode needs its gap"
    groups = grouped(rows, key_of((items.place[rows], len(items.places)), *_by_voice(items, rows)))
    at = groups.at
    opens = opens_after(groups, items.t_low, items.t_high, policy.gap_s)
    episode = np.cumsum(opens) - 1
    leaders = at[np.flatnonzero(opens)]
    result.why[at] = np.where(opens, Why.OPENS_EPISODE, Why.SAME_EPISODE)
    result.n[leaders] = result.n_low[leaders] = result.n_high[leaders] = 1
    result.leader[at[~opens]] = leaders[episode[~opens]]
    # a number of violations over a period may hide pauses: as many episodes as it states, or as the hours allow
    stated = np.where((items.unit[at] == VIOLATIONS) & ~np.isnan(items.count[at]), items.count_high[at], 1)
    most = np.minimum(stated, (items.t_high[at] - items.t_low[at]) // policy.gap_s + 1)
    hidden = np.maximum.reduceat(most, np.flatnonzero(opens)).astype(np.int64)
    result.n_high[leaders] = np.maximum(1, hidden)


def _count_shellings(items: Items, policy: CountingPolicy, rows: np.ndarray, result: Counted) -> None:
    is_blast = np.isin(
        items.observation[rows],
        [
            OBSERVATIONS.index(o)
            for o in (ObservationKind.EXPLOSION, ObservationKind.PROJECTILE, ObservationKind.MUZZLE_FLASH)
        ],
    )
    is_shelling = _IS_SHELLING[items.kind[rows]] | is_blast
    unclear = rows[(items.kind[rows] == KINDS.index(Kind.VIOLATION_UNSPECIFIED)) & ~is_shelling]
    result.why[rows] = Why.OUTSIDE_UNIT
    result.why[unclear] = Why.MAY_BE_SHELLING
    own_number = (items.unit[unclear] == VIOLATIONS) & ~np.isnan(items.count_high[unclear])
    result.n_high[unclear] = np.where(own_number, np.nan_to_num(items.count_high[unclear]), 1)
    rows = rows[is_shelling]
    if not len(rows):
        return
    groups = grouped(rows, key_of((items.incident[rows], _incidents(items)), *_by_voice(items, rows)))
    number = np.where(
        (items.unit[groups.at] == VIOLATIONS) & ~np.isnan(items.count[groups.at]), items.count[groups.at], 1.0
    )
    best = np.maximum.reduceat(number, groups.start)
    at_best = np.flatnonzero(number == best[groups.of])
    _, firsts = np.unique(groups.of[at_best], return_index=True)
    leaders = groups.at[at_best[firsts]]
    is_stated = (items.unit[leaders] == VIOLATIONS) & ~np.isnan(items.count[leaders])
    result.n[leaders] = np.maximum(1, best)
    result.n_low[leaders] = np.where(is_stated, np.maximum(1, np.nan_to_num(items.count_low[leaders])), 1)
    result.n_high[leaders] = np.where(is_stated, np.maximum(1, np.nan_to_num(items.count_high[leaders])), 1)
    result.is_open[leaders] = is_stated & items.is_open[leaders]
    result.why[leaders] = np.where(is_stated, Why.AS_STATED, Why.ONE_SHELLING)
    _merge(groups, leaders, result, Why.REPEATS)


def _count_place_days(items: Items, policy: CountingPolicy, rows: np.ndarray, result: Counted) -> None:
    parts = [(items.place[rows], len(items.places)), *_by_voice(items, rows)]
    _one_each(items, rows, parts, result, Why.OPENS_PLACE_DAY, Why.SAME_PLACE_DAY)


_EVENT_TYPE = np.zeros(len(KINDS) + 1, np.int64)
for _kind in (*SHELLING_KINDS, Kind.ATGM):
    _EVENT_TYPE[KINDS.index(_kind)] = 1
for _kind in (Kind.AIR_STRIKE, Kind.UAV):
    _EVENT_TYPE[KINDS.index(_kind)] = 2
_EVENT_TYPE[KINDS.index(Kind.MINE)] = 3
EVENT_TYPES = (
    "armed clash",
    "shelling, artillery or missile attack",
    "air or drone strike",
    "remote explosive",
)


def _count_events(items: Items, policy: CountingPolicy, rows: np.ndarray, result: Counted) -> None:
    is_blast = items.observation[rows] == OBSERVATIONS.index(ObservationKind.EXPLOSION)
    kind = np.where(is_blast, 1, _EVENT_TYPE[items.kind[rows]])
    parts = [(items.place[rows], len(items.places)), (kind, len(EVENT_TYPES))]
    _one_each(items, rows, parts, result, Why.OPENS_EVENT, Why.SAME_EVENT)


def _one_each(
    items: Items,
    rows: np.ndarray,
    parts: list[tuple[np.ndarray, int]],
    result: Counted,
    opens: Why,
    same: Why,
) -> None:
    """The earliest row of each group on each local day counts one."""
    if not len(rows):
        return
    first_day = int(items.day.min())
    days = (items.day[rows] - first_day, int(items.day.max()) - first_day + 1)
    groups = grouped(rows, key_of(*parts, days))
    leaders = groups.first()
    result.n[leaders] = result.n_low[leaders] = result.n_high[leaders] = 1
    result.why[leaders] = opens
    _merge(groups, leaders, result, same)


_BY_UNIT: dict[str, Callable[[Items, CountingPolicy, np.ndarray, Counted], None]] = {
    "item": _count_items,
    "episode": _count_episodes,
    "shelling": _count_shellings,
    "shot": _count_shots,
    "place_day": _count_place_days,
    "event": _count_events,
}
