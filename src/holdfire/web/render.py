"""Rows to HTML: one Jinja environment, autoescaped, with the few words that every page uses."""

from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import JSONResponse, Response
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined

from holdfire.report.render import filters
from holdfire.terms.roles import who_may

from .accounts import Who
from .page import Page
from .passkeys import is_offered

if TYPE_CHECKING:
    from .app import Site

NAVIGATION = (
    ("/", "Overview"),
    ("/incidents", "Incidents"),
    ("/contested", "Contested"),
    ("/first-mover", "First mover"),
    ("/findings", "Findings"),
    ("/parties", "Parties"),
    ("/counts", "Counts"),
    ("/sources", "Sources"),
    ("/coverage", "Coverage"),
    ("/reports", "Reports"),
    ("/log", "Log"),
)


class Renderer:
    """The templates of web/templates; those of the report's pages can be included by name."""

    def __init__(self) -> None:
        here = Path(str(resources.files("holdfire.web"))) / "templates"
        report = Path(str(resources.files("holdfire.report"))) / "templates"
        self.jinja = Environment(
            loader=ChoiceLoader([FileSystemLoader(here), FileSystemLoader(report)]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.jinja.filters |= filters()  # the report's: one way to write a probability, a day, a time

    def page(
        self,
        request: Request,
        site: "Site",
        who: Who,
        page: Page,
        data: Mapping[str, Any],
        words: Mapping[str, str],
    ) -> str:
        """The whole page, in the mandate's zone."""
        return self.jinja.get_template(page.template).render(
            **data,
            **self.common(request, site, who, words),
            page_name=page.name,
            has_data=True,
            has_csv=page.rows is not None,
        )

    def common(self, request: Request, site: "Site", who: Who, words: Mapping[str, str]) -> dict[str, Any]:
        mandate = site.registers.case.mandate
        path = request.url.path
        query = urlencode({key: value for key, value in words.items() if key != "page"})

        def link(target: str, **extra: object) -> str:
            """An address that keeps "as known on" over the whole site."""
            kept = {"known": words["known"]} if words.get("known") else {}
            asked = {key: str(value) for key, value in extra.items() if value not in (None, "")} | kept
            return target + ("?" + urlencode(asked) if asked else "")

        return {
            "mandate": mandate,
            "parties": mandate.parties,
            "zone": mandate.zone,
            "who": who,
            "path": path,
            "query": query,
            "words": words,
            "known": words.get("known", ""),
            "link": link,
            "navigation": NAVIGATION,
            "csrf": site.sessions.csrf(request),
            "roles_that": {action: who_may(mandate, action) for action in ("review", "intake", "reply")},
            "has_newsletter": site.letters is not None,
            "has_passkeys": is_offered(),
        }

    def message(
        self, request: Request, site: "Site", who: Who, status: int, title: str, text: str
    ) -> Response:
        """A short answer in the form that was asked for."""
        if request.url.path.endswith((".json", ".csv")):
            return JSONResponse({"error": text}, status_code=status)
        body = self.jinja.get_template("message.html").render(
            **self.common(request, site, who, dict(request.query_params)),
            page_name="message", has_data=False, has_csv=False, message_title=title, message_text=text,
        )  # fmt: skip
        return Response(body, status_code=status, media_type="text/html; charset=utf-8")

    def expired(self, request: Request, site: "Site", who: Who) -> Response:
        text = "The form has expired or came from elsewhere. Open the page again and send it from there."
        return self.message(request, site, who, 403, "Not accepted", text)

    def missing(self, request: Request, site: "Site", who: Who, what: str) -> Response:
        return self.message(request, site, who, 404, "Not here", f"There is {what}.")

    def wrong(self, request: Request, site: "Site", who: Who, what: str) -> Response:
        return self.message(request, site, who, 400, "That did not work", what)

    def refused(self, request: Request, site: "Site", who: Who, action: str) -> Response:
        status = 403 if who.is_signed_in else 401
        text = f"The role {who.role} may not do this ({action.replace('_', ' ')}). The mandate's table of roles says who may."
        return self.message(request, site, who, status, "Not for this role", text)
