"""PDF, pictures, e-mail, workbooks, web archives, zip."""

# ruff: noqa: DTZ001  (the register's times are naive UTC)

import hashlib
import json
from datetime import datetime
from types import ModuleType

import pytest

from holdfire.intake.document import Document
from holdfire.intake.split import split
from holdfire.model.kinds import BlockRole


def of(document: Document, role: BlockRole) -> list[str]:
    return [document.block_text(block) for block in document.blocks if block.role is role]


@pytest.fixture(scope="module")
def report(made: ModuleType) -> Document:
    return split(made.pdf_report(), "report.pdf")


def test_every_cell_of_a_ruled_table_over_two_pages_is_exact(report: Document) -> None:
    cells = {
        (b.row_no, b.column_name): report.block_text(b)
        for b in report.blocks
        if b.role is BlockRole.TABLE_CELL
    }
    assert {b.table_no for b in report.blocks if b.role is BlockRole.TABLE_CELL} == {0}
    for i in range(1, 61):
        row = [cells[(i, name)] for name in ("No", "Position", "Count", "Observation", "Event location")]
        assert row == [str(i), f"Post {i % 4 + 1}", str(3 * i), "explosion", f"{2 + i % 5}-{4 + i % 5} km NE"]
    assert {b.page for b in report.blocks} >= {1, 2}


def test_a_pdfs_title_paragraph_and_date_are_read_and_the_table_is_not_read_twice(report: Document) -> None:
    assert report.title is not None
    body = of(report, BlockRole.BODY)
    assert any(
        words.endswith("all directions are seen from the post.") and "\n" not in words for words in body
    )
    assert not any("explosion" in words and "Post" in words for words in body)
    assert ("13 July 2020", "issued_on") in {(d.stated, d.basis) for d in report.date_candidates}


def test_a_cell_merged_over_rows_holds_for_each_and_an_empty_cell_for_none(made: ModuleType) -> None:
    document = split(made.pdf_merged(), "merged.pdf")
    cells = {
        (b.row_no, b.column_name): document.block_text(b)
        for b in document.blocks
        if b.role is BlockRole.TABLE_CELL
    }
    assert [cells.get((row, "Position")) for row in range(1, 5)] == [
        "Post 4",
        "Post 4",
        "Post 5, none",
        "Post 6",
    ]
    assert [cells.get((row, "No")) for row in range(1, 5)] == ["36", "12", None, None]
    assert document.text.count("Post 4") == 1


def test_a_scanned_pdf_says_that_it_has_no_text(made: ModuleType) -> None:
    document = split(made.pdf_scan(), "scan.pdf")
    assert document.status == "unreadable"
    assert document.reason is not None
    assert "scan" in document.reason


def test_a_picture_gives_its_metadata_and_says_that_it_is_not_read(made: ModuleType) -> None:
    document = split(made.jpeg_with_position(), "photo.jpg")
    assert document.status == "partly_read"
    assert "position: 40.905000, 45.556389" in of(document, BlockRole.METADATA)
    assert [(d.earliest, d.basis, d.has_zone) for d in document.date_candidates] == [
        (datetime(2020, 7, 13, 6, 11, 12), "file", True)
    ]


def test_a_mail_gives_subject_text_quote_signature_and_attachment_their_roles(made: ModuleType) -> None:
    document = split(made.MAIL, "night.eml")
    assert document.title == "Night of 12 July – post 4"
    assert of(document, BlockRole.BODY) == ["The post heard 12 explosions between 02:00 and 03:00."]
    assert of(document, BlockRole.QUOTE) == ["Did anybody hear the shelling of last night?"]
    assert "Duty officer" in " ".join(of(document, BlockRole.BOILERPLATE))
    attached = [line for line in of(document, BlockRole.METADATA) if line.startswith("Attachment: picks.csv")]
    assert hashlib.sha256(b"t,sensor\n1,a").hexdigest() in attached[0]
    assert document.date_candidates[0].earliest == datetime(2020, 7, 13, 3, 30)
    assert document.reason == "1 attachment listed and not read: save and take in"


def test_a_mail_that_is_only_html_is_read_as_a_page_without_its_scripts() -> None:
    mail = b"From: a@b.example\nDate: Mon, 13 Jul 2020 07:30:00 +0400\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<html><body><script>fired</script><p>One house was hit.</p></body></html>"
    document = split(mail, "x.eml")
    assert "One house was hit." in of(document, BlockRole.BODY)
    assert "fired" not in document.text


