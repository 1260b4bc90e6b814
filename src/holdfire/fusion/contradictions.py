"""statement -> contradiction: which statements cannot both be true, found from their columns alone.

Five questions: who began one exchange of fire, whether a thing happened at all, how many of one party's people were
killed or wounded, how many were counted, and when a truce began. A row takes neither side: it says what is incompatible.
Statements are comparable when they speak of one period and one area; a whole that is smaller than its part is
incompatible too. What is stated with a hedge is a range, and ranges that meet are no contradiction.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from itertools import combinations
from typing import Any
from zoneinfo import ZoneInfo

from holdfire.model.case import Case
from holdfire.model.ids import row_id
from holdfire.model.kinds import FIRE_KINDS, Kind
from holdfire.model.places import distance_m

from .link_case import Told
from .statements import is_denial, where

Row = dict[str, Any]
STARTING = FIRE_KINDS | {Kind.INCURSION, Kind.OTHER}
TRUCE = frozenset({Kind.CEASEFIRE_AGREED, Kind.CALM})
HAPPENING = STARTING | {Kind.UAV, Kind.MINE, Kind.DAMAGE, Kind.CASUALTY, Kind.MOVEMENT_OF_EQUIPMENT}
WEAPON_WORDS = frozenset({Kind.UAV, Kind.TANK})
TRUCE_DAYS = 3
LONGEST_H = 72.0
DENIAL_LAG_H = 6.0
"""A denial dates itself: it may speak of what is told of the evening before."""
FIT_SLACK = 1.0
UP_TO = 0.3
"""Who says "up to 100" claims about a hundred, not four."""
PLACELESS_KM = 20.0
"""A statement of losses without a place speaks of a party's losses as a whole."""
ANYONE = frozenset({"CIV"})
SOME = -1  # "several": stated, without a number
MOST_PER_TOPIC = 40
"""Of one topic in one incident or period so many pairs are listed, the closest in time first."""


def contradictions_of(statements: list[Row], told: Told, case: Case) -> list[Row]:
    """Rows of `contradiction`, incident_id still open."""
    spoken = [s for s in statements if s.get("modality") != "threatened"]
    timed = [(s, _span(s, case), where(s)) for s in spoken]
    known = [Said(s, *span, place) for s, span, place in timed if span is not None]
    found: list[Row] = []
    found += _who_started(known, told, case)
    found += _occurred_or_not(known, case)
    for what in ("killed", "wounded"):
        found += _losses(known, what)
    found += _counts(known)
    found += _truce_starts(known, case.mandate.zone)
    unique = {row["contradiction_id"]: row for row in found}
    return [unique[key] for key in sorted(unique)]


class Said:
    """A statement with its time (UTC) and place, and the shorthand that the rules use."""

    def __init__(
        self, row: Row, earliest: datetime, latest: datetime, place: tuple[float, float, float] | None
    ) -> None:
        self.row, self.earliest, self.latest, self.place = row, earliest, latest, place
        self.id: str = row["statement_id"]
        self.kind: str = row["kind"]
        self.speaker: str = str(row.get("speaker_party") or row.get("speaker") or row.get("source_id") or "")
        self.accused: str | None = row.get("accused_party")
        self.denies = is_denial(row)

    def overlap(self, other: "Said") -> float:
        """Hours that both speak of."""
        shared = min(self.latest, other.latest) - max(self.earliest, other.earliest)
        return shared.total_seconds() / 3600

    def same_period(self, other: "Said") -> bool:
        """Comparable periods: they share most of the shorter, and the longer is no more than twice that and a day."""
        ours, theirs = self.hours, other.hours
        short, long = min(ours, theirs), max(ours, theirs)
        return self.overlap(other) >= 0.5 * short and long <= 2 * max(short, 24)

    @property
    def hours(self) -> float:
        return (self.latest - self.earliest).total_seconds() / 3600

    def near(self, other: "Said", slack_km: float = 6.0) -> bool:
        """One area, as far as their radii leave it open; a statement without a place may speak of any."""
        if self.place is None or other.place is None:
            return True
        apart = distance_m(*self.place[:2], *other.place[:2]) / 1000
        return apart <= self.place[2] + other.place[2] + slack_km

    def who(self) -> str:
        return str(
            self.row.get("speaker")
            or self.row.get("speaker_party")
            or self.row.get("source_id")
            or "a source"
        )


