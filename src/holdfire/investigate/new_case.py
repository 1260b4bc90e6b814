"""New case folders: an empty one that validates, and the packaged worked example.

The example is built from fixed bytes, fixed times and published example keys, so that two machines get the same log,
the same register and the same out/. Its keys protect nothing and say so.
"""

import hashlib
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from holdfire.model.case import Case, open_case, read_rows
from holdfire.model.errors import Misuse

EMPTY_MANDATE = """# The mandate: who investigates what, between whom. Every value here is yours to change.
id = "my-case"
title = "Ceasefire monitoring, my case"
time_zone = "UTC"            # IANA name, like Asia/Yerevan
pack = "generic"             # language and conflict pack: `holdfire pack check` lists them
counting_policies = ["smm-item", "jfo-episode", "shelling", "shots", "place-day", "acled-event"]

[[party]]
id = "A"
name = "Party A"
colour = "#7a5195"           # neutral: neither red nor blue
pattern = "solid"

[[party]]
id = "B"
name = "Party B"
colour = "#3f7f5f"
pattern = "dashed"

[period]
start = 2026-01-01
end = 2026-12-31

[area]                       # degrees, WGS 84
south = -1.0
north = 1.0
west = -1.0
east = 1.0

[publication]
delay_hours = 72             # nothing younger goes out
grid_m = 1000                # no place goes out finer

[log]
origin = "holdfire.example/my-case"   # the log's name for life
cosigners = ["A", "B", "mission"]
quorum = "all"

# How sure a finding must be, by type of breach. The parties set it; without it no finding names a side.
# [[standard]]
# breach = "prohibited_fire"
# standard = "clear_and_convincing"
# threshold_percent = 80
# set_by = ["A", "B"]
# set_on = 2026-01-01
"""

HEADERS = {
    "sources.csv": "source_id,institution,party,kind,reliability,protected,url,family\n",
    "coverage.csv": "coverage_id,position,lat,lon,means,from,to,status,detection,party,note\n",
    "sensors.csv": "id,lat,lon,elevation_m,clock_sigma_s,party\n",
    "geography/places.csv": "place_id,name,name_hy,name_az,name_ru,other_names,side,admin,lat,lon,precision_m,kind,coord_source\n",
}


def make_empty_case(directory: Path) -> Case:
    """A folder that validates. Raises Misuse where a case lies already."""
    _refuse_existing(directory)
    for folder in ("agreement", "geography", "inbox", "out"):
        (directory / folder).mkdir(parents=True, exist_ok=True)
    (directory / "mandate.toml").write_text(EMPTY_MANDATE, encoding="utf-8")
    for name, header in HEADERS.items():
        (directory / name).write_text(header, encoding="utf-8")
    case = open_case(directory)
    _create_vault(case, None)
    return case


def make_example_case(directory: Path, progress: Callable[[int, int, str], None] | None = None) -> Case:
    """The worked example: case folder, vault with example keys, every piece of its material taken in.

    A former demo case at the same place is replaced; any other folder that is not empty is refused.
    """
    from holdfire.data import example_dir
    from holdfire.intake.take_in import take_in
    from holdfire.vault.vault import open_vault

    if (directory / ".holdfire-example").exists():
        shutil.rmtree(directory)
    _refuse_existing(directory)
    packaged = example_dir()
    shutil.copytree(
        packaged, directory, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.py", "__pycache__")
    )
    (directory / ".holdfire-example").write_text(
        "made by `holdfire demo`, which may replace it\n", encoding="utf-8"
    )
    for folder in ("inbox", "out"):
        (directory / folder).mkdir(exist_ok=True)
    case = open_case(directory)
    _create_vault(case, example_entropy(case.mandate.id))
    vault = open_vault(case.vault_dir)
    rows = [row for _line, row in read_rows(directory / "material.csv")]
    for number, row in enumerate(rows):
        if progress:
            progress(number, len(rows), row["file"])
        take_in(
            case,
            vault,
            [directory / "material" / row["file"]],
            source=row["source_id"] or None,
            url=row["url"] or None,
            published_at=_moment(row["published_at"]),
            acquired_at=datetime.fromisoformat(row["acquired_at"]),
            by=row["by"],
            note=row["note"],
        )
    vault.commit()
    return case


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _refuse_existing(directory: Path) -> None:
    if directory.exists() and not directory.is_dir():
        raise Misuse(f"{directory}: is a file, expected a folder to make")
    if directory.exists() and any(directory.iterdir()):
        raise Misuse(f"{directory}: not empty, expected a new folder (nothing was changed)")


def _create_vault(case: Case, entropy: Callable[[int], bytes] | None) -> None:
    from holdfire.vault.vault import create_vault

    names = case.mandate.log.cosigners
    if entropy is None:
        create_vault(case.vault_dir, origin=case.mandate.log.origin, cosigners=names)
    else:
        create_vault(case.vault_dir, origin=case.mandate.log.origin, cosigners=names, entropy=entropy)


def example_entropy(seed: str) -> Callable[[int], bytes]:
    """Bytes that anyone can make again: SHA-256 of a public seed and a counter. For the example only, never for a case."""
    counter = 0

    def read(n: int) -> bytes:
        nonlocal counter
        out = b""
        while len(out) < n:
            out += hashlib.sha256(f"holdfire public example {seed} {counter}".encode()).digest()
            counter += 1
        return out[:n]

    return read
