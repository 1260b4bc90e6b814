"""Put uv, at its pinned hash, into a folder of this tree. Run with the system's python3, standard library only.

Debian's python3 may come without `venv` or without `pip`; either one is enough.
"""

import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).resolve().parent.parent / "requirements" / "uv.lock"


def run(*command: str) -> bool:
    return (
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE).returncode
        == 0
    )


def main(folder: str) -> int:
    target = Path(folder).resolve()
    python = str(target / "bin" / "python")
    pip_flags = ("install", "--quiet", "--require-hashes", "--disable-pip-version-check", "-r", str(LOCK))
    if run(sys.executable, "-m", "venv", str(target)) and run(python, "-m", "pip", *pip_flags):
        return 0
    if run(sys.executable, "-m", "pip", *pip_flags, "--ignore-installed", "--prefix", str(target)):
        # pip may have put the program under local/bin (Debian) instead of bin
        found = next((p for p in target.rglob("uv") if p.is_file()), None)
        if found is not None:
            (target / "bin").mkdir(exist_ok=True)
            if found != target / "bin" / "uv":
                (target / "bin" / "uv").symlink_to(found)
            return 0
    print(
        "holdfire: could not install uv. Needed: python3 >= 3.11 with either the venv or the pip module\n"
        "(on Debian: apt-get install python3-venv), and a package index that pip can reach.",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