def _span(row: Row, case: Case) -> tuple[datetime, datetime] | None:
    """The stated period, from the time or else from the local days; None where nothing is stated."""
    low, high = row.get("occurred_earliest"), row.get("occurred_latest")
    if low is not None and high is not None:
        return low, high
    if row.get("date_start") is None:
        return None
    first, last = row["date_start"], row.get("date_end") or row["date_start"]
    zone = case.mandate.zone

    def utc(day: Any) -> datetime:
        return datetime.combine(day, time(), zone).astimezone(UTC).replace(tzinfo=None)

    return utc(first), utc(last + timedelta(days=1))


def _row(topic: str, a: Said, b: Said, says: str) -> Row:
    left, right = sorted((a.id, b.id))
    return {
        "contradiction_id": row_id("con", topic, left, right), "topic": topic, "left_id": left, "right_id": right,
        "incident_id": None, "says": says,
    }  # fmt: skip


def _who_started(known: list[Said], told: Told, case: Case) -> list[Row]:
    """Opposing accusations within one incident: each party says that the other opened fire or attacked."""
    by_id = {s.id: s for s in known}
    found: list[Row] = []
    parties = {party.id for party in case.mandate.parties}
    for rows in told.incidents.values():
        ids = [told.found.rows[r]["report_id"] for r in rows]
        accounts: dict[tuple[str, str], list[Said]] = defaultdict(list)
        for s in (by_id[i] for i in ids if i in by_id):
            if (
                s.kind in STARTING
                and not s.denies
                and s.accused in parties
                and s.speaker in parties
                and s.accused != s.speaker
            ):
                accounts[(s.speaker, str(s.accused))].append(s)
        for (one, other), theirs in combinations_of(accounts):
            found += _closest(
                one, other, theirs, "who_started",
                lambda a, b: f"{a.speaker} says that {a.accused} began it, {b.speaker} says that {b.accused} did",
            )  # fmt: skip
    return found


def combinations_of(
    accounts: Mapping[tuple[str, str], list[Said]],
) -> list[tuple[tuple[list[Said], list[Said]], None]]:
    """Pairs of account lists that accuse different sides."""
    keys = sorted(accounts)
    return [
        ((accounts[a], accounts[b]), None) for a, b in combinations(keys, 2) if a[1] != b[1] and a[0] != b[0]
    ]


def _closest(ours: list[Said], theirs: list[Said], _: Any, topic: str, says: Any) -> list[Row]:
    """Every statement with its closest counterpart of the other side, so that each is shown once at least."""
    rows = {}
    for these, those in ((ours, theirs), (theirs, ours)):
        for a in these:
            b = max(those, key=lambda s, a=a: (a.overlap(s), s.id))  # type: ignore[misc]
            first, second = sorted((a, b), key=lambda s: s.id)
            row = _row(topic, first, second, says(first, second))
            rows[row["contradiction_id"]] = row
    return [rows[key] for key in sorted(rows)][:MOST_PER_TOPIC]


