"""Resolve every lock again: one resolution for all, then its subsets, so that no two locks disagree."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "requirements"
EVERY = [
    "--python-version", "3.11", "--universal", "--generate-hashes", "--quiet",
    "--no-header", "--no-annotate",
]  # fmt: skip
RUNTIME = ["--extra", "ranging", "--extra", "timestamps", "--extra", "passkeys"]
DEV = [*RUNTIME, "--group", "dev"]
BENCH = [*DEV, "--group", "bench", "--extra", "spark"]


def compile_lock(uv: str, name: str, *what: str) -> None:
    print(f"resolving {name}", file=sys.stderr)
    subprocess.run([uv, "pip", "compile", *EVERY, *what, "-o", str(LOCKS / name)], check=True, cwd=ROOT)


def main(uv: str) -> None:
    compile_lock(uv, "bench.lock", "pyproject.toml", *BENCH)
    pinned = ["--constraints", "requirements/bench.lock"]
    compile_lock(uv, "dev.lock", "pyproject.toml", *DEV, *pinned)
    compile_lock(uv, "runtime.lock", "pyproject.toml", *RUNTIME, *pinned)
    for name in ("uv", "build"):
        compile_lock(uv, f"{name}.lock", f"requirements/{name}.in")


if __name__ == "__main__":
    main(str(Path(sys.argv[1]).absolute()))
