"""What a clause can give, as int8 codes: the mandate's outcomes, and the two ways of not concerning an incident."""

from holdfire.model.kinds import Outcome

OUTCOMES: tuple[Outcome, ...] = tuple(Outcome)
NOT_COVERED, NOT_IN_FORCE = -2, -1
NOT_AN_INCIDENT = OUTCOMES.index(Outcome.NOT_AN_INCIDENT)
NO_VIOLATION = OUTCOMES.index(Outcome.INCIDENT_NO_VIOLATION)
MINOR = OUTCOMES.index(Outcome.MINOR)
GRAVE = OUTCOMES.index(Outcome.GRAVE)
UNATTRIBUTED = OUTCOMES.index(Outcome.UNATTRIBUTED)
UNRESOLVED = OUTCOMES.index(Outcome.UNRESOLVED)

EXPECTABLE: tuple[str, ...] = (
    "not_covered",
    "not_in_force",
    *(str(o) for o in OUTCOMES if o is not Outcome.DIVIDED),
)
"""What a [[case]] may expect. Divided is for people: no clause gives it by itself."""


def outcome_word(code: int) -> str:
    return {NOT_COVERED: "not_covered", NOT_IN_FORCE: "not_in_force"}.get(int(code)) or str(
        OUTCOMES[int(code)]
    )
