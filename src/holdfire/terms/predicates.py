"""What a clause can ask of an incident. General words only: which kinds, metres or hours is the agreement file's say.

Each predicate answers yes, no or not known for every incident at once (`test`), says why for one of them (`why`), and
names the evidence it stood on. Where the record is silent the answer is not known, unless the clause itself says with
`if_silent` what silence means. No predicate knows a party's name, an agreement or a source.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from .facts import Facts, mask_of
from .truth import (
    NO,
    NOT_KNOWN,
    YES,
    Codes,
    all_of,
    any_of,
    at_least,
    at_most,
    from_bool,
    negated,
)

Args = Mapping[str, Any]
Test = Callable[[Facts, Args, str | None], Codes]
Why = Callable[[Facts, Args, str | None, int, int], str]


@dataclass(frozen=True)
class Predicate:
    """name and arguments as an agreement file writes them: { is = "near_line", line = "state_border", km = 5 }.

    needs, may_have  {argument: (check, what is expected)}
    looks_at         what `Facts.evidence` is asked for
    """

    name: str
    says: str
    needs: Mapping[str, str]
    may_have: Mapping[str, str]
    test: Test
    why: Why
    looks_at: str = "reports"


def _km(low: float, high: float) -> str:
    if np.isnan(low):
        return "a distance that is not known"
    return f"{low:.1f} km" if abs(high - low) < 0.05 else f"{low:.1f} to {high:.1f} km"


def _clock(seconds: float) -> str:
    return datetime.fromtimestamp(float(seconds), UTC).strftime("%Y-%m-%d %H:%M UTC")


def _hours(seconds: float) -> str:
    return f"{seconds / 3600:.1f} h"


def _as_seconds(moment: datetime) -> float:
    return moment.timestamp()


# what happened


def _kind_in(facts: Facts, args: Args, who: str | None) -> Codes:
    wanted = np.uint32(mask_of(args["kinds"]))
    said = (facts.kinds & wanted) != 0
    return from_bool(said, ~said & (facts.kinds != 0))


def _why_kind(facts: Facts, args: Args, who: str | None, i: int, code: int) -> str:
    from .facts import KINDS

    told = [kind for n, kind in enumerate(KINDS) if int(facts.kinds[i]) >> n & 1]
    heard = ", ".join(told).replace("_", " ") if told else "nothing of its kind"
    return f"its reports say {heard}; the clause concerns {', '.join(args['kinds']).replace('_', ' ')}"


def _least(column: str, argument: str, noun: str) -> tuple[Test, Why]:
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


def _during(facts: Facts, args: Args, who: str | None) -> Codes:
    start, end = _as_seconds(args["from"]), _as_seconds(args["to"])
    low, high = facts.bounds("occurred")
    return from_bool((low >= start) & (high < end), (high < start) | (low >= end))


def _why_during(facts: Facts, args: Args, who: str | None, i: int, code: int) -> str:
    low, high = facts.bounds("occurred")
    return (
        f"{_clock(low[i])} to {_clock(high[i])}, against {_clock(_as_seconds(args['from']))} "
        f"to {_clock(_as_seconds(args['to']))}"
    )


# where


def _near_line(facts: Facts, args: Args, who: str | None) -> Codes:
    return at_most(*facts.geometry.distance_km(args["line"], facts.size), args["km"])


def _why_near(facts: Facts, args: Args, who: str | None, i: int, code: int) -> str:
    low, high = facts.geometry.distance_km(args["line"], facts.size)
    return f"{_km(low[i], high[i])} from the {args['line'].replace('_', ' ')}; the clause says within {args['km']:g} km"


def _within(facts: Facts, args: Args, who: str | None) -> Codes:
    return facts.geometry.inside(args["zone"], facts.size)


def _why_within(facts: Facts, args: Args, who: str | None, i: int, code: int) -> str:
    if not facts.geometry.areas_named(args["zone"]) and args["zone"] not in facts.geometry.given_zone:
        return f"the case files have no zone {args['zone']!r}"
    where = ("outside", "across the edge of, or at a place not stated near,", "inside")[code]
    return f"{where} the zone {args['zone']!r}"


def _class_of(row: Args, facts: Facts) -> Codes:
    """Is the incident's weapon of this withdrawal class: by kind where one is named, by calibre where one is named?"""
    parts: list[Codes] = []
    if "kinds" in row:
        parts.append(_kind_in(facts, row, None))
    low, high = facts.bounds("calibre_mm")
    if "calibre_min_mm" in row:
        parts.append(at_least(low, high, row["calibre_min_mm"]))
    if "calibre_below_mm" in row:
        parts.append(negated(at_least(low, high, row["calibre_below_mm"])))
    return all_of(parts, facts.size)


