"""How fast does the vault seal, log, prove and check? Every figure of the issue, as a ratio timed in the same run.

Seeds: random.Random(20200712) for data, indexes and flips. The 1,000,000 entries are real leaves of our own kind.
"""

import hashlib
import os
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from bench.figures import Figure, cpu_seconds, wall_seconds
from holdfire.model.errors import BadProof
from holdfire.vault.check import check_log, folder_of
from holdfire.vault.checkpoint import Checkpoint
from holdfire.vault.disk import Disk
from holdfire.vault.entry import disclose, make_leaf
from holdfire.vault.keys import make_cosigner_keys, make_log_key
from holdfire.vault.merkle import (
    check_consistency,
    implied_root,
    leaf_hash,
    prove_consistency,
    prove_inclusion,
)
from holdfire.vault.note import COSIGNED_ED25519, Signer, make_signer, sign_note
from holdfire.vault.policy import Policy, policy_text, read_policy
from holdfire.vault.proof import check_proof, write_proof
from holdfire.vault.publish import LogFolder
from holdfire.vault.tiles import TileReader, fetch_from
from holdfire.vault.vault import create_vault

SEED = 20200712
AT = datetime(2020, 7, 12, 12, 0, tzinfo=UTC)
ORIGIN = "holdfire.example/bench"


def run(size: str) -> Iterable[Figure]:
    full = size == "full"
    with tempfile.TemporaryDirectory(
        prefix="holdfire-bench-", dir=os.environ.get("HOLDFIRE_BENCH_DIR")
    ) as name:
        root = Path(name)
        yield from _batches(root, 2000 if full else 300, 5 if full else 1)
        yield from _slow_disk(root, 2000 if full else 300)
        yield from _large_file(root, 200 << 20 if full else 20 << 20, 10 if full else 2, "large file")
        if full:
            yield from _large_file(root, 1 << 30, 8, "1 GiB file")
        yield from _single(root, 200 if full else 40)
        signers, policy = _keys()
        yield from _log(root, 1_000_000 if full else 20_000, signers, policy)
        yield from _proof_checks(root, 3000 if full else 200)
        yield from _flips(root, 10_000 if full else 500)


def _best(work: Callable[[], float], times: int) -> float:
    return min(work() for _ in range(times))


