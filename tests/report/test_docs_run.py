"""The examples in the docstrings run."""

import doctest
import importlib

import pytest


@pytest.mark.parametrize("name", ["spans", "coarse", "render"])
def test_the_examples_of_a_module_run(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"holdfire.report.{name}"))
    assert result.attempted > 0
    assert result.failed == 0
