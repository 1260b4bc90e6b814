"""How much of what documents say is read, and read right: every figure of issue 4, on sets of labelled documents.

`shared` was open while the grammar was written: what the rules hold on known documents. `open` was labelled by others and
looked at later. `blind` was labelled by others too and never looked at: its totals are the honest figures, and as every look
at them makes them a little less so, they are measured apart, by `python -m bench reading_blind`. A set is read with its sources named, as a mission names them, and again unnamed ("no source": what a stranger's
file without --source gives, the pack chosen as `holdfire read` chooses it). The generic pack reads every ceasefire that
is not of the packs' own conflicts, and then the packs' conflicts too: a conflict that nobody prepared for.

Scoring: bench/reading_scoring.py. Sets, digests: bench/reading_corpora.py. Run: python -m bench reading
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from bench.figures import Figure, cpu_seconds
from bench.reading_corpora import PINNED, SETS, Corpus, Labelled
from bench.reading_scoring import OPTIONAL_KINDS, Tally, score_document
from bench.reading_tables import table_figures


def read_labelled(
    labelled: Labelled, document: Any, pack: str | None, *, is_nameless: bool = False
) -> list[dict[str, Any]]:
    """pack None: chosen from the text, as `holdfire read --pack auto` does."""
    from holdfire.reading.files import choose_pack
    from holdfire.reading.pack import load_pack
    from holdfire.reading.read import read_document

    row = labelled.row
    result = read_document(
        document,
        load_pack(pack) if pack else choose_pack(document.text),
        published=date.fromisoformat(row["date"]) if row["date"] else None,
        source=None if is_nameless else row["outlet"],
        doc_id=row["doc"],
    )
    return [statement.as_line() | statement.details() for statement in result.statements]


def evaluate(
    corpus: Corpus,
    choose: Callable[[dict[str, str]], bool] = lambda row: True,
    *,
    pack: str | None = None,
    is_nameless: bool = False,
    details: list[str] | None = None,
) -> dict[str, Tally]:
    """Tallies by family over the documents that `choose` takes. details is filled for open sets only."""
    from holdfire.intake.split import split

    documents = list(corpus.documents())
    labelled_kinds = {label["kind"] for d in documents for label in d.labels}
    left_out = OPTIONAL_KINDS - labelled_kinds
    tallies: dict[str, Tally] = defaultdict(Tally)
    for labelled in documents:
        if not choose(labelled.row):
            continue
        document = split(labelled.text.encode(), f"{labelled.row['doc']}.txt")
        chosen = pack or (None if is_nameless else corpus.pack_of(labelled.row))
        read = read_labelled(labelled, document, chosen, is_nameless=is_nameless)
        notes: list[str] | None = None if details is None or corpus.is_blind else []
        tallies[corpus.family_of(labelled.row)].add(
            score_document(document.text, labelled.labels, read, notes, left_out)
        )
        if details is not None and notes:
            details.append(f"--- {labelled.row['doc']} {labelled.row['family']} {labelled.row['lang']}")
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
        ("date", 0.95), ("time", 0.90), ("count", 0.92), ("casualties", 0.80), ("speaker", 0.93), ("accused", 0.92), ("modality", None), ("negated", None),
    ):  # fmt: skip
        yield Figure(f"{label}: field {name}", total.share(name), f"of {total.compared[name]}", target)
    yield Figure(f"{label}: field places, set F1", total.places_f1, "", 0.85)
    yield Figure(f"{label}: quotes found at their offsets", total.share("quote"), f"of {total.read}", 1.0)


def generic_figures(corpus: Corpus) -> Iterable[Figure]:
    """The generic pack on ceasefires with no pack, then on every English document: an unseen conflict."""
    for what, choose in (
        ("other ceasefires", lambda row: row["family"] == "other" and row["lang"] == "en"),
        ("every English document", lambda row: row["lang"] == "en" and row["family"] != "osce"),
    ):
        t = whole(evaluate(corpus, choose, pack="generic"))
        if not t.labelled:
            continue
        label = f"{corpus.name}, generic pack: {what}"
        yield Figure(f"{label}: kind precision", t.precision, f"of {t.read}", 0.90)
        yield Figure(f"{label}: kind recall", t.recall, f"of {t.labelled}", 0.65)
        for name, given, right in (
            ("speaker", t.speaker_given, t.speaker_given_right),
            ("accused", t.accused_given, t.accused_given_right),
        ):
            yield Figure(
                f"{label}: {name} precision where given",
                right / max(1, given),
                f"of {given}, {t.matched - given} left open",
                0.85,
            )


def whole(tallies: dict[str, Tally]) -> Tally:
    total = Tally()
    for tally in tallies.values():
        total.add(tally)
    return total


def speed(corpus: Corpus) -> Figure:
    from holdfire.intake.split import split

    rows = [
        (labelled, split(labelled.text.encode(), f"{labelled.row['doc']}.txt"))
        for labelled in corpus.documents()
        if labelled.row["doc"] != "089"
    ]

    def read_all(times: int) -> None:
        for _ in range(times):
            for labelled, document in rows:
                read_labelled(labelled, document, corpus.pack_of(labelled.row))

    read_all(1)  # packs loaded, words folded once
    times = 5
    seconds, _ = cpu_seconds(lambda: read_all(times))
    return Figure(
        "documents read per CPU second, after parsing",
        times * len(rows) / seconds,
        "docs/s",
        200,
        note=f"{len(rows)} documents of about 600 characters, {times} times",
    )


def run_sets(corpora: Iterable[Corpus], size: str) -> Iterable[Figure]:
    """Every figure of these sets. A set that is not there is not measured."""
    for corpus in corpora:
        if not corpus.is_there():
            continue
        digest = corpus.digest()
        yield Figure(
            f"{corpus.name}: digest is the pinned one",
            float(digest == PINNED.get(corpus.name)),
            "",
            1.0,
            note=digest,
        )
        named = evaluate(corpus)
        yield from family_figures(named, corpus.name)
        yield from field_figures(whole(named), corpus.name)
        if size == "full":
            yield from family_figures(evaluate(corpus, is_nameless=True), f"{corpus.name}, no source")
            yield from generic_figures(corpus)


def run(size: str) -> Iterable[Figure]:
    """Every figure but the blind half's; prints nothing itself."""
    yield from run_sets((corpus for corpus in SETS if not corpus.is_blind), size)
    if size == "full":
        yield from table_figures(rows=60, seed=20170608)
    if SETS[0].is_there():
        yield speed(SETS[0])
