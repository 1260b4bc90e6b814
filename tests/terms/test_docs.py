"""The tutorials run: every command of docs/terms.md, docs/counting.md and docs/complaint.md, with the output they print."""

import io
import re
import shlex
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from holdfire.cli.main import main
from holdfire.model.errors import HoldfireError

DOCS = Path(__file__).resolve().parents[2] / "docs"
BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.M | re.S)


def run_line(line: str) -> str:
    """What a command prints. `> file` and `< file` as a shell has them; an error prints as the command line does."""
    words = shlex.split(line)
    assert words[0] == "holdfire", line
    target = None
    if ">" in words:
        target = Path(words[words.index(">") + 1])
        words = words[: words.index(">")]
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main(words[1:], standalone_mode=False)
        except HoldfireError as error:
            print(f"holdfire: {error}")
    if target is not None:
        target.write_text(out.getvalue(), encoding="utf-8")
        return ""
    return out.getvalue()


def steps_of(text: str) -> list[tuple[str, str, str]]:
    """(kind, what, content): commands with what they print, and text that goes to the top of a file."""
    found = []
    for kind, rest, content in BLOCK.findall(text):
        if kind == "console":
            for part in re.split(r"^\$ ", content, flags=re.M)[1:]:
                command, _, printed = part.partition("\n")
                while command.endswith("\\"):
                    more, _, printed = printed.partition("\n")
                    command = command[:-1] + more
                found.append(("run", command, printed))
        elif "top of" in rest or rest.strip().startswith("file "):
            found.append(("top" if "top of" in rest else "file", rest.split()[-1], content))
    return found


@pytest.mark.parametrize("page", ["terms.md", "counting.md", "complaint.md"])
def test_a_tutorial_runs_as_it_is_printed(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    steps = steps_of((DOCS / page).read_text(encoding="utf-8"))
    assert len(steps) > 3
    for kind, what, content in steps:
        if kind in ("top", "file"):
            path = Path(what)
            rest = "\n" + path.read_text(encoding="utf-8") if kind == "top" else ""
            path.write_text(content + rest, encoding="utf-8")
            continue
        printed = run_line(what)
        if content.strip():
            assert printed.rstrip().splitlines() == content.rstrip().splitlines(), what
