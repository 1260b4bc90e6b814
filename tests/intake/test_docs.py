"""docs/intake.md runs: every command gives the output that the page shows."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "intake.md"


def steps() -> list[tuple[str, str]]:
    """(command, output shown) in order."""
    found: list[tuple[str, str]] = []
    for block in re.findall(r"```console\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, shown = part.partition("\n")
            found.append((command, shown.strip()))
    return found


def test_the_pages_commands_give_what_it_shows(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
    }
    assert len(steps()) >= 9
    for command, shown in steps():
        ran = subprocess.run(
            ["bash", "-c", command],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        pattern = ".*".join(re.escape(piece) for piece in shown.split("..."))
        assert re.fullmatch(pattern, ran.stdout.strip(), re.S), f"{command}\n{ran.stdout}{ran.stderr}"
