"""Damaged files of every format: a Document comes back, with a reason where nothing could be read. Never an exception."""

import random
from types import ModuleType

import pytest

from holdfire.data import example_dir
from holdfire.intake.document import from_json, to_json
from holdfire.intake.split import split


def seeds(made: ModuleType) -> dict[str, bytes]:
    material = example_dir() / "material"
    return {
        "x.pdf": made.pdf_report(),
        "x.jpg": made.jpeg_with_position(),
        "x.xlsx": made.workbook([["a", "b"], [1, "x"], [2.5, None]]),
        "x.warc.gz": made.warc({"https://a.example": "<p>One house was hit.</p>"}),
        "x.zip": made.zipped({"a": b"x" * 100, "b/c": b"y"}),
        "x.docx": made.word("<w:p><w:r><w:t>One house was hit.</w:t></w:r></w:p>"),
        "x.eml": made.MAIL,
        "x.html": (material / "news-page-2020-08-21.html").read_bytes(),
        "x.json": (material / "observer-form-2020-07-13.json").read_bytes(),
    }


def damaged(data: bytes, rng: random.Random) -> bytes:
    """Some bytes changed, cut off, put in or left out."""
    out = bytearray(data)
    at = rng.randrange(len(out))
    way = rng.randrange(4)
    if way == 0:
        for _ in range(rng.choice([1, 3, 20, 100])):
            out[rng.randrange(len(out))] = rng.randrange(256)
    elif way == 1:
        del out[at:]
    elif way == 2:
        out[at:at] = rng.randbytes(rng.randrange(50))
    else:
        del out[at : at + rng.randrange(200)]
    return bytes(out)


def survive(made: ModuleType, seed: int, rounds: int) -> None:
    rng = random.Random(seed)
    whole = seeds(made)
    for _ in range(rounds):
        for name, data in whole.items():
            document = split(damaged(data, rng), name)
            assert from_json(to_json(document)) == document
            assert document.status != "unreadable" or document.reason, name


def test_a_few_damaged_files_of_each_format(made: ModuleType) -> None:
    survive(made, 1, 4)


@pytest.mark.slow
def test_many_damaged_files_of_each_format(made: ModuleType) -> None:
    survive(made, 2, 300)
