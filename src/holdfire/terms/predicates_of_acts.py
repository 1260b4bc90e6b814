"""Predicates about what parties did around an incident: notice, reply, word to the media, announcement, answer.

Where the record is silent the answer is not known, unless the clause says with `if_silent` what silence means.
Pure: columns in, codes out; a sentence for one row. Named for agreement files in predicates.py.
"""

from typing import Any

import numpy as np

from .facts import Facts
from .predicate_words import Args, clock, hours
from .truth import (
    NO,
    NOT_KNOWN,
    YES,
    Codes,
    all_of,
    any_of,
    at_least,
    at_most,
)


def silent(args: Args, code: Codes, is_silent: np.ndarray) -> Codes:
    meaning = {"no": NO, "yes": YES, "not_known": NOT_KNOWN}[args.get("if_silent", "not_known")]
    return np.where(is_silent, meaning, code).astype(np.int8)


def speaks(facts: Facts, args: Args, who: str | None) -> Codes:
    said = facts.speaks.get(who or "", np.zeros(facts.size, bool))
    return np.where(said, YES, NO).astype(np.int8)


def why_speaks(facts: Facts, args: Args, who: str | None, i: int, code: int) -> str:
    return f"{who} {'reports' if code == YES else 'does not report'} this incident in its own words"


def published(facts: Facts, args: Args, who: str | None) -> Codes:
    low, _ = facts.bounds("media", who)
    return np.where(np.isnan(low), NO, YES).astype(np.int8)


def why_published(facts: Facts, args: Args, who: str | None, i: int, code: int) -> str:
    low, high = facts.bounds("media", who)
    if code == NO:
        return f"no official publication of {who} about it is on file with a time"
    same = abs(high[i] - low[i]) < 60
    when = clock(low[i]) if same else f"between {clock(low[i])} and {clock(high[i])}"
    return f"{who}'s officials told the media {when}"


def elapsed(facts: Facts, first: str, of: str | None, then: str, by: str | None) -> tuple[Any, Any]:
    """(low, high) seconds from act `first` of `of` to act `then` of `by`."""
    a_low, a_high = facts.bounds(first, of)
    b_low, b_high = facts.bounds(then, by)
    return b_low - a_high, b_high - a_low


def notified_within(facts: Facts, args: Args, who: str | None) -> Codes:
    low, high = elapsed(facts, "occurred", None, "notice", who)
    code = at_most(low, high, args["hours"] * 3600)
    return silent(args, code, np.isnan(high))


def why_notified(facts: Facts, args: Args, who: str | None, i: int, code: int) -> str:
    low, high = (float(x[i]) for x in elapsed(facts, "occurred", None, "notice", who))
    if np.isnan(high):
        return f"the record is silent: no notice by {who} to the other side is on file"
    return f"{who} gave notice {hours(max(0.0, low))} to {hours(high)} after the incident; due within {args['hours']:g} h"


def replied_within(facts: Facts, args: Args, who: str | None) -> Codes:
    """`who` is the notified side: did it reply within the hours to each other side's notice?"""
    parts: list[Codes] = []
    for other in facts.opponents(who):
        low, high = elapsed(facts, "notice", other, "reply", who)
        has_notice = ~np.isnan(facts.bounds("notice", other)[0])
        code = silent(args, at_most(low, high, args["hours"] * 3600), np.isnan(high))
        parts.append(np.where(has_notice, code, YES).astype(np.int8))
    return all_of(parts, facts.size)


def why_replied(facts: Facts, args: Args, who: str | None, i: int, code: int) -> str:
    lines = []
    for other in facts.opponents(who):
        low, high = (float(x[i]) for x in elapsed(facts, "notice", other, "reply", who))
        if not np.isnan(facts.bounds("notice", other)[0][i]):
            said = "no reply is on file" if np.isnan(high) else f"replied {hours(low)} to {hours(high)} later"
            lines.append(f"{other}'s notice: {who} {said}; due within {args['hours']:g} h")
    return "; ".join(lines) or f"the record is silent: no notice to {who} is on file"


