import importlib
import subprocess
import sys

import pytest

from holdfire.cli.main import COMMANDS

HEAVY = (
    "duckdb",
    "numpy",
    "numba",
    "pyarrow",
    "pydantic",
    "rich",
    "jinja2",
    "fastapi",
    "shapely",
    "trafilatura",
)


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "holdfire.cli.main", *words], capture_output=True, text=True, check=False
    )


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nsys.argv = ['holdfire', '--help']\nfrom holdfire.cli.main import run\n"
        "try:\n    run()\nexcept SystemExit:\n    pass\nprint(','.join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stderr.strip().split(","))
    assert not loaded & set(HEAVY)
    assert all(name in done.stdout for name in COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_of_the_table_exists_and_shows_an_example(name: str) -> None:
    import typer.main

    module = importlib.import_module(f"holdfire.cli.{name}_command")
    command = typer.main.get_command(module.app)
    texts = [command.epilog or ""] + [sub.epilog or "" for sub in getattr(command, "commands", {}).values()]
    assert any("holdfire " in text for text in texts), (
        f"holdfire {name} --help shows no line that works as pasted"
    )


def test_an_unknown_command_is_misuse() -> None:
    done = run("aim")
    assert done.returncode == 2
    assert "aim" in done.stderr


def test_an_error_is_one_message_without_a_traceback(tmp_path) -> None:  # type: ignore[no-untyped-def]
    done = run("investigate", str(tmp_path / "nowhere"))
    assert done.returncode == 2
    assert "no such folder" in done.stderr
    assert "Traceback" not in done.stderr


def test_init_makes_a_case_that_validates_and_refuses_to_make_it_twice(tmp_path) -> None:  # type: ignore[no-untyped-def]
    from holdfire.model.case import open_case

    target = tmp_path / "case"
    assert run("init", str(target)).returncode == 0
    assert open_case(target).mandate.id == "my-case"
    again = run("init", str(target))
    assert again.returncode == 2
    assert "not empty" in again.stderr
