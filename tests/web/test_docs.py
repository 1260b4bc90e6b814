"""docs/web.md as a stranger follows it: its commands, in their order, as they are written save the port."""

import csv
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

DOC = Path(__file__).resolve().parents[2] / "docs" / "web.md"
PASSWORD = "correct horse battery"


def commands() -> list[str]:
    blocks = re.findall(r"```console\n(.*?)```", DOC.read_text(encoding="utf-8"), re.S)
    return [
        line.removeprefix("$ ") for block in blocks for line in block.splitlines() if line.startswith("$ ")
    ]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_tutorial_runs_as_written(tmp_path: Path) -> None:
    port, token, server, csvs, jsons = free_port(), "", None, [], []
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    try:
        for command in commands():
            words = shlex.split(command.replace("8000", str(port)).replace("TOKEN", token or "TOKEN"))
            if words[:2] == ["holdfire", "serve"] and "--port" in words:
                server = subprocess.Popen(
                    words,
                    cwd=tmp_path,
                    env=environment,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                )
                assert server.stdout is not None
                assert server.stdout.readline().startswith(f"http://127.0.0.1:{port}/")
                assert server.stderr is not None
                assert "/enter?token=" in server.stderr.readline()
                continue
            if words[0] == "curl":
                words = ["curl", "--silent", "--show-error", "--fail", "--noproxy", "*", *words[1:]]
            done = subprocess.run(
                words, cwd=tmp_path, env=environment, input=f"{PASSWORD}\n{PASSWORD}\n", text=True,
                capture_output=True, start_new_session=True, check=False,
            )  # fmt: skip
            assert done.returncode == 0, (command, done.stderr)
            if "--new-token" in words:
                token = done.stdout.strip()
                assert len(token) > 30
            if ".json" in words[-1]:
                jsons.append(json.loads(done.stdout))
            if ".csv" in words[-1]:
                csvs.append(list(csv.DictReader(done.stdout.splitlines())))
            if "--add-user" in words:
                assert done.stdout.rstrip().endswith("nina may sign in as reviewer.")
        assert [len(found["incidents"]) > 10 for found in jsons] == [True]
        assert {row["status"] for found in csvs for row in found} == {"contradicted"}
        assert server is not None
        signs_in = [
            "curl", "--silent", "--noproxy", "*", "--output", "/dev/null", "--write-out", "%{http_code}",
            "--data-urlencode", "name=nina", "--data-urlencode", f"password={PASSWORD}", f"http://127.0.0.1:{port}/sign-in",
        ]  # fmt: skip
        assert subprocess.run(signs_in, capture_output=True, text=True, check=True).stdout == "303"
        server.send_signal(signal.SIGINT)
        server.wait(20)
    finally:
        if server is not None and server.poll() is None:
            server.kill()
            server.wait()


def test_every_address_that_the_page_names_is_there() -> None:
    from holdfire.web.pages import PAGES

    known = {page.path for page in PAGES}
    named = set(re.findall(r"`(/[a-z-]*)[`/]", DOC.read_text(encoding="utf-8").split("## Roles")[0]))
    named.discard("/openapi")
    assert named >= {"/", "/incidents", "/findings", "/counts"}
    assert named <= known | {"/openapi.json"}
