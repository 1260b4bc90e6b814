"""A passkey in Chromium with its virtual authenticator: added, used, removed, under the site's own policy."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from holdfire.web.accounts import Accounts

pytestmark = pytest.mark.browser
PASSWORD = "a long enough password"


def device_of(page: Any) -> Any:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, made["authenticatorId"]


def test_a_passkey_is_added_used_and_removed(
    open_page: Callable[..., Any], site: str, case_root: Path
) -> None:
    pytest.importorskip("webauthn")
    Accounts(case_root / "access.sqlite").add_user("lena", "reviewer", PASSWORD)
    here = site.replace("127.0.0.1", "localhost")
    page = open_page()
    session, device = device_of(page)
    page.goto(f"{here}/sign-in")
    page.fill("#name", "lena")
    page.fill("#password", PASSWORD)
    page.locator("form.card[action='/sign-in'] button").click()
    page.goto(f"{here}/passkeys")
    page.fill("#label", "test device")
    page.click("text=Add a passkey")
    page.locator("main li", has_text="test device").wait_for()
    kept = session.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]
    assert [c["rpId"] for c in kept] == ["localhost"]
    page.click("text=Sign out")
    page.goto(f"{here}/sign-in")
    page.click("text=Sign in with a passkey")
    page.wait_for_url(f"{here}/")
    assert "lena" in page.inner_text(".who")
    page.goto(f"{here}/passkeys")
    page.get_by_label("Remove test device").click()
    page.locator("text=You have none.").wait_for()


def test_without_scripts_the_password_is_all_that_is_offered(open_page: Callable[..., Any]) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/sign-in")
    assert page.locator("#password").is_visible()
    assert not page.locator("text=Sign in with a passkey").is_visible()
