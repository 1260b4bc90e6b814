"""The three sets of labelled documents that reading is measured on, and what each was used for.

shared  ../shared/reading: read where it lies, never copied. The grammar and the packs were written with all of it open.
open    bench/reading_documents/open: labelled by others; looked at while the grammar was improved.
blind   bench/reading_documents/blind: labelled by others; no rule was written, and no error looked at, with it. Only
        totals of it are ever shown, and those only to who asks for them by name (bench/reading_blind.py):
        `Corpus.is_blind` keeps sentences out of every listing.

Each set's digest is pinned in PINNED: a changed document or label is a changed measure.
"""

import csv
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "reading"
DOCUMENTS = ROOT / "bench" / "reading_documents"

PACKS = {
    "osce": "eastern-ukraine",
    "aze_mod": "armenia-azerbaijan",
    "arm_mod": "armenia-azerbaijan",
    "news": "armenia-azerbaijan",
}
PACK_OF_SHARED = {
    "100": "india-pakistan", "101": "india-pakistan", "104": "india-pakistan", "109": "lebanon-blue-line", "119": "eastern-ukraine",
    "210": "generic", "211": "generic", "130": "armenia-azerbaijan", "131": "armenia-azerbaijan", "132": "armenia-azerbaijan",
}  # fmt: skip


@dataclass(frozen=True)
class Labelled:
    """One document: its row of the index (doc, family, lang, outlet, date), its text, its labels."""

    row: dict[str, str]
    text: str
    labels: list[dict[str, Any]]


@dataclass(frozen=True)
class Corpus:
    name: str
    folder: Path
    indexes: tuple[str, ...]
    label_files: tuple[str, ...]
    is_blind: bool = False

    def is_there(self) -> bool:
        return any((self.folder / name).exists() for name in self.indexes)

    def digest(self) -> str:
        """SHA-256 over label files, index files and texts, in that order, those that exist."""
        digest = hashlib.sha256()
        named = [self.folder / name for name in (*self.label_files, *self.indexes)]
        for path in [*named, *sorted(self.folder.rglob("*.txt"))]:
            if path.exists():
                digest.update(path.read_bytes())
        return digest.hexdigest()

    def documents(self) -> Iterator[Labelled]:
        labels: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for name in self.label_files:
            path = self.folder / name
            for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
                if line.strip():
                    row = json.loads(line)
                    labels[row["doc"]].append(row)
        for name in self.indexes:
            path = self.folder / name
            if not path.exists():
                continue
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    text = self._text(row["doc"]).read_text(encoding="utf-8")
                    yield Labelled(row, text, labels[row["doc"]])

    def _text(self, doc: str) -> Path:
        for path in (self.folder / "texts" / f"{doc}.txt", self.folder / f"{doc}.txt"):
            if path.exists():
                return path
        raise FileNotFoundError(f"{self.name}: no text of document {doc}")

    def pack_of(self, row: dict[str, str]) -> str:
        """The pack that a mission would have: the index's own, else by family; a conflict that has none is read generic."""
        if self.name == "shared":
            return PACK_OF_SHARED.get(row["doc"]) or PACKS.get(row["family"], "generic")
        return row.get("pack") or PACKS.get(row["family"], "generic")

    def family_of(self, row: dict[str, str]) -> str:
        if row["lang"] != "en":
            known = row["lang"] in ("ru", "uk", "az", "hy", "ar")
            return "other languages" if known else "languages without words"
        if row["family"] in ("aze_mod", "arm_mod") or "mod" in row["family"] or "ministry" in row["family"]:
            return "ministry bulletins"
        if row["family"] in ("osce", "observer"):
            return "observer text"
        if row["family"] == "news":
            return "two-sided news"
        if row["family"] == "narrative":
            return "narratives"
        return f"other ceasefires, {'generic pack' if self.pack_of(row) == 'generic' else 'pack'}"


OPEN_FILES = (
    "en",
    "second",
    "other",
    "en-2",
    "third",
    "other-2",
    "observers",
    "news",
    "ru-uk",
    "az-hy-ar",
    "observers-2",
    "news-2",
    "ru-uk-2",
    "az-hy-ar-2",
)
PAGES_FILES = (
    *(f"pages-{name}" for name in ("observers", "ministries", "news", "other", "languages")),
    *(f"pages-{name}-2" for name in ("observers", "ministries", "news", "other", "languages")),
    "pages-en",
    *(f"more-{name}" for name in ("observers-ministries", "news-other", "languages")),
    *(
        f"learnt-{name}"
        for name in ("observers-ministries", "news-other", "more-observers-other", "more-ministries-news")
    ),
    *(f"new-{name}-odd" for name in ("observers-ministries", "news-other", "languages")),
)
BLIND_FILES = ("new-observers-ministries", "new-news-other", "new-languages")

SETS = (
    Corpus("shared", SHARED, ("index.csv",), ("labels.jsonl",)),
    Corpus(
        "open",
        DOCUMENTS / "open",
        tuple(f"index-{name}.csv" for name in (*OPEN_FILES, *PAGES_FILES)),
        tuple(f"labels-{name}.jsonl" for name in (*OPEN_FILES, *PAGES_FILES)),
    ),
    Corpus(
        "blind",
        DOCUMENTS / "blind",
        tuple(f"index-{name}.csv" for name in BLIND_FILES),
        tuple(f"labels-{name}.jsonl" for name in BLIND_FILES),
        is_blind=True,
    ),
)

PINNED = {
    "shared": "1fa1a3211462f5cc115798a3a1adf8614dd9c0e379de7941ec87e002d1d3f6f2",
    "open": "96b46ae59c63feb6c221090eb876fc92e2f37b2897ec2a36f2c9a642960910d3",
    "blind": "24a50797c70324decf2b1b149967467eb86e34dcab0f43c73b9c4416d78c403b",
}
"""Of the documents of 24 November 2026."""
