"""The published pages in headless Chromium: WCAG 2.2 AA by axe, light and dark, phone and wide, by keyboard, in print."""

from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser
PAGES = ("index", "incidents", "incidents/inc-2021-05-01-001", "days/2021-05-01", "first-mover", "contradictions", "unresolved", "findings",
         "counts", "counts/smm-item", "claims-check", "sources", "log", "verify")  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_against_wcag_2_2_aa(browser: Any, out: Path, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    faults = []
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    exhibit = sorted((out / "exhibits").glob("*.html"))[0]
    for path in [*(out / f"{name}.html" for name in PAGES), exhibit]:
        page = context.new_page()
        page.goto(path.as_uri())
        for fault in Axe().run(page, options=rules).response["violations"]:
            faults.append((path.name, fault["id"], [node["target"] for node in fault["nodes"]][:3]))
        page.close()
    context.close()
    assert faults == []


@pytest.mark.parametrize("width", [360, 1920])
def test_no_page_is_wider_than_the_screen(browser: Any, out: Path, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    for path in sorted(out.rglob("*.html")):
        page.goto(path.as_uri())
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, (path.name, over)
    context.close()


def test_the_first_tab_stop_leads_past_the_navigation(browser: Any, out: Path) -> None:
    page = browser.new_page()
    page.goto((out / "index.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.wait_for_url("**#main")
    page.close()


def test_a_number_is_followed_by_links_to_the_digest_and_the_log(browser: Any, out: Path) -> None:
    """The walk of a stranger: a number, its rows, the words in their document, its digest, its log entry, the root."""
    page = browser.new_page()
    page.goto((out / "counts.html").as_uri())
    page.locator("td.num a").first.click()
    page.locator("td a", has_text="st-").first.click()
    assert page.locator("mark").count() > 0
    assert len(page.locator("dd.id").first.inner_text()) == 64
    page.locator("dd a", has_text="log entry").click()
    assert page.locator("tr:target").count() == 1
    assert page.locator("td.id", has_text="cm9vdA==").count() == 1
    page.close()


def test_print_leaves_the_navigation_out(browser: Any, out: Path) -> None:
    page = browser.new_page()
    page.emulate_media(media="print")
    page.goto((out / "days" / "2021-05-01.html").as_uri())
    assert not page.locator(".site-nav").is_visible()
    page.close()
