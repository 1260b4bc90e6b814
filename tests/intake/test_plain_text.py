"""A page saved as text: what is article, what is a reader's comment, what stands around it."""

from pathlib import Path

import pytest

from holdfire.data import example_dir
from holdfire.intake.document import Document
from holdfire.intake.sections import rule_for
from holdfire.intake.split import split
from holdfire.model.kinds import BlockRole


def roles(text: str) -> list[tuple[str, str]]:
    document = split(text.encode(), "page.txt")
    return [(str(block.role), document.block_text(block)) for block in document.blocks]


def text_of(document: Document, *wanted: BlockRole) -> str:
    return "\n".join(document.block_text(block) for block in document.blocks if block.role in wanted)


SPEAKING = (BlockRole.HEADLINE, BlockRole.BODY, BlockRole.QUOTE, BlockRole.TABLE_CELL, BlockRole.CAPTION)


@pytest.mark.parametrize(
    "place", ["cases/tavush-2020/pages/000_93d84c3bc630f96f.txt", "reading/texts/089.txt"]
)
def test_the_saved_news_page_keeps_its_article_apart_from_comment_form_newsletter_and_related(
    shared: Path, place: str
) -> None:
    path = shared / place
    if not path.exists():
        pytest.skip(f"needs {place}")
    document = split(path.read_bytes(), path.name)
    article = text_of(document, *SPEAKING)
    assert article.startswith("MOSCOW")
    assert article.endswith("HARDtalk show on August 14.")
    assert sum(block.role is BlockRole.BODY for block in document.blocks) == 11
    comments = text_of(document, BlockRole.READER_COMMENT)
    assert comments.startswith("1. So more than a month")
    assert comments.endswith("Lavrov is playing games.")
    boilerplate = text_of(document, BlockRole.BOILERPLATE)
    assert "Leave a Reply" in boilerplate
    assert "Newsletters" in boilerplate
    related = text_of(document, BlockRole.RELATED)
    assert "Harutyunyan to Resign" in related
    assert "lost its majority" in related


def test_the_examples_saved_page_speaks_only_in_its_article() -> None:
    path = example_dir() / "material" / "saved-page-2020-07-17.txt"
    document = split(path.read_bytes(), path.name)
    article = text_of(document, *SPEAKING)
    assert "Nazim Ismayilov" in article
    assert "40 rockets" not in article
    assert "300 times" not in article
    assert "40 rockets" in text_of(document, BlockRole.READER_COMMENT)
    assert "300 times" in text_of(document, BlockRole.RELATED)


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("1 comment", BlockRole.READER_COMMENT),
        ("23 Comments", BlockRole.READER_COMMENT),
        ("3 thoughts on “A quiet night at the border”", BlockRole.READER_COMMENT),
        ("Комментарии (12)", BlockRole.READER_COMMENT),
        ("2 коментарі", BlockRole.READER_COMMENT),
        ("Մեկնաբանություններ", BlockRole.READER_COMMENT),
        ("Şərhlər (4)", BlockRole.READER_COMMENT),
        ("التعليقات", BlockRole.READER_COMMENT),
        ("Leave a Reply", BlockRole.BOILERPLATE),
        ("Sign Up for Our Newsletters", BlockRole.BOILERPLATE),
        ("You May Also Like", BlockRole.RELATED),
        ("Related stories:", BlockRole.RELATED),
        ("Читайте также:", BlockRole.RELATED),
        ("اقرأ أيضا", BlockRole.RELATED),
        ("© 2020 An outlet. All rights reserved.", BlockRole.BOILERPLATE),
        ("Read also: Another story of the same day", BlockRole.RELATED),
    ],
)  # fmt: skip
def test_the_words_that_sites_set_above_a_section(line: str, role: BlockRole) -> None:
    rule = rule_for(line)
    assert rule is not None
    assert rule.role is role


@pytest.mark.parametrize(
    "line",
    [
        "The ministry had no comment on the report.",
        "Comments by the mission: 12 explosions were heard",
        "30 replies were sent to the other side within six hours of the incident",
        "More soldiers were wounded near the village on Tuesday.",
        "He left a reply with the commander and subscribed to the truce",
        "Print journalists were stopped at the checkpoint",
        "Related to this, one shell hit a house",
    ],
)
def test_a_sentence_that_uses_such_a_word_is_no_fence(line: str) -> None:
    assert rule_for(line) is None


def test_comments_at_the_top_of_a_report_are_a_heading_and_not_a_section() -> None:
    found = roles("Comments:\n\nThe post heard 12 explosions.\n\nIt saw 3 flashes.")
    assert [role for role, _ in found] == ["body", "body", "body"]


def test_a_single_related_line_does_not_end_the_article() -> None:
    found = roles(
        "First paragraph of the article.\n\nRead also: Another story\n\nSecond paragraph of the article."
    )
    assert [role for role, _ in found] == ["body", "related", "body"]


def test_lines_that_a_narrow_column_broke_are_one_block_and_bullets_are_not() -> None:
    wrapped = "On 12 July at 12:30 the post in the north of the district\nheard about 15 explosions at a distance of four to nine\nkilometres to the north-east.\n- One house was hit.\n- Nobody was hurt."
    found = roles(wrapped)
    assert len(found) == 3
    assert found[0][1].endswith("north-east.")
    assert found[1][1] == "- One house was hit."


def test_a_title_is_short_has_no_full_stop_and_is_followed_by_text() -> None:
    assert roles("Daily report 12\n\nText follows here.")[0][0] == "headline"
    assert roles("Only one line")[0][0] == "body"
    assert roles("A first sentence that ends.\n\nText follows here.")[0][0] == "body"


def test_right_to_left_text_keeps_its_order_and_offsets() -> None:
    text = "بيان رقم ١٢\n\nأطلقت القوات النار على القرية في الساعة 12:30.\n\nالتعليقات"
    document = split(text.encode(), "bayan.txt")
    assert document.language == "ar"
    assert [document.block_text(block) for block in document.blocks][
        1
    ] == "أطلقت القوات النار على القرية في الساعة 12:30."
