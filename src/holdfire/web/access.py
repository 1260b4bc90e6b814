"""May this visitor do this? One question, answered by the mandate's table through terms.roles; nowhere else."""

from holdfire.model.case import Case

from .accounts import Who


def may(case: Case, who: Who, action: str) -> bool:
    from holdfire.terms.roles import may as role_may

    return role_may(case.mandate, who.role, action)
