"""How a reader's statements are held against labels: matched by sentence and kind, then field by field.

End to end (E2E): kind, speaker, accused, modality, negation and count all right. Labels write `other` for a violation
whose means is not said; format 6.1 has `violation_unspecified` for it, and the two are one kind here. Kinds that a set of
labels leaves out (`calm`, `damage`, movements of equipment, positions: quoted words and calls that claim no act) are left
out of that set's figures. Pure: labels and statements in, tallies out; proof in tests/reading/test_scoring.py.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

OPTIONAL_KINDS = frozenset({"calm", "damage", "movement_of_equipment"})
"""Kinds that a set of labels may leave out."""
SAME_KIND = {"violation_unspecified": "other"}
FIELDS = ("speaker", "accused", "modality", "negated", "count", "date", "time", "places", "casualties")


@dataclass
class Tally:
    """labelled, read, matched, end to end; per field: right of those that the label states (or that were compared)."""

    labelled: int = 0
    read: int = 0
    matched: int = 0
    end_to_end: int = 0
    right: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    compared: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    place_hits: int = 0
    place_read: int = 0
    place_labelled: int = 0
    accused_given: int = 0
    accused_given_right: int = 0
    speaker_given: int = 0
    speaker_given_right: int = 0

    def add(self, other: "Tally") -> None:
        for name in (
            "labelled",
            "read",
            "matched",
            "end_to_end",
            "place_hits",
            "place_read",
            "place_labelled",
            "accused_given",
            "accused_given_right",
            "speaker_given",
            "speaker_given_right",
        ):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for key, n in other.right.items():
            self.right[key] += n
        for key, n in other.compared.items():
            self.compared[key] += n

    @property
    def precision(self) -> float:
        return self.matched / self.read if self.read else 1.0

    @property
    def recall(self) -> float:
        return self.matched / self.labelled if self.labelled else 1.0

    def share(self, name: str) -> float:
        return self.right[name] / self.compared[name] if self.compared[name] else 1.0

    @property
    def places_f1(self) -> float:
        total = self.place_read + self.place_labelled
        return 2 * self.place_hits / total if total else 1.0


def sentence_bounds(text: str) -> list[tuple[int, int]]:
    """The labels' own unit, cut independently of the engine: a line, cut at . ! ? followed by a space and a capital."""
    found: list[tuple[int, int]] = []
    for line in re.finditer(r"[^\n]+", text):
        begin = line.start()
        for stop in re.finditer(
            r"(?<![A-Z])(?<!\b[ap]\.m)(?<!Gen)(?<!Apr)[.!?։][”\"»)]*\s+(?=[\"“«(]?[A-ZА-ЯԱ-ՖƏİ])", line[0]
        ):
            found.append((begin, line.start() + stop.end()))
            begin = line.start() + stop.end()
        found.append((begin, line.end()))
    return found


def kind_of(kind: str) -> str:
    return SAME_KIND.get(kind, kind)


def overlaps(a: tuple[int, int], b: tuple[int, int]) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def score_document(
    text: str,
    labels: list[dict[str, Any]],
    read: list[dict[str, Any]],
    details: list[str] | None = None,
    left_out: frozenset[str] | set[str] = OPTIONAL_KINDS,
) -> Tally:
    """Greedy matching: a label takes the statement of its sentence and kind whose count agrees, then whose text overlaps most.

    left_out  kinds that these labels do not label: what was read of them is not counted
    """
    tally = Tally()
    tally.compared["quote"] += len(read)
    tally.right["quote"] += sum(text[s["start"] : s["end"]] == s["quote"] for s in read)
    bounds = sentence_bounds(text)

    def sentences_of(start: int, end: int) -> set[int]:
        return {i for i, (low, high) in enumerate(bounds) if low < end and high > start}

    labels = [label for label in labels if label["speaker_party"] != "COMMENT"]
    usable = [s for s in read if s["kind"] not in left_out and not s["rule"].startswith("position.")]
    tally.labelled, tally.read = len(labels), len(usable)
    free = list(range(len(usable)))
    for label in labels:
        where = sentences_of(label["start"], label["end"])
        fits = [
            i
            for i in free
            if kind_of(usable[i]["kind"]) == kind_of(label["kind"])
            and sentences_of(usable[i]["start"], usable[i]["end"]) & where
        ]
        if not fits:
            if details is not None:
                details.append(f"MISSED  {label['kind']:22} {label['span'][:90]}")
            continue
        chosen = max(
            fits,
            key=lambda i: (
                usable[i]["count"] == label["count"],
                overlaps((usable[i]["start"], usable[i]["end"]), (label["start"], label["end"])),
                -i,
            ),
        )
        free.remove(chosen)
        _compare(tally, label, usable[chosen], details)
    for i in free:
        if details is not None:
            details.append(f"EXTRA   {usable[i]['kind']:22} {usable[i]['quote'][:90]}  [{usable[i]['rule']}]")
    return tally


