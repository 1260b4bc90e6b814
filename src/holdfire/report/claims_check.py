"""Which of a page's own sentences can this register bear out, which not, and which can it not decide?

General checks over sentences of the press and of third parties (never over a party's allegation: those are the
register). Each is a pattern and a computation whose numbers, with their errors, go with the verdict:

- a distance stated between a post or named place and a line or corridor of the case's geography
- a rank ("second largest since 1994"): decidable only by a record that covers the whole time ranked, which one case is not
- a ceasefire said to hold from a day: statements of fire by day before and after it
- that somebody said something: whether another document has the same person saying it

Pure: rows in, rows out. A reader's comment is listed as what it is and never checked as a claim.
"""

import itertools
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from holdfire.model.case import Case, Place
from holdfire.model.kinds import FIRE_KINDS, Kind
from holdfire.model.lines import LineVersion
from holdfire.model.places import EARTH_RADIUS_M

Row = dict[str, Any]
HEAVY = frozenset({Kind.ARTILLERY, Kind.MORTAR, Kind.MLRS, Kind.TANK, Kind.AIR_STRIKE, Kind.ATGM})
Z_90 = 1.645  # two-sided 90 % of a normal

DISTANCE = re.compile(
    r"(?P<n>\d+(?:[.,]\d+)?)[\s-]*(?:km|kilomet\w+)\b[^.;]{0,60}?\b(?P<line>pipelines?|corridor|border|line of contact)",
    re.I,
)
POST = re.compile(r"\b(?:check-?points?|posts?|positions?|strongpoints?|outposts?)\b", re.I)
RANK = re.compile(
    r"\b(?:first|second|third|fourth|fifth|\d+(?:st|nd|rd|th)|most|largest|biggest|gravest|worst|heaviest|deadliest)\b[^.;]{0,70}?"
    r"\b(?:since\s+(?:19|20)\d\d|(?:in|for)\s+(?:the\s+(?:past|last)\s+)?\d+\s+years|after\s+(?:those\s+of\s+|the\s+)?(?:19|20)\d\d|of\s+the\s+(?:19|20)\d\d)",
    re.I,
)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")  # fmt: skip
CEASEFIRE = re.compile(
    rf"\b(?:ceasefire|truce)\b[^.;]{{0,60}}?\b(?:from|since|starting|as of|on)\s+(?:(?P<d1>\d{{1,2}})\s+(?P<m1>{'|'.join(MONTHS)})|(?P<m2>{'|'.join(MONTHS)})\s+(?P<d2>\d{{1,2}}))",
    re.I,
)
CALLED = re.compile(
    r"\b(?:called for|calls for|call for|proposed|reiterated|repeated (?:that|his|her|the) call)\b", re.I
)
TOPIC_WORDS = re.compile(r"\b(?:mechanisms?|investigat\w+|monitor\w*|observ\w+|verif\w+)\b", re.I)


@dataclass(frozen=True)
class Sentence:
    """One sentence of a document: its words, where they stand, who is read as saying them."""

    exhibit_id: str
    start: int
    end: int
    text: str
    speaker: str
    statement_id: str | None


@dataclass(frozen=True)
class Checked:
    """A verdict: consistent, inconsistent, not_decidable, out_of_scope; the numbers behind it; why."""

    verdict: str
    computed: dict[str, Any]
    reason: str


def check_distance(sentence: Sentence, case: Case, lines: Sequence[LineVersion]) -> Checked | None:
    """ "an old border post 15 km from the export pipelines": the stated distance against the geography's, with its error."""
    found = DISTANCE.search(sentence.text)
    if not found:
        return None
    word = found["line"].lower()
    wanted = [line for line in lines if _is_called(line.kind, word)]
    named = _named_places(sentence.text, case.places.values())
    how = "the place that the sentence names"
    if not named and POST.search(sentence.text):
        named = [p for p in case.places.values() if p.kind == "position"]
        how = "the sentence names no post; this case's geography has "
        how += "one" if len(named) == 1 else f"{len(named)}"
    if not wanted or not named:
        missing = "line or corridor of that kind" if not wanted else "place that the sentence could mean"
        return Checked(
            "not_decidable", {"stated_km": _number(found["n"])}, f"The case's geography has no {missing}."
        )
    stated = _number(found["n"])
    measured = [_measure(place, line, stated) for place in named for line in wanted]
    fits = any(m["fits"] for m in measured)
    numbers = {"stated_km": stated, "measured": measured, "basis": how}
    told = "; ".join(
        f"from {m['place']} to {m['line']} {m['km']:.1f} km with an error of {m['error_km']:.1f} km "
        f"({m['low_90_km']:.1f} to {m['high_90_km']:.1f} nine times in ten)"
        for m in measured
    )
    reason = (
        f"{stated:g} km is {'compatible' if fits else 'not compatible'} with the geography on file: {told}. Basis: {how}. "
        "The check is of the distance only, not of what followed from it."
    )
    return Checked("consistent" if fits else "inconsistent", numbers, reason)


def _measure(place: Place, line: LineVersion, stated_km: float) -> dict[str, Any]:
    """One place and one line: distance, its error (both added in quadrature), whether the stated one lies in the 90 %."""
    km = distance_to_line_m(place.lat, place.lon, line) / 1000
    error_km = math.hypot(place.precision_m, line.uncertainty_m) / 1000
    low, high = max(0.0, km - Z_90 * error_km), km + Z_90 * error_km
    return {
        "place": place.name, "line": line.line_id, "km": round(km, 1), "error_km": round(error_km, 1),
        "low_90_km": round(low, 1), "high_90_km": round(high, 1), "fits": low <= stated_km <= high,
    }  # fmt: skip


