"""Is a pack sound, what does it lack, and do the examples beside its rules still read as they should?

Faults are what makes a pack unusable; gaps are what it does not know and a reader will stumble on; cases are the
[[case]] rows of the file: a sentence with what it must read as. `holdfire pack check` prints all three.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from holdfire.intake.document import Block, Document
from holdfire.model.kinds import BlockRole

from .pack import languages, load_pack, pack_path, toml_of
from .pack_faults import faults
from .read import read_document

ESSENTIAL = ("say", "accord", "violate", "fire", "shell", "killed", "wounded", "losses", "military", "civilian", "force", "target", "enemy", "no", "u_times", "truce", "deny", "use", "incursion", "calm")  # fmt: skip
"""Categories without which a language reads no ordinary bulletin."""


ALSO = {"shell": ("obstrel",), "no": ("no_post",)}
"""Categories that do another's work in some language."""


@dataclass
class PackReport:
    name: str
    digest: str = ""
    faults: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    cases_passed: int = 0
    cases_failed: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.faults and not self.cases_failed


def check_pack(name: str | Path) -> PackReport:
    """raises  Misuse where there is no such pack"""
    path = pack_path(name)
    raw = toml_of(path)
    report = PackReport(path.stem)
    report.faults = faults(raw, path.name)
    if report.faults:
        return report
    pack = load_pack(path)
    report.name, report.digest = pack.name, pack.digest
    report.gaps = gaps_of(raw)
    for number, case in enumerate(raw.get("case", ()), 1):
        wrong = run_case(case, path)
        if wrong:
            report.cases_failed += [f"case {case.get('name') or number}: {line}" for line in wrong]
        else:
            report.cases_passed += 1
    return report


def gaps_of(raw: Mapping[str, Any]) -> list[str]:
    """What the pack, and the language files beside it, do not know. A gap is no fault."""
    found: list[str] = []
    scripts = {
        "Cyrillic": ("\u0400", "\u04ff"),
        "Arabic": ("\u0600", "\u06ff"),
        "Armenian": ("\u0531", "\u058f"),
    }
    belligerents = (
        [row for row in raw.get("party", ()) if not row.get("neutral")] if raw["id"] != "generic" else []
    )
    used = {
        script
        for script, (low, high) in scripts.items()
        if any(
            low <= c <= high
            for row in belligerents
            for form in ("state", "adjective", "force")
            for phrase in row.get(form, ())
            for c in phrase
        )
    }
    for row in belligerents:
        words = [phrase for form in ("state", "adjective", "force", "group") for phrase in row.get(form, ())]
        if not words and not raw.get("extends"):
            found.append(f"party {row['id']}: no words name it")
        if not row.get("opponents"):
            found.append(f"party {row['id']}: no opponent; whom 'the enemy' means will not be told")
        if not row.get("body") and not raw.get("extends"):
            found.append(f"party {row['id']}: no body that speaks for it, such as its ministry")
        if not row.get("people"):
            found.append(
                f"party {row['id']}: no spokesperson; statements of persons are told only by their office"
            )
        for script in sorted(used):
            low, high = scripts[script]
            if not any(low <= c <= high for phrase in words for c in phrase):
                found.append(f"party {row['id']}: no name in {script}, which another party of this pack has")
    if not raw.get("place") and not raw.get("places_file") and not raw.get("extends"):
        found.append("no places: every place is a name without coordinates")
    if not raw.get("source"):
        found.append("no sources: 'over the day' and unattributed sentences have no voice but the outlet's")
    if not raw.get("time_zone") and not raw.get("extends"):
        found.append("no time_zone: clock times are taken as UTC")
    for path in languages():
        language = toml_of(path)
        lacking = [
            c
            for c in ESSENTIAL
            if not language.get("phrases", {}).get(c)
            and not any(language.get("phrases", {}).get(other) for other in ALSO.get(c, ()))
        ]
        if language.get("language") != "mul" and lacking:
            found.append(f"language {language.get('language')}: no phrases for {', '.join(lacking)}")
    return found


def run_case(case: Mapping[str, Any], path: Path) -> list[str]:
    """What a case reads wrong: expect is one statement's fields or a list of them, each matched by some statement."""
    published = case.get("published")
    text = str(case["text"])
    document = Document("text/plain", text, (Block(BlockRole.BODY, 0, len(text)),))
    result = read_document(
        document,
        load_pack(path),
        published=published if isinstance(published, date) else None,
        source=case.get("source"),
        doc_id="case",
    )
    rows = [statement.as_line() for statement in result.statements]
    wrong: list[str] = []
    expected = case["expect"] if isinstance(case["expect"], list) else [case["expect"]]
    for want in expected:
        if not any(all(_same(row.get(key), value) for key, value in want.items()) for row in rows):
            got = "; ".join(", ".join(f"{key}={row.get(key)!r}" for key in want) for row in rows) or "nothing"
            wrong.append(f"expected {dict(want)}, read {got}")
    if not expected and rows:
        wrong.append(f"expected nothing, read {[row['kind'] for row in rows]}")
    return wrong


def _same(got: Any, wanted: Any) -> bool:
    return str(got) == str(wanted) if isinstance(wanted, date) else got == wanted
