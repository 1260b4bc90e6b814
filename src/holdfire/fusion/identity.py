"""Incidents keep their names: who an incident was before is decided by the majority of its members.

When statements are added, the incidents of yesterday and those of today are matched by members; what grew keeps its
id, what fell apart or ran together is said so in an event with its reason. Ids are never used twice.
Pure; checked in tests/fusion/test_identity.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass
class Change:
    """One line of an incident's history: created, joined, split, merged, withdrawn."""

    incident_id: str
    change: str
    other_id: str | None
    reason: str


@dataclass
class Names:
    """members: incident id -> member ids, as last linked. taken: how many ids each day has used."""

    members: dict[str, frozenset[str]] = field(default_factory=dict)
    taken: dict[str, int] = field(default_factory=dict)

    def fresh(self, day: str) -> str:
        self.taken[day] = self.taken.get(day, 0) + 1
        return f"inc-{day}-{self.taken[day]:03d}"


def renamed(
    names: Names, clusters: Sequence[tuple[str, frozenset[str]]]
) -> tuple[dict[str, frozenset[str]], list[Change]]:
    """Ids for today's clusters, and what changed since `names`, which is brought up to date.

    clusters  (local day, members), in the order in which new ids are to be given
    An id goes to the cluster that holds most of its old members; of two ids that want one cluster, the one that brings
    more members, then the older, stays.
    """
    was: dict[str, str] = {member: old for old, members in names.members.items() for member in members}
    claims: list[tuple[int, str, int]] = []
    for number, (_, members) in enumerate(clusters):
        shared: dict[str, int] = {}
        for member in members:
            if member in was:
                shared[was[member]] = shared.get(was[member], 0) + 1
        claims += [(-n, old, number) for old, n in shared.items()]
    given: dict[int, str] = {}
    kept: set[str] = set()
    for _, old, number in sorted(claims):
        if old not in kept and number not in given:
            given[number] = old
            kept.add(old)
    changes: list[Change] = []
    now: dict[str, frozenset[str]] = {}
    for number, (day, members) in enumerate(clusters):
        if number not in given:
            given[number] = names.fresh(day)
        now[given[number]] = members
    for number, (_, members) in enumerate(clusters):
        changes += _history(given[number], members, names.members, was, kept)
    home = {member: new for new, members in now.items() for member in members}
    for old, old_members in sorted(names.members.items()):
        if old in kept:
            continue
        heirs = sorted({home[m] for m in old_members if m in home})
        if heirs:
            changes.append(Change(old, "merged", heirs[0], f"most of its members are now told as {heirs[0]}"))
        else:
            changes.append(
                Change(old, "withdrawn", None, "none of its statements is of an incident any more")
            )
    names.members = now
    return now, changes


def _history(
    incident: str,
    members: frozenset[str],
    before: Mapping[str, frozenset[str]],
    was: Mapping[str, str],
    kept: set[str],
) -> list[Change]:
    old_homes = sorted({was[m] for m in members if m in was} - {incident})
    changes = []
    if incident not in before:
        if old_homes:
            n = sum(was.get(m) == old_homes[0] for m in members)
            changes.append(
                Change(incident, "split", old_homes[0], f"{n} of its statements were told as {old_homes[0]}")
            )
        else:
            changes.append(
                Change(incident, "created", None, f"first told by {len(members)} statement{_s(len(members))}")
            )
    else:
        new = len([m for m in members if m not in was])
        if new:
            changes.append(Change(incident, "joined", None, f"{new} more statement{_s(new)} speak of it"))
        for old in old_homes:
            n = sum(was.get(m) == old for m in members)
            how = "split" if old in kept else "merged"
            changes.append(Change(incident, how, old, f"{n} statement{_s(n)} came from {old}"))
    return changes


def _s(n: int) -> str:
    return "" if n == 1 else "s"