def _beyond_line(facts: Facts, args: Args, who: str | None) -> Codes:
    """yes where, for every class the weapon could be of, it is at least that class's distance from the line."""
    distance = facts.geometry.distance_km(args["line"], facts.size)
    parts = [
        any_of([negated(_class_of(row, facts)), at_least(*distance, row["km"])], facts.size)
        for row in args["classes"]
    ]
    return all_of(parts, facts.size)


def _why_beyond(facts: Facts, args: Args, who: str | None, i: int, code: int) -> str:
    low, high = facts.geometry.distance_km(args["line"], facts.size)
    calibre = facts.bounds("calibre_mm")[0][i]
    weapon = "calibre not stated" if np.isnan(calibre) else f"{calibre:g} mm"
    classes = [row for row in args["classes"] if _class_of(row, facts)[i] != NO]
    if not classes:
        return f"{weapon}: in none of the clause's weapon classes"
    asked = "; ".join(f"{row['name']}: {row['km']:g} km" for row in classes)
    return f"{weapon}, {_km(low[i], high[i])} from the {args['line'].replace('_', ' ')}; asked of it: {asked}"


def _class_in(facts: Facts, args: Args, who: str | None) -> Codes:
    return any_of([_class_of(row, facts) for row in args["classes"]], facts.size)


def _why_class(facts: Facts, args: Args, who: str | None, i: int, code: int) -> str:
    calibre = facts.bounds("calibre_mm")[0][i]
    names = ", ".join(row["name"] for row in args["classes"] if _class_of(row, facts)[i] != NO)
    weapon = "calibre not stated" if np.isnan(calibre) else f"{calibre:g} mm"
    return f"{weapon}: {'could be' if code == NOT_KNOWN else 'is'} of {names or 'no class of the clause'}"


# who said what to whom, and when


def _silent(args: Args, code: Codes, is_silent: np.ndarray) -> Codes:
    meaning = {"no": NO, "yes": YES, "not_known": NOT_KNOWN}[args.get("if_silent", "not_known")]
    return np.where(is_silent, meaning, code).astype(np.int8)


def _speaks(facts: Facts, args: Args, who: str | None) -> Codes:
    said = facts.speaks.get(who or "", np.zeros(facts.size, bool))
    return np.where(said, YES, NO).astype(np.int8)


def _why_speaks(facts: Facts, args: Args, who: str | None, i: int, code: int) -> str:
    return f"{who} {'reports' if code == YES else 'does not report'} this incident in its own words"


def _published(facts: Facts, args: Args, who: str | None) -> Codes:
    low, _ = facts.bounds("media", who)
    return np.where(np.isnan(low), NO, YES).astype(np.int8)


def _why_published(facts: Facts, args: Args, who: str | None, i: int, code: int) -> str:
    low, high = facts.bounds("media", who)
    if code == NO:
        return f"no official publication of {who} about it is on file with a time"
    same = abs(high[i] - low[i]) < 60
    when = _clock(low[i]) if same else f"between {_clock(low[i])} and {_clock(high[i])}"
    return f"{who}'s officials told the media {when}"


def _elapsed(facts: Facts, first: str, of: str | None, then: str, by: str | None) -> tuple[Any, Any]:
    """(low, high) seconds from act `first` of `of` to act `then` of `by`."""
    a_low, a_high = facts.bounds(first, of)
    b_low, b_high = facts.bounds(then, by)
    return b_low - a_high, b_high - a_low


def _notified_within(facts: Facts, args: Args, who: str | None) -> Codes:
    low, high = _elapsed(facts, "occurred", None, "notice", who)
    code = at_most(low, high, args["hours"] * 3600)
    return _silent(args, code, np.isnan(high))


def _why_notified(facts: Facts, args: Args, who: str | None, i: int, code: int) -> str:
    low, high = (float(x[i]) for x in _elapsed(facts, "occurred", None, "notice", who))
    if np.isnan(high):
        return f"the record is silent: no notice by {who} to the other side is on file"
    return f"{who} gave notice {_hours(max(0.0, low))} to {_hours(high)} after the incident; due within {args['hours']:g} h"


def _replied_within(facts: Facts, args: Args, who: str | None) -> Codes:
    """`who` is the notified side: did it reply within the hours to each other side's notice?"""
    parts: list[Codes] = []
    for other in facts.opponents(who):
        low, high = _elapsed(facts, "notice", other, "reply", who)
        has_notice = ~np.isnan(facts.bounds("notice", other)[0])
        code = _silent(args, at_most(low, high, args["hours"] * 3600), np.isnan(high))
        parts.append(np.where(has_notice, code, YES).astype(np.int8))
    return all_of(parts, facts.size)


