"""One linking of a case's statements: pairs, incidents, sums with shares, ids.

The steps of `link`, twice: the second time each report weighs in the local intensity as its share of an incident, so
that ten tellings of one shelling do not look like ten shellings.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from holdfire.model.case import Case

from . import terms
from .attach import VAGUE_H, VAGUE_KM, attach_in_turn
from .calibrate import Reliability
from .columns import R_KM, T_HI, T_LO, Voices, voices_of
from .explain import pair_says, strongest
from .identity import Change, Names, renamed
from .link import Pairs, Settings, Span, join, score_pairs
from .number import number_of_incidents, week_of
from .reviews import Decisions, applied
from .sampling import Sampled, sample
from .statements import SPEAKS_OF, Sayings, makes_incident

ACROSS_KM = 5.0
"""Two parties tell one exchange of fire by what lies on their own side of the line: villages some km apart."""
SPREAD_H = 2.0
"""An incident of a case is an exchange that may last; its tellings start at different moments of it."""
TELLINGS = 3.0
"""Statements that speak of one incident of a case, to begin with: the press and both parties tell the few things that
matter many times over, where a monitoring mission's own log tells many things about twice."""
PRIOR = 1.0
P_LISTED = 0.01
P_SHARE = 0.35
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - the register's times are naive UTC


def case_settings() -> Settings:
    """The plain model as a case uses it: that hostile parties accuse each other says nothing either way."""
    tables = terms.START_TABLES.copy()
    tables[3, 3] = 0.0
    tables[4, 4] = 0.0
    tables[4, 1] = 0.0
    return Settings(model="case", tables=tables, prior=PRIOR, across_km=ACROSS_KM, spread_h=SPREAD_H)


