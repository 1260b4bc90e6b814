"""What may this visitor do and see? Answered by the mandate's table through terms.roles; nowhere else."""

from typing import Literal

from holdfire.model.case import Case

from .accounts import Who


def may(case: Case, who: Who, action: str) -> bool:
    from holdfire.terms.roles import may as role_may

    return role_may(case.mandate, who.role, action)


View = Literal["published", "joint", "mission", "whole"]
"""Of the register. published: delayed, coarsened, without protected sources; joint: the same without the delay, what
both parties and the mission share; mission: the mission's own, without its protected sources; whole: with them."""


def view_of(case: Case, who: Who) -> View:
    """How much of the register this visitor's pages are made from. Where no source is protected, mission is whole."""
    if may(case, who, "read_material"):
        names = any(source.protected for source in case.sources.values())
        return "mission" if names and not may(case, who, "read_protected") else "whole"
    return "joint" if may(case, who, "read_joint") else "published"
