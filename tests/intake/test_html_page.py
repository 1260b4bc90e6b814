"""A web page: scripts never enter, roles are told apart, tables keep their headers."""

import pytest

from holdfire.intake.document import Document
from holdfire.intake.html_page import _is_stamp
from holdfire.intake.split import split
from holdfire.model.kinds import BlockRole

PARAGRAPHS = "".join(
    f"<p>Paragraph {i} of the article says at some length what the ministry reported about the village on that day.</p>"
    for i in range(4)
)


def page(body: str, head: str = "<title>A day at the border | Outlet</title>") -> Document:
    return split(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), "page.html")


def of(document: Document, role: BlockRole) -> list[str]:
    return [document.block_text(block) for block in document.blocks if block.role is role]


def test_scripts_styles_hidden_and_commented_text_never_enter_the_text_layer() -> None:
    document = page(
        "<script>document.write('fired 20 shots')</script><style>.fired{}</style><noscript>fired 21 shots</noscript>"
        f"<article><h1>A day at the border</h1>{PARAGRAPHS}<p hidden>fired 22 shots</p><p style='display: none'>fired 23 shots</p>"
        "<!-- fired 24 shots --><template><p>fired 25 shots</p></template><svg><text>fired 26 shots</text></svg></article>"
    )
    assert "fired" not in document.text
    assert document.title == "A day at the border"
    assert len(of(document, BlockRole.BODY)) == 4


def test_comment_form_newsletter_and_related_stories_are_told_from_the_article() -> None:
    document = page(
        f"<nav><a>Start</a></nav><article><h1>A day at the border</h1>{PARAGRAPHS}<blockquote>A sentence that the page quotes from a long statement.</blockquote></article>"
        "<div id='comments'><h3>2 comments</h3><p>A reader says that everything was the other side's fault.</p></div>"
        "<form><h3>Leave a Reply</h3><input></form><div class='newsletter-box'>Get the latest by mail</div>"
        "<div class='related-posts'><h3>You May Also Like</h3><p>Another story of the outlet</p></div><footer>Imprint</footer>"
    )
    assert of(document, BlockRole.HEADLINE) == ["A day at the border"]
    assert len(of(document, BlockRole.BODY)) == 4
    assert of(document, BlockRole.QUOTE) == ["A sentence that the page quotes from a long statement."]
    assert of(document, BlockRole.READER_COMMENT) == [
        "A reader says that everything was the other side's fault."
    ]
    assert "Another story of the outlet" in of(document, BlockRole.RELATED)
    assert {"Imprint", "Leave a Reply", "Get the latest by mail"} <= set(of(document, BlockRole.BOILERPLATE))


def test_sections_are_told_by_their_words_where_the_tags_say_nothing() -> None:
    document = page(
        f"<div><h1>A day at the border</h1>{PARAGRAPHS}</div><div><h4>1 comment</h4><div><p>A reader thinks that they will start again.</p></div></div>"
        "<div><h4>You May Also Like</h4><ul><li>Another story</li></ul></div>"
    )
    assert of(document, BlockRole.READER_COMMENT) == ["A reader thinks that they will start again."]
    assert "Another story" in of(document, BlockRole.RELATED)
    assert len(of(document, BlockRole.BODY)) == 4


def test_a_tables_cells_carry_row_and_header_and_merged_cells_keep_columns_right() -> None:
    document = page(
        f"<article><h1>A day at the border</h1>{PARAGRAPHS}<table><tr><th>Position</th><th>No</th><th>Observation</th></tr>"
        "<tr><td rowspan='2'>Post 4</td><td>36</td><td>explosion</td></tr><tr><td>12</td><td>burst</td></tr>"
        "<tr><td colspan='2'>Post 5, none</td><td>-</td></tr></table></article>"
    )
    cells = [
        (b.row_no, b.column_name, document.block_text(b))
        for b in document.blocks
        if b.role is BlockRole.TABLE_CELL
    ]
    assert (0, "No", "No") in cells
    assert (1, "Position", "Post 4") in cells
    assert (2, "No", "12") in cells
    assert (2, "Position", "Post 4") in cells, "a cell merged over two rows holds for both"
    assert (3, "No", "Post 5, none") not in cells, "a cell merged over two columns stands in the first"
    assert (2, "Observation", "burst") in cells
    assert (3, "Position", "Post 5, none") in cells
    assert (3, "Observation", "-") in cells