@dataclass
class Told:
    """The result of one linking: everything the stage's tables are written from.

    incidents  id -> member rows (numbers into found.rows); sums: row -> {incident id: share}
    """

    found: Sayings
    voices: Voices
    pairs: Pairs
    levels: NDArray[np.uint8]
    incidents: dict[str, list[int]]
    sums: dict[int, dict[str, float]]
    sampled: Sampled
    settings: Settings = field(default_factory=case_settings)
    reliability: Reliability = field(default_factory=Reliability)
    faults: list[str] = field(default_factory=list)
    weighed: dict[int, dict[int, float]] = field(default_factory=dict)

    @classmethod
    def nothing(cls) -> "Told":
        reports = Sayings([], _no_reports(), [], {})
        voices = voices_of(reports.reports)
        none = np.zeros(0, np.int32)
        pairs = Pairs(none, none, none.astype(np.float32), np.zeros((0, 10), np.float32))
        return cls(
            reports, voices, pairs, np.zeros((0, 5), np.uint8), {}, {}, sample(0, none, none, none, none)
        )

    def pair_rows(self) -> list[dict[str, Any]]:
        """Rows of candidate_pair: by report, copies included, each pair once."""
        import json

        rows = []
        for left, right, number in self._report_pairs():
            a, b = sorted((self.found.rows[left]["report_id"], self.found.rows[right]["report_id"]))
            if number < 0:
                named = {"copy": 4.6}
                rows.append({"left_id": a, "right_id": b, "p": 0.99, "llr": 4.6, "terms": json.dumps(named)})
                continue
            named, _ = self.why(number)
            llr = sum(named.values())
            rows.append({"left_id": a, "right_id": b, "p": float(self.pairs.p[number]), "llr": round(llr, 4),
                         "terms": json.dumps(named)})  # fmt: skip
        return sorted(rows, key=lambda r: (r["left_id"], r["right_id"]))

    def _report_pairs(self) -> Iterator[tuple[int, int, int]]:
        rows_of = self.rows_of_voice()
        p = self.pairs.p
        for number in np.flatnonzero(p > P_LISTED):
            for left in rows_of[int(self.pairs.left[number])]:
                for right in rows_of[int(self.pairs.right[number])]:
                    yield left, right, int(number)
        for rows in rows_of.values():
            for k, left in enumerate(rows):
                for right in rows[k + 1 :]:
                    yield left, right, -1

    def rows_of_voice(self) -> dict[int, list[int]]:
        rows: dict[int, list[int]] = defaultdict(list)
        for row, voice in enumerate(self.voices.of_report):
            rows[int(voice)].append(row)
        return rows

    def why(self, number: int) -> tuple[dict[str, float], dict[str, str]]:
        """Terms and sentences of a pair of voices."""
        i, j = int(self.pairs.left[number]), int(self.pairs.right[number])
        place = self.voices.place
        east = (place[i, 3] - place[j, 3]) * terms.KM_PER_DEG * place[i, 4]
        north = (place[i, 2] - place[j, 2]) * terms.KM_PER_DEG
        gap = max(place[i, T_LO], place[j, T_LO]) - min(place[i, T_HI], place[j, T_HI])
        return pair_says(
            self.pairs.terms[number], self.levels[number], float(np.hypot(east, north)), float(gap),
        )  # fmt: skip

    def why_member(self, row: int, members: list[int]) -> str:
        """The strongest terms that tie a member to the rest of its incident."""
        voice = int(self.voices.of_report[row])
        others = {int(self.voices.of_report[m]) for m in members} - {voice}
        best, at = -np.inf, -1
        for number in self.by_voice.get(voice, ()):
            other = int(self.pairs.left[number]) + int(self.pairs.right[number]) - voice
            if other in others and self.pairs.score[number] > best:
                best, at = float(self.pairs.score[number]), number
        if at < 0:
            if len(members) > 1 and not others:
                return "says the same, code for code, as another member: one voice"
            return "tells it alone" if len(members) == 1 else "a reviewer joined it"
        named, said = self.why(at)
        other = int(self.pairs.left[at]) + int(self.pairs.right[at]) - voice
        told_by = self.found.rows[int(self.voices.first[other])].get("voice")
        return f"with {told_by}: {strongest(named, said)}"

    @property
    def by_voice(self) -> dict[int, list[int]]:
        if not hasattr(self, "_by_voice"):
            table: dict[int, list[int]] = defaultdict(list)
            for number, (i, j) in enumerate(zip(self.pairs.left, self.pairs.right, strict=True)):
                table[int(i)].append(number)
                table[int(j)].append(number)
            self._by_voice = dict(table)
        return self._by_voice

    def report_rows(self) -> list[dict[str, Any]]:
        """Rows of report, format 6.3 with the register's names."""
        r, rows = self.found.reports, []
        first = self.voices.first
        for k, row in enumerate(self.found.rows):
            original = int(first[self.voices.of_report[k]])
            sector = r.sector[k] if r.sector is not None and np.isfinite(r.sector[k, 0]) else [None] * 4
            rows.append({
                "report_id": row["report_id"], "source": row["voice"], "source_kind": _kind_name(int(r.kind[k])),
                "t_lo": float(r.t_lo[k] * 3600), "t_hi": float(r.t_hi[k] * 3600), "time_code": int(r.time_code[k]),
                "lat": float(r.lat[k]), "lon": float(r.lon[k]), "r_km": float(r.r_km[k]),
                "sector_bearing_deg": sector[0], "sector_half_width_deg": sector[1], "sector_low_km": sector[2],
                "sector_high_km": sector[3], "place_code": int(r.place_code[k]), "place_id": _first_place(row),
                "type_code": int(r.type_code[k]), "count": _stated(r.count[k]), "kia": _stated(r.kia[k]),
                "wia": _stated(r.wia[k]), "accused": row.get("accused_party"), "denial": bool(r.denial[k]),
                "copy_of": None if original == k else self.found.rows[original]["report_id"],
                "published": None if np.isnan(r.published[k]) else float(r.published[k] * 3600),
            })  # fmt: skip
        return rows

    def quality_rows(self, unlinked: dict[str, str]) -> list[dict[str, Any]]:
        """Rows of link_quality."""
        core = Pairs(self.pairs.left, self.pairs.right, self.pairs.score, self.pairs.terms[:0])
        low, _, high = number_of_incidents(len(self.voices), core, self.settings.model, week_of(self.voices))
        low, high = min(low, len(self.incidents)), max(high, len(self.incidents))
        rows = [
            _quality("incidents_found", len(self.incidents), "incidents as linked"),
            _quality(
                "incidents_low_95",
                low,
                "lower end of the 95 % interval for the number of incidents",
            ),
            _quality("incidents_high_95", high, "upper end of that interval"),
            _quality(
                "reports", len(self.found.rows), "statements and sound events that can be of an incident"
            ),
            _quality("voices", len(self.voices), "of them not copies of another"),
            _quality(
                "unlinked_statements",
                len(unlinked),
                "statements of no incident: calm, sums over days, no time or place",
            ),
            _quality("pairs_compared", len(self.pairs.left), "pairs of voices near enough in time and place"),
            _quality("reviews_not_applied", len(self.faults), "; ".join(self.faults)[:500] or "none"),
        ]
        return rows + [_quality(*row) for row in self.reliability.rows(self.pairs.p)]


