"""What readers without an account may send: a public response to an incident or finding, and an address for the digest.

Neither is evidence. Both are limited more tightly than other writes; a response is shown only after a reviewer accepts
it, an address kept only after a letter to it was answered.
"""

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Form, Request
from fastapi.responses import Response

from holdfire.model.errors import HoldfireError
from holdfire.model.register import fetch_dicts

from .access import may
from .guard import Rates
from .letters import ADDRESS
from .moderation import MAX_BODY, MAX_NAME
from .writes import ID, log_entry

if TYPE_CHECKING:
    from .app import Site

PER_SECOND, BURST = 1 / 30, 5.0
ANSWERS: dict[int | str, dict[str, Any]] = {
    201: {"description": "received, not shown yet"},
    400: {"description": "about nothing that is here"},
    401: {"description": "for signed-in roles only"},
    403: {"description": "the form's token is missing"},
    413: {"description": "the body is too long"},
    429: {"description": "too many from one address"},
    502: {"description": "the mail server did not take the letter"},
}


def add_public_forms(app: FastAPI, site: "Site") -> None:
    """Register POST /responses, POST /moderation and, where CASE/mail.toml is there, the newsletter's addresses."""
    rates = Rates(PER_SECOND, BURST)

    def too_many(request: Request) -> Response | None:
        address = request.client.host if request.client else "local"
        if rates.allows(address, time.monotonic()):
            return None
        text = "Too many from your address. Try again in a few minutes."
        return site.renderer.message(request, site, site.sessions.who(request), 429, "Not now", text)

    @app.post("/responses", tags=["public"], status_code=201, responses=ANSWERS)
    def respond(
        request: Request,
        about_id: str = Form(max_length=100, pattern=ID),
        body: str = Form(min_length=1, max_length=MAX_BODY),
        name: str = Form(default="", max_length=MAX_NAME),
        website: str = Form(default="", max_length=200),
        csrf: str = Form(default=""),
    ) -> Response:
        """A reader's response to an incident or finding. A moderator reads it before anybody else does."""
        who = site.sessions.who(request)
        if not site.sessions.is_csrf(request, csrf):
            return site.renderer.expired(request, site, who)
        refusal = too_many(request)
        if refusal is not None:
            return refusal
        if not _is_there(site, about_id):
            return site.renderer.wrong(request, site, who, f"There is nothing called {about_id}.")
        if not website:  # a field that people do not see; what fills it in is no reader
            try:
                site.moderation.receive(about_id, name, body, datetime.now(UTC).isoformat(timespec="seconds"))
            except HoldfireError as error:
                return site.renderer.wrong(request, site, who, str(error))
        text = "A reviewer reads it first. If it is accepted, it stands on the page, marked as a public response; it is no evidence."
        return site.renderer.message(request, site, who, 201, "Received", text)

    @app.post("/moderation", tags=["writes"], status_code=201, responses=ANSWERS)
    def moderate(
        request: Request,
        response_id: str = Form(max_length=40, pattern=ID),
        decision: str = Form(pattern=r"^(accept|decline)$"),
        reason: str = Form(min_length=3, max_length=500),
        csrf: str = Form(default=""),
    ) -> Response:
        """A reviewer's word on a public response: who, which and why are an entry of the log, the text is not."""
        who = site.sessions.who(request)
        if not site.sessions.is_csrf(request, csrf):
            return site.renderer.expired(request, site, who)
        if not may(site.registers.case, who, "review"):
            return site.renderer.refused(request, site, who, "review")
        try:
            found = site.moderation.decide(
                response_id, accept=decision == "accept", by=who.name, reason=reason
            )
        except HoldfireError as error:
            return site.renderer.wrong(request, site, who, str(error))
        said = {"what": "public_response", "response_id": response_id, "decision": decision, "reason": reason}
        index = log_entry(site, "access", said, who, found.about_id)
        return site.renderer.message(
            request, site, who, 201, "Decision recorded", f"It is entry {index} of the log."
        )

    if site.letters is not None:
        _add_newsletter(app, site, too_many)


def _is_there(site: "Site", about_id: str) -> bool:
    """In the published register: the form does not tell what is kept back."""
    db = site.registers.cursor(view="published")
    try:
        sql = """
            select 1 as found from incident where incident_id = $id
            union all select 1 from finding where finding_id = $id limit 1
        """
        return bool(fetch_dicts(db, sql, {"id": about_id}))
    finally:
        db.close()


def _add_newsletter(app: FastAPI, site: "Site", too_many: Any) -> None:
    letters = site.letters
    assert letters is not None
    title = site.registers.case.mandate.title

    def say(request: Request, status: int, head: str, text: str) -> Response:
        return site.renderer.message(request, site, site.sessions.who(request), status, head, text)

    def ask_first(request: Request, what: str, token: str, text: str, button: str) -> Response:
        """Mail scanners follow links: only the button acts."""
        body = site.renderer.jinja.get_template("newsletter.html").render(
            **site.renderer.common(request, site, site.sessions.who(request), {}),
            page_name="newsletter", has_data=False, has_csv=False, what=what, token=token, text=text, button=button,
        )  # fmt: skip
        return Response(body, media_type="text/html; charset=utf-8")

    @app.post("/newsletter", tags=["public"], status_code=201, responses=ANSWERS)
    def subscribe(
        request: Request,
        address: str = Form(max_length=254, pattern=f"^{ADDRESS.pattern}$"),
        csrf: str = Form(default=""),
    ) -> Response:
        """Sends a letter that asks for confirmation. The answer does not tell who reads it already."""
        if not site.sessions.is_csrf(request, csrf):
            return site.renderer.expired(request, site, site.sessions.who(request))
        refusal = too_many(request)
        if refusal is not None:
            return refusal  # type: ignore[no-any-return]
        try:
            letters.ask(address, title)
        except HoldfireError as error:
            return say(request, 502, "The letter could not be sent", str(error))
        return say(
            request,
            201,
            "Look at your mail",
            "Follow the link in the letter to confirm; until then the address is not kept.",
        )

    @app.get("/newsletter/confirm", include_in_schema=False)
    def confirm_page(request: Request, token: str = "") -> Response:
        return ask_first(
            request, "confirm", token, f"Send the digest of {title} to your address?", "Yes, send it"
        )

    @app.post("/newsletter/confirm", include_in_schema=False)
    def confirm(request: Request, token: str = Form(max_length=1000)) -> Response:
        if letters.confirm(token, datetime.now(UTC)) is None:
            return say(request, 400, "Not confirmed", "The link is wrong or older than two days. Ask again.")
        return say(request, 200, "Confirmed", "Each digest carries a link that ends it.")

    @app.get("/newsletter/leave", include_in_schema=False)
    def leave_page(request: Request, token: str = "") -> Response:
        return ask_first(request, "leave", token, f"No more digests of {title}?", "No more")

    @app.post("/newsletter/leave", include_in_schema=False)
    async def leave(request: Request) -> Response:
        """RFC 8058: the mail program posts to the very address, with the token in it; our own button posts it as a field."""
        form = await request.form()
        token = str(form.get("token") or request.query_params.get("token", ""))
        if letters.leave(token) is None:
            return say(request, 400, "Not found", "The link is wrong.")
        return say(request, 200, "Ended", "The address has been deleted.")