def _why_replied(facts: Facts, args: Args, who: str | None, i: int, code: int) -> str:
    lines = []
    for other in facts.opponents(who):
        low, high = (float(x[i]) for x in _elapsed(facts, "notice", other, "reply", who))
        if not np.isnan(facts.bounds("notice", other)[0][i]):
            said = (
                "no reply is on file" if np.isnan(high) else f"replied {_hours(low)} to {_hours(high)} later"
            )
            lines.append(f"{other}'s notice: {who} {said}; due within {args['hours']:g} h")
    return "; ".join(lines) or f"the record is silent: no notice to {who} is on file"


def _was_notified(facts: Facts, args: Args, who: str | None) -> Codes:
    has = np.zeros(facts.size, bool)
    for other in facts.opponents(who):
        has |= ~np.isnan(facts.bounds("notice", other)[0])
    return _silent(args, np.where(has, YES, NOT_KNOWN).astype(np.int8), ~has)


def _why_was_notified(facts: Facts, args: Args, who: str | None, i: int, code: int) -> str:
    givers = [o for o in facts.opponents(who) if not np.isnan(facts.bounds("notice", o)[0][i])]
    if givers:
        return f"notice to {who} by {', '.join(givers)} is on file"
    return f"the record is silent: no notice to {who} is on file"


def _published_after_reply(facts: Facts, args: Args, who: str | None) -> Codes:
    """Did the other side's reply to `who` come before `who` told the media?"""
    parts: list[Codes] = []
    for other in facts.opponents(who):
        low, high = _elapsed(facts, "reply", other, "media", who)
        parts.append(_silent(args, at_least(low, high, 0.0), np.isnan(facts.bounds("reply", other)[0])))
    return any_of(parts, facts.size)


def _why_after_reply(facts: Facts, args: Args, who: str | None, i: int, code: int) -> str:
    for other in facts.opponents(who):
        at = facts.bounds("reply", other)[0][i]
        if not np.isnan(at):
            return f"{other}'s reply: {_clock(at)}; {_why_published(facts, args, who, i, int(YES))}"
    return "the record is silent: no reply of the other side is on file"


def _after_notice(facts: Facts, who: str | None) -> tuple[Any, Any, np.ndarray]:
    """Seconds from the notice to the publication. A notice cannot precede what it reports, which bounds the unknown one."""
    n_low, n_high = facts.bounds("notice", who)
    occurred_low, _ = facts.bounds("occurred")
    m_low, m_high = facts.bounds("media", who)
    is_silent = np.isnan(n_low)
    earliest = np.where(is_silent, occurred_low, n_low)
    return np.where(is_silent, np.nan, m_low - n_high), m_high - earliest, is_silent


def _published_after_notice(facts: Facts, args: Args, who: str | None) -> Codes:
    low, high, _ = _after_notice(facts, who)
    return at_least(low, high, args["hours"] * 3600)


def _why_after_notice(facts: Facts, args: Args, who: str | None, i: int, code: int) -> str:
    low, high, is_silent = _after_notice(facts, who)
    if np.isnan(high[i]):
        return "the time of publication is not known"
    if is_silent[i]:
        limit = (
            "so that time had not passed whenever notice was given"
            if code == NO
            else "when notice was given is not on file"
        )
        return f"published at most {_hours(high[i])} after the incident; {args['hours']:g} h from the notice are asked, {limit}"
    return f"published {_hours(low[i])} to {_hours(high[i])} after the notice; {args['hours']:g} h are asked"


def _notified_before(facts: Facts, args: Args, who: str | None) -> Codes:
    low, high = _elapsed(facts, "exercise", who, "occurred", None)
    return _silent(args, at_least(low, high, args["hours"] * 3600), np.isnan(high))


def _why_before(facts: Facts, args: Args, who: str | None, i: int, code: int) -> str:
    low, high = (float(x[i]) for x in _elapsed(facts, "exercise", who, "occurred", None))
    if np.isnan(high):
        return f"no announcement by {who} that covers it is on file"
    return f"{who} announced it {_hours(low)} to {_hours(high)} before; {args['hours']:g} h are asked"


def _answers_fire(facts: Facts, args: Args, who: str | None) -> Codes:
    low, high = facts.bounds("answered_s", who)
    return _silent(args, at_most(low, high, args["minutes"] * 60), np.isnan(high))


