"""What is sent in bad will: bombs, floods, dribbles, markup in documents, and every address under a fuzzer."""

import asyncio
import io
import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from holdfire.investigate.demo import EXAMPLE_CLOCK
from holdfire.investigate.run import investigate
from holdfire.model.case import open_case
from holdfire.web.app import create_app
from holdfire.web.guard import HEADERS, Guard


def zip_bomb() -> bytes:
    """100 MB of nothing in some 100 kB, named like an office document."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(100):
                sheet.write(b"\0" * 1_000_000)
    return out.getvalue()


def pdf_bomb() -> bytes:
    """One page whose stream inflates to 50 MB."""
    packed = zlib.compress(b" " * 50_000_000, 9)
    head = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    page = b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
    stream = (
        b"4 0 obj<</Length %d/Filter/FlateDecode>>stream\n" % len(packed) + packed + b"\nendstream endobj\n"
    )
    return head + page + stream + b"trailer<</Root 1 0 R>>\n%%EOF\n"


MARKUP = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '"><iframe srcdoc="<script>alert(1)</script>">',
    "<a href=javascript:alert(1)>fire</a>",
    "{{ 7 * 7 }}{% import os %}",
    "\u202e<math><mtext></mtext></math>",
    "<style>@import 'http://evil.example/x.css'</style>",
]


def test_bombs_and_markup_are_sealed_told_of_and_shown_as_text(own_case: Path) -> None:
    app = create_app(own_case)
    token = app.state.site.accounts.new_token("analyst", "a")
    client = TestClient(app, headers={"Authorization": f"Bearer {token}"})
    lines = "\n".join(f"On 14 July 2020 shells fell on Chinari, the ministry said {m}." for m in MARKUP)
    files = [
        ("files", ("report.xlsx", zip_bomb(), "application/octet-stream")),
        ("files", ("report.pdf", pdf_bomb(), "application/pdf")),
        ("files", ("<img src=x onerror=alert(2)>.txt", lines.encode(), "text/plain")),
        ("files", ("..\\..\\evil.txt", b"Nothing was fired.", "text/plain")),
    ]
    answer = client.post("/intake", files=files, data={"note": "<b onclick=x>note</b>"})
    assert answer.status_code == 201
    exhibits = re.findall(r"ex-[0-9a-f]{12}", answer.text)
    assert len(exhibits) == 4
    assert not list(own_case.parent.glob("evil*"))
    investigate(open_case(own_case), at=EXAMPLE_CLOCK, write_out=False)
    for path in [
        *(f"/exhibits/{e}" for e in exhibits),
        "/exhibits",
        "/intake",
        "/review",
        "/search?q=ministry",
    ]:
        page = client.get(path)
        assert page.status_code == 200, path
        assert not re.search(
            r"<(script(?! src=)|img|svg|iframe|math|style|b )[^>]*(alert|evil|onload|onclick)?",
            page.text.split("<main")[1].split("</main>")[0],
        ), path
        assert "javascript:" not in re.findall(r'href="([^"]*)"', page.text), path
        assert "49" not in page.text or "{{ 7 * 7 }}" in page.text or path != f"/exhibits/{exhibits[2]}"
    states = {row["exhibit_id"]: row["status"] for row in client.get("/exhibits.json").json()["exhibits"]}
    assert (
        states[exhibits[0]] == "unreadable"
        or client.get(f"/exhibits/{exhibits[0]}.json").json()["statements"] == []
    )
    assert client.get(f"/exhibits/{exhibits[1]}.json").json()["statements"] == []
    assert client.get("/").status_code == 200


async def read_all(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


def guarded(**limits: Any) -> Any:
    app = Starlette(
        routes=[Route("/intake", read_all, methods=["POST"]), Route("/replies", read_all, methods=["POST"])]
    )
    app.add_middleware(Guard, **limits)
    return app


async def sent(
    app: Any, path: str, chunks: list[bytes], *, stalls: bool = False, headers: Any = ()
) -> list[dict[str, Any]]:
    """What the app answers to a body that comes in `chunks` and then, if it stalls, never ends."""
    waiting, answers = list(chunks), []

    async def receive() -> dict[str, Any]:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting) or stalls}
        await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        answers.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "headers": list(headers),
        "query_string": b"",
        "client": ("1.2.3.4", 1),
    }
    await app(scope, receive, send)
    return answers


@pytest.mark.parametrize(
    ("path", "chunks", "stalls", "status"),
    [
        ("/intake", [b"x" * 100], False, 200),
        ("/intake", [b"x" * 60, b"x" * 60], False, 413),  # no length was declared: counted as it arrives
        ("/replies", [b"x" * 20], False, 413),  # a form is shorter than a file
        ("/replies", [b"x" * 10], False, 200),
        ("/intake", [b"x"], True, 408),  # a body that stops arriving
        ("/intake", [], True, 408),
    ],
)
def test_bodies_are_counted_and_timed_as_they_arrive(
    path: str, chunks: list[bytes], stalls: bool, status: int
) -> None:
    app = guarded(max_body=100, max_form=10, idle_s=0.05)
    answers = asyncio.run(sent(app, path, chunks, stalls=stalls))
    assert answers[0]["status"] == status
    names = {name.decode().lower() for name, _value in answers[0]["headers"]}
    assert {name.lower() for name in HEADERS} <= names


def test_a_declared_length_is_refused_before_anything_is_read() -> None:
    app = guarded(max_body=100, max_form=10)
    answers = asyncio.run(sent(app, "/intake", [], stalls=True, headers=[(b"content-length", b"101")]))
    assert answers[0]["status"] == 413


def test_a_form_too_long_is_refused_by_the_site_itself(own_case: Path) -> None:
    app = create_app(own_case)
    token = app.state.site.accounts.new_token("party-ARM", "a")
    client = TestClient(app, headers={"Authorization": f"Bearer {token}"})

    def flood() -> Any:
        yield b"about_id=x&body="
        for _ in range(40):
            yield b"x" * 10_000

    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/replies", content=flood(), headers=kind).status_code == 413


# the API's description, and a fuzzer that reads it


def test_the_description_names_every_variable_and_every_page(public: TestClient) -> None:
    from holdfire.web.pages import PAGES

    found = public.get("/openapi.json").json()
    for page in PAGES:
        operation = found["paths"][page.path + ".json"]["get"]
        named = {p["name"] for p in operation["parameters"] if p["in"] == "path"}
        assert named == set(re.findall(r"{(\w+)}", page.path))
        assert {p["name"] for p in operation["parameters"] if p["in"] == "query"} == {"known", *page.words}
    for path in ("/replies", "/reviews", "/intake", "/responses", "/moderation", "/known"):
        assert "requestBody" in found["paths"][path]["post"]
    assert found["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


@pytest.mark.slow
@pytest.mark.parametrize("role", ["public", "analyst"])
def test_no_address_of_the_api_breaks_under_a_fuzzer(own_case: Path, role: str) -> None:
    """schemathesis over every operation of the description: no answer of 500 or above, none that it does not name."""
    schemathesis = pytest.importorskip("schemathesis")
    from hypothesis import HealthCheck, Phase, given, settings
    from schemathesis.specs.openapi.checks import status_code_conformance

    app = create_app(own_case)
    app.state.site.registers.warm()
    headers = {}
    if role != "public":
        headers["Authorization"] = "Bearer " + app.state.site.accounts.new_token(role, role)
    schema = schemathesis.openapi.from_asgi("/openapi.json", app)
    checks = [schemathesis.checks.not_a_server_error, status_code_conformance]
    tried = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.path in ("/known", "/intake"):
            continue  # each would investigate or seal; they have tests of their own

        @given(case=operation.as_strategy())
        @settings(
            max_examples=12,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        )
        def fuzzed(case: Any) -> None:
            response = case.call(headers=headers)
            case.validate_response(response, checks=checks)

        fuzzed()
        tried += 1
    assert tried > 30


@pytest.mark.parametrize("role", ["public", "party-ARM", "analyst", "chair"])
def test_every_write_is_refused_to_those_who_may_not_whatever_they_send(
    client_of: Callable[[str], TestClient], case: Any, role: str
) -> None:
    from holdfire.terms.roles import may

    forms = {
        "review": ("/moderation", {"response_id": "pub-x", "decision": "accept", "reason": "because"}),
        "read_material": ("/known", {"known": "2999-01-01"}),
    }
    for action, (path, form) in forms.items():
        status = client_of(role).post(path, data=form).status_code
        assert (status == 400) == may(case.mandate, role, action), (role, path, status)
        assert status in (400, 401, 403)
