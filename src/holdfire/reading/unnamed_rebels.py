"""Rebels of whom a text gives no name: "rebels in Northland", "Northlandic insurgents", "a rebel commander said".

Where no armed group of that state is named they are one party of their own, REBELS, opposed to the state, so that who speaks and
who is accused can be told at all; where one is named they are that group. A state's adjective before them names whom they
fight, and never who acts. Pure.
"""

from collections.abc import Sequence
from dataclasses import replace

from .pack import Pack
from .pack_parts import Party
from .sentence import Sentence

REBELS = "REBELS"


def states_of_rebels(marked: Sequence[Sentence], pack: Pack) -> set[str]:
    """The states of which the text has rebels: "Northlandic rebels", "Northland's rebels", "rebels in Northland"."""
    states: set[str] = set()
    for sentence in marked:
        for rebels in sentence.of("group_side"):
            for m in sentence.of("party"):
                beside = m.last == rebels.first - 1 or (
                    m.payload.form in ("state", "capital")
                    and sentence.within(rebels.last + 1, rebels.last + 1, "seat_in")
                    and m.first == rebels.last + 2
                )
                if beside and _is_state(pack, m.payload.party):
                    states.add(m.payload.party)
    return states


def with_rebels(pack: Pack, against: Sequence[str]) -> Pack:
    """The pack that knows REBELS for a party, opposed to these states; for this document only."""
    rebels = Party(REBELS, "Rebels of no name", opponents=tuple(against), is_group=True)
    return replace(pack, parties={**pack.parties, REBELS: rebels})


def tells_of_rebels(marked: Sequence[Sentence]) -> bool:
    """Whether the text speaks of rebels at all, whoever they are."""
    return any(sentence.has("rebel_word") for sentence in marked)


def without_owners(sentence: Sentence, pack: Pack) -> Sentence:
    """The sentence without the states that only say against whom rebels are: "Northlandic rebels" are not Northland."""
    rebels = {m.first for m in sentence.of("group_side")}
    owners = [
        m
        for m in sentence.of("party")
        if m.last + 1 in rebels
        and m.payload.form in ("adjective", "state")
        and _is_state(pack, m.payload.party)
    ]
    if not owners:
        return sentence
    kept = [m for m in sentence.of("party") if m not in owners]
    return replace(sentence, marks={**sentence.marks, "party": kept})


def _is_state(pack: Pack, party: str) -> bool:
    return pack.has_army(party) and not pack.is_group(party)