def was_notified(facts: Facts, args: Args, who: str | None) -> Codes:
    has = np.zeros(facts.size, bool)
    for other in facts.opponents(who):
        has |= ~np.isnan(facts.bounds("notice", other)[0])
    return silent(args, np.where(has, YES, NOT_KNOWN).astype(np.int8), ~has)


def why_was_notified(facts: Facts, args: Args, who: str | None, i: int, code: int) -> str:
    givers = [o for o in facts.opponents(who) if not np.isnan(facts.bounds("notice", o)[0][i])]
    if givers:
        return f"notice to {who} by {', '.join(givers)} is on file"
    return f"the record is silent: no notice to {who} is on file"


def published_after_reply(facts: Facts, args: Args, who: str | None) -> Codes:
    """Did the other side's reply to `who` come before `who` told the media?"""
    parts: list[Codes] = []
    for other in facts.opponents(who):
        low, high = elapsed(facts, "reply", other, "media", who)
        parts.append(silent(args, at_least(low, high, 0.0), np.isnan(facts.bounds("reply", other)[0])))
    return any_of(parts, facts.size)


def why_after_reply(facts: Facts, args: Args, who: str | None, i: int, code: int) -> str:
    for other in facts.opponents(who):
        at = facts.bounds("reply", other)[0][i]
        if not np.isnan(at):
            return f"{other}'s reply: {clock(at)}; {why_published(facts, args, who, i, int(YES))}"
    return "the record is silent: no reply of the other side is on file"


def after_notice(facts: Facts, who: str | None) -> tuple[Any, Any, np.ndarray]:
    """Seconds from the notice to the publication. A notice cannot precede what it reports, which bounds the unknown one."""
    n_low, n_high = facts.bounds("notice", who)
    occurred_low, _ = facts.bounds("occurred")
    m_low, m_high = facts.bounds("media", who)
    is_silent = np.isnan(n_low)
    earliest = np.where(is_silent, occurred_low, n_low)
    return np.where(is_silent, np.nan, m_low - n_high), m_high - earliest, is_silent


def published_after_notice(facts: Facts, args: Args, who: str | None) -> Codes:
    low, high, _ = after_notice(facts, who)
    return at_least(low, high, args["hours"] * 3600)


def why_after_notice(facts: Facts, args: Args, who: str | None, i: int, code: int) -> str:
    low, high, is_silent = after_notice(facts, who)
    if np.isnan(high[i]):
        return "the time of publication is not known"
    if is_silent[i]:
        limit = (
            "so that time had not passed whenever notice was given"
            if code == NO
            else "when notice was given is not on file"
        )
        return f"published at most {hours(high[i])} after the incident; {args['hours']:g} h from the notice are asked, {limit}"
    return f"published {hours(low[i])} to {hours(high[i])} after the notice; {args['hours']:g} h are asked"


def notified_before(facts: Facts, args: Args, who: str | None) -> Codes:
    low, high = elapsed(facts, "exercise", who, "occurred", None)
    return silent(args, at_least(low, high, args["hours"] * 3600), np.isnan(high))


def why_before(facts: Facts, args: Args, who: str | None, i: int, code: int) -> str:
    low, high = (float(x[i]) for x in elapsed(facts, "exercise", who, "occurred", None))
    if np.isnan(high):
        return f"no announcement by {who} that covers it is on file"
    return f"{who} announced it {hours(low)} to {hours(high)} before; {args['hours']:g} h are asked"


def answers_fire(facts: Facts, args: Args, who: str | None) -> Codes:
    low, high = facts.bounds("answered_s", who)
    return silent(args, at_most(low, high, args["minutes"] * 60), np.isnan(high))


def why_answers(facts: Facts, args: Args, who: str | None, i: int, code: int) -> str:
    low, high = (float(x[i]) for x in facts.bounds("answered_s", who))
    if np.isnan(high):
        return f"no fire by the other side that {who} could have answered is established"
    return f"the other side's fire came {low / 60:.0f} to {high / 60:.0f} min before; {args['minutes']:g} min are allowed"