def test_the_pages_own_dates_are_candidates_with_their_source() -> None:
    head = (
        "<title>T</title><meta property='article:published_time' content='2020-07-13T10:00:00+04:00'>"
        '<script type="application/ld+json">{"@graph": [{"datePublished": "2020-07-13"}]}</script>'
    )
    document = page(
        f"<article><h1>A day at the border</h1><p>YEREVAN, 12 July 2020 – The ministry reported on the day at the border.</p>{PARAGRAPHS}</article>",
        head,
    )
    assert {(date.stated, date.basis) for date in document.date_candidates} == {
        ("2020-07-13T10:00:00+04:00", "meta"),
        ("2020-07-13", "meta"),
        ("12 July 2020", "dateline"),
    }


def test_a_declared_encoding_is_believed_and_entities_are_decoded() -> None:
    body = "<html><head><meta charset='windows-1251'></head><body><article><h1>Сводка</h1><p>Обстрел села продолжался с 12:30 до 13:45 &mdash; всего 15 взрывов.</p></article></body></html>"
    document = split(body.encode("cp1251"), "page.html")
    assert "Обстрел села продолжался с 12:30 до 13:45 — всего 15 взрывов." in document.text
    assert document.language == "ru"


@pytest.mark.parametrize(
    "markup", ["<html><body></body></html>", "<!DOCTYPE html><html><body><script>x</script></body></html>"]
)
def test_a_page_that_shows_no_text_is_unreadable(markup: str) -> None:
    document = split(markup.encode(), "page.html")
    assert document.status == "unreadable"
    assert document.reason


def test_a_bare_notice_is_read_though_no_article_is_found() -> None:
    document = page("<div>The post was fired at twice.</div>")
    assert of(document, BlockRole.BODY) == ["The post was fired at twice."]


def test_a_page_nested_a_thousand_deep_is_read_or_says_why() -> None:
    document = split(
        ("<html><body>" + "<div>" * 1000 + "text" + "</div>" * 1000 + "</body></html>").encode(), "deep.html"
    )
    assert document.status in ("read", "partly_read", "unreadable")
    assert document.status != "unreadable" or document.reason


def test_the_articles_heading_is_the_one_that_the_title_repeats_and_not_the_sites_name() -> None:
    document = page(f"<h1>The Outlet</h1><article><h1>A day at the border</h1>{PARAGRAPHS}</article>")
    assert document.title == "A day at the border"


def test_short_lines_between_paragraphs_of_the_article_are_kept_and_bare_links_and_stamps_are_not() -> None:
    document = page(
        f"<article><h1>A day at the border</h1><p>13 July 2020, 20:00</p>{PARAGRAPHS}<div>36 explosions near post 4</div>"
        f"<div><a href='x'>Another story of the day</a></div><figure><figcaption>A house in the village</figcaption></figure>{PARAGRAPHS}</article>"
    )
    body = of(document, BlockRole.BODY)
    assert "36 explosions near post 4" in body
    assert "Another story of the day" not in body
    assert "13 July 2020, 20:00" not in body
    assert of(document, BlockRole.CAPTION) == ["A house in the village"]


@pytest.mark.parametrize(
    ("words", "is_stamp"),
    [
        ("13 July 2020, 20:00", True),
        ("Posted on July 13, 2020 by editor", True),
        ("On 13 July 2020 fire stopped", False),
        ("36 explosions near post 4", False),
    ],
)
def test_a_stamp_of_time_is_a_date_and_nothing_that_says_anything(words: str, is_stamp: bool) -> None:
    assert _is_stamp(words) is is_stamp