def _write_synced(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.write(descriptor, data)
    os.fsync(descriptor)
    os.close(descriptor)


def _large_file(root: Path, count: int, times: int, name: str) -> Iterator[Figure]:
    """Seal one large file, durable, against `cp` and `sync` of the same file; in turn, the median of the ratios.

    Which of the two goes first changes from turn to turn: where a hypervisor takes freed memory back, whoever comes later
    may get it at once and whoever comes first wait for it. SHA-256 of the same file alone is printed beside: nothing that
    seals can be faster.
    """
    source, copy = root / "large.bin", root / "copy.bin"
    noise = random.Random(SEED).randbytes(1 << 20)
    with source.open("wb") as file:
        for number in range(count >> 20):
            file.write(noise[number % 1024 :] + noise[: number % 1024])
    os.sync()

    def plain() -> None:
        subprocess.run(["cp", "--reflink=never", str(source), str(copy)], check=True)
        subprocess.run(["sync", str(copy)], check=True)

    def copied(_turn: int) -> float:
        spent, _ = wall_seconds(plain)
        copy.unlink()
        os.sync()
        return spent

    def sealed(turn: int) -> float:
        vault = create_vault(root / f"large-{turn}", origin=ORIGIN)

        def work() -> None:
            vault.seal(source, record={"file_name": "large.bin"}, by="mission", at=AT)
            vault.flush()

        spent, _ = wall_seconds(work)
        vault.close()
        shutil.rmtree(root / f"large-{turn}")
        os.sync()
        return spent

    def hashed() -> None:
        with source.open("rb", buffering=0) as file:
            hashlib.file_digest(file, "sha256")

    ratios, alone = [], []
    for turn in range(times):
        order = (copied, sealed) if turn % 2 else (sealed, copied)
        spent = {work: work(turn) for work in order}
        ratios.append(spent[sealed] / spent[copied])
        alone.append(wall_seconds(hashed)[0] / spent[copied])
    source.unlink()
    shown = ", ".join(f"{ratio:.2f}" for ratio in ratios)
    note = f"{count >> 20} MiB, turns: {shown}"
    yield Figure(f"{name}: wall over cp and sync", statistics.median(ratios), "x", 1.15, "lower", note)
    note = "this machine's own ceiling: what is sealed must be hashed, by one thread"
    yield Figure(
        f"{name}: SHA-256 alone over cp and sync", statistics.median(alone), "x", None, "lower", note
    )


def _written_each(folder: Path, data: list[bytes]) -> float:
    """Files a second, each synced before the next: what the batches are measured against."""
    folder.mkdir()
    spent, _ = wall_seconds(lambda: [_write_synced(folder / str(n), item) for n, item in enumerate(data)])
    return len(data) / spent


def _files_only(folder: Path, data: list[bytes]) -> float:
    """Files a second with SHA-256, a file each and one sync for 500: what no log on this machine can be faster than."""
    for number in range(256):
        (folder / f"{number:02x}").mkdir(parents=True)
    disk = Disk()

    def work() -> None:
        for start in range(0, len(data), 500):
            for item in data[start : start + 500]:
                name = hashlib.sha256(item).hexdigest()
                disk.create(f"{folder}/{name[:2]}/{name}", (item,))
            disk.sync_all(folder)

    spent, _ = wall_seconds(work)
    return len(data) / spent


def _sealed_in_batches(folder: Path, data: list[bytes]) -> tuple[float, float]:
    """(exhibits a second, CPU seconds each), durable in batches of 500."""
    vault = create_vault(folder, origin=ORIGIN)
    record = {"source_id": "post-1", "file_name": "a.bin", "media_type": "x/y"}

    def work() -> None:
        for start in range(0, len(data), 500):
            for item in data[start : start + 500]:
                vault.seal(item, record=record, by="mission", at=AT)
            vault.flush()

    cpu_s, (spent, _) = cpu_seconds(lambda: wall_seconds(work))
    vault.commit()
    assert len(list(vault.entries())) == 2 * len(data) + 2
    vault.close()
    return len(data) / spent, cpu_s / len(data)


def _ten_kilobytes(count: int) -> list[bytes]:
    source = random.Random(SEED)
    return [source.randbytes(10_000) for _ in range(count)]


def _batches(root: Path, count: int, turns: int) -> Iterator[Figure]:
    """10 kB exhibits in batches of 500 against one fsync a file, in turn; the median of the ratios.

    Runs first: ext4 searches past inodes that were deleted in the last minutes, so nothing may be deleted before.
    """
    data = _ten_kilobytes(count)
    ratios, ceilings, shares, rates, cpu = [], [], [], [], []
    for turn in range(turns):
        each = _written_each(root / f"each-{turn}", data[: max(50, count // 10)])
        files = _files_only(root / f"files-{turn}", data)
        batch, cpu_s = _sealed_in_batches(root / f"batch-{turn}", data)
        ratios.append(batch / each)
        ceilings.append(files / each)
        shares.append(batch / files)
        rates.append(f"{batch:.0f}/s against {each:.0f}/s")
        cpu.append(1e6 * cpu_s)
    note = f"{'; '.join(rates)}; {min(cpu):.0f} us CPU each at best"
    yield Figure(
        "10 kB exhibits in batches over fsync each", statistics.median(ratios), "x", 25, "higher", note
    )
    note = "SHA-256 and a file each, one syncfs for 500, no log, no names made durable: this machine's own ceiling"
    yield Figure(
        "10 kB files without any log over fsync each", statistics.median(ceilings), "x", None, "higher", note
    )
    note = "the same run's ceiling; the rest is two log entries each, their salts, SQLite, and the renames"
    yield Figure(
        "10 kB exhibits over files without any log", statistics.median(shares), "share", None, "higher", note
    )


DELAY_US = 6_250
"""What a sync takes longer: with it one sync a file gives about the 155 files/s of the disk of the design's figures."""

SLOW_DISK = """
import sys
from pathlib import Path
from bench.vault import _sealed_in_batches, _ten_kilobytes, _written_each
root, data = Path(sys.argv[1]), _ten_kilobytes(int(sys.argv[2]))
each = _written_each(root / "slow-each", data[:100])
print(each, _sealed_in_batches(root / "slow-batch", data)[0])
"""


def _slow_disk(root: Path, count: int) -> Iterator[Figure]:
    """The batches again where a sync costs what a disk's does: strace holds back every sync's return, on both sides alike.

    Only the wait for the device is made, not its slower writing. Says nothing where strace is not to be had.
    """
    calls = "fsync,fdatasync,syncfs"
    traced = ["strace", "-f", "-qq", "--seccomp-bpf", "-o", os.devnull, "-e", f"trace={calls}"]
    traced += [
        "-e",
        f"inject={calls}:delay_exit={DELAY_US}",
        sys.executable,
        "-c",
        SLOW_DISK,
        str(root),
        str(count),
    ]
    if shutil.which("strace") is None:
        return
    done = subprocess.run(traced, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return
    each, batch = map(float, done.stdout.split())
    note = f"{batch:.0f}/s against {each:.0f}/s; each sync delayed by {DELAY_US / 1000:.2f} ms with strace, on both sides"
    yield Figure(
        "10 kB exhibits in batches, syncs as slow as a disk's", batch / each, "x", None, "higher", note
    )


def _single(root: Path, count: int) -> Iterator[Figure]:
    """One durable append at a time against one SQLite FULL commit at a time."""
    db = sqlite3.connect(root / "plain.sqlite", isolation_level=None)
    db.execute("pragma journal_mode = wal")
    db.execute("pragma synchronous = full")
    db.execute("create table t (i integer primary key, b blob)")
    vault = create_vault(root / "single", origin=ORIGIN)
    vault.append("review", {"what": "join"}, by="mission", at=AT)
    vault.commit()
    times: dict[str, list[float]] = {"sqlite": [], "append": [], "published": []}
    for number in range(count):
        spent, _ = wall_seconds(lambda n=number: db.execute("insert into t values (?, ?)", (n, b"x" * 400)))  # type: ignore[misc]
        times["sqlite"].append(spent)

        def append() -> None:
            vault.append("review", {"what": "join", "ids": [1, 2]}, by="mission", at=AT)
            vault.flush()

        spent, _ = wall_seconds(append)
        times["append"].append(spent)
        if number % 4 == 0:

            def published() -> None:
                vault.append("review", {"what": "split"}, by="mission", at=AT)
                vault.commit()

            spent, _ = wall_seconds(published)
            times["published"].append(spent)
    db.close()
    vault.close()
    mean = {name: statistics.fmean(values) for name, values in times.items()}
    p99 = sorted(times["append"])[int(0.99 * (count - 1))]
    note = f"append {1 / mean['append']:.0f}/s, SQLite {1 / mean['sqlite']:.0f}/s, p99 {1000 * p99:.1f} ms"
    yield Figure(
        "single durable append over SQLite FULL commit",
        mean["sqlite"] / mean["append"],
        "x",
        0.5,
        "higher",
        note,
    )
    note = f"append, tiles, re-read, three signatures and checkpoint durable: {1 / mean['published']:.0f}/s (no target)"
    yield Figure(
        "single append published over SQLite FULL commit",
        mean["sqlite"] / mean["published"],
        "x",
        None,
        "higher",
        note,
    )


def _keys() -> tuple[list[Signer], Policy]:
    entropy = random.Random(SEED).randbytes
    log = make_log_key(ORIGIN, entropy)
    parties = {name: make_cosigner_keys(ORIGIN, name, entropy) for name in ("A", "B", "mission")}
    text = policy_text(
        log.verifier, {name: [signer.verifier for signer in pair] for name, pair in parties.items()}
    )
    return [log, *(signer for pair in parties.values() for signer in pair)], read_policy(text)


def _leaves(count: int) -> Iterator[tuple[int, bytes]]:
    entropy = random.Random(SEED).randbytes
    for index in range(count):
        if index % 100 == 0:  # fresh digests for each hundredth: making them is not what is timed
            _, digests = disclose({"action": "acquired", "note": str(index)}, entropy)
        yield index, make_leaf("custody", by="mission", at=AT, subject=f"ex-{index:012x}", digests=digests)


def _log(root: Path, count: int, signers: list[Signer], policy: Policy) -> Iterator[Figure]:
    """Tiles of a large log: written, proven from, checked whole."""
    folder, temporary = root / "log", root / "log-tmp"
    folder.mkdir()
    temporary.mkdir()
    log = LogFolder(folder, temporary, Disk())
    leaves_s, _ = cpu_seconds(lambda: sum(1 for _ in _leaves(count)))
    write_s, (size, top) = cpu_seconds(lambda: log.integrate(None, _leaves(count)))
    text = Checkpoint(ORIGIN, size, top).text
    log.replace_checkpoint(sign_note(text, [signer.line(text, 1_594_555_200) for signer in signers]))
    yield Figure(
        f"bulk append to tiles, {count} entries",
        count / max(write_s - leaves_s, 1e-9),
        "entries per CPU s",
        30_000,
    )
    read = TileReader(fetch_from(folder), size, cached=8192)
    source = random.Random(SEED)
    places = [source.randrange(size) for _ in range(20_000 if count > 100_000 else 2_000)]
    for place in places:
        prove_inclusion(read, place, size)
    spent, proofs = cpu_seconds(lambda: [prove_inclusion(read, place, size) for place in places])
    yield Figure("inclusion proofs from warm tiles", len(places) / spent, "per CPU s", 10_000)
    assert implied_root(leaf_hash(read.entry(places[0])), places[0], size, proofs[0]) == top
    olds = [max(1, place) for place in places]
    for old in olds:
        prove_consistency(read, old, size)
    spent, paths = cpu_seconds(lambda: [prove_consistency(read, old, size) for old in olds])
    yield Figure("consistency proofs from warm tiles", len(olds) / spent, "per CPU s", 10_000)
    check_consistency(
        olds[0],
        size,
        TileReader(fetch_from(folder), size).root() if olds[0] == size else _root_at(read, olds[0]),
        top,
        paths[0],
    )
    cpu_s, rss, faults = _fsck_apart(folder, policy)
    yield Figure(f"fsck of {count} entries", cpu_s, "CPU s", 10, "lower", f"{faults} faults")
    yield Figure(f"fsck of {count} entries, memory", rss, "MB", 300, "lower")
    assert not check_log(folder_of(folder), policy).faults if count <= 100_000 else faults == 0
    shutil.rmtree(folder)


def _root_at(read: TileReader, old: int) -> bytes:
    from holdfire.vault.merkle import root_of

    return root_of(read, 0, old)


FSCK = """
import re, resource, sys
from pathlib import Path
from holdfire.vault.check import check_log, folder_of
from holdfire.vault.policy import read_policy
walked = check_log(folder_of(Path(sys.argv[1])), read_policy(Path(sys.argv[2]).read_text()))
used = resource.getrusage(resource.RUSAGE_SELF)
peak_kb = int(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1])  # ru_maxrss is the parent's, too
print(used.ru_utime + used.ru_stime, peak_kb / 1024, len(walked.faults))
"""


def _fsck_apart(folder: Path, policy: Policy) -> tuple[float, float, int]:
    """In a process of its own, so that the memory measured is its own; start-up included."""
    path = folder.parent / "policy.txt"
    cosigners = {}
    for name, key in policy.witnesses.items():
        cosigners.setdefault(name.rpartition(".")[0], []).append(key)
    path.write_text(policy_text(policy.logs[0], cosigners), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", FSCK, str(folder), str(path)], check=True, capture_output=True, text=True
    )
    cpu_s, rss, faults = done.stdout.split()
    return float(cpu_s), float(rss), int(faults)


def _proof_checks(root: Path, count: int) -> Iterator[Figure]:
    """A .tlog-proof as a stranger checks it: parse, one Ed25519 and two Ed25519 cosignatures, the path, the entry."""
    entropy = random.Random(SEED + 1).randbytes
    log = make_log_key(ORIGIN, entropy)
    for kinds, name, target in (
        ((COSIGNED_ED25519,), "two Ed25519 cosignatures", 3000.0),
        ((COSIGNED_ED25519, 0x06), "each party's two keys", None),
    ):
        parties = {p: [make_signer(f"{ORIGIN}/{p}", kind, entropy) for kind in kinds] for p in ("A", "B")}
        policy = read_policy(
            policy_text(log.verifier, {p: [s.verifier for s in pair] for p, pair in parties.items()})
        )
        folder = root / f"proofs-{len(kinds)}"
        folder.mkdir()
        temporary = root / f"proofs-tmp-{len(kinds)}"
        temporary.mkdir()
        writer = LogFolder(folder, temporary, Disk())
        size, top = writer.integrate(None, _leaves(5000))
        text = Checkpoint(ORIGIN, size, top).text
        signers = [log, *(s for pair in parties.values() for s in pair)]
        # a note of its own for each proof: nothing verified can be remembered from one to the next
        read = writer.reader(size)
        proofs = []
        for number in range(count):
            note = sign_note(text, [signer.line(text, 1_594_555_200 + number) for signer in signers])
            place = number % size
            proofs.append(write_proof(place, prove_inclusion(read, place, size), note, read.entry(place)))
        spent, _ = cpu_seconds(lambda: [check_proof(data, policy) for data in proofs])  # noqa: B023
        yield Figure(f"proofs checked, log key and {name}", count / spent, "per CPU s", target)


def _flips(root: Path, count: int) -> Iterator[Figure]:
    """Single-bit flips in published bytes (checkpoint, tiles, bundles), under a policy that names every signer."""
    vault = create_vault(
        root / "flips", origin=ORIGIN, cosigners=["A", "B", "mission"], entropy=random.Random(SEED).randbytes
    )
    for number in range(350):
        vault.seal(f"exhibit {number}".encode(), record={"source_id": "post-1"}, by="mission", at=AT)
    vault.commit()
    policy = vault.policy
    files = sorted(
        path for path in vault.log.folder.rglob("*") if path.is_file() and path.name != "policy.txt"
    )
    held = {path.relative_to(vault.log.folder).as_posix(): path.read_bytes() for path in files}
    caught, source, started = 0, random.Random(SEED), time.process_time()
    names = sorted(held)
    for number in range(count):
        name = "checkpoint" if number % 5 == 0 else source.choice(names)
        at = source.randrange(8 * len(held[name]))
        caught += _is_rejected(held, name, at, policy)
    vault.close()
    note = f"{count} flips, seed {SEED}, {time.process_time() - started:.0f} CPU s, over {len(names)} files"
    yield Figure("single-bit flips rejected", caught / count, "share", 1.0, "higher", note)


def _is_rejected(held: dict[str, bytes], name: str, bit: int, policy: Policy) -> bool:
    from holdfire.vault.check import Published

    data = bytearray(held[name])
    data[bit // 8] ^= 1 << bit % 8
    changed = {**held, name: bytes(data)}

    def fetch(path: str) -> bytes:
        if path not in changed:
            raise BadProof(f"{path}: not there")
        return changed[path]

    walked = check_log(Published(fetch, changed), policy, official=True)
    return bool(walked.faults)
