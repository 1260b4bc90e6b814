"""The first ten minutes of a stranger, and the promise that a rebuild is the same: CPU seconds and digests."""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from bench.figures import Figure, cpu_seconds

HOLDFIRE = [str(Path(sys.executable).parent / "holdfire")]


def run_holdfire(*words: str) -> str:
    done = subprocess.run([*HOLDFIRE, *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"holdfire {' '.join(words)}: {done.stderr}")
    return done.stdout


def tree_digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(
            f"{path.relative_to(folder)} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode()
        )
    return digest.hexdigest()


def run(size: str) -> Iterable[Figure]:
    times = [cpu_seconds(lambda: run_holdfire("--help"))[0] for _ in range(5)]
    yield Figure("holdfire --help", sorted(times)[2], "CPU s, median of 5", 0.3, "lower")
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder) / "one", Path(folder) / "two"
        demo_s, _ = cpu_seconds(lambda: run_holdfire("demo", str(first)))
        yield Figure("make demo after set-up", demo_s, "CPU s", 20, "lower")
        shutil.rmtree(first / "out")
        (first / "register.duckdb").unlink()
        rebuilt_s, _ = cpu_seconds(lambda: run_holdfire("investigate", str(first)))
        again_s, _ = cpu_seconds(lambda: run_holdfire("investigate", str(first)))
        yield Figure(
            "investigate again, nothing changed / first run", again_s / rebuilt_s, "ratio", 0.10, "lower"
        )
        run_holdfire("demo", str(second))
        same = tree_digest(first / "out") == tree_digest(second / "out")
        yield Figure("two runs give byte-identical out/", float(same), "1 yes, 0 no", 1.0)
        digests = [_register_digest(path / "register.duckdb") for path in (first, second)]
        yield Figure(
            "two runs give the same register digest", float(digests[0] == digests[1]), "1 yes, 0 no", 1.0
        )


def _register_digest(path: Path) -> str:
    from holdfire.model.register import open_register, register_digest

    db = open_register(path, read_only=True)
    try:
        return register_digest(db)
    finally:
        db.close()
