"""The work of three people, in a browser: an analyst, a party's liaison, a reader."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser


def investigate_again(case_root: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "holdfire.cli.main", "investigate", str(case_root)],
        check=True,
        capture_output=True,
    )


def test_an_analyst_goes_from_intake_to_finding(
    open_page: Callable[..., Any], case_root: Path, tmp_path: Path
) -> None:
    bulletin = tmp_path / "bulletin.txt"
    bulletin.write_text(
        "A worked example in our own words.\n\nYerevan, 20 July 2020. On 20 July at 21:15 the Azerbaijani armed forces shelled the village "
        "of Chinari with 120 mm mortars, the Ministry of Defence of Armenia said.\n",
        encoding="utf-8",
    )
    page = open_page("analyst")
    page.goto("/intake")
    page.set_input_files("#files", str(bulletin))
    page.select_option("#source", "arm-mod")
    page.click("form.drop button")
    page.locator("form.drop .status", has_text="sealed as ex-").wait_for()
    exhibit = page.inner_text("form.drop .status").split("sealed as ")[1].split()[0]
    investigate_again(case_root)
    page.goto(f"/exhibits/{exhibit}")
    assert "Chinari" in page.inner_text(".document")
    page.goto("/search?q=21:15")
    assert page.locator("article.statement").count() >= 1
    page.goto("/incidents?day=2020-07-20")
    page.locator("tbody a").first.click()
    assert page.locator("h2#findings").count() == 1
    page.locator("#findings ~ ul a, h2#findings + ul a").first.click()
    assert "Trace" in page.inner_text("main")


def test_a_reviewer_decides_by_keyboard(open_page: Callable[..., Any]) -> None:
    page = open_page("reviewer")
    page.goto("/review")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.classList.contains('item')")
    page.keyboard.press("r")
    assert page.evaluate("document.activeElement.name") == "reason"
    page.keyboard.type("It names no act.")
    page.locator(".item").first.locator("text=It says nothing").click()
    assert "Decision recorded" in page.inner_text("h1")


def test_a_partys_liaison_replies_and_is_shown_equally(
    open_page: Callable[..., Any], case_root: Path
) -> None:
    incident = None
    for party in ("ARM", "AZE"):
        page = open_page(f"party-{party}")
        page.goto("/incidents?status=contradicted")
        page.locator("tbody a").first.click()
        incident = page.url.rsplit("/", 1)[1]
        page.fill("textarea[name=body]", f"The position of {party} on this incident.")
        page.click("text=Seal the reply")
        assert "sealed" in page.inner_text("h1")
    investigate_again(case_root)
    page = open_page("analyst")
    page.goto(f"/incidents/{incident}")
    replies = page.locator("article.reply")
    assert replies.count() == 2
    first, second = replies.nth(0).bounding_box(), replies.nth(1).bounding_box()
    assert first["width"] == second["width"]
    assert abs(first["height"] - second["height"]) < 4


def test_a_reader_finds_questions_and_reaches_the_sealed_bytes(open_page: Callable[..., Any]) -> None:
    page = open_page()
    page.goto("/")
    page.fill("input[name=q]", "Chinari")
    page.press("input[name=q]", "Enter")
    page.locator("main a[href*='/incidents/']").first.click()
    page.locator("a[href*='/exhibits/']").first.click()
    digest = page.inner_text("code.digest")
    assert len(digest) == 64
    page.locator("a[href^='/log/']").first.click()
    assert "Leaf hash" in page.inner_text("main")
    page.click("footer >> text=Verify this page")
    assert "holdfire verify" in page.inner_text("main")


def test_a_readers_response_is_shown_once_a_reviewer_says_so(open_page: Callable[..., Any]) -> None:
    reader = open_page()
    reader.goto("/incidents")
    reader.locator("tbody a").first.click()
    address = reader.url
    reader.click("text=Respond to this page")
    reader.fill("#public-body", "The mill was empty that night.")
    reader.click("text=Send for moderation")
    assert reader.inner_text("h1") == "Received"
    reviewer = open_page("reviewer")
    reviewer.goto("/review#responses")
    item = reviewer.locator(".item", has_text="The mill was empty")
    item.locator("input[name=reason]").fill("It is about this page.")
    item.locator("button[value=accept]").click()
    assert reviewer.inner_text("h1") == "Decision recorded"
    reader.goto(address)
    assert "The mill was empty" in reader.inner_text("article.public")
    assert "public response" in reader.inner_text("article.public .badge")


def test_a_reader_sees_why_two_policies_differ(open_page: Callable[..., Any]) -> None:
    page = open_page()
    page.goto("/counts")
    page.select_option("#left", "smm-item")
    page.select_option("#right", "jfo-episode")
    page.click("text=Explain the gap")
    assert "the steps add up" in page.inner_text("main")
    page.locator("#left").wait_for()
    page.locator("td details summary").first.click()
    assert page.locator("td details[open] li").count() >= 1


def test_the_map_is_drawn_when_asked_for(open_page: Callable[..., Any]) -> None:
    page = open_page()
    page.goto("/")
    with page.expect_response(lambda answer: ".mvt" in answer.url) as waited:
        page.click("button.load")
    assert waited.value.status == 200
    assert page.locator("#map canvas").count() == 1


def test_every_main_page_works_without_scripts(open_page: Callable[..., Any]) -> None:
    page = open_page(java_script_enabled=False)
    for path in (
        "/",
        "/incidents",
        "/contested",
        "/first-mover",
        "/findings",
        "/parties",
        "/counts",
        "/sources",
        "/coverage",
        "/reports",
        "/log",
    ):
        page.goto(path)
        assert page.inner_text("h1")
    page.goto("/incidents")
    page.select_option("#kind", index=1)
    page.click(".filters button")
    assert "kind=" in page.url
