import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from holdfire.model.case import Case, open_case
from holdfire.web.app import create_app
from holdfire.web.pages import PAGES

ROLES = ("public", "party-ARM", "party-AZE", "analyst", "reviewer", "chair")
XSS = [
    '"><script>alert(1)</script>',
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "{{7*7}}",
    "'\"`<b>",
    "\u202e<svg/onload=1>",
]


def test_every_answer_carries_a_strict_policy(public: TestClient) -> None:
    for path in ("/", "/nothing", "/incidents.json", "/static/web.css"):
        headers = public.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_no_page_has_inline_script_or_style_or_an_address_elsewhere(public: TestClient) -> None:
    for page in PAGES:
        if "{" in page.path or page.action != "read_public":
            continue
        body = public.get(page.path).text
        assert not re.search(r"<script(?![^>]*\bsrc=)", body), page.path
        assert " style=" not in body, page.path
        assert not re.search(r"""\son\w+=""", re.sub(r">[^<]*<", "><", body)), page.path
        assert not re.search(r"""(src|action)=["'](https?:)?//""", body), page.path


@pytest.mark.parametrize("text", XSS)
@pytest.mark.parametrize(
    "address",
    [
        "/search?q={}",
        "/incidents?place={}",
        "/counts?policy={}",
        "/contested?topic={}",
        "/sql?q={}",
        "/incidents?known={}",
    ],
)
def test_words_of_the_query_never_become_markup(public: TestClient, text: str, address: str) -> None:
    from urllib.parse import quote

    body = public.get(address.format(quote(text))).text
    assert "<script>alert" not in body
    assert "<img src=x" not in body
    assert "<svg/onload" not in body


@pytest.mark.parametrize(
    "path",
    [
        "../mandate.toml",
        "..%2Fmandate.toml",
        "%2e%2e/mandate.toml",
        "....//mandate.toml",
        "/etc/passwd",
        "days/../../mandate.toml",
        "..%5cmandate.toml",
    ],
)
@pytest.mark.parametrize("base", ["/published/", "/static/"])
def test_no_path_leads_out_of_the_published_files(public: TestClient, base: str, path: str) -> None:
    answer = public.get(base + path)
    assert answer.status_code in (400, 404, 405)
    assert "time_zone" not in answer.text


def test_the_roles_matrix_holds_on_every_page(client_of: Callable[[str], TestClient], case: Case) -> None:
    from holdfire.terms.roles import may

    for role in ROLES:
        client = client_of(role)
        for page in PAGES:
            if "{" in page.path:
                continue
            allowed = may(case.mandate, role, page.action)
            status = client.get(page.path).status_code
            assert (status == 200) == allowed, (role, page.path, status)


WRITES = {
    "reply": ("/replies", {"about_id": "inc-x", "body": "Our answer."}),
    "review": ("/reviews", {"what": "lock", "subject": "inc-x", "reason": "because"}),
}


@pytest.mark.parametrize("action", sorted(WRITES))
def test_the_roles_matrix_holds_on_every_write(own_case: Path, action: str) -> None:
    from holdfire.terms.roles import may

    app = create_app(own_case)
    mandate = open_case(own_case).mandate
    path, form = WRITES[action]
    for role in ROLES:
        headers = {}
        if role != "public":
            headers["Authorization"] = "Bearer " + app.state.site.accounts.new_token(role, role)
        client = TestClient(app, headers=headers, follow_redirects=False)
        data = dict(form)
        if role == "public":
            data["csrf"] = csrf_of(client)
        status = client.post(path, data=data).status_code
        # 400: allowed to ask, but there is nothing called inc-x
        assert (status in (201, 400)) == may(mandate, role, action), (role, action, status)
        assert status in (201, 400, 401, 403)


def csrf_of(client: TestClient) -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', client.get("/sign-in").text)
    return found.group(1) if found else ""


