"""An accepted correction becomes a row of the case's own pack and a regression case beside it.

CASE/packs/<pack>.toml extends the shipped pack; `holdfire pack check CASE/packs/<pack>.toml` runs every case in it. The
decision itself is a log entry (review.py); this file is how the next reading gets it right without a person.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from holdfire.model.errors import Misuse

from .check import check_pack
from .trigger_kinds import TRIGGERS

TEACHABLE = (
    *TRIGGERS,
    "say",
    "accord",
    "enemy",
    "force",
    "target",
    "military",
    "civilian",
    "killed",
    "wounded",
    "losses",
    "no",
    "h_about",
    "h_more",
    "h_at_least",
    "body",
    "noise",
    "not_event",
)
"""Categories of a language's words that a reviewer may add to."""


def own_pack_path(case_root: Path, pack: str) -> Path:
    return case_root / "packs" / f"{pack}.toml"


def teach(
    case_root: Path,
    pack: str,
    *,
    category: str,
    phrase: str,
    text: str,
    expect: Mapping[str, Any],
    published: date | None,
    name: str,
) -> Path:
    """Add the phrase and the case; nothing is written where the case would still read wrong.

    raises  Misuse for a category that is none, or a correction that does not make the case hold
    """
    import tomli_w

    if category not in TEACHABLE:
        raise Misuse(f"--teach: found category {category!r}, expected one of {', '.join(TEACHABLE)}")
    path = own_pack_path(case_root, pack)
    raw: dict[str, Any] = (
        tomllib.loads(path.read_text(encoding="utf-8"))
        if path.exists()
        else {"id": pack, "version": "1-case", "extends": pack}
    )
    raw.setdefault("phrases", {}).setdefault(category, [])
    if phrase not in raw["phrases"][category]:
        raw["phrases"][category].append(phrase)
    case: dict[str, Any] = {"name": name, "text": text, "expect": dict(expect)}
    if published is not None:
        case["published"] = published
    raw["case"] = [row for row in raw.get("case", []) if row.get("name") != name] + [case]
    before = path.read_bytes() if path.exists() else None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(tomli_w.dumps(raw), encoding="utf-8")
    report = check_pack(path)
    if not report.holds:
        if before is None:
            path.unlink()
        else:
            path.write_bytes(before)
        raise Misuse(
            "the phrase does not make the sentence read as corrected; nothing was written\n"
            + "\n".join(f"  {line}" for line in (*report.faults, *report.cases_failed))
        )
    return path
