"""The worked example, investigated once, and clients of its site in several roles."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from holdfire.investigate.demo import EXAMPLE_CLOCK
from holdfire.investigate.new_case import make_example_case
from holdfire.investigate.run import investigate
from holdfire.model.case import Case
from holdfire.web.app import create_app


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    made = make_example_case(tmp_path_factory.mktemp("site") / "case")
    investigate(made, at=EXAMPLE_CLOCK)
    return made


@pytest.fixture(scope="session")
def client_of(case: Case) -> Iterator[Callable[[str], TestClient]]:
    """A client for a role: "public" has no token."""
    app = create_app(case.root)
    clients: dict[str, TestClient] = {}

    def made(role: str) -> TestClient:
        if role not in clients:
            headers = {}
            if role != "public":
                token = app.state.site.accounts.new_token(role, f"test {role}")
                headers["Authorization"] = f"Bearer {token}"
            clients[role] = TestClient(app, headers=headers, follow_redirects=False)
        return clients[role]

    yield made
    app.state.site.registers.close()


@pytest.fixture
def public(client_of: Callable[[str], TestClient]) -> TestClient:
    return client_of("public")


@pytest.fixture
def analyst(client_of: Callable[[str], TestClient]) -> TestClient:
    return client_of("analyst")


@pytest.fixture
def own_case(case: Case, tmp_path: Path) -> Path:
    """A copy for tests that write."""
    import shutil

    target = tmp_path / "case"
    shutil.copytree(case.root, target)
    return target
