"""out/ as a reader finds it: both sides side by side, every number and row reachable, the same bytes each time."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import duckdb

from holdfire.model.case import Case
from holdfire.report.write import write_out

ONE = "inc-2021-05-01-001"


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.scripts += tag == "script" or any(name.startswith("on") for name in values)
        if values.get("id"):
            assert values["id"] not in self.ids, f"id {values['id']} twice"
            self.ids.add(values["id"] or "")
        if tag in ("a", "link") and values.get("href"):
            self.links.append(values["href"] or "")


def _read(path: Path) -> Links:
    found = Links()
    found.feed(path.read_text(encoding="utf-8"))
    return found


def test_every_link_of_every_page_leads_to_a_page_and_an_anchor_that_exist(out: Path) -> None:
    pages = {path: _read(path) for path in sorted(out.rglob("*.html"))}
    assert len(pages) > 15
    for path, page in pages.items():
        for link in page.links:
            if link.startswith("http"):
                continue
            name, _hash, anchor = link.partition("#")
            target = (path.parent / unquote(name)).resolve() if name else path
            assert target.exists(), f"{path.name}: {link}"
            if anchor and target.suffix == ".html":
                assert unquote(anchor) in pages[target].ids, f"{path.name}: {link}"


def test_no_page_has_a_script_or_a_style_attribute(out: Path) -> None:
    for path in out.rglob("*.html"):
        assert _read(path).scripts == 0
        assert " style=" not in path.read_text(encoding="utf-8")


def test_hostile_text_is_shown_as_text(out: Path) -> None:
    pages = "".join(path.read_text(encoding="utf-8") for path in out.rglob("*.html"))
    assert "<script>" not in pages
    assert "&lt;script&gt;alert(1)" in pages
    assert "<b>see</b>" not in pages
    assert "&lt;b&gt;see&lt;/b&gt;" in pages


def test_a_rebuild_is_byte_identical(
    register: duckdb.DuckDBPyConnection, case: Case, out: Path, tmp_path: Path
) -> None:
    again = write_out(register, case, tmp_path)
    first = {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert {path.relative_to(tmp_path): path.read_bytes() for path in again} == first


def test_a_page_that_is_gone_from_the_register_is_gone_from_out(
    register: duckdb.DuckDBPyConnection, case: Case, tmp_path: Path
) -> None:
    stale = tmp_path / "incidents" / "inc-1999-01-01-001.html"
    stale.parent.mkdir()
    stale.write_text("old")
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "kept.pdf").write_text("kept")
    write_out(register, case, tmp_path)
    assert not stale.exists()
    assert (tmp_path / "reports" / "kept.pdf").exists()


def test_both_sides_stand_in_the_same_component_in_the_order_of_their_ids(out: Path) -> None:
    page = (out / "incidents" / f"{ONE}.html").read_text(encoding="utf-8")
    sides = page[page.index('id="sides"') : page.index('id="origin"')]
    assert sides.index("<h3>Alfaland</h3>") < sides.index("<h3>Betaland</h3>")
    assert sides.count('<article class="statement p-ALF"') == 2
    assert sides.count('<article class="statement p-BET"') == 1


def test_a_side_without_a_word_is_said_to_have_none(out: Path) -> None:
    page = (out / "incidents" / "inc-2021-05-01-002.html").read_text(encoding="utf-8")
    assert "Alfaland has no statement on file about this incident." in page


def test_the_quote_is_marked_in_its_document_and_linked_from_the_incident(out: Path) -> None:
    incident = (out / "incidents" / f"{ONE}.html").read_text(encoding="utf-8")
    link = re.search(r'href="\.\./(exhibits/ex-[0-9a-f]+\.html)#st-a2"', incident)
    assert link
    exhibit = (out / link[1]).read_text(encoding="utf-8")
    assert '<a id="st-a2"></a><mark>Two servicemen of Alfaland were killed.</mark>' in exhibit


def test_a_reader_comment_is_listed_and_is_no_claim(out: Path) -> None:
    claims = json.loads((out / "claims-check.json").read_text(encoding="utf-8"))["claims"]
    comments = [c for c in claims if c["verdict"] == "reader_comment"]
    assert len(comments) == 1
    assert comments[0]["statement_id"] is None
    assert "never a claim" in (out / "claims-check.html").read_text(encoding="utf-8")


def test_cannot_say_is_a_headline_with_its_reason(out: Path) -> None:
    page = (out / "incidents" / f"{ONE}.html").read_text(encoding="utf-8")
    assert "Side of origin: cannot say" in page
    assert "Nothing but a party&#39;s own word speaks of a side." in page


def test_a_reply_is_printed_beside_the_other_party_at_the_same_rank(out: Path) -> None:
    page = (out / "incidents" / f"{ONE}.html").read_text(encoding="utf-8")
    replies = page[page.index('id="replies"') : page.index('id="members"')]
    assert replies.count("<h3>") == 2
    assert "Alfaland has not replied" in replies


def test_the_day_page_has_every_day_of_the_period_and_its_json(out: Path) -> None:
    for day in ("2021-05-01", "2021-05-02", "2021-05-03"):
        data = json.loads((out / "days" / f"{day}.json").read_text(encoding="utf-8"))
        assert [s["key"] for s in data["sections"]][:2] == ["summary", "violations"]
        assert (out / "days" / f"{day}.html").exists()


def test_every_count_leads_to_its_rows(out: Path) -> None:
    counts = (out / "counts.html").read_text(encoding="utf-8")
    link = re.search(r'href="counts/smm-item\.html#([^"]+)">30<', counts)
    assert link
    rows = (out / "counts" / "smm-item.html").read_text(encoding="utf-8")
    assert f'id="{link[1]}"' in rows
    assert "#st-a1" in rows
