"""Shared by all rooms: where the project's own things lie, and what lies beside the repository when it does."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("holdfire", deadline=None, derandomize=True)
settings.load_profile("holdfire")
os.environ.setdefault("NO_COLOR", "1")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real facts and labelled documents beside the repository; without it the test is skipped."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs ../shared")
    return folder


FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Headless Chromium, one for the whole run: two of playwright's loops cannot live in one process."""
    from playwright.sync_api import sync_playwright

    found = (
        os.environ.get("HOLDFIRE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    )
    if found is None:
        pytest.skip("needs chromium (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield opened
        opened.close()
