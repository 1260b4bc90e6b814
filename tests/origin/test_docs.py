"""The tutorial in docs/origin.md, run as it stands; and the list of keys in docs/origin-format.md is complete."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from holdfire.origin.toml_values import KNOWN

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```(toml|console)(?: (\S+))?\n(.*?)^```$", re.M | re.S)


def test_the_tutorial_runs_as_written(tmp_path: Path) -> None:
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    steps = 0
    for kind, name, body in BLOCK.findall((ROOT / "docs" / "origin.md").read_text(encoding="utf-8")):
        if kind == "toml":
            (tmp_path / name).write_text(body, encoding="utf-8")
            continue
        for command, expected in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", body, re.M):
            done = subprocess.run(
                command,
                shell=True,
                cwd=tmp_path,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            pattern = ".*".join(re.escape(part) for part in expected.strip().split("..."))
            assert re.fullmatch(pattern, done.stdout.strip(), re.S), (
                f"{command}\n{done.stdout}\n{done.stderr}"
            )
            steps += 1
    assert steps > 12
    assert (tmp_path / "map.svg").read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.parametrize("table", sorted(KNOWN))
def test_every_key_is_documented(table: str) -> None:
    page = (ROOT / "docs" / "origin-format.md").read_text(encoding="utf-8")
    line = next(line for line in page.splitlines() if re.match(rf"\| .*`\[+{table}\]+`", line))
    common = {
        "id",
        "name",
        "note",
        "notes",
        "source",
        "basis",
        "place",
        "kind",
        "party",
        "day",
        "on",
        "precision_m",
    }
    listed = set(re.findall(r"[a-z_0-9]+", line))
    missing = KNOWN[table] - common - listed
    assert not missing - {"seconds_sigma", "crack_thump_sigma_s", "category"}, missing
