"""Bad input: each kind gets one clear line, through the bounded process, and never an exception."""

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from holdfire.intake.split import split
from holdfire.intake.worker import Splitter


@pytest.fixture(scope="module")
def splitter() -> Iterator[Splitter]:
    with Splitter() as running:
        yield running


def reason_of(splitter: Splitter, path: Path) -> str:
    document = splitter.split_file(path, path.name)
    assert document.status == "unreadable", document
    assert document.text == ""
    assert document.reason is not None
    assert "\n" not in document.reason.strip()
    return document.reason


def test_a_truncated_pdf(splitter: Splitter, tmp_path: Path, made: ModuleType) -> None:
    path = tmp_path / "cut.pdf"
    path.write_bytes(made.pdf_report()[:900])
    assert "truncated or damaged" in reason_of(splitter, path)


def test_a_file_of_200_mb_is_refused_by_its_size_and_never_loaded(splitter: Splitter, tmp_path: Path) -> None:
    path = tmp_path / "big.html"
    with path.open("wb") as stream:
        stream.write(b"<html><body>")
        stream.truncate(200_000_000)
    assert os.stat(path).st_size == 200_000_000
    assert "200 MB is more than the 67 MB" in reason_of(splitter, path)


def test_an_empty_file(splitter: Splitter, tmp_path: Path) -> None:
    path = tmp_path / "nothing.html"
    path.write_bytes(b"")
    assert reason_of(splitter, path) == "the file is empty (0 bytes)"


def test_a_zip_bomb_by_ratio_by_total_and_by_members(splitter: Splitter, tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("zeros", "w") as member:
        for _ in range(64):
            member.write(bytes(1024 * 1024))
    assert "zip bomb" in reason_of(splitter, path)
    with zipfile.ZipFile(path, "w") as archive:
        for i in range(10_001):
            archive.writestr(str(i), b"")
    assert "10,001 members" in reason_of(splitter, path)


def test_a_workbook_that_is_a_zip_bomb(splitter: Splitter, tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", bytes(64 * 1024 * 1024))
    assert "zip bomb" in reason_of(splitter, path)


def test_a_directory_that_lies_about_a_members_size_is_found_out(
    splitter: Splitter, tmp_path: Path, made: ModuleType
) -> None:
    path = tmp_path / "liar.zip"
    data = bytearray(made.zipped({"zeros": bytes(5_000_000)}))
    for magic, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):  # uncompressed size, in both headers
        at = data.index(magic) + offset
        data[at : at + 4] = (1000).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    document = splitter.split_file(path, path.name)
    assert len(document.text) < 1000
    assert document.reason is not None
    assert "CRC" in document.reason or "bomb" in document.reason


@pytest.mark.parametrize("cut", [10, 40, 200])
def test_truncated_archives_pictures_and_workbooks(
    splitter: Splitter, tmp_path: Path, cut: int, made: ModuleType
) -> None:
    for name, data in (
        ("x.zip", made.zipped({"a": b"x" * 1000})),
        ("x.jpg", made.jpeg_with_position()),
        ("x.xlsx", made.workbook([["a"], [1]])),
        ("x.warc.gz", made.warc({"https://a.example": "<p>x</p>"})),
    ):
        path = tmp_path / name
        path.write_bytes(data[:cut])
        document = splitter.split_file(path, name)
        assert document.status in ("unreadable", "partly_read")
        assert document.reason


def test_a_page_with_a_megabyte_of_script_is_read_without_it(splitter: Splitter, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        f"<html><body><script>{'fired();' * 130_000}</script><h1>A quiet day</h1><p>The post heard nothing.</p></body></html>"
    )
    document = splitter.split_file(path, path.name)
    assert document.status == "read"
    assert "fired" not in document.text
    assert "The post heard nothing." in document.text


def test_bytes_of_no_known_format_are_named_and_sealed_as_they_are() -> None:
    document = split(bytes(range(256)) * 8, "x.bin")
    assert document.reason == "no reader for application/octet-stream; sealed as it is"


def test_an_entity_bomb_in_a_page_does_not_grow(splitter: Splitter, tmp_path: Path) -> None:
    path = tmp_path / "laughs.html"
    entities = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    path.write_text(
        f'<!DOCTYPE html [<!ENTITY l0 "fired">{entities}]><html><body><p>&l11; The post heard nothing.</p></body></html>'
    )
    document = splitter.split_file(path, path.name)
    assert len(document.text) < 5000
