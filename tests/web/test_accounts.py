from pathlib import Path

import pytest

from holdfire.model.errors import Misuse
from holdfire.web.accounts import Accounts, Who


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    return Accounts(tmp_path / "access.sqlite")


def test_a_user_signs_in_with_the_right_password_only(accounts: Accounts) -> None:
    accounts.add_user("nina", "reviewer", "correct horse battery")
    assert accounts.check_password("nina", "correct horse battery") == Who("nina", "reviewer")
    assert accounts.check_password("nina", "wrong horse battery") is None
    assert accounts.check_password("nobody", "correct horse battery") is None


def test_neither_password_nor_token_stands_in_the_file(accounts: Accounts) -> None:
    accounts.add_user("nina", "reviewer", "correct horse battery")
    token = accounts.new_token("analyst", "script")
    held = accounts.path.read_bytes()
    assert b"correct horse battery" not in held
    assert token.encode() not in held
    assert accounts.path.stat().st_mode & 0o077 == 0


def test_a_token_ends_with_its_time_or_when_revoked(accounts: Accounts) -> None:
    token = accounts.new_token("analyst", "script", now=0.0, life_s=10)
    assert accounts.check_token(token, now=9.0) == Who("script", "analyst")
    assert accounts.check_token(token, now=11.0) is None
    assert accounts.revoke("script") == 1
    assert accounts.check_token(token, now=9.0) is None


def test_a_short_password_is_refused(accounts: Accounts) -> None:
    with pytest.raises(Misuse, match="12 characters"):
        accounts.add_user("nina", "reviewer", "short")


def test_the_session_key_is_made_once(accounts: Accounts) -> None:
    assert accounts.secret() == Accounts(accounts.path).secret()
    assert len(accounts.secret()) == 32
