"""Shared by all rooms: where the project's own things lie, and what lies beside the repository when it does."""

import os
from pathlib import Path

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
