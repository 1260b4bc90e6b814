"""What a clause can ask of an incident. General words only: which kinds, metres or hours is the agreement file's say.

Each predicate answers yes, no or not known for every incident at once (`test`), says why for one of them (`why`), and
names the evidence it stood on. Where the record is silent the answer is not known, unless the clause itself says with
`if_silent` what silence means. No predicate knows a party's name, an agreement or a source.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from . import predicates_of_acts as acts
from . import predicates_of_events as events
from .facts import Facts
from .predicate_words import Args, Test, Why
from .truth import (
    NOT_KNOWN,
    Codes,
)


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


def _person(facts: Facts, args: Args, who: str | None) -> Codes:
    return np.full(facts.size, NOT_KNOWN, np.int8)


def _why_person(facts: Facts, args: Args, who: str | None, i: int, code: int) -> str:
    return f"for a person to judge: {args['question']}"


_count, _why_count = events.least("count", "n", "count")
_calibre, _why_calibre = events.least("calibre_mm", "mm", "calibre in mm")
_killed, _why_killed = events.least("killed", "n", "killed")
_hurt, _why_hurt = events.least("hurt", "n", "killed and wounded")

PREDICATES: dict[str, Predicate] = {
    p.name: p
    for p in (
        Predicate(
            "kind_in",
            "a report says one of these kinds happened",
            {"kinds": "a list of kinds"},
            {},
            events.kind_in,
            events.why_kind,
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
            events.during,
            events.why_during,
        ),
        Predicate(
            "near_line",
            "at most so far from a line",
            {"line": "a line's id or kind", "km": "a number"},
            {},
            events.near_line,
            events.why_near,
            "lines",
        ),
        Predicate(
            "within",
            "inside a zone",
            {"zone": "a zone's id or kind"},
            {},
            events.within,
            events.why_within,
            "zones",
        ),
        Predicate(
            "beyond_line",
            "withdrawn at least as far as its weapon class asks",
            {"line": "a line's id or kind", "classes": "a list of weapon classes"},
            {},
            events.beyond_line,
            events.why_beyond,
            "lines",
        ),
        Predicate(
            "class_in",
            "of one of these weapon classes",
            {"classes": "a list of weapon classes"},
            {},
            events.class_in,
            events.why_class,
        ),
        Predicate(
            "reports_it",
            "the party reports the incident itself",
            {},
            {},
            acts.speaks,
            acts.why_speaks,
            "media",
        ),
        Predicate(
            "told_media",
            "the party's officials told the media",
            {},
            {},
            acts.published,
            acts.why_published,
            "media",
        ),
        Predicate(
            "notified_within",
            "the party gave the other side notice in time",
            {"hours": "a number"},
            {"if_silent": "no, yes or not_known"},
            acts.notified_within,
            acts.why_notified,
            "notice",
        ),
        Predicate(
            "was_notified",
            "another side gave the party notice",
            {},
            {"if_silent": "no, yes or not_known"},
            acts.was_notified,
            acts.why_was_notified,
            "notice",
        ),
        Predicate(
            "replied_within",
            "the notified party replied in time",
            {"hours": "a number"},
            {"if_silent": "no, yes or not_known"},
            acts.replied_within,
            acts.why_replied,
            "reply",
        ),
        Predicate(
            "published_after_reply",
            "the other side's reply came before the party told the media",
            {},
            {"if_silent": "no, yes or not_known"},
            acts.published_after_reply,
            acts.why_after_reply,
            "media",
        ),
        Predicate(
            "published_after_notice",
            "so many hours lay between notice and telling the media",
            {"hours": "a number"},
            {},
            acts.published_after_notice,
            acts.why_after_notice,
            "media",
        ),
        Predicate(
            "notified_before",
            "announced so many hours before (exercise, flight, movement)",
            {"hours": "a number"},
            {"if_silent": "no, yes or not_known"},
            acts.notified_before,
            acts.why_before,
            "exercise",
        ),
        Predicate(
            "answers_fire",
            "follows established fire of the other side",
            {"minutes": "a number"},
            {"if_silent": "no, yes or not_known"},
            acts.answers_fire,
            acts.why_answers,
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
