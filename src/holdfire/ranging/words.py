"""What a liaison officer reads: sensors, sides and each side's own answer, in sentences. Text only; nothing is decided here.

Both parties' sentences have one form and stand in the order of their ids.
"""

import math
from collections.abc import Mapping, Sequence

from .health import Health
from .numbers import Floats
from .records import Sensors
from .side import STANDARD, UNDETERMINED, Sides
from .two_sides import CANNOT, Agreement, OneSide, agreement, parties_of


def side_reason(sides: Sides, event: int) -> str:
    """Why a sound's side is what it is: the shares, and where no side can be said, what stands in the way."""
    shares = ", ".join(f"{party} {sides.p[event, k]:.2f}" for k, party in enumerate(sides.parties))
    if sides.verdict[event] != UNDETERMINED:
        return f"{shares}; the standard of {STANDARD:g} is met"
    if sides.p[event, -1] >= 0.5:
        return f"cannot say: {shares}; the place is most likely on ground that no party holds alone under the territory given"
    return f"cannot say: {shares}, expected {STANDARD:g} for one; the place's error and the line's reach over the line"


def health_words(health: Health, party: str) -> str:
    """One sensor, judged by the sounds as the other sensors place them (leave-one-out)."""
    who = f"{health.sensor}{f' ({party})' if party else ''}"
    late = f"{abs(health.offset_s):.3f} s {'late' if health.offset_s >= 0 else 'early'}, give or take {health.offset_sigma_s:.3f} s"
    basis = f"against the other sensors, from {health.n_used} of its {health.n_picks} arrivals"
    if health.verdict == "silent":
        return f"{who}: no arrival in this record"
    if health.verdict == "faulty":
        return (
            f"{who}: FAULTY CLOCK: {late} {basis}; its arrivals were corrected by this before they were used"
        )
    if health.verdict == "offset":
        return f"{who}: a small clock error: {late} {basis}; corrected"
    if health.n_used < 3:
        return f"{who}: cannot say: only {health.n_used} of its {health.n_picks} arrivals could be checked against other sensors"
    return f"{who}: nothing against it: {late} {basis}"


def one_side_words(row: OneSide) -> str:
    if row.status == CANNOT:
        return f"cannot be solved from {row.party}'s sensors alone: {row.reason}"
    text = f"{row.party}'s {row.n_picks} arrivals alone place it {row.distance_m:.0f} m from the joint place"
    text += ", within what its error allows" if row.agrees else ", which is MORE than its error allows"
    return f"{text}; {row.reason}" if row.reason else text


def agreement_words(row: Agreement) -> str:
    p = (
        ""
        if math.isnan(row.p_agree)
        else f" (two right answers lie this far apart or further with P {row.p_agree:.2f})"
    )
    return f"{row.party_a} and {row.party_b}: {row.verdict}: {row.reason}{p}"


def unresolved_words(count: int) -> list[str]:
    if not count:
        return []
    return [
        f"{count} possible sounds have too few arrivals to be reported; their arrivals belong to no sound"
    ]


def alternative_words(rows: Sequence[Mapping[str, object]]) -> list[str]:
    events = sorted({int(str(row["event"])) for row in rows})
    if not events:
        return []
    named = ", ".join(map(str, events[:20])) + (", ..." if len(events) > 20 else "")
    return [
        f"{len(events)} sounds have another place that their arrivals allow (alternatives.csv): events {named}"
    ]


def summary(
    sensors: Sensors, health: Sequence[Health], sides: Sides | None, alone: Sequence[OneSide],
    agreements: Sequence[Agreement], p_real: Floats, notes: Sequence[str], kinds: Mapping[str, int],
) -> str:  # fmt: skip
    """The whole page, as plain text."""
    lines = [
        f"SOUNDS: {len(p_real)} located; kinds: "
        + (", ".join(f"{k} {n}" for k, n in sorted(kinds.items())) or "none")
    ]
    doubtful = sum(1 for p in p_real if p < 0.9)
    lines.append(
        f"  {doubtful} of them with less than 0.9 probability of being a real sound; see p_real in events.csv"
    )
    lines += ["", "SENSORS (each judged by what the others say of the same sounds)"]
    owner = dict(zip(sensors.names, sensors.party, strict=True))
    by_party = sorted(
        health, key=lambda h: owner[h.sensor]
    )  # stable: the order of the sensors file within a party
    lines += [f"  {health_words(h, owner[h.sensor])}" for h in by_party]
    lines += ["", "EACH SIDE'S SENSORS ALONE (place, time and air from that side's own arrivals)"]
    if len(parties_of(sensors)) < 2:
        lines.append("  cannot say: the sensors file names fewer than two parties")
    elif not alone:
        lines.append("  cannot say: no sound was located")
    else:
        for party, of in agreement(list(alone)).items():
            text = f"  {party}: {of['sounds']:.0f} sounds solved alone, {of['not_solved']:.0f} cannot be"
            if of["sounds"]:
                text += f"; {of['agree']:.0%} agree with the joint place, median distance {of['median_distance_m']:.0f} m"
            lines.append(text)
        weighed = [row for row in agreements if row.verdict != "cannot say"]
        apart = [row for row in weighed if row.verdict == "disagree"]
        lines.append(
            f"  {len(weighed)} sounds that two sides solve alone: {len(weighed) - len(apart)} agree, {len(apart)} disagree "
            "(one in twenty would disagree by chance)"
        )
        lines += [f"  event {row.event}: {agreement_words(row)}" for row in apart]
        lines += [f"  event {row.event}: {one_side_words(row)}" for row in alone if row.reason]
    lines += ["", "SIDE OF THE LINE"]
    if sides is None:
        lines.append("  cannot say: no territory was given (--lines)")
    else:
        open_ = [e for e, verdict in enumerate(sides.verdict) if verdict == UNDETERMINED]
        for party in sides.parties:
            lines.append(f"  {party}: {sum(v == party for v in sides.verdict)} sounds")
        lines.append(f"  cannot say: {len(open_)} sounds")
        lines += [f"  event {e}: {side_reason(sides, e)}" for e in open_]
    lines += ["", "LEFT OUT, WIDENED OR NOT KNOWN", *([f"  {note}" for note in notes] or ["  nothing"])]
    return "\n".join(lines) + "\n"
