"""Which standard of proof a breach type asks for: the mandate's words, never the code's."""

from collections.abc import Iterable
from datetime import date

from holdfire.model.kinds import StandardOfProof
from holdfire.model.mandate import Mandate, Standard

from .evaluate import Bars

SIDE_OF_ORIGIN = "side_of_origin"


def bars_by_breach(mandate: Mandate, breach_types: Iterable[str]) -> dict[str, Bars]:
    """For each breach type its own standard (or the one for "any"), and the one for naming a side."""
    side = mandate.standard_for(SIDE_OF_ORIGIN)
    return {breach: Bars(mandate.standard_for(breach), side) for breach in sorted(set(breach_types))}


def example_bars(breach_types: Iterable[str]) -> dict[str, Bars]:
    """For the [[case]] examples beside clauses: 75 % throughout, said to be an example's."""
    standard = Standard(
        breach="any",
        standard=StandardOfProof.CLEAR_AND_CONVINCING,
        threshold_percent=75,
        set_by=["the examples of the agreement file"],
        set_on=date(2020, 1, 1),
    )
    return {breach: Bars(standard, standard) for breach in sorted(set(breach_types))}