def check_rank(sentence: Sentence, case: Case) -> Checked | None:
    """ "second largest since 1994": not decidable, unless the register covers every year that is ranked."""
    if not RANK.search(sentence.text):
        return None
    period = case.mandate.period
    years = sorted({int(y) for y in YEAR.findall(sentence.text)})
    back = re.search(r"(\d+)\s+years", sentence.text)
    since = min([*years, *([period.end.year - int(back[1])] if back else [])], default=None)
    covers = f"{period.start:%-d %B %Y} to {period.end:%-d %B %Y}"
    numbers = {"ranked_since": since, "register_covers": covers, "measure_stated": False}
    reason = (
        f"Not decidable from this register, which covers {covers}: a rank needs every episode "
        f"{f'since {since}' if since else 'of the time ranked'}, counted by one measure, and the sentence names none."
    )
    return Checked("not_decidable", numbers, reason)


def check_ceasefire(
    sentence: Sentence, case: Case, statements: Sequence[Row], contradicted: int
) -> Checked | None:
    """A ceasefire from a day on: statements of fire and of heavy weapons, by day, before and after."""
    found = CEASEFIRE.search(sentence.text)
    if not found:
        return None
    day = _day_in(case, found)
    if day is None:
        return None
    fire = [
        s
        for s in statements
        if s["kind"] in FIRE_KINDS and not s["negated"] and s["modality"] != "denied" and s["day"]
    ]
    near = timedelta(days=4)
    before = [s for s in fire if day - near <= s["day"] < day]
    on_the_day = [s for s in fire if s["day"] == day]
    after = [s for s in fire if day < s["day"] <= day + near]
    heavy_before, heavy_after = (sum(s["kind"] in HEAVY for s in rows) for rows in (before, after))
    numbers = {
        "from": day.isoformat(), "statements_of_fire_4_days_before": len(before), "on_the_day": len(on_the_day),
        "statements_of_fire_4_days_after": len(after), "of_heavy_weapons_before": heavy_before,
        "of_heavy_weapons_after": heavy_after, "pairs_that_differ_on_the_start": contradicted,
    }  # fmt: skip
    differ = f" On its start, {contradicted} pairs of statements exclude each other." if contradicted else ""
    tally = (
        f"Statements of heavy weapons: {heavy_before} in the four days before {day:%-d %B}, {heavy_after} in the four days "
        f"after; of any fire {len(before)}, {len(on_the_day)} on the day itself, and {len(after)} after.{differ}"
    )
    if not before and not after:
        return Checked(
            "not_decidable", numbers, f"The register has no statement of fire around that day.{differ}"
        )
    held = heavy_after * 4 <= heavy_before and len(after) <= len(before)
    tail = " The sentence's account of who brought it about is not checked."
    return Checked("consistent" if held else "inconsistent", numbers, tally + tail)


def check_said(sentence: Sentence, statements: Sequence[Row]) -> Checked | None:
    """That somebody called for something: is it in another document, said by the same person?"""
    if not CALLED.search(sentence.text):
        return None
    topics = {m.lower()[:7] for m in TOPIC_WORDS.findall(sentence.text)}
    names = set(re.findall(r"\b[A-Z][a-z]{4,}\b", sentence.text)) - {m.capitalize() for m in MONTHS}
    if not topics:
        return None
    found = [
        s for s in statements
        if s["exhibit_id"] != sentence.exhibit_id and topics & {m.lower()[:7] for m in TOPIC_WORDS.findall(s["quote"])}
        and any(name in f"{s['speaker'] or ''} {s['quote']}" for name in names)
    ]  # fmt: skip
    numbers = {
        "found_in_other_documents": len(found),
        "statements": sorted(s["statement_id"] for s in found)[:5],
    }
    if found:
        return Checked(
            "consistent", numbers, "Another document has the same person saying it; see the statements named."
        )
    return Checked("not_decidable", numbers, "No other document of this register has it; that does not say that it was not said.")  # fmt: skip


def distance_to_line_m(lat: float, lon: float, line: LineVersion) -> float:
    """Shortest distance from a place to a line's paths, in a local plane about the place (0.1 % within 100 km)."""
    scale = math.radians(1) * EARTH_RADIUS_M
    east = scale * math.cos(math.radians(lat))
    best = math.inf
    for path in line.paths:
        flat = [((x - lon) * east, (y - lat) * scale) for x, y in path]
        for (ax, ay), (bx, by) in itertools.pairwise(flat):
            along = (bx - ax) ** 2 + (by - ay) ** 2
            t = 0.0 if along == 0 else min(1.0, max(0.0, -(ax * (bx - ax) + ay * (by - ay)) / along))
            best = min(best, math.hypot(ax + t * (bx - ax), ay + t * (by - ay)))
    return best


def _is_called(kind: str, word: str) -> bool:
    if word.startswith("pipeline") or word == "corridor":
        return "pipeline" in kind or "corridor" in kind
    return "border" in kind if word == "border" else "contact" in kind


def _named_places(text: str, places: Iterable[Place]) -> list[Place]:
    return [
        p
        for p in places
        if any(re.search(rf"\b{re.escape(name)}\b", text) for name in p.names if len(name) >= 4)
    ]


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _day_in(case: Case, found: re.Match[str]) -> date | None:
    day, month = found["d1"] or found["d2"], found["m1"] or found["m2"]
    period = case.mandate.period
    for year in range(period.start.year, period.end.year + 1):
        try:
            made = date(year, MONTHS.index(month.lower()) + 1, int(day))
        except ValueError:
            continue
        if period.start <= made <= period.end:
            return made
    return None
