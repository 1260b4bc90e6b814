"""One incident of the register -> the side of origin: what its members' words, sectors and sounds say, and no more.

A side is named only where something other than the parties' own words speaks: a located sound, an observer's sector of
outgoing fire, a third party that says what it perceived. Otherwise the answer is "cannot say", and the reason tells
whose words they were. Pure: rows in, a value out.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from holdfire.model.lines import Area

from .answer import Contribution, answer, rounded
from .coverage import SilentPost
from .evidence import Station
from .plane import Plane, round_plane
from .regions import regions
from .sides import Sides
from .territory import POSSESSION, ground_on
from .verdict import CANNOT_SAY, Threshold, percent
from .words import WeighedWord, Word, spoken_for, weigh_all

MEMBER_FROM = 0.5
"""A report speaks for an incident from this probability of membership on."""
ORIGIN_SOUNDS = frozenset({"shot", "burst", "launch", "outgoing"})
"""Located sounds that are made where the fire comes from. An explosion's place may be where it fell."""
PERCEIVED = frozenset({"heard", "saw", "recorded", "spotted"})


@dataclass(frozen=True)
class IncidentSide:
    """A row of origin_posterior with its contributions and refusals."""

    p_side: dict[str, float]
    verdict: str
    standard_met: str | None
    threshold_percent: float | None
    reason: str
    region_50: dict[str, Any] | None = None
    region_90: dict[str, Any] | None = None
    line_sensitivity: list[dict[str, Any]] = field(default_factory=list)
    contributions: tuple[Contribution, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    rests_on: str = "words"  # place, witness, words: only the first two tell an order of acts


def side_of(
    statements: Sequence[Mapping[str, Any]],
    sounds: Sequence[Mapping[str, Any]],
    areas: Sequence[Area],
    day: date,
    parties: Mapping[str, str],
    threshold: Threshold | None,
    reliability: Mapping[str, float],
    grid_m: float,
    silent: Sequence[SilentPost] = (),
) -> IncidentSide:
    """The side of origin of one incident.

    statements  its member statements (rows of statement, and `voice`: copies share one)
    sounds      its member sound events
    parties     id -> name of the parties to the conflict
    threshold   None: the mandate sets no standard for naming a side, and none is named
    reliability source id -> learned reliability
    silent      positions that would have perceived it and did not; used where something else speaks of a place
    """
    refused: list[tuple[str, str]] = []
    words = weigh_all(_words(statements, parties, reliability), sorted(parties))
    refused += [(w.word.evidence_id, w.refused) for w in words if w.refused]
    plane = _plane(statements, sounds)
    stations = _stations(statements, sounds, parties, plane, refused) if plane else []
    used = threshold or Threshold()
    if stations and plane:
        ground = ground_on(areas, day, plane, sorted(parties))
        stations += [_silence(post, plane) for post in silent]
        found = answer((), stations, ground, used, words)
        verdict, reason = found.verdict.side, found.verdict.reason
        if verdict != CANNOT_SAY:
            reason += f" Premise: {POSSESSION}."
        half, ninety = regions(found.found, (0.5, 0.9), plane, grid_m)
        if verdict != CANNOT_SAY and threshold is None:
            verdict, reason = CANNOT_SAY, "The mandate sets no standard for naming a side."
        return IncidentSide(
            rounded(found.sides.p),
            verdict,
            found.verdict.standard_met if threshold else None,
            threshold.percent if threshold else None,
            reason,
            half,
            ninety,
            _sensitivity(found.sides),
            found.contributions,
            tuple(dict.fromkeys(refused)),
            "place",
        )
    p = _words_only(words, sorted(parties))
    best = max(sorted(parties), key=lambda party: p[party])
    witnessed = any(
        w.decibans > 0 and w.word.speaker is None and w.word.perceived and w.word.about == best for w in words
    )
    contributions = tuple(
        Contribution(w.word.evidence_id, w.word.about, round(w.decibans, 2), w.says)
        for w in words
        if not w.refused
    )
    asserters = sorted({a.asserted_by for a in areas if a.holds_on(day)})
    sensitivity = [{"asserted_by": a, "p_side": rounded(p)} for a in asserters]
    if witnessed and threshold and p[best] >= threshold.percent / 100:
        reason = f"Third parties say what they perceived of {parties[best]}'s fire ({percent(p[best])}); no place of origin was established."
        return IncidentSide(
            rounded(p),
            best,
            threshold.standard,
            threshold.percent,
            reason,
            line_sensitivity=sensitivity,
            contributions=contributions,
            refused=tuple(dict.fromkeys(refused)),
            rests_on="witness",
        )
    return IncidentSide(
        rounded(p),
        CANNOT_SAY,
        None,
        threshold.percent if threshold else None,
        _why_words_do_not_do(statements, words, parties, bool(sounds)),
        line_sensitivity=sensitivity,
        contributions=contributions,
        refused=tuple(dict.fromkeys(refused)),
    )


def _words(
    statements: Sequence[Mapping[str, Any]], parties: Mapping[str, str], reliability: Mapping[str, float]
) -> list[Word]:
    found = []
    for row in statements:
        speaker = row["speaker_party"] if row["speaker_party"] in parties else None
        denies = bool(row["negated"]) or row["modality"] == "denied" or row["kind"] == "denial"
        about = row["accused_party"]
        if about is None and denies and speaker is not None:
            about = speaker
        if (
            about not in parties
            or row["kind"] in ("calm", "ceasefire_agreed")
            or row["modality"] == "threatened"
        ):
            continue
        found.append(
            Word(
                str(row["statement_id"]),
                str(about),
                speaker,
                reliability.get(row["source_id"] or "", 0.5),
                row["means"] in PERCEIVED,
                str(row["voice"] or row["statement_id"]),
                denies,
            )
        )
    return found


def _words_only(words: Sequence[WeighedWord], parties: Sequence[str]) -> dict[str, float]:
    said: dict[str, float] = {}
    for word in words:
        said[word.word.about] = said.get(word.word.about, 0.0) + word.decibans
    return spoken_for({**dict.fromkeys(parties, 0.0), "undetermined": 1.0}, said)


def _plane(statements: Sequence[Mapping[str, Any]], sounds: Sequence[Mapping[str, Any]]) -> Plane | None:
    for row in (*sounds, *(s for s in statements if s["observer_lat"] is not None)):
        lat, lon = (
            (row["lat"], row["lon"]) if "event_id" in row else (row["observer_lat"], row["observer_lon"])
        )
        return round_plane(float(lat), float(lon))
    return None


def _stations(
    statements: Sequence[Mapping[str, Any]], sounds: Sequence[Mapping[str, Any]], parties: Mapping[str, str],
    plane: Plane, refused: list[tuple[str, str]],
) -> list[Station]:  # fmt: skip
    found: list[Station] = []
    for row in sounds:
        if row["kind"] not in ORIGIN_SOUNDS:
            refused.append(
                (
                    str(row["event_id"]),
                    f"a located {row['kind']} may be where it fell, not where it came from",
                )
            )
            continue
        east, north = plane.to_metres(row["lat"], row["lon"])
        cov = (float(row["cov_xx_m2"]), float(row["cov_xy_m2"]), float(row["cov_yy_m2"]))
        error = ((cov[0] + cov[2]) / 2) ** 0.5
        p = max(0.01, min(0.999, float(row["p_real"])))
        says = f"sound ranging: a located {row['kind']}, one sigma {error:.0f} m"
        found.append(Station(str(row["event_id"]), "fix", float(east), float(north), says, cov_m2=cov, p=p))
    for row in statements:
        if row["sector_bearing_deg"] is None or row["observer_lat"] is None:
            continue
        if row["description"] != "outgoing":
            refused.append(
                (
                    str(row["statement_id"]),
                    "the sector is of what was perceived, not said to be outgoing fire",
                )
            )
            continue
        if row["speaker_party"] in parties:
            refused.append(
                (str(row["statement_id"]), "a party's own observation of outgoing fire is that party's word")
            )
            continue
        east, north = plane.to_metres(row["observer_lat"], row["observer_lon"])
        half, low, high = (row[k] for k in ("sector_half_width_deg", "sector_low_km", "sector_high_km"))
        says = f"an observer perceived outgoing fire at {row['sector_bearing_deg']:g} degrees"
        says += f", {low or 0:g}-{high:g} km" if high else ""
        found.append(
            Station(
                str(row["statement_id"]),
                "sector",
                float(east),
                float(north),
                says,
                100.0,
                (float(row["sector_bearing_deg"]),),
                float(half or 22.5),
                None if low is None else low * 1000,
                None if not high else high * 1000,
            )
        )
    return found


def _silence(post: SilentPost, plane: Plane) -> Station:
    east, north = plane.to_metres(post.lat, post.lon)
    says = f"nothing came from {post.position}, which perceives it within {post.radius_m / 1000:g} km with p = {post.p:.2f}"
    return Station(
        post.coverage_id,
        "silence",
        float(east),
        float(north),
        says,
        p=min(post.p, 0.999),
        radius_m=post.radius_m,
    )


def _sensitivity(sides: Sides) -> list[dict[str, Any]]:
    return [{"asserted_by": a, "p_side": rounded(p)} for a, p in sides.by_asserter.items()]


def _why_words_do_not_do(
    statements: Sequence[Mapping[str, Any]],
    words: Sequence[WeighedWord],
    parties: Mapping[str, str],
    has_sounds: bool,
) -> str:
    """The true reason, from who speaks and of whom."""
    physical = "no bearing, range or located sound ties the fire to a place of origin"
    if has_sounds:
        physical = "the located sound may be where it fell, not where it came from"
    accused_by = sorted(
        {
            (w.word.speaker, w.word.about)
            for w in words
            if w.word.speaker and not w.word.negated and w.word.speaker != w.word.about
        }
    )
    denied = sorted(
        {
            w.word.speaker
            for w in words
            if w.word.speaker and w.word.negated and w.word.speaker == w.word.about
        }
    )
    own = sorted({w.word.about for w in words if w.word.speaker == w.word.about and not w.word.negated})
    thirds = [w for w in words if w.word.speaker is None]
    third_speaks = any(row["speaker_party"] not in parties for row in statements)
    said = [f"{parties[s]} accuses {parties[a]}" for s, a in accused_by]
    said += [f"{parties[s]} denies having fired" for s in denied]
    said += [f"{parties[s]} speaks of fire of its own" for s in own]
    if thirds:
        kind = (
            "say what they perceived"
            if any(w.word.perceived for w in thirds)
            else "give their judgement without saying what they perceived"
        )
        told = "; ".join([*said, f"third parties {kind}"])
        return f"{told[:1].upper()}{told[1:]}: too little by itself, and {physical}."
    if said and not third_speaks:
        return f"Only the parties' own words speak ({'; '.join(said)}), and {physical}."
    if said:
        return f"Only the parties' own words speak of who fired ({'; '.join(said)}); third parties name no side, and {physical}."
    if third_speaks:
        return f"Nobody says who fired, and {physical}."
    return f"Only the parties' own words speak, none of them says who fired, and {physical}."


def as_json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)
