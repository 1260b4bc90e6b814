"""body[start:end] is the block's text, whatever comes in."""

from hypothesis import given, settings
from hypothesis import strategies as st

from holdfire.data import example_dir
from holdfire.intake.document import Document, TextBuilder, from_json, to_json
from holdfire.intake.split import split
from holdfire.model.kinds import BlockRole

WORDS = st.text(alphabet=st.sampled_from("abcAB 12.,:;-“”’\n\r\téäшщԱբəğ١٢‏\u200e(){}[]|\"'<>&"), max_size=400)


def check(document: Document) -> None:
    before = 0
    for block in document.blocks:
        assert before <= block.start < block.end <= len(document.text), (
            "blocks are in order, apart and not empty"
        )
        words = document.text[block.start : block.end]
        assert words == words.strip()
        before = max(before, block.end)
    for record in document.records:
        assert 0 <= record.start <= record.end <= len(document.text)
    assert from_json(to_json(document)) == document


@given(WORDS)
def test_plain_text_is_covered_by_its_blocks_exactly_once(text: str) -> None:
    document = split(text.encode(), "x.txt")
    if document.reader != "plain_text":
        return
    check(document)
    covered = "".join(document.text[b.start : b.end] for b in document.blocks)
    assert "".join(covered.split()) == "".join(document.text.split())


@given(
    st.lists(
        st.tuples(st.sampled_from(["p", "div", "h1", "li", "td", "blockquote", "aside", "span"]), WORDS),
        max_size=12,
    )
)
@settings(max_examples=60)
def test_a_page_of_any_tags_keeps_its_offsets(pieces: list[tuple[str, str]]) -> None:
    body = "".join(f"<{tag}>{text}</{tag}>" for tag, text in pieces)
    check(split(f"<html><body>{body}</body></html>".encode(), "x.html"))


@given(st.lists(st.lists(WORDS, min_size=1, max_size=4), min_size=1, max_size=6))
def test_a_table_of_any_cells_keeps_its_offsets(rows: list[list[str]]) -> None:
    check(split("\n".join(",".join(row) for row in rows).encode(), "x.csv"))


@given(st.binary(max_size=600), st.sampled_from(["x.txt", "x.csv", "x.html", "x.json", "x.eml", None]))
def test_any_bytes_give_a_document_that_keeps_its_offsets_or_says_why_not(
    data: bytes, name: str | None
) -> None:
    document = split(data, name)
    check(document)
    assert document.status != "unreadable" or document.reason


@given(st.lists(st.tuples(WORDS, st.sampled_from(list(BlockRole)))))
def test_the_builder_never_drifts(parts: list[tuple[str, BlockRole]]) -> None:
    builder = TextBuilder()
    for text, role in parts:
        builder.add(text, role)
    wanted = [text.strip() for text, _ in parts if text.strip()]
    assert [builder.text[b.start : b.end] for b in builder.blocks] == wanted


def test_the_examples_material_keeps_its_offsets() -> None:
    for path in sorted((example_dir() / "material").iterdir()):
        document = split(path.read_bytes(), path.name)
        check(document)
        assert document.status in ("read", "structured"), path.name
