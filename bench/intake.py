"""Intake: do articles come whole, do comments and related stories stay out, are cells exact, what does it cost?

Pages are made from site templates of common kinds (weblog, content managers, table layouts, ministries' sites, saved as
text), each filled with seeded sentences whose role is known. Templates and sentences are ours; they stand for kinds of
sites and are no copy of one. A leak is a sentence of a comment, a related story or the page's frame in a speaking role.
"""

import importlib.util
import random
from collections.abc import Callable, Iterable
from pathlib import Path

from bench.figures import Figure, cpu_seconds
from bench.intake_templates import TEMPLATES, Page, filled
from holdfire.intake.document import Document
from holdfire.intake.split import split
from holdfire.model.kinds import SPEAKING_ROLES, BlockRole

SEED = 20200712


def run(size: str) -> Iterable[Figure]:
    """`small`: two pages of each template; `full`: forty."""
    rng = random.Random(SEED)
    pages = [filled(name, rng) for name in TEMPLATES for _ in range(2 if size == "small" else 40)]
    documents = [split(page.data, page.file_name) for page in pages]
    yield from _roles(pages, documents)
    yield from _cells()
    yield from _speed(pages)


def _roles(pages: list[Page], documents: list[Document]) -> Iterable[Figure]:
    said = comments = outside = 0
    kept = kept_comments = leaked_comments = leaked = titles = 0
    worst: dict[str, int] = {}
    for page, document in zip(pages, documents, strict=True):
        speaking = "\n".join(document.block_text(b) for b in document.blocks if b.role in SPEAKING_ROLES)
        commented = "\n".join(
            document.block_text(b) for b in document.blocks if b.role is BlockRole.READER_COMMENT
        )
        titles += document.title == page.title
        for sentence in page.article:
            said += 1
            kept += sentence in speaking
        for sentence in page.comments:
            comments += 1
            kept_comments += sentence in commented
            leaked_comments += sentence in speaking
            worst[page.template] = worst.get(page.template, 0) + (sentence in speaking)
        for sentence in page.frame:
            outside += 1
            leaked += sentence in speaking
            worst[page.template] = worst.get(page.template, 0) + (sentence in speaking)
    where = ", ".join(f"{name} {count}" for name, count in sorted(worst.items()) if count) or "none leaks"
    note = f"{len(pages)} pages of {len(TEMPLATES)} templates, seed {SEED}"
    yield Figure("article sentences in a speaking role", kept / said, target=0.99, note=note)
    yield Figure(
        "comment sentences in a speaking role",
        leaked_comments / comments,
        target=0.0,
        better="lower",
        note=where,
    )
    yield Figure("comment sentences kept as reader comments", kept_comments / comments, target=0.95)
    yield Figure(
        "related and frame sentences in a speaking role", leaked / outside, target=0.02, better="lower"
    )
    yield Figure("titles right", titles / len(pages), target=0.95)


def _cells() -> Iterable[Figure]:
    spec = importlib.util.spec_from_file_location(
        "made", Path(__file__).parent.parent / "tests" / "intake" / "made.py"
    )
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    document = split(made.pdf_report(), "report.pdf")
    cells = {
        (b.row_no, b.column_name): document.block_text(b)
        for b in document.blocks
        if b.role is BlockRole.TABLE_CELL
    }
    wanted = {
        (i, name): value
        for i in range(1, 61)
        for name, value in {
            "No": str(i), "Position": f"Post {i % 4 + 1}", "Count": str(3 * i), "Observation": "explosion",
            "Event location": f"{2 + i % 5}-{4 + i % 5} km NE",
        }.items()
    }  # fmt: skip
    exact = sum(cells.get(key) == value for key, value in wanted.items())
    yield Figure(
        "cells of a ruled PDF table over two pages exact",
        exact / len(wanted),
        target=0.99,
        note=f"{exact} of {len(wanted)}",
    )


def _speed(pages: list[Page]) -> Iterable[Figure]:
    """A page's split against what its extractor alone takes, in the same run."""
    html = [page for page in pages if page.file_name.endswith(".html")]

    def plain() -> None:
        import trafilatura

        for page in html:
            trafilatura.bare_extraction(
                page.data, favor_precision=True, include_comments=True, with_metadata=False
            )

    def ours() -> None:
        for page in html:
            split(page.data, page.file_name)

    timed: Callable[[Callable[[], None]], float] = lambda work: cpu_seconds(work)[0]  # noqa: E731
    plain()
    baseline, taken = timed(plain), timed(ours)
    yield Figure(
        "split of a page, times the extractor alone",
        taken / baseline,
        target=4.0,
        better="lower",
        note=f"{1000 * taken / len(html):.2f} CPU ms a page",
    )
