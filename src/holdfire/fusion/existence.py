"""How likely is it that something happened at all, given who tells it? P(incident exists), never who did it.

A partisan source's claim that nobody else tells is sometimes made up, by either party alike. Each further voice that is
not a copy makes that less likely, by a factor for its kind; a denial by the accused hardly counts, because denials are
given of what happened and of what did not. The constants are declared, not fitted to any case.
"""

import math
from collections.abc import Iterable

P_MADE_UP = 0.08
"""Of claims that one party alone makes, this share has no incident behind it (simulator: 2 % of all reports, which are
about 8 % of the ministries' lone claims). A mission sets its own."""
LLR_OF_KIND = {"ministry": 2.3, "observer": 4.0, "patrol": 4.0, "sensor": 4.6, "media": 0.7, "osint": 1.8}
"""Nats by which a further voice of that kind speaks for an incident: ten to one for a party, a hundred for a sensor."""
LLR_ADMITS = 3.9
"""Two hostile parties both telling of one incident, whoever each accuses."""
LLR_DENIAL = -0.35
"""A denial of it by the accused."""


def p_exists(voices: Iterable[tuple[str, str]], denials: int) -> float:
    """Probability that the incident took place.

    voices   (voice, source kind) of members that assert it, each voice once; copies are one voice
    denials  voices that deny it

    Monotone: another asserting voice never lowers it, another copy (same voice) changes nothing.
    """
    told = sorted(set(voices))
    if not told:
        return 0.0
    parties = [voice for voice, kind in told if kind == "ministry"]
    strength = sorted((LLR_OF_KIND.get(kind, 0.7) for _, kind in told), reverse=True)
    odds = math.log((1 - P_MADE_UP) / P_MADE_UP)
    odds += sum(strength) - min(
        LLR_OF_KIND["ministry"], strength[0]
    )  # the first party's word is in the base rate
    if len(parties) > 1:
        odds += LLR_ADMITS - LLR_OF_KIND["ministry"]
    odds += LLR_DENIAL * denials
    return 1 / (1 + math.exp(-odds))
