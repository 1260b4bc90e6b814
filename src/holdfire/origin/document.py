"""An investigation -> its answer as one JSON document (format 6.4): per impact, and joint where one origin is possible.

The fact (what fell where) is the input; the side of origin is answered here; who was first is not asked by this format.
Deterministic; places of origin only on the publication grid.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .answer import OriginAnswer, answer, rounded
from .candidates import weigh_candidates
from .evidence import Impact
from .investigation import Investigation
from .joint import Refusal, group_impacts
from .posterior import Posterior
from .regions import regions
from .territory import Ground, ground_on
from .verdict import CANNOT_SAY, direction_of, percent
from .words import weigh_all

FORMAT = "holdfire.origin/1"


@dataclass(frozen=True)
class Investigated:
    """Everything the command shows: answers per impact, joint answers, and the document made of them."""

    investigation: Investigation
    ground: Ground
    single: dict[str, OriginAnswer]
    joint: tuple[tuple[tuple[Impact, ...], OriginAnswer], ...]
    document: dict[str, Any]


def investigate(case: Investigation) -> Investigated:
    """Answer for every impact, and for every group of impacts that can share one origin."""
    named = set(case.parties) | {w.about for words in case.words.values() for w in words}
    named |= {
        w.speaker for words in case.words.values() for w in words if w.speaker in case.parties and w.speaker
    }
    ground = ground_on(case.areas, case.day, case.plane, sorted(named))
    everywhere = case.stations.get("", ())
    single: dict[str, OriginAnswer] = {}
    for impact in case.impacts:
        stations = (*everywhere, *case.stations.get(impact.impact_id, ()))
        words = weigh_all((*case.words.get("", ()), *case.words.get(impact.impact_id, ())), ground.parties)
        single[impact.impact_id] = answer((impact,), stations, ground, case.threshold, words)
    if not case.impacts:
        single["sounds"] = answer(
            (), everywhere, ground, case.threshold, weigh_all(case.words.get("", ()), ground.parties)
        )
    groups, refused_pairs = group_impacts(case.impacts)
    joint: list[tuple[tuple[Impact, ...], OriginAnswer]] = []
    for group in groups:
        ids = [i.impact_id for i in group]
        if not any(i.bearings for i in group):
            refused_pairs.append(
                Refusal(tuple(ids), "without a bearing a shared origin says no more than each impact's ring")
            )
            continue
        stations = (*everywhere, *(s for i in ids for s in case.stations.get(i, ())))
        words = weigh_all(
            (*case.words.get("", ()), *(w for i in ids for w in case.words.get(i, ()))), ground.parties
        )
        found = answer(group, tuple(dict.fromkeys(stations)), ground, case.threshold, words)
        if found.found.is_possible:
            joint.append((group, found))
        else:
            refused_pairs.append(
                Refusal(tuple(ids), "no place fits all of them together with the other evidence")
            )
    document = _document(case, ground, single, joint, refused_pairs)
    return Investigated(case, ground, single, tuple(joint), document)


def _document(
    case: Investigation,
    ground: Ground,
    single: dict[str, OriginAnswer],
    joint: Sequence[tuple[tuple[Impact, ...], OriginAnswer]],
    refused: Sequence[Refusal],
) -> dict[str, Any]:
    joined = [
        {"impacts": [i.impact_id for i in group], **_said(case, ground, found)} for group, found in joint
    ]
    impacts = [{"id": key, **_said(case, ground, found)} for key, found in single.items()]
    notes = [*case.notes, *ground.notes]
    if case.areas and not ground.is_stated:
        notes.append("no version of territory holds on the day: no side")
    if not case.areas:
        notes.append("no territory was given: no side")
    threshold = case.threshold
    return {
        "format": FORMAT,
        "case": {
            k: str(v) if not isinstance(v, str | int | float | list | dict | bool) else v
            for k, v in _plain(case.case).items()
        },
        "standard": {
            "breach": "side_of_origin",
            "standard": threshold.standard,
            "threshold_percent": threshold.percent,
            "set_by": list(threshold.set_by),
            "set_on": threshold.set_on.isoformat() if threshold.set_on else None,
        },
        "grid_m": case.grid_m,
        "impacts": impacts,
        "joint": joined[0] if joined else None,
        "joint_groups": joined,
        "refused": [{"about": list(r.about), "reason": r.reason} for r in refused],
        "candidates": _candidates(case, impacts, joined),
        "restrictions": list(case.restrictions),
        "control": _plain(case.control),
        "territory": [
            {"asserted_by": asserter, "party": h.party, "uncertainty_m": h.uncertainty_m}
            for asserter, held in ground.by_asserter.items()
            for h in held
        ],
        "notes": notes,
    }


def _plain(value: Any) -> Any:
    """TOML values as JSON: dates become text."""
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return value if isinstance(value, str | int | float | bool) else str(value)


def _said(case: Investigation, ground: Ground, found: OriginAnswer) -> dict[str, Any]:
    posterior, sides, verdict = found.found, found.sides, found.verdict
    reason = verdict.reason
    mentions = [
        r["says"]
        for r in case.restrictions
        if r["impact"] in ("", *(i.impact_id for i in found.question.impacts))
    ]
    if verdict.side == CANNOT_SAY and mentions and not found.question.has_direction:
        reason += " A restriction is on record: " + mentions[0].rstrip(".") + "."
    return {
        "p_side": rounded(sides.p),
        "p_side_low": rounded(sides.low),
        "p_side_high": rounded(sides.high),
        "verdict": verdict.side,
        "standard_met": verdict.standard_met,
        "threshold_percent": verdict.threshold.percent,
        "reason": reason,
        "premises": list(verdict.premises),
        "direction": direction_of(posterior) or None,
        "weapons": _weapons(posterior),
        "regions": dict(
            zip(("50", "90"), regions(posterior, (0.5, 0.9), case.plane, case.grid_m), strict=True)
        ),
        "contributions": [
            {"evidence": c.evidence_id, "about": c.about, "decibans": round(c.decibans, 2), "says": c.says}
            for c in found.contributions
        ],
        "refused": [{"about": list(r.about), "reason": r.reason} for r in found.refused],
        "line_sensitivity": [{"asserted_by": a, "p_side": rounded(p)} for a, p in sides.by_asserter.items()],
        "sensitivity": {
            "line": [{"asserted_by": a, "p_side": rounded(p)} for a, p in sides.by_asserter.items()],
            "weapon": [{"weapon": w, "p_side": rounded(p)} for w, p in sides.by_weapon.items()],
            "prior": [{"distances": name, "p_side": rounded(p)} for name, p in sides.by_prior.items()],
        },
        "candidates": weigh_candidates(posterior, case.candidates),
    }


def _weapons(posterior: Posterior) -> list[dict[str, Any]]:
    """Every ring that was given is kept, with the probability that the evidence leaves it."""
    return [
        {"weapon": w.name, "min_m": w.low_m, "max_m": w.high_m, "p": round(float(p), 4)}
        for w, p in zip(posterior.question.weapons, posterior.of_weapon, strict=True)
    ]


def _candidates(
    case: Investigation, impacts: Sequence[dict[str, Any]], joint: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Each candidate over the whole case: for which impacts it is kept, and its probability in the joint answer, if any."""
    result = []
    for number, candidate in enumerate(case.candidates):
        rows = {answer["id"]: answer["candidates"][number] for answer in impacts}
        kept = [key for key, row in rows.items() if row["kept"]]
        only = next(iter(rows.values())) if len(rows) == 1 else None
        best = joint[0]["candidates"][number] if joint else only
        result.append(
            {
                "name": candidate.name,
                "kept": bool(kept),
                "kept_for": kept,
                "refused_for": [
                    {"impact": key, "reason": row["reason"]} for key, row in rows.items() if not row["kept"]
                ],
                "p": best["p"] if best else None,
                "p_basis": "of the candidates named, for the joint origin"
                if joint
                else "of the candidates named"
                if best
                else None,
            }
        )
    return result


def summary_lines(done: Investigated) -> list[str]:
    """What a person reads on the terminal: one paragraph an answer."""
    threshold = done.investigation.threshold
    lines = [f"Standard: {threshold.said()}."]
    answers = [*done.single.items(), *((" + ".join(i.impact_id for i in g), a) for g, a in done.joint)]
    by_id = {row["id"]: row["reason"] for row in done.document["impacts"]}
    for key, found in answers:
        p = ", ".join(f"{side} {percent(value)}" for side, value in found.sides.p.items())
        verdict = (
            "cannot say"
            if found.verdict.side == CANNOT_SAY
            else f"{found.verdict.side} ({found.verdict.standard_met} met)"
        )
        lines.append(f"{key}: {verdict}. {by_id.get(key, found.verdict.reason)} P(side): {p}.")
    for row in done.document["refused"]:
        lines.append(f"Not joined, {', '.join(row['about'][:6])}: {row['reason']}.")
    for row in done.document["candidates"]:
        kept = "kept for " + ", ".join(row["kept_for"]) if row["kept"] else "not kept"
        lines.append(f"Candidate {row['name']}: {kept}.")
    for row in done.document["restrictions"]:
        lines.append(f"Restriction on record: {row['says']}")
    return lines
