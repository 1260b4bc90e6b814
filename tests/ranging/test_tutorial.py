"""docs/ranging.md runs: its Python blocks in order, its commands as they stand; and the published map is what it draws."""

import re
import shlex
from pathlib import Path
from xml.etree import ElementTree

from holdfire.cli.main import main

PAGE = Path(__file__).resolve().parents[2] / "docs/ranging.md"


def test_the_page_runs_and_its_map_is_the_published_one(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"_open": _open}
    for kind, block in re.findall(r"```(python|console)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S):
        if kind == "console":
            for line in block.strip().splitlines():
                main(shlex.split(line)[1:], standalone_mode=False)
        else:
            exec(compile(block.replace("open(", "_open("), str(PAGE), "exec"), names)
    capsys.readouterr()
    for opened in OPENED:
        opened.close()
    drawn = (tmp_path / "ranging-map.svg").read_text(encoding="utf-8")
    tree = ElementTree.fromstring(drawn)
    published = ElementTree.parse(PAGE.parent / "ranging-map.svg").getroot()
    assert abs(len(tree) - len(published)) <= 3
    assert sum(child.tag.endswith("ellipse") for child in tree) >= 27


OPENED = []


def _open(*args, **options):
    """As open, and closed at the end: the page reads better without `with` around each line."""
    OPENED.append(open(*args, **options))  # noqa: SIM115
    return OPENED[-1]