def _compare(tally: Tally, label: dict[str, Any], got: dict[str, Any], details: list[str] | None) -> None:
    tally.matched += 1
    checks = {
        "speaker": got["speaker_party"] == label["speaker_party"],
        "accused": got["accused_party"] == label["accused_party"],
        "modality": got["modality"] == label["modality"],
        "negated": bool(got["negated"]) == bool(label["negated"]),
        "count": got["count"] == label["count"],
    }
    whole = all(checks.values())
    tally.end_to_end += whole
    for name, right in checks.items():
        if name == "count" and label["count"] is None and got["count"] is None:
            continue
        tally.compared[name] += 1
        tally.right[name] += right
    if got["accused_party"] is not None:
        tally.accused_given += 1
        tally.accused_given_right += checks["accused"]
    if got["speaker_party"] is not None:
        tally.speaker_given += 1
        tally.speaker_given_right += checks["speaker"]
    if label["date_start"]:
        tally.compared["date"] += 1
        checks["date"] = _same_dates(label, got)
        tally.right["date"] += checks["date"]
    if label["time"] and ":" in label["time"]:
        tally.compared["time"] += 1
        checks["time"] = (got["time"] or "").lstrip("0") == label["time"].lstrip("0")
        tally.right["time"] += checks["time"]
    if label["killed"] or label["wounded"]:
        tally.compared["casualties"] += 1
        checks["casualties"] = (got["killed"] or {}) == (label["killed"] or {}) and (
            got["wounded"] or {}
        ) == (label["wounded"] or {})
        tally.right["casualties"] += checks["casualties"]
    wanted, found = {_place(p) for p in label["places"]}, {_place(p) for p in got["places"]}
    tally.place_labelled += len(wanted)
    if wanted:
        tally.place_read += len(found)
        tally.place_hits += len(wanted & found)
    wrong = [name for name, right in checks.items() if not right]
    if details is not None and (wrong or (wanted and wanted != found)):
        shown = {
            n: (
                got.get(
                    {
                        "speaker": "speaker_party",
                        "accused": "accused_party",
                        "date": "date_start",
                        "casualties": "killed",
                    }.get(n, n)
                ),
                label.get(
                    {
                        "speaker": "speaker_party",
                        "accused": "accused_party",
                        "date": "date_start",
                        "casualties": "killed",
                    }.get(n, n)
                ),
            )
            for n in wrong
        }
        if wanted != found and wanted:
            shown["places"] = (sorted(found - wanted), sorted(wanted - found))
        details.append(f"WRONG   {label['kind']:22} {label['span'][:60]} {shown} [{got['rule']}]")


def _place(name: str) -> str:
    return re.sub(r"\s+(region|district|city|village|sector)$", "", name.lower()).strip()


def _same_dates(label: dict[str, Any], got: dict[str, Any]) -> bool:
    start, end = str(label["date_start"]), str(label["date_end"] or label["date_start"])
    if got["date_start"] is None:
        return False
    if len(start) == 4:
        return str(got["date_start"])[:4] == start
    return (got["date_start"], got["date_end"]) == (start, end)