def test_a_signed_in_browser_cannot_be_made_to_write_from_elsewhere(own_case: Path) -> None:
    app = create_app(own_case)
    token = app.state.site.accounts.new_token("reviewer", "launch")
    client = TestClient(app, follow_redirects=False)
    assert client.get(f"/enter?token={token}").status_code == 303
    unread = client.get("/review.json").json()["unread"][0]["unread_id"]
    form = {"what": "dismiss", "subject": unread, "reason": "it says nothing"}
    assert client.post("/reviews", data=form).status_code == 403
    assert client.post("/reviews", data={**form, "csrf": "\u202eé"}).status_code == 403
    body = client.get("/review").text
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', body)
    assert found
    assert client.post("/reviews", data={**form, "csrf": found.group(1)}).status_code == 201


def test_a_forged_session_is_the_public(own_case: Path) -> None:
    client = TestClient(
        create_app(own_case), cookies={"holdfire": "chair|mallory|00.AAAA.BBBB"}, follow_redirects=False
    )
    assert client.get("/review").status_code == 401


def test_two_sessions_of_one_name_have_forms_of_their_own(own_case: Path) -> None:
    app = create_app(own_case)
    found = set()
    for _ in range(2):
        client = TestClient(app, follow_redirects=False)
        client.get("/enter?token=" + app.state.site.accounts.new_token("reviewer", "nina"))
        found |= set(re.findall(r'name="csrf" value="([0-9a-f]+)"', client.get("/review").text))
    assert len(found) == 2


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(own_case: Path) -> None:
    app = create_app(own_case)
    client = TestClient(app, follow_redirects=False)
    answer = client.get("/enter?token=" + app.state.site.accounts.new_token("analyst", "launch"))
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


@pytest.mark.slow
def test_a_reply_of_a_party_is_sealed_and_shown_with_equal_rank(own_case: Path) -> None:
    from holdfire.investigate.demo import EXAMPLE_CLOCK
    from holdfire.investigate.run import investigate

    app = create_app(own_case)
    incident = TestClient(app).get("/incidents.json").json()["incidents"][0]["incident_id"]
    for party in ("ARM", "AZE"):
        client = TestClient(
            app,
            headers={"Authorization": "Bearer " + app.state.site.accounts.new_token(f"party-{party}", party)},
        )
        answer = client.post(
            "/replies", data={"about_id": incident, "body": f"What {party} answers to this."}
        )
        assert answer.status_code == 201
    investigate(open_case(own_case), at=EXAMPLE_CLOCK, write_out=False)
    analyst = TestClient(
        app, headers={"Authorization": "Bearer " + app.state.site.accounts.new_token("analyst", "reader")}
    )
    body = analyst.get(f"/incidents/{incident}").text
    assert "What ARM answers to this." in body
    assert "What AZE answers to this." in body


@pytest.mark.slow
def test_an_uploaded_page_with_scripts_is_shown_as_text(own_case: Path) -> None:
    from holdfire.investigate.demo import EXAMPLE_CLOCK
    from holdfire.investigate.run import investigate

    app = create_app(own_case)
    analyst = TestClient(
        app, headers={"Authorization": "Bearer " + app.state.site.accounts.new_token("analyst", "reader")}
    )
    page = b"<html><body><article><h1>Bulletin &lt;script&gt;alert(2)&lt;/script&gt;</h1><p>On 14 July shells fell on Chinari, the ministry of defence of Armenia said.</p><script>alert(1)</script></article></body></html>"
    answer = analyst.post(
        "/intake", files=[("files", ("../../evil.html", page, "text/html"))], data={"source": "arm-mod"}
    )
    assert answer.status_code == 201
    exhibit = re.search(r"ex-[0-9a-f]{12}", answer.text)
    assert exhibit
    assert not (own_case.parent / "evil.html").exists()
    investigate(open_case(own_case), at=EXAMPLE_CLOCK, write_out=False)
    body = analyst.get(f"/exhibits/{exhibit.group()}").text
    assert "<script>alert" not in body
    assert "Chinari" in body


def test_the_access_book_is_not_served(own_case: Path) -> None:
    create_app(own_case)
    shutil.copy(own_case / "access.sqlite", own_case / "access.copy")
    client = TestClient(create_app(own_case))
    assert client.get("/published/../access.copy").status_code == 404