def _why_answers(facts: Facts, args: Args, who: str | None, i: int, code: int) -> str:
    low, high = (float(x[i]) for x in facts.bounds("answered_s", who))
    if np.isnan(high):
        return f"no fire by the other side that {who} could have answered is established"
    return f"the other side's fire came {low / 60:.0f} to {high / 60:.0f} min before; {args['minutes']:g} min are allowed"


def _person(facts: Facts, args: Args, who: str | None) -> Codes:
    return np.full(facts.size, NOT_KNOWN, np.int8)


def _why_person(facts: Facts, args: Args, who: str | None, i: int, code: int) -> str:
    return f"for a person to judge: {args['question']}"


_count, _why_count = _least("count", "n", "count")
_calibre, _why_calibre = _least("calibre_mm", "mm", "calibre in mm")
_killed, _why_killed = _least("killed", "n", "killed")
_hurt, _why_hurt = _least("hurt", "n", "killed and wounded")

PREDICATES: dict[str, Predicate] = {
    p.name: p
    for p in (
        Predicate(
            "kind_in",
            "a report says one of these kinds happened",
            {"kinds": "a list of kinds"},
            {},
            _kind_in,
            _why_kind,
        ),
        Predicate("count_at_least", "as many or more", {"n": "a number"}, {}, _count, _why_count),
        Predicate(
            "calibre_at_least", "of this calibre or more", {"mm": "a number"}, {}, _calibre, _why_calibre
        ),
        Predicate("killed_at_least", "as many dead or more", {"n": "a number"}, {}, _killed, _why_killed),
        Predicate(
            "hurt_at_least", "as many dead and wounded or more", {"n": "a number"}, {}, _hurt, _why_hurt
        ),
        Predicate(
            "during",
            "within a stretch of time",
            {"from": "a time", "to": "a time"},
            {},
            _during,
            _why_during,
        ),
        Predicate(
            "near_line",
            "at most so far from a line",
            {"line": "a line's id or kind", "km": "a number"},
            {},
            _near_line,
            _why_near,
            "lines",
        ),
        Predicate(
            "within", "inside a zone", {"zone": "a zone's id or kind"}, {}, _within, _why_within, "zones"
        ),
        Predicate(
            "beyond_line",
            "withdrawn at least as far as its weapon class asks",
            {"line": "a line's id or kind", "classes": "a list of weapon classes"},
            {},
            _beyond_line,
            _why_beyond,
            "lines",
        ),
        Predicate(
            "class_in",
            "of one of these weapon classes",
            {"classes": "a list of weapon classes"},
            {},
            _class_in,
            _why_class,
        ),
        Predicate(
            "reports_it", "the party reports the incident itself", {}, {}, _speaks, _why_speaks, "media"
        ),
        Predicate(
            "told_media", "the party's officials told the media", {}, {}, _published, _why_published, "media"
        ),
        Predicate(
            "notified_within",
            "the party gave the other side notice in time",
            {"hours": "a number"},
            {"if_silent": "no, yes or not_known"},
            _notified_within,
            _why_notified,
            "notice",
        ),
        Predicate(
            "was_notified",
            "another side gave the party notice",
            {},
            {"if_silent": "no, yes or not_known"},
            _was_notified,
            _why_was_notified,
            "notice",
        ),
        Predicate(
            "replied_within",
            "the notified party replied in time",
            {"hours": "a number"},
            {"if_silent": "no, yes or not_known"},
            _replied_within,
            _why_replied,
            "reply",
        ),
        Predicate(
            "published_after_reply",
            "the other side's reply came before the party told the media",
            {},
            {"if_silent": "no, yes or not_known"},
            _published_after_reply,
            _why_after_reply,
            "media",
        ),
        Predicate(
            "published_after_notice",
            "so many hours lay between notice and telling the media",
            {"hours": "a number"},
            {},
            _published_after_notice,
            _why_after_notice,
            "media",
        ),
        Predicate(
            "notified_before",
            "announced so many hours before (exercise, flight, movement)",
            {"hours": "a number"},
            {"if_silent": "no, yes or not_known"},
            _notified_before,
            _why_before,
            "exercise",
        ),
        Predicate(
            "answers_fire",
            "follows established fire of the other side",
            {"minutes": "a number"},
            {"if_silent": "no, yes or not_known"},
            _answers_fire,
            _why_answers,
            "reports",
        ),
        Predicate(
            "for_a_person",
            "no machine decides this",
            {"question": "a question"},
            {},
            _person,
            _why_person,
            "none",
        ),
    )
}
"""Every predicate by the name that agreement files use."""
