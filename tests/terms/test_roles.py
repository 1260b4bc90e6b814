"""Roles as one table: the whole matrix, pinned."""

import tomllib

import pytest

from holdfire.data import example_dir
from holdfire.model.mandate import Mandate, read_mandate
from holdfire.terms.complaints import STEPS
from holdfire.terms.roles import ACTIONS, DOES, SEES, is_on_roster, matrix, may, party_of, roles_of, who_may

MATRIX = {  # role: what it may
    "public": "read_public",
    "party-ARM": "read_public read_own read_joint complain reply notify cosign",
    "party-AZE": "read_public read_own read_joint complain reply notify cosign",
    "analyst": "read_public read_joint read_material intake review task draft",
    "reviewer": "read_public read_joint read_material review task draft decide vote correct",
    "chair": "read_public read_joint read_material decide vote correct close publish",
}


def example() -> Mandate:
    return read_mandate(example_dir() / "mandate.toml")


def without_roles() -> Mandate:
    values = tomllib.loads((example_dir() / "mandate.toml").read_text(encoding="utf-8"))
    del values["role"]
    return Mandate.model_validate(values)


@pytest.mark.parametrize("action", sorted(ACTIONS))
@pytest.mark.parametrize("role", sorted(MATRIX))
def test_the_matrix(role: str, action: str) -> None:
    assert may(example(), role, action) is (action in MATRIX[role].split())


def test_the_two_parties_may_the_same() -> None:
    rows = {row["role"]: row for row in matrix(example())}
    first, second = ({k: v for k, v in rows[f"party-{p}"].items() if k != "role"} for p in ("ARM", "AZE"))
    assert first == second


def test_a_mandate_without_roles_gets_the_same_table_for_its_parties() -> None:
    assert [{**row} for row in matrix(without_roles())] == [{**row} for row in matrix(example())]


@pytest.mark.parametrize("role", ["", "admin", "PUBLIC", "party-TUR"])
def test_an_unknown_role_may_nothing(role: str) -> None:
    assert not any(may(example(), role, action) for action in ACTIONS)


@pytest.mark.parametrize("action", ["", "delete", "read"])
def test_an_unknown_action_is_refused_to_everybody(action: str) -> None:
    assert who_may(example(), action) == []


def test_every_step_of_a_complaint_asks_for_an_action_of_the_table() -> None:
    assert {step.action for step in STEPS.values()} <= set(ACTIONS)
    for step in STEPS.values():
        assert who_may(example(), step.action), f"nobody may {step.action}"


def test_the_mandates_words_are_the_tables_words() -> None:
    for role in roles_of(example()).values():
        assert set(role.sees) <= set(SEES)
        assert set(role.does) <= set(DOES)


def test_only_a_partys_role_speaks_for_it() -> None:
    assert party_of(example(), "party-ARM") == "ARM"
    assert party_of(example(), "chair") is None


def test_a_roster_names_the_person_and_the_role(case) -> None:  # type: ignore[no-untyped-def]
    assert is_on_roster(case.mandate, "Chair One", "vote")
    assert not is_on_roster(case.mandate, "Analyst One", "vote")
    assert not is_on_roster(case.mandate, "Somebody", "vote")
