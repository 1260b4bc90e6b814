"""Incidents keep their names by the majority of their members; new reports touch only their window."""

import numpy as np
import pytest

from holdfire.fusion.columns import Reports
from holdfire.fusion.existence import p_exists
from holdfire.fusion.identity import Names, renamed
from holdfire.fusion.incremental import near_any, relink
from holdfire.fusion.link import Settings, link
from holdfire.fusion.reviews import applied, decisions_of
from holdfire.fusion.write_links import incident_ids

from . import made

DAY = "2020-07-14"


def named(*steps: list[str]) -> tuple[list[dict[str, str]], list[list[tuple[str, str]]]]:
    """Each step is a list of clusters, a cluster a string of one-letter members."""
    names = Names()
    ids, changes = [], []
    for step in steps:
        now, changed = renamed(names, [(DAY, frozenset(c)) for c in step])
        ids.append({"".join(sorted(members)): i for i, members in now.items()})
        changes.append([(c.incident_id[-3:], c.change) for c in changed])
    return ids, changes


@pytest.mark.parametrize(
    ("steps", "expected", "change"),
    [
        ([["abc"], ["abcd"]], {"abcd": "001"}, ("001", "joined")),
        ([["abc"], ["ab", "c"]], {"ab": "001", "c": "002"}, ("002", "split")),
        ([["abc", "de"], ["abcde"]], {"abcde": "001"}, ("002", "merged")),  # the larger keeps its name
        ([["ab", "cde"], ["abcde"]], {"abcde": "002"}, ("001", "merged")),
        (
            [["ab", "cd"], ["ac", "bd"]],
            {"ac": "001", "bd": "002"},
            ("001", "split"),
        ),  # a tie goes to the older
        ([["ab"], ["cd"]], {"cd": "002"}, ("001", "withdrawn")),  # a name is never used twice
    ],
)
def test_names_go_with_the_majority(
    steps: list[list[str]], expected: dict[str, str], change: tuple[str, str]
) -> None:
    ids, changes = named(*steps)
    assert {members: i[-3:] for members, i in ids[-1].items()} == expected
    assert change in changes[-1]


def test_every_change_has_a_reason() -> None:
    names = Names()
    for step in (["abc", "de"], ["ab", "cde"], ["abcde"], ["x"]):
        _, changes = renamed(names, [(DAY, frozenset(c)) for c in step])
        assert changes
        assert all(c.reason for c in changes)


def test_the_window_of_new_reports_is_what_lies_within_hours_of_any() -> None:
    middle = np.array([0.0, 10.0, 20.0, 30.0])
    assert near_any(middle, np.array([9.0, 31.0]), 2.0).tolist() == [False, True, False, True]
    assert near_any(middle, np.array([]), 2.0).tolist() == [False] * 4


def before(reports: Reports, rows: list[int]) -> dict[int, tuple[int, float]]:
    part = reports.taken(rows)
    ids = incident_ids(part, link(part, Settings()))
    return {int(r): (int(i), 1.0) for r, i in zip(part.report_id, ids, strict=True)}


def groups(ids: np.ndarray) -> set[frozenset[int]]:
    return {frozenset(np.flatnonzero(ids == i).tolist()) for i in np.unique(ids)}


def test_linking_what_is_new_gives_the_incidents_of_linking_everything() -> None:
    reports = made.reports(1200, 21, days=200.0)
    last = np.argsort(reports.t_lo)[-40:]
    rows = [k for k in range(len(reports)) if k not in set(last.tolist())]
    done = relink(reports, before(reports, rows), Settings())
    assert 40 <= done.touched < len(reports) / 2
    assert groups(done.incident) == groups(incident_ids(reports, link(reports, Settings())))


def test_ids_outside_the_window_are_not_touched() -> None:
    reports = made.reports(1200, 22, days=200.0)
    first = np.argsort(reports.t_lo)[:30]
    rows = [k for k in range(len(reports)) if k not in set(first.tolist())]
    earlier = before(reports, rows)
    done = relink(reports, earlier, Settings())
    late = np.argsort(reports.t_lo)[600:]
    assert [int(done.incident[k]) for k in late] == [earlier[int(reports.report_id[k])][0] for k in late]


def test_nothing_new_changes_nothing() -> None:
    reports = made.reports(200, 23)
    earlier = before(reports, list(range(200)))
    done = relink(reports, earlier, Settings())
    assert done.touched == 0
    assert not done.changes
    assert done.incident.tolist() == [earlier[int(r)][0] for r in reports.report_id]


MINISTRY_A, MINISTRY_B, OBSERVER, PAPER = (
    ("A", "ministry"),
    ("B", "ministry"),
    ("post", "observer"),
    ("paper", "media"),
)


def test_a_lone_partisan_claim_is_likely_but_not_sure() -> None:
    assert 0.85 < p_exists([MINISTRY_A], 0) < 0.95
    assert p_exists([MINISTRY_A], 0) == p_exists([MINISTRY_B], 0)


@pytest.mark.parametrize("more", [MINISTRY_B, OBSERVER, PAPER])
def test_another_voice_never_lowers_existence_and_a_copy_changes_nothing(more: tuple[str, str]) -> None:
    assert p_exists([MINISTRY_A, more], 0) > p_exists([MINISTRY_A], 0)
    assert p_exists([MINISTRY_A, more, more], 0) == p_exists([MINISTRY_A, more], 0)


def test_a_denial_lowers_existence_a_little() -> None:
    assert 0.8 < p_exists([MINISTRY_A], 1) < p_exists([MINISTRY_A], 0)


def test_nobody_who_asserts_it_means_no_incident() -> None:
    assert p_exists([], 1) == 0.0


def test_a_later_decision_wins_and_an_unknown_report_is_named() -> None:
    decided = decisions_of(
        [
            {"what": "join", "reports": ["a", "b"]},
            {"what": "split", "reports": ["a", "b", "gone"]},
            {"what": "statement"},
        ],
        frozenset("ab"),
    )
    assert decided.pairs == {("a", "b"): False}
    assert decided.faults == ["review 1: no report 'gone' to split"]


def test_a_lock_takes_nobody_else() -> None:
    decided = decisions_of(['{"what": "lock", "reports": ["a", "b"]}'], frozenset("abc"))
    left, right = np.array([0, 1], np.int32), np.array([2, 2], np.int32)
    a, b, score = applied(decided, {"a": 0, "b": 1, "c": 2}, left, right, np.array([5.0, 5.0], np.float32))
    assert list(zip(a.tolist(), b.tolist(), score.tolist(), strict=True)) == [
        (0, 1, 1e4),
        (0, 2, -1e4),
        (1, 2, -1e4),
    ]
