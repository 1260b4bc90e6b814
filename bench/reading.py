"""How much of what documents say is read, and read right: every figure of issue 4, on labelled documents.

A statement is matched by its sentence and kind (labels: one labeller; ../shared/reading, read where it lies and never
copied), then its fields are compared. End to end (E2E): kind, speaker, accused, modality, negation and count all right.

What was seen. The grammar and the packs were written with all of these documents open: these figures say what the rules
hold on known documents, not what they reach on others. As a guard, every family is also read with the packs as they are and its
own sources unnamed ("no source"): what a stranger's file without --source gives; and the generic pack reads all other ceasefires.
Kinds: labels write `other` for a violation whose means is not said; format 6.1 has `violation_unspecified` for it, and
the two are one kind here. `calm`, `damage` and positions (reading/position.py: quoted words and calls that claim no act) are
not labelled and are left out. Run: python -m bench reading
"""

import csv
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bench.figures import Figure, cpu_seconds

SHARED = Path(__file__).resolve().parents[2] / "shared" / "reading"
PACKS = {
    "osce": "eastern-ukraine",
    "aze_mod": "armenia-azerbaijan",
    "arm_mod": "armenia-azerbaijan",
    "news": "armenia-azerbaijan",
}
PACK_OF = {"100": "india-pakistan", "101": "india-pakistan", "104": "india-pakistan", "109": "lebanon-blue-line", "119": "eastern-ukraine", "210": "generic", "211": "generic",
           "130": "armenia-azerbaijan", "131": "armenia-azerbaijan", "132": "armenia-azerbaijan"}  # fmt: skip
UNLABELLED = frozenset({"calm", "damage", "movement_of_equipment"})
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
    text: str, labels: list[dict[str, Any]], read: list[dict[str, Any]], details: list[str] | None = None
) -> Tally:
    """Greedy matching: a label takes the statement of its sentence and kind whose count agrees, then whose text overlaps most."""
    tally = Tally()
    bounds = sentence_bounds(text)

    def sentences_of(start: int, end: int) -> set[int]:
        return {i for i, (low, high) in enumerate(bounds) if low < end and high > start}

    labels = [label for label in labels if label["speaker_party"] != "COMMENT"]
    usable = [s for s in read if s["kind"] not in UNLABELLED and not s["rule"].startswith("position.")]
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