def _quality(measure: str, value: float, note: str) -> dict[str, Any]:
    return {"measure": measure, "value": float(value), "note": note}


def _stated(value: Any) -> int | None:
    return int(value) if value >= 0 else None


def _kind_name(code: int) -> str:
    from .columns import SOURCE_KINDS

    return SOURCE_KINDS[code]


def _first_place(row: dict[str, Any]) -> str | None:
    from .statements import places_of

    return next((p["place_id"] for p in places_of(row) if p.get("place_id")), None)


def _no_reports() -> Any:
    from .statements import _reports

    return _reports([], [])


def link_case(found: Sayings, decided: Decisions, case: Case, names: Names) -> tuple[Told, list[Change]]:
    """Links what is in `found`; `names` is brought up to date and says what changed."""
    settings = case_settings()
    voices = voices_of(found.reports)
    n = len(voices)
    span = Span(0, n, 0, n)
    sums = np.zeros(n, bool)
    for row, is_sum in enumerate(found.aggregate):
        sums[voices.of_report[row]] |= is_sum
    voice_of = {row["report_id"]: int(v) for row, v in zip(found.rows, voices.of_report, strict=True)}
    reviewed = {voice_of[r] for pair in decided.pairs for r in pair}
    vague = voices.place[:, R_KM] > VAGUE_KM
    timed = voices.place[:, T_HI] - voices.place[:, T_LO] <= VAGUE_H
    vague[sorted(reviewed)] = False
    placed = ~(sums | vague)
    weights = np.where(placed, np.float32(1 / TELLINGS), np.float32(0.0))
    label = np.arange(n, dtype=np.int32)
    pairs = score_pairs(voices, span, settings, keep_terms=True, weights=weights)
    for _ in range(2):
        core = placed[pairs.left] & placed[pairs.right]
        left, right, score = applied(
            decided, voice_of, pairs.left[core], pairs.right[core], pairs.score[core]
        )
        label = join(n, Pairs(left, right, score, pairs.terms))
        size = np.bincount(label, minlength=n)[label]
        weights = np.where(placed, 1.0 / np.maximum(size, TELLINGS), 0.0).astype(np.float32)
        pairs = score_pairs(voices, span, settings, keep_terms=True, weights=weights)
    speaks_of = np.zeros(n, bool)
    for told_row, voice in zip(found.rows, voices.of_report, strict=True):
        speaks_of[voice] |= told_row["kind"] in SPEAKS_OF
    attached = attach_in_turn(label, pairs, voices, vague, timed, speaks_of, sums)
    label = attached.label
    levels = _levels(voices, pairs)
    clusters, summed = _clusters(found, voices, label, sums, pairs)
    ordered = sorted(clusters, key=lambda rows: (min(found.reports.t_lo[rows]), min(_ids(found, rows))))
    named, changes = renamed(
        names, [(_local_day(found, rows, case), frozenset(_ids(found, rows))) for rows in ordered]
    )
    row_of = {row["report_id"]: k for k, row in enumerate(found.rows)}
    incidents = {i: sorted(row_of[m] for m in members) for i, members in sorted(named.items())}
    home = {row: i for i, rows in incidents.items() for row in rows}
    shares = {
        row: _added({home[anchor]: w for anchor, w in weight.items() if anchor in home})
        for row, weight in summed.items()
    }
    core = placed[pairs.left] & placed[pairs.right]
    sampled = sample(n, pairs.left[core], pairs.right[core], pairs.score[core], label)
    for voice, weighed in attached.weighed.items():
        sampled.p_member[voice] = weighed.get(int(label[voice]), 1 - sum(weighed.values()))
    told = Told(
        found,
        voices,
        pairs,
        levels,
        incidents,
        shares,
        sampled,
        settings,
        faults=decided.faults,
        weighed=attached.weighed,
    )
    return told, changes


