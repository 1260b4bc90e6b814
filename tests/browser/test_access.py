"""WCAG 2.2 AA by axe, no sideways scrolling at 360 and 1920 px, light and dark, by keyboard."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/incidents",
    "/contested",
    "/first-mover",
    "/findings",
    "/parties",
    "/parties/ARM",
    "/counts",
    "/sources",
    "/exhibits",
    "/coverage",
    "/reports",
    "/log",
    "/search?q=fire",
    "/sql",
    "/sign-in",
)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def faults(page: Any) -> list[str]:
    """axe's violations. The page's own policy forbids injected scripts, so axe runs through the debugger's world."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=RULES)
    return [f"{v['id']}: {n['html'][:120]}" for v in found.response["violations"] for n in v["nodes"][:3]]


def detail_pages(page: Any) -> list[str]:
    page.goto("/incidents?status=contradicted")
    incident = page.locator("tbody a").first.get_attribute("href")
    page.goto("/findings")
    finding = page.locator("tbody a").first.get_attribute("href")
    page.goto("/exhibits")
    exhibit = page.locator("tbody a").first.get_attribute("href")
    return [incident, finding, exhibit]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault_on_any_main_page(open_page: Callable[..., Any], scheme: str) -> None:
    page = open_page(color_scheme=scheme, bypass_csp=True)
    found = {}
    for path in [*PAGES, *detail_pages(page)]:
        page.goto(path)
        problems = faults(page)
        if problems:
            found[path] = problems
    assert not found


def test_axe_finds_no_fault_on_the_pages_of_those_who_work_here(open_page: Callable[..., Any]) -> None:
    page = open_page("analyst", bypass_csp=True)
    found = {}
    for path in ("/review", "/intake", "/complaints", "/counts?left=smm-item&right=jfo-episode#gap"):
        page.goto(path)
        problems = faults(page)
        if problems:
            found[path] = problems
    assert not found


@pytest.mark.parametrize("width", [360, 1920])
def test_no_page_scrolls_sideways(open_page: Callable[..., Any], width: int) -> None:
    page = open_page(width=width)
    wide = []
    for path in [*PAGES, *detail_pages(page)]:
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
            wide.append(path)
    assert not wide


def test_the_first_tab_leads_past_the_navigation(open_page: Callable[..., Any]) -> None:
    page = open_page()
    page.goto("/incidents")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_focus_is_seen(open_page: Callable[..., Any]) -> None:
    page = open_page()
    page.goto("/incidents")
    for _ in range(4):
        page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
