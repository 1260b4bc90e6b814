"""Incidents as rows: when, where under all parties' names, of what kind, told by whom, how surely."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, timedelta
from typing import Any

import numpy as np

from holdfire.model.case import Case
from holdfire.model.kinds import FIRE_KINDS

from .columns import SOURCE_KINDS
from .existence import p_exists
from .link_case import EPOCH, Told
from .statements import SPEAKS_OF, is_denial, party_voice, places_of

Rows = list[dict[str, Any]]
P_ALTERNATIVE = 0.05
P_DENIES = 0.7  # stated, not estimated: a denial seldom says which of a day's reports it means
FINE_KM = 8.0
"""A place finer than this names a spot; a coarser one (a district) is named only where nothing finer is."""
KIND_OF_SOUND = {"shot": "small_arms", "burst": "small_arms", "explosion": "explosion_undetermined"}


def incident_rows(told: Told, opposed: Rows, case: Case, statements: Rows) -> tuple[Rows, Rows, Rows]:
    """(incident, member, incident_alternative) rows; gives contradictions their incident's id.

    A denial without a place of its own is a member of the incident that it denies.
    """
    of_member = {told.found.rows[r]["report_id"]: i for i, rows in told.incidents.items() for r in rows}
    for contradiction in opposed:
        ids = (contradiction["left_id"], contradiction["right_id"])
        contradiction["incident_id"] = next((of_member[x] for x in ids if x in of_member), None)
    disputed = {c["incident_id"] for c in opposed if c["topic"] == "occurred_or_not"}
    denied = _denials(told, opposed, of_member, statements)
    summed: dict[str, list[int]] = {}
    for row, shares in told.sums.items():
        for incident in shares:
            summed.setdefault(incident, []).append(row)
    incidents, members, alternatives = [], [], []
    for incident, rows in told.incidents.items():
        incidents.append(
            _incident(
                told,
                incident,
                rows,
                incident in disputed,
                denied.get(incident, []),
                len(summed.get(incident, [])),
                case,
            )
        )
        members += [_member(told, incident, row, rows) for row in rows]
        members += [_sum_member(told, incident, row) for row in sorted(summed.get(incident, []))]
        members += [_denial_member(incident, row) for row in denied.get(incident, [])]
        alternatives += _alternatives(told, incident, rows)
    return incidents, members, alternatives


def _denials(told: Told, opposed: Rows, of_member: dict[str, str], statements: Rows) -> dict[str, Rows]:
    """incident -> denials of it that were not linked by place, each once, by the pair that sets them against a member."""
    rows = {s["statement_id"]: s for s in statements}
    found: dict[str, Rows] = {}
    placed: set[str] = set()
    for c in (c for c in opposed if c["topic"] == "occurred_or_not"):
        for denial, other in ((c["left_id"], c["right_id"]), (c["right_id"], c["left_id"])):
            if (
                denial in of_member
                or denial in placed
                or other not in of_member
                or not is_denial(rows[denial])
            ):
                continue
            placed.add(denial)
            found.setdefault(of_member[other], []).append({**rows[denial], "denies": other})
    return found


def _denial_member(incident: str, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "incident_id": incident, "report_id": row["statement_id"], "p_member": P_DENIES, "share": 1.0,
        "why": f"denies what {row['denies']} tells: the same hours, the same weapon or losses where it names them",
    }  # fmt: skip


def _incident(
    told: Told, incident: str, rows: list[int], is_disputed: bool, denials: Rows, n_sums: int, case: Case
) -> dict[str, Any]:
    """One row; n_sums statements are sums that may count it: they are members and listed, but tell nothing of it alone."""
    r, found = told.found.reports, told.found.rows
    widths = r.t_hi[rows] - r.t_lo[rows]
    timed = [row for row, width in zip(rows, widths, strict=True) if width <= max(2 * widths.min(), 1.0)]
    earliest = EPOCH + timedelta(hours=round(float(r.t_lo[timed].min()), 6))
    latest = EPOCH + timedelta(hours=round(float(r.t_hi[timed].max()), 6))
    weight = 1 / np.maximum(r.r_km[rows], 0.05) ** 2
    lat, lon = _centre(told, rows, weight)
    away = np.hypot((r.lat[rows] - lat) * 111.2, (r.lon[rows] - lon) * 111.2 * np.cos(np.radians(lat)))
    radius = float(np.sqrt((weight * (away**2 + r.r_km[rows] ** 2)).sum() / weight.sum()))
    parties = sorted(party.id for party in case.mandate.parties)
    says = [found[row] for row in rows]
    asserting = [row for row in rows if not r.denial[row]]
    voices = _independent(told, asserting)
    detections = sum("event_id" in row for row in says)
    speaking = [p for p in parties if any(s.get("speaker_party") == p for s in says)]
    third = sorted({voice for voice, _ in voices} - set(parties))
    deniers = {found[row]["voice"] for row in rows if r.denial[row]} | {
        party_voice(d, case)[0] for d in denials
    }
    speaking = sorted(
        {*speaking, *(d["speaker_party"] for d in denials if d.get("speaker_party") in parties)}
    )
    middle = EPOCH + (earliest - EPOCH) / 2 + (latest - EPOCH) / 2
    return {
        "incident_id": incident, "occurred_earliest": earliest, "occurred_latest": latest,
        "local_day": case.mandate.local_day(middle.replace(tzinfo=UTC)), "lat": float(lat), "lon": float(lon),
        "radius_m": round(radius * 1000, 1), "place_label": _label(says, case), "kind": _kind(says),
        "p_exists": p_exists(voices, len(deniers)),
        "n_statements": len(says) - detections + len(denials) + n_sums,
        "n_voices": len({voice for voice, _ in voices} | deniers), "n_detections": detections,
        "parties_speaking": speaking, "status": _status(speaking, third, voices, is_disputed),
        "known_at": min(s["known_at"] for s in says),
    }  # fmt: skip


def _centre(told: Told, rows: list[int], weight: np.ndarray) -> tuple[float, float]:
    place = told.voices.place[told.voices.of_report[rows]]  # of a sector: its middle
    return float((weight * place[:, 2]).sum() / weight.sum()), float(
        (weight * place[:, 3]).sum() / weight.sum()
    )


def _independent(told: Told, rows: list[int]) -> list[tuple[str, str]]:
    """(voice, source kind) of those who assert it; copies speak with the voice of what they copy."""
    first = told.voices.first[told.voices.of_report[rows]]
    r = told.found.reports
    return sorted({(told.found.rows[int(k)]["voice"], SOURCE_KINDS[int(r.kind[int(k)])]) for k in first})


def _status(speaking: list[str], third: list[str], voices: Sequence[Any], is_disputed: bool) -> str:
    if is_disputed:
        return "contradicted"
    if speaking and third:
        return "corroborated"
    if len(speaking) > 1:
        return "both_sides"
    if len(voices) > 1:
        return "corroborated"
    return "one_sided" if speaking else "single_voice"


def _kind(says: Rows) -> str:
    kinds: list[str] = [
        str(KIND_OF_SOUND.get(s["kind"], s["kind"])) if "event_id" in s else str(s["kind"])
        for s in says
        if not is_denial_row(s)
    ]
    if not kinds:
        return "other"
    count = Counter(kinds)

    def order(kind: str) -> tuple[int, int, str]:
        rank = 0 if kind in FIRE_KINDS and kind != "violation_unspecified" else 2 if kind in SPEAKS_OF else 1
        return rank, -count[kind], kind

    return min(sorted(count), key=order)


def is_denial_row(row: dict[str, Any]) -> bool:
    return "event_id" not in row and is_denial(row)


def _label(says: Rows, case: Case) -> str:
    """All parties' names of the finest places told, in the alphabet's order."""
    told: dict[str, float] = {}
    for say in says:
        for place in places_of(say):
            known = case.places.get(str(place.get("place_id")))
            name = known.name if known else str(place.get("name") or "")
            if name:
                radius = float(place.get("radius_m") or (known.precision_m if known else 5000.0)) / 1000
                told[name] = min(radius, told.get(name, radius))
    fine = sorted(name for name, radius in told.items() if radius <= FINE_KM)
    names = fine or sorted(told)
    if not names:
        return "place as coordinates"
    return " / ".join(sorted(names, key=str.casefold))


def _member(told: Told, incident: str, row: int, rows: list[int]) -> dict[str, Any]:
    return {
        "incident_id": incident, "report_id": told.found.rows[row]["report_id"],
        "p_member": round(float(told.sampled.p_member[told.voices.of_report[row]]), 4), "share": 1.0,
        "why": told.why_member(row, rows),
    }  # fmt: skip


def _sum_member(told: Told, incident: str, row: int) -> dict[str, Any]:
    shares = told.sums[row]
    return {
        "incident_id": incident, "report_id": told.found.rows[row]["report_id"],
        "p_member": round(min(1.0, shares[incident] * len(shares)) * 0.9, 4), "share": round(shares[incident], 4),
        "why": f"a sum over some hours that may count this incident among {len(shares)}",
    }  # fmt: skip


def _alternatives(told: Told, incident: str, rows: list[int]) -> Rows:
    """Where an ambiguous member would lie otherwise."""
    home = {int(told.voices.of_report[r]): i for i, members in told.incidents.items() for r in members}
    found = []
    for row in rows:
        voice = int(told.voices.of_report[row])
        for lowest, p in told.weighed.get(voice, {}).items():
            if p >= P_ALTERNATIVE and home.get(lowest, incident) != incident:
                found.append(
                    {
                        "report_id": told.found.rows[row]["report_id"],
                        "incident_id": home[lowest],
                        "p_member": round(p, 4),
                    }
                )
        other = int(told.sampled.other[voice])
        p = float(told.sampled.p_other[voice])
        if (
            other >= 0
            and voice not in told.weighed
            and p >= P_ALTERNATIVE
            and home.get(other, incident) != incident
        ):
            found.append(
                {
                    "report_id": told.found.rows[row]["report_id"],
                    "incident_id": home[other],
                    "p_member": round(p, 4),
                }
            )
    return found
