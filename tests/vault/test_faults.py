"""Disks that fill, calls that fail, processes that are killed, writers that compete: nothing acknowledged is lost."""

import hashlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from holdfire.investigate.new_case import example_entropy
from holdfire.model.errors import HoldfireError
from holdfire.vault.vault import Vault, create_vault, open_vault

from . import writer
from .conftest import NOON

ACK = re.compile(r"ACK (\d+) ([0-9a-f]{64}|-) (\d+)")


def new_vault(path: Path) -> None:
    vault = create_vault(
        path, origin="holdfire.example/faults", cosigners=["A"], entropy=example_entropy("faults")
    )
    vault.seal(b"first", record={}, by="m", at=NOON)
    vault.commit()
    vault.close()


def check_acknowledged(path: Path, acknowledged: list[tuple[int, str, int]]) -> None:
    """Go on with the vault as its next user would: everything acknowledged is there, and it holds."""
    vault = open_vault(path)
    checkpoint = vault.checkpoint()
    assert checkpoint is not None
    assert checkpoint.size >= max((size for _, _, size in acknowledged), default=0)
    vault.append("review", {"what": "after"}, by="m", at=NOON)
    vault.commit()
    entries = list(vault.entries())
    for index, sha256, _ in acknowledged:
        assert entries[index].kind == "review"
        if sha256 != "-":
            assert hashlib.sha256(vault.blob(sha256)).hexdigest() == sha256
    assert (
        vault.check() == []
    )  # a blob that was placed, and whose entry was never acknowledged, is cleared away as well
    vault.close()


def read_acks(text: str) -> list[tuple[int, str, int]]:
    return [(int(a), b, int(c)) for a, b, c in ACK.findall(text)]


def fork_writer(path: Path, turns: int, name: str) -> tuple[int, int]:
    """(child, the end of the pipe on which it acknowledges)."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            writer.write(Vault(path), writing, turns, name)
        finally:
            os._exit(0)
    os.close(writing)
    return child, reading


def read_all(descriptor: int) -> str:
    data = b""
    while chunk := os.read(descriptor, 65536):
        data += chunk
    os.close(descriptor)
    return data.decode()


def kill_loop(root: Path, loops: int, seed: int) -> int:
    """Acknowledgements that survived `loops` kills at random moments; a new vault every 20."""
    rng, kept, acknowledged = random.Random(seed), 0, []
    path = root / "vault-0"
    for loop in range(loops):
        if loop % 20 == 0:
            path = root / f"vault-{loop}"
            new_vault(path)
            acknowledged = []
        child, reading = fork_writer(path, 1000, f"loop {loop}")
        time.sleep(rng.uniform(0.001, 0.12))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        acknowledged += read_acks(read_all(reading))
        check_acknowledged(path, acknowledged)
        if loop % 20 == 19:
            kept += len(acknowledged)
            shutil.rmtree(path)
    return kept + len(acknowledged)


def test_kill_9_loses_nothing_acknowledged(tmp_path):
    kill_loop(tmp_path, 6, seed=1)


@pytest.mark.slow
def test_a_thousand_kills_lose_nothing_acknowledged(tmp_path):
    kept = kill_loop(tmp_path, 1000, seed=2)
    print(f"1,000 kills, {kept} acknowledgements, all kept")
    assert kept > 1000


def compete(path: Path, writers: int, turns: int) -> None:
    new_vault(path)
    running = [fork_writer(path, turns, f"writer {number}") for number in range(writers)]
    acknowledged = []
    for child, reading in running:
        acknowledged += read_acks(read_all(reading))
        assert os.waitpid(child, 0)[1] == 0
    assert len(acknowledged) == writers * turns
    assert [n for n, c in Counter(index for index, _, _ in acknowledged).items() if c > 1] == []
    check_acknowledged(path, acknowledged)


def test_writers_in_several_processes_wait_for_one_another(tmp_path):
    compete(tmp_path / "vault", 3, 4)


@pytest.mark.slow
def test_eight_writers_at_once_lose_nothing(tmp_path):
    compete(tmp_path / "vault", 8, 40)


def test_threads_of_one_process_share_a_vault(tmp_path):
    new_vault(tmp_path / "vault")
    vault = open_vault(tmp_path / "vault")

    def append(number: int) -> int:
        return vault.append("review", {"what": "note", "n": number}, by="m", at=NOON)

    with ThreadPoolExecutor(4) as pool:
        indexes = list(pool.map(append, range(40)))
    vault.commit()
    assert len(set(indexes)) == 40
    by_index = {entry.index: entry.body for entry in vault.entries()}
    assert all(by_index[index] == {"what": "note", "n": number} for number, index in enumerate(indexes))
    vault.close()


def small_disk(size: str) -> Path | None:
    """A mounted tmpfs of that size; None where this user may not mount."""
    folder = Path(tempfile.mkdtemp(prefix="holdfire-small-"))
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True, check=False
    )
    if done.returncode != 0:
        folder.rmdir()
        return None
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("size", ["1500k", "2m", "2300k", "3m"])
def test_a_full_disk_loses_nothing_acknowledged(size):
    folder = small_disk(size)
    if folder is None:
        pytest.skip("needs the right to mount a tmpfs")
    try:
        new_vault(folder / "vault")
        vault = open_vault(folder / "vault")
        acknowledged, refused = [], 0
        for turn in range(400):
            try:
                sealed = vault.seal(os.urandom(9_000), record={}, by="m", at=NOON)
                index = vault.append("review", {"what": "note"}, by="m", at=NOON)
                vault.commit() if turn % 2 else vault.flush()
            except HoldfireError:
                vault.abandon()
                refused += 1
                if refused > 3:
                    break
                continue
            acknowledged.append((index, sealed.sha256, 0))
        vault.close()
        assert refused
        assert acknowledged
        subprocess.run(["mount", "-o", "remount,size=20m", folder], check=True)
        check_acknowledged(folder / "vault", acknowledged)
    finally:
        subprocess.run(["umount", folder], check=True)
        folder.rmdir()


CALLS = (
    "openat",
    "write",
    "pwrite64",
    "fsync",
    "fdatasync",
    "syncfs",
    "rename",
    "mkdir",
    "unlink",
    "ftruncate",
    "close",
    "read",
    "pread64",
    "flock",
)
"""Every kind of call by which the writer's work touches the disk."""