def corpus() -> list[tuple[dict[str, str], str, list[dict[str, Any]]]]:
    labels: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in (SHARED / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        labels[row["doc"]].append(row)
    with (SHARED / "index.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        (row, (SHARED / "texts" / f"{row['doc']}.txt").read_text(encoding="utf-8"), labels[row["doc"]])
        for row in rows
    ]


def pack_for(row: dict[str, str]) -> str:
    return PACK_OF.get(row["doc"]) or PACKS.get(row["family"], "generic")


def family_of(row: dict[str, str]) -> str:
    if row["lang"] not in ("en",):
        return (
            "other languages" if row["lang"] in ("ru", "uk", "az", "hy", "ar") else "languages without words"
        )
    if row["family"] in ("aze_mod", "arm_mod"):
        return "ministry bulletins"
    if row["family"] == "other":
        return "other ceasefires, pack" if pack_for(row) != "generic" else "other ceasefires, generic pack"
    return {"osce": "observer text", "news": "two-sided news", "narrative": "narratives"}[row["family"]]


def read_row(
    row: dict[str, str], document: Any, pack: str | None = None, nameless: bool = False
) -> list[dict[str, Any]]:
    from holdfire.reading.pack import load_pack
    from holdfire.reading.read import read_document

    published = date.fromisoformat(row["date"]) if row["date"] else None
    result = read_document(
        document,
        load_pack(pack or pack_for(row)),
        published=published,
        source=None if nameless else row["outlet"],
        doc_id=row["doc"],
    )
    return [statement.as_line() for statement in result.statements]


def digest_of_corpus() -> str:
    digest = hashlib.sha256()
    for path in [SHARED / "labels.jsonl", SHARED / "index.csv", *sorted((SHARED / "texts").glob("*.txt"))]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def evaluate(
    choose: Callable[[dict[str, str]], bool],
    details: list[str] | None = None,
    pack: str | None = None,
    nameless: bool = False,
) -> dict[str, Tally]:
    """Tallies by family over the documents that `choose` takes."""
    from holdfire.intake.split import split

    tallies: dict[str, Tally] = defaultdict(Tally)
    for row, text, labels in corpus():
        if not choose(row):
            continue
        document = split(text.encode(), f"{row['doc']}.txt")
        notes: list[str] | None = [] if details is not None else None
        tallies[family_of(row)].add(
            score_document(document.text, labels, read_row(row, document, pack, nameless), notes)
        )
        if details is not None and notes:
            details.append(f"--- {row['doc']} {row['family']} {row['lang']}")
            details += notes
    return tallies


TARGETS = {
    "observer text": (0.95, 0.92, 0.85, 0.88), "ministry bulletins": (0.94, 0.90, 0.80, 0.85), "two-sided news": (0.90, 0.80, 0.65, 0.75),
    "other ceasefires, pack": (0.92, 0.85, 0.65, 0.75), "other ceasefires, generic pack": (0.90, 0.65, None, None), "other languages": (0.90, 0.80, 0.65, 0.75),
}  # fmt: skip


def family_figures(tallies: dict[str, Tally], label: str) -> Iterable[Figure]:
    for family in sorted(tallies):
        t = tallies[family]
        targets = TARGETS.get(family, (None, None, None, None))
        yield Figure(f"{label}: {family}: kind precision", t.precision, f"of {t.read}", targets[0])
        yield Figure(f"{label}: {family}: kind recall", t.recall, f"of {t.labelled}", targets[1])
        yield Figure(
            f"{label}: {family}: end-to-end recall", t.end_to_end / max(1, t.labelled), "", targets[2]
        )
        yield Figure(
            f"{label}: {family}: end-to-end precision", t.end_to_end / max(1, t.read), "", targets[3]
        )


def field_figures(total: Tally, label: str) -> Iterable[Figure]:
    for name, target in (
        ("date", 0.95),
        ("time", 0.90),
        ("count", 0.92),
        ("casualties", 0.80),
        ("speaker", 0.93),
        ("accused", 0.92),
        ("modality", None),
        ("negated", None),
    ):
        yield Figure(f"{label}: field {name}", total.share(name), f"of {total.compared[name]}", target)
    yield Figure(f"{label}: field places, set F1", total.places_f1, "", 0.85)


def table_figures(rows: int, seed: int) -> Iterable[Figure]:
    """A synthetic table of violations, as a page and as a ruled PDF: the share of cells that are read as they were written."""
    import random

    from holdfire.intake.split import split
    from holdfire.reading.files import read_split
    from holdfire.reading.pack import load_pack

    chance = random.Random(seed)
    pack = load_pack("eastern-ukraine")
    header = [
        "SMM position",
        "Event location",
        "Means",
        "No.",
        "Observation",
        "Description",
        "Weapon",
        "Date, time",
    ]
    truth: list[dict[str, Any]] = []
    cells: list[list[str]] = []
    for _ in range(rows):
        position = chance.choice(
            ["SMM camera in Svitlodarsk", "Horlivka", "SMM camera in Avdiivka", "Popasna"]
        )
        low = chance.randint(1, 5)
        high, wind = low + chance.randint(1, 4), chance.choice(["N", "NE", "E", "SE", "S", "SW", "W", "NW"])
        means, n = chance.choice(["Heard", "Saw", "Recorded"]), chance.randint(1, 400)
        observation, weapon, kind = chance.choice(
            [
                ("Explosion", "N/K", "explosion_undetermined"),
                ("Burst", "HMG", "machine_gun"),
                ("Shot", "Small arms", "small_arms"),
                ("Explosion", "82mm mortar", "mortar"),
                ("Projectile", "N/K", "other"),
            ]
        )
        description = chance.choice(["Impact", "Outgoing", "Undetermined"])
        day, hour, minute = chance.randint(1, 28), chance.randint(0, 23), chance.randint(0, 59)
        cells.append(
            [
                position,
                f"{low}-{high}km {wind}",
                means,
                str(n),
                observation,
                description,
                weapon,
                f"{day}-Jun, {hour:02d}:{minute:02d}",
            ]
        )
        truth.append(
            {
                "kind": kind,
                "count": n,
                "means": means.lower().replace("saw", "saw"),
                "description": description.lower(),
                "time": f"{hour:02d}:{minute:02d}",
                "day": day,
                "sector": (float(low), float(high)),
                "place": position.split()[-1],
            }
        )
    page = "<html><body><article><h1>Table of ceasefire violations</h1><p>Perceived from the positions of the observers in the period.</p><table>"
    page += (
        "".join(
            "<tr>" + "".join(f"<{t}>{c}</{t}>" for c in row) + "</tr>"
            for row, t in [(header, "th"), *[(c, "td") for c in cells]]
        )
        + "</table></article></body></html>"
    )
    files = [("page", page.encode(), "t.html"), ("ruled PDF", _ruled_pdf([header, *cells]), "t.pdf")]
    for name, data, file_name in files:
        read = read_split(
            split(data, file_name), pack, published=date(2017, 6, 29), source="OSCE SMM", doc_id="t"
        )
        found = [s for s in read.statements if s.rule == "table.violations"]
        right = 0
        for want, s in zip(truth, found, strict=False):
            got = {
                "kind": s.kind,
                "count": s.count,
                "means": s.means,
                "description": s.description,
                "time": s.time,
                "day": s.date_start.day if s.date_start else 0,
                "sector": s.sector[2:] if s.sector else None,
                "place": s.places[0].name if s.places else "",
            }
            right += sum(got[key] == value for key, value in want.items())
        yield Figure(
            f"table of violations, {name}: cells read right",
            right / (rows * 8),
            f"of {rows * 8}, seed {seed}",
            0.99,
        )


def _ruled_pdf(rows: list[list[str]]) -> bytes:
    import typst

    body = ", ".join(f"[{cell}]" for row in rows for cell in row)
    source = f"#set page(width: 40cm, height: 28cm, margin: 1cm)\n#set text(size: 7pt)\n= Table of ceasefire violations\n#table(columns: {len(rows[0])}, stroke: 0.5pt, {body})"
    return typst.compile(source.encode())  # type: ignore[no-any-return]


def whole(tallies: dict[str, Tally]) -> Tally:
    total = Tally()
    for tally in tallies.values():
        total.add(tally)
    return total


def speed() -> Figure:
    from holdfire.intake.split import split

    rows = [
        (row, split(text.encode(), f"{row['doc']}.txt")) for row, text, _ in corpus() if row["doc"] != "089"
    ]
    for row, document in rows:
        read_row(row, document)  # packs loaded, words folded once
    times = 5
    seconds, _ = cpu_seconds(
        lambda: [read_row(row, document) for _ in range(times) for row, document in rows]
    )
    return Figure(
        "documents read per CPU second, after parsing",
        times * len(rows) / seconds,
        "docs/s",
        200,
        note=f"{len(rows)} documents of about 600 characters, {times} times",
    )


def run(size: str) -> Iterable[Figure]:
    """Every figure; prints nothing itself. Without ../shared there is nothing to measure."""
    if not SHARED.exists():
        return
    yield Figure(
        "corpus digest is the pinned one",
        float(digest_of_corpus() == PINNED_DIGEST),
        "",
        1.0,
        note=digest_of_corpus(),
    )
    both = evaluate(lambda row: True)
    total = whole(both)
    if size == "full":
        anonymous = evaluate(lambda row: True, nameless=True)
        yield from family_figures(anonymous, "no source")
        blind = evaluate(lambda row: row["family"] == "other" and row["lang"] == "en", pack="generic")
        t = whole(blind)
        yield Figure(
            "generic pack on every other ceasefire: kind precision", t.precision, f"of {t.read}", 0.90
        )
        yield Figure("generic pack on every other ceasefire: kind recall", t.recall, f"of {t.labelled}", 0.65)
        yield Figure(
            "generic pack: speaker precision where given",
            t.speaker_given_right / max(1, t.speaker_given),
            f"of {t.speaker_given}",
            0.85,
        )
        yield Figure(
            "generic pack: accused precision where given",
            t.accused_given_right / max(1, t.accused_given),
            f"of {t.accused_given}",
            0.85,
        )
        yield from table_figures(rows=60, seed=20170608)
    yield from family_figures(both, "all documents")
    yield from field_figures(total, "all documents")
    yield speed()


PINNED_DIGEST = "1fa1a3211462f5cc115798a3a1adf8614dd9c0e379de7941ec87e002d1d3f6f2"