def _added(shares: dict[str, float]) -> dict[str, float]:
    total = sum(shares.values())
    return {i: w / total for i, w in sorted(shares.items())} if total else {}


def _levels(voices: Voices, pairs: Pairs) -> NDArray[np.uint8]:
    out = np.zeros((len(pairs.left), 5), np.uint8)
    row = np.zeros(5, np.int64)
    for k, (i, j) in enumerate(zip(pairs.left, pairs.right, strict=True)):
        terms.levels_of(i, j, voices.code, terms.COARSE_OF, row)
        out[k] = row
    return out


def _ids(found: Sayings, rows: list[int]) -> list[str]:
    return [found.rows[r]["report_id"] for r in rows]


def _local_day(found: Sayings, rows: list[int], case: Case) -> str:
    """The local day on which the best-timed member says that it happened."""
    from datetime import UTC

    r = found.reports
    best = min(rows, key=lambda k: (r.t_hi[k] - r.t_lo[k], r.t_lo[k], found.rows[k]["report_id"]))
    moment = EPOCH + timedelta(hours=float(r.t_lo[best] + r.t_hi[best]) / 2)
    return case.mandate.local_day(moment.replace(tzinfo=UTC)).isoformat()


def _clusters(
    found: Sayings, voices: Voices, label: NDArray[np.int32], sums: NDArray[np.bool_], pairs: Pairs
) -> tuple[list[list[int]], dict[int, dict[int, float]]]:
    """(clusters of rows, {row of a sum: {a row of each incident it counts: weight}}); lone denials make no incident."""
    groups: dict[int, list[int]] = defaultdict(list)
    for row, voice in enumerate(voices.of_report):
        if not sums[voice]:
            groups[int(label[voice])].append(row)
    clusters = [
        rows for _, rows in sorted(groups.items()) if any(makes_incident(found.rows[r]) for r in rows)
    ]
    anchor = {int(voices.of_report[row]): rows[0] for rows in clusters for row in rows}
    counted: dict[int, dict[int, float]] = defaultdict(dict)
    p = pairs.p
    for i, j, weight in zip(pairs.left, pairs.right, p, strict=True):
        for a, b in ((int(i), int(j)), (int(j), int(i))):
            if sums[a] and not sums[b] and b in anchor and weight >= P_SHARE:
                counted[a][anchor[b]] = max(counted[a].get(anchor[b], 0.0), float(weight))
    summed: dict[int, dict[int, float]] = {}
    lone: dict[int, list[int]] = defaultdict(list)
    for row, voice in enumerate(voices.of_report):
        if sums[voice]:
            if counted.get(int(voice)):
                summed[row] = counted[int(voice)]
            else:
                lone[int(voice)].append(row)
    return clusters + [rows for _, rows in sorted(lone.items())], summed
