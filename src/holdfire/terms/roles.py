"""Who may see and do what: one table, in the mandate, asked in one place.

    may(mandate, "party-ARM", "reply")    the answer that commands, stages and pages use; nothing else decides access

A role's `sees` and `does` in mandate.toml are lists of the words below; a mandate without roles gets DEFAULT_ROLES,
one role for each of its parties. The whole matrix is a test (tests/terms/test_roles.py).
"""

from collections.abc import Mapping

from holdfire.model.mandate import Mandate, Role

SEES = ("published", "own", "joint", "material", "protected")
"""published: what is out; own: its own submissions and their clocks; joint: what both parties and the mission share, before
publication; material: sealed exhibits; protected: who a protected source is."""

DOES = ("complain", "reply", "cosign", "intake", "review", "decide", "close", "publish", "task")

ACTIONS: Mapping[str, tuple[str, str]] = {
    "read_public": ("sees", "published"),
    "read_own": ("sees", "own"),
    "read_joint": ("sees", "joint"),
    "read_material": ("sees", "material"),
    "read_protected": ("sees", "protected"),
    "complain": ("does", "complain"),
    "reply": ("does", "reply"),
    "notify": ("does", "complain"),
    "cosign": ("does", "cosign"),
    "intake": ("does", "intake"),
    "review": ("does", "review"),
    "task": ("does", "review"),
    "draft": ("does", "review"),
    "decide": ("does", "decide"),
    "vote": ("does", "decide"),
    "correct": ("does", "decide"),
    "close": ("does", "close"),
    "publish": ("does", "publish"),
}
"""Every action that anything of Holdfire asks for, and the word of the mandate that allows it."""

PUBLIC = "public"


def default_roles(mandate: Mandate) -> list[Role]:
    """The roles of a mandate that names none."""
    parties = [
        Role(
            id=f"party-{p.id}",
            party=p.id,
            sees=["published", "own", "joint"],
            does=["complain", "reply", "cosign"],
        )
        for p in mandate.parties
    ]
    return [
        Role(id=PUBLIC, sees=["published"]),
        *parties,
        Role(id="analyst", sees=["published", "joint", "material"], does=["intake", "review"]),
        Role(id="reviewer", sees=["published", "joint", "material"], does=["review", "decide"]),
        Role(id="chair", sees=["published", "joint", "material"], does=["decide", "close", "publish"]),
    ]


def roles_of(mandate: Mandate) -> dict[str, Role]:
    """By id: the mandate's, or the default ones."""
    return {role.id: role for role in (mandate.role or default_roles(mandate))}


def may(mandate: Mandate, role: str, action: str) -> bool:
    """May someone of this role do this? An unknown role may nothing; an unknown action is refused to everybody."""
    found = roles_of(mandate).get(role)
    if found is None or action not in ACTIONS:
        return False
    column, word = ACTIONS[action]
    return word in (found.sees if column == "sees" else found.does)


def party_of(mandate: Mandate, role: str) -> str | None:
    """The party whose role it is; None for the public and the mission."""
    found = roles_of(mandate).get(role)
    return found.party if found else None


def who_may(mandate: Mandate, action: str) -> list[str]:
    """Ids of the roles that may, for a refusal that says who could."""
    return sorted(role for role in roles_of(mandate) if may(mandate, role, action))


def is_on_roster(mandate: Mandate, name: str, action: str) -> bool:
    """Is this person on the mandate's roster, in a role that may do this? Rows of the roster: { name, role }."""
    return any(
        row.get("name") == name and may(mandate, row.get("role", ""), action) for row in mandate.roster
    )


def matrix(mandate: Mandate) -> list[dict[str, object]]:
    """Every role against every action, for the page that shows it and the test that pins it."""
    return [
        {"role": role, **{action: may(mandate, role, action) for action in ACTIONS}}
        for role in sorted(roles_of(mandate))
    ]
