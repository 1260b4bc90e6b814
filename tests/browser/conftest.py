"""The worked example, served for real, and headless Chromium to walk through it."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from holdfire.investigate.demo import EXAMPLE_CLOCK
from holdfire.investigate.new_case import make_example_case
from holdfire.investigate.run import investigate
from holdfire.web.accounts import Accounts


@pytest.fixture(scope="session")
def case_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("browser") / "case"
    investigate(make_example_case(root), at=EXAMPLE_CLOCK)
    return root


@pytest.fixture(scope="session")
def site(case_root: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "holdfire.cli.main", "serve", str(case_root), "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert server.stdout is not None
    address = server.stdout.readline().split()[0].rstrip("/")
    yield address
    server.terminate()
    server.wait(10)


@pytest.fixture
def open_page(browser: Any, site: str, case_root: Path) -> Iterator[Callable[..., Any]]:
    """open_page(role="public", width=1280, ...) -> a page; errors in the console fail the test."""
    contexts, problems = [], []

    def opened(role: str = "public", width: int = 1280, height: int = 900, **words: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, base_url=site, **words)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "console",
            lambda said: problems.append(f"{page.url}: {said.text}") if said.type == "error" else None,
        )
        if role != "public":
            page.goto(
                "/enter?token=" + Accounts(case_root / "access.sqlite").new_token(role, f"browser {role}")
            )
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not problems