def _occurred_or_not(known: list[Said], case: Case) -> list[Row]:
    """A thing asserted, and denied by another voice for the same time and place."""
    denials = [s for s in known if s.denies]
    asserted = [
        s
        for s in known
        if not s.denies
        and not s.row.get("negated")
        and (s.kind in HAPPENING or (s.kind == Kind.OTHER and _weapon(s)))
    ]
    found = []
    for d in denials:
        rivals = []
        for a in asserted:
            if (
                a.speaker == d.speaker
                or a.overlap(d) < -DENIAL_LAG_H
                or not a.near(d)
                or not _one_matter(a, d)
            ):
                continue
            rivals.append((-_fit(a, d), a.id, a))
        rivals.sort(key=lambda r: r[:2])
        most = 8 if _weapon(d) in WEAPON_WORDS else 4 if d.place else 3
        if _weapon(d) in WEAPON_WORDS:  # "all our UAVs are in service" denies each that was told of
            rivals = [(min(r[0], rivals[0][0] + FIT_SLACK), r[1], r[2]) for r in rivals]
        for _, _, a in [r for r in rivals if r[0] <= rivals[0][0] + FIT_SLACK][:most]:
            found.append(
                _row(
                    "occurred_or_not",
                    a,
                    d,
                    f"{a.who()} says that it happened, {d.who()} says that it did not",
                )
            )
    del case
    return found


def _one_matter(a: Said, d: Said) -> bool:
    """Does the denial speak of what is asserted? By weapon where it names one, by losses where it speaks of losses."""
    weapon = _weapon(d)
    if weapon is not None and _weapon(a) is not None and _weapon(a) != weapon:
        return False
    if weapon in WEAPON_WORDS and _weapon(a) != weapon:
        return False
    about_losses = bool(_numbers(d, "killed") or _numbers(d, "wounded"))
    if about_losses and a.kind == Kind.CASUALTY:
        return bool(_suffering(d) & _suffering(a))
    if about_losses and weapon is None:
        return False
    if a.kind in (Kind.CASUALTY, Kind.DAMAGE) and weapon is not None:
        return False
    if weapon in WEAPON_WORDS:
        return True
    return not (d.accused is not None and a.accused is not None and d.accused != a.accused)


def _suffering(s: Said) -> set[str]:
    """Parties whose losses are spoken of."""
    return set(_numbers(s, "killed")) | set(_numbers(s, "wounded"))


def _weapon(s: Said) -> str | None:
    words = f"{s.row.get('weapon') or ''} {s.kind}".lower()
    for name, kind in (
        ("uav", Kind.UAV), ("drone", Kind.UAV), ("mortar", Kind.MORTAR), ("tank", Kind.TANK), ("artillery", Kind.ARTILLERY),
        ("howitzer", Kind.ARTILLERY), ("sniper", Kind.SNIPER),
    ):  # fmt: skip
        if name in words:
            return str(kind)
    return None


def _fit(a: Said, d: Said) -> float:
    """How closely an assertion matches a denial: weapon, accused and place."""
    score = 0.0
    if _weapon(d) is not None:
        score += 3.0 * (_weapon(a) == _weapon(d))
    if a.accused is not None and a.accused == d.speaker:
        score += 2.0
    if a.place and d.place:
        apart = distance_m(*a.place[:2], *d.place[:2]) / 1000
        score += 2.0 / (1.0 + apart / 3.0) + 1.0 / (1.0 + abs(a.place[2] - d.place[2]))
    if d.speaker in _suffering(a) or (a.kind == Kind.OTHER and _weapon(a) is not None):
        score += 2.0
    if a.row.get("aggregate"):
        score -= 1.5
    score += max(-1.0, min(a.overlap(d), 24.0) / max(a.hours, d.hours, 1.0))
    return score


def _numbers(s: Said, what: str) -> dict[str, int]:
    losses = s.row.get(what)
    stated = json.loads(losses) if isinstance(losses, str) else losses
    return {str(p): SOME if n is None else int(n) for p, n in (stated or {}).items()}


def _range(s: Said, n: int) -> tuple[float, float]:
    """What a stated number leaves open, by its hedge; SOME is one at least."""
    if n == SOME:
        return 1, float("inf")
    hedge = str(s.row.get("hedge") or "").lower()
    if hedge in ("at least", "more than", "over", "not less than"):
        return n, float("inf")
    if hedge in ("up to", "at most", "less than"):
        return UP_TO * n, n
    if hedge in ("about", "around", "approximately", "some", "nearly"):
        return 0.7 * n, 1.3 * n
    return n, n


