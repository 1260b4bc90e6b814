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
    said = ""
    for kind, block in re.findall(
        r"```(python|console|text)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S
    ):
        if kind == "text":
            assert block.strip() == said.strip()
        elif kind == "console":
            capsys.readouterr()
            for line in block.strip().splitlines():
                main(shlex.split(line)[1:], standalone_mode=False)
            said = capsys.readouterr().out
        else:
            exec(compile(re.sub(r"(?<![.\w])open\(", "_open(", block), str(PAGE), "exec"), names)
    capsys.readouterr()
    for opened in OPENED:
        opened.close()
    drawn = (tmp_path / "ranging-map.svg").read_text(encoding="utf-8")
    tree = ElementTree.fromstring(drawn)
    published = ElementTree.parse(PAGE.parent / "ranging-map.svg").getroot()
    shapes = [
        [
            sum(node.tag.endswith(kind) for node in root.iter())
            for kind in ("ellipse", "rect", "circle", "text")
        ]
        for root in (tree, published)
    ]
    assert all(abs(one - other) <= 3 for one, other in zip(*shapes, strict=True))
    assert shapes[0][0] >= 3 * 27 - 15  # each sound from all sensors, and most from each side's alone


OPENED = []


def _open(*args, **options):
    """As open, and closed at the end: the page reads better without `with` around each line."""
    OPENED.append(open(*args, **options))  # noqa: SIM115
    return OPENED[-1]
