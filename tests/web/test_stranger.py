"""A stranger with a copy of the static site and nothing else: from a number on its first page to the sealed bytes."""

import hashlib
import html
import re
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import ProxyHandler, build_opener

import pytest

from holdfire.model.case import Case
from holdfire.model.register import open_register
from holdfire.report.export import export_case


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_words: object) -> None:
        pass


@pytest.fixture(scope="module")
def folder(case: Case, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is on the stick."""
    made = tmp_path_factory.mktemp("made") / "public"
    db = open_register(case.register_path, read_only=True)
    export_case(db, case, made, site=True)
    db.close()
    return Path(shutil.copytree(made, tmp_path_factory.mktemp("stranger") / "site"))


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    """The folder on a web server that knows nothing of Holdfire."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def read(address: str) -> str:
    with build_opener(ProxyHandler({})).open(address.split("#")[0], timeout=20) as answer:
        return str(answer.read().decode("utf-8"))


def links(address: str, pattern: str) -> list[str]:
    """Where the page's links lead that match, in their order."""
    found = re.findall(r'href="([^"]+)"', read(address))
    return [urljoin(address, html.unescape(link)) for link in found if re.search(pattern, link)]


def told(page: str) -> list[str]:
    """Commands that the page shows, as a reader would copy them."""
    return [html.unescape(re.sub(r"<[^>]+>", "", c)) for c in re.findall(r"<code>(.*?)</code>", page, re.S)]


def run_as_told(command: str, folder: Path) -> str:
    command = command.replace("python3 ", f"{sys.executable} -I -S ")
    done = subprocess.run(
        ["bash", "-c", f"set -euo pipefail; {command}"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (command, done.stderr)
    return done.stdout


@pytest.mark.skipif(
    not (shutil.which("unzip") and shutil.which("sha256sum")), reason="unzip or sha256sum is missing"
)
def test_a_number_leads_by_links_to_the_sealed_bytes_and_the_signed_root(site: str, folder: Path) -> None:
    counts = links(site + "index.html", r"^counts\.html$")[0]
    policy = next(link for link in links(counts, r"^counts/") if "smm-item" in link)
    statement = links(policy, r"exhibits/.*#st-")[0]
    exhibit = read(statement)
    anchor = statement.split("#")[1]
    assert f'id="{anchor}"' in exhibit
    digest = re.search(r"<dt>SHA-256</dt><dd[^>]*>([0-9a-f]{64})", exhibit)
    assert digest
    check = next(command for command in told(exhibit) if "sha256sum" in command)
    assert run_as_told(check, folder).split()[0] == digest[1]
    entry = links(statement, r"log\.html#e\d+")[0]
    row = re.search(rf'<tr id="{entry.split("#")[1]}">.*?</tr>', read(entry), re.S)
    assert row
    leaf = re.search(r'<td class="id">([^<]+)</td></tr>', row[0])
    assert leaf
    verify = links(entry, r"verify\.html$")[0]
    page = read(verify)
    commands = [
        line for block in told(page) for line in block.splitlines() if "unzip -p" in line or "python3" in line
    ]
    assert len(commands) == 2
    printed = "".join(run_as_told(command, folder) for command in commands)
    assert "holds" in printed
    root = re.search(r"in hexadecimal <code>([0-9a-f]{64})", page)
    assert root
    assert f"root {root[1]}" in printed
    assert links(verify, r"holdfire_verify\.py") == [site + "holdfire_verify.py"]


def test_what_is_said_of_the_bundle_is_true_of_every_document(folder: Path) -> None:
    with zipfile.ZipFile(folder / "bundle.zip") as archive:
        n_in, n_out = 0, 0
        for path in sorted((folder / "exhibits").glob("*.html")):
            page = path.read_text(encoding="utf-8")
            place = re.search(r'as <span class="id">(data/exhibits/[^<]+)</span>', page)
            digest = re.search(r"<dt>SHA-256</dt><dd[^>]*>([0-9a-f]{64})", page)
            assert digest
            if place:
                assert hashlib.sha256(archive.read(place[1])).hexdigest() == digest[1]
                n_in += 1
            else:
                assert "keeps back what may not be shown whole" in page
                n_out += 1
    assert n_in > 20
    assert n_out > 0


def test_a_changed_byte_is_found_by_what_the_stranger_runs(folder: Path, tmp_path: Path) -> None:
    changed = tmp_path / "bundle.zip"
    with zipfile.ZipFile(folder / "bundle.zip") as old, zipfile.ZipFile(changed, "w") as new:
        victim = next(name for name in old.namelist() if name.startswith("data/exhibits/"))
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data + b" " if name == victim else data)
        (tmp_path / "policy.txt").write_bytes(old.read("data/policy.txt"))
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(folder / "holdfire_verify.py"), "bundle.zip", "policy.txt"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "ex-" in done.stdout + done.stderr