def _losses(known: list[Said], what: str) -> list[Row]:
    """Incompatible numbers for one party's losses over comparable periods and areas."""
    by_party: dict[str, list[tuple[Said, int]]] = defaultdict(list)
    for s in known:
        for party, n in _numbers(s, what).items():
            by_party[party].append((s, n))
            if n == 0 and party not in ANYONE and s.place is not None and s.place[2] <= 3.0:
                by_party["CIV"].append(
                    (s, n)
                )  # "no resident was harmed" at a named spot counts for civilians there
    found = []
    for party, said in sorted(by_party.items()):
        rows = []
        for (a, n), (b, m) in combinations(said, 2):
            if not a.same_period(b) or not a.near(b) or not _incompatible(a, n, b, m):
                continue
            text = f"{a.who()} says {_said(n)} {what} of {party}, {b.who()} says {_said(m)}, for one period"
            rows.append((a.speaker == b.speaker, -a.overlap(b), _row(what, a, b, text)))
        rows.sort(key=lambda r: (r[0], r[1], r[2]["contradiction_id"]))
        found += [row for _, _, row in rows[:MOST_PER_TOPIC]]
    return found


def _said(n: int) -> str:
    return "some" if n == SOME else str(n)


def _incompatible(a: Said, n: int, b: Said, m: int) -> bool:
    """Ranges that do not meet, over one area; or a whole that states less than its part."""
    low_a, high_a = _range(a, n)
    low_b, high_b = _range(b, m)
    if low_a <= high_b and low_b <= high_a:
        return False
    wide_a, wide_b = (s.place[2] if s.place else PLACELESS_KM for s in (a, b))
    if max(wide_a, wide_b) <= 4 * max(min(wide_a, wide_b), 0.5):
        return True
    return high_a < low_b if wide_a > wide_b else high_b < low_a


def _counts(known: list[Said]) -> list[Row]:
    """Different numbers of one unit, of one kind, against one side, by different voices, for one period."""
    groups: dict[tuple[str, str, str], list[Said]] = defaultdict(list)
    for s in known:
        if s.row.get("count") is not None and s.row.get("unit") and not s.denies and s.kind not in TRUCE:
            groups[(s.kind, str(s.row["unit"]), str(s.accused))].append(s)
    found = []
    for (_, unit, _), said in sorted(groups.items()):
        rows = []
        for a, b in combinations(said, 2):
            if a.speaker == b.speaker and a.row["exhibit_id"] == b.row["exhibit_id"]:
                continue  # two items of one list are two things
            n, m = int(a.row["count"]), int(b.row["count"])
            if a.same_period(b) and a.near(b) and _incompatible(a, n, b, m):
                text = f"{a.who()} counts {n} {unit}, {b.who()} counts {m}, for one period"
                rows.append(_row("count", a, b, text))
        found += sorted(rows, key=lambda r: r["contradiction_id"])[:MOST_PER_TOPIC]
    return found


def _truce_starts(known: list[Said], zone: ZoneInfo) -> list[Row]:
    """Different times from which a truce or a calm is said to hold over one area within a few days."""

    def said_at(moment: datetime) -> str:
        return f"{moment.replace(tzinfo=UTC).astimezone(zone):%d %b %H:%M}"

    said = sorted((s for s in known if s.kind in TRUCE and not s.denies), key=lambda s: (s.earliest, s.id))
    rows = []
    for a, b in combinations(said, 2):
        gap = b.earliest - a.latest
        if timedelta(0) <= gap <= timedelta(days=TRUCE_DAYS) and a.near(b, 20.0):
            text = (
                f"{a.who()} dates the start of the calm between {said_at(a.earliest)} and {said_at(a.latest)}, "
                f"{b.who()} not before {said_at(b.earliest)}"
            )
            rows.append((gap, _row("ceasefire_start", a, b, text)))
    rows.sort(key=lambda r: (r[0], r[1]["contradiction_id"]))
    return [row for _, row in rows[:MOST_PER_TOPIC]]