FILM_CALLS = ("readv", "pwritev2", "fsync", "rename", "close")
"""Those by which a large file becomes an exhibit."""

SMALL = ("2", "traced")
"""What the writer is asked for: so many turns, under that name."""


def strace(path: Path, *options: str, work: tuple[str, str] = SMALL) -> subprocess.CompletedProcess:
    command = [
        "strace",
        "-f",
        "-qq",
        *options,
        sys.executable,
        "-m",
        "tests.vault.writer",
        str(path),
        *work,
    ]
    root = Path(__file__).resolve().parents[2]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=root, timeout=60)


def counted_calls(
    path: Path, trace: Path, calls: tuple[str, ...], work: tuple[str, str]
) -> dict[str, tuple[int, int]]:
    """Of each kind of call: (how many before the work began, how many in all)."""
    names = f"{','.join(calls)},newfstatat,stat,access"
    done = strace(path, "-e", f"trace={names}", "-o", str(trace), work=work)
    assert done.returncode == 0, done.stderr[-2000:]
    before: Counter[str] = Counter()
    total: Counter[str] = Counter()
    has_begun = False
    for line in trace.read_text().splitlines():
        found = re.match(r"(?:\d+ +)?(\w+)\(", line)
        if found is None:
            continue
        has_begun = has_begun or "holdfire-start-of-work" in line
        total[found[1]] += 1
        if not has_begun:
            before[found[1]] += 1
    assert has_begun
    return {call: (before[call], total[call]) for call in calls if total[call] > before[call]}


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["error=EIO", "error=ENOSPC", "signal=KILL"])
def test_a_fault_at_every_io_call_loses_nothing_acknowledged(tmp_path, fault):
    runs, acknowledged = faults_everywhere(tmp_path, fault, CALLS, SMALL)
    print(f"{fault}: {runs} runs, {acknowledged} acknowledgements, all kept")
    assert runs > 50


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["error=EIO", "error=ENOSPC", "error=EOPNOTSUPP", "signal=KILL"])
def test_a_fault_while_a_large_file_is_sealed_loses_nothing_acknowledged(tmp_path, fault):
    film = tmp_path / "film.bin"
    film.write_bytes(random.Random(7).randbytes(3_500_000))
    runs, _ = faults_everywhere(tmp_path, fault, FILM_CALLS, ("film", str(film)))
    print(f"{fault}: {runs} runs")
    assert runs > 5


def faults_everywhere(
    tmp_path: Path, fault: str, calls: tuple[str, ...], work: tuple[str, str]
) -> tuple[int, int]:
    """(runs, acknowledgements) with the fault at each call in turn; each run's vault is gone on with, and must hold."""
    if shutil.which("strace") is None:
        pytest.skip("needs strace")
    new_vault(tmp_path / "model")
    shutil.copytree(tmp_path / "model", tmp_path / "count")
    places = [
        (call, when)
        for call, (before, total) in counted_calls(
            tmp_path / "count", tmp_path / "trace", calls, work
        ).items()
        if not (fault == "error=ENOSPC" and call in ("read", "readv", "pread64", "close", "flock"))
        for when in range(before + 1, total + 1)
    ]

    def one(place: tuple[str, int]) -> int:
        call, when = place
        path = tmp_path / f"{call}-{when}"
        shutil.copytree(tmp_path / "model", path)
        done = strace(
            path,
            "-e",
            f"trace={call}",
            "-e",
            f"inject={call}:{fault}:when={when}",
            "-o",
            "/dev/null",
            work=work,
        )
        check_acknowledged(path, read_acks(done.stdout))
        shutil.rmtree(path)
        return len(read_acks(done.stdout))

    with ThreadPoolExecutor(2) as pool:
        return len(places), sum(pool.map(one, places))