def test_a_workbook_is_a_table_and_a_known_dataset_is_recognised(made: ModuleType) -> None:
    table = split(
        made.workbook([["Position", "No"], ["Post 4", 36], [None, 1.5], ["Post 5", datetime(2020, 7, 13)]]),
        "t.xlsx",
    )
    cells = [(b.row_no, b.column_name, table.block_text(b)) for b in table.blocks]
    assert cells == [
        (0, "Position", "Position"),
        (0, "No", "No"),
        (1, "Position", "Post 4"),
        (1, "No", "36"),
        (2, "No", "1.5"),
        (3, "Position", "Post 5"),
        (3, "No", "2020-07-13"),
    ]
    assert [r.fields for r in table.records][1] == {"Position": "", "No": "1.5"}
    sheet = split(
        made.workbook(
            [["Link", "Archive status", "Archive location"], ["https://a.example", "success", "x"]]
        ),
        "s.xlsx",
    )
    assert [r.format for r in sheet.records] == ["auto_archiver"]


PAGE = "<html><head><title>T</title></head><body><article><h1>A quiet day</h1><p>The ministry said that the day had been quiet in the whole of the district.</p></article><script>fired</script></body></html>"


def test_a_web_archive_is_listed_with_digests_and_its_pages_are_read(made: ModuleType) -> None:
    document = split(
        made.warc({"https://a.example/1": PAGE, "https://a.example/2": PAGE.replace("quiet", "calm")}),
        "x.warc.gz",
    )
    listing = of(document, BlockRole.METADATA)
    assert len(listing) == 2
    assert listing[0].startswith("https://a.example/1 captured 2020-07-13T06:00:00Z, status 200, text/html")
    assert "digest holds" in listing[0]
    assert [(b.page, document.block_text(b)) for b in document.blocks if b.role is BlockRole.HEADLINE] == [
        (1, "A quiet day"),
        (2, "A calm day"),
    ]
    assert "fired" not in document.text


def test_a_wacz_whose_own_digest_does_not_hold_says_so(made: ModuleType) -> None:
    data = made.warc({"https://a.example/1": PAGE})
    package = {
        "resources": [{"path": "archive/data.warc.gz", "hash": "sha256:" + hashlib.sha256(data).hexdigest()}]
    }
    good = split(
        made.zipped({"datapackage.json": json.dumps(package).encode(), "archive/data.warc.gz": data}),
        "x.wacz",
    )
    assert good.media_type == "application/wacz"
    assert good.status == "read"
    package["resources"][0]["hash"] = "sha256:" + "0" * 64
    bad = split(
        made.zipped({"datapackage.json": json.dumps(package).encode(), "archive/data.warc.gz": data}),
        "x.wacz",
    )
    assert bad.status == "partly_read"
    assert bad.reason is not None
    assert "digest" in bad.reason


def test_a_zip_is_listed_member_by_member_and_not_unpacked(made: ModuleType) -> None:
    document = split(made.zipped({"a.csv": b"x", "../b.txt": b"yy"}), "x.zip")
    lines = of(document, BlockRole.METADATA)
    assert lines[0] == f"a.csv, 1 bytes, SHA-256 {hashlib.sha256(b'x').hexdigest()}"
    assert "climbs out" in lines[1]
    assert document.status == "partly_read"


def test_a_word_document_gives_its_final_text_and_its_tables(made: ModuleType) -> None:
    def paragraph(words: str, style: str = "") -> str:
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>'

    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in cells) + "</w:tr>"

    struck = "<w:p><w:r><w:t>Post 4 heard </w:t></w:r><w:del><w:r><w:delText>forty</w:delText></w:r></w:del><w:ins><w:r><w:t>twelve</w:t></w:r></w:ins><w:r><w:t> explosions.</w:t></w:r></w:p>"
    document = split(
        made.word(
            paragraph("Daily report", "Title")
            + struck
            + f"<w:tbl>{row('Post', 'No')}{row('4', '12')}</w:tbl>"
        ),
        "r.docx",
    )
    assert document.title == "Daily report"
    assert of(document, BlockRole.BODY) == ["Post 4 heard twelve explosions."]
    assert [
        (b.row_no, b.column_name, document.block_text(b))
        for b in document.blocks
        if b.role is BlockRole.TABLE_CELL
    ][2:] == [(1, "Post", "4"), (1, "No", "12")]
    assert document.reason == "holds tracked changes; read as if all were accepted"
    assert document.date_candidates[0].earliest == datetime(2020, 7, 13, 6, 0)
