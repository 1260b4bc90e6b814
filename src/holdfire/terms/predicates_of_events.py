"""Predicates about the incident itself: what happened, when, where, with which weapon, how far from a line.

Pure: columns in, codes out; a sentence for one row. Named for agreement files in predicates.py.
"""

import numpy as np

from .facts import KINDS, Facts, mask_of
from .predicate_words import Args, Test, Why, as_seconds, clock, km
from .truth import (
    NO,
    NOT_KNOWN,
    Codes,
    all_of,
    any_of,
    at_least,
    at_most,
    from_bool,
    negated,
)


def kind_in(facts: Facts, args: Args, who: str | None) -> Codes:
    wanted = np.uint32(mask_of(args["kinds"]))
    said = (facts.kinds & wanted) != 0
    return from_bool(said, ~said & (facts.kinds != 0))


def why_kind(facts: Facts, args: Args, who: str | None, i: int, code: int) -> str:
    told = [kind for n, kind in enumerate(KINDS) if int(facts.kinds[i]) >> n & 1]
    heard = ", ".join(told).replace("_", " ") if told else "nothing of its kind"
    return f"its reports say {heard}; the clause concerns {', '.join(args['kinds']).replace('_', ' ')}"


def least(column: str, argument: str, noun: str) -> tuple[Test, Why]:
    def test(facts: Facts, args: Args, who: str | None) -> Codes:
        return at_least(*facts.bounds(column), args[argument])

    def why(facts: Facts, args: Args, who: str | None, i: int, code: int) -> str:
        low, high = (float(c[i]) for c in facts.bounds(column))
        if np.isnan(low) and np.isnan(high):
            return f"{noun}: not stated; the clause asks for {args[argument]:g} or more"
        ends = f"{low:g}" if low == high else f"{low:g} to {'any' if np.isnan(high) else f'{high:g}'}"
        return f"{noun}: {ends} reported; the clause asks for {args[argument]:g} or more"

    return test, why


# when


def during(facts: Facts, args: Args, who: str | None) -> Codes:
    start, end = as_seconds(args["from"]), as_seconds(args["to"])
    low, high = facts.bounds("occurred")
    return from_bool((low >= start) & (high < end), (high < start) | (low >= end))


def why_during(facts: Facts, args: Args, who: str | None, i: int, code: int) -> str:
    low, high = facts.bounds("occurred")
    return (
        f"{clock(low[i])} to {clock(high[i])}, against {clock(as_seconds(args['from']))} "
        f"to {clock(as_seconds(args['to']))}"
    )


# where


def near_line(facts: Facts, args: Args, who: str | None) -> Codes:
    return at_most(*facts.geometry.distance_km(args["line"], facts.size), args["km"])


def why_near(facts: Facts, args: Args, who: str | None, i: int, code: int) -> str:
    low, high = facts.geometry.distance_km(args["line"], facts.size)
    return f"{km(low[i], high[i])} from the {args['line'].replace('_', ' ')}; the clause says within {args['km']:g} km"


def within(facts: Facts, args: Args, who: str | None) -> Codes:
    return facts.geometry.inside(args["zone"], facts.size)


def why_within(facts: Facts, args: Args, who: str | None, i: int, code: int) -> str:
    if not facts.geometry.areas_named(args["zone"]) and args["zone"] not in facts.geometry.given_zone:
        return f"the case files have no zone {args['zone']!r}"
    where = ("outside", "across the edge of, or at a place not stated near,", "inside")[code]
    return f"{where} the zone {args['zone']!r}"


WEAPON_KINDS = np.uint32(
    mask_of(
        [
            "small_arms",
            "machine_gun",
            "sniper",
            "grenade_launcher",
            "mortar",
            "artillery",
            "mlrs",
            "tank",
            "atgm",
        ]
    )
)


def class_of(row: Args, facts: Facts) -> Codes:
    """Is the incident's weapon of this withdrawal class: by kind where one is named, by calibre where one is named?

    A report of moved equipment that names no kind of weapon leaves the kind open.
    """
    parts: list[Codes] = []
    if "kinds" in row:
        named = facts.kinds & WEAPON_KINDS
        said = (named & np.uint32(mask_of(row["kinds"]))) != 0
        parts.append(from_bool(said, ~said & (named != 0)))
    low, high = facts.bounds("calibre_mm")
    if "calibre_min_mm" in row:
        parts.append(at_least(low, high, row["calibre_min_mm"]))
    if "calibre_below_mm" in row:
        parts.append(negated(at_least(low, high, row["calibre_below_mm"])))
    return all_of(parts, facts.size)


def beyond_line(facts: Facts, args: Args, who: str | None) -> Codes:
    """yes where, for every class the weapon could be of, it is at least that class's distance from the line."""
    distance = facts.geometry.distance_km(args["line"], facts.size)
    parts = [
        any_of([negated(class_of(row, facts)), at_least(*distance, row["km"])], facts.size)
        for row in args["classes"]
    ]
    return all_of(parts, facts.size)


def why_beyond(facts: Facts, args: Args, who: str | None, i: int, code: int) -> str:
    low, high = facts.geometry.distance_km(args["line"], facts.size)
    calibre = facts.bounds("calibre_mm")[0][i]
    weapon = "calibre not stated" if np.isnan(calibre) else f"{calibre:g} mm"
    classes = [row for row in args["classes"] if class_of(row, facts)[i] != NO]
    if not classes:
        return f"{weapon}: in none of the clause's weapon classes"
    asked = "; ".join(f"{row['name']}: {row['km']:g} km" for row in classes)
    return f"{weapon}, {km(low[i], high[i])} from the {args['line'].replace('_', ' ')}; asked of it: {asked}"


def class_in(facts: Facts, args: Args, who: str | None) -> Codes:
    return any_of([class_of(row, facts) for row in args["classes"]], facts.size)


def why_class(facts: Facts, args: Args, who: str | None, i: int, code: int) -> str:
    calibre = facts.bounds("calibre_mm")[0][i]
    names = ", ".join(row["name"] for row in args["classes"] if class_of(row, facts)[i] != NO)
    weapon = "calibre not stated" if np.isnan(calibre) else f"{calibre:g} mm"
    return f"{weapon}: {'could be' if code == NOT_KNOWN else 'is'} of {names or 'no class of the clause'}"
