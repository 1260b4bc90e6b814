"""Small files of each format, made here: no third party's document is kept."""

import io
import zipfile


def pdf_report() -> bytes:
    """Two pages: a title, a wrapped paragraph, a ruled table that goes on over the page with its header repeated."""
    import typst

    rows = "".join(
        f"[{i}], [Post {i % 4 + 1}], [{3 * i}], [explosion], [{2 + i % 5}-{4 + i % 5} km NE],"
        for i in range(1, 61)
    )
    source = f"""
#set page(width: 21cm, height: 29.7cm, header: [Daily report 12 of an invented mission], footer: context [Page #counter(page).display()])
#set text(size: 10pt)
= Daily report 12 issued on 13 July 2020

The mission's posts heard explosions on most of the front in the reporting period, which was the day from the evening of
12 July to the evening of 13 July; all times are local and all directions are seen from the post.

#table(columns: 5, table.header([No], [Position], [Count], [Observation], [Event location]), {rows})
"""
    return bytes(typst.compile(source.encode()))


def pdf_merged() -> bytes:
    """A ruled table in which a position stands for two rows, and one cell for two columns."""
    import typst

    return bytes(
        typst.compile(
            b"#table(columns: 3, [Position], [No], [Observation], table.cell(rowspan: 2)[Post 4], [36], [explosion], [12], [burst],"
            b" table.cell(colspan: 2)[Post 5, none], [calm], [Post 6], [], [shot])"
        )
    )


def pdf_scan() -> bytes:
    """A page that is only a picture."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (80, 60), "white").save(out, "PDF")
    return out.getvalue()


def jpeg_with_position() -> bytes:
    from PIL import Image

    image = Image.new("RGB", (64, 48), "grey")
    exif = image.getexif()
    exif[0x010F] = "Maker"
    exif.get_ifd(0x8769)[0x9003] = "2020:07:13 10:11:12"
    exif.get_ifd(0x8769)[0x9011] = "+04:00"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (40.0, 54.0, 18.0), "E", (45.0, 33.0, 23.0)
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


MAIL = b"""From: Duty officer <duty@mission.example>
To: Desk <desk@mission.example>
Subject: =?utf-8?q?Night_of_12_July_=E2=80=93_post_4?=
Date: Mon, 13 Jul 2020 07:30:00 +0400
Message-ID: <1@mission.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

The post heard 12 explosions between 02:00 and 03:00.

> Did anybody hear the shelling of last night?

--
Duty officer
--b
Content-Type: text/csv
Content-Disposition: attachment; filename="picks.csv"

t,sensor
1,a
--b--
"""


def workbook(rows: list[list[object]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def warc(pages: dict[str, str]) -> bytes:
    """A compressed WARC with a response for each address."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for url, html in pages.items():
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(html.encode()),
            http_headers=head,
            warc_headers_dict={"WARC-Date": "2020-07-13T06:00:00Z"},
        )
        writer.write_record(record)
    return out.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def word(body: str) -> bytes:
    """A DOCX whose main part holds this XML."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    core = '<c xmlns:t="http://purl.org/dc/terms/"><t:created>2020-07-13T06:00:00Z</t:created></c>'
    return zipped(
        {
            "word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>".encode(),
            "docProps/core.xml": core.encode(),
        }
    )
